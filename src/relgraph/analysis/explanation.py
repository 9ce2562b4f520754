"""Why: the acts, ties and events that a score rests on, largest effect first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relgraph.analysis.events import events_of
from relgraph.analysis.measures import MEASURES
from relgraph.analysis.score_table import Scores
from relgraph.analysis.scoring import Scoring, refuse_unfolded, score_alike
from relgraph.errors import ProjectionError
from relgraph.model.acts import Act
from relgraph.model.citations import Texts, passage_record, with_citations
from relgraph.model.namespaces import local_name, word
from relgraph.model.read_graph import ReadGraph
from relgraph.model.sources import Passage, read_passages
from relgraph.progress import Progress, steps
from relgraph.projection import Fold
from relgraph.records import to_csv, to_frame, to_html, to_json
from relgraph.showing import node_named
from relgraph.store import KnowledgeGraph

if TYPE_CHECKING:
    import pandas as pd

_NOISE = 1e-9
"""Share of a score below which an effect is none: PageRank moves by as much with where its iteration stops."""


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
            modality, polarity, certainty, date, passages and iri. A passage is a dict, see
            :func:`~relgraph.model.citations.passage_record`.

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
        fold: The acts, see :func:`~relgraph.projection.fold`.
        actor: A label, an alias or an IRI.
        scoring: How to score, or a measure. The first measure counts, and of several columns the first.
        limit: How many acts are left out one by one, those of the actor first; ``method`` says where there are
            more.
        progress: Called with how many of the acts, ties and events have been left out, and how many there are.

    Returns:
        The score and the reasons for it, largest effect first.

    Raises:
        NameNotFoundError: An unknown actor or measure, or what :func:`~relgraph.analysis.centrality` does not
            know.
        ProjectionError: The actor is not a node of the projection, the network of all acts cannot be scored, or
            the graph was changed after it was folded.

    Example:
        >>> import relgraph
        >>> found = why(relgraph.fold(relgraph.open(), "participation"), "Sergey Lavrov")
        >>> found.label, found.measure, found.reasons[0].what
        ('Sergey Lavrov', 'degree', 'event')
    """
    refuse_unfolded(fold)
    graph = fold.graph
    scoring = Scoring.of(scoring)
    scoring = replace(scoring, measures=scoring.measures[:1])
    measure = MEASURES[scoring.measures[0]]
    node = _node_named(fold, actor)
    network = fold.network()
    scores, score_of = score_alike(network, scoring)
    rank, score = _standing(scores, node)

    ties = _ties(fold, node)
    own = {unit for units in ties.values() for unit in units}
    own |= {unit for unit, act in fold.units.items() if act and node in act.actors}
    events: dict[str, set[str]] = {}
    for unit, found in events_of(fold).items():
        for event in found:
            events.setdefault(event, set()).add(unit)
    # What others do among themselves changes a local measure only through a backbone or a shared event.
    is_local = measure.local and scoring.backbone is None and not fold.projection.one_mode
    matter = own if is_local else fold.units.keys()
    singly = sorted((unit for unit in fold.units if unit in matter), key=lambda unit: unit not in own)[:limit]
    warnings = list(scores.warnings)
    left_out: list[tuple[str, str, set[str]]] = [
        *(("act" if fold.units[unit] else "relation", unit, {unit}) for unit in singly),
        *(("tie", other, units) for other, units in ties.items() if other not in events and len(units) > 1),
        *(("event", event, units) for event, units in sorted(events.items()) if not units.isdisjoint(matter)),
    ]
    if math.isnan(score):
        warnings.append("the score is undefined, so there is nothing that it rests on")
        left_out = []
    reasons = []
    for what, iri, without in steps(left_out, progress):
        counts = {unit: 1.0 for unit in fold.units if unit not in without}
        rank_without, score_without = _standing(score_of(fold.network(counts)), node)
        effect = score - score_without
        if abs(effect) <= _NOISE * abs(score):
            effect = 0.0
        if effect == 0 and (what in ("tie", "event") or without.isdisjoint(own)):
            continue
        reason = Reason(
            what=what,
            iri=iri,
            label=" ".join(graph.thing(part).label for part in iri.split(" ")),
            acts=len(without),
            effect=float(f"{effect:.12g}"),
            rank_without=rank_without,
        )
        act = fold.units.get(iri) if what == "act" else None
        reasons.append(_of_act(graph, reason, act) if act else reason)
    reasons.sort(key=lambda found: (not math.isnan(found.effect), -abs(found.effect), found.label, found.iri))
    notes = [
        "effect: the score with all acts minus the score without this one, or without all of a tie or an "
        "event; effects overlap and do not add up to the score",
        "an act of the actor with effect 0 shares its tie with others; one act can make several ties, so that "
        "those of a tie may carry others too",
    ]
    if len(singly) < len(matter):
        notes.append(f"left out singly: {limit:,} of {len(matter):,} acts, those of the actor first")
    return Why(
        iri=node,
        label=str(network.nodes[node].get("label", node)),
        measure=scores.measures[0],
        score=score,
        rank=rank,
        nodes=len(network),
        reasons=tuple(reasons),
        method=(*scores.method, *notes),
        warnings=tuple(warnings),
    )


def _node_named(fold: Fold, actor: str) -> str:
    """Return the node of the network of ``fold`` that a label, an alias or an IRI names."""
    graph = fold.graph
    if not isinstance(graph, KnowledgeGraph):
        raise ProjectionError(
            "the files of this fold were read for its edges alone, in which no actor is looked up",
            "open them and fold the graph: relgraph.fold(relgraph.open(files), name)",
        )
    node = node_named(graph, actor)
    if node not in fold.network():
        raise ProjectionError(
            f"{graph.thing(node).label[:80]!r} is no node of projection {fold.name!r} here",
            "; ".join(fold.notes) or "relgraph show tells its acts; another projection may have them",
        )
    return node


def _standing(scores: Scores, node: str) -> tuple[int | None, float]:
    return next((row.rank, row.values[0]) for row in scores.rows if row.iri == node)


def _ties(fold: Fold, node: str) -> dict[str, set[str]]:
    """Return the acts behind each tie of ``node``, by the node at its other end.

    A tie of a one-mode projection rests on no act by itself, but on two of taking part: its events tell more.
    """
    ties: dict[str, set[str]] = {}
    if fold.projection.one_mode:
        return ties
    for source, target, data in fold.network().edges(data=True):
        if node in (source, target) and source != target:
            # The act that the edge folds stands first, acts of saying it behind; a stance folds several.
            acts = data["acts"] if fold.collapsed or fold.projection.stances else data["acts"][:1]
            ties.setdefault(target if source == node else source, set()).update(
                unit for unit in acts if unit in fold.units
            )
    for unit, pairs in fold.pairs.items():
        for ends in pairs if fold.units[unit] is None else ():
            if node in ends:
                ties.setdefault(ends[1] if node == ends[0] else ends[0], set()).add(unit)
    return dict(sorted(ties.items()))


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
    )
