"""Acts, things and passages as plain records: what the later stops of the road read from a graph.

An act is a node of the graph (see ``rg:Act`` in the ontology). Reading goes predicate by predicate over the
store, so that a million triples take seconds.
"""

from __future__ import annotations

import calendar
import datetime
import hashlib
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, SKOS

from relgraph.errors import InputError, SourceError
from relgraph.ontology import ID, OA, RG, Ontology, local_name, read_ontology
from relgraph.store import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Act:
    """One act. Fields hold IRIs as text, in IRI order where there are several, ``""`` where there is none.

    ``date`` is the date of the act, else that of the event at which it was made or of which it is a part, else
    that of the speech act whose content it is, as the source gives it: a day, a month or a year.
    ``background`` is true where every source of its evidence is a background source. ``evidence`` names the
    passages; :func:`read_passages` reads them.
    """

    iri: str
    relation: str
    actors: tuple[str, ...]
    objects: tuple[str, ...]
    recipients: tuple[str, ...]
    event: str
    date: str
    modality: str
    certainty: str
    said_by: str
    evidence: tuple[str, ...]
    background: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in a source an act stands.

    ``document`` is the IRI of the source. ``start`` and ``end`` are offsets in
    Unicode code points, end exclusive (Web Annotation Data Model, TextPositionSelector); a passage of a table
    has ``None`` there and a ``fragment`` (RFC 7111) instead.
    """

    evidence: str
    document: str
    start: int | None
    end: int | None
    fragment: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A node with its English label (else any label, else its local name), kind and other names.

    ``kind`` is the local name of its most specific class, such as ``State``; ``""`` where it has no type.
    """

    iri: str
    label: str
    kind: str
    aliases: tuple[str, ...]


def _values(graph: KnowledgeGraph, predicate: str, *, literals: bool = False) -> dict[str, list[str]]:
    """Return the nodes (or the literals) that are values of ``predicate``, by subject, each list sorted."""
    found: dict[str, list[str]] = {}
    for quad in graph.oxigraph.quads_for_pattern(None, ox.NamedNode(predicate), None):
        if isinstance(quad.object, ox.Literal) != literals:
            continue
        found.setdefault(_text(quad.subject), []).append(_text(quad.object))
    for values in found.values():
        if len(values) > 1:
            values.sort()
    return found


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.NamedNode) or isinstance(term, ox.Literal):  # noqa: SIM101 - this runs a million times
        return term.value
    return str(term)


def objects_of(graph: KnowledgeGraph, subject: str, predicate: str) -> list[str]:
    """Return what ``subject`` has as ``predicate``, as text, sorted."""
    pattern = graph.oxigraph.quads_for_pattern(node_of(subject), ox.NamedNode(predicate), None)
    return sorted(_text(quad.object) for quad in pattern)


def node_of(text: str) -> ox.NamedNode | ox.BlankNode:
    """Return the node that ``text`` names: ``_:b0`` a blank one, everything else an IRI."""
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def _nodes_of(graph: KnowledgeGraph, subject: str, predicate: str) -> list[str]:
    pattern = graph.oxigraph.quads_for_pattern(node_of(subject), ox.NamedNode(predicate), None)
    return sorted(_text(quad.object) for quad in pattern if not isinstance(quad.object, ox.Literal))


def involved_actors(graph: KnowledgeGraph) -> dict[str, list[str]]:
    """Return, for each thing, the actors that it is between, by or of (``rg:involves``)."""
    return _values(graph, str(RG.involves))


def resolved_collectives(graph: KnowledgeGraph) -> dict[str, list[str]]:
    """Return, for each collective that the text itself fixes, the actors for whom it stands."""
    return _values(graph, str(RG.resolvesTo))


def read_acts(graph: KnowledgeGraph) -> dict[str, Act]:
    """Return the acts of ``graph`` by IRI, in IRI order."""
    relation = _values(graph, str(RG.relation))
    if not relation:
        return {}
    read = {
        name: _values(graph, str(RG[name]), literals=name == "date")
        for name in (
            "actor", "object", "recipient", "madeAt", "date", "modality", "certainty", "saidBy", "evidence",
        )
    }  # fmt: skip
    event_date = event_dates(graph)
    background = {
        passage
        for source in _subjects_of_type(graph, str(RG.BackgroundSource))
        for passage in _subjects(graph, str(OA.hasSource), source)
    }

    def first(name: str, iri: str) -> str:
        return read[name].get(iri, ("",))[0]

    ontology = read_ontology(graph)
    taking_part = {name for name in ontology.relations if str(RG.participatesIn) in ontology.ancestors(name)}
    acts = {}
    for iri in sorted(relation):
        event = first("madeAt", iri)
        # Taking part in an event is dated by that event; proposing one is not.
        dated_by = event or (first("object", iri) if relation[iri][0] in taking_part else "")
        evidence = tuple(read["evidence"].get(iri, ()))
        acts[iri] = Act(
            iri=iri,
            relation=relation[iri][0],
            actors=tuple(read["actor"].get(iri, ())),
            objects=tuple(read["object"].get(iri, ())),
            recipients=tuple(read["recipient"].get(iri, ())),
            event=event,
            date=first("date", iri) or event_date.get(dated_by, ""),
            modality=first("modality", iri),
            certainty=first("certainty", iri),
            said_by=first("saidBy", iri),
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


def event_dates(graph: KnowledgeGraph) -> dict[str, str]:
    """Return, for each event, when it was held, else is expected, else proposed."""
    dates: dict[str, str] = {}
    for name in ("proposedFor", "expectedIn", "heldOn"):
        dates.update(
            {event: values[0] for event, values in _values(graph, str(RG[name]), literals=True).items()}
        )
    return dates


def _subjects(graph: KnowledgeGraph, predicate: str, value: str) -> Iterator[str]:
    for quad in graph.oxigraph.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value)):
        yield _text(quad.subject)


