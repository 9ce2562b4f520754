"""Update endpoints: where they are read, and counts that are wrong."""

from __future__ import annotations

import pytest

import relgraph
from relgraph import KnowledgeGraph

from .refusal import refusal
from .stub_store import Answer, Asked, Start, counted, update_store


def test_an_update_endpoint_without_a_place_to_read_writes_nothing(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(lambda asked: Answer(400 if "query" in asked.path or asked.method == "GET" else 204))
    error = refusal(graph, f"{stub.url}/update")
    assert f"could not be read back afterwards: {stub.url}/query" in str(error)
    assert "--query-url" in error.advice
    assert not any("INSERT" in asked.body for asked in stub.asked)
    pushed = relgraph.push(graph, f"{stub.url}/update", verify=False)
    assert (pushed.protocol, pushed.verified, pushed.triples) == ("update", "", 3)


@pytest.mark.parametrize("count", [b'{"results": ' + b"[" * 100_000, counted(1).replace(b'"1"', b"Infinity")])
def test_odd_counts_are_one_line(count: bytes, graph: KnowledgeGraph, start: Start) -> None:
    assert "not a SPARQL result" in str(refusal(graph, start(update_store(count, b"")).url))


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b'{"head": {}, "boolean": true}', counted(3).replace(b'"n"', b'"m"')]
)
def test_a_count_that_is_none(answer: bytes, graph: KnowledgeGraph, start: Start) -> None:
    assert "not a SPARQL result" in str(refusal(graph, start(update_store(answer, b"")).url))


def test_a_count_that_breaks_off(graph: KnowledgeGraph, start: Start) -> None:
    def answers(asked: Asked) -> Answer:
        answer = update_store(counted(3)[:20], b"")(asked)
        assert answer is not None
        if "COUNT" in asked.body:
            answer.headers |= {"Content-Length": "900", "Connection": "close"}
        return answer

    assert "connection lost" in str(refusal(graph, start(answers).url))
