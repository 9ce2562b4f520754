// Why: how a node stands by each measure, with intervals where they were drawn, and what the score rests on.
relgraph.why = (() => {
  "use strict";
  const { edges, edgesOf, otherEnd, edgesOfAct, thingOf, actOf } = relgraph.data;
  const { el, bdi, short } = relgraph.elements;
  const { state } = relgraph.state;
  const { labelOf, actLabel, counted } = relgraph.names;
  const { shown } = relgraph.filtering;
  const { names, given, compute, standingBy, isQuick, ranksOf } = relgraph.scoring;
  const { link, ofAct, ofPair } = relgraph.address;

  const plain = (value) => (value === null || value === undefined ? "undefined" : String(Number(Number(value).toPrecision(6))));
  /** Score and rank, such as "7, rank 2 of 16". */
  const standing = (node, { scores, ranks }) => plain(scores[node]) + (ranks[node] === null || ranks[node] === undefined ? "" : ", rank " + ranks[node] + " of " + ranks.filter((rank) => rank !== null).length);

  /** The acts and ties that a score rests on, found by leaving each out, for a measure that the page computes. */
  function leftOut(node, measure) {
    const { scores } = standingBy(measure), isIn = { node: shown.node, edge: shown.edge };
    const found = [], own = new Map();
    for (const edge of edgesOf[node]) {
      if (!shown.edge[edge] || edges.from[edge] === edges.to[edge]) continue;
      const other = otherEnd(edge, node);
      if (!own.has(other)) own.set(other, new Set());
      own.get(other).add(edge);
    }
    const without = (out) => {
      const left = compute(measure, isIn, out);
      return { effect: Number((scores[node] - left[node]).toPrecision(6)), rank: ranksOf(left)[node] };
    };
    const acting = new Set([...own.values()].flatMap((members) => [...members].flatMap((edge) => edges.acts[edge])));
    const quick = measure !== "pagerank" || shown.edges * acting.size < 60000;
    for (const act of quick ? acting : []) {
      const out = new Set(edgesOfAct[act].filter((edge) => edges.acts[edge].every((one) => one === act)));
      const { effect, rank } = without(out);
      if (Math.abs(effect) > 1e-9 * Math.abs(scores[node])) found.push({ what: "act", label: actLabel(act), to: ofAct(act), effect, rank, acts: 1 });
    }
    for (const [other, members] of quick || own.size < 60 ? own : []) {
      const { effect, rank } = without(members);
      found.push({ what: "tie", label: labelOf(other), to: ofPair(node, other), effect, rank, acts: new Set([...members].flatMap((edge) => edges.acts[edge])).size });
    }
    return { reasons: found.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.label < b.label ? -1 : 1)).slice(0, 10), quick };
  }
  /** What the renderer worked out of the whole network. */
  function told(node, measure) {
    const reasons = given.get(measure)?.reasons?.[node];
    return reasons && reasons.map(([what, iri, label, count, effect, rank]) => ({ what, label, effect, rank, acts: count,
      to: what === "act" && actOf.has(iri) ? ofAct(actOf.get(iri)) : what === "tie" && thingOf.has(iri) ? ofPair(node, thingOf.get(iri)) : "" }));
  }
  function reasonsTable(reasons) {
    return el("table", { class: "reasons" },
      el("thead", {}, el("tr", {}, ["Without", "Effect", "Rank then"].map((text) => el("th", { scope: "col" }, text)))),
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
        const own = standingBy(one), column = given.get(one), ends = column?.low && [column.low[node], column.high[node], column.rankLow[node], column.rankHigh[node]];
        return el("tr", {}, el("th", { scope: "row" }, one + (own.whole ? " (of the whole network)" : "")), el("td", { class: "number" }, plain(own.scores[node])),
          el("td", { class: "number" }, own.ranks[node] === null ? "–" : String(own.ranks[node])),
          el("td", { class: "number" }, ends ? plain(ends[0]) + " to " + plain(ends[1]) + "; rank " + plain(ends[2]) + " to " + plain(ends[3]) : "–"));
      });
      body.append(el("table", { class: "reasons" },
        el("thead", {}, el("tr", {}, ["Measure", "Score", "Rank", "95 % of draws"].map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, rows)));
      const here = isQuick(measure), found = here ? leftOut(node, measure) : { reasons: told(node, measure), quick: true };
      body.append(el("h3", {}, "What its " + measure + " rests on, " + (here ? "in what is shown" : "in the whole network")));
      if (found.reasons?.length) {
        body.append(reasonsTable(found.reasons),
          el("p", { class: "note" }, "Effect: the score with all acts minus the score without this one. Effects overlap and do not add up."));
      } else body.append(el("p", { class: "note" }, found.reasons ? "No single act or tie changes it." : "Render the page with --measures " + measure + " to have this."));
      if (!found.quick) body.append(el("p", { class: "note" }, "This network is too large to leave out each act here: relgraph why tells it."));
    });
    return made;
  }

  return { plain, standing, section };
})();
