"""Spectra and random walks: nodes that score high because those they are tied to do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from relgraph.analysis.collapsed_edges import CollapsedEdges
from relgraph.analysis.measures.definition import Measure, UndefinedError, Values, of_graph
from relgraph.late_imports import LateLibrary
from relgraph.projection import Network

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import linalg
else:
    nx = LateLibrary("networkx")
    linalg = LateLibrary("scipy.sparse.linalg")


def eigenvector(network: Network) -> tuple[Values]:
    """Return the leading eigenvector of the weighted adjacency matrix, of Euclidean norm 1.

    Unique only where the network is connected. Bonacich (1972), Journal of Mathematical Sociology 2.

    Args:
        network: A collapsed network without directions.

    Returns:
        The entry of each node.

    Raises:
        UndefinedError: The network falls into several components.

    Example:
        >>> (values,) = eigenvector(nx.path_graph(["a", "b", "c"]))
        >>> {node: round(value**2, 6) for node, value in values.items()}
        {'a': 0.25, 'b': 0.5, 'c': 0.25}
    """
    if not nx.is_connected(network):
        raise UndefinedError(
            f"the network falls into {nx.number_connected_components(network)} components, and the leading "
            "eigenvector is not unique there; use pagerank, or strength"
        )
    if len(network) < 3:
        # The sparse solver needs more nodes than eigenvectors and one; a power iteration does not.
        return (dict(nx.eigenvector_centrality(network, weight="weight", max_iter=1000)),)
    # The stubs do not accept a Python type as dtype.
    matrix = nx.to_scipy_sparse_array(network, weight="weight", dtype=float)  # type: ignore[call-overload]
    # NetworkX gives the solver no start vector, so that it takes a random one.
    _, vectors = linalg.eigsh(matrix, k=1, which="LA", v0=np.ones(len(network)))
    entries = np.abs(vectors[:, 0])
    return (dict(zip(network, (entries / np.linalg.norm(entries)).tolist(), strict=True)),)


_DAMPING, _PRECISION, _MOST_STEPS = 0.85, 1e-12, 1000


def _pagerank(network: CollapsedEdges) -> tuple[Values]:
    """Return the share of time that a random walk spends at the node. Sum 1.

    The walk follows an edge out in proportion to its weight with probability 0.85, else jumps anywhere; from a
    node without a way out it jumps. Page, Brin, Motwani and Winograd (1999); Brin and Page (1998).
    """
    count = len(network)
    strengths = network.strengths
    follows = _DAMPING * network.weight / strengths[network.source]
    ranks = np.full(count, 1 / count)
    for _ in range(_MOST_STEPS):
        before = ranks
        jumps = _DAMPING * before[strengths == 0].sum() + (1 - _DAMPING)
        walked = np.bincount(network.target, weights=follows * before[network.source], minlength=count)
        ranks = walked + jumps / count
        if np.abs(ranks - before).sum() < count * _PRECISION:
            return (network.by_node(ranks),)
    raise UndefinedError(f"the random walk settles in no {_MOST_STEPS:,} steps")


def _hits(edges: CollapsedEdges) -> tuple[Values, Values]:
    """Return hub and authority scores: hubs point at authorities, authorities are pointed at by hubs.

    They are the leading singular vectors of the weighted adjacency matrix, each scaled to sum 1. Kleinberg
    (1999), Journal of the ACM 46. Where the edges fall into parts that share no source and no target, all score
    0 save those of the strongest part. Undefined where no edge has a direction (both are eigenvector then) and
    where the two strongest parts are equally strong.
    """
    if edges.edges == 0:
        raise UndefinedError("no two nodes are linked")
    if edges.is_symmetric:
        raise UndefinedError(
            "no edge has a direction, so hubs and authorities are the same nodes; use eigenvector, or pagerank "
            "where the network is in parts"
        )
    network = edges.graph
    if _tied(_parts_of_hits(network)):
        raise UndefinedError(
            "separate parts of the network are equally strong, so that no one of them leads; use pagerank"
        )
    # Without a start vector the solver takes a random one.
    hubs, authorities = nx.hits(network, max_iter=10_000, tol=0, nstart=dict.fromkeys(network, 1.0))
    return dict(hubs), dict(authorities)


def _parts_of_hits(network: Network) -> list[tuple[float, set[str]]]:
    """Return the parts into which nodes as sources and nodes as targets fall, the strongest first.

    Each comes with its largest singular value, which is a simple one, and its nodes. The largest of all is that
    of the adjacency matrix, whose leading vectors are 0 outside the part that it comes from.
    """
    sides: nx.Graph[tuple[str, str]] = nx.Graph()
    for source, target, data in network.edges(data=True):
        sides.add_edge(("source", source), ("target", target), weight=data["weight"])
    parts = [
        (_spectral_norm(sides.subgraph(part)), {node for _, node in part})
        for part in nx.connected_components(sides)
    ]
    return sorted(parts, key=lambda part: -part[0])


def without_hits(edges: CollapsedEdges) -> int:
    """Count the nodes with ties that score 0 as hub and authority, being outside the strongest part.

    Args:
        edges: The edges collapsed with directions.

    Returns:
        How many there are; 0 where ``hits`` is undefined.

    Example:
        >>> from relgraph.analysis.collapsed_edges import collapsed_edges
        >>> from relgraph.projection.edge_list import edge_list
        >>> network = nx.DiGraph()
        >>> network.add_weighted_edges_from([("a", "b", 2.0), ("c", "d", 1.0)])
        >>> without_hits(collapsed_edges(edge_list(network), directed=True))
        2
    """
    if edges.is_symmetric:
        return 0
    try:
        parts = _parts_of_hits(edges.graph)
    except linalg.ArpackError:
        return 0
    return 0 if _tied(parts) else len(set().union(*(nodes for _, nodes in parts[1:])) - parts[0][1])


def _tied(parts: list[tuple[float, set[str]]]) -> bool:
    return len(parts) > 1 and math.isclose(parts[0][0], parts[1][0], rel_tol=1e-9)


def _spectral_norm(part: nx.Graph[tuple[str, str]]) -> float:
    """Return the largest singular value of the matrix from the sources to the targets of ``part``."""
    sources = sorted(node for node in part if node[0] == "source")
    matrix = nx.bipartite.biadjacency_matrix(part, sources)
    if min(matrix.shape) == 1:
        return float(linalg.norm(matrix))
    start = np.ones(min(matrix.shape))
    return float(linalg.svds(matrix, k=1, v0=start, return_singular_vectors=False)[0])


SPECTRA: tuple[Measure, ...] = (
    Measure(
        "eigenvector",
        "weighted ties to nodes that score high themselves (Bonacich 1972), Euclidean norm 1",
        of_graph(eigenvector),
        within_modes=True,
    ),
    Measure(
        "pagerank",
        "share of time of a random walk along weighted edges, damping 0.85 (Page et al. 1999), sum 1",
        _pagerank,
        directed=True,
        within_modes=True,
    ),
    Measure(
        "hits",
        "hub: weighted edges to authorities; authority: weighted edges from hubs (Kleinberg 1999), "
        "each of sum 1",
        _hits,
        directed=True,
        columns=("hub", "authority"),
    ),
)
"""Spectra and random walks."""
