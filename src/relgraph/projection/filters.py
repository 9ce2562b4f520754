"""Filters: which acts and links a projection keeps, and in words what each filter leaves out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from rdflib import RDF

from relgraph.errors import NameNotFoundError, ProjectionError, unknown_name
from relgraph.model.acts import Act, background_sources
from relgraph.model.dates import Span, days
from relgraph.model.namespaces import RG, full_iri, local_name, short, word
from relgraph.model.ontology import Ontology, controlled_values
from relgraph.model.read_graph import ReadGraph
from relgraph.model.sources import documents_of
from relgraph.model.statements import text_of
from relgraph.projection import act_patterns
from relgraph.projection.catalogue import Projection
from relgraph.projection.kinds import Kinds
from relgraph.projection.links import Edge
from relgraph.wording import listed

_Kept = TypeVar("_Kept")


@dataclass(frozen=True)
class Filter(Generic[_Kept]):
    """A condition that acts or links have to meet.

    Attributes:
        keeps: Tells whether one meets it.
        why: What those that are left out are, after their number: ``3 acts dated before 2021``.
        unknown: What it asks of an act that a bare direct relation does not have, such as its modality; ``""``
            where it asks nothing of the kind.
        keeps_bare: Tells whether a bare direct relation meets it, where that may be known.
        pattern: The same of the act that a variable stands for, as a graph pattern of SPARQL.
    """

    keeps: Callable[[_Kept], bool]
    why: str
    unknown: str = ""
    keeps_bare: Callable[[Edge], bool] | None = None
    pattern: Callable[[str], str] = act_patterns.any_act


Day = str | datetime.date
"""A day, or a month or a year that counts as its whole span."""


def act_filters(
    graph: ReadGraph,
    *,
    since: Day | None,
    as_of: Day | None,
    modalities: Iterable[str],
    certainties: Iterable[str],
    source_documents: Iterable[str],
    background: bool,
    counted: bool,
) -> Iterator[Filter[Act]]:
    """Yield the filters of acts that the options of :func:`~relgraph.projection.project` ask for.

    Args:
        graph: What documents are looked up in.
        since: As in :func:`~relgraph.projection.project`, as are the options below.
        as_of: Likewise.
        modalities: Likewise.
        certainties: Likewise.
        source_documents: Likewise.
        background: Likewise.
        counted: Whether acts are counted where they are, so that the filters are asked for their patterns.

    Raises:
        NameNotFoundError: A date, modality, certainty or document that means nothing here, or several things.
        ProjectionError: A window that ends before it begins.
    """
    if not background:
        yield Filter(
            lambda act: not act.background,
            "resting on background sources alone",
            pattern=act_patterns.resting_on_more_than(sorted(map(text_of, background_sources(graph)))),
        )
    if since is not None or as_of is not None:
        # A pattern compares nothing but dates.
        if not counted and any(act.date and days(act.date) is None for act in graph.acts.values()):
            yield Filter(
                lambda act: not act.date or days(act.date) is not None,
                "dated outside the years 1 to 9999, or by what is no date, which no window compares",
            )
        yield _in_window(since, as_of, _any_ends(graph, counted=counted))
    if wanted_modalities := _known_words("modality", modalities):
        yield Filter(
            lambda act: word(act.modality) in wanted_modalities,
            f"of another modality than {listed(wanted_modalities, 'or')}",
            "modality",
            pattern=act_patterns.told("modality", wanted_modalities),
        )
    if wanted_certainties := _known_words("certainty", certainties):
        yield Filter(
            lambda act: word(act.certainty) in wanted_certainties,
            f"of another certainty than {listed(wanted_certainties, 'or')}",
            "certainty",
            pattern=act_patterns.told("certainty", wanted_certainties),
        )
    if documents := dict.fromkeys(source_documents):
        yield _resting_on(graph, documents, counted=counted)


def link_filters(
    ontology: Ontology,
    projection: Projection,
    classes_of_nodes: Kinds,
    *,
    relations: Iterable[str],
    kinds: Iterable[str],
    classes: Iterable[str],
) -> Iterator[Filter[Edge]]:
    """Yield the filters of links that the options of :func:`~relgraph.projection.project` ask for.

    Args:
        ontology: The ontology of the graph, with relations of others that are asked for.
        projection: The projection.
        classes_of_nodes: What tells the classes of a node.
        relations: As in :func:`~relgraph.projection.project`.
        kinds: Likewise.
        classes: Classes of other vocabularies whose members are actors.

    Raises:
        NameNotFoundError: A relation that means nothing here, or a kind of actor that means nothing or several
            things.
    """
    wanted = _relations(ontology, relations)
    of_kinds = _actor_kinds(ontology, kinds, classes)
    if wanted:

        def is_by(edge: Edge) -> bool:
            around = {act.relation for act in edge.acts} | {edge.relation.iri}
            return any(not wanted.keys().isdisjoint(ontology.ancestors(relation)) for relation in around)

        yield Filter(is_by, f"not by {listed(sorted(wanted.values()), 'or')} or what falls under it")
    if of_kinds:
        two_modes = projection.modes == 2

        def is_among(edge: Edge) -> bool:
            actors = [edge.source] if two_modes else [edge.source, edge.target]
            return classes_of_nodes.are_all(actors, of_kinds)

        yield Filter(
            is_among,
            f"with an actor not known to be {listed(sorted(of_kinds.values()), 'or')}",
        )


def _any_ends(graph: ReadGraph, *, counted: bool) -> bool:
    """Tell whether any act has an end of its own."""
    if counted:
        return any(True for _ in graph.rows(act_patterns.ENDING))
    return any(act.until for act in graph.acts.values())


def _in_window(since: Day | None, as_of: Day | None, lasting: bool) -> Filter[Act]:
    """Return the filter of a window; ``lasting`` tells whether any act has an end of its own."""
    first, last = window(since, as_of)
    bounds = [f"before {since}"] * (since is not None) + [f"after {as_of}"] * (as_of is not None)
    ended = f", ended before {as_of}" if as_of is not None and lasting else ""
    ends_by = datetime.date.min if as_of is None else _bound(as_of)[0]

    def meets(date: str) -> bool:
        span = days(date)
        return span is not None and span[0] <= last and span[1] >= first

    def keeps(act: Act) -> bool:
        end = days(act.until)
        return meets(act.date) and (end is None or end[1] >= ends_by)

    return Filter(
        keeps,
        f"dated {listed(bounds, 'or')}{ended}, or without a date",
        "date",
        lambda edge: meets(edge.date),
        act_patterns.meeting(first, last, ends_by),
    )


def window(since: Day | None, as_of: Day | None) -> Span:
    """Return the first and the last day of a window.

    Raises:
        NameNotFoundError: A bound that is no date.
        ProjectionError: The window ends before it begins.
    """
    first = datetime.date.min if since is None else _bound(since)[0]
    last = datetime.date.max if as_of is None else _bound(as_of)[1]
    if first > last:
        raise ProjectionError(
            f"the window from {since} to {as_of} ends before it begins", "turn the two around"
        )
    return first, last


def _bound(text: Day) -> Span:
    """Return the first and the last day of a bound of the window."""
    span = days(str(text)) if re.fullmatch(r"[0-9-]+", str(text)) else None
    if span is None:
        raise NameNotFoundError(f"{str(text)[:80]!r} is not a date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    return span


def _known_words(scheme: Literal["modality", "certainty"], words: Iterable[str]) -> list[str]:
    """Return ``words`` in order, each once; raise NameNotFoundError for one that the scheme lacks."""
    known = controlled_values(scheme)
    wanted = sorted({word(text) for text in words})
    for text in wanted:
        if text not in known:
            raise unknown_name(scheme, text, known)
    return wanted


def _resting_on(graph: ReadGraph, names: Iterable[str], *, counted: bool) -> Filter[Act]:
    sources: dict[str, set[str]] = {}
    if counted:
        found = {text_of(term) for row in graph.rows(act_patterns.SOURCES) for term in row if term}
    else:
        sources = documents_of(
            graph, graph.ontology, {each for act in graph.acts.values() for each in act.evidence}
        )
        found = set[str]().union(*sources.values())
    chosen = _documents_named(graph, names, found)
    return Filter(
        lambda act: any(not chosen.isdisjoint(sources[passage]) for passage in act.evidence),
        f"without evidence in {listed(sorted(names), 'or')}",
        "source",
        pattern=act_patterns.resting_on(sorted(chosen)),
    )


def _documents_named(graph: ReadGraph, names: Iterable[str], iris: Iterable[str]) -> set[str]:
    """Return the documents that names mean, of those with these IRIs."""
    documents: dict[str, set[str]] = {}
    for iri in iris:
        thing = graph.thing(iri)
        for name in {iri, short(iri), thing.label, *thing.aliases}:
            documents.setdefault(name, set()).add(iri)
    for name in names:
        if name not in documents:
            raise unknown_name("source document", name, (known for known in documents if "://" not in known))
        if len(documents[name]) > 1:
            raise NameNotFoundError(
                f"{name!r} names several source documents", f"give one of {', '.join(sorted(documents[name]))}"
            )
    return {iri for name in names for iri in documents[name]}


def _relations(ontology: Ontology, names: Iterable[str]) -> dict[str, str]:
    """Return the name of each relation that ``names`` mean, by IRI."""
    found: dict[str, str] = {}
    for text in names:
        meant = ontology.named(text)
        if not meant:
            raise unknown_name("relation", text, (known.name for known in ontology.relations.values()))
        found |= {relation.iri: relation.name for relation in meant}
    return found


def actor_kinds(graph: ReadGraph, names: Iterable[str]) -> tuple[str, ...]:
    """Return the IRIs of the classes that ``names`` mean, each an IRI or a prefixed name that ``graph`` knows.

    Raises:
        NameNotFoundError: It means no class of which the graph has a member.
    """
    prefixes = graph.known_prefixes() if names else {}
    found = []
    for name in names:
        iri = full_iri(name, prefixes)
        try:
            has_members = any(True for _ in graph.subjects_of(str(RDF.type), iri))
        except ValueError:  # no IRI
            has_members = False
        if not has_members:
            raise NameNotFoundError(
                f"nothing in this graph is of class {name[:80]!r}",
                "give the IRI of a class that its actors have, such as http://xmlns.com/foaf/0.1/Person",
            )
        found.append(iri)
    return tuple(found)


def _actor_kinds(ontology: Ontology, names: Iterable[str], classes: Iterable[str]) -> dict[str, str]:
    """Return the name of each kind of actor that ``names`` mean, by IRI; ``classes`` are kinds too."""
    kinds = [iri for iri in ontology.parents if str(RG.Actor) in ontology.ancestors(iri)[1:]]
    kinds += classes
    # A name means the kind of this ontology before one that data declare.
    known = {local_name(iri): iri for iri in sorted(kinds, key=lambda iri: iri.startswith(str(RG)))}
    found = {}
    for name in names:
        iri = name if name in kinds else known.get(name.removeprefix("rg:"))
        if iri is None:
            raise unknown_name("kind of actor", name, known)
        found[iri] = local_name(iri)
    return found
