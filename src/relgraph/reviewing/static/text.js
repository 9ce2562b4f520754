// Text: the source with its passages marked, and words that are being marked, by mouse or by keys.

import { byId } from "./elements.js";
import {
  bareSentences, changed, chosenAct, placesOf, state, toPoint, toUnit, whenChanged, withStatus, words,
} from "./state.js";

const pane = byId("text");
const WORD = /[\p{L}\p{N}]+(?:[-'\u2019.&][\p{L}\p{N}]+)*/gu;
let node = null;
let spans = [];

export function showText() {
  node = document.createTextNode(state.text);
  pane.replaceChildren(node);
  spans = [...state.text.matchAll(WORD)].map((match) => [match.index, match.index + match[0].length]);
  paint();
}

function range(start, end) {
  const made = document.createRange();
  made.setStart(node, start);
  made.setEnd(node, end);
  return made;
}

function paint() {
  if (!node || !CSS.highlights) return;
  if (node.data !== state.text) { showText(); return; }
  const ranges = {
    bare: bareSentences().map(([start, end]) => [start, end]),
    theirs: (state.comparison?.alone ?? []).flatMap(placesOf),
    draft: withStatus("draft").flatMap(placesOf),
    accepted: withStatus("accepted").flatMap(placesOf),
    chosen: chosenAct() ? placesOf(chosenAct()) : [],
    marking: state.marking ? [state.marking] : [],
  };
  Object.entries(ranges).forEach(([name, places], priority) => {
    const made = new Highlight(...places.map(([start, end]) => range(toUnit(start), toUnit(end))));
    made.priority = priority;
    CSS.highlights.set(name, made);
  });
}

export function scrollTo([start, end]) {
  const box = range(toUnit(start), toUnit(end)).getBoundingClientRect();
  const within = pane.getBoundingClientRect();
  if (box.top < within.top + 8 || box.bottom > within.bottom - 8) {
    pane.scrollTop += box.top - within.top - pane.clientHeight / 3;
  }
}

export function mark(place) {
  state.marking = place;
  byId("marking").hidden = !place;
  if (place) {
    const said = words(...place);
    byId("marked").textContent = said.length > 80 ? `${said.slice(0, 38)} … ${said.slice(-38)}` : said;
    byId("spoken").textContent = `Marked: ${said}`;
    scrollTo(place);
  }
  changed();
}

// What is marked by hand begins and ends with a whole word.
function snapped(from, to) {
  const touched = spans.filter(([start, end]) => start < to && from < end);
  return touched.length ? [touched[0][0], touched.at(-1)[1]] : null;
}

function fromUnits(place) {
  return place ? [toPoint(place[0]), toPoint(place[1])] : null;
}

pane.addEventListener("mouseup", (event) => {
  const selection = getSelection();
  if (!selection.isCollapsed && pane.contains(selection.anchorNode) && pane.contains(selection.focusNode)) {
    const [from, to] = [selection.anchorOffset, selection.focusOffset].sort((a, b) => a - b);
    selection.removeAllRanges();
    mark(fromUnits(snapped(from, to)));
    return;
  }
  const at = caretAt(event);
  if (at !== null) chooseAt(toPoint(at));
});

function caretAt(event) {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (caret) return caret.offsetNode === node ? caret.offset : null;
  const found = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return found && found.startContainer === node ? found.startOffset : null;
}

// Several acts may rest on one place: each click goes to the next of them.
function chooseAt(point) {
  const there = state.order.map((id) => state.acts.get(id)).filter(
    (act) => act.status !== "dropped" && placesOf(act).some(([start, end]) => start <= point && point < end));
  if (!there.length) return;
  const at = there.findIndex((act) => act.id === state.chosen);
  pane.dispatchEvent(new CustomEvent("choose", { bubbles: true, detail: there[(at + 1) % there.length].id }));
}

const nextAt = (places, point) => places.find(([start]) => start > point);
const lastAt = (places, point) => places.findLast(([start]) => start < point);

pane.addEventListener("keydown", (event) => {
  const [from, to] = state.marking ? state.marking.map(toUnit) : [-1, -1];
  const sentences = state.sentences.map(([start, end]) => snapped(toUnit(start), toUnit(end))).filter(Boolean);
  let place = null;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "ArrowRight" && event.shiftKey) place = [from, nextAt(spans, to - 1)?.[1] ?? to];
  else if (event.key === "ArrowLeft" && event.shiftKey) place = [from, spans.findLast(([start, end]) => end < to && start >= from)?.[1] ?? to];
  else if (event.key === "ArrowRight") place = nextAt(spans, from);
  else if (event.key === "ArrowLeft") place = lastAt(spans, from);
  else if (event.key === "ArrowDown") place = nextAt(sentences, from);
  else if (event.key === "ArrowUp") place = lastAt(sentences, from);
  else return;
  event.preventDefault();
  if (place && place[0] >= 0 && place[0] < place[1]) mark(fromUnits([...place]));
});

// Goes to the next sentence, or the one before, that no act rests on, and marks it.
export function nextBare(step) {
  const bare = bareSentences().map(([start, end]) => fromUnits(snapped(toUnit(start), toUnit(end)))).filter(Boolean);
  const at = state.marking ? state.marking[0] : -1;
  const place = step > 0 ? nextAt(bare, at) ?? bare[0] : lastAt(bare, at) ?? bare.at(-1);
  if (place) { mark(place); pane.focus({ preventScroll: true }); }
}

whenChanged(paint);
