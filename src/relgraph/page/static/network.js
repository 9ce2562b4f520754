// Network: where the nodes are, which of them vis-network lets be dragged, and which part of the picture is in view.
relgraph.network = (() => {
  "use strict";
  const { nodes, things, radius } = relgraph.data;
  const { narrow, reducedMotion, coarse } = relgraph.media;
  const { $ } = relgraph.elements;
  const { shown } = relgraph.filtering;
  const { scored } = relgraph.scoring;
  const { kindOf } = relgraph.signs;
  const { nodeHue } = relgraph.colouring;

  const colours = {};
  const HUES = ["ground", "sheet", "ink", "quiet", "accent", "line", "blue", "teal", "vermilion", "purple", "amber", "sky", "slate", "brown", "grey", "olive", "rose"];
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const key of HUES) colours[key] = style.getPropertyValue("--" + key).trim();
  }

  // Positions suit a field that is wider than high; on a tall one the two axes change places.
  const field = $("network").getBoundingClientRect();
  const extent = (axis) => nodes.reduce((most, node) => Math.max(most, node[axis]), -Infinity) - nodes.reduce((least, node) => Math.min(least, node[axis]), Infinity);
  if ((field.height > field.width) !== (extent("y") > extent("x"))) for (const node of nodes) [node.x, node.y] = [node.y, node.x];

  const high = () => Math.max(...scored.scores.map((score) => score ?? 0).filter((score) => score > 0), 0);
  /** Areas are in proportion to scores; what has none is of the least size. */
  function resize() {
    const most = high();
    for (const node of nodes) {
      const score = scored.scores[node.id];
      node.size = Math.max(radius[1], score > 0 ? radius[0] * Math.sqrt(score / most) : 0);
    }
  }
  readColours();
  const drawn = nodes.map((node) => ({
    id: node.id, x: node.x, y: node.y, shape: kindOf.get(things.style[node.id]).shape, size: node.size, borderWidth: 1.5, borderWidthSelected: 1.5,
    color: { background: colours.grey, border: colours.ground },
  }));
  const view = new vis.Network($("nodes"), { nodes: drawn, edges: [] }, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    interaction: { dragNodes: !coarse.matches, hover: false, selectable: false, keyboard: false, multiselect: false },
    nodes: { chosen: false, labelHighlightBold: false, shapeProperties: { interpolation: false } },
  });
  // The picture has no keys of its own, so it is no stop of the tab key.
  for (const element of $("nodes").querySelectorAll("[tabindex]")) element.removeAttribute("tabindex");

  /**
   * Tell vis-network of a change of places, sizes, colours or of what is shown. An update of the data set takes a second
   * for thousands of nodes; what vis-network draws by, and where it finds a node, is set here as it has it.
   */
  function redraw() {
    for (const { id, x, y, size } of nodes) {
      const { options, shape } = Object.assign(view.body.nodes[id], { x, y });
      options.size = size;
      options.color.background = colours[nodeHue(id)];
      options.color.border = colours.ground;
      Object.assign(shape, { left: x - size, top: y - size, width: 2 * size, height: 2 * size });
    }
    view.body.nodeIndices = nodes.filter(({ id }) => shown.node[id]).map(({ id }) => id);
    requestRedraw();
  }
  /** Let vis-network draw in the next frame. */
  const requestRedraw = () => view.body.emitter.emit("_requestRedraw");

  /** Where the canvas stands: the point of the screen that is (0, 0), and how many pixels a unit is. */
  const frame = () => ({ ...view.canvasToDOM({ x: 0, y: 0 }), scale: view.getScale() });

  const moving = (wanted) => (wanted && !reducedMotion.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false);
  /** Show all of the network that is shown, with room for the labels at its rim. */
  function fit(animated, of = nodes.filter((node) => shown.node[node.id])) {
    if (!of.length) return;
    const box = $("network").getBoundingClientRect();
    const at = (axis, sign) => of.reduce((most, node) => Math.max(most, sign * node[axis] + node.size), -Infinity) * sign;
    const [left, right, top, bottom] = [at("x", -1), at("x", 1), at("y", -1), at("y", 1)];
    const scale = Math.min((box.width - Math.min(110, box.width / 6)) / (right - left), (box.height - 70) / (bottom - top), 1.4);
    view.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02), animation: moving(animated) });
  }
  function zoom(factor) {
    view.moveTo({ scale: Math.min(8, Math.max(0.02, view.getScale() * factor)), animation: moving(true) });
  }
  /** Move to nodes where they are out of view or too small. */
  function bringIntoView(numbers) {
    const ends = numbers.map((number) => nodes[number]);
    if (!ends.length) return;
    const box = $("network").getBoundingClientRect();
    const sheet = narrow.matches ? Math.max(0, box.bottom - $("details").getBoundingClientRect().top) : 0;
    const seen = ends.every((node) => {
      const at = view.canvasToDOM({ x: node.x, y: node.y });
      return at.x > 30 && at.y > 30 && at.x < box.width - 30 && at.y < box.height - sheet - 30;
    });
    if (seen && (view.getScale() > 0.45 || nodes.length > 400)) return;
    const middle = { x: ends.reduce((sum, node) => sum + node.x, 0) / ends.length, y: ends.reduce((sum, node) => sum + node.y, 0) / ends.length };
    const reach = Math.max(1, ...ends.map((node) => Math.hypot(node.x - middle.x, node.y - middle.y)));
    const room = Math.min(box.width, Math.max(box.height - sheet, 120)) / 2 - 50;
    const scale = Math.min(Math.max(view.getScale(), 0.8), ends.length > 1 ? Math.max(room, 40) / reach : 3);
    view.moveTo({ position: middle, scale, offset: { x: 0, y: -sheet / 2 }, animation: moving(true) });
  }
  /** Middle and scale of the view as the address has them, and back. */
  function place() {
    const { x, y } = view.getViewPosition();
    return Math.round(x) + "," + Math.round(y) + "," + Number(view.getScale().toPrecision(3));
  }
  function moveTo(text) {
    const [x, y, scale] = text.split(",").map(Number);
    if (![x, y, scale].every(Number.isFinite) || scale <= 0) return false;
    view.moveTo({ position: { x, y }, scale: Math.min(8, Math.max(0.02, scale)) });
    return true;
  }

  return { view, colours, readColours, resize, redraw, requestRedraw, frame, fit, zoom, bringIntoView, place, moveTo };
})();
