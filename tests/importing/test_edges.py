"""Edges of a user: any column names and forms of files; every row is an act or rejected with its reason."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import relgraph
from relgraph.errors import OutputError, TableError
from relgraph.importing import (
    Choice,
    Imported,
    Reading,
    agreement_of_tables,
    import_tables,
    mapping_named,
    read_mapping,
)

ROWS = "source,target,date,weight\nArda,Bree,2001,2\nBree,Corin,2001-05,1\n"


def edges(path: Path, **options: object) -> Imported:
    reading = Reading(**options)  # type: ignore[arg-type]
    return import_tables(mapping_named("edges"), [str(path)], path.with_name("out.ttl"), reading=reading)


def pairs(path: Path) -> list[tuple[str, str, str, float]]:
    graph = relgraph.open(path.with_name("out.ttl"))
    return [
        (graph.thing(act.actors[0]).label, graph.thing(act.objects[0]).label, act.date, act.weight)
        for act in graph.acts.values()
    ]


WANTED = [("Arda", "Bree", "2001", 2.0), ("Bree", "Corin", "2001-05", 1.0)]


def parquet(path: Path) -> None:
    text = path.with_name("text.csv")
    text.write_text(ROWS, "utf-8")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM read_csv('{text}', all_varchar=true)) TO '{path}' (FORMAT parquet)")


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/._edges.csv", b"\0")
        archive.writestr("folder/edges.csv", ROWS)


def workbook(path: Path) -> None:
    """Write the least that a workbook has: a sheet with inline strings and numbers."""
    cells = [line.split(",") for line in ROWS.splitlines()]
    rows = ""
    for line in cells:
        rows += "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in line) + "</row>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
        )


FORMS: dict[str, Callable[[Path], object]] = {
    "edges.csv": lambda path: path.write_bytes(ROWS.encode()),
    "edges.csv.gz": lambda path: path.write_bytes(gzip.compress(ROWS.encode())),
    "edges.tsv": lambda path: path.write_bytes(ROWS.replace(",", "\t").encode()),
    "edges.parquet": parquet,
    "edges.xlsx": workbook,
    "edges.zip": zipped,
    "semicolons.csv": lambda path: path.write_bytes(ROWS.replace(",", ";").encode()),
    "returns.csv": lambda path: path.write_bytes(ROWS.replace("\n", "\r\n").encode()),
    "of-old.csv": lambda path: path.write_bytes(ROWS.replace("\n", "\r").encode()),
    "marked.csv": lambda path: path.write_bytes(b"\xef\xbb\xbf" + ROWS.encode()),
    "utf-16.csv": lambda path: path.write_bytes(ROWS.encode("utf-16")),
    "no-end.csv": lambda path: path.write_bytes(ROWS.rstrip("\n").encode()),
    "spaced.csv": lambda path: path.write_bytes(ROWS.replace("Arda", ' "Arda" '.replace('"', "")).encode()),
}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_table_may_have_any_form(name: str, tmp_path: Path) -> None:
    FORMS[name](tmp_path / name)
    done = edges(tmp_path / name)
    assert pairs(tmp_path / name) == WANTED
    assert (list(done.rows.values()), done.acts, done.rejected) == ([2], 2, ())


def test_columns_have_any_names_and_others_are_attributes(tmp_path: Path) -> None:
    path = tmp_path / "trade.csv"
    path.write_text('Exporter;IMPORTER;year;goods\nArda;Bree;2001;tin, "fine"\n', "utf-8")
    edges(path, columns={"source": "exporter", "target": "importer", "date": "year"})
    assert pairs(path) == [("Arda", "Bree", "2001", 1.0)]
    assert b'column/goods> "tin, \\"fine\\""' in path.with_name("out.ttl").read_bytes()


WRONG: dict[str, tuple[str | bytes, str]] = {
    "too few": ("Arda", "1 field, 4 columns"),
    "too many": ("Arda,Bree,2001,1,more", "5 fields, 4 columns"),
    "a stray quote": ('Arda,"Bree,2001,1', "a quoted field does not end"),
    "a quote within": ('Arda,"Br"ee,2001,1', "a quote stands within a field"),
    "no actor": (",Bree,2001,1", "no actor"),
    "no date": (
        "Arda,Bree,03/04/2001,1",
        "from is no date such as 2014-05-31: 03/04/2001 (--dates says how they are written)",
    ),
    "no day": (
        "Arda,Bree,2001-02-30,1",
        "from is no date such as 2014-05-31: 2001-02-30 (--dates says how they are written)",
    ),
    "no number": ("Arda,Bree,2001,many", "weight is no number: many"),
    "below zero": ("Arda,Bree,2001,-2", "weight is not above 0: -2"),
    "infinite": ("Arda,Bree,2001,inf", "weight is no number: inf"),
    "a NUL": ("Ar\0da,Bree,2001,1", "a NUL byte"),
    "another encoding": (b"Ard\xe1,Bree,2001,1", "bytes that are not in its encoding"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_row_that_is_wrong_is_rejected_alone(name: str, tmp_path: Path) -> None:
    line, reason = WRONG[name]
    path = tmp_path / "edges.csv"
    start, *rest = ROWS.splitlines()
    line = line if isinstance(line, bytes) else line.encode()
    path.write_bytes(b"\n".join([start.encode(), rest[0].encode(), line, rest[1].encode(), b""]))
    done = edges(path)
    assert [(each.file, each.row, each.reason) for each in done.rejected] == [("edges.csv", "3", reason)]
    assert pairs(path) == WANTED
    assert done.rows == {"edges.csv": 3}
    with pytest.raises(TableError, match="1 row rejected, 0 are allowed"):
        edges(path, max_rejects=0)


def test_empty_fields_at_the_end_and_empty_lines_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(ROWS.replace(",2\n", ",2,,,\n\n") + "\n", "utf-8")
    done = edges(path)
    assert pairs(path) == WANTED
    assert done.rejected == ()


def test_a_field_may_have_lines_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text('source,target,date,weight\n"Ar""da\nold",Bree,2001,1\n', "utf-8")
    edges(path)
    assert pairs(path) == [('Ar"da\nold', "Bree", "2001", 1.0)]


NOT_TABLES = {
    "empty.csv": (b"", "is empty"),
    "lines.csv": (b"\n\n", "is empty"),
    "page.csv": (b"<!DOCTYPE html><html>", "has no tab, comma"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0", "is no text"),
    "other.csv": (b"a,b\n1,2\n", "edges needs source and target"),
    "twice.csv": (b"source,target,Source\na,b,c\n", "two columns are called 'Source'"),
    "header.csv": (b"source,target\n", "no row makes an act"),
    "damaged.gz": (b"\x1f\x8b\x08\0broken", "is damaged"),
    "damaged.zip": (b"PK\x03\x04broken", "is damaged"),
    "broken.parquet": (b"PAR1broken", "cannot be read"),
    "broken.xlsx": (b"PK\x03\x04broken", "is no workbook"),
}


@pytest.mark.parametrize("name", sorted(NOT_TABLES))
def test_what_is_no_such_table_is_said_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    content, words = NOT_TABLES[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=words) as raised:
        edges(tmp_path / name)
    assert name in str(raised.value) or words == "no row makes an act"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as packed:
        for _ in range(300):
            packed.write(b"0" * (1 << 20))
    with pytest.raises(TableError, match="unpacks to more than 100 times"):
        edges(path)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT 1 AS act_id", "gives no actor, relation or object"),
        ("SELECT", "mend its SQL"),
        ("DROP TABLE edges", "is not one SELECT"),
        ("SELECT 1; SELECT 2", "is not one SELECT"),
        ("SELECT 1 AS act_id, 2 AS actor, 3 AS relation, 4 AS object FROM read_text('/etc/hosts')", ""),
        ("SELECT 1 AS act_id, 2 AS actor, 3 AS relation, 4 AS object FROM 'https://example.org/a'", ""),
        ("COPY (SELECT 1) TO 'here.csv'", "is not one SELECT"),
    ],
)
def test_a_mapping_does_nothing_but_map(sql: str, words: str, tmp_path: Path) -> None:
    mapping = tmp_path / "mine.sql"
    mapping.write_text(f'-- [tables.edges]\n-- columns = ["source", "target"]\n{sql}\n', "utf-8")
    table = tmp_path / "edges.csv"
    table.write_text(ROWS, "utf-8")
    with pytest.raises(TableError) as raised:
        import_tables(read_mapping(mapping), [str(table)], tmp_path / "out.ttl")
    assert words in f"{raised.value} {raised.value.advice}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edges.csv", "mine.sql"]


@pytest.mark.parametrize("where", ["weight >", "1) ; DROP TABLE acts; --", "no_such_column = 1"])
def test_a_condition_is_one(where: str, tmp_path: Path) -> None:
    table = tmp_path / "edges.csv"
    table.write_text(ROWS, "utf-8")
    with pytest.raises(TableError):
        import_tables(mapping_named("edges"), [str(table)], tmp_path / "out.ttl", choice=Choice(where))
    assert not (tmp_path / "out.ttl").exists()


def test_rows_are_chosen_and_what_was_left_out_is_counted(tmp_path: Path) -> None:
    table = tmp_path / "edges.csv"
    table.write_text(ROWS + "Arda,Corin,1999,5\nArda,Corin,,7\n", "utf-8")
    choice = Choice("weight < 2", (2000, 2001))
    done = import_tables(mapping_named("edges"), [str(table)], tmp_path / "out.ttl", choice=choice)
    assert pairs(table) == [WANTED[1]]
    assert done.left_out == {"not in 2000 to 2001": 2, "not what --where asks for": 1}


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    table = tmp_path / "edges.csv"
    table.write_text(ROWS, "utf-8")
    with pytest.raises(OutputError):
        import_tables(mapping_named("edges"), [str(table)], tmp_path / "none" / "out.ttl")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCD"),
            st.sampled_from(["votesFor", "votesAgainst", "abstainsOn", "supports", "opposes"]),
            st.sampled_from("xyz"),
            st.sampled_from(["2001-01-01", "2001-02-01", "2002-01-01"]),
            st.sampled_from(["positive", "negative"]),
        ),
        min_size=1,
        max_size=14,
    )
)
@example([("B", "votesFor", "x", "2001-01-01", "positive"), ("B", "votesFor", "x", "2001-01-01", "negative")])
def test_agreement_of_a_table_is_that_of_its_acts(rows: list[tuple[str, ...]]) -> None:
    names = ("source", "relation", "target", "date", "polarity", "target_kind")
    text = "\n".join(",".join(row) for row in (names, *((*row, "Measure") for row in rows)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges.csv"
        path.write_text(text, "utf-8")
        edges(path)
        graph = relgraph.open(path.with_name("out.ttl"))
        found, _ = agreement_of_tables(mapping_named("edges"), [str(path)])
    network = relgraph.fold(graph, "agreement").network()
    assert {(row["source"], row["target"]): tuple(row.values())[4:7] for row in found.rows} == {
        (min(a, b), max(a, b)): (data["agreed"], data["disagreed"], data["shared"])
        for a, b, data in network.edges(data=True)
    }


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n\0", exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip() and ":" not in text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_any_names_come_out_as_they_are(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("source", "target"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges.csv"
        path.write_text(text.getvalue(), "utf-8", newline="")
        done = edges(path)
        graph = relgraph.open(path.with_name("out.ttl"))
        found = [
            (graph.thing(act.actors[0]).label, graph.thing(act.objects[0]).label)
            for act in sorted(graph.acts.values(), key=lambda act: int(act.iri.rpartition("/")[2]))
        ]
    assert done.rejected == ()
    assert found == rows
