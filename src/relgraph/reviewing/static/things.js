// Things: what the text names, by kind, label and other names.

import { element } from "./elements.js";
import { decide, state } from "./state.js";

const COLUMNS = { label: "Label", kind: "Kind", aliases: "Other names", date: "Date of an event" };

function cell(thing, column) {
  const value = thing[column] ?? "";
  const save = (event) => {
    if (event.target.value !== value) decide({ do: "thing", id: thing.id, cells: { [column]: event.target.value } });
  };
  const label = `${COLUMNS[column]} of ${thing.label ?? thing.id}`;
  if (column !== "kind" || value.includes(";") || !state.kinds.includes(value)) {
    return element("td", {}, element("input", { type: "text", value, dir: "auto", "aria-label": label, onchange: save }));
  }
  return element("td", {}, element("select", { "aria-label": label, onchange: save },
    ...state.kinds.map((kind) => element("option", { value: kind, selected: kind === value }, kind))));
}

export function showThings(list) {
  const at = document.activeElement?.closest?.("tr")?.dataset.id;
  const label = document.activeElement?.getAttribute?.("aria-label");
  const top = list.scrollTop;
  if (!state.things.length) {
    list.replaceChildren(element("p", { class: "none" }, "No thing is named yet."));
    return;
  }
  list.replaceChildren(element("table", { class: "things" },
    element("thead", {}, element("tr", {}, ...Object.values(COLUMNS).map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...state.things.map((thing) => element("tr", { "data-id": thing.id, title: thing.id },
      ...Object.keys(COLUMNS).map((column) => cell(thing, column)))))));
  list.scrollTop = top;
  if (at) {
    const row = [...list.querySelectorAll("tr")].find((one) => one.dataset.id === at);
    [...(row?.querySelectorAll("input, select") ?? [])].find((one) => one.getAttribute("aria-label") === label)?.focus();
  }
}
