// Form: the cells of the act that is chosen, saved as they are written, and beside them what another dossier says.

import { completed, relationNamed } from "./completion.js";
import { byId, element, inWords } from "./elements.js";
import { decide, state, words } from "./state.js";
import { scrollTo } from "./text.js";

const NAMES = {
  actor: "Actor", relation: "Relation", object: "Object", recipient: "Recipient", said_by: "Said by", event: "Event",
  modality: "Modality", polarity: "Polarity", certainty: "Certainty", from: "From", until: "Until", topics: "Topics",
  derived_from: "Derived from", label: "Label", note: "Note",
};
const FURTHER = ["topics", "derived_from", "label", "note"];
const SUGGESTED = ["actor", "relation", "object", "recipient", "said_by", "event", "topics", "derived_from"];
const LATER = 400;  // milliseconds without a letter after which what is written is saved

let timer = 0;
let pending = null;
let wasAccepted = "";

export function flush() {
  clearTimeout(timer);
  const asked = pending;
  pending = null;
  return asked ? decide(asked) : Promise.resolve(null);
}

function written(id, column, value, typing) {
  if (pending && (pending.id !== id || !(column in pending.cells))) flush();
  const act = state.acts.get(id);
  if (!pending && (!act || (act.cells[column] ?? "") === value.trim())) return;
  // An act that was accepted is so again as soon as nothing is wrong in it.
  if (act?.status === "accepted") wasAccepted = id;
  const status = wasAccepted === id ? { status: "accepted" } : {};
  pending = { do: "change", id, cells: { [column]: value, ...status } };
  clearTimeout(timer);
  if (typing) timer = setTimeout(flush, LATER); else flush();
}

// Once a status was decided on, writing in a cell does not bring back the one before.
export function forget() {
  wasAccepted = "";
}

export function formOf(act) {
  if (wasAccepted !== act.id) wasAccepted = "";
  const columns = Object.keys(NAMES);
  const further = element("details", { class: "further", open: FURTHER.some((column) => act.cells[column] || act.faults[column]) },
    element("summary", {}, "More: topics, derived from, label, note"),
    ...FURTHER.map((column) => field(act, column)));
  return element("form", { onsubmit: (event) => event.preventDefault() },
    element("div", { class: "fields" }, ...columns.filter((column) => !FURTHER.includes(column)).map((column) => field(act, column))),
    further, element("div", { class: "passages" }), element("p", { class: "id" }));
}

// Brings a form up to what was saved, with what is wrong in it and what follows from it.
export function followForm(form, act) {
  for (const box of form.querySelectorAll(".field")) follow(box, act, box.dataset.column);
  const box = form.querySelector(".passages"), told = JSON.stringify([act.passages, act.faults.quote]);
  if (box.dataset.told !== told) box.replaceChildren(...passages(act));
  box.dataset.told = told;
  form.querySelector(".id").textContent = /^new-\d+$/.test(act.id)
    ? `row ${act.row}; it is given its id when it is accepted` : `row ${act.row}, id ${act.id}`;
}

function field(act, column) {
  const id = `field-${column}`;
  const value = act.cells[column] ?? "";
  const save = (text, typing = false) => written(act.id, column, text, typing);
  let parts;
  if (state.choices[column]) {
    const select = element("select", { onchange: (event) => save(event.target.value) },
      element("option", { value: "" }, column === "polarity" ? "positive (not stated)" : "not stated"),
      ...state.choices[column].map((one) => element("option", { value: one, selected: one === value }, one)));
    parts = [select];
  } else if (SUGGESTED.includes(column)) parts = completed(column, value, act.id, save);
  else {
    const input = element("input", { type: "text", value, dir: "auto", autocomplete: "off",
      placeholder: column === "from" ? "YYYY-MM-DD" : column === "until" ? "YYYY-MM-DD or .." : null });
    input.addEventListener("input", () => save(input.value, true));
    input.addEventListener("change", () => save(input.value));
    parts = [input];
  }
  parts[0].id = id;
  parts[0].setAttribute("aria-describedby", `${id}-says`);
  return element("div", { class: "field", "data-column": column },
    element("label", { for: id, title: state.columns[column] }, NAMES[column]),
    element("div", { class: "entry" }, ...parts),
    element("div", { class: "says", id: `${id}-says` }));
}

