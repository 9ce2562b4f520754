"""Verification: what was lost, what is too much, what can only be counted."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import DifferenceError

from .refusal import refusal
from .stub_store import TRIPLES, Answer, Asked, Start, counted, graph_store, update_store


def test_a_store_that_cuts_its_answers_is_told_from_one_that_lost_triples(
    graph: KnowledgeGraph, start: Start
) -> None:
    found = relgraph.export(graph, "ntriples").splitlines(keepends=True)
    error = refusal(graph, start(update_store(counted(3), b"".join(found[:2]))).url)
    assert "only 2 of the 3 triples there can be read back" in str(error)
    error = refusal(graph, start(update_store(counted(2), b"".join(found[:2]))).url)
    assert "1 of 3 triples are missing or changed: <https://w3id.org/relgraph/id/a>" in str(error)
    assert relgraph.push(graph, start(update_store(counted(3), b"".join(found))).url).verified == "contained"


def test_a_store_that_kept_more_than_it_was_to_hold(graph: KnowledgeGraph, start: Start) -> None:
    old = b"<https://example.org/old> <https://example.org/p> <https://example.org/old> .\n"
    stub = start(graph_store(relgraph.export(graph, "ntriples") + old))
    assert relgraph.push(graph, stub.url).verified == "contained"
    with pytest.raises(DifferenceError) as caught:
        relgraph.push(graph, stub.url, replace=True)
    assert (caught.value.missing, caught.value.unexpected) == ((), 1)


def test_a_store_that_never_ends_is_not_read_for_ever(graph: KnowledgeGraph, start: Start) -> None:
    endless = b"".join(b"<urn:a> <urn:b> <urn:%d> .\n" % number for number in range(50_000))
    with pytest.raises(DifferenceError) as caught:
        relgraph.push(graph, start(graph_store(endless)).url, replace=True)
    assert 1_000 <= caught.value.unexpected < 2_000


def test_what_was_sent_is_said_where_it_cannot_be_read_back(graph: KnowledgeGraph, start: Start) -> None:
    def answers(asked: Asked) -> Answer:
        if asked.method == "GET" and "no-such-graph" not in asked.path:
            return Answer(200, b"<urn:a> <urn:b> .", {"Content-Type": TRIPLES})
        return Answer(404 if asked.method == "GET" else 204)

    assert "all 3 triples were sent, but they could not be read back" in str(refusal(graph, start(answers).url))


def test_a_large_graph_is_counted(start: Start) -> None:
    graph = KnowledgeGraph()
    property_ = ox.NamedNode("https://example.org/p")
    graph.oxigraph.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n}"), property_, property_) for n in range(100_001)
    )
    for count, replace, fits in ((100_001, True, True), (100_002, False, True), (100_002, True, False)):
        stub = start(update_store(counted(count), b""))
        if fits:
            assert relgraph.push(graph, stub.url, replace=replace, batch=50_000).verified == "counted"
        else:
            with pytest.raises(
                DifferenceError, match=r": 100,002 triples were read back, but 100,001 were sent"
            ):
                relgraph.push(graph, stub.url, replace=replace, batch=50_000)
        assert not any("CONSTRUCT" in asked.body for asked in stub.asked)
    with pytest.raises(DifferenceError, match=r": 0 triples were read back, but 100,001 were sent"):
        relgraph.push(graph, start(graph_store()).url, batch=50_000)
