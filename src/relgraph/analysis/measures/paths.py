"""Measures of paths: who lies between others, and who is close to them.

The ``cost`` of an edge that they read is made of its weight in :mod:`relgraph.analysis.weights`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from relgraph.analysis.measures.definition import Measure, Values, of_graph
from relgraph.late_imports import LateLibrary
from relgraph.projection import Network

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")


def _betweenness(network: Network) -> tuple[Values]:
    """Sum, over pairs of others, the share of their shortest paths that pass through the node.

    Divided by the number of those pairs, (n - 1)(n - 2) / 2. Paths are shortest in cost; a pair without a path
    adds nothing; 0 for everyone in a network of two nodes. Freeman (1977), Sociometry 40; computed after
    Brandes (2001).
    """
    exact = network.copy()
    for source, target, cost in _comparable_costs(network):
        exact.edges[source, target]["cost"] = cost
    return (dict(nx.betweenness_centrality(exact, normalized=True, weight="cost")),)


def _comparable_costs(network: Network) -> list[tuple[str, str, int]]:
    """Return the costs as whole numbers in one ratio, so that paths of equal cost are equal to a computer.

    In floating point 1/3 + 1/3 + 1/3 may differ from 1, which would break a tie of two shortest paths.
    """
    edges = list(network.edges(data=True))
    if network.graph["cost_exponent"] == 0:
        return [(source, target, 1) for source, target, _ in edges]
    if network.graph["cost_exponent"] == 1:
        weights = [Fraction(data["weight"]).limit_denominator(10**6) for _, _, data in edges]
        multiple = 1
        for weight in set(weights):
            multiple = math.lcm(multiple, weight.numerator)
            if multiple > 10**60:
                break
        else:
            return [
                (source, target, multiple // weight.numerator * weight.denominator)
                for (source, target, _), weight in zip(edges, weights, strict=True)
            ]
    least = min((data["cost"] for _, _, data in edges), default=1.0)
    return [(source, target, round(1e9 * data["cost"] / least)) for source, target, data in edges]


def _closeness(network: Network) -> tuple[Values]:
    """Return the reciprocal of the mean distance to the nodes in reach, times their share of all others.

    With r nodes in reach at distances d: (r / sum of d) * (r / (n - 1)). 0 for an isolate. Freeman (1978/79),
    Social Networks 1; the share after Wasserman and Faust (1994).
    """
    return (dict(nx.closeness_centrality(network, distance="cost", wf_improved=True)),)


def _harmonic(network: Network) -> tuple[Values]:
    """Sum 1 / distance over all other nodes; what is out of reach adds 0. Not normalized.

    Defined on networks in several parts. Marchiori and Latora (2000), Physica A 285; Boldi and Vigna (2014).
    """
    return (dict(nx.harmonic_centrality(network, distance="cost")),)


PATHS: tuple[Measure, ...] = (
    Measure(
        "betweenness",
        "share of shortest paths between others that pass through it (Freeman 1977), 0 to 1",
        of_graph(_betweenness),
        paths=True,
    ),
    Measure(
        "closeness",
        "reciprocal of the mean distance to the nodes in reach, scaled by their share "
        "(Freeman 1979; Wasserman and Faust 1994)",
        of_graph(_closeness),
        paths=True,
        within_modes=True,
    ),
    Measure(
        "harmonic",
        "sum of 1/distance to all others, 0 for those out of reach (Marchiori and Latora 2000)",
        of_graph(_harmonic),
        paths=True,
        within_modes=True,
    ),
)
"""Measures that read the cost of edges."""
