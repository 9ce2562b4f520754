"""Collapsing: a network as measures read it, with one edge per pair, costs for paths, and no self-loops."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relgraph.errors import ProjectionError
from relgraph.late_imports import LateLibrary
from relgraph.projection import Network
from relgraph.projection.edge_list import is_mirror, is_one_way, ordered, strength_of

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")


def has_directions(network: Network) -> bool:
    """Return whether an edge between two nodes of a network points one way.

    Example:
        >>> has_directions(nx.DiGraph(["ab"])), has_directions(nx.Graph(["ab"]))
        (True, False)
    """
    return any(
        is_one_way(network, data) for source, target, data in network.edges(data=True) if source != target
    )


def ways(network: Network, *, directed: bool) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the edges of a network as a simple graph has them, once for each way that they go.

    Args:
        network: Any network. An edge that :func:`is_mirror` is passed over.
        directed: Whether directions are kept. If so, an edge that is not :func:`is_one_way` comes both ways.

    Yields:
        Source, target and attributes of each edge, without self-loops.

    Example:
        >>> network = nx.MultiDiGraph()
        >>> _ = network.add_edge("a", "b", directed=False), network.add_edge("b", "b")
        >>> [edge[:2] for edge in ways(network, directed=True)]
        [('a', 'b'), ('b', 'a')]
    """
    for source, target, data in network.edges(data=True):
        if source == target or is_mirror(data):
            continue
        yield source, target, data
        if directed and not is_one_way(network, data):
            yield target, source, data


def collapse(network: Network, *, directed: bool, cost_exponent: float = 1.0) -> Network:
    """Collapse a network into one edge per pair, as measures read it.

    Args:
        network: Any network. An edge without ``weight`` weighs 1; the attribute ``directed`` of an edge counts
            for more than the class of the network.
        directed: Whether directions are kept. If so, an edge with ``directed`` false counts both ways.
        cost_exponent: How strengths become costs, 0 to 2; see :func:`~relgraph.analysis.collapsing.cost_of`.

    Returns:
        A new Graph, or DiGraph with directions, without self-loops. Edges have ``weight``, the sum over the
        pair, and ``cost``, what a path pays for them: 1 / weight ** ``cost_exponent``. Nodes stand in order and
        keep ``bipartite``; of all other attributes see :func:`relgraph.simple`.

    Raises:
        ProjectionError: A weight that is not a number from 1e-6 to 1e12, an exponent out of range, or nodes
            that have no order.

    Example:
        >>> network = nx.MultiDiGraph()
        >>> network.add_weighted_edges_from([("a", "b", 1.0), ("a", "b", 3.0), ("b", "b", 9.0)])
        >>> collapse(network, directed=True).edges["a", "b"]
        {'weight': 4.0, 'cost': 0.25}
    """
    cost_of(1.0, cost_exponent)  # refused even where there is no edge
    simple: Network = nx.DiGraph() if directed else nx.Graph()
    for node in ordered(network):
        data = network.nodes[node]
        simple.add_node(node, **({"bipartite": data["bipartite"]} if "bipartite" in data else {}))
    for source, target, data in network.edges(data=True):
        strength_of(source, target, data)  # refused on a self-loop too
    for source, target, data in ways(network, directed=directed):
        before = simple.edges[source, target]["weight"] if simple.has_edge(source, target) else 0.0
        simple.add_edge(source, target, weight=before + strength_of(source, target, data))
    for _, _, data in simple.edges(data=True):
        data["cost"] = cost_of(data["weight"], cost_exponent)
    simple.graph["cost_exponent"] = cost_exponent
    return simple


def cost_of(weight: float, exponent: float) -> float:
    """Return what a path pays for an edge: 1 / weight ** exponent.

    Args:
        weight: The strength of the edge.
        exponent: 0 to 2. With 1 an edge twice as strong is half as long (Newman 2001); with 0 every edge costs
            1 and weights do not matter; between them the number of steps weighs in (Opsahl, Agneessens and
            Skvoretz 2010, Social Networks 32).

    Returns:
        The cost.

    Raises:
        ProjectionError: An exponent out of range.

    Example:
        >>> cost_of(4.0, 1), cost_of(4.0, 0.5), cost_of(4.0, 0)
        (0.25, 0.5, 1.0)
    """
    if not 0 <= exponent <= 2:
        raise ProjectionError(
            f"the cost exponent is {exponent:g}; it must be a number from 0 to 2",
            "1 reads 1/weight as the cost of an edge, 0 counts steps",
        )
    return float(weight**-exponent)


def modes(network: Network) -> tuple[set[str], set[str]] | None:
    """Return the two modes of a network.

    Args:
        network: Any network.

    Returns:
        The nodes with ``bipartite`` 0 and those with 1; ``None`` where a node has neither, a mode is empty, or
        an edge runs within a mode.

    Example:
        >>> network = nx.Graph([("Russia", "meeting")])
        >>> nx.set_node_attributes(network, {"Russia": 0, "meeting": 1}, "bipartite")
        >>> modes(network)
        ({'Russia'}, {'meeting'})
    """
    sides: tuple[set[str], set[str]] = (set(), set())
    for node, data in network.nodes(data=True):
        if data.get("bipartite") not in (0, 1):
            return None
        sides[data["bipartite"]].add(node)
    crossing = all((source in sides[0]) != (target in sides[0]) for source, target in network.edges())
    return sides if crossing and all(sides) else None
