// Labels, as on a map: of one size at every zoom, the important ones first, none across another.
relgraph.labels = (() => {
  "use strict";
  const { nodes, edges, byRank } = relgraph.data;
  const { $, short } = relgraph.elements;
  const { chosen, highlight, nodeHidden } = relgraph.state;
  const { view, colours } = relgraph.network;

  const pen = document.createElement("canvas").getContext("2d");
  const FONT = getComputedStyle(document.documentElement).fontFamily;
  const face = (number) => (nodes[number].size >= 17 ? "600 13px " : "12px ") + FONT;
  const wrapped = new Map();
  /** The lines of a label and the width of the longest, measured once. */
  function label(number) {
    if (!wrapped.has(number)) {
      const lines = [""];
      for (const word of nodes[number].label.split(" ")) {
        const last = lines.length - 1;
        if (lines[last] && (lines[last] + " " + word).length > 20) lines.push(short(word, 26));
        else lines[last] = short((lines[last] + " " + word).trim(), 26);
      }
      if (lines.length > 3) {
        lines.length = 3;
        lines[2] = lines[2].replace(/…?$/, "…");
      }
      pen.font = face(number);
      wrapped.set(number, { lines, width: Math.max(...lines.map((line) => pen.measureText(line).width)) });
    }
    return wrapped.get(number);
  }

  let placed = []; // the labels on the canvas now: {number, left, top, right, bottom} in CSS pixels
  const CELL = 80; // pixels; a label is compared with what shares a cell of a grid with it

  function draw(context) {
    const { near, hovered } = highlight;
    const box = $("network").getBoundingClientRect();
    const scale = view.getScale();
    const origin = view.canvasToDOM({ x: 0, y: 0 });
    const cells = new Map();
    const around = (r) => {
      const found = [];
      for (let x = Math.floor(r.left / CELL); x <= Math.floor(r.right / CELL); x += 1) {
        for (let y = Math.floor(r.top / CELL); y <= Math.floor(r.bottom / CELL); y += 1) found.push(x + " " + y);
      }
      return found;
    };
    const put = (r) => around(r).forEach((key) => cells.has(key) ? cells.get(key).push(r) : cells.set(key, [r]));
    const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const free = (r, least = 0) => !around(r).some((key) => (cells.get(key) || []).some(
      (o) => o.number !== r.number && (o.label || nodes[o.number].size >= least) && overlap(o, r)));

    function write(spot, lines, font) {
      put(spot);
      context.font = font;
      lines.forEach((line, place) => {
        const x = (spot.left + spot.right) / 2, y = spot.top + 1 + place * 15;
        context.strokeText(line, x, y);
        context.fillText(line, x, y);
      });
    }

    const spots = new Map();
    for (const number of byRank) {
      if (nodeHidden(number)) continue;
      const x = origin.x + nodes[number].x * scale, y = origin.y + nodes[number].y * scale, r = nodes[number].size * scale;
      if (x < -r || y < -r || x > box.width + r || y > box.height + r) continue;
      spots.set(number, { x, y, r });
      if (!near || near.nodes.has(number)) put({ left: x - r * 0.85, right: x + r * 0.85, top: y - r * 0.85, bottom: y + r * 0.85, number });
    }
    const first = [hovered, chosen.node, ...(near && near.nodes.size < 60 ? near.nodes : [])].filter((number) => spots.has(number));
    placed = [];
    context.save();
    const ratio = context.canvas.width / context.canvas.clientWidth;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.strokeStyle = colours.ground;
    context.lineWidth = 4;
    context.fillStyle = colours.ink;
    for (const number of new Set([...first, ...[...spots.keys()].filter((n) => !near || near.nodes.has(n))])) {
      if (placed.length >= 300) break;
      const { x, y, r } = spots.get(number);
      const { lines, width } = label(number);
      const w = width / 2 + 3, h = lines.length * 15;
      const side = r + w + 2, slant = r * 0.7 + w;
      const candidates = [[0, r + 2], [0, -r - h - 2], [side, -h / 2], [-side, -h / 2],
        [slant, r * 0.7], [-slant, r * 0.7], [slant, -r * 0.7 - h], [-slant, -r * 0.7 - h]]
        .map(([dx, dy]) => ({ number, label: true, left: x + dx - w, right: x + dx + w, top: y + dy, bottom: y + dy + h }))
        .filter((candidate) => candidate.left >= 0 && candidate.right <= box.width && candidate.top >= 0 && candidate.bottom <= box.height);
      // A label may cover nodes of half the size, but no other label; the chosen one is named in any case.
      const spot = candidates.find((candidate) => free(candidate))
        ?? candidates.find((candidate) => free(candidate, nodes[number].size / 2))
        ?? (number === hovered || number === chosen.node ? candidates[0] : undefined);
      if (!spot) continue;
      placed.push(spot);
      write(spot, lines, face(number));
    }
    // The relations of what is chosen, where there is room on their edges.
    for (const number of near && near.edges.size <= 40 ? near.edges : []) {
      const middle = view.canvasToDOM(view.body.edges[number].edgeType.getPoint(0.5));
      const font = "italic 12px " + FONT;
      pen.font = font;
      const w = pen.measureText(edges[number].relation).width / 2 + 3;
      const spot = { number: "edge " + number, label: true, left: middle.x - w, right: middle.x + w, top: middle.y - 8, bottom: middle.y + 7 };
      if (free(spot) || number === chosen.edge) write(spot, [edges[number].relation], font);
    }
    context.restore();
  }

  /** The number of the node whose label is at a point. */
  function labelAt(point) {
    const hit = placed.find((r) => r.left <= point.x && point.x <= r.right && r.top <= point.y && point.y <= r.bottom);
    return hit ? hit.number : undefined;
  }

  view.on("afterDrawing", draw);

  return { labelAt };
})();
