"""Turtle to PageRank with rdflib and NetworkX: python -m benchmarks.rivals.rdflib_alone QUESTION FILE."""

from __future__ import annotations

import sys

import networkx as nx
import rdflib
from rdflib.query import ResultRow

from benchmarks.rivals.questions import DIRECTED, QUESTIONS

question, path = sys.argv[1:]
graph = rdflib.Graph().parse(path, format="turtle")
network: nx.Graph[str] = nx.DiGraph() if question in DIRECTED else nx.Graph()
for row in graph.query(QUESTIONS[question]):
    assert isinstance(row, ResultRow)
    network.add_edge(str(row.a), str(row.b), weight=float(row.n))
scores = nx.pagerank(network)
for node in sorted(scores, key=scores.__getitem__, reverse=True)[:3]:
    print(node)
