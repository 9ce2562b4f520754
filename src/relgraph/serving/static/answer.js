// The answer: rows as a table that can be sorted and filtered, yes or no, or triples as Turtle.

import { byId, element, counted } from "./elements.js";
import { addressOf } from "./address.js";

const AT_ONCE = 300;
const NUMBERS = /#(integer|decimal|double|float|int|long|nonNegativeInteger|gYear)$/;
let prefixes = [];
let rows = [], columns = [], sorted = null, shown = AT_ONCE;

export function knowPrefixes(known) {
  prefixes = Object.entries(known).sort((one, other) => other[1].length - one[1].length);
}

export function short(iri) {
  const found = prefixes.find(([, namespace]) => iri.startsWith(namespace) && /^[\w/.-]*$/.test(iri.slice(namespace.length)));
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
}

const label = (row, name) => row[`${name}Label`]?.value;

function shownText(row, name) {
  const term = row[name];
  if (!term) return "";
  return term.type === "uri" ? label(row, name) ?? short(term.value) : term.value;
}

function cell(row, name) {
  const term = row[name];
  if (!term) return element("td");
  if (term.type === "uri") {
    const text = shownText(row, name);
    return element("td", {}, element("a", { href: addressOf({ thing: term.value }), title: term.value }, element("bdi", {}, text)));
  }
  const number = NUMBERS.test(term.datatype ?? "");
  const language = term["xml:lang"];
  return element("td", { class: number ? "number" : null, lang: language, title: term.datatype ? short(term.datatype) : null },
    element("bdi", {}, term.type === "bnode" ? `_:${term.value}` : term.value), language && language !== "en" ? element("small", {}, ` ${language}`) : null);
}

function chosenRows() {
  const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = words.length
    ? rows.filter((row) => { const text = columns.map((name) => `${shownText(row, name)} ${row[name]?.value ?? ""}`).join(" ").toLowerCase(); return words.every((word) => text.includes(word)); })
    : [...rows];
  if (!sorted) return chosen;
  const { name, down } = sorted;
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  return chosen.sort((one, other) => {
    const [left, right] = [one, other].map((row) => shownText(row, name));
    const numbers = NUMBERS.test(one[name]?.datatype ?? "") && NUMBERS.test(other[name]?.datatype ?? "");
    return (numbers ? Number(left) - Number(right) : compare(left, right)) * (down ? -1 : 1);
  });
}

function heading(name) {
  const order = sorted?.name !== name ? "none" : sorted.down ? "descending" : "ascending";
  const press = () => {
    sorted = sorted?.name === name ? (sorted.down ? null : { name, down: true }) : { name, down: false };
    draw();
    [...byId("answer").querySelectorAll("th button")].find((one) => one.textContent === name)?.focus();
  };
  return element("th", { scope: "col", "aria-sort": order }, element("button", { type: "button", onclick: press }, name));
}

function draw() {
  const chosen = chosenRows();
  const body = chosen.slice(0, shown).map((row) => element("tr", {}, columns.map((name) => cell(row, name))));
  byId("answer").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, columns.map(heading))), element("tbody", {}, body)));
  const left = chosen.length - shown;
  byId("more").hidden = left <= 0;
  byId("show-more").textContent = `Show ${Math.min(left, AT_ONCE).toLocaleString("en")} more of ${chosen.length.toLocaleString("en")}`;
  return chosen.length;
}

export function showAnswer({ table, turtle }) {
  const answer = byId("answer");
  byId("more").hidden = true;
  if (turtle !== undefined) {
    byId("filter").hidden = true;
    const whole = turtle.length < 400000;
    answer.replaceChildren(element("pre", {}, whole ? turtle : turtle.slice(0, 400000)), whole ? "" : element("p", { class: "quiet" }, "The rest is in the download."));
    return "Triples";
  }
  if (table.boolean !== undefined) {
    byId("filter").hidden = true;
    answer.replaceChildren(element("p", { class: "yes" }, table.boolean ? "Yes" : "No"));
    return "Answer";
  }
  const names = table.head.vars;
  columns = names.filter((name) => !(name.endsWith("Label") && names.includes(name.slice(0, -5))));
  rows = table.results.bindings;
  sorted = null;
  shown = AT_ONCE;
  byId("filter").value = "";
  byId("filter").hidden = rows.length < 2;
  if (rows.length) draw();
  else answer.replaceChildren(element("p", { class: "quiet" }, "Nothing in this graph answers that."));
  return counted(rows.length, "row");
}

export function clearAnswer() {
  rows = [];
  byId("answer").replaceChildren();
  byId("more").hidden = byId("filter").hidden = true;
}

byId("filter").addEventListener("input", () => {
  shown = AT_ONCE;
  const left = draw();
  byId("answer").setAttribute("aria-label", `Rows: ${left} of ${rows.length}`);
});
byId("show-more").addEventListener("click", () => { shown += AT_ONCE; draw(); });
