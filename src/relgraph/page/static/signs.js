// Signs: how nodes and edges look in the legend, the panel and the search.
relgraph.signs = (() => {
  "use strict";
  const { kinds } = relgraph.data;
  const { svg } = relgraph.elements;

  const kindOf = new Map(kinds.map((kind) => [kind.style, kind]));
  // Outlines in a field of 16 by 16, in which a dot has a radius of 6.5, drawn on the canvas and in SVG alike.
  const RADIUS = 6.5;
  const SHAPES = {
    dot: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
    square: "M2.5 2.5h11v11h-11z",
    triangle: "M8 1.5L15 14H1z",
    triangleDown: "M8 14.5L15 2H1z",
    diamond: "M8 .8L15.2 8L8 15.2L.8 8z",
    hexagon: "M15 8L11.5 14.1H4.5L1 8L4.5 1.9H11.5z",
    star: "M8 .6L10 6H15.4L11.1 9.4L12.7 15L8 11.7L3.3 15L4.9 9.4L.6 6H6z",
  };

  function nodeSign(style, hue = kindOf.get(style).hue) {
    return svg("svg", { viewBox: "0 0 16 16", class: "sign " + hue, "aria-hidden": "true" },
      svg("path", { d: SHAPES[kindOf.get(style).shape], class: "node-shape" }));
  }

  function edgeSign(hue, dash, arrow, crossed, hollow) {
    const line = svg("path", { d: "M1 7H" + (arrow ? 33 : 41), class: "edge-line" + (hollow ? " wide" : "") });
    if (dash?.length) line.setAttribute("stroke-dasharray", dash.join(" "));
    const drawn = svg("svg", { viewBox: "0 0 42 14", class: "stroke " + hue, "aria-hidden": "true" }, line);
    if (hollow) drawn.append(svg("path", { d: "M1 7H41", class: "edge-core" }));
    if (arrow) drawn.append(svg("path", { d: "M32 2.5L41 7L32 11.5z", class: "edge-head" }));
    if (crossed) drawn.append(svg("path", { d: "M18 1V13", class: "edge-line" }));
    return drawn;
  }

  return { SHAPES, RADIUS, kindOf, nodeSign, edgeSign };
})();
