"""Measures: each against answers worked out by hand."""

from __future__ import annotations

import math

import pytest
from small_networks import BRIDGED, COMPLETE, PATH, STAR, TWO_MODE_PATH, graph, plain

from relgraph import Network
from relgraph.analysis import Scoring, centrality


@pytest.mark.parametrize(
    ("network", "measure", "node", "value"),
    [
        (STAR, "degree", "s", 4),
        (COMPLETE, "strength", "a", 4),
        (STAR, "betweenness", "s", 1),
        (BRIDGED, "betweenness", "c", 6 / 10),  # {a, b} x {d, e, f} of the 10 pairs of others
        (COMPLETE, "closeness", "a", 1),
        (STAR, "closeness", "a", 4 / 7),  # 4 others at 1 + 2 + 2 + 2
        (PATH, "harmonic", "a", 1 + 1 / 2),
        (PATH, "harmonic", "b", 2),
        (STAR, "harmonic", "a", 1 + 3 / 2),
        (COMPLETE, "harmonic", "a", 4),
        (COMPLETE, "eigenvector", "a", 1 / math.sqrt(5)),
        (STAR, "eigenvector", "s", math.sqrt(0.5)),
        (COMPLETE, "pagerank", "a", 1 / 5),
        (PATH, "constraint", "a", 1),  # all of a's strength goes to b
        (PATH, "constraint", "b", 2 * 0.5**2),
        (COMPLETE, "constraint", "a", 4 * (1 / 4 + 3 / 16) ** 2),
        (graph(("a", "b", 3), ("b", "c", 1)), "constraint", "b", 0.75**2 + 0.25**2),
        (PATH, "effective-size", "b", 2),
        (STAR, "effective-size", "s", 4),
        (COMPLETE, "effective-size", "a", 1),  # 4 - 2 * 6 / 4
        # b: 1 - 1/3 * 1/2, since a gives c a third and b's tie with c is half its strongest; c: 1 - 2/3 * 1.
        (graph(("a", "b", 2), ("a", "c", 1), ("b", "c", 1)), "effective-size", "a", 5 / 6 + 1 / 3),
        (COMPLETE, "core", "a", 4),
        (STAR, "core", "s", 1),
        (BRIDGED, "core", "c", 2),
        (BRIDGED, "clustering", "a", 1),
        (BRIDGED, "clustering", "c", 1 / 3),
        (PATH, "clustering", "b", 0),
        (PATH, "clustering", "a", math.nan),
        # From a the others lie at 1, 2, 3 and 4; the least is 2 + 2 * 2 in all.
        (TWO_MODE_PATH, "two-mode-degree", "a", 1 / 2),
        (TWO_MODE_PATH, "two-mode-degree", "X", 2 / 3),
        (TWO_MODE_PATH, "two-mode-closeness", "a", 6 / 10),
        (TWO_MODE_PATH, "two-mode-closeness", "b", 6 / 6),
        (TWO_MODE_PATH, "two-mode-closeness", "X", 5 / 7),  # least 3 + 2 * 1; 1 + 1 + 2 + 3
        (TWO_MODE_PATH, "two-mode-betweenness", "b", 4 / 4),  # {a, X} x {Y, c}, the most of one of 3 actors
        (TWO_MODE_PATH, "two-mode-betweenness", "X", 3 / 5),  # a with b, Y, c; one of 2 events could have 5
        # The eigenvector of a path of five is 1/2, sqrt(3)/2, 1, sqrt(3)/2, 1/2 over sqrt(3).
        (TWO_MODE_PATH, "two-mode-eigenvector", "a", 0.5 / math.sqrt(3) * math.sqrt(2)),
        (TWO_MODE_PATH, "two-mode-eigenvector", "X", 0.5 * math.sqrt(2)),
    ],
)
def test_answers_worked_out_by_hand(network: Network, measure: str, node: str, value: float) -> None:
    assert centrality(network, [measure]).value(node, measure) == pytest.approx(value, nan_ok=True)


def test_hubs_and_authorities() -> None:
    # Authorities c, d are the leading eigenvector of ((2, 1), (1, 1)): the golden ratio to 1.
    scores = centrality(plain(["ac", "bc", "bd"], directed=True), ["hits"])
    golden = (1 + math.sqrt(5)) / 2
    assert scores.measures == ("hub", "authority")
    assert scores.value("c", "authority") == pytest.approx(golden / (golden + 1))
    assert scores.value("a", "hub") == pytest.approx(golden / (2 * golden + 1))
    assert scores.value("a", "authority") == 0
    assert scores.rows[0][1] == "b"


def test_hits_follows_the_stronger_part_and_says_when_none_is() -> None:
    stronger = centrality(graph(("a", "b", 2), ("c", "d", 1), directed=True), ["hits"])
    assert (stronger.value("a", "hub"), stronger.value("c", "hub")) == (1, 0)
    assert any("0 for 2 of the nodes" in text and "pagerank" in text for text in stronger.warnings)
    # One component, but b as a target and b as a source share nothing: a-b is a part, b-c another.
    chain = centrality(graph(("a", "b", 2), ("b", "c", 1), directed=True), ["hits"])
    assert [chain.value(node, "hub") + chain.value(node, "authority") for node in "abc"] == [1, 1, 0]
    assert any("0 for 1 of the nodes" in text for text in chain.warnings)
    assert centrality(plain(["ac", "bc", "bd"], directed=True), ["hits"]).warnings == ()
    tied = centrality(graph(("a", "b", 1), ("c", "d", 1), directed=True), ["hits"])
    assert math.isnan(tied.value("a", "hub"))
    assert len(tied.warnings) == 1
    assert "equally strong" in tied.warnings[0]


@pytest.mark.parametrize(("exponent", "share"), [(0, 0), (1, 0.5), (2, 1)])
def test_the_cost_exponent_moves_shortest_paths(exponent: float, share: float) -> None:
    # a-c directly costs 1; by b 2, 1/2 + 1/2 or 1/4 + 1/4.
    network = graph(("a", "c", 1), ("a", "b", 2), ("b", "c", 2))
    scores = centrality(network, Scoring(("betweenness",), cost_exponent=exponent))
    assert scores.value("b", "betweenness") == share
    cost = {0: "1, whatever", 1: "1/weight", 2: "1/weight^2"}[int(exponent)]
    assert any("(betweenness): " + cost in sentence for sentence in scores.method)


def test_thirds_tie_with_a_whole() -> None:
    network = graph(("a", "c", 1), ("a", "b", 3), ("b", "d", 3), ("d", "c", 3))
    # b lies on a-d, and on one of the two shortest paths from a to c; of three pairs.
    assert centrality(network, ["betweenness"]).value("b", "betweenness") == pytest.approx(1.5 / 3)


def test_weights_far_apart_keep_their_order() -> None:
    network = graph(("a", "c", 1e6), ("a", "b", 1e6), ("b", "c", 1e-6), ("c", "d", 999_999.5))
    scores = centrality(network, Scoring(("betweenness", "closeness"), cost_exponent=2))
    assert scores.value("a", "betweenness") == pytest.approx(2 / 3)  # b to c and to d


def test_isolates_have_no_constraint() -> None:
    network = PATH.copy()
    network.add_node("z")
    scores = centrality(network, ["constraint", "effective-size", "harmonic", "core"])
    assert math.isnan(scores.value("z", "constraint"))
    assert math.isnan(scores.value("z", "effective-size"))
    assert scores.value("b", "effective-size") == 2
    assert scores.value("z", "harmonic") == scores.value("z", "core") == 0
    assert any("constraint and effective-size: undefined (nan) for the 1" in text for text in scores.warnings)
