"""Measures of weighted paths with relgraph: python -m benchmarks.ours.paths FILE."""

import sys

import networkx as nx

import relgraph

network = nx.read_weighted_edgelist(sys.argv[1])
scores = relgraph.centrality(network, ["betweenness", "closeness", "harmonic"])
for position, name in enumerate(scores.measures):
    first = max(sorted(scores.rows, key=lambda row: row.iri), key=lambda row: row.values[position])
    print(name, first.iri, f"{first.values[position]:.6g}")
