// Network: nodes and edges on the canvas, drawn by vis-network, and which part of it is in view.
relgraph.network = (() => {
  "use strict";
  const { nodes, edges, things, kindOf, familyOf, isNegative } = relgraph.data;
  const { narrow, reducedMotion } = relgraph.media;
  const { $ } = relgraph.elements;
  const { chosen, highlight, nodeHidden, edgeHidden, findNear } = relgraph.state;

  const colours = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const key of ["ground", "sheet", "ink", "quiet", "accent", "blue", "teal", "vermilion", "purple", "amber", "sky", "slate", "brown", "grey"]) {
      colours[key] = style.getPropertyValue("--" + key).trim();
    }
  }

  function drawnNode(node) {
    const hue = colours[kindOf.get(things[node.id].style).hue];
    const picked = chosen.node === node.id;
    return {
      id: node.id, hidden: nodeHidden(node.id),
      color: { background: hue, border: picked ? colours.ink : colours.ground },
      borderWidth: picked ? 4 : 1.5,
      opacity: highlight.near && !highlight.near.nodes.has(node.id) ? 0.15 : 1,
    };
  }

  // Many edges are drawn fainter.
  const crowd = Math.max(0.25, Math.min(1, Math.sqrt(700 / edges.length)));
  function drawnEdge(edge) {
    const bright = highlight.near && highlight.near.edges.has(edge.id);
    const unsure = edge.certainty && edge.certainty !== "certain";
    return {
      id: edge.id, hidden: edgeHidden(edge),
      color: {
        color: colours[familyOf.get(edge.family).hue],
        opacity: highlight.near && !bright ? 0.07 : (unsure ? 0.45 : edge.family === "bare" && !bright ? 0.6 : 0.9) * (bright ? 1 : crowd),
        inherit: false,
      },
      width: edge.width * (chosen.edge === edge.id ? 2.4 : edge.family === "bare" ? 0.7 : 1),
    };
  }

  // Positions suit a field that is wider than high; on a tall one the two axes change places.
  const field = $("network").getBoundingClientRect();
  const width = Math.max(...nodes.map((node) => node.x)) - Math.min(...nodes.map((node) => node.x));
  const height = Math.max(...nodes.map((node) => node.y)) - Math.min(...nodes.map((node) => node.y));
  if ((field.height > field.width) !== (height > width)) {
    for (const node of nodes) [node.x, node.y] = [node.y, node.x];
    for (const edge of edges) edge.bend = -edge.bend;
  }

  // A bar across the middle says that it did not happen.
  const arrowsOf = (edge) =>
    (isNegative(edge) ? { to: { enabled: Boolean(edge.arrows) }, middle: { enabled: true, type: "bar", scaleFactor: 0.6 } } : edge.arrows);

  readColours();
  const nodeSet = new vis.DataSet(nodes.map((node) => ({
    x: node.x, y: node.y, size: node.size, shape: node.shape, ...drawnNode(node),
  })));
  const edgeSet = new vis.DataSet(edges.map((edge) => ({
    from: edge.from, to: edge.to, arrows: arrowsOf(edge), dashes: edge.dashes, ...drawnEdge(edge),
    smooth: edge.bend ? { enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) } : false,
  })));
  const view = new vis.Network($("network"), { nodes: nodeSet, edges: edgeSet }, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      dragNodes: false, hover: true, selectable: false, hideEdgesOnDrag: edges.length > 2000,
      hideEdgesOnZoom: edges.length > 2000, keyboard: false,
    },
    nodes: { chosen: false, shapeProperties: { interpolation: false } },
    edges: { chosen: false, arrows: { to: { scaleFactor: 0.5 } }, selectionWidth: 0, hoverWidth: 0 },
  });

  /** Draw again after a change of the state or the colours. */
  function redraw() {
    highlight.near = findNear();
    nodeSet.update(nodes.map(drawnNode));
    edgeSet.update(edges.map(drawnEdge));
  }

  /** Show the whole network, with room for the labels at its rim. */
  function fit(animated) {
    const shown = nodes.filter((node) => !nodeHidden(node.id));
    if (!shown.length) return;
    const box = $("network").getBoundingClientRect();
    const at = (axis, sign) => Math.max(...shown.map((node) => sign * node[axis] + node.size)) * sign;
    const [left, right, top, bottom] = [at("x", -1), at("x", 1), at("y", -1), at("y", 1)];
    const scale = Math.min((box.width - Math.min(110, box.width / 6)) / (right - left), (box.height - 70) / (bottom - top), 1.4);
    view.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02), animation: moving(animated),
    });
  }
  const moving = (wanted) => (wanted && !reducedMotion.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false);

  function zoom(factor) {
    view.moveTo({ scale: Math.min(8, Math.max(0.02, view.getScale() * factor)), animation: moving(true) });
  }

  /** Move to what is chosen where it is out of view or too small. */
  function bringIntoView() {
    const ends = chosen.node !== null ? [nodes[chosen.node]] : [nodes[edges[chosen.edge].from], nodes[edges[chosen.edge].to]];
    const box = $("network").getBoundingClientRect();
    const sheet = narrow.matches ? Math.max(0, box.bottom - $("details").getBoundingClientRect().top) : 0;
    const seen = ends.every((node) => {
      const at = view.canvasToDOM({ x: node.x, y: node.y });
      return at.x > 30 && at.y > 30 && at.x < box.width - 30 && at.y < box.height - sheet - 30;
    });
    if (seen && view.getScale() > 0.45) return;
    const middle = { x: ends.reduce((sum, node) => sum + node.x, 0) / ends.length, y: ends.reduce((sum, node) => sum + node.y, 0) / ends.length };
    const reach = Math.max(1, ...ends.map((node) => Math.hypot(node.x - middle.x, node.y - middle.y)));
    const room = Math.min(box.width, Math.max(box.height - sheet, 120)) / 2 - 50;
    const scale = Math.min(Math.max(view.getScale(), 0.8), ends.length > 1 ? Math.max(room, 40) / reach : 3);
    view.moveTo({ position: middle, scale, offset: { x: 0, y: -sheet / 2 }, animation: moving(true) });
  }

  return { view, colours, readColours, redraw, fit, zoom, bringIntoView };
})();