def _subjects_of_type(graph: KnowledgeGraph, class_iri: str) -> list[str]:
    """Return the nodes that are stated to be of the class, sorted."""
    return sorted(_subjects(graph, str(RDF.type), class_iri))


def read_passages(graph: KnowledgeGraph, evidence: Iterable[str]) -> tuple[Passage, ...]:
    """Return the passages behind these evidence nodes, by document and position."""
    found = []
    for node in evidence:
        document = next(iter(_nodes_of(graph, node, str(OA.hasSource))), "")
        for selector in _nodes_of(graph, node, str(OA.hasSelector)) or [""]:
            values = {
                name: next(iter(objects_of(graph, selector, str(term))), "") if selector else ""
                for name, term in (("start", OA.start), ("end", OA.end), ("fragment", RDF.value))
            }
            found.append(
                Passage(
                    evidence=node,
                    document=document,
                    start=_offset(values["start"]),
                    end=_offset(values["end"]),
                    fragment=values["fragment"],
                )
            )
    return tuple(sorted(found, key=lambda p: (p.document, p.start or 0, p.end or 0, p.evidence)))


def _offset(text: str) -> int | None:
    """Return the offset that ``text`` writes; no text is longer than a number of fifteen digits says."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def read_thing(graph: KnowledgeGraph, ontology: Ontology, iri: str) -> Thing:
    """Return the node ``iri`` with its label, kind and aliases."""
    labels: list[tuple[int, str]] = []
    for predicate in (RDFS.label, SKOS.prefLabel, DCTERMS.title):
        for quad in graph.oxigraph.quads_for_pattern(node_of(iri), ox.NamedNode(str(predicate)), None):
            if isinstance(quad.object, ox.Literal) and quad.object.value.strip():
                rank = {"en": 0, None: 1}.get(quad.object.language, 2)
                labels.append((rank, quad.object.value))
    aliases = set(objects_of(graph, iri, str(SKOS.altLabel)))
    label = min(labels)[1] if labels else local_name(iri)
    types = set(objects_of(graph, iri, str(RDF.type)))
    # The most specific class is the one that lies under all others; a tie goes to the first in IRI order.
    kind = max(sorted(types), key=lambda name: len(ontology.ancestors(name)), default="")
    aliases.update(text for _, text in labels if text != label)
    return Thing(iri=iri, label=label, kind=local_name(kind) if kind else "", aliases=tuple(sorted(aliases)))


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one source document, known by its digest."""

    document: str
    text: str

    def quote(self, passage: Passage) -> str:
        """Return the words at ``passage``, or ``""`` where it stands in another document or has no offsets."""
        if passage.document != self.document or passage.start is None or passage.end is None:
            return ""
        return self.text[passage.start : passage.end]


def read_source(graph: KnowledgeGraph, path: str | os.PathLike[str]) -> SourceText:
    """Read the text at ``path`` as the document of ``graph`` that has the same SHA-256.

    Raises :class:`~relgraph.errors.InputError` where the file cannot be read as UTF-8, and
    :class:`~relgraph.errors.SourceError` where no document of the graph has its digest.
    """
    name = os.fspath(path)
    try:
        content = Path(name).read_bytes()
        text = content.decode("utf-8")
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}", "check the path of the source") from None
    except UnicodeDecodeError:
        raise InputError(
            f"{name}: is not UTF-8 text", "give the text file that the positions refer to"
        ) from None
    digest = hashlib.sha256(content).hexdigest()
    documents = _values(graph, str(RG.sha256), literals=True)
    for document, digests in sorted(documents.items()):
        if digest in digests:
            return SourceText(document, text)
    raise SourceError(
        f"{name}: is not the text that the evidence refers to (its SHA-256 is {digest[:12]}...)",
        "give the file with the SHA-256 that the graph states, unchanged to the byte",
    )


@cache
def days(date: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of a day, a month or a year; ``None`` where it is none of them.

    A month is all its days and a year all its months, so that ``2021-10`` is ``2021-10-01`` to ``2021-10-31``.
    A time zone is passed over.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?(?:Z|[+-]\d\d:\d\d)?", date)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern has it
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, datetime.date(year, last_month, calendar.monthrange(year, last_month)[1])


@cache
def word(iri: str) -> str:
    """Return a controlled value as a word: ``asserted``, ``likely``; ``""`` for none."""
    return local_name(iri).removeprefix("modality").lower()


def short(iri: str) -> str:
    """Return ``iri`` as people refer to it: ``state/russia`` for a thing of ours, else its local name."""
    return iri.removeprefix(str(ID)) if iri.startswith(str(ID)) else local_name(iri)
