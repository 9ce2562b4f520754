"""Balance: triads and frustrated ties, worked out by hand."""

from __future__ import annotations

import math

import pytest
from conftest import Read
from small_networks import plain, signed

import relgraph
from relgraph.analysis import Triad, balance, blocs


@pytest.mark.parametrize(
    ("ties", "balanced"),
    [
        (("a+b", "b+c", "a+c"), True),
        (("a+b", "b-c", "a-c"), True),  # a common foe
        (("a+b", "b+c", "a-c"), False),
        (("a-b", "b-c", "a-c"), False),
    ],
)
def test_the_four_triads(ties: tuple[str, ...], balanced: bool) -> None:
    found = balance(signed(*ties))
    assert len(found.triads) == 1
    assert found.triads[0].balanced == balanced
    assert found.share == float(balanced)
    assert (found.balanced, found.unbalanced) == ((found.triads, ()) if balanced else ((), found.triads))


def test_a_signed_network_worked_out() -> None:
    # abc is unbalanced, bcd balanced; a-d is no tie, and e is tied to a by both signs and to b by none.
    network = signed("a+b", "b+c", "c-a", "b+d", "d+c", "a+e", "e-a", "b0e", "a-a", "b+a")
    found = balance(network, {"a": 1, "b": 1, "c": 1, "d": 2, "e": 1})
    assert found.triads == (Triad(("a", "b", "c"), (1, -1, 1)), Triad(("b", "c", "d"), (1, 1, 1)))
    assert found.share == 0.5
    assert found.ambivalent == (("a", "e"),)
    assert (found.cooperative, found.adverse) == (4, 1)
    # Adverse within bloc 1, cooperative between 1 and 2.
    assert found.frustrated == (("a", "c", -1), ("b", "d", 1), ("c", "d", 1))
    assert balance(network).frustrated is None


def test_a_pair_that_turns_both_signs_leaves_its_triads() -> None:
    assert len(balance(signed("a+b", "b+c", "a+c")).triads) == 1
    assert balance(signed("a+b", "b+c", "a+c", "c-a")).triads == ()
    assert math.isnan(balance(signed("a+b")).share)


def test_adverse_ties_do_not_bind() -> None:
    # Two camps; within each all cooperate, between them all ties are adverse, and stronger.
    network = signed("a+b", "b+c", "a+c", "d+e", "e+f", "d+f")
    for pair in ("ad", "be", "cf"):
        network.add_edge(*pair, weight=9.0, directed=True, sign="adverse")
    found = blocs(network)
    assert found.of == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    assert found.balance is not None
    assert found.balance.frustrated == ()
    assert any("3 adverse edges left out" in sentence for sentence in found.method)
    assert any("2 of 2 triads are balanced (100%)" in sentence for sentence in found.method)


def test_no_adverse_tie_is_said() -> None:
    network = signed("a+b", "b+c", "a+c")
    network.graph["name"] = "signed"
    assert any("no tie is adverse" in sentence for sentence in blocs(network).method)


def test_adverse_ties_in_ambivalent_pairs_alone_are_said() -> None:
    network = signed("a+b", "b+c", "a+c", "c+d", "c-d")
    method = blocs(network).method
    assert not any("no tie is adverse" in sentence for sentence in method)
    assert any(
        "every adverse tie is in a pair with ties of both signs" in sentence and "the 1 triads" in sentence
        for sentence in method
    )


MIXED = """
    <a> a rg:State . <b> a rg:State . <c> a rg:State . <d> a rg:State . <e> a rg:State .
    <a> rg:supports <b> ; rg:appreciates <b> ; rg:opposes <b> .
    <a> rg:supports <c> . <b> rg:supports <c> . <c> rg:opposes <d> .
    <d> rg:supports <e> ; rg:opposes <e> . <e> rg:opposes <d> . <e> rg:supports <b> .
    <c> rg:supports <e> . <b> rg:opposes <d> .
"""


@pytest.mark.parametrize("name", ["actors", "signed", "full"])
def test_collapsing_changes_no_pair_triad_or_bloc(read: Read, name: str) -> None:
    acts = read(MIXED)
    apart, together = (relgraph.project(acts, name, collapsed=collapsed) for collapsed in (False, True))
    assert together.number_of_edges() < apart.number_of_edges()
    found = balance(together)
    # a to b is supported twice and opposed once, d to e once each: both pairs have both signs.
    assert [tuple(iri[-1] for iri in pair) for pair in found.ambivalent] == [("a", "b"), ("d", "e")]
    assert (found.cooperative, found.adverse) == (4, 2)
    assert [("".join(iri[-1] for iri in triad.nodes), triad.signs) for triad in found.triads] == [
        ("bcd", (1, -1, -1)),
        ("bce", (1, 1, 1)),
    ]
    assert found == balance(apart)
    before, after = blocs(apart), blocs(together)
    assert before.rows == after.rows
    assert before.modularity == after.modularity
    assert before.balance == after.balance
    assert any("left out" in text and "only as far as they are adverse" in text for text in after.method)


def test_of_an_edge_of_both_signs_the_cooperative_and_neutral_part_binds() -> None:
    network = plain(["bc", "da"])
    for pair, cooperative, adverse in (("ab", 3.0, 5.0), ("cd", 0.0, 5.0)):  # and 1 that is neutral
        weight = cooperative + adverse + 1
        network.add_edge(*pair, weight=weight, cooperative=cooperative, adverse=adverse, sign="adverse")
    bound = plain(["bc", "cd", "da"])
    bound.add_edge("a", "b", weight=4.0)
    assert blocs(network).rows == blocs(bound).rows
    assert blocs(network).modularity == blocs(bound).modularity
