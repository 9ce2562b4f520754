"""Acts: what the later stops of the road read from a graph, as plain records.

An act is a node of the graph (see ``rg:Act`` in the ontology). Reading goes predicate by predicate, so that a
million statements take seconds, and a record is a tuple, which takes a fifth of the time of a frozen object.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple, TypeVar

from rdflib import RDF

from relgraph.errors import InputError
from relgraph.model.attributes import Attribute
from relgraph.model.dates import Span, days, lasting
from relgraph.model.namespaces import OA, RG
from relgraph.model.ontology import Ontology
from relgraph.model.statements import Statements, Term, nodes, text_of
from relgraph.model.strengths import MOST, RANGE, strength

_NEGATIVE = str(RG.negative)
_NEVER = (datetime.date.max, datetime.date.max)
_Told = TypeVar("_Told")


class Act(NamedTuple):
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
            writes of them. Where none of these is told, when the document that tells it was published
            (``rg:publishedOn``), the first of several; a background source dates nothing.
        dated_by: Whose date that is: ``act``, ``event``, ``speech`` or ``publication``; ``""`` without a date.
        until: When the act itself ends (``rg:until``), as the source gives it.
        modality: How its content stands to reality, a concept of ``rg:modalityScheme``.
        negative: Whether the source says that it did not take place (``rg:polarity``).
        certainty: How sure the reading is, a concept of ``rg:certaintyScheme``.
        said_by: Whose words it is, an actor or a document; ``""`` for what the source tells in its own voice.
        weight: How often it counts (``rg:weight``).
        intensity: How cooperative or conflictual it is (``rg:intensity``); ``None`` where that is not told.
        place: Where it was done (``rg:place``), else where the event was held at which it was made or of which
            it is a part, or what that event is part of.
        codes: What it is in systems that code events (``rg:code``).
        evidence: The passages that it rests on; :func:`~relgraph.model.sources.read_passages` reads them.
        background: Whether every source of its evidence is a background source.
        attributes: What else is told of it by attributes that the data declare (``rg:Attribute``): the name of
            each, as edges have it, with its values.
    """

    iri: str
    relation: str
    actors: tuple[str, ...]
    objects: tuple[str, ...]
    recipients: tuple[str, ...]
    event: str
    date: str
    dated_by: str
    until: str
    modality: str
    negative: bool
    certainty: str
    said_by: str
    weight: float
    intensity: float | None
    place: str
    codes: tuple[str, ...]
    evidence: tuple[str, ...]
    background: bool
    attributes: tuple[Attribute, ...]

    @classmethod
    def of(cls, relation: str, **told: Any) -> Act:
        """Return an act of which only some is told.

        Args:
            relation: The direct relation that it qualifies.
            **told: Other fields; what is not given is as where nothing is told.

        Example:
            >>> Act.of("urn:supports", actors=("urn:a",)).weight
            1.0
        """
        return cls(relation=relation, **{**_NOTHING_TOLD, **told})

    @property
    def polarity(self) -> str:
        """``negative`` or ``positive``: whether it took place, in a word."""
        return "negative" if self.negative else "positive"


