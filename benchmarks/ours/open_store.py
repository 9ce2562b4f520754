"""Turtle into a store: python -m benchmarks.ours.open_store FILE."""

import sys

import relgraph

graph = relgraph.open(sys.argv[1])
print(len(graph.oxigraph))
