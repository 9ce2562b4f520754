"""Query endpoints: whole answers or errors in words, whatever answers."""

from __future__ import annotations

import gzip
import logging
import socket
import zlib
from contextlib import suppress

import pyoxigraph as ox
import pytest
from conftest import Run

from relgraph.errors import QueryError, RelgraphError, StoreError
from relgraph.remote.query_endpoint import QueryEndpoint

from .raw_server import Reply, serve_raw
from .refusal import BASIC, PASSWORD
from .sparql_server import JSON, XML, engine, http, query_of, results
from .stub_store import Answer, Start

PAIRS = "SELECT DISTINCT ?s ?o WHERE { ?s <urn:p> ?o }"
URI: dict[str, object] = {"type": "uri", "value": "urn:a"}
ROW: dict[str, object] = {"s": URI, "o": URI}
WHOLE = results(*[ROW] * 3)


def links(number: int) -> str:
    return "".join(
        f"<urn:s{place % 7}> <urn:p> <urn:o{place}> ; <urn:q> 'x{place}'@en .\n" for place in range(number)
    )


def sent(*parts: bytes) -> Reply:
    def reply(head: bytes, connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)

    return reply


def failure(url: str, text: str = PAIRS, **options: object) -> RelgraphError:
    endpoint = QueryEndpoint(url, **{"timeout": 20, "max_time": 1, **options})  # type: ignore[arg-type]
    with pytest.raises(RelgraphError) as caught:
        list(endpoint.rows(text))
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize("format", [JSON, XML])
@pytest.mark.parametrize("most", [None, 1, 7, 30, 60])
def test_rows_are_whole_whatever_the_limit(most: int | None, format: str, start: Start) -> None:
    stub = start(engine(links(60), most=most, format=format))
    found = {(str(s), str(o)) for s, o in QueryEndpoint(stub.url).rows(PAIRS)}
    assert found == {(f"<urn:s{number % 7}>", f"<urn:o{number}>") for number in range(60)}


def test_what_was_asked_for_comes_in_its_columns_whatever_their_order(start: Start) -> None:
    stub = start(lambda asked: Answer(200, results({"s": URI}, names=("o", "s")), {"Content-Type": JSON}))
    with QueryEndpoint(stub.url).select(PAIRS) as answer:
        assert list(answer.rows(["s", "o"])) == [(ox.NamedNode("urn:a"), None)]


def test_labels_of_blank_nodes_may_be_any_text(start: Start) -> None:
    odd = {"type": "bnode", "value": "nodeID://b10"}
    body = results(
        {"s": odd, "o": {"type": "literal", "value": '"type": "bnode", "value": "nodeID://b10"'}},
        {"s": odd, "o": odd},
    )
    stub = start(lambda asked: Answer(200, body, {"Content-Type": JSON}))
    with QueryEndpoint(stub.url).select(PAIRS) as answer:
        (first, text), (second, third) = answer.rows(["s", "o"])
    assert first == second == third
    assert isinstance(first, ox.BlankNode)
    assert isinstance(text, ox.Literal)
    assert text.value == '"type": "bnode", "value": "nodeID://b10"'


def test_values_come_in_the_form_in_which_files_are_read(start: Start) -> None:
    true = {"type": "typed-literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"}
    stub = start(lambda asked: Answer(200, results({"s": URI, "o": true}), {"Content-Type": JSON}))
    with QueryEndpoint(stub.url).select(PAIRS) as answer:
        assert list(answer.rows(["s", "o"])) == [(ox.NamedNode("urn:a"), ox.Literal(True))]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (engine(links(9), most=4, lie=lambda query, number: number + 1), "only 9 of 10 rows come in pages"),
        (engine(links(9), most=4, lie=lambda query, number: 5), "do not fit together"),
        (engine(links(9), lie=lambda query, number: 8), "9 rows answered, 8 counted"),
        (engine(links(9), most=4, pages=False), "a row of one page comes in another again"),
        (engine("_:a <urn:p> 1, 2, 3 .", most=2), "blank nodes, which cannot be told apart"),
    ],
)
def test_a_limit_that_cannot_be_got_around_is_an_error(answers: object, words: str, start: Start) -> None:
    assert words in str(failure(start(answers).url, max_time=60))  # type: ignore[arg-type]


OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n" % JSON.encode()
XML_HEAD = b"<sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable name='s'/></head><results>"
PAGE = b"<html><head><title>x</title></head><body>Sign in</body></html>"
LATIN = WHOLE.replace(b"urn:a", b"urn:\xe9")
TWICE = gzip.compress(gzip.compress(WHOLE))

BROKEN = {
    "cut in the rows": (http(WHOLE[:-40]), "malformed or breaks off"),
    "cut at its end": (http(WHOLE[:-1]), "malformed or breaks off"),
    "shorter than it says": (http(WHOLE, length=len(WHOLE) + 9), "connection lost"),
    "nothing": (http(b""), "malformed or breaks off"),
    "hung up": (b"", "connection lost"),
    "a chunk that breaks off": (OPEN + b"Transfer-Encoding: chunked\r\n\r\n400\r\n{", "connection lost"),
    "XML without its end": (http(XML_HEAD, XML), "malformed or breaks off"),
    "garbage": (http(b"\x00\xff\x1b[31m" * 40), "malformed or breaks off"),
    "another charset": (http(LATIN, f"{JSON}; charset=latin-1"), "malformed or breaks off"),
    "HTML": (http(PAGE, "text/html"), "SPARQL results expected, got text/html: Sign in"),
    "HTML that says it is JSON": (http(PAGE), "malformed or breaks off"),
    "no type": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "an answer without Content-Type"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.0\r\n", "does not speak HTTP"),
    "other columns": (http(results({"x": URI}, names=("x",))), "other columns (x) than were asked for (s, o)"),
    "a column too many": (http(results(ROW, names=("s", "o", "x"))), "other columns (s, o, x)"),
    "yes": (http(b'{"head": {}, "boolean": true}'), "other columns (yes or no)"),
    "a part": (http(WHOLE).replace(b"200 OK", b"206 Partial Content"), "answers a part"),
    "a part of Virtuoso": (http(WHOLE, JSON, "X-SQL-State: S1TAT"), "answers a part"),
    "no gzip": (http(WHOLE, JSON, "Content-Encoding: gzip"), "cannot be unpacked"),
    "packed twice": (http(TWICE, JSON, "Content-Encoding: gzip, gzip"), "packed more than once"),
}


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_a_broken_answer_is_said(kind: str) -> None:
    answer, words = BROKEN[kind]
    with serve_raw(sent(answer)) as url:
        error = failure(url)
    assert words in str(error)
    assert str(error).isprintable()


