"""The canonical order: triples by subject, type first, then by predicate and object, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.model.namespaces import PREFIXES

Batch: TypeAlias = Sequence[ox.Triple]
"""All triples of some subjects, in the canonical order."""

Written: TypeAlias = Callable[[int], object]
"""Called with the number of further triples that are written, batch by batch."""

_RDF_TYPE = PREFIXES["rdf"] + "type"
_BATCH = 5_000  # triples that are held at once, about 5 MB


def canonical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Put triples into the canonical order, with canonical names for blank nodes.

    Args:
        triples: The triples of a graph, in any order; repeated ones count once.

    Returns:
        Each triple once, by subject, type first, predicate and object. Blank nodes are named as
        :func:`~relgraph.canonical.name_blank_nodes` does: isomorphic graphs give the same list.

    Example:
        >>> import pyoxigraph as ox
        >>> found = ox.parse("<urn:b> <urn:p> 1 . <urn:a> <urn:p> 2 ; a <urn:C> .", ox.RdfFormat.TURTLE)
        >>> for triple in canonical(quad.triple for quad in found):
        ...     print(triple.subject, triple.predicate.value.rpartition("#")[2])
        <urn:a> type
        <urn:a> urn:p
        <urn:b> urn:p
    """
    return sorted(name_blank_nodes(set(triples)), key=_order)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != _RDF_TYPE, predicate, str(triple.object)


def canonical_store(store: ox.Store) -> ox.Store:
    """Return a store whose default graph has canonical names for blank nodes.

    Args:
        store: A store; it stays as it is. Its named graphs are left out where there are blank nodes.

    Returns:
        A new store, or ``store`` itself where its default graph has no blank nodes.

    Example:
        >>> import pyoxigraph as ox
        >>> store = ox.Store()
        >>> store.load("_:any <urn:p> 1 .", ox.RdfFormat.TURTLE)
        >>> [str(quad.subject) for quad in canonical_store(store)]
        ['_:b0']
    """
    if not store.query("ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }"):
        return store
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    named = ox.Store()
    named.extend(ox.Quad(*triple) for triple in name_blank_nodes(quad.triple for quad in quads))
    return named


def subjects_of(store: ox.Store) -> list[ox.NamedNode | ox.BlankNode]:
    """Return the subjects of a store in the canonical order.

    Args:
        store: A store; only its default graph counts.

    Returns:
        Each subject once.

    Example:
        >>> import pyoxigraph as ox
        >>> store = ox.Store()
        >>> store.load("<urn:b> <urn:p> 1 . <urn:a> <urn:p> 2 , 3 .", ox.RdfFormat.TURTLE)
        >>> print(*subjects_of(store))
        <urn:a> <urn:b>
    """
    solutions = store.query("SELECT DISTINCT ?s { ?s ?p ?o }")
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    found = [solution[0] for solution in solutions]
    return sorted((term for term in found if isinstance(term, ox.NamedNode | ox.BlankNode)), key=str)


def batches(
    store: ox.Store,
    subjects: Iterable[ox.NamedNode | ox.BlankNode],
    *,
    without: ox.Store | None = None,
    written: Written | None = None,
) -> Iterator[list[ox.Triple]]:
    """Yield the triples of some subjects, a few thousand at a time, so that a large graph is never held whole.

    Args:
        store: Where the triples are, in the default graph.
        subjects: The subjects in the canonical order, see :func:`subjects_of`.
        without: Triples to leave out.
        written: Called with the size of each batch once the next is asked for.

    Yields:
        Batches in the canonical order, none of them empty. All triples of a subject are in one batch.

    Example:
        >>> import relgraph
        >>> store = relgraph.open().oxigraph
        >>> sum(len(batch) for batch in batches(store, subjects_of(store))) == len(store)
        True
    """
    batch: list[ox.Triple] = []
    for subject in subjects:
        found = [
            quad.triple
            for quad in store.quads_for_pattern(subject, None, None, ox.DefaultGraph())
            if without is None or quad not in without
        ]
        batch += sorted(found, key=_order)
        if len(batch) >= _BATCH:
            yield batch
            if written is not None:
                written(len(batch))
            batch = []
    if batch:
        yield batch
        if written is not None:
            written(len(batch))
