"""Structural holes and cohesion: how closely the neighbours of a node are tied to each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from relgraph.analysis.measures.definition import Measure, Values, of_graph
from relgraph.late_imports import LateLibrary
from relgraph.projection import Network

if TYPE_CHECKING:
    import networkx as nx
    from scipy import sparse
else:
    nx = LateLibrary("networkx")
    sparse = LateLibrary("scipy.sparse")


def _linked(network: Network) -> Network:
    return network.subgraph([node for node, degree in network.degree() if degree])


def _constraint(network: Network) -> tuple[Values]:
    """Return how far the node's ties lead back to each other: high where there is no hole to bridge.

    Sum over neighbours j of (p_ij + sum over q of p_iq p_qj) squared, p_ij the share of i's strength that is
    its tie with j. nan for an isolate; may exceed 1 with few neighbours. Burt (1992), Structural Holes.
    """
    linked = _linked(network)
    found = dict(nx.constraint(linked, weight="weight")) if len(linked) else {}
    return ({node: found.get(node, math.nan) for node in network},)


def _effective_size(network: Network) -> tuple[Values]:
    """Return the number of neighbours less their redundancy: 1 where all are linked, d where none are.

    Sum over neighbours j of 1 - sum over q of p_iq m_jq, p_iq the share of i's strength that is its tie with q,
    m_jq that tie of j as a part of j's strongest. nan for an isolate. Burt (1992), Structural Holes.
    """
    linked = _linked(network)
    if len(linked) == 0:
        return (dict.fromkeys(network, math.nan),)
    # NetworkX 3.6 divides by the strongest tie of the wrong node (its pull request 8906), or takes cubic time.
    weights = nx.to_scipy_sparse_array(linked, weight="weight").astype(float)
    shares = sparse.diags_array(1 / weights.sum(axis=1)) @ weights
    parts = sparse.diags_array(1 / weights.max(axis=1).toarray()) @ weights
    redundancy = ((weights > 0) * (shares @ parts.T)).sum(axis=1)
    found = {node: linked.degree(node) - float(lost) for node, lost in zip(linked, redundancy, strict=True)}
    return ({node: found.get(node, math.nan) for node in network},)


def _core(network: Network) -> tuple[Values]:
    """Return the largest k such that the node has k neighbours who each have k such neighbours, and so on.

    Seidman (1983), Social Networks 5. Weights are not read; 0 for an isolate.
    """
    return ({node: float(value) for node, value in nx.core_number(network).items()},)


def _clustering(network: Network) -> tuple[Values]:
    """Return the share of pairs of neighbours that are linked, 0 to 1; nan with fewer than two neighbours.

    Watts and Strogatz (1998), Nature 393. Weights are not read.
    """
    found = nx.clustering(network)
    return (
        {
            # The stubs know that one node alone has one value.
            node: float(found[node]) if degree > 1 else math.nan  # type: ignore[index]
            for node, degree in network.degree()
        },
    )


_WITHOUT_TIE = "without a tie; degree is 0 there"

COHESION: tuple[Measure, ...] = (
    Measure(
        "constraint",
        "how far its weighted ties lead back to each other, low for one who bridges holes (Burt 1992)",
        of_graph(_constraint),
        undefined_for=_WITHOUT_TIE,
    ),
    Measure(
        "effective-size",
        "number of neighbours less their redundancy, by weighted ties (Burt 1992)",
        of_graph(_effective_size),
        undefined_for=_WITHOUT_TIE,
    ),
    Measure(
        "core",
        "largest k such that it has k neighbours who have k such neighbours (Seidman 1983), weights not read",
        of_graph(_core),
        weights=False,
    ),
    Measure(
        "clustering",
        "share of pairs of its neighbours that are linked (Watts and Strogatz 1998), weights not read",
        of_graph(_clustering),
        weights=False,
        undefined_for="with fewer than two neighbours",
    ),
)
"""Structural holes and cohesion."""
