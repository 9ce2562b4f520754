"""The edge list of a network: what measures read of it, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class EdgeList:
    """The nodes of a network, and the ends, weights and directions of its edges.

    Attributes:
        nodes: The nodes, in order.
        attributes: What the network says of each of them.
        mode: The mode of each, 0 or 1 (``bipartite``), and -1 where it has none.
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
    mode: NDArray[np.int8]
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

    def chosen(self, times: NDArray[np.float64]) -> EdgeList:
        """Return the list with each edge counted some times, and without those counted none.

        Args:
            times: One number per edge.

        Returns:
            A new list of the same nodes.
        """
        kept = times > 0
        return replace(
            self,
            source=self.source[kept],
            target=self.target[kept],
            weight=(self.weight * times)[kept],
            adverse=(self.adverse * times)[kept],
            one_way=self.one_way[kept],
            mirror=self.mirror[kept],
        )

    @property
    def has_directions(self) -> bool:
        """Whether an edge between two nodes points one way."""
        return bool((self.one_way & (self.source != self.target)).any())


def modes_of(attributes: Sequence[Mapping[str, Any]]) -> NDArray[np.int8]:
    """Return the mode of nodes with these attributes, -1 where they have none."""
    found = (data.get("bipartite") for data in attributes)
    return np.array([mode if mode in (0, 1) else -1 for mode in found], dtype=np.int8)
