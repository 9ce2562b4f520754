"""Layout: a place for each node.

Positions are computed here and not in the browser, so that the page opens at once and two people who talk about
it see the same picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from relgraph.projection import Network

_GAP = 32.0
"""Canvas units that are left free between two nodes, enough for a line of a label."""


def positions(network: Network, radii: Mapping[str, float]) -> dict[str, tuple[int, int]]:
    """Return a position for each node.

    Distances follow shortest paths. Neighbours with many edges between them stand farther apart, so that each
    edge can be told from the next, and nodes that would touch are pushed apart.

    Args:
        network: Any network with at least one node.
        radii: The radius of each node in canvas units.

    Returns:
        x and y of each node, in whole canvas units; y grows downwards.

    Example:
        >>> import math, networkx as nx
        >>> place = positions(nx.Graph([("a", "b")]), {"a": 10.0, "b": 30.0})
        >>> math.dist(place["a"], place["b"]) > 10 + 30
        True
    """
    nodes = sorted(network)
    number = {node: place for place, node in enumerate(nodes)}
    between = Counter((number[min(a, b)], number[max(a, b)]) for a, b in network.edges() if a != b)
    ends = np.array(sorted(between), dtype=int).reshape(-1, 2)
    sizes = np.array([radii[node] for node in nodes])
    bundles = np.array([between[a, b] for a, b in ends.tolist()], dtype=float)
    lengths = sizes[ends].sum(axis=1) + _GAP + np.minimum(180, 14 * bundles)
    points = _by_paths(len(nodes), ends, lengths)
    points[:, 0] *= 1.25  # a screen is wider than high
    points = _pushed_apart(points, sizes, ends, lengths)
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in zip(nodes, points, strict=True)}


def _by_paths(count: int, ends: Any, lengths: Any) -> Any:
    """Return ``count`` points whose distances are near the lengths of shortest paths over the links.

    Up to 600 nodes by stress majorization from a circle (Gansner, Koren and North 2005), more by scaling from
    600 pivots (Brandes and Pich 2007). Components lie side by side.
    """
    # scipy takes as long to load as the rest of the package, and nothing but drawing needs these parts of it.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import shortest_path  # noqa: PLC0415

    links = csr_array((lengths, tuple(ends.T)), shape=(count, count))
    pivots = np.unique(np.linspace(0, count - 1, min(count, 600)).astype(int))
    paths = shortest_path(links, directed=False, indices=pivots)
    reached = np.isfinite(paths)
    half = np.where(reached, paths, 0).max(axis=0) / 2 + _GAP
    paths = np.where(reached, paths, half[pivots, None] + half[None, :])
    turn = 2 * np.pi * np.arange(count) / count
    circle = np.column_stack([np.cos(turn), np.sin(turn)]) * paths.max() / 2
    if count == len(pivots):
        return _majorized(circle, paths)
    # Nodes with the same neighbours fall together; a little of the circle takes them apart.
    return _scaled(paths) + 0.04 * circle


def _majorized(points: Any, paths: Any) -> Any:
    """Return ``points`` moved to lower stress: squared errors of distances, each relative to its path."""
    weights = np.divide(1.0, paths**2, out=np.zeros_like(paths), where=paths > 0)
    inverse = np.linalg.inv(np.diag(weights.sum(axis=1)) - weights + 1 / len(points))
    for _ in range(200):
        apart = points[:, None] - points[None, :]
        distances = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-9)
        pull = -weights * paths / distances
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        points = inverse @ (pull @ points)
    return points


def _scaled(paths: Any) -> Any:
    """Return the two leading axes of the nodes' distances from the pivots, one row of ``paths`` a pivot."""
    squares = paths**2
    centred = (squares.mean(axis=0) + squares.mean(axis=1, keepdims=True) - squares.mean() - squares) / 2
    _, vectors = np.linalg.eigh(centred @ centred.T)
    axes = [centred.T @ vector * np.sign(vector[np.abs(vector).argmax()]) for vector in vectors.T[:-3:-1]]
    return np.column_stack([axis / np.sqrt(np.linalg.norm(axis)) for axis in axes])


def _pushed_apart(points: Any, sizes: Any, ends: Any, lengths: Any) -> Any:
    """Return ``points`` moved until none touch and neighbours (``ends``) stand about ``lengths`` apart.

    At most 150 rounds; what still touches then stays so.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415 - see above

    for _ in range(150):
        pairs = cKDTree(points).query_pairs(2 * float(sizes.max()) + _GAP, output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        wanted = np.concatenate([sizes[pairs].sum(axis=1) + _GAP, 0.9 * lengths])
        a, b = np.concatenate([pairs, ends]).T
        apart = points[b] - points[a]
        distance = np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1e-6)
        close = wanted - distance > 0.5
        if not close.any():
            break
        shift = (apart / distance[:, None] * (wanted - distance)[:, None] / 2)[close]
        moves, pushes = np.zeros_like(points), np.zeros(len(points))
        for side, sign in ((b[close], 1), (a[close], -1)):
            np.add.at(moves, side, sign * shift)
            np.add.at(pushes, side, 1)
        # The root lies between the sum, which throws a hub out, and the mean, which leaves a crowd crowded.
        points = points + moves / np.sqrt(np.maximum(pushes, 1))[:, None]
    return points
