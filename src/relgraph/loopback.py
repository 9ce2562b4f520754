"""Loopback: an HTTP server for this machine alone, which no web page can read or make work."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from relgraph.errors import InputError

HOST = "127.0.0.1"
WAIT = 30.0
"""Seconds for a request that comes in."""

_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class LoopbackServer(ThreadingHTTPServer):
    """A server that listens on this machine alone.

    Attributes:
        port: The port that it has.
        hosts: What a request may name as its host.
        origins: The origins of its own pages.
    """

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would let two servers have one port

    def __init__(self, port: int, handler: type[LoopbackHandler]) -> None:
        """Listen; :meth:`serve_forever` answers.

        Args:
            port: The port; 0 for any that is free.
            handler: What answers.

        Raises:
            InputError: The port cannot be listened to.
        """
        try:
            super().__init__((HOST, port), handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(f"port {port}: {reason}", "give another with --port, or none") from None
        self.port = self.server_address[1]
        self.hosts = frozenset(f"{name}:{self.port}" for name in (HOST, "localhost"))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that has gone away; all else is said."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class RefusedError(Exception):
    """A request that is refused.

    Attributes:
        status: The status of the answer.
        headers: Further headers of the answer.
        advice: What to do about it; ``""`` where that goes without saying.
        told: What programs are told beside.
    """

    def __init__(
        self,
        status: HTTPStatus,
        says: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        advice: str = "",
        told: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Refuse with a status, and say why."""
        super().__init__(says)
        self.status, self.headers, self.advice, self.told = status, headers, advice, told


class LoopbackHandler(BaseHTTPRequestHandler):
    """Answers one client at a time, silently."""

    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    server_version = "relgraph"
    sys_version = ""
    timeout = WAIT

    def log_message(self, format: str, *args: Any) -> None:
        """Keep silent: whoever asks has the answer."""

    def refuse_others(self, *, origin_told: bool = False) -> None:
        """Refuse other hosts (DNS rebinding) and origins (requests that another page makes).

        Args:
            origin_told: Refuse a request that tells no origin too. A browser tells the origin of each POST,
                and of what another page asks for; other programs tell none.

        Raises:
            RefusedError: The request is for another host, or comes from another page.
        """
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in self.server.hosts:
            raise RefusedError(HTTPStatus.MISDIRECTED_REQUEST, "this host is not served")
        origins = self.headers.get_all("Origin") or []
        if (origin_told and not origins) or not self.server.origins.issuperset(origins):
            raise RefusedError(HTTPStatus.FORBIDDEN, "this origin is refused")
        if not {"none", "same-origin"}.issuperset(self.headers.get_all("Sec-Fetch-Site") or ()):
            raise RefusedError(
                HTTPStatus.FORBIDDEN, "links of other sites are refused: open the address yourself"
            )

    def body(self, most: int) -> bytes:
        """Return the body of the request.

        Args:
            most: The most bytes that are accepted.

        Returns:
            All of it.

        Raises:
            RefusedError: It is longer, its length is not told, or it does not come.
        """
        lengths = self.headers.get_all("Content-Length") or [""]
        length = lengths[0]
        if len(lengths) > 1 or not (length.isascii() and length.isdecimal() and len(length) < 20):
            raise RefusedError(HTTPStatus.LENGTH_REQUIRED, "the length of the body has to be told")
        if int(length) > most:
            raise RefusedError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body of more than {most:,} bytes is refused"
            )
        try:
            content = self.rfile.read(int(length))
        except TimeoutError:
            content = b""
        if len(content) != int(length):
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, "the body did not come")
        return content

    def send(
        self,
        status: HTTPStatus,
        kind: str,
        content: bytes,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Send an answer.

        Args:
            status: Its status.
            kind: Its media type; what it has is UTF-8.
            content: What it has; a HEAD gets none of it.
            headers: Headers beside those of every answer, or in their place.
        """
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        for name, value in {**_HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def send_refusal(self, refusal: RefusedError) -> None:
        """Say why a request is refused, and end the connection, whose body may not have been read."""
        self.close_connection = True
        headers = {**refusal.headers, "Connection": "close"}
        self.send(refusal.status, *self.explained(refusal), headers)

    def explained(self, refusal: RefusedError) -> tuple[str, bytes]:
        """Return media type and content of what says why a request is refused.

        Args:
            refusal: The refusal.

        Returns:
            Its lines: what is wrong, then what to do about it.
        """
        lines = [str(refusal), refusal.advice] if refusal.advice else [str(refusal)]
        return "text/plain", "".join(f"{line}\n" for line in lines).encode()


def static_files(room: str) -> dict[str, tuple[str, bytes]]:
    """Return media type and content of each file in ``static/`` of a room of the package, by its name.

    Example:
        >>> static_files("reviewing")["start.js"][0]
        'text/javascript'
    """
    folder = files("relgraph").joinpath(room, "static")
    return {
        path.name: (_TYPES["." + path.name.rpartition(".")[2]], path.read_bytes())
        for path in folder.iterdir()
        if path.is_file()
    }
