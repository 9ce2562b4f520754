"""What a measure is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from relgraph.projection import Network

Values: TypeAlias = "dict[str, float]"
"""One value per node."""


class UndefinedError(Exception):
    """Why a measure has no value on a network; ``centrality`` makes it a warning."""


@dataclass(frozen=True)
class Measure:
    """A measure of the nodes of a network.

    Attributes:
        name: What it is called.
        meaning: What one unit of it is.
        compute: Takes a collapsed network and returns one value per node for each of ``columns``. It raises
            :class:`UndefinedError` with the reason where the network gives it nothing to measure.
        directed: It reads the network with its directions (an undirected edge counts both ways).
        columns: What it returns; the first column ranks. By default the one of its name.
        weights: It reads the weight or the cost of edges.
        paths: It reads the ``cost`` of edges.
        local: The edges of others make no difference to the value of a node.
        nearness: It takes an edge for nearness, support or access, so that adverse edges mislead it.
        two_mode: It is defined on networks of two modes alone.
        within_modes: On a network of two modes its values compare within each mode only.
        undefined_for: Which nodes it has no value (``nan``) for, as the end of "the 3 nodes ..."; ``""`` where
            all nodes have one.
    """

    name: str
    meaning: str
    compute: Callable[[Network], tuple[Values, ...]]
    directed: bool = False
    columns: tuple[str, ...] = ()
    weights: bool = True
    paths: bool = False
    local: bool = False
    nearness: bool = True
    two_mode: bool = False
    within_modes: bool = False
    undefined_for: str = ""

    def __post_init__(self) -> None:
        """Name the one column after the measure where none is given."""
        object.__setattr__(self, "columns", self.columns or (self.name,))
