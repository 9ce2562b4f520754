"""Scores: one row per node, ranked, with what was done and what the numbers cannot say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relgraph.analysis.measures import Values
from relgraph.projection import EdgeList
from relgraph.records import to_csv, to_frame, to_html, to_json

if TYPE_CHECKING:
    import pandas as pd


class ScoreRow(NamedTuple):
    """The scores of one node.

    Attributes:
        rank: By the first value; nodes with equal ones share a rank ("1224" ranking). ``None`` where that is
            undefined.
        iri: The node.
        label: Its label.
        kind: Its kind.
        values: One per column, ``nan`` where it is undefined.
    """

    rank: int | None
    iri: str
    label: str
    kind: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Scores:
    """Scores of the nodes of one network.

    Attributes:
        measures: The columns: the name of the measure, or for one of several columns those of
            :attr:`~relgraph.analysis.measures.Measure.columns`.
        rows: The nodes, highest first value first, ties by label, those without a first value last.
        method: What was done, in sentences.
        warnings: What the numbers cannot say on this network, in sentences.

    Example:
        >>> import relgraph
        >>> scores = relgraph.centrality(relgraph.project(relgraph.open(), "actors"), ["degree", "strength"])
        >>> scores.measures, scores.rows[0].label
        (('degree', 'strength'), 'Russia')
    """

    measures: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    method: tuple[str, ...]
    warnings: tuple[str, ...]

    def top(self, count: int) -> Scores:
        """Keep the best rows.

        Args:
            count: How many rows; none for less than 1.

        Returns:
            The same with the first ``count`` rows, and those that share the rank of the last of them.

        Example:
            >>> import networkx, relgraph
            >>> scores = relgraph.centrality(networkx.Graph(["ab", "bc"]), "degree")
            >>> [len(scores.top(count).rows) for count in (1, 2, 3)]  # a and c have the same rank
            [1, 3, 3]
        """
        last = self.rows[count - 1].rank if 0 < count <= len(self.rows) else None
        # Those without a rank stand last, and share that.
        kept = (row for row in self.rows if last is None or (row.rank is not None and row.rank <= last))
        return Scores(self.measures, tuple(kept) if count > 0 else (), self.method, self.warnings)

    def value(self, iri: str, measure: str) -> float:
        """Return one score.

        Args:
            iri: A node.
            measure: A column.

        Returns:
            The value, ``nan`` where it is undefined.

        Raises:
            KeyError: There is no such node.
            ValueError: There is no such column.

        Example:
            >>> import networkx, relgraph
            >>> relgraph.centrality(networkx.Graph(["ab", "bc"]), "degree").value("b", "degree")
            2.0
        """
        column = self.measures.index(measure)
        return {row.iri: row.values[column] for row in self.rows}[iri]

    def records(self) -> list[dict[str, str | int | float | None]]:
        """Return the rows as dicts, with the keys rank, label, kind, one per column, and iri."""
        return [
            {
                "rank": row.rank,
                "label": row.label,
                "kind": row.kind,
                **dict(zip(self.measures, row.values, strict=True)),
                "iri": row.iri,
            }
            for row in self.rows
        ]

    def to_csv(self) -> str:
        """Return the records as CSV with a header, floats as short as they read back exact.

        Example:
            >>> import networkx, relgraph
            >>> relgraph.centrality(networkx.Graph(["ab", "bc"]), "degree").to_csv().splitlines()[:2]
            ['rank,label,kind,degree,iri', '1,b,,2.0,b']
        """
        return to_csv(self.records(), ["rank", "label", "kind", *self.measures, "iri"])

    def to_json(self) -> str:
        """Return a JSON object with ``method``, ``warnings`` and ``scores``: a list of records, nan as null."""
        return to_json({"method": self.method, "warnings": self.warnings, "scores": self.records()})

    def _repr_html_(self) -> str:
        """Show the best rows in a notebook."""
        return to_html(self.records(), f"Scores of {len(self.rows):,} nodes", (*self.warnings, *self.method))

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of :meth:`records`.

        Raises:
            OutputError: pandas is not installed.
        """
        return to_frame(self.records())


def ranked(edges: EdgeList, values: Mapping[str, Values]) -> tuple[ScoreRow, ...]:
    """Rank the nodes of a network.

    Values are rounded to 12 significant digits, below which they differ between machines.

    Args:
        edges: The nodes, with their labels and kinds. In a network of two modes that was projected for some
            kinds of actors, only these are ranked.
        values: The columns, each with one value per node; the first one ranks.

    Returns:
        One row per node: highest first value first, ties by label, those without a first value last.

    Example:
        >>> import networkx as nx
        >>> from relgraph.projection.edge_list import edge_list
        >>> rows = ranked(edge_list(nx.Graph(["ab", "bc"])), {"degree": {"a": 1, "b": 2, "c": 1}})
        >>> [(row.rank, row.iri) for row in rows]
        [(1, 'b'), (2, 'a'), (2, 'c')]
    """
    scored = []
    of_kinds = bool(edges.about.get("kinds"))
    for node, data in zip(edges.nodes, edges.attributes, strict=True):
        if of_kinds and data.get("bipartite") == 1:
            continue
        label = str(data.get("label", node))
        kind = str(data.get("kind", ""))
        scored.append((node, label, kind, tuple(rounded(column[node]) for column in values.values())))
    scored.sort(key=lambda row: (math.isnan(row[3][0]), -row[3][0], row[1], row[0]))
    rows: list[ScoreRow] = []
    rank, previous = 0, math.inf
    for place, (node, label, kind, score) in enumerate(scored, start=1):
        if score[0] != previous:
            rank, previous = place, score[0]
        rows.append(ScoreRow(None if math.isnan(score[0]) else rank, node, label, kind, score))
    return tuple(rows)


def rounded(value: float) -> float:
    """Return a score to 12 significant digits; ``nan`` stays.

    Example:
        >>> rounded(2 / 3), rounded(1e-17)
        (0.666666666667, 0.0)
    """
    if math.isnan(value):
        return value
    # What rounding errors leave of zero is zero, and does not get a rank of its own.
    return float(f"{value:.12g}") if abs(value) > 1e-12 else 0.0


def values_by_node(scores: Scores, nodes: Iterable[str]) -> NDArray[np.float64]:
    """Return scores as an array.

    Args:
        scores: Scores that have all of these nodes.
        nodes: IRIs.

    Returns:
        The nodes, in this order, by the columns.

    Example:
        >>> import networkx, relgraph
        >>> values_by_node(relgraph.centrality(networkx.Graph(["ab", "bc"]), "degree"), "ab").tolist()
        [[1.0], [2.0]]
    """
    by_node = {row.iri: row.values for row in scores.rows}
    return np.array([by_node[node] for node in nodes], dtype=np.float64)


def ranks(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ranks within each draw of an array of draws by nodes.

    Importing SciPy's would double the time that the command takes to start.

    Args:
        samples: Scores, ``nan`` where they are undefined.

    Returns:
        For each draw, ranks from 1, the highest score, of which equal scores share the better one; ``nan`` has
        none.

    Example:
        >>> ranks(np.array([[1.0, 2.0, 2.0, np.nan]])).tolist()
        [[3.0, 1.0, 1.0, nan]]
    """
    found = np.array([np.searchsorted(np.sort(-draw), -draw) + 1.0 for draw in samples])
    found[np.isnan(samples)] = math.nan
    return found
