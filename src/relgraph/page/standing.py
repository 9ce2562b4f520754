"""Standing: scores, ranks and intervals of the whole network, as the page embeds them."""

from __future__ import annotations

import math
from typing import Any

from relgraph.analysis import MEASURES, ScoreRow, bootstrap, centrality
from relgraph.analysis.score_table import ranked
from relgraph.errors import ProjectionError
from relgraph.progress import Progress
from relgraph.projection import Fold, Network
from relgraph.projection.edge_list import edge_list


def standing(
    network: Network | Fold, measures: tuple[str, ...], draws: int = 0, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Return how the nodes of a network stand by some measures.

    Args:
        network: The network, or the fold that it is of.
        measures: Names of measures.
        draws: Draws for intervals, see :func:`~relgraph.analysis.bootstrap`; none for 0.
        progress: Called with how many draws are done, and how many there are.

    Returns:
        A record per column of the measures: ``measure``, ``meaning``, and by node in the order of their IRIs
        ``scores`` (6 significant digits) and ``ranks``, ``None`` where undefined; with draws also ``low``,
        ``high``, ``rankLow`` and ``rankHigh``.

    Raises:
        NameNotFoundError: A measure is unknown.
        ProjectionError: Intervals are asked for of what is no fold.

    Example:
        >>> import relgraph
        >>> (column,) = standing(relgraph.project(relgraph.open(), "actors"), ("degree",))
        >>> column["measure"], max(column["scores"])
        ('degree', 11.0)
    """
    if draws and not isinstance(network, Fold):
        raise ProjectionError(
            "intervals are of acts that are resampled, and a network is not resampled",
            "give the fold in its place: relgraph.render(graph, relgraph.fold(graph, name), bootstrap=...)",
        )
    drawn = network.network() if isinstance(network, Fold) else network
    nodes, edges = sorted(drawn), edge_list(drawn)
    records = []
    for measure in measures:
        scores = centrality(drawn, [measure])
        intervals = bootstrap(network, measure, draws=draws, progress=progress) if draws else None  # type: ignore[arg-type]
        for place, column in enumerate(scores.measures):
            values = {row.iri: row.values[place] for row in scores.rows}
            by_column = {node: values.get(node, math.nan) for node in edges.nodes}
            rows: dict[str, ScoreRow] = {row.iri: row for row in ranked(edges, {column: by_column})}
            record: dict[str, Any] = {
                "measure": column,
                "meaning": MEASURES[measure].meaning,
                "scores": [_plain(by_column[node]) for node in nodes],
                "ranks": [rows[node].rank if node in rows else None for node in nodes],
            }
            if intervals is not None:
                at = {row.iri: row.values for row in intervals.rows}
                for key, name in (
                    ("low", "low"),
                    ("high", "high"),
                    ("rankLow", "rank-low"),
                    ("rankHigh", "rank-high"),
                ):
                    number = intervals.measures.index(f"{column}-{name}")
                    record[key] = [_plain(at[node][number]) if node in at else None for node in nodes]
            records.append(record)
    return records


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(f"{value:.6g}")
