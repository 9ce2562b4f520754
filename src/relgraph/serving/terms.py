"""Terms: what the editor completes, as the vocabulary and the data declare it.

Nothing is looked for in all statements: what is declared is found by its type, and of vocabularies that many
use each term is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox
import rdflib.namespace
from rdflib import OWL, RDF, RDFS, SKOS, XSD

from relgraph.cleaning import shortened
from relgraph.model.namespaces import RG
from relgraph.model.ontology import bundled_ontology, ontology_quads
from relgraph.model.statements import texts
from relgraph.querying.resolution import prefixes_of
from relgraph.store import KnowledgeGraph

MOST_TERMS = 5000
"""Terms that are told; those of the vocabulary go before others."""

# What is of several types has the kind of the last of them.
_KINDS = {
    RDF.Property: "property", OWL.ObjectProperty: "property", OWL.DatatypeProperty: "property",
    OWL.AnnotationProperty: "property", RDFS.Class: "class", OWL.Class: "class", RG.Relation: "relation",
    RG.Attribute: "property",
}  # fmt: skip
_VALUES = (SKOS.Concept, OWL.NamedIndividual)
_MEANINGS = (str(SKOS.definition), str(RDFS.comment))
_LONGEST = 300  # characters of a meaning
_DATATYPES = ("boolean", "date", "dateTime", "decimal", "gYear", "gYearMonth", "integer", "string")


class Term(NamedTuple):
    """A term that may stand in a query.

    Attributes:
        iri: The term.
        kind: ``class``, ``property``, ``relation``, ``value`` or ``datatype``.
        meaning: What it means, in the words of who declares it; ``""`` where these are not at hand.
    """

    iri: str
    kind: str
    meaning: str


def terms_of(graph: KnowledgeGraph) -> list[Term]:
    """Return the terms of the vocabulary, those that a graph declares, and those of others that it uses.

    Args:
        graph: The graph.

    Returns:
        The terms, those of the vocabulary first; at most :data:`MOST_TERMS`.

    Example:
        >>> import relgraph
        >>> found = {term.iri: term.kind for term in terms_of(relgraph.open())}
        >>> found[str(RG.supports)], found[str(RG.State)], found[str(RDFS.label)]
        ('relation', 'class', 'property')
    """
    vocabulary, kind_of = bundled_ontology(), str(RDF.type)
    known = {str(XSD[name]): "datatype" for name in _DATATYPES}
    both = (vocabulary, graph)
    for iri in _of_others(graph):
        if any(True for each in both for _ in each.pairs_of(iri)):
            known[iri] = "property"
        elif any(True for each in both for _ in each.subjects_of(kind_of, iri)):
            known[iri] = "class"
    declared = [(each, kind, told) for each in both for kind, told in _KINDS.items()]
    for each, kind, told in [*((vocabulary, kind, "value") for kind in _VALUES), *declared]:
        for subject in each.subjects_of(kind_of, str(kind)):
            if isinstance(subject, ox.NamedNode):
                known[subject.value] = told
    chosen = sorted(known, key=lambda iri: (not iri.startswith(RG), iri))[:MOST_TERMS]
    return [Term(iri, known[iri], _meaning(graph, iri)) for iri in chosen]


def _meaning(graph: KnowledgeGraph, iri: str) -> str:
    told = (
        text for name in _MEANINGS for each in (graph, bundled_ontology()) for text in texts(each, iri, name)
    )
    return shortened(next(told, ""), _LONGEST)


def _of_others(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the terms of vocabularies that have a prefix in a graph, and those that the ontology names."""
    bound = set(prefixes_of(graph).values())
    for vocabulary in vars(rdflib.namespace).values():
        if isinstance(vocabulary, rdflib.namespace.DefinedNamespaceMeta) and str(vocabulary) in bound:
            yield from map(str, dir(vocabulary))
    for quad in ontology_quads():
        for term in (quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode) and not term.value.startswith(RG):
                yield term.value
