"""The page as text: title, errors, the same on every run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph, Network
from relgraph.errors import NameNotFoundError, ProjectionError

from .lake_council import graph_of
from .page_reading import Reader


def test_is_the_same_text_on_every_run(tmp_path: Path, meeting: KnowledgeGraph) -> None:
    code = (
        "import relgraph, hashlib; g = relgraph.open(); "
        "page = relgraph.render(g, relgraph.project(g, 'full')); "
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = relgraph.render(meeting, relgraph.project(meeting, "full"))
    assert digests == {hashlib.sha256(here.encode()).hexdigest() + "\n"}


def test_refuses_what_it_does_not_know(lake: KnowledgeGraph) -> None:
    with pytest.raises(NameNotFoundError, match="unknown measure 'degre'") as caught:
        relgraph.render(lake, relgraph.project(lake, "full"), size_by="degre")
    assert caught.value.advice == "did you mean degree?"
    empty: Network = relgraph.project(lake, "full").__class__()
    with pytest.raises(ProjectionError, match="no nodes"):
        relgraph.render(lake, empty)


def test_the_title_is_that_of_the_source_unless_given(lake: KnowledgeGraph) -> None:
    network = relgraph.project(lake, "full")
    assert "<title>Report on the Lake Council</title>" in relgraph.render(lake, network)
    given = relgraph.render(lake, network, title='</title><script>alert("x")</script>')
    assert "<title>&lt;/title&gt;&lt;script&gt;" in given
    assert "<script>alert" not in given


def test_heading_and_labels_are_cleaned_and_cut(tmp_path: Path, reader: Reader) -> None:
    """Joiners stay, which Persian is written with; control characters show; overrides go."""
    written = "می\u200cروم \u202e\u001b[2J\tx" + "x" * 400
    clean = "می\u200cروم \ufffd[2J xx"
    body = f"ex:a a rg:State ; rdfs:label {json.dumps(written)} . ex:b a rg:State . ex:a rg:opposes ex:b ."
    graph = graph_of(tmp_path, body)
    page = relgraph.render(graph, relgraph.project(graph, "actors"), title=written)
    # Labels are cleaned where they are drawn.
    opened = reader.open(page)
    drawn = opened.evaluate("relgraph.elements.clean(relgraph.data.things.label[0])")
    assert drawn.strip("x") == clean.strip("x")
    heading = re.search(r"<h1><bdi>(.*)</bdi></h1>", page)
    assert heading is not None
    assert heading[1].startswith(clean)
    assert (len(heading[1]), heading[1][-1]) == (300, "…")
