"""Push, as far as it shows without a real store: addresses, answers that are wrong, secrets, requests.

What a real store does is in stores/test_push.py. The servers here answer as their test says.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import pty
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from conftest import Read, Run

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import DifferenceError, NameNotFoundError, StoreError

PASSWORD = "open-sesame-4711"  # noqa: S105 - of nobody
BASIC = base64.b64encode(f"ali:{PASSWORD}".encode()).decode()
TRIPLES = "application/n-triples"


@dataclass
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Answer:
    status: int = 204
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Answers = Callable[[Asked], Answer | None]


@dataclass
class Stub:
    url: str
    asked: list[Asked]


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up, as some tests make them."""


@contextmanager
def serve(answers: Answers) -> Iterator[Stub]:
    """Serve on a free port of the loopback interface; ``None`` as an answer closes the connection."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            asked.append(Asked(self.command, self.path, dict(self.headers), body))
            answer = answers(asked[-1])
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - names of the base class

    server = _QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Stub(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def start() -> Iterator[Callable[[Answers], Stub]]:
    with ExitStack() as stack:
        yield lambda answers: stack.enter_context(serve(answers))


Start = Callable[[Answers], Stub]


@pytest.fixture(autouse=True)
def _no_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's netrc, environment or proxy."""
    for name in ("RELGRAPH_USER", "RELGRAPH_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,no-such-host.invalid")


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELGRAPH_USER", "ali")
    monkeypatch.setenv("RELGRAPH_PASSWORD", PASSWORD)


@pytest.fixture
def graph(read: Read) -> KnowledgeGraph:
    return read("<a> rdfs:label 'one', 'two', 'three' .")


def refusal(graph: KnowledgeGraph, url: str, **options: object) -> StoreError:
    """Return the error of a push, once it is sure that no secret is in it or in what it came from."""
    with pytest.raises(StoreError) as caught:
        relgraph.push(graph, url, **options)  # type: ignore[arg-type]
    error: BaseException | None = caught.value
    while error is not None:
        for text in (str(error), repr(error), repr(vars(error))):
            assert PASSWORD not in text
            assert BASIC not in text
        request = getattr(error, "request", None)
        assert "Authorization" not in getattr(request, "headers", {})
        error = error.__cause__ or error.__context__
    assert "\n" not in str(caught.value)
    return caught.value


def graph_store(content: bytes = b"", status: int = 204) -> Answers:
    """Answer as a graph store that holds ``content`` and says ``status`` to writes."""

    def answers(asked: Asked) -> Answer:
        if asked.method != "GET":
            return Answer(status)
        if "no-such-graph" in asked.path:
            return Answer(404)
        return Answer(200, content, {"Content-Type": TRIPLES})

    return answers


# Addresses


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
    assert "holds a user name or password" in str(refusal(graph, url))
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


def test_what_cannot_be_pushed(graph: KnowledgeGraph, read: Read) -> None:
    url = "http://127.0.0.1:1/"
    assert "no triples" in str(refusal(KnowledgeGraph(), url, replace=True))
    assert "--replace" in refusal(read("<a> rdfs:seeAlso [] ."), url).advice
    assert "batch of 0" in str(refusal(graph, url, batch=0))
    assert "timeout of -1" in str(refusal(graph, url, timeout=-1.0))
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.push(graph, url, protocol="updates")
    assert caught.value.advice == "did you mean update?"


# Stores that are not there


def test_nobody_listens(graph: KnowledgeGraph, run: Run) -> None:
    assert "http://127.0.0.1:1/store: nobody listens there" in str(refusal(graph, "http://127.0.0.1:1/store"))
    result = run("push", "http://127.0.0.1:1/store")
    assert result.returncode == 2
    assert result.stderr.decode().splitlines() == [
        "relgraph: http://127.0.0.1:1/store: nobody listens there",
        "  start the store, or check host and port",
    ]
    assert result.stdout == b""


def test_no_such_host(graph: KnowledgeGraph) -> None:
    assert "no host is named no-such-host.invalid" in str(refusal(graph, "http://no-such-host.invalid/store"))


