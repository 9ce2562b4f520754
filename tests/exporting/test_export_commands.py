"""The commands that export graphs and networks: export and project."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

from conftest import Run
from rdf_readers import plain

import relgraph
from relgraph import KnowledgeGraph
from relgraph.model.namespaces import ID


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


def test_export_on_the_command_line(run: Run, tmp_path: Path, meeting: KnowledgeGraph) -> None:
    for name in ("a.nt", "a.ttl.gz", "b.ttl.gz", "a.jsonld"):
        assert run("export", "-o", name).returncode == 0, name
        assert plain(relgraph.open(tmp_path / name)) == plain(meeting)
    assert (tmp_path / "a.ttl.gz").read_bytes() == (tmp_path / "b.ttl.gz").read_bytes()
    run("export", "-f", "turtle", "-o", "a.nt")
    assert (tmp_path / "a.nt").read_bytes() == relgraph.export(meeting, "turtle")  # -f goes before the suffix
    for arguments, says in (
        ([], (b"does not tell the format", b"--format")),
        (["-o", "a.txt"], (b"writes no .txt file", b".ttl, .nt")),
    ):
        result = run("export", *arguments)
        assert result.returncode == 2
        assert all(words in result.stderr for words in says)
    (tmp_path / "q.rq").write_text("CONSTRUCT WHERE { ?s rg:supports ?o }")
    assert run("export", "--construct", "q.rq", "-f", "ntriples").stdout.count(b"\n") == 3
    from_stdin = run(
        "export", "--construct", "-", "-f", "ntriples", stdin=b"CONSTRUCT WHERE { ?s rg:supports ?o }"
    )
    assert from_stdin.stdout.count(b"\n") == 3
    part = run("export", "--source", "id:document/country-codes", "-f", "turtle").stdout
    assert part == relgraph.export(relgraph.subset(meeting, source=ID["document/country-codes"]), "turtle")
    both = run("export", "--source", "id:document/country-codes", "--construct", "q.rq", "-f", "turtle")
    assert both.returncode == 2
    unknown = run("export", "--source", "Nobody", "-o", "none.ttl")
    assert unknown.returncode == 2
    assert not (tmp_path / "none.ttl").exists()
