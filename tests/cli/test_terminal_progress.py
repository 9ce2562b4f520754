"""The bar that a terminal shows where a command takes its time."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from remote.stub_store import Answer, Asked, graph_store, serve

import relgraph
from relgraph import KnowledgeGraph


@pytest.mark.parametrize("command_name", ["push", "export"])
def test_a_terminal_sees_how_far_it_is(command_name: str, command: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    property_ = ox.NamedNode("https://example.org/p")
    graph.oxigraph.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n}"), property_, property_) for n in range(30_000)
    )
    relgraph.write(relgraph.export(graph, "ntriples"), tmp_path / "many.nt")

    def answers(asked: Asked) -> Answer | None:
        time.sleep(0.3)
        return graph_store()(asked)

    with serve(answers) as stub:
        arguments: dict[str, list[str | Path]] = {
            "push": [stub.url, "--no-verify"],
            "export": ["-o", tmp_path / "many.jsonld"],
        }
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            [command, command_name, *arguments[command_name], "-d", tmp_path / "many.nt"],
            stdout=subprocess.DEVNULL, stderr=follower, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
        )  # fmt: skip
        os.close(follower)
        shown = b""
        with suppress(OSError):  # the other end closes
            while chunk := os.read(leader, 4096):
                shown += chunk
        os.close(leader)
        assert process.wait() == 0
    what = {"push": b"pushing", "export": b"writing"}[command_name]
    assert re.search(what + rb".*[1-9][0-9]?%", shown)
