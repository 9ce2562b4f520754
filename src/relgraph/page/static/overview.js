// Overview: what is shown in words and numbers, who scores highest, and the legend of what is drawn.
relgraph.overview = (() => {
  "use strict";
  const { edges, things, about, data, documents, dashes, families, kinds } = relgraph.data;
  const { $, el, short, bdi, list, refill } = relgraph.elements;
  const { state } = relgraph.state;
  const { labelOf, many, counted, dayText, meaning } = relgraph.names;
  const { shown, inWords } = relgraph.filtering;
  const { scored, byRank } = relgraph.scoring;
  const { nodeSign, edgeSign } = relgraph.signs;
  const { name } = relgraph.address;
  const { key, nodeHue, familyHue } = relgraph.colouring;
  const { NOT, drawn, statusOf, dashOf, isUnsure } = relgraph.lines;
  const { plain, wholeNote } = relgraph.why;

  const HIGHEST = 20;
  function highest() {
    $("highest-title").textContent = "Highest by " + scored.name + (scored.whole ? ", of the whole network" : "");
    const first = byRank().filter((node) => scored.scores[node] !== null && scored.ranks[node] !== null).slice(0, HIGHEST);
    refill($("highest"), first.map((node) => {
      const link = name(node, 60);
      return el("li", {}, el("span", { class: "rank" }, String(scored.ranks[node])), nodeSign(things.style[node], nodeHue(node)), link, el("b", {}, plain(scored.scores[node])));
    }));
    $("whole-note").replaceChildren(...wholeNote());
    $("partial-note").textContent = [
      shown.partial ? counted(shown.partial, "edge stands", "edges stand") + " for several acts, of which the filters leave some out or the page lists only the first, and weigh what all do." : "",
      shown.unsaid ? counted(shown.unsaid, "act is", "acts are") + " not drawn, since what was said in them is left out." : "",
      shown.kept ? counted(shown.kept, "edge that tells", "edges that tell") + " what a thing concerns or involves " + (shown.kept === 1 ? "stays" : "stay") + " with the acts on it, and " + (shown.kept === 1 ? "counts" : "count") + " in scores." : "",
      shown.partial || shown.unsaid || shown.kept ? "relgraph project with the same filters counts anew." : "",
    ].filter(Boolean).join(" ");
  }

  /** The one line that says what is shown, and the words of filters below it. */
  function status() {
    // Plain digits, which a program reads as well.
    $("status").textContent = shown.nodes + (shown.nodes === 1 ? " node, " : " nodes, ") + shown.acts + (shown.acts === 1 ? " act" : " acts");
    document.body.dataset.nodes = String(shown.nodes);
    document.body.dataset.acts = String(shown.acts);
    $("edge-count").textContent = counted(shown.edges, "edge");
    const words = inWords(dayText);
    // The line stays where there is no filter, so that the picture keeps its size.
    $("filter-words").textContent = words ? "Filtered: " + words : "No filter";
    $("filtered").classList.toggle("warn", Boolean(words));
    $("empty").hidden = shown.nodes > 0;
    $("left-lines").hidden = drawn.left === 0;
    $("left-words").textContent = many(drawn.lines.length) + (state.lines === "pairs" ? " strands of the strongest pairs are drawn" : " lines of the strongest pairs are drawn")
      + ", the strongest tie of each node first; " + many(drawn.left) + (state.lines === "pairs" ? " pairs" : " lines") + " are not.";
  }

  const SEVERAL = "of acts that differ"; // the status of an edge that stands for several
  /** Shapes, hues and dashes of what is shown. */
  function legend() {
    const entry = (sign, words, count, small) => el("li", {}, sign, el("span", { class: "said" }, words, small ? el("small", {}, small) : null), el("b", {}, many(count)));
    const styles = new Map(), used = new Map(), statuses = new Map();
    shown.node.forEach((is, node) => {
      if (!is) return;
      if (!styles.has(things.style[node])) styles.set(things.style[node], new Map());
      const named = styles.get(things.style[node]);
      named.set(things.kind[node], (named.get(things.kind[node]) || 0) + 1);
    });
    let unsure = 0;
    for (let edge = 0; edge < edges.count; edge += 1) {
      if (!shown.edge[edge]) continue;
      const family = edges.family[edge];
      if (!used.has(family)) used.set(family, new Map());
      used.get(family).set(edges.relation[edge], (used.get(family).get(edges.relation[edge]) || 0) + 1);
      const status = statusOf(edge) || (edges.acts[edge].length > 1 ? SEVERAL : "");
      statuses.set(status, (statuses.get(status) || 0) + 1);
      unsure += isUnsure(edge);
    }
    const sum = (counts) => [...counts.values()].reduce((all, one) => all + one, 0);
    $("kinds").replaceChildren(...(state.colourBy === "kind"
      ? kinds.filter((kind) => styles.has(kind.style)).map((kind) => {
        const called = [...styles.get(kind.style).keys()], below = called.filter((one) => one !== kind.label);
        // Several kinds of one shape go by what they have in common, and are listed below that.
        return called.length > 2 ? entry(nodeSign(kind.style), kind.label, sum(styles.get(kind.style)), short(below.join(", "), 160))
          : entry(nodeSign(kind.style), bdi(short(called.join(", "), 80)), sum(styles.get(kind.style)));
      })
      : key().map(([hue, words, count]) => entry(nodeSign("State", hue), words, count))));
    $("families").replaceChildren(...families.filter((family) => used.has(family.name)).map((family) => entry(
      edgeSign(familyHue(family.name), null, about.directed), family.label, sum(used.get(family.name)),
      bdi(short([...used.get(family.name)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([relation]) => relation).join(", "), 160)))));
    const order = [...Object.keys(dashes), NOT, SEVERAL];
    $("statuses").replaceChildren(...[...statuses.keys()].filter(Boolean).sort((a, b) => order.indexOf(a) - order.indexOf(b)).map((status) => entry(
      edgeSign("ink", status === SEVERAL ? [] : dashOf(status), false, status === NOT), status === NOT ? "did not happen" : status, statuses.get(status), status === NOT ? null : meaning[status])),
    ...(unsure ? [entry(edgeSign("ink", null, false, false, true), "less than certain", unsure)] : []));
    for (const id of ["kinds", "families", "statuses"]) $(id).parentElement.hidden = !$(id).children.length;
  }

  /** Sources with their hashes, the first of them where there are more, and licence, version and date of the data, as lines of text. */
  function provenance(most) {
    const lines = documents.slice(0, most).map((one) => "Source: " + labelOf(one.thing) + (one.published ? ", published " + one.published : "")
      + (one.licence ? ", licence " + one.licence : "") + (one.sha256 ? ", SHA-256 " + one.sha256 : ""));
    const version = [data.version ? "version " + data.version : "", data.modified || data.issued ? "of " + (data.modified || data.issued) : ""].filter(Boolean).join(" ");
    if (documents.length > most) lines.push("and " + counted(documents.length - most, "more source"));
    return [...lines, "Data: " + [data.files.join(", "), version, data.licence ? "licence " + data.licence : "no licence is stated"].filter(Boolean).join("; ")];
  }
  function colophon() {
    const version = [data.version ? "version " + data.version : "", data.modified || data.issued || ""].filter(Boolean).join(", ");
    const link = (text) => (/^https?:/.test(text) ? el("a", { href: text, rel: "noreferrer noopener", target: "_blank" }, bdi(short(text.replace(/^https?:\/\//, ""), 60))) : bdi(text));
    $("colophon").replaceChildren(
      el("span", {}, documents.length === 1 ? "1 source" : many(documents.length) + " sources"),
      ...(version ? [el("span", {}, "data " + version)] : []),
      el("span", {}, data.licence ? ["licence ", link(data.licence)] : "no licence stated"));
    $("sources").replaceChildren(...documents.slice(0, 200).map((one) => el("li", {}, bdi(short(labelOf(one.thing), 140)), " ",
      el("small", {}, list([one.published ? "published " + one.published : "", one.licence ? ["licence ", link(one.licence)] : "",
        one.sha256 ? "SHA-256 " + one.sha256.slice(0, 12) + "…" : "no hash"].filter(Boolean), "; ")))));
  }
  function tellOverview() {
    status();
    highest();
    legend();
  }

  return { tellOverview, provenance, colophon };
})();
