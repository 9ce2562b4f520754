"""Project: what is an edge, what is not, and that the ontology decides it."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from conftest import Run, turtle

import relgraph
from relgraph import KnowledgeGraph, Network, projection
from relgraph.errors import InputError, NameNotFoundError, ProjectionError
from relgraph.model.namespaces import ID
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
    acts = set(meeting.acts)
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
    assert network.graph["notes"] == (
        "left out 0 acts dated after 2021, or without a date",
        "left out 1 direct relation that no act stands behind, of which no date is known",
    )


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
        ({"name": "actors", "since": "2021-13"}, "YYYY-MM-DD"),
        ({"name": "actors", "kinds": ["Sate"]}, "did you mean State"),
        ({"name": "actors", "kinds": ["Meeting"]}, "Organization"),
        ({"name": "actors", "modalities": ["plan"]}, "did you mean planned"),
        ({"name": "actors", "modalities": ["certain"]}, "asserted, needed"),
        ({"name": "actors", "certainties": ["sure"]}, "certain, doubtful, likely"),
        ({"name": "actors", "source_documents": ["Country code table"]}, "did you mean Country codes table"),
    ],
)
def test_unknown_names_and_dates(meeting: KnowledgeGraph, arguments: dict[str, object], says: str) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.project(meeting, **arguments)  # type: ignore[arg-type]
    assert says in caught.value.advice


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"name": "actors", "since": "2022", "as_of": "2021-12"}, "ends before it begins"),
        ({"name": "actors", "chair_weight": 2}, "nothing to weigh in 'actors'"),
        ({"name": "participation", "chair_weight": 0}, "is no strength"),
        ({"name": "participation", "chair_weight": float("nan")}, "is no strength"),
    ],
)
def test_options_that_cannot_be_met(meeting: KnowledgeGraph, arguments: dict[str, object], says: str) -> None:
    with pytest.raises(ProjectionError, match=says):
        relgraph.project(meeting, **arguments)  # type: ignore[arg-type]


# Topics

TOPICS = """
ex:topics a skos:ConceptScheme .
ex:trade a skos:Concept ; skos:inScheme ex:topics .  ex:peace a skos:Concept ; skos:inScheme ex:topics .
ex:health a skos:Concept ; skos:inScheme ex:topics . ex:plan a rg:Measure ; rg:concerns ex:trade , ex:c .
"""


def test_an_act_links_its_actors_to_the_topics_of_the_act_of_its_object_and_of_what_it_says(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def test_both_ends_of_an_undirected_relation_are_linked_to_its_topic(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        TOPICS
        + act("x1", "rg:actor ex:a ; rg:relation rg:cooperatesWith ; rg:object ex:b ; rg:concerns ex:trade")
    )
    network = relgraph.project(graph, "topics")
    assert edges(network) == [("a", "cooperatesWith", "trade"), ("b", "cooperatesWith", "trade")]


def test_bare_relations_reach_topics_and_count_once_each(graph_of) -> None:  # type: ignore[no-untyped-def]
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


# Signed


def test_signed_has_what_is_cooperative_or_adverse_with_positive_weights(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def test_an_act_against_cooperation_is_not_folded_into_it(graph_of) -> None:  # type: ignore[no-untyped-def]
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
        ("b", "agreesTo", "c"),
    ]
    assert edges(relgraph.project(graph_joint, "signed")) == [("a", "agreesTo", "b"), ("a", "opposes", "b")]
    # Among all acts it is one line: the saying is about the same two.
    assert edges(relgraph.project(graph_joint, "actors")) == [("a", "agreesTo", "b")]


# The ontology decides


@pytest.mark.parametrize("name", list(PROJECTIONS))
@pytest.mark.parametrize("with_act", [True, False])
def test_a_relation_of_the_data_enters_every_projection_without_python(  # type: ignore[no-untyped-def]
    graph_of, name: str, with_act: bool
) -> None:
    marked = {"co-participation": "participation", "signed": "actors"}.get(name, name)
    target = {"participation": "ex:m", "topics": "ex:trade"}.get(marked, "ex:b")
    declared = (
        f"ex:shuns a rg:Relation ; rg:entersProjection rg:{marked}Projection ; rg:sign rg:adverse ;"
        f" rg:weight 2.5 . {TOPICS} ex:m a rg:Meeting . ex:c rg:attends ex:m ."
    )
    stated = (
        act("x1", f"rg:actor ex:a ; rg:relation ex:shuns ; rg:object {target}")
        if with_act
        else f"ex:a ex:shuns {target} ."
    )
    graph = graph_of(declared + stated)
    assert "shuns" in {relation.name for relation in projection.entering(graph.ontology, name).values()}
    network = relgraph.project(graph, name)
    if name == "co-participation":
        assert [data["weight"] for *_, data in network.edges(data=True)] == [1.0]
        return
    (data,) = [data for *_, data in network.edges(data=True) if data["relation"] == "shuns"]
    assert (data["sign"], data["weight"]) == ("adverse", 2.5)
    assert EX + "a" in network
    assert target.replace("ex:", EX) in network


# Filters

WINDOW = (
    act("d", 'rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date "2021-07-06"^^xsd:date')
    + act("m", 'rg:actor ex:a ; rg:relation rg:welcomes ; rg:object ex:b ; rg:date "2021-08"^^xsd:gYearMonth')
    + act("y", 'rg:actor ex:a ; rg:relation rg:wishes ; rg:object ex:b ; rg:date "2022"^^xsd:gYear')
    + act("u", "rg:actor ex:a ; rg:relation rg:opposes ; rg:object ex:b")
)


@pytest.mark.parametrize(
    ("since", "as_of", "kept"),
    [
        ("2021-07-06", "2021-07-06", ["supports"]),
        ("2021-07-07", None, ["welcomes", "wishes"]),
        ("2021", "2021", ["supports", "welcomes"]),
        ("2021-07", "2021-07", ["supports"]),
        ("2021-08-31", "2021-09", ["welcomes"]),  # some day of August: may be the last
        ("2022-06", "2022-06", ["wishes"]),  # some day of 2022: may be in June
        ("2023", None, []),
        (None, "2021-07-05", []),
    ],
)
def test_a_window_has_what_may_lie_in_it(  # type: ignore[no-untyped-def]
    graph_of, since: str | None, as_of: str | None, kept: list[str]
) -> None:
    fold = projection.fold(graph_of(WINDOW), "actors", since=since, as_of=as_of)
    assert sorted(relation for _, relation, _ in edges(fold.network())) == kept
    assert f"left out {4 - len(kept)} act" in fold.notes[0]


FILTERS = (
    "ex:Ministry rdfs:subClassOf rg:Organization . ex:p a rg:Person . ex:w a ex:Ministry . ex:m a rg:Meeting ."
    + act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e1")
    + act("x2", "rg:actor ex:a ; rg:relation rg:provides ; rg:object ex:c ; rg:evidence ex:e2", "Planned")
    + "ex:x3 a rg:Act ; rg:modality rg:modalityNeeded ; rg:certainty rg:doubtful ; rg:actor ex:p ;"
    " rg:relation rg:welcomes ; rg:object ex:w ; rg:evidence ex:e1 , ex:e2 .\n"
    "ex:a rg:opposes ex:w . ex:a rg:opposes ex:z . ex:p rg:attends ex:m . ex:w rg:attends ex:m ."
    'ex:e1 oa:hasSource ex:news . ex:e2 oa:hasSource ex:memo . ex:news rdfs:label "The News"@en .'
    'ex:memo rdfs:label "Memo"@en . ex:memo2 rdfs:label "Memo"@en .'
)
A_B, A_C, P_W = ("a", "supports", "b"), ("a", "provides", "c"), ("p", "welcomes", "w")
BARE = [("a", "opposes", "w"), ("a", "opposes", "z")]


@pytest.mark.parametrize(
    ("filters", "kept", "notes"),
    [
        ({}, [*BARE, A_C, A_B, P_W], ()),
        (
            {"relations": ["opposes", "supports"]},
            [*BARE, A_B],
            ("left out 2 links not by opposes or supports or what falls under it",),
        ),
        # ex:z has no type, so nobody knows that it is a state
        ({"kinds": ["State"]}, [A_C, A_B], ("left out 3 links with an actor not known to be State",)),
        # a ministry is an organization, as the data declare
        (
            {"kinds": ["Person", "rg:Organization"]},
            [P_W],
            ("left out 4 links with an actor not known to be Organization or Person",),
        ),
        (
            {"kinds": ["Ministry", EX + "Ministry", "Person", "State"]},
            [BARE[0], A_C, A_B, P_W],
            ("left out 1 link with an actor not known to be Ministry, Person or State",),
        ),
        (
            {"modalities": ["asserted", "needed"]},
            [A_B, P_W],
            (
                "left out 1 act of another modality than asserted or needed",
                "left out 2 direct relations that no act stands behind, of which no modality is known",
            ),
        ),
        (
            {"certainties": ["doubtful"]},
            [P_W],
            (
                "left out 2 acts of another certainty than doubtful",
                "left out 2 direct relations that no act stands behind, of which no certainty is known",
            ),
        ),
        (
            {"source_documents": ["The News"], "certainties": ["certain"]},
            [A_B],
            (
                "left out 1 act of another certainty than certain",
                "left out 1 act without evidence in The News",
                "left out 2 direct relations that no act stands behind, "
                "of which no certainty or source is known",
            ),
        ),
        (
            {"source_documents": [EX + "memo"]},
            [A_C, P_W],
            (
                f"left out 1 act without evidence in {EX}memo",
                "left out 2 direct relations that no act stands behind, of which no source is known",
            ),
        ),
        (
            {"background": False},
            [*BARE, A_C, A_B, P_W],
            (
                "left out 0 acts resting on background sources alone",
                "kept 2 direct relations that no act stands behind, whether background or not",
            ),
        ),
    ],
)
def test_filters_keep_what_they_say_and_say_what_they_leave_out(  # type: ignore[no-untyped-def]
    graph_of, filters: dict[str, object], kept: list[tuple[str, str, str]], notes: tuple[str, ...]
) -> None:
    network = relgraph.project(graph_of(FILTERS), "actors", **filters)  # type: ignore[arg-type]
    assert edges(network) == sorted(kept)
    assert network.graph["notes"] == notes


def test_kinds_are_of_actors_and_leave_events_and_things_in(graph_of) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(FILTERS + "ex:a rg:supports ex:plan . ex:plan a rg:Measure ; rg:involves ex:p .")
    assert edges(relgraph.project(graph, "participation", kinds=["Person"])) == [("p", "attends", "m")]
    assert edges(relgraph.project(graph, "full", kinds=["State"])) == sorted(
        [A_C, A_B, ("a", "supports", "plan")]
    )
    # One ministry at a meeting is no pair.
    with pytest.raises(ProjectionError, match="nothing to project") as caught:
        relgraph.project(graph, "co-participation", kinds=["Person"])
    assert "left out 1 link with an actor not known to be Person" in caught.value.advice
    assert "one per pair of actors" in caught.value.advice


def test_a_label_of_two_source_documents_is_refused(graph_of) -> None:  # type: ignore[no-untyped-def]
    two = FILTERS + act("x9", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e9")
    graph = graph_of(two + "ex:e9 oa:hasSource ex:memo2 .")
    with pytest.raises(NameNotFoundError, match="names several source documents") as caught:
        relgraph.project(graph, "actors", source_documents=["Memo"])
    assert caught.value.advice == f"give one of {EX}memo, {EX}memo2"


# Chair weight


def test_a_chair_weighs_what_is_asked_for(graph_of) -> None:  # type: ignore[no-untyped-def]
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


def ends(source: str, target: str) -> str:
    return "".join(sorted((source.removeprefix(EX), target.removeprefix(EX))))


# Collapsed


def test_collapsed_sums_a_pair_and_direction_and_keeps_what_is_in_it(graph_of) -> None:  # type: ignore[no-untyped-def]
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


# Every projection, on acts and on direct relations alone


@pytest.mark.parametrize(
    ("name", "edge"),
    [
        ("actors", ("person/sergey-lavrov", "represents", "state/russia")),
        ("participation", ("person/bui-thanh-son", "attends", "event/special-meeting-2021")),
        ("co-participation", ("person/bui-thanh-son", "coParticipation", "person/retno-marsudi")),
        ("topics", ("collective/asean-countries", "agreesTo", "topic/supply-chains")),
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
    assert not any(data["acts"] for *_, data in network.edges(data=True))
    collapsed = relgraph.project(bare, name, collapsed=True)
    assert collapsed.size("weight") == network.size("weight")


@pytest.mark.parametrize("name", list(PROJECTIONS))
def test_a_graph_with_nothing_for_a_projection_is_told_what_its_edges_are(graph_of, name: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ProjectionError, match="nothing to project") as caught:
        relgraph.project(graph_of("ex:a rg:hasCode ex:x ."), name)
    assert PROJECTIONS[name].edges in caught.value.advice


@pytest.mark.parametrize("name", ["actors", "signed", "full"])
def test_what_an_actor_does_to_itself_is_no_edge(graph_of, name: str) -> None:  # type: ignore[no-untyped-def]
    graph = graph_of(
        act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:a")
        + "ex:b rg:supports ex:b . ex:a rg:supports ex:b ."
    )
    assert edges(relgraph.project(graph, name)) == [("a", "supports", "b")]


# On the command line


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


def test_every_filter_is_an_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(turtle(ACTORS + FILTERS + WINDOW), "utf-8")

    def projected(*options: str) -> tuple[list[str], str]:
        result = run("project", "actors", "-d", "g.ttl", *options)
        assert result.returncode == 0, result.stderr
        found = json.loads(result.stdout)["edges"]
        return sorted(edge["relation"] for edge in found), result.stderr.decode()

    assert projected("--since", "2021-07", "--as-of", "2021-07")[0] == ["supports"]
    assert projected("--kind", "Person", "--kind", "Organization")[0] == ["welcomes"]
    assert projected("--modality", "planned")[0] == ["provides"]
    assert projected("--certainty", "doubtful", "--certainty", "likely")[0] == ["welcomes"]
    relations, said = projected("--source-document", "The News")
    assert relations == ["supports", "welcomes"]
    assert "without evidence in The News" in said
    assert "2 direct relations that no act stands behind" in said
    assert projected("--collapsed", "--kind", "State")[0] == ["opposes, supports, welcomes, wishes", "provides"]
    weighed = run("project", "co-participation", "-d", "g.ttl", "--chair-weight", "2")
    assert b"counted presiding 2 times" in weighed.stderr
    wrong = run("project", "actors", "-d", "g.ttl", "--kind", "Persn")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"did you mean Person?" in wrong.stderr
