// Lines: what is drawn between nodes, as curves: a line per act, or per pair with a strand for each sign and status.
relgraph.lines = (() => {
  "use strict";
  const { nodes, edges, dashes } = relgraph.data;
  const { state } = relgraph.state;
  const { shown } = relgraph.filtering;
  const { edgeHue } = relgraph.colouring;

  const MOST = 3000; // lines, above which the strongest ties come first
  const NOT = "negative";
  const statusOf = (edge) => (edges.negative[edge] ? NOT : edges.modality[edge]);
  const dashOf = (status) => (status === NOT ? dashes.negative : status in dashes ? dashes[status] || [] : status ? dashes.wished : []);
  const isUnsure = (edge) => edges.certainty[edge] !== "" && edges.certainty[edge] !== "certain";

  // All pairs that are shown: their two nodes, the lesser number first, their edges and the sum of their weights.
  const drawn = { pairs: [], lines: [], left: 0, crowd: 1, version: 0 };
  const pairKey = (a, b) => Math.min(a, b) * nodes.length + Math.max(a, b);
  let pairOf = new Map();

  function findPairs() {
    pairOf = new Map();
    for (let edge = 0; edge < edges.count; edge += 1) {
      if (!shown.edge[edge]) continue;
      const a = edges.from[edge], b = edges.to[edge], key = pairKey(a, b);
      if (!pairOf.has(key)) pairOf.set(key, { key, a: Math.min(a, b), b: Math.max(a, b), edges: [], weight: 0 });
      const pair = pairOf.get(key);
      pair.edges.push(edge);
      pair.weight += edges.weight[edge];
    }
    drawn.pairs = [...pairOf.values()];
  }
  /** The strongest tie of each node, then the strongest of all, up to a number of pairs. */
  function strongest(most) {
    const sorted = drawn.pairs.toSorted((p, q) => q.weight - p.weight || p.key - q.key);
    const reached = new Uint8Array(nodes.length), kept = [], rest = [];
    for (const pair of sorted) {
      if (reached[pair.a] && reached[pair.b]) rest.push(pair);
      else {
        reached[pair.a] = reached[pair.b] = 1;
        kept.push(pair);
      }
    }
    return [...kept, ...rest].slice(0, Math.max(most, kept.length));
  }

  const line = (edge, more) => ({
    from: edges.from[edge], to: edges.to[edge], edges: [edge], hue: edgeHue(edge), status: statusOf(edge), unsure: isUnsure(edge),
    arrow: edges.arrow[edge], width: edges.family[edge] === "bare" ? 0.9 : 1.4, bend: 0, offset: 0, turn: 0, strand: false, ...more,
  });
  /** A line for each edge of a pair; they bend apart, evenly to both sides of the straight line. */
  function lineForEach({ edges: members, a }) {
    const step = Math.min(0.32, 2.2 / members.length);
    return members.map((edge, place) => {
      const bend = (place - (members.length - 1) / 2) * step;
      return line(edge, { turn: Math.min(place, 8), bend: edges.from[edge] === a ? bend : -bend, width: Math.min(8, Math.max(0.7, (edges.family[edge] === "bare" ? 0.9 : 1.4) * Math.sqrt(edges.weight[edge]))) });
    });
  }
  /** Strands beside each other for a pair: one for each hue, status and direction, as wide as it has edges. */
  function strandsOf({ edges: members, a }) {
    const strands = new Map();
    for (const edge of members) {
      const made = line(edge, { strand: true }), key = [made.hue, made.status, made.arrow && made.from === a, made.arrow].join();
      const strand = strands.get(key);
      if (!strand) strands.set(key, made);
      else {
        strand.edges.push(edge);
        strand.unsure &&= made.unsure; // hollow where all that it stands for is less than certain
      }
    }
    const sorted = [...strands.values()].sort((s, t) => (s.hue < t.hue ? -1 : s.hue > t.hue ? 1 : 0) || t.edges.length - s.edges.length);
    const whole = Math.min(16, 1 + 1.6 * Math.sqrt(members.length));
    for (const strand of sorted) strand.width = Math.max(1.6, whole * strand.edges.length / members.length) + (strand.unsure ? 1 : 0);
    let at = -sorted.reduce((sum, strand) => sum + strand.width + 1.2, -1.2) / 2;
    for (const strand of sorted) {
      const offset = at + strand.width / 2;
      strand.offset = strand.from === a ? offset : -offset;
      at += strand.width + 1.2;
    }
    return sorted;
  }
  /** Work out the lines of what is shown. */
  function traceLines() {
    findPairs();
    const count = state.lines === "pairs" ? drawn.pairs.length : shown.edges;
    const pairs = state.everything || count <= MOST ? drawn.pairs : strongest(MOST * (drawn.pairs.length / count));
    drawn.lines = pairs.flatMap(state.lines === "pairs" ? strandsOf : lineForEach);
    drawn.left = count - (state.lines === "pairs" ? pairs.length : drawn.lines.length);
    drawn.crowd = Math.max(0.5, Math.min(1, Math.sqrt(700 / Math.max(1, drawn.lines.length))));
    drawn.version += 1;
    for (const made of drawn.lines) made.style = [made.hue, made.status, made.unsure, Math.round(made.width * 2)].join();
    drawn.lines.sort((p, q) => (p.style < q.style ? -1 : p.style > q.style ? 1 : 0));
  }

  /** How many pixels wide a line is drawn where a unit of the canvas is `scale` pixels. */
  const thickness = (made, scale) => Math.max(0.9, made.width * drawn.crowd * Math.min(1.5, Math.max(0.7, Math.sqrt(scale))) + (made.unsure ? 1.6 : 0));

  /**
   * The curve of a line in canvas units: start, control point and end, where it meets its nodes, and the arrow's head.
   * A loop is a circle that rises from its node; further loops there go around it.
   */
  function curve(made, scale) {
    const p = nodes[made.from], q = nodes[made.to];
    if (made.from === made.to) return loop(p, made, scale);
    const dx = q.x - p.x, dy = q.y - p.y, length = Math.hypot(dx, dy) || 1;
    const ox = -dy / length * made.offset / scale, oy = dx / length * made.offset / scale;
    const x1 = p.x + ox, y1 = p.y + oy, x2 = q.x + ox, y2 = q.y + oy;
    const cx = (x1 + x2) / 2 - dy * made.bend, cy = (y1 + y2) / 2 + dx * made.bend;
    const head = made.arrow ? headOf(made, scale, length) : 0;
    const reach = Math.hypot(x2 - cx, y2 - cy) || 1;
    const ux = (x2 - cx) / reach, uy = (y2 - cy) / reach;
    const gap = Math.min(q.size, reach * 0.9);
    const tx = x2 - ux * gap, ty = y2 - uy * gap;
    return { x1, y1, cx, cy, x2: made.arrow ? tx - ux * head * 0.8 : x2, y2: made.arrow ? ty - uy * head * 0.8 : y2, tx, ty, ux, uy, head };
  }
  function loop({ x, y, size }, made, scale) {
    const r = size * (0.9 + 0.35 * made.turn) + Math.abs(made.offset) / scale, away = 0.4 * size + r;
    const found = { loop: true, x, y: y - away, r };
    if (!made.arrow) return found;
    // It comes back to its node on the right, where the two circles meet.
    const up = (away * away - r * r + size * size) / (2 * away), tx = x + Math.sqrt(size * size - up * up), ty = y - up;
    return { ...found, tx, ty, ux: (found.y - ty) / r, uy: (tx - x) / r, head: headOf(made, scale, r) };
  }
  /** How long an arrow's head is on a line of a length. */
  const headOf = (made, scale, length) => Math.min(length / 3, (3.5 + 2.2 * thickness(made, scale)) / scale);
  /** How many pixels a curve may lie away from the field that its ends span. */
  function reach(made, scale) {
    const p = nodes[made.from], q = nodes[made.to];
    return made.from === made.to ? p.size * scale * (2.3 + 0.7 * made.turn) + 2 * Math.abs(made.offset)
      : Math.abs(made.bend) * Math.hypot(q.x - p.x, q.y - p.y) * scale;
  }
  /** The point of a curve at a part of its way. */
  function pointAt(found, t) {
    if (found.loop) return { x: found.x + found.r * Math.cos(t * 2 * Math.PI), y: found.y + found.r * Math.sin(t * 2 * Math.PI) };
    const s = 1 - t;
    return { x: s * s * found.x1 + 2 * s * t * found.cx + t * t * found.x2, y: s * s * found.y1 + 2 * s * t * found.cy + t * t * found.y2 };
  }
  const pairBetween = (a, b) => pairOf.get(pairKey(a, b));

  return { NOT, drawn, traceLines, lineForEach, thickness, curve, reach, pointAt, pairBetween, dashOf, statusOf, isUnsure };
})();
