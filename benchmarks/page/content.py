"""What can be told from a page and its nodes: bytes of data, who stands beside whom, how much nodes cover."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.spatial import cKDTree

from benchmarks.generator.blocs import bloc_of

_DATA = re.compile(r'<script\b[^>]*\btype="application/json"[^>]*>(.*?)</script>', re.DOTALL)
_NEIGHBOURS = 10


def data_bytes(page: str) -> int:
    """Return how many bytes of a page are data."""
    return sum(len(part.encode()) for part in _DATA.findall(page))


def share_in_bloc(places: Mapping[str, tuple[float, float]]) -> float:
    """Return which share of the ten nearest neighbours of each node are of its bloc, over all nodes.

    Args:
        places: x and y of each node by IRI, more than ten of them.
    """
    blocs = np.array([bloc_of(iri) for iri in places])
    points = np.array(list(places.values()), dtype=float)
    # The nearest of all is the node itself, or one at the very same place.
    _, nearest = cKDTree(points).query(points, _NEIGHBOURS + 1)
    others = nearest != np.arange(len(points))[:, None]
    same = (blocs[nearest] == blocs[:, None]) & others
    return float(same.sum() / others.sum())


def share_covered(nodes: Iterable[tuple[float, float, float]]) -> float:
    """Return which share of a picture its nodes cover.

    Args:
        nodes: x, y and radius of each, at least one. The picture is the smallest field that holds them.
    """
    x, y, radius = np.array(list(nodes), dtype=float).T
    wide, high = (np.max(at + radius) - np.min(at - radius) for at in (x, y))
    return float(math.pi * np.sum(radius**2) / (wide * high))
