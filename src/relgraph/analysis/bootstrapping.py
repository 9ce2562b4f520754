"""Bootstrap: scores with intervals, from acts or sources that are resampled.

What is resampled is what was reported, so an interval tells how far a score depends on which acts happened to
be reported. It does not tell how far the score is from the world: what no source reports is in no draw.
"""

from __future__ import annotations

import json
import math
import warnings as python_warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relgraph.analysis.measures import DEFAULT_MEASURES
from relgraph.analysis.score_table import Scores, ranks, values_by_node
from relgraph.analysis.scoring import Counts, Scoring, refuse_unfolded, rescoring
from relgraph.errors import NameNotFoundError, ProjectionError, unknown_name
from relgraph.model.namespaces import RG
from relgraph.progress import Progress, steps
from relgraph.projection import Fold
from relgraph.records import to_json
from relgraph.wording import counted

RESAMPLE = ("acts", "sources")
"""What can be resampled: single acts, or documents with all the acts that rest on them."""

MIN_SOURCES = 5
"""Sources below which resampling them says nothing: of fewer, a draw is one of a handful of choices."""

_MIN_UNITS = 10
_UNCERTAIN = (str(RG.likely), str(RG.doubtful))


@dataclass(frozen=True, kw_only=True)
class BootstrapScores(Scores):
    """Scores, and what resampling says of them.

    Beside each column ``c`` of scores stand ``c-low`` and ``c-high`` (percentile interval of the score),
    ``c-rank-low`` and ``c-rank-high`` (of the rank by this column, 1 the highest score) and, where acts are
    less than certain, ``c-certain`` and ``c-rank-certain`` (score and rank of the certain acts alone). The
    last column, ``outranks-next``, is the probability that the node outranks the one of the next row by the
    first measure; ``nan`` in the last row.

    Attributes:
        scored: The columns of the scores themselves.
        draws: How many draws there were.
        samples: For each node, by IRI, an array of ``draws`` rows and one column per name in ``scored``,
            ``nan`` where a score is undefined.
    """

    scored: tuple[str, ...]
    draws: int
    samples: Mapping[str, NDArray[np.float64]] = field(repr=False, compare=False)

    def outranks(self, first: str, second: str, measure: str | None = None) -> float:
        """Return the probability that one node scores higher than another.

        Args:
            first: The IRI of a node, or a label that no other node has.
            second: The same of another node.
            measure: A column of ``scored``; the first one by default.

        Returns:
            The share of the draws in which both are defined; a tie counts half to either, so that
            ``outranks(a, b) + outranks(b, a)`` is 1. ``nan`` where there is no such draw.

        Raises:
            NameNotFoundError: A node or column that is not there, or a label that several nodes have.

        Example:
            >>> import relgraph
            >>> scores = bootstrap(relgraph.fold(relgraph.open(), "actors"), "degree", draws=50)
            >>> scores.outranks("Russia", "Indonesia") > 0.9
            True
        """
        measure = self.scored[0] if measure is None else measure
        if measure not in self.scored:
            raise unknown_name("measure", measure, self.scored)
        column = self.scored.index(measure)
        a, b = (self.samples[self._node(name)][:, column] for name in (first, second))
        defined = ~(np.isnan(a) | np.isnan(b))
        if not defined.any():
            return math.nan
        wins = np.count_nonzero(a[defined] > b[defined]) + np.count_nonzero(a[defined] == b[defined]) / 2
        return float(wins / np.count_nonzero(defined))

    def _node(self, name: str) -> str:
        if name in self.samples:
            return name
        labelled = [row.iri for row in self.rows if row.label == name]
        if len(labelled) > 1:
            raise NameNotFoundError(f"{name!r} names several nodes", f"give one of {', '.join(labelled)}")
        if not labelled:
            raise unknown_name("node", name, (row.label for row in self.rows))
        return labelled[0]

    def top(self, count: int) -> BootstrapScores:
        """Keep the best rows, as :meth:`Scores.top` does.

        Args:
            count: How many rows; none for less than 1.

        Returns:
            The same with the first ``count`` rows, and those that share the rank of the last of them.
        """
        return replace(self, rows=super().top(count).rows)

    def to_json(self) -> str:
        """Return a JSON object.

        Returns:
            What :meth:`Scores.to_json` has, with ``draws`` and ``outranks`` added: ``outranks[a][b]`` is
            :meth:`outranks` of the nodes ``a`` and ``b``, by IRI, for all rows here.
        """
        nodes = [row.iri for row in self.rows]
        matrix = {a: {b: self.outranks(a, b) for b in nodes if b != a} for a in nodes}
        content = {**json.loads(super().to_json()), "draws": self.draws, "outranks": matrix}
        return to_json(content)


