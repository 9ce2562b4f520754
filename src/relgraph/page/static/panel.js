// Panel: what there is to tell of a node or an edge.
relgraph.panel = (() => {
  "use strict";
  const { nodes, edges, measure, things, acts, familyOf, edgesOf, otherEnd, isNegative } = relgraph.data;
  const { el, short, bdi, list } = relgraph.elements;
  const { go, name } = relgraph.links;
  const { nodeSign, edgeSign } = relgraph.signs;

  /** A term and its value in a list of descriptions; nothing where there is no value. */
  const row = (term, value) => (value === null || value === undefined || value.length === 0 ? [] : [el("dt", {}, term), el("dd", {}, value)]);

  const WHOLE = "The network as json (relgraph project -f json) lists all.";
  const many = (number) => number.toLocaleString("en");
  /** How many items of a list the page leaves out, and the same in words. */
  const left = (record, list) => record.more?.[list] ?? 0;
  const andMore = (record, list) => (left(record, list) ? " and " + many(left(record, list)) + " more" : null);

  /** Where a passage stands, and its words where the page has them. */
  function where(passage) {
    const place = passage.start !== undefined ? "characters " + passage.start + "–" + passage.end
      : passage.fragment || (passage.exact ? "“" + short(passage.exact) + "”" : "no place is given");
    const parts = [passage.document === null ? "source not named" : bdi(short(things[passage.document].label)), ", ", bdi(place),
      passage.note ? " (" + passage.note + ")" : null];
    if (passage.quote) {
      const [before, quote, after] = passage.quote;
      parts.push(el("blockquote", {}, el("bdi", {}, before ? "…" + before : "", el("mark", {}, quote), after ? after + "…" : "")));
    }
    return el("div", { class: "where" }, parts);
  }

  /** Who tells an act: a speaker, else the documents that it rests on, else that there are none. */
  const teller = (act, shown) => [act.told.manner, act.told.tellers.length ? [" ", list(act.told.tellers.map(shown))] : null];

  const sentence = (act) => [
    act.polarity === "negative" ? "It did not happen that " : null,
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
          act.polarity === "negative" ? el("span", { class: "chip negative" }, "did not happen") : null,
          unsure ? el("span", { class: "chip unsure" }, act.certainty) : null,
          el("span", {}, teller(act, (number) => bdi(short(things[number].label, 60)))))),
      el("div", { class: "more" },
        el("p", {}, sentence(act)),
        el("dl", {},
          row(["said by", "in the words of"].includes(act.told.manner) ? "speaker" : "source", teller(act, (number) => name(number))),
          row("content", act.modality),
          row("took place", act.polarity === "negative" ? "no" : null),
          row("reading", act.certainty),
          row(act.published ? "date of publication" : "date", act.date ? bdi(act.date) : null),
          row("at", act.event !== null ? name(act.event) : null),
          row("place", act.place !== null ? name(act.place) : null),
          row("code", list(act.codes.map((number) => name(number)))),
          row("counts", act.weight === 1 ? null : String(act.weight)),
          row("intensity", act.intensity === null ? null : String(act.intensity)),
          row("about", list(act.concerns.map((number) => name(number)))),
          row("inferred from", list(act.inferred.map((number) => name(number)), "; ")),
          act.notes.map((note) => row("editor", bdi(note))),
          row("where", [act.passages.map(where), andMore(act, "passages")]))));
  }

  const cards = (places) => {
    const sorted = [...new Set(places)].sort((a, b) => a - b);
    return el("div", { class: "acts" }, sorted.map((place) => card(place, sorted.length <= 3)));
  };
  const group = (title, places, more = 0) => {
    if (!places.length) return [];
    const shown = cards(places), all = [...shown.children];
    const toggle = el("button", { type: "button", class: "all", on: () => {
      const open = !all.every((act) => act.open);
      for (const act of all) act.open = open;
    } }, "open or close all");
    return [el("h3", {}, title + " (" + many(all.length + more) + ")", all.length > 1 ? toggle : null),
      more ? el("p", { class: "note" }, "This page has " + many(all.length) + " of these acts. " + WHOLE) : null, shown];
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
        bare.get(key).push(otherEnd(edge, number));
      }
    }
    const done = new Set(does), here = node.behind ? ", on this page" : "";
    const score = node.score === null ? "undefined" : node.score + " (rank " + node.rank + " of " + nodes.length + ")";
    return [
      top(nodeSign(thing.style), thing.kind),
      el("h2", {}, bdi(thing.label)),
      thing.aliases.length ? el("p", { class: "aliases" }, "also ", list(thing.aliases.map((alias) => bdi(alias)))) : null,
      el("dl", {}, row(measure, score),
        (thing.facts || []).map(([term, values]) =>
          row(term, list(values.map((value) => (typeof value === "number" ? name(value) : bdi(value)))))),
        (thing.notes || []).map((note) => row("editor", bdi(note)))),
      node.behind ? el("p", { class: "note" }, "This page has " + many(new Set([...does, ...meets]).size) + " of the "
        + many(node.behind) + " acts behind its edges. " + WHOLE) : null,
      group("Acts by it" + here, does),
      group("Acts towards or about it" + here, meets.filter((place) => !done.has(place))),
      [...bare].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, numbers]) => [
        el("h3", {}, key.startsWith("← ") ? "What " + key.slice(2) + " it" : "It " + key, " (" + numbers.length + ")"),
        el("ul", { class: "plainlist" }, numbers.map((n) => el("li", {}, name(n)))),
      ]),
      (thing.passages || []).length ? [el("h3", {}, "Where the source names it"), el("div", { class: "acts" },
        el("details", { class: "act" }, el("summary", {}, many(thing.passages.length + left(thing, "passages")) + (thing.passages.length === 1 ? " passage" : " passages")),
          el("div", { class: "more" }, thing.passages.map(where), andMore(thing, "passages"))))] : null,
    ];
  }

  function describeEdge(number) {
    const edge = edges[number];
    const beside = edgesOf[edge.from].filter((key) => key !== number && otherEnd(edges[key], edge.from) === otherEnd(edge, edge.from));
    return [
      top(edgeSign(familyOf.get(edge.family).hue, edge.dashes, edge.arrows, isNegative(edge)), familyOf.get(edge.family).label),
      el("h2", {}, name(edge.from), " ", edge.relation, " ", name(edge.to)),
      edge.events.length ? el("p", {}, "at ", list(edge.events.map((event) => name(event))), andMore(edge, "events")) : null,
      edge.organizations.length ? el("p", {}, "in ", list(edge.organizations.map((one) => name(one))), andMore(edge, "organizations")) : null,
      edge.acts.length ? group(edge.acts.length > 1 && !edge.together ? "The act, and what it was said in" : "Acts behind it", edge.acts, left(edge, "acts"))
        : el("p", { class: "note" }, edge.note || "Stated in the data as it stands; no act lies behind it."),
      beside.length ? [el("h3", {}, "Between the same two (" + beside.length + ")"), el("ul", { class: "plainlist" },
        beside.map((key) => el("li", {}, el("a", { href: "#edge=" + key },
          bdi(short(edges[key].acts.length ? things[acts[edges[key].acts[0]].thing].label : edges[key].relation)))))) ] : null,
    ];
  }

  return { describeNode, describeEdge };
})();
