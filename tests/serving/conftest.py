"""A server of a graph, and how it is asked."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import pytest

from relgraph import KnowledgeGraph
from relgraph.serving import GraphServer, Limits

LIMITS = Limits(timeout=60, memory=2**30, max_rows=100_000)
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@contextmanager
def served(graph: KnowledgeGraph, limits: Limits = LIMITS) -> Iterator[GraphServer]:
    """Serve a graph while the block runs."""
    with GraphServer(graph, limits) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def type(self) -> str:
        return self.headers.get_content_type()

    @property
    def text(self) -> str:
        return self.body.decode()

    def rows(self) -> list[list[str]]:
        """The rows of SPARQL JSON, each as the values of its variables."""
        told = json.loads(self.body)
        return [
            [row[name]["value"] if name in row else "" for name in told["head"]["vars"]]
            for row in told["results"]["bindings"]
        ]


def ask(
    server: GraphServer,
    path: str = "/query",
    body: bytes | None = None,
    *,
    method: str = "",
    headers: Mapping[str, str | None] = MappingProxyType({}),
) -> Answer:
    """Ask as a program of this machine does; a header that is ``None`` is left out."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    told: dict[str, str | None] = {"Host": f"127.0.0.1:{server.port}"}
    if body is not None:
        told["Content-Length"] = str(len(body))
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(
        method or ("GET" if body is None else "POST"), path, skip_host=True, skip_accept_encoding=True
    )
    for name, value in told.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(body)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def get(server: GraphServer, query: str, accept: str | None = None, **more: Any) -> Answer:
    """Ask a query by its address."""
    return ask(server, "/query?" + urlencode({"query": query, **more}, doseq=True), headers={"Accept": accept})


def post(server: GraphServer, query: str, accept: str | None = None, **more: Any) -> Answer:
    """Ask a query by a form."""
    body = urlencode({"query": query, **more}, doseq=True).encode()
    return ask(server, body=body, headers={"Content-Type": FORM, "Accept": accept})


def post_direct(server: GraphServer, query: str, accept: str | None = None, **more: Any) -> Answer:
    """Ask a query by its text alone."""
    path = "/query" + ("?" + urlencode(more, doseq=True) if more else "")
    return ask(server, path, query.encode(), headers={"Content-Type": QUERY, "Accept": accept})


@pytest.fixture(scope="module")
def server(meeting: KnowledgeGraph) -> Iterator[GraphServer]:
    """A server of the bundled graph."""
    with served(meeting) as server:
        yield server
