"""The population of a generated graph: its actors, topics and mechanisms, before any report."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from benchmarks.generator.turtle import Act, Turtle
from benchmarks.generator.words import OFFICES, day, name, person, text, topic

_BACKGROUND = "document:background"
_STATES = 193


@dataclass(frozen=True)
class Sizes:
    """How many there are of each."""

    states: int
    organizations: int
    persons: int
    collectives: int
    mechanisms: int
    topics: int

    @classmethod
    def of(cls, triples: int) -> Sizes:
        """Return the sizes that suit a graph: some 3,000 actors at a million triples."""
        states = min(_STATES, 8 + triples // 2500)
        return cls(
            states=states,
            organizations=3 + triples // 5000,
            persons=states + triples // 500,
            collectives=3 + triples // 4000,
            mechanisms=2 + triples // 10_000,
            topics=8 + triples // 5000,
        )


class Skewed:
    """Draws numbers below a bound, the n-th with a probability in proportion to 1 / n (Zipf)."""

    def __init__(self, draw: random.Random, bound: int) -> None:
        """Draw by ``draw`` from the numbers below ``bound``."""
        self._random = draw.random
        self._sums = list(accumulate(1 / rank for rank in range(1, bound + 1)))

    def one(self) -> int:
        """Return one of the numbers."""
        return bisect(self._sums, self._random() * self._sums[-1], 0, len(self._sums) - 1)

    def several(self, count: int) -> list[int]:
        """Return up to that many different numbers, in the order in which they were drawn."""
        return list(dict.fromkeys(self.one() for _ in range(count)))


class Population:
    """The actors, topics and mechanisms of a graph, by number; what they are called follows from the number."""

    def __init__(self, out: Turtle, draw: random.Random, sizes: Sizes) -> None:
        """Draw who belongs to whom."""
        self._out, self._draw = out, draw
        self.sizes = sizes
        self.states = [name(number) for number in range(sizes.states)]
        self.organizations = [name(300 + number) for number in range(sizes.organizations)]
        self.skewed_state = Skewed(draw, sizes.states)
        self.skewed_organization = Skewed(draw, sizes.organizations)
        self.skewed_collective = Skewed(draw, sizes.collectives)
        self.skewed_topic = Skewed(draw, sizes.topics)
        self.skewed_mechanism = Skewed(draw, sizes.mechanisms)
        # Each state has one person at least, and the well-known ones many.
        self.people: list[list[int]] = [[number] for number in range(sizes.states)]
        for number in range(sizes.states, sizes.persons):
            self.people[self.skewed_state.one()].append(number)

    def state(self, number: int) -> tuple[str, str]:
        """Return node and label of a state."""
        latin = self.states[number][0]
        return f"state:{latin.lower()}", latin

    def organization(self, number: int) -> tuple[str, str]:
        """Return node and label of an organization."""
        latin = self.organizations[number][0]
        return f"organization:{latin.lower()}-league", f"{latin} League"

    def person(self, number: int) -> tuple[str, str]:
        """Return node and label of a person."""
        latin = person(number)[0]
        return f"person:{latin.lower().replace(' ', '-')}", latin

    def collective(self, number: int) -> tuple[str, str]:
        """Return node and label of a collective actor."""
        return f"collective:group-{number}", f"the group of {number + 2}"

    def topics(self, count: int) -> list[str]:
        """Return up to that many topics."""
        return [_topic(number) for number in self.skewed_topic.several(count)]

    def delegate(self, state: int) -> tuple[str, str]:
        """Return node and label of a person who speaks for a state, most often the same ones."""
        people = self.people[state]
        share = self._draw.random()
        return self.person(people[int(len(people) * share * share)])

    def write(self) -> None:
        """Write all of them."""
        out = self._out
        self._terms()
        out.put(
            _BACKGROUND,
            ("a", "rg:BackgroundSource"),
            ("rdfs:label", text("table of states and memberships")),
            ("rg:sha256", digest("background")),
        )
        self._topics()
        for number in range(self.sizes.mechanisms):
            out.put(
                f"mechanism:panel-{number}",
                ("a", "rg:Mechanism"),
                ("rdfs:label", text(f"{topic(number)} panel")),
                ("rg:concerns", _topic(self.skewed_topic.one())),
                ("rg:involves", self.organization(self.skewed_organization.one())[0]),
                *([("rg:status", "rg:planned")] if number % 5 == 4 else []),
            )
        for number in range(self.sizes.states):
            self._state(number)
            out.flush()
        for number in range(self.sizes.organizations):
            self._organization(number)
            out.flush()
        for state, people in enumerate(self.people):
            for number in people:
                self._person(number, state)
            out.flush()
        for number in range(self.sizes.collectives):
            self._collective(number)
            out.flush()

    def _terms(self) -> None:
        """Write a relation and a class that the data declare themselves."""
        self._out.put(
            "ex:tradesWith",
            ("a", "owl:ObjectProperty", "rg:Relation"),
            ("rdfs:label", text("trades with")),
            ("rg:direction", "rg:undirected"),
            ("rg:sign", "rg:cooperative"),
            ("rg:weight", "0.5"),
            ("rg:statedDirectly", "true"),
            ("rg:entersProjection", "rg:actorsProjection", "rg:fullProjection"),
        )
        self._out.put("ex:DevelopmentBank", ("a", "owl:Class"), ("rdfs:subClassOf", "rg:Organization"))

    def _topics(self) -> None:
        self._out.put("scheme:topic", ("a", "skos:ConceptScheme"), ("rdfs:label", text("topics")))
        for number in range(self.sizes.topics):
            label = topic(number)
            said = [
                ("a", "skos:Concept"),
                ("rdfs:label", text(label), *([text(f"{label}, thème", "fr")] if number % 3 == 0 else [])),
                ("skos:inScheme", "scheme:topic"),
            ]
            if number % 4 == 0:
                said.append(("skos:prefLabel", text(label)))
            if number % 2:
                said.append(("skos:broader", _topic(number // 4)))
            self._out.put(_topic(number), *said)

    def _state(self, number: int) -> None:
        out, (node, label) = self._out, self.state(number)
        labels = [text(label), text(self.states[number][1], "ru")]
        if number % 3 == 0:
            labels.append(text(f"{label[:-1]}ie", "fr"))
        if number % 7 == 0:
            labels.append(text(f"Nước {label}", "vi"))
        out.put(
            node,
            ("a", "rg:State"),
            ("rdfs:label", *labels),
            ("skos:altLabel", text(f"Republic of {label}"), text(f"République de {label}", "fr")),
            *([("ex:tradesWith", self.state((number + 1) % self.sizes.states)[0])] if number % 2 else []),
        )
        letters = chr(65 + number // 26) + chr(65 + number % 26)
        for system, code in (("iso3166Alpha2", letters), ("wikidata", f"Q{900_000_000 + number}")):
            key = f"code-{code.lower()}"
            out.put(
                f"code:{key}",
                ("a", "rg:Code"),
                ("rdfs:label", text(f"code {code} of {label}")),
                ("skos:notation", f'"{code}"'),
                ("rg:codeSystem", f"rg:{system}"),
            )
            evidence = out.cell(key, _BACKGROUND, f"cell={number + 2},{len(code)}")
            told = text(f"{label} has the code {code}")
            out.act(Act(f"act:{key}", "hasCode", told, (node,), f"code:{key}", (evidence,)))

    def _organization(self, number: int) -> None:
        out, (node, label) = self._out, self.organization(number)
        out.put(
            node,
            ("a", "ex:DevelopmentBank" if number % 9 == 8 else "rg:Organization"),
            ("rdfs:label", text(label), text(f"Лига {self.organizations[number][1]}", "ru")),
            ("skos:altLabel", text(f"{label[:2].upper()}L{number}")),
        )
        members = self.skewed_state.several(min(self.sizes.states, 3 + int(4 / (1.05 - self._draw.random()))))
        for state in members:
            member, name_ = self.state(state)
            key = f"{member.partition(':')[2]}-in-{node.partition(':')[2]}"
            evidence = out.cell(key, _BACKGROUND, f"cell={state + 2},{number + 9}")
            since = 1950 + self._draw.randrange(60)
            period = [("rg:from", day((since,)))]
            if self._draw.random() < 0.1:
                period.append(("rg:until", day((since + 12, 6, 30))))
            told = text(f"{name_} is a member of {label}")
            out.act(Act(f"act:{key}", "memberOf", told, (member,), node, (evidence,), period))

    def _person(self, number: int, state: int) -> None:
        out, (node, label) = self._out, self.person(number)
        of_state, state_label = self.state(state)
        key = f"person-{number}"
        evidence = out.cell(key, _BACKGROUND, f"row={number + 2}")
        out.put(
            node,
            ("a", "rg:Person"),
            ("rdfs:label", text(label), text(person(number)[1], "ru")),
            ("rg:evidence", evidence),
        )
        if number % 3 == 2:
            return
        title = f"{OFFICES[number % len(OFFICES)]} of {state_label}"
        office = f"office:{title.lower().replace(' ', '-')}-{number}"
        out.put(office, ("a", "rg:Office"), ("rdfs:label", text(title)), ("rg:officeOf", of_state))
        since = 2005 + number % 15
        told, period = text(f"{label} is {title}"), [day((since, number % 12 + 1)), day((since + 4,))]
        out.act(
            Act(
                f"act:{key}-office", "holdsOffice", told, (node,), office, (evidence,),
                [("rg:from", period[0]), ("rg:until", period[1])],
                certainty="likely" if number % 10 == 0 else "certain",
            )
        )  # fmt: skip

    def _collective(self, number: int) -> None:
        out, (node, label) = self._out, self.collective(number)
        members = [self.state(state)[0] for state in self.skewed_state.several(2 + number % 6)]
        evidence = out.cell(f"group-{number}", _BACKGROUND, f"row={number + 2}")
        out.put(
            node,
            ("a", "rg:CollectiveActor"),
            ("rdfs:label", text(label)),
            ("rg:resolvesTo" if number % 3 else "rg:involves", *members),
            ("rg:evidence", evidence),
        )


def digest(key: str) -> str:
    """Return a SHA-256 for a document whose text does not exist."""
    return f'"{sha256(key.encode()).hexdigest()}"'


def _topic(number: int) -> str:
    return f"topic:{topic(number).replace(' ', '-')}"


def labelled(nodes: Sequence[tuple[str, str]]) -> str:
    """Return a label for what several actors do together, from their labels."""
    labels = [label for _, label in nodes]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