def test_no_secure_connection(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(graph_store())
    error = refusal(graph, stub.url.replace("http:", "https:"), timeout=5.0)
    assert "no secure connection" in str(error)


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
    assert "the connection broke" in str(refusal(graph, start(lambda asked: None).url))


# Answers that are wrong


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


@pytest.mark.parametrize(
    ("status", "says", "advises"),
    [
        (401, "asks for a user", "RELGRAPH_USER"),
        (403, "refuses access", "read-only"),
        (413, "too much for one request", "--batch"),
        (422, "refuses this (status 422)", "check"),
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


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(200, b"<html>", {"Content-Type": "text/html; charset=utf-8"}), "text/html, which is no RDF"),
        (Answer(200, b"", {}), "answers with nothing, which is no RDF"),
        (Answer(200, b"<a <b", {"Content-Type": TRIPLES}), "its answer is broken N-Triples"),
        (Answer(200, b"<a:", {"Content-Type": TRIPLES, "Content-Length": "900"}), "the connection broke"),
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

    assert says in str(refusal(graph, start(answers).url, timeout=2.0)).replace(
        "no answer within 2 seconds", "the connection broke"
    )


def test_an_update_endpoint_without_a_place_to_read_writes_nothing(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(lambda asked: Answer(400 if "query" in asked.path or asked.method == "GET" else 204))
    error = refusal(graph, f"{stub.url}/update")
    assert f"could not be read back afterwards: {stub.url}/query" in str(error)
    assert "--query-url" in error.advice
    assert not any("INSERT" in asked.body for asked in stub.asked)
    pushed = relgraph.push(graph, f"{stub.url}/update", verify=False)
    assert (pushed.protocol, pushed.verified, pushed.triples) == ("update", "", 3)


def update_store(count: bytes, found: bytes) -> Answers:
    """Answer as an update endpoint whose query endpoint finds ``count`` and reads ``found``."""

    def answers(asked: Asked) -> Answer:
        query = parse_qs(asked.body).get("query", [""])[0]
        if "COUNT" in query:
            return Answer(200, count, {"Content-Type": "application/sparql-results+json"})
        if "CONSTRUCT" in query:
            return Answer(200, found, {"Content-Type": TRIPLES})
        return Answer(400 if asked.method == "GET" else 204)

    return answers


def counted(number: int) -> bytes:
    value = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": str(number)}
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": value}]}}).encode()


def test_a_store_that_cuts_its_answers_is_told_from_one_that_lost_triples(
    graph: KnowledgeGraph, start: Start
) -> None:
    found = relgraph.export(graph, "ntriples").splitlines(keepends=True)
    error = refusal(graph, start(update_store(counted(3), b"".join(found[:2]))).url)
    assert "only 2 of the 3 triples there can be read back" in str(error)
    error = refusal(graph, start(update_store(counted(2), b"".join(found[:2]))).url)
    assert "1 of 3 triples are not there as they were sent: <https://w3id.org/relgraph/id/a>" in str(error)
    assert relgraph.push(graph, start(update_store(counted(3), b"".join(found))).url).verified == "contained"


def test_a_store_that_kept_more_than_it_was_to_hold(graph: KnowledgeGraph, start: Start) -> None:
    old = b"<https://example.org/old> <https://example.org/p> <https://example.org/old> .\n"
    stub = start(graph_store(relgraph.export(graph, "ntriples") + old))
    assert relgraph.push(graph, stub.url).verified == "contained"
    with pytest.raises(DifferenceError) as caught:
        relgraph.push(graph, stub.url, replace=True)
    assert (caught.value.missing, caught.value.unexpected) == ((), 1)


def test_a_store_that_never_ends_is_not_read_for_ever(graph: KnowledgeGraph, start: Start) -> None:
    endless = b"".join(b"<urn:a> <urn:b> <urn:%d> .\n" % number for number in range(50_000))
    with pytest.raises(DifferenceError) as caught:
        relgraph.push(graph, start(graph_store(endless)).url, replace=True)
    assert 1_000 <= caught.value.unexpected < 2_000


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(302, b"", {"Location": "http://[::1"}), "cannot be made, or its answer not be understood"),
        (
            Answer(401, b"", {"WWW-Authenticate": "Digest foo"}),
            "cannot be made, or its answer not be understood",
        ),
        (Answer(200, b'<urn:a> <urn:b> "' + b"x" * 20_000_000, {"Content-Type": TRIPLES}), "16 MiB"),
    ],
)
def test_odd_answers_are_one_line(
    answer: Answer, says: str, graph: KnowledgeGraph, start: Start, user: None
) -> None:
    assert says in str(refusal(graph, start(lambda asked: answer).url))


@pytest.mark.parametrize("count", [b'{"results": ' + b"[" * 100_000, counted(1).replace(b'"1"', b"Infinity")])
def test_odd_counts_are_one_line(count: bytes, graph: KnowledgeGraph, start: Start) -> None:
    assert "no SPARQL result" in str(refusal(graph, start(update_store(count, b"")).url))


def test_a_host_that_is_none(graph: KnowledgeGraph) -> None:
    assert "http://a..b/" in str(refusal(graph, "http://a..b/"))


