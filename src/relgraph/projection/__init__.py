"""Project: acts folded into a NetworkX network.

The definition is small and says what is one edge:

* An act links its actors to the actors that it is directed at: its recipients, its object where that is an
  actor, the actors whom its object involves, or, where its object is another act, the actors of that act.
* Several actors of one act are linked to each other by one undirected edge a pair.
* Among topics, an act links its actors to the topics that it, its object or what it says is about.
* A speech act and the act that is its content are counted once a pair of nodes, as the content.
* A direct relation that no act stands behind is an edge of its own, so that graphs of others project too.

What a relation means (direction, sign, weight, projections) is read from the ontology, never from here.
"""

from __future__ import annotations

import datetime
import gc
import operator
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any, TypeAlias

import networkx as nx
import pyoxigraph as ox
from rdflib import RDF, SKOS, Literal, URIRef

from relgraph.errors import NameNotFoundError, ProjectionError, unknown_name
from relgraph.model.acts import Act, involved_actors, read_acts, resolved_collectives
from relgraph.model.dates import days
from relgraph.model.namespaces import OA, RG, local_name, short, word
from relgraph.model.ontology import Ontology, Relation, ontology_graph, read_ontology
from relgraph.model.things import Thing, read_thing
from relgraph.store import KnowledgeGraph

Network: TypeAlias = "nx.Graph[str]"
"""A NetworkX graph: MultiDiGraph, MultiGraph or Graph, as the projection says."""


@dataclass(frozen=True)
class Projection:
    """An entry of the catalogue: what a projection's nodes, edges and weights are, and what it leaves out."""

    name: str
    nodes: str
    edges: str
    weight: str
    direction: str
    drops: str


PROJECTIONS: dict[str, Projection] = {
    entry.name: entry
    for entry in (
        Projection(
            "actors",
            "actors",
            "one an act and pair of actors: from who acts to whom it is directed at, or between joint actors",
            "acts, each with the weight of its relation",
            "directed, save joint acts and undirected relations",
            "things, topics, events, offices, and what an actor does to itself or to no second actor",
        ),
        Projection(
            "participation",
            "actors and events or mechanisms (two modes)",
            "one an act of taking part that is asserted; its certainty stays on the edge",
            "acts, each with the weight of its relation",
            "undirected",
            "participation that is only planned, proposed, wished or needed",
        ),
        Projection(
            "co-participation",
            "actors",
            "one a pair of actors that took part in the same event or mechanism",
            "shared events or mechanisms",
            "undirected",
            "actors that took part alone; what they did there",
        ),
        Projection(
            "topics",
            "actors and topics (two modes)",
            "one an act, actor and topic that the act, its object or what it says is about",
            "acts, each with the weight of its relation",
            "undirected",
            "other actors and things that acts are about; who took part in an event on a topic and did no more",
        ),
        Projection(
            "signed",
            "actors",
            "those of actors whose relation is cooperative or adverse; the sign stays on the edge",
            "acts, each with the weight of its relation, positive whatever the sign",
            "directed, save joint acts and undirected relations",
            "neutral relations, and all that actors leaves out",
        ),
        Projection(
            "full",
            "actors and all that acts are about",
            "one an act, from who acts to the object and to each recipient; and what a thing concerns",
            "acts, each with the weight of its relation",
            "directed, save joint acts and undirected relations",
            "classes, literals, evidence, dates",
        ),
    )
}
"""The catalogue of projections, by name."""

_FROM = {"co-participation": "participation", "signed": "actors"}
"""Projections that no ``rg:entersProjection`` names, with the one from which each is made."""

_TWO_MODE = ("participation", "topics")


def entering(ontology: Ontology, name: str) -> dict[str, Relation]:
    """Return the relations that make edges of projection ``name``, by IRI.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown projection.
    """
    if name not in PROJECTIONS:
        raise unknown_name("projection", name, PROJECTIONS)
    return {
        iri: relation
        for iri, relation in ontology.relations.items()
        if _FROM.get(name, name) in relation.projections
        and (name != "signed" or relation.sign in ("cooperative", "adverse"))
    }


_TYPE = ox.NamedNode(str(RDF.type))


@dataclass(frozen=True, slots=True)
class _Edge:
    """One edge before it enters a network; ``acts`` has the act that it folds, then the acts around it.

    ``unit`` is what is counted here: the act, by IRI, or the direct relation as it is stated.
    """

    source: str
    target: str
    relation: Relation
    directed: bool
    acts: tuple[Act, ...]
    unit: str


