"""Stores that are busy and say when to ask again."""

from __future__ import annotations

import logging
import time
from email.utils import formatdate

import pytest
from conftest import Read, Run

import relgraph
from relgraph import KnowledgeGraph
from relgraph.remote.waiting import seconds_to_wait

from .refusal import refusal
from .stub_store import Answer, Answers, Asked, Start, counted, graph_store, update_store

NOW = "Tue, 05 Aug 2031 10:00:00 GMT"


def busy(then: Answers, *, times: int, headers: dict[str, str], status: int = 503, method: str = "") -> Answers:
    """Answer to the first requests by this method that the store is busy, afterwards as ``then`` does."""
    seen: list[Asked] = []

    def answers(asked: Asked) -> Answer | None:
        if method in ("", asked.method) and len(seen) < times:
            seen.append(asked)
            return Answer(status, b"compacting", headers)
        return then(asked)

    return answers


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": " 7 "}, 7),
        ({"Retry-After": "Tue, 05 Aug 2031 10:00:09 GMT", "Date": NOW}, 9),
        ({"Retry-After": "Tuesday, 05-Aug-31 10:01:00 GMT", "Date": NOW}, 60),
        ({"Retry-After": "Tue Aug  5 10:00:30 2031", "Date": NOW}, 30),
        ({"Retry-After": "Mon, 04 Aug 2031 10:00:00 GMT", "Date": NOW}, 1),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "\u0663"}, None),
        ({"Retry-After": "Tue, 99 Aug 2031 10:00:00 GMT"}, None),
        ({"Retry-After": ""}, None),
        ({}, None),
    ],
)
def test_seconds_and_dates_are_read(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_to_wait(503, headers) == seconds
    assert seconds_to_wait(429, headers) == seconds
    assert seconds_to_wait(500, headers) is None
    assert seconds_to_wait(200, headers) is None


def test_a_date_is_read_against_the_clock_where_the_store_names_no_time() -> None:
    asked = seconds_to_wait(503, {"Retry-After": formatdate(time.time() + 100, usegmt=True)})
    assert asked is not None
    assert 0 < asked <= 101


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_busy_store_is_asked_again(
    status: int, method: str, graph: KnowledgeGraph, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    store = graph_store(relgraph.export(graph, "ntriples"))
    stub = start(busy(store, times=1, headers={"Retry-After": "1"}, status=status, method=method))
    began = time.monotonic()
    with caplog.at_level(logging.WARNING):
        assert relgraph.push(graph, stub.url).verified == "contained"
    assert time.monotonic() - began >= 1
    assert [asked.method for asked in stub.asked].count(method) == {"GET": 3, "POST": 2}[method]
    assert f"the store is busy (status {status}); waiting as it asks (Retry-After: 1)" in caplog.text


def test_updates_and_replacements_are_sent_again(graph: KnowledgeGraph, start: Start, read: Read) -> None:
    content = relgraph.export(graph, "ntriples")
    headers = {"Retry-After": "0"}
    stub = start(busy(update_store(counted(3), content), times=2, headers=headers, method="POST"))
    assert relgraph.push(graph, stub.url, protocol="update", replace=True).verified == "equal"
    blank = read("<a> rdfs:seeAlso [ rdfs:label 'one' ] .")
    stub = start(busy(graph_store(), times=1, headers=headers, method="PUT"))
    assert relgraph.push(blank, stub.url, replace=True, verify=False).triples == 2
    assert [asked.method for asked in stub.asked] == ["GET", "PUT", "PUT"]


@pytest.mark.parametrize("protocol", ["graph-store", "update"])
def test_what_would_be_added_twice_is_not_sent_again(protocol: str, read: Read, start: Start) -> None:
    blank = read("<a> rdfs:seeAlso [ rdfs:label 'one' ] , [ rdfs:label 'two' ] .")
    said = []

    def answers(asked: Asked) -> Answer:
        said.append(asked)
        return Answer() if len(said) == 1 else Answer(503, b"", {"Retry-After": "1"})

    error = refusal(blank, start(answers).url, replace=True, batch=2, protocol=protocol, verify=False)
    assert len(said) == 2
    assert "busy (status 503) (after 2 of 4 triples were sent)" in str(error)
    assert "--replace" in error.advice


def test_a_wait_longer_than_there_is_time_is_not_begun(graph: KnowledgeGraph, start: Start, run: Run) -> None:
    stub = start(lambda asked: Answer(503, b"compacting", {"Retry-After": "7200"}))
    began = time.monotonic()
    error = refusal(graph, stub.url, max_time=30)
    assert time.monotonic() - began < 20
    assert str(error).endswith("the store is busy (status 503): compacting")
    assert error.advice == "try again later, as it asks (Retry-After: 7200)"
    assert len(stub.asked) == 1
    result = run("push", stub.url)
    assert result.returncode == 2
    assert result.stderr.decode().splitlines()[1] == f"  {error.advice}"


def test_a_store_that_stays_busy_is_given_up_in_time(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(lambda asked: Answer(429, b"", {"Retry-After": "0"}))
    assert "busy (status 429)" in str(refusal(graph, stub.url, max_time=2.5))
    assert 2 <= len(stub.asked) <= 3


def test_without_a_word_on_when_a_busy_store_is_not_asked_again(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(lambda asked: Answer(503))
    error = refusal(graph, stub.url)
    assert error.advice == "try again later"
    assert len(stub.asked) == 1
