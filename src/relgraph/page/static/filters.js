// Filters: a group of checkboxes for each facet, the voice, and the window of time with its play.
relgraph.filters = (() => {
  "use strict";
  const { edges, acts, dashes } = relgraph.data;
  const { $, el, bdi, short } = relgraph.elements;
  const { state, show } = relgraph.state;
  const { many, dayText, meaning } = relgraph.names;
  const { facets, styleOfKind, familyOfRelation, sorted, voices, spoken } = relgraph.facets;
  const { shown } = relgraph.filtering;
  const { nodeSign, edgeSign } = relgraph.signs;
  const { familyOf } = relgraph.colouring;

  const boxes = new Map(); // by facet: the checkbox and the count of each value
  const AT_ONCE = 60; // values that are laid out together
  const MANY = 12; // values above which a facet has a search of its own

  function sign(facet, value) {
    if (facet.name === "Kind") return nodeSign(styleOfKind.get(value));
    if (facet.name === "Relation") return edgeSign(familyOf.get(familyOfRelation.get(value)).hue, null, false);
    if (facet.name === "Modality" && value in dashes) return edgeSign("ink", dashes[value] || null, false);
    if (facet.name === "Polarity") return edgeSign("ink", value === "negative" ? dashes.negative : null, false, value === "negative");
    return null;
  }
  function group(facet, place) {
    const all = sorted(facet), made = new Map();
    const items = all.map((value) => {
      const box = el("input", { type: "checkbox" }), count = el("b", { "aria-hidden": "true" });
      box.checked = true;
      box.addEventListener("change", () => {
        const off = new Set(state.off.get(facet.name));
        if (box.checked) off.delete(value);
        else off.add(value);
        show({ off: new Map(state.off).set(facet.name, off) });
      });
      const words = bdi(""), only = el("button", { type: "button", class: "only", on: () => {
        show({ off: new Map(state.off).set(facet.name, new Set(facet.values.filter((one) => one !== value))) });
      } }, "only");
      const item = el("li", {}, el("label", {}, box, sign(facet, value), el("span", { class: "said" }, words)),
        meaning[value] ? el("small", { "aria-hidden": "true" }, meaning[value]) : null, count, only);
      made.set(value, { box, count, name: () => {
        words.textContent = short(spoken(value), 90);
        only.setAttribute("aria-label", "Only " + words.textContent);
        item.dataset.value = spoken(value).toLowerCase();
      } });
      return item;
    });
    boxes.set(facet.name, made);
    const find = all.length > MANY ? el("input", { type: "text", class: "within", placeholder: "Find among " + many(all.length), "aria-label": "Find " + facet.name.toLowerCase() }) : null;
    find?.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      for (const item of items) item.hidden = !item.dataset.value.includes(wanted);
    });
    // Some at a time, so that those out of sight are not laid out: for each part the browser has to look whether it is seen.
    const values = el("div", { class: "values" });
    for (let at = 0; at < items.length; at += AT_ONCE) {
      const part = el("ul", {}, items.slice(at, at + AT_ONCE));
      part.style.containIntrinsicHeight = "auto " + 1.5 * part.children.length + "rem";
      values.append(part);
    }
    return el("fieldset", { id: "facet-" + place }, el("legend", {}, facet.name),
      el("button", { type: "button", class: "linklike every", "aria-label": "All of " + facet.name, on: () => {
        const off = new Map(state.off);
        off.delete(facet.name);
        show({ off });
      } }, "all"), find, values);
  }

  // The window of time.
  const spans = [];
  const add = (first, last) => { if (first !== null && last - first < 40000 && first > -700000) spans.push([first, last]); };
  acts.first.forEach((first, act) => add(first, acts.last[act]));
  for (let edge = 0; edge < edges.count; edge += 1) if (!edges.acts[edge].length) add(edges.first[edge], edges.last[edge]);
  const earliest = spans.reduce((least, [first]) => Math.min(least, first), Infinity);
  const latest = spans.reduce((most, [, last]) => Math.max(most, last), -Infinity);
  const timed = spans.length > 0 && latest > earliest;
  const from = $("from"), until = $("until");
  let timer = null;

  function bars() {
    const BINS = 60, counts = new Array(BINS).fill(0), width = (latest - earliest + 1) / BINS;
    shown.act.forEach((is, act) => {
      if (!is || acts.first[act] === null) return;
      const first = Math.max(0, Math.floor((Math.max(acts.first[act], earliest) - earliest) / width));
      const last = Math.min(BINS - 1, Math.floor((Math.min(acts.last[act], latest) - earliest) / width));
      for (let bin = first; bin <= last; bin += 1) counts[bin] += 1 / (last - first + 1);
    });
    const most = Math.max(...counts, 1e-9);
    const pen = $("bars").getContext("2d"), style = getComputedStyle($("bars"));
    pen.clearRect(0, 0, 600, 40);
    pen.fillStyle = style.color;
    counts.forEach((count, bin) => { if (count) pen.fillRect(bin * 10 + 1, 40 - Math.max(2, 38 * count / most), 8, 40); });
  }
  function tellTime() {
    for (const [slider, value, fallback] of [[from, state.from, earliest], [until, state.until, latest]]) {
      slider.value = String(value ?? fallback);
      slider.setAttribute("aria-valuetext", dayText(Number(slider.value)));
    }
    $("window").textContent = dayText(Number(from.value)) + " to " + dayText(Number(until.value));
    bars();
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    $("play").textContent = "Play";
  }
  /** Let the end of the window run from its start to the last day. */
  function play() {
    if (timer !== null) {
      stop();
      return;
    }
    const STEPS = 40, begin = state.from ?? earliest, step = Math.max(1, (latest - begin) / STEPS);
    let end = state.until !== null && state.until < latest ? state.until : begin;
    $("play").textContent = "Pause";
    show({ until: Math.round(end) });
    timer = setInterval(() => {
      end = Math.min(latest, end + step);
      show({ until: end >= latest ? null : Math.round(end) });
      if (end >= latest) stop();
    }, 300);
  }
  if (timed) {
    for (const slider of [from, until]) {
      slider.min = String(earliest);
      slider.max = String(latest);
      slider.addEventListener("input", () => {
        const other = slider === from ? until : from;
        if (Number(from.value) > Number(until.value)) other.value = slider.value;
        show({ from: Number(from.value) === earliest ? null : Number(from.value), until: Number(until.value) === latest ? null : Number(until.value) });
      });
    }
    $("play").addEventListener("click", play);
  }
  $("undated").addEventListener("change", () => show({ undated: $("undated").checked }));
  const undated = acts.first.includes(null) || edges.first.some((first, edge) => first === null && !edges.acts[edge].length);
  for (const id of ["play", "span", "window"]) $(id).hidden = !timed;
  $("undated-label").hidden = !undated;
  $("undated-label").title = "Acts without a date, or with one outside the years 1 to 9999";
  $("time").hidden = !timed && !(undated && spans.length);

  $("facets").append(...facets.map(group));
  $("facets").addEventListener("submit", (event) => event.preventDefault()); // by Enter in a field
  $("voice").append(el("option", { value: "" }, "all voices"), ...voices.map((speaker) => el("option", { value: speaker })));
  $("voice").addEventListener("change", () => show({ voice: $("voice").value }));

  let named = null; // the language that values stand in
  function nameValues() {
    if (named === state.language) return;
    named = state.language;
    for (const values of boxes.values()) for (const { name } of values.values()) name();
    for (const option of $("voice").options) if (option.value) option.textContent = short(spoken(option.value), 60);
  }
  /** Show the filters as they are. */
  function tellFilters() {
    nameValues();
    facets.forEach((facet, place) => {
      const off = state.off.get(facet.name);
      for (const [value, { box, count }] of boxes.get(facet.name)) {
        box.checked = !off?.has(value);
        const words = many(shown.counts[place][facet.places.get(value)]);
        if (count.textContent !== words) count.textContent = words;
      }
    });
    $("voice").value = state.voice;
    $("undated").checked = state.undated;
    if (timed) tellTime();
  }

  return { tellFilters, stop };
})();