def test_a_user_that_no_header_can_carry(
    graph: KnowledgeGraph, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge = Answer(401, b"", {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'})
    for name, says in (("\u6771", "cannot be made"), ("a\nb", "control character")):
        monkeypatch.setenv("RELGRAPH_USER", name)
        monkeypatch.setenv("RELGRAPH_PASSWORD", PASSWORD)
        assert says in str(refusal(graph, start(lambda asked: challenge).url))


def test_what_was_sent_is_said_where_it_cannot_be_read_back(graph: KnowledgeGraph, start: Start) -> None:
    def answers(asked: Asked) -> Answer:
        if asked.method == "GET" and "no-such-graph" not in asked.path:
            return Answer(200, b"<urn:a> <urn:b> .", {"Content-Type": TRIPLES})
        return Answer(404 if asked.method == "GET" else 204)

    assert "all 3 triples were sent, but they could not be read back" in str(refusal(graph, start(answers).url))


def test_a_key_that_the_store_repeats_is_not_shown(graph: KnowledgeGraph, start: Start) -> None:
    stub = start(
        lambda asked: Answer(400, f"bad {asked.path}".encode()) if asked.method != "GET" else Answer(404)
    )
    error = refusal(graph, stub.url + "/store?apikey=KEYKEY", protocol="graph-store")
    assert "KEYKEY" not in str(error)


def test_each_option_of_the_command_arrives(
    graph: KnowledgeGraph, start: Start, run: Run, tmp_path: Path
) -> None:
    content = relgraph.export(graph, "ntriples")
    relgraph.write(content, tmp_path / "three.nt")

    def methods(*options: str) -> list[str]:
        stub = start(graph_store(content))
        result = run("push", stub.url, "-d", "three.nt", *options)
        assert result.returncode == 0, result.stderr
        assert result.stdout.startswith(b"3 triples to the default graph (graph-store)")
        assert result.stderr == b""
        return [asked.method for asked in stub.asked]

    assert methods() == ["GET", "POST", "GET"]
    assert methods("--protocol", "graph-store") == ["POST", "GET"]
    assert methods("--no-verify") == ["GET", "POST"]
    assert methods("--replace", "--no-verify") == ["GET", "PUT"]
    assert methods("--replace", "--batch", "1", "--no-verify") == ["GET", "PUT", "POST", "POST"]

    stub = start(update_store(counted(3), content))
    result = run(
        "push", f"{stub.url}/u", "--query-url", f"{stub.url}/q", "--protocol", "update", "-d", "three.nt"
    )
    assert result.stdout.startswith(b"3 triples to the default graph (update)"), result.stderr
    assert {asked.path.split("?")[0] for asked in stub.asked} == {"/u", "/q"}

    def slow(asked: Asked) -> Answer:
        time.sleep(1)
        return Answer(404)

    result = run("push", start(slow).url, "--timeout", "0.2", "-d", "three.nt")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"0.2 s" in result.stderr


@pytest.mark.parametrize("command_name", ["push", "export"])
def test_a_terminal_sees_how_far_it_is(command_name: str, start: Start, command: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    property_ = ox.NamedNode("https://example.org/p")
    graph.oxigraph.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n}"), property_, property_) for n in range(30_000)
    )
    relgraph.write(relgraph.export(graph, "ntriples"), tmp_path / "many.nt")

    def answers(asked: Asked) -> Answer | None:
        time.sleep(0.3)
        return graph_store()(asked)

    arguments: dict[str, list[str | Path]] = {
        "push": [start(answers).url, "--no-verify"],
        "export": ["-o", tmp_path / "many.jsonld"],
    }
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [command, command_name, *arguments[command_name], "-d", tmp_path / "many.nt"],
        stdout=subprocess.DEVNULL, stderr=follower, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    with suppress(OSError):  # the other end closes
        while chunk := os.read(leader, 4096):
            shown += chunk
    os.close(leader)
    assert process.wait() == 0
    what = {"push": b"pushing", "export": b"writing"}[command_name]
    assert re.search(what + rb".*[1-9][0-9]?%", shown)


def test_a_large_graph_is_counted(start: Start) -> None:
    graph = KnowledgeGraph()
    property_ = ox.NamedNode("https://example.org/p")
    graph.oxigraph.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n}"), property_, property_) for n in range(100_001)
    )
    for count, replace, fits in ((100_001, True, True), (100_002, False, True), (100_002, True, False)):
        stub = start(update_store(counted(count), b""))
        if fits:
            assert relgraph.push(graph, stub.url, replace=replace, batch=50_000).verified == "counted"
        else:
            with pytest.raises(
                DifferenceError, match=r": 100,002 triples are read back, and 100,001 were sent"
            ):
                relgraph.push(graph, stub.url, replace=replace, batch=50_000)
        assert not any("CONSTRUCT" in asked.body for asked in stub.asked)
    with pytest.raises(DifferenceError, match=r": 0 triples are read back, and 100,001 were sent"):
        relgraph.push(graph, start(graph_store()).url, batch=50_000)


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b'{"head": {}, "boolean": true}', counted(3).replace(b'"n"', b'"m"')]
)
def test_a_count_that_is_none(answer: bytes, graph: KnowledgeGraph, start: Start) -> None:
    assert "no SPARQL result" in str(refusal(graph, start(update_store(answer, b"")).url))


