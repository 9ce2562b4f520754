"""Derive: what follows from the acts of a graph by the rules beside the ontology."""

from __future__ import annotations

import os
import re

import pyoxigraph as ox

from relgraph.bundle import bundled
from relgraph.confinement.child import run_in_child
from relgraph.model.ontology import ontology_quads
from relgraph.model.read_graph import refuse_plain
from relgraph.store import KnowledgeGraph

# What a rule could have concluded. A relation that is stated directly needs no act.
_DERIVABLE = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rg: <https://w3id.org/relgraph/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?s ?p ?o } WHERE {
  { ?p a rg:Relation FILTER NOT EXISTS { ?p rg:statedDirectly true } ?s ?p ?o }
  UNION
  { ?class rdfs:subClassOf+ ?o FILTER(STRSTARTS(STR(?o), STR(rg:)) && ?class != ?o)
    ?s a ?class , ?o BIND(rdf:type AS ?p) }
  UNION
  { ?s a skos:Concept ; rdfs:label ?o ; skos:prefLabel ?o BIND(skos:prefLabel AS ?p) }
  UNION
  { ?s rg:isoAlpha2 ?o BIND(rg:isoAlpha2 AS ?p) }
  UNION
  { ?s schema:sameAs ?o FILTER(STRSTARTS(STR(?o), "http://www.wikidata.org/entity/Q"))
    BIND(schema:sameAs AS ?p) }
}
"""


def derive(graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return a graph with all that follows from it by ``ontology/rules/*.rq``.

    The rules see the bundled ontology and whatever relations and classes the graph declares itself. They run in
    the order of their file names until nothing new follows. The ontology is not part of the result. What stands
    in the graph stays, so a graph of direct relations without acts keeps them.

    Args:
        graph: The graph, which is not changed.

    Returns:
        A new graph.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> len(derive(without_derived(graph))) == len(graph) > len(without_derived(graph))
        True
    """
    refuse_plain(graph)
    store, added = _with_ontology(graph)
    size = -1
    while size != len(store):
        size = len(store)
        for rule in _rules():
            store.extend(_construct(store, rule))
    for quad in added:
        store.remove(quad)
    return graph.with_store(store)


def completed(graph: KnowledgeGraph) -> tuple[KnowledgeGraph, int]:
    """Return a graph with all that follows from it, for those who ask it.

    Args:
        graph: The graph, which is not changed.

    Returns:
        The graph itself where it lacks nothing, else what :func:`derive` returns; and how many triples were
        added.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> completed(graph) == (graph, 0)
        True
        >>> completed(without_derived(graph))[1] > 100
        True
    """
    vocabulary = ontology_quads()

    def lacks_something() -> bool:
        graph.oxigraph.extend(vocabulary)
        return any(bool(graph.oxigraph.query(question)) for question in questions)

    questions = [_unanswered(rule) for rule in _rules()]
    if hasattr(os, "fork") and not run_in_child(lacks_something):
        return graph, 0
    derived = derive(graph)
    added = len(derived) - len(graph)
    return (derived, added) if added else (graph, 0)


def without_derived(graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return a graph without whatever the rules could have concluded, whether it follows or not.

    Left out are direct relations (all but those that are stated directly, such as ``rg:concerns``),
    superclasses of a class that is stated too, preferred labels of concepts that repeat the label, country
    codes and Wikidata matches as plain values.

    Args:
        graph: A graph whose relations all come from acts: one of bare direct relations loses them. It is not
            changed.

    Returns:
        A new graph.

    Example:
        >>> import relgraph
        >>> from rdflib import URIRef
        >>> proposes = URIRef("https://w3id.org/relgraph/ontology#proposes")
        >>> any(without_derived(relgraph.open()).triples((None, proposes, None)))
        False
    """
    store, added = _with_ontology(graph)
    for quad in [*_construct(store, _DERIVABLE), *added]:
        store.remove(quad)
    return graph.with_store(store)


def _with_ontology(graph: KnowledgeGraph) -> tuple[ox.Store, list[ox.Quad]]:
    """Return a copy of the store of ``graph`` with the ontology in it, and what of that is not in ``graph``."""
    store = ox.Store()
    store.extend(quad for quad in graph.oxigraph)  # no signal would be heard during bulk_extend
    added = [quad for quad in ontology_quads() if quad not in store]
    store.extend(added)
    return store, added


def _rules() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(bundled("ontology", "rules").glob("*.rq"))]


def _unanswered(rule: str) -> str:
    """Return the question whether ``rule`` gives a triple that is not there."""
    match = re.search(r"CONSTRUCT (\{[^}]*\})\s*WHERE \{(.*)\}\s*\Z", rule, re.DOTALL)
    assert match is not None  # noqa: S101 - our own rules, all of this form
    return f"{rule[: match.start()]}ASK {{ {match[2]} FILTER NOT EXISTS {match[1]} }}"


def _construct(store: ox.Store, query: str) -> list[ox.Quad]:
    triples = store.query(query)
    assert isinstance(triples, ox.QueryTriples)  # noqa: S101 - our own queries, all of this form
    return [ox.Quad(*triple) for triple in triples]
