"""Measures scaled for networks of two modes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from relgraph.analysis.collapsing import modes
from relgraph.analysis.measures.definition import Measure, UndefinedError, Values, of_graph
from relgraph.analysis.measures.eigenvectors import eigenvector
from relgraph.analysis.measures.shortest_paths import distances, paths_through
from relgraph.late_imports import LateLibrary
from relgraph.projection import Network

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")


def _first_mode(network: Network) -> set[str]:
    sides = modes(network)
    if sides is None:
        raise UndefinedError(
            "the network has not two modes (nodes with bipartite 0 and 1, edges from one to the other); "
            "use the measure without two-mode- in its name"
        )
    return sides[0]


def _two_mode_degree(network: Network) -> tuple[Values]:
    """Return the share of the other mode that the node is linked to, 0 to 1. Weights are not read.

    Borgatti and Everett (1997), Social Networks 19.
    """
    return (dict(nx.bipartite.degree_centrality(network, _first_mode(network))),)


def _two_mode_closeness(network: Network) -> tuple[Values]:
    """Return the least possible sum of distances over the node's own, 0 to 1. A step costs 1.

    With n nodes in its mode and m in the other the least is m + 2 (n - 1): all of the other mode one step away,
    the rest of its own two. In a network of several parts it is taken in the node's part, times the part's
    share of all other nodes; 0 for an isolate. Borgatti and Everett (1997), Social Networks 19.
    """
    first = _first_mode(network)
    in_first = np.array([node in first for node in network])
    values: list[float] = []
    for sources, lengths in distances(network, [1] * network.number_of_edges()):
        reached = np.isfinite(lengths)
        count = reached.sum(axis=1)
        own = (reached & (in_first == in_first[sources, np.newaxis])).sum(axis=1)
        least = count - own + 2 * (own - 1)
        total = lengths.sum(axis=1, where=reached)
        nearness = np.divide(least, total, out=np.zeros(len(total)), where=total > 0)
        values += (nearness * (count - 1) / (len(network) - 1)).tolist()
    return (dict(zip(network, values, strict=True)),)


def _two_mode_betweenness(network: Network) -> tuple[Values]:
    """Return betweenness over the most that a node of its mode could have with modes of these sizes, 0 to 1.

    A step costs 1. Borgatti and Everett (1997), Social Networks 19.
    """
    first = _first_mode(network)
    count = len(first), len(network) - len(first)
    if 1 in count:
        raise UndefinedError(
            "one mode has a single node, so nothing of the other can lie between; use two-mode-degree"
        )
    most = _most_between(*count), _most_between(*reversed(count))
    through = paths_through(network, [1] * network.number_of_edges()).tolist()
    return (
        {
            node: sum_of_both_orders / 2 / most[node not in first]
            for node, sum_of_both_orders in zip(network, through, strict=True)
        },
    )


def _most_between(own: int, other: int) -> int:
    """Return the most pairs that a node can lie between, in a mode of ``own`` nodes beside one of ``other``.

    All of the other mode are its neighbours then, each the root of a branch, and the rest of its own mode hangs
    on them as evenly as can be. It lies between all but those in the same branch.
    """
    each, over = divmod(own - 1, other)
    within = over * math.comb(each + 2, 2) + (other - over) * math.comb(each + 1, 2)
    return math.comb(own - 1 + other, 2) - within


def _two_mode_eigenvector(network: Network) -> tuple[Values]:
    """Return the leading eigenvector of the two-mode network over its largest possible value, sqrt(1/2).

    Each mode has Euclidean norm 1 then. Weights are not read. Borgatti and Everett (1997), Social Networks 19.
    """
    _first_mode(network)
    if not nx.is_connected(network):
        raise UndefinedError(
            f"the network falls into {nx.number_connected_components(network)} components, and the leading "
            "eigenvector is not unique there; use two-mode-degree"
        )
    plain: Network = nx.Graph()
    plain.add_nodes_from(network)
    plain.add_edges_from(network.edges(), weight=1.0)
    return ({node: value * math.sqrt(2) for node, value in eigenvector(plain)[0].items()},)


TWO_MODE: tuple[Measure, ...] = (
    Measure(
        "two-mode-degree",
        "share of the other mode that it is linked to (Borgatti and Everett 1997), weights not read",
        of_graph(_two_mode_degree),
        weights=False,
        nearness=False,
        two_mode=True,
    ),
    Measure(
        "two-mode-closeness",
        "least possible sum of distances over its own (Borgatti and Everett 1997), a step costs 1",
        of_graph(_two_mode_closeness),
        weights=False,
        two_mode=True,
    ),
    Measure(
        "two-mode-betweenness",
        "betweenness over the most that its mode allows (Borgatti and Everett 1997), a step costs 1",
        of_graph(_two_mode_betweenness),
        weights=False,
        two_mode=True,
    ),
    Measure(
        "two-mode-eigenvector",
        "ties to nodes of the other mode that score high themselves (Borgatti and Everett 1997), "
        "Euclidean norm 1 in each mode, weights not read",
        of_graph(_two_mode_eigenvector),
        weights=False,
        two_mode=True,
    ),
)
"""Measures of networks of two modes."""
