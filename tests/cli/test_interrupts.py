"""Signals that end the command, at any moment: one line, its exit code, nothing unfinished left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from patience import PATIENCE

SIGNALS = [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated"), (signal.SIGHUP, "hung up")]


def ends(process: subprocess.Popen[bytes], number: signal.Signals, word: str, times: int = 1) -> None:
    """End a command by a signal; it takes less than a second or the patience of a loaded machine."""
    for _ in range(times):
        process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err.decode()) == (128 + number, f"relgraph: {word}\n")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that takes a while to write."""
    path = tmp_path_factory.mktemp("large") / "large.nt"
    lines = (f"<urn:a:{n}> <urn:p:{n % 7}> <urn:a:{n * 7919 % 60_000}> .\n" for n in range(60_000))
    path.write_text("".join(lines), "ascii")
    return path


@pytest.mark.parametrize("ending", SIGNALS, ids=lambda ending: ending[1])
@pytest.mark.parametrize(
    "arguments",
    [["export", "-o", "out.jsonld.gz"], ["export", "-o", "out.ttl"], ["derive", "-o", "out.rdf"]],
    ids=lambda arguments: arguments[-1],
)
def test_a_signal_while_a_file_is_written_leaves_what_was_there(
    arguments: list[str], ending: tuple[signal.Signals, str], command: Path, large: Path, tmp_path: Path
) -> None:
    out = tmp_path / arguments[-1]
    out.write_bytes(b"old")
    process = subprocess.Popen([command, *arguments, "-d", large], stderr=subprocess.PIPE, cwd=tmp_path)
    until = time.monotonic() + PATIENCE
    while not list(tmp_path.glob(".relgraph-*")):
        assert time.monotonic() < until
        time.sleep(0.005)
    ends(process, *ending, times=3)
    assert [entry.name for entry in tmp_path.iterdir()] == [out.name]
    assert out.read_bytes() == b"old"


@pytest.mark.parametrize(("number", "word"), SIGNALS)
@pytest.mark.parametrize(
    "arguments", [["run"], ["render", "full", "-o", "page.html"]], ids=lambda found: found[0]
)
def test_a_signal_while_it_is_at_work_leaves_nothing(
    arguments: list[str], number: signal.Signals, word: str, command: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data.ttl"
    os.mkfifo(data)
    process = subprocess.Popen([command, *arguments, "-d", data], stderr=subprocess.PIPE, cwd=tmp_path)
    with data.open("wb") as pipe:  # opens as soon as the command reads
        pipe.write(b"<urn:a> <urn:b> <urn:c> .")
        pipe.flush()
        ends(process, number, word)
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.ttl"]


DEAF = """
import hashlib, sys
from relgraph.cli.interrupts import Interrupts
from relgraph.unfinished import discard_unfinished
from relgraph.writing import write

def work():
    yield b"first"
    while True:
        try:
            print("at work", flush=True)
            if sys.argv[1] == "library":
                hashlib.pbkdf2_hmac("sha256", b"a", b"b", 2_000_000_000)  # returns in half an hour
            while True:
                sum(range(1000))
        except BaseException:
            pass

Interrupts(discard_unfinished).listen()
write(work(), "out.txt")
"""


@pytest.mark.parametrize("deaf", ["library", "catches all"])
@pytest.mark.parametrize(("number", "word"), SIGNALS)
def test_what_hears_no_signal_is_ended_by_it(
    deaf: str, number: signal.Signals, word: str, tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", DEAF, deaf], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"at work\n"
    assert len(list(tmp_path.iterdir())) == 1
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err.decode()) == (128 + number, f"relgraph: {word}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_any_signal_while_libraries_load_is_one_line(number: signal.Signals, command: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", command, "queries"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    while b"rdflib.term" not in process.stderr.readline():
        pass
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    said = [line for line in err.decode().splitlines() if not line.startswith("import time:")]
    assert (process.returncode, said) == (128 + number, [f"relgraph: {dict(SIGNALS)[number]}"])


@pytest.mark.parametrize(
    ("library", "arguments"),
    [
        ("click", ["query", "-"]),
        ("pyoxigraph", ["query", "-"]),
        ("rdflib.term", ["queries"]),
        ("pyparsing.core", ["queries"]),
        ("rich.text", ["queries"]),
        ("networkx.classes", ["project", "actors"]),
        ("numpy", ["centrality", "actors"]),
        ("scipy.linalg", ["centrality", "actors"]),
        ("pyshacl", ["validate"]),
    ],
)
def test_an_interrupt_while_libraries_load_is_one_line(
    library: str, arguments: list[str], command: Path, tmp_path: Path
) -> None:
    # With -X importtime Python says on standard error which module is loaded.
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", command, *arguments],
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


@pytest.mark.parametrize(
    ("number", "name"), [(signal.SIGINT, "INT"), (signal.SIGHUP, "HUP"), (signal.SIGTERM, "TERM")]
)
def test_a_signal_that_is_ignored_stays_ignored(
    number: signal.Signals, name: str, command: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data.ttl"
    os.mkfifo(data)
    process = subprocess.Popen(
        ["sh", "-c", f"trap '' {name}; exec \"$@\"", "sh", command, "query", "who-supports", "-d", data],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with data.open("wb") as pipe:  # opens as soon as the command reads, and so after it has started
        process.send_signal(number)
        pipe.write(b"<urn:a> <urn:b> <urn:c> .")
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
