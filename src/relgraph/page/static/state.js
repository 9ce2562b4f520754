// State: what the reader has chosen of all that can be chosen, and who is told when it changes.
relgraph.state = (() => {
  "use strict";
  const { nodes, edges, wholeCount, sizeBy, lines, labels } = relgraph.data;

  const pairs = new Set();
  for (let edge = 0; edge < wholeCount; edge += 1) {
    const a = edges.from[edge], b = edges.to[edge];
    pairs.add(Math.min(a, b) * nodes.length + Math.max(a, b));
  }
  /** What the page begins with. */
  const first = () => ({
    off: new Map(), // the values that are switched off, by facet
    voice: "", // the facet value of the speaker who alone is heard, "" for all
    from: null, until: null, // days from 1970-01-01, null for no bound
    undated: true,
    sizeBy,
    colourBy: "kind",
    lines: lines || (wholeCount > 40 && wholeCount >= 2 * pairs.size ? "pairs" : "acts"),
    everything: false, // all lines, where the strongest would be drawn
    language: "",
    steps: 1, // how far the neighbourhood of a node goes
    reads: "shown", directed: false, // what neighbourhoods and paths read
  });
  const state = first();

  // What is chosen: kind is "", "node", "thing" (no node), "edge", "pair", "act" or "path"; at most two numbers.
  const chosen = { kind: "", number: null, other: null };

  const listeners = { shown: [], look: [] };
  /** Call `what` after a change: "shown" of what is on screen, "look" of how it is drawn. */
  const on = (change, what) => listeners[change].push(what);
  const tell = (change) => listeners[change].forEach((what) => what());

  /** Change what is shown, and tell everyone. */
  function show(changes) {
    Object.assign(state, changes);
    tell("shown");
  }
  function look(changes) {
    Object.assign(state, changes);
    tell("look");
  }
  function choose(kind, number = null, other = null) {
    Object.assign(chosen, { kind, number, other });
  }
  const languages = Object.keys(labels);

  return { state, first, chosen, on, show, look, choose, languages };
})();