def test_an_address_that_heeds_no_graph_is_never_replaced(graph: KnowledgeGraph, start: Start) -> None:
    content = b"<urn:a> <urn:b> <urn:c> .\n"
    stub = start(lambda asked: Answer(200, content, {"Content-Type": TRIPLES}))
    relgraph.push(graph, f"{stub.url}/all", replace=True, graph_iri="urn:g", verify=False)
    assert [asked.method for asked in stub.asked] == ["GET", "POST"]
    assert stub.asked[1].body.startswith("DROP SILENT GRAPH <urn:g> ;\nINSERT DATA {\nGRAPH <urn:g> {")
    # RDF4J's statements, which may be empty.
    stub = start(lambda asked: Answer())
    relgraph.push(graph, f"{stub.url}/repositories/r/statements", replace=True, verify=False)
    assert [(asked.method, asked.path) for asked in stub.asked] == [("POST", "/repositories/r/statements")]
    stub = start(update_store(counted(3), relgraph.export(graph, "ntriples")))
    relgraph.push(graph, f"{stub.url}/repositories/r/statements", replace=True)
    assert [asked.path for asked in stub.asked if "COUNT" in asked.body] == ["/repositories/r"]


def test_a_count_that_breaks_off(graph: KnowledgeGraph, start: Start) -> None:
    def answers(asked: Asked) -> Answer:
        answer = update_store(counted(3)[:20], b"")(asked)
        assert answer is not None
        if "COUNT" in asked.body:
            answer.headers |= {"Content-Length": "900", "Connection": "close"}
        return answer

    assert "the connection broke" in str(refusal(graph, start(answers).url))


# Requests


def test_blank_nodes_stay_together_in_one_request(read: Read, start: Start) -> None:
    lists = " ".join(f"<list{n}> rdf:value ({' '.join(map(str, range(n)))}) ." for n in range(3, 7))
    graph = read(lists + "<a> rdfs:label " + ", ".join(f"'{n}'" for n in range(20)) + " .")
    stub = start(graph_store(status=200))
    calls: list[tuple[int, int]] = []
    relgraph.push(
        graph, stub.url, replace=True, batch=5, verify=False, progress=lambda *call: calls.append(call)
    )
    written = [asked for asked in stub.asked if asked.method != "GET"]
    assert [asked.method for asked in written] == ["PUT"] + ["POST"] * (len(written) - 1)
    sizes = [len(asked.body.splitlines()) for asked in written]
    assert sum(sizes) == len(graph) == calls[-1][0] == calls[-1][1]
    assert [done for done, _ in calls] == [sum(sizes[: n + 1]) for n in range(len(sizes))]
    # A list of n is 2n + 1 triples that share blank nodes; everything else fits.
    assert sorted(size for size in sizes if size > 5) == [7, 9, 11, 13]
    labels = [set(re.findall(r"_:\w+", asked.body)) for asked in written]
    assert sum(map(len, labels)) == len(set().union(*labels)) == 3 + 4 + 5 + 6


def test_a_request_has_at_most_a_megabyte(read: Read, start: Start) -> None:
    graph = read("<a> rdfs:label " + ", ".join(f"'{'x' * 300_000}{n}'" for n in range(7)) + " .")
    stub = start(graph_store())
    relgraph.push(graph, stub.url, verify=False)
    assert [len(asked.body.splitlines()) for asked in stub.asked[1:]] == [3, 3, 1]


# Secrets


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


def test_half_a_user_is_none(graph: KnowledgeGraph, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = start(lambda asked: Answer(401, b"", {"WWW-Authenticate": "Basic"}))
    monkeypatch.setenv("RELGRAPH_USER", "ali")
    assert str(refusal(graph, stub.url)) == "RELGRAPH_USER is set, and RELGRAPH_PASSWORD is not"
    monkeypatch.delenv("RELGRAPH_USER")
    monkeypatch.setenv("RELGRAPH_PASSWORD", PASSWORD)
    assert str(refusal(graph, stub.url)) == "RELGRAPH_PASSWORD is set, and RELGRAPH_USER is not"


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
