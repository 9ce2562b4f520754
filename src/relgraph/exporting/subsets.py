"""Parts of a graph: what a CONSTRUCT query gives, or what rests on one source."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import URIRef

from relgraph.derivation import derive, without_derived
from relgraph.errors import NameNotFoundError, OutputError, QueryError
from relgraph.model.namespaces import OA, RG
from relgraph.model.read_graph import refuse_plain
from relgraph.querying import find_things, query, resolve_term
from relgraph.store import KnowledgeGraph

_EVIDENCE = ox.NamedNode(str(RG.evidence))
_RELATION = ox.NamedNode(str(RG.relation))
_HAS_SOURCE = ox.NamedNode(str(OA.hasSource))


def subset(
    graph: KnowledgeGraph,
    *,
    construct: str | None = None,
    source: str | None = None,
    timeout: float | None = None,
) -> KnowledgeGraph:
    """Return a part of a graph as a graph of its own: the result of a query, or what rests on a source.

    What rests on a source are the acts with a passage in it, these passages, all that they name and what is
    stated about that (things, events, the acts that an act is about), and those direct relations of the graph
    that follow from these acts alone.

    Args:
        graph: The graph, which stays as it is.
        construct: A CONSTRUCT query, or the name of a bundled one. It sees the graph alone, without the
            ontology. Give either this or ``source``.
        source: A document, by label or IRI as :func:`~relgraph.querying.resolve_term` takes it.
        timeout: The limit of the query in seconds, see :func:`~relgraph.querying.query`; ``None`` for no limit.

    Returns:
        The new graph.

    Raises:
        NameNotFoundError: No document has this name, or no act rests on it.
        QueryError: The query is not a CONSTRUCT, or both or neither of ``construct`` and ``source`` are given.
        OutputError: The query gives no triples.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> part = subset(graph, source="Country codes table")
        >>> 0 < len(part.acts) < len(graph.acts) and set(part) < set(graph)
        True
        >>> len(subset(graph, construct="CONSTRUCT WHERE { ?s rg:supports ?o }"))
        3
    """
    refuse_plain(graph)
    if (construct is None) == (source is None):
        raise QueryError(
            "a subset is what a CONSTRUCT gives or what rests on a source", "give one of construct and source"
        )
    if source is not None:
        return _resting_on(graph, _document(graph, source))
    assert construct is not None  # noqa: S101 - looked at above
    result = query(graph, construct, timeout=timeout, ontology=False)
    if result.kind != "graph":
        raise QueryError(f"query: {result.kind.upper()} gives no triples", "write it as a CONSTRUCT")
    if not result.terms:
        raise OutputError("the CONSTRUCT gives no triple from this data", "loosen its WHERE clause")
    store = ox.Store()
    store.bulk_extend(ox.Quad(*row) for row in result.terms)  # type: ignore[arg-type]
    return graph.with_store(store)


def _document(graph: KnowledgeGraph, source: str) -> ox.NamedNode:
    """Return the document that ``source`` names, if something rests on it."""
    documents = {
        quad.object
        for quad in graph.oxigraph.quads_for_pattern(None, _HAS_SOURCE, None)
        if isinstance(quad.object, ox.NamedNode)
    }
    # Where a document and something else have the same name, the document is meant.
    meant = [thing for thing in find_things(graph, source) if ox.NamedNode(thing) in documents]
    term = meant[0] if len(meant) == 1 else resolve_term(graph, source)
    if isinstance(term, URIRef) and ox.NamedNode(term) in documents:
        return ox.NamedNode(term)
    known = ", ".join(sorted(map(str, documents))[:5])
    raise NameNotFoundError(
        f"nothing here rests on {source[:80]!r}",
        f"sources here: {known}" if known else "nothing in this data names its source",
    )


def _resting_on(graph: KnowledgeGraph, document: ox.NamedNode) -> KnowledgeGraph:
    store = graph.oxigraph
    base = without_derived(graph).oxigraph
    passages = {quad.subject for quad in base.quads_for_pattern(None, _HAS_SOURCE, document)}
    every_act = {quad.subject for quad in base.quads_for_pattern(None, _RELATION, None)}
    resting = {quad.subject for node in passages for quad in base.quads_for_pattern(None, _EVIDENCE, node)}
    acts = every_act & resting
    if not acts:
        raise NameNotFoundError(f"no act here rests on {document}", "give a document that is a source of acts")
    part = ox.Store()
    seen = set(acts)
    waiting = sorted(acts, key=str)
    while waiting:
        subject = waiting.pop()
        quads: Iterable[ox.Quad] = base.quads_for_pattern(subject, None, None)
        for quad in quads:
            # Acts and things may rest on other sources too, which is left out; an act that one of these is
            # about keeps all of its evidence.
            elsewhere = quad.predicate == _EVIDENCE and quad.object not in passages
            if elsewhere and (subject in acts or subject not in every_act):
                continue
            part.add(quad)
            if not isinstance(quad.object, ox.Literal) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
    # What follows from these acts, as far as it is in the graph.
    part.extend(quad for quad in derive(KnowledgeGraph(part)).oxigraph if quad in store)
    return graph.with_store(part)
