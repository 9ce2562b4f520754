"""Linlog: points that show which nodes of a connected network belong together.

The energy is the edge-repulsion LinLog model of Noack ("Energy models for graph clustering", Journal of Graph
Algorithms and Applications 11, 2007; "Modularity clustering is force-directed layout", Physical Review E 79,
2009): neighbours attract each other with a force that does not depend on their distance, all nodes repel each
other in proportion to their degrees and inversely to their distance. Where that is least, groups with many ties
inside and few outside stand apart, and hubs do not gather in the middle. A weak pull to the middle, stronger
from above and below, is added: it makes the picture compact and wider than high.

Only operations that every processor rounds alike are used (sums, products, quotients, roots; no matrix product,
no sine), and points are rounded after each step, so that the same network gives the same points everywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_PIVOTS = 50
"""Nodes from which paths are measured for the start."""
_STEPS = 30
"""Steps down the energy: about twice as many as it takes until the picture no longer changes to the eye."""
_SOLVING = 25
"""Rounds of conjugate gradients in a step."""
_STRIDE = 0.7
"""How much of a step is taken: whole ones overshoot where nodes are crowded."""
_GRAVITY = (0.3, 0.5)
"""The pull to the middle along x and y, relative to the attraction of all edges."""
_NEAR = 1e-6
"""Added to each squared distance, so that no force is infinite."""
_SOFT = 3.0
"""By the number of nodes, the squared distance within which neighbours attract less: groups spread out."""

_LEAF = 16
"""Nodes in a cell that is not divided further."""
_EXACT = 600
"""Up to so many nodes all pairs are summed up, which then is faster."""
_OPENING = 0.6
"""Cells act as one mass farther away than this times their size (width and height): forces err by about 3 %."""
_BLOCK = 1 << 16
"""Pairs that are worked out at a time, so that they stay in the processor's cache."""


def linlog(ends: Any, weights: Any, count: int) -> Any:
    """Return a point for each node of a connected network where its LinLog energy is low.

    Each step solves for the points at which attraction, taken as springs of the present lengths, balances the
    present repulsion. Repulsion is exact for up to 600 nodes and follows Barnes and Hut for more ("A
    hierarchical O(N log N) force-calculation algorithm", Nature 324, 1986).

    Args:
        ends: The numbers of the two nodes of each edge, from 0, an array of two columns; no loops.
        weights: How strongly each edge attracts, greater than zero; 1 is usual.
        count: How many nodes there are, at least two.

    Returns:
        An array of ``count`` rows, x and y, around (0, 0), in a unit of its own.

    Example:
        >>> triangles = np.array([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)])
        >>> x = linlog(triangles, np.ones(7), 6)[:, 0]
        >>> bool(max(x[:3]) < min(x[3:]) or max(x[3:]) < min(x[:3]))
        True
    """
    points = _start(ends, count)
    start, end = ends.T
    masses = 1 + np.bincount(start, weights, count) + np.bincount(end, weights, count)
    total = masses.sum()
    strength = masses * (2 * weights.sum() / total**2)
    pulls = [masses * (gravity * weights.sum() / total) for gravity in _GRAVITY]
    for _ in range(_STEPS):
        apart = points[start] - points[end]
        springs = weights / np.sqrt((apart * apart).sum(axis=1) + _SOFT / count)
        forces = _repulsion(points, masses) * strength[:, None]
        balanced = [
            _solved(ends, springs, pull, force, at)
            for pull, force, at in zip(pulls, forces.T, points.T, strict=True)
        ]
        points = points + _STRIDE * (np.column_stack(balanced) - points)
        points = (points - points.mean(axis=0)).round(6)
    return points


def _start(ends: Any, count: int) -> Any:
    """Return the two leading axes of the lengths of paths to some nodes (Brandes and Pich, Graph Drawing 2006).

    Nodes with the same paths would fall together; points spread evenly over a square take them apart.
    """
    # scipy takes as long to load as the rest of the package, and nothing but drawing needs this part of it.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    links = csr_array((np.ones(len(ends)), tuple(ends.T)), shape=(count, count))
    paths: list[Any] = []
    pivot = int(np.bincount(ends.ravel()).argmax())
    nearest = np.full(count, np.inf)
    while len(paths) < _PIVOTS and nearest[pivot] > 0:
        paths.append(dijkstra(links, directed=False, unweighted=True, indices=pivot))
        nearest = np.minimum(nearest, paths[-1])
        pivot = int(nearest.argmax())
    squares = np.square(paths)
    centred = (squares.mean(axis=0) + squares.mean(axis=1, keepdims=True) - squares.mean() - squares) / 2
    points = np.column_stack([(centred * axis[:, None]).sum(axis=0) for axis in _axes(centred)])
    points /= max(1e-9, float(np.sqrt((points * points).sum() / count)))
    spread = np.arange(1, count + 1)[:, None] * [0.7548776662466927, 0.5698402909980532] % 1 - 0.5
    return (points + 0.05 * spread).round(6)


def _axes(rows: Any) -> list[Any]:
    """Return the two leading eigenvectors of the products of ``rows``, by power iteration."""
    products = np.array([(rows * row).sum(axis=1) for row in rows])
    found: list[Any] = []
    for first in (0.618033988749895, 0.414213562373095):
        axis = np.arange(1, len(rows) + 1) * first % 1 - 0.5
        for _ in range(60):
            image = (products * axis).sum(axis=1)
            for other in found:
                image = image - other * (other * image).sum()
            length = np.sqrt((image * image).sum())
            if length < 1e-9:  # all nodes lie on the axis before, and this one adds nothing
                axis = np.zeros(len(rows))
                break
            axis = image / length
        found.append(axis)
    return found


