"""The command relgraph why."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from conftest import Run


def test_the_command_tells_speaker_status_and_place(run: Run) -> None:
    result = run("why", "Russia", "--collectives", "resolve", "-m", "degree", "-f", "json")
    assert result.returncode == 0, result.stderr
    content = json.loads(result.stdout)
    assert (content["label"], content["measure"], content["rank"]) == ("Russia", "degree", 1)
    assert {"act", "tie", "event"} <= {reason["what"] for reason in content["reasons"]}
    acts = [reason for reason in content["reasons"] if reason["what"] == "act"]
    assert all(reason["modality"] and reason["certainty"] and reason["passages"] for reason in acts)
    assert all("quote" not in passage for reason in acts for passage in reason["passages"])
    few = run("why", "Russia", "-m", "harmonic", "--limit", "2")
    assert b"left out singly: 2 of " in few.stderr
    shown = run("why", "Russia", "--collectives", "resolve", "--top", "4").stdout.decode().splitlines()
    assert shown[0] == f"Russia: degree {content['score']:g}, rank 1 of {content['nodes']}"
    assert len(shown) == 6
    assert "characters" in shown[-1]


def test_the_command_quotes_the_source_that_it_is_given(run: Run, article: Path) -> None:
    text = article.read_text("utf-8")
    result = run("why", "Sergey Lavrov", "--source", article, "-f", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(result.stdout.decode())) if row["quotes"]]
    assert rows
    for row in rows:
        start, end = row["passages"].split(" ")[0].partition("#char=")[2].split(",")
        assert row["quotes"].startswith(text[int(start) : int(end)])
    table = run("why", "Sergey Lavrov", "--source", article).stdout.decode()
    assert "“" in table


def test_the_command_says_who_is_not_there(run: Run) -> None:
    unknown = run("why", "Atlantis")
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert unknown.stderr.startswith(b"relgraph: nothing here is called")
    absent = run("why", "tourism")
    assert absent.returncode == 2
    assert b"is no node of projection 'actors'" in absent.stderr
