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

  const LINE = 16, ROOM = 12;
  /** What is written below a picture: what it shows, of which filters, from which sources, under which licence. */
  function caption() {
    const filters = inWords(dayText), given = [...document.querySelectorAll("#given span")].map((one) => one.textContent).join("; ");
    const beyond = filters && state.reads === "whole" && (chosen.kind === "node" || chosen.kind === "path") ? "; what is chosen reads the whole network" : "";
    return [document.title, $("status").textContent + (filters ? "; " + filters : "") + (given ? "; " + given : "") + beyond, ...provenance()].map(clean);
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
    const { width, height } = field();
    const measure = document.createElement("canvas").getContext("2d");
    measure.font = FACE;
    const lines = wrapped(measure, width), below = lines.length * LINE + 2 * ROOM;
    const picture = svg("g", { "clip-path": "url(#field)" }), text = svg("g", {}), pen = new Pen(text);
    scene(new Pen(picture));
    pen.font = FACE;
    pen.fillStyle = colours.ink;
    lines.forEach((line, at) => pen.fillText(line, ROOM, height + ROOM + at * LINE));
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
    const columns = [...COLUMNS, ...FURTHER], view = caption()[1], data = clean(provenance().at(-1));
    const lines = [[...columns.map(([name]) => name), "view", "data"], ...rows().map((act) => [...columns.map(([, of]) => String(of(act))), view, data])];
    save(new Blob(["\ufeff" + lines.map((cells) => cells.map(quoted).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }), ".csv");
  }
  $("save-png").addEventListener("click", png);
  $("save-svg").addEventListener("click", vector);
  $("save-csv").addEventListener("click", csv);

  return { caption };
})();
