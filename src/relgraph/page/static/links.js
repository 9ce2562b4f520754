// Links: the address says what is chosen, so that a choice can be kept, sent and gone back from.
relgraph.links = (() => {
  "use strict";
  const { nodes, things, actOf } = relgraph.data;
  const { el, bdi, short } = relgraph.elements;

  /** The fragment that chooses the thing with this IRI. */
  const address = (iri) => "#" + encodeURIComponent(iri);

  /** Choose what a fragment names, or with "" nothing. */
  const go = (fragment) => {
    if (fragment) location.hash = fragment;
    else if (location.hash) location.hash = "";
  };

  /** A thing by name: a link where the page can show it, plain text where it cannot. */
  function name(number, length) {
    const thing = things[number];
    const shown = bdi(short(thing.label, length));
    return number < nodes.length || actOf.has(number) ? el("a", { href: address(thing.iri) }, shown) : shown;
  }

  return { address, go, name };
})();
