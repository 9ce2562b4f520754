// State: what is chosen, pointed at and hidden, and what that means for nodes and edges.
relgraph.state = (() => {
  "use strict";
  const { edges, things, edgesOf } = relgraph.data;

  const chosen = { node: null, edge: null }; // numbers, at most one of them
  const highlight = {
    near: null, // the nodes and edges that stay bright beside the chosen one
    hovered: null, // the node under the pointer
  };
  // What the legend hides.
  const off = { kinds: new Set(), families: new Set(), modalities: new Set() };
  const nodeHidden = (number) => off.kinds.has(things[number].style);
  const edgeHidden = (edge) =>
    nodeHidden(edge.from) || nodeHidden(edge.to) || off.families.has(edge.family) || off.modalities.has(edge.modality);

  /** What stays bright: the chosen edge and its nodes, or the chosen node and its neighbours; null where all does. */
  function findNear() {
    if (chosen.node === null && chosen.edge === null) return null;
    const bright = { nodes: new Set(), edges: new Set() };
    const take = (number) => {
      bright.edges.add(number);
      bright.nodes.add(edges[number].from).add(edges[number].to);
    };
    if (chosen.edge !== null) take(chosen.edge);
    else {
      bright.nodes.add(chosen.node);
      edgesOf[chosen.node].filter((number) => !edgeHidden(edges[number])).forEach(take);
    }
    return bright;
  }

  return { chosen, highlight, off, nodeHidden, edgeHidden, findNear };
})();
