"""The command render: what it takes beside a projection and its filters."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_results import fails
from conftest import Run, turtle


def content_of(page: bytes) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.decode(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])["content"]


def test_a_title_and_further_measures_with_intervals(run: Run) -> None:
    done = run(
        "render", "actors", "--title", "Who & whom", "--measures", "betweenness, hits", "--bootstrap", "20"
    )
    assert b"<title>Who &amp; whom</title>" in done.stdout
    columns = {column["measure"]: column for column in content_of(done.stdout)["standing"]}
    assert list(columns) == ["degree", "betweenness", "hub", "authority"]
    degree = columns["degree"]
    assert len(degree["scores"]) == 16
    assert degree["ranks"][degree["scores"].index(max(degree["scores"]))] == 1
    for low, high in zip(degree["low"], degree["high"], strict=True):
        assert low <= high


def test_collapsed_opens_with_one_line_per_pair(run: Run) -> None:
    collapsed = content_of(run("render", "topics", "--collapsed").stdout)
    plain = content_of(run("render", "topics").stdout)
    assert (collapsed["lines"], plain["lines"]) == ("pairs", None)
    assert collapsed["edges"] == plain["edges"]  # what is folded is folded in the page


def test_an_unknown_measure_is_refused_with_the_nearest_name(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = run("render", "actors", "--measures", "betweeness", "-o", out)
    fails(done, "unknown measure 'betweeness'")
    assert b"betweenness?" in done.stderr
    assert not out.exists()


def test_all_measures_are_for_small_networks(run: Run, tmp_path: Path) -> None:
    found = {
        column["measure"]
        for column in content_of(run("render", "signed", "--measures", "all").stdout)["standing"]
    }
    assert {"constraint", "brokerage", "closeness"} <= found
    data = tmp_path / "many.ttl"
    data.write_text(
        turtle("".join(f"ex:n{i} a rg:State ; rg:supports ex:n{(i * i + 1) % 1000} .\n" for i in range(1000))),
        "utf-8",
    )
    done = run("render", "actors", "--measures", "all", "-d", data)
    fails(done, "nodes: all measures together are for fewer than 1,000")


@pytest.mark.parametrize("draws", ["-1", "x"])
def test_draws_are_a_number(draws: str, run: Run) -> None:
    fails(run("render", "actors", "--bootstrap", draws), "--bootstrap")
