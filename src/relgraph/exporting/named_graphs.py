"""A graph as TriG and N-Quads: a named graph for each source document, with the acts that rest on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from relgraph.canonical import Section, Written, batches, lines_of, prefixes_of, turtle_chunks
from relgraph.model.namespaces import PREFIXES


def to_trig(store: ox.Store, written: Written, prefixes: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """Return TriG with a named graph for each document, under the document's IRI.

    A named graph has the acts that rest on its document, with their evidence; an act on several documents is in
    the graph of each. All else is in the default graph. The keyword GRAPH is left out, since Virtuoso and
    Raptor refuse it.

    Args:
        store: The graph, its blank nodes named; see :func:`~relgraph.canonical.canonical_store`.
        written: Called with the number of further triples that are written, those in several graphs each time.
        prefixes: Namespaces by prefix that the data declare.

    Returns:
        The chunks of a document in UTF-8.

    Example:
        >>> import relgraph
        >>> document = b"".join(to_trig(relgraph.open().oxigraph, lambda triples: None)).decode()
        >>> [line for line in document.splitlines() if line.endswith("{")][0]
        'document:country-codes {'
    """
    lines = lines_of(store)
    graphs = _by_document(store, lines)
    sections = [Section("", batches(found, written), name) for name, found in graphs.items() if found]
    return turtle_chunks(sections, prefixes_of(lines, prefixes))


def to_nquads(store: ox.Store, written: Written) -> Iterator[bytes]:
    """Yield N-Quads, with the named graphs of :func:`to_trig`.

    Args:
        store: The graph, its blank nodes named; see :func:`~relgraph.canonical.canonical_store`.
        written: Called with the number of further triples that are written, those in several graphs each time.

    Yields:
        The chunks of a document in UTF-8, the default graph first.

    Example:
        >>> import relgraph
        >>> document = b"".join(to_nquads(relgraph.open().oxigraph, lambda triples: None))
        >>> b"<https://w3id.org/relgraph/id/document/country-codes> .\\n" in document
        True
    """
    for name, lines in _by_document(store, lines_of(store)).items():
        graph = "" if name is None else f" {name}"
        for batch in batches(lines, written):
            rows = (f"{subject} {predicate} {value}{graph} .\n" for subject, predicate, value in batch)
            yield "".join(rows).encode()


def _by_document(store: ox.Store, lines: list[bytes]) -> dict[ox.NamedNode | None, list[bytes]]:
    """Return the lines of the default graph first, and those of the named graph of each document.

    A named graph describes acts and their evidence. Documents without an IRI have none.
    """
    solutions = store.query(
        f"PREFIX rg: <{PREFIXES['rg']}> PREFIX oa: <{PREFIXES['oa']}>\n"
        "SELECT ?document ?act ?evidence ?selector { ?act rg:relation ?relation ; rg:evidence ?evidence .\n"
        "?evidence oa:hasSource ?document FILTER(ISIRI(?document))\n"
        "OPTIONAL { ?evidence oa:hasSelector ?selector } }"
    )
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    within: dict[bytes, set[ox.NamedNode]] = {}
    for document, *subjects in solutions:
        assert isinstance(document, ox.NamedNode)  # noqa: S101 - the query filters
        for subject in filter(None, subjects):
            within.setdefault(str(subject).encode(), set()).add(document)
    documents = sorted(set().union(*within.values()), key=str)
    graphs: dict[ox.NamedNode | None, list[bytes]] = {name: [] for name in (None, *documents)}
    for line in lines:
        for name in within.get(line.partition(b" ")[0], (None,)):
            graphs[name].append(line)
    return graphs
