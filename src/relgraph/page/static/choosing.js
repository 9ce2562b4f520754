// Choosing: the node or edge that the address names is shown in the panel and on the canvas.
relgraph.choosing = (() => {
  "use strict";
  const { nodes, edges, things, numberOf, actOf, edgesOfAct } = relgraph.data;
  const { narrow } = relgraph.media;
  const { $ } = relgraph.elements;
  const { address, go } = relgraph.links;
  const { chosen, off } = relgraph.state;
  const { view, redraw, bringIntoView } = relgraph.network;
  const { labelAt } = relgraph.labels;
  const { describeNode, describeEdge } = relgraph.panel;
  const { updateButtons } = relgraph.legend;

  /** Choose what the address names. */
  function follow() {
    let text = location.hash.slice(1);
    try { text = decodeURIComponent(text); } catch { /* taken as it stands */ }
    const numbered = /^edge=(\d+)$/.exec(text);
    const number = numberOf.get(text);
    const isNode = number !== undefined && number < nodes.length;
    chosen.node = chosen.edge = null;
    if (numbered && Number(numbered[1]) < edges.length) chosen.edge = Number(numbered[1]);
    else if (isNode) chosen.node = number;
    else if (actOf.has(number)) chosen.edge = edgesOfAct[actOf.get(number)][0];
    unhide();
    redraw();
    showDetails();
  }

  /** Switch on again what the chosen node or edge needs. */
  function unhide() {
    const ends = chosen.edge === null ? [chosen.node] : [edges[chosen.edge].from, edges[chosen.edge].to];
    for (const number of ends) if (number !== null) off.kinds.delete(things[number].style);
    if (chosen.edge !== null) {
      off.families.delete(edges[chosen.edge].family);
      off.modalities.delete(edges[chosen.edge].modality);
    }
    updateButtons();
  }

  function showDetails() {
    const some = chosen.node !== null || chosen.edge !== null;
    const details = $("details");
    details.replaceChildren(...(!some ? [] : chosen.node !== null ? describeNode(chosen.node) : describeEdge(chosen.edge))
      .flat(Infinity).filter((part) => part !== null));
    details.hidden = !some;
    details.scrollTop = 0;
    $("overview").hidden = some && !narrow.matches;
    if (!narrow.matches) $("legend").open = !some;
    $("found").textContent = chosen.node !== null ? things[chosen.node].label + ", " + things[chosen.node].kind : "";
    if (!some) return;
    if (narrow.matches) scrollTo(0, 0);
    bringIntoView();
  }

  view.on("click", (event) => {
    const point = event.pointer.DOM;
    const node = view.getNodeAt(point) ?? labelAt(point);
    const edge = node === undefined ? view.getEdgeAt(point) : undefined;
    if (node !== undefined) go(address(things[node].iri));
    else go(edge === undefined ? "" : "#edge=" + edge);
  });
  addEventListener("hashchange", follow);

  return { follow };
})();
