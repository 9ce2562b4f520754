// Why: how a node stands by each measure, with intervals where they were drawn, and what the score rests on.
relgraph.why = (() => {
  "use strict";
  const { nodes, edges, acts, leftOut, single, edgesOf, otherEnd, edgesOfAct, actsOfThing } = relgraph.data;
  const { el, bdi, short } = relgraph.elements;
  const { state, show } = relgraph.state;
  const { labelOf, actLabel, edgeLabel, counted } = relgraph.names;
  const { shown, filtered } = relgraph.filtering;
  const { names, given, scored, ask, compute, standingBy, isHere, isQuick, rankOf } = relgraph.scoring;
  const { link, ofThing, ofAct, ofEdge, ofPair } = relgraph.address;

  /** What stands beside a score of the whole network while not all is shown: whether the page computes it, or what does. */
  const wholeNote = () => (!scored.whole ? [] : [scored.name + " is of the whole network, not of what is shown. ",
    isHere(scored.name) && !isQuick(scored.name) ? el("button", { type: "button", class: "linklike", on: () => {
      ask();
      show({});
    } }, "Compute it for what is shown") : "relgraph centrality computes it with filters of its own."]);
  const plain = (value) => (value === null || value === undefined ? "undefined" : String(Number(Number(value).toPrecision(6))));
  /** Score and rank, such as "7, rank 2 of 16". */
  const standing = (node, { scores, ranks }) => plain(scores[node]) + (ranks[node] === null || ranks[node] === undefined ? "" : ", rank " + ranks[node] + " of " + ranks.filter((rank) => rank !== null).length);

  // What is left out is told of units: an act, by its number, or an edge without one, numbered behind the acts.
  const unitOf = (edge) => (edges.acts[edge].length ? edges.acts[edge][0] : acts.count + edge);
  const edgesOfUnit = (unit) => (unit < acts.count ? edgesOfAct[unit] : [unit - acts.count]);
  const eventsOf = (unit) => (unit >= acts.count ? edges.takes[unit - acts.count]
    : acts.event[unit] === null ? acts.takes[unit] : [acts.event[unit], ...acts.takes[unit]]);
  const put = (sets, key, unit) => { sets.set(key, (sets.get(key) || new Set()).add(unit)); };
  const unitLabel = (unit) => (unit < acts.count ? actLabel(unit) : edgeLabel(unit - acts.count));
  const toThing = (thing) => (thing < nodes.length || actsOfThing.has(thing) ? ofThing(thing) : "");

  /** What may change a score when it is left out, of what is shown: acts, ties and events with their units. */
  function candidates(node, measure) {
    const units = new Set(), own = new Set(), ties = new Map(), events = new Map();
    for (let edge = 0; edge < edges.count; edge += 1) if (shown.edge[edge]) units.add(unitOf(edge));
    for (const edge of edgesOf[node]) {
      if (shown.edge[edge] && (edges.from[edge] !== edges.to[edge] || !edges.acts[edge].length)) {
        put(ties, otherEnd(edge, node), unitOf(edge));
        own.add(unitOf(edge));
      }
    }
    for (const unit of units) {
      if (unit < acts.count && acts.actors[unit].includes(node)) own.add(unit);
      for (const event of eventsOf(unit)) put(events, event, unit);
    }
    // What others do among themselves changes no count of neighbours.
    const matter = measure === "pagerank" ? units : own;
    const found = [...matter].map((unit) => ({ what: unit < acts.count ? "act" : "relation", label: unitLabel(unit), units: [unit],
      to: unit < acts.count ? ofAct(unit) : ofEdge(unit - acts.count), isOwn: own.has(unit) }));
    for (const [other, behind] of ties) {
      if (behind.size > 1 && !events.has(other)) found.push({ what: "tie", label: labelOf(other), units: [...behind], to: ofPair(node, other) });
    }
    for (const [event, of] of events) {
      if ([...of].some((unit) => matter.has(unit))) found.push({ what: "event", label: labelOf(event), units: [...of], to: toThing(event) });
    }
    return found;
  }
  // A walk takes some ten times as long as counting: either takes a quarter of a second at most.
  const LISTED = 10, MOST_WORK = 2e6, OF_A_WALK = 10, NOISE = 1e-9;
  /** What a score that the page computes rests on, found by leaving out each; null where that is too much work. */
  function leftOutHere(node, measure) {
    const { scores } = standingBy(measure), isIn = { node: shown.node, edge: shown.edge };
    const tried = candidates(node, measure);
    if (tried.length * shown.edges * (measure === "pagerank" ? OF_A_WALK : 1) >= MOST_WORK) return null;
    const found = [];
    for (const { what, label, units, to, isOwn } of tried) {
      const left = compute(measure, isIn, new Set(units.flatMap(edgesOfUnit)));
      const lost = scores[node] - left[node], effect = Math.abs(lost) <= NOISE * Math.abs(scores[node]) ? 0 : Number(lost.toPrecision(12));
      if (effect || isOwn) found.push({ what, label, to, effect, rank: rankOf(left, node), acts: units.length });
    }
    return found.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)).slice(0, LISTED);
  }
  /** What the renderer worked out of the whole network. */
  function told(node, measure) {
    const packed = given.get(measure)?.reasons?.[node];
    if (!packed) return null;
    return Array.from({ length: packed.length / 3 }, (_, at) => {
      const [number, effect, rank] = packed.slice(3 * at, 3 * at + 3);
      const what = leftOut.what[number], act = leftOut.act[number], thing = leftOut.thing[number];
      return { what, effect, rank, acts: leftOut.acts[number],
        label: act !== null ? actLabel(act) : thing !== null ? labelOf(thing) : leftOut.label[number],
        to: act !== null ? ofAct(act) : what === "tie" ? ofPair(node, thing) : thing !== null ? toThing(thing) : "" };
    });
  }
  function reasonsTable(reasons) {
    return el("table", { class: "reasons" },
      el("thead", {}, el("tr", {}, ["Without", "Change", "Rank then"].map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, reasons.map(({ what, label, effect, rank, acts: count, to }) => el("tr", {},
        el("td", {}, el("span", { class: "kind" }, what + (count > 1 ? ", " + counted(count, "act") : "")), " ",
          to ? link(to, bdi(short(label, 90))) : bdi(short(label, 90))),
        el("td", { class: "number" }, effect === null ? "undefined without" : (effect > 0 ? "−" : effect < 0 ? "+" : "") + plain(Math.abs(effect))),
        el("td", { class: "number" }, rank === null || rank === undefined ? "–" : String(rank))))));
  }
  /** What a rank rests on: a section that is made when it is opened. */
  function section(node) {
    const body = el("div", { class: "more" });
    const made = el("details", { class: "why" }, el("summary", {}, "Why this rank?"), body);
    made.addEventListener("toggle", () => {
      if (!made.open || body.firstChild) return;
      const measure = state.sizeBy;
      const rows = names.filter((one) => isQuick(one) || given.has(one)).map((one) => {
        const own = standingBy(one), column = given.get(one);
        // An interval is of the whole network, and tells nothing of a score that is not.
        const ends = column?.low && (own.whole || !filtered()) && column.low[node] !== null && [column.low[node], column.high[node], column.rankLow[node], column.rankHigh[node]];
        return el("tr", {}, el("th", { scope: "row" }, one + (own.whole ? " (of the whole network)" : "")), el("td", { class: "number" }, plain(own.scores[node])),
          el("td", { class: "number" }, own.ranks[node] === null ? "–" : String(own.ranks[node])),
          el("td", { class: "number range" }, ends ? plain(ends[0]) + " to " + plain(ends[1]) + "; rank " + plain(ends[2]) + " to " + plain(ends[3]) : "–"));
      });
      body.append(el("table", { class: "reasons" },
        el("thead", {}, el("tr", {}, ["Measure", "Score", "Rank", "95 % of draws"].map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, rows)));
      // Where an edge stands for several acts, it may stay without one of them, and the page cannot tell its weight then.
      const isHere = isQuick(measure) && single, whole = told(node, measure);
      const inShown = isHere && (filtered() || !whole) ? leftOutHere(node, measure) : null, reasons = inShown ?? whole;
      body.append(el("h3", {}, "What its " + measure + " rests on" + (inShown ? ", in what is shown" : whole ? ", in the whole network" : "")));
      const note = (text) => body.append(el("p", { class: "note" }, text));
      if (standingBy(measure).ranks[node] === null) note("It has no rank here.");
      else if (reasons?.length) {
        body.append(reasonsTable(reasons));
        note("Change: the score without this one, or without all of a tie or an event, minus the score with all acts. Changes overlap and do not add up."
          + (reasons.some(({ effect }) => effect === 0) ? " An act that changes nothing shares its tie with others." : ""));
      } else if (reasons) note("No act, tie or event changes it.");
      else if (isHere) note("Too much is shown to leave out each act here: relgraph why tells it.");
      else if (!given.has(measure)) note("Render the page with --measures " + measure + " to have this.");
      (given.get(measure)?.warnings ?? []).forEach((warning) => note(warning[0].toUpperCase() + warning.slice(1) + "."));
    });
    return made;
  }

  return { plain, standing, section, wholeNote };
})();
