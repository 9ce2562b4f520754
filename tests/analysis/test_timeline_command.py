"""The command relgraph timeline."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
from pathlib import Path

from conftest import Run
from png_size import png_size


def test_the_command_answers_on_the_bundled_graph(run: Run) -> None:
    result = run(
        "timeline", "actors", "--by", "year", "-m", "strength", "-f", "csv", "--collectives", "resolve"
    )
    assert result.returncode == 0, result.stderr
    table = list(csv.DictReader(io.StringIO(result.stdout.decode())))
    best = next(row for row in table if row["period"] == "2021")
    assert (best["label"], best["rank"]) == ("Russia", "1")
    shown = run("timeline", "actors", "--by", "quarter", "--top", "2").stdout.decode().splitlines()
    assert shown[0].split() == ["period", "rank", "change", "name", "kind", "degree"]
    assert [line.split()[0] for line in shown[1:]] == ["2021-Q3"] * 2


def test_the_command_draws_into_a_file(run: Run, tmp_path: Path) -> None:
    result = run("timeline", "full", "--by", "event", "--top", "8", "-f", "png", "-o", "ranks.png")
    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    assert png_size((tmp_path / "ranks.png").read_bytes())[1] > 300


def test_a_picture_is_not_for_a_terminal(command: Path) -> None:
    leader, follower = pty.openpty()
    result = subprocess.run(
        [command, "timeline", "actors", "-f", "png"], stdout=follower, stderr=subprocess.PIPE, timeout=120,
        check=False,
    )  # fmt: skip
    os.close(follower)
    os.close(leader)
    assert result.returncode == 2
    assert b"write it to a file with -o" in result.stderr
