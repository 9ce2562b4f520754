"""Linking: which acts name a thing or two, in which roles, and what two things share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox
from rdflib import RDF

from relgraph.model.acts import Act, involved_actors, resolved_collectives
from relgraph.model.attributes import Attribute
from relgraph.model.labels import label_of
from relgraph.model.namespaces import OA, RG, word
from relgraph.model.ontology import bundled_ontology
from relgraph.model.sources import Passage, read_passages
from relgraph.model.statements import node_of, text_of
from relgraph.store import KnowledgeGraph

_NAMED = ("actor", "recipient", "object", "speaker", "concerned", "actor of its object")
"""Roles by which an act is linked to a thing with nothing in between, the closest first."""


class Link(NamedTuple):
    """An act, or a relation that is stated without one, and how it is linked to what is shown.

    Attributes:
        date: The date of the act, ``""`` where it has none.
        dated_by: Whose date that is, see :class:`~relgraph.model.acts.Act`.
        place: The label of where it took place; ``""`` where that is not told.
        direction: Between two: ``to`` where the first acts or speaks, ``from`` where the second does, ``both``
            where they act together, are named together or share something; ``""`` where one thing is shown.
        how: The role of what is shown in it, such as ``actor`` or ``concerned by its object``; of two things
            both roles, or ``shared`` for an act of one of them whose object or event is one of the other too.
        through: The label of what lies between: the collective that stands for it, the object of the act that
            involves it, what is shared; ``""`` for nothing.
        direct: Whether the act itself names it; of two things both, where one of them acts or speaks.
        label: The act in words.
        modality: The modality of the act, in a word.
        polarity: ``negative`` where the source says that it did not take place, else ``positive``.
        certainty: Its certainty, in a word.
        said_by: The label of who says it; ``""`` for what the source tells in its own voice.
        told: Who tells it, in words: a speaker, else the documents that it rests on, else that there are none.
        passages: Where the source says it.
        attributes: What else is told of the act, see :class:`~relgraph.model.acts.Act`.
        iri: The act; of a relation ``"SUBJECT RELATION OBJECT"``.
    """

    date: str
    dated_by: str
    place: str
    direction: str
    how: str
    through: str
    direct: bool
    label: str
    modality: str
    polarity: str
    certainty: str
    said_by: str
    told: str
    passages: tuple[Passage, ...]
    attributes: tuple[Attribute, ...]
    iri: str


class _Role(NamedTuple):
    """How an act names a thing: in which role, and the node that lies between, ``""`` for none."""

    name: str
    through: str


_Roles: TypeAlias = dict[str, list[_Role]]
"""The roles of a thing by act."""


class Linking:
    """The acts of a graph by what they name.

    Example:
        >>> import relgraph
        >>> linking = Linking(relgraph.open())
        >>> russia = "https://w3id.org/relgraph/id/state/russia"
        >>> {link.direction for link in linking.of(russia)}
        {''}
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        """Read what acts, and the things that they are about, name."""
        self._graph, self._acts = graph, graph.acts
        self._concerned = graph.nodes_by_subject(str(RG.concerns))
        self._involved = involved_actors(graph)
        self._stood_for: dict[str, list[str]] = {}
        for collective, members in resolved_collectives(graph).items():
            for member in members:
                self._stood_for.setdefault(member, []).append(collective)

    @cached_property
    def _roles(self) -> dict[str, _Roles]:
        """What each thing is in which act: roles by act, by thing."""
        found: dict[str, _Roles] = {}
        for act in self._acts.values():
            for thing, role in self._roles_in(act, frozenset()):
                roles = found.setdefault(thing, {}).setdefault(act.iri, [])
                if role not in roles:
                    roles.append(role)
        return found

    def _roles_in(self, act: Act, around: frozenset[str]) -> Iterator[tuple[str, _Role]]:
        """Yield what an act names, and in which role; ``around`` are the acts whose object it is."""
        told = {
            "actor": act.actors, "recipient": act.recipients, "object": act.objects,
            "speaker": (act.said_by,) if act.said_by else (), "concerned": self._concerned.get(act.iri, ()),
        }  # fmt: skip
        for name, things in told.items():
            for thing in things:
                yield thing, _Role(name, "")
        for thing in act.objects:
            for named in self._involved.get(thing, ()):
                yield named, _Role("involved in its object", thing)
            if thing not in self._acts:
                for named in self._concerned.get(thing, ()):
                    yield named, _Role("concerned by its object", thing)
            elif thing not in around:
                for named, role in self._roles_in(self._acts[thing], around | {act.iri}):
                    if role.name in ("actor", "recipient", "object"):
                        yield named, _Role(f"{role.name} of its object", thing)
                    elif role.name != "speaker":
                        yield named, _Role("within its object", thing)

    def _roles_of(self, iri: str) -> _Roles:
        """Return the roles of a thing by act, those of collectives for which it stands included."""
        found = {act: list(roles) for act, roles in self._roles.get(iri, {}).items()}
        seen, queue = {iri}, [iri]
        while queue:
            for collective in self._stood_for.get(queue.pop(), ()):
                if collective in seen:
                    continue
                seen.add(collective)
                queue.append(collective)
                for act, roles in self._roles.get(collective, {}).items():
                    found.setdefault(act, []).extend(_Role(role.name, collective) for role in roles)
        return found

    def of(self, iri: str) -> Iterator[Link]:
        """Yield what names one thing."""
        roles = self._roles_of(iri)
        for act, role in self._stated_of(iri):
            roles.setdefault(act, []).append(role)
        for act, found in roles.items():
            role = min(found, key=_rank)
            through = [role.through] if role.through else []
            yield self._link(act, "", role.name, through, direct=not through or role.name in _NAMED)
        yield from self._bare(iri, None)

    def _stated_of(self, iri: str) -> Iterator[tuple[str, _Role]]:
        """Yield the acts of which a thing is stated by any other property, or in which their evidence lies."""
        if iri in self._acts:
            yield iri, _Role("the act itself", "")
        for quad in self._graph.oxigraph.quads_for_pattern(None, None, node_of(iri)):
            if (act := text_of(quad.subject)) in self._acts:
                yield act, _Role(self._property(quad.predicate.value), "")
        passages = {text_of(term) for term in self._graph.subjects_of(str(OA.hasSource), iri)}
        for act, told in self._acts.items():
            if not passages.isdisjoint(told.evidence) or any(
                passage.startswith(f"{iri}#") for passage in told.evidence
            ):
                yield act, _Role("source", "")

    def _property(self, iri: str) -> str:
        if iri == str(RDF.type):
            return "kind"
        return label_of(bundled_ontology(), iri)

    def between(self, first: str, second: str) -> Iterator[Link]:
        """Yield what links two things."""
        one, two = self._roles_of(first), self._roles_of(second)
        linked = {act for act in one.keys() & two.keys() if act not in (first, second)}
        for act in linked:
            yield self._both(act, one[act], two[act])
        for act, thing in self._sharing(one, two):
            if act not in linked and thing not in (first, second):
                yield self._link(act, "both", "shared", [thing], direct=False)
        yield from self._bare(first, second)

    def _both(self, act: str, one: Iterable[_Role], two: Iterable[_Role]) -> Link:
        """Return the link that an act makes between two things that have these roles in it."""
        # Who acts comes first, and what somebody says of what the other does comes after that.
        a, b = min(
            ((a, b) for a in one for b in two),
            key=lambda roles: (sorted(map(_rank, roles)), [role.through for role in roles]),
        )
        how, direction = f"{a.name} and {b.name}", "both"
        if a.name == b.name:
            how = f"each {a.name}" if a.name not in ("actor", "speaker") else f"{a.name}s together"
        elif "speaker" in (a.name, b.name):
            direction = "to" if a.name == "speaker" else "from"
        elif "actor" in (a.name, b.name):
            direction = "to" if a.name == "actor" else "from"
        direct = direction != "both" or how.endswith("together")
        through = [role.through for role in (a, b) if role.through]
        return self._link(act, direction, how, through, direct=direct and a.name in _NAMED and b.name in _NAMED)

    def _sharing(self, one: _Roles, two: _Roles) -> Iterator[tuple[str, str]]:
        """Yield the acts of either whose object or event is one of the other too, and what that is."""
        of_one, of_two = self._done_to(one), self._done_to(two)
        for thing in sorted(of_one.keys() & of_two.keys()):
            for act in dict.fromkeys((*of_one[thing], *of_two[thing])):
                yield act, thing

    def _done_to(self, roles: _Roles) -> dict[str, list[str]]:
        """Return the acts of one by their objects, and by events at which no act says that it took part."""
        acts = sorted(act for act, found in roles.items() if any(role.name == "actor" for role in found))
        done: dict[str, list[str]] = {}
        for act in acts:
            for thing in self._acts[act].objects:
                done.setdefault(thing, []).append(act)
        made_at: dict[str, list[str]] = {}
        for act in acts:
            made_at.setdefault(self._acts[act].event, []).append(act)
        return {event: made for event, made in made_at.items() if event} | done

    def _bare(self, iri: str, other: str | None) -> Iterator[Link]:
        """Yield the relations of a thing, or between two, that no act stands behind."""
        relations = self._graph.ontology.relations
        stated = {
            (text_of(quad.subject), quad.predicate.value, text_of(quad.object))
            for ends in ((iri, other), (other, iri))
            for quad in self._graph.oxigraph.quads_for_pattern(
                node_of(ends[0]) if ends[0] else None, None, node_of(ends[1]) if ends[1] else None
            )
            if quad.predicate.value in relations and not isinstance(quad.object, ox.Literal)
        }
        if other is None:
            stated = {triple for triple in stated if triple[1] not in (str(RG.involves), str(RG.concerns))}
        for subject, predicate, value in sorted(stated):
            undirected = relations[predicate].undirected
            if subject in self._acts or predicate in self._told.get((subject, value), ()):
                continue
            if undirected and value < subject and (value, predicate, subject) in stated:
                continue
            direction = "" if other is None else "both" if undirected else "to" if subject == iri else "from"
            label = " ".join(
                (self._graph.thing(subject).label, relations[predicate].label, self._graph.thing(value).label)
            )
            yield Link(
                date="", dated_by="", place="", direction=direction,
                how="stated without an act", through="", direct=True, label=label,
                modality="", polarity="", certainty="", said_by="", told="no source is given", passages=(),
                attributes=(), iri=f"{subject} {predicate} {value}",
            )  # fmt: skip

    @cached_property
    def _told(self) -> dict[tuple[str, str], set[str]]:
        """The relations that acts tell between each two things."""
        ontology, told = self._graph.ontology, dict[tuple[str, str], set[str]]()
        for act in self._acts.values():
            above = ontology.ancestors(act.relation)
            undirected = act.relation in ontology.relations and ontology.relations[act.relation].undirected
            for ends in ((actor, thing) for actor in act.actors for thing in act.objects):
                told.setdefault(ends, set()).update(above)
                if undirected:
                    told.setdefault(ends[::-1], set()).update(above)
        return told

    def _link(self, iri: str, direction: str, how: str, through: Iterable[str], *, direct: bool) -> Link:
        graph, act = self._graph, self._acts[iri]
        passages = read_passages(graph, act.evidence)
        return Link(
            date=act.date,
            dated_by=act.dated_by,
            place=graph.thing(act.place).label if act.place else "",
            direction=direction,
            how=how,
            through=", ".join(graph.thing(thing).label for thing in dict.fromkeys(through)),
            direct=direct,
            label=graph.act_label(act),
            modality=word(act.modality),
            polarity=act.polarity,
            certainty=word(act.certainty),
            said_by=graph.thing(act.said_by).label if act.said_by else "",
            told=graph.told(act, passages),
            passages=passages,
            attributes=act.attributes,
            iri=iri,
        )


def _rank(role: _Role) -> int:
    """Return how closely a role links a thing to an act, 0 for the closest."""
    return _NAMED.index(role.name) if role.name in _NAMED else len(_NAMED)
