"""Push to a real Oxigraph and a real Virtuoso: once, twice, in pieces, refused, interrupted."""

from __future__ import annotations

import base64
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Read, Run
from rdflib import RDFS, Literal, URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.canonical import canonical
from relgraph.closures import answerable
from relgraph.errors import DifferenceError, StoreError

from .conftest import Start, require
from .oxigraph import Oxigraph
from .server import Server
from .virtuoso import Virtuoso

GRAPH = "https://example.org/graph/встреча"
OTHER = "https://example.org/graph/other"
WRONG = "not-the-password-4711"


@pytest.fixture(scope="module")
def oxigraph(start: Start) -> Oxigraph:
    return start(Oxigraph)


@pytest.fixture(scope="module")
def virtuoso(start: Start) -> Virtuoso:
    return start(Virtuoso)


@pytest.fixture(
    params=[
        pytest.param(store.__name__.lower(), id=store.name, marks=pytest.mark.xdist_group(store.name))
        for store in (Oxigraph, Virtuoso)
    ]
)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Each of the stores, and its user in the environment."""
    found: Server = request.getfixturevalue(request.param)
    log_in(monkeypatch, found.user, found.password)
    return found


@pytest.fixture(autouse=True)
def _no_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's netrc, environment or proxy."""
    for name in ("RELGRAPH_USER", "RELGRAPH_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def log_in(monkeypatch: pytest.MonkeyPatch, user: str, password: str) -> None:
    if user:
        monkeypatch.setenv("RELGRAPH_USER", user)
        monkeypatch.setenv("RELGRAPH_PASSWORD", password)


def endpoint(store: Server, protocol: str) -> str:
    return store.graph_store if protocol == "graph-store" else store.update_endpoint


def same(found: Iterable[ox.Quad], graph: KnowledgeGraph) -> bool:
    return canonical(quad.triple for quad in found) == canonical(quad.triple for quad in graph.oxigraph)


def numbered(count: int) -> KnowledgeGraph:
    """Return a graph of ``count`` triples."""
    graph = KnowledgeGraph()
    property_ = ox.NamedNode("https://example.org/p")
    graph.oxigraph.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n}"), property_, ox.Literal(str(n))) for n in range(count)
    )
    return graph


PROTOCOLS = pytest.mark.parametrize("protocol", ["graph-store", "update"])


# The graph gets there


@PROTOCOLS
def test_twice_leaves_one_exact_copy(protocol: str, store: Server, run: Run, meeting: KnowledgeGraph) -> None:
    for options, sent in ((["--data-only"], meeting), ([], answerable(meeting))):
        graph = f"{GRAPH}/{protocol}{len(options)}"
        for _ in range(2):
            result = run("push", endpoint(store, protocol), "--graph", graph, *options)
            assert result.stderr == b""
            assert result.returncode == 0
            assert result.stdout.decode() == (
                f"{len(sent):,} triples to <{graph}> ({protocol}); read back, all are there\n"
            )
            assert same(store.read(graph), sent)


@PROTOCOLS
def test_twice_into_the_default_graph(protocol: str, oxigraph: Oxigraph, meeting: KnowledgeGraph) -> None:
    oxigraph.load(b"", "ntriples")
    for replace, verified in ((False, "contained"), (False, "contained"), (True, "equal")):
        pushed = relgraph.push(meeting, endpoint(oxigraph, protocol), replace=replace)
        assert (pushed.graph, pushed.verified) == (None, verified)
        assert same(oxigraph.read(), meeting)


@PROTOCOLS
@pytest.mark.parametrize("replace", [False, True])
def test_a_store_without_a_default_graph_says_so(
    protocol: str, replace: bool, virtuoso: Virtuoso, meeting: KnowledgeGraph, user: None
) -> None:
    with pytest.raises(StoreError) as caught:
        relgraph.push(meeting, endpoint(virtuoso, protocol), replace=replace)
    assert caught.value.advice == "this store has no default graph to write to: name a graph with --graph"


