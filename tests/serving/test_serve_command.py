"""The command ``relgraph serve``: it says where it is, answers, and ends with its signals."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import Run
from patience import PATIENCE


@pytest.fixture
def serve(command: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [command, "serve", "--timeout", "3600"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "200"},
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, line
    return found[0]


def children_of(pid: int) -> list[str]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # a thread that has ended meanwhile
            found += (task / "children").read_text("ascii").split()
    return found


def is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_says_where_it_is_and_ends_with_its_queries(
    number: signal.Signals, code: int, serve: subprocess.Popen[str]
) -> None:
    address = address_of(serve)
    with urllib.request.urlopen(f"{address}query?query=ASK%20%7B%7D", timeout=PATIENCE) as answer:  # noqa: S310
        assert answer.status == 200
    runaway = address + "query?" + urlencode({"query": RUNAWAY})
    asking = subprocess.Popen(
        [sys.executable, "-c", "import sys, urllib.request; urllib.request.urlopen(sys.argv[1])", runaway],
        stderr=subprocess.DEVNULL,
    )
    started: list[str] = []
    while not started:
        started = children_of(serve.pid)
    serve.send_signal(number)
    out, said = serve.communicate(timeout=PATIENCE)
    assert (serve.returncode, out) == (code, "")
    assert "Traceback" not in said
    asking.wait(timeout=PATIENCE)
    for pid in started:
        while is_running(pid):
            time.sleep(0.05)


def test_an_endpoint_is_said_to_be_fetched_before_it_is(
    command: Path, serve: subprocess.Popen[str], tmp_path: Path
) -> None:
    url = address_of(serve) + "query"
    copy = subprocess.Popen([command, "serve", "-d", url], stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    try:
        assert copy.stderr is not None
        said = " ".join(copy.stderr.readline() for _ in range(3)).replace("\n", " ")
        assert said.index(f"{url} is fetched as a whole first") < said.index(f"triples from {url}")
        assert re.search(r"open http://127\.0\.0\.1:\d+/", said)
    finally:
        copy.terminate()
        copy.communicate()


def test_a_port_that_is_taken_is_told(serve: subprocess.Popen[str], run: Run) -> None:
    port = address_of(serve).rstrip("/").rpartition(":")[2]
    result = run("serve", "--port", port)
    assert result.returncode == 2
    assert f"port {port}: ".encode() in result.stderr
    assert b"--port" in result.stderr


@pytest.mark.parametrize(
    "option", [("--port", "70000"), ("--timeout", "0"), ("--max-rows", "0"), ("-d", "none.ttl")]
)
def test_what_cannot_be_served_is_told(option: tuple[str, str], run: Run) -> None:
    result = run("serve", *option)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
