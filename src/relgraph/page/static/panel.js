// Panel: what there is to tell of a node, an edge, a pair, an act or a path.
relgraph.panel = (() => {
  "use strict";
  const { nodes, edges, acts, things, edgesOf, inWhole, actsOfThing, otherEnd } = relgraph.data;
  const { $, el, short, bdi, list } = relgraph.elements;
  const { state, chosen, look } = relgraph.state;
  const { labelOf, actLabel, edgeLabel, many, counted } = relgraph.names;
  const { shown, filtered, remains } = relgraph.filtering;
  const { scored } = relgraph.scoring;
  const { nodeSign, edgeSign } = relgraph.signs;
  const { go, name, link, ofThing, ofEdge, ofPair, ofPath } = relgraph.address;
  const { familyOf, edgeHue, nodeHue, colourWords } = relgraph.colouring;
  const { NOT, statusOf, dashOf, isUnsure } = relgraph.lines;
  const { row, WHOLE, andMore, told, group, mentions } = relgraph.cards;
  const { standing, section, wholeNote } = relgraph.why;
  const { path, inWords } = relgraph.walks;

  const top = (sign, words) => el("div", { class: "top" }, el("span", { class: "kind" }, sign, words),
    el("button", { type: "button", class: "close", on: leave }, "Close"));
  const heading = (...words) => el("h2", { tabindex: "-1" }, words);
  const lineSign = (edge) => edgeSign(edgeHue(edge), dashOf(statusOf(edge)), edges.arrow[edge], statusOf(edge) === NOT, isUnsure(edge));
  const kept = (members) => members.filter((edge) => shown.edge[edge]);
  const actsOf = (members) => members.flatMap((edge) => [...edges.acts[edge].filter((act) => shown.act[act]), ...edges.around[edge].filter(remains)]);
  const leftOf = (members, what) => members.reduce((sum, edge) => sum + (edges.more[edge][what] || 0), 0);

  const WAITING = "Choose the other end of the path, in the picture or by search.";
  let start = null; // of the path that waits for its end
  /** Choose a node, or the path that ends at it where one waits for its end. */
  function goToNode(number) {
    const from = start;
    start = null;
    go(from !== null && from !== number ? ofPath(from, number) : ofThing(number));
  }
  /** Choose nothing. */
  function leave() {
    start = null;
    go("");
  }
  /** What neighbourhoods and paths read, and how far: choices that are named. */
  function walking(number) {
    function pick(label, value, options, change) {
      const select = el("select", {}, options.map(([key, words]) => el("option", { value: key }, words)));
      select.value = value;
      select.addEventListener("change", () => change(select.value));
      return el("label", {}, label + " ", select);
    }
    const hint = el("p", { class: "note" }, start === number ? WAITING : "");
    return el("div", { class: "walk" },
      pick("Neighbourhood", String(state.steps), [["1", "1 step"], ["2", "2 steps"], ["3", "3 steps"]], (value) => look({ steps: Number(value) })),
      pick("Reads", state.reads, [["shown", "what is shown"], ["whole", "the whole network"]], (value) => look({ reads: value })),
      pick("Directions", String(state.directed), [["false", "not read"], ["true", "followed"]], (value) => look({ directed: value === "true" })),
      el("button", { type: "button", class: "plainbutton", "aria-pressed": String(start === number), on: (event) => {
        start = start === number ? null : number;
        event.target.setAttribute("aria-pressed", String(start === number));
        hint.textContent = $("found").textContent = start === null ? "" : WAITING;
      } }, "Shortest path to …"),
      state.reads === "whole" && filtered() ? el("p", { class: "note" }, "The whole network has edges and nodes here that the filters leave out.") : null,
      hint);
  }

  function describeNode(number) {
    const does = [], meets = [], bare = new Map();
    let hidden = 0;
    for (const edge of edgesOf[number]) {
      if (!shown.edge[edge]) {
        hidden += inWhole(edge);
        continue;
      }
      actsOf([edge]).forEach((act, depth) => {
        const acting = acts.actors[act].includes(number) || (depth === 0 && edges.from[edge] === number && edges.arrow[edge]);
        (acting ? does : meets).push(act);
      });
      if (!edges.acts[edge].length) {
        const key = (edges.arrow[edge] && edges.to[edge] === number ? "← " : "") + edges.relation[edge];
        if (!bare.has(key)) bare.set(key, []);
        bare.get(key).push(otherEnd(edge, number));
      }
    }
    const done = new Set(does), behind = nodes[number].behind, here = behind ? ", on this page" : "";
    return [
      top(nodeSign(things.style[number], nodeHue(number)), things.kind[number]),
      heading(bdi(labelOf(number))),
      things.aliases[number].length ? el("p", { class: "aliases" }, "also ", list(things.aliases[number].map((alias) => bdi(alias)))) : null,
      shown.node[number] ? null : el("p", { class: "note warn" }, "The filters leave nothing of it."),
      el("dl", {}, row(scored.name + (scored.whole ? " (of the whole network)" : ""), standing(number, scored)),
        row(state.colourBy, colourWords(number)),
        things.facts[number].map(([term, values]) => row(term, list(values.map((value) => (typeof value === "number" ? name(value) : bdi(value)))))),
        things.notes[number].map((note) => row("editor", bdi(note)))),
      scored.whole ? el("p", { class: "note" }, wholeNote()) : null,
      section(number),
      walking(number),
      hidden && filtered() ? el("p", { class: "note" }, "The filters leave out " + counted(hidden, "of its edges", "of its edges") + ".") : null,
      behind ? el("p", { class: "note" }, "This page has " + many(new Set([...does, ...meets]).size) + " of the " + many(behind) + " acts behind its edges. " + WHOLE) : null,
      group("Acts by it" + here, does),
      group("Acts towards or about it" + here, meets.filter((act) => !done.has(act))),
      [...bare].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, others]) => [
        el("h3", {}, key.startsWith("← ") ? "What " + key.slice(2) + " it" : "It " + key, " (" + others.length + ")"),
        el("ul", { class: "plainlist", tabindex: others.length > 12 ? "0" : null, role: others.length > 12 ? "group" : null, "aria-label": others.length > 12 ? key : null }, others.map((other) => el("li", {}, name(other)))),
      ]),
      mentions(number),
    ];
  }
  /** A thing that is no node here, such as an event among actors, or a document: the acts in which it has a part. */
  function describeThing(number) {
    const all = actsOfThing.get(number), seen = all.filter(remains);
    return [
      top(nodeSign(things.style[number]), things.kind[number]),
      heading(bdi(labelOf(number))),
      things.aliases[number].length ? el("p", { class: "aliases" }, "also ", list(things.aliases[number].map((alias) => bdi(alias)))) : null,
      el("p", { class: "note" }, "It is no node of this network; its acts are lit."),
      seen.length < all.length ? el("p", { class: "note" }, "The filters leave out " + counted(all.length - seen.length, "of its acts", "of its acts") + ".") : null,
      group("Acts with it", seen),
    ];
  }
  /** Where an edge stands for shared events or organizations, which. */
  const shared = (edge) => [
    edges.events[edge].length ? el("p", {}, "at ", list(edges.events[edge].map((thing) => name(thing))), andMore(edges.more[edge], "events")) : null,
    edges.organizations[edge].length ? el("p", {}, "in ", list(edges.organizations[edge].map((thing) => name(thing))), andMore(edges.more[edge], "organizations")) : null,
  ];
  const between = (a, b) => edgesOf[a].filter((edge) => otherEnd(edge, a) === b);
  function describeEdge(number) {
    const all = [...edges.acts[number], ...edges.around[number]], left = edges.acts[number].filter((act) => shown.act[act]);
    const seen = shown.edge[number] ? [...left, ...edges.around[number].filter(remains)] : all;
    const beside = kept(between(edges.from[number], edges.to[number])).filter((edge) => edge !== number);
    return [
      top(lineSign(number), familyOf.get(edges.family[number]).label),
      heading(name(edges.from[number]), " ", edges.relation[number], " ", name(edges.to[number])),
      shown.edge[number] ? null : el("p", { class: "note warn" }, inWhole(number) ? "The filters leave it out."
        : "It is drawn where the filters leave out what was said in it, and not itself."),
      shared(number),
      seen.length < all.length ? el("p", { class: "note" }, "The filters leave out " + counted(all.length - seen.length, "of its acts", "of its acts") + ".") : null,
      all.length
        ? group(edges.around[number].length ? "The act, and what it was said in" : "Acts behind it", seen, leftOf([number], "acts"))
        : el("p", { class: "note" }, edges.note[number] || "Stated in the data as it stands; no act lies behind it."),
      beside.length ? [el("h3", {}, "Between the same two (" + beside.length + ")"), el("ul", { class: "plainlist" },
        beside.slice(0, 60).map((edge) => el("li", {}, link(ofEdge(edge), bdi(short(edges.acts[edge].length ? actLabel(edges.acts[edge][0]) : edges.relation[edge])))))),
      link(ofPair(edges.from[number], edges.to[number]), "All between them")] : null,
    ];
  }
  function describePair(a, b) {
    const members = kept(between(a, b)), all = between(a, b);
    const relations = new Map();
    for (const edge of members) {
      const key = edges.from[edge] + edges.relation[edge] + statusOf(edge) + isUnsure(edge);
      if (!relations.has(key)) relations.set(key, []);
      relations.get(key).push(edge);
    }
    return [
      top(null, counted(members.length, "edge")),
      heading(name(a), " and ", name(b)),
      members.length ? null : el("p", { class: "note warn" }, all.length ? "The filters leave nothing between them." : "No edge links them."),
      el("ul", { class: "plainlist lines" }, [...relations.values()].sort((p, q) => q.length - p.length).map((same) => el("li", {}, lineSign(same[0]),
        el("span", {}, same.length === 1 ? link(ofEdge(same[0]), bdi(edgeLabel(same[0]))) : bdi(edgeLabel(same[0])),
          el("small", {}, [statusOf(same[0]) === NOT ? "did not happen" : statusOf(same[0]), isUnsure(same[0]) ? edges.certainty[same[0]] : "", same.length > 1 ? same.length + " edges" : ""].filter(Boolean).map((words) => " · " + words).join("")))))),
      members.length === 1 ? shared(members[0]) : null,
      members.filter((edge) => edges.note[edge]).map((edge) => el("p", { class: "note" }, edges.note[edge])),
      group("Acts between them", actsOf(members), leftOf(members, "acts")),
    ];
  }
  function describeAct(number) {
    return [top(null, "act"), heading(bdi(actLabel(number))),
      remains(number) ? null : el("p", { class: "note warn" }, "The filters leave it out."), told(number)];
  }
  function describePath(a, b) {
    const found = path(a, b);
    return [
      top(null, "shortest path"),
      heading(name(a), " to ", name(b)),
      el("p", { class: "note" }, found ? counted(found.length, "step") + " through " + inWords() + "." : "No path through " + inWords() + "."),
      walking(a),
      found ? group("Acts on the way", [...found.edges].flatMap((edge) => edges.acts[edge].filter((act) => shown.act[act] || state.reads === "whole"))) : null,
      found ? el("ul", { class: "plainlist" }, [...found.edges].map((edge) => el("li", {}, link(ofEdge(edge), bdi(edgeLabel(edge)))))) : null,
    ];
  }
  /** What is to be told of what is chosen. */
  function describe() {
    const { kind, number, other } = chosen;
    if ((kind !== "node" && kind !== "path") || number !== start) start = null; // something else was chosen meanwhile
    const parts = kind === "node" ? describeNode(number) : kind === "thing" ? describeThing(number) : kind === "edge" ? describeEdge(number) : kind === "pair" ? describePair(number, other)
      : kind === "act" ? describeAct(number) : kind === "path" ? describePath(number, other) : [];
    return parts.flat(Infinity).filter((part) => part !== null && part !== undefined);
  }

  return { describe, goToNode, leave };
})();
