"""The command relgraph centrality --bootstrap."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import Run


def test_the_command_writes_columns_that_read_back(run: Run) -> None:
    arguments = ("centrality", "actors", "--collectives", "resolve", "-m", "strength", "-m", "pagerank")
    result = run(*arguments, "--bootstrap", "80", "--seed", "5", "-f", "csv")
    assert result.returncode == 0, result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout.decode())))
    assert [row["label"] for row in rows[:2]] == ["Russia", "ASEAN"]
    for row in rows:
        for name in ("strength", "pagerank"):
            assert float(row[f"{name}-low"]) <= float(row[f"{name}-high"])
            assert 1 <= int(row[f"{name}-rank-low"]) <= int(row[f"{name}-rank-high"]) <= len(rows)
            assert float(row[f"{name}-certain"]) <= float(row[name]) or name == "pagerank"
    assert float(rows[1]["outranks-next"]) > 0.9  # ASEAN has twice the acts of the third
    assert rows[-1]["outranks-next"] in ("", "nan")
    assert b"not how far it is from the world" in result.stderr
    assert run(*arguments, "--bootstrap", "80", "--seed", "5", "-f", "csv").stdout == result.stdout


def test_json_has_the_whole_matrix(run: Run) -> None:
    result = run("centrality", "actors", "-m", "degree", "--bootstrap", "50", "--top", "3", "-f", "json")
    content = json.loads(result.stdout)
    rows = [row["iri"] for row in content["scores"]]
    assert content["draws"] == 50
    assert set(content["outranks"]) == set(rows)
    for a in rows:
        assert set(content["outranks"][a]) == set(rows) - {a}
        for b in set(rows) - {a}:
            assert content["outranks"][a][b] + content["outranks"][b][a] == pytest.approx(1)
    assert content["scores"][0]["outranks-next"] == content["outranks"][rows[0]][rows[1]]


def test_a_table_shows_intervals(run: Run) -> None:
    result = run("centrality", "actors", "-m", "degree", "--bootstrap", "50", "--level", "0.9", "--top", "1")
    header, row = result.stdout.decode().splitlines()
    assert header.split() == ["rank", "90%", "name", "kind", "degree", "90%", "certain", "outranks", "next"]
    assert row.split()[:6] == ["1", "1", "to", "1", "Russia", "State"] or "1 to 2" in row


def test_what_goes_with_bootstrap_only_is_refused_without(run: Run) -> None:
    result = run("centrality", "actors", "--seed", "1")
    assert result.returncode == 2
    assert b"go with --bootstrap" in result.stderr


def test_the_command_says_why_sources_say_nothing(run: Run) -> None:
    result = run("centrality", "actors", "--bootstrap", "10", "--resample", "sources")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith(b"relgraph: resampling sources says nothing here")


def test_a_bar_at_a_terminal_and_ctrl_c_stops_it(command: Path) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [command, "centrality", "actors", "--bootstrap", "1000000"], stdout=subprocess.PIPE, stderr=follower
    )
    os.close(follower)
    seen = b""
    try:
        until = time.monotonic() + 60
        while b"resampling" not in seen and time.monotonic() < until:
            seen += os.read(leader, 4096)
        process.send_signal(signal.SIGINT)
        while True:
            try:
                seen += os.read(leader, 4096)
            except OSError:  # the other end is closed
                break
        out, _ = process.communicate(timeout=30)
    finally:
        process.kill()
        os.close(leader)
    assert b"resampling" in seen
    assert b"interrupted" in seen
    assert b"Traceback" not in seen
    assert (process.returncode, out) == (130, b"")
