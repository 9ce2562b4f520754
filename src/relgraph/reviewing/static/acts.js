// Acts: the lists, the card of each act, and what is decided of the one that is chosen.

import { relationNamed } from "./completion.js";
import { byId, counted, element, name } from "./elements.js";
import { followForm, forget, formOf } from "./form.js";
import { bareSentences, changed, chosenAct, decide, placesOf, state, whenChanged, withStatus, words } from "./state.js";
import { mark, scrollTo } from "./text.js";
import { showThings } from "./things.js";

const list = byId("list");
const STATUS = { draft: "to review", accepted: "accepted", dropped: "dropped" };

const differing = () => Object.keys(state.comparison?.differing ?? {}).concat(state.comparison?.only ?? []);

export function tabs() {
  const found = [
    ["draft", "To review", withStatus("draft").length],
    ["accepted", "Accepted", withStatus("accepted").length],
    ["dropped", "Dropped", withStatus("dropped").length],
    ["bare", "No act", bareSentences().length],
    ["things", "Things", state.things.length],
  ];
  if (state.comparison) {
    found.push(["differing", "Differences", differing().length], ["alone", "Only theirs", state.comparison.alone.length]);
  }
  return found;
}

// Acts are listed as the text has them, those whose words are not in it last.
const startOf = (act) => placesOf(act)[0]?.[0] ?? Infinity;

export function listed() {
  const ids = state.tab === "differing" ? new Set(differing()) : null;
  const found = state.tab in STATUS ? withStatus(state.tab) : ids ? [...state.acts.values()].filter((act) => ids.has(act.id)) : [];
  const row = new Map(state.order.map((id, index) => [id, index]));
  return found.sort((one, other) => (startOf(one) - startOf(other)) || (row.get(one.id) - row.get(other.id)));
}

export function open(tab) {
  state.tab = tab;
  const acts = listed();
  if (acts.length && !acts.some((act) => act.id === state.chosen)) choose(acts[0].id);
  else if (!acts.length && tab in STATUS) state.chosen = "";
  changed();
}

// Chooses an act, shows it in its list, and its first passage in the text.
export function choose(id, { focus = false } = {}) {
  const act = state.acts.get(id);
  if (!act) return;
  state.chosen = id;
  if (!listed().some((one) => one.id === id)) state.tab = act.status;
  if (placesOf(act).length) scrollTo(placesOf(act)[0]);
  changed();
  const card = list.querySelector(".card.chosen");
  if (focus) card?.focus({ preventScroll: true });
  // A card may be taller than the window: what it says is to be seen, and what is decided of it.
  card?.querySelector(".decisions").scrollIntoView({ block: "nearest" });
  card?.querySelector(".says").scrollIntoView({ block: "nearest" });
}

export function step(count) {
  const acts = listed();
  const at = acts.findIndex((act) => act.id === state.chosen);
  const next = acts[Math.min(Math.max(at + count, 0), acts.length - 1)];
  if (next) choose(next.id, { focus: true });
}

// Sets the status of the chosen act, and goes on to the next that is to be reviewed.
export async function settle(status) {
  const act = chosenAct();
  const acts = listed();
  if (!act || !acts.some((one) => one.id === act.id)) return;  // it is not shown
  forget();
  const at = acts.findIndex((one) => one.id === act.id);
  const next = acts[at + 1] ?? acts[at - 1];
  // What is shown next is what the next key is about, so it is shown before the answer is there.
  state.acts.set(act.id, { ...act, status });
  const decided = decide({ do: "change", id: act.id, cells: { status } });
  if (!(state.tab in STATUS) || state.tab === status) choose(act.id, { focus: true });
  else if (next) choose(next.id, { focus: true });
  else {
    // The list stays, empty: a key that comes now is about no act.
    state.chosen = "";
    changed();
    list.focus({ preventScroll: true });
  }
  const told = await decided;
  if (!told || (!told.refused && !told.said)) return;
  if (!told.acts.some((one) => one.id === act.id)) state.acts.set(act.id, act);
  choose(act.id, { focus: true });
}

