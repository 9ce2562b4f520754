"""Limits: a query that takes too long or too much is stopped, and ends with its process."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import QueryError
from relgraph.querying import query

# Minutes of work on a graph of any size: 2000 times 2000 times 2000 rows.
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) WHERE { VALUES ?d { 0 1 2 3 4 5 6 7 8 9 } "
    + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
    + " }"
)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    path = tmp_path_factory.mktemp("crowd") / "crowd.nt"
    path.write_text("".join(f"<urn:{n}> <urn:p> <urn:{n * 7 % 500}> .\n" for n in range(2000)))
    return relgraph.open(path)


def test_a_child_answers_as_this_process_does(meeting: KnowledgeGraph) -> None:
    for name in ("who-supports", "acts-of"):
        assert query(meeting, name, timeout=60) == query(meeting, name)
    construct = "CONSTRUCT WHERE { ?s a ?o }"
    assert query(meeting, construct, timeout=math.inf) == query(meeting, construct)
    assert query(meeting, "ASK {}", memory=2**30).boolean is True


@pytest.mark.parametrize(
    "text",
    [
        RUNAWAY,
        RUNAWAY.replace("(COUNT(*) AS ?n)", "*"),
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'no') }",
    ],
)
def test_a_runaway_query_is_stopped(text: str, crowd: KnowledgeGraph) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError) as caught:
        query(crowd, text, timeout=1)
    assert str(caught.value) == "query: stopped after 1 s"
    assert 0.9 < time.monotonic() - began < 10
    assert len(query(crowd, "SELECT * { ?s ?p ?o }", timeout=20)) == 2000


def test_a_query_that_needs_too_much_memory_is_stopped(
    crowd: KnowledgeGraph, capfd: pytest.CaptureFixture[str]
) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("only Linux limits the memory of a process")
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i"
    with pytest.raises(QueryError, match="needed more than 200 MiB of memory"):
        query(crowd, text, memory=200 * 2**20, timeout=60)
    assert capfd.readouterr().err == ""


def test_a_query_nested_too_deep_does_not_take_this_process_with_it(small: KnowledgeGraph) -> None:
    with pytest.raises(QueryError) as caught:
        query(small, "ASK " + "{" * 100_000 + "}" * 100_000, timeout=20)
    assert "broke down" in str(caught.value)


@pytest.mark.parametrize(("timeout", "memory"), [(0, None), (-1, None), (math.nan, None), (None, 0)])
def test_a_limit_of_nothing_is_refused(
    timeout: float | None, memory: int | None, small: KnowledgeGraph
) -> None:
    with pytest.raises(QueryError, match="must be more than 0"):
        query(small, "ASK {}", timeout=timeout, memory=memory)


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ending_the_process_ends_its_query_at_once(how: signal.Signals, tmp_path: Path) -> None:
    if not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists():
        pytest.skip("only Linux lists the children of a process")
    script = (
        "import math, sys, relgraph\ngraph = relgraph.open()\nprint('ready', flush=True)\n"
        "relgraph.query(graph, sys.argv[1], timeout=math.inf)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, RUNAWAY],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        deadline = time.monotonic() + 20
        while not (working := children(process.pid)):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        time.sleep(0.5)
        assert process.poll() is None
        began = time.monotonic()
        process.send_signal(how)
        _, complaint = process.communicate(timeout=20)
        assert time.monotonic() - began < 10
        assert process.returncode == -how
        assert (b"KeyboardInterrupt" in complaint) is (how is signal.SIGINT)
        while any(running(child) for child in working):
            assert time.monotonic() - began < 10
            time.sleep(0.02)
