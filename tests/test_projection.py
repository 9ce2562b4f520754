"""Project: what is an edge, what is not, and that the ontology decides it."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from conftest import turtle

import relgraph
from relgraph import KnowledgeGraph, Network
from relgraph.acts import read_acts
from relgraph.errors import InputError, NameNotFoundError, ProjectionError
from relgraph.projection import PROJECTIONS

EX = "https://example.org/"

ACTORS = """
ex:a a rg:State ; rdfs:label "A"@en .  ex:b a rg:State ; rdfs:label "B"@en .
ex:c a rg:State ; rdfs:label "C"@en .  ex:o a rg:Organization ; rdfs:label "O"@en .
"""


def act(name: str, rest: str, modality: str = "Asserted") -> str:
    return f"ex:{name} a rg:Act ; rg:modality rg:modality{modality} ; rg:certainty rg:certain ; {rest} .\n"


@pytest.fixture
def graph_of(tmp_path: Path):  # type: ignore[no-untyped-def]
    def build(body: str, actors: str = ACTORS) -> KnowledgeGraph:
        path = tmp_path / "g.ttl"
        path.write_text(turtle(actors + body), "utf-8")
        return relgraph.open(path)

    return build


def edges(network: Network) -> list[tuple[str, str, str]]:
    return sorted(
        (source.removeprefix(EX), data["relation"], target.removeprefix(EX))
        for source, target, data in network.edges(data=True)
    )


def test_an_act_links_its_actor_to_object_recipient_and_those_involved(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def test_parallel_acts_stay_parallel_edges_with_their_own_acts(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
        + act("x2", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
    )
    network = relgraph.project(graph, "actors")
    assert network.number_of_edges() == 2
    assert {data["acts"] for _, _, data in network.edges(data=True)} == {(EX + "x1",), (EX + "x2",)}


def test_a_joint_act_is_one_undirected_edge_a_pair(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", "rg:actor ex:a , ex:b , ex:c ; rg:relation rg:issues ; rg:object ex:s")
        + "ex:s a rg:Statement ; rg:involves ex:a , ex:b , ex:c ."
    )
    network = relgraph.project(graph, "actors")
    assert edges(network) == [("a", "issues", "b"), ("a", "issues", "c"), ("b", "issues", "c")]
    assert not any(data["directed"] for _, _, data in network.edges(data=True))


def test_speech_act_and_content_count_once_and_keep_both(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def test_an_act_that_is_its_own_content_does_not_loop(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:x2")
        + act("x2", "rg:actor ex:b ; rg:relation rg:affirms ; rg:object ex:x1")
    )
    # Each counts as the content of the other; relgraph validate refuses such a circle (act-within-itself).
    with pytest.raises(ProjectionError):
        relgraph.project(graph, "actors")


def test_declared_symmetry_changes_the_projection_and_counts_once(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def test_a_relation_added_to_the_data_needs_no_python(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def test_bare_direct_relations_project_and_score(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        "ex:a rg:supports ex:b . ex:c rg:supports ex:b ."
        " ex:a rg:attends ex:m . ex:b rg:coChairs ex:m . ex:m a rg:Meeting ."
    )
    assert edges(relgraph.project(graph, "actors")) == [("a", "supports", "b"), ("c", "supports", "b")]
    assert edges(relgraph.project(graph, "participation")) == [("a", "attends", "m"), ("b", "coChairs", "m")]
    scores = relgraph.centrality(relgraph.project(graph, "actors"))
    assert scores.rows[0][2] == "B"


def test_a_derived_relation_is_not_counted_beside_its_act(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def test_classes_literals_and_evidence_are_no_nodes(meeting: KnowledgeGraph) -> None:
    acts = set(read_acts(meeting))
    for name in PROJECTIONS:
        assert acts.isdisjoint(relgraph.project(meeting, name)), name
        kinds = {kind for _, kind in relgraph.project(meeting, name).nodes(data="kind")}
        assert not kinds & {"Class", "SpecificResource", "TextPositionSelector", "ConceptScheme", ""}, name
        assert not any("ontology#" in node for node in relgraph.project(meeting, name))


AS_OF = (
    act("day", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:madeAt ex:m")
    + act(
        "month", 'rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c ; rg:date "2021-08"^^xsd:gYearMonth'
    )
    + act("year", 'rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:c ; rg:date "2022"^^xsd:gYear')
    + act("undated", "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:o")
    + 'ex:m a rg:Meeting ; rg:heldOn "2021-07-06"^^xsd:date .'
)


@pytest.mark.parametrize(
    ("as_of", "count"),
    [
        (None, 4),
        ("2021-07-05", 0),
        ("2021-07-06", 1),
        ("2021-07-31", 1),
        ("2021-08", 2),
        ("2022", 3),
        ("2030-01-01", 3),
    ],
)
def test_as_of_reads_the_date_of_the_act_else_of_its_event(graph_of, as_of: str | None, count: int) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(AS_OF)
    if count == 0:
        with pytest.raises(ProjectionError, match="nothing to project"):
            relgraph.project(graph, "actors", as_of=as_of)
    else:
        network = relgraph.project(graph, "actors", as_of=as_of)
        assert network.number_of_edges() == count
        assert bool(network.graph["notes"]) == (as_of is not None)


def test_background_is_what_rests_on_background_sources_alone(meeting: KnowledgeGraph) -> None:
    everything = relgraph.project(meeting, "actors")
    told = relgraph.project(meeting, "actors", background=False)
    dropped = {data["acts"][0] for _, _, data in everything.edges(data=True) if data["background"]}
    assert len(dropped) == 3
    assert all("member-of" in iri for iri in dropped)
    assert everything.number_of_edges() - told.number_of_edges() == 3


def test_collectives_resolve_only_where_the_text_fixes_them(meeting: KnowledgeGraph) -> None:
    kept = relgraph.project(meeting, "actors")
    resolved = relgraph.project(meeting, "actors", collectives="resolve")
    collective = "https://w3id.org/relgraph/id/collective/"
    assert collective + "two-sides" in kept
    assert collective + "two-sides" not in resolved
    assert collective + "countries" in resolved
    assert "two-sides" in " ".join(resolved.graph["notes"])


GROUPS = """
ex:two a rg:CollectiveActor ; rg:resolvesTo ex:a , ex:inner .
ex:inner a rg:CollectiveActor ; rg:resolvesTo ex:b .
ex:plan a rg:Measure ; rg:involves ex:two , ex:c . ex:aid a rg:Assistance .
"""
# The same acts of a group, and of those for whom it stands.
BY_GROUP = [
    ("x1", "rg:actor {two} ; rg:relation rg:agreesTo ; rg:object ex:idea"),
    ("x2", "rg:actor ex:a ; rg:relation rg:wishes ; rg:object {two}"),
    ("x3", "rg:actor {two} ; rg:relation rg:affirms ; rg:object ex:x4"),
    ("x4", "rg:actor {two} ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:c"),
    ("x5", "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:plan"),
    ("x6", "rg:actor {two} ; rg:relation rg:supports ; rg:object ex:plan"),
]


@pytest.mark.parametrize("name", ["actors", "full"])
def test_resolving_is_writing_the_members_in(graph_of, name: str) -> None:  # type: ignore[no-untyped-def]
    def network(actors: str, groups: str, collectives: str = "keep") -> list[tuple[str, str, str, bool]]:
        acts = "".join(act(label, rest.replace("{two}", actors)) for label, rest in BY_GROUP)
        bare = " ex:c rg:opposes ex:a . ex:a rg:opposes ex:c ."
        projected = relgraph.project(
            graph_of(groups + acts + "ex:idea a rg:Measure ." + bare), name, collectives=collectives
        )
        return sorted(
            (*sorted((s, t)), data["relation"], data["directed"])
            if not data["directed"]
            else (s, t, data["relation"], True)
            for s, t, data in projected.edges(data=True)
        )

    written_in = network("ex:a , ex:b", GROUPS.replace("rg:involves ex:two", "rg:involves ex:a , ex:b"))
    resolved = network("ex:two", GROUPS, collectives="resolve")
    assert resolved == written_in
    assert (EX + "a", EX + "b", "agreesTo", False) in resolved
    assert (EX + "a", EX + "b", "wishes", True) in resolved
    assert sum(edge[2] == "opposes" for edge in resolved) == 2


def test_a_narrower_relation_is_not_counted_beside_the_wider_one(graph_of) -> None:  # type: ignore[no-untyped-def]
    bare = graph_of("ex:a rg:coChairs ex:m . ex:b rg:attends ex:m . ex:m a rg:Meeting .")
    expected = [("a", "coChairs", "m"), ("b", "attends", "m")]
    assert edges(relgraph.project(bare, "participation")) == expected
    assert edges(relgraph.project(relgraph.derive(bare), "participation")) == expected


def test_a_plan_does_not_hide_a_stated_relation(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m", "Planned")
        + "ex:a rg:attends ex:m . ex:m a rg:Meeting ."
    )
    assert edges(relgraph.project(graph, "participation")) == [("a", "attends", "m")]


def test_bare_relations_between_untyped_things(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of("ex:q rg:supports ex:r . ex:q rg:attends ex:m .", actors="")
    assert edges(relgraph.project(graph, "actors")) == [("q", "supports", "r")]
    assert edges(relgraph.project(graph, "participation")) == [("q", "attends", "m")]


def test_taking_part_in_a_dated_event_has_its_date_and_proposing_it_has_not(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m")
        + act("x2", "rg:actor ex:a ; rg:relation rg:proposes ; rg:object ex:m")
        + 'ex:m a rg:Meeting ; rg:heldOn "2021-07-06"^^xsd:date ; rg:involves ex:b .'
    )
    assert edges(relgraph.project(graph, "full", as_of="2021-07-06")) == [("a", "attends", "m")]


@pytest.mark.parametrize("names", [("k1", "k2", "k3"), ("k3", "k2", "k1")])
def test_the_date_of_saying_reaches_what_is_said_at_any_depth(graph_of, names: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    outer, middle, inner = names
    graph = graph_of(
        act(outer, f"rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:{middle} ; rg:madeAt ex:m")
        + act(middle, f"rg:actor ex:b ; rg:relation rg:affirms ; rg:object ex:{inner}")
        + act(inner, "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:o")
        + 'ex:m a rg:Meeting ; rg:heldOn "2021-07-06"^^xsd:date .'
    )
    dated = relgraph.project(graph, "actors", as_of="2021-07-06")
    assert edges(dated) == [("a", "affirms", "b"), ("b", "affirms", "c"), ("c", "supports", "o")]


def test_content_that_is_left_out_does_not_become_a_node(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", 'rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:x2 ; rg:date "2020"^^xsd:gYear')
        + act("x2", 'rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:c ; rg:date "2025"^^xsd:gYear')
    )
    assert edges(relgraph.project(graph, "full", as_of="2021")) == [("a", "affirms", "b")]


def test_direct_relations_left_out_for_want_of_a_date_are_said(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", 'rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date "2020"^^xsd:gYear')
        + "ex:a rg:opposes ex:c ."
    )
    network = relgraph.project(graph, "actors", as_of="2021")
    assert any("1 direct relations, which have no date" in note for note in network.graph["notes"])


@pytest.mark.parametrize("weight", ['"heavy"', "0", "-1", '"NaN"^^xsd:double', '"INF"^^xsd:double', "1e-320"])
def test_a_weight_that_is_no_strength_is_refused(graph_of, weight: str) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(f"ex:r a rg:Relation ; rg:weight {weight} . ex:a ex:r ex:b .")
    with pytest.raises(InputError, match="is not a strength"):
        relgraph.project(graph, "actors")


def test_what_data_say_of_a_relation_goes_before_the_ontology(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of("rg:supports rg:weight 5 . ex:a rg:supports ex:b .")
    network = relgraph.project(graph, "actors")
    assert [data["weight"] for _, _, data in network.edges(data=True)] == [5.0]


def test_literals_where_nodes_belong_are_no_nodes(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act(
            "x1",
            'rg:actor ex:a , "he" ; rg:relation rg:supports ; rg:object "text" , ex:b ; rg:saidBy "him"',
        )
    )
    assert edges(relgraph.project(graph, "actors")) == [("a", "supports", "b")]


def test_the_name_of_our_relation_is_not_taken_by_another(graph_of) -> None:  # type: ignore[no-untyped-def]
    other = "<https://aaa.example/supports> a rg:Relation ; rg:entersProjection rg:actorsProjection ."
    graph = graph_of(other + "ex:a <https://aaa.example/supports> ex:b . ex:a rg:supports ex:c .")
    for name in ("supports", "rg:supports"):
        assert edges(relgraph.project(graph, "actors", relations=[name])) == [("a", "supports", "c")]


def test_planned_participation_is_not_participation(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:m")
        + act("x2", "rg:actor ex:b ; rg:relation rg:attends ; rg:object ex:m", "Planned")
        + "ex:m a rg:Meeting ."
    )
    assert edges(relgraph.project(graph, "participation")) == [("a", "attends", "m")]


def test_co_participation_counts_shared_events_and_newmans_weight(graph_of) -> None:  # type: ignore[no-untyped-def]
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


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"name": "actor"}, "did you mean actors"),
        ({"name": "actors", "relations": ["suports"]}, "did you mean supports"),
        ({"name": "actors", "collectives": "resolved"}, "did you mean resolve"),
        ({"name": "actors", "as_of": "last year"}, "YYYY-MM-DD"),
        ({"name": "actors", "as_of": "2021-02-30"}, "YYYY-MM-DD"),
        ({"name": "actors", "as_of": "2021-7-6"}, "YYYY-MM-DD"),
        ({"name": "actors", "as_of": "2021-07-06x"}, "YYYY-MM-DD"),
    ],
)
def test_unknown_names_and_dates(meeting: KnowledgeGraph, arguments: dict[str, object], says: str) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.project(meeting, **arguments)  # type: ignore[arg-type]
    assert says in caught.value.advice
