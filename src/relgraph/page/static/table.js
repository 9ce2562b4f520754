// Table: the evidence sheet, a row for each act that is shown, sorted by any column.
relgraph.table = (() => {
  "use strict";
  const { acts, passages, documents } = relgraph.data;
  const { $, el, bdi, short, clean, refill } = relgraph.elements;
  const { labelOf, listed, actLabel, many, counted } = relgraph.names;
  const { shown, remains } = relgraph.filtering;
  const { link, ofAct } = relgraph.address;
  const { quote, placeOf, voice } = relgraph.cards;

  const hashOf = new Map(documents.map((one) => [one.thing, one.sha256]));
  const sourcesOf = (act) => [...new Set(acts.passages[act].map((passage) => passages.document[passage]))].filter((document) => document !== null);
  // The columns, in order: what stands in the head, what in the cell of an act, and what sorts it where that is another.
  const COLUMNS = [
    ["act", (act) => actLabel(act)],
    ["actors", (act) => listed(acts.actors[act])],
    ["relation", (act) => acts.relation[act]],
    ["objects", (act) => listed(acts.objects[act])],
    ["recipients", (act) => listed(acts.recipients[act])],
    ["modality", (act) => acts.modality[act]],
    ["polarity", (act) => (acts.negative[act] ? "negative" : "positive")],
    ["certainty", (act) => acts.certainty[act]],
    ["speaker", (act) => voice(act)],
    ["date", (act) => acts.date[act], (act) => acts.first[act] ?? (acts.date[act] ? parseInt(acts.date[act], 10) * 365.25 - 719528 : -Infinity)],
    ["event", (act) => (acts.event[act] === null ? "" : labelOf(acts.event[act]))],
    ["topics", (act) => listed(acts.topics[act])],
    ["source", (act) => sourcesOf(act).map(labelOf).join("; ")],
    ["passage", (act) => acts.passages[act].map(placeOf).join("; ")],
    ["words", (act) => acts.passages[act].map((passage) => quote(passage)?.[1] ?? passages.exact[passage]).filter(Boolean).join(" | ")],
  ];
  const FURTHER = [ // in the file alone
    ["iri", (act) => acts.iri[act]],
    ["source_sha256", (act) => sourcesOf(act).map((document) => hashOf.get(document) ?? "").join("; ")],
  ];
  let sort = { column: -1, falling: false };
  /** The acts that are shown, and those in which these were said, in the order of the table. */
  function rows() {
    const numbers = [];
    for (let act = 0; act < acts.count; act += 1) if (remains(act)) numbers.push(act);
    if (sort.column < 0) return numbers;
    const [, of, inOrder = of] = COLUMNS[sort.column], keys = new Map(numbers.map((act) => [act, inOrder(act)]));
    const way = sort.falling ? -1 : 1;
    return numbers.sort((a, b) => way * (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : 0) || a - b);
  }

  const AT_ONCE = 100; // rows that are made before the reader scrolls to the rest
  const body = $("sheet-body"), end = $("sheet-end");
  let numbers = [], made = 0;
  /** The next rows, as many as are asked for where there are so many. */
  function next(most = AT_ONCE) {
    const coming = numbers.slice(made, made + most);
    made += coming.length;
    end.hidden = made >= numbers.length;
    end.textContent = counted(numbers.length - made, "more row");
    return coming.map((act) => el("tr", {}, COLUMNS.map(([name, of], place) => {
      const words = clean(of(act));
      return place ? el("td", { class: name }, bdi(short(words, 300)))
        : el("th", { scope: "row" }, link(ofAct(act), bdi(short(words, 200))));
    })));
  }
  new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting) && made < numbers.length) body.append(...next()); }, { root: $("sheet-scroll") }).observe(end);
  $("sheet-head").append(...COLUMNS.map(([name], place) => el("th", { scope: "col" }, el("button", { type: "button", on: () => {
    sort = { column: place, falling: sort.column === place && !sort.falling };
    fillTable();
  } }, name))));
  /** Fill the table, where it is open; `most` rows are made at once. */
  function fillTable(most = AT_ONCE) {
    if ($("sheet").hidden) return;
    [...$("sheet-head").children].forEach((head, place) => {
      if (sort.column === place) head.setAttribute("aria-sort", sort.falling ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    numbers = rows();
    made = 0;
    const around = numbers.length - shown.acts;
    $("sheet-caption").textContent = counted(shown.acts, "act") + " shown" + (around ? ", and " + many(around) + " in which some of these were said" : "")
      + (shown.edges && !numbers.length ? "; no act lies behind the edges" : "");
    refill(body, next(most));
  }

  return { COLUMNS, FURTHER, rows, fillTable };
})();
