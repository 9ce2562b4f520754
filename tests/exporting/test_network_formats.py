"""Networks in every format: what is written reads back, whatever is in it."""

from __future__ import annotations

import io
import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from conftest import GraphOf, turtle
from hypothesis import given
from hypothesis import strategies as st
from network_readers import parquet, read_gexf, read_graphml, rows_of

import relgraph
from relgraph import KnowledgeGraph, Network
from relgraph.analysis import backbone
from relgraph.exporting import NETWORK_FORMATS, edges_frame, nodes_frame


def test_what_an_analysis_adds_goes_through_every_format(meeting: KnowledgeGraph) -> None:
    network = backbone(relgraph.project(meeting, "actors", collectives="resolve"), alpha=0.5)
    values = sorted(data["p_value"] for *_, data in network.edges(data=True))
    assert values
    assert sorted(parquet(relgraph.export(network, "parquet"))["p_value"].to_pylist()) == values
    assert sorted(edges_frame(network)["p_value"]) == values
    assert sorted(edge["p_value"] for edge in read_gexf(relgraph.export(network, "gexf"))[2]) == values
    listed = json.loads(relgraph.export(network, "json"))["edges"]
    assert sorted(edge["p_value"] for edge in listed if "mirror" not in edge) == values
    assert sorted(float(row["p_value"]) for row in rows_of(relgraph.export(network, "csv"))) == values
    written = read_graphml(relgraph.export(network, "graphml"))[2]
    assert sorted(edge["p_value"] for edge in written) == values


@pytest.mark.parametrize("format", NETWORK_FORMATS)
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_empty_networks_and_isolates(format: str, kind: type[Network]) -> None:
    empty, alone = kind(), kind()
    alone.add_node("ex:a", label="A")
    for network in (empty, alone):
        content = relgraph.export(network, format)
        nodes, edges = len(network), 0
        if format == "graphml":
            again = nx.read_graphml(io.BytesIO(content))
            assert (len(again), again.number_of_edges()) == (nodes, edges)
        elif format == "gexf":
            again = nx.read_gexf(io.BytesIO(content))
            assert (len(again), again.is_directed()) == (nodes, network.is_directed())
        elif format == "json":
            again = nx.node_link_graph(json.loads(content), edges="edges")
            assert (len(again), type(again)) == (nodes, kind)
        elif format == "parquet":
            assert parquet(content).num_rows == edges
        else:
            assert len(rows_of(content)) == (nodes if format == "csv-nodes" else edges)
        assert (len(nodes_frame(network)), len(edges_frame(network))) == (nodes, edges)


REFUSED = """
ex:a a rg:State . ex:b a rg:State . ex:p a rg:Proposal .
ex:1 a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:intensity -4.5 ;
    rg:from "1967"^^xsd:gYear ; rg:until "1999"^^xsd:gYear ;
    rg:certainty rg:certain ; rg:modality rg:modalityAsserted .
ex:2 a rg:Act ; rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:p ; rg:polarity rg:negative ;
    rg:certainty rg:certain ; rg:modality rg:modalityAsserted .
"""


def test_polarity_intensity_and_ends_go_through_every_format(graph_of: GraphOf) -> None:
    network = relgraph.project(graph_of(REFUSED), "full")
    expected = [("negative", None, "", ""), ("positive", -4.5, "1967", "1999")]

    def told(edges: Iterable[Any]) -> list[tuple[Any, ...]]:
        names = ("polarity", "intensity", "from", "until")
        return sorted((tuple(edge.get(name) for name in names) for edge in edges), key=str)

    assert told(read_graphml(relgraph.export(network, "graphml"))[2]) == expected
    assert told(read_gexf(relgraph.export(network, "gexf"))[2]) == expected
    assert told(json.loads(relgraph.export(network, "json"))["edges"]) == expected
    assert told(parquet(relgraph.export(network, "parquet")).to_pylist()) == expected
    assert told(rows_of(relgraph.export(network, "csv"))) == [
        ("negative", "", "", ""), ("positive", "-4.5", "1967", "1999"),
    ]  # fmt: skip
    assert str(edges_frame(network)["intensity"].dtype) == "float64"


def test_an_intensity_that_no_act_has_is_a_number_all_the_same(meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "actors")
    assert {data["intensity"] for *_, data in network.edges(data=True)} == {None}
    assert str(parquet(relgraph.export(network, "parquet")).schema.field("intensity").type) == "double"
    assert edges_frame(network)["intensity"].isna().all()


