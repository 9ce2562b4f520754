"""Fetching: all triples behind an endpoint, into a graph in memory."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from relgraph.canonical import blank_node_hashes
from relgraph.closures import CLOSURES
from relgraph.errors import StoreError
from relgraph.model.namespaces import RG
from relgraph.model.ontology import ontology_quads
from relgraph.progress import Progress
from relgraph.remote.endpoint_graph import EndpointGraph, bundled_statements, has_blank_node
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted

MOST_TRIPLES = 5_000_000
"""How many triples are fetched at most, unless another limit is given."""


def fetch(
    graph: EndpointGraph, *, max_triples: int = MOST_TRIPLES, progress: Progress | None = None
) -> KnowledgeGraph:
    """Return the data behind an endpoint as a graph in memory.

    The vocabulary of the package and the closures, which an endpoint has beside the data, are left out.

    Args:
        graph: What is fetched.
        max_triples: The most triples that are fetched.
        progress: Told how many of how many have come.

    Returns:
        The graph, whose notes say how many triples came.

    Raises:
        StoreError: There are none, or more; or the endpoint refuses or fails, or what comes is not whole; or it
            has blank nodes and cuts them off at its limit.

    Example:
        >>> import relgraph
        >>> graph = relgraph.connect("http://127.0.0.1:1/sparql")
        >>> fetch(graph)
        Traceback (most recent call last):
            ...
        relgraph.errors.StoreError: http://127.0.0.1:1/sparql: connection refused
    """
    endpoint = graph.endpoint
    there = endpoint.count("SELECT ?s WHERE { ?s ?p ?o }")
    if not there:
        endpoint.require_triples()
    if there > max_triples:
        raise StoreError(
            f"{endpoint.where}: has {counted(there, 'triple')}, and this needs them all in memory, where "
            f"{max_triples:,} are the limit",
            "project, score or query them there; or export them there and load them into a store",
        )
    store = ox.Store()
    vocabulary, written = bundled_statements(), {*CLOSURES, str(RG.closedOver)}
    number = 0
    # Those with blank nodes come in one answer, within which their labels hold.
    for condition in ("!isBlank(?s) && !isBlank(?o)", "isBlank(?s) || isBlank(?o)"):
        triples = []
        text = f"SELECT DISTINCT ?s ?p ?o WHERE {{ ?s ?p ?o FILTER({condition}) }}"
        for row in endpoint.rows(text, progress):
            number += 1
            triple = graph.triple_of(row)
            if triple.predicate.value not in written and triple not in vocabulary:
                triples.append(triple)
        if condition.startswith("isBlank"):
            triples = _without_vocabulary(triples)
        store.extend(ox.Quad(*triple) for triple in triples)
    found = KnowledgeGraph(store, graph.sources)
    found.label_as(graph)
    found.notes = (*graph.notes, f"fetched {counted(number, 'triple')} from {endpoint.where}")
    return found


def _without_vocabulary(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples with blank nodes, but for those with which the vocabulary describes its classes."""
    known = _nodes_of_vocabulary()
    hashes = blank_node_hashes(triples)
    return [
        triple
        for triple in triples
        if not any(hashes.get(term) in known for term in triple if isinstance(term, ox.BlankNode))
    ]


@cache
def _nodes_of_vocabulary() -> frozenset[str]:
    triples = [quad.triple for quad in ontology_quads() if has_blank_node(quad.triple)]
    return frozenset(blank_node_hashes(triples).values())
