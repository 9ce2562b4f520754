"""Links: acts into edges, by the patterns of a projection.

* A speech act and the act that is its content are counted once per pair of nodes, as the content. What the
  speech act would draw is yielded all the same, with the contents that stand for it.
* A direct relation that no act stands behind is an edge of its own, so that graphs of others project too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import RDF, SKOS

from relgraph.model.acts import Act, event_dates, involved_actors
from relgraph.model.namespaces import OA, RG
from relgraph.model.ontology import Ontology, Relation
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import links
from relgraph.projection.bare_links import BareLinks
from relgraph.projection.catalogue import Path, Projection, Step, entering, implying, iri_of
from relgraph.projection.collectives import Collectives
from relgraph.projection.kinds import Kinds, expanded, leads_to
from relgraph.projection.topics import Topics

_ACT = str(RG.Act)
OPPOSITE = {"cooperative": "adverse", "neutral": "neutral", "adverse": "cooperative"}
_KNOWN = (str(RG), str(SKOS), str(OA))
"""Namespaces of classes of which it is known that they are no actors or events, where they are not."""


class Edge(NamedTuple):
    """One edge before it enters a network.

    Attributes:
        source: The node that it starts from.
        target: The node that it leads to.
        relation: The relation that it stands for.
        sign: ``cooperative``, ``neutral`` or ``adverse``: that of the relation where the act is directed at the
            target and took place; among stances the opposite one where it did not.
        directed: Whether it points from source to target.
        date: That of the act, see :class:`~relgraph.model.acts.Act`; of a bare relation of taking part that of
            the event.
        acts: The act that it folds, then the speech acts around it; none for a bare direct relation.
        unit: What is counted here: the act, by IRI, or the direct relation as it is stated.
        instead: The contents of the act that link the same two and stand for it, by IRI: with any of them the
            edge is none of the network.
        counted: How many acts it stands for where they were counted and not read; the one in ``acts`` has what
            they have in common then. 0 where acts were read.
    """

    source: str
    target: str
    relation: Relation
    sign: str
    directed: bool
    date: str
    acts: tuple[Act, ...]
    unit: str
    instead: tuple[str, ...] = ()
    counted: int = 0


class _Tie(NamedTuple):
    """How an act links a pair: by which relation, with which sign, and whether in one direction."""

    relation: str
    sign: str
    directed: bool


class _Walk(NamedTuple):
    """A path as it is walked, with the ends that it was found to have from each object."""

    path: Path
    start: str
    ends_there: bool  # whatever its first step leads to is an end
    ends: dict[str, tuple[str, ...]]


class _Way(NamedTuple):
    """A link as the acts of one relation have it."""

    source: _Walk
    targets: tuple[_Walk, ...]  # none where the sources are linked to each other
    neutral: bool
    tie: _Tie
    joint: _Tie


class Linking:
    """What it takes to turn the acts of one graph into edges of one projection.

    Attributes:
        relations: The relations that enter the projection, by IRI.
        kinds: The classes of nodes.
        foreign: What was left out so far since its class, of another vocabulary, is not known to be of the
            kinds that a step asks for: the nodes by class and kinds.
    """

    def __init__(
        self,
        graph: ReadGraph,
        projection: Projection,
        collectives: Collectives,
        ontology: Ontology,
        actor_classes: Collection[str] = (),
    ) -> None:
        """Read what ``projection`` asks of ``graph``, in which what is of ``actor_classes`` is an actor.

        ``ontology`` is that of the graph, which may have relations of others beside its own.
        """
        self._graph, self._projection, self._collectives = graph, projection, collectives
        self._ontology = ontology
        self.foreign: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        self.relations = entering(ontology, projection.name)
        self._modalities = expanded(projection.modalities)
        self._acts = collectives.resolved_acts(graph.acts)
        self.kinds = Kinds(graph, self._acts, actor_classes)
        self._involved = {
            thing: collectives.resolved(actors) for thing, actors in involved_actors(graph).items()
        }
        paths = [path for link in projection.links for path in (link.source, *link.targets)]
        asks = any(step.property in ("rg:about", "rg:concerns") for path in paths for step in path)
        self._topics = Topics(graph if asks else None, self._acts, self.kinds.of)
        self._doers: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        for act in self._acts.values():
            if not act.negative and not self._involved.keys().isdisjoint(act.objects):
                done = (act.relation, act.objects)
                self._doers[done] = self._doers.get(done, frozenset()).union(act.actors)
        self._event_dates = event_dates(graph)
        self._ways: dict[tuple[str, bool], tuple[_Way, ...]] = {}
        self._walks = {
            path: _Walk(path, path[0].property, path == (Step(path[0].property),), {}) for path in paths
        }

    def edges(self, acts: Iterable[str]) -> Iterator[Edge]:
        """Yield the edges of ``acts`` in their order, those too for which a content stands."""
        relations = self._ontology.relations
        kept = {iri: self._acts[iri] for iri in acts}
        speech: dict[str, list[Act]] = {}
        for act in kept.values():
            for content in act.objects:
                if content in self._acts and not act.negative:
                    speech.setdefault(content, []).append(act)
        for act in kept.values():
            if not self._enters(act):
                continue
            by_content: dict[str, set[tuple[str, str]]] = {}
            if not act.negative and not kept.keys().isdisjoint(act.objects):
                for content in act.objects:
                    if content in kept and self._enters(kept[content]) and self._agree(act, kept[content]):
                        by_content[content] = self._linked(kept[content])
            around = _speech_acts(act, speech) if act.iri in speech else []
            acts_of_edge: tuple[Act, ...] = (act,)
            for (source, target), tie in self._ties(act).items():
                ways = {(source, target)} if tie.directed else {(source, target), (target, source)}
                if around:
                    acts_of_edge = (act, *self._folded(act, around, ways))
                yield Edge(
                    source,
                    target,
                    relations[tie.relation],
                    tie.sign,
                    tie.directed,
                    act.date,
                    acts_of_edge,
                    act.iri,
                    tuple(iri for iri, pairs in by_content.items() if not pairs.isdisjoint(ways))
                    if by_content
                    else (),
                )

    def _folded(self, act: Act, around: Iterable[Act], ways: set[tuple[str, str]]) -> list[Act]:
        """Return the speech acts that an edge of ``act`` stands for too.

        What a third actor says of the act is an edge of that actor, and no part of this one.
        """
        return [
            said
            for said in around
            if self._agree(said, act)
            and (not set(said.actors).isdisjoint(act.actors) or not self._linked(said).isdisjoint(ways))
        ]

    def _enters(self, act: Act) -> bool:
        return (
            act.relation in self.relations
            and self._took_place(act)
            and (self._projection.negative or not act.negative)
        )

    def _took_place(self, act: Act) -> bool:
        """Whether the modality of an act is one that the projection asks for."""
        return (
            not self._modalities
            or act.modality in self._modalities
            or (self._projection.speech_acts and self._ontology.relations[act.relation].speech_act)
        )

    def _agree(self, said: Act, content: Act) -> bool:
        """Whether a speech act and its content may count as one: where signs count, not with opposite signs."""
        relations = [self._ontology.relations.get(act.relation) for act in (said, content)]
        signs = {relation.sign for relation in relations if relation}
        return not (self._projection.signs and {"cooperative", "adverse"} <= signs)

    def _linked(self, act: Act) -> set[tuple[str, str]]:
        """Return the pairs that the act links, from source to target, and back where it has no direction."""
        ties = self._ties(act)
        return {*ties, *((target, source) for (source, target), tie in ties.items() if not tie.directed)}

    def _ties(self, act: Act) -> dict[tuple[str, str], _Tie]:
        """Return the pairs of nodes that the act links, and how; the first link of a pair counts."""
        found: dict[tuple[str, str], _Tie] = {}
        for way in self._ways_of(act):
            sources = self._reached(act, way.source)
            if not way.targets:
                if len(sources) > 1:
                    found.update(dict.fromkeys(combinations(sources, 2), way.joint))
                continue
            targets: Collection[str] = ()
            for walk in way.targets:
                if ends := self._reached(act, walk):
                    targets = dict.fromkeys((*targets, *ends)) if targets else ends
            if not targets:
                continue
            if self._projection.modes == 2:
                pairs = [(source, target) for source in sources for target in targets]
            else:
                pairs = [(source, target) for target in targets if target not in sources for source in sources]
            together = self._doing(act) if way.neutral else frozenset[str]()
            for pair in pairs:
                if pair not in found:
                    found[pair] = way.joint if pair[1] in together else way.tie
        return found

    def _ways_of(self, act: Act) -> tuple[_Way, ...]:
        """Return the links that acts of this relation have, whether they took place or not."""
        key = act.relation, act.negative
        if key not in self._ways:
            known = self._ontology.relations.get(act.relation)
            undirected = known is not None and known.undirected
            ways = []
            for link in self._projection.links:
                if link.undirected and not undirected:
                    continue
                relation = iri_of(link.relation) if link.relation else act.relation
                sign = known.sign if known and not link.neutral else "neutral"
                if act.negative:
                    sign = OPPOSITE.get(sign, "neutral") if self._projection.stances else "neutral"
                tie = _Tie(relation, sign, not (undirected or self._projection.modes == 2))
                targets = () if link.targets == (link.source,) else link.targets
                walks = tuple(self._walks[path] for path in targets)
                joint = _Tie(relation, "neutral", False)
                ways.append(_Way(self._walks[link.source], walks, link.neutral, tie, joint))
            self._ways[key] = tuple(ways)
        return self._ways[key]

    def _doing(self, act: Act) -> frozenset[str]:
        """Return who does the same to the same thing, in acts of their own: they act together."""
        return self._doers.get((act.relation, act.objects), frozenset())

    def _reached(self, act: Act, walk: _Walk) -> Collection[str]:
        """Return the nodes at the end of a walk from ``act``."""
        if walk.start == "rg:object":
            objects = act.objects
            if len(objects) == 1 and objects[0] in walk.ends:
                return walk.ends[objects[0]]
            return [end for thing in objects for end in self._ends_of(thing, walk)]
        if walk.start == "rg:actor":
            nodes: Collection[str] = act.actors
        elif walk.start == "rg:recipient":
            nodes = act.recipients
        elif walk.start == "rg:about":
            nodes = self._topics.of(act.iri)
        elif walk.start == "rg:concerns":
            # What the object concerns is an edge of the object.
            of_object = {near for thing in act.objects for near in self._topics.concerned_by(thing)}
            nodes = [near for near in self._topics.concerned_by(act.iri) if near not in of_object]
        else:
            raise ValueError(f"no path starts along {walk.start}")
        return nodes if walk.ends_there else self._along(nodes, walk.path)

    def _ends_of(self, thing: str, walk: _Walk) -> tuple[str, ...]:
        """Return the nodes at the end of a walk from an act that has ``thing`` as its object."""
        if thing not in walk.ends:
            walk.ends[thing] = tuple(self._along((thing,), walk.path))
        return walk.ends[thing]

    def _along(self, nodes: Collection[str], path: Path) -> Collection[str]:
        """Return where the steps after the first lead from ``nodes``, those that the first leads to."""
        first, *rest = path
        nodes = self._of_kind(nodes, first)
        for step in rest:
            nodes = self._of_kind([end for node in nodes for end in self._beyond(node, step.property)], step)
        return nodes

    def _beyond(self, node: str, property: str) -> Collection[str]:
        if property == "rg:actor":
            return self._acts[node].actors if node in self._acts else ()
        if property == "rg:involves":
            return self._involved.get(node, ())
        raise ValueError(f"no path continues along {property}")

    def _of_kind(self, nodes: Collection[str], step: Step) -> Collection[str]:
        if not (step.kinds or step.unless):
            return nodes
        # An act without a relation, of which nothing else is known, is a thing that others are about.
        return [
            node
            for node in nodes
            if self._leads_to(
                step, node, self.kinds.of(node) if node in self._acts else self.kinds.of(node) - {_ACT}
            )
        ]

    def _leads_to(self, step: Step, node: str, kinds: frozenset[str]) -> bool:
        """Whether ``step`` leads to a node of these kinds; remembers where classes of others are in the way."""
        leads = leads_to(step, kinds)
        if not leads and step.kinds and kinds and not any(kind.startswith(_KNOWN) for kind in kinds):
            for term in self._graph.objects_of(node, str(RDF.type)):
                if isinstance(term, ox.NamedNode):
                    self.foreign.setdefault((term.value, step.kinds), set()).add(node)
        return leads

    def bare_edges(self) -> Iterator[Edge]:
        """Yield direct relations that no act yields and no narrower relation implies, undirected pairs once."""
        ontology = self._ontology
        bare_links = BareLinks(
            self._projection, self.kinds, self._collectives.resolved, self._topics.of, self._leads_to
        )
        narrow = implying(ontology, self._projection.name)
        stated = {iri: list(links(self._graph, iri)) for iri in narrow}
        backed: set[tuple[str, str, str]] = set()
        for iri, pairs in stated.items():
            for above in ontology.ancestors(iri)[1:]:
                backed.update((source, above, target) for source, target in pairs)
        if any(stated.values()):
            for act in self._graph.acts.values():
                if act.relation in stated and self._took_place(act) and not act.negative:
                    for above in ontology.ancestors(act.relation):
                        backed.update((actor, above, thing) for actor in act.actors for thing in act.objects)
        for iri, relation in self.relations.items():
            for source, target in stated[iri]:
                known = (source, iri, target) in backed
                if relation.undirected:
                    known = known or (target, iri, source) in backed
                    backed.add((source, iri, target))
                if known or _ACT in self.kinds.of(source):
                    continue
                directed = not (relation.undirected or self._projection.modes == 2)
                unit = f"{source} {iri} {target}"
                date = self._event_dates.get(target, "") if relation.taking_part else ""
                for a, b in dict.fromkeys(bare_links.pairs(source, target, relation)):
                    if a != b:
                        yield Edge(a, b, relation, relation.sign, directed, date, (), unit)


def _speech_acts(act: Act, speech: Mapping[str, list[Act]]) -> list[Act]:
    """Return the acts whose content is ``act``, innermost first."""
    found: dict[str, Act] = {}
    queue = deque([act.iri])
    while queue:
        for said in speech.get(queue.popleft(), ()):
            if said.iri not in found and said.iri != act.iri:
                found[said.iri] = said
                queue.append(said.iri)
    return list(found.values())
