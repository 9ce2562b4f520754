// Start: loads the dossier, and minds the keys.

import { add, choose, open, rest, settle, step } from "./acts.js";
import { byId, counted, element } from "./elements.js";
import { flush, focusForm } from "./form.js";
import { check, chosenAct, decide, load, state, whenChanged, withStatus } from "./state.js";
import { mark, nextBare, showText } from "./text.js";

const KEYS = [
  ["j or ↓, k or ↑", "the next act, the one before"],
  ["a", "accept the act"],
  ["d", "drop it"],
  ["r", "put it back among those to review"],
  ["e or Enter", "change it; Enter takes the suggestion that is marked, Tab keeps what you wrote, Esc leaves the form"],
  ["u", "undo the last decision"],
  ["t", "go to the text: arrows mark a word (← →) or a sentence (↑ ↓), with Shift further words"],
  ["s, Shift+s", "the next sentence without an act, the one before"],
  ["n", "a new act that rests on what is marked"],
  ["q", "let the act rest on what is marked instead"],
  ["p", "let it rest on what is marked too"],
  ["1 to 7", "the lists: to review, accepted, dropped, no act, things, differences, only theirs"],
  ["v", "check what was accepted"],
  ["?", "these keys"],
];

async function undo() {
  await flush();
  const told = await decide({ do: "undo" });
  if (told?.id) choose(told.id, { focus: true });
  else if (!chosenAct()) open(state.tab);  // what was added is gone
}

async function showCheck() {
  await flush();
  const problems = await check();
  if (!problems) { said(); return; }
  const go = (id) => { byId("checked").close(); choose(id, { focus: true }); };
  byId("checked-list").replaceChildren(...(problems.length
    ? problems.map((one) => element("p", { class: "problem" }, one.act
      ? [element("button", { type: "button", onclick: () => go(one.act) }, one.act), " "] : "", one.says))
    : [element("p", {}, `The graph of ${counted(withStatus("accepted").length, "accepted act")} conforms: relgraph build makes it.`)]));
  byId("checked").showModal();
}

function showKeys() {
  byId("keys-list").replaceChildren(...KEYS.flatMap(([key, says]) => [element("dt", {}, key), element("dd", {}, says)]));
  byId("keys").showModal();
}

const marked = (work) => () => { if (state.marking) work(state.marking); else byId("spoken").textContent = "Mark words in the text first"; };

const BY_KEY = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
  a: () => settle("accepted"), d: () => settle("dropped"), r: () => settle("draft"), e: focusForm, Enter: focusForm,
  u: undo, s: () => nextBare(1), S: () => nextBare(-1), t: () => byId("text").focus(), v: showCheck, "?": showKeys,
  n: marked(add), q: marked((place) => rest(place, false)), p: marked((place) => rest(place, true)),
};

addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (writing) { event.preventDefault(); flush(); (writing.closest(".card") ?? byId("list")).focus(); } else mark(null);
    return;
  }
  if (writing || event.defaultPrevented) return;
  if (event.key === "Enter" && event.target.closest?.("button, summary, a")) return;
  const tab = /^[1-7]$/.test(event.key) && byId("tabs").children[Number(event.key) - 1];
  const work = tab ? () => tab.click() : BY_KEY[event.key];
  if (!work) return;
  event.preventDefault();
  work();
});

function said() {
  const { lost, waiting, problem } = state;
  byId("saved").textContent = lost ? "Not saved" : waiting ? "Saving …" : "Saved";
  byId("saved").className = lost ? "warn" : "";
  byId("alert").hidden = !lost && !problem;
  byId("alert").textContent = lost
    ? `What you did last is not saved: relgraph review does not answer any more (${state.reason}). Start it again, and open the address that it prints; all that was said to be saved is there.`
    : problem || "";
  byId("undo").disabled = lost;
}

byId("undo").addEventListener("click", undo);
byId("check").addEventListener("click", showCheck);
byId("help").addEventListener("click", showKeys);
byId("mark-add").addEventListener("click", BY_KEY.n);
byId("mark-quote").addEventListener("click", BY_KEY.q);
byId("mark-passage").addEventListener("click", BY_KEY.p);
byId("mark-clear").addEventListener("click", () => mark(null));
whenChanged(said);
whenChanged(() => { byId("mark-quote").disabled = byId("mark-passage").disabled = !chosenAct(); });

try {
  await load();
  document.title = `Review: ${state.title}`;
  byId("title").textContent = state.title;
  byId("key-theirs").hidden = !state.comparison;
  showText();
  open(withStatus("draft").length || !withStatus("accepted").length ? "draft" : "accepted");
  byId("list").querySelector(".card.chosen")?.focus({ preventScroll: true });
} catch (error) {
  state.lost = true;
  byId("alert").hidden = false;
  byId("alert").textContent = `The dossier cannot be shown: ${error.message}`;
}
document.body.dataset.ready = "true";
