"""A graph as Turtle in two sections: what is written, and what the rules derive from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from relgraph.canonical import Section, Written, batches, lines_of, prefixes_of, turtle_chunks
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
    lines = lines_of(store)
    derived = following(KnowledgeGraph(store))
    stated = [line for line in lines if line not in derived]
    sections = [
        Section(heading, batches(found, written))
        for heading, found in (
            ("Written" if derived else "", stated),
            ("Derived from the acts above by ontology/rules", sorted(derived)),
        )
        if found
    ]
    return turtle_chunks(sections, prefixes_of(lines, prefixes))