export async function add(place) {
  const told = await decide({ do: "add", places: [place], cells: {} });
  if (!told?.id) return;
  mark(null);
  state.tab = "draft";
  choose(told.id);
  list.querySelector(".card.chosen [data-column=actor] input")?.focus();
}

export async function rest(place, further) {
  const act = chosenAct();
  if (!act) return;
  const kept = act.passages.map((_, index) => index);
  const places = further ? [...kept, place] : [place, ...kept.slice(1)];
  const told = await decide({ do: "change", id: act.id, cells: {}, places });
  if (told && !told.refused) mark(null);
}

const flag = (text, kind = "") => element("span", { class: `flag ${kind}` }, text);

function sentence(act) {
  const { actor, relation, object, recipient } = act.cells;
  const missing = (what) => element("span", { class: "missing" }, what);
  return element("p", { class: "says" },
    actor ? name(actor) : missing("who?"), " ",
    element("em", {}, relationNamed(relation)?.label ?? (relation || missing("does what?"))), " ",
    object ? name(object) : "", recipient ? [" → ", name(recipient)] : "");
}

function flags(act) {
  const { modality, polarity, certainty, said_by: speaker, event, from, until } = act.cells;
  const wrong = Object.keys(act.faults).length;
  const differs = Object.keys(state.comparison?.differing[act.id] ?? {}).length;
  return element("p", { class: "flags" },
    flag(STATUS[act.status], act.status),
    polarity === "negative" ? flag("not", "warn") : null,
    modality && modality !== "asserted" ? flag(modality) : null,
    certainty && certainty !== "certain" ? flag(certainty) : null,
    speaker ? flag(["said by ", name(speaker)]) : null,
    event ? flag(["at ", name(event)]) : null,
    from ? flag(until ? `${from} to ${until === ".." ? "…" : until}` : from) : null,
    wrong ? flag(`${wrong} to mend`, "warn") : null,
    differs ? flag(`${differs} unlike theirs`, "theirs") : null,
    state.comparison?.only.includes(act.id) ? flag("only here", "theirs") : null);
}

const DECISIONS = [["accepted", "Accept ", "a"], ["dropped", "Drop ", "d"], ["draft", "To review ", "r"]];

function card(act) {
  const chosen = act.id === state.chosen;
  const made = element("article", {
    class: `card ${act.status} ${chosen ? "chosen" : ""}`, tabindex: chosen ? "0" : "-1", "data-id": act.id,
    "aria-current": chosen ? "true" : null, onclick: (event) => {
      if (!event.target.closest("button, input, select, textarea, summary, a, label") && !chosen) choose(act.id, { focus: true });
    },
  }, sentence(act), flags(act));
  if (!chosen) return made;
  made.append(
    element("div", { class: "decisions" }, ...DECISIONS.map(([status, text, key]) => element("button", {
      type: "button", "data-status": status, onclick: () => settle(status),
    }, text, element("kbd", {}, key)))),
    formOf(act));
  follow(made, act);
  return made;
}

// Brings the card of the chosen act up to date; what is being written, pressed or focused in it stays where it is.
function follow(made, act) {
  made.className = `card ${act.status} chosen`;
  made.querySelector(".says").replaceWith(sentence(act));
  made.querySelector(".flags").replaceWith(flags(act));
  for (const button of made.querySelectorAll(".decisions button")) button.disabled = button.dataset.status === act.status;
  followForm(made.querySelector("form"), act);
}

function bare() {
  const sentences = bareSentences();
  if (!sentences.length) return [element("p", { class: "none" }, "Every sentence has an act.")];
  return sentences.map(([start, end, page]) => element("button", {
    type: "button", class: "sentence", dir: "auto", onclick: () => { mark([start, end]); byId("text").focus({ preventScroll: true }); },
  }, words(start, end), state.sentences.at(-1)[2] > 1 ? element("small", {}, ` page ${page}`) : ""));
}

