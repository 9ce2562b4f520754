"""Collapsing: a network as measures read it, with one edge per pair, costs for paths, and no self-loops."""

from __future__ import annotations

import networkx as nx

from relgraph.analysis.weights import cost_of, strength_of
from relgraph.projection import Network


def collapse(network: Network, *, directed: bool, cost_exponent: float = 1.0) -> Network:
    """Collapse a network into one edge per pair, as measures read it.

    Args:
        network: Any network. An edge without ``weight`` weighs 1; the attribute ``directed`` of an edge counts
            for more than the class of the network.
        directed: Whether directions are kept. If so, an edge with ``directed`` false counts both ways.
        cost_exponent: How strengths become costs, 0 to 2; see :func:`~relgraph.analysis.weights.cost_of`.

    Returns:
        A new Graph, or DiGraph with directions, without self-loops. Edges have ``weight``, the sum over the
        pair, and ``cost``, what a path pays for them: 1 / weight ** ``cost_exponent``. Nodes stand in order and
        keep ``bipartite``.

    Raises:
        ProjectionError: A weight that is not a number from 1e-6 to 1e12, or an exponent out of range.

    Example:
        >>> network = nx.MultiDiGraph()
        >>> network.add_weighted_edges_from([("a", "b", 1.0), ("a", "b", 3.0), ("b", "b", 9.0)])
        >>> collapse(network, directed=True).edges["a", "b"]
        {'weight': 4.0, 'cost': 0.25}
    """
    cost_of(1.0, cost_exponent)  # refused even where there is no edge
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
        data["cost"] = cost_of(data["weight"], cost_exponent)
    simple.graph["cost_exponent"] = cost_exponent
    return simple


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
