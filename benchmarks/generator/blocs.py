"""Actors in blocs: a network whose groups are known beforehand, as the page has to show it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import TextIO

from benchmarks.generator.population import Skewed, digest
from benchmarks.generator.turtle import Act, Turtle
from benchmarks.generator.words import RELATIONS, day, name, person, text, topic

BLOCS = 8
_WITHIN = 0.93
"""The share of acts whose two actors are of one bloc."""
_FIRST_YEAR, _YEARS = 2014, 12
_TOPICS = 24
_PER_MEETING, _PER_DOCUMENT = 12, 400
_KINDS = (*[("state", "State")] * 3, ("organization", "Organization"), ("person", "Person"))
# What is written twice is drawn twice as often.
_FRIENDLY = (
    "supports", "supports", "cooperatesWith", "cooperatesWith", "appreciates", "welcomes", "discusses",
    "provides", "proposes",
)  # fmt: skip
_HOSTILE = ("opposes", "opposes", "rejects", "discusses", "provides", "proposes")
_MODALITIES = ("Asserted",) * 14 + ("Planned", "Planned", "Proposed", "Wished", "Needed", "Predicted")
_CERTAINTIES = ("certain",) * 17 + ("likely", "likely", "doubtful")


def bloc_of(iri: str) -> int:
    """Return the bloc of an actor that :func:`write_blocs` wrote, from its IRI.

    Args:
        iri: The IRI of the actor.

    Returns:
        A number below :data:`BLOCS`.
    """
    found = re.search(r"/bloc(\d)-[^/]+$", iri)
    if found is None:
        raise ValueError(f"{iri} is no actor of a bloc")
    return int(found[1])


def write_blocs(file: TextIO, nodes: int, edges: int, *, seed: int) -> Turtle:
    """Write a graph whose projection ``actors`` has these nodes and edges.

    Args:
        file: Where it is written.
        nodes: How many actors there are, twice :data:`BLOCS` at least, each in a bloc and with an act.
        edges: How many acts link two of them, ``nodes`` at least. A twentieth more say what did not happen,
            and are no edges of this projection.
        seed: What makes it another graph.

    Returns:
        What was written, with the numbers of triples and acts.
    """
    if nodes < 2 * BLOCS or edges < nodes:
        raise ValueError(f"{nodes} nodes and {edges} edges: give {2 * BLOCS} nodes at least, and as many edges")
    out = Turtle(file)
    out.header()
    writer = _Blocs(out, random.Random(seed), nodes, edges, seed)
    writer.background()
    for number in range(edges):
        writer.act(number, *writer.pair(number))
        out.flush()
    for number in range(edges, edges + edges // 20):
        writer.act(number, *writer.pair(number), negative=True)
        out.flush()
    return out


class _Blocs:
    """The actors by number, bloc after bloc, and who has acted on whom so far."""

    def __init__(self, out: Turtle, draw: random.Random, nodes: int, edges: int, seed: int) -> None:
        self._out, self._draw, self._seed = out, draw, seed
        self._nodes, self._edges = nodes, edges
        # The bounds of each bloc; the earlier an actor comes in its bloc, the more often it is acted on.
        self._bounds = [round(nodes * bloc / BLOCS) for bloc in range(BLOCS + 1)]
        self._skewed = [
            Skewed(draw, end - start) for start, end in zip(self._bounds, self._bounds[1:], strict=False)
        ]
        self._pairs: list[tuple[int, int]] = []
        self._last_passage = ""
        self._start = 0

    def background(self) -> None:
        """Write who there is, the documents, the topics and the meetings."""
        out, draw = self._out, self._draw
        for number in range(self._nodes):
            node, label = self._actor(number)
            other = [text(name(number)[1], "ru")] if number % 3 == 0 else []
            out.put(
                node,
                ("a", f"rg:{_KINDS[number % len(_KINDS)][1]}"),
                ("rdfs:label", text(label), *other),
                *([("skos:altLabel", text(f"Republic of {label}"))] if node.startswith("state") else []),
            )
            out.flush()
        out.put("scheme:topic", ("a", "skos:ConceptScheme"), ("rdfs:label", text("topics")))
        for number in range(_TOPICS):
            label = text(topic(number))
            out.put(
                _topic(number), ("a", "skos:Concept"), ("rdfs:label", label), ("skos:inScheme", "scheme:topic")
            )
        for number in range(self._document(self._edges + self._edges // 20) + 1):
            out.put(
                f"document:report-{number}",
                ("a", "rg:Report"),
                ("rdfs:label", text(f"report {number + 1}")),
                ("rg:sha256", digest(f"blocs-{self._seed}-{number}")),
            )
        for number in range(self._meetings()):
            start = 40 * (number // 20)
            document = f"document:report-{number % (self._document(self._edges) + 1)}"
            passage = out.passage(f"m{number}", document, start, start + 30)
            out.put(
                f"event:meeting-{number}",
                ("a", "rg:Meeting"),
                ("rdfs:label", text(f"meeting {number + 1}")),
                ("rg:status", "rg:held"),
                ("rg:heldOn", self._date(draw.randrange(1, 4))),
                ("rg:concerns", _topic(draw.randrange(_TOPICS))),
                ("rg:evidence", passage),
            )
            out.flush()

    def pair(self, number: int) -> tuple[int, int]:
        """Return who acts and who is acted on: first each actor acts once, then some pairs act again."""
        draw = self._draw
        again = number >= self._nodes
        if again and draw.random() < 0.1:
            first, second = draw.choice(self._pairs)
        else:
            first = draw.randrange(self._nodes) if again else number
            bloc = own = self._bloc(first)
            if draw.random() >= _WITHIN:
                bloc = (own + draw.randrange(1, BLOCS)) % BLOCS
            second = first
            while second == first:
                second = self._bounds[bloc] + self._skewed[bloc].one()
            if again and draw.random() < 0.3:
                first, second = second, first
        self._pairs.append((first, second))
        return first, second

    def act(self, number: int, first: int, second: int, *, negative: bool = False) -> None:
        """Write an act of the first actor on the second."""
        draw = self._draw
        (actor, actor_label), (other, other_label) = self._actor(first), self._actor(second)
        relation = draw.choice(_FRIENDLY if self._bloc(first) == self._bloc(second) else _HOSTILE)
        passages = self._passages(number)
        what, what_label = other, other_label
        said: list[Sequence[str]] = []
        if relation == "provides":
            what, what_label = f"assistance:a{number}", f"aid {number + 1}"
            self._out.put(
                what, ("a", "rg:Assistance"), ("rdfs:label", text(what_label)), ("rg:evidence", passages[0])
            )
            said.append(("rg:recipient", other))
        elif relation == "proposes":
            what, what_label = f"measure:m{number}", f"measure {number + 1}"
            self._out.put(
                what, ("a", "rg:Measure"), ("rdfs:label", text(what_label)), ("rg:involves", other),
                ("rg:evidence", passages[0]),
            )  # fmt: skip
        if draw.random() < 0.6:
            said.append(("rg:concerns", _topic(draw.randrange(_TOPICS))))
        said += self._time()
        share = draw.random()
        if share < 0.3:  # an actor is quoted on itself most often
            said.append(("rg:saidBy", actor if share < 0.18 else self._actor(draw.randrange(self._nodes))[0]))
        if negative:
            said.append(("rg:polarity", "rg:negative"))
        self._out.act(
            Act(
                f"act:{relation.lower()}-{number}", relation,
                text(f"{actor_label} {RELATIONS[relation].verb} {what_label}"), (actor,), what, passages, said,
                modality="Proposed" if relation == "proposes" else draw.choice(_MODALITIES),
                certainty=draw.choice(_CERTAINTIES),
            )
        )  # fmt: skip

    def _actor(self, number: int) -> tuple[str, str]:
        """Return node and label of an actor."""
        kind = _KINDS[number % len(_KINDS)][0]
        label = {"state": name, "organization": name, "person": person}[kind](number)[0]
        if kind == "organization":
            label += " League"
        return f"{kind}:bloc{self._bloc(number)}-{label.lower().replace(' ', '-')}", label

    def _bloc(self, number: int) -> int:
        return next(bloc for bloc, end in enumerate(self._bounds[1:]) if number < end)

    def _document(self, number: int) -> int:
        """Return the number of the document that tells of an act; there are two at least."""
        return min(1, 2 * number // self._edges) if self._edges < 2 * _PER_DOCUMENT else number // _PER_DOCUMENT

    def _meetings(self) -> int:
        return max(1, self._edges // _PER_MEETING)

    def _passages(self, number: int) -> tuple[str, ...]:
        """Write the passage that an act rests on, and return it, often with that of the act before."""
        draw = self._draw
        self._start = 0 if self._document(number) != self._document(max(0, number - 1)) else self._start
        self._start += draw.randrange(4, 90)
        end = self._start + draw.randrange(20, 240)
        passage = self._out.passage(f"p{number}", f"document:report-{self._document(number)}", self._start, end)
        before, self._last_passage = self._last_passage, passage
        self._start = end
        return (passage, before) if before and draw.random() < 0.4 else (passage,)

    def _time(self) -> list[Sequence[str]]:
        """Return when an act was done: at a meeting, at a date, over a period, or nobody says."""
        draw = self._draw
        share = draw.random()
        if share < 0.35:
            return [("rg:madeAt", f"event:meeting-{draw.randrange(self._meetings())}")]
        if share < 0.8:
            return [("rg:date", self._date(draw.choice((1, 2, 3, 3))))]
        if share < 0.85:
            year = _FIRST_YEAR + draw.randrange(_YEARS)
            return [("rg:from", day((year,))), ("rg:until", day((year + 2, 6)))]
        return []

    def _date(self, precision: int) -> str:
        """Return a year, a month or a day."""
        draw = self._draw
        date = (_FIRST_YEAR + draw.randrange(_YEARS), draw.randrange(1, 13), draw.randrange(1, 29))
        return day(date[:precision])


def _topic(number: int) -> str:
    return f"topic:{topic(number).replace(' ', '-')}"
