"""A server on the loopback interface that answers with bytes as a test says, whole or not, fast or slow."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Reply = Callable[[bytes, socket.socket], None]
"""Is given the head of a request, and the connection to reply to, which is closed afterwards."""


@contextmanager
def serve_raw(reply: Reply) -> Iterator[str]:
    """Serve each connection in a thread of its own; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                received = b""
                while b"\r\n\r\n" not in received:
                    chunk = connection.recv(2**16)
                    if not chunk:
                        return
                    received += chunk
                head, _, body = received.partition(b"\r\n\r\n")
                length = int((re.findall(rb"(?i)content-length: *(\d+)", head) or [b"0"])[0])
                while len(body) < length:
                    body += connection.recv(2**16)
                reply(head, connection)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=answer, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/store"
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
    thread.join()
