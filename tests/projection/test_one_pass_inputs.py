"""One pass over what cannot be read twice, and over files that a store would take in its stride."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest
from conftest import Run, turtle

import relgraph
from relgraph.columns import ColumnGraph
from relgraph.errors import InputError
from relgraph.model.namespaces import RG
from relgraph.projection import fold_files

BODY = (
    "ex:a a rg:State . ex:b a rg:State . ex:x rg:relation rg:supports ; rg:actor ex:a ; rg:object ex:b ;"
    " rg:certainty rg:certain ; rg:modality rg:modalityAsserted . "
)
BLANK = turtle(BODY + "[] a rg:State .")
OTHER = turtle(
    "ex:c a rg:State . ex:y rg:relation rg:supports ; rg:actor ex:c ; rg:object ex:a ; "
    " rg:certainty rg:certain ; rg:modality rg:modalityAsserted ."
)
COMMANDS = (
    ["project", "actors", "-f", "csv"],
    ["centrality", "actors", "-m", "degree", "-f", "csv"],
    ["blocs", "actors", "-f", "csv"],
)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "blank.ttl"
    path.write_text(BLANK, "utf-8")
    return path


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("format", ["turtle", "jsonld", "rdfxml"])
def test_standard_input_that_needs_a_store_is_not_lost(
    arguments: list[str], format: str, blank: Path, command: Path, run: Run
) -> None:
    given = relgraph.export(relgraph.open(blank), format)
    result = subprocess.run(
        [str(command), *arguments, "-d", "-"], input=given, capture_output=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, run(*arguments, "-d", blank).stdout), result.stderr


def test_a_file_that_needs_a_store_takes_standard_input_along(blank: Path, command: Path) -> None:
    words = [str(command), "project", "actors", "-f", "csv", "-d", "-", "-d", str(blank)]
    result = subprocess.run(words, input=OTHER.encode(), capture_output=True, check=True)
    assert len(result.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    "content", [BLANK, turtle(BODY), "", "\ufeff"], ids=["blank node", "plain", "empty", "mark"]
)
def test_a_named_pipe_is_read_once(content: str, tmp_path: Path, command: Path) -> None:
    pipe = tmp_path / "acts.ttl"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(content, "utf-8"), daemon=True)
    writer.start()
    words = [str(command), "project", "actors", "-f", "csv", "-d", str(pipe)]
    result = subprocess.run(words, capture_output=True, check=False, timeout=300)
    if content.strip("\ufeff"):
        assert len(result.stdout.splitlines()) == 2, result.stderr
    else:
        assert result.returncode == 2
        assert b"no triples in it" in result.stderr


def test_many_objects_in_several_files_are_one_set(tmp_path: Path) -> None:
    # Took minutes when the set was made anew for each.
    path = tmp_path / "acts.ttl"
    path.write_text(turtle(BODY + "ex:b rg:involves ex:a ."), "utf-8")
    paths = [path]
    for number in range(3):
        lines = (f"<http://e/m> <{RG.involves}> <http://e/n{place + number}> .\n" for place in range(20_000))
        paths.append(tmp_path / f"hub{number}.nt")
        paths[-1].write_text("".join(lines), "utf-8")
    graph = fold_files(paths, name="actors").graph
    assert isinstance(graph, ColumnGraph)
    assert len(graph.nodes_by_subject(str(RG.involves))["http://e/m"]) == 20_002


@pytest.mark.parametrize(
    "declared",
    [
        "rg:heldOn a rg:Relation .",
        "rg:evidence a rg:Relation . ex:x rg:evidence ex:e . ex:s a rg:BackgroundSource .",
        "[] rdfs:subPropertyOf rdfs:label .",
    ],
)
def test_odd_declarations_are_read_as_a_store_reads_them(declared: str, tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle(BODY + declared), "utf-8")
    stored = relgraph.fold(relgraph.open(path), "actors")
    for attributes in (True, False):
        found = fold_files(path, name="actors", attributes=attributes)
        assert found.pairs == stored.pairs
        assert relgraph.centrality(found, ["degree"]).rows == relgraph.centrality(stored, ["degree"]).rows


def test_what_asks_a_store_refuses_columns(tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle(BODY), "utf-8")
    graph = fold_files(path, name="actors").graph
    for ask in (
        lambda: relgraph.query(graph, "ASK {}"),  # type: ignore[arg-type]
        lambda: relgraph.validate(graph),  # type: ignore[arg-type]
        lambda: relgraph.derive(graph),  # type: ignore[arg-type]
        lambda: relgraph.export(graph, "turtle"),  # type: ignore[arg-type]
        lambda: relgraph.show(graph, "A"),  # type: ignore[call-overload]
        lambda: relgraph.duplicates(graph),  # type: ignore[arg-type]
        lambda: relgraph.describe(graph),  # type: ignore[arg-type]
    ):
        with pytest.raises(InputError, match="no store to ask"):
            ask()
