// Labels, as on a map: of one size at every zoom, the important ones first, none across another.
relgraph.labels = (() => {
  "use strict";
  const { nodes, edges } = relgraph.data;
  const { short, clean } = relgraph.elements;
  const { state } = relgraph.state;
  const { labelOf } = relgraph.names;
  const { byRank } = relgraph.scoring;
  const { colours } = relgraph.network;
  const { drawn, curve, pointAt } = relgraph.lines;

  const CROWD = 40; // neighbours from which their labels are small and of one line
  const ALWAYS = 20; // of the highest that are labelled whatever is in the way
  const NEAR = [14, 30, 48, 70, 96], FAR = [130, 170, 220, 280]; // pixels from its node at which a label is tried, with a line to it
  const MOST = 300, FULL = 60; // labels, and how many in a row find no room before no more are tried
  const pen = document.createElement("canvas").getContext("2d");
  const FONT = getComputedStyle(document.documentElement).fontFamily;
  const SMALL = "10.5px " + FONT;
  const face = (place) => (place < 8 ? "600 13px " : "12px ") + FONT;
  // Between characters of these scripts a line may break (Chinese, Japanese).
  const WIDE = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/u;
  const words = (text) => text.split(/\s+/).flatMap((word) => (WIDE.test(word) ? [...word].map((char, at) => [char, at ? "" : " "]) : [[word, " "]]));
  const wrapped = new Map();
  let order = [], placeOf = new Map();

  /** The lines of a text and the width of the longest, measured once. */
  function wrap(text, font, most = 3) {
    const key = most + font + text;
    if (!wrapped.has(key)) {
      const lines = [""];
      const room = (line) => [...line].reduce((sum, char) => sum + (WIDE.test(char) ? 1.8 : 1), 0);
      for (const [word, gap] of words(clean(short(text, 200)).trim())) {
        const last = lines.length - 1, longer = lines[last] + (lines[last] ? gap : "") + word;
        if (lines[last] && room(longer) > 20) lines.push(short(word, 26));
        else lines[last] = short(longer, 26);
      }
      if (lines.length > most) {
        lines.length = most;
        lines[most - 1] = lines[most - 1].replace(/…?$/, "…");
      }
      pen.font = font;
      wrapped.set(key, { lines, width: Math.max(...lines.map((line) => pen.measureText(line).width)) });
    }
    return wrapped.get(key);
  }
  /** After a change of sizes or of what is shown. */
  function orderLabels() {
    order = byRank();
    placeOf = new Map(order.map((number, ranked) => [number, ranked]));
  }

  const CELL = 80; // pixels; a label is compared with what shares a cell of a grid with it
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  class Grid {
    constructor() { this.cells = new Map(); }
    around(r) {
      const found = [];
      for (let x = Math.floor(r.left / CELL); x <= Math.floor(r.right / CELL); x += 1) {
        for (let y = Math.floor(r.top / CELL); y <= Math.floor(r.bottom / CELL); y += 1) found.push(x * 10007 + y);
      }
      return found;
    }
    put(r) {
      for (const key of this.around(r)) {
        if (this.cells.has(key)) this.cells.get(key).push(r);
        else this.cells.set(key, [r]);
      }
    }
    /** Whether nothing overlaps a field; nodes below a size and the node of the label itself do not count. */
    isFree(r, least = 0) {
      for (const key of this.around(r)) {
        for (const other of this.cells.get(key) || []) {
          if (other.number !== r.number && (other.label || nodes[other.number].size >= least) && overlap(other, r)) return false;
        }
      }
      return true;
    }
    /** How many labels overlap a field. */
    labelsOver(r) {
      return new Set(this.around(r).flatMap((key) => this.cells.get(key) || []).filter((other) => other.label && other.number !== r.number && overlap(other, r))).size;
    }
  }

  /**
   * Find places for labels: first those that `first` names, then the highest; where `within` is a set, of its members, and
   * beside them of the highest where these are clear of all. `covered` are fields that no label may lie under. Returns {number, lines, font, left, top, right, bottom, from} each.
   */
  function place({ x, y, scale }, { width, height }, first, within, covered) {
    const grid = new Grid(), spots = new Map(), placed = [];
    covered.forEach((r) => grid.put({ ...r, number: -1, label: true })); // for words on lines
    // Of what is chosen all are named, those too that the filters leave out of the rest.
    const wanted = within ? [...order.filter((number) => within.has(number)), ...[...within].filter((number) => !placeOf.has(number))] : order;
    function seat(number) {
      const node = nodes[number], r = node.size * scale;
      const at = { x: x + node.x * scale, y: y + node.y * scale, r };
      if (at.x < -r || at.y < -r || at.x > width + r || at.y > height + r) return;
      spots.set(number, at);
      grid.put({ left: at.x - r * 0.85, right: at.x + r * 0.85, top: at.y - r * 0.85, bottom: at.y + r * 0.85, number });
    }
    wanted.forEach(seat);
    const aside = new Set(within && first.length ? order.slice(0, ALWAYS).filter((number) => !within.has(number)) : []);
    for (const number of aside) seat(number);
    const visible = [...wanted, ...aside].filter((number) => spots.has(number));
    const sure = new Set(first.filter((number) => spots.has(number)).concat(visible.slice(0, ALWAYS)));
    const crowd = first.length > CROWD;
    let failed = 0;
    for (const number of new Set([...sure, ...visible])) {
      if (placed.length >= MOST || failed >= FULL) break;
      const at = spots.get(number), ranked = placeOf.get(number), quiet = aside.has(number);
      const font = crowd && (quiet || ranked >= ALWAYS) && number !== first[0] ? SMALL : face(ranked);
      const must = sure.has(number) || quiet, farther = crowd ? [...NEAR, ...FAR] : NEAR;
      let spot, lines, wide;
      // What has to be named and finds no room is tried again in one line.
      for (const most of font === SMALL ? [1] : must ? [3, 1] : [3]) {
        ({ lines, width: wide } = wrap(labelOf(number), font, most));
        const w = wide / 2 + 3, h = lines.length * 15;
        const candidates = (r) => [[0, r + 2], [0, -r - h - 2], [r + w + 2, -h / 2], [-r - w - 2, -h / 2],
          [r * 0.7 + w, r * 0.7], [-r * 0.7 - w, r * 0.7], [r * 0.7 + w, -r * 0.7 - h], [-r * 0.7 - w, -r * 0.7 - h]]
          .map(([dx, dy]) => ({ number, label: true, left: at.x + dx - w, right: at.x + dx + w, top: at.y + dy, bottom: at.y + dy + h }))
          .filter((one) => one.left >= 0 && one.right <= width && one.top >= 0 && one.bottom <= height && !covered.some((field) => overlap(field, one)));
        const near = candidates(at.r);
        // A label may cover nodes of half the size, but no other label.
        spot = near.find((one) => grid.isFree(one)) ?? near.find((one) => grid.isFree(one, nodes[number].size / 2));
        if (spot) break;
        if (!must) continue;
        // It is named farther away with a line to its node, or over nodes; in the end where it covers the fewest labels.
        const far = farther.flatMap((more) => candidates(at.r + more));
        spot = far.find((one) => grid.isFree(one, nodes[number].size / 2)) ?? [...near, ...far].find((one) => grid.isFree(one, Infinity))
          ?? (lines.length > 1 || quiet || font === SMALL ? undefined : near.reduce((best, one) => (!best || grid.labelsOver(one) < grid.labelsOver(best) ? one : best), undefined));
        if (spot) break;
      }
      failed = spot ? 0 : failed + 1;
      if (!spot) continue;
      grid.put(spot);
      const away = Math.max(0, at.x < spot.left ? spot.left - at.x : at.x - spot.right) + Math.max(0, at.y < spot.top ? spot.top - at.y : at.y - spot.bottom);
      placed.push({ ...spot, lines, font, quiet, from: away > at.r + 12 ? at : null });
    }
    return { placed, grid };
  }
  /** Words on lines where there is room: relations of those that are bright, and how many acts a pair has. */
  function placeOnLines(bright, frame, grid) {
    const placed = [];
    const put = (middle, text, font, number) => {
      pen.font = font;
      const line = short(clean(text), 40), width = pen.measureText(line).width;
      const at = { x: frame.x + middle.x * frame.scale, y: frame.y + middle.y * frame.scale };
      const spot = { number, label: true, left: at.x - width / 2 - 3, right: at.x + width / 2 + 3, top: at.y - 8, bottom: at.y + 7 };
      if (!grid.isFree(spot)) return;
      grid.put(spot);
      placed.push({ ...spot, lines: [line], font, from: null });
    };
    if (bright.length <= 40) bright.forEach((made, place) => {
      const relations = new Set(made.edges.map((edge) => edges.relation[edge])), [relation] = relations;
      put(pointAt(curve(made, frame.scale), 0.5), relation + (relations.size > 1 ? " +" + (relations.size - 1) : ""), "italic 12px " + FONT, -2 - place);
    });
    return placed;
  }
  function placeCounts(frame, grid, { width, height }) {
    if (state.lines !== "pairs" || drawn.pairs.length > 300) return [];
    const placed = [];
    for (const { a, b, edges: members } of drawn.pairs) {
      if (members.length < 2 || a === b) continue;
      const middle = { x: (nodes[a].x + nodes[b].x) / 2, y: (nodes[a].y + nodes[b].y) / 2 };
      const at = { x: frame.x + middle.x * frame.scale, y: frame.y + middle.y * frame.scale };
      const font = "600 11px " + FONT, { lines, width: wide } = wrap(String(members.length), font);
      const spot = { number: -1, label: true, left: at.x - wide / 2 - 5, right: at.x + wide / 2 + 5, top: at.y - 8, bottom: at.y + 8 };
      if (spot.right < 0 || spot.left > width || spot.bottom < 0 || spot.top > height || !grid.isFree(spot)) continue;
      grid.put(spot);
      placed.push({ ...spot, lines, font, from: null, badge: true });
    }
    return placed;
  }
  function paint(to, placed) {
    to.textAlign = "center";
    to.textBaseline = "top";
    to.lineJoin = "round";
    for (const { left, right, top, bottom, lines, font, from, badge, quiet } of placed) {
      if (from) {
        to.strokeStyle = colours.quiet;
        to.lineWidth = 0.6; // thinner than any tie
        to.beginPath();
        to.moveTo(from.x, from.y);
        to.lineTo(Math.min(right, Math.max(left, from.x)), Math.min(bottom, Math.max(top, from.y)));
        to.stroke();
      }
      to.font = font;
      to.strokeStyle = colours.ground;
      to.lineWidth = 4;
      to.fillStyle = quiet ? colours.quiet : colours.ink;
      if (badge) {
        to.fillStyle = colours.sheet;
        to.beginPath();
        to.roundRect(left, top, right - left, bottom - top, 8);
        to.fill();
        to.strokeStyle = colours.quiet;
        to.lineWidth = 1;
        to.stroke();
        to.fillStyle = colours.ink;
        to.fillText(lines[0], (left + right) / 2, top + 3);
        continue;
      }
      lines.forEach((text, at) => {
        to.strokeText(text, (left + right) / 2, top + 1 + at * 15);
        to.fillText(text, (left + right) / 2, top + 1 + at * 15);
      });
    }
  }

  return { orderLabels, place, placeOnLines, placeCounts, paint };
})();
