"""Failures in words: stores that are not there, refusals, redirects."""

from __future__ import annotations

import threading

import pytest
from conftest import Run

from relgraph import KnowledgeGraph

from .refusal import PASSWORD, refusal
from .stub_store import Answer, Asked, Start, graph_store


def test_connection_refused(graph: KnowledgeGraph, run: Run) -> None:
    assert "http://127.0.0.1:1/store: connection refused" in str(refusal(graph, "http://127.0.0.1:1/store"))
    result = run("push", "http://127.0.0.1:1/store")
    assert result.returncode == 2
    assert result.stderr.decode().splitlines() == [
        "relgraph: http://127.0.0.1:1/store: connection refused",
        "  start the store, or check host and port",
    ]
    assert result.stdout == b""


def test_no_such_host(graph: KnowledgeGraph) -> None:
    assert "unknown host no-such-host.invalid" in str(refusal(graph, "http://no-such-host.invalid/store"))


def test_a_host_that_is_none(graph: KnowledgeGraph) -> None:
    assert "http://a..b/" in str(refusal(graph, "http://a..b/"))


def test_no_secure_connection(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(graph_store())
    error = refusal(graph, stub.url.replace("http:", "https:"))
    assert "TLS connection failed" in str(error)


def test_a_store_that_does_not_answer(graph: KnowledgeGraph, start: Start) -> None:
    done = threading.Event()
    stub = start(lambda asked: Answer() if done.wait(30) else None)
    try:
        error = refusal(graph, stub.url, timeout=0.2)
    finally:
        done.set()
    assert "no answer within 0.2 seconds" in str(error)
    assert "--timeout" in error.advice


def test_a_store_that_hangs_up(graph: KnowledgeGraph, start: Start) -> None:
    assert "connection lost" in str(refusal(graph, start(lambda asked: None).url))


@pytest.mark.parametrize(
    ("status", "says", "advises"),
    [
        (401, "asks for a user", "RELGRAPH_USER"),
        (403, "access denied", "read-only"),
        (413, "the request is too large", "--batch"),
        (422, "rejects the request (status 422)", "check"),
        (429, "busy", "later"),
        (500, "the store failed (status 500)", "log"),
        (503, "busy", "later"),
    ],
)
def test_each_refusal_in_its_own_words(
    status: int, says: str, advises: str, graph: KnowledgeGraph, start: Start
) -> None:
    error = refusal(graph, start(graph_store(status=status)).url)
    assert says in str(error)
    assert advises in error.advice


def test_redirects_are_not_followed(graph: KnowledgeGraph, start: Start, user: None) -> None:
    other = start(graph_store())
    challenge = {"WWW-Authenticate": 'Basic realm="r"'}

    def answers(asked: Asked) -> Answer:
        if "Authorization" not in asked.headers:
            return Answer(401, b"", challenge)
        return Answer(307, b"", {"Location": f"{other.url}/there?key={PASSWORD}"})

    stub = start(answers)
    assert f"redirects to {other.url}/there" in str(refusal(graph, stub.url))
    loop = start(lambda asked: Answer(302, b"", {"Location": asked.path}))
    assert "redirects to /" in str(refusal(graph, loop.url))
    assert len(loop.asked) == 1
    assert other.asked == []
