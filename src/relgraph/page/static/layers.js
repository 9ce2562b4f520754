// Layers: the canvases around that of vis-network, and when each is drawn.
//
// Lines and nodes lie in the canvas of vis-network, as a bitmap that is larger than the field and is moved while the view
// moves. What is chosen and all labels lie above them, and what is under the pointer on top of these, in a canvas that is no
// larger than it, so that little is drawn when the pointer moves.
relgraph.layers = (() => {
  "use strict";
  const { nodes } = relgraph.data;
  const { $ } = relgraph.elements;
  const { view, frame, colours, requestRedraw } = relgraph.network;
  const { drawn, reach } = relgraph.lines;
  const { paintLines, paintNodes } = relgraph.painting;
  const { place, placeOnLines, placeCounts, paint } = relgraph.labels;

  const MARGIN = 0.2; // of the field, on each side of the bitmap
  const FAINT = 0.15; // how much is left of what is not chosen; the style sheet has it too
  const MANY = 1500; // nodes above which labels wait until the view rests
  const REST = 150; // milliseconds without a move after which all is drawn at its place again
  const back = document.createElement("canvas"), front = $("front"), over = $("over");
  // What is bright beside what is chosen: lines and node numbers; null where all is.
  let bright = null;
  let placed = [], words = [], labelled = new Set();
  const under = { node: null, line: null };

  const field = () => ({ width: $("network").clientWidth, height: $("network").clientHeight });
  /** Clear a canvas that lies at a place in the field, and return its pen in CSS pixels. */
  function sized(canvas, { left, top, width, height }) {
    const ratio = devicePixelRatio || 1, wide = Math.ceil(width * ratio), high = Math.ceil(height * ratio);
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    Object.assign(canvas.style, { width: wide / ratio + "px", height: high / ratio + "px", transform: "translate(" + left + "px," + top + "px)" });
    const pen = canvas.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, wide, high);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    return pen;
  }
  const whole = (margin = 0) => {
    const { width, height } = field(), left = Math.round(width * margin), top = Math.round(height * margin);
    return { left: -left, top: -top, width: width + 2 * left, height: height + 2 * top };
  };

  let at = null; // the frame in which the canvases were drawn
  let carried = []; // the nodes that are dragged, which vis-network draws itself
  function drawBack() {
    const box = whole(MARGIN), { x, y, scale } = frame(), moved = { x: x - box.left, y: y - box.top, scale };
    const pen = sized(back, box);
    paintLines(pen, drawn.lines, moved, box);
    paintNodes(pen, view.body.nodeIndices.filter((number) => !carried.includes(number)), moved, box);
    requestRedraw();
  }
  let all = []; // the nodes that vis-network would draw
  /** Put the bitmap where the view is now, moved and zoomed from where it was drawn, in place of these. */
  view.on("beforeDrawing", (pen) => {
    all = view.body.nodeIndices;
    view.body.nodeIndices = carried;
    if (!at) return;
    const now = frame(), ratio = devicePixelRatio || 1, factor = now.scale / at.scale, box = whole(MARGIN);
    const left = now.x + (box.left - at.x) * factor, top = now.y + (box.top - at.y) * factor;
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    // Whole pixels where nothing is zoomed, so that nothing has to be smoothed.
    if (factor === 1) pen.drawImage(back, Math.round(left * ratio), Math.round(top * ratio));
    else pen.drawImage(back, left * ratio, top * ratio, back.width * factor, back.height * factor);
    pen.restore();
  });
  /** The fields of the buttons that lie on the picture. */
  function covered() {
    const box = $("network").getBoundingClientRect();
    return [...document.querySelectorAll(".picture .over")].filter((one) => one.offsetParent).map((one) => {
      const r = one.getBoundingClientRect();
      return { left: r.left - box.left, right: r.right - box.left, top: r.top - box.top, bottom: r.bottom - box.top };
    });
  }
  /** What is chosen, with a ring around the nodes that were picked. */
  function drawBright(pen, now, size) {
    if (!bright) return;
    paintLines(pen, bright.lines, now, size, 1);
    paintNodes(pen, bright.nodes, now, size);
    paintNodes(pen, bright.picked, now, size, 3.5, colours.ink);
  }
  function drawFront() {
    front.hidden = false;
    const pen = sized(front, whole()), now = frame(), size = field();
    drawBright(pen, now, size);
    const found = place(now, size, bright ? [...bright.picked, ...bright.nodes] : [], bright ? new Set(bright.nodes) : null, covered());
    placed = found.placed;
    labelled = new Set(placed.map((spot) => spot.number));
    words = bright ? placeOnLines(bright.lines, now, found.grid) : placeCounts(now, found.grid, size);
    paint(pen, [...words, ...placed]);
  }
  /** Draw what is on screen with another pen, labels last. */
  function scene(pen) {
    const now = frame(), size = field();
    pen.globalAlpha = bright ? FAINT : 1;
    paintLines(pen, drawn.lines, now, size);
    paintNodes(pen, view.body.nodeIndices, now, size);
    pen.globalAlpha = 1;
    drawBright(pen, now, size);
    paint(pen, [...words, ...placed]);
  }
  let wrote = false;
  const nameOf = (now, size) => place(now, size, [under.node], new Set([under.node]), []).placed;
  function drawOver() {
    if (under.node === null && under.line === null && !wrote) return;
    wrote = under.node !== null || under.line !== null;
    over.hidden = !wrote;
    if (!wrote) return;
    // The canvas is as large as what is under the pointer, since all that it covers is put together again.
    const now = frame(), size = field(), labels = under.node !== null && !labelled.has(under.node) ? nameOf(now, size) : [];
    const ends = under.line ? [nodes[under.line.from], nodes[under.line.to]] : [nodes[under.node]];
    const room = under.line ? 24 + reach(under.line, now.scale) : nodes[under.node].size * now.scale + 8;
    const xs = ends.map((node) => now.x + node.x * now.scale), ys = ends.map((node) => now.y + node.y * now.scale);
    const left = Math.max(0, Math.floor(Math.min(...xs.map((x) => x - room), ...labels.map((one) => one.left))));
    const top = Math.max(0, Math.floor(Math.min(...ys.map((y) => y - room), ...labels.map((one) => one.top))));
    const right = Math.min(size.width, Math.max(...xs.map((x) => x + room), ...labels.map((one) => one.right)));
    const bottom = Math.min(size.height, Math.max(...ys.map((y) => y + room), ...labels.map((one) => one.bottom)));
    const pen = sized(over, { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) });
    pen.translate(-left, -top);
    if (under.line) paintLines(pen, [under.line], now, size, 2.5);
    else paintNodes(pen, [under.node], now, size, 3, colours.ink);
    paint(pen, labels);
  }
  function drawAll() {
    at = frame();
    drawBack();
    drawFront();
    drawOver();
    $("network").dispatchEvent(new Event("drawn"));
  }
  let waiting = 0;
  const settle = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      front.hidden = false;
      if (!isDrawnAt(frame())) drawAll();
    }, REST);
  };
  const isDrawnAt = (now) => at !== null && now.x === at.x && now.y === at.y && now.scale === at.scale;
  /** Move what is drawn along with the view. */
  function follow() {
    const now = frame();
    if (!at || isDrawnAt(now)) return;
    const factor = now.scale / at.scale;
    const exact = factor === 1 ? Math.round : (value) => value;
    front.style.transform = "translate(" + exact(now.x - at.x * factor) + "px," + exact(now.y - at.y * factor) + "px) scale(" + factor + ")";
    over.hidden = true;
    front.hidden = nodes.length > MANY;
    if (held && Math.abs(now.x - at.x) < MARGIN * field().width && Math.abs(now.y - at.y) < MARGIN * field().height) clearTimeout(waiting);
    else settle();
  }
  // While a finger or a button is held down, all waits until it is lifted or the margin is used up.
  let held = false;
  $("network").addEventListener("pointerdown", () => { held = true; });
  addEventListener("pointerup", () => { held = false; settle(); });
  addEventListener("pointercancel", () => { held = false; settle(); });
  view.on("afterDrawing", () => {
    view.body.nodeIndices = all;
    follow();
  });
  /** Take nodes out of the bitmap while they are dragged; with none, put them down. */
  function lift(numbers) {
    carried = numbers;
    drawAll();
  }

  /** Let lines and nodes be bright and all else faint as soon as they are drawn; with `null` all is alike. */
  function light(found) {
    bright = found;
    $("network").classList.toggle("faint", Boolean(found));
  }
  function pointAt(node, line) {
    if (under.node === node && under.line === line) return;
    under.node = node;
    under.line = line;
    drawOver();
  }
  /** The node whose label is at a point of the field. */
  function labelAt(point) {
    return placed.find((r) => r.left <= point.x && point.x <= r.right && r.top <= point.y && point.y <= r.bottom)?.number;
  }
  /** What a test cannot read off a canvas: the nodes that are bright, and those that are labelled. */
  const lit = () => bright?.nodes ?? [];
  const named = () => [...labelled];
  /** The labels of nodes and where in the field each is. */
  const labels = () => placed;

  return { drawAll, drawFront, lift, light, pointAt, labelAt, lit, named, labels, scene, field };
})();
