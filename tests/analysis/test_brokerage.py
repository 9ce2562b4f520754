"""Brokerage: the five roles, worked out by hand, and the blocs that they are between."""

from __future__ import annotations

import networkx as nx
import pytest
from small_networks import BRIDGED, STAR, plain

from relgraph.analysis import Scoring, centrality
from relgraph.analysis.measures.brokerage import ROLES
from relgraph.errors import NameNotFoundError, ProjectionError


@pytest.mark.parametrize(
    ("blocs", "role"),
    [
        ("AAA", "coordinator"),
        ("BAB", "consultant"),
        ("BAA", "gatekeeper"),
        ("AAB", "representative"),
        ("BAC", "liaison"),
    ],
)
def test_the_five_roles(blocs: str, role: str) -> None:
    network = plain(["ij", "jk"], directed=True)
    scores = centrality(network, Scoring(("brokerage",), blocs=dict(zip("ijk", blocs, strict=True))))
    assert {name: scores.value("j", name) for name in scores.measures} == {
        "brokerage": 1.0,
        **{name: float(name == role) for name in ROLES},
    }
    assert scores.value("i", "brokerage") == scores.value("k", "brokerage") == 0


def test_a_pair_with_an_edge_of_its_own_is_not_brokered() -> None:
    closed = plain(["ij", "jk", "ik"], directed=True)
    back = plain(["ij", "jk", "ki"], directed=True)
    same = dict.fromkeys("ijk", "A")
    assert centrality(closed, Scoring(("brokerage",), blocs=same)).value("j", "brokerage") == 0
    assert (
        centrality(back, Scoring(("brokerage",), blocs=same)).value("j", "brokerage") == 1
    )  # k to i is another way


def test_without_directions_a_pair_counts_in_both_orders() -> None:
    blocs = {"s": "A", "a": "A", "b": "A", "c": "B", "d": "C"}
    scores = centrality(STAR, Scoring(("brokerage",), blocs=blocs))
    # a-b twice; a and b with c and d each way; c-d twice.
    expected = {"coordinator": 2, "gatekeeper": 4, "representative": 4, "liaison": 2, "consultant": 0}
    assert {name: scores.value("s", name) for name in ROLES} == expected
    assert scores.value("s", "brokerage") == 12
    assert any("both orders" in warning for warning in scores.warnings)


def test_blocs_are_louvain_or_an_attribute_or_given() -> None:
    network = BRIDGED.copy()
    by_louvain = centrality(network, ["brokerage"])
    # c brokers a and b to d in both orders (own bloc to other), nothing within its triangle.
    assert [by_louvain.value("c", name) for name in ROLES] == [0, 0, 2, 2, 0]
    nx.set_node_attributes(network, dict.fromkeys(network, "State"), "kind")
    by_kind = centrality(network, Scoring(("brokerage",), blocs="kind"))
    assert by_kind.value("c", "coordinator") == 4
    assert any("one bloc" in warning for warning in by_kind.warnings)
    with pytest.raises(NameNotFoundError, match="unknown node attribute 'kin'"):
        centrality(network, Scoring(("brokerage",), blocs="kin"))
    with pytest.raises(ProjectionError, match="no bloc is given for b and 4 more"):
        centrality(network, Scoring(("brokerage",), blocs={"a": "A"}))
