"""What several test modules need: the bundled graph, the source article where it is at hand, the command."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

import relgraph
from benchmarks.page.browser import CHROMIUM, chromium
from relgraph import KnowledgeGraph
from relgraph.model.namespaces import ID, PREFIXES

# Programs that the stores' tests start, some of which need a store's own libraries: no modules with examples.
collect_ignore_glob = ["stores/programs/*"]

# How long an example takes tells what else the machine does, and nothing of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"

HEADER = f"@base <{ID}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
Read = Callable[[str], KnowledgeGraph]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
GraphOf = Callable[..., KnowledgeGraph]

ACTORS = """
ex:a a rg:State ; rdfs:label "A"@en .  ex:b a rg:State ; rdfs:label "B"@en .
ex:c a rg:State ; rdfs:label "C"@en .  ex:o a rg:Organization ; rdfs:label "O"@en .
"""


@pytest.fixture(scope="session")
def meeting() -> KnowledgeGraph:
    """The bundled graph. Tests must not change it."""
    return relgraph.open()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A graph of which a test knows every triple. Tests must not change it."""
    content = turtle(
        """
        ex:a a rg:State ; rdfs:label "Aland"@en ; skos:altLabel "Republic of  Aland"@en .
        ex:b a rg:State ; rdfs:label "Borduria"@en , "Bordurie"@fr .
        ex:c a rg:Person ; rdfs:label "Aland"@en .
        ex:v rdfs:label "say \\"hi\\"\\nthere" .
        ex:a ex:p 1 , 2.50 , "x"@en , "2021-10"^^xsd:gYearMonth , "2021-07-06"^^xsd:date , true .
        ex:b ex:p "=1+1" , "a,\\"b\\"\\nc" .
        """
    )
    path = tmp_path_factory.mktemp("small") / "small.ttl"
    path.write_text(content, encoding="utf-8")
    return relgraph.open(path)


@pytest.fixture(scope="session")
def article() -> Path:
    """The source article, which is not part of the project."""
    path = SHARED / "source" / "asean-russia-2021.txt"
    if not path.exists():
        pytest.skip("the source article is not beside this checkout")
    return path


@pytest.fixture(scope="session")
def command() -> Path:
    """The installed console script."""
    path = Path(sys.executable).parent / "relgraph"
    assert path.exists(), "relgraph is not installed in this environment: pip install -e ."
    return path


@pytest.fixture
def run(command: Path, tmp_path: Path) -> Run:
    """Run the installed command in an empty folder, as a user would."""

    def run_command(*arguments: str | Path, stdin: bytes = b"", timeout: float = 120) -> object:
        return subprocess.run(
            [command, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            timeout=timeout,
            check=False,
            env={**os.environ, "COLUMNS": "100"},
        )

    return run_command  # type: ignore[return-value]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads Turtle from a file; ``<x>`` in it is a thing of ours, prefixes are set."""

    def from_turtle(turtle: str) -> KnowledgeGraph:
        path = tmp_path / "case.ttl"
        path.write_text(HEADER + turtle, encoding="utf-8")
        return relgraph.open(path)

    return from_turtle


def turtle(body: str) -> str:
    """Return ``body`` with the prefixes that the tests' small graphs use."""
    return (
        "@prefix rg: <https://w3id.org/relgraph/ontology#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix oa: <http://www.w3.org/ns/oa#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "@prefix ex: <https://example.org/> .\n" + body
    )


@pytest.fixture
def graph_of(tmp_path: Path) -> GraphOf:
    """Return a function that reads Turtle with the prefixes of :func:`turtle`, after some actors."""

    def build(body: str, actors: str = ACTORS) -> KnowledgeGraph:
        path = tmp_path / "g.ttl"
        path.write_text(turtle(actors + body), "utf-8")
        return relgraph.open(path)

    return build


@pytest.fixture
def heard() -> Iterator[tuple[str, list[str]]]:
    """The address of a SPARQL endpoint on this machine that answers one row, and what it was asked."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = (
                b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:remote"}}]}}'
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST  # noqa: N815 - the name is http.server's

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a network."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with chromium() as browser:
        yield browser
