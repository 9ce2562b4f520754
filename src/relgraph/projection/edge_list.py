"""The edge list of a network: what measures read of it, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class EdgeList:
    """The nodes of a network, and the ends, weights and directions of its edges.

    Attributes:
        nodes: The nodes, in the order of the network.
        attributes: What the network says of each of them.
        about: What it says of itself.
        source: The place of the source of each edge among ``nodes``.
        target: That of the target.
        weight: What each edge weighs.
        adverse: The part of that which is adverse.
        one_way: Whether each edge points from its source to its target, and not both ways.
        mirror: Whether each edge only repeats an undirected one the other way.
    """

    nodes: tuple[str, ...]
    attributes: Sequence[Mapping[str, Any]]
    about: Mapping[str, Any]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    adverse: NDArray[np.float64]
    one_way: NDArray[np.bool_]
    mirror: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.source)

    @property
    def has_directions(self) -> bool:
        """Whether an edge between two nodes points one way."""
        return bool((self.one_way & (self.source != self.target)).any())
