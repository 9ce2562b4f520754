"""Collapsing: a network as measures read it, with one edge per pair, costs for paths, and no self-loops."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx

from relgraph.errors import ProjectionError
from relgraph.projection import Network


def collapse(network: Network, *, directed: bool, cost_exponent: float = 1.0) -> Network:
    """Collapse a network into one edge per pair, as measures read it.

    Args:
        network: Any network. An edge without ``weight`` weighs 1; the attribute ``directed`` of an edge counts
            for more than the class of the network.
        directed: Whether directions are kept. If so, an edge with ``directed`` false counts both ways.
        cost_exponent: How strengths become costs, 0 to 2. With 1, the default, an edge twice as strong is half
            as long (Newman 2001); with 0 every edge costs 1 and weights do not matter; between them the number
            of steps weighs in (Opsahl, Agneessens and Skvoretz 2010, Social Networks 32).

    Returns:
        A new Graph, or DiGraph with directions, without self-loops. Edges have ``weight``, the sum over the
        pair, and ``cost``, what a path pays for them: 1 / weight ** ``cost_exponent``. Nodes stand in order and
        keep ``bipartite``.

    Raises:
        ProjectionError: A weight that is not a number from 1e-6 to 1e6, or an exponent out of range.

    Example:
        >>> network = nx.MultiDiGraph()
        >>> network.add_weighted_edges_from([("a", "b", 1.0), ("a", "b", 3.0), ("b", "b", 9.0)])
        >>> collapse(network, directed=True).edges["a", "b"]
        {'weight': 4.0, 'cost': 0.25}
    """
    if not 0 <= cost_exponent <= 2:
        raise ProjectionError(
            f"the cost exponent is {cost_exponent:g}; it must be a number from 0 to 2",
            "1 reads 1/weight as the cost of an edge, 0 counts steps",
        )
    simple: Network = nx.DiGraph() if directed else nx.Graph()
    for node in sorted(network):
        data = network.nodes[node]
        simple.add_node(node, **({"bipartite": data["bipartite"]} if "bipartite" in data else {}))
    for source, target, data in network.edges(data=True):
        weight = strength_of(source, target, data)
        if source == target:
            continue
        ways = [(source, target)]
        if directed and not data.get("directed", network.is_directed()):
            ways.append((target, source))
        for a, b in ways:
            before = simple.edges[a, b]["weight"] if simple.has_edge(a, b) else 0.0
            simple.add_edge(a, b, weight=before + weight)
    for _, _, data in simple.edges(data=True):
        data["cost"] = data["weight"] ** -cost_exponent
    simple.graph["cost_exponent"] = cost_exponent
    return simple


LEAST_STRENGTH = 1e-6
"""The least weight of an edge."""


def strength_of(source: str, target: str, data: dict[str, object]) -> float:
    """Return the weight of an edge.

    Args:
        source: The node at one end, which an error names.
        target: The node at the other end.
        data: The attributes of the edge; without ``weight`` it weighs 1.

    Returns:
        The weight, 1e-6 to 1e6.

    Raises:
        ProjectionError: The weight is something else.

    Example:
        >>> strength_of("a", "b", {"weight": 2})
        2.0
    """
    try:
        weight = float(data.get("weight", 1.0))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        weight = math.nan
    if not LEAST_STRENGTH <= weight <= 1e6:
        raise ProjectionError(
            f"the edge {source} to {target} has weight {data.get('weight')}; "
            "strengths must be positive, 1e-6 to 1e6",
            "correct rg:weight of its relation, or leave the relation out",
        )
    return weight


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
        ProjectionError: The weight is not a number from 1e-6 to 1e6.

    Example:
        >>> signed_parts("a", "b", {"weight": 2.0, "sign": "adverse"})
        (0.0, 2.0)
    """
    weight = strength_of(source, target, data)
    if "cooperative" in data and "adverse" in data:
        return float(data["cooperative"]), float(data["adverse"])
    sign = data.get("sign")
    return (weight if sign == "cooperative" else 0.0, weight if sign == "adverse" else 0.0)


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
