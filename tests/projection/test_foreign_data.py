"""Data of others: their classes are actors where one says so, and what cannot be read is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from small_graphs import act, edges

import relgraph
from relgraph.errors import NameNotFoundError, ProjectionError

FOAF = "http://xmlns.com/foaf/0.1/"
KNOWS = (
    f"<{FOAF}knows> a rg:Relation ; rg:entersProjection rg:actorsProjection .\n"
    f"ex:p a <{FOAF}Person> ; <{FOAF}knows> ex:q . ex:q a <{FOAF}Person> .\n"
)


def test_members_of_a_class_of_others_are_actors_where_one_says_so(graph_of: GraphOf) -> None:
    graph = graph_of(KNOWS)
    with pytest.raises(ProjectionError) as refused:
        relgraph.project(graph, "actors")
    assert f"links to 1 node of {FOAF}Person" in refused.value.advice
    assert f"--actor-class {FOAF}Person" in refused.value.advice
    assert "rdfs:subClassOf rg:Actor" in refused.value.advice
    told = relgraph.project(graph, "actors", actor_classes=[f"{FOAF}Person"])
    stated = relgraph.project(graph_of(KNOWS + f"<{FOAF}Person> rdfs:subClassOf rg:Actor ."), "actors")
    assert edges(told) == edges(stated) == [("p", "knows", "q")]
    assert told.graph["notes"] == stated.graph["notes"] == ()


def test_acts_of_others_reach_their_own_actors(graph_of: GraphOf) -> None:
    graph = graph_of(KNOWS + act("x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:p"))
    assert [note for note in relgraph.project(
        graph_of(KNOWS + act("x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:p")
                 + act("y", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")), "actors"
    ).graph["notes"] if "left out links to 2 nodes" in note]  # fmt: skip
    network = relgraph.project(graph, "signed", actor_classes=[f"{FOAF}Person"])
    assert edges(network) == [("a", "supports", "p")]


def test_a_class_can_be_told_by_prefix_and_chosen_as_a_kind(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "in.ttl"
    file.write_text(turtle(KNOWS + "ex:p rg:memberOf ex:club . ex:club a rg:Organization ."), "utf-8")
    command = ["project", "actors", "-d", str(file), "-f", "csv"]
    both = run(*command, "--actor-class", "ex:Person")
    assert both.returncode == 2
    assert b"nothing in this graph is of class 'ex:Person'" in both.stderr
    kept = run(*command, "--actor-class", f"{FOAF}Person", "--kind", f"{FOAF}Person")
    assert kept.returncode == 0
    assert b"knows" in kept.stdout
    assert b"memberOf" not in kept.stdout


@pytest.mark.parametrize("name", ["", "no iri", "ex:Nobody", "rg:State extra"])
def test_a_class_without_members_is_an_error(graph_of: GraphOf, name: str) -> None:
    with pytest.raises(NameNotFoundError, match="nothing in this graph is of class"):
        relgraph.project(graph_of(KNOWS), "actors", actor_classes=[name])


def test_classes_of_ours_that_are_no_actors_are_left_out_in_silence(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:plan a rg:Measure . ex:t a skos:Concept .\n"
        + act("x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:plan")
        + act("y", "rg:actor ex:a ; rg:relation rg:discusses ; rg:object ex:t")
        + act("z", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
    )
    assert relgraph.project(graph, "actors").graph["notes"] == ()


@pytest.mark.parametrize(
    "used",
    [act("x", "rg:actor ex:a ; rg:relation ex:condemns ; rg:object ex:b"), "ex:a ex:condemns ex:b .\n"],
)
def test_a_relation_that_enters_no_projection_is_named_with_what_it_lacks(graph_of: GraphOf, used: str) -> None:
    declared = "ex:condemns a rg:Relation . ex:unused a rg:Relation .\n"
    plain = act("y", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
    (note,) = relgraph.project(graph_of(declared + used + plain), "actors").graph["notes"]
    assert note.startswith("https://example.org/condemns enters no projection: state rg:entersProjection")
    assert "neutral, directed" in note


def test_what_data_say_of_a_relation_of_ours_adds_to_its_projections(graph_of: GraphOf) -> None:
    graph = graph_of("rg:attends rg:entersProjection rg:actorsProjection .\n")
    (attends,) = graph.ontology.named("attends")
    assert attends.projections == {"actors", "participation", "full"}


def test_kinds_are_ranked_and_what_they_are_tied_to_is_not(graph_of: GraphOf) -> None:
    graph = graph_of("ex:a rg:attends ex:m . ex:b rg:attends ex:m . ex:o rg:attends ex:m . ex:m a rg:Meeting .")
    network = relgraph.project(graph, "participation", kinds=["State"])
    scores = relgraph.centrality(network, "degree")
    assert [(row.rank, row.label) for row in scores.rows] == [(1, "A"), (1, "B")]
    assert "ranked State alone, not the 1 node of the other mode" in scores.method
    everybody = relgraph.centrality(relgraph.project(graph, "participation"), "degree")
    assert {row.label for row in everybody.rows} == {"A", "B", "O", "m"}


def test_several_foreign_classes_are_named_in_one_line(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:f a ex:Ministry . ex:g a ex:Bureau . ex:x a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ;"
        " rg:object ex:f , ex:g , ex:b . ex:y a rg:Act ; rg:actor ex:f , ex:g ; rg:relation rg:supports ;"
        " rg:object ex:b ."
    )
    notes = [note for note in relgraph.project(graph, "actors").graph["notes"] if "not known to be" in note]
    assert notes == [
        "left out links to 1 node of https://example.org/Bureau and 1 node of https://example.org/Ministry,"
        " which are each not known to be a kind of rg:Actor: give each as --actor-class, or state that each is"
        " rdfs:subClassOf rg:Actor"
    ]
