"""No web page reads the graph or makes the server work, nothing leaves the machine, and nothing stops it."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import GraphOf

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import StoreError
from relgraph.serving import GraphServer, Limits

from .conftest import FORM, QUERY, ask, get, post, post_direct, served

ASK = "/query?query=SELECT+%2A+%7B+%3Fs+rdfs%3Alabel+%3Fo+%7D"
PATHS = ["/", "/about.json", "/start.js", ASK, "/page/actors", "/query", "/none"]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (421, {"Host": "rebound.example"}),
        (421, {"Host": "127.0.0.1"}),
        (421, {"Host": "127.0.0.1:1"}),
        (421, {"Host": "127.0.0.1:1, 127.0.0.1:2"}),
        (421, {"Host": None}),
        (403, {"Origin": "https://attacker.example"}),
        (403, {"Origin": "null"}),
        (403, {"Origin": ""}),
        (403, {"Origin": "http://127.0.0.1:1"}),
        (403, {"Sec_Fetch_Site": "cross-site"}),
        (403, {"Sec_Fetch_Site": "same-site"}),
        (403, {"Sec_Fetch_Site": "anything"}),
    ],
)
def test_no_web_page_gets_an_answer(
    status: int, headers: dict[str, str | None], path: str, server: GraphServer
) -> None:
    answers = [ask(server, path, headers=headers), ask(server, path, method="HEAD", headers=headers)]
    if path.startswith("/query"):
        answers.append(ask(server, body=b"query=SELECT+%2A+%7B%7D", headers={**headers, "Content-Type": FORM}))
        answers.append(ask(server, body=b"SELECT * {}", headers={**headers, "Content-Type": QUERY}))
    for answer in answers:
        assert answer.status == status
        assert b"ASEAN" not in answer.body
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_nothing_is_asked_for_a_web_page(meeting: KnowledgeGraph) -> None:
    """A request that is refused takes no turn: with one that runs for ever, all turns would soon be taken."""
    with served(meeting, Limits(timeout=3600, memory=2**30, max_rows=10)) as server:
        for _ in range(20):
            answer = ask(
                server,
                body=RUNAWAY.encode(),
                headers={"Content-Type": QUERY, "Origin": "https://attacker.example"},
            )
            assert answer.status == 403
        assert get(server, "ASK {}").status == 200


@pytest.mark.parametrize("origin", ["127.0.0.1", "localhost"])
def test_our_own_page_gets_one(origin: str, server: GraphServer) -> None:
    headers = {
        "Host": f"{origin}:{server.port}",
        "Origin": f"http://{origin}:{server.port}",
        "Sec_Fetch_Site": "same-origin",
        "Content-Type": QUERY,
    }
    assert ask(server, body=b"ASK {}", headers=headers).status == 200


@pytest.mark.parametrize("path", PATHS[:5])
def test_what_is_answered_runs_nothing_of_others_and_stays_here(path: str, server: GraphServer) -> None:
    headers = ask(server, path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert "http" not in policy
    assert "unsafe" not in policy
    assert ("sandbox" in policy) == (path == ASK)


def test_xml_with_a_script_in_it_cannot_run(server: GraphServer) -> None:
    query = "CONSTRUCT { <urn:s> <http://www.w3.org/1999/xhtmlscript> 'alert(1)' } {}"
    answer = get(server, query, "application/rdf+xml")
    assert answer.status == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]


SERVICES = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE <%s> { ?s ?p ?o } }",
    "SELECT * { S\\u0045RVICE <%s> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { # \n SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { BIND(<%s> AS ?a) SERVICE ?a { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_other_server_is_asked(query: str, heard: tuple[str, list[str]], server: GraphServer) -> None:
    address, asked = heard
    for way in (get, post, post_direct):
        answer = way(server, query % address)
        assert (answer.status, b"urn:remote" in answer.body) == (400, False)
        assert "SERVICE" in answer.text
    assert asked == []


def test_from_fetches_nothing(heard: tuple[str, list[str]], server: GraphServer) -> None:
    address, asked = heard
    assert get(server, "SELECT * FROM <HERE> { ?s ?p ?o }".replace("HERE", address)).rows() == []
    assert get(server, "ASK {}", **{"default-graph-uri": address}).status == 400
    assert asked == []


UPDATES = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "LOAD <http://127.0.0.1:1/x.ttl>",
]


@pytest.mark.parametrize("update", UPDATES)
def test_nothing_is_changed(update: str, server: GraphServer) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = get(server, count).rows()
    assert get(server, update).status == 400
    assert post_direct(server, update).status == 400
    headers = {"Content-Type": "application/sparql-update"}
    assert ask(server, body=update.encode(), headers=headers).status == 403
    for path in ("/query?update=" + "CLEAR+ALL", "/query?query=ASK+%7B%7D&update=CLEAR+ALL"):
        assert ask(server, path).status == 403
    assert ask(server, body=b"update=CLEAR+ALL", headers={"Content-Type": FORM}).status == 403
    for path in ("/update", "/store", "/store?default"):
        for method in ("POST", "PUT", "DELETE"):
            assert ask(server, path, method=method).status == 405
    assert get(server, count).rows() == before


@pytest.fixture(scope="module")
def strict(meeting: KnowledgeGraph) -> Iterator[GraphServer]:
    """A server that gives little."""
    with served(meeting, Limits(timeout=2, memory=2**27, max_rows=100)) as server:
        yield server


ROWS = {"name": "rows", "value": 100, "unit": "rows", "option": "--max-rows"}


@pytest.mark.parametrize(
    ("query", "says", "limit"),
    [
        (
            RUNAWAY,
            "stopped after 2 s",
            {"name": "time", "value": 2, "unit": "seconds", "option": "--timeout"},
        ),
        ("SELECT * { ?s ?p ?o }", "more than 100 rows", ROWS),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "more than 100 rows", ROWS),
    ],
)
def test_what_takes_too_much_is_stopped_and_the_next_is_answered(
    query: str, says: str, limit: dict[str, object], strict: GraphServer
) -> None:
    answer = get(strict, query)
    told = json.loads(answer.body)
    assert (answer.status, told["status"], says in told["detail"]) == (500, 500, True), answer.text
    assert told["limit"] == limit
    assert told["advice"].endswith(f"relgraph serve with a higher {limit['option']}")
    assert get(strict, "ASK {}").status == 200


def test_what_takes_too_much_memory_is_stopped(meeting: KnowledgeGraph) -> None:
    with served(meeting, Limits(timeout=3600, memory=2**27, max_rows=100)) as server:
        answer = get(server, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f")
        assert (answer.status, "more than 128 MiB of memory" in answer.text) == (500, True), answer.text
        limit = {"name": "memory", "value": 2**27, "unit": "bytes", "option": "--memory"}
        assert json.loads(answer.body)["limit"] == limit
        assert get(server, "ASK {}").status == 200


def test_an_answer_that_is_too_long_is_told(meeting: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relgraph.serving.answering.MOST_BYTES", 1000)
    with served(meeting) as server:
        answer = get(server, "SELECT * { ?s ?p ?o }")
        told = json.loads(answer.body)
        assert (answer.status, told["limit"]["name"], told["limit"]["unit"]) == (500, "bytes", "bytes")


def test_a_program_of_ours_is_told_in_words(strict: GraphServer) -> None:
    """It does not ask again, as it would of an endpoint that is busy (503)."""
    with pytest.raises(StoreError, match="more than 100 rows; narrow it, or end it with LIMIT; or start"):
        relgraph.connect(strict.address + "query").query("SELECT * { ?s ?p ?o }")


def test_what_nobody_waits_for_is_stopped(meeting: KnowledgeGraph) -> None:
    """Of clients that go, each would take a turn for an hour."""
    with served(meeting, Limits(timeout=3600, memory=2**30, max_rows=10)) as server:
        for _ in range(8):
            gone = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            gone.sendall(
                f"POST /query HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: {QUERY}\r\n"
                f"Content-Length: {len(RUNAWAY)}\r\n\r\n{RUNAWAY}".encode()
            )
            gone.close()
        assert get(server, "ASK {}").status == 200


def raw(server: GraphServer, request: str) -> bytes:
    """Send what no client would, and return all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=120) as connection:
        came = b""
        with suppress(OSError):  # it may close before it has read all
            connection.sendall(request.replace("HOST", f"127.0.0.1:{server.port}").encode("latin-1"))
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while more := connection.recv(1 << 16):
                came += more
        return came


