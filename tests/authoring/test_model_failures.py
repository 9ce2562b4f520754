"""Models that answer badly, slowly, in pieces, too much or not at all; keys stay where they belong."""

from __future__ import annotations

import itertools
import json
import logging
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from patience import PATIENCE
from remote.raw_server import serve_raw
from remote.stub_store import Answer, Asked, Start

from relgraph.errors import ModelError

from .chat_server import CONDEMNED, KEY, MET, ROWS, TEXT, acts, draft, said

LIST = json.dumps([MET, CONDEMNED])


def failure(url: str, **options: Any) -> ModelError:
    """Return the error of a draft, once it is sure that the key is neither in it nor in what it came from."""
    with pytest.raises(ModelError) as caught:
        draft(url, **options)
    error: BaseException | None = caught.value
    while error is not None:
        for text in (str(error), repr(error), repr(vars(error))):
            assert KEY not in text
        error = error.__cause__ or error.__context__
    return caught.value


BAD: dict[str, tuple[Answer, str]] = {
    "500": (
        Answer(500, b"<html><b>out of memory</b></html>"),
        "failed (model small, status 500): out of memory",
    ),
    "401": (Answer(401, b'{"error": {"message": "no key"}}'), "asks for a key, or refuses"),
    "403": (Answer(403), "denies access"),
    "404": (Answer(404, b'{"error": "model not found"}'), "(model small, status 404): model not found"),
    "400": (Answer(400, b"[" * 100_000), "refuses the request (model small, status 400)"),
    "204": (Answer(204), "refuses the request"),
    "not JSON": (Answer(200, b"<html>welcome</html>"), "is no JSON"),
    "nested": (Answer(200, b"[" * 100_000), "is no JSON"),
    "not UTF-8": (Answer(200, b'{"choices": "\xff"}'), "is no JSON"),
    "another shape": (Answer(200, b'{"models": []}'), "has no choices"),
    "a list": (Answer(200, b"[1, 2]"), "has no choices"),
    "no choice": (Answer(200, b'{"choices": []}'), "has no choices"),
    "no message": (Answer(200, b'{"choices": [{"text": "hello"}]}'), "has no choices"),
    "odd message": (Answer(200, b'{"choices": [{"message": "hello"}]}'), "has no choices"),
    "empty": (said("  \n"), "the answer is empty"),
    "null": (said(None), "the answer is empty"),
    "cut off": (said(LIST, choice={"finish_reason": "length"}), "is cut off"),
    "filtered": (said("", choice={"finish_reason": "content_filter"}), "the model refuses: filtered"),
    "refusal": (
        said(None, choice={"message": {"content": None, "refusal": "I may not."}}),
        "refuses: I may not.",
    ),
    "words": (said("I am sorry, I cannot help."), "has no acts that can be read: 'I am sorry, I cannot help.'"),
    "no rows": (said("[1, null]"), "has no acts that can be read"),
    "odd rows": (said(json.dumps({"acts": [MET, 7]})), "has no acts that can be read"),
    "other JSON": (said('{"mood": "fine"}'), "has no acts that can be read"),
    "half JSON": (said(LIST[:-20]), "has no acts that can be read"),
    "deep JSON": (said("[" * 100_000), "has no acts that can be read"),
    "garbage": (
        acts({"actor": "x", "relation": "y", "quote": "z"}, {}),
        "nothing that small proposes can be kept",
    ),
    "short context": (said(LIST, usage={"prompt_tokens": 100}), "has read 100 tokens of a request of"),
    "too much": (Answer(200, b" " * (5 << 20)), "answers with more than 4 MiB"),
    "busy": (Answer(429, b"", {}), "is busy (model small, status 429)"),
    "busy for years": (Answer(503, b"", {"Retry-After": "99999999"}), "is busy"),
    "elsewhere": (
        Answer(302, b"", {"Location": "http://127.0.0.1:9/v1?key=1"}),
        "redirects to http://127.0.0.1:9/v1",
    ),
}


@pytest.mark.parametrize("how", sorted(BAD))
def test_a_bad_answer_is_an_error_that_says_what_is_wrong(how: str, start: Start) -> None:
    answer, expected = BAD[how]
    error = failure(start(lambda asked: answer).url)
    assert expected in str(error)
    assert error.advice
    assert "\n" not in str(error)


@pytest.mark.parametrize("how", ["500", "cut off", "garbage", "words"])
def test_a_bad_answer_leaves_no_file(how: str, start: Start, run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    stub = start(lambda asked: BAD[how][0])
    done = run("draft", "report.txt", "-o", "desk", "--model", stub.url, "small", "--refused", "no.csv")
    assert done.returncode == 2
    assert done.stderr.startswith(b"relgraph: ")
    assert b"Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt"]


CUT = {
    "before anything": b"",
    "in a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "in the body": b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"choices": [',
    "in a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{",
    "between chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    "no HTTP": b"SSH-2.0-server\r\n",
}


@pytest.mark.parametrize("place", sorted(CUT))
def test_an_answer_that_breaks_off_is_none(place: str) -> None:
    with serve_raw(lambda head, connection: connection.sendall(CUT[place])) as url:
        error = failure(url)
    assert "connection lost" in str(error) or "does not speak HTTP" in str(error)
    assert "store" not in error.advice


