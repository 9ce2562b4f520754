"""One mode of two: actors tied by what they share, or by how their stances compare."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from relgraph.late_imports import LateLibrary
from relgraph.model.acts import Act
from relgraph.model.dates import Span, days
from relgraph.model.read_graph import ReadGraph
from relgraph.model.strengths import LEAST
from relgraph.projection.catalogue import OneMode
from relgraph.projection.counting import Counting
from relgraph.projection.network import DescribedEdge, Network, Node, node_of
from relgraph.wording import counted, listed

if TYPE_CHECKING:
    import networkx as nx
    from scipy import sparse
else:
    nx = LateLibrary("networkx")
    sparse = LateLibrary("scipy.sparse")


def tied_by_sharing(
    graph: ReadGraph,
    one_mode: OneMode,
    edges: Iterable[DescribedEdge],
    counts: Mapping[str, float] | None = None,
    nodes: Sequence[Node] = (),
) -> Network:
    """Link sources that share targets; ``newman`` adds 1/(n - 1) per target of n sources.

    A source counts at a target as the most counted of its acts there, each times the chair weight where that is
    to preside; a pair counts the product. ``n`` counts the sources that the filters keep. Where the entry wants
    what overlaps in time, only acts that do so count for a pair.

    Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132.

    Args:
        graph: What labels and kinds of nodes are read from.
        one_mode: What a tie is called and what it takes.
        edges: The edges between sources and targets, in order.
        counts: How often each unit counts; once where there are no counts.
        nodes: Nodes that are there whether tied or not.

    Returns:
        A new network.
    """
    times = counts or {}
    present: dict[str, dict[str, list[_Part]]] = {}
    for item in edges:
        share = item.part * times.get(item.edge.unit, 1.0)
        period = _period(item) if one_mode.while_both_last else _ALWAYS
        there = present.setdefault(item.edge.target, {}).setdefault(item.edge.source, [])
        there.append(_Part(share, period, item.edge.acts))
    ties: dict[tuple[str, str], _Tie] = {}
    for target, sources in sorted(present.items()):
        lasting = all(part.period == _ALWAYS for parts in sources.values() for part in parts)
        whole = {source: _whole(parts) for source, parts in sources.items()}
        for pair in combinations(sorted(sources), 2):
            met: _Met | None = (whole[pair[0]], whole[pair[1]])
            if not lasting:
                met = _meeting(sources[pair[0]], sources[pair[1]])
            if met:
                ties.setdefault(pair, _Tie()).add(target, met, len(sources))
    network: Network = nx.Graph()
    network.add_nodes_from(nodes)
    _add_missing(graph, network, (node for pair in ties for node in pair))
    for (source, target), tie in ties.items():
        network.add_edge(
            source, target, relation=one_mode.relation, label=one_mode.label,
            directed=False, sign="neutral", weight=tie.weight, newman=tie.newman,
            **{one_mode.targets: tuple(tie.targets)},
            acts=tuple(sorted({act.iri for act in tie.acts})),
            evidence=tuple(sorted({passage for act in tie.acts for passage in act.evidence})),
        )  # fmt: skip
    return network


def _add_missing(graph: ReadGraph, network: Network, nodes: Iterable[str]) -> None:
    network.add_nodes_from(node_of(graph, node) for node in dict.fromkeys(nodes) if node not in network)


class _Part(NamedTuple):
    """What a source does at a target: how much it counts, from when to when, by which acts."""

    share: float
    period: Span
    acts: tuple[Act, ...]


_Met: TypeAlias = tuple[_Part, _Part]


def _whole(parts: Sequence[_Part]) -> _Part:
    """Return several parts as one that lasts always."""
    return _Part(max(part.share for part in parts), _ALWAYS, tuple(act for part in parts for act in part.acts))


def _meeting(one: Sequence[_Part], other: Sequence[_Part]) -> _Met | None:
    """Return the parts of two sources that overlap in time, as one each."""
    met = [(a, b) for a in one for b in other if a.period[0] <= b.period[1] and b.period[0] <= a.period[1]]
    if not met:
        return None
    if len(met) == 1:
        return met[0]
    most = max(met, key=lambda parts: parts[0].share * parts[1].share)
    first, second = (tuple(dict.fromkeys(act for pair in met for act in pair[end].acts)) for end in (0, 1))
    return most[0]._replace(acts=first), most[1]._replace(acts=second)


class _Tie:
    """What a pair shares, target by target."""

    __slots__ = ("acts", "newman", "targets", "weight")

    def __init__(self) -> None:
        self.weight = self.newman = 0.0
        self.targets: list[str] = []
        self.acts: list[Act] = []

    def add(self, target: str, met: _Met, sources: int) -> None:
        share = met[0].share * met[1].share
        self.weight += share
        self.newman += share / (sources - 1)
        self.targets.append(target)
        self.acts += met[0].acts
        self.acts += met[1].acts


_ALWAYS: Span = (datetime.date.min, datetime.date.max)


def _period(item: DescribedEdge) -> Span:
    """Return the first and the last day of what an edge stands for, as far as they are told.

    A date alone says when it began or was told, and not that it ended.
    """
    begins = days(item.edge.date)
    ends = days(item.edge.acts[0].until) if item.edge.acts else None
    return begins[0] if begins else _ALWAYS[0], ends[1] if ends else _ALWAYS[1]


def tied_by_agreement(
    graph: ReadGraph,
    one_mode: OneMode,
    edges: Sequence[DescribedEdge],
    counting: Counting,
    nodes: Sequence[Node] = (),
) -> Network:
    """Link actors that have stances on the same things, by how often these agree.

    With 1 for backing, -1 for rejecting and 0 for abstaining, the products of two stances add up to ``agreed``
    minus ``disagreed``, so that ``score`` is the similarity that tables of votes in the General Assembly of the
    United Nations publish; two who both abstain have not agreed. A thing counts once, whatever its acts weigh;
    in a resampled network the weight alone counts it as often as both stances were drawn.

    Args:
        graph: What labels and kinds of nodes are read from.
        one_mode: What a tie is called.
        edges: One edge per actor and thing, see :func:`~relgraph.projection.stances.standing`.
        counting: Over which things the score is taken, and how many a pair has to share.
        nodes: Nodes that are there whether tied or not.

    Returns:
        A new network; its attribute ``notes`` says which pairs were left out.
    """
    actors = sorted({item.edge.source for item in edges})
    things = sorted({item.edge.target for item in edges})
    row, column = ({name: place for place, name in enumerate(names)} for names in (actors, things))
    at = [row[item.edge.source] for item in edges], [column[item.edge.target] for item in edges]
    shape = len(actors), len(things)
    signs = np.array([_VALUES[item.edge.sign] for item in edges], dtype=np.float64)
    drawn = np.array([item.part for item in edges], dtype=np.float64)
    there, stances, weighed = (
        sparse.csr_array((values, at), shape=shape) for values in (np.ones(len(edges)), signs, signs * drawn)
    )
    network: Network = nx.Graph()
    network.add_nodes_from(nodes)
    few, kept = _compared(there, stances, weighed, counting.min_shared)
    _add_missing(graph, network, (actors[end] for pair in kept for end in pair[:2]))
    for first, second, shared, net, decided, weight in kept:
        agreed, disagreed = int(decided + net) // 2, int(decided - net) // 2
        sign = "cooperative" if weight >= LEAST else "adverse" if weight <= -LEAST else "neutral"
        network.add_edge(
            actors[first], actors[second], relation=one_mode.relation, label=_LABELS[sign],
            directed=False, sign=sign, weight=max(abs(weight), LEAST),
            agreed=agreed, disagreed=disagreed, shared=int(shared),
            score=net / (shared if counting.over == "shared" else len(things)),
        )  # fmt: skip
    even = sum(not pair[3] for pair in kept)
    network.graph["notes"] = (*_left_out(few, even, len(things), counting), *_of_other_status(edges))
    return network


def _of_other_status(edges: Sequence[DescribedEdge]) -> Iterator[str]:
    """Say how many stances are not told as certain facts: a tie of two actors has no status of its own."""
    said = [item.attributes for item in edges]
    found = [
        f"{number} {what}"
        for what, number in (
            ("not told as fact", sum(each["modality"] not in ("", "asserted") for each in said)),
            ("not certain", sum(each["certainty"] not in ("", "certain") for each in said)),
            ("told by another", sum(bool(each["said_by"]) for each in said)),
        )
        if number
    ]
    if found:
        yield f"of {counted(len(said), 'stance')}, {listed(found, 'and')}: all count alike (stances shows each)"


_VALUES = {"cooperative": 1.0, "neutral": 0.0, "adverse": -1.0}
_LABELS = {"cooperative": "agrees with", "adverse": "disagrees with", "neutral": "agrees as often as not with"}
_CELLS = 4_000_000
"""Pairs of actors that are compared at once."""


def _compared(
    there: sparse.csr_array, stances: sparse.csr_array, weighed: sparse.csr_array, least: int
) -> tuple[int, list[tuple[int, int, float, float, float, float]]]:
    """Return how many pairs of rows share fewer than ``least`` columns, though one, and the others in order.

    A pair has the two rows, and the sums of the products of what they have ``there``, as ``stances`` with and
    without their signs, and ``weighed``.
    """
    few = 0
    kept: list[tuple[int, int, float, float, float, float]] = []
    step = max(1, _CELLS // max(1, there.shape[0]))
    for start in range(0, there.shape[0], step):
        part = slice(start, start + step)
        shared = sparse.triu(there[part] @ there.T, k=start + 1, format="coo")
        enough = shared.data >= least
        few += int(np.count_nonzero(~enough))
        pairs = shared.row[enough], shared.col[enough]
        sums = [
            np.asarray((values[part] @ values.T).tocsr()[pairs]).ravel()
            for values in (stances, abs(stances), weighed)
        ]
        order = np.lexsort(pairs[::-1])
        found = (pairs[0] + start, pairs[1], shared.data[enough], *sums)
        kept += zip(*(values[order].tolist() for values in found), strict=True)
    return few, kept


def _left_out(few: int, even: int, things: int, counting: Counting) -> Iterator[str]:
    if few:
        yield (
            f"left out {counted(few, 'pair')} with stances on fewer than "
            f"{counted(counting.min_shared, 'thing')} of both"
        )
    if even:
        yield (f"tied {counted(even, 'pair')} with a score of 0 by neutral ties of the least weight, {LEAST:f}")
    if counting.over == "all":
        yield f"score is taken over all {counted(things, 'thing')} on which any actor has a stance"
