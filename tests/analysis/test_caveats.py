"""What a measure cannot say on a network, and the measure that is offered instead."""

from __future__ import annotations

from itertools import combinations

import pytest
from small_networks import BRIDGED, COMPLETE, PATH, TWO_MODE_PATH, graph, plain, two_mode

from relgraph import Network
from relgraph.analysis import MEASURES, Scoring, centrality


def with_sign(network: Network, sign: str) -> Network:
    signed = network.copy()
    for _, _, data in signed.edges(data=True):
        data["sign"] = sign
    return signed


def complete_but(*missing: str, directed: bool = False) -> Network:
    """Return the complete network of ten nodes without some pairs, all weights 1."""
    pairs = ("".join(pair) for pair in combinations("abcdefghij", 2))
    return plain((pair for pair in pairs if pair not in missing), directed=directed)


TOURNAMENT = plain(["ab", "ac", "ad", "bc", "bd", "cd"], directed=True)

DENSE = graph(("a", "b", 5), ("a", "c", 1), ("b", "c", 2))

APART = plain(["ab", "bc", "de"])

ONE_WAY = plain(["ab", "bc"], directed=True)


@pytest.mark.parametrize(
    ("network", "measure", "says", "offers"),
    [
        (DENSE, "degree", "nearly complete", "strength"),
        (DENSE, "core", "nearly complete", "strength"),
        (DENSE, "clustering", "nearly complete", "backbone"),
        (COMPLETE, "strength", "all its ties weigh the same", "actors"),
        (two_mode(["aX", "aX", "aY", "bX", "bY"]), "two-mode-degree", "nearly complete", "strength"),
        (TWO_MODE_PATH, "betweenness", "two modes", "two-mode-betweenness"),
        (TWO_MODE_PATH, "closeness", "two modes", "two-mode-closeness"),
        (two_mode(["aX", "bX"]), "betweenness", "two modes", "use two-mode-degree"),
        (two_mode(["aX", "bX", "cY"]), "closeness", "two modes", "two-mode-closeness is scaled"),
        (TWO_MODE_PATH, "clustering", "0, or undefined (nan) for fewer", "one-mode projection such as actors"),
        (TWO_MODE_PATH, "constraint", "constraint only reads", "one-mode projection such as actors"),
        (TWO_MODE_PATH, "brokerage", "two modes", "one-mode projection"),
        (APART, "eigenvector", "2 components", "pagerank"),
        (ONE_WAY, "eigenvector", "no cycle", "pagerank"),
        (APART, "closeness", "2 components", "harmonic"),
        (PATH, "hits", "no edge has a direction", "eigenvector, or pagerank where"),
        (two_mode(["aX", "aY", "bX", "bY"]), "degree", "no measure tells nodes of one mode", "actors"),
        (complete_but("ab"), "degree", "little but the 2 least linked", "projection of other ties"),
        (complete_but("ab"), "strength", "strength says no more", "projection of other ties"),
        (PATH, "in-degree", "no directions", "use degree"),
        (PATH, "two-mode-betweenness", "not two modes", "without two-mode-"),
        (two_mode(["aX", "bX"]), "two-mode-betweenness", "a single node", "two-mode-degree"),
        (with_sign(PATH, "adverse"), "closeness", "enmity", "degree or strength"),
        (with_sign(PATH, "adverse"), "eigenvector", "2 of 2 edges are adverse", "balance"),
    ],
)
def test_it_says_what_it_cannot_say_and_offers_another(
    network: Network, measure: str, says: str, offers: str
) -> None:
    warnings = centrality(network, [measure]).warnings
    assert any(says in warning and offers in warning for warning in warnings), warnings


def test_it_says_nothing_where_there_is_nothing_to_say() -> None:
    assert centrality(BRIDGED, ["degree", "strength", "betweenness", "closeness", "eigenvector"]).warnings == ()
    assert centrality(DENSE, ["strength", "betweenness", "pagerank"]).warnings == ()
    assert centrality(with_sign(PATH, "adverse"), ["degree", "strength"]).warnings == ()
    assert centrality(TWO_MODE_PATH, ["degree", "two-mode-closeness"]).warnings == ()


