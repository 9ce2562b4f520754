// Data: what the renderer put into the page, and what belongs to what in it.
//
// The scripts are one script element, in the order of SCRIPTS in ../embedding.py. Each is a strict function of its own;
// what it defines for others it returns as one object on `relgraph`, and what it uses of scripts before it, it takes from
// there at its top.
const relgraph = {};

relgraph.data = (() => {
  "use strict";

  const { nodes, content } = JSON.parse(document.getElementById("data").textContent);
  const { about, data, documents, texts, kinds, families, dashes, standing, single, speechStands, sizeBy, lines, radius } = content;

  /** The values of a column, in any of the forms of ../packing.py. */
  function values(column, count) {
    if (Array.isArray(column)) return column;
    if (column.of) return column.in.map((place) => column.of[place]);
    const made = new Array(count).fill(column.rest);
    column.at.forEach((record, place) => { made[record] = column.is[place]; });
    return made;
  }
  /** Columns by key, each with a value per record. */
  function table({ count, defaults, ...columns }) {
    const made = { count };
    for (const [key, column] of Object.entries(columns)) made[key] = values(column, count);
    for (const [key, value] of Object.entries(defaults)) made[key] = new Array(count).fill(value);
    return made;
  }

  const edges = table(content.edges), acts = table(content.acts), passages = table(content.passages);
  const things = table(content.things), leftOut = table(content.leftOut);
  const labels = Object.fromEntries(Object.entries(content.languages).map(([tag, column]) => [tag, values(column, things.count)]));
  const iris = (of) => of.space.map((space, number) => space + of.name[number]);
  things.iri = iris(things);
  acts.iri = iris(acts);
  const thingOf = new Map(things.iri.map((iri, number) => [iri, number]));
  const actOf = new Map(acts.iri.map((iri, number) => [iri, number]));

  // An edge stands with both of its nodes, a loop once.
  const edgesOf = nodes.map(() => []);
  const edgesOfAct = Array.from({ length: acts.count }, () => []);
  for (let edge = 0; edge < edges.count; edge += 1) {
    edgesOf[edges.from[edge]].push(edge);
    if (edges.to[edge] !== edges.from[edge]) edgesOf[edges.to[edge]].push(edge);
    for (const act of edges.acts[edge]) edgesOfAct[act].push(edge);
  }
  // The whole network is without the edges of speech acts that their contents stand for, which come last.
  const inWhole = (edge) => !edges.instead[edge].length;
  const wholeCount = edges.instead.filter((contents) => !contents.length).length;
  // Acts that draw nothing in the whole network, and the edges behind an act: of a speech act those of its content too.
  const isSpokenFor = edgesOfAct.map((own) => !own.some(inWhole));
  const edgesBehind = edgesOfAct.map((own) => [...own]);
  edges.around.forEach((acting, edge) => acting.forEach((act) => { if (isSpokenFor[act]) edgesBehind[act].push(edge); }));
  // The acts in which a thing that is no node has a part, or that rest on it as a document.
  const actsOfThing = new Map();
  for (let act = 0; act < acts.count; act += 1) {
    const one = [acts.event[act], acts.place[act], acts.speaker[act], ...acts.passages[act].map((passage) => passages.document[passage])];
    const several = ["actors", "objects", "recipients", "concerns", "topics", "codes"].flatMap((part) => acts[part][act]);
    for (const thing of new Set([...one, ...several])) {
      if (thing === null || thing < nodes.length || actOf.has(things.iri[thing])) continue;
      if (!actsOfThing.has(thing)) actsOfThing.set(thing, []);
      actsOfThing.get(thing).push(act);
    }
  }
  /** The node at the other end of an edge. */
  const otherEnd = (edge, node) => (edges.from[edge] === node ? edges.to[edge] : edges.from[edge]);

  return { nodes, edges, acts, passages, things, labels, about, data, documents, texts, kinds, families, dashes, standing, leftOut, single, speechStands, sizeBy, lines, radius, thingOf, actOf, edgesOf, edgesOfAct, edgesBehind, inWhole, wholeCount, isSpokenFor, actsOfThing, otherEnd };
})();
