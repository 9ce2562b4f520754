"""A graph as Turtle in two sections: what is written, and what the rules derive from it."""

from __future__ import annotations

from collections.abc import Iterator

from relgraph.canonical import Section, Written, batches, lines_of, prefixes_of, turtle_chunks
from relgraph.derivation import following
from relgraph.store import KnowledgeGraph


def to_turtle_sections(graph: KnowledgeGraph, written: Written) -> Iterator[bytes]:
    """Return Turtle in two headed sections, without headings where nothing is derived.

    Args:
        graph: The graph, its blank nodes named; see :func:`~relgraph.canonical.canonical_store`.
        written: Called with the number of further triples that are written.

    Returns:
        The chunks of a document in UTF-8.

    Example:
        >>> import relgraph
        >>> document = b"".join(to_turtle_sections(relgraph.open(), lambda triples: None)).decode()
        >>> [line for line in document.splitlines() if line.startswith("# ") and "---" not in line]
        ['# Written', '# Derived from the acts above by ontology/rules']
    """
    lines = lines_of(graph.oxigraph)
    derived = following(graph)
    stated = [line for line in lines if line not in derived]
    sections = [
        Section(heading, batches(found, written))
        for heading, found in (
            ("Written" if derived else "", stated),
            ("Derived from the acts above by ontology/rules", sorted(derived)),
        )
        if found
    ]
    return turtle_chunks(sections, prefixes_of(lines, graph.prefixes))
