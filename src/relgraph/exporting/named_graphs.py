"""A graph as TriG and N-Quads: a named graph for each source document, with the acts that rest on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from relgraph.canonical import Section, Written, batches, store_prefixes, subjects_of, turtle_chunks
from relgraph.model.namespaces import PREFIXES

_Subject: TypeAlias = ox.NamedNode | ox.BlankNode


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
    default, documents = _by_document(store)
    sections = [Section("", batches(store, default, written=written))] if default else []
    for document, subjects in documents.items():
        sections.append(Section("", batches(store, subjects, written=written), document))
    return turtle_chunks(sections, store_prefixes(store, prefixes))


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
    default, documents = _by_document(store)
    groups: list[tuple[ox.NamedNode | ox.DefaultGraph, list[_Subject]]] = [(ox.DefaultGraph(), default)]
    for name, subjects in (*groups, *documents.items()):
        for batch in batches(store, subjects, written=written):
            quads = [ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in batch]
            content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
            assert content is not None  # noqa: S101 - serialize returns bytes where it is given no output
            yield content


def _by_document(store: ox.Store) -> tuple[list[_Subject], dict[ox.NamedNode, list[_Subject]]]:
    """Return the subjects of the default graph, and those of the named graph of each document.

    A named graph describes acts and their evidence. Documents without an IRI have none.
    """
    solutions = store.query(
        f"PREFIX rg: <{PREFIXES['rg']}> PREFIX oa: <{PREFIXES['oa']}>\n"
        "SELECT ?document ?act ?evidence ?selector { ?act rg:relation ?relation ; rg:evidence ?evidence .\n"
        "?evidence oa:hasSource ?document FILTER(ISIRI(?document))\n"
        "OPTIONAL { ?evidence oa:hasSelector ?selector } }"
    )
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    groups: dict[ox.NamedNode, set[_Subject]] = {}
    for document, *subjects in solutions:
        assert isinstance(document, ox.NamedNode)  # noqa: S101 - the query filters
        groups.setdefault(document, set()).update(
            subject for subject in subjects if isinstance(subject, ox.NamedNode | ox.BlankNode)
        )
    placed = set().union(*groups.values())
    default = [subject for subject in subjects_of(store) if subject not in placed]
    return default, {document: sorted(groups[document], key=str) for document in sorted(groups, key=str)}
