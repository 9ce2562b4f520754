"""The command run: the whole road into one folder."""

from __future__ import annotations

from pathlib import Path

from command_results import fails
from conftest import Run, turtle

import relgraph


def test_run_writes_everything_the_same_bytes_twice(run: Run, tmp_path: Path) -> None:
    results = [run("run", "-o", name) for name in ("one", "two")]
    assert all(result.returncode == 0 for result in results), results[0].stderr
    found = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    ]
    assert found[0] == found[1]
    names = {str(path) for path in found[0]}
    assert {
        "index.html",
        "centrality.csv",
        "graph.graphml",
        "graph.gexf",
        "triples.nt",
        "validation.txt",
    } <= names
    assert {f"answers/{name}.csv" for name in relgraph.named_queries()} <= names
    assert all(found[0].values()), "no file is empty"
    summary = results[0].stdout.decode()
    assert "Russia" in summary
    assert "one/index.html" in summary
    assert b"\x1b[" not in results[0].stdout


def test_run_that_fails_leaves_what_was_there(run: Run, tmp_path: Path) -> None:
    assert run("run", "-o", "out").returncode == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("something else", "utf-8")
    fails(run("run", "-o", "out", "--source", wrong), "is not the text")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_run_on_data_in_which_no_actor_acts_towards_another(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(
        turtle(
            'ex:a a rg:State ; rdfs:label "A"@en . ex:m a rg:Meeting ; rdfs:label "M"@en ; rg:status rg:held .'
            " ex:a rg:attends ex:m ."
        ),
        "utf-8",
    )
    result = run("run", "-o", "out", "-d", path)
    assert result.returncode in (0, 1), result.stderr
    assert (tmp_path / "out" / "centrality.csv").read_text("utf-8").count("\n") == 3
