"""Layout: a place for each node.

Positions are computed here and not in the browser, so that the page opens at once and two people who talk about
it see the same picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import ceil, fsum, sqrt
from typing import Any

import numpy as np

from relgraph.page.linlog import linlog
from relgraph.projection import Network

_GAP = 32.0
"""Canvas units that are left free between two nodes, enough for a line of a label."""
_SHAPE = 1.4
"""Width by height of the picture: a screen is wider than high."""
_FILLED = 0.25
"""How much of its ellipse the nodes of a component fill, gaps included, before they are pushed apart."""
_COVERED = 0.12
"""How much of the picture nodes may cover; one that is thin counts as less thin."""
_ROUNDS = 100
"""Rounds of pushing apart."""
_KEPT = 0.85
"""How much of its last move a node that is pushed again makes once more, so that crowds spread sooner."""
_CELLS = 40_000
"""About how many cells the parts take up, four times over, of the grid on which they are packed."""


def positions(network: Network, radii: Mapping[str, float]) -> dict[str, tuple[int, int]]:
    """Return a position for each node.

    Groups with many edges inside and few outside stand apart (see :mod:`relgraph.page.linlog`); an edge
    attracts with the root of its weight, parallel edges with that of their sum. Nodes that would touch are
    pushed apart, and neighbours with many edges between them stand farther from each other, so that each edge
    can be told from the next. The largest component stands in the middle, smaller ones close around it, and
    nodes without neighbours in rows below. The same network has the same positions on every machine.

    Args:
        network: Any network.
        radii: The radius of each node in canvas units.

    Returns:
        x and y of each node, in whole canvas units; y grows downwards. No two nodes touch, and as a rule 32
        units are free between them. The picture is about 1.4 times as wide as high; nodes cover little of it.

    Example:
        >>> import math, networkx as nx
        >>> place = positions(nx.Graph([("a", "b")]), {"a": 10.0, "b": 30.0})
        >>> math.dist(place["a"], place["b"]) > 10 + 30
        True
    """
    nodes = sorted(network)
    sizes = np.array([radii[node] for node in nodes], dtype=float)
    ends, weights, bundles = _ties(network, {node: number for number, node in enumerate(nodes)})
    lengths = 0.9 * (sizes[ends].sum(axis=1) + _GAP + np.minimum(180, 14 * bundles))
    points = np.zeros((len(nodes), 2))
    parts, alone = _parts(ends, len(nodes))
    for members, inside in parts:
        within = np.searchsorted(members, ends[inside])
        points[members] = _part(within, weights[inside], lengths[inside], sizes[members])
    _pack([members for members, _ in parts], points, sizes)
    _line_up(alone, points, sizes)
    points = _roomy(points, sizes)
    return {node: (round(x), round(y)) for node, (x, y) in zip(nodes, points.tolist(), strict=True)}


def _ties(network: Network, number: Mapping[str, int]) -> tuple[Any, Any, Any]:
    """Return the pairs of neighbours by ``number``, how strongly each attracts, and how many edges it has."""
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for a, b, weight in network.edges(data="weight", default=1.0):
        if a != b:
            found[min(number[a], number[b]), max(number[a], number[b])].append(weight)
    ends = np.array(sorted(found), dtype=int).reshape(-1, 2)
    pairs = [found[a, b] for a, b in ends.tolist()]
    # What has no weight that could attract is drawn all the same; within bounds no pair outweighs all others.
    weights = np.sqrt(np.nan_to_num(np.clip([fsum(pair) for pair in pairs], 0, 1e9)))
    if pairs:
        weights = np.clip(weights / (np.median(weights) or 1.0), 0.2, 5)
    return ends, weights, np.array([len(pair) for pair in pairs], dtype=float)


def _parts(ends: Any, count: int) -> tuple[list[tuple[Any, Any]], Any]:
    """Return nodes and pairs of each component of more than one node, most nodes first, and the nodes alone."""
    # scipy takes as long to load as the rest of the package, and nothing but drawing needs this part of it.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    links = csr_array((np.ones(len(ends)), tuple(ends.T)), shape=(count, count))
    _, part = connected_components(links, directed=False)
    large = np.bincount(part, minlength=1)
    members = np.split(np.argsort(part, kind="stable"), np.cumsum(large)[:-1])
    pairs = np.split(
        np.argsort(part[ends[:, 0]], kind="stable"),
        np.cumsum(np.bincount(part[ends[:, 0]], minlength=len(large)))[:-1],
    )
    order = [number for number in np.argsort(-large, kind="stable").tolist() if large[number] > 1]
    return [(members[number], pairs[number]) for number in order], np.flatnonzero(large[part] == 1)


def _part(ends: Any, weights: Any, lengths: Any, sizes: Any) -> Any:
    """Return points of one component of more than one node, in canvas units."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - see above

    if len(sizes) == 2:  # the usual small part, of which there may be thousands
        return np.array([(0.0, 0.0), (max(lengths[0], sizes.sum() + _GAP), 0.0)])
    points = linlog(ends, weights, len(sizes))
    width, height = np.maximum(np.ptp(points, axis=0), 1e-9)
    if height > width:
        points, width, height = points[:, ::-1].copy(), height, width
    points[:, 0] *= min(1.25, max(0.8, _SHAPE * height / width))
    nearest, which = (column[:, 1] for column in cKDTree(points).query(points, 2))
    # Where nodes stand in a line, which has no area, they set the scale by their distances.
    loosest = np.quantile((sizes + sizes[which] + _GAP) / np.maximum(nearest, 1e-6), 0.9)
    area = 4 * np.sqrt((points[:, 0] ** 2).mean() * (points[:, 1] ** 2).mean())
    scale = np.sqrt(((sizes + _GAP / 2) ** 2).sum() / _FILLED / max(area, 1e-9))
    apart = points[ends[:, 0]] - points[ends[:, 1]]
    longer = np.quantile(lengths / np.maximum(np.sqrt((apart * apart).sum(axis=1)), 1e-6), 0.2)
    # A ring or a chain leaves its ellipse empty, and its links would be too short.
    scale = min(max(scale, min(longer, 1.3 * scale)), loosest)
    return _pushed_apart(points * scale, sizes, ends, lengths)


