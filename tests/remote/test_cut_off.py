"""Answers that break off or never end, and servers that speak no HTTP."""

from __future__ import annotations

import itertools
import socket
import threading
import time

import pytest
from conftest import Run

import relgraph
from relgraph import KnowledgeGraph

from .raw_server import Reply, serve_raw
from .refusal import refusal
from .stub_store import Answer, Asked, Start

NO_GRAPH = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def to_writes(*parts: bytes) -> Reply:
    """Answer as a graph store without graphs, and to what is written with ``parts``, before it hangs up."""

    def reply(head: bytes, connection: socket.socket) -> None:
        if head.startswith(b"GET"):
            connection.sendall(NO_GRAPH)
            return
        for part in parts:
            connection.sendall(part)

    return reply


CUT = {
    "in the status": b"HTTP/1.1 20",
    "after the status": b"HTTP/1.1 204 No Content\r\n",
    "in a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "between headers": b"HTTP/1.1 200 OK\r\nServer: none\r\n",
    "in the body": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstored, I th",
    "before the body": b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n",
    "in a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nstored",
    "between chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nstored\r\n",
    "before anything": b"",
}


@pytest.mark.parametrize("place", CUT)
@pytest.mark.parametrize("protocol", ["auto", "graph-store", "update"])
def test_an_answer_that_breaks_off_is_no_success(place: str, protocol: str, graph: KnowledgeGraph) -> None:
    with serve_raw(to_writes(CUT[place])) as url:
        error = refusal(graph, url, protocol=protocol, verify=False)
    assert "connection lost" in str(error) or "does not speak HTTP" in str(error)


@pytest.mark.parametrize(
    "whole",
    [
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstored",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nstored\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nstored",
        b"HTTP/1.0 201 Created\n\nstored",
    ],
)
def test_an_answer_that_is_whole_is_a_success(whole: bytes, graph: KnowledgeGraph) -> None:
    with serve_raw(to_writes(whole)) as url:
        assert relgraph.push(graph, url, verify=False).verified == ""


@pytest.mark.parametrize(
    "garbage", [b"SSH-2.0-OpenSSH_9.0\r\n", b"\x00\xff\x00" * 50 + b"\r\n", b"x" * 100_000]
)
def test_what_speaks_no_http_is_said(garbage: bytes, graph: KnowledgeGraph) -> None:
    with serve_raw(lambda head, connection: connection.sendall(garbage)) as url:
        assert "does not speak HTTP" in str(refusal(graph, url))


def endless(first: list[bytes], then: bytes, done: threading.Event) -> Reply:
    """Answer with ``first``, and ``then`` without an end."""

    def reply(head: bytes, connection: socket.socket) -> None:
        for part in itertools.chain(first, itertools.repeat(then)):
            connection.sendall(part)
            if done.wait(0.05):
                return

    return reply


DRIPS = {
    "headers": ([b"HTTP/1.1 200 OK\r\n", b"X: "], b"x"),
    "a body of known length": ([b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"], b"x"),
    "triples": (
        [b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\nConnection: close\r\n\r\n"], b" ",
    ),
    "chunks": ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"], b"1\r\nx\r\n"),
    "interim answers": ([], b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a refusal": ([b"HTTP/1.1 500 No\r\nContent-Length: 99999999\r\n\r\n"], b"x"),
}  # fmt: skip


@pytest.mark.parametrize("what", DRIPS)
@pytest.mark.parametrize("protocol", ["graph-store", "update", "auto"])
def test_a_server_that_drips_bytes_comes_to_an_end(what: str, protocol: str, graph: KnowledgeGraph) -> None:
    first, then = DRIPS[what]
    done = threading.Event()
    with serve_raw(endless(first, then, done)) as url:
        error = refusal(graph, url, protocol=protocol, timeout=30, max_time=0.4)
        done.set()
    if what == "a refusal":
        assert "the store failed (status 500)" in str(error)
    else:
        assert "not done within 0.4 seconds in all" in str(error)
        assert "--max-time" in error.advice


def test_a_graph_read_back_byte_by_byte_comes_to_an_end(graph: KnowledgeGraph) -> None:
    done = threading.Event()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\nConnection: close\r\n\r\n<urn:"

    def reply(asked: bytes, connection: socket.socket) -> None:
        if asked.startswith(b"GET"):
            endless([head], b"a", done)(asked, connection)
        else:
            connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    with serve_raw(reply) as url:
        error = refusal(graph, url, protocol="graph-store", timeout=30, max_time=1)
        done.set()
    assert "all 3 triples were sent, but they could not be read back" in str(error)
    assert "not done within 1 seconds in all" in str(error)


def test_the_command_takes_both_limits_and_has_one_by_default(run: Run) -> None:
    done = threading.Event()
    with serve_raw(endless([b"HTTP/1.1 200 OK\r\nX: "], b"x", done)) as url:
        given = run("push", url, "--timeout", "60", "--max-time", "0.5", timeout=60)
        began = time.monotonic()
        default = run("push", url, "--data-only", "--timeout", "0.2", timeout=60)
        done.set()
    assert time.monotonic() - began < 50
    for result, limit in ((given, "0.5"), (default, "2.0")):
        assert (result.returncode, result.stdout) == (2, b"")
        first, advice = result.stderr.decode().splitlines()
        assert first.startswith(f"relgraph: {url}: stopped, not done within {limit}")
        assert "--max-time" in advice


@pytest.mark.parametrize("option", ["timeout", "max_time"])
@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), 1e30])
def test_a_limit_that_is_none_is_refused(option: str, value: float, graph: KnowledgeGraph) -> None:
    assert f"invalid {option}" in str(refusal(graph, "http://127.0.0.1:1/", **{option: value}))


def test_a_store_that_only_takes_its_time_is_waited_for(graph: KnowledgeGraph, start: Start) -> None:
    def slow(asked: Asked) -> Answer:
        time.sleep(0.3)
        return Answer(404 if asked.method == "GET" else 204)

    assert relgraph.push(graph, start(slow).url, timeout=30, max_time=60, verify=False).triples == 3
