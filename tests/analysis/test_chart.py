"""The bump chart: whole, the same twice, and safe from hostile labels."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from acts_in_turtle import YEARS, act, graph_of
from png_size import png_size

from relgraph import KnowledgeGraph, fold
from relgraph.analysis import bump_chart, timeline
from relgraph.errors import NameNotFoundError, OutputError


def test_charts_are_whole_and_the_same_twice(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, YEARS)
    times = timeline(fold(graph, "actors"), "degree")
    svg, png = bump_chart(times), bump_chart(times, "png")
    assert svg == bump_chart(times)
    assert png == bump_chart(times, "png")
    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<dc:date>" not in svg
    width, height = png_size(png)
    assert 600 < width < 3000
    assert 300 < height < 1500
    # Letters are drawn as paths, so that every reader shows the same.
    assert not list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))
    assert bump_chart(times, nodes=1) != svg
    with pytest.raises(NameNotFoundError, match="chart format"):
        bump_chart(times, "pdf")


def test_a_chart_of_a_different_process_is_the_same(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, YEARS)
    times = timeline(fold(graph, "actors"), "degree")
    code = (
        "import sys, relgraph; graph = relgraph.open(sys.argv[1]);"
        "times = relgraph.timeline(relgraph.fold(graph, 'actors'), 'degree');"
        "sys.stdout.buffer.write(relgraph.bump_chart(times))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "g.ttl"], capture_output=True, check=True, timeout=120,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    ).stdout  # fmt: skip
    assert other == bump_chart(times)


def test_hostile_labels_are_drawn_as_they_are(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    labels = ["$\\\\frac{", "</svg><script>", "\\n\\u0007bell", "外交部", "x" * 300]
    named = "".join(f'ex:h{n} a rg:State ; rdfs:label "{label}" .\n' for n, label in enumerate(labels))
    body = "".join(act(f"x{n}", "a", f"h{n}", "2020") + act(f"y{n}", "b", f"h{n}", "2021") for n in range(5))
    meeting = 'ex:m1 a rg:Meeting ; rdfs:label "$a_{b" .\n' + act("z", "a", "b", rest="; rg:madeAt ex:m1 ")
    graph = graph_of(tmp_path, named + body + meeting)
    for by in ("year", "event"):
        svg = bump_chart(timeline(fold(graph, "actors"), "degree", by=by))
        ET.fromstring(svg)
        assert b"<script" not in svg
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]


def test_thirty_nodes_and_many_periods_fit(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(30)]
    body = "".join(
        act(f"x{year}-{number}", names[number], names[(number * (year - 2000) + 1) % 30], str(year))
        for year in range(2001, 2013)
        for number in range(30)
        if number != (number * (year - 2000) + 1) % 30
    )
    graph = graph_of(tmp_path, body, names)
    times = timeline(fold(graph, "actors"), "degree")
    width, height = png_size(bump_chart(times, "png", nodes=30))
    assert width < 4000
    assert 1200 < height < 2500  # a line of letters for each


def test_without_matplotlib_the_error_says_what_to_install(
    meeting: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = timeline(fold(meeting, "actors"), "degree")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OutputError, match="needs matplotlib") as caught:
        bump_chart(times)
    assert caught.value.advice == "pip install 'relgraph[plot]'"
