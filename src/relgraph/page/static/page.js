"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { nodes, edges, measure } = data;
  const { things, acts, kinds, families, dashes } = data.content;
  const kindOf = new Map(kinds.map((kind) => [kind.style, kind]));
  const familyOf = new Map(families.map((family) => [family.name, family]));
  const numberOf = new Map(things.map((thing, number) => [thing.iri, number]));
  const $ = (id) => document.getElementById(id);
  const narrow = matchMedia("(max-width: 820px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // Building: every text enters as a text node, never as markup
  // -----------------------------------------------------------

  function el(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") made.addEventListener("click", value);
      else if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  function svg(name, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const short = (text, length = 110) => {
    const points = text.length > length ? [...text.slice(0, 2 * length + 2)] : [];
    return points.length > length ? points.slice(0, length - 1).join("") + "…" : text;
  };
  const bdi = (text) => el("bdi", {}, text);
  const address = (iri) => "#" + encodeURIComponent(iri);

  /** A thing by name: a link where the page can show it, plain text where it cannot. */
  function name(number, length) {
    const thing = things[number];
    const shown = bdi(short(thing.label, length));
    return number < nodes.length || actOf.has(number) ? el("a", { href: address(thing.iri) }, shown) : shown;
  }

  function list(items, mark = ", ") {
    return items.flatMap((item, place) => (place ? [mark, item] : [item]));
  }

  function nodeSign(style) {
    const paths = {
      dot: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
      square: "M2.5 2.5h11v11h-11z",
      triangle: "M8 1.5L15 14H1z",
      triangleDown: "M8 14.5L15 2H1z",
      diamond: "M8 .8L15.2 8L8 15.2L.8 8z",
      hexagon: "M15 8L11.5 14.1H4.5L1 8L4.5 1.9H11.5z",
      star: "M8 .6L10 6H15.4L11.1 9.4L12.7 15L8 11.7L3.3 15L4.9 9.4L.6 6H6z",
    };
    const kind = kindOf.get(style);
    return svg("svg", { viewBox: "0 0 16 16", class: "sign " + kind.hue, "aria-hidden": "true" },
      svg("path", { d: paths[kind.shape], class: "node-shape" }));
  }

  function edgeSign(hue, dash, arrow) {
    const line = svg("path", { d: "M1 7H" + (arrow ? 33 : 41), class: "edge-line" });
    if (dash) line.setAttribute("stroke-dasharray", dash.join(" "));
    const drawn = svg("svg", { viewBox: "0 0 42 14", class: "stroke " + hue, "aria-hidden": "true" }, line);
    if (arrow) drawn.append(svg("path", { d: "M32 2.5L41 7L32 11.5z", class: "edge-head" }));
    return drawn;
  }

  // What belongs to what
  // --------------------

  const actOf = new Map(acts.map((act, place) => [act.thing, place]));
  const edgesOf = nodes.map(() => []);
  const edgesOfAct = acts.map(() => []);
  edges.forEach((edge, number) => {
    edge.id = number;
    edgesOf[edge.from].push(number);
    if (edge.to !== edge.from) edgesOf[edge.to].push(number);
    for (const act of edge.acts) edgesOfAct[act].push(number);
  });
  const other = (edge, node) => (edge.from === node ? edge.to : edge.from);

  // The picture
  // -----------

  let colours = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const key of ["ground", "sheet", "ink", "quiet", "accent", "blue", "teal", "vermilion", "purple", "amber", "sky", "slate", "brown", "grey"]) {
      colours[key] = style.getPropertyValue("--" + key).trim();
    }
  }

  const off = { kinds: new Set(), families: new Set(), modalities: new Set() };
  const nodeHidden = (number) => off.kinds.has(things[number].style);
  const edgeHidden = (edge) =>
    nodeHidden(edge.from) || nodeHidden(edge.to) || off.families.has(edge.family) || off.modalities.has(edge.modality);

  let chosen = { node: null, edge: null };
  let near = null; // the nodes and edges that stay bright beside the chosen one
  function findNear() {
    if (chosen.node === null && chosen.edge === null) return null;
    const bright = { nodes: new Set(), edges: new Set() };
    const take = (number) => {
      bright.edges.add(number);
      bright.nodes.add(edges[number].from).add(edges[number].to);
    };
    if (chosen.edge !== null) take(chosen.edge);
    else {
      bright.nodes.add(chosen.node);
      edgesOf[chosen.node].filter((number) => !edgeHidden(edges[number])).forEach(take);
    }
    return bright;
  }

  function drawnNode(node) {
    const hue = colours[kindOf.get(things[node.id].style).hue];
    const picked = chosen.node === node.id;
    return {
      id: node.id, hidden: nodeHidden(node.id),
      color: { background: hue, border: picked ? colours.ink : colours.ground },
      borderWidth: picked ? 4 : 1.5,
      opacity: near && !near.nodes.has(node.id) ? 0.15 : 1,
    };
  }

  const crowd = Math.max(0.25, Math.min(1, Math.sqrt(700 / edges.length)));
  function drawnEdge(edge) {
    const bright = near && near.edges.has(edge.id);
    const unsure = edge.certainty && edge.certainty !== "certain";
    return {
      id: edge.id, hidden: edgeHidden(edge),
      color: {
        color: colours[familyOf.get(edge.family).hue],
        opacity: near && !bright ? 0.07 : (unsure ? 0.45 : edge.family === "bare" && !bright ? 0.6 : 0.9) * (bright ? 1 : crowd),
        inherit: false,
      },
      width: edge.width * (chosen.edge === edge.id ? 2.4 : edge.family === "bare" ? 0.7 : 1),
    };
  }

  // Positions suit a field that is wider than high; on a tall one the two axes change places.
  const field = $("network").getBoundingClientRect();
  const width = Math.max(...nodes.map((node) => node.x)) - Math.min(...nodes.map((node) => node.x));
  const height = Math.max(...nodes.map((node) => node.y)) - Math.min(...nodes.map((node) => node.y));
  if ((field.height > field.width) !== (height > width)) {
    for (const node of nodes) [node.x, node.y] = [node.y, node.x];
    for (const edge of edges) edge.bend = -edge.bend;
  }

  let view = null;
  readColours();
  const nodeSet = new vis.DataSet(nodes.map((node) => ({
    x: node.x, y: node.y, size: node.size, shape: node.shape, ...drawnNode(node),
  })));
  const edgeSet = new vis.DataSet(edges.map((edge) => ({
    from: edge.from, to: edge.to, arrows: edge.arrows, dashes: edge.dashes, ...drawnEdge(edge),
    smooth: edge.bend ? { enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) } : false,
  })));
  view = new vis.Network($("network"), { nodes: nodeSet, edges: edgeSet }, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      dragNodes: false, hover: true, selectable: false, hideEdgesOnDrag: edges.length > 2000,
      hideEdgesOnZoom: edges.length > 2000, keyboard: false,
    },
    nodes: { chosen: false, shapeProperties: { interpolation: false } },
    edges: { chosen: false, arrows: { to: { scaleFactor: 0.5 } }, selectionWidth: 0, hoverWidth: 0 },
  });

  function redraw() {
    near = findNear();
    nodeSet.update(nodes.map(drawnNode));
    edgeSet.update(edges.map(drawnEdge));
  }

  /** Show the whole network, with room for the labels at its rim. */
  function fit(animated) {
    const shown = nodes.filter((node) => !nodeHidden(node.id));
    if (!shown.length) return;
    const box = $("network").getBoundingClientRect();
    const at = (axis, sign) => Math.max(...shown.map((node) => sign * node[axis] + node.size)) * sign;
    const [left, right, top, bottom] = [at("x", -1), at("x", 1), at("y", -1), at("y", 1)];
    const scale = Math.min((box.width - Math.min(110, box.width / 6)) / (right - left), (box.height - 70) / (bottom - top), 1.4);
    view.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02), animation: moving(animated),
    });
  }
  const moving = (wanted) => (wanted && !still.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false);

  function zoom(factor) {
    view.moveTo({ scale: Math.min(8, Math.max(0.02, view.getScale() * factor)), animation: moving(true) });
  }

  // Labels, as on a map: of one size at every zoom, the important ones first, none across another
  // ---------------------------------------------------------------------------------------------

  const pen = document.createElement("canvas").getContext("2d");
  const FAMILY = getComputedStyle(document.documentElement).fontFamily;
  const face = (number) => (nodes[number].size >= 17 ? "600 13px " : "12px ") + FAMILY;
  const wrapped = new Map();
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

  const order = nodes.map((node) => node.id).sort((a, b) => nodes[a].rank - nodes[b].rank || (things[a].label < things[b].label ? -1 : 1));
  let hovered = null;
  let placed = []; // the labels on the canvas now: {number, left, top, right, bottom} in CSS pixels
  const CELL = 80;

  function drawLabels(context) {
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
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const free = (r, least = 0) => !around(r).some((key) => (cells.get(key) || []).some(
      (o) => o.number !== r.number && (o.label || nodes[o.number].size >= least) && meet(o, r)));

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
    for (const number of order) {
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
      const spotsAround = [[0, r + 2], [0, -r - h - 2], [side, -h / 2], [-side, -h / 2],
        [slant, r * 0.7], [-slant, r * 0.7], [slant, -r * 0.7 - h], [-slant, -r * 0.7 - h]]
        .map(([dx, dy]) => ({ number, label: true, left: x + dx - w, right: x + dx + w, top: y + dy, bottom: y + dy + h }))
        .filter((r4) => r4.left >= 0 && r4.right <= box.width && r4.top >= 0 && r4.bottom <= box.height);
      // A label may cover nodes of half the size, but no other label; the chosen one is named in any case.
      const spot = spotsAround.find((r4) => free(r4))
        ?? spotsAround.find((r4) => free(r4, nodes[number].size / 2))
        ?? (number === hovered || number === chosen.node ? spotsAround[0] : undefined);
      if (!spot) continue;
      placed.push(spot);
      write(spot, lines, face(number));
    }
    // The relations of what is chosen, where there is room on their edges.
    for (const number of near && near.edges.size <= 40 ? near.edges : []) {
      const middle = view.canvasToDOM(view.body.edges[number].edgeType.getPoint(0.5));
      const font = "italic 12px " + FAMILY;
      pen.font = font;
      const w = pen.measureText(edges[number].relation).width / 2 + 3;
      const spot = { number: "edge " + number, label: true, left: middle.x - w, right: middle.x + w, top: middle.y - 8, bottom: middle.y + 7 };
      if (free(spot) || number === chosen.edge) write(spot, [edges[number].relation], font);
    }
    context.restore();
  }

  function labelAt(point) {
    const hit = placed.find((r) => r.left <= point.x && point.x <= r.right && r.top <= point.y && point.y <= r.bottom);
    return hit ? hit.number : undefined;
  }

  // The panel
  // ---------

  const row = (term, value) => (value === null || value === undefined || value.length === 0 ? [] : [el("dt", {}, term), el("dd", {}, value)]);

  function where(passage) {
    const place = passage.start !== undefined ? "characters " + passage.start + "–" + passage.end : passage.fragment || "no position";
    const parts = [passage.document === null ? "unnamed source" : bdi(short(things[passage.document].label)), ", " + place];
    if (passage.quote) {
      const [before, quote, after] = passage.quote;
      parts.push(el("blockquote", {}, el("bdi", {}, before ? "…" + before : "", el("mark", {}, quote), after ? after + "…" : "")));
    }
    return el("div", { class: "where" }, parts);
  }

  function speaker(act) {
    if (act.speaker !== null) return ["said by ", name(act.speaker)];
    return [act.background ? "from a background source" : "told by the report itself"];
  }

  const sentence = (act) => [
    list(act.actors.map((number) => name(number))), " ", el("em", {}, act.relation), " ",
    list(act.objects.map((number) => name(number))),
    act.recipients.length ? [" for ", list(act.recipients.map((number) => name(number)))] : null,
  ];

  function card(place, open) {
    const act = acts[place];
    const unsure = act.certainty && act.certainty !== "certain";
    return el("details", { class: "act", open },
      el("summary", {}, bdi(short(things[act.thing].label, 200)),
        el("div", { class: "line" },
          act.modality ? el("span", { class: "chip" }, act.modality) : null,
          unsure ? el("span", { class: "chip unsure" }, act.certainty) : null,
          el("span", {}, act.speaker !== null ? ["said by ", bdi(short(things[act.speaker].label, 60))] : speaker(act)))),
      el("div", { class: "more" },
        el("p", {}, sentence(act)),
        el("dl", {},
          row("speaker", speaker(act)),
          row("content", act.modality),
          row("reading", act.certainty),
          row("date", act.date ? bdi(act.date) : null),
          row("at", act.event !== null ? name(act.event) : null),
          row("about", list(act.concerns.map((number) => name(number)))),
          row("inferred from", list(act.inferred.map((number) => name(number)), "; ")),
          act.notes.map((note) => row("editor", bdi(note))),
          row("source", act.passages.map(where)))));
  }

  const cards = (places) => {
    const sorted = [...new Set(places)].sort((a, b) => a - b);
    return el("div", { class: "acts" }, sorted.map((place) => card(place, sorted.length <= 3)));
  };
  const group = (title, places) => {
    if (!places.length) return [];
    const shown = cards(places), all = [...shown.children];
    const toggle = el("button", { type: "button", class: "all", on: () => {
      const open = !all.every((act) => act.open);
      for (const act of all) act.open = open;
    } }, "open or close all");
    return [el("h3", {}, title + " (" + all.length + ")", all.length > 1 ? toggle : null), shown];
  };

  function top(sign, words) {
    return el("div", { class: "top" }, el("span", { class: "kind" }, sign, words),
      el("button", { type: "button", class: "close", on: () => go("") }, "Close"));
  }

  function describeNode(number) {
    const thing = things[number], node = nodes[number];
    const does = [], meets = [], bare = new Map();
    for (const edge of edgesOf[number].map((key) => edges[key])) {
      edge.acts.forEach((place, depth) => {
        const acting = acts[place].actors.includes(number) || (depth === 0 && edge.from === number && edge.arrows);
        (acting ? does : meets).push(place);
      });
      if (!edge.acts.length) {
        const key = (edge.arrows && edge.to === number ? "← " : "") + edge.relation;
        if (!bare.has(key)) bare.set(key, []);
        bare.get(key).push(other(edge, number));
      }
    }
    const done = new Set(does);
    const score = node.score === null ? "undefined" : node.score + " (rank " + node.rank + " of " + nodes.length + ")";
    return [
      top(nodeSign(thing.style), thing.kind),
      el("h2", {}, bdi(thing.label)),
      thing.aliases.length ? el("p", { class: "aliases" }, "also ", list(thing.aliases.map((alias) => bdi(alias)))) : null,
      el("dl", {}, row(measure, score),
        (thing.facts || []).map(([term, values]) =>
          row(term, list(values.map((value) => (typeof value === "number" ? name(value) : bdi(value)))))),
        (thing.notes || []).map((note) => row("editor", bdi(note)))),
      group("Acts by it", does),
      group("Acts towards or about it", meets.filter((place) => !done.has(place))),
      [...bare].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, numbers]) => [
        el("h3", {}, key.startsWith("← ") ? "What " + key.slice(2) + " it" : "It " + key, " (" + numbers.length + ")"),
        el("ul", { class: "plainlist" }, numbers.map((n) => el("li", {}, name(n)))),
      ]),
      (thing.passages || []).length ? [el("h3", {}, "Where the source names it"), el("div", { class: "acts" },
        el("details", { class: "act" }, el("summary", {}, thing.passages.length + (thing.passages.length === 1 ? " passage" : " passages")),
          el("div", { class: "more" }, thing.passages.map(where))))] : null,
    ];
  }

  function describeEdge(number) {
    const edge = edges[number];
    const beside = edgesOf[edge.from].filter((key) => key !== number && other(edges[key], edge.from) === other(edge, edge.from));
    return [
      top(edgeSign(familyOf.get(edge.family).hue, edge.dashes, edge.arrows), familyOf.get(edge.family).label),
      el("h2", {}, name(edge.from), " ", edge.relation, " ", name(edge.to)),
      edge.events.length ? el("p", {}, "at ", list(edge.events.map((event) => name(event)))) : null,
      edge.acts.length ? group(edge.acts.length > 1 && !edge.events.length ? "The act, and what it was said in" : "Acts behind it", edge.acts)
        : el("p", { class: "note" }, "Stated in the data as it stands; no act lies behind it."),
      beside.length ? [el("h3", {}, "Between the same two (" + beside.length + ")"), el("ul", { class: "plainlist" },
        beside.map((key) => el("li", {}, el("a", { href: "#edge=" + key },
          bdi(short(edges[key].acts.length ? things[acts[edges[key].acts[0]].thing].label : edges[key].relation)))))) ] : null,
    ];
  }

  // Choosing: the address says what is chosen, so that a choice can be kept, sent and gone back from
  // ------------------------------------------------------------------------------------------------

  const go = (fragment) => {
    if (fragment) location.hash = fragment;
    else if (location.hash) location.hash = "";
  };

  function follow() {
    let text = location.hash.slice(1);
    try { text = decodeURIComponent(text); } catch { /* taken as it stands */ }
    const numbered = /^edge=(\d+)$/.exec(text);
    const number = numberOf.get(text);
    const isNode = number !== undefined && number < nodes.length;
    chosen = { node: null, edge: null };
    if (numbered && Number(numbered[1]) < edges.length) chosen.edge = Number(numbered[1]);
    else if (isNode) chosen.node = number;
    else if (actOf.has(number)) chosen.edge = edgesOfAct[actOf.get(number)][0];
    reveal();
    redraw();
    show();
  }

  /** Switch on again what the chosen node or edge needs. */
  function reveal() {
    const ends = chosen.edge === null ? [chosen.node] : [edges[chosen.edge].from, edges[chosen.edge].to];
    for (const number of ends) if (number !== null) off.kinds.delete(things[number].style);
    if (chosen.edge !== null) {
      off.families.delete(edges[chosen.edge].family);
      off.modalities.delete(edges[chosen.edge].modality);
    }
    press();
  }

  function show() {
    const some = chosen.node !== null || chosen.edge !== null;
    const details = $("details");
    details.replaceChildren(...(!some ? [] : chosen.node !== null ? describeNode(chosen.node) : describeEdge(chosen.edge))
      .flat(Infinity).filter((part) => part !== null));
    details.hidden = !some;
    details.scrollTop = 0;
    $("overview").hidden = some && !narrow.matches;
    if (!narrow.matches) $("legend").open = !some;
    $("found").textContent = chosen.node !== null ? things[chosen.node].label + ", " + things[chosen.node].kind : "";
    if (!some) return;
    if (narrow.matches) scrollTo(0, 0);
    bringIntoView();
  }

  function bringIntoView() {
    const ends = chosen.node !== null ? [nodes[chosen.node]] : [nodes[edges[chosen.edge].from], nodes[edges[chosen.edge].to]];
    const box = $("network").getBoundingClientRect();
    const sheet = narrow.matches ? Math.max(0, box.bottom - $("details").getBoundingClientRect().top) : 0;
    const seen = ends.every((node) => {
      const at = view.canvasToDOM({ x: node.x, y: node.y });
      return at.x > 30 && at.y > 30 && at.x < box.width - 30 && at.y < box.height - sheet - 30;
    });
    if (seen && view.getScale() > 0.45) return;
    const middle = { x: ends.reduce((sum, node) => sum + node.x, 0) / ends.length, y: ends.reduce((sum, node) => sum + node.y, 0) / ends.length };
    const reach = Math.max(1, ...ends.map((node) => Math.hypot(node.x - middle.x, node.y - middle.y)));
    const room = Math.min(box.width, Math.max(box.height - sheet, 120)) / 2 - 50;
    const scale = Math.min(Math.max(view.getScale(), 0.8), ends.length > 1 ? Math.max(room, 40) / reach : 3);
    view.moveTo({ position: middle, scale, offset: { x: 0, y: -sheet / 2 }, animation: moving(true) });
  }

  view.on("click", (event) => {
    const point = event.pointer.DOM;
    const node = view.getNodeAt(point) ?? labelAt(point);
    const edge = node === undefined ? view.getEdgeAt(point) : undefined;
    if (node !== undefined) go(address(things[node].iri));
    else go(edge === undefined ? "" : "#edge=" + edge);
  });
  view.on("afterDrawing", drawLabels);

  const tip = $("tip");
  function tell(point, ...words) {
    tip.replaceChildren(...words);
    tip.hidden = false;
    const box = $("network").getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(point.x + 14, box.width - tip.offsetWidth - 4)) + "px";
    tip.style.top = (point.y + 18 + tip.offsetHeight > box.height ? point.y - tip.offsetHeight - 8 : point.y + 18) + "px";
    $("network").style.cursor = "pointer";
  }
  function hush() {
    hovered = null;
    tip.hidden = true;
    $("network").style.cursor = "";
    view.redraw();
  }
  view.on("hoverNode", ({ node, pointer }) => {
    hovered = node;
    tell(pointer.DOM, bdi(short(things[node].label)), " ", el("small", {}, things[node].kind));
    view.redraw();
  });
  view.on("hoverEdge", ({ edge: number, pointer }) => {
    const edge = edges[number];
    const status = [edge.modality === "asserted" ? "" : edge.modality, edge.certainty === "certain" ? "" : edge.certainty].filter(Boolean).join(", ");
    tell(pointer.DOM, bdi(short(things[edge.from].label, 50)), " ", el("b", {}, edge.relation), " ", bdi(short(things[edge.to].label, 50)),
      " ", el("small", {}, status));
  });
  view.on("blurNode", hush);
  view.on("blurEdge", hush);
  view.on("dragStart", hush);
  view.on("zoom", hush);

  $("closer").addEventListener("click", () => zoom(1.5));
  $("farther").addEventListener("click", () => zoom(1 / 1.5));
  $("whole").addEventListener("click", () => fit(true));
  addEventListener("hashchange", follow);
  dark.addEventListener("change", () => { readColours(); redraw(); });

  // The search
  // ----------

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = nodes.map((node) => [things[node.id].label, ...things[node.id].aliases].map((text) => [text, plain(text)]));
  const field2 = $("search"), box2 = $("suggestions");
  let offers = [], at = -1;

  function look() {
    const wanted = plain(field2.value.trim());
    const found = [];
    if (wanted) {
      names.forEach((known, number) => {
        let best = null;
        known.forEach(([text, folded], place) => {
          const start = folded.indexOf(wanted);
          if (start < 0) return;
          const rank = (folded === wanted ? 0 : start === 0 ? 2 : folded.includes(" " + wanted) ? 4 : 6) + (place ? 1 : 0);
          if (!best || rank < best.rank) best = { number, rank, text, alias: place > 0 };
        });
        if (best) found.push(best);
      });
      found.sort((a, b) => a.rank - b.rank || nodes[b.number].size - nodes[a.number].size || a.number - b.number);
    }
    offers = found.slice(0, 9);
    at = offers.length ? 0 : -1;
    box2.replaceChildren(...offers.map((offer, place) => {
      const thing = things[offer.number];
      const item = el("li", { role: "option", id: "offer-" + place, "aria-selected": "false" }, nodeSign(thing.style),
        el("span", {}, bdi(short(thing.label, 80)), " ", el("small", {}, offer.alias ? ["also ", bdi(short(offer.text, 60))] : thing.kind)));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
      return item;
    }));
    if (wanted && !offers.length) box2.append(el("li", { class: "none" }, "No node of this name here"));
    $("found").textContent = wanted ? found.length + (found.length === 1 ? " node found" : " nodes found") : "";
    box2.hidden = !wanted;
    field2.setAttribute("aria-expanded", String(Boolean(wanted)));
    mark();
  }
  function mark() {
    [...box2.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    if (at < 0) field2.removeAttribute("aria-activedescendant");
    else {
      field2.setAttribute("aria-activedescendant", "offer-" + at);
      box2.children[at].scrollIntoView({ block: "nearest" });
    }
  }
  function shut() {
    box2.hidden = true;
    field2.setAttribute("aria-expanded", "false");
    field2.removeAttribute("aria-activedescendant");
  }
  function take(place) {
    const { number } = offers[place];
    field2.value = short(things[number].label, 80);
    shut();
    if (chosen.node === number) bringIntoView();
    go(address(things[number].iri));
  }
  field2.addEventListener("input", look);
  field2.addEventListener("focus", () => { field2.select(); });
  field2.addEventListener("blur", shut);
  field2.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box2.hidden) look();
      else if (offers.length) at = (at + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
      mark();
    } else if (event.key === "Enter" && !box2.hidden && at >= 0) {
      event.preventDefault();
      take(at);
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field2.value = "";
      look();
      go("");
    } else if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      field2.focus();
    }
  });

  // Overview and legend
  // -------------------

  const shared = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  };
  function entry(kind, key, sign, words, count) {
    const button = el("button", { type: "button", "aria-pressed": "true", on: () => {
      if (!off[kind].delete(key)) off[kind].add(key);
      press();
      redraw();
    } }, sign, el("span", { class: "said" }, words), el("b", {}, String(count)));
    button.dataset.facet = kind;
    button.dataset.key = key;
    return el("li", {}, button);
  }
  function press() {
    for (const button of document.querySelectorAll(".keys button")) {
      button.setAttribute("aria-pressed", String(!off[button.dataset.facet].has(button.dataset.key)));
    }
  }

  const byStyle = shared(nodes.map((node) => things[node.id].style));
  $("kinds").append(...kinds.filter((kind) => byStyle.has(kind.style)).map((kind) => {
    const called = [...new Set(nodes.filter((node) => things[node.id].style === kind.style).map((node) => things[node.id].kind))];
    return entry("kinds", kind.style, nodeSign(kind.style), bdi(short(called.join(", "), 80)), byStyle.get(kind.style));
  }));
  const byFamily = shared(edges.map((edge) => edge.family));
  $("families").append(...families.filter((family) => byFamily.has(family.name)).map((family) => {
    const relations = [...shared(edges.filter((edge) => edge.family === family.name).map((edge) => edge.relation))]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([relation]) => relation);
    return entry("families", family.name, edgeSign(family.hue, null, edges.some((edge) => edge.family === family.name && edge.arrows)),
      [family.label, el("small", {}, bdi(short(relations.join(", "), 160)))], byFamily.get(family.name));
  }));
  const byModality = shared(edges.map((edge) => edge.modality).filter(Boolean));
  const known = Object.keys(dashes);
  $("modalities").append(...[...byModality.keys()].sort((a, b) => known.indexOf(a) - known.indexOf(b)).map((modality) =>
    entry("modalities", modality, edgeSign("ink", dashes[modality] ?? dashes.wished, false), modality, byModality.get(modality))));
  for (const id of ["kinds", "families", "modalities"]) $(id).parentElement.hidden = !$(id).children.length;

  $("highest").append(...order.filter((number) => nodes[number].score !== null).slice(0, 5).map((number) =>
    el("li", {}, el("a", { href: address(things[number].iri) }, nodeSign(things[number].style), bdi(short(things[number].label, 60)),
      el("b", {}, String(nodes[number].score))))));
  if (narrow.matches) $("legend").open = false;

  fit(false);
  follow();
})();
