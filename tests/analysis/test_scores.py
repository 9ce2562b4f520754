"""Scores: rows that tie, and what they are written as."""

from __future__ import annotations

import csv
import io
import json

from small_networks import PATH

from relgraph.analysis import centrality


def test_top_keeps_ties() -> None:
    scores = centrality(PATH, ["degree"])
    assert [row[1] for row in scores.top(1).rows] == ["b"]
    assert len(scores.top(2).rows) == 3
    assert len(scores.top(99).rows) == 3


def test_csv_json_and_frame_hold_the_same() -> None:
    scores = centrality(PATH, ["degree", "betweenness"])
    rows = list(csv.DictReader(io.StringIO(scores.to_csv())))
    assert [row["iri"] for row in rows] == ["b", "a", "c"]
    assert json.loads(scores.to_json())["scores"][0]["betweenness"] == 1.0
    assert list(scores.to_pandas()["degree"]) == [2.0, 1.0, 1.0]
