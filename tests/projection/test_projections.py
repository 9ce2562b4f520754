"""The catalogue: what each projection has and leaves out, and that the ontology decides it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from small_graphs import EX, act, edges

import relgraph
from relgraph import KnowledgeGraph, projection
from relgraph.errors import ProjectionError
from relgraph.model.namespaces import ID
from relgraph.projection import PROJECTIONS


def test_classes_literals_and_evidence_are_no_nodes(meeting: KnowledgeGraph) -> None:
    acts = set(meeting.acts)
    for name in PROJECTIONS:
        # An act is a node where others take a stance on it, and there alone.
        assert acts.isdisjoint(relgraph.project(meeting, name)) == (name != "stances"), name
        kinds = {kind for _, kind in relgraph.project(meeting, name).nodes(data="kind")}
        assert not kinds & {"Class", "SpecificResource", "TextPositionSelector", "ConceptScheme", ""}, name
        assert not any("ontology#" in node for node in relgraph.project(meeting, name))


def test_planned_participation_is_not_participation(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m")
        + act("x2", "rg:actor ex:b ; rg:relation rg:attends ; rg:object ex:m", "Planned")
        + "ex:m a rg:Meeting ."
    )
    assert edges(relgraph.project(graph, "participation")) == [("a", "attends", "m")]


TOPICS = """
ex:topics a skos:ConceptScheme .
ex:trade a skos:Concept ; skos:inScheme ex:topics .  ex:peace a skos:Concept ; skos:inScheme ex:topics .
ex:health a skos:Concept ; skos:inScheme ex:topics . ex:plan a rg:Measure ; rg:concerns ex:trade , ex:c .
"""


def test_an_act_links_its_actors_to_the_topics_of_the_act_of_its_object_and_of_what_it_says(
    graph_of: GraphOf,
) -> None:
    graph = graph_of(
        TOPICS
        # of the object, and of the act itself; ex:c is no topic
        + act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:plan ; rg:concerns ex:peace , ex:b")
        # the object is the topic
        + act("x2", "rg:actor ex:b ; rg:relation rg:discusses ; rg:object ex:peace")
        # said of an act: the topics of what is said
        + act("x3", "rg:actor ex:c ; rg:relation rg:appreciates ; rg:object ex:x1")
        # the saying and what is said are one
        + act("x4", "rg:actor ex:o ; rg:relation rg:pledges ; rg:object ex:x5 ; rg:concerns ex:health")
        + act("x5", "rg:actor ex:o ; rg:relation rg:provides ; rg:object ex:aid ; rg:concerns ex:health")
        # taking part in a meeting on a topic, and what is about no topic
        + act("x6", "rg:actor ex:o ; rg:relation rg:attends ; rg:object ex:m")
        + act("x7", "rg:actor ex:o ; rg:relation rg:supports ; rg:object ex:b ; rg:concerns rg:online")
        + "ex:m a rg:Meeting ; rg:concerns ex:trade . ex:aid a rg:Assistance ."
    )
    network = relgraph.project(graph, "topics")
    assert edges(network) == [
        ("a", "supports", "peace"),
        ("a", "supports", "trade"),
        ("b", "discusses", "peace"),
        ("c", "appreciates", "peace"),
        ("c", "appreciates", "trade"),
        ("o", "provides", "health"),
    ]
    (said,) = [data for _, _, data in network.edges(data=True) if data["relation"] == "provides"]
    assert (said["acts"], said["speech"], said["directed"]) == ((EX + "x5", EX + "x4"), "pledges", False)
    modes = {node.removeprefix(EX): data["bipartite"] for node, data in network.nodes(data=True)}
    assert modes == {"a": 0, "b": 0, "c": 0, "o": 0, "health": 1, "peace": 1, "trade": 1}


def test_both_ends_of_an_undirected_relation_are_linked_to_its_topic(graph_of: GraphOf) -> None:
    graph = graph_of(
        TOPICS
        + act("x1", "rg:actor ex:a ; rg:relation rg:cooperatesWith ; rg:object ex:b ; rg:concerns ex:trade")
    )
    network = relgraph.project(graph, "topics")
    assert edges(network) == [("a", "cooperatesWith", "trade"), ("b", "cooperatesWith", "trade")]


def test_who_acts_on_itself_is_linked_once_to_a_topic_and_to_an_event(graph_of: GraphOf) -> None:
    itself = "rg:actor ex:a ; rg:relation rg:cooperatesWith ; rg:object ex:a ; rg:concerns ex:trade"
    for stated in (
        act("x", itself),
        "ex:a rg:cooperatesWith ex:a ; rg:concerns ex:trade .\n",
    ):
        graph = graph_of(stated + TOPICS)
        assert edges(relgraph.project(graph, "topics")) == [("a", "cooperatesWith", "trade")]
    # An organization chairs itself, with a state: both take part in it.
    graph = graph_of(
        "ex:a a rg:Organization , rg:Mechanism .\n"
        + act("x", "rg:actor ex:a , ex:b ; rg:relation rg:coChairs ; rg:object ex:a")
    )
    assert edges(relgraph.project(graph, "participation")) == [("a", "coChairs", "a"), ("a", "coChairs", "b")]


def test_bare_relations_reach_topics_and_count_once_each(graph_of: GraphOf) -> None:
    graph = graph_of(
        TOPICS + "ex:plan rg:concerns ex:peace . ex:a rg:supports ex:plan . ex:b rg:discusses ex:trade ."
    )
    fold = projection.fold(graph, "topics")
    expected = [("a", "supports", "peace"), ("a", "supports", "trade"), ("b", "discusses", "trade")]
    assert edges(fold.network()) == expected
    supports = f"{EX}a https://w3id.org/relgraph/ontology#supports {EX}plan"
    assert fold.units[supports] is None
    assert len(fold.units) == 2
    without = fold.network({unit: 1 for unit in fold.units if unit != supports})
    assert edges(without) == [("b", "discusses", "trade")]
    assert set(without) == set(fold.network())


def test_signed_has_what_is_cooperative_or_adverse_with_positive_weights(graph_of: GraphOf) -> None:
    graph = graph_of(
        "rg:opposes rg:weight 2 ."
        + act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
        + act("x2", "rg:actor ex:b ; rg:relation rg:opposes ; rg:object ex:a")
        + act("x3", "rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:c")
        + act("x4", "rg:actor ex:a ; rg:relation rg:cooperatesWith ; rg:object ex:c")
    )
    network = relgraph.project(graph, "signed")
    assert edges(network) == [
        ("a", "cooperatesWith", "c"),
        ("a", "supports", "b"),
        ("b", "opposes", "a"),
    ]
    found = {data["relation"]: (data["sign"], data["weight"]) for _, _, data in network.edges(data=True)}
    assert found == {
        "supports": ("cooperative", 1.0),
        "opposes": ("adverse", 2.0),
        "cooperatesWith": ("cooperative", 1.0),
    }


def test_an_act_against_cooperation_is_not_folded_into_it(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:opposes ; rg:object ex:x2")
        + act("x2", "rg:actor ex:a ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:b")
        + act("x3", "rg:actor ex:a ; rg:relation rg:opposes ; rg:object ex:x4")
        + act("x4", "rg:actor ex:b , ex:c ; rg:relation rg:agreesTo ; rg:object ex:aid")
        + "ex:aid a rg:Assistance ."
    )
    graph_joint = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:opposes ; rg:object ex:x2")
        + act("x2", "rg:actor ex:a , ex:b ; rg:relation rg:agreesTo ; rg:object ex:aid")
        + "ex:aid a rg:Assistance ."
    )
    assert edges(relgraph.project(graph, "signed")) == [
        ("a", "opposes", "b"),
        ("a", "opposes", "c"),
        ("a", "provides", "b"),
    ]
    # To act together is no tie of any sign.
    assert edges(relgraph.project(graph_joint, "signed")) == [("a", "opposes", "b")]
    # Among all acts it is one line: the saying is about the same two.
    assert edges(relgraph.project(graph_joint, "actors")) == [("a", "agreesTo", "b")]


@pytest.mark.parametrize("name", list(PROJECTIONS))
@pytest.mark.parametrize("with_act", [True, False])
def test_a_relation_of_the_data_enters_every_projection_without_python(
    graph_of: GraphOf, name: str, with_act: bool
) -> None:
    marked = {
        "co-participation": "participation",
        "co-membership": "membership",
        "agreement": "stances",
        "signed": "actors",
    }.get(name, name)
    target = {"participation": "ex:m", "topics": "ex:trade", "membership": "ex:o", "stances": "ex:m"}.get(
        marked, "ex:b"
    )
    declared = (
        f"ex:shuns a rg:Relation ; rg:entersProjection rg:{marked}Projection ; rg:sign rg:adverse ;"
        f" rg:weight 2.5 . {TOPICS} ex:m a rg:Meeting ."
        " ex:c rg:attends ex:m ; rg:memberOf ex:o ; rg:rejects ex:m ."
    )
    stated = (
        act("x1", f"rg:actor ex:a ; rg:relation ex:shuns ; rg:object {target}")
        if with_act
        else f"ex:a ex:shuns {target} ."
    )
    graph = graph_of(declared + stated)
    assert "shuns" in {relation.name for relation in projection.entering(graph.ontology, name).values()}
    network = relgraph.project(graph, name)
    if PROJECTIONS[name].one_mode:
        assert [data["weight"] for *_, data in network.edges(data=True)] == [1.0]
        return
    (data,) = [data for *_, data in network.edges(data=True) if data["relation"] == "shuns"]
    assert (data["sign"], data["weight"]) == ("adverse", 2.5)
    assert EX + "a" in network
    assert target.replace("ex:", EX) in network


@pytest.mark.parametrize(
    ("name", "edge"),
    [
        ("actors", ("person/sergey-lavrov", "represents", "state/russia")),
        ("participation", ("person/bui-thanh-son", "attends", "event/special-meeting-2021")),
        ("co-participation", ("person/bui-thanh-son", "coParticipation", "person/retno-marsudi")),
        ("topics", ("collective/asean-countries", "agreesTo", "topic/supply-chains")),
        ("membership", ("state/viet-nam", "memberOf", "organization/asean")),
        ("co-membership", ("state/indonesia", "coMembership", "state/viet-nam")),
        ("stances", ("state/russia", "proposes", "proposal/tourism-cooperation")),
        ("agreement", ("collective/asean-countries", "agreement", "state/russia")),
        ("signed", ("organization/asean", "strategicPartnerOf", "state/russia")),
        ("full", ("assistance/test-kits", "concerns", "topic/medical-assistance")),
    ],
)
def test_every_projection_says_something_of_direct_relations_alone(
    meeting: KnowledgeGraph, name: str, edge: tuple[str, str, str]
) -> None:
    acts = set(meeting.acts)
    bare = KnowledgeGraph()
    for quad in meeting.oxigraph:
        if not acts & {getattr(term, "value", "") for term in (quad.subject, quad.object)}:
            bare.oxigraph.add(quad)
    assert bare.acts == {}
    network = relgraph.project(bare, name)
    assert edge in {
        (source.removeprefix(ID), data["relation"], target.removeprefix(ID))
        for source, target, data in network.edges(data=True)
    }
    assert not any(data.get("acts") for *_, data in network.edges(data=True))
    collapsed = relgraph.project(bare, name, collapsed=True)
    assert collapsed.size("weight") == network.size("weight")


@pytest.mark.parametrize("name", list(PROJECTIONS))
def test_a_graph_with_nothing_for_a_projection_is_told_what_its_edges_are(graph_of: GraphOf, name: str) -> None:
    with pytest.raises(ProjectionError, match="nothing to project") as caught:
        relgraph.project(graph_of("ex:a rg:hasCode ex:x ."), name)
    assert PROJECTIONS[name].edges in caught.value.advice


@pytest.mark.parametrize("name", ["actors", "signed", "full"])
def test_what_an_actor_does_to_itself_is_no_edge(graph_of: GraphOf, name: str) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:a")
        + "ex:b rg:supports ex:b . ex:a rg:supports ex:b ."
    )
    assert edges(relgraph.project(graph, name)) == [("a", "supports", "b")]


def test_projections_are_listed_with_the_relations_of_the_data(run: Run, tmp_path: Path) -> None:
    listed = run("projections")
    assert listed.returncode == 0
    for entry in PROJECTIONS.values():
        assert f"\n{entry.name} " in listed.stdout.decode()
        assert entry.drops in listed.stdout.decode()
    (tmp_path / "own.ttl").write_text(
        turtle("ex:shuns a rg:Relation ; rg:sign rg:adverse ; rg:entersProjection rg:actorsProjection ."),
        "utf-8",
    )
    result = run("projections", "-d", "own.ttl", "-f", "json")
    catalogue = {entry["name"]: entry for entry in json.loads(result.stdout)}
    assert list(catalogue) == list(PROJECTIONS)
    assert [name for name, entry in catalogue.items() if "shuns" in entry["relations"]] == ["actors", "signed"]
    assert catalogue["co-participation"]["relations"] == catalogue["participation"]["relations"]
    assert {key: catalogue["topics"][key] for key in ("nodes", "direction")} == {
        "nodes": "actors and topics (two modes)",
        "direction": "undirected",
    }
