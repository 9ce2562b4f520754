"""SHACL core (W3C, 2017): what shapes look at in a graph, and what they refuse."""

from relgraph.shacl.cached_graph import CachedGraph
from relgraph.shacl.shapes import Result, read_shapes, results_of, targets

__all__ = ["CachedGraph", "Result", "read_shapes", "results_of", "targets"]
