"""Responses that are wrong: pages, broken RDF, headers that nobody understands."""

from __future__ import annotations

import pytest

from relgraph import KnowledgeGraph

from .refusal import refusal
from .stub_store import TRIPLES, Answer, Asked, Start


def test_a_page_is_no_graph_store_and_is_not_dumped(graph: KnowledgeGraph, start: Start) -> None:
    page = (
        b"<!DOCTYPE html><html><head><title>T</title><script>let a = 1 < 2</script></head>"
        b"<body><h1>Not &amp; here</h1>" + b"<p>more</p>" * 5000 + b"</body></html>"
    )
    stub = start(
        lambda asked: Answer(404 if asked.method == "POST" else 200, page, {"Content-Type": "text/html"})
    )
    error = refusal(graph, stub.url)
    assert "status 404" in str(error)
    assert ": Not & here more more" in str(error)
    assert "<" not in str(error)
    assert "let a" not in str(error)
    assert len(str(error)) < 500


def test_what_a_store_says_is_cleaned_and_cut(graph: KnowledgeGraph, start: Start) -> None:
    said = "no\x1b[2J such \u202egraph\n" + "x" * 500
    error = refusal(graph, start(lambda asked: Answer(422, said.encode())).url, protocol="graph-store")
    assert str(error).partition("(status 422): ")[2] == "no\ufffd[2J such graph " + "x" * 181 + "…"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(200, b"<html>", {"Content-Type": "text/html; charset=utf-8"}), "RDF expected, got text/html"),
        (Answer(200, b"", {}), "RDF expected, got a response without Content-Type"),
        (Answer(200, b"<a <b", {"Content-Type": TRIPLES}), "the response is malformed N-Triples"),
        (Answer(200, b"<a:", {"Content-Type": TRIPLES, "Content-Length": "900"}), "connection lost"),
        (Answer(302, b"", {"Location": "/login"}), "redirects to /login"),
        (Answer(500, b"oops", {}), "status 500): oops"),
    ],
)
def test_what_is_read_back_must_be_rdf(answer: Answer, says: str, graph: KnowledgeGraph, start: Start) -> None:
    def answers(asked: Asked) -> Answer | None:
        if asked.method == "POST":
            return Answer()
        if "no-such-graph" in asked.path:
            return Answer(404)
        # What is shorter than it says it is ends with the connection.
        return Answer(answer.status, answer.body, {**answer.headers, "Connection": "close"})

    assert says in str(refusal(graph, start(answers).url))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            Answer(302, b"", {"Location": "http://[::1"}),
            "cannot be sent, or the response has malformed headers",
        ),
        (
            Answer(401, b"", {"WWW-Authenticate": "Digest foo"}),
            "cannot be sent, or the response has malformed headers",
        ),
        (Answer(200, b'<urn:a> <urn:b> "' + b"x" * 20_000_000, {"Content-Type": TRIPLES}), "16 MiB"),
    ],
)
def test_odd_answers_are_one_line(
    answer: Answer, says: str, graph: KnowledgeGraph, start: Start, user: None
) -> None:
    assert says in str(refusal(graph, start(lambda asked: answer).url))
