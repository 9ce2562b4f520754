"""A graph as Turtle in two sections: what is written, and what the rules derive from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from relgraph.canonical import Section, Written, batches, store_prefixes, subjects_of, turtle_chunks
from relgraph.derivation import following
from relgraph.store import KnowledgeGraph


def to_turtle_sections(
    store: ox.Store, written: Written, prefixes: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """Return Turtle in two headed sections, without headings where nothing is derived.

    Args:
        store: The graph, its blank nodes named; see :func:`~relgraph.canonical.canonical_store`.
        written: Called with the number of further triples that are written.
        prefixes: Namespaces by prefix that the data declare.

    Returns:
        The chunks of a document in UTF-8.

    Example:
        >>> import relgraph
        >>> document = b"".join(to_turtle_sections(relgraph.open().oxigraph, lambda triples: None)).decode()
        >>> [line for line in document.splitlines() if line.startswith("# ") and "---" not in line]
        ['# Written', '# Derived from the acts above by ontology/rules']
    """
    derived = ox.Store()
    derived.extend(following(KnowledgeGraph(store)))
    stated = batches(store, subjects_of(store), without=derived, written=written)
    follows = batches(derived, subjects_of(derived), written=written)
    sections = [
        Section(heading, found)
        for heading, found, size in (
            ("Written" if len(derived) else "", stated, len(store) - len(derived)),
            ("Derived from the acts above by ontology/rules", follows, len(derived)),
        )
        if size
    ]
    return turtle_chunks(sections, store_prefixes(store, prefixes))
