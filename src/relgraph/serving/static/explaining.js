// Explaining: what a term in the editor means, where the mouse rests on it.

export function explainTerms(box, editor, terms, prefixes) {
  const meanings = new Map(terms.map(([iri, kind, meaning]) => [iri, meaning ? `${kind}: ${meaning}` : kind]));
  box.addEventListener("mouseover", ({ target }) => {
    if (!target.matches(".cm-string-2")) return; // a prefixed name
    const [prefix, name] = target.textContent.split(/:(.*)/);
    const namespace = { ...prefixes, ...editor.getPrefixesFromQuery() }[prefix];
    target.title = meanings.get(namespace + name) ?? "";
  });
}
