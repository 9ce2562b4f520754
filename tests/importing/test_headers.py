"""Which table a file is, and which of its columns is which."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph
from relgraph.errors import TableError
from relgraph.importing import Imported, Reading, import_tables, mapping_named, read_mapping


def edges(*paths: Path, **columns: str) -> Imported:
    names = [str(path) for path in paths]
    return import_tables(
        mapping_named("edges"), names, paths[0].parent / "out.ttl", reading=Reading(columns=columns)
    )


def pairs(folder: Path) -> list[tuple[str, str, str]]:
    graph = relgraph.open(folder / "out.ttl")
    return sorted(
        (graph.thing(act.actors[0]).label, graph.thing(act.objects[0]).label, act.date)
        for act in graph.acts.values()
    )


@pytest.mark.parametrize(
    ("header", "called"),
    [
        ("exporter,importer,year", {"source": "exporter", "target": "importer", "date": "year"}),
        ("Sender,RECEIVER,date", {"source": "Sender", "target": "RECEIVER"}),
        ("Source,_target_,Date", {}),
        ("donor,recipient,date", {"source": "donor", "target": "recipient"}),
    ],
)
def test_usual_names_are_known_where_one_alone_is_there(
    header: str, called: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(f"{header}\nArda,Bree,2001\n", "utf-8")
    assert edges(path).called == called
    assert pairs(tmp_path) == [("Arda", "Bree", "2001")]


@pytest.mark.parametrize("header", ["exporter,sender,importer", "exporter,from,to", "ccode1,ccode2,year"])
def test_what_is_not_sure_is_asked(header: str, tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(f"{header}\nArda,Bree,2001\n", "utf-8")
    with pytest.raises(TableError) as caught:
        edges(path)
    assert f"has {header.replace(',', ', ')}" in str(caught.value)
    assert caught.value.advice == "say which column is which: --columns source=NAME,target=NAME"
    names = header.split(",")
    edges(path, source=names[0], target=names[1])
    assert [pair[:2] for pair in pairs(tmp_path)] == [("Arda", "Bree")]


def test_a_column_is_one_thing(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text("source,target,weight\nArda,Bree,2\n", "utf-8")
    with pytest.raises(TableError, match="target and weight are the same column"):
        edges(path, weight="target", target="target")


def test_a_table_has_so_many_columns(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text("source,target," + ",".join(f"c{number}" for number in range(2000)) + "\n", "utf-8")
    with pytest.raises(TableError, match="has 2,002 columns, and 2,000 are allowed"):
        edges(path)


def test_a_header_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text("source,target," + "x" * 200_000 + "\nArda,Bree,1\n", "utf-8")
    with pytest.raises(TableError, match=r"edges\.csv: its header cannot be read"):
        edges(path)


def test_files_of_one_name_are_two(tmp_path: Path) -> None:
    for folder, end in (("a", "Bree"), ("b", "Corin")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.csv").write_text(f"source,target,date\nArda,{end},2001\nArda\n", "utf-8")
    paths = [tmp_path / folder / "x.csv" for folder in "ab"]
    done = import_tables(mapping_named("edges"), [str(path) for path in paths], tmp_path / "out.ttl")
    assert done.rows == {"x.csv": 2, "b/x.csv": 2}
    assert [each.file for each in done.rejected] == ["x.csv", "b/x.csv"]
    assert pairs(tmp_path) == [("Arda", "Bree", "2001"), ("Arda", "Corin", "2001")]
    graph = relgraph.open(tmp_path / "out.ttl")
    assert len({evidence.partition("#")[0] for act in graph.acts.values() for evidence in act.evidence}) == 2


@pytest.mark.parametrize("file", ["99", "-1", "'zz'", "1.5"])
def test_a_mapping_cannot_name_a_file_that_is_none(file: str, tmp_path: Path) -> None:
    mapping, table = tmp_path / "mine.sql", tmp_path / "mine.csv"
    mapping.write_text(
        '-- [tables.mine]\n-- columns = ["a", "b"]\n'
        f"SELECT a AS act_id, a AS actor, 'supports' AS relation, b AS object, {file} AS file FROM mine\n"
    )
    table.write_text("a,b\nArda,Bree\n")
    with pytest.raises(TableError, match="as file, which is the number of none"):
        import_tables(read_mapping(mapping), [str(table)], tmp_path / "out.ttl")
    assert not (tmp_path / "out.ttl").exists()


def test_long_lines_beside_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(f"source,target,note\nArda,Bree,{'x' * 3_000_000}\nArda\nArda,Corin,y\n", "utf-8")
    done = edges(path)
    assert (done.acts, [each.row for each in done.rejected]) == (2, ["3"])


def test_a_year_begins_with_one(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text("source,target,date\nArda,Bree,0000\nArda,Bree,0000-01\nArda,Bree,0001\n", "utf-8")
    assert [each.row for each in edges(path).rejected] == ["2", "3"]


def test_a_code_that_is_none_is_named(tmp_path: Path) -> None:
    sample = Path(__file__).parent / "samples" / "icews.tab"
    header, first, *_ = sample.read_text("utf-8").splitlines()
    names, fields = header.split("\t"), first.split("\t")
    wrong = [*fields]
    wrong[names.index("CAMEO Code")] = "999"
    wrong[names.index("Event ID")] = "7"
    (tmp_path / "icews.tab").write_text("\n".join([header, first, "\t".join(wrong)]) + "\n", "utf-8")
    done = import_tables(mapping_named("icews"), [str(tmp_path / "icews.tab")], tmp_path / "out.ttl")
    assert [each.reason for each in done.rejected] == ["no relation for cameo:999"]
