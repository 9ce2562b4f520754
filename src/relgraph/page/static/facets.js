// Facets: by what acts and edges are told apart, and which values there are.
relgraph.facets = (() => {
  "use strict";
  const { nodes, edges, acts, passages, things, kinds, families, dashes } = relgraph.data;
  const { state } = relgraph.state;
  const { UNSOURCED, itself, toldBy, labelOf } = relgraph.names;

  const UNSTATED = "not stated";
  /** The values of a facet, each once; `of` tells the values of an edge and one of its acts, null for no act. */
  function facet(name, of, order = null) {
    const places = new Map(), values = [];
    const place = (value) => {
      if (!places.has(value)) {
        places.set(value, values.length);
        values.push(value);
      }
      return places.get(value);
    };
    const ofAct = new Array(acts.count).fill(null);
    const ofEdge = new Array(edges.count).fill(null);
    const made = { name, values, places, order, byEdge: false,
      of: (edge, act) => (made.byEdge || act === null ? ofEdge[edge] : ofAct[act]) };
    made.byEdge = of.length === 1;
    for (let edge = 0; edge < edges.count; edge += 1) {
      if (made.byEdge) ofEdge[edge] = of(edge).map(place);
      else if (!edges.acts[edge].length) ofEdge[edge] = of(edge, null).map(place);
    }
    for (let act = 0; act < acts.count && !made.byEdge; act += 1) ofAct[act] = of(null, act).map(place);
    return made;
  }
  const ofAct = (tell, without = UNSTATED) => (edge, act) => {
    const told = act === null ? [] : [tell(act)].flat().filter((value) => value !== "" && value !== null);
    return told.length ? told : [without];
  };
  const WITHOUT_TOPIC = "without a topic";
  // Two of one name, or one that is called as what is not named, are told apart by what their IRIs end in, or by these.
  const named = new Map();
  const add = (text) => named.set(text, (named.get(text) || 0) + 1);
  [UNSTATED, itself, WITHOUT_TOPIC, UNSOURCED].forEach(add);
  things.label.forEach(add);
  const withName = (thing) => things.label[thing] + " (" + things.name[thing] + ")";
  const ofName = new Map();
  things.label.forEach((_, thing) => ofName.set(withName(thing), (ofName.get(withName(thing)) || 0) + 1));
  const thingOf = new Map(); // the thing that a value names
  function label(thing) {
    const value = named.get(things.label[thing]) === 1 ? things.label[thing]
      : ofName.get(withName(thing)) === 1 ? withName(thing) : things.label[thing] + " (" + things.iri[thing] + ")";
    thingOf.set(value, thing);
    return value;
  }
  /** A value in the language that is chosen. */
  const spoken = (value) => (state.language && thingOf.has(value) ? labelOf(thingOf.get(value)) : value);

  const facets = [
    facet("Kind", (edge) => [...new Set([things.kind[edges.from[edge]], things.kind[edges.to[edge]]])]),
    facet("Relation", (edge) => [edges.relation[edge]]),
    facet("Modality", ofAct((act) => acts.modality[act]), Object.keys(dashes)),
    facet("Polarity", ofAct((act) => (acts.negative[act] ? "negative" : "positive")), ["positive", "negative"]),
    facet("Certainty", ofAct((act) => acts.certainty[act]), ["certain", "likely", "doubtful"]),
    facet("Speaker", ofAct((act) => (acts.speaker[act] === null ? toldBy(act) : label(acts.speaker[act]))), [itself, UNSOURCED]),
    facet("Topic", ofAct((act) => acts.topics[act].map(label), WITHOUT_TOPIC)),
    facet("Source", ofAct((act) => [...new Set(acts.passages[act].map((passage) => passages.document[passage]))]
      .filter((document) => document !== null).map(label), UNSOURCED)),
    facet("Background", ofAct((act) => (acts.background[act] ? "background sources" : "main sources")), ["main sources"]),
  ];
  // A node without any edge has a kind too.
  for (const node of nodes) {
    const { places, values } = facets[0], kind = things.kind[node.id];
    if (!places.has(kind)) places.set(kind, values.push(kind) - 1);
  }
  const facetOf = new Map(facets.map((one) => [one.name, one]));

  // What stands for a value in the legend and the filters.
  const styleOfKind = new Map(things.kind.map((kind, thing) => [kind, things.style[thing]]));
  const familyOfRelation = new Map(edges.relation.map((relation, edge) => [relation, edges.family[edge]]));
  const placeOfKind = new Map(kinds.map((kind, place) => [kind.style, place]));
  const placeOfFamily = new Map(families.map((family, place) => [family.name, place]));
  /** Values in the order of the legend, then of the alphabet. */
  function sorted({ name, values, order }) {
    const place = (value) => (name === "Kind" ? placeOfKind.get(styleOfKind.get(value)) ?? -1
      : name === "Relation" ? placeOfFamily.get(familyOfRelation.get(value)) ?? -1
        : order ? (order.includes(value) ? order.indexOf(value) : value === UNSTATED ? 999 : order.length) : 0);
    return [...values].sort((a, b) => place(a) - place(b) || (a === UNSTATED) - (b === UNSTATED) || (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Who can be heard alone: the speakers, and what tells where nobody is quoted. */
  const voices = sorted(facetOf.get("Speaker")).filter((value) => value !== UNSTATED);

  return { facets, facetOf, styleOfKind, familyOfRelation, sorted, voices, spoken };
})();
