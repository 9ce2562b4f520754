"""Addresses: which are refused, and what of them is shown."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from conftest import Run

from relgraph import KnowledgeGraph

from .refusal import PASSWORD, refusal
from .stub_store import Answer, Start


@pytest.mark.parametrize(
    "url",
    [
        "", "localhost:7878/store", "/store", "ftp://localhost/store", "file:///store", "javascript:alert(1)",
        "http://", "http:///store", "http://[::1/store", "http://localhost:port/", "http://local host/",
        "http://localhost/a\nb",
    ],
)  # fmt: skip
def test_only_http_addresses(url: str, graph: KnowledgeGraph) -> None:
    error = refusal(graph, url)
    assert "is not the address of a store" in str(error)
    assert "http" in error.advice
    assert "is not the address" in str(refusal(graph, "http://127.0.0.1:1/update", query_url=url))


@pytest.mark.parametrize(
    "url", [f"http://ali:{PASSWORD}@localhost/", f"http://{PASSWORD}@localhost/", f"http:/ali:{PASSWORD}@[/"]
)
def test_a_password_in_the_address_is_refused_and_not_shown(url: str, graph: KnowledgeGraph, run: Run) -> None:
    assert "contains a user name or password" in str(refusal(graph, url))
    result = run("push", url)
    assert result.returncode == 2
    assert PASSWORD.encode() not in result.stdout + result.stderr
    assert b"RELGRAPH_PASSWORD" in result.stderr


@pytest.mark.parametrize("query", ["default", "graph=urn:a", "graph-uri=urn:a"])
def test_the_graph_is_not_named_in_the_address(query: str, graph: KnowledgeGraph) -> None:
    assert "--graph" in refusal(graph, f"http://localhost/store?{query}").advice


def test_a_key_in_the_address_is_sent_and_not_shown(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(lambda asked: Answer(404))
    error = refusal(graph, f"{stub.url}/store?key={PASSWORD}", protocol="graph-store")
    assert f"{stub.url}/store, default graph" in str(error)
    assert {urlsplit(asked.path).query for asked in stub.asked} == {f"key={PASSWORD}&default"}


@pytest.mark.parametrize("iri", ["graph", "", "https://example.org/a b", "urn:x> } ; DROP ALL #"])
def test_a_graph_has_an_absolute_iri(iri: str, graph: KnowledgeGraph) -> None:
    assert "is not the IRI of a graph" in str(refusal(graph, "http://127.0.0.1:1/", graph_iri=iri))
