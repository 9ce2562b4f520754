"""Turtle to PageRank with a store, a query and a network library that are joined by hand.

python -m benchmarks.rivals.by_hand QUESTION FILE
"""

from __future__ import annotations

import sys

import networkx as nx
import pyoxigraph as ox

from benchmarks.rivals.questions import DIRECTED, QUESTIONS

question, path = sys.argv[1:]
store = ox.Store()
store.load(path=path, format=ox.RdfFormat.TURTLE)
network: nx.Graph[str] = nx.DiGraph() if question in DIRECTED else nx.Graph()
rows = store.query(QUESTIONS[question])
assert isinstance(rows, ox.QuerySolutions)
network.add_weighted_edges_from((row["a"].value, row["b"].value, float(row["n"].value)) for row in rows)
scores = nx.pagerank(network, backend="rustworkx")
for node in sorted(scores, key=scores.__getitem__, reverse=True)[:3]:
    print(node)
