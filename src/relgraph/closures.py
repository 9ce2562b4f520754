"""Closures: what counting needs of an act that is reached in any number of steps, as statements of one step.

An engine that is asked to count a projection reads them in place of paths of any length, which some engines
answer wrongly and all of them slowly. They follow from the graph, say nothing new, and are no part of the data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import pyoxigraph as ox
from rdflib import RDF, XSD

from relgraph.derivation import derive
from relgraph.model.acts import event_dates, involved_actors, resolved_collectives
from relgraph.model.namespaces import ID, OA, RG
from relgraph.model.ontology import ontology_quads
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import links, nodes
from relgraph.projection.collectives import Collectives
from relgraph.projection.topics import Topics
from relgraph.store import KnowledgeGraph

_CLOSED_OVER = ox.NamedNode(str(RG.closedOver))
CLOSURES = tuple(str(RG[name]) for name in ("about", "datedBy", "effectiveDate", "standsFor"))
"""The predicates of closures, in order."""

SEAL = ID.closures
"""What says of which statements the closures of a graph were made, see :func:`sealing_quad`."""

_READ = (
    *(
        str(RG[name])
        for name in (
            "relation", "actor", "object", "recipient", "involves", "concerns", "resolvesTo", "madeAt",
            "partOf", "date", "from", "until", "heldOn", "expectedIn", "proposedFor", "evidence", "publishedOn",
        )
    ),
    str(OA.hasSource),
)  # fmt: skip
"""The predicates that closures are made of."""

SEALED = " UNION ".join(f"{{ ?s <{predicate}> ?o }}" for predicate in _READ)
"""The pattern of the statements that closures are made of."""

_ABOUT, _DATED_BY, _EFFECTIVE_DATE, _STANDS_FOR = map(ox.NamedNode, CLOSURES)
_TYPES = tuple(
    (re.compile(pattern), ox.NamedNode(str(datatype)))
    for pattern, datatype in (
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", XSD.date),
        (r"[0-9]{4}-[0-9]{2}", XSD.gYearMonth),
        (r"[0-9]{4}", XSD.gYear),
    )
)


def closing_quads(graph: ReadGraph) -> Iterator[ox.Quad]:
    """Yield the closures of a graph: dates, topics and those for whom a node stands.

    * ``rg:effectiveDate`` of an act is its date, see :class:`~relgraph.model.acts.Act`: a typed day, month or
      year, else a text, such as ``2019/2021`` of what lasts. ``rg:datedBy`` says whose date it is where that is
      not the act's own. An event has the date that it gives to what takes place at it.
    * ``rg:about`` leads from an act to the topics that it, its object or what it says concerns.
    * ``rg:standsFor`` leads from each node that acts or direct relations link to those who take its place where
      collectives are resolved; to itself where none do.

    Args:
        graph: The graph, which is not changed.

    Yields:
        Quads of the default graph, in no order, each once.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> found = {quad.predicate.value.rpartition("#")[2] for quad in closing_quads(graph)}
        >>> sorted(found)
        ['about', 'datedBy', 'effectiveDate', 'standsFor']
    """
    topics = Topics(graph, graph.acts, lambda iri: _kinds(graph, iri))
    for iri, act in graph.acts.items():
        if iri.startswith("_:"):
            continue
        node = ox.NamedNode(iri)
        if act.date:
            yield ox.Quad(node, _EFFECTIVE_DATE, _dated(act.date))
        if act.dated_by not in ("", "act"):
            yield ox.Quad(node, _DATED_BY, ox.Literal(act.dated_by))
        for topic in topics.of(iri):
            yield ox.Quad(node, _ABOUT, ox.NamedNode(topic))
    for event, date in sorted(event_dates(graph).items()):
        if event not in graph.acts and not event.startswith("_:"):
            yield ox.Quad(ox.NamedNode(event), _EFFECTIVE_DATE, _dated(date))
    collectives = Collectives(resolved_collectives(graph))
    for iri in _linked(graph):
        for actor in collectives.resolved([iri]):
            if not actor.startswith("_:"):
                yield ox.Quad(ox.NamedNode(iri), _STANDS_FOR, ox.NamedNode(actor))


def sealing_quad(graph: ReadGraph) -> ox.Quad:
    """Return the statement that says of how many statements the closures of a graph were made.

    Where it says another number than there are, or two, something was added or taken away since: other data
    were pushed beside these, say.

    Args:
        graph: The graph, with what follows from it.

    Example:
        >>> import relgraph
        >>> quad = sealing_quad(relgraph.open())
        >>> quad.predicate.value.rpartition("#")[2], quad.object.datatype.value.rpartition("#")[2]
        ('closedOver', 'integer')
    """
    number = sum(1 for predicate in _READ for _ in graph.pairs_of(predicate))
    return ox.Quad(ox.NamedNode(str(SEAL)), _CLOSED_OVER, ox.Literal(number))


def with_closures(graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return a graph with all that follows from it and the closures.

    Args:
        graph: The graph, which is not changed.

    Returns:
        A new graph, sealed by one statement more (see :func:`sealing_quad`).

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> len(with_closures(graph)) == len(graph) + len(list(closing_quads(graph))) + 1
        True
    """
    found = derive(graph)
    closures = [*closing_quads(found), sealing_quad(found)]
    found.oxigraph.extend(closures)
    return found


def answerable(graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return a graph as a store elsewhere needs it to answer as this package does.

    Args:
        graph: The graph, which is not changed.

    Returns:
        A new graph: with what follows, the closures and the vocabulary, but for axioms with blank nodes, of
        which each push would add copies.

    Example:
        >>> import relgraph
        >>> relgraph.query(answerable(relgraph.open()), "ASK { rg:supports a rg:Relation }").boolean
        True
    """
    found = with_closures(graph)
    found.oxigraph.extend(
        [quad for quad in ontology_quads() if not any(isinstance(term, ox.BlankNode) for term in quad.triple)]
    )
    return found


def _dated(date: str) -> ox.Literal:
    for pattern, datatype in _TYPES:
        if pattern.fullmatch(date):
            return ox.Literal(date, datatype=datatype)
    return ox.Literal(date)


def _kinds(graph: ReadGraph, iri: str) -> Collection[str]:
    """Return the classes of a node with those above them."""
    if iri.startswith("_:"):
        return ()
    return {above for stated in nodes(graph, iri, str(RDF.type)) for above in graph.ontology.ancestors(stated)}


def _linked(graph: ReadGraph) -> Iterator[str]:
    """Yield the nodes that acts and direct relations link, sorted."""
    found = {node for act in graph.acts.values() for node in (*act.actors, *act.objects, *act.recipients)}
    found.update(actor for actors in involved_actors(graph).values() for actor in actors)
    for relation in graph.ontology.relations:
        for pair in links(graph, relation):
            found.update(pair)
    yield from sorted(iri for iri in found if not iri.startswith("_:"))
