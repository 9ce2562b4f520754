"""Project: acts folded into a NetworkX network.

The definition is small and says what is one edge:

* An act links its actors to the actors that it is directed at: its recipients, its object where that is an
  actor, the actors whom its object involves, or, where its object is another act, the actors of that act.
* Several actors of one act are linked to each other by one undirected edge a pair.
* A speech act and the act that is its content are counted once a pair of nodes, as the content.
* A direct relation that no act stands behind is an edge of its own, so that graphs of others project too.

What a relation means (direction, sign, weight, projections) is read from the ontology, never from here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, TypeAlias

import networkx as nx
import pyoxigraph as ox
from rdflib import RDF

from relgraph.acts import (
    Act,
    Thing,
    first_day,
    involved_actors,
    read_acts,
    read_thing,
    resolved_collectives,
)
from relgraph.errors import NameNotFoundError, ProjectionError, unknown_name
from relgraph.ontology import RG, Ontology, Relation, local_name, read_ontology
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
            "things, topics, events, offices, and acts that concern no second actor",
        ),
        Projection(
            "participation",
            "actors and events or mechanisms (two modes)",
            "one an act of taking part that is told as fact",
            "acts, each with the weight of its relation",
            "undirected",
            "participation that is only planned, proposed, wished or needed",
        ),
        Projection(
            "co-participation",
            "actors",
            "one a pair of actors that took part in the same event",
            "shared events",
            "undirected",
            "actors that took part alone; what they did there",
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


_TYPE = ox.NamedNode(str(RDF.type))


@dataclass(frozen=True, slots=True)
class _Edge:
    """One edge before it enters a network; ``acts`` has the act that it folds, then the acts around it."""

    source: str
    target: str
    relation: Relation
    directed: bool
    acts: tuple[Act, ...]


def project(
    graph: KnowledgeGraph,
    name: str,
    *,
    collectives: str = "keep",
    as_of: str | datetime.date | None = None,
    relations: Iterable[str] = (),
    background: bool = True,
) -> Network:
    """Return projection ``name`` of ``graph`` as a frozen NetworkX network.

    ``actors`` and ``full`` are a MultiDiGraph, ``participation`` a MultiGraph with the node attribute
    ``bipartite`` (0 actor, 1 event or mechanism), ``co-participation`` a Graph. See :data:`PROJECTIONS`.

    ``collectives``: ``"keep"`` leaves a collective such as "the two sides" as a node, ``"resolve"`` puts the
    actors for whom it stands in its place, where the text fixes them. ``as_of`` (a date, or ``YYYY``,
    ``YYYY-MM``, ``YYYY-MM-DD``) keeps acts whose date, else that of their event, begins on or before it; acts
    without a date are left out then. ``relations`` (local names or IRIs) keeps these relations and what falls
    under them. ``background=False`` leaves out acts that rest on background sources alone.

    Nodes are IRIs with ``label``, ``kind`` and ``aliases``. Edges have ``relation`` (local name), ``label``,
    ``directed``, ``sign``, ``weight``, ``date``, ``modality``, ``certainty``, ``said_by``, ``speech`` (the
    relation of the speech act around it), ``acts`` and ``evidence`` (IRIs) and ``background``. Attributes of
    the network: ``name``, ``weight_unit``, ``collectives`` and ``notes``, which say what was left out.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown projection, relation or option, and
    :class:`~relgraph.errors.ProjectionError` for a graph in which there is nothing to project.
    """
    if name not in PROJECTIONS:
        raise unknown_name("projection", name, PROJECTIONS)
    if collectives not in ("keep", "resolve"):
        raise unknown_name("treatment of collectives", collectives, ("keep", "resolve"))
    until = _day(as_of)
    ontology = read_ontology(graph)
    wanted = _wanted(ontology, relations)
    entered = "participation" if name == "co-participation" else name

    notes: list[str] = []
    acts = everything = read_acts(graph)
    if not background:
        acts = _keep(acts, lambda act: not act.background, notes, "rest on background sources alone")
    if until:
        acts = _keep(
            acts, lambda act: "" < first_day(act.date) <= until, notes, f"begin after {until} or have no date"
        )
    folding = _Folding(graph, ontology, acts, entered)
    edges = [edge for edge in folding.edges() if wanted is None or _is_wanted(edge, wanted, ontology)]
    if not until:
        bare = folding.bare_edges(everything)
        edges += [edge for edge in bare if wanted is None or _is_wanted(edge, wanted, ontology)]
    if collectives == "resolve":
        edges = _resolve(edges, resolved_collectives(graph), notes)

    network = _network(name, edges, folding)
    network.graph.update(
        name=name,
        weight_unit=PROJECTIONS[name].weight,
        direction=PROJECTIONS[name].direction,
        collectives="resolved" if collectives == "resolve" else "kept",
        notes=tuple(notes),
    )
    if network.number_of_nodes() == 0:
        raise ProjectionError(
            f"nothing to project: no act or direct relation in this graph enters {name!r} with these options",
            "; ".join(notes) or "relgraph validate tells whether the data is in the ontology's terms",
        )
    nx.freeze(network)
    return network


def _day(as_of: str | datetime.date | None) -> str:
    if as_of is None:
        return ""
    day = first_day(str(as_of)[:10])
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise NameNotFoundError(
            f"{str(as_of)[:80]!r} is not a date", "write YYYY-MM-DD, YYYY-MM or YYYY"
        ) from None
    return day


def _wanted(ontology: Ontology, relations: Iterable[str]) -> frozenset[str] | None:
    found = set()
    for text in relations:
        relation = ontology.relation(text)
        if relation is None:
            raise unknown_name("relation", text, (known.name for known in ontology.relations.values()))
        found.add(str(relation.iri))
    return frozenset(found) or None


def _is_wanted(edge: _Edge, wanted: frozenset[str], ontology: Ontology) -> bool:
    around = {act.relation for act in edge.acts} | {str(edge.relation.iri)}
    return any(not wanted.isdisjoint(ontology.ancestors(relation)) for relation in around)


def _keep(acts: dict[str, Act], test: Callable[[Act], bool], notes: list[str], why: str) -> dict[str, Act]:
    kept = {iri: act for iri, act in acts.items() if test(act)}
    if len(kept) < len(acts):
        notes.append(f"left out {len(acts) - len(kept)} acts that {why}")
    return kept


class _Folding:
    """What it takes to fold the acts of one graph into edges of one projection."""

    def __init__(self, graph: KnowledgeGraph, ontology: Ontology, acts: dict[str, Act], entered: str) -> None:
        self.graph, self.ontology, self.acts = graph, ontology, acts
        self.two_mode, self.full = entered == "participation", entered == "full"
        self.relations = {
            iri: relation for iri, relation in ontology.relations.items() if entered in relation.projections
        }
        self.involved = involved_actors(graph)
        self._things: dict[str, Thing] = {}
        self._kinds: dict[str, frozenset[str]] = {}
        self.speech: dict[str, list[Act]] = {}
        for act in acts.values():
            for content in act.objects:
                if content in acts:
                    self.speech.setdefault(content, []).append(act)

    def thing(self, iri: str) -> Thing:
        if iri not in self._things:
            self._things[iri] = read_thing(self.graph, self.ontology, iri)
        return self._things[iri]

    def is_a(self, iri: str, name: str) -> bool:
        """Tell whether ``iri`` is of the class, going up the hierarchy from the types that it is given."""
        if iri not in self._kinds:
            types = self.graph.oxigraph.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(str(RDF.type)), None)
            self._kinds[iri] = frozenset(
                above
                for quad in types
                if isinstance(quad.object, ox.NamedNode)
                for above in self.ontology.ancestors(quad.object.value)
            )
        return f"{RG}{name}" in self._kinds[iri]

    def is_actor(self, iri: str) -> bool:
        return not iri.startswith("_:") and self.is_a(iri, "Actor")

    def edges(self) -> Iterator[_Edge]:
        """Yield the edges of all acts, in the order of their IRIs."""
        for act in self.acts.values():
            relation = self.relations.get(act.relation)
            if relation is None or (self.two_mode and local_name(act.modality) not in ("modalityAsserted", "")):
                continue
            of_content = {
                frozenset(pair)
                for content in act.objects
                if content in self.acts and self.acts[content].relation in self.relations
                for pair in self._pairs(self.acts[content])
            }
            around = (act, *self._speech_acts(act.iri))
            for source, target in self._pairs(act):
                if frozenset((source, target)) in of_content:
                    continue  # the content is an edge between the same two, and stands for both acts
                joint = target in act.actors
                yield _Edge(source, target, relation, not (joint or relation.undirected), around)

    def _speech_acts(self, iri: str) -> list[Act]:
        """Return the acts whose content is the act, innermost first."""
        found: dict[str, Act] = {}
        queue = [iri]
        while queue:
            for speech in self.speech.get(queue.pop(0), ()):
                if speech.iri not in found and speech.iri != iri:
                    found[speech.iri] = speech
                    queue.append(speech.iri)
        return list(found.values())

    def _pairs(self, act: Act) -> list[tuple[str, str]]:
        """Return the pairs of nodes that the act links, each once, actors first."""
        if self.two_mode:
            return [(actor, thing) for actor in act.actors for thing in act.objects if self._hosts(thing)]
        pairs = list(combinations(act.actors, 2))
        for target in self._targets(act):
            pairs += [(actor, target) for actor in act.actors if target not in act.actors]
        return pairs

    def _hosts(self, iri: str) -> bool:
        return not iri.startswith("_:") and (self.is_a(iri, "Event") or self.is_a(iri, "Mechanism"))

    def _targets(self, act: Act) -> list[str]:
        targets: dict[str, None] = {}
        for thing in act.objects:
            if thing in self.acts:
                targets.update(dict.fromkeys(self.acts[thing].actors))
            elif self.full or self.is_actor(thing):
                targets[thing] = None
            else:
                targets.update(dict.fromkeys(self.involved.get(thing, ())))
        targets.update(dict.fromkeys(act.recipients))
        return list(targets)

    def bare_edges(self, everything: dict[str, Act]) -> Iterator[_Edge]:
        """Yield direct relations that none of the acts in the graph yields, each undirected pair once."""
        backed: set[tuple[str, str, str]] = set()
        for act in everything.values():
            for above in self.ontology.ancestors(act.relation):
                backed.update((actor, above, thing) for actor in act.actors for thing in act.objects)
        for iri, relation in self.relations.items():
            found = []
            for quad in self.graph.oxigraph.quads_for_pattern(None, ox.NamedNode(iri), None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    found.append((quad.subject.value, quad.object.value))
            for source, target in sorted(found):
                known = (source, iri, target) in backed
                if relation.undirected:
                    known = known or (target, iri, source) in backed
                    backed.add((source, iri, target))
                if known or source == target or self.is_a(source, "Act"):
                    continue
                if self._has_place_for(target):
                    yield _Edge(source, target, relation, not relation.undirected, ())

    def _has_place_for(self, target: str) -> bool:
        if self.is_a(target, "Act"):
            return False
        return self.full or self.two_mode or self.is_actor(target)


def _resolve(edges: list[_Edge], stands_for: dict[str, list[str]], notes: list[str]) -> list[_Edge]:
    """Put the actors for whom a collective stands in its place; an act still links a pair only once."""
    resolved: list[_Edge] = []
    replaced: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    for edge in edges:
        ends = []
        for node in (edge.source, edge.target):
            ends.append(stands_for.get(node, [node]))
            replaced.update({node} & stands_for.keys())
        # "A and B jointly do X to A and B": the pair acts together, which has no direction.
        joint = len(set(ends[0]) & set(ends[1])) > 0
        pairs = [(a, b) for a in ends[0] for b in ends[1] if a != b]
        for node, members in ((edge.source, ends[0]), (edge.target, ends[1])):
            if node in stands_for and edge.acts and node in edge.acts[0].actors:
                pairs += list(combinations(members, 2))
        for source, target in pairs:
            key = (edge.acts[0].iri if edge.acts else str(edge.relation.iri), frozenset((source, target)))
            if key in seen:
                continue
            seen.add(key)
            together = joint or (
                bool(edge.acts)
                and source in _members(edge.acts[0].actors, stands_for)
                and target in _members(edge.acts[0].actors, stands_for)
            )
            resolved.append(
                replace(edge, source=source, target=target, directed=edge.directed and not together)
            )
    if replaced:
        names = ", ".join(sorted(local_name(node) for node in replaced))
        notes.append(f"put the actors for whom they stand in the place of {names}")
    return resolved


def _members(actors: Iterable[str], stands_for: dict[str, list[str]]) -> set[str]:
    return {member for actor in actors for member in stands_for.get(actor, [actor])}


def _network(name: str, edges: list[_Edge], folding: _Folding) -> Network:
    if name == "co-participation":
        return _co_participation(edges, folding)
    network: Network = nx.MultiGraph() if name == "participation" else nx.MultiDiGraph()
    for node in sorted({end for edge in edges for end in (edge.source, edge.target)}):
        _add_node(network, folding, node)
        if name == "participation":
            network.nodes[node]["bipartite"] = 0
    if name == "participation":
        for edge in edges:
            network.nodes[edge.target]["bipartite"] = 1
    for number, edge in enumerate(edges, start=1):
        network.add_edge(edge.source, edge.target, key=f"e{number}", **_attributes(edge))
    return network


def _add_node(network: Network, folding: _Folding, iri: str) -> None:
    thing = folding.thing(iri)
    network.add_node(iri, label=thing.label, kind=thing.kind, aliases=thing.aliases)


def _attributes(edge: _Edge) -> dict[str, Any]:
    act = edge.acts[0] if edge.acts else None
    speech = sorted({local_name(around.relation) for around in edge.acts[1:]})
    return {
        "relation": edge.relation.name,
        "label": edge.relation.label,
        "directed": edge.directed,
        "sign": edge.relation.sign,
        "weight": edge.relation.weight,
        "date": act.date if act else "",
        "modality": local_name(act.modality).removeprefix("modality").lower() if act else "",
        "certainty": local_name(act.certainty) if act else "",
        "said_by": act.said_by if act else "",
        "speech": ", ".join(speech),
        "acts": tuple(around.iri for around in edge.acts),
        "evidence": tuple(sorted({passage for around in edge.acts for passage in around.evidence})),
        "background": act.background if act else False,
    }


def _co_participation(edges: list[_Edge], folding: _Folding) -> Network:
    """Link actors that took part in the same events; ``newman`` adds 1/(n - 1) an event of n actors.

    Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132.
    """
    present: dict[str, dict[str, list[_Edge]]] = {}
    for edge in edges:
        present.setdefault(edge.target, {}).setdefault(edge.source, []).append(edge)
    network: Network = nx.Graph()
    for event, actors in sorted(present.items()):
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
            tie["weight"] += 1.0
            tie["newman"] += 1.0 / (len(actors) - 1)
            tie["events"] += (event,)
            tie["acts"] = tuple(sorted({*tie["acts"], *(act.iri for act in acts)}))
            tie["evidence"] = tuple(sorted({*tie["evidence"], *(p for act in acts for p in act.evidence)}))
    return network