def test_an_answer_in_pieces_is_read_whole() -> None:
    pieces = acts(*ROWS).body

    def reply(head: bytes, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
        for piece in pieces:
            connection.sendall(b"1\r\n%c\r\n" % piece)
        connection.sendall(b"0\r\n\r\n")

    with serve_raw(reply) as url:
        assert len(draft(url).acts) == len(ROWS)


def test_no_answer_is_waited_for_no_longer_than_is_told(start: Start, run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    done = threading.Event()
    slow = start(lambda asked: Answer(404) if done.wait(PATIENCE) else None)
    try:
        ended = run("draft", "report.txt", "-o", "desk", "--model", slow.url, "small", "--timeout", "0.2")
    finally:
        done.set()
    assert ended.returncode == 2
    assert b"no answer within 0.2 seconds" in ended.stderr
    assert not (tmp_path / "desk").exists()


def test_an_answer_without_an_end_is_given_up() -> None:
    stopped = threading.Event()

    def reply(head: bytes, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in itertools.count():
            if stopped.wait(0.01):
                return
            connection.sendall(b"1\r\n \r\n")

    with serve_raw(reply) as url:
        error = failure(url, max_time=0.5)
        stopped.set()
    assert "not done within 0.5 seconds in all" in str(error)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_model_is_asked_again_when_it_says(
    status: int, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([Answer(status, b"", {"Retry-After": "1"}), acts(*ROWS)])
    stub = start(lambda asked: next(answers))
    with caplog.at_level(logging.WARNING):
        assert len(draft(stub.url).acts) == len(ROWS)
    assert len(stub.asked) == 2
    assert stub.asked[0].body == stub.asked[1].body
    assert "waiting as it asks (Retry-After: 1)" in caplog.text


def echo(asked: Asked) -> str:
    return f"{asked.headers} {KEY} {asked.path}"


ECHOES: dict[str, Callable[[Asked], Answer]] = {
    "in a refusal": lambda asked: Answer(401, echo(asked).encode()),
    "in JSON": lambda asked: Answer(400, json.dumps({"error": {"message": echo(asked)}}).encode()),
    "in an answer": lambda asked: said(echo(asked)),
    "in a refusal of the model": lambda asked: said(None, choice={"message": {"refusal": echo(asked)}}),
    "in a location": lambda asked: Answer(307, b"", {"Location": f"http://127.0.0.1:9/{KEY}?{KEY}"}),
    "in a wait": lambda asked: Answer(503, echo(asked).encode(), {"Retry-After": f"9999999999 {KEY}"}),
}


@pytest.mark.parametrize("where", sorted(ECHOES))
def test_a_key_that_is_repeated_is_not_shown(
    where: str, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("RELGRAPH_MODEL_KEY", KEY)
    stub = start(ECHOES[where])
    with caplog.at_level(logging.DEBUG):
        failure(f"{stub.url}/v1?token=open-sesame")
    assert stub.asked[0].headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in caplog.text


def test_a_key_gets_into_no_file(
    start: Start, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELGRAPH_MODEL_KEY", KEY)
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    stub = start(lambda asked: acts({**MET, "object": KEY}, {**MET, "actor": echo(asked)}))
    done = run("draft", "report.txt", "-o", "desk", "--model", stub.url, "small", "--refused", "no.csv")
    assert done.returncode == 0, done.stderr
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 4
    assert not [content for content in (*written, done.stderr, done.stdout) if KEY.encode() in content]


def test_a_key_does_not_follow_a_redirect(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELGRAPH_MODEL_KEY", KEY)
    other = start(lambda asked: acts(*ROWS))
    for status in (301, 302, 303, 307, 308):
        stub = start(lambda asked, status=status: Answer(status, b"", {"Location": other.url}))  # type: ignore[misc]
        assert "redirects are not followed" in failure(stub.url).advice
    assert other.asked == []


@pytest.mark.parametrize(
    ("url", "key", "expected"),
    [
        ("http://192.0.2.1/v1", KEY, "over plain http"),
        ("http://example.org/v1", KEY, "over plain http"),
        ("https://example.org/v1", f"{KEY}\n", "RELGRAPH_MODEL_KEY has a character in it"),
        ("https://example.org/v1", f"{KEY}\u00e9", "RELGRAPH_MODEL_KEY has a character in it"),
        (f"https://ali:{KEY}@example.org/v1", "", "contains a user name or password"),
        (f"localhost:11434/v1?{KEY}", "", "is not the address of a model"),
        ("ftp://example.org/v1", "", "is not the address of a model"),
        ("https://example.org:port/v1", "", "is not the address of a model"),
        ("http://no-such-host.invalid/v1", "", "unknown host no-such-host.invalid"),
        ("http://127.0.0.1:1/v1", "", "connection refused"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_sent(
    url: str, key: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELGRAPH_MODEL_KEY", key)
    assert expected in str(failure(url))


def test_what_stands_in_netrc_and_proxies_is_not_used(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login ali password open-sesame\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    proxy, stub = start(lambda asked: acts(*ROWS)), start(lambda asked: acts(*ROWS))
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    assert len(draft(stub.url).acts) == len(ROWS)
    assert proxy.asked == []
    assert "Authorization" not in stub.asked[0].headers
