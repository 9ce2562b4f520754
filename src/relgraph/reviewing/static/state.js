// State: what the server has said, and decisions on their way to it, one after the other.

const listeners = new Set();

export const state = {
  title: "", text: "", sentences: [], relations: [], columns: {}, choices: {}, kinds: [], kindFor: {},
  acts: new Map(), order: [], things: [], comparison: null, version: 0,
  chosen: "", tab: "draft", marking: null, waiting: 0, lost: false,
};

export const whenChanged = (listener) => listeners.add(listener);

export function changed() {
  for (const listener of listeners) listener();
}

export async function load() {
  const answer = await fetch("state");
  if (!answer.ok) throw new Error(await answer.text());
  const told = await answer.json();
  state.acts.clear();
  Object.assign(state, { ...told, acts: state.acts, order: [], version: 0 });
  state.unit = units(told.text);
  merge(told);
}

function merge(told) {
  for (const act of told.acts) state.acts.set(act.id, act);
  const kept = new Set(told.order);
  for (const id of state.acts.keys()) if (!kept.has(id)) state.acts.delete(id);
  state.order = told.order;
  state.version = told.version;
  if (told.things) state.things = told.things;
  if ("comparison" in told) state.comparison = told.comparison;
}

// The server counts code points, the browser UTF-16 code units.
function units(text) {
  if (!/[\ud800-\udfff]/.test(text)) return null;
  const at = [];
  let unit = 0;
  for (const point of text) { at.push(unit); unit += point.length; }
  at.push(unit);
  return at;
}

export const toUnit = (point) => (state.unit ? state.unit[point] : point);

export function toPoint(unit) {
  if (!state.unit) return unit;
  let low = 0, high = state.unit.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (state.unit[middle] < unit) low = middle + 1; else high = middle;
  }
  return low;
}

export const words = (start, end) => state.text.slice(toUnit(start), toUnit(end)).replace(/\s+/g, " ").trim();

export const placesOf = (act) => act.passages.filter((one) => "start" in one).map((one) => [one.start, one.end]);

export const chosenAct = () => state.acts.get(state.chosen) ?? null;

export const withStatus = (status) => state.order.map((id) => state.acts.get(id)).filter((act) => act.status === status);

export function bareSentences() {
  const places = state.order.map((id) => state.acts.get(id)).filter((act) => act.status !== "dropped").flatMap(placesOf);
  return state.sentences.filter(([start, end]) => !places.some(([a, b]) => a < end && start < b));
}

let queue = Promise.resolve(null);

// Sends a decision when those before it have been answered; gives what the server says of it.
export function decide(asked) {
  state.waiting += 1;
  changed();
  queue = queue.then(() => send("decide", asked)).then(async (told) => {
    state.waiting -= 1;
    if (told?.again) await load();
    if (told) {
      if (told.id && asked.id && told.id !== asked.id && state.chosen === asked.id) state.chosen = told.id;
      if (!told.again) merge(told);
      state.problem = told.refused ? [told.refused, told.advice].filter(Boolean).join(": ") : told.said || "";
    }
    changed();
    return told;
  }).catch(lose);
  return queue;
}

// What was not answered may not be saved: nothing more is taken, so that nothing is lost unseen.
function lose(error) {
  state.lost = true;
  state.reason = String(error.message || error);
  changed();
  return null;
}

export function check() {
  return queue.then(() => send("check", {}));
}

async function send(path, asked) {
  if (state.lost) return null;
  try {
    const answer = await fetch(path, {
      method: "POST", keepalive: true, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...asked, since: state.version }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return await answer.json();
  } catch (error) {
    return lose(error);
  }
}
