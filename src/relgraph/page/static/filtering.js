// Filtering: which acts, edges and nodes are left by the filters, the voice and the window of time.
relgraph.filtering = (() => {
  "use strict";
  const { nodes, edges, acts, things, edgesOf, edgesOfAct } = relgraph.data;
  const { facets, facetOf } = relgraph.facets;
  const { state } = relgraph.state;

  const speakers = facetOf.get("Speaker");
  const bare = [];
  for (let edge = 0; edge < edges.count; edge += 1) if (!edges.acts[edge].length) bare.push(edge);

  /** What is on screen: which nodes, edges and acts, how many, and how often each value of each facet occurs. */
  const shown = {
    node: new Uint8Array(nodes.length), edge: new Uint8Array(edges.count), act: new Uint8Array(acts.count),
    nodes: 0, edges: 0, acts: 0, counts: facets.map((facet) => new Int32Array(facet.values.length)),
  };

  const filtered = () => [...state.off.values()].some((off) => off.size) || state.voice !== "" || state.from !== null
    || state.until !== null || !state.undated;

  function applyFilters() {
    const off = facets.map((facet) => facet.values.map((value) => Boolean(state.off.get(facet.name)?.has(value))));
    const stamps = facets.map((facet) => new Int32Array(facet.values.length));
    const kindStamp = new Uint8Array(nodes.length);
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
    /** Take an edge for one of its acts: mark it where nothing leaves it out, and count it where one facet at most does. */
    function take(edge, act, unit) {
      if (act === null ? !inTime(edges.first[edge], edges.last[edge], null) : !inTime(acts.first[act], acts.last[act], acts.over[act])) return false;
      if (voice !== null && !speakers.of(edge, act).includes(voice)) return false;
      let failing = -1;
      for (let place = 0; place < facets.length; place += 1) {
        const values = facets[place].of(edge, act);
        // Both ends have to be of a kind that is on; of topics and sources one is enough.
        const passes = place === 0 ? values.every((value) => !off[0][value]) : values.some((value) => !off[place][value]);
        if (passes) continue;
        if (failing >= 0) return false;
        failing = place;
      }
      for (let place = 1; place < facets.length; place += 1) {
        if (failing >= 0 && failing !== place) continue;
        for (const value of facets[place].of(edge, act)) {
          if (stamps[place][value] === unit) continue;
          stamps[place][value] = unit;
          shown.counts[place][value] += 1;
        }
      }
      if (failing <= 0) kindStamp[edges.from[edge]] = kindStamp[edges.to[edge]] = 1;
      if (failing < 0) shown.edge[edge] = 1;
      return failing < 0;
    }

    for (let act = 0; act < acts.count; act += 1) {
      for (const edge of edgesOfAct[act]) if (take(edge, act, act + 1)) shown.act[act] = 1;
    }
    const touched = (node) => edgesOf[node].some((edge) => shown.edge[edge] && !edges.attached[edge]);
    const attached = [];
    bare.forEach((edge, place) => (active && edges.attached[edge] ? attached.push(edge) : take(edge, null, acts.count + place + 1)));
    // What a thing is about or involves stays with the acts on that thing.
    for (const edge of attached) {
      const kept = facets.slice(0, 2).every((facet, place) => facet.of(edge, null).every((value) => !off[place][value]));
      if (kept && touched(edges.from[edge])) shown.edge[edge] = 1;
    }

    const kindOf = (node) => facets[0].places.get(things.kind[node]);
    for (let node = 0; node < nodes.length; node += 1) {
      const linked = edgesOf[node].some((edge) => shown.edge[edge]);
      shown.node[node] = linked || (!edgesOf[node].length && !active) ? 1 : 0;
      if (kindStamp[node] || shown.node[node]) shown.counts[0][kindOf(node)] += 1;
    }
    for (const field of ["node", "edge", "act"]) shown[field + "s"] = shown[field].reduce((sum, one) => sum + one, 0);
  }

  /** The filters in words, "" where nothing is left out. */
  function inWords(dayText) {
    const said = [];
    if (state.voice !== "") said.push("voice: " + state.voice);
    for (const facet of facets) {
      const without = state.off.get(facet.name);
      if (!without?.size) continue;
      const left = facet.values.filter((value) => !without.has(value));
      said.push(facet.name.toLowerCase() + (left.length <= without.size ? ": " + (left.join(", ") || "none") : " without " + [...without].join(", ")));
    }
    if (state.from !== null) said.push("from " + dayText(state.from));
    if (state.until !== null) said.push("until " + dayText(state.until));
    if (!state.undated) said.push("dated acts alone");
    return said.join("; ");
  }

  return { shown, filtered, applyFilters, inWords };
})();
