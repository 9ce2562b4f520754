"""CSV, Parquet and data frames: every edge and node, with types and real dates."""

from __future__ import annotations

import csv
import datetime
import io
import math
import sys

import networkx as nx
import pandas as pd
import pytest
from example_network import example
from network_readers import parquet, rows_of

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.errors import OutputError
from relgraph.exporting import edges_frame, nodes_frame


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


def test_an_open_end_is_no_day() -> None:
    network: Network = nx.MultiDiGraph()
    for date in ("1967/1999", "1967/..", "../1999", "-0044/..", "1999/1967"):
        network.add_edge("a", "b", date=date)
    day = datetime.date
    expected = [
        (day(1967, 1, 1), day(1999, 12, 31)), (day(1967, 1, 1), None), (None, day(1999, 12, 31)),
        (None, None), (None, None),
    ]  # fmt: skip
    rows = parquet(relgraph.export(network, "parquet")).to_pylist()
    assert [(row["date_first_day"], row["date_last_day"]) for row in rows] == expected
    frame = edges_frame(network)
    assert frame["date_last_day"].isna().tolist() == [last is None for _, last in expected]


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


@pytest.mark.parametrize("extra", ["pyarrow", "pandas"])
def test_an_extra_that_is_not_installed_is_named(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, extra, None)  # as import finds it where it is not installed
    with pytest.raises(OutputError, match=f"needs {extra}") as caught:
        if extra == "pandas":
            edges_frame(example())
        else:
            relgraph.export(example(), "parquet")
    assert "pip install 'relgraph[" in caught.value.advice


def test_csv_has_a_header_and_every_edge(meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "actors")
    rows = list(csv.DictReader(io.StringIO(relgraph.export(network, "csv").decode(), newline="")))
    assert len(rows) == network.number_of_edges()
    assert {"source", "source_label", "relation", "target", "modality", "certainty", "acts"} <= set(rows[0])
    assert all(float(row["weight"]) > 0 for row in rows)
