"""The edge list of a network: what measures read of it, as arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relgraph.errors import ProjectionError
from relgraph.late_imports import LateLibrary
from relgraph.model.strengths import RANGE, strength
from relgraph.projection.catalogue import PROJECTIONS
from relgraph.projection.network import Network
from relgraph.wording import listed

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")


@dataclass(frozen=True, kw_only=True)
class EdgeList:
    """The nodes of a network, and the ends, weights and directions of its edges.

    Attributes:
        nodes: The nodes, in order.
        attributes: What the network says of each of them.
        mode: The mode of each, 0 or 1 (``bipartite``), and -1 where it has none.
        about: What it says of itself.
        source: The place of the source of each edge among ``nodes``.
        target: That of the target.
        weight: What each edge weighs.
        adverse: The part of that which is adverse.
        one_way: Whether each edge points from its source to its target, and not both ways.
        mirror: Whether each edge only repeats an undirected one the other way.
        acts: How many acts each edge stands for, a direct relation being one; ``None`` where an edge is of a
            pair, by whatever acts, as in stances, networks of one mode and collapsed ones.
    """

    nodes: tuple[str, ...]
    attributes: Sequence[Mapping[str, Any]]
    mode: NDArray[np.int8]
    about: Mapping[str, Any]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    adverse: NDArray[np.float64]
    one_way: NDArray[np.bool_]
    mirror: NDArray[np.bool_]
    acts: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.source)

    def chosen(self, times: NDArray[np.float64]) -> EdgeList:
        """Return the list with each edge counted some times, and without those counted none.

        Args:
            times: One number per edge.

        Returns:
            A new list of the same nodes.
        """
        kept = times > 0
        return replace(
            self,
            source=self.source[kept],
            target=self.target[kept],
            weight=(self.weight * times)[kept],
            adverse=(self.adverse * times)[kept],
            one_way=self.one_way[kept],
            mirror=self.mirror[kept],
            acts=None if self.acts is None else self.acts[kept],
        )

    @property
    def has_directions(self) -> bool:
        """Whether an edge between two nodes points one way."""
        return bool((self.one_way & (self.source != self.target)).any())


def edge_list(network: Network) -> EdgeList:
    """Return the edge list of any network.

    Args:
        network: The network. An edge without ``weight`` weighs 1; the attribute ``directed`` of an edge counts
            for more than the class of the network.

    Returns:
        Its edges, in order.

    Raises:
        ProjectionError: A weight that is not a number from 1e-6 to 1e12, or nodes that have no order.

    Example:
        >>> edges = edge_list(nx.DiGraph(["ab", "bc"]))
        >>> edges.nodes, edges.source.tolist(), edges.weight.tolist()
        (('a', 'b', 'c'), [0, 1], [1.0, 1.0])
    """
    nodes = ordered(network)
    place = {node: number for number, node in enumerate(nodes)}
    edges = list(network.edges(data=True))
    return EdgeList(
        nodes=tuple(nodes),
        attributes=(attributes := [network.nodes[node] for node in nodes]),
        mode=modes_of(attributes),
        about=network.graph,
        source=np.array([place[source] for source, _, _ in edges], dtype=np.int64),
        target=np.array([place[target] for _, target, _ in edges], dtype=np.int64),
        weight=np.array([strength_of(*edge) for edge in edges], dtype=np.float64),
        adverse=np.array([signed_parts(*edge)[1] for edge in edges], dtype=np.float64),
        one_way=np.array([is_one_way(network, data) for _, _, data in edges], dtype=np.bool_),
        mirror=np.array([is_mirror(data) for _, _, data in edges], dtype=np.bool_),
        acts=_acts_of(network, [data for _, _, data in edges]),
    )


def _acts_of(network: Network, edges: Sequence[Mapping[str, Any]]) -> NDArray[np.int64] | None:
    projection = PROJECTIONS.get(network.graph.get("name", ""))
    # What merges the edges of a pair leaves none with a polarity.
    if projection is None or projection.is_of_pairs or any("polarity" not in data for data in edges):
        return None
    return np.array([0 if is_mirror(data) else data.get("count", 1) for data in edges], dtype=np.int64)


def modes_of(attributes: Sequence[Mapping[str, Any]]) -> NDArray[np.int8]:
    """Return the mode of nodes with these attributes, -1 where they have none."""
    found = (data.get("bipartite") for data in attributes)
    return np.array([mode if mode in (0, 1) else -1 for mode in found], dtype=np.int8)


def ordered(nodes: Collection[str]) -> list[str]:
    """Return the nodes of a network in order.

    Raises:
        ProjectionError: They have no order, such as numbers beside texts.

    Example:
        >>> ordered(nx.Graph([(3, 1), (1, 2)]))
        [1, 2, 3]
    """
    try:
        return sorted(nodes)
    except TypeError:
        kinds = sorted({type(node).__name__ for node in nodes})
        raise ProjectionError(
            f"the nodes of this network have no order: they are of type {listed(kinds)}",
            "name them alike, such as by networkx.relabel_nodes(network, str)",
        ) from None


def is_one_way(network: Network, data: dict[str, Any]) -> bool:
    """Return whether an edge points from its source to its target.

    Args:
        network: The network that the edge is in.
        data: The attributes of the edge.

    Returns:
        What its attribute ``directed`` says, where that is a truth value; else what the class of the network
        says.

    Example:
        >>> is_one_way(nx.MultiDiGraph(), {"directed": False}), is_one_way(nx.DiGraph(), {})
        (False, True)
    """
    said = data.get("directed")
    return bool(said) if isinstance(said, bool | int) else network.is_directed()


def is_mirror(data: Mapping[str, Any]) -> bool:
    """Return whether an edge only repeats an undirected one the other way, as node-link JSON writes it."""
    return data.get("mirror") is True and data.get("directed") is False


def strength_of(source: str, target: str, data: dict[str, object]) -> float:
    """Return the weight of an edge.

    Args:
        source: The node at one end, which an error names.
        target: The node at the other end.
        data: The attributes of the edge; without ``weight`` it weighs 1.

    Returns:
        The weight, 1e-6 to 1e12.

    Raises:
        ProjectionError: The weight is something else.

    Example:
        >>> strength_of("a", "b", {"weight": 2})
        2.0
    """
    try:
        return strength(data.get("weight", 1.0))
    except ValueError:
        raise ProjectionError(
            f"the edge {source} to {target} has weight {data.get('weight')}; "
            f"strengths must be positive, {RANGE}",
            "correct rg:weight of its act or relation, or leave it out",
        ) from None


def signed_parts(source: str, target: str, data: dict[str, Any]) -> tuple[float, float]:
    """Return the cooperative and the adverse part of the weight of an edge; the rest of it is neutral.

    Args:
        source: The node at one end, which an error names.
        target: The node at the other end.
        data: The attributes of the edge: ``cooperative`` and ``adverse`` where it stands for several, otherwise
            one ``sign`` for all of its ``weight``.

    Returns:
        The two parts.

    Raises:
        ProjectionError: The weight is not a number from 1e-6 to 1e12.

    Example:
        >>> signed_parts("a", "b", {"weight": 2.0, "sign": "adverse"})
        (0.0, 2.0)
    """
    weight = strength_of(source, target, data)
    if "cooperative" in data and "adverse" in data:
        return float(data["cooperative"]), float(data["adverse"])
    sign = data.get("sign")
    return (weight if sign == "cooperative" else 0.0, weight if sign == "adverse" else 0.0)