def test_a_tournament_tells_its_nodes_apart() -> None:
    scores = centrality(TOURNAMENT, ["in-degree", "out-degree", "pagerank"])
    assert [scores.value(node, "in-degree") for node in "abcd"] == [0, 1, 2, 3]
    assert scores.warnings == ()
    # Without its directions it is complete.
    assert any(
        "degree and clustering hardly" in text
        for text in centrality(TOURNAMENT, ["degree", "clustering"]).warnings
    )
    both_ways = plain(["ab", "ac", "bc", "ba", "ca", "cb"], directed=True)
    assert any("no measure tells" in text for text in centrality(both_ways, ["in-degree"]).warnings)


def test_one_node_with_few_ties_in_a_dense_network_is_told_apart() -> None:
    scores = centrality(complete_but("ab", "ac", "ad", "ae"), ["degree"])
    assert [scores.value(node, "degree") for node in "abf"] == [5, 8, 9]
    # 41 of 45 ties; a, b, c, d and e have less than nine tenths of nine.
    assert len(scores.warnings) == 1
    assert "density 0.91" in scores.warnings[0]
    assert "tells little but the 5 least linked nodes apart" in scores.warnings[0]


def test_the_other_measures_offered_apply_to_the_same_network() -> None:
    parted = centrality(two_mode(["aX", "bX", "cY"]), ["closeness", "pagerank"])
    assert not any("two-mode-eigenvector" in warning for warning in parted.warnings)
    for measure in ("clustering", "constraint", "effective-size"):
        (warning,) = centrality(TWO_MODE_PATH, [measure]).warnings
        assert "co-participation closes a triangle" in warning
    both = centrality(TWO_MODE_PATH, ["constraint", "effective-size"]).warnings
    assert any("constraint and effective-size only read the" in warning for warning in both)
    one_bloc = centrality(TWO_MODE_PATH, Scoring(("brokerage",), blocs=dict.fromkeys(TWO_MODE_PATH, "A")))
    assert any("in one bloc" in text and "constraint" not in text for text in one_bloc.warnings)
    complete = centrality(DENSE, Scoring(("brokerage",), blocs=dict.fromkeys("abc", "A")))
    assert not any("in one bloc" in warning for warning in complete.warnings)


def test_an_edge_that_is_adverse_in_part_is_counted() -> None:
    network = PATH.copy()
    for (_, _, data), adverse in zip(network.edges(data=True), (0.25, 0.0), strict=True):
        data.update(sign="cooperative", cooperative=1 - adverse, adverse=adverse)
    (warning,) = centrality(network, ["closeness"]).warnings
    assert warning.startswith("1 of 2 edges are adverse, some in part, and closeness would")


def warned(network: Network, words: str) -> set[str]:
    """Return the measures that are warned of on a network in these words."""
    return {name for name in MEASURES if any(words in text for text in centrality(network, name).warnings)}


def test_what_counts_the_ties_of_a_node_reads_no_enmity_as_nearness() -> None:
    unmoved = {"degree", "in-degree", "out-degree", "strength", "two-mode-degree"}
    assert warned(with_sign(TWO_MODE_PATH, "adverse"), "enmity as nearness") == set(MEASURES) - unmoved


def test_what_compares_within_modes_only() -> None:
    within = {"closeness", "harmonic", "eigenvector", "pagerank"}
    assert warned(TWO_MODE_PATH, "compare nodes of one mode") == within


def test_measures_of_two_modes_are_told_no_density_where_they_are_undefined() -> None:
    blind = {"degree", "in-degree", "out-degree", "core", "clustering", "brokerage"}
    assert warned(DENSE, "nearly complete") == blind
    assert warned(DENSE, "has not two modes") == {name for name in MEASURES if name.startswith("two-mode-")}
