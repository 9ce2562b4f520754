"""Measures of paths: who lies between others, and who is close to them.

The ``cost`` of an edge that they read is made of its weight in :mod:`relgraph.analysis.collapsing`.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from relgraph.analysis.measures.definition import Measure, Values, of_graph
from relgraph.analysis.measures.shortest_paths import distances, paths_through
from relgraph.projection import Network


def _betweenness(network: Network) -> tuple[Values]:
    """Sum, over pairs of others, the share of their shortest paths that pass through the node.

    Divided by the number of those pairs, (n - 1)(n - 2) / 2. Paths are shortest in cost; a pair without a path
    adds nothing; 0 for everyone in a network of two nodes. Freeman (1977), Sociometry 40; computed after
    Brandes (2001).
    """
    others = len(network) - 1
    through = paths_through(network, _comparable_costs(network)) / max(1, others * (others - 1))
    return (dict(zip(network, through.tolist(), strict=True)),)


def _comparable_costs(network: Network) -> list[int]:
    """Return the costs as whole numbers in one ratio, so that paths of equal cost are equal to a computer.

    In floating point 1/3 + 1/3 + 1/3 may differ from 1, which would break a tie of two shortest paths.
    """
    if network.graph["cost_exponent"] == 0:
        return [1] * network.number_of_edges()
    if network.graph["cost_exponent"] == 1:
        weights = [Fraction(data["weight"]).limit_denominator(10**6) for _, _, data in network.edges(data=True)]
        multiple = 1
        for weight in set(weights):
            multiple = math.lcm(multiple, weight.numerator)
            if multiple > 10**60:
                break
        else:
            return [multiple // weight.numerator * weight.denominator for weight in weights]
    costs = _costs(network)
    least = min(costs, default=1.0)
    return [round(1e9 * cost / least) for cost in costs]


def _closeness(network: Network) -> tuple[Values]:
    """Return the reciprocal of the mean distance to the nodes in reach, times their share of all others.

    With r nodes in reach at distances d: (r / sum of d) * (r / (n - 1)). 0 for an isolate. Freeman (1978/79),
    Social Networks 1; the share after Wasserman and Faust (1994).
    """
    values: list[float] = []
    for _, lengths in distances(network, _costs(network)):
        count = np.isfinite(lengths).sum(axis=1) - 1
        # The nearest first, as NetworkX adds them up.
        total = np.cumsum(np.sort(lengths, axis=1), axis=1)[np.arange(len(count)), count]
        nearness = np.divide(count, total, out=np.zeros(len(total)), where=count > 0)
        values += (nearness * (count / max(1, len(network) - 1))).tolist()
    return (dict(zip(network, values, strict=True)),)


def _harmonic(network: Network) -> tuple[Values]:
    """Sum 1 / distance over all other nodes; what is out of reach adds 0. Not normalized.

    Defined on networks in several parts. Marchiori and Latora (2000), Physica A 285; Boldi and Vigna (2014).
    """
    values: list[float] = []
    for _, lengths in distances(network, _costs(network)):
        values += np.divide(1, lengths, out=np.zeros(lengths.shape), where=lengths > 0).sum(axis=1).tolist()
    return (dict(zip(network, values, strict=True)),)


def _costs(network: Network) -> list[float]:
    return [data["cost"] for _, _, data in network.edges(data=True)]


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
