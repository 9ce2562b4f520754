"""Collapsing: parallel edges, directions, costs, and what is no strength."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from small_networks import PATH, plain

from relgraph import Network
from relgraph.analysis import MEASURES, Scoring, centrality, collapse
from relgraph.errors import ProjectionError


def test_parallel_edges_are_summed_and_loops_left_out() -> None:
    network = plain(["ab", "ab", "aa"])
    simple = collapse(network, directed=False)
    assert list(simple.edges(data="weight")) == [("a", "b", 2.0)]


def test_direction_is_read_edge_by_edge() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", weight=1.0, directed=True)
    network.add_edge("b", "c", weight=1.0, directed=False)
    assert sorted(collapse(network, directed=True).edges) == [("a", "b"), ("b", "c"), ("c", "b")]
    scores = centrality(network, ["in-degree", "out-degree"])
    assert (scores.value("b", "in-degree"), scores.value("b", "out-degree")) == (2.0, 1.0)


def test_a_tie_that_is_written_both_ways_is_one() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", weight=2.0, directed=False)
    network.add_edge("b", "a", weight=2.0, directed=False, mirror=True)
    for directed in (True, False):
        assert set(nx.get_edge_attributes(collapse(network, directed=directed), "weight").values()) == {2.0}
    network.add_edge("b", "a", weight=1.0, directed=True, mirror=True)  # somebody else's word for something
    assert collapse(network, directed=False).edges["a", "b"]["weight"] == 3.0


@pytest.mark.parametrize("exponent", [-0.1, 2.5, math.nan])
def test_a_cost_exponent_out_of_range_is_an_error(exponent: float) -> None:
    with pytest.raises(ProjectionError, match="from 0 to 2"):
        centrality(PATH, Scoring(("closeness",), cost_exponent=exponent))


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf, -math.inf, 1e-9, 1e13, "heavy", None])
@pytest.mark.parametrize("loop", [False, True])
def test_a_weight_that_is_no_strength_is_an_error(weight: object, loop: bool) -> None:
    network: Network = nx.Graph()
    network.add_edge("a", "a" if loop else "b", weight=weight)
    for measure in MEASURES:
        with pytest.raises(ProjectionError, match="must be positive"):
            centrality(network, [measure])
