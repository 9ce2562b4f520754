"""What a notebook cell shows."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import networkx as nx
import pytest
from conftest import turtle

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import ProjectionError

HOSTILE = "<script>alert(1)</script>&"


@pytest.fixture
def hostile(tmp_path: Path) -> KnowledgeGraph:
    path = tmp_path / "graph.ttl"
    path.write_text(
        turtle(
            f'ex:a a rg:State ; rdfs:label "{HOSTILE}" . ex:b a rg:State ; rdfs:label "B" .\n'
            "ex:x rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b .\n"
            "ex:x rg:modality rg:modalityAsserted . ex:y rg:modality rg:modalityPlanned .\n"
            "ex:y rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:a .\n"
        ),
        "utf-8",
    )
    return relgraph.open(path)


def test_everything_shows_itself_with_hostile_labels_as_text(hostile: KnowledgeGraph) -> None:
    fold = relgraph.fold(hostile, "actors")
    network = relgraph.project(hostile, "actors")
    shown = {
        "graph": hostile,
        "network": network,
        "scores": relgraph.centrality(network, ["degree"]),
        "bootstrap": relgraph.bootstrap(fold, "degree", draws=10),
        "blocs": relgraph.blocs(network, runs=2),
        "report": relgraph.validate(hostile),
        "answer": relgraph.query(hostile, "SELECT ?label { ?s rdfs:label ?label }"),
        "why": relgraph.why(fold, "B"),
    }
    for name, value in shown.items():
        html = value._repr_html_()  # type: ignore[attr-defined]
        assert html.startswith("<p><strong>"), name
        assert "<script" not in html, name
        if name not in ("graph", "report"):
            assert "&lt;script&gt;" in html, name
    assert "2 nodes, 2 edges" in network._repr_html_()  # type: ignore[attr-defined]
    assert "modality" in network._repr_html_()  # type: ignore[attr-defined]


def test_long_tables_say_how_many_rows_there_are_more(meeting: KnowledgeGraph) -> None:
    scores = relgraph.centrality(relgraph.project(meeting, "full"), ["degree"])
    html = scores._repr_html_()
    assert html.count("<tr>") == 21
    assert f"and {len(scores.rows) - 20} more rows" in html


def test_a_network_stays_what_it_is(meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "actors")
    assert type(network) is nx.MultiDiGraph
    again = pickle.loads(pickle.dumps(network))  # noqa: S301 - our own
    assert nx.utils.graphs_equal(again, network)
    assert again._repr_html_() == network._repr_html_()  # type: ignore[attr-defined]
    assert nx.utils.graphs_equal(network.copy(), network)
    assert "_repr_html_" not in str(nx.node_link_data(network, edges="edges"))


def test_show_puts_the_page_into_a_frame(hostile: KnowledgeGraph) -> None:
    network = relgraph.project(hostile, "actors")
    cell = relgraph.show(hostile, network, title="Talks", height=500)
    html = cell._repr_html_()
    assert re.match(r'<iframe title="Network" sandbox="allow-scripts allow-downloads" [^>]*height="500"', html)
    assert "<script" not in html  # it is all within the attribute
    assert cell.page == relgraph.render(hostile, network, title="Talks")
    assert relgraph.show(hostile, "B").thing.kind == "State"
    with pytest.raises(ProjectionError, match="options of a page"):
        relgraph.show(hostile, "B", title="x")  # type: ignore[call-overload]


def test_pyvis_gets_every_edge_with_its_direction(hostile: KnowledgeGraph, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "co-participation")
    drawn = relgraph.pyvis(network)
    assert (drawn.num_nodes(), drawn.num_edges()) == (network.number_of_nodes(), network.number_of_edges())
    assert {edge["arrows"] for edge in drawn.edges} == {""}
    both = relgraph.pyvis(relgraph.project(hostile, "actors"))
    assert [edge["arrows"] for edge in both.edges] == ["to", "to"]
    assert "<script>alert" not in str(both.nodes)
