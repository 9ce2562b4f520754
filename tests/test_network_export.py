"""Networks in every format: what is written reads back with its types, and with real dates."""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import os
import pty
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.analysis import backbone
from relgraph.errors import OutputError
from relgraph.exporting.network import NETWORK_FORMATS, edges_frame, nodes_frame

GEXF = "{http://gexf.net/1.3}"
# The attribute types of the GEXF 1.3 schema that are written here, with what each may hold.
GEXF_VALUES = {
    "string": r"(?s).*",
    "liststring": r'(?s)\[(("(\\.|[^"\\])*")(, "(\\.|[^"\\])*")*)?\]',
    "boolean": r"true|false",
    "long": r"-?\d+",
    "double": r"-?\d+(\.\d+)?(e[+-]\d+)?",
}


def example() -> Network:
    """Three nodes, one alone, and three edges whose dates are a day, a month and a leap February."""
    network: Network = nx.MultiDiGraph(name="example", notes=("one", "two"))
    network.add_node("ex:a", label='A "<&>\n', kind="State", aliases=("Alpha", "the A"), rank=1, share=0.5)
    network.add_node("ex:b", label="B", kind="State", aliases=(), rank=2)
    network.add_node("ex:alone", label="", kind="", aliases=(), rank=3)
    for key, date, weight, directed in (
        ("e1", "2021-07-06", 1.5, True),
        ("e2", "2021", 2.0, False),
        ("e3", "2020-02", 3, True),
        ("e4", "", 1e-7, True),
        ("e5", "next year", 1e22, True),
        ("e6", "2021-10Z", 1.0, True),
    ):
        network.add_edge(
            "ex:a", "ex:b", key=key, relation="supports", modality="asserted", date=date, weight=weight,
            directed=directed, acts=(f"ex:{key}", 'ex:"\\'), count=7,
        )  # fmt: skip
    return network


def gexf_lists(text: str) -> list[str]:
    """Read a list as Gephi does: between quotes, a backslash takes the next character as it is."""
    return [re.sub(r"(?s)\\(.)", r"\1", item) for item in re.findall(r'(?s)"((?:\\.|[^"\\])*)"', text)]


