"""Ways to end: interrupted, timed out, cut off by the reader or a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_results import fails
from conftest import Run
from patience import PATIENCE

ENDLESS = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_timeout_stops_a_runaway_query(run: Run) -> None:
    began = time.monotonic()
    fails(run("query", "-", "--timeout", "1", stdin=ENDLESS), "stopped after 1 s")
    assert time.monotonic() - began < 20, "it was stopped, not finished"


def children_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def test_an_interrupt_stops_a_query_at_once(command: Path, tmp_path: Path) -> None:
    if not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists():
        pytest.skip("only Linux lists the children of a process, of which one runs the query")
    process = subprocess.Popen(
        [command, "query", "-", "-o", "out.csv", "--timeout", str(PATIENCE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdin is not None
    process.stdin.write(ENDLESS)
    process.stdin.close()
    process.stdin = None
    until = time.monotonic() + PATIENCE
    while not children_of(process.pid):
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, b"")
    assert err.decode() == "relgraph: interrupted\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "library", ["click", "pyoxigraph", "rdflib.term", "numpy", "networkx.classes", "rich.text"]
)
def test_an_interrupt_while_libraries_load_is_one_line(library: str, command: Path, tmp_path: Path) -> None:
    # With -X importtime Python says on standard error which module is loaded.
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", command, "query", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line.decode())
        if said[-1].split("|")[-1].strip() == library:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    said += err.decode().splitlines()
    assert (process.returncode, out) == (130, b"")
    assert [line.strip() for line in said if not line.startswith("import time:")] == ["relgraph: interrupted"]


def test_an_interrupt_that_is_ignored_stays_ignored(command: Path, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    os.mkfifo(data)
    process = subprocess.Popen(
        ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", command, "query", "who-supports", "-d", data],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with data.open("wb") as pipe:  # opens as soon as the command reads, and so after it has started
        process.send_signal(signal.SIGINT)
        pipe.write(b"<urn:a> <urn:b> <urn:c> .")
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err


def test_a_reader_that_stops_early_is_no_error(command: Path) -> None:
    export = subprocess.Popen(
        [command, "export", "-f", "ntriples"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert export.stdout is not None
    export.stdout.read(100)
    export.stdout.close()
    assert export.stderr is not None
    assert export.stderr.read() == b""
    export.wait(timeout=60)


@pytest.mark.parametrize("arguments", [["queries"], ["--help"], ["export", "-f", "ntriples"], ["validate"]])
def test_a_full_disk_behind_standard_output_is_said(arguments: list[str], command: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run([command, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 2
    assert result.stderr.decode().splitlines()[0].startswith("relgraph: standard output: ")
    assert b"Traceback" not in result.stderr


def test_a_closed_standard_input_is_said(command: Path) -> None:
    result = subprocess.run(["sh", "-c", '"$0" validate - <&-', command], capture_output=True, check=False)
    fails(result, "standard input is closed")


def test_a_reader_that_stops_early_is_no_violation(command: Path) -> None:
    script = '("$0" query only-planned -f csv; echo $? >&2) | true'
    result = subprocess.run(["sh", "-c", script, command], capture_output=True, check=False)
    assert result.stderr.split() in ([b"141"], [b"0"])
