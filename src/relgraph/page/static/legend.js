// Legend and overview: what there is in the network, and the buttons that hide parts of it.
relgraph.legend = (() => {
  "use strict";
  const { nodes, edges, things, kinds, families, dashes, isNegative, byRank } = relgraph.data;
  const { narrow } = relgraph.media;
  const { $, el, short, bdi } = relgraph.elements;
  const { address } = relgraph.links;
  const { nodeSign, edgeSign } = relgraph.signs;
  const { off } = relgraph.state;
  const { redraw } = relgraph.network;

  /** How often each value occurs. */
  const tally = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  };
  function entry(kind, key, sign, words, count, wide = false) {
    const button = el("button", { type: "button", "aria-pressed": "true", on: () => {
      if (!off[kind].delete(key)) off[kind].add(key);
      updateButtons();
      redraw();
    } }, sign, el("span", { class: "said" }, words), el("b", {}, String(count)));
    button.dataset.facet = kind;
    button.dataset.key = key;
    return el("li", wide ? { class: "wide" } : {}, button);
  }
  /** Show on the buttons what is hidden. */
  function updateButtons() {
    for (const button of document.querySelectorAll(".keys button")) {
      button.setAttribute("aria-pressed", String(!off[button.dataset.facet].has(button.dataset.key)));
    }
  }

  const byStyle = tally(nodes.map((node) => things[node.id].style));
  $("kinds").append(...kinds.filter((kind) => byStyle.has(kind.style)).map((kind) => {
    const called = [...new Set(nodes.filter((node) => things[node.id].style === kind.style).map((node) => things[node.id].kind))];
    // Several kinds of one shape go by what they have in common, and are listed below that.
    const below = called.filter((name) => name !== kind.label);
    const words = called.length > 2 ? [kind.label, el("small", {}, bdi(short(below.join(", "), 160)))] : bdi(short(called.join(", "), 80));
    return entry("kinds", kind.style, nodeSign(kind.style), words, byStyle.get(kind.style), called.length > 2);
  }));
  const byFamily = tally(edges.map((edge) => edge.family));
  $("families").append(...families.filter((family) => byFamily.has(family.name)).map((family) => {
    const relations = [...tally(edges.filter((edge) => edge.family === family.name).map((edge) => edge.relation))]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([relation]) => relation);
    return entry("families", family.name, edgeSign(family.hue, null, edges.some((edge) => edge.family === family.name && edge.arrows)),
      [family.label, el("small", {}, bdi(short(relations.join(", "), 160)))], byFamily.get(family.name));
  }));
  const byModality = tally(edges.map((edge) => edge.modality).filter(Boolean));
  const known = Object.keys(dashes);
  $("modalities").append(...[...byModality.keys()].sort((a, b) => known.indexOf(a) - known.indexOf(b)).map((modality) =>
    entry("modalities", modality, edgeSign("ink", dashes[modality] ?? dashes.wished, false, isNegative({ modality })), modality, byModality.get(modality))));
  for (const id of ["kinds", "families", "modalities"]) $(id).parentElement.hidden = !$(id).children.length;

  $("highest").append(...byRank.filter((number) => nodes[number].score !== null).slice(0, 5).map((number) =>
    el("li", {}, el("a", { href: address(things[number].iri) }, nodeSign(things[number].style), bdi(short(things[number].label, 60)),
      el("b", {}, String(nodes[number].score))))));
  if (narrow.matches) $("legend").open = false;

  return { updateButtons };
})();
