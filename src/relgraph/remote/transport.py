"""The transport under :mod:`requests`: a response whose headers break off is none."""

from __future__ import annotations

import functools
import http.client
import io
from typing import Any

from requests.adapters import HTTPAdapter


class Transport(HTTPAdapter):
    """What sends requests and receives responses, and takes no half response for a whole one.

    :mod:`http.client` reads headers to an empty line or to the end of the connection alike, so that a success
    without a body is one also where the connection was cut in its headers.
    """

    def get_connection_with_tls_context(self, *arguments: Any, **options: Any) -> Any:
        """Return the connections to a host, whose responses are checked."""
        pool: Any = super().get_connection_with_tls_context(*arguments, **options)
        pool.ConnectionCls = _checked(pool.ConnectionCls)
        return pool


@functools.cache
def _checked(connection: type) -> Any:
    """Return a class of connections like this one, whose responses are checked."""
    if getattr(connection, "response_class", None) is _Response:
        return connection
    return type(connection.__name__, (connection,), {"response_class": _Response})


class _Response(http.client.HTTPResponse):
    """A response that ends with the connection before its headers do is not accepted."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lines = _Lines(self.fp.detach())
        self.fp = self._lines

    def begin(self) -> None:
        super().begin()
        if self._lines.last.strip(b"\r\n") or not self._lines.last:
            raise http.client.RemoteDisconnected("the connection was cut in the headers")


class _Lines(io.BufferedReader):
    """A reader that keeps the last line that was read."""

    last = b""

    def readline(self, size: int | None = -1, /) -> bytes:
        self.last = super().readline(size)
        return self.last
