"""Signs: they go to whom an act is directed at, and to nobody else."""

from __future__ import annotations

import pytest
from conftest import GraphOf
from small_graphs import act, edges

import relgraph
from relgraph import Network
from relgraph.errors import ProjectionError


def ties(network: Network) -> list[tuple[str, str, str, str, bool]]:
    """Return source, relation, target, sign and direction of each edge."""
    return sorted(
        (source[-1], data["relation"], target[-1], data["sign"], data["directed"])
        for source, target, data in network.edges(data=True)
    )


PLAN = "ex:plan a rg:Measure ; rg:involves ex:a , ex:b .\n"


def test_whom_a_rejected_thing_involves_is_nobodys_enemy_for_it(graph_of: GraphOf) -> None:
    graph = graph_of(PLAN + act("x", "rg:actor ex:c ; rg:relation rg:rejects ; rg:object ex:plan"))
    assert ties(relgraph.project(graph, "actors")) == [
        ("c", "rejects", "a", "neutral", True),
        ("c", "rejects", "b", "neutral", True),
    ]
    with pytest.raises(ProjectionError, match="nothing to project"):
        relgraph.project(graph, "signed")


@pytest.mark.parametrize(
    "directed_at",
    [
        "rg:object ex:b",
        "rg:object ex:plan ; rg:recipient ex:b",
        "rg:object ex:attack",
    ],
)
def test_a_sign_goes_to_object_recipient_and_the_actors_of_an_act(graph_of: GraphOf, directed_at: str) -> None:
    graph = graph_of(
        "ex:plan a rg:Measure ; rg:involves ex:a , ex:c .\n"
        + act("attack", "rg:actor ex:b ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:a")
        + act("x", f"rg:actor ex:c ; rg:relation rg:opposes ; {directed_at}")
    )
    signed = ties(relgraph.project(graph, "signed", relations=["opposes"]))
    assert signed == [("c", "opposes", "b", "adverse", True)]


def test_who_is_both_recipient_and_involved_has_the_sign(graph_of: GraphOf) -> None:
    graph = graph_of(
        PLAN + act("x", "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:plan ; rg:recipient ex:a")
    )
    assert ties(relgraph.project(graph, "actors")) == [
        ("c", "supports", "a", "cooperative", True),
        ("c", "supports", "b", "neutral", True),
    ]


@pytest.mark.parametrize("relation", ["opposes", "supports", "rejects"])
def test_who_acts_together_has_a_neutral_tie(graph_of: GraphOf, relation: str) -> None:
    graph = graph_of(
        act("x", f"rg:actor ex:a , ex:b ; rg:relation rg:{relation} ; rg:object ex:text")
        + "ex:text a rg:Statement .\n"
    )
    for name in ("actors", "full"):
        joint = [tie for tie in ties(relgraph.project(graph, name)) if tie[2] == "b"]
        assert joint == [("a", relation, "b", "neutral", False)]
    with pytest.raises(ProjectionError, match="nothing to project"):
        relgraph.project(graph, "signed")


def test_what_two_issue_each_for_itself_is_no_act_of_one_on_the_other(graph_of: GraphOf) -> None:
    issues = act("x1", "rg:actor ex:a ; rg:relation rg:issues ; rg:object ex:text")
    other = act("x2", "rg:actor ex:b ; rg:relation rg:issues ; rg:object ex:text")
    text = "ex:text a rg:Statement ; rg:involves ex:a , ex:b .\n"
    together = relgraph.project(graph_of(text + issues + other), "actors")
    assert ties(together) == [("a", "issues", "b", "neutral", False), ("b", "issues", "a", "neutral", False)]
    # Of a text that the other has no part in issuing it is told who issues it.
    alone = relgraph.project(graph_of(text + issues), "actors")
    assert ties(alone) == [("a", "issues", "b", "neutral", True)]


NOT_SIGNED = act("x", "rg:actor ex:a ; rg:relation rg:agreesTo ; rg:object ex:b ; rg:polarity rg:negative")


def test_what_did_not_happen_is_an_edge_of_full_alone(graph_of: GraphOf) -> None:
    graph = graph_of(
        NOT_SIGNED
        + act("y", "rg:actor ex:b ; rg:relation rg:agreesTo ; rg:object ex:a ; rg:polarity rg:positive")
    )
    full = relgraph.project(graph, "full")
    assert {(source[-1], data["polarity"], data["sign"]) for source, _, data in full.edges(data=True)} == {
        ("a", "negative", "neutral"),
        ("b", "positive", "cooperative"),
    }
    for name in ("actors", "signed"):
        network = relgraph.project(graph, name)
        assert edges(network) == [("b", "agreesTo", "a")]
        assert network.graph["notes"] == ("left out 1 negative act, which did not take place",)
    merged = relgraph.project(graph, "full", collapsed=True)
    assert {data["polarities"] for *_, data in merged.edges(data=True)} == {("negative",), ("positive",)}


def test_what_did_not_happen_yields_no_direct_relation(graph_of: GraphOf) -> None:
    derived = relgraph.derive(graph_of(NOT_SIGNED))
    assert not relgraph.query(derived, "ASK { ?someone rg:agreesTo ?something }").boolean
    happened = relgraph.derive(graph_of(NOT_SIGNED.replace("negative", "positive")))
    assert relgraph.query(happened, "ASK { ?someone rg:agreesTo ?something }").boolean


def test_a_denial_in_words_stays_words(graph_of: GraphOf) -> None:
    # A says that it did not give to B: what is said is negative, the saying is not.
    graph = graph_of(
        act("said", "rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:given")
        + act(
            "given",
            "rg:actor ex:a ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:b ;"
            " rg:saidBy ex:a ; rg:polarity rg:negative",
        )
    )
    with pytest.raises(ProjectionError, match="nothing to project"):
        relgraph.project(graph, "actors")
    full = relgraph.project(graph, "full")
    assert ("a", "provides", "b") in edges(full)
    assert {data["polarity"] for *_, data in full.edges(data=True) if data["relation"] == "provides"} == {
        "negative"
    }


def test_full_follows_what_acts_concern_and_things_involve(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:plan a rg:Measure ; rg:involves ex:b ; rg:concerns ex:t1 .\n"
        "ex:t1 a skos:Concept . ex:t2 a skos:Concept .\n"
        + act("x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:plan ; rg:concerns ex:t1 , ex:t2")
    )
    assert edges(relgraph.project(graph, "full")) == [
        ("a", "concerns", "t2"),
        ("a", "supports", "plan"),
        ("plan", "concerns", "t1"),
        ("plan", "involves", "b"),
    ]
