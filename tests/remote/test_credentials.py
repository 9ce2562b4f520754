"""Credentials: where they go, and where they do not show."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from conftest import Run

import relgraph
from relgraph import KnowledgeGraph
from relgraph.remote.credentials import Secrets

from .refusal import BASIC, PASSWORD, refusal
from .stub_store import Answer, Asked, Start, graph_store


def test_the_user_goes_only_where_the_address_says(
    graph: KnowledgeGraph, start: Start, user: None, caplog: pytest.LogCaptureFixture
) -> None:
    challenge = {"WWW-Authenticate": 'Basic realm="r"'}

    def answers(asked: Asked) -> Answer:
        if asked.method == "GET":
            return Answer(400)
        return (
            Answer(204)
            if asked.headers.get("Authorization") == f"Basic {BASIC}"
            else Answer(401, b"", challenge)
        )

    stub, other = start(answers), start(lambda asked: Answer(401, b"", challenge))
    with caplog.at_level(logging.DEBUG):
        assert relgraph.push(graph, stub.url, verify=False).triples == 3
        assert "asks for a user" in str(refusal(graph, stub.url, query_url=other.url))
    assert not any("Authorization" in asked.headers for asked in other.asked)
    assert PASSWORD not in caplog.text
    assert BASIC not in caplog.text
    assert "warning" not in caplog.text  # the loopback interface is no place to read along


def test_a_secret_that_the_store_repeats_is_not_shown(
    graph: KnowledgeGraph, start: Start, user: None, run: Run
) -> None:
    def answers(asked: Asked) -> Answer:
        sent = asked.headers.get("Authorization", "")
        if not sent:
            return Answer(401, b"", {"WWW-Authenticate": "Basic"})
        return Answer(400 if asked.method == "GET" else 418, f"sent {sent} {PASSWORD}".encode())

    stub = start(answers)
    assert "sent Basic *** ***" in str(refusal(graph, stub.url, verify=False))
    result = run("push", stub.url)
    assert result.returncode == 2
    assert PASSWORD.encode() not in result.stdout + result.stderr
    assert BASIC.encode() not in result.stdout + result.stderr
    assert b"Traceback" not in result.stderr


def test_a_key_that_the_store_repeats_is_not_shown(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(
        lambda asked: Answer(400, f"bad {asked.path}".encode()) if asked.method != "GET" else Answer(404)
    )
    error = refusal(graph, stub.url + "/store?apikey=KEYKEY", protocol="graph-store")
    assert "KEYKEY" not in str(error)


def test_a_secret_that_is_part_of_another_leaves_nothing_of_it() -> None:
    secrets = Secrets("https://example.org/store?a=4&b=47&c=471")
    secrets.add_user("ali", "4711")
    assert secrets.hide("with 4711, 471 or 47") == "with ***, *** or ***"


def test_half_a_user_is_none(graph: KnowledgeGraph, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = start(lambda asked: Answer(401, b"", {"WWW-Authenticate": "Basic"}))
    monkeypatch.setenv("RELGRAPH_USER", "ali")
    assert str(refusal(graph, stub.url)) == "RELGRAPH_USER is set, and RELGRAPH_PASSWORD is not"
    monkeypatch.delenv("RELGRAPH_USER")
    monkeypatch.setenv("RELGRAPH_PASSWORD", PASSWORD)
    assert str(refusal(graph, stub.url)) == "RELGRAPH_PASSWORD is set, and RELGRAPH_USER is not"


def test_a_user_that_no_header_can_carry(
    graph: KnowledgeGraph, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge = Answer(401, b"", {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'})
    for name, says in (("\u6771", "cannot be sent"), ("a\nb", "control character")):
        monkeypatch.setenv("RELGRAPH_USER", name)
        monkeypatch.setenv("RELGRAPH_PASSWORD", PASSWORD)
        assert says in str(refusal(graph, start(lambda asked: challenge).url))


def test_a_password_in_the_open_is_warned_of(
    graph: KnowledgeGraph,
    start: Start,
    user: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # A proxy stands for the network: the address is another machine's.
    proxy = start(lambda asked: Answer(401, b"", {"WWW-Authenticate": "Basic"}))
    monkeypatch.setenv("http_proxy", proxy.url)
    assert "wrong user name or password" in str(refusal(graph, "http://store.example/update"))
    assert "the password goes to http://store.example/update over plain http" in caplog.text
    assert PASSWORD not in caplog.text


def test_netrc_is_read_per_host_and_not_sent_unasked(
    graph: KnowledgeGraph, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login ali password {PASSWORD}\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    stub = start(graph_store())
    relgraph.push(graph, stub.url, verify=False)
    assert not any("Authorization" in asked.headers for asked in stub.asked)
    stub = start(lambda asked: Answer(401, b"", {"WWW-Authenticate": "Basic"}))
    assert "wrong user name or password" in str(refusal(graph, stub.url))
    assert [asked.headers.get("Authorization") for asked in stub.asked] == [None, f"Basic {BASIC}"]
