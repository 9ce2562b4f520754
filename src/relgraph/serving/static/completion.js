// Completion: the terms of the vocabulary and of the data, by prefixed name, or by name where none is typed.

import { element } from "./elements.js";

const MOST = 100;
const WRITTEN = /[^\s{}()[\],;|/^!*+=<>"']*$/; // what stands between the marks of SPARQL
const NAME = /^(?:([\w-]*):)?([\w.-]*)$/;
const LOCAL = /^\w[\w-]*$/;
const UNFINISHED = /\bPREFIX\s+$|[<"'@]$/i; // a declaration, an IRI or a string
const AFTER_A = /(?:^|[\s;{])(?:a|rdf:type)\s+$/;

// What is typed at the cursor, as prefix and name, and what stands before it; null where no term can stand.
function typed(editor) {
  const at = editor.getDoc().getCursor();
  if (["comment", "string", "variable-3"].includes(editor.getTokenAt(at).type)) return null;
  const line = editor.getDoc().getLine(at.line);
  const written = WRITTEN.exec(line.slice(0, at.ch))[0];
  const before = line.slice(0, at.ch - written.length);
  const found = NAME.exec(written);
  if (!written || !found || UNFINISHED.test(before)) return null;
  const rest = /^[\w-]*/.exec(line.slice(at.ch))[0];
  const from = { line: at.line, ch: before.length }, to = { line: at.line, ch: at.ch + rest.length };
  return { prefix: found[1], name: found[2], before, from, to };
}

// The terms that may be meant: those that begin so before those that have it within; after "a" classes first.
function meant(editor, terms, prefixes) {
  const { prefix, name, before } = typed(editor);
  const namespaces = Object.entries({ ...prefixes, ...editor.getPrefixesFromQuery() })
    .filter(([one]) => prefix === undefined || one === prefix)
    .sort((one, other) => other[1].length - one[1].length);
  const word = name.toLowerCase(), wantsClass = AFTER_A.test(before);
  const found = [];
  for (const [iri, kind, meaning] of terms) {
    const known = namespaces.find(([, each]) => iri.startsWith(each) && LOCAL.test(iri.slice(each.length)));
    const local = known && iri.slice(known[1].length);
    const place = known ? local.toLowerCase().indexOf(word) : -1;
    if (place < 0) continue;
    const last = [(kind === "class") !== wantsClass, place > 0, !local.startsWith(name), kind === "value"];
    const rank = last.reduce((sum, each) => 2 * sum + each, 0);
    found.push({ text: `${known[0]}:${local}`, declared: { [known[0]]: known[1] }, kind, meaning, rank });
  }
  if (found.length === 1 && found[0].text === `${prefix}:${name}`) return []; // it is there
  found.sort((one, other) => one.rank - other.rank || one.text.length - other.text.length);
  return found.slice(0, MOST);
}

// The editor declares a prefix once it is written, and would offer the same again: so it is declared before.
function choose(editor, { from, to, text }, declared) {
  const lines = editor.lineCount();
  editor.addPrefixes(declared);
  const moved = editor.lineCount() - lines;
  editor.replaceRange(text, { line: from.line + moved, ch: from.ch }, { line: to.line + moved, ch: to.ch });
}

export function termCompleter(terms, prefixes) {
  const offered = new Map();
  return {
    name: "terms",
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: (editor) => typed(editor) !== null,
    preProcessToken: (editor, token) => {
      const found = typed(editor); // what is shown follows the cursor, wherever that goes
      return found && { ...token, from: found.from, to: found.to };
    },
    get: (editor) => {
      const found = meant(editor, terms, prefixes);
      for (const one of found) offered.set(one.text, one);
      return found.map((one) => one.text);
    },
    postprocessHints: (editor, hints) => hints.map((hint) => {
      const { kind, meaning, declared } = offered.get(hint.text);
      const told = [element("small", {}, kind), element("span", {}, meaning)];
      const render = (item) => item.append(element("b", {}, hint.text), ...told);
      return { ...hint, render, hint: () => choose(editor, hint, declared) };
    }),
  };
}
