// Completion: a text field that suggests names, relations and acts; several stand with semicolons between them.

import { element } from "./elements.js";
import { state } from "./state.js";

let number = 0;

export function completed(column, value, act, written) {
  number += 1;
  const id = `suggestions-${number}`;
  const list = element("ul", { id, role: "listbox", class: "suggestions", hidden: true, tabindex: "-1", "aria-label": `Suggestions for ${column}` });
  const input = element("input", {
    type: "text", value, role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
    "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
  });
  let found = [], at = -1, asked = 0;

  const split = () => {
    const cut = input.value.lastIndexOf(";") + 1;
    return [input.value.slice(0, cut), input.value.slice(cut).trim()];
  };

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const show = () => {
    list.replaceChildren(...found.map((one, index) => element("li", {
      id: `${id}-${index}`, role: "option", "aria-selected": String(index === at), class: one.here ? "here" : "",
      onmousedown: (event) => { event.preventDefault(); take(index); },
    }, element("bdi", {}, one.text), element("small", {}, [one.kind, one.hint].filter(Boolean).join(" · ")))));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `${id}-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  async function ask() {
    const typed = split()[1], turn = ++asked;
    const query = new URLSearchParams({ column, typed, act });
    try {
      const answer = await fetch(`suggestions?${query}`);
      if (turn !== asked || document.activeElement !== input || !answer.ok) return;
      found = await answer.json();
      // What begins with what was written is what Enter takes; Tab keeps what was written.
      at = typed && found[0]?.text.toLowerCase().startsWith(typed.toLowerCase()) ? 0 : -1;
      show();
    } catch { close(); }  // what is wrong is said when the field is saved
  }

  function take(index) {
    const [before] = split();
    input.value = (before ? `${before.trim()} ` : "") + found[index].text;
    asked += 1;
    found = [];
    close();
    written(input.value);
  }

  input.addEventListener("focus", ask);
  input.addEventListener("input", () => { ask(); written(input.value, true); });
  input.addEventListener("change", () => written(input.value));
  input.addEventListener("blur", () => { asked += 1; close(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { ask(); return; }
      at = event.key === "ArrowDown" ? (at + 1) % found.length : (at <= 0 ? found.length : at) - 1;
      show();
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      take(at);
    } else if (event.key === "Escape" && !list.hidden) {
      asked += 1;
      close();
    }
  });
  return [input, list];
}

export const relationNamed = (text) => state.relations.find((one) => one.name === text || one.label === text);