@pytest.mark.parametrize("length", ["1048577", "99999999999", "9" * 30, "-1", "+5", "0x10", "five", "", None])
def test_a_body_that_is_too_long_or_of_no_length_is_not_read(length: str | None, server: GraphServer) -> None:
    answer = ask(server, body=b"", headers={"Content-Type": QUERY, "Content-Length": length})
    assert answer.status in (411, 413)
    assert answer.headers["Connection"] == "close"


def test_an_address_that_is_too_long_is_refused(server: GraphServer) -> None:
    assert ask(server, "/query?query=" + "a" * 70_000).status == 414


POSTED = "POST /query HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/sparql-query\r\n"
HIDDEN = "GET /about.json HTTP/1.1\r\nHost: HOST\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        POSTED + "Transfer-Encoding: chunked\r\n",
        POSTED + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
        POSTED + "Content-Length: 6\r\nContent-Length: 5\r\n",
        "POST /query HTTP/1.1\r\nHost: HOST\r\nContent-Type: text/plain\r\nContent-Length: 52\r\n",
        "GET /query HTTP/1.1\r\nHost: HOST\r\nContent-Length: 52\r\n",
        "GET /query HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n",
        "GET /query HTTP/1.1\r\nHost: HOST\r\nHost: rebound.example\r\n",
        "GET / HTTP/1.1\r\nHost: rebound.example\r\nHost: HOST\r\n",
        "POST /about.json HTTP/1.1\r\nHost: HOST\r\nContent-Length: 52\r\n",
        "PUT /query HTTP/1.1\r\nHost: HOST\r\nContent-Length: 52\r\n",
    ],
)
def test_no_request_hides_in_another(head: str, server: GraphServer) -> None:
    came = raw(server, head + "\r\n" + HIDDEN)
    assert came.startswith(b"HTTP/1.1 4")
    assert came.count(b"HTTP/1.1 ") == 1
    assert b"triples" not in came


