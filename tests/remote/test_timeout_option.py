"""The option ``--timeout`` of the commands: how long a question may take, of files and of an endpoint."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from conftest import Run

import relgraph
from relgraph.cli.commands import COMMANDS
from relgraph.errors import StoreError

from .raw_server import serve_raw
from .sparql_server import JSON, engine, query_of
from .stub_store import Answer, Asked, Start

ARGUMENTS = {
    "blocs": ("actors",),
    "centrality": ("actors",),
    "derive": (),
    "describe": (),
    "duplicates": (),
    "export": ("-f", "turtle"),
    "merge": ("--same-as",),
    "project": ("actors",),
    "projections": (),
    "push": ("http://127.0.0.1:1/store",),
    "queries": (),
    "query": ("ASK { ?s ?p ?o }",),
    "relations": (),
    "render": ("actors",),
    "run": (),
    "serve": (),
    "show": ("Russia",),
    "timeline": ("actors",),
    "validate": (),
    "why": ("Russia",),
}
"""What each command takes beside its data."""

OF_FILES = {"build", "compare", "coverage", "draft", "import", "lint", "load", "relocate", "review", "tabulate"}


@pytest.fixture
def slow(start: Start) -> Iterator[str]:
    """The address of an endpoint that does not answer while a test runs."""
    done = threading.Event()
    yield start(lambda asked: Answer(404) if done.wait(60) else None).url
    done.set()


def test_all_commands_that_take_data_are_tried() -> None:
    assert ARGUMENTS.keys() | OF_FILES == COMMANDS.keys()


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_an_endpoint_is_waited_for_as_long_as_the_command_says(name: str, slow: str, run: Run) -> None:
    result = run(name, *ARGUMENTS[name], "--timeout", "0.2", "-d", slow)
    assert (result.returncode, result.stdout) == (2, b"")
    *_, said, advice = result.stderr.decode().splitlines()  # serve says first that it fetches
    assert said == f"relgraph: {slow}: no answer within 0.2 seconds"
    assert advice == "  try again with a longer --timeout (in Python timeout= of relgraph.connect)"


def test_a_graph_to_tabulate_is_waited_for_as_long_too(slow: str, run: Run) -> None:
    result = run("tabulate", slow, "--source", "text.txt", "-o", "desk", "--timeout", "0.2")
    assert result.returncode == 2
    assert b"no answer within 0.2 seconds" in result.stderr


def test_an_answer_that_does_not_end_may_take_ten_times_as_long(run: Run) -> None:
    def drip(head: bytes, connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n".encode())
        connection.settimeout(0.05)
        with suppress(OSError):
            while True:
                connection.sendall(b" ")
                with suppress(TimeoutError):
                    connection.recv(1)

    with serve_raw(drip) as url:
        result = run("project", "actors", "--timeout", "0.3", "-d", url)
    said, advice = result.stderr.decode().splitlines()
    assert (result.returncode, said) == (2, f"relgraph: {url}: stopped, not done within 3 seconds in all")
    assert advice.startswith("  try again with a longer --timeout, which allows ten times as much in all (")


def test_an_endpoint_that_takes_its_time_is_waited_for(start: Start, run: Run) -> None:
    honest = engine("<urn:a> <urn:p> 1 .")

    def slowly(asked: Asked) -> Answer | None:
        if "COUNT" not in query_of(asked):
            threading.Event().wait(0.5)
        return honest(asked)

    url = start(slowly).url
    for seconds, code in (("30", 0), ("inf", 0), ("0.2", 2)):
        assert run("export", "-f", "ntriples", "--timeout", seconds, "-d", url).returncode == code


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"),
        (
            "export",
            "-f",
            "turtle",
            "--construct",
            "CONSTRUCT { ?a ?b ?l } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        ),
    ],
)
def test_a_query_of_files_may_take_as_long(arguments: tuple[str, ...], run: Run) -> None:
    result = run(*arguments, "--timeout", "0.5")
    said, advice = result.stderr.decode().splitlines()
    assert (result.returncode, said) == (2, "relgraph: query: stopped after 0.5 s")
    assert "--timeout" in advice


@pytest.mark.parametrize("value", ["0", "-1", "nan", "soon"])
def test_what_is_no_time_is_refused(value: str, run: Run) -> None:
    result = run("describe", "--timeout", value, "-d", "http://127.0.0.1:1/sparql")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"timeout" in result.stderr
    assert b"refused" not in result.stderr


@pytest.mark.parametrize("option", ["max_time", "timeout"])
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_what_is_no_time_is_refused_in_python(option: str, value: float) -> None:
    with pytest.raises(StoreError, match=f"invalid {option}"):
        relgraph.connect("http://127.0.0.1:1/sparql", **{option: value})  # type: ignore[arg-type]
