// Names: what things, acts, edges and days are called, in the language that is chosen.
relgraph.names = (() => {
  "use strict";
  const { acts, edges, things, labels, documents, thingOf } = relgraph.data;
  const { state } = relgraph.state;

  const labelOf = (thing) => (state.language && labels[state.language][thing]) || things.label[thing];
  const listed = (numbers) => numbers.map(labelOf).join(", ");
  /** An act goes by its label, or by what it says. */
  function actLabel(act) {
    const thing = thingOf.get(acts.iri[act]);
    const own = (state.language && thing !== undefined && labels[state.language][thing]) || acts.label[act];
    return own || (acts.negative[act] ? "not: " : "") + listed(acts.actors[act]) + " " + acts.relation[act] + " " + listed(acts.objects[act]);
  }
  const edgeLabel = (edge) => labelOf(edges.from[edge]) + " " + edges.relation[edge] + " " + labelOf(edges.to[edge]);

  const english = new Intl.NumberFormat("en");
  const many = (number) => english.format(number);
  const counted = (number, word, words = word + "s") => many(number) + " " + (number === 1 ? word : words);

  /** A number of days from 1970-01-01 as a date. */
  const dayText = (day) => new Date(day * 864e5).toISOString().replace(/T.*/, "").replace(/^\+00/, "");

  const UNSOURCED = "no source is given"; // the manner of an act with neither speaker nor document, and its value in filters
  /** What tells where nobody is quoted. */
  const itself = !documents.length ? "no speaker is named"
    : documents.length > 1 ? (documents.every((one) => one.report) ? "the reports themselves" : "the documents themselves")
      : documents[0].report ? "the report itself" : "the document itself";

  /** Whose words an act is, where no speaker is named. */
  const toldBy = (act) => (documents.length && acts.manner[act] === UNSOURCED ? UNSOURCED : itself);

  // Words that say what a controlled value means.
  const meaning = {
    asserted: "told as fact", planned: "to be done", proposed: "put forward", wished: "hoped for", needed: "called for",
    predicted: "expected", positive: "took place", negative: "did not happen",
    certain: "the source says so", likely: "a likely reading", doubtful: "a doubtful reading",
  };
  const explained = (value) => (meaning[value] ? value + " (" + meaning[value] + ")" : value);

  return { labelOf, listed, actLabel, edgeLabel, many, counted, dayText, UNSOURCED, itself, toldBy, meaning, explained };
})();
