"""Networks that answers can be worked out on by hand."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from relgraph import Network


def graph(*edges: tuple[str, str, float], directed: bool = False) -> Network:
    """Return the network of edges from, to and weight."""
    network: Network = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for source, target, weight in edges:
        network.add_edge(source, target, weight=weight, directed=directed)
    return network


def plain(pairs: Iterable[str], *, directed: bool = False) -> Network:
    """Return the network of ``pairs`` such as ``"ab"``, each an edge of weight 1."""
    return graph(*((pair[0], pair[1], 1.0) for pair in pairs), directed=directed)


def two_mode(pairs: Iterable[str]) -> Network:
    """Return a network of actors (lower case) and events (upper case)."""
    network = plain(pairs)
    for node in network:
        network.nodes[node]["bipartite"] = int(node.isupper())
    return network


def signed(*ties: str) -> Network:
    """Return a network of ties such as ``"a+b"`` and ``"b-c"``; ``"a0b"`` is neutral."""
    network: Network = nx.MultiDiGraph()
    for source, sign, target in map(tuple, ties):
        name = {"+": "cooperative", "-": "adverse", "0": "neutral"}[sign]
        network.add_edge(source, target, weight=1.0, directed=True, sign=name)
    return network


PATH = plain(["ab", "bc"])
STAR = plain(["sa", "sb", "sc", "sd"])

COMPLETE = plain(["ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"])
BRIDGED = plain(["ab", "ac", "bc", "cd", "de", "df", "ef"])  # two triangles, joined by c-d

TWO_MODE_PATH = two_mode(["aX", "bX", "bY", "cY"])
