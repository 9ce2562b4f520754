// Start: the address says what is asked; it is written into the editor, asked, and shown.

import { byId, element, counted, copy, isSmall } from "./elements.js";
import { addressOf, readAddress } from "./address.js";
import { FORMATS, asCurl, ask, download } from "./asking.js";
import { clearAnswer, knowPrefixes, short, showAnswer } from "./answer.js";
import { focus, improveEditor, showPlace, text, whenWritten, write } from "./editor.js";
import { listNetworks, listQuestions, markQuestion } from "./listing.js";

const about = await (await fetch("about.json")).json();
const queries = new Map(about.queries.map((one) => [one.name, one]));
const FIRST = "# What is there, and how much of it?\nSELECT ?class (COUNT(?thing) AS ?things) WHERE {\n  ?thing a ?class\n}\nGROUP BY ?class\nORDER BY DESC(?things)\n";
let named = null, working = null;

function aboutThing(iri) {
  return `# What is said of this thing, and what names it?
SELECT ?subject ?predicate ?object WHERE {
  { VALUES ?subject { <${iri}> } ?subject ?predicate ?object }
  UNION
  { VALUES ?object { <${iri}> } ?subject ?predicate ?object }
}
ORDER BY (?subject != <${iri}>) ?predicate ?object
LIMIT 1000
`;
}