// Says beneath a field what is wrong in it, what a relation means, and what the other dossier has there.
function follow(box, act, column) {
  const input = box.querySelector("input, select");
  const value = act.cells[column] ?? "";
  if (input !== document.activeElement && !(pending?.id === act.id && column in pending.cells)) input.value = value;
  const faults = act.faults[column] ?? [];
  input.setAttribute("aria-invalid", String(faults.length > 0));
  const said = faults.map((fault) => element("p", { class: "fault" }, fault, unknown(act, column, fault)));
  const relation = column === "relation" ? relationNamed(value) : null;
  if (relation && !faults.length) said.push(element("p", { class: "quiet" }, relation.definition));
  const theirs = state.comparison?.differing[act.id];
  if (theirs && column in theirs) {
    said.push(element("p", { class: "theirs" }, "Theirs: ", element("bdi", {}, theirs[column] || "(empty)"), " ",
      element("button", { type: "button", onclick: () => decide({ do: "take", other: state.comparison.pairs[act.id], id: act.id, column }) }, "Take")));
  }
  const says = box.querySelector(".says"), told = JSON.stringify([faults, relation, theirs?.[column]]);
  if (says.dataset.told !== told) says.replaceChildren(...said);
  says.dataset.told = told;
}

// What a name means that is no thing of the dossier yet: the person says of which kind it is.
function unknown(act, column, fault) {
  const found = fault.includes("is no thing of things.csv") && (act.cells[column] ?? "").split(";")
    .map((part) => part.trim()).find((part) => fault.startsWith(`'${part.slice(0, 80)}'`) || fault.startsWith(`"${part.slice(0, 80)}"`));
  if (!found || found.startsWith("act:")) return null;
  const usual = state.kindFor[column] ?? relationNamed(act.cells.relation)?.objectKind ?? "Measure";
  const select = element("select", { "aria-label": `Kind of ${found}` },
    ...state.kinds.map((kind) => element("option", { value: kind, selected: kind === usual }, inWords(kind))));
  return element("span", { class: "adding" }, " New thing: ", element("bdi", {}, found), " ", select, " ",
    element("button", { type: "button", onclick: () => {
      byId(`field-${column}`).focus();
      decide({ do: "thing", kind: select.value, label: found });
    } }, "Add it"));
}

function passages(act) {
  const title = element("h3", {}, "Passages");
  const rows = act.passages.map((one, number) => {
    if (!("start" in one)) return element("p", { class: "fault" }, one.wrong);
    const place = [one.start, one.end];
    const rest = act.passages.map((_, index) => index).filter((index) => index !== number);
    return element("p", { class: "passage" },
      element("button", { type: "button", class: "quote", dir: "auto", title: "Show it in the text", onclick: () => scrollTo(place) }, words(...place)),
      element("button", { type: "button", class: "remove", "aria-label": "Remove this passage", disabled: act.passages.length < 2,
        onclick: () => decide({ do: "change", id: act.id, cells: {}, places: rest }) }, "×"));
  });
  return [title, ...rows, ...(act.faults.quote ?? []).filter((fault) => !act.passages.some((one) => one.wrong === fault))
    .map((fault) => element("p", { class: "fault" }, fault))];
}

// What was written last is saved also where the page is left in the same moment.
addEventListener("pagehide", flush);

export function focusForm() {
  const form = byId("list").querySelector(".card.chosen form");
  const wrong = form?.querySelector("[aria-invalid=true]") ?? form?.querySelector("input");
  wrong?.focus();
  wrong?.setSelectionRange?.(wrong.value.length, wrong.value.length);
}