def _solved(ends: Any, springs: Any, pull: Any, force: Any, at: Any) -> Any:
    """Return where springs and pull balance ``force`` along one axis, by conjugate gradients from ``at``."""
    start, end = ends.T
    count = len(at)

    def held(x: Any) -> Any:
        along = springs * (x[start] - x[end])
        return np.bincount(start, along, count) - np.bincount(end, along, count) + pull * x

    stiffness = np.bincount(start, springs, count) + np.bincount(end, springs, count) + pull
    rest = force - held(at)
    scaled = rest / stiffness
    direction = scaled
    left = (rest * scaled).sum()
    for _ in range(_SOLVING):
        if left < 1e-14:
            break
        image = held(direction)
        share = left / (direction * image).sum()
        at = at + share * direction
        rest = rest - share * image
        scaled = rest / stiffness
        before, left = left, (rest * scaled).sum()
        direction = scaled + (left / before) * direction
    return at


def _repulsion(points: Any, masses: Any) -> Any:
    """Return the force on each point: the sum over all others of mass by distance, away from them."""
    forces = np.zeros_like(points)
    if len(points) <= _EXACT:
        rows = max(1, _BLOCK // len(points))
        for first in range(0, len(points), rows):
            block = slice(first, first + rows)
            forces[block] = _push(points[block], points[None], masses[None])
        return forces
    order, masses = _in_cells(points, masses)
    points = points[order]
    low, high = points.min(axis=1), points.max(axis=1)
    reach = (high - low)[..., 0] + (high - low)[..., 1]
    middle = (low + high) / 2
    moved = np.zeros_like(points)
    near, cell = np.arange(len(points)), np.zeros(len(points), dtype=int)
    for lows, highs, mass, centre in _levels(low, high, masses, points):
        apart = middle[near] - centre[cell]
        size = _OPENING * ((highs - lows)[cell].sum(axis=1) + reach[near] / 2)
        far = (apart * apart).sum(axis=1) > size * size
        moved += _forces(points, near[far], centre[:, None], mass[:, None], cell[far])
        near, cell = near[~far], cell[~far]
        if len(mass) < len(points):
            near, cell = np.repeat(near, 2), np.repeat(2 * cell, 2)
            cell[1::2] += 1
    moved += _forces(points, near, points, masses, cell)
    kept = masses > 0
    forces[order[kept]] = moved[kept]
    return forces


def _in_cells(points: Any, masses: Any) -> tuple[Any, Any]:
    """Return which points are in each cell, and their masses: halves of halves, cut across the longer side.

    All cells have as many points; the last one is repeated, without mass, to make that so.
    """
    depth = (len(points) // _LEAF).bit_length()
    spare = -len(points) % (1 << depth)
    order = np.concatenate([np.arange(len(points)), np.full(spare, len(points) - 1)])
    masses = np.concatenate([masses, np.zeros(spare)])
    for level in range(depth):
        order, masses = order.reshape(1 << level, -1), masses.reshape(1 << level, -1)
        inside = points[order]
        extent = inside.max(axis=1) - inside.min(axis=1)
        along = np.where(extent[:, :1] >= extent[:, 1:], inside[..., 0], inside[..., 1])
        sorted_along = along.argsort(axis=1, kind="stable")
        order = np.take_along_axis(order, sorted_along, axis=1)
        masses = np.take_along_axis(masses, sorted_along, axis=1)
    return order.reshape(1 << depth, -1), masses.reshape(1 << depth, -1)


def _levels(low: Any, high: Any, masses: Any, points: Any) -> list[tuple[Any, Any, Any, Any]]:
    """Return corners, mass and centre of mass of the cells of each level, the one that holds all first."""
    mass = masses.sum(axis=1)
    moment = (points * masses[..., None]).sum(axis=1)
    found = []
    while True:
        found.append((low, high, mass, moment / np.maximum(mass, _NEAR)[:, None]))
        if len(mass) == 1:
            return found[::-1]
        low, high = np.minimum(low[::2], low[1::2]), np.maximum(high[::2], high[1::2])
        mass, moment = mass[::2] + mass[1::2], moment[::2] + moment[1::2]


def _forces(points: Any, near: Any, sources: Any, masses: Any, cell: Any) -> Any:
    """Return what the sources in each of ``cell`` do to the points of the cell in ``near``, which ascends."""
    forces = np.zeros_like(points)
    rows = max(1, _BLOCK // (points.shape[1] * sources.shape[1]))
    for first in range(0, len(near), rows):
        block = slice(first, first + rows)
        to, by = near[block], cell[block]
        pushed = _push(points[to], sources[by], masses[by])
        starts = np.flatnonzero(np.concatenate([[True], to[1:] != to[:-1]]))
        forces[to[starts]] += np.add.reduceat(pushed, starts, axis=0)
    return forces


def _push(points: Any, sources: Any, masses: Any) -> Any:
    """Return the forces on each row of ``points`` from the same row of ``sources``."""
    x = points[..., 0, None] - sources[..., None, :, 0]
    y = points[..., 1, None] - sources[..., None, :, 1]
    strength = x * x
    strength += y * y
    strength += _NEAR
    np.divide(masses[..., None, :], strength, out=strength)
    x *= strength
    y *= strength
    return np.stack([x.sum(axis=-1), y.sum(axis=-1)], axis=-1)
