"""A command reads acts and ontology once, and builds a network once, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import relgraph.model.read_graph
import relgraph.projection.folds
from relgraph.cli.app import start

Counts = Counter[str]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Counts]:
    """Count the calls of the functions that read a graph and that build a network of all its acts."""
    found: Counts = Counter()

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            found[name] += 1
            return function(*arguments, **options)

        return call

    for module, name in (
        (relgraph.model.read_graph, "read_acts"),
        (relgraph.model.read_graph, "read_ontology"),
        (relgraph.projection.folds, "network_of"),
        (relgraph.projection.folds, "tied_by_sharing"),
    ):
        monkeypatch.setattr(module, name, counting(name, getattr(module, name)))
    monkeypatch.chdir(tmp_path)
    yield found


@pytest.mark.parametrize(
    ("arguments", "networks"),
    [
        (["run", "-o", "out"], 2),  # full, and that of the scores
        (["centrality", "co-participation"], 0),
        (["project", "co-participation"], 1),
        (["centrality", "actors", "-m", "brokerage", "--backbone", "disparity", "--alpha", "0.5"], 1),
        (["blocs", "actors", "--runs", "1"], 1),
        (["show", "Russia"], 0),
        (["render", "full", "-o", "page.html"], 2),  # and the edges that what was said stands for
    ],
)
def test_what_is_read_is_handed_on(arguments: list[str], networks: int, counts: Counts) -> None:
    assert start(arguments) == 0
    assert counts["read_acts"] == 1
    assert counts["read_ontology"] == 1
    assert counts["network_of"] + counts["tied_by_sharing"] == networks


def test_why_reads_once_and_builds_one_network_whatever_is_left_out(counts: Counts) -> None:
    assert start(["why", "Indonesia", "-m", "degree"]) == 0
    assert counts["read_acts"] == 1
    assert counts["read_ontology"] == 1
    assert counts["network_of"] == 1