def bootstrap(
    fold: Fold,
    scoring: Scoring | str | Iterable[str] = DEFAULT_MEASURES,
    *,
    draws: int = 1000,
    resample: str = "acts",
    seed: int = 0,
    level: float = 0.95,
    progress: Progress | None = None,
) -> BootstrapScores:
    """Score the nodes of a fold, with intervals from resampling.

    Each draw takes as many units as there are, with replacement, and scores the network of those drawn, each
    with its weight times how often it was drawn; the nodes stay. A draw with replacement leaves out about 37 %
    of the acts, so what counts neighbours or paths comes out lower in the draws than on all acts; where scores
    lie outside their intervals for that, ``warnings`` says so, and the ranks are what to read. Draws in which a
    score is undefined are left out of its interval and counted in ``warnings``. Acts below ``rg:certain`` are
    no noise in this: where there are any, the scores of the certain acts alone stand beside those of all. Blocs
    for ``brokerage`` are those of all acts.

    Efron, B. (1979). Bootstrap methods: another look at the jackknife. The Annals of Statistics 7(1), 1-26.
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap, chapter 13. Chapman and Hall.

    Args:
        fold: The acts, see :func:`~relgraph.projection.fold`.
        scoring: How to score, or names of measures.
        draws: How often to resample.
        resample: ``"acts"``, or ``"sources"``: documents are drawn, and an act counts the mean of how often the
            documents that it rests on were; what rests on no document is in every draw.
        seed: Of the draws; the same seed gives the same result.
        level: The interval is the percentile interval of this level, 0 to 1: the (1 - level)/2 and
            (1 + level)/2 quantiles of the draws, by the inverse of their distribution function, so that its
            ends are scores (or ranks) that were drawn.
        progress: Called with how many draws are scored, and how many there are.

    Returns:
        The scores with their intervals.

    Raises:
        NameNotFoundError: An unknown measure or way to resample, or what
            :func:`~relgraph.analysis.centrality` does not know.
        ProjectionError: There is nothing to score, the numbers make no sense, there are fewer than
            :data:`MIN_SOURCES` sources to draw from, the network of all acts cannot be scored, the fold has no
            attributes, or the graph was changed after it was folded.

    Example:
        >>> import relgraph
        >>> scores = bootstrap(relgraph.fold(relgraph.open(), "actors"), "strength", draws=50)
        >>> low, high = (scores.value(scores.rows[0].iri, f"strength-rank-{end}") for end in ("low", "high"))
        >>> low <= scores.rows[0].rank <= high
        True
    """
    refuse_unfolded(fold)
    fold.require_attributes("a bootstrap")
    fold.require_acts("a bootstrap")
    if resample not in RESAMPLE:
        raise unknown_name("way to resample", resample, RESAMPLE)
    if draws < 1 or not 0 < level < 1:
        raise ProjectionError(
            f"{draws} draws with level {level:g} give no interval",
            "take 1 draw or more and a level such as 0.95",
        )
    scores, values_of = rescoring(fold, Scoring.of(scoring))
    scored = scores.measures
    draw = _draw_of_sources(fold) if resample == "sources" else _draw_of_acts(fold)

    nodes = [row.iri for row in scores.rows]
    generator = np.random.default_rng(seed)
    samples = np.empty((draws, len(nodes), len(scored)))
    for step in steps(range(draws), progress):
        samples[step] = values_of(draw(generator))

    # Columns of the result, each with one value per node.
    points = values_by_node(scores, nodes)
    columns: dict[str, list[Any]] = {}
    uncertain = sum(not _is_certain(fold, unit) for unit in fold.units)
    certain = None
    if uncertain:
        certain = values_of(np.array([float(_is_certain(fold, unit)) for unit in fold.units]))
    tails = (1 - level) / 2, (1 + level) / 2
    for place, name in enumerate(scored):
        undefined = np.isnan(points[:, place])
        columns[name] = points[:, place].tolist()
        for suffix, of in (("", samples[:, :, place]), ("-rank", ranks(samples[:, :, place]))):
            low, high = _quantiles(of, tails)
            low[undefined] = high[undefined] = math.nan
            columns[f"{name}{suffix}-low"] = _whole(low) if suffix else low.tolist()
            columns[f"{name}{suffix}-high"] = _whole(high) if suffix else high.tolist()
        if certain is not None:
            columns[f"{name}-certain"] = certain[:, place].tolist()
            columns[f"{name}-rank-certain"] = _whole(ranks(certain[np.newaxis, :, place])[0])
    by_node = {node: samples[:, row, :].copy() for row, node in enumerate(nodes)}
    result = BootstrapScores(
        measures=(),
        rows=(),
        method=(
            *scores.method,
            f"intervals: percentile interval of {level:.4g} over {draws:,} draws of {resample} "
            f"with replacement, seed {seed} (Efron 1979)",
            *_method(fold, resample, scored[0], uncertain),
        ),
        warnings=(*scores.warnings, *_warnings(scores, samples, columns, len(fold.units), level)),
        scored=scored,
        draws=draws,
        samples=by_node,
    )
    columns["outranks-next"] = [
        *(result.outranks(a, b) for a, b in pairwise(nodes)),
        math.nan,
    ]
    rows = tuple(
        row._replace(values=tuple(column[number] for column in columns.values()))
        for number, row in enumerate(scores.rows)
    )
    return replace(result, measures=tuple(columns), rows=rows)


