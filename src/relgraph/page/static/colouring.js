// Colouring: which hue of the style sheet a node and an edge have: by kind, bloc or sign.
relgraph.colouring = (() => {
  "use strict";
  const { nodes, edges, things, families, edgesOf } = relgraph.data;
  const { state } = relgraph.state;
  const { shown } = relgraph.filtering;
  const { kindOf } = relgraph.signs;

  const familyOf = new Map(families.map((family) => [family.name, family]));
  const SIGNS = { cooperative: "blue", adverse: "vermilion", neutral: "slate" };
  const signOf = (family) => (family.startsWith("cooperative") ? "cooperative" : family === "adverse" ? "adverse" : "neutral");

  /** The hue of a family of relations, and of an edge. */
  const familyHue = (family) => (state.colourBy === "sign" ? SIGNS[signOf(family)] : familyOf.get(family).hue);
  const edgeHue = (edge) => familyHue(edges.family[edge]);

  // Nodes by the sign that the larger weight of their edges has.
  let signs = [];
  function updateSigns() {
    signs = nodes.map((_, node) => {
      let balance = 0;
      for (const edge of edgesOf[node]) {
        if (!shown.edge[edge]) continue;
        const sign = signOf(edges.family[edge]);
        balance += sign === "cooperative" ? edges.weight[edge] : sign === "adverse" ? -edges.weight[edge] : 0;
      }
      return balance > 0 ? "cooperative" : balance < 0 ? "adverse" : "neutral";
    });
  }

  // Blocs of what is shown: densely tied parts, by greedy moves that raise modularity (Blondel et al. 2008), over and over
  // in the order of the nodes, so that they are the same each time. The largest have hues, all others one.
  const BLOC_HUES = ["blue", "vermilion", "teal", "amber", "purple", "olive", "sky", "rose"];
  let blocs = [], blocSizes = [];
  function updateBlocs() {
    let links = new Map(); // by node: weights of ties by neighbour
    const tie = (map, a, b, weight) => {
      if (!map.has(a)) map.set(a, new Map());
      map.get(a).set(b, (map.get(a).get(b) || 0) + weight);
    };
    for (let node = 0; node < nodes.length; node += 1) if (shown.node[node]) links.set(node, new Map());
    for (let edge = 0; edge < edges.count; edge += 1) {
      if (!shown.edge[edge] || edges.from[edge] === edges.to[edge]) continue;
      tie(links, edges.from[edge], edges.to[edge], edges.weight[edge]);
      tie(links, edges.to[edge], edges.from[edge], edges.weight[edge]);
    }
    let member = nodes.map((_, node) => node); // the bloc of each node
    for (let level = 0; level < 12; level += 1) {
      const strength = new Map([...links].map(([node, ties]) => [node, [...ties.values()].reduce((sum, weight) => sum + weight, 0)]));
      const all = [...strength.values()].reduce((sum, weight) => sum + weight, 0) || 1;
      const of = new Map([...links.keys()].map((node) => [node, node])), total = new Map(strength);
      let moved = true, any = false;
      for (let round = 0; moved && round < 20; round += 1) {
        moved = false;
        for (const [node, ties] of links) {
          const own = of.get(node), mine = strength.get(node), near = new Map([[own, 0]]);
          for (const [other, weight] of ties) if (other !== node) near.set(of.get(other), (near.get(of.get(other)) || 0) + weight);
          total.set(own, total.get(own) - mine);
          let best = own, gain = near.get(own) - mine * total.get(own) / all;
          for (const [bloc, weight] of near) {
            const value = weight - mine * total.get(bloc) / all;
            if (value > gain + 1e-9) [best, gain] = [bloc, value];
          }
          total.set(best, total.get(best) + mine);
          if (best !== own) {
            of.set(node, best);
            moved = any = true;
          }
        }
      }
      if (!any) break;
      member = member.map((bloc) => of.get(bloc) ?? bloc);
      const merged = new Map();
      for (const [node, ties] of links) for (const [other, weight] of ties) tie(merged, of.get(node), of.get(other), weight);
      for (const bloc of of.values()) if (!merged.has(bloc)) merged.set(bloc, new Map());
      links = merged;
    }
    const sizes = new Map();
    member.forEach((bloc, node) => { if (shown.node[node]) sizes.set(bloc, (sizes.get(bloc) || 0) + 1); });
    const order = [...sizes.keys()].filter((bloc) => sizes.get(bloc) > 1).sort((a, b) => sizes.get(b) - sizes.get(a) || a - b);
    const placeOf = new Map(order.map((bloc, place) => [bloc, place]));
    blocs = member.map((bloc) => placeOf.get(bloc) ?? -1);
    blocSizes = order.map((bloc) => sizes.get(bloc));
  }
  const blocHue = (place) => BLOC_HUES[place] ?? "grey";

  /** Work out signs or blocs where nodes are coloured by them. */
  function colourNodes() {
    if (state.colourBy === "sign") updateSigns();
    if (state.colourBy === "bloc") updateBlocs();
  }
  const nodeHue = (node) => (state.colourBy === "sign" ? SIGNS[signs[node]] : state.colourBy === "bloc" ? blocHue(blocs[node]) : kindOf.get(things.style[node]).hue);
  /** The bloc or sign by which a node is coloured, in words; "" where it is coloured by kind, which has a shape too. */
  const colourWords = (node) => (!shown.node[node] || state.colourBy === "kind" ? ""
    : state.colourBy === "sign" ? "mostly " + signs[node] : blocs[node] < 0 ? "none" : (blocs[node] + 1) + " of " + blocSizes.length);
  /** The entries of the legend where nodes are not coloured by kind: hue, words and how many nodes. */
  function key() {
    if (state.colourBy === "sign") {
      return Object.entries(SIGNS).map(([sign, hue]) => [hue, "mostly " + sign, signs.filter((one, node) => one === sign && shown.node[node]).length]).filter(([, , count]) => count);
    }
    const rest = blocs.filter((place, node) => shown.node[node] && (place < 0 || place >= BLOC_HUES.length)).length;
    return [...blocSizes.slice(0, BLOC_HUES.length).map((size, place) => [blocHue(place), "bloc " + (place + 1), size]), ...(rest ? [["grey", "other blocs, or none", rest]] : [])];
  }

  return { familyOf, familyHue, edgeHue, nodeHue, colourNodes, colourWords, key };
})();
