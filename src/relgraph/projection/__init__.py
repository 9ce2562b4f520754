"""Project: acts folded into a NetworkX network.

``catalogue`` says what each projection is, ``links`` turns acts into edges by it, ``filters`` and
``collectives`` say which acts and whom they link, ``counting`` how they count, ``stances`` which of them tells
where an actor stands. ``network`` and ``one_mode`` build the NetworkX graph, and ``folding`` is the way through
them.
"""

from relgraph.projection.catalogue import PROJECTIONS, Projection, entering, one_mode_of
from relgraph.projection.counting import OVER
from relgraph.projection.folding import Fold, fold, project
from relgraph.projection.network import Network

__all__ = [
    "OVER",
    "PROJECTIONS",
    "Fold",
    "Network",
    "Projection",
    "entering",
    "fold",
    "one_mode_of",
    "project",
]
