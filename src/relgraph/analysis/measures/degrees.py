"""Degree and strength: what a node is tied to, counted."""

from __future__ import annotations

from relgraph.analysis.measures.definition import Measure, Values
from relgraph.projection import Network


def _degree(network: Network) -> tuple[Values]:
    """Count neighbours: parallel edges once, self-loops never. 0 to n - 1."""
    return ({node: float(value) for node, value in network.degree()},)


def _in_degree(network: Network) -> tuple[Values]:
    """Count the nodes with an edge to the node; an undirected edge is one to both its ends."""
    return ({node: float(value) for node, value in network.in_degree()},)  # type: ignore[attr-defined]


def _out_degree(network: Network) -> tuple[Values]:
    """Count the nodes with an edge from the node; an undirected edge is one from both its ends."""
    return ({node: float(value) for node, value in network.out_degree()},)  # type: ignore[attr-defined]


def _strength(network: Network) -> tuple[Values]:
    """Sum the weights of the node's edges (Barrat et al. 2004, PNAS 101), in the projection's unit."""
    return ({node: float(value) for node, value in network.degree(weight="weight")},)


DEGREES: tuple[Measure, ...] = (
    Measure("degree", "number of neighbours", _degree, weights=False, local=True, nearness=False),
    Measure(
        "in-degree",
        "number of nodes with an edge to it",
        _in_degree,
        directed=True,
        weights=False,
        local=True,
        nearness=False,
    ),
    Measure(
        "out-degree",
        "number of nodes with an edge from it",
        _out_degree,
        directed=True,
        weights=False,
        local=True,
        nearness=False,
    ),
    Measure("strength", "sum of the weights of its edges", _strength, local=True, nearness=False),
)
"""Degree and strength."""
