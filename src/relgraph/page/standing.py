"""Standing: scores, ranks, intervals and reasons of the whole network, as the page embeds them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from relgraph.analysis import MEASURES, ScoreRow, Why, bootstrap, centrality, effects
from relgraph.analysis.score_table import ranked
from relgraph.errors import ProjectionError
from relgraph.page.content import Content
from relgraph.page.drawing import is_single
from relgraph.page.packing import columns
from relgraph.progress import Progress
from relgraph.projection import Fold, Network
from relgraph.projection.edge_list import edge_list

_LISTED = 10
"""Reasons of each node, the largest."""
_IN_PAGE = ("degree", "in-degree", "out-degree", "strength", "pagerank")
"""What the page itself scores and can explain, of what it shows, where an edge stands for one act."""
_MANY = 1000
"""Nodes from which it is not told what scores rest on."""
_MOST_WORK = 2_000_000
"""Acts times acts and edges up to which it is: each act is left out, and all of the network scored."""


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
        ``high``, ``rankLow`` and ``rankHigh``. ``reasons`` are what each score rests on, the largest effect
        first: what is left out, its IRI, label and number of acts, and the effect and the rank without it. They
        are missing where the page works them out itself, and where ``warnings`` says why they are not there;
        these are sentences, of the scores too.

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
    single = is_single(drawn)
    refusal = _refusal(network, len(edges))
    records = []
    for measure in measures:
        scores = centrality(drawn, [measure])
        intervals = bootstrap(network, measure, draws=draws, progress=progress) if draws else None  # type: ignore[arg-type]
        explained: Mapping[str, Why] = {}
        in_page = single and measure in _IN_PAGE
        # Few acts change a count of neighbours, which the page leaves out itself; all change a walk.
        if isinstance(network, Fold) and not refusal and not (in_page and MEASURES[measure].local):
            explained = effects(network, measure, top=_LISTED, progress=progress)
        for place, column in enumerate(scores.measures):
            values = {row.iri: row.values[place] for row in scores.rows}
            by_column = {node: values.get(node, math.nan) for node in edges.nodes}
            rows: dict[str, ScoreRow] = {row.iri: row for row in ranked(edges, {column: by_column})}
            record: dict[str, Any] = {
                "measure": column,
                "meaning": MEASURES[measure].meaning,
                "scores": [_plain(by_column[node]) for node in nodes],
                "ranks": [rows[node].rank if node in rows else None for node in nodes],
                "warnings": list(scores.warnings),
            }
            if explained and place == 0:
                record["reasons"] = [_reasons(explained.get(node)) for node in nodes]
            elif not in_page:
                first = scores.measures[0]
                record["warnings"].append(
                    refusal or f"what {column} rests on is not told: of {measure}, {first} alone is explained"
                )
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


def _refusal(network: Network | Fold, edges: int) -> str:
    """Say why it is not told what the scores of a network rest on; ``""`` where it is."""
    if not isinstance(network, Fold):
        return (
            "what a score rests on is told of the acts of a fold, and this page was made of a network: give "
            "the fold, relgraph.render(graph, relgraph.fold(graph, name))"
        )
    nodes, acts = len(network.network()), len(network.units)
    if nodes >= _MANY or acts * (acts + edges) > _MOST_WORK:
        return (
            f"what a score rests on is left out of this page, since its network is large: {nodes:,} nodes, "
            f"{acts:,} acts; relgraph why tells it of one node"
        )
    return ""


def _reasons(found: Why | None) -> list[tuple[str, str, str, int, float | None, int | None]]:
    return [
        (each.what, each.iri, each.label, each.acts, _plain(each.effect), each.rank_without)
        for each in (found.reasons if found else ())
    ]


_LEFT_OUT: dict[str, Any] = {"what": "act", "act": None, "thing": None, "label": "", "acts": 1}


def with_numbers(columns_of: Iterable[dict[str, Any]], content: Content) -> dict[str, Any]:
    """Return standing as the page embeds it: what is left out once, and the reasons by numbers.

    Args:
        columns_of: The records of :func:`standing`.
        content: What the page tells of acts and things; an event that it does not have yet is added.

    Returns:
        ``standing``, the records with the reasons of each node as one list: the number of what is left out, the
        effect and the rank without it, and the next. ``leftOut`` has by number what that is: an ``act`` or a
        ``thing`` by its own number, or else a ``label``.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> fold = relgraph.fold(graph, "participation")
        >>> content = Content(graph, fold.network(), None)
        >>> made = with_numbers(standing(fold, ("betweenness",)), content)
        >>> sorted(made), len(made["standing"][0]["reasons"]) == len(fold.network())
        (['leftOut', 'standing'], True)
    """
    numbers: dict[tuple[str, str, str, int], int] = {}
    made = []
    for record in columns_of:
        reasons = [
            [
                value
                for *of, effect, rank in told
                for value in (numbers.setdefault(tuple(of), len(numbers)), effect, rank)
            ]
            for told in record.get("reasons", ())
        ]
        made.append({**record, **({"reasons": reasons} if "reasons" in record else {})})
    return {
        "standing": made,
        "leftOut": columns([_numbered(content, *of) for of in numbers], _LEFT_OUT),
    }


def _numbered(content: Content, what: str, iri: str, label: str, acts: int) -> dict[str, Any]:
    if what in ("tie", "event"):
        return {"what": what, "thing": content.number(iri), "acts": acts}
    if iri in content.act_numbers:
        return {"act": content.act_numbers[iri]}
    return {"what": what, "label": label}


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(f"{value:.6g}")
