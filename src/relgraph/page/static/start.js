// Start: buttons and choices, what follows from what, and what the page shows when it opens.
(() => {
  "use strict";
  const { nodes, about, wholeCount } = relgraph.data;
  const { dark, narrow } = relgraph.media;
  const { $, el } = relgraph.elements;
  const { state, first, chosen, on, show, look, languages } = relgraph.state;
  const { applyFilters } = relgraph.filtering;
  const { names, scoreNodes, forgetScores } = relgraph.scoring;
  const { colourNodes } = relgraph.colouring;
  const { write, settings, setPlace, keptPlace } = relgraph.address;
  const { resize, redraw, fit, zoom, view } = relgraph.network;
  const { traceLines } = relgraph.lines;
  const { orderLabels } = relgraph.labels;
  const { drawAll, drawFront } = relgraph.layers;
  const { tellOverview, colophon } = relgraph.overview;
  const { tellFilters, stop } = relgraph.filters;
  const { forget, clear } = relgraph.search;
  const { fillTable } = relgraph.table;
  const { repaint } = relgraph.printing;
  const { leave } = relgraph.panel;
  const { follow, again, tellChoice, noteMove, bring } = relgraph.choosing;

  const origin = nodes.map(({ x, y }) => ({ x, y }));

  /** Work out and draw everything again from what is shown. */
  function refresh() {
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
  /** One filter, one truth. */
  function filter() {
    applyFilters();
    forgetScores();
    refresh();
  }
  on("shown", filter);
  on("look", refresh);
  addEventListener("hashchange", () => {
    const before = settings(), moved = follow();
    if (settings() !== before) filter();
    tellChoice(true);
    drawFront();
    if (chosen.kind && !moved) bring();
  });

  function select(id, options, change) {
    $(id).append(...options.map(([value, words]) => el("option", { value }, words)));
    $(id).addEventListener("change", () => change($(id).value));
  }
  select("size-by", names.map((name) => [name, name]), (value) => look({ sizeBy: value }));
  select("colour-by", [["kind", "kind"], ["bloc", "bloc"], ["sign", "sign"]], (value) => look({ colourBy: value }));
  select("language", [["", "as given"], ...languages.map((tag) => [tag, tag])], (value) => {
    forget();
    look({ language: value });
  });
  $("lines-button").addEventListener("click", () => look({ lines: state.lines === "pairs" ? "acts" : "pairs" }));
  $("draw-all").addEventListener("click", () => {
    look({ everything: true });
    $("lines-button").focus(); // the button is gone
  });

  const PARTS = [["filters-button", "filters"], ["source-button", "source"], ["table-button", "sheet"]];
  /** A button that opens and closes a part of the page: one beside the picture and the table, on a narrow screen one alone. */
  function toggle(button, part, opened) {
    $(button).addEventListener("click", () => {
      const open = $(part).hidden;
      for (const [otherButton, other] of open ? PARTS : []) {
        if (other === part || (!narrow.matches && (other === "sheet" || part === "sheet"))) continue;
        $(other).hidden = true;
        $(otherButton).setAttribute("aria-expanded", "false");
      }
      $(part).hidden = !open;
      if (open && narrow.matches) $(part).scrollIntoView();
      $(button).setAttribute("aria-expanded", String(open));
      opened();
    });
  }
  toggle("filters-button", "filters", () => {});
  toggle("source-button", "source", () => tellChoice(false, true));
  toggle("table-button", "sheet", () => fillTable());
  for (const close of document.querySelectorAll("[data-closes]")) close.addEventListener("click", () => {
    $(close.dataset.closes).click();
    $(close.dataset.closes).focus();
  });

  $("reset").addEventListener("click", () => {
    stop();
    clear();
    nodes.forEach((node, place) => Object.assign(node, origin[place]));
    Object.assign(state, first());
    setPlace("");
    if (chosen.kind) leave(); // to an address that has the settings of the beginning already
    show({});
    fit(true);
  });
  $("message-close").addEventListener("click", () => {
    $("message").hidden = true;
    $("filters-button").focus();
    write();
  });
  for (const [button, factor] of [["closer", 1.5], ["farther", 1 / 1.5]]) {
    $(button).addEventListener("click", () => {
      noteMove();
      zoom(factor);
    });
  }
  $("whole").addEventListener("click", () => { setPlace(""); fit(true); });
  dark.addEventListener("change", repaint);
  // A field that becomes wider or narrower shows the whole again, unless the reader has moved to a part.
  new ResizeObserver(() => {
    const root = document.documentElement;
    if (root.dataset.ready !== "true" || root.classList.contains("printing")) return;
    view.redraw();
    if (!keptPlace() && !chosen.kind) fit(false);
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
  filter();
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
  document.body.dataset.edges = String(wholeCount);
})();