// Parameters are declared in the comments that a query begins with.
function declared(query) {
  const head = query.split("\n").slice(0, Math.max(0, query.split("\n").findIndex((line) => !line.startsWith("#"))));
  const question = head[0] && !/^#\s*param\s/.test(head[0]) ? head[0].replace(/^#\s*/, "") : "";
  const parameters = head.map((line) => /^#\s*param\s+(\w+)\s*:\s*(.+)/.exec(line)).filter(Boolean).map(([, name, says]) => [name, says.trim()]);
  return { question, parameters };
}

function values() {
  return Object.fromEntries([...byId("parameters").querySelectorAll("input")].map((one) => [one.name, one.value.trim()]));
}

function showHead(given = values()) {
  const { question, parameters } = declared(text());
  byId("question").textContent = question || "Ask in SPARQL";
  const box = byId("parameters");
  box.hidden = !parameters.length;
  if (JSON.stringify(parameters) !== box.dataset.shown) {
    box.replaceChildren(...parameters.map(([name, says]) => element("label", {}, `${name}: ${says}`, element("input", { name, placeholder: "any", list: "names", onfocus: suggestNames, value: given[name] ?? "" }))));
    box.dataset.shown = JSON.stringify(parameters);
  } else {
    for (const field of box.querySelectorAll("input")) field.value = given[field.name] ?? "";
  }
}

// The names that may be meant, of things that are no acts; whatever else is typed is looked up as well.
async function suggestNames() {
  if (byId("names").dataset.asked) return;
  byId("names").dataset.asked = "true";
  const query = "SELECT DISTINCT ?name { ?thing rdfs:label ?name FILTER NOT EXISTS { ?thing rg:relation ?any } } LIMIT 1000";
  const answer = await ask(query, {}).catch(() => null); // without them there is the field
  const names = answer?.table.results.bindings.map((row) => row.name.value) ?? [];
  byId("names").replaceChildren(...[...new Set(names)].sort().map((value) => element("option", { value })));
}

const asked = () => (named && text() === queries.get(named)?.text ? { name: named } : { query: text() });

function say(words) {
  byId("outcome").textContent = words;
}

function showError(error) {
  const says = error.message;
  byId("error-says").textContent = says;
  byId("error-advice").textContent = error.advice ?? "";
  byId("error").hidden = false;
  const place = /line (\d+), column (\d+)/.exec(says);
  byId("error-line").hidden = !place;
  byId("error-line").onclick = () => { byId("editor-box").open = true; showPlace(Number(place[1]), Number(place[2])); };
}

async function run() {
  working?.abort();
  const mine = working = new AbortController();
  const { name, query } = asked(), parameters = values();
  const began = performance.now();
  document.body.classList.add("busy");
  byId("stop").hidden = false;
  byId("error").hidden = byId("downloads").hidden = true;
  say("Asking …");
  try {
    const answer = await ask(name ?? query, parameters, mine.signal);
    const seconds = (performance.now() - began) / 1000;
    say(`${showAnswer(answer)} in ${seconds.toFixed(2)} s`);
    const formats = Object.entries(answer.turtle === undefined ? FORMATS.table : FORMATS.graph);
    byId("downloads").replaceChildren(element("span", { class: "quiet" }, "Download"), ...formats.map(([label, format]) =>
      element("button", { type: "button", onclick: () => download(name ?? query, parameters, format, name ?? "answer").catch(showError) }, label)));
    byId("downloads").hidden = false;
  } catch (error) {
    if (mine !== working) return;
    clearAnswer();
    say(error.name === "AbortError" ? "Stopped" : error.limit ? `Over the limit of ${error.limit.name}` : "No answer");
    if (error.name !== "AbortError") showError(error);
  } finally {
    if (mine === working) {
      document.body.classList.remove("busy");
      byId("stop").hidden = true;
      working = null;
    }
  }
}

function follow() {
  const { name, query, thing, parameters } = readAddress();
  named = queries.has(name) ? name : null;
  markQuestion(named);
  byId("outside").replaceChildren(...(thing && /^https?:/.test(thing) ? [element("a", { href: thing, target: "_blank", rel: "noopener noreferrer" }, "Open on the web ↗")] : []));
  write(named ? queries.get(named).text : thing && !/[<>"{}|^`\\\s]/.test(thing) ? aboutThing(thing) : query ?? FIRST);
  showHead(parameters);
  if (thing) byId("question").textContent = short(thing);
  byId("editor-box").open = !thing && !(named && isSmall());
  if (named && isSmall()) byId("questions-box").open = false;
  byId("networks-offered").hidden = Boolean(named || thing || query);
  byId("result").hidden = !byId("networks-offered").hidden;
  if (named || thing || query) run();
  else { clearAnswer(); say(""); byId("downloads").hidden = byId("error").hidden = true; }
}

// An event of the address comes later than the keys that are pressed meanwhile, and would take away what they wrote.
function goTo(address) {
  if (address !== location.hash) history.pushState(null, "", address || location.pathname);
  follow();
}

function press(event) {
  event?.preventDefault?.();
  goTo(addressOf(asked(), values()));
}

byId("title").textContent = about.sources.join(", ") || "The graph";
document.title = `${about.sources.join(", ") || "graph"} · relgraph`;
byId("told").textContent = `${counted(about.triples, "triple")} · a query may take ${about.limits.timeout} s and give ${about.limits.rows.toLocaleString("en")} rows`;
const endpoint = new URL("query", location.href.split("#")[0]).href;
byId("endpoint").textContent = endpoint;
knowPrefixes(about.prefixes);
listQuestions(about.queries);
listNetworks(about.projections);
if (isSmall()) byId("questions-box").open = byId("networks-box").open = false;

byId("ask").addEventListener("submit", press);
byId("stop").addEventListener("click", () => working?.abort());
byId("new").addEventListener("click", () => { goTo(""); focus(); });
byId("copy-link").addEventListener("click", () => copy(new URL(addressOf(asked(), values()), location.href).href, byId("copied")));
byId("copy-curl").addEventListener("click", () => { const { name, query } = asked(); copy(asCurl(endpoint, name ?? query, values()), byId("copied")); });
byId("copy-endpoint").addEventListener("click", () => copy(endpoint, byId("copied")));
whenWritten(() => showHead());
addEventListener("hashchange", follow);
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) press(event);
  const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !writing && !event.ctrlKey) { event.preventDefault(); byId("questions-box").open = true; byId("find").focus(); }
});

follow();
if (about.yasgui) {
  try {
    await improveEditor(press, about.prefixes);
  } catch (error) {
    console.warn(`the plain field stays: ${error.message ?? error.type}`);
  }
}
document.body.dataset.ready = "true";
