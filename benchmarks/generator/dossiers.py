"""What reports and event tables tell in a generated graph: meetings, who took part, who said what."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from benchmarks.generator.faults import broken
from benchmarks.generator.population import Population, digest, labelled
from benchmarks.generator.turtle import Act, Turtle
from benchmarks.generator.words import ASPECTS, NOTES, RELATIONS, SUBJECTS, day, text

Named = tuple[str, str]
"""A node and its label."""

_ROWS = ("supports", "opposes", "rejects", "welcomes", "appreciates", "cooperatesWith", "discusses")
_TOLD = ("Asserted", "Planned", "Wished", "Needed", "Proposed")


@dataclass
class Report:
    """What acts of one report share."""

    number: int
    year: int
    month: int
    states: list[int]
    topics: list[str]
    passages: list[str]
    acts: list[tuple[str, Named]] = field(default_factory=list)

    @property
    def event(self) -> str:
        """The meeting that it tells of."""
        return f"event:meeting-{self.number}"


class Dossiers:
    """Reports one after the other, and rows of event tables."""

    def __init__(
        self, out: Turtle, draw: random.Random, population: Population, seed: int, broken: float
    ) -> None:
        """Write to ``out`` what ``draw`` decides."""
        self._out, self._draw, self._population = out, draw, population
        self._seed, self._broken = seed, broken
        self._reports = self._rows = self._things = self._proposals = 0
        self._statements, weights = zip(
            *(
                (self._speech, 22), (self._towards_an_actor, 18), (self._proposal, 9), (self._backing, 14),
                (self._provision, 8), (self._reported_speech, 7), (self._nested_speech, 3), (self._joint, 8),
                (self._partners, 5), (self._negative, 4), (self._planned_meeting, 3), (self._documents, 4),
                (self._mechanism, 4), (self._inference, 3), (self._answer, 6),
            ),
            strict=True,
        )  # fmt: skip
        self._weights = list(accumulate(weights))

    def report(self) -> None:
        """Write the next report, its meeting and its acts."""
        draw, out, population = self._draw, self._out, self._population
        number = self._reports
        self._reports += 1
        document = f"document:report-{number}"
        passages = []
        start = 0
        for position in range(3 + draw.randrange(8)):
            start += draw.randrange(4, 90)
            end = start + draw.randrange(20, 240)
            passages.append(out.passage(f"r{number}-{position}", document, start, end))
        report = Report(
            number,
            year=2005 + number % 20,
            month=draw.randrange(1, 13),
            # Most meetings are small, and a few are large.
            states=population.skewed_state.several(min(60, 1 + int(2 / (1.01 - draw.random())))),
            topics=population.topics(1 + draw.randrange(3)),
            passages=passages,
        )
        out.put(
            document,
            ("a", "rg:Report"),
            ("rdfs:label", text(f"report {number + 1}")),
            ("rg:sha256", digest(f"{self._seed}-{number}")),
            ("rg:concerns", report.event),
        )
        self._meeting(report)
        self._participants(report)
        for statement in draw.choices(self._statements, cum_weights=self._weights, k=2 + draw.randrange(10)):
            statement(report)

    def row(self) -> None:
        """Write the next row of an event table: one act between two actors, with a weight and an intensity."""
        draw = self._draw
        number = self._rows
        self._rows += 1
        table = f"document:events-{number // 5000}"
        if number % 5000 == 0:
            label = text(f"table of events {number // 5000 + 1}")
            self._out.put(table, ("a", "rg:Report"), ("rdfs:label", label), ("rg:sha256", digest(table)))
        first, second = self._different(2)
        relation = _ROWS[draw.randrange(len(_ROWS))]
        adverse = relation in ("opposes", "rejects")
        self._act(
            f"row-{number}",
            relation,
            (first,),
            second,
            (self._out.cell(f"t{number}", table, f"row={number % 5000 + 2}"),),
            ("rg:date", day((2005 + number % 20, draw.randrange(1, 13), draw.randrange(1, 29)))),
            *([("rg:weight", str(1 + draw.randrange(9)))] if number % 3 == 0 else []),
            ("rg:intensity", f"{'-' if adverse else ''}{draw.randrange(1, 10)}.{draw.randrange(1, 10)}"),
        )

    def _meeting(self, report: Report) -> None:
        draw, out, number = self._draw, self._out, report.number
        said: list[Sequence[str]] = [("a", "rg:Meeting")]
        label = f"meeting {number + 1} on {report.topics[0].partition(':')[2].replace('-', ' ')}"
        said.append(
            ("rdfs:label", text(label), *([text(f"Treffen {number + 1}", "de")] if number % 4 == 0 else []))
        )
        if number % 3 == 0:
            said.append(("skos:altLabel", text(f"Meeting № {number + 1}"), text(f"the “Meeting” {number + 1}")))
        said.append(("rg:status", "rg:held"))
        date: tuple[int, ...] = (report.year, report.month, draw.randrange(1, 28))
        precision = draw.random()
        if precision < 0.12:
            said += [("rg:from", day(date)), ("rg:until", day((*date[:2], date[2] + 1)))]
        else:
            said.append(
                ("rg:heldOn", day(date if precision < 0.85 else date[:2] if precision < 0.95 else date[:1]))
            )
        said.append(("rg:concerns", *report.topics))
        if number % 2:
            said.append(("rg:ordinal", str(1 + number % 30)))
        if number % 5 == 0:
            said.append(("rg:format", "rg:online"))
        if number % 20 == 7:
            said.append(("rg:occasion", f"anniversary:a{number}"))
        involved = report.states[:2]
        said.append(("rg:involves", *(self._population.state(state)[0] for state in involved)))
        said.append(("rg:evidence", report.passages[0]))
        out.put(report.event, *said)
        if number % 20 == 7:
            out.put(
                f"anniversary:a{number}",
                ("a", "rg:Anniversary"),
                ("rdfs:label", text(f"10 years of {label}")),
                ("rg:from", day((report.year - 10,))),
                ("rg:until", day((report.year, report.month))),
            )

    def _participants(self, report: Report) -> None:
        draw, population = self._draw, self._population
        chairing = "chairs" if draw.random() < 0.5 or len(report.states) < 3 else "coChairs"
        chairs = 1 if chairing == "chairs" else 2
        for position, state in enumerate(report.states):
            relation = chairing if position < chairs else "attends"
            delegate, node = population.delegate(state), population.state(state)
            actor = delegate if draw.random() < 0.4 else node
            self._told(report, relation, (actor,), (report.event, f"meeting {report.number + 1}"))
            if actor is delegate and draw.random() < 0.5:
                self._told(report, "represents", (delegate,), node)
        if draw.random() < 0.3:
            host = population.state(report.states[0])
            self._told(report, "organizes", (host,), (report.event, f"meeting {report.number + 1}"))

    # Kinds of statements

    def _speech(self, report: Report) -> None:
        """An actor comments on a claim or a course of action."""
        draw = self._draw
        relation = draw.choice(
            ("affirms", "emphasizes", "assesses", "suggests", "pledges", "wishes", "agreesTo", "discusses")
        )
        claim = relation in ("affirms", "emphasizes", "assesses")
        thing = self._thing(
            report, "claim" if claim else "relationship" if relation == "discusses" else "measure"
        )
        concerns = [("rg:concerns", *self._population.topics(2))] if draw.random() < 0.7 else []
        self._told(
            report, relation, (self._speaker(report),), thing, *concerns,
            modality="Asserted" if claim else draw.choice(_TOLD),
        )  # fmt: skip

    def _towards_an_actor(self, report: Report) -> None:
        """An actor backs, opposes, thanks or works with another."""
        relation = self._draw.choice(("supports", "supports", "opposes", "appreciates", "discusses", "rejects"))
        first, second = self._different(2)
        period = [("rg:from", day((report.year - 2,)))] if self._draw.random() < 0.1 else []
        self._told(report, relation, (first,), second, *period)

    def _proposal(self, report: Report) -> None:
        """An actor proposes something, which others may back later."""
        number = self._proposals
        self._proposals += 1
        actor = self._speaker(report)
        proposal = (f"proposal:p{number}", f"proposal {number + 1}")
        self._out.put(
            proposal[0],
            ("a", "rg:Measure"),
            ("rdfs:label", text(f"{proposal[1]} of {actor[1]}")),
            ("rg:concerns", *self._population.topics(2)),
            ("rg:involves", actor[0]),
            ("rg:evidence", self._draw.choice(report.passages)),
        )
        self._told(report, "proposes", (actor,), proposal, modality="Proposed")

    def _backing(self, report: Report) -> None:
        """An actor takes a stance on a proposal, most often a recent one."""
        if not self._proposals:
            return self._proposal(report)
        share = self._draw.random()
        number = self._proposals - 1 - int(self._proposals * share * share * share)
        relation = self._draw.choice(("supports", "supports", "supports", "opposes", "rejects", "welcomes"))
        actor = self._speaker(report)
        thing = (f"proposal:p{number}", f"proposal {number + 1}")
        self._told(report, relation, (actor,), thing, ("rg:concerns", *report.topics))
        return None

    def _provision(self, report: Report) -> None:
        """An actor gives something to others."""
        giver, *takers = self._different(2 + self._draw.randrange(2))
        self._told(
            report, "provides", (giver,), self._thing(report, "assistance"),
            ("rg:recipient", *(node for node, _ in takers)),
            *([("rg:saidBy", giver[0])] if self._draw.random() < 0.5 else []),
            modality=self._draw.choice(_TOLD[:2]),
        )  # fmt: skip

    def _reported_speech(self, report: Report) -> None:
        """An actor affirms what another does, which is an act of its own in the words of the first."""
        speaker, other, third = self._different(3)
        modality = self._draw.choice(_TOLD[:2])
        content = self._told(report, "supports", (other,), third, ("rg:saidBy", speaker[0]), modality=modality)
        self._told(report, "affirms", (speaker,), content, modality=modality)

    def _nested_speech(self, report: Report) -> None:
        """An actor affirms that another emphasizes what a third one pledges."""
        first, second, third = self._different(3)
        speaker = ("rg:saidBy", first[0])
        pledge = self._told(
            report, "pledges", (third,), self._thing(report, "measure"), speaker, modality="Planned"
        )
        emphasis = self._told(report, "emphasizes", (second,), pledge, speaker, modality="Planned")
        self._told(report, "affirms", (first,), emphasis, modality="Planned")

    def _joint(self, report: Report) -> None:
        """Several actors do one thing together."""
        actors = self._different(2 + self._draw.randrange(3))
        relation = self._draw.choice(("agreesTo", "affirms", "discusses", "pledges"))
        thing = self._thing(report, "measure")
        self._told(report, relation, actors, thing, ("rg:concerns", *report.topics), modality="Planned")

    def _partners(self, report: Report) -> None:
        """Two actors stand in a relation without direction."""
        first, second = self._different(2)
        relation = self._draw.choice(("cooperatesWith", "cooperatesWith", "strategicPartnerOf"))
        self._told(report, relation, (first,), second, ("rg:concerns", *report.topics))

    def _negative(self, report: Report) -> None:
        """An actor does not do what others do."""
        actor = self._speaker(report)
        negative = ("rg:polarity", "rg:negative")
        if self._draw.random() < 0.5:
            self._told(report, "attends", (actor,), (report.event, "the meeting, or so it seems"), negative)
        else:
            self._told(report, "agreesTo", (actor,), self._thing(report, "measure"), negative)

    def _planned_meeting(self, report: Report) -> None:
        """Actors propose or plan the next meeting."""
        actor = self._speaker(report)
        event = f"event:next-{self._next_thing()}"
        label = f"meeting after {report.number + 1}"
        proposed = self._draw.random() < 0.5
        date: tuple[int, ...] = (report.year + 1, report.month)
        self._out.put(
            event,
            ("a", "rg:Meeting"),
            ("rdfs:label", text(label)),
            ("rg:status", "rg:proposed" if proposed else "rg:planned"),
            ("rg:proposedFor" if proposed else "rg:expectedIn", day(date if report.number % 2 else date[:1])),
            ("rg:evidence", self._draw.choice(report.passages)),
        )
        if proposed:
            self._told(report, "proposes", (actor,), (event, label), modality="Proposed")
        else:
            self._told(report, "attends", (actor,), (event, label), modality="Planned")

    def _documents(self, report: Report) -> None:
        """Actors issue a statement, or speak of an instrument that is being negotiated."""
        number = self._next_thing()
        actor = self._speaker(report)
        if self._draw.random() < 0.5:
            thing = (f"document:statement-{number}", f"statement {number + 1}")
            self._out.put(
                thing[0], ("a", "rg:Statement"), ("rdfs:label", text(thing[1])), ("rg:concerns", report.event)
            )
            self._told(report, "issues", (actor,), thing)
            told = self._thing(report, "measure")
            self._told(report, "agreesTo", (actor,), told, ("rg:saidBy", thing[0]), modality="Planned")
        else:
            thing = (f"document:code-{number}", f"code of conduct {number + 1}")
            law = f"law:law-{number}"
            self._out.put(law, ("a", "rg:BodyOfLaw"), ("rdfs:label", text(f"law {number + 1}")))
            self._out.put(
                thing[0],
                ("a", "rg:Instrument"),
                ("rdfs:label", text(thing[1])),
                ("rg:status", "rg:underNegotiation"),
                ("rg:accordsWith", law),
            )
            self._told(report, "discusses", (actor,), thing)

    def _mechanism(self, report: Report) -> None:
        """An actor takes part in a standing mechanism, or chairs it."""
        number = self._population.skewed_mechanism.one()
        relation = self._draw.choice(("participatesIn", "participatesIn", "chairs"))
        self._told(
            report, relation, (self._speaker(report),), (f"mechanism:panel-{number}", f"panel {number + 1}")
        )

    def _inference(self, report: Report) -> None:
        """What is inferred from acts of the report, and is not stated in it."""
        state = self._draw.choice(report.states)
        self._told(
            report, "participatesIn", (self._population.state(state),), (report.event, "the meeting"),
            ("rg:inferredFrom", *dict.fromkeys(act for act, _ in report.acts[-2:])),
            certainty="likely",
        )  # fmt: skip

    def _answer(self, report: Report) -> None:
        """An actor welcomes or rejects what another has just done."""
        act, (doer, doer_label) = report.acts[-1]
        actor = self._speaker(report)
        if actor[0] != doer:
            relation = self._draw.choice(("welcomes", "supports", "rejects"))
            self._told(report, relation, (actor,), (act, f"what {doer_label} does"))

    # Parts of statements

    def _different(self, count: int) -> list[Named]:
        """Return that many different actors."""
        found: dict[str, Named] = {}
        while len(found) < count:
            actor = self._anybody()
            found[actor[0]] = actor
        return list(found.values())

    def _anybody(self) -> Named:
        population, kind = self._population, self._draw.random()
        if kind < 0.55:
            return population.state(population.skewed_state.one())
        if kind < 0.75:
            return population.delegate(population.skewed_state.one())
        if kind < 0.93:
            return population.organization(population.skewed_organization.one())
        return population.collective(population.skewed_collective.one())

    def _speaker(self, report: Report) -> Named:
        """Return an actor who takes part, or anybody."""
        kind = self._draw.random()
        if kind < 0.4:
            return self._population.state(self._draw.choice(report.states))
        if kind < 0.7:
            return self._population.delegate(self._draw.choice(report.states))
        return self._anybody()

    def _next_thing(self) -> int:
        self._things += 1
        return self._things

    def _thing(self, report: Report, kind: str) -> Named:
        """Write a thing that an act is about."""
        draw, number = self._draw, self._next_thing()
        thing = f"{kind}:{kind[0]}{number}"
        label = f"{draw.choice(ASPECTS)} of {draw.choice(SUBJECTS)} {number}"
        said: list[Sequence[str]] = [("a", f"rg:{kind.capitalize()}"), ("rdfs:label", text(label))]
        if draw.random() < 0.6:
            said.append(("rg:concerns", *self._population.topics(1 + draw.randrange(2))))
        if kind == "relationship" or draw.random() < 0.3:
            said.append(("rg:involves", *(node for node, _ in self._different(1 + draw.randrange(2)))))
        said.append(("rg:evidence", draw.choice(report.passages)))
        self._out.put(thing, *said)
        return thing, label

    def _told(
        self,
        report: Report,
        relation: str,
        actors: Sequence[Named],
        what: Named,
        *more: Sequence[str],
        modality: str = "Asserted",
        certainty: str = "",
    ) -> Named:
        """Write an act that a report tells of, and return its node and label."""
        draw = self._draw
        evidence = dict.fromkeys(draw.choice(report.passages) for _ in range(1 + draw.randrange(3)))
        said = [*more]
        if what[0].startswith("event:next") or draw.random() < 0.75:
            said.append(("rg:madeAt", report.event))
        elif draw.random() < 0.3:
            said.append(("rg:date", day((report.year, report.month))))
        if draw.random() < 0.1:
            said.append(("rg:editorialNote", text(NOTES[draw.randrange(len(NOTES))])))
        if not certainty:
            share = draw.random()
            certainty = "certain" if share < 0.85 else "likely" if share < 0.95 else "doubtful"
        key = f"r{report.number}-{len(report.acts)}"
        node, label = self._act(
            key, relation, actors, what, tuple(evidence), *said, modality=modality, certainty=certainty
        )
        report.acts.append((node, actors[0]))
        return node, label

    def _act(
        self,
        key: str,
        relation: str,
        actors: Sequence[Named],
        what: Named,
        evidence: Sequence[str],
        *more: Sequence[str],
        modality: str = "Asserted",
        certainty: str = "certain",
    ) -> Named:
        slug = actors[0][0].partition(":")[2]
        node = f"act:{slug}-{relation.lower()}-{key}"
        label = f"{labelled(actors)} {RELATIONS[relation].verb} {what[1]}"
        act = Act(
            node, relation, text(label[:90]), [actor for actor, _ in actors], what[0], evidence, more,
            modality=modality, certainty=certainty,
        )  # fmt: skip
        if self._broken and self._draw.random() < self._broken:
            act = broken(act, self._draw)
        self._out.act(act)
        return node, label