def test_an_answer_that_swells_or_never_ends_is_stopped() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 2**20) for _ in range(64)) + packer.flush()
    with serve_raw(sent(http(bomb, JSON, "Content-Encoding: gzip"))) as url:
        assert "more than 1,000,000 bytes" in str(failure(url, max_time=60, max_bytes=10**6))

    def endless(head: bytes, connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n".encode())
        with suppress(OSError):
            while True:
                connection.sendall(b" " * 2**16)

    with serve_raw(endless) as url:
        assert "more than 1,000,000 bytes" in str(failure(url, max_time=60, max_bytes=10**6))


def test_an_answer_that_drips_is_stopped_when_the_time_is_over() -> None:
    def drip(head: bytes, connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n".encode())
        connection.settimeout(0.05)
        with suppress(OSError):
            while True:
                connection.sendall(b" ")
                with suppress(TimeoutError):
                    connection.recv(1)

    with serve_raw(drip) as url:
        assert "not done within 1 seconds in all" in str(failure(url))


def test_what_is_lost_once_is_asked_again(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    honest, lost = engine(links(3)), [None]
    stub = start(lambda asked: lost.pop() if lost else honest(asked))
    with caplog.at_level(logging.WARNING):
        assert len(list(QueryEndpoint(stub.url).rows(PAIRS))) == 3
    assert "connection lost; asked again after 1 seconds" in caplog.text


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("headers", [{}, {"Retry-After": "1"}])
def test_a_busy_endpoint_is_asked_again(status: int, headers: dict[str, str], start: Start) -> None:
    honest, busy = engine(links(3)), [Answer(status, b"busy", headers)]
    stub = start(lambda asked: busy.pop() if busy else honest(asked))
    assert len(list(QueryEndpoint(stub.url).rows(PAIRS))) == 3
    always = start(lambda asked: Answer(status, b"compacting", headers))
    assert "is busy" in str(failure(always.url))


def test_an_endpoint_that_asks_for_more_time_than_there_is_is_not_asked_again(start: Start) -> None:
    asked: list[object] = []

    def busy(request: object) -> Answer:
        asked.append(request)
        return Answer(429, b"", {"Retry-After": "99999"})

    assert "Retry-After: 99999" in str(failure(start(busy).url, max_time=60).advice)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (400, b"Virtuoso Error: no\n\nSPARQL query:\nSELECT", QueryError, "(status 400): Virtuoso Error: no"),
        (403, b"", StoreError, "access denied (status 403)"),
        (404, b"", StoreError, "there is no SPARQL endpoint (status 404)"),
        (414, b"", StoreError, "too long"),
        (500, b"<html><h1>Out of memory</h1></html>", StoreError, "failed (status 500): Out of memory"),
        (501, b"no\x1b[31m aggregates", StoreError, "failed (status 501): no\ufffd[31m aggregates"),
    ],
)  # fmt: skip
def test_a_refusal_has_the_words_of_the_engine(
    status: int, body: bytes, kind: type[RelgraphError], words: str, start: Start
) -> None:
    error = failure(start(lambda asked: Answer(status, body)).url)
    assert type(error) is kind
    assert str(error).endswith(words) or f"{words} " in str(error)


@pytest.mark.usefixtures("user")
def test_a_password_goes_to_the_endpoint_alone_and_into_no_message(
    start: Start, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    other = start(engine(links(3)))
    honest = engine(links(3))
    challenge = {"WWW-Authenticate": 'Basic realm="x"'}

    def guarded(asked: object) -> Answer | None:
        if "Authorization" not in asked.headers:  # type: ignore[attr-defined]
            return Answer(401, b"", challenge)
        if "moved" in asked.path:  # type: ignore[attr-defined]
            return Answer(307, b"", {"Location": f"{other.url}/?password={PASSWORD}"})
        if "denied" in asked.path:  # type: ignore[attr-defined]
            return Answer(500, f"{PASSWORD} {BASIC}".encode())
        return honest(asked)  # type: ignore[arg-type]

    stub = start(guarded)
    assert len(list(QueryEndpoint(stub.url).rows(PAIRS))) == 3
    assert "redirects are not followed" in failure(f"{stub.url}/moved").advice
    assert not other.asked
    for path in ("moved", "denied"):
        error = failure(f"{stub.url}/{path}")
        result = run("query", PAIRS, "-d", f"{stub.url}/{path}?key=4711")
        assert result.returncode == 2
        for text in (str(error), error.advice, result.stderr.decode(), caplog.text):
            assert PASSWORD not in text
            assert BASIC not in text
            assert "4711" not in text.replace(str(stub.url), "")
    wrong = start(lambda asked: Answer(401, b"", challenge))
    assert "wrong user name or password" in str(failure(wrong.url))


def test_an_endpoint_that_asks_for_a_user_is_told_of(start: Start) -> None:
    stub = start(lambda asked: Answer(401, b"", {"WWW-Authenticate": "Basic"}))
    error = failure(stub.url)
    assert "asks for a user name and password" in str(error)
    assert "RELGRAPH_USER" in error.advice


def test_a_graph_is_asked_by_its_name(start: Start) -> None:
    stub = start(engine(links(3)))
    list(QueryEndpoint(f"{stub.url}/sparql?key=1", graph_iri="https://example.org/g").rows(PAIRS))
    assert {asked.method for asked in stub.asked} == {"POST"}
    assert all("default-graph-uri=https%3A%2F%2Fexample.org%2Fg" in asked.body for asked in stub.asked)
    assert query_of(stub.asked[0]) == PAIRS
    for url, iri in (("localhost/sparql", None), ("https://a:b@example.org/", None), (stub.url, "g")):
        with pytest.raises(StoreError):
            QueryEndpoint(url, graph_iri=iri)


@pytest.mark.parametrize("kind", ["HTML", "cut in the rows", "garbage", "hung up", "other columns", "a part"])
@pytest.mark.parametrize("arguments", [("query", PAIRS), ("project", "actors"), ("export", "-f", "turtle")])
def test_commands_say_what_is_wrong(kind: str, arguments: tuple[str, ...], run: Run) -> None:
    with serve_raw(sent(BROKEN[kind][0])) as url:
        result = run(*arguments, "-d", url)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"Traceback" not in result.stderr
    assert b"relgraph: http://127.0.0.1" in result.stderr
