// Data: what the renderer put into the page, and what belongs to what in it.
//
// The scripts are one script element, in the order of SCRIPTS in ../embedding.py. Each is a strict function of its own;
// what it defines for others it returns as one object on `relgraph`, and what it uses of scripts before it, it takes from
// there at its top.
const relgraph = {};

relgraph.data = (() => {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const { nodes, edges, measure } = data;
  const { things, acts, kinds, families, dashes } = data.content;
  const kindOf = new Map(kinds.map((kind) => [kind.style, kind]));
  const familyOf = new Map(families.map((family) => [family.name, family]));
  const numberOf = new Map(things.map((thing, number) => [thing.iri, number]));

  const actOf = new Map(acts.map((act, place) => [act.thing, place]));
  const edgesOf = nodes.map(() => []);
  const edgesOfAct = acts.map(() => []);
  // An edge stands with both of its nodes, a loop once.
  edges.forEach((edge, number) => {
    edge.id = number;
    edgesOf[edge.from].push(number);
    if (edge.to !== edge.from) edgesOf[edge.to].push(number);
    for (const act of edge.acts) edgesOfAct[act].push(number);
  });
  /** Whether an edge stands for what did not happen. */
  const isNegative = (edge) => edge.modality === data.content.negative;
  /** The node at the other end of an edge. */
  const otherEnd = (edge, node) => (edge.from === node ? edge.to : edge.from);
  /** The numbers of the nodes, the highest score first. */
  const byRank = nodes.map((node) => node.id).sort((a, b) => nodes[a].rank - nodes[b].rank || (things[a].label < things[b].label ? -1 : 1));

  return { nodes, edges, measure, things, acts, kinds, families, dashes, kindOf, familyOf, numberOf, actOf, edgesOf, edgesOfAct, otherEnd, isNegative, byRank };
})();
