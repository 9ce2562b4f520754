"""The editor for SPARQL that comes with the server of the package ``oxigraph``, read out of it at run time.

That server answers any host and origin and performs SERVICE, so it never has any data here and is never shown
to a browser: it runs for a moment, without a graph, to hand over two files.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from relgraph.loopback import HOST

_FILES = {"yasgui.min.js": "text/javascript", "yasgui.min.css": "text/css"}
_WAIT = 10.0  # seconds until its server answers


def editor_files() -> dict[str, tuple[str, bytes]]:
    """Return media type and content of the files of YASGUI, by name.

    Returns:
        The script and the style; nothing where the package ``oxigraph`` is not installed or has none.

    Example:
        >>> all(content for _, content in editor_files().values())
        True
    """
    program = _program()
    if program is None:
        return {}
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 - the program of the package, and what we tell it
        [program, "serve", "--bind", f"{HOST}:{port}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = {
            name: (kind, _fetched(f"http://{HOST}:{port}/{name}", server)) for name, kind in _FILES.items()
        }
    except OSError:
        return {}
    finally:
        server.kill()
        server.wait()
    # Another program may have taken the port meanwhile: what is not in the program itself is not its own.
    own = program.read_bytes()
    return found if all(content and content in own for _, content in found.values()) else {}


def _program() -> Path | None:
    beside = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("oxigraph")
    return Path(found) if found else None


def _fetched(address: str, server: subprocess.Popen[bytes]) -> bytes:
    deadline = time.monotonic() + _WAIT
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with opener.open(address, timeout=_WAIT) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError:
            raise
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
