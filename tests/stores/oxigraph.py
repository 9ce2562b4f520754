"""Oxigraph 0.5, the server."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from .process import Process, free_port, listens, new_folder
from .server import MEDIA_TYPES, Server, graph_url


def _program() -> str | None:
    """Return the program, which pip puts beside Python."""
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


class Oxigraph(Server):
    """The server of the ``oxigraph`` package, in memory; ``read_only``: on disk, empty, taking no change."""

    name = "Oxigraph"
    formats = ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")

    def __init__(self, *, read_only: bool = False) -> None:
        """Choose whether it takes changes."""
        super().__init__()
        self.read_only = read_only

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here."""
        return "" if _program() else "no oxigraph: pip install oxigraph"

    def _start(self) -> None:
        program = _program()
        assert program is not None, self.missing()
        folder, port = new_folder(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.query_endpoint = f"{self.url}/query"
        self.update_endpoint = f"{self.url}/update"
        self.graph_store = f"{self.url}/store"
        mode = ["serve"]
        if self.read_only:
            # It opens a database that is there, and makes none.
            create = [program, "load", "--location", "db", "--format", "nq"]
            subprocess.run(create, cwd=folder, stdin=subprocess.DEVNULL, check=True, capture_output=True)
            mode = ["serve-read-only", "--location", "db"]
        self._process = Process([program, *mode, "--bind", f"127.0.0.1:{port}"], folder)
        self._process.wait_until(lambda: listens(port))

    def load(self, content: bytes, format: str, graph: str | None = None) -> None:
        """Replace ``graph``, or all, through the graph store protocol."""
        whole = format in ("trig", "nquads")
        self.request(
            self.graph_store if whole else graph_url(self.graph_store, graph),
            "PUT",
            content,
            {"Content-Type": MEDIA_TYPES[format]},
        )

    def read(self, graph: str | None = None) -> ox.Dataset:
        """Return what the graph store protocol answers for ``graph``."""
        content = self.request(graph_url(self.graph_store, graph), headers={"Accept": MEDIA_TYPES["ntriples"]})
        return ox.Dataset(ox.parse(content, ox.RdfFormat.N_TRIPLES))

    def read_all(self) -> ox.Dataset:
        """Return what the graph store protocol answers for the whole store."""
        content = self.request(self.graph_store, headers={"Accept": MEDIA_TYPES["nquads"]})
        return ox.Dataset(ox.parse(content, ox.RdfFormat.N_QUADS))
