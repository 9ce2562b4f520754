"""Centrality of the nodes of a network: the scores, how they were reached, and what they cannot say."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
from scipy.sparse.linalg import ArpackError

from relgraph.analysis.bloc_detection import bloc_of
from relgraph.analysis.caveats import cautions, in_words
from relgraph.analysis.measures import (
    DEFAULT_MEASURES,
    MEASURES,
    UndefinedError,
    Values,
    collapse,
)
from relgraph.errors import ProjectionError, unknown_name
from relgraph.projection import Network
from relgraph.records import to_csv, to_frame, to_json

if TYPE_CHECKING:
    import pandas as pd


Progress: TypeAlias = "Callable[[Iterable[int]], Iterable[int]]"
"""What wraps the iterable of steps to show progress, such as ``rich.progress.track``."""

Prepare: TypeAlias = "Callable[[Network], Network]"
"""What is done to a network before it is scored, such as :func:`~relgraph.analysis.backbone`."""

Row: TypeAlias = "tuple[int | None, str, str, str, tuple[float, ...]]"
"""Rank, iri, label, kind, values."""


@dataclass(frozen=True)
class Scores:
    """Scores of the nodes of one network.

    ``measures`` are the column names: the name of the measure, or for one of several columns those of
    :attr:`~relgraph.analysis.measures.Measure.columns`. ``rows`` are (rank, iri, label, kind, values),
    highest first value first, ties by label; nodes with equal first value share a rank ("1224" ranking),
    and one whose first value is ``nan`` has ``None``. ``method`` says in sentences what was done,
    ``warnings`` what the numbers cannot say on this network.
    """

    measures: tuple[str, ...]
    rows: tuple[Row, ...]
    method: tuple[str, ...]
    warnings: tuple[str, ...]

    def top(self, count: int) -> Scores:
        """Return the first ``count`` rows, and the rows that share the rank of the last of them."""
        last = self.rows[count - 1][0] if 0 < count <= len(self.rows) else None
        # Those without a rank stand last, and share that.
        kept = (row for row in self.rows if last is None or (row[0] is not None and row[0] <= last))
        return Scores(self.measures, tuple(kept) if count > 0 else (), self.method, self.warnings)

    def value(self, iri: str, measure: str) -> float:
        """Return one score; raises :class:`KeyError` for a node or column that is not there."""
        column = self.measures.index(measure)
        return {row[1]: row[4][column] for row in self.rows}[iri]

    def records(self) -> list[dict[str, str | int | float | None]]:
        """Return the rows as dicts: rank, label, kind, one key a column, iri."""
        return [
            {
                "rank": rank,
                "label": label,
                "kind": kind,
                **dict(zip(self.measures, values, strict=True)),
                "iri": iri,
            }
            for rank, iri, label, kind, values in self.rows
        ]

    def to_csv(self) -> str:
        """Return CSV with a header, floats as short as they read back exact."""
        return to_csv(self.records(), ["rank", "label", "kind", *self.measures, "iri"])

    def to_json(self) -> str:
        """Return a JSON object with ``method``, ``warnings`` and ``scores``: a list of records, nan as null."""
        return to_json({"method": self.method, "warnings": self.warnings, "scores": self.records()})

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of :meth:`records`. Raises OutputError where pandas is not installed."""
        return to_frame(self.records())


def centrality(
    network: Network,
    measures: Iterable[str] = DEFAULT_MEASURES,
    *,
    blocs: str | Mapping[str, str] = "louvain",
    cost_exponent: float = 1.0,
) -> Scores:
    """Score every node of ``network`` (from :func:`~relgraph.projection.project`) by each of ``measures``.

    Values are rounded to 12 significant digits, below which they differ between machines. A measure that is
    undefined on this network scores ``nan`` and says why in ``warnings``, as does one that says little here.

    ``blocs`` is what ``brokerage`` brokers between: ``"louvain"`` (see :func:`~relgraph.analysis.blocs`,
    seed 0), the name of a node attribute such as ``"kind"``, or the bloc of each node. ``cost_exponent`` is how
    path measures read strengths as costs: 1 / weight ** exponent, from 0 (steps) to 2; see
    :func:`~relgraph.analysis.measures.collapse`.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown measure or attribute and
    :class:`~relgraph.errors.ProjectionError` for a network without nodes, with a weight that is not positive,
    or with a node that has no bloc.
    """
    names = tuple(dict.fromkeys(measures))
    for name in names:
        if name not in MEASURES:
            raise unknown_name("measure", name, MEASURES)
    if not names:
        raise ProjectionError("no measure asked for", f"known: {', '.join(MEASURES)}")
    if network.number_of_nodes() == 0:
        raise ProjectionError("the network has no nodes", "project a graph that has acts in it")
    collapsed = {
        directed: collapse(network, directed=directed, cost_exponent=cost_exponent)
        for directed in (False, True)
    }
    doubts: tuple[str, ...] = ()
    if "brokerage" in names:
        of, doubts = bloc_of(network, blocs)
        nx.set_node_attributes(collapsed[True], of, "bloc")
    warnings = [*cautions(network, collapsed[False], collapsed[True], names), *doubts]
    values: dict[str, Values] = {}
    undefined: dict[str, list[str]] = {}
    for measure in (MEASURES[name] for name in names):
        try:
            computed = measure.compute(collapsed[measure.directed])
        except (
            UndefinedError, nx.NetworkXException, ArpackError, ArithmeticError, TypeError, ValueError,
        ) as error:  # fmt: skip
            computed = tuple(dict.fromkeys(network, math.nan) for _ in measure.columns)
            undefined.setdefault(str(error), []).append(measure.name)
        values.update(zip(measure.columns, computed, strict=True))
    for reason, without in undefined.items():
        warnings.append(
            f"{in_words(without)} {'is' if len(without) == 1 else 'are'} undefined on this network: {reason}"
        )
    method = _method(network, names, blocs, cost_exponent)
    return Scores(tuple(values), _ranked(network, values), tuple(method), tuple(warnings))


