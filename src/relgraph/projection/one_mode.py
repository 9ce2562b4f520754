"""One mode of two: actors tied by what they share, or by how their stances compare."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import networkx as nx
import numpy as np
from scipy import sparse

from relgraph.model.dates import Span, days
from relgraph.model.strengths import LEAST
from relgraph.projection.catalogue import OneMode
from relgraph.projection.counting import Counting
from relgraph.projection.network import DescribedEdge, Network, Node, node_of
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted


def tied_by_sharing(
    graph: KnowledgeGraph,
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
    present: dict[str, dict[str, list[DescribedEdge]]] = {}
    for item in edges:
        present.setdefault(item.edge.target, {}).setdefault(item.edge.source, []).append(item)
    counted_as = counts or {}
    ties: dict[tuple[str, str], _Tie] = {}
    for target, sources in sorted(present.items()):
        shares = {
            source: [(item, item.part * counted_as.get(item.edge.unit, 1.0), _period(item)) for item in there]
            for source, there in sources.items()
        }
        for pair in combinations(sorted(sources), 2):
            met = [
                (a, b, share * other)
                for a, share, period in shares[pair[0]]
                for b, other, period_of_other in shares[pair[1]]
                if not one_mode.while_both_last or _overlap(period, period_of_other)
            ]
            if met:
                ties.setdefault(pair, _Tie()).add(target, met, len(sources))
    network: Network = nx.Graph()
    network.add_nodes_from(nodes)
    for (source, target), tie in ties.items():
        network.add_nodes_from(node_of(graph, node) for node in (source, target) if node not in network)
        acts = {act.iri: act for item in tie.items for act in item.edge.acts}
        network.add_edge(
            source, target, relation=one_mode.relation, label=one_mode.label,
            directed=False, sign="neutral", weight=tie.weight, newman=tie.newman,
            **{one_mode.targets: tuple(tie.targets)},
            acts=tuple(sorted(acts)),
            evidence=tuple(sorted({passage for act in acts.values() for passage in act.evidence})),
        )  # fmt: skip
    return network


class _Tie:
    """What a pair shares, target by target."""

    __slots__ = ("items", "newman", "targets", "weight")

    def __init__(self) -> None:
        self.weight = self.newman = 0.0
        self.targets: list[str] = []
        self.items: list[DescribedEdge] = []

    def add(self, target: str, met: Sequence[tuple[DescribedEdge, DescribedEdge, float]], sources: int) -> None:
        share = max(product for _, _, product in met)
        self.weight += share
        self.newman += share / (sources - 1)
        self.targets.append(target)
        self.items += (item for a, b, _ in met for item in (a, b))


def _period(item: DescribedEdge) -> Span:
    """Return the first and the last day of what an edge stands for, as far as they are told.

    A date alone says when it began or was told, and not that it ended.
    """
    begins = days(item.edge.date)
    ends = days(item.edge.acts[0].until) if item.edge.acts else None
    return begins[0] if begins else datetime.date.min, ends[1] if ends else datetime.date.max


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


_LABELS = {"cooperative": "agrees with", "adverse": "disagrees with", "neutral": "agrees as often as not with"}
_CELLS = 4_000_000
"""Pairs that are compared at once."""


def tied_by_agreement(
    graph: KnowledgeGraph,
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
    few = even = 0
    for first, second, shared, net, decided, weight in _compared(there, stances, weighed):
        if shared < counting.min_shared:
            few += 1
            continue
        even += net == 0
        agreed, disagreed = int(decided + net) // 2, int(decided - net) // 2
        sign = "cooperative" if weight > 0 else "adverse" if weight < 0 else "neutral"
        source, target = actors[first], actors[second]
        network.add_nodes_from(node_of(graph, node) for node in (source, target) if node not in network)
        network.add_edge(
            source, target, relation=one_mode.relation, label=_LABELS[sign], directed=False, sign=sign,
            weight=max(abs(weight), LEAST), agreed=agreed, disagreed=disagreed, shared=int(shared),
            score=net / (shared if counting.over == "shared" else len(things)),
        )  # fmt: skip
    network.graph["notes"] = tuple(_left_out(few, even, len(things), counting))
    return network


_VALUES = {"cooperative": 1.0, "neutral": 0.0, "adverse": -1.0}
_LABELS = {"cooperative": "agrees with", "adverse": "disagrees with", "neutral": "agrees as often as not with"}
_CELLS = 4_000_000
"""Pairs of actors that are compared at once."""


def _compared(
    there: sparse.csr_array, stances: sparse.csr_array, weighed: sparse.csr_array
) -> Iterator[tuple[int, int, float, float, float, float]]:
    """Yield each pair of rows that share a column: the two, and the sums of the products of what they have.

    The sums are those over ``there``, over ``stances`` with and without their signs, and over ``weighed``.
    """
    step = max(1, _CELLS // max(1, there.shape[0]))
    for start in range(0, there.shape[0], step):
        part = slice(start, start + step)
        shared = sparse.triu(there[part] @ there.T, k=start + 1, format="coo")
        pairs = shared.row, shared.col
        sums = [
            np.asarray((values[part] @ values.T).tocsr()[pairs]).ravel()
            for values in (stances, abs(stances), weighed)
        ]
        order = np.lexsort((shared.col, shared.row))
        found = (shared.row + start, shared.col, shared.data, *sums)
        yield from zip(*(values[order].tolist() for values in found), strict=True)


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
