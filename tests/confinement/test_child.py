"""The child: a query that takes too long or too much is stopped, and ends with its process."""

from __future__ import annotations

import errno
import math
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from patience import PATIENCE

import relgraph
from relgraph import KnowledgeGraph
from relgraph.confinement.child import run_in_child
from relgraph.errors import QueryError
from relgraph.querying import query, update

# No machine ends this: 10 n^6 rows over a graph of n triples. Once it is over, it was stopped.
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) WHERE { VALUES ?d { 0 1 2 3 4 5 6 7 8 9 } "
    + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
    + " }"
)


@pytest.fixture(scope="module")
def crowd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "crowd.nt"
    path.write_text("".join(f"<urn:{n}> <urn:p> <urn:{n * 7 % 500}> .\n" for n in range(2000)))
    return path


@pytest.fixture(scope="module")
def crowd(crowd_file: Path) -> KnowledgeGraph:
    return relgraph.open(crowd_file)


def test_a_child_answers_as_this_process_does(meeting: KnowledgeGraph) -> None:
    for name in ("who-supports", "acts-of"):
        assert query(meeting, name, timeout=PATIENCE) == query(meeting, name)
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
    began, worked = time.monotonic(), os.times().children_user
    with pytest.raises(QueryError) as caught:
        query(crowd, text, timeout=1)
    assert str(caught.value) == "query: stopped after 1 s"
    assert time.monotonic() - began > 0.9
    # Processor time, which does not grow when the machine is busy with something else.
    assert os.times().children_user - worked < 10
    assert len(query(crowd, "SELECT * { ?s <urn:p> ?o }", timeout=PATIENCE)) == 2000


def test_a_query_that_needs_too_much_memory_is_stopped(crowd_file: Path) -> None:
    """Four guards, each for the case that the one before it fails.

    The limit under test is 200 MiB. Should it not hold, the address space of the process that asks, and so of
    the child that answers, ends 2 GiB further on. The engine aborts there too and the message is the same, so
    that the peak of the child says which of the two it was. A query that takes no memory either is stopped by
    its time limit, with another message, and a process that hangs by the timeout of ``subprocess.run``.
    """
    if not Path("/proc/self/statm").exists():
        pytest.skip("only Linux limits the memory of a process")
    script = """
import resource, sys, relgraph
from relgraph.errors import QueryError
path, text, memory, guard, timeout = sys.argv[1:]
graph = relgraph.open(path)
with open("/proc/self/statm") as statm:
    size, resident = (int(pages) * resource.getpagesize() for pages in statm.read().split()[:2])
resource.setrlimit(resource.RLIMIT_AS, (size + int(guard), size + int(guard)))
try:
    relgraph.query(graph, text, memory=int(memory), timeout=int(timeout))
except QueryError as error:
    print(error)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(peak - resident)
"""
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i"
    memory, guard = 200 * 2**20, 2 * 2**30
    asked = subprocess.run(
        [sys.executable, "-c", script, crowd_file, text, str(memory), str(guard), str(PATIENCE)],
        capture_output=True, text=True, timeout=2 * PATIENCE, check=False,
    )  # fmt: skip
    assert asked.stderr == ""
    message, grown = asked.stdout.splitlines()
    assert message == "query: stopped, it needed more than 200 MiB of memory"
    assert int(grown) < guard / 2, "the guard of this test stopped the query, not the limit"


def test_a_query_nested_too_deep_does_not_take_this_process_with_it(small: KnowledgeGraph) -> None:
    with pytest.raises(QueryError) as caught:
        query(small, "ASK " + "{" * 100_000 + "}" * 100_000, timeout=PATIENCE)
    assert str(caught.value) == "query: is nested more than 500 deep"


@pytest.mark.parametrize("timeout", [None, PATIENCE])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE " + "{" * 5000 + "?s ?p ?o" + "}" * 5000,
        "SELECT * { ?s ?p ?o FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * { ?s ?p " + "[ <urn:p> " * 5000 + "1" + "]" * 5000 + " }",
        "SELECT * { ?s ?p ?o FILTER(" + "!" * 50_000 + "true) }",
        "SELECT * { ?s ?p ?o FILTER(" + "! " * 50_000 + "true) }",
    ],
)
def test_no_depth_crashes_the_process_that_asks(
    text: str, timeout: float | None, small: KnowledgeGraph
) -> None:
    with pytest.raises(QueryError, match=r"nested more than 500 deep|the engine crashed"):
        query(small, text, timeout=timeout)
    with pytest.raises(QueryError, match=r"nested more than 500 deep|the engine crashed"):
        update(small, text.replace("SELECT *", "INSERT { <urn:a> <urn:b> 1 }", 1), timeout=timeout)


