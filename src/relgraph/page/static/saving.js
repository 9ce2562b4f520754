// Saving: the picture as PNG and SVG and the table as CSV, each with what it shows, its sources, and the licence.
relgraph.saving = (() => {
  "use strict";
  const { $, svg, clean } = relgraph.elements;
  const { state, chosen } = relgraph.state;
  const { dayText } = relgraph.names;
  const { inWords } = relgraph.filtering;
  const { colours } = relgraph.network;
  const { scene, field } = relgraph.layers;
  const { Pen } = relgraph.vector;
  const { provenance } = relgraph.overview;
  const { COLUMNS, FURTHER, rows } = relgraph.table;

  const LINE = 16, KEY_LINE = 20, ROOM = 12, MOST = 12; // sources that are named below a picture
  /** What is written below a picture: what it shows, of which filters, from which sources, under which licence. */
  function caption() {
    const filters = inWords(dayText), given = [...document.querySelectorAll("#given span")].map((one) => one.textContent).join("; ");
    const beyond = filters && state.reads === "whole" && (chosen.kind === "node" || chosen.kind === "path") ? "; what is chosen reads the whole network" : "";
    return [document.title, $("status").textContent + (filters ? "; " + filters : "") + (given ? "; " + given : "") + beyond, ...provenance(MOST)].map(clean);
  }
  const fileName = (ending) => (document.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "network") + ending;
  function save(blob, ending) {
    const link = document.createElement("a"), address = URL.createObjectURL(blob);
    link.href = address;
    link.download = fileName(ending);
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
  /** The lines of the caption, none wider than the picture. */
  function wrapped(pen, width) {
    const fits = (line) => pen.measureText(line).width <= width - 2 * ROOM;
    return caption().flatMap((text) => {
      const lines = [""];
      for (const word of text.split(" ")) {
        const longer = (lines.at(-1) + " " + word).trim();
        if (fits(longer)) lines[lines.length - 1] = longer;
        else {
          if (lines.at(-1)) lines.push("");
          for (const letter of word) {
            if (lines.at(-1) && !fits(lines.at(-1) + letter)) lines.push("");
            lines[lines.length - 1] += letter;
          }
        }
      }
      return lines;
    });
  }
  /** The legend of what is shown: outlines of a sign, and the words beside it. */
  const legend = () => [...document.querySelectorAll("#kinds li, #families li, #statuses li")].map((entry) => {
    const sign = entry.querySelector("svg");
    return { words: clean(entry.querySelector(".said").firstChild.textContent), room: sign.viewBox.baseVal.width + 6,
      parts: [...sign.children].map((part) => ({ d: part.getAttribute("d"), style: getComputedStyle(part), dash: (part.getAttribute("stroke-dasharray") ?? "").match(/[\d.]+/g) ?? [] })) };
  });
  /** Its entries at their places in rows as wide as the picture, and how high these are. */
  function seated(pen, width) {
    let x = ROOM, y = 0;
    const entries = legend().map((entry) => {
      const wide = entry.room + pen.measureText(entry.words).width;
      if (x > ROOM && x + wide > width - ROOM) [x, y] = [ROOM, y + KEY_LINE];
      const spot = { ...entry, x, y };
      x += wide + 2 * ROOM;
      return spot;
    });
    return { entries, height: entries.length ? y + KEY_LINE : 0 };
  }
  function drawKey(pen, entries, top) {
    const Path = pen.Path ?? Path2D;
    for (const { words, room, parts, x, y } of entries) {
      for (const { d, style, dash } of parts) {
        const path = new Path();
        path.addPath(Object.assign(new Path2D(d), { text: d }), { a: 1, d: 1, e: x, f: top + y });
        pen.setLineDash(dash.map(Number));
        if (style.fill !== "none") {
          pen.fillStyle = style.fill;
          pen.fill(path);
        }
        pen.strokeStyle = style.stroke;
        pen.lineWidth = parseFloat(style.strokeWidth);
        pen.stroke(path);
      }
      pen.setLineDash([]);
      pen.fillStyle = colours.ink;
      pen.fillText(words, x + room, top + y + 1);
    }
  }
  const FACE = "12px " + getComputedStyle(document.documentElement).fontFamily;

  function png() {
    const { width, height } = field(), canvas = document.createElement("canvas"), RATIO = 2;
    const pen = canvas.getContext("2d");
    pen.font = FACE;
    const lines = wrapped(pen, width), key = seated(pen, width), below = key.height + lines.length * LINE + 2 * ROOM;
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
    drawKey(pen, key.entries, height + ROOM);
    pen.fillStyle = colours.ink;
    lines.forEach((text, at) => pen.fillText(text, ROOM, height + key.height + ROOM + at * LINE));
    canvas.toBlob((blob) => save(blob, ".png"), "image/png");
  }

  function vector() {
    const { width, height } = field();
    const measure = document.createElement("canvas").getContext("2d");
    measure.font = FACE;
    const lines = wrapped(measure, width), key = seated(measure, width), below = key.height + lines.length * LINE + 2 * ROOM;
    const picture = svg("g", { "clip-path": "url(#field)" }), text = svg("g", {}), pen = new Pen(text);
    scene(new Pen(picture));
    pen.font = FACE;
    drawKey(pen, key.entries, height + ROOM);
    pen.fillStyle = colours.ink;
    lines.forEach((line, at) => pen.fillText(line, ROOM, height + key.height + ROOM + at * LINE));
    const whole = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 " + width + " " + (height + below), width, height: height + below, "font-family": "system-ui, sans-serif" },
      svg("defs", {}, svg("clipPath", { id: "field" }, svg("rect", { width, height }))),
      svg("rect", { width, height: height + below, fill: colours.ground }), picture, svg("rect", { y: height, width, height: below, fill: colours.sheet }), text);
    save(new Blob([new XMLSerializer().serializeToString(whole)], { type: "image/svg+xml" }), ".svg");
  }

  // As records.py has it: a cell that a spreadsheet would take for a formula gets an apostrophe, a number does not.
  const FORMULA = /^(?![+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$)[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
  /** RFC 4180; the filter, the data and the licence stand in columns of their own, so that each row says where it is from. */
  function csv() {
    const quoted = (text) => '"' + (FORMULA.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
    const columns = [...COLUMNS, ...FURTHER], view = caption()[1], data = clean(provenance(0).at(-1));
    const lines = [[...columns.map(([name]) => name), "view", "data"], ...rows().map((act) => [...columns.map(([, of]) => String(of(act))), view, data])];
    save(new Blob(["\ufeff" + lines.map((cells) => cells.map(quoted).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }), ".csv");
  }
  $("save-png").addEventListener("click", png);
  $("save-svg").addEventListener("click", vector);
  $("save-csv").addEventListener("click", csv);

  return { caption };
})();
