"""Virtuoso 7.2, the open-source server.

It has no default graph of its own: :data:`DEFAULT_GRAPH` stands for it.
"""

from __future__ import annotations

import shutil
import subprocess
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from .contract import Refused
from .process import Process, free_port, listens, new_folder
from .server import MEDIA_TYPES, Server

DEFAULT_GRAPH = "https://w3id.org/relgraph/graph/default"
"""The graph that ``load``, ``read`` and ``select`` use where none is named."""

# The one that Debian ships binds every address and cuts results at 10,000 rows with status 200.
_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CaseMode = 2
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 5
Charset = UTF-8
[URIQA]
DefaultHost = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows = {max_rows}
"""
_PASSWORD = "StoresOfTheTests"  # noqa: S105 - of a server that lives as long as a test

# What is loaded into all graphs goes by DB.DBA.TTLP, whose flags say how it is read.
_QUADS = {"trig": 256, "nquads": 512}


class Virtuoso(Server):
    """A Virtuoso of its own, with an empty database and the user ``dba``."""

    name = "Virtuoso"
    formats = ("turtle", "ntriples", "rdfxml", "trig", "nquads")

    results_format = ox.QueryResultsFormat.XML  # its JSON writes true as 1
    user = "dba"
    password = _PASSWORD

    def __init__(self, *, max_rows: int = 10_000_000) -> None:
        """Choose the most rows that it answers; it says nothing of the others."""
        super().__init__()
        self.max_rows = max_rows

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here."""
        there = shutil.which("virtuoso-t") and shutil.which("isql-vt")
        return "" if there else "no virtuoso-t and isql-vt: apt install virtuoso-opensource-7"

    def _start(self) -> None:
        self._folder = folder = new_folder()
        port = free_port()
        self._sql_port = free_port()
        (folder / "virtuoso.ini").write_text(
            _SETTINGS.format(port=port, sql_port=self._sql_port, max_rows=self.max_rows), encoding="utf-8"
        )
        self.url = f"http://127.0.0.1:{port}"
        self.query_endpoint = f"{self.url}/sparql"
        self.update_endpoint = f"{self.url}/sparql-auth"
        self.graph_store = f"{self.url}/sparql-graph-crud-auth"
        self._process = Process(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder)
        self._process.wait_until(lambda: listens(port) and listens(self._sql_port))
        self._sql(f"set password dba {_PASSWORD};", password="dba")  # noqa: S106 - that of a new database
        # Its own graphs, which are no part of what is loaded.
        self._own = set(self._graphs())

    def load(self, content: bytes, format: str, graph: str | None = None) -> None:
        """Replace ``graph`` through the graph store protocol, or all by the server's own loading function."""
        if format not in _QUADS:
            self.request(
                f"{self.graph_store}?graph-uri={quote(graph or DEFAULT_GRAPH, safe='')}",
                "PUT",
                content,
                {"Content-Type": MEDIA_TYPES[format]},
            )
            return
        for name in self._graphs():
            if name not in self._own:
                self._sql(f"sparql clear graph <{name}>;")
        (self._folder / "quads").write_bytes(content)
        self._sql(f"DB.DBA.TTLP(file_to_string_output('quads'), '', '{DEFAULT_GRAPH}', {_QUADS[format]});")

    def read(self, graph: str | None = None) -> ox.Dataset:
        """Return what the graph store protocol answers for ``graph``."""
        return ox.Dataset(self._quads(graph or DEFAULT_GRAPH, ox.DefaultGraph()))

    def read_all(self) -> ox.Dataset:
        """Return every graph that is not the server's own. Its labels of blank nodes hold in all of them."""
        quads: list[ox.Quad] = []
        for graph in self._graphs():
            if graph not in self._own:
                name = ox.DefaultGraph() if graph == DEFAULT_GRAPH else ox.NamedNode(graph)
                quads += self._quads(graph, name)
        return ox.Dataset(quads)

    def _quads(self, graph: str, name: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
        """Return the triples of ``graph`` as quads of ``name``."""
        content = self.request(
            f"{self.graph_store}?graph-uri={quote(graph, safe='')}",
            headers={"Accept": MEDIA_TYPES["ntriples"]},
        )
        found = ox.parse(content, ox.RdfFormat.N_TRIPLES)
        return [ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in found]

    def _graphs(self) -> list[str]:
        found = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return [row["g"].value for row in found]

    def _dataset(self) -> str:
        return urlencode({"default-graph-uri": DEFAULT_GRAPH})

    def _sql(self, statement: str, password: str = _PASSWORD) -> None:
        done = subprocess.run(
            ["isql-vt", f"127.0.0.1:{self._sql_port}", "dba", password, f"exec={statement}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        # It ends with 0 whatever the server says.
        if "*** Error" in done.stderr or done.returncode:
            raise Refused(done.stderr.strip())