def test_what_is_not_nested_deeply_is_answered(small: KnowledgeGraph) -> None:
    text = "ASK " + "{" * 400 + "}" * 400
    assert query(small, text).boolean is True
    wide = "ASK { VALUES ?x { " + " ".join(f"<urn:{number}>" for number in range(5000)) + " } }"
    assert query(small, wide).boolean is True


def test_an_update_has_limits_too(crowd: KnowledgeGraph) -> None:
    runaway = "INSERT { <urn:a> <urn:b> ?n } WHERE { " + RUNAWAY + " }"
    with pytest.raises(QueryError, match="stopped after 1 s"):
        update(crowd, runaway, timeout=1)


def test_the_child_opens_nothing_and_its_changes_stay_its_own(small: KnowledgeGraph) -> None:
    def connect() -> str:
        try:
            socket.socket()
        except OSError as error:
            return str(error.errno)
        return "open"

    assert run_in_child(connect) == str(errno.EMFILE)
    assert run_in_child(connect, may_reach_out=True) == "open"

    def clear() -> int:
        small.oxigraph.clear()
        return len(small)

    before = len(small)
    assert run_in_child(clear) == 0
    assert len(small) == before > 0


@pytest.mark.parametrize(("timeout", "memory"), [(0, None), (-1, None), (math.nan, None), (None, 0)])
def test_a_limit_of_nothing_is_refused(
    timeout: float | None, memory: int | None, small: KnowledgeGraph
) -> None:
    with pytest.raises(QueryError, match="must be more than 0"):
        query(small, "ASK {}", timeout=timeout, memory=memory)


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


def status(process: int) -> list[str]:
    """Return the fields of proc_pid_stat(5) from the state on; none where the process is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def running(process: int) -> bool:
    return status(process)[:1] not in ([], ["Z"])


def working(process: int) -> bool:
    """Return whether ``process`` has had more processor time (0.2 s) than the way into the engine takes."""
    ticks = status(process)[11:12]
    return bool(ticks) and int(ticks[0]) > 0.2 * os.sysconf("SC_CLK_TCK")


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ending_the_process_ends_its_query_at_once(how: signal.Signals, tmp_path: Path) -> None:
    if not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists():
        pytest.skip("only Linux lists the children of a process")
    script = (
        "import math, sys, relgraph\ngraph = relgraph.open()\nprint('ready', flush=True)\n"
        "relgraph.query(graph, sys.argv[1], timeout=math.inf)"
    )
    asked: list[int] = []
    with subprocess.Popen(
        [sys.executable, "-c", script, RUNAWAY],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            wait_until(lambda: process.poll() is not None or any(map(working, children(process.pid))))
            asked = children(process.pid)
            assert process.poll() is None
            process.send_signal(how)
            _, complaint = process.communicate(timeout=PATIENCE)
            assert process.returncode == -how
            assert (b"KeyboardInterrupt" in complaint) is (how is signal.SIGINT)
            wait_until(lambda: not any(map(running, asked)))
        finally:  # what a failed test would leave behind never ends
            process.kill()
            for child in filter(running, asked):
                os.kill(child, signal.SIGKILL)


def test_a_child_does_what_would_go_to_a_child_itself() -> None:
    assert run_in_child(lambda: run_in_child(os.getppid)) == os.getpid()
    with pytest.raises(QueryError, match="stopped after"):
        run_in_child(lambda: run_in_child(lambda: time.sleep(3600)), timeout=0.2)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells files from connections")
def test_a_child_that_may_read_files_makes_no_connection() -> None:
    def tried() -> tuple[str, int]:
        with Path(__file__).open(encoding="utf-8") as file:
            first = file.readline()
        try:
            socket.create_connection(("127.0.0.1", 9))
        except OSError as error:
            return first, error.errno or 0
        return first, 0

    first, number = run_in_child(tried, may_read_files=True)
    assert first.startswith('"""The child')
    assert number == errno.EPERM