@pytest.fixture
def user(virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(monkeypatch, virtuoso.user, virtuoso.password)


@PROTOCOLS
def test_adding_keeps_and_replacing_drops_what_is_there(protocol: str, store: Server, read: Read) -> None:
    first, second = read("<a> rdfs:label 'first' ."), read("<a> rdfs:label 'second', 'third' .")
    url = endpoint(store, protocol)
    for graph in (GRAPH, OTHER):
        pushed = relgraph.push(first, url, graph_iri=graph, replace=True)
        assert pushed == relgraph.Pushed(1, graph, protocol, "equal")  # type: ignore[arg-type]
    assert relgraph.push(second, url, graph_iri=GRAPH).verified == "contained"
    assert len(store.read(GRAPH)) == 3
    assert relgraph.push(second, url, graph_iri=GRAPH, replace=True, batch=1).verified == "equal"
    assert same(store.read(GRAPH), second)
    assert same(store.read(OTHER), first)


@PROTOCOLS
def test_in_batches(protocol: str, store: Server, meeting: KnowledgeGraph) -> None:
    calls: list[int] = []
    relgraph.push(
        meeting,
        endpoint(store, protocol),
        graph_iri=GRAPH,
        replace=True,
        batch=500,
        progress=lambda done, total: calls.append(done),
    )
    assert calls == [*range(500, len(meeting), 500), len(meeting)]
    assert same(store.read(GRAPH), meeting)


@PROTOCOLS
def test_read_back_from_the_query_endpoint(protocol: str, store: Server, meeting: KnowledgeGraph) -> None:
    for query_url, fits in ((store.query_endpoint, True), (f"{store.url}/nowhere", False)):
        options = {"graph_iri": GRAPH, "replace": True, "query_url": query_url}
        if fits:
            pushed = relgraph.push(meeting, endpoint(store, protocol), **options)  # type: ignore[arg-type]
            assert (pushed.protocol, pushed.verified) == (protocol, "equal")
        else:
            with pytest.raises(StoreError, match="/nowhere"):
                relgraph.push(meeting, endpoint(store, protocol), **options)  # type: ignore[arg-type]


@PROTOCOLS
def test_blank_nodes_come_whole_and_once(protocol: str, store: Server, read: Read) -> None:
    graph = read("<a> rdf:value (1 2 (3 4)) . <b> rdf:value [ rdfs:label 'b' ; rdfs:seeAlso [], <c> ] .")
    for _ in range(2):
        pushed = relgraph.push(graph, endpoint(store, protocol), graph_iri=GRAPH, replace=True, batch=2)
        assert pushed.verified == "equal"
        assert same(store.read(GRAPH), graph)


@PROTOCOLS
def test_hostile_text_comes_back_as_it_is(protocol: str, store: Server) -> None:
    graph = KnowledgeGraph()
    for text in (
        '" } } ; DROP ALL ; INSERT DATA { #', r"\u0022 } } ; DROP ALL #", r"\\u0022 } ; DROP ALL #", "\\",
        "two\nlines\r\n\ttab", "Встреча 会议 🕊", "'''", '"""', "<script>alert(1)</script>", "{} ?x $y",
    ):  # fmt: skip
        graph.add((URIRef("https://example.org/a"), RDFS.label, Literal(text)))
        graph.add((URIRef("https://example.org/a"), RDFS.label, Literal(text, lang="ru")))
    url = endpoint(store, protocol)
    assert relgraph.push(graph, url, graph_iri=GRAPH, replace=True).verified == "equal"
    assert same(store.read(GRAPH), graph)


def test_a_large_graph_is_counted(oxigraph: Oxigraph) -> None:
    pushed = relgraph.push(
        numbered(100_001), oxigraph.update_endpoint, graph_iri=GRAPH, replace=True, batch=50_000
    )
    assert pushed.verified == "counted"
    assert len(oxigraph.read(GRAPH)) == 100_001


def test_what_the_store_changed_is_named(virtuoso: Virtuoso, run: Run, read: Read, user: None) -> None:
    graph = read(
        "<a> rdf:value 'kept', 'PT1H'^^xsd:duration,"
        " '2021-07-06T10:00:00Z'^^xsd:dateTime, '2021-07-06T13:00:00+03:00'^^xsd:dateTime ."
    )
    url = virtuoso.graph_store
    with pytest.raises(DifferenceError) as caught:
        relgraph.push(graph, url, graph_iri=GRAPH, replace=True)
    says = f"graph {GRAPH}: 2 of 4 triples are missing or changed: "
    assert says in str(caught.value)
    assert str(caught.value).endswith("; and 1 triple is there that was not sent")
    assert (len(caught.value.missing), caught.value.unexpected) == (2, 1)
    result = run("push", url, "--graph", GRAPH, "--data-only", "-d", "case.ttl")
    assert result.returncode == 1
    assert result.stdout == b""
    first, second = result.stderr.decode().splitlines()
    assert says in first
    assert '"PT1H"^^<http://www.w3.org/2001/XMLSchema#duration> .' in first
    assert "not sent" not in first
    assert "relgraph lint" in second
    assert relgraph.push(graph, url, graph_iri=GRAPH, verify=False).verified == ""


# Between us and the store


@contextmanager
def proxy(store: Server, *, password: str = "", refuses_graphs: int = 0) -> Iterator[str]:
    """Stand before ``store``: ask for the user ``ali``, or answer for its graph store with a status."""
    expected = "Basic " + base64.b64encode(f"ali:{password}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if password and self.headers.get("Authorization") != expected:
                self.reply(401, b"who are you?", {"WWW-Authenticate": 'Basic realm="store"'})
                return
            path = self.path
            if refuses_graphs and ("graph=" in path or "default" in path):
                if self.command != "GET":
                    self.reply(refuses_graphs, b"no")
                    return
                self.reply(404, b"no")
                return
            if refuses_graphs and not path.startswith("/query"):
                path = "/update"
            kept = {name: value for name, value in self.headers.items() if name in ("Content-Type", "Accept")}
            request = urllib.request.Request(store.url + path, body or None, kept, method=self.command)  # noqa: S310
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            try:
                with opener.open(request, timeout=60) as response:
                    kind = response.headers.get("Content-Type", "text/plain")
                    self.reply(response.status, response.read(), {"Content-Type": kind})
            except urllib.error.HTTPError as error:
                self.reply(error.code, error.read())

        def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - names of the base class

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("status", [404, 405, 415, 501])
def test_an_address_that_takes_updates_only(status: int, oxigraph: Oxigraph, meeting: KnowledgeGraph) -> None:
    with proxy(oxigraph, refuses_graphs=status) as url:
        for graph in (GRAPH, None):
            pushed = relgraph.push(
                meeting, f"{url}/endpoint", graph_iri=graph, replace=True, query_url=f"{url}/query"
            )
            assert (pushed.protocol, pushed.verified) == ("update", "equal")
            assert same(oxigraph.read(graph), meeting)
        with pytest.raises(StoreError, match="does not accept triples by the graph store protocol"):
            relgraph.push(meeting, f"{url}/endpoint", protocol="graph-store")


# Users


def test_basic_authentication(
    oxigraph: Oxigraph, run: Run, meeting: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "Geheim: ключ"  # noqa: S105 - of a proxy that lives as long as a test
    with proxy(oxigraph, password=secret) as url:
        with pytest.raises(StoreError, match=r"asks for a user name and password \(status 401\)"):
            relgraph.push(meeting, f"{url}/store", graph_iri=GRAPH)
        log_in(monkeypatch, "ali", secret)
        for address in ("store", "update"):
            pushed = relgraph.push(meeting, f"{url}/{address}", graph_iri=GRAPH, replace=True)
            assert pushed.verified == "equal"
        done = run("push", f"{url}/store", "--graph", GRAPH)
        assert done.returncode == 0
        assert secret.encode() not in done.stdout + done.stderr
        log_in(monkeypatch, "ali", WRONG)
        wrong = run("push", f"{url}/store", "--graph", GRAPH)
        assert wrong.returncode == 2
        assert b"/store: wrong user name or password (status 401)\n" in wrong.stderr
        assert WRONG.encode() not in wrong.stdout + wrong.stderr


@PROTOCOLS
def test_digest_authentication_from_netrc_and_environment(
    protocol: str, virtuoso: Virtuoso, meeting: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = endpoint(virtuoso, protocol)
    with pytest.raises(StoreError, match="asks for a user"):
        relgraph.push(meeting, url, graph_iri=GRAPH)
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login {virtuoso.user} password {virtuoso.password}\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert relgraph.push(meeting, url, graph_iri=GRAPH, batch=1000).verified == "contained"
    # The environment goes before netrc.
    log_in(monkeypatch, virtuoso.user, WRONG)
    with pytest.raises(StoreError, match="wrong user name or password") as caught:
        relgraph.push(meeting, url, graph_iri=GRAPH)
    assert WRONG not in str(caught.value) + caught.value.advice


# Stores that refuse


def test_a_read_only_store(run: Run) -> None:
    require(Oxigraph)
    with Oxigraph(read_only=True) as store:
        for url in (store.graph_store, store.update_endpoint):
            result = run("push", url, "--replace")
            assert result.returncode == 2
            assert result.stdout == b""
            assert result.stderr.decode().splitlines() == [
                f"relgraph: {url}: access denied (status 403): The server is read-only",
                "  it may be read-only, or the user may lack the right to write",
            ]


@PROTOCOLS
def test_a_user_without_the_right_to_write(
    protocol: str, virtuoso: Virtuoso, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"reader_{protocol[:5]}"
    virtuoso._sql(f"DB.DBA.USER_CREATE('{name}', 'reads-only'); grant SPARQL_SELECT to \"{name}\";")
    log_in(monkeypatch, name, "reads-only")
    with pytest.raises(StoreError, match="access denied") as caught:
        relgraph.push(read("<a> rdfs:label 'new' ."), endpoint(virtuoso, protocol), graph_iri=OTHER)
    assert "lack the right to write" in caught.value.advice
    assert "reads-only" not in str(caught.value)


@PROTOCOLS
def test_a_refused_statement(protocol: str, virtuoso: Virtuoso, read: Read, user: None) -> None:
    before = read("<a> rdfs:label 'before' .")
    url = endpoint(virtuoso, protocol)
    relgraph.push(before, url, graph_iri=OTHER, replace=True)
    graph = read("<a> rdfs:label 'after' .")
    node = ox.NamedNode("https://example.org/a")
    graph.oxigraph.add(ox.Quad(node, node, ox.Triple(node, node, node)))  # RDF 1.2
    with pytest.raises(StoreError) as caught:
        relgraph.push(graph, url, graph_iri=OTHER, replace=True)
    # To a graph store Virtuoso tells by the text that this is no Turtle that it knows.
    says = "status 500): HTTP/1.1 500 Request Failed" if protocol == "graph-store" else "(status 400): Virtuoso"
    assert says in str(caught.value)
    assert len(str(caught.value)) < 400
    assert same(virtuoso.read(OTHER), before)


@PROTOCOLS
@pytest.mark.parametrize("replace", [False, True])
def test_a_store_that_dies_half_way(replace: bool, protocol: str, meeting: KnowledgeGraph) -> None:
    require(Oxigraph)
    with Oxigraph() as store, pytest.raises(StoreError) as caught:
        relgraph.push(
            meeting,
            endpoint(store, protocol),
            replace=replace,
            batch=1000,
            progress=lambda done, total: store.kill(),
        )
    assert f"(after 1,000 of {len(meeting):,} triples were sent)" in str(caught.value)
    assert "--replace" in caught.value.advice
