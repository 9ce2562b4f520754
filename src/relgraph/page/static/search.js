// Search: things by label or alias in any language, acts, relations, and words of passages.
relgraph.search = (() => {
  "use strict";
  const { nodes, edges, acts, passages, things, labels, actsOfThing } = relgraph.data;
  const { $, el, short, bdi } = relgraph.elements;
  const { state, show } = relgraph.state;
  const { labelOf, actLabel, counted } = relgraph.names;
  const { facetOf } = relgraph.facets;
  const { nodeSign, edgeSign } = relgraph.signs;
  const { familyOf } = relgraph.colouring;
  const { go, ofThing, ofAct } = relgraph.address;
  const { textOf } = relgraph.cards;
  const { goToNode } = relgraph.panel;

  // Letters that are not made of a letter and an accent.
  const LETTERS = { đ: "d", ð: "d", ø: "o", ł: "l", ħ: "h", ŧ: "t", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
  /** A text without case and accents. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[đðøłħŧıßæœþ]/gu, (letter) => LETTERS[letter]);
  let known = null; // made when it is first asked for: [kind, number, texts, plain texts]
  function index() {
    if (known) return known;
    known = [];
    const add = (kind, number, names) => known.push([kind, number, names, names.map(plain)]);
    const namesOf = (thing) => [...new Set([things.label[thing], ...things.aliases[thing], ...Object.values(labels).map((column) => column[thing]).filter(Boolean)])];
    for (const { id } of nodes) add("node", id, namesOf(id));
    for (const thing of actsOfThing.keys()) add("thing", thing, namesOf(thing));
    facetOf.get("Relation").values.forEach((relation, place) => add("relation", place, [relation]));
    for (let act = 0; act < acts.count; act += 1) add("act", act, [actLabel(act)]);
    for (let act = 0; act < acts.count; act += 1) {
      const words = acts.passages[act].map((passage) => textOf.get(passages.document[passage])?.slice(passages.start[passage] ?? 0, passages.end[passage] ?? 0).join("")
        || passages.exact[passage]).filter(Boolean);
      if (words.length) add("passage", act, words);
    }
    return known;
  }
  const field = $("search"), suggestions = $("suggestions");
  const ORDER = { node: 0, thing: 1, relation: 2, act: 3, passage: 4 };
  const isThing = (kind) => kind === "node" || kind === "thing";
  let offers = [], active = -1;

  function find(wanted) {
    const found = [];
    for (const [kind, number, names, folded] of index()) {
      let best = null;
      folded.forEach((text, place) => {
        const start = text.indexOf(wanted);
        if (start < 0) return;
        const rank = 10 * ORDER[kind] + (text === wanted ? 0 : start === 0 ? 2 : text.includes(" " + wanted) ? 4 : 6) + (place ? 1 : 0);
        if (!best || rank < best.rank) best = { kind, number, rank, text: names[place], alias: isThing(kind) && names[place] !== labelOf(number), start };
      });
      if (best) found.push(best);
    }
    return found.sort((a, b) => a.rank - b.rank || (a.kind === "node" ? nodes[b.number].size - nodes[a.number].size : 0) || a.number - b.number);
  }
  /** A few words around what was found, which has another place in the text than in the plain one. */
  function snippet({ text, start }) {
    const points = [...text];
    let at = 0;
    for (let length = 0; at < points.length && length < start; at += 1) length += plain(points[at]).length;
    return at > 30 ? "…" + points.slice(at - 25).join("") : text;
  }
  function item(offer, place) {
    const { kind, number } = offer;
    const [sign, words, small] = isThing(kind) ? [nodeSign(things.style[number]), labelOf(number), offer.alias ? ["also ", bdi(short(offer.text, 60))] : things.kind[number]]
      : kind === "relation" ? [edgeSign(familyOf.get(edges.family[edges.relation.indexOf(offer.text)]).hue, null, true), offer.text, "relation: show it alone"]
        : kind === "act" ? [null, offer.text, "act"] : [null, snippet(offer), "passage"];
    const made = el("li", { role: "option", id: "offer-" + place, "aria-selected": "false" }, sign, el("span", {}, bdi(short(words, 90)), " ", el("small", {}, small)));
    made.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(place);
    });
    return made;
  }
  function suggest() {
    const wanted = plain(field.value.trim()), found = wanted ? find(wanted) : [];
    // Some of each kind, so that many nodes do not hide the passages.
    const taken = { node: 0, thing: 0, relation: 0, act: 0, passage: 0 }, LIMIT = { node: 8, thing: 3, relation: 3, act: 4, passage: 3 };
    offers = found.filter(({ kind }) => (taken[kind] += 1) <= LIMIT[kind]);
    active = offers.length ? 0 : -1;
    suggestions.replaceChildren(...offers.map(item));
    if (wanted && !offers.length) suggestions.append(el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing of this name here"));
    $("found").textContent = wanted ? counted(found.length, "hit") : "";
    suggestions.hidden = !wanted;
    markActive();
  }
  function markActive() {
    [...suggestions.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", "offer-" + active);
      suggestions.children[active].scrollIntoView({ block: "nearest" });
    }
  }
  function close() {
    suggestions.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }
  function choose(place) {
    const { kind, number, text } = offers[place];
    field.value = isThing(kind) ? short(labelOf(number), 80) : short(text, 80);
    close();
    if (kind === "relation") show({ off: new Map(state.off).set("Relation", new Set(facetOf.get("Relation").values.filter((one) => one !== text))) });
    else if (kind === "node") goToNode(number);
    else go(kind === "thing" ? ofThing(number) : ofAct(number));
  }
  field.addEventListener("input", suggest);
  field.addEventListener("focus", () => { field.select(); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (suggestions.hidden) suggest();
      else if (offers.length) active = (active + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
      markActive();
    } else if (event.key === "Enter" && !suggestions.hidden && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Escape" && !suggestions.hidden) {
      event.preventDefault(); // which would empty the field as well
      event.stopPropagation();
      close();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      field.focus();
    }
  });
  /** Names are others after a change of the language. */
  const forget = () => { known = null; };
  function clear() {
    field.value = "";
    close();
  }

  return { forget, clear };
})();