def _draw_of_acts(fold: Fold) -> Callable[[np.random.Generator], Counts]:
    count = len(fold.units)

    def draw(generator: np.random.Generator) -> Counts:
        return np.bincount(generator.integers(count, size=count), minlength=count).astype(np.float64)

    return draw


def _draw_of_sources(fold: Fold) -> Callable[[np.random.Generator], Counts]:
    sources = sorted({source for found in fold.sources.values() for source in found})
    if len(sources) < MIN_SOURCES:
        raise ProjectionError(
            f"resampling sources says nothing here: the acts rest on {counted(len(sources), 'source')}, and "
            f"draws of fewer than {MIN_SOURCES} hardly differ, however many are made",
            "resample acts, or bring acts from more sources",
        )
    place = {source: number for number, source in enumerate(sources)}
    places = [[place[source] for source in found] for found in fold.sources.values()]

    def draw(generator: np.random.Generator) -> Counts:
        times = np.bincount(generator.integers(len(sources), size=len(sources)), minlength=len(sources))
        return np.array([times[found].mean() if found else 1.0 for found in places], dtype=np.float64)

    return draw


def _is_certain(fold: Fold, unit: str) -> bool:
    act = fold.units[unit]
    return act is None or act.certainty not in _UNCERTAIN


def _quantiles(
    of: NDArray[np.float64], at: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    with python_warnings.catch_warnings():
        # A node that is undefined in every draw has no interval: nan.
        python_warnings.filterwarnings("ignore", "All-NaN slice")
        low, high = np.nanquantile(of, at, axis=0, method="inverted_cdf")
    return low, high


def _whole(values: NDArray[np.float64]) -> list[float]:
    return [rank if math.isnan(rank) else int(rank) for rank in values.tolist()]


def _method(fold: Fold, resample: str, first: str, uncertain: int) -> Iterable[str]:
    yield (
        "an interval tells how far a score depends on which acts happened to be reported, "
        "not how far it is from the world"
    )
    yield f"outranks-next: share of draws in which a row scores a higher {first} than the next, ties count half"
    if uncertain:
        yield (
            f"certain: the scores without the {uncertain} of {len(fold.units)} that are likely or doubtful; "
            "the intervals are of all"
        )
    else:
        yield "no act here is less than certain"
    if resample == "sources":
        bare = sum(not sources for sources in fold.sources.values())
        if bare:
            yield f"{bare} acts and direct relations rest on no source and are in every draw"


def _warnings(
    scores: Scores, samples: NDArray[np.float64], columns: Mapping[str, list[Any]], units: int, level: float
) -> Iterable[str]:
    draws = len(samples)
    if units < _MIN_UNITS:
        yield f"{units} {'act is' if units == 1 else 'acts are'} too few for an interval to mean much"
    if draws * (1 - level) / 2 < 1:
        yield f"{draws} draws do not reach the tails of a {level:.4g} interval: take more"
    for place, name in enumerate(scores.measures):
        undefined = np.isnan(samples[:, :, place])
        values, low, high = (columns[name + end] for end in ("", "-low", "-high"))
        undefined[:, np.isnan(values)] = False  # a score that is undefined on all acts has no interval
        if undefined.any():
            often = undefined.sum(axis=0)
            most = int(often.argmax())
            yield (
                f"{name} is undefined in {int(undefined.any(axis=1).sum()):,} of {draws:,} draws for some node "
                f"(most often, in {int(often[most]):,}, for {scores.rows[most].label}); "
                "its intervals rest on the other draws"
            )
        outside = _outside(values, low, high)
        placed = ranks(np.array([values]))[0].tolist()
        misplaced = _outside(placed, columns[f"{name}-rank-low"], columns[f"{name}-rank-high"])
        if outside and draws * (1 - level) / 2 >= 1:
            yield (
                f"{name}: {outside} of {len(values)} scores lie outside their intervals, since a draw leaves "
                "out about a third of the acts" + ("" if misplaced else "; read the intervals of the ranks")
            )
        if misplaced and draws * (1 - level) / 2 >= 1:
            yield (
                f"{name}: {misplaced} of {len(values)} ranks lie outside their intervals, since draws leave "
                "nodes without a score or with the same one; the draws say little of this measure here"
            )


def _outside(values: Iterable[float], low: Iterable[float], high: Iterable[float]) -> int:
    """Return how many of ``values`` do not lie between their ends."""
    return sum(
        not math.isnan(ends[0]) and not ends[0] <= value <= ends[1]
        for value, *ends in zip(values, low, high, strict=True)
    )
