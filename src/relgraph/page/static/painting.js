// Painting: lines and nodes onto a canvas, in one transform, for the screen and for what is saved alike.
relgraph.painting = (() => {
  "use strict";
  const { nodes, things } = relgraph.data;
  const { SHAPES, RADIUS, kindOf } = relgraph.signs;
  const { nodeHue } = relgraph.colouring;
  const { colours } = relgraph.network;
  const { NOT, thickness, curve, reach, pointAt, dashOf } = relgraph.lines;

  const AT_ONCE = 20; // curves in one path: a path of thousands takes far longer than many of some

  /** Draw lines where (0, 0) is at x and y and a unit is `scale` pixels; what is out of the canvas is passed over. */
  function paintLines(pen, lines, { x, y, scale }, { width, height }, wider = 0) {
    const heads = new Map(), bars = [];
    const px = (value) => x + value * scale, py = (value) => y + value * scale;
    const seen = (made) => {
      const p = nodes[made.from], q = nodes[made.to], room = 40 + reach(made, scale);
      return px(Math.max(p.x, q.x)) > -room && px(Math.min(p.x, q.x)) < width + room
        && py(Math.max(p.y, q.y)) > -room && py(Math.min(p.y, q.y)) < height + room;
    };
    pen.lineCap = "butt";
    let style = null, waiting = 0, core = 0;
    const cores = [];
    const stroke = () => {
      if (!waiting) return;
      pen.stroke();
      if (core) { // a hollow line: the ground along its middle
        pen.save();
        pen.setLineDash([]);
        pen.lineWidth = core;
        pen.strokeStyle = colours.ground;
        pen.beginPath();
        for (const found of cores) trace(found);
        pen.stroke();
        pen.restore();
      }
      pen.beginPath();
      cores.length = waiting = 0;
    };
    const trace = (found) => {
      if (found.loop) {
        pen.moveTo(px(found.x + found.r), py(found.y));
        pen.arc(px(found.x), py(found.y), found.r * scale, 0, 2 * Math.PI);
        return;
      }
      pen.moveTo(px(found.x1), py(found.y1));
      if (Math.abs(found.cx * 2 - found.x1 - found.x2) + Math.abs(found.cy * 2 - found.y1 - found.y2) < 1e-6) pen.lineTo(px(found.x2), py(found.y2));
      else pen.quadraticCurveTo(px(found.cx), py(found.cy), px(found.x2), py(found.y2));
    };
    pen.beginPath();
    for (const made of lines) {
      if (!seen(made)) continue;
      if (made.style !== style) {
        stroke();
        style = made.style;
        pen.strokeStyle = colours[made.hue];
        pen.lineWidth = thickness(made, scale) + wider;
        core = made.unsure ? Math.max(0.8, pen.lineWidth * 0.4) : 0;
        pen.setLineDash(dashOf(made.status).map((length) => length * Math.min(1, Math.max(0.55, scale))));
      }
      const found = curve(made, scale);
      trace(found);
      waiting += 1;
      if (core) cores.push(found);
      if (made.status === NOT) bars.push([made, pointAt(found, 0.5), found]);
      if (made.arrow) {
        if (!heads.has(made.hue)) heads.set(made.hue, []);
        heads.get(made.hue).push(found, thickness(made, scale) + wider);
      }
      if (waiting >= AT_ONCE) stroke();
    }
    stroke();
    pen.setLineDash([]);
    for (const [hue, found] of heads) {
      pen.fillStyle = colours[hue];
      for (let at = 0; at < found.length; at += 2 * AT_ONCE) {
        pen.beginPath();
        for (let place = at; place < Math.min(found.length, at + 2 * AT_ONCE); place += 2) {
          const { tx, ty, ux, uy, head } = found[place], half = head * 0.45;
          pen.moveTo(px(tx), py(ty));
          pen.lineTo(px(tx - ux * head - uy * half), py(ty - uy * head + ux * half));
          pen.lineTo(px(tx - ux * head + uy * half), py(ty - uy * head - ux * half));
        }
        pen.fill();
      }
    }
    // A bar across the middle says that it did not happen.
    for (const [made, middle, found] of bars) {
      const angle = found.loop ? 0 : Math.atan2(found.y2 - found.y1, found.x2 - found.x1) + Math.PI / 2, half = 5 + thickness(made, scale);
      pen.strokeStyle = colours[made.hue];
      pen.lineWidth = 2;
      pen.beginPath();
      pen.moveTo(px(middle.x) - Math.cos(angle) * half, py(middle.y) - Math.sin(angle) * half);
      pen.lineTo(px(middle.x) + Math.cos(angle) * half, py(middle.y) + Math.sin(angle) * half);
      pen.stroke();
    }
  }

  // An outline has its text with it, for a pen that writes.
  const outlines = new Map(Object.entries(SHAPES).map(([shape, text]) => [shape, Object.assign(new Path2D(text), { text })]));
  /** Draw nodes; `ring` is the width of the line around them, in pixels. */
  function paintNodes(pen, numbers, { x, y, scale }, { width, height }, ring = 1.5 * scale, ringColour = colours.ground) {
    const Path = pen.Path ?? Path2D, alike = new Map(); // by hue: paths, and how many nodes the last one has
    for (const number of numbers) {
      const node = nodes[number], a = node.size * scale / RADIUS, e = x + node.x * scale - 8 * a, f = y + node.y * scale - 8 * a;
      if (e > width || f > height || e + 16 * a < 0 || f + 16 * a < 0) continue;
      const hue = nodeHue(number), found = alike.get(hue) ?? { paths: [], count: 0 };
      if (found.count % AT_ONCE === 0) found.paths.push(new Path());
      found.count += 1;
      found.paths.at(-1).addPath(outlines.get(kindOf.get(things.style[number]).shape), { a, d: a, e, f });
      alike.set(hue, found);
    }
    pen.lineWidth = ring;
    pen.strokeStyle = ringColour;
    for (const [hue, { paths }] of alike) {
      pen.fillStyle = colours[hue];
      for (const path of paths) {
        pen.fill(path);
        pen.stroke(path);
      }
    }
  }

  return { paintLines, paintNodes };
})();
