"""Links: what is an edge, and what is not."""

from __future__ import annotations

import pytest
from conftest import GraphOf
from small_graphs import EX, act, edges

import relgraph
from relgraph.errors import InputError


def test_an_act_links_its_actor_to_object_recipient_and_those_involved(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
        + act("x2", "rg:actor ex:a ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:c")
        + act("x3", "rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:plan")
        + "ex:plan a rg:Measure ; rg:involves ex:a , ex:o . ex:aid a rg:Assistance ."
    )
    assert edges(relgraph.project(graph, "actors")) == [
        ("a", "provides", "c"),
        ("a", "supports", "b"),
        ("b", "supports", "a"),
        ("b", "supports", "o"),
    ]


def test_parallel_acts_stay_parallel_edges_with_their_own_acts(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
        + act("x2", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
    )
    network = relgraph.project(graph, "actors")
    assert network.number_of_edges() == 2
    assert {data["acts"] for _, _, data in network.edges(data=True)} == {(EX + "x1",), (EX + "x2",)}


def test_a_joint_act_is_one_undirected_edge_a_pair(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a , ex:b , ex:c ; rg:relation rg:issues ; rg:object ex:s")
        + "ex:s a rg:Statement ; rg:involves ex:a , ex:b , ex:c ."
    )
    network = relgraph.project(graph, "actors")
    assert edges(network) == [("a", "issues", "b"), ("a", "issues", "c"), ("b", "issues", "c")]
    assert not any(data["directed"] for _, _, data in network.edges(data=True))


def test_speech_act_and_content_count_once_and_keep_both(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("said", "rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:content", "Planned")
        + act(
            "content",
            "rg:actor ex:a ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:b ; rg:saidBy ex:a",
            "Planned",
        )
        + act("other", "rg:actor ex:c ; rg:relation rg:appreciates ; rg:object ex:content")
        + "ex:aid a rg:Assistance ."
    )
    network = relgraph.project(graph, "actors")
    assert edges(network) == [("a", "provides", "b"), ("c", "appreciates", "a")]
    data = network.get_edge_data(EX + "a", EX + "b")["e1"]
    # What a third says of the act is an edge of its own, and no part of this one.
    assert data["acts"] == (EX + "content", EX + "said")
    assert (data["modality"], data["speech"], data["said_by"]) == ("planned", "affirms", EX + "a")
    # Asked for by the relation of the speech act, the folded edge is found too.
    assert edges(relgraph.project(graph, "actors", relations=["affirms"])) == [("a", "provides", "b")]
    assert edges(relgraph.project(graph, "actors", relations=["appreciates"])) == [("c", "appreciates", "a")]


def test_an_act_that_is_its_own_content_does_not_loop(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:x2")
        + act("x2", "rg:actor ex:b ; rg:relation rg:affirms ; rg:object ex:x1")
    )
    # relgraph validate refuses such a circle (act-within-itself).
    assert edges(relgraph.project(graph, "actors")) == [("a", "affirms", "b"), ("b", "affirms", "a")]


@pytest.mark.parametrize(
    ("speech", "deed", "sign"),
    [
        ("condemns", "attacks", "adverse"),
        ("welcomes", "aids", "cooperative"),
        ("accuses", "attacks", "adverse"),
    ],
)
@pytest.mark.parametrize("name", ["actors", "signed", "full"])
def test_what_is_said_of_a_deed_the_other_way_is_an_edge_of_its_own(
    name: str, speech: str, deed: str, sign: str, graph_of: GraphOf
) -> None:
    graph = graph_of(
        act("x1", f"rg:actor ex:a ; rg:relation rg:{speech} ; rg:object ex:x2")
        + act("x2", f"rg:actor ex:b ; rg:relation rg:{deed} ; rg:object ex:a")
    )
    network = relgraph.project(graph, name)
    assert {edge for edge in edges(network) if edge[0] == "b"} == {("b", deed, "a")}
    assert any(edge[:2] == ("a", speech) for edge in edges(network))
    if name != "full":
        assert edges(network) == [("a", speech, "b"), ("b", deed, "a")]
        assert {data["sign"] for *_, data in network.edges(data=True)} == {sign}


def test_declared_symmetry_changes_the_projection_and_counts_once(graph_of: GraphOf) -> None:
    relation = "ex:alliesWith a rg:Relation ; rg:entersProjection rg:actorsProjection ; rg:direction rg:{} .\n"
    pair = "ex:a ex:alliesWith ex:b . ex:b ex:alliesWith ex:a ."
    one_way = relgraph.project(graph_of(relation.format("directed") + pair), "actors")
    both_ways = relgraph.project(graph_of(relation.format("undirected") + pair), "actors")
    assert edges(one_way) == [("a", "alliesWith", "b"), ("b", "alliesWith", "a")]
    assert edges(both_ways) == [("a", "alliesWith", "b")]
    assert relgraph.centrality(one_way, ["strength"]).value(EX + "a", "strength") == 2
    assert relgraph.centrality(both_ways, ["strength"]).value(EX + "a", "strength") == 1
    # An undirected edge still lets a walk go both ways.
    scores = relgraph.centrality(both_ways, ["in-degree", "out-degree"])
    assert [row[4] for row in scores.rows] == [(1.0, 1.0), (1.0, 1.0)]


def test_a_relation_added_to_the_data_needs_no_python(graph_of: GraphOf) -> None:
    graph = graph_of(
        'ex:sanctions a rg:Relation ; rdfs:label "sanctions"@en ; rg:sign rg:adverse ; rg:weight 2.5 ;'
        " rg:entersProjection rg:actorsProjection .\n"
        + act("x1", "rg:actor ex:a ; rg:relation ex:sanctions ; rg:object ex:b")
    )
    network = relgraph.project(graph, "actors", relations=["sanctions"])
    data = network.get_edge_data(EX + "a", EX + "b")["e1"]
    assert (data["relation"], data["label"], data["sign"], data["weight"]) == (
        "sanctions", "sanctions", "adverse", 2.5,
    )  # fmt: skip


def test_bare_direct_relations_project_and_score(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:a rg:supports ex:b . ex:c rg:supports ex:b ."
        " ex:a rg:attends ex:m . ex:b rg:coChairs ex:m . ex:m a rg:Meeting ."
    )
    assert edges(relgraph.project(graph, "actors")) == [("a", "supports", "b"), ("c", "supports", "b")]
    assert edges(relgraph.project(graph, "participation")) == [("a", "attends", "m"), ("b", "coChairs", "m")]
    scores = relgraph.centrality(relgraph.project(graph, "actors"))
    assert scores.rows[0][2] == "B"


def test_a_derived_relation_is_not_counted_beside_its_act(graph_of: GraphOf) -> None:
    body = (
        act("x1", "rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m")
        + act("x2", "rg:actor ex:a ; rg:relation rg:strategicPartnerOf ; rg:object ex:b")
        + "ex:m a rg:Meeting ."
    )
    written = graph_of(body)
    derived = relgraph.derive(written)
    assert len(derived) > len(written)
    for name in ("actors", "participation", "full"):
        assert edges(relgraph.project(written, name)) == edges(relgraph.project(derived, name))


def test_a_narrower_relation_is_not_counted_beside_the_wider_one(graph_of: GraphOf) -> None:
    bare = graph_of("ex:a rg:coChairs ex:m . ex:b rg:attends ex:m . ex:m a rg:Meeting .")
    expected = [("a", "coChairs", "m"), ("b", "attends", "m")]
    assert edges(relgraph.project(bare, "participation")) == expected
    assert edges(relgraph.project(relgraph.derive(bare), "participation")) == expected


@pytest.mark.parametrize(
    "body",
    [act("x1", "rg:actor ex:a ; rg:relation rg:discusses ; rg:object ex:b"), "ex:a rg:discusses ex:b ."],
    ids=["act", "bare"],
)
def test_what_follows_from_a_neutral_relation_is_no_tie_with_a_sign(body: str, graph_of: GraphOf) -> None:
    other = act("x2", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c")
    graph = graph_of(body + other)
    expected = [("a", "supports", "c")]
    assert edges(relgraph.project(graph, "signed")) == expected
    derived = relgraph.derive(graph)
    assert len(derived) > len(graph)
    assert edges(relgraph.project(derived, "signed")) == expected


def test_a_plan_does_not_hide_a_stated_relation(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m", "Planned")
        + "ex:a rg:attends ex:m . ex:m a rg:Meeting ."
    )
    assert edges(relgraph.project(graph, "participation")) == [("a", "attends", "m")]


def test_bare_relations_between_untyped_things(graph_of: GraphOf) -> None:
    graph = graph_of("ex:q rg:supports ex:r . ex:q rg:attends ex:m .", actors="")
    assert edges(relgraph.project(graph, "actors")) == [("q", "supports", "r")]
    assert edges(relgraph.project(graph, "participation")) == [("q", "attends", "m")]


def test_taking_part_in_a_dated_event_has_its_date_and_proposing_it_has_not(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m")
        + act("x2", "rg:actor ex:a ; rg:relation rg:proposes ; rg:object ex:m")
        + 'ex:m a rg:Meeting ; rg:heldOn "2021-07-06"^^xsd:date ; rg:involves ex:b .'
    )
    assert edges(relgraph.project(graph, "full", as_of="2021-07-06")) == [("a", "attends", "m")]


@pytest.mark.parametrize("names", [("k1", "k2", "k3"), ("k3", "k2", "k1")])
def test_the_date_of_saying_reaches_what_is_said_at_any_depth(
    graph_of: GraphOf, names: tuple[str, ...]
) -> None:
    outer, middle, inner = names
    graph = graph_of(
        act(outer, f"rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:{middle} ; rg:madeAt ex:m")
        + act(middle, f"rg:actor ex:b ; rg:relation rg:affirms ; rg:object ex:{inner}")
        + act(inner, "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:o")
        + 'ex:m a rg:Meeting ; rg:heldOn "2021-07-06"^^xsd:date .'
    )
    dated = relgraph.project(graph, "actors", as_of="2021-07-06")
    assert edges(dated) == [("a", "affirms", "b"), ("b", "affirms", "c"), ("c", "supports", "o")]


def test_content_that_is_left_out_does_not_become_a_node(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", 'rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:x2 ; rg:date "2020"^^xsd:gYear')
        + act("x2", 'rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:c ; rg:date "2025"^^xsd:gYear')
    )
    assert edges(relgraph.project(graph, "full", as_of="2021")) == [("a", "affirms", "b")]


@pytest.mark.parametrize("weight", ['"heavy"', "0", "-1", '"NaN"^^xsd:double', '"INF"^^xsd:double', "1e-320"])
def test_a_weight_that_is_no_strength_is_refused(graph_of: GraphOf, weight: str) -> None:
    graph = graph_of(f"ex:r a rg:Relation ; rg:weight {weight} . ex:a ex:r ex:b .")
    with pytest.raises(InputError, match="is not a strength"):
        relgraph.project(graph, "actors")


def test_what_data_say_of_a_relation_goes_before_the_ontology(graph_of: GraphOf) -> None:
    graph = graph_of("rg:supports rg:weight 5 . ex:a rg:supports ex:b .")
    network = relgraph.project(graph, "actors")
    assert [data["weight"] for _, _, data in network.edges(data=True)] == [5.0]


def test_literals_where_nodes_belong_are_no_nodes(graph_of: GraphOf) -> None:
    graph = graph_of(
        act(
            "x1",
            'rg:actor ex:a , "he" ; rg:relation rg:supports ; rg:object "text" , ex:b ; rg:saidBy "him"',
        )
    )
    assert edges(relgraph.project(graph, "actors")) == [("a", "supports", "b")]


def test_the_name_of_our_relation_is_not_taken_by_another(graph_of: GraphOf) -> None:
    other = "<https://aaa.example/supports> a rg:Relation ; rg:entersProjection rg:actorsProjection ."
    graph = graph_of(other + "ex:a <https://aaa.example/supports> ex:b . ex:a rg:supports ex:c .")
    theirs, ours = ("a", "supports", "b"), ("a", "supports", "c")
    assert edges(relgraph.project(graph, "actors", relations=["rg:supports"])) == [ours]
    assert edges(relgraph.project(graph, "actors", relations=["https://aaa.example/supports"])) == [theirs]
    assert edges(relgraph.project(graph, "actors", relations=["supports"])) == [theirs, ours]


def test_an_act_without_a_type_is_no_node(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:x1 rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:concerns ex:trade ."
        "ex:c rg:welcomes ex:x1 . ex:trade a skos:Concept ."
    )
    for name in ("actors", "full", "topics"):
        assert EX + "x1" not in relgraph.project(graph, name)


def test_an_act_without_a_relation_is_a_thing_that_others_are_about(graph_of: GraphOf) -> None:
    graph = graph_of(act("x1", "rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:x2") + "ex:x2 a rg:Act .")
    assert edges(relgraph.project(graph, "full")) == [("a", "affirms", "x2")]


def test_only_the_modality_of_the_ontology_tells_a_fact(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:m a rg:Meeting . ex:x1 rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m ;"
        " rg:modality ex:asserted . ex:x2 rg:actor ex:b ; rg:relation rg:attends ; rg:object ex:m ."
    )
    assert edges(relgraph.project(graph, "participation")) == [("b", "attends", "m")]
