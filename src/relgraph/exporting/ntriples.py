"""A graph as N-Triples."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from relgraph.canonical import Written, batches, lines_of


def to_ntriples(store: ox.Store, written: Written) -> Iterator[bytes]:
    """Yield N-Triples, one triple per line.

    Args:
        store: The graph, its blank nodes named; see :func:`~relgraph.canonical.canonical_store`.
        written: Called with the number of further triples that are written.

    Yields:
        The chunks of a document in UTF-8.

    Example:
        >>> import pyoxigraph as ox
        >>> store = ox.Store()
        >>> store.load("<urn:b> <urn:p> 1 . <urn:a> <urn:p> <urn:b> .", ox.RdfFormat.TURTLE)
        >>> print(b"".join(to_ntriples(store, lambda triples: None)).decode(), end="")
        <urn:a> <urn:p> <urn:b> .
        <urn:b> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
    """
    for batch in batches(lines_of(store), written):
        yield "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in batch).encode()
