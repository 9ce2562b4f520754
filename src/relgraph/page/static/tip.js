// Tip: a few words on what is under the pointer.
(() => {
  "use strict";
  const { edges, things } = relgraph.data;
  const { $, el, short, bdi } = relgraph.elements;
  const { highlight } = relgraph.state;
  const { view } = relgraph.network;

  const tip = $("tip");
  function showTip(point, ...words) {
    tip.replaceChildren(...words);
    tip.hidden = false;
    const box = $("network").getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(point.x + 14, box.width - tip.offsetWidth - 4)) + "px";
    tip.style.top = (point.y + 18 + tip.offsetHeight > box.height ? point.y - tip.offsetHeight - 8 : point.y + 18) + "px";
    $("network").style.cursor = "pointer";
  }
  function hideTip() {
    highlight.hovered = null;
    tip.hidden = true;
    $("network").style.cursor = "";
    view.redraw();
  }
  view.on("hoverNode", ({ node, pointer }) => {
    highlight.hovered = node;
    showTip(pointer.DOM, bdi(short(things[node].label)), " ", el("small", {}, things[node].kind));
    view.redraw();
  });
  view.on("hoverEdge", ({ edge: number, pointer }) => {
    const edge = edges[number];
    const status = [edge.modality === "asserted" ? "" : edge.modality, edge.certainty === "certain" ? "" : edge.certainty].filter(Boolean).join(", ");
    showTip(pointer.DOM, bdi(short(things[edge.from].label, 50)), " ", el("b", {}, edge.relation), " ", bdi(short(things[edge.to].label, 50)),
      " ", el("small", {}, status));
  });
  view.on("blurNode", hideTip);
  view.on("blurEdge", hideTip);
  view.on("dragStart", hideTip);
  view.on("zoom", hideTip);
})();