def read_gexf(content: bytes) -> tuple[ET.Element, dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Check ``content`` against the rules of the GEXF 1.3 schema; return graph, nodes and edges."""
    root = ET.fromstring(content)
    assert root.tag == GEXF + "gexf"
    assert root.get("version") == "1.3"
    assert root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "").split()[0] == GEXF[1:-1]
    assert [child.tag for child in root] == [GEXF + "meta", GEXF + "graph"]
    assert root[0].attrib == {}  # no lastmodifieddate
    assert {child.tag for child in root[0]} <= {GEXF + name for name in ("creator", "keywords", "description")}
    graph = root[1]
    assert set(graph.attrib) <= {"defaultedgetype", "mode", "timeformat", "timerepresentation"}
    tags = [child.tag.removeprefix(GEXF) for child in graph]
    assert tags[-2:] == ["nodes", "edges"]
    assert set(tags[:-2]) <= {"attributes"}
    declared: dict[str, dict[str, tuple[str, str]]] = {"node": {}, "edge": {}}
    for attributes in graph.findall(GEXF + "attributes"):
        assert attributes.get("mode") == "static"
        for attribute in attributes:
            assert attribute.attrib["type"] in GEXF_VALUES
            of_class = declared[attributes.attrib["class"]]
            assert attribute.attrib["id"] not in of_class
            of_class[attribute.attrib["id"]] = (attribute.attrib["title"], attribute.attrib["type"])

    def values(what: str, element: ET.Element) -> dict[str, Any]:
        found: dict[str, Any] = dict(element.attrib)
        for value in element.iterfind(f"{GEXF}attvalues/{GEXF}attvalue"):
            title, kind = declared[what][value.attrib["for"]]
            text = value.attrib["value"]
            assert re.fullmatch(GEXF_VALUES[kind], text), (title, kind, text)
            cast: Any = {"boolean": "true".__eq__, "long": int, "double": float, "liststring": gexf_lists}
            found[title] = cast.get(kind, str)(text)
        return found

    nodes = {}
    for element in graph.iterfind(f"{GEXF}nodes/{GEXF}node"):
        assert set(element.attrib) == {"id", "label"}
        nodes[element.attrib["id"]] = values("node", element)
    edges = []
    for element in graph.iterfind(f"{GEXF}edges/{GEXF}edge"):
        assert {"source", "target", "id", "type"} <= set(element.attrib)
        assert element.attrib["source"] in nodes
        assert element.attrib["target"] in nodes
        assert element.attrib["type"] in ("directed", "undirected")
        assert ("start" in element.attrib) == ("end" in element.attrib)
        for end in ("start", "end"):
            if end in element.attrib:
                datetime.date.fromisoformat(element.attrib[end])
        edges.append(values("edge", element))
    assert len({edge["id"] for edge in edges}) == len(edges)
    dated = any("start" in edge for edge in edges)
    assert graph.get("mode") == ("dynamic" if dated else "static")
    assert (graph.get("timeformat") == "date") == dated
    return graph, nodes, edges


def parquet(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


# GEXF and dates


def test_a_year_and_a_month_span_their_days_and_no_date_no_time() -> None:
    _, nodes, edges = read_gexf(relgraph.export(example(), "gexf"))
    assert {edge["id"]: (edge.get("start"), edge.get("end")) for edge in edges} == {
        "e1": ("2021-07-06", "2021-07-06"),
        "e2": ("2021-01-01", "2021-12-31"),
        "e3": ("2020-02-01", "2020-02-29"),
        "e4": (None, None),
        "e5": (None, None),
        "e6": ("2021-10-01", "2021-10-31"),
    }
    assert edges[1]["date"] == "2021"
    assert nodes["ex:a"]["aliases"] == ["Alpha", "the A"]
    assert nodes["ex:alone"]["aliases"] == []
    assert nodes["ex:a"]["label"] == 'A "<&>\n'
    assert (nodes["ex:a"]["rank"], nodes["ex:a"]["share"], "share" in nodes["ex:b"]) == (1, 0.5, False)
    assert [edge["type"] for edge in edges].count("undirected") == 1
    assert {(edge["kind"], edge["relation"], edge["modality"]) for edge in edges} == {
        ("supports", "supports", "asserted")
    }
    assert [float(edge["weight"]) for edge in edges] == [1.5, 2.0, 3.0, 1e-7, 1e22, 1.0]
    assert edges[0]["acts"] == ["ex:e1", 'ex:"\\']


def test_an_edge_of_several_acts_lasts_from_the_first_to_the_last() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", first_date="1967", last_date="2021-06", weight=1.0)
    network.add_edge("b", "a", first_date="", last_date="", weight=1.0)
    _, _, edges = read_gexf(relgraph.export(network, "gexf"))
    assert [(edge.get("start"), edge.get("end")) for edge in edges] == [
        ("1967-01-01", "2021-06-30"), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("collapsed", [False, True])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_gexf_of_every_projection_keeps_to_the_schema(
    name: str, collapsed: bool, meeting: KnowledgeGraph
) -> None:
    network = relgraph.project(meeting, name, collapsed=collapsed)
    content = relgraph.export(network, "gexf")
    graph, nodes, edges = read_gexf(content)
    assert set(nodes) == set(network)
    assert len(edges) == network.number_of_edges()
    dates = [data.get("first_date", data.get("date", "")) for *_, data in network.edges(data=True)]
    assert sum("start" in edge for edge in edges) == sum(bool(date) for date in dates)
    assert all(
        edge["relation"] and ("modality" in edge or "modalities" in edge or "events" in edge) for edge in edges
    )
    if len({edge["type"] for edge in edges}) == 1:
        again = nx.read_gexf(io.BytesIO(content))
        assert again.is_directed() == (graph.get("defaultedgetype") == "directed")
        assert again.number_of_edges() == network.number_of_edges()
        for *_, data in again.edges(data=True):
            assert isinstance(data["weight"], float)
            assert isinstance(data["directed"], bool)


def test_gexf_of_joint_acts_alone_reads_back_undirected() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", directed=False, weight=2.0, date="2021")
    again = nx.read_gexf(io.BytesIO(relgraph.export(network, "gexf")))
    assert not again.is_directed()
    assert again.edges["a", "b"]["start"] == "2021-01-01"


# Types in every format


def test_graphml_has_typed_keys_and_one_type_an_attribute() -> None:
    content = relgraph.export(example(), "graphml")
    keys = {
        (key.get("for"), key.get("attr.name")): key.get("attr.type")
        for key in ET.fromstring(content).findall("{http://graphml.graphdrawing.org/xmlns}key")
    }
    assert keys["edge", "weight"] == "double"
    assert keys["edge", "directed"] == "boolean"
    assert keys["edge", "count"] == keys["node", "rank"] == "long"
    assert keys["node", "share"] == "double"
    again = nx.read_graphml(io.BytesIO(content))
    assert again.nodes["ex:a"]["aliases"] == "Alpha | the A"
    edge = again.get_edge_data("ex:a", "ex:b", "e3")
    assert (edge["weight"], edge["count"], edge["directed"], edge["date"]) == (3.0, 7, True, "2020-02")
    assert type(edge["weight"]) is float
    assert edge["acts"] == 'ex:e3 ex:"\\'
    assert again.graph["notes"] == "one | two"


def test_json_keeps_lists_numbers_and_truth_values() -> None:
    network = example()
    network.graph["made"] = datetime.date(2021, 7, 6)
    network.nodes["ex:b"]["share"] = float("nan")
    network.nodes["ex:b"]["rank"] = np.int64(2)
    content = json.loads(relgraph.export(network, "json"))
    assert content["graph"] == {"name": "example", "notes": ["one", "two"], "made": "2021-07-06"}
    assert content["nodes"][1] == {"id": "ex:b", "label": "B", "kind": "State", "aliases": [], "rank": 2}
    edge = content["edges"][0]
    assert (edge["weight"], edge["directed"], edge["count"]) == (1.5, True, 7)
    assert edge["acts"] == ["ex:e1", 'ex:"\\']
    again = nx.node_link_graph(content, edges="edges")
    assert type(again) is nx.MultiDiGraph
    assert [edge["key"] for edge in content["edges"]] == ["e1", "e2", "e3", "e4", "e5", "e6"]


def test_parquet_has_days_lists_and_numbers() -> None:
    content = relgraph.export(example(), "parquet")
    assert content == relgraph.export(example(), "parquet")
    table = parquet(content)
    types = dict(zip(table.schema.names, map(str, table.schema.types), strict=True))
    assert list(types)[:5] == ["source", "source_label", "relation", "target", "target_label"]
    assert types["date"] == "string"
    assert types["date_first_day"] == types["date_last_day"] == "date32[day]"
    assert types["weight"] == "double"
    assert types["directed"] == "bool"
    assert types["count"] == "int64"
    assert types["acts"].startswith("list<") and types["acts"].endswith(" string>")
    rows = table.to_pylist()
    assert [row["date_first_day"] for row in rows] == [
        datetime.date(2021, 7, 6), datetime.date(2021, 1, 1), datetime.date(2020, 2, 1), None, None,
        datetime.date(2021, 10, 1),
    ]  # fmt: skip
    assert rows[1]["date_last_day"] == datetime.date(2021, 12, 31)
    assert rows[4]["date"] == "next year"
    assert rows[0]["acts"] == ["ex:e1", 'ex:"\\']
    assert {(row["relation"], row["modality"]) for row in rows} == {("supports", "asserted")}
    assert table.schema.metadata == {b"name": b"example", b"notes": b"one | two"}


def test_tables_do_not_depend_on_the_order_of_the_edges() -> None:
    ends = [("b", "c"), ("a", "c"), ("a", "b")]
    networks = []
    for order in (ends, ends[::-1]):
        network: Network = nx.DiGraph()
        network.add_edges_from((source, target, {"weight": 1.0}) for source, target in order)
        networks.append(network)
    for format in ("csv", "csv-nodes", "parquet"):
        assert len({relgraph.export(network, format) for network in networks}) == 1


def test_csv_of_nodes_and_edges() -> None:
    edges = rows_of(relgraph.export(example(), "csv"))
    assert list(edges[0])[:5] == ["source", "source_label", "relation", "target", "target_label"]
    assert edges[0]["source_label"] == 'A "<&>\n'
    assert edges[0]["acts"] == 'ex:e1 ex:"\\'
    nodes = rows_of(relgraph.export(example(), "csv-nodes"))
    assert [node["id"] for node in nodes] == ["ex:a", "ex:alone", "ex:b"]
    assert nodes[0]["aliases"] == "Alpha | the A"
    assert (nodes[0]["share"], nodes[2]["share"]) == ("0.5", "")
    frame = pd.read_csv(io.BytesIO(relgraph.export(example(), "csv")))
    types = {name: str(frame[name].dtype) for name in ("weight", "directed", "count")}
    assert types == {"weight": "float64", "directed": "bool", "count": "int64"}


def test_frames_have_numbers_and_days() -> None:
    edges = edges_frame(example())
    assert edges["weight"].dtype == "float64"
    assert edges["directed"].dtype == "boolean"
    assert edges["date_first_day"].dtype == "datetime64[s]"
    assert edges["date_first_day"][2] == pd.Timestamp("2020-02-01")
    assert edges["date_last_day"][2] == pd.Timestamp("2020-02-29")
    assert pd.isna(edges["date_first_day"][3])
    assert list(edges["date"][3:5]) == ["", "next year"]
    assert edges["acts"][0] == ["ex:e1", 'ex:"\\']
    assert (edges["relation"] == "supports").all()
    assert (edges["modality"] == "asserted").all()
    assert edges.groupby("relation")["weight"].sum()["supports"] == pytest.approx(1e22)
    nodes = nodes_frame(example())
    assert list(nodes["id"]) == ["ex:a", "ex:alone", "ex:b"]
    assert nodes["rank"].sum() == 6
    assert math.isnan(nodes["share"][1])


@pytest.mark.parametrize("collapsed", [False, True])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_tables_of_every_projection(name: str, collapsed: bool, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name, collapsed=collapsed)
    table = parquet(relgraph.export(network, "parquet"))
    frame = edges_frame(network)
    rows = rows_of(relgraph.export(network, "csv"))
    total = sum(data["weight"] for *_, data in network.edges(data=True))
    assert table.num_rows == len(frame) == len(rows) == network.number_of_edges()
    assert frame["weight"].sum() == sum(table["weight"].to_pylist()) == pytest.approx(total)
    names = {name for *_, data in network.edges(data=True) for name in data}
    assert names <= set(frame.columns) == set(table.column_names)
    assert names <= set(rows[0])
    assert all(table["relation"].to_pylist())
    assert len(nodes_frame(network)) == len(rows_of(relgraph.export(network, "csv-nodes"))) == len(network)


def test_what_an_analysis_adds_goes_through_every_format(meeting: KnowledgeGraph) -> None:
    network = backbone(relgraph.project(meeting, "actors", collectives="resolve"), alpha=0.5)
    values = sorted(data["p_value"] for *_, data in network.edges(data=True))
    assert values
    assert sorted(parquet(relgraph.export(network, "parquet"))["p_value"].to_pylist()) == values
    assert sorted(edges_frame(network)["p_value"]) == values
    assert sorted(edge["p_value"] for edge in read_gexf(relgraph.export(network, "gexf"))[2]) == values
    assert sorted(edge["p_value"] for edge in json.loads(relgraph.export(network, "json"))["edges"]) == values
    assert sorted(float(row["p_value"]) for row in rows_of(relgraph.export(network, "csv"))) == values
    again = nx.read_graphml(io.BytesIO(relgraph.export(network, "graphml")), force_multigraph=True)
    assert sorted(data["p_value"] for *_, data in again.edges(data=True)) == values


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


@pytest.mark.parametrize("format", NETWORK_FORMATS)
@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"weight": float("nan")}, "weight nan"),
        ({"weight": float("inf")}, "out of range"),
        ({"weight": "much"}, "not a number"),
        ({"size": 2**63}, "out of range"),
        ({"what": {"a": 1}}, "type dict"),
        ({"what": (("a",),)}, "a list with a list"),
        ({"source": "x"}, "use themselves"),
        ({"what": "\ud800"}, "surrogate"),
    ],
)
def test_what_no_format_can_say_is_refused(format: str, attributes: dict[str, Any], said: str) -> None:
    network: Network = nx.DiGraph()
    network.add_edge("a", "b", **attributes)
    with pytest.raises(OutputError, match=said):
        relgraph.export(network, format)


def test_an_attribute_has_one_type() -> None:
    network: Network = nx.DiGraph()
    network.add_edge("a", "b", what="text")
    network.add_edge("b", "a", what=1)
    with pytest.raises(OutputError, match="several types: int, str"):
        relgraph.export(network, "json")


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_xml_refuses_a_control_character_in_the_name_of_a_node(format: str) -> None:
    network: Network = nx.Graph()
    network.add_node("a\x01")
    with pytest.raises(OutputError, match="control character"):
        relgraph.export(network, format)


@pytest.mark.parametrize("extra", ["pyarrow", "pandas"])
def test_an_extra_that_is_not_installed_is_named(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, extra, None)  # as import finds it where it is not installed
    with pytest.raises(OutputError, match=f"needs {extra}") as caught:
        if extra == "pandas":
            edges_frame(example())
        else:
            relgraph.export(example(), "parquet")
    assert "pip install 'relgraph[" in caught.value.advice


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


# The command


def test_the_command_writes_parquet(run: Run, tmp_path: Path, meeting: KnowledgeGraph) -> None:
    result = run("project", "actors", "-f", "parquet", "-o", "e.parquet")
    assert result.returncode == 0, result.stderr
    content = (tmp_path / "e.parquet").read_bytes()
    assert content == relgraph.export(relgraph.project(meeting, "actors"), "parquet")
    assert content == run("project", "actors", "-f", "parquet").stdout
    assert run("project", "actors", "-f", "csv-nodes").stdout.startswith(b"id,label,kind,aliases\r\n")


def test_the_command_shows_no_terminal_bytes(command: Path) -> None:
    leader, follower = pty.openpty()
    try:
        result = subprocess.run(
            [command, "project", "actors", "-f", "parquet"],
            stdout=follower, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False, timeout=120,
        )  # fmt: skip
    finally:
        os.close(follower)
        os.close(leader)
    assert result.returncode == 2
    assert b"not for a terminal" in result.stderr
    assert b"-o" in result.stderr