def score_alike(
    network: Network, measures: Sequence[str], *, prepare: Prepare | None = None, **how: Any
) -> tuple[Scores, Callable[[Network], Scores]]:
    """Return the scores of ``network``, and what scores networks of a choice of its acts in the same way.

    They are prepared alike, and ``brokerage`` is between the blocs of ``network`` in all of them. ``how`` goes
    to :func:`centrality`. Where a part cannot be prepared or scored, such as one act,
    of which no backbone can be told, its scores are undefined, with the reason as a warning.
    """
    whole = prepare(network) if prepare else network
    scores = centrality(whole, measures, **how)
    if "brokerage" in measures:
        how = {**how, "blocs": bloc_of(whole, how.get("blocs", "louvain"))[0]}

    def score(part: Network) -> Scores:
        try:
            return centrality(prepare(part) if prepare else part, measures, **how)
        except ProjectionError as error:
            undefined = (math.nan,) * len(scores.measures)
            rows = ((None, iri, data["label"], data["kind"], undefined) for iri, data in part.nodes(data=True))
            return Scores(scores.measures, tuple(rows), (), (str(error),))

    return scores, score


def _ranked(network: Network, values: dict[str, Values]) -> tuple[Row, ...]:
    def rounded(value: float) -> float:
        if math.isnan(value):
            return value
        # What is left of zero after rounding errors is zero, and not a rank of its own.
        return float(f"{value:.12g}") if abs(value) > 1e-12 else 0.0

    scored = []
    for node in network:
        label = str(network.nodes[node].get("label", node))
        kind = str(network.nodes[node].get("kind", ""))
        scored.append((node, label, kind, tuple(rounded(column[node]) for column in values.values())))
    scored.sort(key=lambda row: (math.isnan(row[3][0]), -row[3][0], row[1], row[0]))
    rows: list[Row] = []
    rank, previous = 0, math.inf
    for place, (node, label, kind, score) in enumerate(scored, start=1):
        if score[0] != previous:
            rank, previous = place, score[0]
        rows.append((None if math.isnan(score[0]) else rank, node, label, kind, score))
    return tuple(rows)


def _method(
    network: Network, names: tuple[str, ...], blocs: str | Mapping[str, str], cost_exponent: float
) -> Iterable[str]:
    about = network.graph
    yield (
        f"projection {about.get('name', '(unnamed)')}: {network.number_of_nodes()} nodes, "
        f"{network.number_of_edges()} edges; direction: {about.get('direction', 'as given')}; "
        f"weight: {about.get('weight_unit', 'as given')}; collectives {about.get('collectives', 'kept')}"
    )
    yield from about.get("notes", ())
    yield "parallel edges collapsed, weights summed"
    paths = [name for name in names if MEASURES[name].paths]
    if paths:
        cost = "1/weight" if cost_exponent == 1 else f"1/weight^{cost_exponent:g}"
        cost = cost if cost_exponent else "1, whatever its weight"
        yield f"cost of an edge on a path ({', '.join(paths)}): {cost}"
    if "brokerage" in names:
        by = blocs if isinstance(blocs, str) else "as given"
        yield f"blocs that brokerage is between: {by}" + (
            " (best of 100 runs, seed 0)" if by == "louvain" else ""
        )
    for name in names:
        yield (
            f"{name}: {MEASURES[name].meaning}"
            + ("; directions read" if MEASURES[name].directed else "; directions not read")
        )
