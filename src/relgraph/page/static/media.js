// Media: what the reader's screen is like and asks for.
relgraph.media = (() => {
  "use strict";

  const narrow = matchMedia("(max-width: 820px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  const coarse = matchMedia("(pointer: coarse)");

  return { narrow, dark, reducedMotion, coarse };
})();
