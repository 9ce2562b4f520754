// Start: buttons and choices, what follows from what, and what the page shows when it opens.
(() => {
  "use strict";
  const { nodes, edges, about } = relgraph.data;
  const { dark, narrow } = relgraph.media;
  const { $, el } = relgraph.elements;
  const { state, first, chosen, on, show, look, languages } = relgraph.state;
  const { applyFilters } = relgraph.filtering;
  const { names, given, isQuick, isHere, scoreNodes } = relgraph.scoring;
  const { colourNodes } = relgraph.colouring;
  const { write, settings, setPlace, hasPlace } = relgraph.address;
  const { resize, redraw, fit, zoom, view } = relgraph.network;
  const { traceLines } = relgraph.lines;
  const { orderLabels } = relgraph.labels;
  const { drawAll, drawFront } = relgraph.layers;
  const { tellOverview, colophon } = relgraph.overview;
  const { tellFilters, stop } = relgraph.filters;
  const { forget, clear } = relgraph.search;
  const { fillTable } = relgraph.table;
  const { repaint } = relgraph.printing;
  const { follow, again, tellChoice, leave, bring } = relgraph.choosing;

  const SLOW = 2500; // nodes above which the page walks no paths between all of them
  const origin = nodes.map(({ x, y }) => ({ x, y }));

  /** Work out and draw everything again: one filter, one truth. */
  function refresh() {
    applyFilters();
    scoreNodes();
    colourNodes();
    resize();
    traceLines();
    orderLabels();
    redraw();
    tellFilters();
    tellOverview();
    fillTable();
    for (const [id, value] of [["size-by", state.sizeBy], ["colour-by", state.colourBy], ["language", state.language]]) $(id).value = value;
    $("lines-button").setAttribute("aria-pressed", String(state.lines === "pairs"));
    tellChoice();
    drawAll();
  }
  on("shown", refresh);
  on("look", refresh);
  addEventListener("hashchange", () => {
    const before = settings(), moved = follow();
    if (settings() !== before) refresh();
    tellChoice(true);
    drawFront();
    if (chosen.kind && !moved) bring();
  });

  function select(id, options, change) {
    $(id).append(...options.map(([value, words]) => el("option", { value }, words)));
    $(id).addEventListener("change", () => change($(id).value));
  }
  select("size-by", names.filter((name) => isQuick(name) || given.has(name) || (isHere(name) && nodes.length <= SLOW)).map((name) => [name, name]), (value) => look({ sizeBy: value }));
  select("colour-by", [["kind", "kind"], ["bloc", "bloc"], ["sign", "sign"]], (value) => look({ colourBy: value }));
  select("language", [["", "as given"], ...languages.map((tag) => [tag, tag])], (value) => {
    forget();
    look({ language: value });
  });
  $("lines-button").addEventListener("click", () => look({ lines: state.lines === "pairs" ? "acts" : "pairs" }));
  $("draw-all").addEventListener("click", () => look({ everything: true }));

  /** A button that opens and closes a part of the page. */
  function toggle(button, part, others, opened) {
    $(button).addEventListener("click", () => {
      const open = $(part).hidden;
      for (const [otherButton, other] of open ? others : []) {
        $(other).hidden = true;
        $(otherButton).setAttribute("aria-expanded", "false");
      }
      $(part).hidden = !open;
      $(button).setAttribute("aria-expanded", String(open));
      opened();
    });
  }
  toggle("filters-button", "filters", [["source-button", "source"], ...(narrow.matches ? [["table-button", "sheet"]] : [])], () => {});
  toggle("source-button", "source", [["filters-button", "filters"], ...(narrow.matches ? [["table-button", "sheet"]] : [])], () => tellChoice(false, true));
  toggle("table-button", "sheet", narrow.matches ? [["filters-button", "filters"], ["source-button", "source"]] : [], fillTable);
  for (const close of document.querySelectorAll("[data-closes]")) close.addEventListener("click", () => $(close.dataset.closes).click());

  $("reset").addEventListener("click", () => {
    stop();
    clear();
    nodes.forEach((node, place) => Object.assign(node, origin[place]));
    setPlace("");
    leave();
    show(first());
    fit(true);
  });
  $("message-close").addEventListener("click", () => { $("message").hidden = true; write(); });
  $("closer").addEventListener("click", () => zoom(1.5));
  $("farther").addEventListener("click", () => zoom(1 / 1.5));
  $("whole").addEventListener("click", () => { setPlace(""); fit(true); });
  dark.addEventListener("change", repaint);
  // A field that becomes wider or narrower shows the whole again, unless the reader has moved to a part.
  new ResizeObserver(() => {
    if (document.documentElement.dataset.ready !== "true") return;
    view.redraw();
    if (!hasPlace() && !chosen.kind) fit(false);
    drawAll();
  }).observe($("network"));

  colophon();
  $("given").hidden = !about.filters.length;
  if (narrow.matches) $("legend").open = false;
  applyFilters();
  scoreNodes();
  resize();
  fit(false);
  follow();
  refresh();
  view.redraw(); // the words of the header have changed the size of the field, and vis-network its scale with it
  const moved = again();
  if (!moved) fit(false);
  if (chosen.kind && !narrow.matches) $("legend").open = false;
  if (chosen.kind && !moved) bring();
  view.once("afterDrawing", () => requestAnimationFrame(() => {
    drawAll();
    document.documentElement.dataset.ready = "true";
  }));
  view.redraw();
  document.body.dataset.edges = String(edges.count);
})();