def _pushed_apart(points: Any, sizes: Any, ends: Any, lengths: Any) -> Any:
    """Return ``points`` moved until a gap is between all and neighbours (``ends``) are ``lengths`` apart.

    What still is too close after 100 rounds stays so.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415 - see above

    moves = np.zeros_like(points)
    for _ in range(_ROUNDS):
        pairs = cKDTree(points).query_pairs(2 * float(sizes.max()) + _GAP, output_type="ndarray")
        a, b = np.concatenate([pairs, ends]).T
        wanted = np.concatenate([sizes[pairs].sum(axis=1) + _GAP, lengths])
        apart = points[b] - points[a]
        distance = np.maximum(np.sqrt((apart * apart).sum(axis=1)), 1e-6)
        close = np.flatnonzero(wanted - distance > 1)
        if close.size == 0:
            break
        # Sums depend on the order, which the tree does not promise.
        close = close[np.lexsort((b[close], a[close]))]
        a, b = a[close], b[close]
        shift = apart[close] * ((wanted - distance) / distance / 2)[close, None]
        pushes = np.bincount(a, minlength=len(points)) + np.bincount(b, minlength=len(points))
        pushed = [np.bincount(b, along, len(points)) - np.bincount(a, along, len(points)) for along in shift.T]
        # The root lies between the sum, which throws a hub out, and the mean, which leaves a crowd crowded.
        moves = _KEPT * moves + np.column_stack(pushed) / np.sqrt(np.maximum(pushes, 1))[:, None]
        moves[pushes == 0] = 0
        points = (points + moves).round(3)
    return points


def _pack(parts: list[Any], points: Any, sizes: Any) -> None:
    """Move each of ``parts`` but the first, which is the largest, to where the picture grows least.

    Places are the cells of a grid. The first takes up the cells in its outline of 16 sides, each other those of
    its rectangle.
    """
    extents = np.zeros((len(parts), 2))
    for number, part in enumerate(parts):
        low, high = ((points[part] + side * sizes[part, None]) for side in (-1, 1))
        low, high = low.min(axis=0), high.max(axis=0)
        points[part] -= (low + high) / 2
        extents[number] = high - low + 2 * _GAP
    if len(parts) < 2:
        return
    cell = max(_GAP, float(np.sqrt(extents.prod(axis=1).sum() * 4 / _CELLS)))
    counts = np.ceil(extents / cell).astype(int) + 1
    # A part finds a place where the parts before it block fewer places of the grid than there are.
    before = np.cumsum(counts, axis=0) - counts
    area = np.cumsum(counts.prod(axis=1))
    blocked = area + (before * counts[:, ::-1]).sum(axis=1) + np.arange(len(parts)) * counts.prod(axis=1)
    side = sqrt(float(blocked.max()) / _SHAPE)
    around = counts[0] + 2 * counts[1:].max(axis=0)
    columns, rows = (np.maximum([_SHAPE * side, side], around) + counts.max(axis=0)).astype(int).tolist()
    x = (np.arange(columns) - columns // 2) * cell
    y = (np.arange(rows)[:, None] - rows // 2) * cell
    taken = _outline(points[parts[0]], sizes[parts[0]], x, y)
    places: dict[tuple[int, int], Iterator[int]] = {}
    for part, (wide, high) in zip(parts[1:], np.ceil(extents[1:] / cell).astype(int).tolist(), strict=True):
        if (wide, high) not in places:
            places[wide, high] = iter(_by_growth(taken, wide, high))
        for place in places[wide, high]:
            row, column = divmod(place, columns)
            footprint = np.s_[row : row + high, column : column + wide]
            if not taken[footprint].any():
                taken[footprint] = True
                points[part] += [x[column] + (wide - 1) * cell / 2, y[row, 0] + (high - 1) * cell / 2]
                break


def _outline(points: Any, sizes: Any, x: Any, y: Any) -> Any:
    """Return which cells, at ``x`` and ``y``, are in the outline of the nodes or in the gap around it."""
    margin = _GAP + 0.75 * (x[1] - x[0])
    inside = np.ones((y.size, x.size), dtype=bool)
    for across, down in ((1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (2, -1), (1, 2), (1, -2)):
        length = sqrt(across * across + down * down)
        along = (points[:, 0] * across + points[:, 1] * down) / length
        cells = (x * across + y * down) / length
        inside &= (cells <= (along + sizes).max() + margin) & (cells >= (along - sizes).min() - margin)
    return inside


def _by_growth(taken: Any, wide: int, high: int) -> list[int]:
    """Return the free places of a rectangle of cells, by how large a picture around the middle holds it."""
    rows, columns = taken.shape
    sums = np.zeros((rows + 1, columns + 1), dtype=int)
    sums[1:, 1:] = taken.cumsum(axis=0).cumsum(axis=1)
    held = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    row, column = np.nonzero(held == 0)
    across = np.abs(column + wide / 2 - columns / 2)
    down = np.abs(row + high / 2 - rows / 2)
    grown = np.maximum((across + wide / 2) / _SHAPE, down + high / 2)
    order = np.lexsort((across * across + down * down, grown))
    return [int(place) for place in (row * columns + column)[order]]


def _line_up(alone: Any, points: Any, sizes: Any) -> None:
    """Move the nodes ``alone`` into rows below all others, as wide as the picture."""
    if not len(alone):
        return
    pitch = 2 * float(sizes[alone].max()) + _GAP
    others = np.delete(points, alone, axis=0)
    left, bottom, width = 0.0, 0.0, 0.0
    if len(others):
        reach = np.delete(sizes, alone)
        left, right = float((others[:, 0] - reach).min()), float((others[:, 0] + reach).max())
        bottom, width = float((others[:, 1] + reach).max()) + _GAP, right - left
    columns = max(1, int(width / pitch), ceil(sqrt(_SHAPE * len(alone))))
    place = np.arange(len(alone))
    points[alone, 0] = left + pitch * (place % columns + 0.5)
    points[alone, 1] = bottom + pitch * (place // columns + 0.5)


def _roomy(points: Any, sizes: Any) -> Any:
    """Return ``points`` so far from each other that no nodes touch or cover too much of the picture."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - see above

    if len(points) < 2:
        return points
    pairs = cKDTree(points).query_pairs(2 * float(sizes.max()) + 2, output_type="ndarray")
    apart = points[pairs[:, 0]] - points[pairs[:, 1]]
    distance = np.sqrt((apart * apart).sum(axis=1))
    # Two units more, since each position is rounded.
    scale = float(((sizes[pairs].sum(axis=1) + 2) / np.maximum(distance, 1e-3)).max(initial=1.0))
    covered = np.pi * float((sizes * sizes).sum())
    for _ in range(200):
        width, height = np.ptp(points, axis=0) * scale + 2 * float(sizes.max())
        if covered <= _COVERED * max(width, height * _SHAPE / 1.5) * max(height, width / _SHAPE / 1.5):
            break
        scale *= 1.03
    return points * scale
