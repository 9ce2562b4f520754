"""Measures of weighted paths with NetworkX: python -m benchmarks.rivals.networkx_paths FILE."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import networkx as nx

network = nx.read_weighted_edgelist(sys.argv[1])
for _, _, data in network.edges(data=True):
    data["cost"] = 1 / data["weight"]
measures: dict[str, Mapping[str, float]] = {
    "betweenness": nx.betweenness_centrality(network, weight="cost"),
    "closeness": nx.closeness_centrality(network, distance="cost"),
    "harmonic": nx.harmonic_centrality(network, distance="cost"),
}
for name, scores in measures.items():
    first = max(sorted(network), key=scores.__getitem__)
    print(name, first, f"{scores[first]:.6g}")
