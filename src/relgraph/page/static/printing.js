// Printing: the view on white paper whatever the screen is like, as wide as a page, with the acts of the panel open.
relgraph.printing = (() => {
  "use strict";
  const { $, el } = relgraph.elements;
  const { many } = relgraph.names;
  const { view, readColours, redraw, place, moveTo } = relgraph.network;
  const { drawAll, field } = relgraph.layers;
  const { fillTable } = relgraph.table;
  const { caption } = relgraph.saving;

  const MOST = 500; // acts of a list, and rows of the table, that are printed
  let opened = [], seen = null;
  function repaint() {
    readColours();
    redraw();
    view.redraw(); // no resize is told for print
    drawAll();
  }
  /** Show the part of the network that was in view, in the field as it is now. */
  function refit({ width, height }, at) {
    const [x, y, scale] = at.split(",").map(Number), now = field();
    moveTo([x, y, scale * Math.min(now.width / width, now.height / height)].join());
  }
  addEventListener("beforeprint", () => {
    seen = { size: field(), at: place() };
    document.documentElement.classList.add("printing");
    for (const box of document.querySelectorAll("#details .acts")) box.fill?.(MOST);
    fillTable(MOST);
    opened = [...document.querySelectorAll("#details details, #sources-box, #legend")].filter((one) => !one.open);
    for (const one of opened) {
      one.open = true;
      one.dispatchEvent(new Event("toggle")); // the browser tells it too late for the print
    }
    $("print-caption").replaceChildren(...caption().map((text) => el("p", {}, text)),
      el("p", {}, "Of a long list the first " + many(MOST) + " acts are printed; the table saved as CSV has all that are shown."));
    view.redraw();
    refit(seen.size, seen.at);
    repaint();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    for (const one of opened) one.open = false;
    fillTable();
    view.redraw();
    moveTo(seen.at);
    repaint();
  });

  return { repaint };
})();
