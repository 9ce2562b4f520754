"""Given files: pipes, archives and workbooks by what is in them, and records with stray quotes."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from conftest import Run

from relgraph.errors import TableError
from relgraph.importing import given_files as module
from relgraph.importing import import_tables, mapping_named
from relgraph.importing.given_files import given_files
from relgraph.importing.record_by_record import records

TABLE = b"source,target\nArda,Bree\n"


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "unpacked"
    path.mkdir()
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_read(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    os.mkfifo(path)
    writing = threading.Thread(target=path.write_bytes, args=(TABLE,))
    writing.start()
    done = import_tables(mapping_named("edges"), [str(path)], tmp_path / "out.ttl")
    writing.join()
    assert (done.rows, done.acts) == ({"edges.csv": 1}, 1)


def test_one_table_of_an_archive_is_taken_by_its_name(tmp_path: Path, folder: Path) -> None:
    path = archive(tmp_path / "all.zip", a__edges_csv=TABLE, codebook_pdf=b"%PDF")
    (found,) = given_files(str(path / "a/edges_csv"), folder)
    assert (found.name, found.path.read_bytes()) == ("all.zip/a/edges_csv", TABLE)
    with pytest.raises(TableError, match=r"all.zip: no 'edges_csv' is in this archive") as caught:
        given_files(str(path / "edges_csv"), folder)
    assert caught.value.advice == "it has a/edges_csv and codebook_pdf"


def test_an_archive_of_nothing_is_said(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(TableError, match=r"none.zip: no file is in this archive"):
        given_files(str(archive(tmp_path / "none.zip")), folder)


def test_files_of_an_archive_are_no_bomb_together(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ALWAYS", 1 << 16)
    tables = {f"table{number}_csv": b"0" * (1 << 17) for number in range(8)}
    path = archive(tmp_path / "bomb.zip", **tables)
    assert path.stat().st_size * 100 + (1 << 16) > 1 << 17
    with pytest.raises(TableError, match="unpacks to more than 100 times"):
        given_files(str(path), folder)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_no_room_to_unpack_is_no_fault_of_the_file(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "edges.csv.gz"
    path.write_bytes(gzip.compress(b"0" * (1 << 20)))
    (folder / "unpacked").symlink_to("/dev/full")
    with pytest.raises(TableError, match="there is no room in") as caught:
        given_files(str(path), folder)
    assert "TMPDIR" in caught.value.advice


@pytest.mark.parametrize("name", ["book.xlsx", "book.dat", "-"])
def test_a_workbook_is_known_by_what_is_in_it_and_is_no_bomb(
    name: str, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given(size: int) -> str:
        path = tmp_path / "file"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("[Content_Types].xml", b"0" * size)
        if name == "-":
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
            return name
        return str(path.rename(tmp_path / name))

    monkeypatch.setattr(module, "_ALWAYS", 1 << 16)
    assert [found.format for found in given_files(given(10), folder)] == ["excel"]
    with pytest.raises(TableError, match="unpacks to more than 100 times"):
        given_files(given(1 << 20), folder)


@pytest.mark.parametrize(
    ("lines", "reasons"),
    [
        (['x"y,z', "a,b"], ["", ""]),
        (['a,b"', 'c"d,e'], ["", ""]),
        (['"a" b,c', "d,e"], ["a quote stands within a field", ""]),
        (['"a', '"x"b,c', "d,e"], ["a quote stands within a field", "a quote stands within a field", ""]),
        (['"a', 'b",c', "d,e"], ["", ""]),
        (['a,"b', "c,d"], ["a quoted field does not end", ""]),
        (["a," + "x" * 140_000, "c,d"], ["", ""]),
        (["a," + "x" * ((1 << 25) + 1), "c,d"], ["a field of more than 33,554,432 characters", ""]),
    ],
    ids=lambda lines: str(lines)[:40],
)
def test_a_stray_quote_costs_its_own_line_at_most(lines: list[str], reasons: list[str]) -> None:
    found = list(records([f"{line}\n" for line in lines], ",", '"', 2, 2))
    assert [record.reason for record in found] == reasons


def test_lists_never_take_the_place_of_another_file(run: Run, tmp_path: Path) -> None:
    table, output = tmp_path / "edges.csv", tmp_path / "out.ttl"
    content = TABLE + b"Corin\n"
    table.write_bytes(content)
    same = tmp_path / "same.csv"
    same.hardlink_to(table)
    for options in (
        ("--rejects", table),
        ("--unresolved", table),
        ("--rejects", same),
        ("--rejects", output),
        ("--rejects", tmp_path / "list.csv", "--unresolved", tmp_path / "list.csv"),
    ):
        done = run("import", "edges", table, "-o", output, *options)
        assert done.returncode == 2, done.stdout
        assert b"this file is read or written otherwise" in done.stderr, done.stderr
        assert b"another name" in done.stderr
    done = run("import", "edges", table, "-o", output, "--rejects", tmp_path / "none" / "list.csv")
    assert (done.returncode, b"its folder is not there" in done.stderr) == (2, True), done.stderr
    own = tmp_path / "out.rejected.csv"
    own.write_bytes(content)
    done = run("import", "edges", own, "-o", output)
    assert (done.returncode, own.read_bytes()) == (2, content), done.stderr
    assert table.read_bytes() == content
    assert not output.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a process there")
@pytest.mark.parametrize(("number", "code", "word"), [(2, 130, "interrupted"), (15, 143, "terminated")])
def test_an_import_is_ended_in_the_midst_of_a_query(number: int, code: int, word: str, tmp_path: Path) -> None:
    table, mapping, output, folder = (
        tmp_path / name for name in ("edges.csv", "own.sql", "out.ttl", "temporary")
    )
    table.write_bytes(TABLE)
    output.write_text("old", "utf-8")
    folder.mkdir()
    mapping.write_text(
        '-- [tables.edges]\n-- columns = ["source", "target"]\n'
        "SELECT one.range AS act_id, source AS actor, 'supports' AS relation, target AS object\n"
        "FROM edges, range(1000000000) AS one",
        "utf-8",
    )
    command = "import sys; from relgraph.cli import main; sys.exit(main())"
    arguments = ["import", "--mapping", mapping, table, "-o", output]
    environment = {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen(
        [sys.executable, "-c", command, *map(str, arguments)], stderr=subprocess.PIPE, env=environment
    ) as started:
        while started.poll() is None and sum(file.stat().st_size for file in folder.glob("*/acts*")) < 1 << 22:
            pass
        started.send_signal(number)
        _, said = started.communicate()
    assert (started.returncode, said.decode().splitlines()[-1]) == (code, f"relgraph: {word}")
    assert b"Traceback" not in said
    assert output.read_text("utf-8") == "old"
    assert list(folder.iterdir()) == []


def test_a_query_and_a_mapping_are_not_written_over(run: Run, tmp_path: Path) -> None:
    data, table, own = (tmp_path / name for name in ("data.ttl", "edges.csv", "own.ttl"))
    data.write_text("<urn:a> <urn:knows> <urn:b> .", "utf-8")
    table.write_bytes(TABLE)
    for options in (("rdf", data, "--map", own), ("--mapping", own, table)):
        own.write_text("-- mine", "utf-8")
        done = run("import", *options, "-o", own)
        assert (done.returncode, b"give -o another name" in done.stderr) == (2, True), done.stderr
        assert own.read_text("utf-8") == "-- mine"


def test_a_list_of_an_earlier_import_does_not_stay(run: Run, tmp_path: Path) -> None:
    table, output, rejected = (tmp_path / name for name in ("edges.csv", "out.ttl", "out.rejected.csv"))
    table.write_bytes(TABLE + b"Corin\n")
    said = run("import", "edges", table, "-o", output).stderr.decode()
    assert f"rejected 1 row: first edges.csv, row 3: 1 field, 2 columns; see {rejected}\n" in said
    assert f"2 names that the gazetteer lacks, kept as told: see {tmp_path / 'out.unresolved.csv'}\n" in said
    assert rejected.read_bytes().count(b"\n") == 2
    table.write_bytes(TABLE)
    assert run("import", "edges", table, "-o", output).returncode == 0
    assert rejected.read_text("utf-8") == "file,row,reason\n"
    rejected.write_bytes(b"my own\n")
    assert run("import", "edges", table, "-o", output).returncode == 0
    assert rejected.read_bytes() == b"my own\n"
    asked = tmp_path / "asked.csv"
    assert run("import", "edges", table, "-o", output, "--rejects", asked).returncode == 0
    assert asked.read_text("utf-8") == "file,row,reason\n"
