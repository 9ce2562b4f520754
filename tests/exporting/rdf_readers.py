"""What is exported, read with rdflib, a reader that the writers do not share."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import XSD, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

READERS = {
    "turtle": "turtle", "ntriples": "nt", "rdfxml": "xml",
    "jsonld": "json-ld", "trig": "trig", "nquads": "nquads",
}  # fmt: skip


def triples_of(content: bytes, format: str) -> Graph:
    """Read with rdflib, a reader that the writer does not share."""
    dataset = Dataset()
    dataset.parse(data=content, format=READERS[format])
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def plain(graph: Iterable[tuple[Node, ...]]) -> set[tuple[Node, ...]]:
    """Return the triples; oxrdflib writes the datatype of a plain literal out, other readers do not."""
    return {
        tuple(
            Literal(str(term)) if isinstance(term, Literal) and term.datatype == XSD.string else term
            for term in triple
        )
        for triple in graph
    }


def named_graphs(content: bytes, format: str) -> dict[URIRef | None, Graph]:
    """Return the graphs by name, read with rdflib; ``None`` is the default graph."""
    dataset = Dataset()
    dataset.parse(data=content, format=READERS[format])
    found: dict[URIRef | None, Graph] = {}
    for subject, predicate, value, name in dataset.quads():
        assert isinstance(name, URIRef)
        key = None if name == DATASET_DEFAULT_GRAPH_ID else name
        found.setdefault(key, Graph()).add((subject, predicate, value))
    return found