HOSTILE = st.text(max_size=12) | st.sampled_from(
    ['"', "\\", "a | b", "<x>&amp;]]>", "=1+1", "\u202e", "[a, b]", "\r\n"]
)
DATES = st.sampled_from(
    ["", "2021", "2021-02", "2021-02-28", "2021-13", "0000", "9999-12-31", "99999", "2021-06Z"]
)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    network: Network = draw(st.sampled_from([nx.MultiDiGraph, nx.MultiGraph, nx.DiGraph, nx.Graph]))()
    names = ["a", "b", "c", "d"]
    for name in names:
        network.add_node(name, label=draw(HOSTILE), aliases=tuple(draw(st.lists(HOSTILE, max_size=3))))
    for _ in range(draw(st.integers(0, 5))):
        network.add_edge(
            draw(st.sampled_from(names)), draw(st.sampled_from(names)),
            relation=draw(HOSTILE), modality=draw(HOSTILE), date=draw(DATES),
            weight=draw(st.floats(allow_nan=False, allow_infinity=False)),
            score=draw(st.floats(allow_infinity=False) | st.none()),
            number=draw(st.integers(-(2**63), 2**63 - 1)), directed=network.is_directed(),
            notes=draw(st.lists(HOSTILE, max_size=3)),
        )  # fmt: skip
    return network


def shown(text: str) -> str:
    """Return what XML holds of a text."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def by_ends(items: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(items, key=repr)


@given(networks())
def test_hostile_texts_and_numbers_survive(network: Network) -> None:
    edges = [data for *_, data in network.edges(data=True)]
    wanted = by_ends(
        [(d["relation"], d["modality"], d["date"], d["weight"], d["number"], d["notes"]) for d in edges]
    )
    scores = sorted(d["score"] for d in edges if d["score"] is not None and not math.isnan(d["score"]))

    content = json.loads(relgraph.export(network, "json"))
    assert {node["id"]: (node["label"], node["aliases"]) for node in content["nodes"]} == {
        node: (data["label"], list(data["aliases"])) for node, data in network.nodes(data=True)
    }
    for rows in (content["edges"], parquet(relgraph.export(network, "parquet")).to_pylist()):
        names = ("relation", "modality", "date", "weight", "number", "notes")
        assert by_ends([tuple(row[name] for name in names) for row in rows]) == wanted
        assert sorted(row["score"] for row in rows if row.get("score") is not None) == scores

    frame = edges_frame(network)
    assert len(frame) == len(edges)
    if edges:
        assert sorted(frame["weight"]) == sorted(d["weight"] for d in edges)
        assert sorted(map(int, frame["number"])) == sorted(d["number"] for d in edges)
        assert sorted(frame["relation"]) == sorted(d["relation"] for d in edges)

    table = rows_of(relgraph.export(network, "csv"))
    assert by_ends(
        [(r["relation"], r["modality"], r["date"], float(r["weight"]), int(r["number"])) for r in table]
    ) == by_ends([row[:5] for row in wanted])

    _, nodes, found = read_gexf(relgraph.export(network, "gexf"))
    assert {node: (data["label"], data["aliases"]) for node, data in nodes.items()} == {
        node: (shown(data["label"]), [shown(alias) for alias in data["aliases"]])
        for node, data in network.nodes(data=True)
    }
    assert by_ends(
        [(e["relation"], e["modality"], e["date"], float(e["weight"]), e["number"], e["notes"]) for e in found]
    ) == by_ends(
        [
            (
                shown(d["relation"]),
                shown(d["modality"]),
                d["date"],
                d["weight"],
                d["number"],
                [*map(shown, d["notes"])],
            )
            for d in edges
        ]
    )

    again = nx.read_graphml(
        io.BytesIO(relgraph.export(network, "graphml")), force_multigraph=network.is_multigraph()
    )
    read = [data for *_, data in again.edges(data=True)]
    assert by_ends([(d["weight"], d["number"]) for d in read]) == by_ends(
        [(d["weight"], d["number"]) for d in edges]
    )
    # XML readers take every line end for a newline, and NetworkX an empty text for none.
    assert sorted(d.get("relation", "") for d in read) == sorted(
        re.sub("\r\n?", "\n", shown(d["relation"])) for d in edges
    )


HOSTILE_LABEL = 'x <script>alert(1)</script> & "q" \' \\u0007 \\u202e ]]>'


@pytest.fixture
def hostile(tmp_path: Path) -> relgraph.Network:
    path = tmp_path / "hostile.ttl"
    label = HOSTILE_LABEL.replace('"', '\\"')
    path.write_text(
        turtle(
            f'ex:a a rg:State ; rdfs:label "{label}"@en . ex:b a rg:State .'
            " ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;"
            " rg:certainty rg:certain ; rg:modality rg:modalityAsserted ."
        ),
        "utf-8",
    )
    return relgraph.project(relgraph.open(path), "actors")


def test_hostile_labels_leave_xml_well_formed(hostile: relgraph.Network) -> None:
    for format in ("graphml", "gexf"):
        content = relgraph.export(hostile, format)
        assert "<script>alert(1)</script>" in "".join(
            text
            for element in ET.fromstring(content).iter()
            for text in (element.text or "", *element.attrib.values())
        )