@dataclass(frozen=True)
class Fold:
    """The acts of one graph, folded once into the edges of one projection.

    Networks of any choice of these acts are built from it without reading the graph again: the acts of a
    period, all acts but one, a sample with replacement. ``notes`` say what was left out.
    """

    name: str
    collectives: str
    collapsed: bool
    notes: tuple[str, ...]
    _edges: tuple[_Edge, ...]
    _folding: _Folding

    @cached_property
    def units(self) -> dict[str, Act | None]:
        """What is counted and can be chosen, in the order of the edges.

        An act by its IRI (speech acts folded into it go with it), or ``None`` for a direct relation that no act
        stands behind, by ``"SUBJECT RELATION OBJECT"``.
        """
        return {edge.unit: edge.acts[0] if edge.acts else None for edge in self._edges}

    @cached_property
    def _described(self) -> tuple[tuple[_Edge, dict[str, Any]], ...]:
        # Once for all networks that hold the edge.
        return tuple((edge, self._folding.attributes(edge)) for edge in self._edges)

    @cached_property
    def _nodes(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        return tuple((node, dict(data)) for node, data in self.network().nodes(data=True))

    def network(self, counts: Mapping[str, float] | None = None) -> Network:
        """Return the network of all units, or of those in ``counts``, each with its weight times its count.

        A unit that ``counts`` lacks, or counts as 0, is left out; the nodes are those of the whole network all
        the same, so that networks of different choices can be compared node by node. The network is not frozen.
        """
        if counts is None:
            network = _network(self.name, self._described, self._folding)
        else:
            chosen = [pair for pair in self._described if counts.get(pair[0].unit, 0) > 0]
            network = _network(self.name, chosen, self._folding, counts, self._nodes)
        if self.collapsed and network.is_multigraph():
            network = _put_together(network)
        network.graph.update(
            name=self.name,
            weight_unit=PROJECTIONS[self.name].weight,
            direction=PROJECTIONS[self.name].direction,
            collectives=self.collectives,
            notes=self.notes,
        )
        return network


def project(
    graph: KnowledgeGraph,
    name: str,
    *,
    since: str | datetime.date | None = None,
    as_of: str | datetime.date | None = None,
    relations: Iterable[str] = (),
    kinds: Iterable[str] = (),
    modalities: Iterable[str] = (),
    certainties: Iterable[str] = (),
    source_documents: Iterable[str] = (),
    background: bool = True,
    collectives: str = "keep",
    collapsed: bool = False,
    chair_weight: float = 1.0,
) -> Network:
    """Return projection ``name`` of ``graph`` as a frozen NetworkX network.

    ``actors``, ``signed`` and ``full`` are a MultiDiGraph; ``participation`` and ``topics`` a MultiGraph with
    the node attribute ``bipartite`` (0 actor, 1 event, mechanism or topic); ``co-participation`` a Graph. See
    :data:`PROJECTIONS`. A topic is a ``skos:Concept`` that the data state. In ``signed`` a weight is positive
    whatever the ``sign``: measures of strength add up what is cooperative and what is adverse, and structural
    balance reads the sign.

    Filters, all of which an act has to pass:

    ``since``, ``as_of`` (a date, or ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``) are the ends of a window, which has
    both in it. A month or a year, given here or as the date of an act, counts as its whole span, and an act is
    kept where its span meets the window. Acts without a date are left out then (for the date of an act see
    :class:`~relgraph.model.acts.Act`). ``relations`` (local names or IRIs) keeps these relations and what falls
    under them. ``kinds`` (local names or IRIs of classes under ``rg:Actor``) keeps links all of whose actors
    are of one of these kinds or of a kind under it; events, topics and things are kept with them.
    ``modalities`` (``asserted``, ``planned``, ``proposed``, ``wished``, ``needed``) and ``certainties``
    (``certain``, ``likely``, ``doubtful``) keep acts that have one of them. ``source_documents`` (IRIs,
    ``document/x`` or labels) keeps acts with a passage of evidence in one of them.
    ``background=False`` leaves out acts that rest
    on background sources alone. A direct relation that no act stands behind has no date, modality, certainty
    or source, and is left out where one of these is asked for; where background is left out, it is kept.

    ``collectives``: ``"keep"`` leaves a collective such as "the two sides" as a node, ``"resolve"`` puts the
    actors for whom it stands in its place, where the text fixes them. ``chair_weight``: what presiding
    (``rg:presiding``) counts in ``participation`` and ``co-participation``, where any other part counts 1; a
    pair that took part in an event counts the product of its two.

    Nodes are IRIs with ``label``, ``kind`` and ``aliases``. Edges have ``relation`` (local name), ``label``,
    ``directed``, ``sign``, ``weight``, ``date``, ``modality``, ``certainty``, ``said_by``, ``speech`` (the
    relation of the speech act around it), ``acts`` and ``evidence`` (IRIs) and ``background``. An edge of
    ``co-participation`` has ``relation``, ``label``, ``directed``, ``sign``, ``weight``, ``newman``,
    ``events``, ``acts`` and ``evidence``: a tie over several events has no one date or modality. Attributes of
    the network: ``name``, ``weight_unit``, ``direction``, ``collectives`` and ``notes``, which state every
    filter and what it left out.

    ``collapsed=True`` makes one edge of all edges of a pair in one direction (an undirected one stays apart
    from those that point): ``weight`` is their sum, ``cooperative`` and ``adverse`` the parts of it that have
    that sign, ``sign`` that of the larger part or ``neutral``; ``relations``, ``modalities``, ``certainties``,
    ``acts`` and ``evidence`` are all there are, ``first_date`` and ``last_date`` as the source gives them.
    ``co-participation`` has one edge a pair in any case.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown projection, relation, kind, document or
    other option, and :class:`~relgraph.errors.ProjectionError` for a graph in which there is nothing to
    project, a window that ends before it begins, and a chair weight that is no strength or weighs nothing.
    """
    network = fold(
        graph,
        name,
        since=since,
        as_of=as_of,
        relations=relations,
        kinds=kinds,
        modalities=modalities,
        certainties=certainties,
        source_documents=source_documents,
        background=background,
        collectives=collectives,
        collapsed=collapsed,
        chair_weight=chair_weight,
    ).network()
    if network.number_of_nodes() == 0:
        raise ProjectionError(
            f"nothing to project: no act or direct relation in this graph enters {name!r} with these options",
            "; ".join((*network.graph["notes"], f"the edges of {name} are {PROJECTIONS[name].edges}")),
        )
    nx.freeze(network)
    return network


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking millions of young records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_paused()
def fold(
    graph: KnowledgeGraph,
    name: str,
    *,
    since: str | datetime.date | None = None,
    as_of: str | datetime.date | None = None,
    relations: Iterable[str] = (),
    kinds: Iterable[str] = (),
    modalities: Iterable[str] = (),
    certainties: Iterable[str] = (),
    source_documents: Iterable[str] = (),
    background: bool = True,
    collectives: str = "keep",
    collapsed: bool = False,
    chair_weight: float = 1.0,
) -> Fold:
    """Fold the acts of ``graph`` into the edges of projection ``name``.

    Takes and raises what :func:`project` does, which is this and :meth:`Fold.network`, save that a fold with
    nothing in it is no error.
    """
    if name not in PROJECTIONS:
        raise unknown_name("projection", name, PROJECTIONS)
    if collectives not in ("keep", "resolve"):
        raise unknown_name("treatment of collectives", collectives, ("keep", "resolve"))
    _check_chair_weight(chair_weight, name)
    ontology = read_ontology(graph)
    wanted = _relations(ontology, relations)
    of_kinds = _actor_kinds(ontology, kinds)
    filters = [
        *_background_filter(background),
        *_window_filter(since, as_of),
        *_word_filter("modality", RG.modalityScheme, modalities),
        *_word_filter("certainty", RG.certaintyScheme, certainties),
        *_document_filter(graph, source_documents),
    ]
    notes: list[str] = []
    everything = read_acts(graph)
    acts = everything
    for item in filters:
        kept = {iri: act for iri, act in acts.items() if item.keeps(act)}
        notes.append(f"left out {_counted(len(acts) - len(kept), 'act')} {item.why}")
        acts = kept

    stands_for = resolved_collectives(graph) if collectives == "resolve" else {}
    folding = _Folding(graph, ontology, everything, name, stands_for=stands_for, chair_weight=chair_weight)
    edges = list(folding.edges(acts))
    bare = list(folding.bare_edges())
    said = f"{_counted(len({edge.unit for edge in bare}), 'direct relation')} that no act stands behind"
    unknown = [item.unknown for item in filters if item.unknown]
    if bare and unknown:
        notes.append(f"left out {said}, of which no {' or '.join(unknown)} is known")
    else:
        if bare and not background:
            notes.append(f"kept {said}, whether background or not")
        edges += bare
    if wanted:
        before = len(edges)
        edges = [edge for edge in edges if _is_wanted(edge, wanted.keys(), ontology)]
        names = " or ".join(sorted(wanted.values()))
        notes.append(f"left out {_counted(before - len(edges), 'link')} not by {names} or what falls under it")
    if of_kinds:
        before = len(edges)
        edges = [edge for edge in edges if folding.is_among(edge, of_kinds.keys())]
        names = " or ".join(sorted(of_kinds.values()))
        notes.append(f"left out {_counted(before - len(edges), 'link')} with an actor not known to be {names}")
    if folding.replaced:
        names = ", ".join(sorted(local_name(node) for node in folding.replaced))
        notes.append(f"put the actors for whom they stand in the place of {names}")
    if chair_weight != 1:
        notes.append(f"counted presiding {chair_weight:g} times, any other part once")
    if collapsed:
        notes.append("put the edges of each pair and direction together, weights summed")

    return Fold(
        name=name,
        collectives="resolved" if collectives == "resolve" else "kept",
        collapsed=collapsed,
        notes=tuple(notes),
        _edges=tuple(edges),
        _folding=folding,
    )


def _check_chair_weight(chair_weight: float, name: str) -> None:
    if not 1e-6 <= chair_weight <= 1e6:
        raise ProjectionError(f"the chair weight {chair_weight:g} is no strength", "give one from 1e-6 to 1e6")
    if chair_weight != 1 and _FROM.get(name, name) != "participation":
        raise ProjectionError(
            f"a chair weight has nothing to weigh in {name!r}",
            "it goes with participation and co-participation",
        )


# Filters


@dataclass(frozen=True)
class _Filter:
    """Which acts are kept, why the others are not, and what of it nobody knows of a direct relation."""

    keeps: Callable[[Act], bool]
    why: str
    unknown: str = ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _background_filter(background: bool) -> list[_Filter]:
    return (
        [] if background else [_Filter(lambda act: not act.background, "resting on background sources alone")]
    )


def _window_filter(since: str | datetime.date | None, as_of: str | datetime.date | None) -> list[_Filter]:
    if since is None and as_of is None:
        return []
    first = datetime.date.min if since is None else _bound(since)[0]
    last = datetime.date.max if as_of is None else _bound(as_of)[1]
    if first > last:
        raise ProjectionError(
            f"the window from {since} to {as_of} ends before it begins", "turn the two around"
        )
    bounds = [f"before {since}"] * (since is not None) + [f"after {as_of}"] * (as_of is not None)

    def meets(act: Act) -> bool:
        span = days(act.date)
        return span is not None and span[0] <= last and span[1] >= first

    return [_Filter(meets, f"dated {' or '.join(bounds)}, or without a date", "date")]


def _bound(text: str | datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a bound of the window."""
    span = days(str(text)) if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(text)) else None
    if span is None:
        raise NameNotFoundError(f"{str(text)[:80]!r} is not a date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    return span


def _word_filter(what: str, scheme: URIRef, words: Iterable[str]) -> list[_Filter]:
    known = {word(str(value)) for value in ontology_graph().subjects(SKOS.inScheme, scheme)}
    wanted = {word(text) for text in words}
    for text in sorted(wanted - known):
        raise unknown_name(what, text, known)
    if not wanted:
        return []
    field = operator.attrgetter(what)
    return [_Filter(lambda act: word(field(act)) in wanted, f"of another {what} than {_listed(wanted)}", what)]


def _listed(names: Iterable[str]) -> str:
    return " or ".join(sorted(names))


def _document_filter(graph: KnowledgeGraph, names: Iterable[str]) -> list[_Filter]:
    wanted = dict.fromkeys(names)
    if not wanted:
        return []
    source_of: dict[str, str] = dict(_stated(graph, str(OA.hasSource)))
    ontology = read_ontology(graph)
    documents: dict[str, set[str]] = {}
    for iri in set(source_of.values()):
        thing = read_thing(graph, ontology, iri)
        for name in {iri, short(iri), thing.label, *thing.aliases}:
            documents.setdefault(name, set()).add(iri)
    for name in wanted:
        if name not in documents:
            raise unknown_name("source document", name, (name for name in documents if "://" not in name))
        if len(documents[name]) > 1:
            raise NameNotFoundError(
                f"{name!r} names several source documents", f"give one of {', '.join(sorted(documents[name]))}"
            )
    chosen = {iri for name in wanted for iri in documents[name]}
    return [
        _Filter(
            lambda act: any(source_of.get(passage) in chosen for passage in act.evidence),
            f"without evidence in {_listed(wanted)}",
            "source",
        )
    ]


def _relations(ontology: Ontology, names: Iterable[str]) -> dict[str, str]:
    """Return the name of each relation that ``names`` mean, by IRI."""
    found = {}
    for text in names:
        relation = ontology.relation(text)
        if relation is None:
            raise unknown_name("relation", text, (known.name for known in ontology.relations.values()))
        found[str(relation.iri)] = relation.name
    return found


def _is_wanted(edge: _Edge, wanted: Set[str], ontology: Ontology) -> bool:
    around = {act.relation for act in edge.acts} | {str(edge.relation.iri)}
    return any(not wanted.isdisjoint(ontology.ancestors(relation)) for relation in around)


def _actor_kinds(ontology: Ontology, names: Iterable[str]) -> dict[str, str]:
    """Return the name of each kind of actor that ``names`` mean, by IRI."""
    kinds = [iri for iri in ontology.parents if str(RG.Actor) in ontology.ancestors(iri)[1:]]
    # A name means the kind of this ontology before one that data declare.
    known = {local_name(iri): iri for iri in sorted(kinds, key=lambda iri: iri.startswith(str(RG)))}
    found = {}
    for name in names:
        iri = name if name in kinds else known.get(name.removeprefix("rg:"))
        if iri is None:
            raise unknown_name("kind of actor", name, known)
        found[iri] = local_name(iri)
    return found


class _Folding:
    """What it takes to fold the acts of one graph into edges of one projection.

    Collectives are resolved before anything is folded: an act of "the two sides" is then the joint act of those
    for whom they stand, in every respect.
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        ontology: Ontology,
        everything: dict[str, Act],
        name: str,
        *,
        stands_for: dict[str, list[str]],
        chair_weight: float,
    ) -> None:
        self.graph, self.ontology, self.written = graph, ontology, everything
        self.participation = _FROM.get(name, name) == "participation"
        self.topics, self.signed, self.full = name == "topics", name == "signed", name == "full"
        self.relations = entering(ontology, name)
        presiding = {
            str(iri)
            for source in (ontology_graph(), graph)
            for iri in source.subjects(RG.presiding, Literal(True))
        }
        self._parts = {
            iri: 1.0 if presiding.isdisjoint(ontology.ancestors(iri)) else chair_weight
            for iri in self.relations
        }
        self.stands_for = stands_for
        self.replaced: set[str] = set()
        self.acts = everything
        self.involved = involved_actors(graph)
        self.concerned: dict[str, list[str]] = {}
        if self.topics:
            for thing, concern in self._stated(str(RG.concerns)):
                self.concerned.setdefault(thing, []).append(concern)
        if stands_for:
            self.acts = {
                iri: replace(
                    act,
                    actors=self._standing(act.actors),
                    objects=self._standing(act.objects),
                    recipients=self._standing(act.recipients),
                )
                for iri, act in everything.items()
            }
            self.involved = {thing: list(self._standing(actors)) for thing, actors in self.involved.items()}
        self._things: dict[str, Thing] = {}
        self._kinds: dict[str, frozenset[str]] = {}

    def attributes(self, edge: _Edge) -> dict[str, Any]:
        """Return what a network says of ``edge``."""
        act = edge.acts[0] if edge.acts else None
        speech = sorted({local_name(around.relation) for around in edge.acts[1:]})
        return {
            "relation": edge.relation.name,
            "label": edge.relation.label,
            "directed": edge.directed,
            "sign": edge.relation.sign,
            "weight": edge.relation.weight * self.part(edge.relation),
            "date": act.date if act else "",
            "modality": word(act.modality) if act else "",
            "certainty": word(act.certainty) if act else "",
            "said_by": act.said_by if act else "",
            "speech": ", ".join(speech),
            "acts": tuple(around.iri for around in edge.acts),
            "evidence": tuple(sorted({passage for around in edge.acts for passage in around.evidence})),
            "background": act.background if act else False,
        }

    def part(self, relation: Relation) -> float:
        """Return what an act of ``relation`` counts: the chair weight where it is to preside, else 1."""
        return self._parts[str(relation.iri)]

    @property
    def two_mode(self) -> bool:
        return self.participation or self.topics

    def _standing(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """Return ``nodes`` with each collective replaced by the actors for whom it stands in the end."""
        found: dict[str, None] = {}
        queue, seen = deque(nodes), set()
        while queue:
            node = queue.popleft()
            if node in self.stands_for and node not in seen:
                seen.add(node)
                self.replaced.add(node)
                queue.extend(self.stands_for[node])
            elif node not in seen:
                found[node] = None
        return tuple(sorted(found))

    def thing(self, iri: str) -> Thing:
        if iri not in self._things:
            self._things[iri] = read_thing(self.graph, self.ontology, iri)
        return self._things[iri]

    def kinds(self, iri: str) -> frozenset[str]:
        """Return the classes of ``iri``, going up the hierarchy from the types that it is given."""
        if iri not in self._kinds:
            types = (
                ()
                if iri.startswith("_:")
                else self.graph.oxigraph.quads_for_pattern(ox.NamedNode(iri), _TYPE, None)
            )
            self._kinds[iri] = frozenset(
                above
                for quad in types
                if isinstance(quad.object, ox.NamedNode)
                for above in self.ontology.ancestors(quad.object.value)
            )
        return self._kinds[iri]

    def is_a(self, iri: str, name: str) -> bool:
        return f"{RG}{name}" in self.kinds(iri)

    def is_among(self, edge: _Edge, kinds: Set[str]) -> bool:
        """Whether all actors that the edge links are of one of ``kinds``."""
        ends = [edge.source] if self.two_mode else [edge.source, edge.target]
        return all(
            not kinds.isdisjoint(self.kinds(end)) or (self.kinds(end) and not self.is_a(end, "Actor"))
            for end in ends
        )

    def edges(self, acts: Iterable[str]) -> Iterator[_Edge]:
        """Yield the edges of ``acts`` in their order."""
        kept = {iri: self.acts[iri] for iri in acts}
        speech: dict[str, list[Act]] = {}
        for act in kept.values():
            for content in act.objects:
                if content in self.acts:
                    speech.setdefault(content, []).append(act)
        for act in kept.values():
            if not self._enters(act):
                continue
            relation = self.relations[act.relation]
            of_content = {
                pair
                for content in act.objects
                if content in kept and self._enters(kept[content]) and self._agree(act, kept[content])
                for pair in map(frozenset, self._pairs(kept[content]))
            }
            around = _speech_acts(act, speech) if act.iri in speech else []
            for source, target in self._pairs(act):
                pair = frozenset((source, target))
                if pair in of_content:
                    continue  # the content is an edge between the same two, and stands for both acts
                # What a third actor says of the act is an edge of that actor, and no part of this one.
                folded = [
                    said
                    for said in around
                    if self._agree(said, act)
                    and (
                        not set(said.actors).isdisjoint(act.actors) or pair in map(frozenset, self._pairs(said))
                    )
                ]
                directed = not (target in act.actors or relation.undirected or self.two_mode)
                yield _Edge(source, target, relation, directed, (act, *folded), act.iri)

    def _enters(self, act: Act) -> bool:
        if act.relation not in self.relations:
            return False
        return not self.participation or local_name(act.modality) in ("modalityAsserted", "")

    def _agree(self, said: Act, content: Act) -> bool:
        """Whether a speech act and its content may count as one: where signs count, not with opposite signs."""
        relations = [self.ontology.relations.get(act.relation) for act in (said, content)]
        signs = {relation.sign for relation in relations if relation}
        return not (self.signed and {"cooperative", "adverse"} <= signs)

    def _pairs(self, act: Act) -> list[tuple[str, str]]:
        """Return the pairs of nodes that the act links, each once, actors first."""
        if self.participation:
            return [(actor, thing) for actor in act.actors for thing in act.objects if self._hosts(thing)]
        if self.topics:
            actors = list(act.actors)
            if self.relations[act.relation].undirected:
                actors += [thing for thing in act.objects if self.is_a(thing, "Actor") and thing not in actors]
            return [(actor, topic) for actor in actors for topic in self._topics(act.iri)]
        pairs = list(combinations(act.actors, 2))
        for target in self._targets(act):
            pairs += [(actor, target) for actor in act.actors if target not in act.actors]
        return pairs

    def _hosts(self, iri: str) -> bool:
        return self.is_a(iri, "Event") or self.is_a(iri, "Mechanism")

    def _topics(self, about: str) -> list[str]:
        """Return the topics of a thing: itself, those that it concerns, and of an act those of its objects."""
        found: dict[str, None] = {}
        queue, seen = deque([about]), set()
        while queue:
            thing = queue.popleft()
            if thing in seen:
                continue
            seen.add(thing)
            near = (thing, *self.concerned.get(thing, ()))
            found.update(dict.fromkeys(topic for topic in near if self._is_topic(topic)))
            if thing in self.acts:
                queue.extend(self.acts[thing].objects)
        return list(found)

    def _is_topic(self, iri: str) -> bool:
        # Controlled values of the ontology, such as modalities, are concepts too.
        return str(SKOS.Concept) in self.kinds(iri) and not iri.startswith(str(RG))

    def _targets(self, act: Act) -> list[str]:
        targets: dict[str, None] = {}
        for thing in act.objects:
            if thing in self.acts:
                targets.update(dict.fromkeys(self.acts[thing].actors))
            elif self.full or self.is_a(thing, "Actor"):
                targets[thing] = None
            else:
                targets.update(dict.fromkeys(self.involved.get(thing, ())))
        targets.update(dict.fromkeys(act.recipients))
        return list(targets)

    def bare_edges(self) -> Iterator[_Edge]:
        """Yield direct relations that no act yields and no narrower relation implies, undirected pairs once.

        Graphs of direct relations alone often leave things untyped: such a thing may be what it has to be.
        """
        backed: set[tuple[str, str, str]] = set()
        for act in self.written.values():
            if self._enters(act):
                for above in self.ontology.ancestors(act.relation):
                    backed.update((actor, above, thing) for actor in act.actors for thing in act.objects)
        stated = {iri: self._stated(iri) for iri in self.relations}
        for iri, pairs in stated.items():
            for above in self.ontology.ancestors(iri)[1:]:
                backed.update((source, above, target) for source, target in pairs)
        for iri, relation in self.relations.items():
            for source, target in stated[iri]:
                known = (source, iri, target) in backed
                if relation.undirected:
                    known = known or (target, iri, source) in backed
                    backed.add((source, iri, target))
                if known or self.is_a(source, "Act"):
                    continue
                directed = not (relation.undirected or self.two_mode)
                unit = f"{source} {iri} {target}"
                for a, b in self._bare_pairs(source, target, relation):
                    if a != b:
                        yield _Edge(a, b, relation, directed, (), unit)

    def _bare_pairs(self, source: str, target: str, relation: Relation) -> Iterator[tuple[str, str]]:
        """Yield the pairs of nodes that a direct relation links."""
        if self.topics:
            both = relation.undirected and self.is_a(target, "Actor")
            ends = self._standing([source, target] if both else [source])
            yield from ((actor, topic) for actor in ends for topic in self._topics(target))
        elif self._has_place_for(target):
            for a in self._standing([source]):
                yield from ((a, b) for b in self._standing([target]))

    def _stated(self, iri: str) -> list[tuple[str, str]]:
        return _stated(self.graph, iri)

    def _has_place_for(self, target: str) -> bool:
        if not self.kinds(target):
            return True
        if self.participation:
            return self._hosts(target)
        return self.is_a(target, "Actor") or (self.full and not self.is_a(target, "Act"))


def _stated(graph: KnowledgeGraph, iri: str) -> list[tuple[str, str]]:
    """Return the pairs of nodes with an IRI that ``graph`` links by the predicate, sorted."""
    quads = graph.oxigraph.quads_for_pattern(None, ox.NamedNode(iri), None)
    return sorted(
        (quad.subject.value, quad.object.value)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )


def _speech_acts(act: Act, speech: dict[str, list[Act]]) -> list[Act]:
    """Return the acts whose content is ``act``, innermost first."""
    found: dict[str, Act] = {}
    queue = deque([act.iri])
    while queue:
        for said in speech.get(queue.popleft(), ()):
            if said.iri not in found and said.iri != act.iri:
                found[said.iri] = said
                queue.append(said.iri)
    return list(found.values())


def _network(
    name: str,
    described: Sequence[tuple[_Edge, dict[str, Any]]],
    folding: _Folding,
    counts: Mapping[str, float] | None = None,
    nodes: Sequence[tuple[str, dict[str, Any]]] | None = None,
) -> Network:
    """Return the network of these edges, each as often as ``counts`` says, with ``nodes`` or what they link."""
    edges = [edge for edge, _ in described]
    if name == "co-participation":
        return _co_participation(edges, folding, counts, nodes)
    network: Network = nx.MultiGraph() if name in _TWO_MODE else nx.MultiDiGraph()
    if nodes is not None:
        network.add_nodes_from(nodes)
    else:
        sources, targets = {edge.source for edge in edges}, {edge.target for edge in edges}
        if name in _TWO_MODE:
            # Actors first: NetworkX tells an edge without direction from the node that it met first.
            for mode, found in enumerate((sources, targets - sources)):
                for node in sorted(found):
                    _add_node(network, folding, node)
                    network.nodes[node]["bipartite"] = mode
        else:
            for node in sorted(sources | targets):
                _add_node(network, folding, node)
    for number, (edge, attributes) in enumerate(described, start=1):
        times = 1.0 if counts is None else counts[edge.unit]
        weight = attributes["weight"] * times
        network.add_edge(edge.source, edge.target, key=f"e{number}", **{**attributes, "weight": weight})
    return network


def _add_node(network: Network, folding: _Folding, iri: str) -> None:
    thing = folding.thing(iri)
    network.add_node(iri, label=thing.label, kind=thing.kind, aliases=thing.aliases)


def _put_together(network: Network) -> Network:
    """Return ``network`` with one edge a pair and direction; an undirected edge stays one of its own."""
    together: dict[tuple[str, str, bool], list[dict[str, Any]]] = {}
    for source, target, data in network.edges(data=True):
        turned = network.is_directed() and not data["directed"] and target < source
        ends = (target, source) if turned else (source, target)
        together.setdefault((*ends, data["directed"]), []).append(data)
    collapsed = network.__class__()
    collapsed.add_nodes_from(network.nodes(data=True))
    for number, ((source, target, directed), parts) in enumerate(sorted(together.items(), key=_ends), start=1):
        collapsed.add_edge(source, target, key=f"e{number}", **_sum_of(parts), directed=directed)
    return collapsed


def _ends(item: tuple[tuple[str, str, bool], Any]) -> tuple[str, str, bool]:
    return item[0]


def _sum_of(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the attributes of one edge that stands for ``parts``."""

    def every(name: str) -> tuple[str, ...]:
        return tuple(sorted({part[name] for part in parts if part[name]}))

    weight = {
        sign: float(sum(part["weight"] for part in parts if part["sign"] == sign))
        for sign in ("cooperative", "adverse")
    }
    balance = weight["cooperative"] - weight["adverse"]
    dated = [(span, date) for date in every("date") if (span := days(date))]
    return {
        "relation": ", ".join(every("relation")),
        "label": ", ".join(every("label")),
        "sign": "cooperative" if balance > 0 else "adverse" if balance < 0 else "neutral",
        "weight": float(sum(part["weight"] for part in parts)),
        **weight,
        "relations": every("relation"),
        "modalities": every("modality"),
        "certainties": every("certainty"),
        "first_date": min(((span[0], date) for span, date in dated), default=(None, ""))[1],
        "last_date": max(((span[1], date) for span, date in dated), default=(None, ""))[1],
        "acts": tuple(sorted({iri for part in parts for iri in part["acts"]})),
        "evidence": tuple(sorted({passage for part in parts for passage in part["evidence"]})),
        "background": all(part["background"] for part in parts),
    }


def _co_participation(
    edges: Iterable[_Edge],
    folding: _Folding,
    counts: Mapping[str, float] | None,
    nodes: Sequence[tuple[str, dict[str, Any]]] | None,
) -> Network:
    """Link actors that took part in the same events; ``newman`` adds 1/(n - 1) an event of n actors.

    An actor counts at an event as the most counted of its acts of taking part in it, each times the chair
    weight where that is to preside; a pair counts the product. ``n`` counts the actors that the filters keep.

    Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132.
    """
    present: dict[str, dict[str, list[_Edge]]] = {}
    for edge in edges:
        present.setdefault(edge.target, {}).setdefault(edge.source, []).append(edge)
    network: Network = nx.Graph()
    network.add_nodes_from(nodes or ())
    for event, actors in sorted(present.items()):
        share = {
            actor: max(folding.part(edge.relation) * (counts or {}).get(edge.unit, 1.0) for edge in there)
            for actor, there in actors.items()
        }
        for source, target in combinations(sorted(actors), 2):
            for node in (source, target):
                if node not in network:
                    _add_node(network, folding, node)
            if not network.has_edge(source, target):
                network.add_edge(
                    source, target, relation="coParticipation", label="took part together with",
                    directed=False, sign="neutral", weight=0.0, newman=0.0,
                    events=(), acts=(), evidence=(),
                )  # fmt: skip
            tie = network.edges[source, target]
            acts = [act for end in (source, target) for edge in actors[end] for act in edge.acts]
            tie["weight"] += share[source] * share[target]
            tie["newman"] += share[source] * share[target] / (len(actors) - 1)
            tie["events"] += (event,)
            tie["acts"] = tuple(sorted({*tie["acts"], *(act.iri for act in acts)}))
            tie["evidence"] = tuple(sorted({*tie["evidence"], *(p for act in acts for p in act.evidence)}))
    return network
