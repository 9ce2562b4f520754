"""A query endpoint in front of a store that is a library, on the loopback interface."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from .contract import Refused
from .jvm import JvmStore


@contextmanager
def endpoint(store: JvmStore) -> Iterator[str]:
    """Serve SELECT and ASK of a store; gives the address."""
    one_at_a_time = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_POST(self) -> None:
            asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            try:
                with one_at_a_time:
                    status, body = 200, store.results(asked["query"][0])
            except Refused as error:
                status, body = 400, str(error)
            content = body.encode()
            self.send_response(status)
            self.send_header(
                "Content-Type", "application/sparql-results+json" if status == 200 else "text/plain"
            )
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
