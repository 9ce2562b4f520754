"""Data of others behind an endpoint: their properties as relations, the rows of a query as edges."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from conftest import GraphOf, Run, turtle

import relgraph
from relgraph.closures import answerable
from relgraph.errors import NameNotFoundError

from .sparql_server import engine
from .stub_store import Start

FOAF = "http://xmlns.com/foaf/0.1/"
FRIENDS = (
    f'ex:p a <{FOAF}Person> ; <{FOAF}name> "Pia" ; <{FOAF}nick> "P." ; <{FOAF}knows> ex:q .\n'
    f'ex:q a <{FOAF}Person> ; <{FOAF}name> "Quinn" ; <{FOAF}knows> ex:p .\n'
)
KNOWS = "SELECT ?source ?target (foaf:knows AS ?relation) { ?source foaf:knows ?target }"


def rows_of(content: bytes) -> list[tuple[str, str, str]]:
    return sorted(
        (row["source_label"], row["relation"], row["target_label"])
        for row in csv.DictReader(io.StringIO(content.decode()))
    )


@pytest.mark.parametrize(
    "asked",
    [
        ("actors", "--actor-class", "foaf:Person", "--relation", "foaf:knows"),
        ("--edges", f"PREFIX foaf: <{FOAF}> {KNOWS}"),
    ],
)
def test_an_endpoint_is_asked_as_a_file_is(asked: tuple[str, ...], start: Start, run: Run) -> None:
    url = start(engine(turtle(FRIENDS))).url
    done = run("project", *asked, "--label", "foaf:nick", "-d", url, "-f", "csv")
    assert done.returncode == 0, done.stderr
    assert rows_of(done.stdout) == [("P.", "knows", "Quinn"), ("Quinn", "knows", "P.")]


def test_a_property_is_counted_where_acts_are(graph_of: GraphOf, start: Start) -> None:
    act = (
        "ex:x a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;"
        ' rg:date "2021-07-06"^^xsd:date ; rg:modality rg:modalityAsserted ; rg:certainty rg:certain .'
    )
    graph = graph_of(FRIENDS + act)
    full = answerable(graph)
    content = ox.serialize((quad.triple for quad in full.oxigraph), format=ox.RdfFormat.N_TRIPLES)
    assert content is not None
    remote = relgraph.connect(start(engine(content.decode())).url)
    assert remote.counts
    asked = {"actor_classes": [f"{FOAF}Person"], "relations": [f"{FOAF}knows", "supports"]}
    here, there = (relgraph.project(one, "actors", **asked) for one in (graph, remote))  # type: ignore[arg-type]
    edges = [
        sorted(
            (source, target, data["relation"], data["weight"]) for source, target, data in one.edges(data=True)
        )
        for one in (here, there)
    ]
    assert edges[0] == edges[1]
    assert len(edges[0]) == 3
    assert there.graph["notes"][0] == here.graph["notes"][0]
    with pytest.raises(NameNotFoundError, match="nothing in this graph is named by 'foaf:title'"):
        remote.label_properties = ("foaf:title",)
