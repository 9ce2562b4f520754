// Start: buttons, and what the page shows when it opens.
(() => {
  "use strict";
  const { dark } = relgraph.media;
  const { $ } = relgraph.elements;
  const { readColours, redraw, fit, zoom } = relgraph.network;
  const { follow } = relgraph.choosing;

  $("closer").addEventListener("click", () => zoom(1.5));
  $("farther").addEventListener("click", () => zoom(1 / 1.5));
  $("whole").addEventListener("click", () => fit(true));
  dark.addEventListener("change", () => { readColours(); redraw(); });

  fit(false);
  follow();
})();
