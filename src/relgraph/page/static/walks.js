// Walks: neighbourhoods of some steps and shortest paths, in what is shown or in all, along directions or not.
relgraph.walks = (() => {
  "use strict";
  const { edges, edgesOf, inWhole, otherEnd } = relgraph.data;
  const { state } = relgraph.state;
  const { shown } = relgraph.filtering;

  /** The edges that a walk may take from a node. */
  function ways(node) {
    return edgesOf[node].filter((edge) => (shown.edge[edge] || (state.reads === "whole" && inWhole(edge)))
      && (!state.directed || !edges.arrow[edge] || edges.from[edge] === node));
  }
  /** The nodes and edges within some steps of a node. */
  function around(start, steps) {
    const found = { nodes: new Map([[start, 0]]), edges: new Set() };
    let last = [start];
    for (let step = 1; step <= steps; step += 1) {
      const next = [];
      for (const node of last) {
        for (const edge of ways(node)) {
          const other = otherEnd(edge, node);
          found.edges.add(edge);
          if (!found.nodes.has(other)) {
            found.nodes.set(other, step);
            next.push(other);
          }
        }
      }
      last = next;
    }
    return found;
  }
  /** All shortest paths from one node to another: their nodes, edges and number of steps; null where there is none. */
  function path(start, end) {
    const steps = new Map([[start, 0]]);
    let last = [start];
    while (last.length && !steps.has(end)) {
      const next = [];
      for (const node of last) {
        for (const edge of ways(node)) {
          const other = otherEnd(edge, node);
          if (steps.has(other)) continue;
          steps.set(other, steps.get(node) + 1);
          next.push(other);
        }
      }
      last = next;
    }
    if (!steps.has(end)) return null;
    const found = { nodes: new Set([end]), edges: new Set(), length: steps.get(end) };
    const back = (node) => edgesOf[node].filter((edge) => {
      const other = otherEnd(edge, node);
      return steps.get(other) === steps.get(node) - 1 && ways(other).includes(edge);
    });
    for (const node of found.nodes) { // a set is walked with what is added meanwhile
      for (const edge of steps.get(node) > 0 ? back(node) : []) {
        found.edges.add(edge);
        found.nodes.add(otherEnd(edge, node));
      }
    }
    return found;
  }
  const inWords = () => (state.reads === "whole" ? "the whole network" : "what is shown") + (state.directed ? ", along directions" : ", directions not read");

  return { around, path, inWords };
})();
