// Things: what the text names, by kind, label and other names.

import { element, inWords } from "./elements.js";
import { decide, state } from "./state.js";

const COLUMNS = { label: "Label", kind: "Kind", aliases: "Other names", date: "Date of an event" };

function cell(thing, column) {
  const value = thing[column] ?? "";
  const save = ({ target }) => {
    if (target.value !== target.dataset.saved) decide({ do: "thing", id: thing.id, cells: { [column]: target.value } });
  };
  const told = { "data-column": column, "data-saved": value, onchange: save };
  return element("td", {}, column === "kind" && state.kinds.includes(value)
    ? element("select", told, ...state.kinds.map((kind) => element("option", { value: kind, selected: kind === value }, inWords(kind))))
    : element("input", { ...told, type: "text", value, dir: "auto", placeholder: COLUMNS[column] }));
}

// Brings a row up to what was saved; what is being written in it stays.
function follow(row, thing) {
  for (const input of row.querySelectorAll("input, select")) {
    const { column, saved } = input.dataset, value = thing[column] ?? "";
    if (value !== saved) {
      if (input.value === saved) input.value = value;
      input.dataset.saved = value;
    }
    input.setAttribute("aria-label", `${COLUMNS[column]} of ${thing.label ?? thing.id}`);
  }
}

export function showThings(list) {
  if (!state.things.length) {
    list.replaceChildren(element("p", { class: "none" }, "No thing is named yet."));
    return;
  }
  if (!list.querySelector(".things")) {
    list.replaceChildren(element("table", { class: "things" },
      element("thead", {}, element("tr", {}, ...Object.values(COLUMNS).map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {})));
  }
  const body = list.querySelector("tbody");
  const rows = new Map([...body.children].map((row) => [row.dataset.id, row]));
  for (const thing of state.things) {
    const row = rows.get(thing.id) ?? element("tr", { "data-id": thing.id, title: thing.id },
      ...Object.keys(COLUMNS).map((column) => cell(thing, column)));
    rows.delete(thing.id);
    if (!row.isConnected) body.append(row);
    follow(row, thing);
  }
  for (const row of rows.values()) row.remove();
}
