// Printing: on white paper whatever the screen is like, with every act of the panel open.
relgraph.printing = (() => {
  "use strict";
  const { $, el } = relgraph.elements;
  const { view, readColours, redraw } = relgraph.network;
  const { drawAll } = relgraph.layers;
  const { caption } = relgraph.saving;

  let opened = [];
  function repaint() {
    readColours();
    redraw();
    view.redraw(); // no resize is told for print
    drawAll();
  }
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    opened = [...document.querySelectorAll("#details details, #sources-box")].filter((one) => !one.open);
    for (const one of opened) one.open = true;
    $("print-caption").replaceChildren(...caption().map((text) => el("p", {}, text)));
    repaint();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    for (const one of opened) one.open = false;
    repaint();
  });

  return { repaint };
})();