_NOTHING_TOLD: Mapping[str, Any] = {
    **dict.fromkeys(
        ("iri", "event", "date", "dated_by", "until", "modality", "certainty", "said_by", "place"), ""
    ),
    **dict.fromkeys(("actors", "objects", "recipients", "codes", "evidence", "attributes"), ()),
    "negative": False,
    "weight": 1.0,
    "intensity": None,
    "background": False,
}


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
    relation = statements.nodes_by_subject(str(RG.relation))
    if not relation:
        return {}

    def linked(name: str) -> Mapping[str, tuple[str, ...]]:
        predicate = str(RG[name])
        return statements.nodes_by_subject(predicate) if statements.holds(predicate) else {}

    def literals(name: str) -> Mapping[str, tuple[str, ...]]:
        predicate = str(RG[name])
        return statements.literals_by_subject(predicate) if statements.holds(predicate) else {}

    actors, objects, recipients = linked("actor"), linked("object"), linked("recipient")
    events, modalities, polarities, certainties, speakers, evidence, codes, places = (
        linked(name)
        for name in ("madeAt", "modality", "polarity", "certainty", "saidBy", "evidence", "code", "place")
    )
    wholes = _wholes(statements)
    dates, starts, ends, weights, intensities = (
        literals(name) for name in ("date", "from", "until", "weight", "intensity")
    )
    event_date = event_dates(statements)
    background = _background_passages(statements) if evidence else frozenset[str]()
    taking_part = {iri for iri, known in ontology.relations.items() if known.taking_part}
    attributes = [
        _shared(name, statements.literals_by_subject(iri))
        for iri, name in ontology.attributes.items()
        if statements.holds(iri)
    ]
    none: tuple[str, ...] = ()
    unknown = ("",)
    acts = {}
    for iri in sorted(relation):
        name, things, event = relation[iri][0], objects.get(iri, none), events.get(iri, unknown)[0]
        date, until = dates.get(iri, unknown)[0], ends.get(iri, unknown)[0]
        start = starts.get(iri, unknown)[0]
        if start or until:
            date = lasting(start or date, until)
        dated_by = "act" if date else ""
        # Taking part in an event is dated by that event, and took place where it did; proposing one is not.
        happening = event or (things[0] if things and name in taking_part else "")
        if not date:
            date = _of_whole(happening, event_date, wholes) or ""
            dated_by = "event" if date else ""
        passages = evidence.get(iri, none)
        # What is part of a document, such as a row, may be named by a fragment.
        is_background = bool(passages and background) and all(
            each in background or each.partition("#")[0] in background for each in passages
        )
        weight, intensity = weights.get(iri), intensities.get(iri)
        acts[iri] = Act(
            iri,
            name,
            actors.get(iri, none),
            things,
            recipients.get(iri, none),
            event,
            date,
            dated_by,
            until,
            modalities.get(iri, unknown)[0],
            polarities.get(iri, unknown)[0] == _NEGATIVE,
            certainties.get(iri, unknown)[0],
            speakers.get(iri, unknown)[0],
            _number(iri, "weight", weight[0]) if weight and weight[0] else 1.0,
            _number(iri, "intensity", intensity[0]) if intensity and intensity[0] else None,
            (places.get(iri) or _of_whole(happening, places, wholes) or unknown)[0] if places else "",
            codes.get(iri, none),
            passages,
            is_background,
            tuple(each[iri] for each in attributes if iri in each) if attributes else (),
        )
    _date_what_is_said(acts, (iri for iri, act in acts.items() if act.date))
    if published := _publications(statements, acts):
        for iri, date in published.items():
            acts[iri] = acts[iri]._replace(date=date, dated_by="publication")
        _date_what_is_said(acts, published)
    return acts


def _shared(name: str, values: Mapping[str, tuple[str, ...]]) -> dict[str, Attribute]:
    """Return an attribute with its values by subject, as one object for all that have the same."""
    alone: dict[tuple[str, ...], Attribute] = {}
    return {
        subject: alone.setdefault(told, (name, told if len(told) == 1 else tuple(dict.fromkeys(told))))
        for subject, told in values.items()
    }


def _date_what_is_said(acts: dict[str, Act], dated: Iterable[str]) -> None:
    """Give what is said the date of the saying where it has none of its own, through any depth of saying."""
    # What is said more than once has the date of the first saying.
    queue = [_in_time(acts[iri]) for iri in dated]
    heapify(queue)
    while queue:
        said = acts[heappop(queue)[-1]]
        for content in said.objects:
            if content in acts and not acts[content].date:
                basis = "publication" if said.dated_by == "publication" else "speech"
                acts[content] = acts[content]._replace(date=said.date, dated_by=basis)
                heappush(queue, _in_time(acts[content]))


def _in_time(act: Act) -> tuple[Span, str, str]:
    """Return what sorts acts by date; what is no date comes last."""
    return *_earliest(act.date), act.iri


