"""The options that commands which score share: a backbone, and a file of blocs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import Run

import relgraph
from relgraph import KnowledgeGraph
from relgraph.analysis import backbone


def test_the_commands_take_a_backbone(run: Run, meeting: KnowledgeGraph) -> None:
    kept = run("project", "actors", "--backbone", "disparity", "--alpha", "0.1", "-f", "json")
    assert kept.returncode == 0, kept.stderr
    assert kept.stdout == relgraph.export(backbone(relgraph.project(meeting, "actors"), alpha=0.1), "json")
    assert b"backbone (disparity, alpha 0.1): kept" in kept.stderr
    scores = run("centrality", "actors", "--backbone", "noise-corrected", "-m", "degree", "-f", "csv")
    assert scores.returncode == 0, scores.stderr
    assert list(csv.DictReader(io.StringIO(scores.stdout.decode())))
    assert b"backbone (noise-corrected, alpha 0.05)" in scores.stderr
    assert run("blocs", "actors", "--backbone", "disparity", "--runs", "2").returncode == 0
    wrong = run("project", "actors", "--backbone", "disparaty")
    assert wrong.returncode == 2
    assert b"did you mean disparity?" in wrong.stderr
    assert run("project", "actors", "--backbone", "disparity", "--alpha", "0").returncode == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("bloc,name\n1,Russia\n", "has no columns"),
        ("bloc,label\n,Russia\n", "line 2: the bloc is empty"),
        ("bloc,label\n1,Russia\n2,Russia\n", "line 3: a second bloc"),
        ("bloc,label\n1,Russia\n", "no bloc is given"),
        (None, "No such file"),
    ],
)
def test_a_file_of_blocs_that_will_not_do(run: Run, tmp_path: Path, content: str | None, says: str) -> None:
    if content is not None:
        (tmp_path / "blocs.csv").write_text(content, encoding="utf-8")
    result = run("centrality", "actors", "-m", "brokerage", "--blocs", "blocs.csv")
    assert result.returncode == 2
    assert says in result.stderr.decode()
    assert b"Traceback" not in result.stderr
