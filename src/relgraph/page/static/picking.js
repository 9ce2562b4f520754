// Picking: which node or line is at a point. A grid over the picture holds the lines, so that few are looked at.
relgraph.picking = (() => {
  "use strict";
  const { nodes } = relgraph.data;
  const { shown } = relgraph.filtering;
  const { frame } = relgraph.network;
  const { drawn, curve, pointAt, thickness } = relgraph.lines;
  const { labelAt } = relgraph.layers;

  const PARTS = 8; // straight parts that stand for a curve
  let cells = new Map(), size = 1, version = -1, scaleOfGrid = 1;

  function parts(line, scale) {
    const found = curve(line, scale), points = [];
    const straight = !found.loop && line.bend === 0;
    for (let part = 0; part <= PARTS; part += straight ? PARTS : 1) points.push(pointAt(found, part / PARTS));
    return points;
  }
  function build(scale) {
    cells = new Map();
    version = drawn.version;
    scaleOfGrid = scale;
    const wide = nodes.reduce((most, node) => Math.max(most, Math.abs(node.x), Math.abs(node.y)), 1);
    size = Math.max(20, wide / 60);
    for (const line of drawn.lines) {
      const points = parts(line, scale);
      const made = { line, points };
      for (let part = 1; part < points.length; part += 1) {
        const [p, q] = [points[part - 1], points[part]], steps = Math.max(1, Math.ceil(Math.hypot(q.x - p.x, q.y - p.y) / size));
        for (let step = 0; step <= steps; step += 1) {
          const key = Math.floor((p.x + (q.x - p.x) * step / steps) / size) * 100003 + Math.floor((p.y + (q.y - p.y) * step / steps) / size);
          const cell = cells.get(key);
          if (!cell) cells.set(key, [made]);
          else if (cell[cell.length - 1] !== made) cell.push(made);
        }
      }
    }
  }
  /** The square of the distance of a point from a line of parts. */
  function away(points, x, y) {
    let least = Infinity;
    for (let part = 1; part < points.length; part += 1) {
      const [p, q] = [points[part - 1], points[part]], dx = q.x - p.x, dy = q.y - p.y;
      const t = Math.max(0, Math.min(1, ((x - p.x) * dx + (y - p.y) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, (x - p.x - t * dx) ** 2 + (y - p.y - t * dy) ** 2);
    }
    return least;
  }
  let extra = []; // lines that lie on top of the others: the acts of a pair that is open
  const open = (lines) => { extra = lines; };

  function nodeAt(point, slack = 2) {
    const { x, y, scale } = frame();
    let best = null, least = Infinity;
    for (const node of nodes) {
      if (!shown.node[node.id]) continue;
      const distance = Math.hypot(x + node.x * scale - point.x, y + node.y * scale - point.y) - Math.max(node.size * scale, 4);
      if (distance < slack && distance < least) [best, least] = [node.id, distance];
    }
    return best;
  }
  /** The node, else the node whose label, else the line at a point of the field. */
  function at(point, slack = 8) {
    const node = nodeAt(point) ?? labelAt(point) ?? null;
    if (node !== null && node >= 0) return { node, line: null };
    const { x: ox, y: oy, scale } = frame(), x = (point.x - ox) / scale, y = (point.y - oy) / scale;
    let line = null, least = Infinity;
    const look = (candidate, points) => {
      const reach = (slack + thickness(candidate, scale) / 2) / scale, distance = away(points, x, y);
      if (distance < reach * reach && distance < least) [line, least] = [candidate, distance];
    };
    for (const one of extra) look(one, parts(one, scale));
    if (line) return { node: null, line };
    if (version !== drawn.version || Math.abs(Math.log(scale / scaleOfGrid)) > 0.7) build(scale);
    const reach = (slack + 9) / scale, seen = new Set();
    for (let column = Math.floor((x - reach) / size); column <= Math.floor((x + reach) / size); column += 1) {
      for (let row = Math.floor((y - reach) / size); row <= Math.floor((y + reach) / size); row += 1) {
        for (const made of cells.get(column * 100003 + row) || []) {
          if (seen.has(made)) continue;
          seen.add(made);
          look(made.line, made.points);
        }
      }
    }
    return { node: null, line };
  }
  /** Forget the grid after nodes were moved. */
  const forget = () => { version = -1; };

  return { at, open, forget };
})();