function alone() {
  const acts = state.comparison?.alone ?? [];
  if (!acts.length) return [element("p", { class: "none" }, "They have no act that is not here too.")];
  return acts.map((act) => element("article", { class: "card theirs" }, sentence(act), flags(act),
    act.dropped ? element("p", { class: "flags" }, flag("you dropped it", "warn")) : null,
    ...placesOf(act).map(([start, end]) => element("blockquote", { dir: "auto" }, words(start, end))),
    element("div", { class: "decisions" }, element("button", {
      type: "button", onclick: async () => {
        const told = await decide({ do: "take", other: act.id });
        if (told?.id) choose(told.id, { focus: true });
      },
    }, "Take as a draft"))));
}

const NONE = {
  draft: "Nothing is left to review. v checks what was accepted; then relgraph build makes the graph.", accepted: "No act is accepted yet.", dropped: "No act was dropped.",
  differing: "Both dossiers say the same.",
};

const drawn = new WeakMap();  // what each card was drawn from

// Draws the list: cards of which nothing has changed stay, so that a click or the focus is never lost on the way.
function show() {
  if (state.tab === "things") { showThings(list); return; }
  if (state.tab === "bare" || state.tab === "alone") {
    list.replaceChildren(...(state.tab === "bare" ? bare() : alone()));
    return;
  }
  const acts = listed();
  if (!acts.length) { list.replaceChildren(element("p", { class: "none" }, NONE[state.tab])); return; }
  const had = new Map([...list.querySelectorAll(".card[data-id]")].map((one) => [one.dataset.id, one]));
  acts.forEach((act, index) => {
    const chosen = act.id === state.chosen;
    const told = JSON.stringify([act, chosen, state.comparison?.differing[act.id], state.comparison?.only.includes(act.id)]);
    let made = had.get(act.id);
    if (made && chosen && made.classList.contains("chosen")) follow(made, act);
    else if (!made || drawn.get(made) !== told) made = card(act);
    drawn.set(made, told);
    if (list.children[index] !== made) list.insertBefore(made, list.children[index] ?? null);
  });
  while (list.children.length > acts.length) list.lastElementChild.remove();
}

export function showTabs() {
  const bar = byId("tabs"), found = tabs();
  if (bar.children.length !== found.length) {
    bar.replaceChildren(...found.map(([tab, text]) => element("button", {
      type: "button", role: "tab", "data-tab": tab, "aria-controls": "list", onclick: () => open(tab),
    }, text, " ", element("span", { class: "count" }))));
  }
  found.forEach(([tab, , count], index) => {
    const button = bar.children[index];
    button.setAttribute("aria-selected", String(tab === state.tab));
    button.tabIndex = tab === state.tab ? 0 : -1;
    button.lastElementChild.textContent = count.toLocaleString("en");
  });
  const covered = state.sentences.length - bareSentences().length;
  byId("progress").textContent = [
    `${counted(withStatus("accepted").length, "act")} accepted`,
    `${withStatus("draft").length.toLocaleString("en")} to review`,
    `${withStatus("dropped").length.toLocaleString("en")} dropped`,
    `${covered} of ${counted(state.sentences.length, "sentence")} with an act`,
    ...(state.comparison ? [`agreement with theirs: F1 ${state.comparison.f1}`] : []),
  ].join(" · ");
}

byId("tabs").addEventListener("keydown", (event) => {
  const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!move) return;
  const names = tabs().map(([tab]) => tab);
  open(names[(names.indexOf(state.tab) + move + names.length) % names.length]);
  event.currentTarget.querySelector("[aria-selected=true]").focus();
  event.preventDefault();
});

byId("text").addEventListener("choose", (event) => choose(event.detail, { focus: true }));

whenChanged(show);
whenChanged(showTabs);
