"""Centrality: scores worked out by hand, and warnings where a score says nothing."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import PATH, plain

from relgraph import KnowledgeGraph, Network, project
from relgraph.analysis import MEASURES, Scoring, centrality
from relgraph.errors import NameNotFoundError, ProjectionError


@pytest.mark.parametrize(
    ("measure", "ends", "middle"),
    [
        ("degree", 1.0, 2.0),
        ("strength", 1.0, 2.0),
        ("betweenness", 0.0, 1.0),  # all of the one pair's shortest paths
        ("closeness", 2 / 3, 1.0),  # (n-1) / sum of distances: 2/3 and 2/2
        ("eigenvector", 0.5, math.sqrt(0.5)),  # of eigenvalue sqrt 2
        ("in-degree", 1.0, 2.0),
        ("out-degree", 1.0, 2.0),
        # p = (1-d)/3 + d*q/2, q = (1-d)/3 + 2*d*p, d = 0.85
        ("pagerank", 0.25675675675, 0.4864864864),
    ],
)
def test_path_of_three(measure: str, ends: float, middle: float) -> None:
    scores = centrality(PATH, [measure])
    assert scores.value("a", measure) == pytest.approx(ends, abs=1e-6)
    assert scores.value("b", measure) == pytest.approx(middle, abs=1e-6)
    assert scores.rows[0][:2] == (1, "b")
    assert [row[0] for row in scores.rows] == [1, 2, 2]


def test_weights_are_strengths_and_paths_read_them_as_costs() -> None:
    # The weak direct edge a-c costs 1; by way of b it costs 1/4 + 1/4.
    network = plain(["ac", *["ab"] * 4, *["bc"] * 4])
    scores = centrality(network, ["betweenness", "strength", "degree"])
    assert scores.value("b", "betweenness") == 1.0
    assert scores.value("b", "strength") == 8.0
    assert scores.value("b", "degree") == 2.0


def test_equal_paths_share_betweenness_whatever_their_fractions() -> None:
    # s-a-b-t costs 1/5 + 1/5 + 1/5, s-c-t costs 1/2 + 1/10: equal, though not to a computer.
    network = plain([*["sa"] * 5, *["ab"] * 5, *["bt"] * 5, *["sc"] * 2, *["ct"] * 10])
    scores = centrality(network, ["betweenness"])
    # c lies on one of the two equal paths of the pair s and t, of six pairs, and on no other shortest path.
    assert scores.value("c", "betweenness") == pytest.approx(0.5 / 6)


def test_two_nodes_have_an_eigenvector_and_undefined_scores_share_a_rank() -> None:
    scores = centrality(plain(["ab"]), ["eigenvector"])
    assert scores.value("a", "eigenvector") == pytest.approx(math.sqrt(0.5))
    nothing = centrality(nx.empty_graph(["a", "b", "c"], create_using=nx.Graph), ["eigenvector", "degree"])
    assert len({row[0] for row in nothing.rows}) == 1
    assert "NaN" not in nothing.to_json()


def test_russia_first_and_asean_second(meeting: KnowledgeGraph) -> None:
    kept = centrality(project(meeting, "actors"))
    resolved = centrality(project(meeting, "actors", collectives="resolve"))
    assert kept.rows[0][2] == "Russia"
    assert [row[2] for row in resolved.rows[:2]] == ["Russia", "ASEAN"]
    assert any("collectives resolved" in sentence for sentence in resolved.method)


@pytest.mark.parametrize(
    ("network", "measures", "says"),
    [
        (nx.complete_graph(["a", "b", "c", "d"]), ["degree"], "nearly complete"),
        (plain(["ab", "cd"]), ["eigenvector"], "not unique"),
        (plain(["ab", "cd"]), ["closeness"], "in reach"),
        (plain(["ab"]), ["betweenness"], "three nodes"),
        (nx.empty_graph(["a", "b"], create_using=nx.Graph), ["degree"], "no two nodes are linked"),
    ],
)
def test_a_measure_that_says_nothing_says_so(network: Network, measures: list[str], says: str) -> None:
    assert any(says in warning for warning in centrality(network, measures).warnings)


def test_two_modes_are_said(meeting: KnowledgeGraph) -> None:
    scores = centrality(project(meeting, "participation"), ["pagerank", "in-degree"])
    assert any("two modes" in warning for warning in scores.warnings)
    assert any("use degree" in warning for warning in scores.warnings)
    assert scores.rows[0][3] == "Meeting"


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan")])
def test_weights_must_be_positive(weight: float) -> None:
    network: Network = nx.Graph()
    network.add_edge("a", "b", weight=weight)
    with pytest.raises(ProjectionError, match="must be positive"):
        centrality(network)


@pytest.mark.parametrize(
    "measures", [("degree",), "degree", ["degree", "degree"], (name for name in ("degree",))]
)
def test_measures_come_as_a_name_or_in_any_iterable(measures: Any) -> None:
    assert Scoring(measures) == Scoring(("degree",))


@pytest.mark.parametrize(
    ("measures", "error", "says"),
    [
        ((), ProjectionError, "no measure asked for"),
        (iter(()), ProjectionError, "no measure asked for"),
        (b"degree", NameNotFoundError, "unknown measure '100'"),
        (("degree", None), NameNotFoundError, "unknown measure 'None'"),
    ],
)
def test_what_names_no_measure_is_refused(measures: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        Scoring(measures)


def test_unknown_measure_and_empty_network() -> None:
    with pytest.raises(NameNotFoundError) as caught:
        centrality(PATH, ["betweeness"])
    assert caught.value.advice == "did you mean betweenness?"
    with pytest.raises(ProjectionError, match="no nodes"):
        centrality(nx.Graph())
    with pytest.raises(ProjectionError, match="no measure"):
        centrality(PATH, [])


nodes = st.sampled_from("abcdef")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(nodes, nodes, st.booleans(), st.integers(1, 5)), min_size=1, max_size=15))
def test_renaming_the_nodes_renames_the_scores(edges: list[tuple[str, str, bool, int]]) -> None:
    network: Network = nx.MultiDiGraph()
    renamed: Network = nx.MultiDiGraph()
    for source, target, directed, weight in edges:
        network.add_edge(source, target, weight=float(weight), directed=directed)
        renamed.add_edge("n" + source, "n" + target, weight=float(weight), directed=directed)
    measures = [name for name in MEASURES if name != "brokerage"]  # its blocs depend on the order of the nodes
    before, after = centrality(network, measures), centrality(renamed, measures)
    for node in network:
        for column in before.measures:
            assert before.value(node, column) == pytest.approx(
                after.value("n" + node, column), abs=1e-6, nan_ok=True
            )
