"""What a measure is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from relgraph.analysis.collapsed_edges import CollapsedEdges
from relgraph.projection import Network

Values: TypeAlias = "dict[str, float]"
"""One value per node."""


class UndefinedError(Exception):
    """Says why a measure has no value on a network; ``centrality`` makes it a warning."""


@dataclass(frozen=True)
class Measure:
    """A measure of the nodes of a network, with what else is to be known of it to say what it cannot tell.

    Attributes:
        name: What it is called.
        meaning: What one unit of it is.
        compute: Takes collapsed edges and returns one value per node for each of ``columns``. It raises
            :class:`UndefinedError` with the reason where the network gives it nothing to measure.
        directed: Whether it reads the network with its directions (an undirected edge counts both ways).
        columns: What it returns; the first column ranks. By default the one of its name.
        weights: Whether it reads the weight or the cost of edges.
        paths: Whether it reads the ``cost`` of edges.
        local: Whether the edges of others make no difference to the value of a node.
        nearness: Whether it takes an edge for nearness, support or access, so that adverse edges mislead it.
        two_mode: Whether it is defined on networks of two modes alone.
        within_modes: Whether on a network of two modes its values compare within each mode only.
        undefined_for: The nodes that have no value (``nan``), as what follows "the 3 nodes"; ``""`` where all
            have one.

    Example:
        >>> size = Measure("size", "number of nodes", lambda edges: (dict.fromkeys(edges.nodes, len(edges)),))
        >>> size.columns
        ('size',)
    """

    name: str
    meaning: str
    compute: Callable[[CollapsedEdges], tuple[Values, ...]]
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


def of_graph(
    compute: Callable[[Network], tuple[Values, ...]],
) -> Callable[[CollapsedEdges], tuple[Values, ...]]:
    """Return what computes on collapsed edges what ``compute`` does on a NetworkX graph.

    Args:
        compute: Takes a Graph or DiGraph with ``weight`` and ``cost``, as
            :func:`~relgraph.analysis.collapsing.collapse` returns it.

    Returns:
        The same for :attr:`Measure.compute`.

    Example:
        >>> import networkx as nx
        >>> from relgraph.analysis.collapsed_edges import collapsed_edges
        >>> from relgraph.projection.edge_list import edge_list
        >>> network = nx.Graph(["ab", "bc"])
        >>> of_graph(lambda graph: (nx.clustering(graph),))(collapsed_edges(edge_list(network), directed=False))
        ({'a': 0, 'b': 0, 'c': 0},)
    """
    return lambda edges: compute(edges.graph)
