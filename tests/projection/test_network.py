"""Networks: weights, parallel edges merged, one mode of two, the same every time."""

from __future__ import annotations

import networkx as nx
import pytest
from conftest import GraphOf
from small_graphs import EX, act

import relgraph
from relgraph import KnowledgeGraph, projection
from relgraph.projection import PROJECTIONS


def ends(source: str, target: str) -> str:
    return "".join(sorted((source.removeprefix(EX), target.removeprefix(EX))))


def test_co_participation_counts_shared_events_and_newmans_weight(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:a rg:attends ex:m1 , ex:m2 . ex:b rg:attends ex:m1 , ex:m2 . ex:c rg:attends ex:m1 ."
        " ex:m1 a rg:Meeting . ex:m2 a rg:Meeting ."
    )
    network = relgraph.project(graph, "co-participation")
    ab, ac = network.edges[EX + "a", EX + "b"], network.edges[EX + "a", EX + "c"]
    assert (ab["weight"], ab["newman"], ab["events"]) == (2.0, 1.5, (EX + "m1", EX + "m2"))
    assert (ac["weight"], ac["newman"]) == (1.0, 0.5)


def test_a_projection_is_frozen_and_the_same_every_time(meeting: KnowledgeGraph) -> None:
    for name in PROJECTIONS:
        first, second = relgraph.project(meeting, name), relgraph.project(meeting, name)
        assert list(first.edges(data=True)) == list(second.edges(data=True))
        with pytest.raises(nx.NetworkXError):
            first.add_node("x")


def test_a_chair_weighs_what_is_asked_for(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:moderates a rg:Relation ; rdfs:subPropertyOf rg:chairs ; rg:weight 2 ;"
        " rg:entersProjection rg:participationProjection ."
        "ex:a rg:coChairs ex:m . ex:b rg:coChairs ex:m . ex:b rg:attends ex:m . ex:c rg:attends ex:m ."
        "ex:a ex:moderates ex:n . ex:c rg:attends ex:n . ex:m a rg:Meeting . ex:n a rg:Meeting ."
    )
    plain = relgraph.project(graph, "co-participation")
    assert {ends(s, t): d["weight"] for s, t, d in plain.edges(data=True)} == {"ab": 1.0, "ac": 2.0, "bc": 1.0}
    network = relgraph.project(graph, "co-participation", chair_weight=3)
    # m has three actors: a and b co-chair, c attends; n has two: a presides over c.
    assert {ends(s, t): (d["weight"], d["newman"]) for s, t, d in network.edges(data=True)} == {
        "ab": (9.0, 4.5),
        "ac": (6.0, 4.5),
        "bc": (3.0, 1.5),
    }
    assert network.graph["notes"] == ("counted presiding 3 times, any other part once",)
    two_mode = relgraph.project(graph, "participation", chair_weight=3)
    weights = sorted((d["relation"], d["weight"]) for *_, d in two_mode.edges(data=True))
    assert weights == [
        ("attends", 1.0), ("attends", 1.0), ("attends", 1.0),
        ("coChairs", 3.0), ("coChairs", 3.0), ("moderates", 6.0),
    ]  # fmt: skip


def test_collapsed_sums_a_pair_and_direction_and_keeps_what_is_in_it(graph_of: GraphOf) -> None:
    graph = graph_of(
        "rg:opposes rg:weight 0.5 ."
        + act(
            "x1",
            "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e ;"
            ' rg:date "2021"^^xsd:gYear',
        )
        + act(
            "x2",
            'rg:actor ex:a ; rg:relation rg:opposes ; rg:object ex:b ; rg:date "2021-07-06"^^xsd:date',
            "Planned",
        )
        + act("x3", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
        + act("x4", "rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:a")
        + act("x5", "rg:actor ex:b ; rg:relation rg:cooperatesWith ; rg:object ex:a")
        + act("x6", "rg:actor ex:a , ex:b ; rg:relation rg:issues ; rg:object ex:s")
        + "ex:s a rg:Statement ."
    )
    network = relgraph.project(graph, "actors", collapsed=True)
    found = {
        (source.removeprefix(EX), target.removeprefix(EX), data["directed"]): data
        for source, target, data in network.edges(data=True)
    }
    assert {key: data["weight"] for key, data in found.items()} == {
        ("a", "b", True): 2.5,
        ("b", "a", True): 1.0,
        ("a", "b", False): 2.0,  # the cooperation and the joint act, whoever stands first
    }
    data = found["a", "b", True]
    assert data["relations"] == ("opposes", "supports")
    assert data["modalities"] == ("asserted", "planned")
    assert data["certainties"] == ("certain",)
    assert (data["cooperative"], data["adverse"], data["sign"]) == (2.0, 0.5, "cooperative")
    assert (data["first_date"], data["last_date"]) == ("2021", "2021")  # the year ends after the day
    assert (data["acts"], data["evidence"]) == ((EX + "x1", EX + "x2", EX + "x3"), (EX + "e",))
    assert (found["b", "a", True]["first_date"], found["b", "a", True]["relation"]) == ("", "supports")
    # A measure reads the same of both, and any choice of acts is collapsed too.
    for measure in ("strength", "in-degree", "pagerank"):
        assert (
            relgraph.centrality(network, [measure]).rows
            == relgraph.centrality(relgraph.project(graph, "actors"), [measure]).rows
        )
    some = projection.fold(graph, "actors", collapsed=True).network({EX + "x1": 3, EX + "x3": 1})
    assert [(d["weight"], d["acts"]) for *_, d in some.edges(data=True)] == [(4.0, (EX + "x1", EX + "x3"))]


@pytest.mark.parametrize("name", list(PROJECTIONS))
def test_collapsed_has_one_edge_a_pair_and_direction(meeting: KnowledgeGraph, name: str) -> None:
    network = relgraph.project(meeting, name, collapsed=True)
    whole = relgraph.project(meeting, name)
    pairs = [
        ((s, t) if network.is_directed() and d["directed"] else frozenset((s, t)), d["directed"])
        for s, t, d in network.edges(data=True)
    ]
    assert len(pairs) == len(set(pairs))
    assert list(network.nodes(data=True)) == list(whole.nodes(data=True))
    assert network.size("weight") == pytest.approx(whole.size("weight"))
