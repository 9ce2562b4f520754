"""Ways to end: interrupted, timed out, cut off by the reader or a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
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


def buffered() -> dict[str, str]:
    """Return the environment in which Python keeps what goes to standard output for a while."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


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


SAYING = [
    ["--help"], ["run", "--help"], ["queries"], ["projections"], ["validate"],
    ["lint", "--rules", "-f", "json"], ["query", "who-supports"], ["query", "who-supports", "-f", "json"],
    ["show", "Russia"], ["export", "-f", "ntriples"], ["export", "-f", "turtle", "-o", "/dev/stdout"],
    ["project", "full", "-f", "json"], ["centrality", "actors"], ["run", "-o", "out"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", SAYING, ids=" ".join)
def test_a_reader_that_has_had_enough_is_no_error(arguments: list[str], command: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [command, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False, cwd=tmp_path, env=buffered()
    )
    os.close(writing)
    assert result.returncode == 141
    assert b"relgraph:" not in result.stderr
    assert b"roken pipe" not in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("environment", [buffered(), {**os.environ, "PYTHONUNBUFFERED": "1"}], ids=len)
@pytest.mark.parametrize("arguments", [["queries"], ["--help"], ["export", "-f", "jsonld"], ["validate"]])
def test_a_full_disk_behind_standard_output_is_said(
    arguments: list[str], environment: dict[str, str], command: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [command, *arguments], stdout=full, stderr=subprocess.PIPE, check=False, env=environment
        )
    assert result.returncode == 2
    assert result.stderr.decode().splitlines() == [
        "relgraph: standard output: No space left on device",
        "  write to a file with -o",
    ]


@pytest.mark.parametrize("environment", [buffered(), {**os.environ, "PYTHONUNBUFFERED": "1"}], ids=len)
@pytest.mark.parametrize(
    "arguments", [["no-such-command"], ["query", "no-such-query"], ["lint"], ["centrality", "actors"]]
)
def test_a_full_disk_behind_standard_error_is_a_failure(
    arguments: list[str], environment: dict[str, str], command: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [command, *arguments], stdout=subprocess.PIPE, stderr=full, check=False, env=environment
        )
    assert result.returncode == 2


@pytest.mark.parametrize(
    ("redirection", "arguments", "code"),
    [
        ("2>&-", "no-such-command", 2),
        ("2>&-", "queries", 0),
        ("2>&-", "centrality actors", 0),
        (">&-", "queries -o out.txt", 0),
        (">&- 2>&-", "queries -o out.txt", 0),
        ("<&- >&- 2>&-", "run -o out", 2),
        (">&-", "queries", 2),
        (">&-", "--help", 2),
        (">&- 2>&-", "export -f turtle", 2),
    ],
)
def test_a_stream_that_is_closed(
    redirection: str, arguments: str, code: int, command: Path, tmp_path: Path
) -> None:
    script = f'"$0" {arguments} {redirection}'
    result = subprocess.run(["sh", "-c", script, command], capture_output=True, check=False, cwd=tmp_path)
    assert result.returncode == code
    assert b"Traceback" not in result.stderr
    if ">&-" in redirection.split() and code == 2 and "2>&-" not in redirection:
        assert result.stderr.startswith(b"relgraph: standard output: ")
    if "out.txt" in arguments:
        assert (tmp_path / "out.txt").read_bytes().startswith(b"name")


@pytest.mark.parametrize(
    "arguments", [["export", "-o", "out.ttl"], ["run", "-o", "."]], ids=lambda found: found[0]
)
def test_a_file_that_does_not_fit_leaves_what_was_there(
    arguments: list[str], command: Path, tmp_path: Path
) -> None:
    (tmp_path / "out.ttl").write_bytes(b"old")
    script = 'ulimit -f 8; "$0" "$@"'
    result = subprocess.run(
        ["sh", "-c", script, command, *arguments], capture_output=True, check=False, cwd=tmp_path
    )
    fails(result, "File too large")
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.ttl"]
    assert (tmp_path / "out.ttl").read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system names no descriptors")
def test_what_is_appended_to_keeps_what_was_there(command: Path, tmp_path: Path) -> None:
    script = """
        echo before > log; "$0" queries -o /dev/stdout >> log; echo after >> log
        echo before > three; "$0" queries -o /dev/fd/3 3>> three
        { echo before; "$0" queries -o /proc/self/fd/1; echo after; } > braces
        "$0" queries -o /dev/fd/3; echo $? > code
    """
    result = subprocess.run(["sh", "-c", script, command], capture_output=True, check=False, cwd=tmp_path)
    queries = subprocess.run([command, "queries"], capture_output=True, check=True).stdout.split()
    for name in ("log", "three", "braces"):
        words = (tmp_path / name).read_bytes().split()
        assert words[0] == b"before"
        assert [word for word in words if word not in (b"before", b"after")] == queries
    assert (tmp_path / "log").read_bytes().endswith(b"after\n")
    assert (tmp_path / "braces").read_bytes().endswith(b"after\n")
    assert (tmp_path / "code").read_text() == "2\n"
    assert result.stderr.startswith(b"relgraph: /dev/fd/3: Bad file descriptor\n")
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["queries", "-o", "loop"], ["run", "-o", "loop"], ["run", "-o", "loop/out"], ["derive", "-o", "loop"],
        ["validate", "loop"], ["lint", "loop"], ["query", "who-supports", "-d", "loop"], ["query", "loop.rq"],
        ["export", "-f", "turtle", "--construct", "loop.rq"], ["show", "Russia", "--source", "loop"],
        ["push", "http://127.0.0.1:1/", "-d", "loop"], ["export", "-f", "turtle", "-o", "loop"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_link_to_itself_is_one_line(arguments: list[str], run: Run, tmp_path: Path) -> None:
    for name in ("loop", "loop.rq"):
        (tmp_path / name).symlink_to(name)
    result = run(*arguments)
    fails(result, "loop")
    assert len(result.stderr.splitlines()) == 2
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["loop", "loop.rq"]


@pytest.mark.parametrize(
    "arguments",
    [["run", "-o", "out"], ["export", "-o", "out.ttl.gz"], ["timeline", "actors", "-o", "out.svg"]],
    ids=lambda arguments: arguments[0],
)
def test_no_home_and_no_place_for_temporary_files(
    arguments: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/dev/null/home")
    monkeypatch.setenv("TMPDIR", "/dev/null/tmp")
    result = run(*arguments)
    assert result.returncode == 0, result.stderr
    assert b"/dev/null" not in result.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == [arguments[-1]]


def test_a_closed_standard_input_is_said(command: Path) -> None:
    result = subprocess.run(["sh", "-c", '"$0" validate - <&-', command], capture_output=True, check=False)
    fails(result, "standard input is closed")


def test_a_reader_that_stops_early_is_no_violation(command: Path) -> None:
    script = '("$0" query only-planned -f csv; echo $? >&2) | true'
    result = subprocess.run(["sh", "-c", script, command], capture_output=True, check=False)
    assert result.stderr.split() in ([b"141"], [b"0"])
