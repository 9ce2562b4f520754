"""The command push, from its options to the store."""

from __future__ import annotations

import threading
from pathlib import Path

from conftest import Run

import relgraph
from relgraph import KnowledgeGraph

from .stub_store import Answer, Start, counted, graph_store, update_store


def test_each_option_of_the_command_arrives(
    graph: KnowledgeGraph, start: Start, run: Run, tmp_path: Path
) -> None:
    content = relgraph.export(graph, "ntriples")
    relgraph.write(content, tmp_path / "three.nt")

    def methods(*options: str) -> list[str]:
        stub = start(graph_store(content))
        result = run("push", stub.url, "--data-only", "-d", "three.nt", *options)
        assert result.returncode == 0, result.stderr
        assert result.stdout.startswith(b"3 triples to the default graph (graph-store)")
        assert result.stderr == b""
        return [asked.method for asked in stub.asked]

    assert methods() == ["GET", "POST", "GET"]
    assert methods("--protocol", "graph-store") == ["POST", "GET"]
    assert methods("--no-verify") == ["GET", "POST"]
    assert methods("--replace", "--no-verify") == ["GET", "PUT"]
    assert methods("--replace", "--batch", "1", "--no-verify") == ["GET", "PUT", "POST", "POST"]

    stub = start(update_store(counted(3), content))
    result = run(
        "push", f"{stub.url}/u", "--query-url", f"{stub.url}/q", "--protocol", "update", "--data-only",
        "-d", "three.nt",
    )  # fmt: skip
    assert result.stdout.startswith(b"3 triples to the default graph (update)"), result.stderr
    assert {asked.path.split("?")[0] for asked in stub.asked} == {"/u", "/q"}

    done = threading.Event()
    slow = start(lambda asked: Answer(404) if done.wait(60) else None)
    try:
        result = run("push", slow.url, "--timeout", "0.2", "-d", "three.nt")
    finally:
        done.set()
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"0.2 s" in result.stderr
