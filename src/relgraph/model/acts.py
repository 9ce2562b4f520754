"""Acts as plain records: what the later stops of the road read from a graph.

An act is a node of the graph (see ``rg:Act`` in the ontology). Reading goes predicate by predicate over the
store, so that a million triples take seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox
from rdflib import RDF

from relgraph.model.namespaces import OA, RG
from relgraph.model.ontology import read_ontology
from relgraph.model.statements import text_of, values
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


def involved_actors(graph: KnowledgeGraph) -> dict[str, list[str]]:
    """Return, for each thing, the actors that it is between, by or of (``rg:involves``)."""
    return values(graph, str(RG.involves))


def resolved_collectives(graph: KnowledgeGraph) -> dict[str, list[str]]:
    """Return, for each collective that the text itself fixes, the actors for whom it stands."""
    return values(graph, str(RG.resolvesTo))


def read_acts(graph: KnowledgeGraph) -> dict[str, Act]:
    """Return the acts of ``graph`` by IRI, in IRI order."""
    relation = values(graph, str(RG.relation))
    if not relation:
        return {}
    read = {
        name: values(graph, str(RG[name]), literals=name == "date")
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
            {event: values[0] for event, values in values(graph, str(RG[name]), literals=True).items()}
        )
    return dates


def _subjects(graph: KnowledgeGraph, predicate: str, value: str) -> Iterator[str]:
    for quad in graph.oxigraph.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value)):
        yield text_of(quad.subject)


def _subjects_of_type(graph: KnowledgeGraph, class_iri: str) -> list[str]:
    """Return the nodes that are stated to be of the class, sorted."""
    return sorted(_subjects(graph, str(RDF.type), class_iri))
