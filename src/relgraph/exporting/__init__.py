"""Export: a graph as RDF, parts of it, its description; a network for network tools, and as tables."""

from relgraph.exporting.serialization import NETWORK_FORMATS, RDF_FORMATS, export, export_notes, stream
from relgraph.exporting.simple_networks import simple
from relgraph.exporting.subsets import subset
from relgraph.exporting.tables import edges_frame, nodes_frame
from relgraph.exporting.void import describe

__all__ = [
    "NETWORK_FORMATS",
    "RDF_FORMATS",
    "describe",
    "edges_frame",
    "export",
    "export_notes",
    "nodes_frame",
    "simple",
    "stream",
    "subset",
]
