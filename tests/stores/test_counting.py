"""Projections that are counted by files, by a store on disk and by the engines of endpoints are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from counted_networks import first_difference
from rdflib import RDF

import relgraph
from relgraph import KnowledgeGraph
from relgraph.closures import answerable
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import text_of
from relgraph.projection import PROJECTIONS
from relgraph.showing import neighbourhood, node_named

from .conftest import Start, require
from .contract import Store
from .front import endpoint
from .jena import Jena
from .jvm import JvmStore
from .oxigraph import Oxigraph
from .server import Server
from .tdb2 import Tdb2
from .virtuoso import DEFAULT_GRAPH, Virtuoso

SUMMIT = Path(__file__).parent.parent.parent / "data" / "inner-sea-summit"
SOURCES: dict[str, type[Store] | None] = {
    "store on disk": None, "Oxigraph": Oxigraph, "Virtuoso": Virtuoso, "Jena": Jena, "TDB2": Tdb2,
}  # fmt: skip
FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "resolved": {"collectives": "resolve"},
    "window": {"since": "2031-01", "as_of": "2031-12-31", "modalities": ["asserted"], "background": False},
    "certain": {"certainties": ["certain"], "kinds": ["State"], "collectives": "resolve"},
}
MEASURES = ("strength", "degree", "pagerank")

Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def summit() -> KnowledgeGraph:
    return relgraph.derive(relgraph.open(SUMMIT))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, id=name, marks=pytest.mark.xdist_group(kind.__name__ if kind else "disk"))
        for name, kind in SOURCES.items()
    ],
)
def source(
    request: pytest.FixtureRequest,
    start: Start,
    summit: KnowledgeGraph,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, ReadGraph]]:
    """Give the graph as each source has it."""
    kind = SOURCES[request.param]
    if kind is None:
        folder = tmp_path_factory.mktemp("stores") / "summit"
        relgraph.load(SUMMIT, store=folder)
        yield request.param, relgraph.open(folder)
        return
    with ExitStack() as stack:
        # Virtuoso 7.2.5 answers other tests otherwise after these: it has a server of its own.
        store = stack.enter_context(own(kind)) if kind is Virtuoso else start(kind)
        store.load(relgraph.export(answerable(summit), "ntriples"), "ntriples")
        if isinstance(store, Server):
            url = store.query_endpoint
        else:
            assert isinstance(store, JvmStore)
            url = stack.enter_context(endpoint(store))
        yield request.param, relgraph.connect(url, graph_iri=DEFAULT_GRAPH if kind is Virtuoso else None)


def own(kind: type[Store]) -> Store:
    """Return a store that no other test asks."""
    require(kind)
    return kind()


@pytest.mark.parametrize("name", PROJECTIONS)
def test_projections_and_scores_are_those_of_the_files(
    name: str, source: tuple[str, ReadGraph], summit: KnowledgeGraph, record_property: Record
) -> None:
    where, graph = source
    assert graph.has_closures
    record_property("cell", ["projections counted there", name, where, "different"])
    edges = 0
    for title, options in FILTERS.items():
        folds = [relgraph.fold(each, name, detail="counts", **options) for each in (summit, graph)]
        assert [fold.detail for fold in folds] == ["acts", "counts"]
        here, there = (fold.network() for fold in folds)
        assert first_difference(here, there) == "", title
        edges += here.number_of_edges()
        if len(here):
            scores = [relgraph.centrality(fold, MEASURES) for fold in folds]
            for row, other in zip(*(score.rows for score in scores), strict=True):
                assert (row.iri, row.rank) == (other.iri, other.rank), title
                assert row.values == pytest.approx(other.values, nan_ok=True), title
            assert scores[0].warnings == scores[1].warnings, title
    assert edges
    record_property("cell", ["projections counted there", name, where, f"equal, {edges} edges"])


def test_what_is_shown_of_a_thing_is_what_files_tell(
    source: tuple[str, ReadGraph], summit: KnowledgeGraph
) -> None:
    _, graph = source
    things = sorted({text_of(subject) for subject, _ in summit.pairs_of(str(RDF.type))})
    for thing in things[:: len(things) // 12]:
        assert shown(graph, thing) == relgraph.show(summit, thing), thing
    pair = [node_named(graph, name) for name in (summit.thing(things[-1]).label, things[-2])]
    assert pair == [things[-1], things[-2]]
    assert shown(graph, *pair) == relgraph.show(summit, *pair)


def shown(graph: ReadGraph, *things: str) -> relgraph.Shown:
    near = neighbourhood(graph, things)
    assert near is not None
    return relgraph.show(near, *things)


@pytest.mark.parametrize("name", PROJECTIONS)
def test_a_score_rests_on_what_it_rests_on_in_files(
    name: str, source: tuple[str, ReadGraph], summit: KnowledgeGraph
) -> None:
    _, graph = source
    for collectives in ("keep", "resolve"):
        folds = [relgraph.fold(each, name, detail="parts", collectives=collectives) for each in (summit, graph)]
        assert [fold.detail for fold in folds] == ["acts", "parts"]
        assert folds[1].sources == folds[0].sources
        ranked = relgraph.centrality(folds[0], "degree").rows
        for row in ranked[:: max(1, len(ranked) // 4)]:
            here, there = (relgraph.why(fold, row.iri, "degree") for fold in folds)
            assert there.records() == here.records(), row.label
            assert (there.score, there.rank, there.nodes) == (here.score, here.rank, here.nodes)
    first, second = (relgraph.why(fold, ranked[0].iri, "pagerank").records() for fold in folds)
    assert [each | {"effect": 0} for each in second] == [each | {"effect": 0} for each in first]
    assert [each["effect"] for each in second] == pytest.approx([each["effect"] for each in first])
