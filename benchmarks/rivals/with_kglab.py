"""Turtle to PageRank with kglab: python -m benchmarks.rivals.with_kglab QUESTION FILE."""

from __future__ import annotations

import sys

import kglab
import networkx as nx

from benchmarks.rivals.questions import DIRECTED, QUESTIONS

question, path = sys.argv[1:]
graph = kglab.KnowledgeGraph()
graph.load_rdf(path, format="ttl")
network: nx.Graph[str] = nx.DiGraph() if question in DIRECTED else nx.Graph()
frame = graph.query_as_df(QUESTIONS[question], simplify=False)
network.add_weighted_edges_from((str(row.a), str(row.b), float(row.n)) for row in frame.itertuples())
scores = nx.pagerank(network)
for node in sorted(scores, key=scores.__getitem__, reverse=True)[:3]:
    print(node)
