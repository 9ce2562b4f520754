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
import gc
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
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

    @property
    def unit(self) -> str:
        """What is counted here: the act, by IRI; where no act stands behind the edge, the direct relation."""
        return self.acts[0].iri if self.acts else f"{self.source} {self.relation.iri} {self.target}"


@dataclass(frozen=True)
class Fold:
    """The acts of one graph, folded once into the edges of one projection.

    Networks of any choice of these acts are built from it without reading the graph again: the acts of a
    period, all acts but one, a sample with replacement. ``notes`` say what was left out.
    """

    name: str
    collectives: str
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
    def _nodes(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        return tuple((node, dict(data)) for node, data in self.network().nodes(data=True))

    def network(self, counts: Mapping[str, float] | None = None) -> Network:
        """Return the network of all units, or of those in ``counts``, each with its weight times its count.

        A unit that ``counts`` lacks, or counts as 0, is left out; the nodes are those of the whole network all
        the same, so that networks of different choices can be compared node by node. The network is not frozen.
        """
        if counts is None:
            network = _network(self.name, self._edges, self._folding)
        else:
            chosen = [edge for edge in self._edges if counts.get(edge.unit, 0) > 0]
            network = _network(self.name, chosen, self._folding, counts, self._nodes)
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
    ``YYYY-MM``, ``YYYY-MM-DD``; a month or year counts from its first day) keeps acts whose date begins on or
    before it; acts without a date are left out then (for the date of an act see
    :class:`~relgraph.acts.Act`). ``relations`` (local names or IRIs) keeps these relations and what falls
    under them. ``background=False`` leaves out acts that rest on background sources alone.

    Nodes are IRIs with ``label``, ``kind`` and ``aliases``. Edges have ``relation`` (local name), ``label``,
    ``directed``, ``sign``, ``weight``, ``date``, ``modality``, ``certainty``, ``said_by``, ``speech`` (the
    relation of the speech act around it), ``acts`` and ``evidence`` (IRIs) and ``background``. An edge of
    ``co-participation`` has ``relation``, ``label``, ``directed``, ``sign``, ``weight``, ``newman``,
    ``events``, ``acts`` and ``evidence``: a tie over several events has no one date or modality. Attributes of
    the network: ``name``, ``weight_unit``, ``collectives`` and ``notes``, which say what was left out.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown projection, relation or option, and
    :class:`~relgraph.errors.ProjectionError` for a graph in which there is nothing to project.
    """
    network = fold(
        graph, name, collectives=collectives, as_of=as_of, relations=relations, background=background
    ).network()
    if network.number_of_nodes() == 0:
        raise ProjectionError(
            f"nothing to project: no act or direct relation in this graph enters {name!r} with these options",
            "; ".join(network.graph["notes"])
            or "relgraph validate tells whether the data is in the ontology's terms",
        )
    nx.freeze(network)
    return network


def fold(
    graph: KnowledgeGraph,
    name: str,
    *,
    collectives: str = "keep",
    as_of: str | datetime.date | None = None,
    relations: Iterable[str] = (),
    background: bool = True,
) -> Fold:
    """Fold the acts of ``graph`` into the edges of projection ``name``.

    Takes and raises what :func:`project` does, which is this and :meth:`Fold.network`, save that a fold with
    nothing in it is no error.
    """
    if name not in PROJECTIONS:
        raise unknown_name("projection", name, PROJECTIONS)
    if collectives not in ("keep", "resolve"):
        raise unknown_name("treatment of collectives", collectives, ("keep", "resolve"))
    until = _day(as_of)
    ontology = read_ontology(graph)
    wanted = _wanted(ontology, relations)
    with _collector_paused():
        return _fold(graph, ontology, name, collectives, until=until, wanted=wanted, background=background)


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


def _fold(
    graph: KnowledgeGraph,
    ontology: Ontology,
    name: str,
    collectives: str,
    *,
    until: str,
    wanted: frozenset[str] | None,
    background: bool,
) -> Fold:
    entered = "participation" if name == "co-participation" else name
    notes: list[str] = []
    everything = read_acts(graph)
    acts = everything
    if not background:
        acts = _keep(acts, lambda act: not act.background, notes, "rest on background sources alone")
    if until:
        acts = _keep(
            acts, lambda act: "" < first_day(act.date) <= until, notes, f"begin after {until} or have no date"
        )
    stands_for = resolved_collectives(graph) if collectives == "resolve" else {}
    folding = _Folding(graph, ontology, everything, entered, stands_for)
    edges = list(folding.edges(acts))
    bare = list(folding.bare_edges())
    if until and bare:
        notes.append(f"left out {len(bare)} direct relations, which have no date")
    else:
        edges += bare
    if wanted is not None:
        edges = [edge for edge in edges if _is_wanted(edge, wanted, ontology)]
    if folding.replaced:
        names = ", ".join(sorted(local_name(node) for node in folding.replaced))
        notes.append(f"put the actors for whom they stand in the place of {names}")

    return Fold(
        name=name,
        collectives="resolved" if collectives == "resolve" else "kept",
        notes=tuple(notes),
        _edges=tuple(edges),
        _folding=folding,
    )


def _day(as_of: str | datetime.date | None) -> str:
    if as_of is None:
        return ""
    day = first_day(str(as_of)) if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(as_of)) else ""
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
    """What it takes to fold the acts of one graph into edges of one projection.

    Collectives are resolved before anything is folded: an act of "the two sides" is then the joint act of those
    for whom they stand, in every respect.
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        ontology: Ontology,
        everything: dict[str, Act],
        entered: str,
        stands_for: dict[str, list[str]],
    ) -> None:
        self.graph, self.ontology, self.written = graph, ontology, everything
        self.two_mode, self.full = entered == "participation", entered == "full"
        self.relations = {
            iri: relation for iri, relation in ontology.relations.items() if entered in relation.projections
        }
        self.stands_for = stands_for
        self.replaced: set[str] = set()
        self.acts = everything
        self.involved = involved_actors(graph)
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
                if content in kept and self._enters(kept[content])
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
                    if not set(said.actors).isdisjoint(act.actors) or pair in map(frozenset, self._pairs(said))
                ]
                joint = target in act.actors
                yield _Edge(source, target, relation, not (joint or relation.undirected), (act, *folded))

    def _enters(self, act: Act) -> bool:
        if act.relation not in self.relations:
            return False
        return not self.two_mode or local_name(act.modality) in ("modalityAsserted", "")

    def _pairs(self, act: Act) -> list[tuple[str, str]]:
        """Return the pairs of nodes that the act links, each once, actors first."""
        if self.two_mode:
            return [(actor, thing) for actor in act.actors for thing in act.objects if self._hosts(thing)]
        pairs = list(combinations(act.actors, 2))
        for target in self._targets(act):
            pairs += [(actor, target) for actor in act.actors if target not in act.actors]
        return pairs

    def _hosts(self, iri: str) -> bool:
        return self.is_a(iri, "Event") or self.is_a(iri, "Mechanism")

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
                if known or self.is_a(source, "Act") or not self._has_place_for(target):
                    continue
                for a in self._standing([source]):
                    for b in self._standing([target]):
                        if a != b:
                            yield _Edge(a, b, relation, not relation.undirected, ())

    def _stated(self, iri: str) -> list[tuple[str, str]]:
        quads = self.graph.oxigraph.quads_for_pattern(None, ox.NamedNode(iri), None)
        return sorted(
            (quad.subject.value, quad.object.value)
            for quad in quads
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        )

    def _has_place_for(self, target: str) -> bool:
        if not self.kinds(target):
            return True
        if self.two_mode:
            return self._hosts(target)
        return self.is_a(target, "Actor") or (self.full and not self.is_a(target, "Act"))


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
    edges: Sequence[_Edge],
    folding: _Folding,
    counts: Mapping[str, float] | None = None,
    nodes: Sequence[tuple[str, dict[str, Any]]] | None = None,
) -> Network:
    """Return the network of ``edges``, each as often as ``counts`` says, with ``nodes`` or those they link."""
    if name == "co-participation":
        return _co_participation(edges, folding, counts, nodes)
    network: Network = nx.MultiGraph() if name == "participation" else nx.MultiDiGraph()
    if nodes is not None:
        network.add_nodes_from(nodes)
    else:
        sources, targets = {edge.source for edge in edges}, {edge.target for edge in edges}
        if name == "participation":
            # Actors first: NetworkX tells an edge without direction from the node that it met first.
            for mode, found in enumerate((sources, targets - sources)):
                for node in sorted(found):
                    _add_node(network, folding, node)
                    network.nodes[node]["bipartite"] = mode
        else:
            for node in sorted(sources | targets):
                _add_node(network, folding, node)
    for number, edge in enumerate(edges, start=1):
        attributes = _attributes(edge)
        if counts is not None:
            attributes["weight"] *= counts[edge.unit]
        network.add_edge(edge.source, edge.target, key=f"e{number}", **attributes)
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
        "modality": _word(act.modality) if act else "",
        "certainty": _word(act.certainty) if act else "",
        "said_by": act.said_by if act else "",
        "speech": ", ".join(speech),
        "acts": tuple(around.iri for around in edge.acts),
        "evidence": tuple(sorted({passage for around in edge.acts for passage in around.evidence})),
        "background": act.background if act else False,
    }


