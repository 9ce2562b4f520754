// Filtering: which acts, edges and nodes are left by the filters, the voice and the window of time.
relgraph.filtering = (() => {
  "use strict";
  const { nodes, edges, acts, things, speechStands, edgesOf, edgesOfAct, edgesBehind, isSpokenFor } = relgraph.data;
  const { facets, facetOf, spoken } = relgraph.facets;
  const { clean } = relgraph.elements;
  const { state } = relgraph.state;

  const speakers = facetOf.get("Speaker"), KIND = 0, RELATION = 1; // places among the facets
  const bare = [];
  for (let edge = 0; edge < edges.count; edge += 1) if (!edges.acts[edge].length) bare.push(edge);

  /**
   * What is on screen: which nodes, edges and acts, how many, and how often each value of each facet occurs. `partial` is
   * how many of the edges that stand for several acts have lost some of these, or are not listed with all of them: what
   * they weigh is not told act by act, so they keep the weight of all. `unsaid` is how many speech acts pass the filters
   * while the content that stands for them does not, where the page does not have the edges that they draw then; `kept`
   * how many edges that no act stands behind stay with the acts on the thing that they tell of.
   */
  const shown = {
    node: new Uint8Array(nodes.length), edge: new Uint8Array(edges.count), act: new Uint8Array(acts.count),
    nodes: 0, edges: 0, acts: 0, partial: 0, unsaid: 0, kept: 0, counts: facets.map((facet) => new Int32Array(facet.values.length)),
  };
  // Both ends of a tie by a shared event or organization take part, each by acts of its own.
  const isShared = (edge) => edges.events[edge].length > 0 || edges.organizations[edge].length > 0;
  /** Whether an end of a shared tie is left without an act, of those by which it takes part. */
  function lost(edge, passing) {
    return [edges.from[edge], edges.to[edge]].some((end) => {
      const own = edges.acts[edge].filter((act) => acts.actors[act].includes(end));
      return own.length > 0 && !own.some((act) => passing[act]);
    });
  }

  const passes = new Uint8Array(acts.count); // the acts that no filter of acts leaves out, drawn or not

  // A date that the calendar of the page does not have counts as none.
  const outside = acts.date.some((date, act) => date !== "" && acts.first[act] === null);

  const filtered = () => [...state.off.values()].some((off) => off.size) || state.voice !== "" || state.from !== null
    || state.until !== null || !state.undated;

  function applyFilters() {
    const off = facets.map((facet) => facet.values.map((value) => Boolean(state.off.get(facet.name)?.has(value))));
    const stamps = facets.map((facet) => new Int32Array(facet.values.length));
    const kindStamp = new Uint8Array(nodes.length);
    const acting = new Uint8Array(nodes.length); // ends of edges with an act that no filter but that of relations leaves out
    const voice = state.voice === "" ? null : speakers.places.get(state.voice);
    const active = filtered();
    for (const field of ["node", "edge", "act"]) shown[field].fill(0);
    shown.counts.forEach((counts) => counts.fill(0));

    /** Whether a date meets the window; as in the command, what is over before its end is left out. */
    function inTime(first, last, over) {
      if (first === null) return state.undated;
      return (state.until === null || first <= state.until) && (state.from === null || last >= state.from)
        && (state.until === null || over === null || over >= state.until);
    }
    const PASSES = -1, FAILS = -2;
    /** The place of the one facet that leaves an edge out for one of its acts, PASSES for none, FAILS for more. */
    function failingOf(edge, act) {
      if (edges.instead[edge].some((content) => passes[content])) return FAILS;
      if (act === null ? !inTime(edges.first[edge], edges.last[edge], null) : !inTime(acts.first[act], acts.last[act], acts.over[act])) return FAILS;
      if (voice !== null && !speakers.of(edge, act).includes(voice)) return FAILS;
      let failing = PASSES;
      for (let place = 0; place < facets.length; place += 1) {
        const values = facets[place].of(edge, act);
        // Both ends have to be of a kind that is on; of topics and sources one is enough.
        const passes = place === KIND ? values.every((value) => !off[KIND][value]) : values.some((value) => !off[place][value]);
        if (passes) continue;
        if (failing !== PASSES) return FAILS;
        failing = place;
      }
      return failing;
    }
    /** Take an edge for one of its acts: mark it where nothing leaves it out, and count it where one facet at most does. */
    function take(edge, act, unit) {
      const failing = failingOf(edge, act);
      if (failing === FAILS) return false;
      for (let place = KIND + 1; place < facets.length; place += 1) {
        if (failing !== PASSES && failing !== place) continue;
        for (const value of facets[place].of(edge, act)) {
          if (stamps[place][value] === unit) continue;
          stamps[place][value] = unit;
          shown.counts[place][value] += 1;
        }
      }
      if (failing === PASSES || failing === KIND) kindStamp[edges.from[edge]] = kindStamp[edges.to[edge]] = 1;
      if (failing === PASSES || failing === RELATION) acting[edges.from[edge]] = acting[edges.to[edge]] = 1;
      if (failing === PASSES) shown.edge[edge] = 1;
      return failing === PASSES;
    }

    for (let act = 0; act < acts.count; act += 1) {
      passes[act] = inTime(acts.first[act], acts.last[act], acts.over[act]) && (voice === null || speakers.of(null, act).includes(voice))
        && facets.every((facet, place) => facet.byEdge || facet.of(null, act).some((value) => !off[place][value]));
    }
    for (let act = 0; act < acts.count; act += 1) {
      for (const edge of edgesOfAct[act]) if (take(edge, act, act + 1)) shown.act[act] = 1;
    }
    if (active) {
      for (let edge = 0; edge < edges.count; edge += 1) if (shown.edge[edge] && isShared(edge) && lost(edge, shown.act)) shown.edge[edge] = 0;
      shown.act.forEach((is, act) => { if (is && !edgesOfAct[act].some((edge) => shown.edge[edge])) shown.act[act] = 0; });
    }
    const attached = [];
    bare.forEach((edge, place) => (active && edges.attached[edge] ? attached.push(edge) : take(edge, null, acts.count + place + 1)));
    // What a thing is about or involves stays with the acts on that thing.
    shown.kept = 0;
    for (const edge of attached) {
      if (!acting[edges.from[edge]]) continue;
      const [ofKind, ofRelation] = [KIND, RELATION].map((place) => facets[place].of(edge, null).every((value) => !off[place][value]));
      if (ofKind) for (const value of facets[RELATION].of(edge, null)) shown.counts[RELATION][value] += 1;
      if (ofRelation) kindStamp[edges.from[edge]] = kindStamp[edges.to[edge]] = 1;
      if (ofKind && ofRelation) {
        shown.edge[edge] = 1;
        shown.kept += 1;
      }
    }
    shown.partial = 0;
    const unsaid = new Set();
    for (let edge = 0; active && edge < edges.count; edge += 1) {
      const own = edges.acts[edge];
      if (!shown.edge[edge] && !speechStands) for (const act of edges.around[edge]) if (!remains(act) && failingOf(edge, act) === PASSES) unsaid.add(act);
      if (shown.edge[edge] && own.length > 1 && (edges.more[edge].acts || own.some((act) => !shown.act[act]))) shown.partial += 1;
    }
    shown.unsaid = unsaid.size;

    const kindOf = (node) => facets[KIND].places.get(things.kind[node]);
    for (let node = 0; node < nodes.length; node += 1) {
      const linked = edgesOf[node].some((edge) => shown.edge[edge]);
      shown.node[node] = linked || (!edgesOf[node].length && !active) ? 1 : 0;
      if (kindStamp[node] || shown.node[node]) shown.counts[KIND][kindOf(node)] += 1;
    }
    for (const field of ["node", "edge", "act"]) shown[field + "s"] = shown[field].reduce((sum, one) => sum + one, 0);
  }

  /** Whether an act is left, by itself or as what the content was said in. */
  const remains = (act) => Boolean(shown.act[act]) || (isSpokenFor[act] && Boolean(passes[act]) && edgesBehind[act].some((edge) => shown.edge[edge]));

  const told = (value) => clean(spoken(value));
  /** The filters in words, "" where nothing is left out. */
  function inWords(dayText) {
    const said = [];
    if (state.voice !== "") said.push("voice: " + told(state.voice));
    for (const facet of facets) {
      const without = state.off.get(facet.name);
      if (!without?.size) continue;
      const left = facet.values.filter((value) => !without.has(value));
      said.push(facet.name.toLowerCase() + (left.length <= without.size ? ": " + (left.map(told).join(", ") || "none") : " without " + [...without].map(told).join(", ")));
    }
    if (state.from !== null) said.push("from " + dayText(state.from));
    if (state.until !== null) said.push("until " + dayText(state.until));
    if (!state.undated) said.push("dated acts alone" + (outside ? ", of the years 1 to 9999" : ""));
    return said.join("; ");
  }

  return { shown, filtered, applyFilters, remains, inWords };
})();
