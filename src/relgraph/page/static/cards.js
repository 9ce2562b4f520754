// Cards: an act with who tells it, its status and its passages, and lists of acts.
relgraph.cards = (() => {
  "use strict";
  const { acts, passages, things, documents, texts } = relgraph.data;
  const { el, short, bdi, list } = relgraph.elements;
  const { labelOf, actLabel, many, counted, explained, meaning, toldBy } = relgraph.names;
  const { name, go, ofAct } = relgraph.address;

  /** A term and its value in a list of descriptions; nothing where there is no value. */
  const row = (term, value) => (value === null || value === undefined || value.length === 0 ? [] : [el("dt", {}, term), el("dd", {}, value)]);
  const WHOLE = "The network as json (relgraph project -f json) lists all.";
  /** How many items of a list the page leaves out, in words. */
  const andMore = (more, what) => (more[what] ? " and " + many(more[what]) + " more" : null);

  const CONTEXT = 90;
  const textOf = new Map(texts.map(({ document, text }) => [document, [...text]])); // by code points, as offsets count
  /** The words of a passage and what stands around them, null where the page has not its text. */
  function quote(passage) {
    const text = textOf.get(passages.document[passage]), start = passages.start[passage], end = passages.end[passage];
    if (!text || start === null || passages.note[passage]) return null;
    // Context that is cut begins and ends at a word, as long as there is a blank to cut at.
    const before = text.slice(Math.max(0, start - CONTEXT), start).join(""), after = text.slice(end, end + CONTEXT).join("");
    return [(start > CONTEXT ? "…" + before.replace(/^\S*\s/, "") : before).trimStart(), text.slice(start, end).join(""),
      (end + CONTEXT < text.length ? after.replace(/\s\S*$/, "") + "…" : after).trimEnd()];
  }
  /** Where a passage stands, in words. */
  const placeOf = (passage) => (passages.start[passage] !== null ? "characters " + passages.start[passage] + "–" + passages.end[passage]
    : passages.fragment[passage] || (passages.exact[passage] ? "“" + short(passages.exact[passage]) + "”" : "no place is given"));
  const linkOf = new Map(documents.map((one) => [one.thing, one.link]));
  function where(passage) {
    const document = passages.document[passage], quoted = quote(passage);
    const link = document !== null && linkOf.get(document);
    const source = document === null ? "source not named" : bdi(short(labelOf(document)));
    return el("div", { class: "where" },
      link ? el("a", { href: link, rel: "noreferrer noopener", target: "_blank" }, source) : source, ", ", bdi(placeOf(passage)),
      passages.note[passage] ? " (" + passages.note[passage] + ")" : null,
      quoted ? el("blockquote", {}, el("bdi", {}, quoted[0], el("mark", {}, quoted[1]), quoted[2])) : null);
  }

  /** Who tells an act: a speaker, else the documents that it rests on, else that there are none. */
  const teller = (act, tell) => [acts.manner[act], acts.tellers[act].length ? [" ", list(acts.tellers[act].map(tell))] : null];
  const voice = (act) => (acts.speaker[act] === null ? toldBy(act) : labelOf(acts.speaker[act]));
  const isUnsure = (act) => acts.certainty[act] !== "" && acts.certainty[act] !== "certain";
  /** The chips that say how an act stands to reality. */
  const chips = (act) => [
    acts.modality[act] ? el("span", { class: "chip", title: meaning[acts.modality[act]] }, acts.modality[act]) : null,
    acts.negative[act] ? el("span", { class: "chip negative" }, "did not happen") : null,
    isUnsure(act) ? el("span", { class: "chip unsure", title: meaning[acts.certainty[act]] }, acts.certainty[act]) : null,
  ];
  const sentence = (act) => [
    acts.negative[act] ? "It did not happen that " : null,
    list(acts.actors[act].map((thing) => name(thing))), " ", el("em", {}, acts.relation[act]), " ",
    list(acts.objects[act].map((thing) => name(thing))),
    acts.recipients[act].length ? [" for ", list(acts.recipients[act].map((thing) => name(thing)))] : null,
  ];
  /** All that is told of an act, as rows of terms. */
  function told(act) {
    const spoken = ["said by", "in the words of"].includes(acts.manner[act]);
    return [el("p", {}, sentence(act)), el("dl", {},
      row(spoken ? "speaker" : "source", teller(act, (thing) => name(thing))),
      row("content", explained(acts.modality[act])),
      row("took place", acts.negative[act] ? "no" : null),
      row("reading", explained(acts.certainty[act])),
      row(acts.published[act] ? "date of publication" : "date", acts.date[act] ? bdi(acts.date[act]) : null),
      row("at", acts.event[act] !== null ? name(acts.event[act]) : null),
      row("place", acts.place[act] !== null ? name(acts.place[act]) : null),
      row("code", list(acts.codes[act].map((thing) => name(thing)))),
      row("counts", acts.weight[act] === 1 ? null : String(acts.weight[act])),
      row("intensity", acts.intensity[act] === null ? null : String(acts.intensity[act])),
      row("about", list(acts.concerns[act].map((thing) => name(thing)))),
      row("inferred from", list(acts.inferred[act].map((thing) => name(thing)), "; ")),
      row("background", acts.background[act] ? "rests on background sources alone" : null),
      acts.attributes[act].map(([term, values]) => row(bdi(term), list(values.map((value) => bdi(value)), "; "))),
      acts.notes[act].map((note) => row("editor", bdi(note))),
      row("where", acts.passages[act].length ? [acts.passages[act].map(where), andMore(acts.more[act], "passages")] : null))];
  }
  /** An act that opens; what is in it is made when it does. */
  function card(act, open) {
    const more = el("div", { class: "more" });
    const made = el("details", { class: "act", open }, el("summary", {}, bdi(short(actLabel(act), 200)),
      el("span", { class: "line" }, chips(act), el("span", {}, teller(act, (thing) => bdi(short(labelOf(thing), 60)))))), more);
    const fill = () => { if (made.open && !more.firstChild) more.append(...told(act).flat(Infinity), el("p", {}, actLink(act))); };
    made.addEventListener("toggle", fill);
    fill();
    return made;
  }
  function actLink(act) {
    return el("button", { type: "button", class: "linklike", on: () => go(ofAct(act)) }, "Light its edges");
  }

  const AT_ONCE = 12; // cards that are made before the reader scrolls to the rest
  function cards(numbers) {
    const sorted = [...new Set(numbers)].sort((a, b) => a - b);
    const box = el("div", { class: "acts" });
    let made = 0;
    const more = () => {
      const next = sorted.slice(made, made + AT_ONCE).map((act) => card(act, sorted.length <= 3));
      made += next.length;
      end.before(...next);
      if (made >= sorted.length) {
        watch.disconnect();
        end.remove();
      }
    };
    const end = el("span", { class: "end", "aria-hidden": "true" });
    const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) more(); });
    box.append(end);
    more();
    if (end.isConnected || end.parentElement) watch.observe(end);
    box.fill = (most = Infinity) => { while (made < Math.min(most, sorted.length)) more(); };
    return box;
  }
  /** A heading with its number of acts, and the acts; nothing where there are none. */
  function group(title, numbers, left = 0) {
    const acting = [...new Set(numbers)];
    if (!acting.length) return [];
    const box = cards(acting);
    const toggle = el("button", { type: "button", class: "all", on: () => {
      box.fill();
      const all = [...box.querySelectorAll("details.act")], open = !all.every((act) => act.open);
      for (const act of all) act.open = open;
    } }, "open or close all");
    return [el("h3", {}, title + " (" + many(acting.length + left) + ")", acting.length > 1 ? toggle : null),
      left ? el("p", { class: "note" }, "This page has " + many(acting.length) + " of these acts. " + WHOLE) : null, box];
  }
  /** The passages where the source names a thing. */
  function mentions(thing) {
    if (!things.passages[thing].length) return [];
    const count = things.passages[thing].length + (things.more[thing].passages || 0);
    return [el("h3", {}, "Where the source names it"), el("div", { class: "acts" }, el("details", { class: "act" },
      el("summary", {}, counted(count, "passage")),
      el("div", { class: "more" }, things.passages[thing].map(where), andMore(things.more[thing], "passages"))))];
  }

  return { row, WHOLE, andMore, quote, placeOf, voice, told, group, mentions, textOf };
})();
