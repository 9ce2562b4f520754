"""A graph as RDF."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from relgraph.derivation import derive, written
from relgraph.errors import OutputError
from relgraph.querying import NOT_XML
from relgraph.store import KnowledgeGraph
from relgraph.turtle import canonical, prefixes_of, turtle


def _triples(graph: KnowledgeGraph) -> list[ox.Triple]:
    return canonical(
        quad.triple for quad in graph.oxigraph.quads_for_pattern(None, None, None, ox.DefaultGraph())
    )


def _sectioned(graph: KnowledgeGraph) -> bytes:
    base = written(graph)
    follows = derive(base).oxigraph
    triples = _triples(graph)

    def is_derived(triple: ox.Triple) -> bool:
        quad = ox.Quad(triple.subject, triple.predicate, triple.object)
        return quad not in base.oxigraph and quad in follows

    derived = [triple for triple in triples if is_derived(triple)]
    stated = [triple for triple in triples if not is_derived(triple)]
    sections = [("Written", stated), ("Derived from the acts above by ontology/rules", derived)]
    return turtle([section for section in sections if section[1]])


def _serialized(rdf_format: ox.RdfFormat) -> Callable[[KnowledgeGraph], bytes]:
    def serialize(graph: KnowledgeGraph) -> bytes:
        triples = _triples(graph)
        if rdf_format == ox.RdfFormat.RDF_XML:
            _refuse_unspeakable(triples)
        # RDF/XML writes its namespaces in an order of its own without being given any.
        prefixes = None if rdf_format == ox.RdfFormat.RDF_XML else prefixes_of(triples)
        content = ox.serialize(triples, format=rdf_format, prefixes=prefixes)
        assert content is not None  # noqa: S101 - serialize returns bytes where it is given no output
        return content

    return serialize


def _refuse_unspeakable(triples: list[ox.Triple]) -> None:
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and NOT_XML.search(triple.object.value):
            raise OutputError(
                f"RDF/XML cannot hold the control character in {triple.predicate} of {triple.subject}",
                "export to turtle or ntriples, or remove the character",
            )


RDF_FORMATS: dict[str, Callable[[KnowledgeGraph], bytes]] = {
    "turtle": _sectioned,
    "ntriples": _serialized(ox.RdfFormat.N_TRIPLES),
    "rdfxml": _serialized(ox.RdfFormat.RDF_XML),
    "jsonld": _serialized(ox.RdfFormat.JSON_LD),
    "trig": _serialized(ox.RdfFormat.TRIG),
    "nquads": _serialized(ox.RdfFormat.N_QUADS),
}
"""Formats of a graph."""
