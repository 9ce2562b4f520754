"""Why: the acts, ties and events that a score rests on, largest effect first."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from relgraph.analysis.leaving_out import LeavingOut, LeftOut, by_size
from relgraph.analysis.measures import MEASURES
from relgraph.analysis.scoring import Scoring, refuse_unfolded, rescoring
from relgraph.errors import ProjectionError, StoreError
from relgraph.model.acts import Act
from relgraph.model.attributes import Attribute
from relgraph.model.citations import Texts, passage_record, with_citations
from relgraph.model.namespaces import local_name, word
from relgraph.model.read_graph import ReadGraph, refuse_plain
from relgraph.model.sources import Passage, read_passages
from relgraph.progress import Progress
from relgraph.projection import Fold
from relgraph.records import to_csv, to_frame, to_html, to_json
from relgraph.showing import neighbourhood, node_named
from relgraph.store import KnowledgeGraph
from relgraph.wording import listed

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Reason:
    """Something that a score rests on.

    Attributes:
        what: ``act``, ``relation`` (a direct relation that no act stands behind), ``tie`` (all acts that link
            the node to one other) or ``event`` (all acts made at it, and of participation in it).
        iri: The act, the other node or the event; of a relation ``"SUBJECT RELATION OBJECT"``.
        label: Its label; of an act without one, what it says.
        acts: How many acts and relations it stands for.
        effect: The score with all acts minus the score without these; ``nan`` where it is undefined without
            them.
        rank_without: The rank without them; ``None`` where the score is undefined without them.
        said_by: The label of who says it; ``""`` for what the source tells in its own voice, and for what is
            not an act, as are the fields below.
        told: Who tells it, in words: a speaker, else the documents that it rests on, else that there are none.
        modality: The modality of the act, in a word.
        polarity: ``negative`` where the source says that it did not take place, else ``positive``.
        certainty: Its certainty, in a word.
        date: Its date, as the source gives it.
        passages: Where the source says it.
        attributes: What else is told of the act, see :class:`~relgraph.model.acts.Act`.
    """

    what: str
    iri: str
    label: str
    acts: int
    effect: float
    rank_without: int | None
    said_by: str = ""
    told: str = ""
    modality: str = ""
    polarity: str = ""
    certainty: str = ""
    date: str = ""
    passages: tuple[Passage, ...] = ()
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True)
class Why:
    """What one score rests on.

    Attributes:
        iri: The node that is scored.
        label: Its label.
        measure: The column of the score.
        score: The score with all acts; ``nan`` where it is undefined.
        rank: The rank by it; ``None`` where it is undefined.
        nodes: How many nodes the rank is among.
        reasons: What it rests on, largest effect first, whether it adds to the score or takes from it; what
            leaves the score undefined stands before all.
        method: What was done, in sentences.
        warnings: What the numbers cannot say, in sentences.
        graph: What tells more of the acts: the graph that was folded; of an endpoint, what was fetched of them.
    """

    iri: str
    label: str
    measure: str
    score: float
    rank: int | None
    nodes: int
    reasons: tuple[Reason, ...]
    method: tuple[str, ...]
    warnings: tuple[str, ...]
    graph: KnowledgeGraph = field(repr=False, compare=False)

    def top(self, count: int) -> Why:
        """Keep the largest effects.

        Args:
            count: How many reasons; none for less than 1.

        Returns:
            The same with the first ``count`` reasons.
        """
        return replace(self, reasons=self.reasons[: max(count, 0)])

    def records(self, source: Texts = None) -> list[dict[str, Any]]:
        """Return the reasons as dicts.

        Args:
            source: The texts to quote the passages from; without one they are not quoted.

        Returns:
            The keys are what, label, effect (``None`` where undefined), rank_without, acts, said_by, told,
            modality, polarity, certainty, date, passages, attributes and iri. A passage is a dict, see
            :func:`~relgraph.model.citations.passage_record`, and attributes are one from name to values.

        Raises:
            SourceError: A passage is not in its text.
        """
        return [
            {
                "what": reason.what,
                "label": reason.label,
                "effect": None if math.isnan(reason.effect) else reason.effect,
                "rank_without": reason.rank_without,
                "acts": reason.acts,
                "said_by": reason.said_by,
                "told": reason.told,
                "modality": reason.modality,
                "polarity": reason.polarity,
                "certainty": reason.certainty,
                "date": reason.date,
                "passages": [passage_record(passage, source) for passage in reason.passages],
                "attributes": dict(reason.attributes),
                "iri": reason.iri,
            }
            for reason in self.reasons
        ]

    def _repr_html_(self) -> str:
        """Show the largest effects in a notebook."""
        keys = ("what", "label", "effect", "rank_without", "acts", "told", "modality", "polarity", "certainty")
        rows = [{key: record[key] for key in keys} for record in self.records()]
        title = f"{self.label}: {self.measure} {self.score:.6g}, rank {self.rank} of {self.nodes:,}"
        return to_html(rows, title, (*self.warnings, *self.method))

    def to_csv(self, source: Texts = None) -> str:
        """Return the reasons as CSV with a header.

        Args:
            source: The texts to quote the passages from.

        Returns:
            The columns are the keys of :meth:`records`. The passages of an act stand in one field, see
            :func:`~relgraph.model.citations.with_citations`.

        Raises:
            SourceError: A passage is not in its text.

        Example:
            >>> import relgraph
            >>> found = why(relgraph.fold(relgraph.open(), "participation"), "Sergey Lavrov")
            >>> found.to_csv().partition(",passages")[0]
            'what,label,effect,rank_without,acts,said_by,told,modality,polarity,certainty,date'
        """
        rows = with_citations(self.records(), [reason.passages for reason in self.reasons], source)
        return to_csv(rows, list(rows[0]) if rows else ["what", "iri"])

    def to_json(self, source: Texts = None) -> str:
        """Return a JSON object.

        Args:
            source: The texts to quote the passages from; without one they are not quoted.

        Returns:
            The fields of this object, with ``reasons`` as a list of :meth:`records`.
        """
        return to_json(
            {
                "iri": self.iri,
                "label": self.label,
                "measure": self.measure,
                "score": self.score,
                "rank": self.rank,
                "nodes": self.nodes,
                "method": self.method,
                "warnings": self.warnings,
                "reasons": self.records(source),
            }
        )

    def to_pandas(self, source: Texts = None) -> pd.DataFrame:
        """Return a data frame of :meth:`records`.

        Args:
            source: The texts to quote the passages from; without one they are not quoted.

        Returns:
            A row per reason.

        Raises:
            OutputError: pandas is not installed.
        """
        return to_frame(self.records(source))


def why(
    fold: Fold,
    actor: str,
    scoring: Scoring | str | Iterable[str] = "degree",
    *,
    limit: int = 2000,
    progress: Progress | None = None,
) -> Why:
    """Tell what the score of an actor rests on.

    Each act is left out in turn, and so are all acts of each event and of each tie of the actor; the effect is
    what the score loses by it, negative where it gains. Acts of the actor are listed even where their effect is
    0, which says that others carry the same tie; other acts, ties and events only where they have an effect.
    One of less than a billionth of the score counts as 0, since a score moves by as much with where an
    iteration stops. Effects overlap, so they do not add up to the score. Blocs for ``brokerage`` are those of
    all acts.

    Args:
        fold: The acts, see :func:`~relgraph.projection.fold`; of an endpoint at least their ``parts``, and
            what else is told of those that the score rests on is fetched.
        actor: A label, an alias or an IRI.
        scoring: How to score, or a measure. The first measure counts, and of several columns the first.
        limit: How many acts are left out one by one, those of the actor first; ``method`` says where there are
            more.
        progress: Called with how many of the acts, ties and events have been left out, and how many there are;
            those of the same acts are one.

    Returns:
        The score and the reasons for it, largest effect first.

    Raises:
        InputError: The files of the fold were read for its edges alone, in which no actor is looked up.
        NameNotFoundError: An unknown actor or measure, or what :func:`~relgraph.analysis.centrality` does not
            know.
        StoreError: What an endpoint tells of the acts could not be fetched.
        ProjectionError: The actor is not a node of the projection or not ranked in it, the network of all acts
            cannot be scored, or the graph was changed after it was folded.

    Example:
        >>> import relgraph
        >>> found = why(relgraph.fold(relgraph.open(), "participation"), "Sergey Lavrov")
        >>> found.label, found.measure, found.reasons[0].what
        ('Sergey Lavrov', 'degree', 'event')
    """
    refuse_unfolded(fold)
    return _explained(
        fold, Scoring.of(scoring), _node_named(fold, actor), top=None, limit=limit, progress=progress
    )[0]


def effects(
    fold: Fold,
    scoring: Scoring | str | Iterable[str] = "degree",
    *,
    top: int = 10,
    limit: int = 2000,
    progress: Progress | None = None,
) -> dict[str, Why]:
    """Tell what the score of every node rests on, as :func:`why` does.

    Each act, tie and event is left out once, and all nodes are scored without it. This takes as long as
    :func:`why` takes for one node, but for ties, and the acts of others for measures of neighbours.

    Args:
        fold: The acts, see :func:`~relgraph.projection.fold`.
        scoring: As in :func:`why`.
        top: How many reasons of each node, the largest.
        limit: How many acts are left out one by one; ``method`` says where there are more.
        progress: As in :func:`why`.

    Returns:
        What :func:`why` returns of each node that is ranked, by IRI, the highest score first.

    Raises:
        NameNotFoundError: An unknown measure, or what :func:`~relgraph.analysis.centrality` does not know.
        InputError: As in :func:`why`, or the graph is behind an endpoint.
        ProjectionError: As in :func:`why`, or no reason at all is asked for.

    Example:
        >>> import relgraph
        >>> found = effects(relgraph.fold(relgraph.open(), "participation"), "degree", top=1)
        >>> lavrov = found["https://w3id.org/relgraph/id/person/sergey-lavrov"]
        >>> lavrov.label, len(lavrov.reasons), lavrov.reasons[0].what
        ('Sergey Lavrov', 1, 'event')
    """
    refuse_unfolded(fold)
    refuse_plain(fold.graph)
    if top < 1:
        raise ProjectionError(f"{top} reasons of each node were asked for", "ask for 1 or more")
    explained = _explained(fold, Scoring.of(scoring), None, top=top, limit=limit, progress=progress)
    return {found.iri: found for found in explained}


def _explained(
    fold: Fold,
    scoring: Scoring,
    node: str | None,
    *,
    top: int | None,
    limit: int,
    progress: Progress | None,
) -> list[Why]:
    """Explain the score of a node, or where it is none those of all that are ranked."""
    graph = fold.graph
    fold.require_acts("why", "parts" if top is None else "acts")
    scoring = replace(scoring, measures=scoring.measures[:1])
    scores, values_of = rescoring(fold, scoring)
    rows = [row for row in scores.rows if node in (None, row.iri)]
    if not rows and node is not None:
        kinds = listed(fold.network().graph["kinds"])
        raise ProjectionError(
            f"{graph.thing(node).label[:80]!r} is not ranked here, where only {kinds} is",
            "project other kinds, or all; relgraph show tells its acts",
        )
    # What others do among themselves changes a local measure only through a backbone or a shared event.
    local = MEASURES[scoring.measures[0]].local and scoring.backbone is None
    leaving = LeavingOut(fold, [row.iri for row in rows], local and not fold.projection.one_mode, limit)

    if isinstance(graph, KnowledgeGraph):
        told, reason = graph, _describing(fold, graph)
        found = leaving.effects(scores.rows, values_of, lambda of: reason(of).label, top, progress)
    else:
        unsorted = leaving.effects(scores.rows, values_of, lambda of: of.iri, top, progress)
        told = _fetched(graph, (effect.of for effects in unsorted.values() for effect in effects))
        reason = _describing(fold, told)
        order = by_size(lambda of: reason(of).label)
        found = {node: sorted(effects, key=order) for node, effects in unsorted.items()}
    notes = [
        "effect: the score with all acts minus the score without this one, or without all of a tie or an "
        "event; effects overlap and do not add up to the score",
        "an act of the actor with effect 0 shares its tie with others; one act can make several ties, so that "
        "those of a tie may carry others too",
    ]
    if limit < len(leaving.singly):
        first = "those of the actor first" if node else "in the order of the edges"
        notes.append(f"left out singly: {limit:,} of {len(leaving.singly):,} acts, {first}")
    undefined = "the score is undefined, so there is nothing that it rests on"
    return [
        Why(
            iri=row.iri,
            label=row.label,
            measure=scores.measures[0],
            score=row.values[0],
            rank=row.rank,
            nodes=len(scores.rows),
            reasons=tuple(
                replace(reason(effect.of), effect=effect.size, rank_without=effect.rank)
                for effect in found[row.iri]
            ),
            method=(*scores.method, *notes),
            warnings=(*scores.warnings, *((undefined,) if math.isnan(row.values[0]) else ())),
            graph=told,
        )
        for row in rows
    ]


def _fetched(graph: ReadGraph, found: Iterable[LeftOut]) -> KnowledgeGraph:
    """Return what a graph elsewhere tells of what was left out, in memory."""
    of = list(found)
    graph.prefetch({part for each in of for part in each.iri.split(" ")})
    told = neighbourhood(graph, {each.iri for each in of if each.what == "act"})
    if told is None:
        raise StoreError(
            f"{listed(graph.sources, 'and')}: blank nodes name these acts, which cannot be asked for",
            "fetch all of it and fold that: relgraph.fold(relgraph.fetch(graph), name)",
        )
    return told


def _describing(fold: Fold, told: KnowledgeGraph) -> Callable[[LeftOut], Reason]:
    """Return a function that describes what was left out, as ``told`` tells of acts."""

    @functools.cache
    def reason(of: LeftOut) -> Reason:
        label = " ".join(fold.graph.thing(part).label for part in of.iri.split(" "))
        found = Reason(of.what, of.iri, label, len(of.units), math.nan, None)
        return _of_act(told, found, told.acts[of.iri]) if of.what == "act" else found

    return reason


def _node_named(fold: Fold, actor: str) -> str:
    """Return the node of the network of ``fold`` that a label, an alias or an IRI names."""
    graph = fold.graph
    node = node_named(graph, actor)
    if node not in fold.network():
        raise ProjectionError(
            f"{graph.thing(node).label[:80]!r} is no node of projection {fold.name!r} here",
            "; ".join(fold.notes) or "relgraph show tells its acts; another projection may have them",
        )
    return node


def _of_act(graph: ReadGraph, reason: Reason, act: Act) -> Reason:
    passages = read_passages(graph, act.evidence)
    return replace(
        reason,
        label=graph.act_label(act),
        said_by=graph.thing(act.said_by).label if act.said_by else "",
        told=graph.told(act, passages),
        modality=word(act.modality),
        polarity=act.polarity,
        certainty=local_name(act.certainty),
        date=act.date,
        passages=passages,
        attributes=act.attributes,
    )
