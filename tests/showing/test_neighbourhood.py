"""What is told of a thing of a large graph is read by queries, and is what all of the graph tells."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run

import relgraph
from relgraph import KnowledgeGraph
from relgraph.model.statements import text_of


@pytest.fixture(scope="module", params=["triples.ttl", "inner-sea-summit"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[KnowledgeGraph, KnowledgeGraph]:
    path = REPOSITORY / "data" / request.param
    folder = tmp_path_factory.mktemp("store") / "store"
    relgraph.load(path, store=folder)
    return relgraph.derive(relgraph.open(path)), relgraph.open(folder)


def test_things_and_pairs_are_told_of_as_in_all_of_the_graph(
    both: tuple[KnowledgeGraph, KnowledgeGraph],
) -> None:
    here, there = both
    assert there.has_closures
    things = sorted({text_of(quad.subject) for quad in here.oxigraph} - {""})
    for thing in things[::19]:
        if not thing.startswith("_:"):
            assert relgraph.show(there, thing) == relgraph.show(here, thing), thing
    actors = sorted({actor for act in here.acts.values() for actor in act.actors})[:4]
    for one, other in permutations(actors, 2):
        assert relgraph.show(there, one, other) == relgraph.show(here, one, other)


def test_the_command_shows_of_a_store_what_it_shows_of_its_files(run: Run, tmp_path: Path) -> None:
    data = REPOSITORY / "data" / "inner-sea-summit"
    relgraph.load(data, store=tmp_path / "store")
    graph = relgraph.open(data)
    name = graph.thing(next(iter(graph.acts.values())).actors[0]).label
    shown = [run("show", name, "-f", "csv", "-d", path) for path in (data, tmp_path / "store")]
    assert shown[0].returncode == shown[1].returncode == 0
    assert shown[0].stdout == shown[1].stdout
    assert shown[0].stdout.count(b"\n") > 3