@cache
def _word(iri: str) -> str:
    """Return a controlled value as a word: ``asserted``, ``likely``."""
    return local_name(iri).removeprefix("modality").lower()


def _co_participation(
    edges: Iterable[_Edge],
    folding: _Folding,
    counts: Mapping[str, float] | None,
    nodes: Sequence[tuple[str, dict[str, Any]]] | None,
) -> Network:
    """Link actors that took part in the same events; ``newman`` adds 1/(n - 1) an event of n actors.

    An actor is at an event as often as the most counted of its acts of taking part in it; a pair, the product.

    Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132.
    """
    present: dict[str, dict[str, list[_Edge]]] = {}
    for edge in edges:
        present.setdefault(edge.target, {}).setdefault(edge.source, []).append(edge)
    network: Network = nx.Graph()
    network.add_nodes_from(nodes or ())
    for event, actors in sorted(present.items()):
        often = {
            actor: 1.0 if counts is None else max(counts[edge.unit] for edge in there)
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
            tie["weight"] += often[source] * often[target]
            tie["newman"] += often[source] * often[target] / (len(actors) - 1)
            tie["events"] += (event,)
            tie["acts"] = tuple(sorted({*tie["acts"], *(act.iri for act in acts)}))
            tie["evidence"] = tuple(sorted({*tie["evidence"], *(p for act in acts for p in act.evidence)}))
    return network
