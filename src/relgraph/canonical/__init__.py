"""The canonical form of a graph: the order of its triples, its Turtle, and names for its blank nodes.

It is one and the same for isomorphic graphs, so that files differ only where graphs do.
"""

from relgraph.canonical.blank_nodes import blank_node_hashes, name_blank_nodes
from relgraph.canonical.order import (
    Batch,
    Row,
    Written,
    batches,
    canonical,
    canonical_store,
    lines_of,
    triples_of,
)
from relgraph.canonical.turtle import Section, prefixes_of, to_turtle, turtle_chunks, with_declared

__all__ = [
    "Batch",
    "Row",
    "Section",
    "Written",
    "batches",
    "blank_node_hashes",
    "canonical",
    "canonical_store",
    "lines_of",
    "name_blank_nodes",
    "prefixes_of",
    "to_turtle",
    "triples_of",
    "turtle_chunks",
    "with_declared",
]
