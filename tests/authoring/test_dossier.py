"""The contract of a dossier: files, columns and cells, that spreadsheets, git and pandas keep as they are."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph.authoring.cells import guarded, unguarded
from relgraph.authoring.dossier import DOCUMENT_KEYS, TABLES, files_of
from relgraph.authoring.schema import schema
from relgraph.errors import DossierError, InputError, RelgraphError

from .pact import ACTS, DOCUMENT, THINGS, dossier_in


@pytest.mark.parametrize(
    ("cell", "is_guarded"),
    [
        ("2021-07", True), ("1-2", True), ("=SUM(A1)", True), ("-5", True), ("@x", True), ("+1", True),
        ("3 May", True), ("May 2021", True), ("TRUE", True), ("1e5", True), ("12", True), ("1,5", True),
        ("Arda", False), ("state/arda", False), ("act:x1", False), ("", False), ("Mayor of Bree", False),
        ("'2021", True), ("'quoted' words", False),
    ],
)  # fmt: skip
def test_cells_that_a_spreadsheet_would_change_are_guarded(cell: str, is_guarded: bool) -> None:
    assert guarded(cell) == ("'" * is_guarded + cell)


@given(st.text())
def test_a_guarded_cell_is_read_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    read = relgraph.read_dossier(dossier_in(tmp_path / "a"))
    relgraph.write_dossier(read, (tmp_path / "a" / "text.txt").read_bytes(), tmp_path / "b")
    again = relgraph.read_dossier(tmp_path / "b")
    assert [row.cells for row in again.acts] == [row.cells for row in read.acts]
    assert (again.text, dict(again.document)) == (read.text, dict(read.document))
    assert files_of(again) == files_of(read)


def test_pandas_reads_texts(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path / "a")
    relgraph.write_dossier(relgraph.read_dossier(folder), b"Arda", tmp_path / "b")
    frame = pd.read_csv(tmp_path / "b" / "acts.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert list(frame.columns) == list(TABLES["acts.csv"])
    assert frame["quote"][1] == '"We will send grain,"'


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_with_a_byte_order_mark_and_without(mark: str, tmp_path: Path) -> None:
    folder = dossier_in(tmp_path, acts=mark + ACTS, things=mark + THINGS.replace("\n", "\r\n"))
    assert len(relgraph.read_dossier(folder).acts) == 6


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"acts": "id,status,colour\n"}, "acts.csv, row 1: 'colour' is no column of it; its columns"),
        ({"acts": "actor\nArda\n"}, "a column is missing or stands twice"),
        ({"acts": "id,id,status\n"}, "a column is missing or stands twice"),
        ({"acts": 'id,status\n"x,draft\n'}, "acts.csv, row 2: unexpected end of data"),
        ({"acts": "id,status\nx,draft,more\n"}, "acts.csv, row 2: has 3 cells, the head 2"),
        ({"acts": "id,status\nx y,draft\n"}, "acts.csv, row 2, id: 'x y' is not the last part"),
        ({"document": DOCUMENT.replace("https://example.org/pact/", "pact")}, "base is no IRI: 'pact'"),
        ({"document": DOCUMENT.replace("https://creative", "creative")}, "licence is no IRI: 'crea"),
        ({"acts": "id,status\n<x>,draft\n"}, "acts.csv, row 2, id: '<x>' makes no IRI"),
        ({"acts": "id,status,evidence\nx,draft,e<1\n"}, "acts.csv, row 2, evidence: 'e<1' makes no IRI"),
        ({"things": "id,kind\na|b{,State\n"}, "things.csv, row 2, id: 'a|b{' makes no IRI"),
        ({"document": DOCUMENT.replace("pact/", "pact")}, "base ends in no /, # or :"),
        ({"document": DOCUMENT.replace("2031-05-05", "soon")}, "published is no date"),
        ({"document": DOCUMENT + "language = 'English (UK)'\n"}, "language is no language tag"),
        ({"document": DOCUMENT.replace("text.txt", "acts.csv")}, "text is no name of a text in this folder"),
        ({"document": DOCUMENT + "colour = 'red'\n"}, "document.toml: colour is no key of it"),
        ({"document": DOCUMENT + "language = 3\n"}, "document.toml: language is no text of it"),
        ({"document": "title = 'x'\n"}, "document.toml: text is missing"),
        ({"document": "title = \n"}, "document.toml: Invalid value"),
        ({"document": DOCUMENT.replace("text.txt", "../text.txt")}, "text is no name of a text in this folder"),
        ({"document": DOCUMENT + f"sha256 = '{'0' * 64}'\n"}, "is not the text that the dossier was made with"),
    ],
)  # fmt: skip
def test_a_damaged_dossier_is_refused(files: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(DossierError) as error:
        relgraph.read_dossier(dossier_in(tmp_path, **files))
    assert said in str(error.value)
    assert error.value.advice


HEAD = "id,actor,status\n"


@pytest.mark.parametrize(
    ("content", "said", "advice"),
    [
        (b"id;actor;status\r\nx;Arda;draft\r\n", "row 1: semicolons stand between", "save it with commas"),
        (b'\xef\xbb\xbf"id";"status"\r\n', "row 1: semicolons stand between", "save it with commas"),
        (b"id\tactor\tstatus\nx\tArda\tdraft\n", "row 1: tabs stand between", "save it with commas"),
        (ACTS.replace(",", "\t").encode("utf-16"), "acts.csv: is UTF-16", "save it as CSV UTF-8"),
        (ACTS.encode("utf-16-be"), "acts.csv: is UTF-16", "save it as CSV UTF-8"),
        (ACTS.encode("utf-16-le"), "acts.csv: is UTF-16", "save it as CSV UTF-8"),
        (f"{HEAD}x,Arda,draft\ny,Côte,draft\n".encode("cp1252"),
         "acts.csv, row 3: the byte 0xf4 is not UTF-8 (in Windows-1252 it is 'ô')", "save it as CSV UTF-8"),
        (f'{HEAD}x,"A\nb",draft\nÉ,Arda,draft\n'.encode("latin-1"), "row 3: the byte 0xc9", "save it as CSV"),
        (b"", "acts.csv: is empty", "its first row names its columns, of id, actor"),
        (b"\xef\xbb\xbf\r\n\r\n", "acts.csv: is empty", "its first row names its columns"),
        (HEAD.encode() + b'x,"' + b"a" * 131_073 + b'",draft\n',
         "acts.csv, row 2: a cell has more than 131,072 characters", "a cell that has a quote mark stands in"),
        (HEAD.encode() + b'x,"A" b,draft\n', "acts.csv, row 2: ',' expected after", "and has it twice"),
        (HEAD.encode() + b"x,Ar\0da,draft\n", "acts.csv, row 2: has a NUL character", "delete it"),
        (b"PK\x03\x04\x14\0\x06\0", "acts.csv: is a workbook of a spreadsheet", "open it and save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "acts.csv: is a workbook", "open it and save it as CSV"),
    ],
    ids=["semicolons", "quoted semicolons", "tabs", "UTF-16", "UTF-16BE", "UTF-16LE", "Windows-1252", "Latin-1",
         "empty", "blank", "field limit", "quote mark", "NUL", "xlsx", "xls"],
)  # fmt: skip
def test_what_a_spreadsheet_saved_otherwise_is_told(
    content: bytes, said: str, advice: str, tmp_path: Path
) -> None:
    folder = dossier_in(tmp_path)
    (folder / "acts.csv").write_bytes(content)
    with pytest.raises(DossierError) as error:
        relgraph.read_dossier(folder)
    assert said in str(error.value)
    assert advice in error.value.advice


def test_a_table_with_a_head_alone_has_no_rows(tmp_path: Path) -> None:
    assert relgraph.read_dossier(dossier_in(tmp_path, acts=HEAD)).acts == ()


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path)
    (folder / "acts.csv").unlink()
    with pytest.raises(DossierError, match=r"acts\.csv: No such file"):
        relgraph.read_dossier(folder)
    (folder / "text.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        relgraph.read_dossier(folder)


@given(st.binary(max_size=200))
def test_no_bytes_give_a_traceback(content: bytes) -> None:
    import tempfile  # noqa: PLC0415 - a fixture is shared by all examples

    with tempfile.TemporaryDirectory() as name:
        folder = dossier_in(Path(name))
        (folder / "acts.csv").write_bytes(content)
        try:
            relgraph.read_dossier(folder)
        except RelgraphError as error:
            assert str(error)


def test_the_schema_says_what_the_reader_takes(tmp_path: Path) -> None:
    contract = schema()
    jsonschema.Draft202012Validator.check_schema(contract)
    rows = list(csv.DictReader(io.StringIO(ACTS)))
    row_schema = contract["$defs"]["acts.csv"]
    for row in rows:
        jsonschema.validate(row, row_schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**rows[0], "status": "perhaps"}, row_schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**rows[0], "colour": "red"}, row_schema)
    jsonschema.validate(
        dict(relgraph.read_dossier(dossier_in(tmp_path)).document), contract["$defs"]["document.toml"]
    )


def test_the_contract_that_is_published_is_that_of_the_reader() -> None:
    docs = REPOSITORY / "docs"
    assert json.loads((docs / "dossier.schema.json").read_text("utf-8")) == schema()
    told = (docs / "dossier.md").read_text("utf-8")
    for file, columns in TABLES.items():
        rows = told.partition(f"## `{file}`")[2].partition("\n## ")[0]
        assert re.findall(r"^\| `(\w+)`", rows, re.MULTILINE) == list(columns)
        for column in columns.values():
            assert column.says in rows
    for key, says in DOCUMENT_KEYS.items():
        assert f"| `{key}` | {says} |" in told
