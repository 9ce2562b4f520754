"""Analyse: what the network of a projection says about its nodes, with what was done and what it cannot say.

Parallel edges are first collapsed into one edge with summed weights, since several measures refuse or misread
a multigraph; self-loops are left out. Weights are strengths, so path measures read 1 / weight as the cost of an
edge. What NetworkX computes is NetworkX's.
"""

from relgraph.analysis.backbone_extraction import backbone
from relgraph.analysis.bloc_detection import Blocs, blocs
from relgraph.analysis.measures import DEFAULT_MEASURES, MEASURES, Measure, collapse
from relgraph.analysis.scores import Scores, centrality
from relgraph.analysis.structural_balance import Balance, Triad, balance

__all__ = [
    "DEFAULT_MEASURES",
    "MEASURES",
    "Balance",
    "Blocs",
    "Measure",
    "Scores",
    "Triad",
    "backbone",
    "balance",
    "blocs",
    "centrality",
    "collapse",
]
