"""The benchmark of the page: what it counts in a page, its bars, its table."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

from benchmarks.page.bars import BARS, SIZES, Bar, Size
from benchmarks.page.browser import CHROMIUM
from benchmarks.page.content import data_bytes, share_covered, share_in_bloc
from benchmarks.page.steps import STEPS

BESIDE_STEPS = {
    "render", "page", "data per edge", "neighbours of one bloc", "picture under nodes", "first picture",
}  # fmt: skip


def iri(bloc: int, number: int) -> str:
    return f"https://w3id.org/relgraph/id/state/bloc{bloc}-s{number}"


def test_bytes_of_data_are_those_of_all_json_in_a_page() -> None:
    page = '<script type="application/json" id="a">{"ä": 1}</script><script>let x;</script>'
    assert data_bytes(page) == len('{"ä": 1}'.encode())
    assert data_bytes(page + '<script id="b" type="application/json">\n[]</script>') == 9 + 3
    assert data_bytes("<p>none</p>") == 0


def test_blocs_apart_share_all_neighbours_and_mixed_ones_few() -> None:
    apart = {iri(bloc, n): (1000.0 * bloc + n, 0.0) for bloc in range(4) for n in range(20)}
    assert share_in_bloc(apart) == 1
    # Along a line the blocs take turns, so that of the ten nearest two or three are of the same one.
    mixed = {iri(bloc, n): (4.0 * n + bloc, 0.0) for bloc in range(4) for n in range(20)}
    assert 0.15 < share_in_bloc(mixed) < 0.3


def test_nodes_at_one_place_are_neighbours_of_each_other() -> None:
    assert share_in_bloc({iri(0, n): (0.0, 0.0) for n in range(30)}) == 1


def test_nodes_cover_a_share_of_the_field_that_holds_them() -> None:
    assert share_covered([(5, -3, 2)]) == pytest.approx(math.pi / 4)
    assert share_covered([(0, 0, 1), (8, 0, 1)]) == pytest.approx(2 * math.pi / 20)


def test_a_bar_limits_from_above_or_below() -> None:
    assert Bar("hover", "cpu", (300,), at_most=0.016).holds(0.016)
    assert not Bar("hover", "cpu", (300,), at_most=0.016).holds(0.017)
    assert Bar("neighbours of one bloc", "share", (300,), at_least=0.95).holds(0.95)
    assert not Bar("neighbours of one bloc", "share", (300,), at_least=0.95).holds(0.94)
    assert Bar("filter", "time", (300,), at_most=1).by_cpu().quantity == "cpu"
    assert Bar("render", "memory", (300,), at_most=1).by_cpu().quantity == "memory"


def test_each_bar_is_for_a_line_and_sizes_of_the_table() -> None:
    lines = BESIDE_STEPS | {step.name for step in STEPS}
    for bar in BARS:
        assert bar.line in lines
        assert set(bar.nodes) <= {size.nodes for size in SIZES}
        assert (bar.at_most is None) != (bar.at_least is None)


def test_a_small_size_has_edges_for_all_nodes() -> None:
    assert Size(300, 1000).scaled(0.01) == Size(40, 40)
    assert Size(300, 1000).scaled(2) == Size(600, 2000)


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.page", *arguments],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)")
def test_the_command_uses_a_page_and_prints_a_table(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    done = command("--only", "300", "--scale", "0.15", "--by-cpu", "--json", figures)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["time", "CPU", "else", "bar", "holds"]
    assert lines[2] == "45 nodes, 150 edges"
    records = json.loads(figures.read_text("utf-8"))
    assert {record["line"] for record in records} == BESIDE_STEPS | {step.name for step in STEPS}
    assert all(record["cpu"] > 0 and record["time"] > 0 for record in records if "cpu" in record)
    bars = [bar for record in records for bar in record["bars"]]
    assert len(bars) == sum(300 in bar.nodes for bar in BARS)
    assert {bar["holds"] for bar in bars} == {None}
    assert not [bar for bar in bars if bar["bar"].startswith("time")], "--by-cpu"


def test_an_unknown_size_is_refused() -> None:
    done = command("--only", "301")
    assert done.returncode == 2
    assert "6700" in done.stderr
