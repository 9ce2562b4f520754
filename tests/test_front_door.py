"""The names of the package and of its packages: all there, each once, and none in the way of a module."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pytest
from networkx import MultiDiGraph
from rdflib import Graph

import relgraph
import relgraph.analysis
from relgraph import KnowledgeGraph, RelgraphError
from relgraph.errors import OutputError, ProjectionError


def packages() -> list[ModuleType]:
    """Return relgraph and all packages below it, with all their modules imported."""
    found = [relgraph]
    for module in pkgutil.walk_packages(relgraph.__path__, "relgraph."):
        imported = import_module(module.name)
        if module.ispkg:
            found.append(imported)
    return found


def test_the_front_door_offers_all_of_analysis() -> None:
    names = set(relgraph.analysis.__all__)
    assert names <= set(relgraph.__all__)
    for name in names:
        assert getattr(relgraph, name) is getattr(relgraph.analysis, name), name


def test_every_name_that_is_offered_is_there() -> None:
    for package in packages():
        for name in getattr(package, "__all__", ()):
            assert hasattr(package, name), (package.__name__, name)


def test_no_name_of_a_package_hides_one_of_its_modules() -> None:
    found = packages()
    assert len(found) > 5
    for name in relgraph.__all__:
        getattr(relgraph, name)  # names of the front door stand in it once they were asked for
    for package in found:
        for module in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{module.name}"
            assert getattr(package, module.name) is import_module(name), name


def test_the_front_door_lists_its_names_and_has_no_others() -> None:
    assert set(relgraph.__all__) <= set(dir(relgraph))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = relgraph.nothing


WITH_A_GRAPH: dict[str, Callable[[KnowledgeGraph], object]] = {
    "derive": relgraph.derive,
    "describe": relgraph.describe,
    "duplicates": relgraph.duplicates,
    "export": lambda graph: relgraph.export(graph, "turtle"),
    "fold": lambda graph: relgraph.fold(graph, "actors"),
    "merge": lambda graph: relgraph.merge(graph, [("urn:a", "urn:b")]),
    "portable": relgraph.portable,
    "project": lambda graph: relgraph.project(graph, "actors"),
    "push": lambda graph: relgraph.push(graph, "http://127.0.0.1:9/sparql"),
    "query": lambda graph: relgraph.query(graph, "who-supports"),
    "render": lambda graph: relgraph.render(graph, MultiDiGraph()),
    "show": lambda graph: relgraph.show(graph, "Russia"),
    "stream": lambda graph: list(relgraph.stream(graph, "turtle")),
    "subset": lambda graph: relgraph.subset(graph, source="urn:a"),
    "unmerge": lambda graph: relgraph.unmerge(graph, b""),
    "validate": relgraph.validate,
}


@pytest.mark.parametrize("name", WITH_A_GRAPH)
def test_a_plain_graph_of_rdflib_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(RelgraphError, match="a plain Graph of rdflib") as caught:
        WITH_A_GRAPH[name](Graph())  # type: ignore[arg-type]
    assert "relgraph.open(graph)" in caught.value.advice


def test_what_is_no_fold_and_no_content_is_said(tmp_path: Path) -> None:
    network: Any = nx.Graph([(1, 2)])
    for asked in (
        lambda: relgraph.bootstrap(network),
        lambda: relgraph.timeline(network, "degree"),
        lambda: relgraph.why(network, "1"),
    ):
        with pytest.raises(ProjectionError, match="a Graph was given, not a Fold"):
            asked()
    for content in (nx.Graph([(1, 2)]), {"a": 1}, 7):
        with pytest.raises(OutputError, match="is not the content of a file"):
            relgraph.write(content, tmp_path / "out")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
