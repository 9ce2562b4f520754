"""Project: acts folded into a NetworkX network.

``catalogue`` says what each projection is, ``asking`` which statements it takes, ``links`` turns acts into
edges by it, ``filters`` and ``collectives`` say which acts and whom they link, ``counting`` how they count,
``stances`` which of them tells where an actor stands. ``network`` and ``one_mode`` build the NetworkX graph,
``edge_list`` is what measures read of it, ``folding`` is the way through them, and ``one_pass`` the way from
files. ``linked`` reads acts one by one; ``counted`` has them counted where the statements are, by the queries
of ``count_queries``, which ``patterns`` and ``act_patterns`` write. ``foreign_relations`` and ``edge_rows`` let
data of others in: by their properties, or by the rows of a query.
"""

from relgraph.projection.asking import predicates_asked
from relgraph.projection.catalogue import PROJECTIONS, Projection, entering, one_mode_of
from relgraph.projection.counting import OVER
from relgraph.projection.edge_list import EdgeList
from relgraph.projection.edge_rows import edge_graph
from relgraph.projection.folding import fold, project, refuse_empty
from relgraph.projection.folds import Detail, Fold
from relgraph.projection.network import Network
from relgraph.projection.one_pass import fold_files

__all__ = [
    "OVER",
    "PROJECTIONS",
    "Detail",
    "EdgeList",
    "Fold",
    "Network",
    "Projection",
    "edge_graph",
    "entering",
    "fold",
    "fold_files",
    "one_mode_of",
    "predicates_asked",
    "project",
    "refuse_empty",
]
