// Address: the view as a fragment, so that it can be kept, sent and gone back from.
//
// First comes what is chosen: the IRI of a thing or an act, or edge=, pair= or path= with the IRIs that name it; then
// what differs from the page as it opens, key by key. An edge goes by its act, ends and relation; where edges stand for
// several acts, of which there may be more tomorrow, by its ends and whether it has a direction.
relgraph.address = (() => {
  "use strict";
  const { nodes, edges, acts, things, single, thingOf, actOf, edgesOf, actsOfThing } = relgraph.data;
  const { state, first, chosen, languages } = relgraph.state;
  const { labelOf } = relgraph.names;
  const { facets, voices } = relgraph.facets;
  const { names } = relgraph.scoring;
  const { el, bdi, short } = relgraph.elements;

  const written = (parts) => parts.map(encodeURIComponent).join("|");
  const read = (text) => text.split("|").map(decodeURIComponent);
  const edgeName = (edge) => written([
    single && edges.acts[edge].length ? acts.iri[edges.acts[edge][0]] : "",
    things.iri[edges.from[edge]], single ? edges.relation[edge] : edges.arrow[edge] ? "to" : "with", things.iri[edges.to[edge]]]);
  /** The fragments that choose a thing or an act, an edge, a pair of nodes. */
  const ofThing = (thing) => "#" + encodeURIComponent(things.iri[thing]);
  const ofAct = (act) => "#" + encodeURIComponent(acts.iri[act]);
  const ofEdge = (edge) => "#edge=" + edgeName(edge);
  const ofPair = (a, b) => "#pair=" + written([things.iri[a], things.iri[b]]);
  const ofPath = (a, b) => "#path=" + written([things.iri[a], things.iri[b]]);

  const KEYS = { voice: "voice", from: "from", until: "until", sizeBy: "size", colourBy: "colour", lines: "lines",
    language: "lang", steps: "steps", reads: "reads", directed: "directed", undated: "undated", everything: "all" };
  const DAYS = ["from", "until"], LAST_DAY = 1e8, YES_OR_NO = ["true", "false"]; // a date of ECMAScript is within 1e8 days
  const CHOICES = { voice: voices, sizeBy: names, colourBy: ["kind", "bloc", "sign"], lines: ["pairs", "acts"], language: ["", ...languages],
    steps: ["1", "2", "3"], reads: ["shown", "whole"], directed: YES_OR_NO, undated: YES_OR_NO, everything: YES_OR_NO };
  let place = ""; // middle and scale of the view, where the reader moved it
  const setPlace = (text) => { place = text; };
  const keptPlace = () => place;

  /** The fragment of the selection. */
  function selection() {
    const { kind, number, other } = chosen;
    return kind === "node" || kind === "thing" ? ofThing(number) : kind === "act" ? ofAct(number) : kind === "edge" ? ofEdge(number)
      : kind === "pair" ? ofPair(number, other) : kind === "path" ? ofPath(number, other) : "#";
  }
  /** What differs from the page as it opens, behind the selection. */
  function settings() {
    const before = first(), said = [];
    for (const facet of facets) {
      const off = state.off.get(facet.name);
      if (!off?.size) continue;
      const on = facet.values.filter((value) => !off.has(value));
      const less = on.length <= off.size;
      said.push((less ? "" : "not-") + facet.name.toLowerCase() + "=" + written(less ? on : [...off]));
    }
    for (const [field, key] of Object.entries(KEYS)) {
      if (state[field] !== before[field]) said.push(key + "=" + encodeURIComponent(String(state[field])));
    }
    return said.map((one) => "&" + one).join("");
  }
  const view = () => (place ? "&view=" + place : "");
  let going = false; // between a choice and the event that tells of it, when the address is ahead of what is chosen
  addEventListener("hashchange", () => { going = false; });
  let went = false;
  /** Whether the address is one that the page itself has gone to, asked once: the view may have moved on since. */
  function isOwn() {
    const own = went;
    went = false;
    return own;
  }
  /** Put the view into the address without a step in the history. */
  function write() {
    if (going) return;
    const wanted = selection() + settings() + view();
    if (location.hash === wanted || (wanted === "#" && !location.hash)) return;
    try { history.replaceState(null, "", wanted); } catch { /* in a frame without an address of its own */ }
  }
  /** Choose what a fragment names, or with "" nothing, as a step that can be gone back from. */
  function go(fragment) {
    const wanted = (fragment || "#") + settings() + view();
    if (location.hash === wanted) return;
    going = went = true;
    location.hash = wanted;
  }

  /** What an address names: a selection and settings, and in words what in it is unknown here. */
  function parse(hash) {
    const found = { kind: "", number: null, other: null, settings: first(), place: "", unknown: [] };
    hash.replace(/^#/, "").split("&").forEach((part, order) => {
      const [, key, value] = /^(not-)?[a-z]+=/.test(part) ? [...part.match(/^((?:not-)?[a-z]+)=(.*)$/s)] : [null, "", part];
      try {
        if (key === "") {
          if (order === 0 && value) selected(found, decodeURIComponent(value));
          else if (value) throw new RangeError(value);
        }
        else if (key === "edge" || key === "pair" || key === "path") selectedTwo(found, key, read(value));
        else set(found, key, value);
      } catch { found.unknown.push(short(part, 80)); }
    });
    return found;
  }
  function selected(found, iri) {
    const thing = thingOf.get(iri);
    if (thing !== undefined && thing < nodes.length) Object.assign(found, { kind: "node", number: thing });
    else if (actOf.has(iri)) Object.assign(found, { kind: "act", number: actOf.get(iri) });
    else if (actsOfThing.has(thing)) Object.assign(found, { kind: "thing", number: thing });
    else found.unknown.push(thing !== undefined ? labelOf(thing) + ", which is no node of this network and has no part in its acts" : short(iri, 120));
  }
  function selectedTwo(found, key, names) {
    const ends = (key === "edge" ? [names[1], names[3]] : names).map((iri) => thingOf.get(iri));
    if (ends.length !== 2 || !ends.every((end) => end < nodes.length)) throw new RangeError(key);
    if (key !== "edge") Object.assign(found, { kind: key, number: ends[0], other: ends[1] });
    else {
      const edge = edgesOf[ends[0]].find((one) => edgeName(one) === written(names));
      if (edge === undefined) throw new RangeError(key);
      Object.assign(found, { kind: "edge", number: edge });
    }
  }
  function set(found, key, value) {
    const facet = facets.find((one) => key === one.name.toLowerCase() || key === "not-" + one.name.toLowerCase());
    if (facet) {
      const told = value ? read(value) : [], known = told.filter((one) => facet.places.has(one));
      found.unknown.push(...told.filter((one) => !facet.places.has(one)).map((one) => facet.name.toLowerCase() + " " + short(one, 60)));
      found.settings.off.set(facet.name, new Set(key.startsWith("not-") ? known : facet.values.filter((one) => !known.includes(one))));
    } else if (key === "view") {
      if (!/^-?\d+,-?\d+,[\d.e-]+$/.test(value) || !(Number(value.split(",")[2]) > 0)) throw new RangeError(key);
      found.place = value;
    } else {
      const field = Object.keys(KEYS).find((one) => KEYS[one] === key), text = decodeURIComponent(value);
      if (!field || (field in CHOICES && !CHOICES[field].includes(text))) throw new RangeError(key);
      if (DAYS.includes(field) && !(/^-?\d+$/.test(text) && Math.abs(Number(text)) <= LAST_DAY)) throw new RangeError(key);
      found.settings[field] = DAYS.includes(field) || field === "steps" ? Number(text) : typeof first()[field] === "boolean" ? text === "true" : text;
    }
  }

  /** A thing by name: a link where the page can show it, plain text where it cannot. */
  function name(thing, length) {
    const shownText = bdi(short(labelOf(thing), length));
    const act = actOf.get(things.iri[thing]);
    if (thing >= nodes.length && act === undefined && !actsOfThing.has(thing)) return shownText;
    return link(ofThing(thing), shownText);
  }
  /** A link to what a fragment chooses, which keeps the settings; its whole address, since it skips to no part of the page. */
  const link = (fragment, ...words) => el("a", { href: location.pathname + fragment + settings(), on: (event) => {
    event.preventDefault();
    go(fragment);
  } }, words);

  return { ofThing, ofAct, ofEdge, ofPair, ofPath, settings, write, go, isOwn, parse, name, link, setPlace, keptPlace };
})();