@pytest.mark.parametrize("line", ["GET / HTTP/9.9", "\x00\x01", "/ GET HTTP/1.1", "A" * 100_000])
def test_what_is_no_request_gets_no_page(line: str, server: GraphServer) -> None:
    came = raw(server, line + "\r\nHost: HOST\r\n\r\n")
    assert b"<h1 id=" not in came
    assert get(server, "ASK {}").status == 200


def test_a_client_that_sends_slowly_keeps_nobody_waiting(server: GraphServer) -> None:
    half = f"POST /query HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 50\r\n"
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(60)]
    for number, connection in enumerate(slow):
        text = half if number % 2 else f"{half}Content-Type: {QUERY}\r\n\r\nASK"
        connection.sendall(text.encode())
    assert get(server, "ASK {}").status == 200
    for connection in slow:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/../server.py", "/..%2fserver.py", "/%2e%2e/server.py", "//etc/passwd", "/static/start.js",
        "/start.js/", "/serving/server.py", "/page/../about.json", "/page/", "/page/actors/",
        "/page/..%2factors", "/query/", "/\\", "http://127.0.0.1/about.json", "*",
    ],
)  # fmt: skip
def test_there_are_no_other_files(path: str, server: GraphServer) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert b"import" not in answer.body


def test_fifty_clients_at_once_all_get_the_right_answer(server: GraphServer) -> None:
    queries = ["who-supports", "SELECT ?s { ?s a rg:State }", "SELECT ?r { ?r a rg:Relation } ORDER BY ?r"]
    right = [get(server, query).body for query in queries]

    def one(number: int) -> bool:
        answer = (get, post, post_direct)[number % 2](server, queries[number % 3])
        return answer.status == 200 and answer.body == right[number % 3]

    with ThreadPoolExecutor(50) as clients:
        list(clients.map(one, range(50)))  # threads and their stacks are there now
        before = descriptors()
        assert all(clients.map(one, range(300)))
    settled(before)
    assert children() == []


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a path that vanishes is no error here


def settled(before: int) -> None:
    """Wait until connections and children that have ended are gone; fail where they stay."""
    for _ in range(600):
        if descriptors() <= before and not children():
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"{descriptors()} descriptors, {before} before; children: {children()}")


def children() -> list[str]:
    """The processes that this one has started and that are there still, but for a browser's."""
    found: list[str] = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(OSError):  # a thread that has ended meanwhile
            found += (task / "children").read_text("ascii").split()
    return [pid for pid in found if Path(f"/proc/{pid}/exe").resolve() == Path("/proc/self/exe").resolve()]


def test_more_than_may_wait_are_sent_away(meeting: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relgraph.serving.answering.AT_ONCE", 1)
    monkeypatch.setattr("relgraph.serving.answering.WAITING", 0)
    limits = Limits(timeout=3, memory=2**30, max_rows=10)
    with served(meeting, limits) as server, ThreadPoolExecutor(4) as clients:
        answers = list(clients.map(lambda _: get(server, RUNAWAY), range(4)))
        assert {answer.status for answer in answers} == {500, 503}
        busy = [answer for answer in answers if answer.status == 503]
        assert all(answer.headers["Retry-After"] for answer in busy)
        assert not any("limit" in json.loads(answer.body) for answer in busy)
        assert get(server, "ASK {}").status == 200


def test_what_the_graph_holds_cannot_write_into_an_answer(graph_of: GraphOf) -> None:
    graph = graph_of('ex:x rdfs:label "<script>x()</script>\\r\\nSet-Cookie: a" .')
    query = "SELECT * { ?s rdfs:label ?label FILTER(STRSTARTS(?label, '<')) }"
    with served(graph) as server:
        for kind in ("application/sparql-results+xml", "text/csv", "application/sparql-results+json"):
            answer = get(server, query, kind)
            assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)
            assert ("<script>" in answer.text) == (kind != "application/sparql-results+xml")
        split = raw(server, "GET /query?query=x%0d%0aSet-Cookie:%20a HTTP/1.1\r\nHost: HOST\r\n\r\n")
        assert b"Set-Cookie" not in split.partition(b"\r\n\r\n")[0]
