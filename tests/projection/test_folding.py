"""Folding: a fold belongs to its graph as it was; presiding is declared; the collector is left as it was."""

from __future__ import annotations

import dataclasses
import gc
import json
from collections.abc import Iterator

import pytest
from conftest import GraphOf, Run
from rdflib import URIRef
from small_graphs import EX, act, edges

import relgraph
from relgraph import PROJECTIONS
from relgraph.errors import ProjectionError
from relgraph.model.statements import Term
from relgraph.projection.catalogue import Link, OneMode, Projection, Step

SUPPORT = act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")


def test_a_fold_of_a_graph_that_was_changed_since_is_refused(graph_of: GraphOf) -> None:
    graph = graph_of(SUPPORT)
    fold = relgraph.fold(graph, "actors")
    assert fold.network().number_of_edges() == 1
    graph.add((URIRef(EX + "x1"), URIRef("https://w3id.org/relgraph/ontology#recipient"), URIRef(EX + "c")))
    for use in (
        fold.network,
        lambda: fold.network({EX + "x1": 1.0}),
        lambda: relgraph.bootstrap(fold, "degree", draws=2),
        lambda: relgraph.timeline(fold, "degree", by="event"),
        lambda: relgraph.why(fold, "A"),
    ):
        with pytest.raises(ProjectionError, match="changed after it was folded"):
            use()
    assert relgraph.fold(graph, "actors").network().number_of_edges() == 2


def test_a_fold_of_a_graph_that_was_changed_meanwhile_is_refused(
    graph_of: GraphOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = graph_of(SUPPORT)
    pairs_of = graph.pairs_of
    relation = "https://w3id.org/relgraph/ontology#supports"

    def written_to_meanwhile(predicate: str) -> Iterator[tuple[Term, Term]]:
        if predicate == relation:
            graph.add((URIRef(EX + "b"), URIRef(relation), URIRef(EX + "a")))  # as another thread may
        return pairs_of(predicate)

    monkeypatch.setattr(graph, "pairs_of", written_to_meanwhile)
    fold = relgraph.fold(graph, "actors")
    with pytest.raises(ProjectionError, match="changed after it was folded"):
        fold.network()


def test_the_network_of_all_acts_is_built_once_and_frozen(graph_of: GraphOf) -> None:
    fold = relgraph.fold(graph_of(SUPPORT), "actors")
    assert fold.network() is fold.network()
    with pytest.raises(Exception, match="Frozen"):
        fold.network().add_node("x")
    assert fold.network({EX + "x1": 2.0}) is not fold.network({EX + "x1": 2.0})


PRESIDING = """
ex:hosts a rg:Relation ; rdfs:subPropertyOf rg:participatesIn ; rg:entersProjection rg:participationProjection .
ex:m a rg:Meeting .
""" + "".join(
    act(f"{name}1", f"rg:actor ex:{name} ; rg:relation {relation} ; rg:object ex:m")
    for name, relation in (("a", "ex:hosts"), ("b", "rg:attends"))
)


@pytest.mark.parametrize(
    ("declared", "weight"),
    [
        ("", 1.0),
        ("ex:hosts rg:presiding true .", 4.0),
        ("ex:hosts rg:presiding false .", 1.0),
        # Of a relation above it, in the data or in the ontology.
        ("ex:leads a rg:Relation ; rg:presiding true . ex:hosts rdfs:subPropertyOf ex:leads .", 4.0),
        ("ex:hosts rdfs:subPropertyOf rg:chairs .", 4.0),
        ("ex:hosts rdfs:subPropertyOf rg:attends .", 1.0),
    ],
)
def test_presiding_that_the_data_declare_weighs_as_a_chair(
    declared: str, weight: float, graph_of: GraphOf
) -> None:
    graph = graph_of(PRESIDING + declared)
    network = relgraph.project(graph, "co-participation", chair_weight=4)
    assert [data["weight"] for _, _, data in network.edges(data=True)] == [weight]


@pytest.fixture
def _collecting() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


@pytest.mark.usefixtures("_collecting")
@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was(is_on: bool, graph_of: GraphOf) -> None:
    graph = graph_of(SUPPORT)
    (gc.enable if is_on else gc.disable)()
    relgraph.fold(graph, "actors")
    assert gc.isenabled() is is_on
    with pytest.raises(relgraph.RelgraphError):
        relgraph.fold(graph, "actors", relations=["nothing"])
    assert gc.isenabled() is is_on


HEARING = Projection(
    name="hearing",
    nodes="actors",
    edges="one per act and recipient",
    direction="directed",
    drops="all but recipients",
    enters="actors",
    links=(Link((Step("rg:actor"),), ((Step("rg:recipient"),),)),),
)


def test_a_projection_is_one_entry(graph_of: GraphOf, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setitem(PROJECTIONS, "hearing", HEARING)
    graph = graph_of(
        SUPPORT
        + act("x2", "rg:actor ex:a , ex:b ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:c")
        + "ex:aid a rg:Assistance ."
    )
    network = relgraph.project(graph, "hearing")
    assert edges(network) == [("a", "provides", "c"), ("b", "provides", "c")]
    assert relgraph.centrality(network, "degree").rows[0].label == "C"
    assert "hearing" in relgraph.render(graph, network)
    monkeypatch.setitem(
        PROJECTIONS,
        "heard-together",
        dataclasses.replace(
            HEARING,
            name="heard-together",
            modes=2,
            one_mode=OneMode(relation="heardTogether", label="heard together with", targets="hearers"),
        ),
    )
    assert edges(relgraph.project(graph, "heard-together")) == [("a", "heardTogether", "b")]
    # The command line lists what the catalogue has.
    listed = json.loads(run("projections", "-f", "json").stdout)
    assert [entry["name"] for entry in listed] == [name for name in PROJECTIONS if not name.startswith("hear")]
