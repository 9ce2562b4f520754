// Saving: the picture as PNG and SVG and the table as CSV, each with what it shows, its sources, and the licence.
relgraph.saving = (() => {
  "use strict";
  const { nodes, things } = relgraph.data;
  const { $, svg, clean } = relgraph.elements;
  const { SHAPES, RADIUS, kindOf } = relgraph.signs;
  const { dayText } = relgraph.names;
  const { shown, inWords } = relgraph.filtering;
  const { frame, colours } = relgraph.network;
  const { nodeHue } = relgraph.colouring;
  const { NOT, drawn, thickness, curve, pointAt, dashOf } = relgraph.lines;
  const { scene, field } = relgraph.layers;
  const { provenance } = relgraph.overview;
  const { COLUMNS, FURTHER, rows } = relgraph.table;

  const LINE = 16, ROOM = 12;
  /** What is written below a picture: what it shows, of which filters, from which sources, under which licence. */
  function caption() {
    const filters = inWords(dayText), given = [...document.querySelectorAll("#given span")].map((one) => one.textContent).join("; ");
    return [document.title, $("status").textContent + (filters ? "; " + filters : "") + (given ? "; " + given : ""), ...provenance()].map(clean);
  }
  const fileName = (ending) => (document.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "network") + ending;
  function save(blob, ending) {
    const link = document.createElement("a"), address = URL.createObjectURL(blob);
    link.href = address;
    link.download = fileName(ending);
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
  /** The lines of the caption, each as long as the picture is wide. */
  function wrapped(pen, width) {
    return caption().flatMap((text) => {
      const lines = [""];
      for (const word of text.split(" ")) {
        const longer = (lines.at(-1) + " " + word).trim();
        if (lines.at(-1) && pen.measureText(longer).width > width - 2 * ROOM) lines.push(word);
        else lines[lines.length - 1] = longer;
      }
      return lines;
    });
  }
  const FACE = "12px " + getComputedStyle(document.documentElement).fontFamily;

  function png() {
    const { width, height } = field(), canvas = document.createElement("canvas"), RATIO = 2;
    const pen = canvas.getContext("2d");
    pen.font = FACE;
    const lines = wrapped(pen, width), below = lines.length * LINE + 2 * ROOM;
    canvas.width = width * RATIO;
    canvas.height = (height + below) * RATIO;
    pen.scale(RATIO, RATIO);
    pen.fillStyle = colours.ground;
    pen.fillRect(0, 0, width, height + below);
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, width, height);
    pen.clip();
    scene(pen);
    pen.restore();
    pen.fillStyle = colours.sheet;
    pen.fillRect(0, height, width, below);
    pen.font = FACE;
    pen.textAlign = "left";
    pen.textBaseline = "top";
    pen.fillStyle = colours.ink;
    lines.forEach((text, at) => pen.fillText(text, ROOM, height + ROOM + at * LINE));
    canvas.toBlob((blob) => save(blob, ".png"), "image/png");
  }

  function vector() {
    const { width, height } = field(), { x, y, scale } = frame();
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = FACE;
    const words = wrapped(pen, width), below = words.length * LINE + 2 * ROOM;
    const px = (value) => (x + value * scale).toFixed(1), py = (value) => (y + value * scale).toFixed(1);
    const clip = svg("clipPath", { id: "field" }, svg("rect", { width, height }));
    const picture = svg("g", { "clip-path": "url(#field)" });
    for (const made of drawn.lines) {
      const found = curve(made, scale), wide = thickness(made, scale);
      const path = found.loop ? "M" + px(found.x - found.r) + " " + py(found.y) + "a" + [found.r * scale, found.r * scale, 0, 1, 1, 0.1, 0.1].map((n) => n.toFixed(1)).join(" ")
        : "M" + px(found.x1) + " " + py(found.y1) + "Q" + px(found.cx) + " " + py(found.cy) + " " + px(found.x2) + " " + py(found.y2);
      picture.append(svg("path", { d: path, fill: "none", stroke: colours[made.hue], "stroke-width": wide.toFixed(2), "stroke-dasharray": dashOf(made.status).join(" ") || "none" }));
      if (made.unsure) picture.append(svg("path", { d: path, fill: "none", stroke: colours.ground, "stroke-width": (wide * 0.4).toFixed(2) }));
      if (made.arrow && !found.loop) {
        const { tx, ty, ux, uy, head } = found, half = head * 0.45;
        picture.append(svg("path", { fill: colours[made.hue], d: "M" + px(tx) + " " + py(ty) + "L" + px(tx - ux * head - uy * half) + " " + py(ty - uy * head + ux * half)
          + "L" + px(tx - ux * head + uy * half) + " " + py(ty - uy * head - ux * half) + "z" }));
      }
      if (made.status === NOT) {
        const middle = pointAt(found, 0.5), angle = found.loop ? 0 : Math.atan2(found.y2 - found.y1, found.x2 - found.x1) + Math.PI / 2, half = (5 + wide) / scale;
        picture.append(svg("path", { stroke: colours[made.hue], "stroke-width": 2, d: "M" + px(middle.x - Math.cos(angle) * half) + " " + py(middle.y - Math.sin(angle) * half)
          + "L" + px(middle.x + Math.cos(angle) * half) + " " + py(middle.y + Math.sin(angle) * half) }));
      }
    }
    for (const node of nodes) {
      if (!shown.node[node.id]) continue;
      const size = node.size * scale / RADIUS;
      picture.append(svg("path", { d: SHAPES[kindOf.get(things.style[node.id]).shape], fill: colours[nodeHue(node.id)], stroke: colours.ground,
        "stroke-width": (1.5 / size).toFixed(2), transform: "translate(" + px(node.x) + " " + py(node.y) + ") scale(" + size.toFixed(3) + ") translate(-8 -8)" }));
    }
    const text = (at, left, words_, more) => {
      const made = svg("text", { x: left.toFixed(1), y: at.toFixed(1), "font-size": 12, fill: colours.ink, ...more });
      made.textContent = words_;
      return made;
    };
    for (const { left, right, top, lines } of scene(null)) {
      lines.forEach((line, at) => picture.append(text(top + 12 + at * 15, (left + right) / 2, line, { "text-anchor": "middle", "paint-order": "stroke", stroke: colours.ground, "stroke-width": 3, "stroke-linejoin": "round" })));
    }
    const whole = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 " + width + " " + (height + below), width, height: height + below, "font-family": "system-ui, sans-serif" },
      svg("defs", {}, clip), svg("rect", { width, height: height + below, fill: colours.ground }), picture, svg("rect", { y: height, width, height: below, fill: colours.sheet }),
      ...words.map((line, at) => text(height + ROOM + 10 + at * LINE, ROOM, line, {})));
    save(new Blob([new XMLSerializer().serializeToString(whole)], { type: "image/svg+xml" }), ".svg");
  }

  /** RFC 4180; the filter, the data and the licence stand in columns of their own, so that each row says where it is from. */
  function csv() {
    const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
    const columns = [...COLUMNS, ...FURTHER], view = caption()[1], data = clean(provenance().at(-1));
    const lines = [[...columns.map(([name]) => name), "view", "data"], ...rows().map((act) => [...columns.map(([, of]) => String(of(act))), view, data])];
    save(new Blob(["\ufeff" + lines.map((cells) => cells.map(quoted).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }), ".csv");
  }
  $("save-png").addEventListener("click", png);
  $("save-svg").addEventListener("click", vector);
  $("save-csv").addEventListener("click", csv);

  return { caption };
})();
