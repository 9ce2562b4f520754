"""Every command treats the suffix of -o alike: it writes that format, or refuses before anything is read."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run

from relgraph.cli.app import command_named, start
from relgraph.cli.commands import COMMANDS as NAMES
from relgraph.formats import FORMATS

CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/relgraph/ontology#State> ; ?p ?o }"


def rdf(syntax: ox.RdfFormat) -> Callable[[bytes], bool]:
    return lambda content: any(True for _ in ox.parse(content, syntax))


def table(delimiter: str) -> Callable[[bytes], bool]:
    return lambda content: len(next(csv.reader(content.decode().splitlines(), delimiter=delimiter))) > 2


def xml(root: str) -> Callable[[bytes], bool]:
    return lambda content: ET.fromstring(content).tag.rpartition("}")[2] == root


def starts(start: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(start)


def node_link(content: bytes) -> bool:
    return {"nodes", "edges"} <= set(json.loads(content))


def sparql_json(content: bytes) -> bool:
    return "head" in json.loads(content)


def any_json(content: bytes) -> bool:
    return bool(json.loads(content))


def plain(content: bytes) -> bool:
    return b"\x1b" not in content and content.count(b"\n") > 2


GRAPH: dict[str, Callable[[bytes], bool]] = {
    ".ttl": rdf(ox.RdfFormat.TURTLE),
    ".nt": rdf(ox.RdfFormat.N_TRIPLES),
    ".nq": rdf(ox.RdfFormat.N_QUADS),
    ".trig": rdf(ox.RdfFormat.TRIG),
    ".rdf": rdf(ox.RdfFormat.RDF_XML),
    ".owl": rdf(ox.RdfFormat.RDF_XML),
    ".xml": rdf(ox.RdfFormat.RDF_XML),
    ".jsonld": rdf(ox.RdfFormat.JSON_LD),
    ".json": rdf(ox.RdfFormat.JSON_LD),
}
SCORES: dict[str, Callable[[bytes], bool]] = {".txt": plain, ".csv": table(","), ".json": any_json}
COMMANDS: dict[str, tuple[list[str], dict[str, Callable[[bytes], bool]]]] = {
    "export": (["export"], GRAPH),
    "derive": (["derive"], GRAPH),
    "describe": (["describe"], GRAPH),
    "query of a table": (
        ["query", "who-supports"],
        {
            ".txt": plain, ".csv": table(","), ".tsv": table("\t"), ".json": sparql_json, ".xml": xml("sparql"),
            ".srx": xml("sparql"),
        },
    ),
    "query of triples": (
        ["query", "construct.rq"],
        {suffix: GRAPH[suffix] for suffix in (".ttl", ".nt", ".jsonld", ".json")},
    ),
    "update": (["query", "insert.rq", "--allow-update"], GRAPH),
    "project": (
        ["project", "actors"],
        {
            ".graphml": xml("graphml"), ".gexf": xml("gexf"), ".json": node_link, ".csv": table(","),
            ".parquet": starts(b"PAR1"),
        },
    ),
    "centrality": (["centrality", "actors"], SCORES),
    "bootstrap": (["centrality", "actors", "-m", "degree", "--bootstrap", "5"], SCORES),
    "timeline": (
        ["timeline", "actors"],
        {**SCORES, ".svg": starts(b"<?xml"), ".png": starts(b"\x89PNG")},
    ),
    "why": (["why", "Russia", "--top", "3"], SCORES),
    "blocs": (["blocs", "actors", "--runs", "2"], SCORES),
    "projections": (["projections"], {".txt": plain, ".json": any_json}),
    "queries": (["queries"], {".txt": plain}),
    "show": (["show", "Russia"], SCORES),
    "lint": (["lint", "unsafe.ttl"], SCORES),
    "rules": (["lint", "--rules"], SCORES),
    "render": (["render", "actors"], {".html": starts(b"<!doctype html>"), ".htm": starts(b"<!doctype html>")}),
}  # fmt: skip
SUFFIXES = sorted({suffix for entry in FORMATS.values() for suffix in entry.suffixes} | {".pdf", ".zip"})


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "construct.rq").write_text(CONSTRUCT, "utf-8")
    (tmp_path / "insert.rq").write_text("INSERT DATA { <urn:a> <urn:p> <urn:b> }", "utf-8")
    (tmp_path / "unsafe.ttl").write_text("<urn:a> <urn:p> 01 , 02 .", "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "suffix"), [(name, suffix) for name, (_, suffixes) in COMMANDS.items() for suffix in suffixes]
)
def test_a_suffix_that_a_command_writes(name: str, suffix: str) -> None:
    arguments, suffixes = COMMANDS[name]
    assert start([*arguments, "-o", f"out{suffix.upper()}"]) == (1 if name == "lint" else 0)
    assert suffixes[suffix](Path(f"out{suffix.upper()}").read_bytes())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_suffix_that_a_command_does_not_write_is_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, suffixes = COMMANDS[name]
    refused = [suffix for suffix in SUFFIXES if suffix not in suffixes]
    assert ".pdf" in refused
    for suffix in refused:
        assert start([*arguments, "-o", f"out{suffix}"]) == 2, suffix
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 2, said
        assert said[0].startswith(f"relgraph: out{suffix}: ") or "is a format for" in said[0], said
        assert not Path(f"out{suffix}").exists()


def test_the_format_option_goes_before_the_suffix() -> None:
    assert start(["centrality", "actors", "-f", "json", "-o", "scores.csv"]) == 0
    assert any_json(Path("scores.csv").read_bytes())
    assert start(["project", "actors", "-f", "csv-nodes", "-o", "nodes.txt"]) == 0
    assert Path("nodes.txt").read_bytes().startswith(b"id,")


def test_a_name_without_a_suffix_has_the_default_format() -> None:
    assert start(["derive", "-o", "graph"]) == 0
    assert rdf(ox.RdfFormat.TURTLE)(Path("graph").read_bytes())
    assert start(["centrality", "actors", "-o", "scores"]) == 0
    assert plain(Path("scores").read_bytes())


def test_a_packed_file_has_the_format_of_the_suffix_before() -> None:
    assert start(["query", "who-supports", "-o", "a.json.gz"]) == 0
    assert Path("a.json.gz").read_bytes().startswith(b"\x1f\x8b")
    assert start(["why", "Russia", "-o", "why.png.gz"]) == 2


def test_the_name_of_a_hidden_file_is_no_suffix() -> None:
    assert start(["derive", "-o", ".gz"]) == 0
    assert rdf(ox.RdfFormat.TURTLE)(Path(".gz").read_bytes())
    assert start(["export", "-o", ".nt"]) == 2
    assert not Path(".nt").exists()
    assert start(["export", "-o", ".acts.nt.gz"]) == 0
    assert Path(".acts.nt.gz").read_bytes().startswith(b"\x1f\x8b")


def test_a_suffix_is_refused_before_anything_is_read(run: Run) -> None:
    result = run("centrality", "actors", "-d", "no-such-file.ttl", "-o", "scores.graphml")
    assert result.returncode == 2
    assert b"scores.graphml" in result.stderr
    assert b"no-such-file" not in result.stderr


def test_every_command_that_writes_has_both_options_from_the_one_builder() -> None:
    for name in NAMES:
        options = {option: parameter for parameter in command_named(name).params for option in parameter.opts}
        without = (
            "run",
            "validate",
            "push",
            "relocate",
            "tabulate",
            "draft",
            "coverage",
            "review",
            "load",
            "serve",
        )
        if name in without:
            continue
        assert options["--output"].name == "output_name", name
        if "--format" in options:
            assert options["--format"].name == "asked_format", name
