"""Change over time: the scores of each period or event, with ranks and how they changed."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relgraph.analysis.events import events_of
from relgraph.analysis.scoring import Scoring, refuse_unfolded, score_alike
from relgraph.errors import ProjectionError, unknown_name
from relgraph.late_imports import LateLibrary
from relgraph.model.acts import event_dates
from relgraph.model.dates import Span, days, precision
from relgraph.progress import Progress, steps
from relgraph.projection import Fold
from relgraph.projection.filters import Day, window
from relgraph.records import to_csv, to_frame, to_html, to_json
from relgraph.wording import some

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")

if TYPE_CHECKING:
    import pandas as pd

PERIODS = ("year", "quarter", "month", "event")
"""What a timeline can go by."""


@dataclass(frozen=True)
class Standing:
    """How one actor stands in one period.

    Attributes:
        period: ``2021``, ``2021-Q3``, ``2021-07`` or the label of an event.
        date: Its first day, or the date of the event as the source gives it.
        event: The IRI of the event, or ``""``.
        iri: The actor.
        label: Its label.
        kind: Its kind.
        rank: By the first measure; ``None`` where the actor has no score in the period.
        ranked: How many actors have a rank in the period.
        change: The places gained since the last period in which the actor had a rank; ``None`` without one.
        status: ``new``, ``up``, ``down``, ``same``, ``back`` (it was away in between), ``undefined`` (no score
            here, so no rank) or ``gone``: the first period without the actor, with neither scores nor a rank.
        values: One score per column, ``nan`` where it is undefined; empty where the actor is gone.
    """

    period: str
    date: str
    event: str
    iri: str
    label: str
    kind: str
    rank: int | None
    ranked: int
    change: int | None
    status: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Timeline:
    """Scores of the actors of each period.

    Attributes:
        by: One of :data:`PERIODS`.
        projection: The name of the projection.
        measures: The columns of scores; the first one ranks.
        rows: In order of period and rank, in each period those who are gone last.
        method: What was done and left out, in sentences.
        warnings: What the numbers cannot say, in sentences.
    """

    by: str
    projection: str
    measures: tuple[str, ...]
    rows: tuple[Standing, ...]
    method: tuple[str, ...]
    warnings: tuple[str, ...]

    def top(self, count: int) -> Timeline:
        """Keep the actors with the best mean rank over the periods.

        Where an actor has no rank it counts as one place behind all who have one.

        Args:
            count: How many actors; of equal ones those whose labels come first.

        Returns:
            The same with only the rows of these actors.

        Example:
            >>> import relgraph
            >>> times = timeline(relgraph.fold(relgraph.open(), "actors"), "degree")
            >>> {row.label for row in times.top(1).rows}
            {'ASEAN'}
        """
        periods: dict[tuple[str, str], list[Standing]] = {}
        for row in self.rows:
            ranked = periods.setdefault((row.period, row.event), [])
            if row.rank is not None:
                ranked.append(row)
        labels = {row.iri: row.label for row in self.rows}
        total = Counter(dict.fromkeys(labels, 0))
        for ranked in periods.values():
            rank_of = {row.iri: row.rank or 0 for row in ranked}
            for iri in labels:
                total[iri] += rank_of.get(iri, len(ranked) + 1)
        kept = set(sorted(labels, key=lambda iri: (total[iri], labels[iri], iri))[: max(count, 0)])
        return replace(self, rows=tuple(row for row in self.rows if row.iri in kept))

    def records(self) -> list[dict[str, str | int | float | None]]:
        """Return the rows as dicts.

        Returns:
            The keys are period, date, event (where by event), rank, ranked, change, status, label, kind, one
            per column of scores (``None`` where undefined) and iri.
        """
        records = []
        for row in self.rows:
            record: dict[str, str | int | float | None] = {"period": row.period, "date": row.date}
            if self.by == "event":
                record["event"] = row.event
            record.update(rank=row.rank, ranked=row.ranked, change=row.change, status=row.status)
            record.update(label=row.label, kind=row.kind)
            values = row.values or (math.nan,) * len(self.measures)
            for name, value in zip(self.measures, values, strict=True):
                record[name] = None if math.isnan(value) else value
            record["iri"] = row.iri
            records.append(record)
        return records

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook."""
        return to_html(self.records(), "Ranks by period", (*self.warnings, *self.method))

    def to_csv(self) -> str:
        """Return the records as CSV with a header; what is ``None`` is an empty field."""
        records = self.records()
        return to_csv(records, list(records[0]) if records else [])

    def to_json(self) -> str:
        """Return a JSON object with ``by``, ``method``, ``warnings`` and ``rows``: a list of records."""
        return to_json(
            {"by": self.by, "method": self.method, "warnings": self.warnings, "rows": self.records()}
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of :meth:`records`.

        Raises:
            OutputError: pandas is not installed.
        """
        return to_frame(self.records())


def timeline(
    fold: Fold,
    scoring: Scoring | str | Iterable[str],
    *,
    by: str = "year",
    cumulative: bool = False,
    since: Day | None = None,
    as_of: Day | None = None,
    progress: Progress | None = None,
) -> Timeline:
    """Score the nodes of a fold period by period.

    The network of a period is that of the acts dated in it, with the nodes that they link. What lasts is in
    each period that it touches; where it has no end, up to the last one of which anything is told. A date is
    as precise as the source gives it: an act dated by a year alone is in no quarter and no month, and is left
    out there; acts without a date, and direct relations without one, are left out. What was left out is
    counted in ``method``, by dates an act once for each pair that it links. Periods without acts have no rows.
    Blocs for ``brokerage`` are those of all acts.

    Args:
        fold: The acts, see :func:`~relgraph.projection.fold`.
        scoring: How to score, or a measure; the first measure ranks.
        by: ``year``, ``quarter``, ``month`` or ``event``: a period is then an event, with the acts made at it
            and of participation in it; events stand in order of date and label, those without a date last; an
            act of two events counts in both.
        cumulative: Score all acts up to the end of each period, save those that have ended before it.
        since: The first day of the periods that have rows, as :func:`~relgraph.projection.project` takes it.
            Periods before it are scored all the same, so that changes of rank are known. Not by event.
        as_of: The last day; what begins after it counts nowhere. What has ended before it counts in the periods
            in which it held. Not by event.
        progress: Called with how many periods are scored, and how many there are.

    Returns:
        The rows of all periods.

    Raises:
        NameNotFoundError: An unknown measure or period, or what :func:`~relgraph.analysis.centrality` does not
            know.
        ProjectionError: A window by event, or one that ends before it begins; no act has a place in time, no
            period has two nodes that are linked, the network of all acts cannot be scored, the fold has no
            attributes, or the graph was changed after it was folded.

    Example:
        >>> import relgraph
        >>> times = timeline(relgraph.fold(relgraph.open(), "participation"), "degree", by="event")
        >>> times.by, len(times.rows) > 10
        ('event', True)
    """
    refuse_unfolded(fold)
    fold.require_attributes("a timeline")
    if by not in PERIODS:
        raise unknown_name("period", by, PERIODS)
    first, last_day = window(since, as_of)
    if by == "event" and (since is not None or as_of is not None):
        raise ProjectionError("periods by event have no window", "fold the acts of the window")
    whole, score = score_alike(fold.network(), Scoring.of(scoring))
    notes: list[str] = []
    periods = _events(fold, notes) if by == "event" else _dated(fold, by, notes, last_day)
    if not periods:
        raise ProjectionError(
            f"nothing has a place in a timeline by {by}: {'; '.join(notes) or 'there are no acts'}",
            "by year asks least of a date; by event takes acts without any",
        )
    if since is not None:
        notes.append(f"periods that end before {since} are scored and not shown")
    rows: list[Standing] = []
    warnings: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    before: dict[str, Standing] = {}
    units: set[str] = set()
    for (date, period, event), found in steps(list(periods.items()), progress):
        is_shown = by == "event" or _period(datetime.date.fromisoformat(date), by)[2] > first
        units = _lasting(fold, units, date) | found if cumulative else found
        network = fold.network(dict.fromkeys(units, 1.0))
        network.remove_nodes_from(list(nx.isolates(network)))
        if len(network) == 0:
            warnings.setdefault("no two nodes are linked, so there are no rows", []).append(period)
            continue
        scores = score(network)
        for warning in scores.warnings:
            warnings.setdefault(warning, []).append(period)
        now: dict[str, Standing] = {}
        ranked = sum(row.rank is not None for row in scores.rows)
        for rank, iri, label, kind, values in scores.rows:
            change = last[iri] - rank if rank is not None and iri in last else None
            status = _status(iri, rank, change, before)
            now[iri] = Standing(period, date, event, iri, label, kind, rank, ranked, change, status, values)
            if rank is not None:
                last[iri] = rank
        gone = sorted(
            (row for iri, row in before.items() if iri not in now), key=lambda row: (row.label, row.iri)
        )
        if is_shown:
            rows += now.values()
            rows += (
                Standing(period, date, event, row.iri, row.label, row.kind, None, ranked, None, "gone", ())
                for row in gone
            )
        before = now
    sizes = {row.ranked for row in rows}
    if any(row.change for row in rows) and len(sizes) > 1:
        everywhere = (
            f"from {min(sizes)} to {max(sizes)} actors have a rank: a change of rank is one of the field too"
        )
        warnings[everywhere] = ["over the periods"]
    if not rows:
        raise ProjectionError(
            f"nothing to compare: no {by} has two nodes that its acts link", "project something else"
        )
    span = "acts up to the end of each" if cumulative else "acts of each"
    return Timeline(
        by=by,
        projection=fold.name,
        measures=whole.measures,
        rows=tuple(rows),
        method=(
            *whole.method,
            f"by {by}: the {span}, and the nodes that they link; {whole.measures[0]} ranks",
            *notes,
        ),
        warnings=tuple(f"{some(found)}: {warning}" for warning, found in warnings.items()),
    )


def _lasting(fold: Fold, units: set[str], date: str) -> set[str]:
    """Return those of ``units`` that have not ended before ``date``."""
    begins = days(date)
    ends = {unit: days(act.until) for unit in units if (act := fold.units[unit])}
    return {unit for unit in units if not (begins and (end := ends.get(unit)) and end[1] < begins[0])}


def _status(iri: str, rank: int | None, change: int | None, before: Mapping[str, Standing]) -> str:
    if rank is None:
        return "undefined"
    if change is None:
        return "new"
    if iri not in before:
        return "back"
    return "up" if change > 0 else "down" if change < 0 else "same"


_Periods = dict[tuple[str, str, str], set[str]]
"""The units of each period, by (date, name, event), in order."""


def _dated(fold: Fold, by: str, notes: list[str], last_day: datetime.date) -> _Periods:
    spans: dict[str, Span] = {}
    left_out: Counter[str] = Counter()
    acts = fold.acts_by_unit
    for unit, date in fold.dates.items():
        span, stands_for = days(date), acts[unit]
        if not date and fold.units[unit] is None:
            left_out["direct relations, which have no date"] += stands_for
        elif not date:
            left_out["without a date"] += stands_for
        elif span is None:
            left_out["dated outside the years 1 to 9999, or by what is no date"] += stands_for
        elif span[0] > last_day:
            left_out[f"beginning after {last_day}"] += stands_for
        elif by != "year" and precision(date) == "year":
            left_out[f"dated by a year alone, which tells no {by}"] += stands_for
        else:
            spans[unit] = span[0], min(span[1], last_day)
    published = sum(acts[unit] for unit in spans if (act := fold.units[unit]) and act.dated_by == "publication")
    if published or left_out:
        notes.append("acts are counted once for each pair that they link")
    if published:
        dated = sum(acts[unit] for unit in spans)
        notes.append(f"{published} of {dated} are dated by when the document that tells them was published")
    every = sum(acts.values())
    notes += [f"left out {count} of {every}: {what}" for what, count in sorted(left_out.items())]
    # What has no end, or no beginning, lasts as long as anything that is told of.
    told = {day for span in spans.values() for day in span} - {datetime.date.min, datetime.date.max}
    found: _Periods = {}
    for unit, (first, last) in spans.items():
        day = max(first, min(told, default=first))
        while day <= min(last, max(told, default=day)):
            date, period, day = _period(day, by)
            found.setdefault((date, period, ""), set()).add(unit)
    return dict(sorted(found.items()))


def _period(day: datetime.date, by: str) -> tuple[str, str, datetime.date]:
    """Return the first day of the period that ``day`` is in, its name, and the first day of the next one."""
    months = {"year": 12, "quarter": 3, "month": 1}[by]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    names = {"year": f"{first.year:04}", "quarter": f"{first.year:04}-Q{(first.month + 2) // 3}"}
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    after = datetime.date(year, month + 1, 1) if year <= datetime.MAXYEAR else datetime.date.max
    return first.isoformat(), names.get(by, first.isoformat()[:7]), after


def _events(fold: Fold, notes: list[str]) -> _Periods:
    fold.require_acts("a timeline by event", "parts")
    by_event: dict[str, set[str]] = {}
    of_none = 0
    for unit, events in events_of(fold).items():
        of_none += not events
        for event in events:
            by_event.setdefault(event, set()).add(unit)
    if of_none:
        notes.append(f"left out {of_none} of {len(fold.units)}: made at no event, and not taking part in one")
    dates = event_dates(fold.graph)
    found: _Periods = {
        (dates.get(event, ""), fold.graph.thing(event).label, event): units for event, units in by_event.items()
    }

    def place(period: tuple[str, str, str]) -> tuple[object, ...]:
        span = days(period[0])
        # What is planned for a year stands after its days; events without a date stand last.
        return (True, period) if span is None else (False, span[1], span[0], period)

    return dict(sorted(found.items(), key=lambda item: place(item[0])))
