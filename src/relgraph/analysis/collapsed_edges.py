"""Collapsed edges: an edge list with one entry per pair, as a matrix for measures, or as a NetworkX graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relgraph.analysis.collapsing import cost_of
from relgraph.late_imports import LateLibrary
from relgraph.model.strengths import LEAST, MOST
from relgraph.projection import EdgeList, Network
from relgraph.projection.edge_list import strength_of

if TYPE_CHECKING:
    import networkx as nx
    from scipy import sparse
    from scipy.sparse import csgraph
else:
    nx = LateLibrary("networkx")
    sparse = LateLibrary("scipy.sparse")
    csgraph = LateLibrary("scipy.sparse.csgraph")


@dataclass(frozen=True, kw_only=True)
class CollapsedEdges:
    """A network as measures read it: weights of parallel edges summed, no self-loops, nodes in order.

    Attributes:
        nodes: The nodes, in order.
        source: The place of the source of each pair that is linked, in order; where directions are not read
            each pair is there both ways.
        target: The place of its target.
        weight: What the pair weighs.
        directed: Whether directions are read; an edge without one counts both ways then.
        cost_exponent: How strengths become costs, see :func:`~relgraph.analysis.collapsing.cost_of`.
        mode: The mode of each node, 0 or 1, and -1 where it has none.
        bloc: The bloc of each node, where ``brokerage`` is scored.
    """

    nodes: tuple[str, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    directed: bool
    cost_exponent: float
    mode: NDArray[np.int8]
    bloc: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.nodes)

    @property
    def edges(self) -> int:
        """The number of pairs that are linked."""
        return len(self.weight) if self.directed else len(self.weight) // 2

    def by_node(self, values: NDArray[np.float64] | NDArray[np.int64]) -> dict[str, float]:
        """Return an array of one value per node as a dict."""
        return dict(zip(self.nodes, map(float, values.tolist()), strict=True))

    @cached_property
    def out_degrees(self) -> NDArray[np.int64]:
        """How many nodes each node points to; its neighbours where directions are not read."""
        return np.bincount(self.source, minlength=len(self))

    @cached_property
    def in_degrees(self) -> NDArray[np.int64]:
        """How many nodes point to each node."""
        return np.bincount(self.target, minlength=len(self))

    @cached_property
    def strengths(self) -> NDArray[np.float64]:
        """The sum of the weights out of each node."""
        return np.bincount(self.source, self.weight, len(self)).astype(np.float64)

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """The weights by place of source and target."""
        return sparse.csr_array((self.weight, (self.source, self.target)), shape=(len(self), len(self)))

    @cached_property
    def once(self) -> NDArray[np.bool_]:
        """Which of the pairs are to be taken so that each is taken once."""
        return np.ones(len(self.weight), dtype=np.bool_) if self.directed else self.source < self.target

    @cached_property
    def ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of both ends of each pair, once where directions are not read."""
        return self.source[self.once], self.target[self.once]

    @cached_property
    def components(self) -> int:
        """How many parts the network falls into, whatever the directions."""
        return int(csgraph.connected_components(self.matrix, directed=False, return_labels=False))

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether every edge counts as much the other way."""
        back = np.lexsort((self.source, self.target))
        return bool(
            (self.target[back] == self.source).all()
            and (self.source[back] == self.target).all()
            and (self.weight[back] == self.weight).all()
        )

    @cached_property
    def is_even(self) -> bool:
        """Whether all pairs that are linked weigh the same."""
        return bool((self.weight == self.weight[:1]).all()) and len(self.weight) > 0

    @cached_property
    def sides(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | None:
        """The two modes as masks of the nodes; ``None`` as :func:`~relgraph.analysis.collapsing.modes` says."""
        first, second = self.mode == 0, self.mode == 1
        source, target = self.ends
        crossing = (self.mode[source] != self.mode[target]).all()
        if not (first | second).all() or not crossing or not first.any() or not second.any():
            return None
        return first, second

    @cached_property
    def graph(self) -> Network:
        """The same as a Graph or DiGraph, as :func:`~relgraph.analysis.collapsing.collapse` makes it."""
        graph: Network = nx.DiGraph() if self.directed else nx.Graph()
        for place, node in enumerate(self.nodes):
            mode = int(self.mode[place])
            graph.add_node(node, **({} if mode < 0 else {"bipartite": mode}))
        if self.bloc:
            nx.set_node_attributes(graph, dict(zip(self.nodes, self.bloc, strict=True)), "bloc")
        ends = (end.tolist() for end in self.ends)
        for source, target, weight in zip(*ends, self.weight[self.once].tolist(), strict=True):
            cost = cost_of(weight, self.cost_exponent)
            graph.add_edge(self.nodes[source], self.nodes[target], weight=weight, cost=cost)
        graph.graph["cost_exponent"] = self.cost_exponent
        return graph


def collapsed_edges(edges: EdgeList, *, directed: bool, cost_exponent: float = 1.0) -> CollapsedEdges:
    """Collapse an edge list into one entry per pair, as measures read it.

    Args:
        edges: The edge list.
        directed: Whether directions are kept. If so, an edge that is not one-way counts both ways.
        cost_exponent: How strengths become costs, 0 to 2.

    Returns:
        The same as :func:`~relgraph.analysis.collapsing.collapse` of its network.

    Raises:
        ProjectionError: A weight that is not a number from 1e-6 to 1e12, or an exponent out of range.

    Example:
        >>> from relgraph.projection.edge_list import edge_list
        >>> network = nx.MultiDiGraph()
        >>> _ = network.add_weighted_edges_from([("a", "b", 1.0), ("a", "b", 3.0), ("b", "b", 9.0)])
        >>> collapsed_edges(edge_list(network), directed=True).graph.edges["a", "b"]
        {'weight': 4.0, 'cost': 0.25}
    """
    cost_of(1.0, cost_exponent)  # refused even where there is no edge
    for number in np.flatnonzero(~((edges.weight >= LEAST) & (edges.weight <= MOST)))[:1].tolist():
        ends = edges.nodes[edges.source[number]], edges.nodes[edges.target[number]]
        strength_of(*ends, {"weight": edges.weight[number]})  # which refuses it
    kept = (edges.source != edges.target) & ~edges.mirror
    source, target, weight = edges.source[kept], edges.target[kept], edges.weight[kept]
    size = len(edges.nodes)
    back = ~edges.one_way[kept] if directed else np.ones(len(weight), dtype=np.bool_)
    places = np.concatenate([source * size + target, target[back] * size + source[back]])
    pairs, pair_of = np.unique(places, return_inverse=True)
    summed = np.bincount(pair_of, np.concatenate([weight, weight[back]]), len(pairs))
    return CollapsedEdges(
        nodes=edges.nodes,
        source=pairs // max(size, 1),
        target=pairs % max(size, 1),
        weight=summed.astype(np.float64),
        directed=directed,
        cost_exponent=cost_exponent,
        mode=edges.mode,
    )
