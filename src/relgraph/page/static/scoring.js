// Scoring: what measures say of what is shown, as relgraph centrality says it of the same network.
//
// Degree, strength and PageRank are always of what is shown. Betweenness, closeness and harmonic are where they are asked
// for; else they, and all that the page cannot compute, are of the whole network.
relgraph.scoring = (() => {
  "use strict";
  const { nodes, edges, things, about, standing, wholeCount } = relgraph.data;
  const { state } = relgraph.state;
  const { shown, filtered } = relgraph.filtering;

  /** One weight per pair of the nodes that are in; both ways where `directed` is false, or an edge has no direction. */
  function collapsed(isIn, directed, without = null) {
    const place = new Int32Array(nodes.length).fill(-1), numbers = [];
    for (let node = 0; node < nodes.length; node += 1) if (isIn.node[node]) place[node] = numbers.push(node) - 1;
    const found = new Map(), count = numbers.length;
    const add = (a, b, weight) => found.set(a * count + b, (found.get(a * count + b) || 0) + weight);
    for (let edge = 0; edge < edges.count; edge += 1) {
      if (!isIn.edge[edge] || edges.from[edge] === edges.to[edge] || without?.has(edge)) continue;
      const a = place[edges.from[edge]], b = place[edges.to[edge]];
      add(a, b, edges.weight[edge]);
      if (!directed || !edges.arrow[edge]) add(b, a, edges.weight[edge]);
    }
    const source = new Int32Array(found.size), target = new Int32Array(found.size), weight = new Float64Array(found.size);
    let at = 0;
    for (const [key, value] of found) {
      source[at] = Math.floor(key / count);
      target[at] = key % count;
      weight[at] = value;
      at += 1;
    }
    return { numbers, count, source, target, weight };
  }

  const DAMPING = 0.85, PRECISION = 1e-12, MOST_STEPS = 1000;
  /** The share of time of a random walk along weighted edges (Page, Brin, Motwani and Winograd 1999). */
  function pagerank({ count, source, target, weight }) {
    const strength = new Float64Array(count);
    weight.forEach((value, at) => { strength[source[at]] += value; });
    const follows = weight.map((value, at) => DAMPING * value / strength[source[at]]);
    let ranks = new Float64Array(count).fill(1 / count);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      let jumps = 1 - DAMPING;
      for (let node = 0; node < count; node += 1) if (strength[node] === 0) jumps += DAMPING * ranks[node];
      const next = new Float64Array(count);
      for (let at = 0; at < source.length; at += 1) next[target[at]] += follows[at] * ranks[source[at]];
      let moved = 0;
      for (let node = 0; node < count; node += 1) {
        next[node] += jumps / count;
        moved += Math.abs(next[node] - ranks[node]);
      }
      ranks = next;
      if (moved < count * PRECISION) break;
    }
    return ranks;
  }
  const counted = (network, ends) => {
    const sums = new Float64Array(network.count);
    ends.forEach((node) => { sums[node] += 1; });
    return sums;
  };
  function strengths({ count, source, weight }) {
    const sums = new Float64Array(count);
    weight.forEach((value, at) => { sums[source[at]] += value; });
    return sums;
  }

  const ALIKE = 1e-10; // of a cost: sums in another order are not equal to a computer
  /** Shortest paths in cost (1 / weight) from one node: Dijkstra with a binary heap. */
  function paths(network, start) {
    const { count, first, target, cost } = network;
    const distance = new Float64Array(count).fill(Infinity), ways = new Float64Array(count), order = [];
    const before = Array.from({ length: count }, () => []), done = new Uint8Array(count), heap = [[0, start]];
    distance[start] = 0;
    ways[start] = 1;
    const up = (place) => {
      for (let at = place; at > 0;) {
        const parent = (at - 1) >> 1;
        if (heap[parent][0] <= heap[at][0]) break;
        [heap[parent], heap[at]] = [heap[at], heap[parent]];
        at = parent;
      }
    };
    function pop() {
      const top = heap[0], last = heap.pop();
      if (heap.length) {
        heap[0] = last;
        for (let at = 0;;) {
          let least = at;
          for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && heap[child][0] < heap[least][0]) least = child;
          if (least === at) break;
          [heap[least], heap[at]] = [heap[at], heap[least]];
          at = least;
        }
      }
      return top;
    }
    while (heap.length) {
      const [length, node] = pop();
      if (done[node]) continue;
      done[node] = 1;
      order.push(node);
      for (let at = first[node]; at < first[node + 1]; at += 1) {
        const next = target[at], sum = length + cost[at];
        if (done[next]) continue;
        if (sum < distance[next] * (1 - ALIKE)) {
          distance[next] = sum;
          before[next] = [node];
          ways[next] = ways[node];
          heap.push([sum, next]);
          up(heap.length - 1);
        } else if (sum <= distance[next] * (1 + ALIKE)) {
          before[next].push(node);
          ways[next] += ways[node];
        }
      }
    }
    return { distance, ways, before, order };
  }
  /** A collapsed network by source, with costs. */
  function withCosts({ count, source, target, weight }) {
    const order = [...source.keys()].sort((a, b) => source[a] - source[b] || target[a] - target[b]);
    const first = new Int32Array(count + 1);
    source.forEach((node) => { first[node + 1] += 1; });
    for (let node = 0; node < count; node += 1) first[node + 1] += first[node];
    return { count, first, target: order.map((at) => target[at]), cost: order.map((at) => 1 / weight[at]) };
  }
  function overPaths(tell) {
    return (network) => {
      const costed = withCosts(network), values = new Float64Array(network.count);
      for (let start = 0; start < network.count; start += 1) tell(paths(costed, start), start, values, costed);
      return values;
    };
  }
  const betweenness = overPaths(({ ways, before, order }, start, values, { count }) => {
    const depends = new Float64Array(count);
    for (let at = order.length - 1; at > 0; at -= 1) {
      const node = order[at];
      for (const earlier of before[node]) depends[earlier] += ways[earlier] / ways[node] * (1 + depends[node]);
      values[node] += depends[node] / Math.max(1, (count - 1) * (count - 2));
    }
  });
  const closeness = overPaths(({ distance, order }, start, values, { count }) => {
    const total = order.reduce((sum, node) => sum + distance[node], 0), reached = order.length - 1;
    values[start] = reached ? reached / total * (reached / Math.max(1, count - 1)) : 0;
  });
  const harmonic = overPaths(({ distance, order }, start, values) => {
    for (const node of order) if (node !== start) values[start] += 1 / distance[node];
  });

  // By name: whether directions are read, whether it is quick, and how it is computed of a collapsed network.
  const here = {
    degree: { directed: false, quick: true, of: (network) => counted(network, network.source) },
    "in-degree": { directed: true, quick: true, of: (network) => counted(network, network.target) },
    "out-degree": { directed: true, quick: true, of: (network) => counted(network, network.source) },
    strength: { directed: false, quick: true, of: strengths },
    pagerank: { directed: true, quick: true, of: pagerank },
    betweenness: { directed: false, quick: false, of: betweenness },
    closeness: { directed: false, quick: false, of: closeness },
    harmonic: { directed: false, quick: false, of: harmonic },
  };
  const given = new Map(standing.map((column) => [column.measure, column]));
  const SLOW = 2500; // nodes above which the page walks no paths between all of them
  const names = [...new Set([...Object.keys(here).filter((name) => here[name].quick), ...given.keys(), ...(nodes.length <= SLOW ? Object.keys(here) : [])])];

  const rounded = (value) => (Number.isFinite(value) ? Number(value.toPrecision(12)) : value);
  // In a network of two modes that was projected for some kinds of actors, only these are ranked.
  const isRanked = (node) => !about.ranksFirstMode || nodes[node].mode !== 1;
  /** Ranks from 1, those of equal scores alike ("1224" ranking); null where there is no score. */
  function ranksOf(scores) {
    const ranks = new Array(nodes.length).fill(null);
    const order = [...scores.keys()].filter((node) => scores[node] !== null && isRanked(node)).sort((a, b) => scores[b] - scores[a]);
    order.forEach((node, at) => { ranks[node] = at && scores[order[at - 1]] === scores[node] ? ranks[order[at - 1]] : at + 1; });
    return ranks;
  }
  /** The rank of one node by such scores. */
  function rankOf(scores, node) {
    if (scores[node] === null || !isRanked(node)) return null;
    return 1 + scores.reduce((above, score, other) => above + (score > scores[node] && isRanked(other) ? 1 : 0), 0);
  }
  /** The scores of a measure that the page computes, null for nodes that are not in. */
  function compute(name, isIn, without = null) {
    const network = collapsed(isIn, here[name].directed, without);
    const scores = new Array(nodes.length).fill(null);
    if (network.count) here[name].of(network).forEach((value, at) => { scores[network.numbers[at]] = rounded(value); });
    return scores;
  }

  // What sizes the nodes now: scores and ranks by node, and whether they are of the whole network though not all is shown.
  const scored = { name: "", scores: [], ranks: [], whole: false };
  const all = { node: new Uint8Array(nodes.length).fill(1), edge: new Uint8Array(edges.count).fill(1, 0, wholeCount) };
  let asked = ""; // the slow measure that is to be computed of what is shown
  /** Compute the slow measure that is chosen of what is shown now. */
  function ask() { asked = state.sizeBy; }
  const kept = new Map(), keptWhole = new Map(); // by name: of what is shown, until that changes, and of all
  function computeWhole(name) {
    if (!keptWhole.has(name)) keptWhole.set(name, compute(name, all));
    return keptWhole.get(name);
  }
  const forgetScores = () => { kept.clear(); };
  function standingBy(name) {
    if (!kept.has(name)) {
      const part = filtered(), computable = name in here && (here[name].quick || asked === name);
      const scores = computable ? compute(name, shown) : given.has(name) ? [...given.get(name).scores] : computeWhole(name);
      const ranks = !computable && given.get(name)?.ranks.some((rank) => rank !== null) ? given.get(name).ranks : ranksOf(scores);
      kept.set(name, { name, scores, ranks, whole: part && !computable });
    }
    return kept.get(name);
  }
  function scoreNodes() {
    if (!filtered()) asked = "";
    Object.assign(scored, standingBy(state.sizeBy));
  }
  /** The nodes that are shown, the highest score first. */
  const byRank = () => nodes.map((node) => node.id).filter((node) => shown.node[node])
    .sort((a, b) => (scored.scores[b] ?? -1) - (scored.scores[a] ?? -1) || (things.label[a] < things.label[b] ? -1 : things.label[a] > things.label[b] ? 1 : a - b));
  /** Whether the page can compute a measure, and does so at once. */
  const isQuick = (name) => Boolean(here[name]?.quick);
  const isHere = (name) => name in here;

  return { scored, names, given, compute, standingBy, scoreNodes, forgetScores, ask, byRank, isQuick, isHere, rankOf };
})();
