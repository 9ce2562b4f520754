"""The bar that a terminal shows where a command takes its time."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from remote.stub_store import Answer, Asked, graph_store, serve

import relgraph
from relgraph import KnowledgeGraph


class Terminal:
    """A terminal for the standard error of a command, read until ``expected`` is seen and on to the end."""

    def __init__(self, expected: bytes) -> None:
        self.seen = threading.Event()
        self.drawn = threading.Event()
        self._expected = re.compile(expected)
        self._leader, self.follower = pty.openpty()
        self._thread = threading.Thread(target=self._read)

    def _read(self) -> None:
        shown = b""
        while True:
            try:
                chunk = os.read(self._leader, 4096)
            except OSError:  # the other end is closed
                break
            shown += chunk
            if self._expected.search(shown):
                self.seen.set()
            self.drawn.set()
        self.drawn.set()

    @contextmanager
    def command(self, arguments: list[str | Path]) -> Iterator[subprocess.Popen[bytes]]:
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "NO_PROXY": "127.0.0.1"}
        with subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=self.follower, env=environment
        ) as process:
            os.close(self.follower)
            self._thread.start()
            yield process
        self._thread.join()
        os.close(self._leader)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    graph = KnowledgeGraph()
    property_ = ox.NamedNode("https://example.org/p")
    graph.oxigraph.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n}"), property_, property_) for n in range(30_000)
    )
    relgraph.write(relgraph.export(graph, "ntriples"), tmp_path / "many.nt")
    return tmp_path / "many.nt"


def test_a_terminal_sees_how_far_a_push_is(command: Path, many: Path) -> None:
    terminal = Terminal(rb"pushing.*[1-9][0-9]?%")

    def answers(asked: Asked) -> Answer | None:
        if any(earlier.method != "GET" for earlier in stub.asked[:-1]):
            terminal.seen.wait(60)  # the store is at work until the terminal shows what was sent before
        return graph_store()(asked)

    with (
        serve(answers) as stub,
        terminal.command([command, "push", stub.url, "--no-verify", "-d", many]) as push,
    ):
        assert push.wait(120) == 0
    assert terminal.seen.is_set()


def test_a_terminal_sees_how_far_an_export_is(command: Path, many: Path) -> None:
    terminal = Terminal(rb"writing.*[1-9][0-9]?%")
    with terminal.command([command, "export", "-f", "jsonld", "-d", many]) as export:
        assert export.stdout is not None
        while os.read(export.stdout.fileno(), 2**16):
            # The reader is slower than the terminal: a chunk each time that the bar is drawn.
            terminal.drawn.clear()
            if not terminal.seen.is_set():
                terminal.drawn.wait(60)
        assert export.wait(120) == 0
    assert terminal.seen.is_set()
