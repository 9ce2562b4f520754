"""The canonical order: triples by subject, type first, then by predicate and object, in batches."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.model.namespaces import PREFIXES

Row: TypeAlias = tuple[str, str, str]
"""A triple: the texts of its terms in N-Triples."""

Batch: TypeAlias = Sequence[Row]
"""All triples of some subjects, in the canonical order."""

Written: TypeAlias = Callable[[int], object]
"""Called with the number of further triples that are written, batch by batch."""

_RDF_TYPE = PREFIXES["rdf"] + "type"
_BATCH = 5_000  # triples that are held at once as rows
_IN_MEMORY = 2**24  # bytes of text that are kept in memory before the rest goes to a temporary file
_ROW = re.compile(r"([^ ]+) ([^ ]+) (.+) \.\n")


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


def lines_of(store: ox.Store) -> list[bytes]:
    """Return the triples of a store as lines of N-Triples, subject by subject in the canonical order.

    Sorting and writing text takes a fraction of the time that as many Python objects would.

    Args:
        store: A store; only its default graph counts.

    Returns:
        The lines, each with its end. Those of a subject stand together, and :func:`batches` puts them in order.

    Example:
        >>> import pyoxigraph as ox
        >>> store = ox.Store()
        >>> store.load("<urn:b> <urn:p> 1 . <urn:a> <urn:p> <urn:b> .", ox.RdfFormat.TURTLE)
        >>> lines_of(store)[0]
        b'<urn:a> <urn:p> <urn:b> .\\n'
    """
    # A Python file object, since signals are handled in its methods; on disk, since the lines will fill memory.
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as written:
        store.dump(written, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        written.seek(0)
        return sorted(written)


def triples_of(batch: Batch) -> list[ox.Triple]:
    """Return the triples of a batch.

    Args:
        batch: Their terms as N-Triples writes them.

    Returns:
        The triples, in the order of the batch.

    Example:
        >>> print(*triples_of([("<urn:a>", "<urn:p>", '"text"')]))
        <urn:a> <urn:p> "text"
    """
    content = "".join(f"{' '.join(row)} .\n" for row in batch)
    return [quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)]


def batches(lines: Sequence[bytes], written: Written | None = None) -> Iterator[Batch]:
    """Yield triples in the canonical order, a few thousand at a time.

    Args:
        lines: All of the triples, or those of some subjects, in the order of :func:`lines_of`.
        written: Called with the size of each batch once the next is asked for.

    Yields:
        Batches in the canonical order, none of them empty. All triples of a subject are in one batch.

    Example:
        >>> import relgraph
        >>> lines = lines_of(relgraph.open().oxigraph)
        >>> sum(len(batch) for batch in batches(lines)) == len(lines)
        True
    """
    end = 0
    while end < len(lines):
        start, end = end, min(end + _BATCH, len(lines))
        subject = lines[end - 1].partition(b" ")[0] + b" "
        while end < len(lines) and lines[end].startswith(subject):
            end += 1
        batch = _ROW.findall(b"".join(lines[start:end]).decode())
        predicates = {predicate for _, predicate, _ in batch}
        if sorted(predicates) != sorted(predicates, key=_rank):
            batch.sort(key=lambda row: (row[0], _rank(row[1])))
        yield batch
        if written is not None:
            written(len(batch))


def _rank(predicate: str) -> tuple[bool, str]:
    iri = predicate[1:-1]
    return iri != _RDF_TYPE, iri
