"""Further columns of a table are attributes of its acts and of their edges, under the name of the column."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

import relgraph
from relgraph.errors import TableError
from relgraph.importing import Choice, Imported, import_tables, mapping_named
from relgraph.model.attributes import EDGE_NAMES, edge_names
from relgraph.model.namespaces import RG
from relgraph.projection import PROJECTIONS, fold_files

TABLE = """source,target,date,City,goods
Arda,Bree,2001,Tidewater,tin
Arda,Bree,2002,Old Port,
Arda,Bree,2003,Tidewater,"oil, salt"
Bree,Corin,2003,,
"""
ACT = "https://w3id.org/relgraph/id/act/edges/"


def imported(folder: Path, table: str | list[list[str]], **choice: Any) -> tuple[Path, Imported]:
    """Import a table of edges, and return the Turtle and what was done."""
    path = folder / "table.csv"
    if isinstance(table, str):
        path.write_text(table, "utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    output = folder / "acts.ttl"
    return output, import_tables(mapping_named("edges"), [str(path)], output, choice=Choice(**choice))


def told(network: nx.Graph[str], *names: str) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """Return what edges have by these names, by their acts."""
    return {
        tuple(act.removeprefix(ACT) for act in data["acts"]): tuple(data.get(name) for name in names)
        for *_, data in network.edges(data=True)
    }


def test_an_attribute_is_declared_once_and_known_by_its_class(tmp_path: Path) -> None:
    path, _ = imported(tmp_path, TABLE)
    graph = relgraph.open(path)
    column = "https://w3id.org/relgraph/id/column/"
    assert graph.ontology.attributes == {f"{column}City": "City", f"{column}goods": "goods"}
    assert path.read_text("utf-8").count("rg:Attribute") == 2
    assert graph.thing(f"{column}goods").label == "goods"
    assert graph.acts[f"{ACT}2"].attributes == (("City", ("Tidewater",)), ("goods", ("tin",)))
    assert graph.acts[f"{ACT}5"].attributes == ()
    # What is wrong is that actors have no kind, as in a table without attributes.
    report = relgraph.validate(graph, profile="evidence")
    assert {violation.shape for violation in report.violations} == {"Actor"}


def test_edges_have_the_attributes_of_their_acts(tmp_path: Path) -> None:
    graph = relgraph.open(imported(tmp_path, TABLE)[0])
    assert told(relgraph.project(graph, "actors"), "City", "goods") == {
        ("2",): (("Tidewater",), ("tin",)),
        ("3",): (("Old Port",), None),
        ("4",): (("Tidewater",), ("oil, salt",)),
        ("5",): (None, None),
    }
    collapsed = relgraph.project(graph, "actors", collapsed=True)
    assert told(collapsed, "City", "goods", "weight") == {
        ("2", "3", "4"): (("Old Port", "Tidewater"), ("oil, salt", "tin"), 3.0),
        ("5",): (None, None, 1.0),
    }


INTERNAL = [
    "count",
    "reason",
    "out",
    "class",
    "code_iri",
    "actor_iri",
    "relation_iri",
    "of_row",
    "told_intensity",
]
CONTRACT = ["act_id", "actor", "Object", "recipient", "left_out", "actor_state", "row", "file", "file_row"]


def test_a_column_may_be_called_as_what_the_importer_has(tmp_path: Path) -> None:
    names = [*INTERNAL, *CONTRACT]
    values = [str(number) for number in range(len(names))]
    path, done = imported(tmp_path, [["source", "target", *names], ["Arda", "Bree", *values]])
    graph = relgraph.open(path)
    [act] = graph.acts.values()
    labels = [graph.thing(iri).label for iri in (*act.actors, *act.objects)]
    assert (done.rejected, done.left_out, labels) == ((), {}, ["Arda", "Bree"])
    columns = "https://w3id.org/relgraph/id/column/"
    told = {iri.removeprefix(columns).removesuffix("+(column)") for iri in graph.ontology.attributes}
    assert told == set(names)
    assert sorted(int(value) for _, (value,) in act.attributes) == list(range(len(names)))


def test_rows_are_chosen_by_any_column(tmp_path: Path) -> None:
    rows = [
        ["source", "target", "reason", "Row"],
        ["Arda", "Bree", "war", "1"],
        ["Arda", "Corin", "trade", "2"],
    ]
    for where, label in (("reason = 'war'", "Bree"), ('"Row (column)" = 2', "Corin")):
        graph = relgraph.open(imported(tmp_path, rows, where=where)[0])
        assert [graph.thing(act.objects[0]).label for act in graph.acts.values()] == [label]
        graph = relgraph.open(imported(tmp_path, rows, where=where, by="dyad-year")[0])
        assert [graph.thing(act.objects[0]).label for act in graph.acts.values()] == [label]


@pytest.mark.parametrize("collapsed", [False, True])
def test_a_file_a_store_on_disk_and_one_pass_give_the_same(collapsed: bool, tmp_path: Path) -> None:
    path, _ = imported(tmp_path, TABLE)
    relgraph.load(path, store=tmp_path / "store")
    networks = [
        relgraph.project(relgraph.open(path), "actors", collapsed=collapsed),
        relgraph.project(relgraph.open(tmp_path / "store"), "actors", collapsed=collapsed),
        fold_files(path, name="actors", collapsed=collapsed).network(),
    ]
    here, *others = (list(network.edges(data=True)) for network in networks)
    assert any("City" in data for *_, data in here)
    assert others == [here, here]


def test_what_is_scored_alone_reads_no_attribute(tmp_path: Path) -> None:
    path, _ = imported(tmp_path, TABLE)
    graph = fold_files(path, name="actors", attributes=False).graph
    assert not any(map(graph.holds, graph.ontology.attributes))
    assert not any(act.attributes for act in graph.acts.values())


def test_formats_carry_attributes(tmp_path: Path, run: Run) -> None:
    path, _ = imported(tmp_path, TABLE)
    written = {
        name: run("project", "actors", "--collapsed", "-f", name, "-d", path).stdout
        for name in ("csv", "json", "graphml", "gexf")
    }
    first = next(csv.DictReader(io.StringIO(written["csv"].decode())))
    assert (first["City"], first["goods"]) == ("Old Port | Tidewater", "oil, salt | tin")
    network = nx.node_link_graph(json.loads(written["json"]), edges="edges")
    assert told(network, "City")["2", "3", "4"] == (["Old Port", "Tidewater"],)
    read = nx.read_graphml(io.BytesIO(written["graphml"]))
    assert sorted(data.get("City", "") for *_, data in read.edges(data=True)) == ["", "Old Port | Tidewater"]
    assert b'title="City" type="liststring"' in written["gexf"]
    assert b'value="[&quot;Old Port&quot;, &quot;Tidewater&quot;]"' in written["gexf"]


def test_two_values_are_not_taken_for_one_in_a_table(tmp_path: Path) -> None:
    graph = relgraph.open(imported(tmp_path, "source,target,City\nA,B,Old\nA,B,Port\nB,A,Old Port\n")[0])
    document = relgraph.export(relgraph.project(graph, "actors", collapsed=True), "csv").decode()
    assert [row["City"] for row in csv.DictReader(io.StringIO(document))] == ["Old | Port", "Old Port"]


HOSTILE = ["<script>alert(1)</script>", 'say "hi"', "Ort/Straße", "年", "a b", "a%20c", "it's"]
FIXED = ["score", "Label", "acts", "u_for_edge", "self", "key", "id", "acts_count", "date_first_day"]


def test_columns_of_any_name_are_told_apart(tmp_path: Path, run: Run) -> None:
    names = [*HOSTILE, *FIXED]
    values = [f"<b>{name}</b>" for name in names]
    path, _ = imported(tmp_path, [["source", "target", *names], ["Arda", "Bree", *values]])
    graph = relgraph.open(path)
    ((*_, data),) = relgraph.project(graph, "actors").edges(data=True)
    wanted = {name: (f"<b>{name}</b>",) for name in HOSTILE}
    wanted |= {f"{name} (attribute)": (f"<b>{name}</b>",) for name in FIXED}
    assert {name: value for name, value in data.items() if name not in EDGE_NAMES} == wanted
    assert (data["label"], data["acts"]) == ("linked to", (f"{ACT}2",))
    # Each format and each command takes them.
    for name in ("csv", "json", "graphml", "gexf"):
        assert run("project", "actors", "-f", name, "-d", path).returncode == 0
    assert nx.to_numpy_array(relgraph.simple(relgraph.project(graph, "actors"))).sum() == 1
    frame = relgraph.edges_frame(relgraph.project(graph, "actors"))
    assert frame["score (attribute)"][0] == ["<b>score</b>"]
    for command in ("why", "show"):
        record = json.loads(run(command, "Arda", "-f", "json", "-d", path).stdout)
        (of_act,) = (each for each in record.get("reasons") or record["links"] if each["iri"] == f"{ACT}2")
        assert of_act["attributes"] == {name: list(value) for name, value in wanted.items()}
        shown = run(command, "Arda", "-d", path)
        assert b"score (attribute): <b>score</b>" in shown.stdout
        table = run(command, "Arda", "-f", "csv", "-d", path).stdout.decode()
        assert any("年: <b>年</b>" in row["attributes"] for row in csv.DictReader(io.StringIO(table)))


def test_columns_whose_names_differ_in_signs_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"two columns are called 'a\+b'"):
        imported(tmp_path, [["source", "target", "a b", "a+b"], ["Arda", "Bree", "1", "2"]])


@pytest.mark.parametrize("projection", sorted(PROJECTIONS))
@pytest.mark.parametrize("collapsed", [False, True])
def test_no_attribute_can_have_a_name_of_an_edge(projection: str, collapsed: bool) -> None:
    network = relgraph.project(relgraph.open(), projection, collapsed=collapsed)
    assert {name for *_, data in network.edges(data=True) for name in data} <= EDGE_NAMES


def test_names_are_told_apart_whatever_their_case() -> None:
    labels = {"urn:1": "City", "urn:2": "CITY", "urn:3": "city", "urn:4": "city (attribute)", "urn:5": "Weight"}
    assert list(edge_names(labels).values()) == [
        "City",
        "CITY (attribute)",
        "city (attribute 2)",
        "city (attribute) (attribute)",
        "Weight (attribute)",
    ]


def test_columns_are_dropped_aloud_where_acts_are_added_up(tmp_path: Path, run: Run) -> None:
    path, done = imported(tmp_path, TABLE, by="dyad-year")
    assert done.dropped == ("City", "goods")
    assert "column/" not in path.read_text("utf-8")
    assert imported(tmp_path, TABLE)[1].dropped == ()
    result = run("import", "edges", tmp_path / "table.csv", "--by", "dyad-year", "-o", tmp_path / "by.ttl")
    assert b"acts that are added up have no attributes: left out the columns City and goods" in result.stderr


def test_ties_of_pairs_have_the_attributes_of_their_acts(tmp_path: Path) -> None:
    table = "source,target,relation,target_kind,City\n" + "".join(
        f"{who},{what},{verb},{kind},{city}\n"
        for who, what, verb, kind, city in (
            ("Arda", "Talks", "attends", "Meeting", "Tidewater"),
            ("Bree", "Talks", "attends", "Meeting", ""),
            ("Corin", "Talks", "attends", "Meeting", "Old Port"),
            ("Arda", "Ferry", "supports", "Measure", "Bay"),
            ("Arda", "Ferry", "proposes", "Measure", "Cape"),
        )
    )
    graph = relgraph.open(imported(tmp_path, table)[0])
    assert told(relgraph.project(graph, "co-participation"), "City") == {
        ("2", "3"): (("Tidewater",),),
        ("2", "4"): (("Old Port", "Tidewater"),),
        ("3", "4"): (("Old Port",),),
    }
    assert set(told(relgraph.project(graph, "stances", collapsed=True), "City").values()) == {
        (("Bay", "Cape"),)
    }


cells = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=5)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), cells, cells), min_size=1, max_size=6))
def test_a_pair_has_each_value_of_its_rows_once(rows: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = [["source", "target", "one", "other"], *([source, "C", *told] for source, *told in rows)]
        graph = relgraph.open(imported(Path(folder), table)[0])
        network = relgraph.project(graph, "actors", collapsed=True)
        found = {
            graph.thing(source).label: (data.get("one", ()), data.get("other", ()))
            for source, _, data in network.edges(data=True)
        }
    assert found == {
        name: tuple(
            tuple(sorted({row[place] for row in rows if row[0] == name and row[place]})) for place in (1, 2)
        )
        for name in {row[0] for row in rows}
    }


def test_attributes_that_others_declare_are_carried_too(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        f"""@prefix rg: <{RG}> . @prefix ex: <https://x.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:quay a rg:Attribute ; rdfs:label "quay"@en , "Kai"@de . ex:bare a rg:Attribute .
        ex:a a rg:State . ex:b a rg:State .
        ex:1 a rg:Act ; rg:actor ex:a ; rg:relation rg:visits ; rg:object ex:b ;
            ex:quay "North"@en , "Nord"@de , "North" ; ex:bare 7 ; ex:other "not declared" .""",
        "utf-8",
    )
    ((*_, data),) = relgraph.project(relgraph.open(path), "actors").edges(data=True)
    assert (data["quay"], data["bare"]) == (("Nord", "North"), ("7",))
    assert "other" not in data
    ((*_, data),) = relgraph.project(relgraph.open(path, languages="de"), "actors").edges(data=True)
    assert data["Kai"] == ("Nord", "North")
