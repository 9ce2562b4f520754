// Source: the texts with every passage that carries an act marked, or, without texts, where the passages stand.
relgraph.source = (() => {
  "use strict";
  const { acts, passages, documents } = relgraph.data;
  const { $, el, bdi, short } = relgraph.elements;
  const { chosen } = relgraph.state;
  const { labelOf, actLabel, counted } = relgraph.names;
  const { remains } = relgraph.filtering;
  const { go, link, ofAct } = relgraph.address;
  const { textOf, placeOf } = relgraph.cards;

  // By document: each passage that an act rests on, with its acts.
  const actsOf = new Map();
  for (let act = 0; act < acts.count; act += 1) {
    for (const passage of acts.passages[act]) {
      if (!actsOf.has(passage)) actsOf.set(passage, []);
      actsOf.get(passage).push(act);
    }
  }
  const marks = []; // {element, acts}
  let made = false;

  // All passages are one stop of the tab key; the arrows go from one to the next.
  let stop = null;
  function stopAt(mark) {
    stop?.setAttribute("tabindex", "-1");
    stop = mark;
    mark.setAttribute("tabindex", "0");
  }
  $("source-body").addEventListener("keydown", (event) => {
    const mark = event.target.closest("mark");
    if (!mark) return;
    const all = [...$("source-body").querySelectorAll(".text mark")], at = all.indexOf(mark);
    const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") mark.click();
    else if (all[next]) {
      stopAt(all[next]);
      all[next].focus();
    } else if (next === undefined) return;
    event.preventDefault();
  });

  /** A text as runs, each with the passages that it is in. */
  function marked(document) {
    const text = textOf.get(document), within = [...actsOf.keys()].filter((passage) => passages.document[passage] === document && passages.start[passage] !== null && !passages.note[passage]);
    const bounds = [...new Set([0, text.length, ...within.flatMap((passage) => [passages.start[passage], passages.end[passage]])])].sort((a, b) => a - b);
    const starting = new Map(), open = new Set(), parts = [];
    for (const passage of within) {
      for (const [at, what] of [[passages.start[passage], "add"], [passages.end[passage], "delete"]]) {
        if (!starting.has(at)) starting.set(at, []);
        starting.get(at).push([what, passage]);
      }
    }
    bounds.forEach((start, place) => {
      for (const [what, passage] of (starting.get(start) || []).toSorted((a) => (a[0] === "delete" ? -1 : 1))) open[what](passage);
      if (place + 1 >= bounds.length) return;
      const words = text.slice(start, bounds[place + 1]).join("");
      if (!open.size) {
        parts.push(words);
        return;
      }
      const own = [...new Set([...open].flatMap((passage) => actsOf.get(passage)))].sort((a, b) => a - b);
      // Who has several acts at one place goes through them by clicking again.
      const mark = el("mark", { role: "button", tabindex: stop ? "-1" : "0", on: () => {
        stopAt(mark);
        const seen = own.filter(remains), pool = seen.length ? seen : own;
        go(ofAct(pool[chosen.kind === "act" && pool.includes(chosen.number) ? (pool.indexOf(chosen.number) + 1) % pool.length : 0]));
      } }, words);
      stop ??= mark;
      mark.title = own.slice(0, 6).map((act) => short(actLabel(act), 80)).join("\n");
      marks.push({ element: mark, acts: own });
      parts.push(mark);
    });
    return el("div", { class: "text", dir: "auto" }, parts);
  }
  function positions(document) {
    const own = [...actsOf.keys()].filter((passage) => passages.document[passage] === document).sort((a, b) => (passages.start[a] ?? 0) - (passages.start[b] ?? 0));
    return el("ul", { class: "plainlist" }, own.slice(0, 400).map((passage) => {
      const item = el("li", {}, bdi(placeOf(passage)), ": ", actsOf.get(passage).slice(0, 8).map((act, place) => [place ? "; " : "", link(ofAct(act), bdi(short(actLabel(act), 90)))]));
      marks.push({ element: item, acts: actsOf.get(passage) });
      return item;
    }), own.length > 400 ? el("li", {}, "and " + counted(own.length - 400, "more passage")) : null);
  }
  function make() {
    if (made) return;
    made = true;
    const first = documents.toSorted((a, b) => textOf.has(b.thing) - textOf.has(a.thing));
    $("source-body").append(...first.slice(0, 100).map((one) => el("section", {}, el("h3", {}, bdi(short(labelOf(one.thing), 160))),
      el("p", { class: "note" }, one.link ? [el("a", { href: one.link, rel: "noreferrer noopener", target: "_blank" }, "Link to it"), ". "] : null,
        one.sha256 ? "SHA-256 " + one.sha256.slice(0, 16) + "…. " : null, textOf.has(one.thing) ? "Click a marked passage to light its edges." : "Its text was not given; these are the positions of its passages."),
      textOf.has(one.thing) ? marked(one.thing) : positions(one.thing))));
    if (!documents.length) $("source-body").append(el("p", { class: "note" }, acts.count ? "No act of this network names a source." : "No act lies behind the edges of this network."));
    if (documents.length > 100) $("source-body").append(el("p", { class: "note" }, "These are 100 of " + documents.length + " documents."));
  }
  /** Show which passages are of acts that are shown, and which of the acts that are chosen; scroll to these. */
  function markSource(chosenActs, scroll) {
    if ($("source").hidden) return;
    make();
    const picked = new Set(chosenActs);
    let first = null;
    for (const { element, acts: own } of marks) {
      const is = own.some((act) => picked.has(act));
      element.classList.toggle("picked", is);
      element.classList.toggle("hiddenmark", !own.some(remains));
      if (is && !first) first = element;
    }
    if (first && scroll) {
      const box = $("source-body");
      box.scrollTop += first.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    }
  }

  return { markSource };
})();
