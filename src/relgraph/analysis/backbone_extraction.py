"""Backbone of a dense network: the ties that are stronger than the strengths of their ends account for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

from relgraph.analysis.collapsing import collapse, has_directions, modes
from relgraph.errors import ProjectionError, unknown_name
from relgraph.late_imports import LateLibrary
from relgraph.projection import Network
from relgraph.projection.edge_list import is_one_way

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")

_Pair: TypeAlias = "tuple[str, str]"


def backbone(network: Network, method: str = "disparity", *, alpha: float = 0.05) -> Network:
    """Keep only those ties of a network that stand out from the strengths of their ends.

    Parallel edges are judged together, by their summed weight: all edges of a pair are kept or none. A network
    in which an edge has a direction is judged with directions; an undirected edge in it stands for one each way
    and is kept where either stands out.

    ``"disparity"``: Serrano, Boguna and Vespignani (2009), PNAS 106. A node of degree k that spread its
    strength at random over its ties would give one of them the share s or more with probability
    (1 - s) ** (k - 1). The p-value is the smaller of those that the two ends give: where there are directions,
    of the source over the edges out of it and of the target over the edges into it. An end of degree 1 has
    nothing to compare with and gives 1, so that a pair with no other ties is never kept.

    ``"noise-corrected"``: Coscia and Neffke (2017), ICDE. Weights are counts, drawn with a chance that is Beta
    distributed before they are seen, with the mean and variance that the strengths of the ends give. The score
    of an edge is its lift n n_ij / (n_i n_j) over what these strengths expect, put on the scale from -1 to 1 by
    (lift - 1) / (lift + 1); the p-value is the chance that a normal deviate exceeds the score in units of its
    standard deviation (delta method, posterior variance). So ``alpha`` of 0.1, 0.05 and 0.01 is the paper's
    delta of 1.28, 1.64 and 2.33. Undirected edges count both ways; in a network of two modes they run from the
    first to the second.

    Args:
        network: A projection, see :func:`~relgraph.projection.project`, or any network with weights.
        method: ``"disparity"`` or ``"noise-corrected"``.
        alpha: A pair is kept where its p-value is below this, above 0 and at most 1.

    Returns:
        A frozen network of the same class. Edges keep their attributes and gain ``p_value``; self-loops are
        left out. All nodes are kept, also those that are left without a tie. The graph attribute ``notes`` says
        what was done and how much was kept.

    Raises:
        NameNotFoundError: An unknown method.
        ProjectionError: An ``alpha`` out of range, a weight that is not positive, or counts of less than 2 in
            all where they are to be noise-corrected.

    Example:
        >>> network = nx.Graph()
        >>> network.add_weighted_edges_from([("h", "a", 8), ("h", "b", 1), ("h", "c", 1), ("a", "b", 1)])
        >>> list(backbone(network).edges(data="p_value"))  # the share of the hub's strength is 8/10, k is 3
        [('h', 'a', 0.04)]
    """
    if method not in METHODS:
        raise unknown_name("backbone method", method, METHODS)
    if not 0 < alpha <= 1:
        raise ProjectionError(f"alpha is {alpha:g}; it must be above 0 and at most 1", "0.05 is usual")
    directed = has_directions(network)
    p_values = METHODS[method](collapse(network, directed=directed))

    def p_value(source: str, target: str, data: dict[str, object]) -> float:
        ways = [(source, target)]
        if not (directed and is_one_way(network, data)):
            ways.append((target, source))
        # Rounded before it is compared: 1 - 8/10 is 0.2, and not below it as it is to a computer.
        return float(f"{min(p_values[way] for way in ways if way in p_values):.12g}")

    kept = network.__class__()
    kept.add_nodes_from(network.nodes(data=True))
    kept.graph.update(network.graph)
    for source, target, *key, data in _edges(network):
        if source != target and (p := p_value(source, target, data)) < alpha:
            kept.add_edge(source, target, *key, **{**data, "p_value": p})
    bare = sum(1 for node in nx.isolates(kept) if network.degree(node))
    note = (
        f"backbone ({method}, alpha {alpha:g}): kept {kept.number_of_edges()} of {network.number_of_edges()} "
        f"edges; nodes that lost all their ties and stay: {bare}"
    )
    if network.number_of_edges() and not kept.number_of_edges():
        note += "; no tie stands out from the strengths of its ends, so that there is no backbone at this alpha"
    kept.graph["notes"] = (*network.graph.get("notes", ()), note)
    nx.freeze(kept)
    return kept


def _edges(network: Network) -> Iterable[tuple[Any, ...]]:
    """Return the edges as their ends, their key where there are parallel ones, and their attributes."""
    return (
        network.edges(keys=True, data=True) if isinstance(network, nx.MultiGraph) else network.edges(data=True)
    )


def _weights(network: Network) -> list[tuple[str, str, float]]:
    return [(source, target, float(data["weight"])) for source, target, data in network.edges(data=True)]


def _disparity(network: Network) -> dict[_Pair, float]:
    spread: dict[_Pair, list[float]] = defaultdict(list)
    for source, target, weight in _weights(network):
        # A role is being the source or the target; without directions there is one role.
        for role in ((source, "out"), (target, "in" if network.is_directed() else "out")):
            spread[role].append(weight)
    totals = {role: (len(weights), math.fsum(weights)) for role, weights in spread.items()}

    def chance(role: _Pair, weight: float) -> float:
        degree, strength = totals[role]
        return (1 - weight / strength) ** (degree - 1) if degree > 1 else 1.0

    return {
        (source, target): min(
            chance((source, "out"), weight),
            chance((target, "in" if network.is_directed() else "out"), weight),
        )
        for source, target, weight in _weights(network)
    }


def _noise_corrected(network: Network) -> dict[_Pair, float]:
    counts: dict[_Pair, float] = {}
    sides = modes(network)
    for source, target, weight in _weights(network):
        ways = [(source, target)]
        if not network.is_directed():
            ways = [(target, source)] if sides and source in sides[1] else ways
            ways += [] if sides else [(target, source)]
        counts.update(dict.fromkeys(ways, weight))
    total = math.fsum(counts.values())
    if counts and total < 2:
        raise ProjectionError(
            f"the weights sum to {total:g}; noise correction reads them as counts, of 2 or more in all",
            "use the disparity filter, which reads any weights",
        )
    out: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    for (source, target), count in counts.items():
        out[source] += count
        into[target] += count
    return {
        (source, target): _p_of_lift(count, out[source], into[target], total)
        for (source, target), count in counts.items()
    }


def _p_of_lift(count: float, out: float, into: float, total: float) -> float:
    """Return the p-value of ``count`` of ``total`` between ends of strengths ``out`` and ``into``."""
    lift = count * total / (out * into)
    if math.isclose(lift, 1, rel_tol=1e-9):
        return 0.5  # as expected; where an end has all there is, the deviation is 0 too
    score = (lift - 1) / (lift + 1)
    mean = out * into / total**2
    variance = out * into * (total - out) * (total - into) / (total**4 * (total - 1))
    expected = mean
    if variance > 0:
        # The Beta distribution with this mean and variance, and the observed count added to it. (Programs in
        # circulation write 1 - mean**2 for (1 - mean)**2 in its second parameter, and so miss the variance.)
        size = mean * (1 - mean) / variance - 1
        expected = (mean * size + count) / (size + total)
    # How the lift per count moves with the count, which is a part of out, into and total too.
    kappa = total / (out * into)
    slope = 1 / (out * into) - total * (out + into) / (out * into) ** 2
    deviation = math.sqrt(total * expected * (1 - expected)) * abs(
        2 * (kappa + count * slope) / (kappa * count + 1) ** 2
    )
    if deviation == 0:
        return 0.0 if score > 0 else 1.0
    return 1 - NormalDist().cdf(score / deviation)


METHODS: Mapping[str, Callable[[Network], dict[_Pair, float]]] = {
    "disparity": _disparity,
    "noise-corrected": _noise_corrected,
}
"""The p-values of the pairs of a collapsed network, by the name of the method."""
