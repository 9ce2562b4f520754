"""Shortest paths from all nodes of a network: how long they are, and what lies on them.

NetworkX walks them in Python, node by node. Here SciPy's Dijkstra measures them and arrays count them, from
several nodes at a time: few enough that an interrupt is soon heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from relgraph.late_imports import LateLibrary
from relgraph.projection import Network

if TYPE_CHECKING:
    from scipy import sparse
    from scipy.sparse import csgraph
else:
    sparse = LateLibrary("scipy.sparse")
    csgraph = LateLibrary("scipy.sparse.csgraph")

_Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

_AT_ONCE = 2**20
"""About how many pairs of a source and a node or arc are looked at together."""

_EXACT = 2**53
"""Whole numbers below it, and sums of them, are exact in floating point."""


def distances(network: Network, costs: Sequence[float]) -> Iterator[tuple[_Array, _Array]]:
    """Yield how far each node is from each other.

    Args:
        network: An undirected network with one edge per pair and no self-loops.
        costs: What each edge costs, more than 0, in the order of ``network.edges``.

    Yields:
        The places of some nodes in the network, and a row for each of them: the distances to all nodes in their
        order, 0 to itself, infinite to what is out of reach.

    Example:
        >>> import networkx as nx
        >>> for sources, lengths in distances(nx.Graph(["ab", "bc"]), [1.0, 0.5]):
        ...     print(lengths.tolist())
        [[0.0, 1.0, 1.5], [1.0, 0.0, 0.5], [1.5, 0.5, 0.0]]
    """
    arcs = _Arcs(network, costs)
    for sources in arcs.batches():
        yield sources, csgraph.dijkstra(arcs.matrix, indices=sources)


def paths_through(network: Network, costs: Sequence[int]) -> _Array:
    """Sum, over ordered pairs of nodes, the share of their shortest paths that passes through each other node.

    Args:
        network: An undirected network with one edge per pair and no self-loops.
        costs: What each edge costs, in the order of ``network.edges``: whole numbers, 1 or more, of any size.
            Paths of the same cost count as equally short, to the last digit.

    Returns:
        The sums, in the order of the nodes.

    Example:
        >>> import networkx as nx
        >>> paths_through(nx.Graph(["ab", "bc"]), [10**30 + 1, 10**30]).tolist()
        [0.0, 2.0, 0.0]
    """
    arcs = _Arcs(network, costs)
    through = np.zeros(arcs.nodes)
    for sources in arcs.batches():
        lengths, before = csgraph.dijkstra(arcs.matrix, indices=sources, return_predecessors=True)
        tails, heads = _steps(arcs, lengths, before)
        starts = np.arange(len(sources)) * arcs.nodes + sources
        passing = _passing(tails, heads, starts, lengths.size)
        passing[starts] = 0
        through += passing.reshape(lengths.shape).sum(axis=0)
    return through


class _Arcs:
    """The edges of a network, each both ways, as arrays in the order of where they come from."""

    def __init__(self, network: Network, costs: Sequence[float]) -> None:
        self.nodes = len(network)
        place = {node: number for number, node in enumerate(network)}
        ends = [(place[source], place[target]) for source, target in network.edges()]
        ends += [(target, source) for source, target in ends]
        tails, heads = np.array(ends, dtype=np.intp).reshape(-1, 2).T
        order = np.lexsort((heads, tails))
        self.tails, self.heads = tails[order], heads[order]
        self.costs = np.array(costs, dtype=object)[order % max(1, len(costs))]
        self.lengths = self.costs.astype(float)
        places = self.tails.astype(np.int32), self.heads.astype(np.int32)  # SciPy 1.14 takes no wider ones
        self.matrix = sparse.csr_array((self.lengths, places), shape=(self.nodes, self.nodes))

    def batches(self) -> Iterator[_Array]:
        """Yield the places of all nodes, as many at a time as go together."""
        size = max(1, _AT_ONCE // (self.nodes + len(self.tails)))
        for first in range(0, self.nodes, size):
            yield np.arange(first, min(first + size, self.nodes))


def _steps(arcs: _Arcs, lengths: _Array, before: _Array) -> tuple[_Array, _Array]:
    """Return the steps of all shortest paths from some sources.

    Args:
        arcs: The arcs of the network.
        lengths: For each source a row, the lengths of paths from it in floating point.
        before: Likewise the node before each on the path that was found.

    Returns:
        Where each step comes from, in order, and where it leads to, as places in ``lengths``, which are
        numbered row by row.
    """
    reach = lengths.max(where=np.isfinite(lengths), initial=0)
    # The most that rounding can be off.
    slack = 0.0 if reach < _EXACT else 4 * arcs.nodes * np.finfo(float).eps * reach
    least = arcs.lengths - slack
    lengths[np.isinf(lengths)] = np.nan  # compares as false: no path leads there
    taken = []
    gap = np.empty(len(arcs.tails))  # one for all rows: a new one for each took longer than the rest
    for length in lengths:
        np.take(length, arcs.heads, out=gap, mode="clip")
        gap -= length[arcs.tails]
        taken.append(np.flatnonzero(gap >= least))
    arc = np.concatenate(taken)
    row = np.repeat(np.arange(len(taken)) * arcs.nodes, [len(steps) for steps in taken])
    tails, heads = row + arcs.tails[arc], row + arcs.heads[arc]
    if slack:
        shortest = _exactly_shortest(tails, heads, arcs.costs[arc], before)
        tails, heads = tails[shortest], heads[shortest]
    return tails, heads


def _exactly_shortest(tails: _Array, heads: _Array, costs: _Array, before: _Array) -> _Array:
    """Choose, of steps that may be on shortest paths, those that are.

    Args:
        tails: Where each step comes from: a node and source, as one number.
        heads: Where it leads to.
        costs: What it costs, a whole number.
        before: For each source a row, the node before each other on the path that was found.

    Returns:
        The places of the steps on shortest paths.
    """
    numbers = np.arange(len(tails))
    taken = np.full(before.size, -1)  # the last step of a path to each node
    better = numbers[before.ravel()[heads] == tails % before.shape[1]]
    while len(better):
        taken[heads[better]] = better
        others = numbers[taken[heads] != numbers]
        longer = costs[others] + _cost_to(tails[others], taken, tails, costs)
        longer -= _cost_to(heads[others], taken, tails, costs)
        better = others[longer < 0]  # rounding hid that another path is shorter
    return np.sort(np.concatenate([taken[taken >= 0], others[longer == 0]]))


def _cost_to(ends: _Array, taken: _Array, tails: _Array, costs: _Array) -> _Array:
    """Return what the paths of steps ``taken`` to each of ``ends`` cost, by going back along them."""
    total = np.zeros(len(ends), dtype=object)
    last = taken[ends]
    while (going := last >= 0).any():
        total[going] += costs[last[going]]
        last[going] = taken[tails[last[going]]]
    return total


def _passing(tails: _Array, heads: _Array, starts: _Array, size: int) -> _Array:
    """Return what passes through each place when one unit goes from its start to each, shared among all paths.

    Args:
        tails: Where each step of a path comes from, in order.
        heads: Where it leads to.
        starts: Where the paths start.
        size: How many places there are.

    Returns:
        The sum of shares at each place, what ends there left out.
    """
    out = np.bincount(tails, minlength=size)
    first = np.cumsum(out) - out
    waiting = np.bincount(heads, minlength=size)
    paths = np.zeros(size)
    paths[starts] = 1
    once = np.empty(size, dtype=np.intp)
    levels = []
    ready = starts
    while len(ready):  # a place is, when all paths to it have come
        number = out[ready]
        steps = np.repeat(first[ready] - np.cumsum(number) + number, number) + np.arange(number.sum())
        source, target = tails[steps], heads[steps]
        levels.append((source, target))
        np.add.at(paths, target, paths[source])
        np.subtract.at(waiting, target, 1)
        ready = target[waiting[target] == 0]  # some more than once
        numbers = np.arange(len(ready))
        once[ready] = numbers
        ready = ready[once[ready] == numbers]
    passing = np.zeros(size)
    for source, target in reversed(levels):
        np.add.at(passing, source, paths[source] / paths[target] * (1 + passing[target]))
    return passing