def _earliest(date: str) -> tuple[Span, str]:
    return days(date) or _NEVER, date


def _publications(statements: Statements, acts: Mapping[str, Act]) -> dict[str, str]:
    """Return when the first document that tells it was published, by act without a date."""
    if not statements.holds(str(RG.publishedOn)) or not statements.holds(str(OA.hasSource)):
        return {}
    background = {text_of(source) for source in background_sources(statements)}
    published: dict[str, str] = {}
    for document, dates in statements.literals_by_subject(str(RG.publishedOn)).items():
        known = [date for date in dates if days(date)]
        if known and document not in background:
            published[document] = min(known, key=_earliest)
    if not published:
        return {}
    sources = statements.nodes_by_subject(str(OA.hasSource))
    found = {}
    for iri, act in acts.items():
        if act.date or act.background:
            continue
        told = [
            published[document]
            for passage in act.evidence
            for document in sources.get(passage) or (passage, passage.partition("#")[0])
            if document in published
        ]
        if told:
            found[iri] = min(told, key=_earliest)
    return found


def _wholes(statements: Statements) -> Mapping[str, str]:
    """Return what each thing is part of, series apart: a meeting does not last as long as its series."""
    if not statements.holds(str(RG.partOf)):
        return {}
    series = {text_of(one) for one in statements.subjects_of(str(RDF.type), str(RG.EventSeries))}
    found = statements.nodes_by_subject(str(RG.partOf))
    return {part: wholes[0] for part, wholes in found.items() if wholes[0] not in series}


def _of_whole(part: str, told: Mapping[str, _Told], wholes: Mapping[str, str]) -> _Told | None:
    """Return what is told of a thing, else of the nearest of which it is a part."""
    seen = set[str]()
    while part and part not in seen:
        if part in told:
            return told[part]
        seen.add(part)
        part = wholes.get(part, "")
    return None


def _background_passages(statements: Statements) -> frozenset[str]:
    if not statements.holds(str(OA.hasSource)):
        return frozenset()
    sources = {text_of(source) for source in background_sources(statements)}
    found = (text_of(each) for source in sources for each in statements.subjects_of(str(OA.hasSource), source))
    # A passage that others tell too is no background.
    return frozenset(sources).union(
        passage for passage in found if sources.issuperset(nodes(statements, passage, str(OA.hasSource)))
    )


def background_sources(statements: Statements) -> Iterable[Term]:
    """Return the sources of background knowledge."""
    return statements.subjects_of(str(RDF.type), str(RG.BackgroundSource))


_DATES_OF_EVENTS = ("heldOn", "from", "until", "expectedIn", "proposedFor")


def event_dates(statements: Statements) -> dict[str, str]:
    """Return when each event was held, else how long, else when it is expected or proposed, as told."""
    dates: dict[str, str] = {}
    if not all(statements.holds(str(RG[name])) for name in _DATES_OF_EVENTS):
        return dates
    for name in ("proposedFor", "expectedIn"):
        found = statements.literals_by_subject(str(RG[name]))
        dates.update({event: values[0] for event, values in found.items()})
    starts, ends = (statements.literals_by_subject(str(RG[name])) for name in ("from", "until"))
    for event in starts.keys() | ends.keys():
        start, end = (values[event][0] if event in values else "" for values in (starts, ends))
        # An event of which one end alone is told took place then, and does not last for ever.
        dates[event] = lasting(start or end, end or start)
    held = statements.literals_by_subject(str(RG.heldOn))
    dates.update({event: values[0] for event, values in held.items()})
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


def involved_actors(statements: Statements) -> Mapping[str, tuple[str, ...]]:
    """Return, for each thing, the actors that it is between, by or of (``rg:involves``)."""
    return statements.nodes_by_subject(str(RG.involves))


def resolved_collectives(statements: Statements) -> Mapping[str, tuple[str, ...]]:
    """Return, for each collective that the text itself fixes, the actors for whom it stands."""
    return statements.nodes_by_subject(str(RG.resolvesTo))
