"""Portraits: what a thing is and the acts that name it, or all that links two things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import Literal

from relgraph.errors import NameNotFoundError
from relgraph.model.citations import Texts, passage_record, with_citations
from relgraph.model.dates import days
from relgraph.model.namespaces import RG
from relgraph.model.read_graph import ReadGraph, refuse_plain
from relgraph.model.statements import text_of
from relgraph.model.things import Thing
from relgraph.querying import resolve_term
from relgraph.records import to_csv, to_frame, to_json
from relgraph.showing.linking import Link, Linking
from relgraph.showing.neighbourhoods import neighbourhood
from relgraph.store import KnowledgeGraph

if TYPE_CHECKING:
    import pandas as pd

_FACTS = (
    "status", "heldOn", "expectedIn", "proposedFor", "place", "format", "occasion", "ordinal", "from", "until",
    "publishedOn", "partOf", "weight", "intensity", "code", "isoAlpha2", "officeOf", "involves", "resolvesTo",
    "concerns", "accordsWith", "editorialNote",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What a graph tells of a thing, or of two.

    Attributes:
        thing: The thing.
        other: The other of two, or ``None``.
        facts: Names and values of what is stated of the thing beside its acts.
        links: The acts and relations, by date; those without a date last.
    """

    thing: Thing
    other: Thing | None
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    links: tuple[Link, ...]

    def records(self, source: Texts = None) -> list[dict[str, Any]]:
        """Return the links as dicts.

        Args:
            source: The texts to quote the passages from; without one they are not quoted.

        Returns:
            The keys are the fields of :class:`Link`, without ``direction`` where one thing is shown. A passage
            is a dict, see :func:`~relgraph.model.citations.passage_record`, and attributes are one from name to
            values.

        Raises:
            SourceError: A passage is not in its text.
        """
        return [
            {
                name: value
                for name, value in {
                    **link._asdict(),
                    "passages": [passage_record(passage, source) for passage in link.passages],
                    "attributes": dict(link.attributes),
                }.items()
                if name != "direction" or self.other
            }
            for link in self.links
        ]

    def to_csv(self, source: Texts = None) -> str:
        """Return the links as CSV with a header.

        Args:
            source: The texts to quote the passages from.

        Returns:
            The columns are the keys of :meth:`records`. The passages of an act stand in one field, see
            :func:`~relgraph.model.citations.with_citations`.

        Raises:
            SourceError: A passage is not in its text.

        Example:
            >>> import relgraph
            >>> shown = relgraph.show(relgraph.open(), "Russia", "ASEAN")
            >>> shown.to_csv().partition(",label")[0]
            'date,dated_by,place,direction,how,through,direct'
        """
        rows = with_citations(self.records(), [link.passages for link in self.links], source)
        columns = [name for name in Link._fields if name != "direction" or self.other]
        return to_csv(rows, list(rows[0]) if rows else columns)

    def to_json(self, source: Texts = None) -> str:
        """Return a JSON object: the thing, the other where there is one, the facts and the links."""
        things = {"thing": self.thing, "other": self.other} if self.other else {"thing": self.thing}
        described = {
            name: {"iri": thing.iri, "label": thing.label, "kind": thing.kind, "aliases": thing.aliases}
            for name, thing in things.items()
            if thing
        }
        return to_json({**described, "facts": dict(self.facts), "links": self.records(source)})

    def to_pandas(self, source: Texts = None) -> pd.DataFrame:
        """Return a data frame of :meth:`records`.

        Raises:
            SourceError: A passage is not in its text.
            OutputError: pandas is not installed.
        """
        return to_frame(self.records(source))


def show(graph: KnowledgeGraph, entity: str, other: str | None = None) -> Shown:
    """Tell what a thing is and which acts name it, or all that links two things.

    An act names a thing as actor, object, recipient, speaker, event, or by anything else that is stated of it.
    It is linked to it less directly where its object concerns or involves the thing, where it is about an act
    of it, or where it names a collective for which the source says that the thing stands. Two are linked by
    each act that is so linked to both, and by what they share: an object or event of acts of both. Relations
    that are stated without an act are listed too.

    Args:
        graph: The graph.
        entity: A label, an alias or an IRI.
        other: The other of two, alike.

    Returns:
        The thing, and the acts and relations by date.

    Raises:
        NameNotFoundError: A name means nothing in the graph, or both mean the same.

    Example:
        >>> import relgraph
        >>> shown = show(relgraph.open(), "Russia", "ASEAN")
        >>> shown.thing.label, shown.other.label, shown.links[0].polarity
        ('Russia', 'ASEAN', 'positive')
    """
    refuse_plain(graph)
    names = [node_named(graph, name) for name in (entity, other) if name is not None]
    first, *rest = names
    if first in rest:
        raise NameNotFoundError(f"both names mean {first}", "give two different things")
    if graph.has_closures:  # it is large, or elsewhere
        near = neighbourhood(graph, names)
        graph = graph if near is None else near
    linking = Linking(graph)
    links = linking.between(first, rest[0]) if rest else linking.of(first)
    return Shown(
        thing=graph.thing(first),
        other=graph.thing(rest[0]) if rest else None,
        facts=tuple(_facts(graph, first)),
        links=tuple(sorted(links, key=_by_date)),
    )


def node_named(graph: ReadGraph, text: str) -> str:
    """Return the node that a label, an alias or an IRI names.

    Args:
        graph: The graph to look in.
        text: What a reader calls the node.

    Returns:
        The IRI of the node.

    Raises:
        NameNotFoundError: It names nothing that the graph states anything of.
        InputError: The graph was read for the edges of a projection alone.

    Example:
        >>> import relgraph
        >>> node_named(relgraph.open(), "russia")
        'https://w3id.org/relgraph/id/state/russia'
    """
    if not isinstance(graph, KnowledgeGraph):
        return graph.named(text)
    term = resolve_term(graph, text)
    if isinstance(term, Literal):
        raise NameNotFoundError(f"{text[:80]!r} is a literal, and no thing", "give a label, an alias or an IRI")
    if (term, None, None) not in graph and (None, None, term) not in graph:
        raise NameNotFoundError(
            f"{text[:80]!r} is nothing in this graph", "give a label, an alias or an IRI of it"
        )
    return str(term)


def _facts(graph: KnowledgeGraph, iri: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in _FACTS:
        values = sorted(
            graph.thing(term.value).label if isinstance(term, ox.NamedNode) else text_of(term)
            for term in graph.objects_of(iri, str(RG[name]))
            if isinstance(term, ox.NamedNode | ox.Literal)
        )
        if values:
            yield name, tuple(values)
    if iri in graph.acts:
        yield from graph.acts[iri].attributes
    for name, told in (
        ("partOf", "has part"),
        ("place", "place of"),
        ("involves", "involved in"),
        ("concerns", "concerned by"),
    ):
        subjects = {text_of(term) for term in graph.subjects_of(str(RG[name]), iri)} - graph.acts.keys()
        if subjects:
            yield told, tuple(sorted(graph.thing(subject).label for subject in subjects))


def _by_date(link: Link) -> tuple[bool, bool, Any, bool, str, str]:
    span = days(link.date)
    return (not link.date, span is None, span or (), not link.direct, link.label, link.iri)
