"""One mode of two: actors tied by what they share, or by how their stances compare."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, repeat
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

_Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"


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
    parts = _parts(edges, counts or {}, apart_in_time=one_mode.while_both_last)
    # In the order in which they are first met, target by target.
    attributes = tuple(graph.ontology.attributes.values())
    ties = sorted(_ties(parts, attributes), key=lambda tie: (tie.targets[0], *tie.pair))
    network: Network = nx.Graph()
    network.add_nodes_from(nodes)
    _add_missing(graph, network, (node for tie in ties for node in tie.pair))
    for (source, target), weight, newman, targets, acts, evidence, told in ties:
        network.add_edge(
            source, target, relation=one_mode.relation, label=one_mode.label,
            directed=False, sign="neutral", weight=weight, newman=newman,
            **{one_mode.targets: targets}, acts=acts, evidence=evidence,
            **{name: values for name, values in zip(attributes, told, strict=True) if values},
        )  # fmt: skip
    return network


def _add_missing(graph: ReadGraph, network: Network, nodes: Iterable[str]) -> None:
    network.add_nodes_from(node_of(graph, node) for node in dict.fromkeys(nodes) if node not in network)


class _Part(NamedTuple):
    """What a source does at a target in a period: how much it counts, and by which acts."""

    target: str
    source: str
    period: Span
    share: float
    acts: tuple[Act, ...]


def _parts(edges: Iterable[DescribedEdge], times: Mapping[str, float], *, apart_in_time: bool) -> list[_Part]:
    """Return in order what the sources do: one part for all acts of a source at a target in a period."""
    found: dict[tuple[str, str, Span], list[DescribedEdge]] = {}
    for item in edges:
        period = _period(item) if apart_in_time else _ALWAYS
        found.setdefault((item.edge.target, item.edge.source, period), []).append(item)
    return [
        _Part(
            *place,
            share=max(item.part * times.get(item.edge.unit, 1.0) for item in items),
            acts=tuple(act for item in items for act in item.edge.acts),
        )
        for place, items in sorted(found.items(), key=lambda entry: entry[0])
    ]


class _Tie(NamedTuple):
    """What a pair shares; what is listed is in order, each once, and of each attribute so are the values."""

    pair: tuple[str, str]
    weight: float
    newman: float
    targets: tuple[str, ...]
    acts: tuple[str, ...]
    evidence: tuple[str, ...]
    attributes: tuple[tuple[str, ...], ...]


_MEETINGS = 250_000
"""About how many meetings of two parts are kept in memory at once."""


def _ties(parts: Sequence[_Part], attributes: Sequence[str]) -> Iterator[_Tie]:
    """Yield the ties of sources whose parts at a target overlap in time, in no order.

    Ten thousand pairs that share a hundred targets meet a million times, so meetings are kept in arrays.
    """
    sources, targets = (sorted({part[end] for part in parts}) for end in (1, 0))
    row, column = ({name: place for place, name in enumerate(names)} for names in (sources, targets))
    source = np.array([row[part.source] for part in parts], dtype=np.int64)
    target = np.array([column[part.target] for part in parts], dtype=np.int64)
    begins, ends = (np.array([part.period[end].toordinal() for part in parts]) for end in (0, 1))
    share = np.array([part.share for part in parts])
    of_parts = (
        _Lists([(part.target,) for part in parts]),
        _Lists([[act.iri for act in part.acts if act.iri] for part in parts]),
        _Lists([[passage for act in part.acts for passage in act.evidence] for part in parts]),
    )
    of_attributes = [_Lists([_told(name, part.acts) for part in parts]) for name in attributes]
    many = len(sources)
    present = np.bincount(np.unique(target * many + source) // max(1, many))
    for one, other in _meetings(source, target):
        met = (source[one] != source[other]) & (begins[one] <= ends[other]) & (begins[other] <= ends[one])
        first, second = one[met], other[met]
        # Whatever the parts by which a pair meets at a target, it counts once, as the most counted of them.
        pair = source[first] * many + source[second]
        meeting, number = np.unique(pair * len(targets) + target[first], return_inverse=True)
        counts = np.zeros(len(meeting))
        np.maximum.at(counts, number, share[first] * share[second])
        pair, at = np.divmod(meeting, len(targets))
        pairs, tie = np.unique(pair, return_inverse=True)
        of_both = np.tile(tie[number], 2), np.concatenate([first, second])
        yield from map(
            _Tie,
            ((sources[a], sources[b]) for a, b in (divmod(each, many) for each in pairs.tolist())),
            np.bincount(tie, counts).tolist(),
            np.bincount(tie, counts / (present[at] - 1)).tolist(),
            *(lists.united(*of_both) for lists in of_parts),
            zip(*(lists.united(*of_both) for lists in of_attributes), strict=True)
            if of_attributes
            else repeat(()),
        )


def _told(attribute: str, acts: Iterable[Act]) -> list[str]:
    return [value for act in acts for name, values in act.attributes if name == attribute for value in values]


def _meetings(source: _Numbers, target: _Numbers) -> Iterator[tuple[_Numbers, _Numbers]]:
    """Yield the places of each two parts at one target, those of some sources with all later ones at a time.

    Args:
        source: The source of each part, which are sorted by target and source.
        target: The target of each part.
    """
    place = np.arange(len(target))
    later = np.searchsorted(target, target, side="right") - place - 1
    block = (np.cumsum(np.bincount(source, later)) // _MEETINGS)[source]
    for number in np.unique(block):
        one = np.flatnonzero(block == number)
        yield np.repeat(one, later[one]), _ranges(one + 1, later[one])


def _ranges(starts: _Numbers, lengths: _Numbers) -> _Numbers:
    """Return ranges of numbers, concatenated."""
    return np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)


class _Lists:
    """A list of names for each part, as numbers in the order of the names."""

    def __init__(self, lists: Sequence[Collection[str]]) -> None:
        names = sorted({name for each in lists for name in each})
        number = {name: place for place, name in enumerate(names)}
        self._names = np.array(names, dtype=np.object_)
        self._numbers = np.array([number[name] for each in lists for name in each], dtype=np.int64)
        self._lengths = np.array([len(each) for each in lists], dtype=np.int64)
        self._starts = np.cumsum(self._lengths) - self._lengths

    def united(self, row: _Numbers, part: _Numbers) -> Iterator[tuple[str, ...]]:
        """Return for each row the names in the lists of its parts, in order, each once."""
        lengths, many = self._lengths[part], max(1, len(self._names))
        numbers = self._numbers[_ranges(self._starts[part], lengths)]
        found = np.sort(np.repeat(row, lengths) * many + numbers)
        found = found[np.diff(found, prepend=-1) > 0]
        ends = np.searchsorted(found, np.arange(row.max(initial=-1) + 2) * many).tolist()
        names = self._names[found % many].tolist()
        return (tuple(names[start:end]) for start, end in pairwise(ends))


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
