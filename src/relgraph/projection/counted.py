"""Counted folds: the edges of a projection as they were counted where the statements are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from relgraph.model.acts import Act
from relgraph.model.namespaces import RG, local_name
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Term, nodes, text_of
from relgraph.projection import count_queries
from relgraph.projection.bare_links import BareLinks
from relgraph.projection.catalogue import implying, iri_of
from relgraph.projection.filters import Filter
from relgraph.projection.folds import Detail
from relgraph.projection.kinds import Kinds, leads_to
from relgraph.projection.linked import of_negative, unread_relations
from relgraph.projection.links import OPPOSITE, Edge
from relgraph.projection.patterns import Patterns
from relgraph.wording import counted, listed

_NEGATIVE = str(RG.negative)
_PARTS = {"actors": "actor", "objects": "object"}
Row = tuple[Term | None, ...]


class _Key(NamedTuple):
    """What all acts behind a counted edge have in common; ``act`` is ``""`` where there are several."""

    act: str
    source: str
    target: str
    link: int
    relation: str
    modality: str
    polarity: str
    certainty: str
    said_by: str
    date: str
    dated_by: str
    until: str


class _Sums(NamedTuple):
    """What is added up over the acts of an edge."""

    acts: int
    weight: float
    intensity: float
    intensities: int
    event: str = ""

    def without(self, others: _Sums) -> _Sums:
        """Return the sums over the acts that are not among some of them."""
        return _Sums(
            self.acts - others.acts,
            self.weight - others.weight,
            self.intensity - others.intensity,
            self.intensities - others.intensities,
        )


class Counted:
    """The edges of one projection of one graph, counted where the statements are."""

    def __init__(
        self, graph: ReadGraph, patterns: Patterns, of_acts: Sequence[Filter[Act]], detail: Detail
    ) -> None:
        """Count nothing yet.

        Args:
            graph: What counts.
            patterns: The patterns of the projection.
            of_acts: What acts have to meet.
            detail: How much of acts is fetched.
        """
        self._graph, self._patterns = graph, patterns
        self._of_acts = of_acts
        self._by_act = detail != "counts"
        self._parts: dict[str, dict[str, tuple[str, ...]]] = {}
        if detail == "parts":
            self._parts = {field: _lists(graph.pairs_of(str(RG[name]))) for field, name in _PARTS.items()}
        self.kinds = Kinds(graph, (), patterns.actor_classes)

    def left_out(self) -> Iterator[str]:
        """Yield how many acts the filters leave out, in sentences."""
        left = self._number(0) if self._of_acts else 0
        for met, condition in enumerate(self._of_acts, start=1):
            kept = self._number(met)
            yield f"left out {counted(left - kept, 'act')} {condition.why}"
            left = kept
        entering = f" ?act rg:relation ?entering . FILTER({self._patterns.is_entering('?entering')})"
        negative = self._number(len(self._of_acts), f"{entering} ?act rg:polarity rg:negative .")
        yield from of_negative(negative, self._patterns.projection)

    def _number(self, met: int, more: str = "") -> int:
        """Return how many acts meet the first of the filters, and a pattern of ``?act``."""
        query = count_queries.acts(self._condition("?act", met) + more)
        return next(int(text_of(number)) for (number,) in self._graph.rows(query) if number)

    def _condition(self, act: str, met: int | None = None) -> str:
        return "".join(each.pattern(act) for each in self._of_acts[:met])

    def edges(self) -> tuple[list[Edge], list[Edge]]:
        """Return the edges of acts; those for which a content stands are not fetched."""
        found: dict[_Key, _Sums] = {}
        for spoken_for in (False, True):
            query = count_queries.counting(
                self._patterns, self._condition, spoken_for=spoken_for, by_act=self._by_act
            )
            for row in self._graph.rows(query):
                key, sums = self._read(row)
                if not spoken_for:
                    found[key] = sums
                elif (rest := found.pop(key).without(sums)).acts:
                    found[key] = rest
        self._prefetch({end for key in found for end in (key.source, key.target)})
        return [self._edge(key, sums) for key, sums in sorted(found.items())], []

    def _prefetch(self, iris: set[str]) -> None:
        """Read how nodes are named: an act without a label by what it says."""
        graph = self._graph
        graph.prefetch(iris)
        unnamed = [iri for iri in iris if graph.thing(iri).label == local_name(iri)]
        said = [str(RG[name]) for name in ("relation", "actor", "object", "polarity")]
        graph.prefetch(unnamed, said)
        graph.prefetch({end for iri in unnamed for name in said[1:3] for end in nodes(graph, iri, name)})

    def unread(self) -> Iterator[str]:
        """Yield what could not be read, and what of acts was not fetched, in sentences."""
        used = {text_of(relation) for (relation,) in self._graph.rows(count_queries.USED) if relation}
        yield from unread_relations(self._graph, used)
        if self._patterns.resolve:
            yield "put the actors for whom they stand in the place of collectives"
        if not self._by_act:
            yield (
                "acts of one pair, relation, status and date are one edge, which counts them; which they are, "
                "where they stand, their places, codes and attributes, and whether they are background were "
                "not fetched"
            )

    def _read(self, row: Row) -> tuple[_Key, _Sums]:
        texts = ["" if term is None else text_of(term) for term in row]
        if self._by_act:
            act, *keys, weight, intensity, event = texts
            sums = _Sums(1, float(weight or 1), float(intensity or 0), bool(intensity), event)
        else:
            *keys, acts, weight, intensity, intensities = texts
            act, sums = "", _Sums(int(acts), float(weight), float(intensity or 0), int(intensities))
        source, target, link, *status = keys
        return _Key(act, source, target, int(link), *status), sums

    def _edge(self, key: _Key, sums: _Sums) -> Edge:
        relations, way = self._patterns.ontology.relations, self._patterns.alternatives[key.link]
        known, link = relations[key.relation], way.link
        negative = key.polarity == _NEGATIVE
        is_neutral = link.neutral or link.targets == (link.source,)
        sign = "neutral" if is_neutral else known.sign
        if negative:
            sign = OPPOSITE[sign] if self._patterns.projection.stances else "neutral"
        told = Act.of(
            key.relation,
            iri=key.act,
            event=sums.event,
            date=key.date,
            dated_by=key.dated_by or ("act" if key.date else ""),
            until=key.until,
            modality=key.modality,
            negative=negative,
            certainty=key.certainty,
            said_by=key.said_by,
            weight=sums.weight,
            intensity=sums.intensity if sums.intensities else None,
            **{field: lists.get(key.act, ()) for field, lists in self._parts.items()},
        )
        return Edge(
            key.source,
            key.target,
            relations[iri_of(link.relation)] if link.relation else known,
            sign,
            way.directed and not known.undirected,
            key.date,
            (told,),
            key.act or " ".join(map(str, key)),
            counted=0 if self._by_act else sums.acts,
        )

    def bare_edges(self) -> Iterator[Edge]:
        """Yield direct relations that no act yields and no narrower relation implies, undirected pairs once."""
        narrow = implying(self._patterns.ontology, self._patterns.projection.name)
        stated = sorted(
            text_of(relation) for (relation,) in self._graph.rows(count_queries.stated(narrow)) if relation
        )
        if self._patterns.relations.keys().isdisjoint(stated):
            return
        found = sorted(
            (text_of(relation), text_of(source), text_of(target))
            for source, relation, target in self._graph.rows(count_queries.bare(self._patterns, stated))
            if isinstance(source, ox.NamedNode) and isinstance(target, ox.NamedNode) and relation
        )
        ends = {end for _, *pair in found for end in pair}
        asked = ["relation"] + ["standsFor"] * self._patterns.resolve
        asked += ["concerns", "about"] * (self._patterns.projection.name == "topics") + ["effectiveDate"]
        self._prefetch(ends)
        self._graph.prefetch(ends, [str(RG[name]) for name in asked])
        bare_links = BareLinks(
            self._patterns.projection,
            self.kinds,
            self._resolved,
            self._topics,
            lambda step, _, kinds: leads_to(step, kinds),
        )
        seen: set[tuple[str, str, str]] = set()
        for iri, source, target in found:
            relation = self._patterns.relations[iri]
            if (iri, target, source) in seen and relation.undirected:
                continue
            seen.add((iri, source, target))
            if str(RG.Act) in self.kinds.of(source) or any(
                True for _ in self._graph.objects_of(source, str(RG.relation))
            ):
                continue
            directed = not (relation.undirected or self._patterns.projection.modes == 2)
            date = self._told(target, "effectiveDate") if relation.taking_part else ""
            for a, b in dict.fromkeys(bare_links.pairs(source, target, relation)):
                if a != b:
                    yield Edge(a, b, relation, relation.sign, directed, date, (), f"{source} {iri} {target}")

    def _told(self, node: str, name: str) -> str:
        return min((text_of(term) for term in self._graph.objects_of(node, str(RG[name]))), default="")

    def _resolved(self, found: Iterable[str]) -> list[str]:
        if not self._patterns.resolve:
            return sorted(found)
        return sorted({end for node in found for end in nodes(self._graph, node, str(RG.standsFor)) or [node]})

    def _topics(self, thing: str) -> list[str]:
        """Return the topics of a thing: itself, those that it concerns, and those that an act is about."""
        near = [thing, *nodes(self._graph, thing, str(RG.concerns)), *nodes(self._graph, thing, str(RG.about))]
        concept = iri_of("skos:Concept")
        return [
            each
            for each in dict.fromkeys(near)
            if concept in self.kinds.of(each) and not each.startswith(str(RG))
        ]


def _lists(pairs: Iterable[tuple[Term, Term]]) -> dict[str, tuple[str, ...]]:
    """Return the nodes that each node has, in order."""
    found: dict[str, list[str]] = {}
    for subject, value in pairs:
        if not isinstance(value, ox.Literal):
            found.setdefault(text_of(subject), []).append(text_of(value))
    return {node: tuple(sorted(of)) for node, of in found.items()}


def why_not_counted(graph: ReadGraph, patterns: Patterns, relations: Sequence[str]) -> str:
    """Return why a projection cannot be counted where the statements are; ``""`` where it can.

    Args:
        graph: What counts.
        patterns: The patterns of the projection.
        relations: The relations that are asked for.
    """
    twice = sorted(f"rg:{text_of(name)}" for (name,) in graph.rows(count_queries.ambiguous()) if name)
    if twice:
        return f"some have more than one {listed(twice, 'or')}"
    if relations:
        meant = [known.iri for name in relations for known in patterns.ontology.named(name)]
        below = [
            iri
            for iri in patterns.ontology.parents
            if not set(meant).isdisjoint(patterns.ontology.ancestors(iri))
        ]
        if any(True for _ in graph.rows(count_queries.saying(sorted({*meant, *below})))):
            return "--relation asks for what is said by such acts too"
    return ""
