"""Stores that answer as a test says, on the loopback interface."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

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


Start = Callable[[Answers], Stub]


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


def graph_store(content: bytes = b"", status: int = 204) -> Answers:
    """Answer as a graph store that holds ``content`` and says ``status`` to writes."""

    def answers(asked: Asked) -> Answer:
        if asked.method != "GET":
            return Answer(status)
        if "no-such-graph" in asked.path:
            return Answer(404)
        return Answer(200, content, {"Content-Type": TRIPLES})

    return answers


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
