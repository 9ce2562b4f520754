"""Acts: what the later stops of the road read from a graph, as plain records.

An act is a node of the graph (see ``rg:Act`` in the ontology). Reading goes predicate by predicate, so that a
million statements take seconds.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from rdflib import RDF

from relgraph.errors import InputError
from relgraph.model.dates import lasting
from relgraph.model.namespaces import OA, RG
from relgraph.model.ontology import Ontology
from relgraph.model.statements import Statements, literals_by_subject, nodes_by_subject, text_of
from relgraph.model.strengths import MOST, RANGE, strength

_NEGATIVE = str(RG.negative)


@dataclass(frozen=True, slots=True)
class Act:
    """One act. Nodes are IRIs as text, in IRI order where there are several, ``""`` where there is none.

    Attributes:
        iri: The act.
        relation: The direct relation that it qualifies.
        actors: Who acts; several act jointly.
        objects: What it is done to or about: actors, things, other acts.
        recipients: To whom it is directed beside that.
        event: The event at which it was made.
        date: The date of the act, else that of the event at which it was made or of which it is a part, else
            that of the speech act whose content it is, as the source gives it: a day, a month, a year or, where
            the act or the event has ``rg:from`` or ``rg:until``, what :func:`~relgraph.model.dates.lasting`
            writes of them.
        until: When the act itself ends (``rg:until``), as the source gives it.
        modality: How its content stands to reality, a concept of ``rg:modalityScheme``.
        negative: Whether the source says that it did not take place (``rg:polarity``).
        certainty: How sure the reading is, a concept of ``rg:certaintyScheme``.
        said_by: Whose words it is, an actor or a document; ``""`` for what the source tells in its own voice.
        weight: How often it counts (``rg:weight``).
        intensity: How cooperative or conflictual it is (``rg:intensity``); ``None`` where that is not told.
        evidence: The passages that it rests on; :func:`~relgraph.model.sources.read_passages` reads them.
        background: Whether every source of its evidence is a background source.
    """

    iri: str
    relation: str
    actors: tuple[str, ...]
    objects: tuple[str, ...]
    recipients: tuple[str, ...]
    event: str
    date: str
    until: str
    modality: str
    negative: bool
    certainty: str
    said_by: str
    weight: float
    intensity: float | None
    evidence: tuple[str, ...]
    background: bool

    @property
    def polarity(self) -> str:
        """``negative`` or ``positive``: whether it took place, in a word."""
        return "negative" if self.negative else "positive"


def read_acts(statements: Statements, ontology: Ontology) -> dict[str, Act]:
    """Return the acts of a graph.

    ``graph.acts`` has those of an open graph, read once.

    Args:
        statements: The graph.
        ontology: The ontology of that graph.

    Returns:
        The acts by IRI, in IRI order.

    Raises:
        InputError: A weight or an intensity is not a number, or out of range.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> act = graph.acts["https://w3id.org/relgraph/id/act/russia-proposes-tourism"]
        >>> act.actors, act.date
        (('https://w3id.org/relgraph/id/state/russia',), '2021-07-06')
    """
    relation = nodes_by_subject(statements, str(RG.relation))
    if not relation:
        return {}
    read = {
        name: nodes_by_subject(statements, str(RG[name]))
        for name in (
            "actor", "object", "recipient", "madeAt", "modality", "polarity", "certainty", "saidBy", "evidence",
        )
    }  # fmt: skip
    read |= {
        name: literals_by_subject(statements, str(RG[name]))
        for name in ("date", "from", "until", "weight", "intensity")
    }
    event_date = event_dates(statements)
    background = {
        text_of(passage)
        for source in statements.subjects_of(str(RDF.type), str(RG.BackgroundSource))
        for passage in statements.subjects_of(str(OA.hasSource), text_of(source))
    }

    def first(name: str, iri: str) -> str:
        return read[name].get(iri, ("",))[0]

    acts = {}
    for iri in sorted(relation):
        event = first("madeAt", iri)
        # Taking part in an event is dated by that event; proposing one is not.
        takes_part = (known := ontology.relations.get(relation[iri][0])) is not None and known.taking_part
        dated_by = event or (first("object", iri) if takes_part else "")
        date, start, until = (first(name, iri) for name in ("date", "from", "until"))
        if start or until:
            date = lasting(start or date, until)
        evidence = tuple(read["evidence"].get(iri, ()))
        acts[iri] = Act(
            iri=iri,
            relation=relation[iri][0],
            actors=tuple(read["actor"].get(iri, ())),
            objects=tuple(read["object"].get(iri, ())),
            recipients=tuple(read["recipient"].get(iri, ())),
            event=event,
            date=date or event_date.get(dated_by, ""),
            until=until,
            modality=first("modality", iri),
            negative=first("polarity", iri) == _NEGATIVE,
            certainty=first("certainty", iri),
            said_by=first("saidBy", iri),
            weight=_number(iri, "weight", weight) if (weight := first("weight", iri)) else 1.0,
            intensity=_number(iri, "intensity", intensity) if (intensity := first("intensity", iri)) else None,
            evidence=evidence,
            background=bool(evidence) and all(passage in background for passage in evidence),
        )
    # What is said has the date of the saying where it has none of its own, through any depth of saying.
    queue = deque(iri for iri, act in acts.items() if act.date)
    while queue:
        said = acts[queue.popleft()]
        for content in said.objects:
            if content in acts and not acts[content].date:
                acts[content] = replace(acts[content], date=said.date)
                queue.append(content)
    return acts


def event_dates(statements: Statements) -> dict[str, str]:
    """Return when each event was held, else how long, else when it is expected or proposed, as told."""
    dates: dict[str, str] = {}
    for name in ("proposedFor", "expectedIn"):
        found = literals_by_subject(statements, str(RG[name]))
        dates.update({event: values[0] for event, values in found.items()})
    starts, ends = (literals_by_subject(statements, str(RG[name])) for name in ("from", "until"))
    for event in starts.keys() | ends.keys():
        start, end = (values[event][0] if event in values else "" for values in (starts, ends))
        # An event of which one end alone is told took place then, and does not last for ever.
        dates[event] = lasting(start or end, end or start)
    dates.update({event: v[0] for event, v in literals_by_subject(statements, str(RG.heldOn)).items()})
    return dates


def _number(iri: str, name: str, text: str) -> float:
    """Return what an act has as ``rg:weight`` or ``rg:intensity``."""
    try:
        if name == "weight":
            return strength(text)
        number = float(text)
        if abs(number) <= MOST:
            return number
    except ValueError:
        pass
    allowed = RANGE if name == "weight" else f"{-MOST:.0f} to {MOST:.0f}"
    raise InputError(f"rg:{name} {text[:80]!r} of {iri} cannot be counted", f"write a number from {allowed}")


def involved_actors(statements: Statements) -> dict[str, list[str]]:
    """Return, for each thing, the actors that it is between, by or of (``rg:involves``)."""
    return nodes_by_subject(statements, str(RG.involves))


def resolved_collectives(statements: Statements) -> dict[str, list[str]]:
    """Return, for each collective that the text itself fixes, the actors for whom it stands."""
    return nodes_by_subject(statements, str(RG.resolvesTo))
