"""The graph: what is read of it is kept, and dropped with every write, whichever way it comes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import GraphOf, turtle
from rdflib import RDFS, Graph, Literal, URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.model.statements import Term

EX = "https://example.org/"
RG = "https://w3id.org/relgraph/ontology#"
ACT = f"<{EX}x2> <{RG}actor> <{EX}b> ; <{RG}relation> <{RG}supports> ; <{RG}object> <{EX}c> ."
LABEL = (URIRef(EX + "b"), RDFS.label, Literal("Bravo", lang="en"))
QUAD = ox.Quad(ox.NamedNode(EX + "x2"), ox.NamedNode(RG + "relation"), ox.NamedNode(RG + "supports"))


def added(graph: KnowledgeGraph) -> Graph:
    return Graph().parse(data=ACT, format="turtle")


WRITES: dict[str, Callable[[KnowledgeGraph, Path], object]] = {
    "add": lambda graph, _: graph.add((URIRef(EX + "x2"), URIRef(RG + "relation"), URIRef(RG + "supports"))),
    "addN": lambda graph, _: graph.addN((*triple, graph) for triple in added(graph)),
    "+=": lambda graph, _: graph.__iadd__(added(graph)),
    "-=": lambda graph, _: graph.__isub__(list(graph.triples((None, URIRef(RG + "relation"), None)))),
    "remove": lambda graph, _: graph.remove((None, URIRef(RG + "relation"), None)),
    "set": lambda graph, _: graph.set((URIRef(EX + "x1"), URIRef(RG + "object"), URIRef(EX + "c"))),
    "update": lambda graph, _: graph.update(f"INSERT DATA {{ {ACT} }}"),
    "parse": lambda graph, _: graph.parse(data=ACT, format="turtle"),
    "parse by the store": lambda graph, _: graph.parse(data=ACT, format="ox-turtle"),
    "parse in bulk": lambda graph, _: graph.parse(data=ACT, format="ox-turtle", transactional=False),
    "the store's add": lambda graph, _: graph.oxigraph.add(QUAD),
    "the store's remove": lambda graph, _: graph.oxigraph.remove(next(iter(graph.oxigraph))),
    "the store's extend": lambda graph, _: graph.oxigraph.extend([QUAD]),
    "the store's bulk_extend": lambda graph, _: graph.oxigraph.bulk_extend([QUAD]),
    "the store's update": lambda graph, _: graph.oxigraph.update(f"INSERT DATA {{ {ACT} }}"),
    "the store's load": lambda graph, _: graph.oxigraph.load(ACT, ox.RdfFormat.TURTLE),
    "the store's bulk_load": lambda graph, path: graph.oxigraph.bulk_load(path=str(path)),
    "the store's clear": lambda graph, _: graph.oxigraph.clear(),
}


@pytest.fixture
def graph(graph_of: GraphOf) -> KnowledgeGraph:
    return graph_of("ex:x1 rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b .")


@pytest.mark.parametrize("write", WRITES)
def test_what_was_read_is_dropped_on_every_write(write: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(ACT, "utf-8")
    kept = dict(graph.acts), graph.ontology, graph.thing(EX + "b"), graph.revision
    WRITES[write](graph, tmp_path / "more.ttl")
    assert graph.revision > kept[3]
    assert dict(graph.acts) != kept[0]
    assert graph.acts == KnowledgeGraph(graph.oxigraph).acts
    assert graph.ontology is not kept[1]


def test_labels_and_relations_are_those_after_the_write(graph: KnowledgeGraph) -> None:
    assert graph.thing(EX + "b").label == "B"
    graph.remove((URIRef(EX + "b"), RDFS.label, None))
    graph.add(LABEL)
    assert graph.thing(EX + "b").label == "Bravo"
    assert graph.ontology.named("shuns") == ()
    graph.parse(data=turtle("ex:shuns a rg:Relation ."), format="turtle")
    assert len(graph.ontology.named("shuns")) == 1


READS: dict[str, Callable[[KnowledgeGraph], object]] = {
    "triples": lambda graph: list(graph.triples((None, None, None))),
    "query": lambda graph: list(graph.query("SELECT * { ?s ?p ?o }")),
    "serialize": lambda graph: graph.serialize(),
    "length": lambda graph: (len(graph), len(graph.oxigraph), bool(graph.oxigraph)),
    "the store's query": lambda graph: list(graph.oxigraph.query("SELECT * { ?s ?p ?o }")),  # type: ignore[arg-type]
    "the store's pattern": lambda graph: list(graph.oxigraph.quads_for_pattern(None, None, None)),
    "the store's dump": lambda graph: graph.oxigraph.dump(format=ox.RdfFormat.N_QUADS),
    "membership": lambda graph: (QUAD in graph.oxigraph, LABEL in graph),
    "validate": relgraph.validate,
    "derive": relgraph.derive,
    "export": lambda graph: relgraph.export(graph, "turtle"),
    "named query": lambda graph: relgraph.query(graph, "who-supports"),
    "project": lambda graph: relgraph.project(graph, "full"),
    "render": lambda graph: relgraph.render(graph, relgraph.project(graph, "full")),
}


@pytest.mark.parametrize("read", READS)
def test_what_was_read_is_kept_while_nothing_is_written(read: str, graph: KnowledgeGraph) -> None:
    kept = graph.acts, graph.ontology, graph.revision
    READS[read](graph)
    assert graph.acts is kept[0]
    assert graph.ontology is kept[1]
    assert graph.revision == kept[2]


def test_a_write_that_fails_half_way_drops_what_was_read_too(graph: KnowledgeGraph) -> None:
    def quads() -> Iterator[ox.Quad]:
        yield QUAD
        raise RuntimeError

    before = graph.revision
    with pytest.raises(RuntimeError):
        graph.oxigraph.extend(quads())
    assert graph.revision > before


def test_what_was_read_during_a_write_is_not_kept(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs_of = graph.pairs_of

    def written_to_meanwhile(predicate: str) -> Iterator[tuple[Term, Term]]:
        found = list(pairs_of(predicate))
        if predicate == RG + "relation" and QUAD not in graph.oxigraph:
            graph.oxigraph.add(QUAD)  # as another thread may
        return iter(found)

    monkeypatch.setattr(graph, "pairs_of", written_to_meanwhile)
    assert EX + "x2" not in graph.acts
    assert QUAD in graph.oxigraph
    assert EX + "x2" in graph.acts


def test_the_store_is_asked_as_one_of_pyoxigraph(graph: KnowledgeGraph) -> None:
    assert {"add", "bulk_load", "quads_for_pattern"} <= set(dir(graph.oxigraph))
    assert graph.oxigraph.add.__name__ == "add"
    assert graph.oxigraph.add.__doc__ == ox.Store.add.__doc__
    assert QUAD not in copy.copy(graph.oxigraph)
    with pytest.raises(AttributeError):
        graph.oxigraph.ad  # type: ignore[attr-defined]  # noqa: B018


def test_acts_that_are_kept_cannot_be_changed_by_who_reads_them(graph: KnowledgeGraph) -> None:
    with pytest.raises(TypeError):
        graph.acts["x"] = next(iter(graph.acts.values()))  # type: ignore[index]
