"""Properties of other vocabularies are relations where one asks for them, and it is said what they count as."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from small_graphs import act, edges

import relgraph
from relgraph.errors import NameNotFoundError, ProjectionError

FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
FRIENDS = (
    f'ex:p a <{FOAF}Person> ; <{FOAF}name> "Pia" ; <{FOAF}nick> "P." ; <{FOAF}knows> ex:q .\n'
    f'ex:q a <{FOAF}Person> ; <{FOAF}name> "Quinn" ; <{FOAF}knows> ex:p , ex:r .\n'
    "ex:a rg:supports ex:b .\n"
)
PEOPLE = [f"{FOAF}Person"]
KNOWS = [("p", "knows", "q"), ("q", "knows", "p"), ("q", "knows", "r")]


@pytest.mark.parametrize("name", [f"{FOAF}knows", f"<{FOAF}knows>", "foaf:knows"])
def test_a_property_is_a_neutral_directed_relation(graph_of: GraphOf, name: str) -> None:
    network = relgraph.project(graph_of(FRIENDS), "actors", actor_classes=PEOPLE, relations=[name])
    assert edges(network) == KNOWS
    assert {(data["sign"], data["directed"], data["weight"]) for *_, data in network.edges(data=True)} == {
        ("neutral", True, 1.0)
    }
    took, left_out = network.graph["notes"]
    assert took.startswith(
        f"{FOAF}knows is no relation of the ontology, and was taken for one: neutral, directed"
    )
    assert left_out == "left out 1 link not by knows or what falls under it"


def test_relations_of_ours_and_of_others_are_asked_for_together(graph_of: GraphOf) -> None:
    network = relgraph.project(
        graph_of(FRIENDS), "actors", actor_classes=PEOPLE, relations=["supports", "foaf:knows"]
    )
    assert edges(network) == [("a", "supports", "b"), *KNOWS]


def test_what_the_data_declare_goes_before_what_is_taken(graph_of: GraphOf) -> None:
    declared = (
        f"<{FOAF}knows> a rg:Relation ; rg:sign rg:cooperative ; rg:direction rg:undirected ; rg:weight 2 ;"
        " rg:entersProjection rg:actorsProjection .\n"
    )
    network = relgraph.project(
        graph_of(FRIENDS + declared), "actors", actor_classes=PEOPLE, relations=["foaf:knows"]
    )
    assert edges(network) == [("p", "knows", "q"), ("q", "knows", "r")]
    assert {(data["sign"], data["directed"], data["weight"]) for *_, data in network.edges(data=True)} == {
        ("cooperative", False, 2.0)
    }
    assert [note for note in network.graph["notes"] if "taken for one" in note] == []


def test_the_name_that_data_give_the_property_is_its_label(graph_of: GraphOf) -> None:
    named = f'<{FOAF}knows> rdfs:label "is acquainted with"@en .\n'
    network = relgraph.project(
        graph_of(FRIENDS + named), "actors", actor_classes=PEOPLE, relations=["foaf:knows"]
    )
    assert {data["label"] for *_, data in network.edges(data=True)} == {"is acquainted with"}


def test_it_enters_the_projection_that_is_asked_for(graph_of: GraphOf) -> None:
    graph = graph_of(
        f"ex:p a <{ORG}Agent> ; <{ORG}memberOf> ex:club . ex:q a <{ORG}Agent> ; <{ORG}memberOf> ex:club .\n"
        f"ex:club a <{ORG}Organization> .\n"
    )
    asked = {"actor_classes": ["org:Agent", "org:Organization"], "relations": ["org:memberOf"]}
    both = relgraph.project(graph, "membership", **asked)  # type: ignore[arg-type]
    assert edges(both) == [("p", "memberOf", "club"), ("q", "memberOf", "club")]
    together = relgraph.project(graph, "co-membership", **asked)  # type: ignore[arg-type]
    assert [data["weight"] for *_, data in together.edges(data=True)] == [1.0]
    # As a neutral relation it has no sign to be of.
    with pytest.raises(ProjectionError, match="nothing to project"):
        relgraph.project(graph, "signed", **asked)  # type: ignore[arg-type]


def test_statements_with_blank_nodes_are_counted(graph_of: GraphOf) -> None:
    graph = graph_of(FRIENDS + f"_:x <{FOAF}knows> ex:p . ex:p <{FOAF}knows> [ a <{FOAF}Person> ] .")
    network = relgraph.project(graph, "actors", actor_classes=PEOPLE, relations=["foaf:knows"])
    assert edges(network) == KNOWS
    assert f"left out 2 statements of {FOAF}knows with a blank node" in network.graph["notes"][1]


def test_without_the_class_it_says_which_class_to_give(graph_of: GraphOf) -> None:
    with pytest.raises(ProjectionError) as refused:
        relgraph.project(graph_of(FRIENDS.replace("ex:p , ex:r", "ex:p")), "actors", relations=["foaf:knows"])
    assert f"give it as --actor-class {FOAF}Person" in refused.value.advice


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("suports", "unknown relation 'suports'"),
        ("knows", "unknown relation 'knows'"),
        ("foaf:nick", "nothing in this graph is linked by 'foaf:nick'"),
        ("foaf:member", "nothing in this graph is linked by 'foaf:member'"),
        ("http://no iri", "nothing in this graph is linked by 'http://no iri'"),
        ("rg:knows", "nothing in this graph is linked by 'rg:knows'"),
    ],
)
def test_what_links_nothing_is_an_error(graph_of: GraphOf, name: str, says: str) -> None:
    with pytest.raises(NameNotFoundError, match=says):
        relgraph.project(graph_of(FRIENDS), "actors", relations=[name])


def rows_of(content: bytes) -> list[tuple[str, str, str]]:
    return sorted(
        (row["source_label"], row["relation"], row["target_label"])
        for row in csv.DictReader(io.StringIO(content.decode()))
    )


@pytest.mark.parametrize("relation", ["friends:knows", f"{FOAF}knows"])
@pytest.mark.parametrize("label", ["friends:nick", f"{FOAF}nick"])
def test_a_file_and_a_store_are_read_alike(relation: str, label: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "friends.ttl"
    file.write_text(f"@prefix friends: <{FOAF}> .\n" + turtle(FRIENDS), "utf-8")
    assert run("load", file, "--store", "friends.store").returncode == 0
    for data in (str(file), "friends.store"):
        done = run(
            "project", "actors", "-d", data, "-f", "csv",
            "--actor-class", "friends:Person", "--relation", relation, "--label", label,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert rows_of(done.stdout) == [
            ("P.", "knows", "Quinn"),
            ("Quinn", "knows", "P."),
            ("Quinn", "knows", "r"),
        ]
        assert b"knows is no relation of the ontology, and was taken for one" in done.stderr
        found = run("show", "P.", "-d", data, "--label", label)
        assert found.returncode == 0, found.stderr
        assert b"https://example.org/p" in found.stdout
        assert b"also: Pia" in found.stdout


def test_a_declared_relation_may_be_asked_for_by_its_prefix(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:shuns a rg:Relation ; rg:entersProjection rg:actorsProjection .\n"
        + act("x", "rg:actor ex:a ; rg:relation ex:shuns ; rg:object ex:b")
        + act("y", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
    )
    assert edges(relgraph.project(graph, "actors", relations=["ex:shuns"])) == [("a", "shuns", "b")]


def test_the_page_draws_it(graph_of: GraphOf) -> None:
    graph = graph_of(FRIENDS)
    page = relgraph.render(
        graph, relgraph.project(graph, "actors", actor_classes=PEOPLE, relations=["foaf:knows"])
    )
    assert "Quinn" in page
    assert "knows" in page
