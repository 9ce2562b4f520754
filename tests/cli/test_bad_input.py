"""What is wrong is told in one clear line, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_results import fails
from conftest import Run, turtle


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["validate", "none.ttl"], "no such file"),
        (["query", "who-suports"], "did you mean who-supports"),
        (["query", "none.rq"], "none.rq"),
        (["query", "who-supports", "-f", "cvs"], "did you mean csv"),
        (["query", "who-supports", "-p", "speeker=x"], "unknown parameter"),
        (["query", "said-by", "-p", "speeker=x"], "did you mean speaker"),
        (["query", "said-by", "-p", "speaker"], "name=value"),
        (["query", "said-by", "-p", "speaker=Nobody at all"], "Nobody at all"),
        (["query", "who-supports", "-f", "turtle"], "table"),
        (["query", "who-supports", "-o", "none/out.csv", "-f", "csv"], "none/out.csv"),
        (["show", "Sergei Lavrow"], "Lavrov"),
        (["show", ""], ""),
        (["project", "actor"], "did you mean actors"),
        (["project", "actors", "--relation", "suports"], "did you mean supports"),
        (["project", "actors", "--as-of", "yesterday"], "YYYY-MM-DD"),
        (["project", "actors", "--collectives", "maybe"], "keep, resolve"),
        (["centrality", "actors", "-m", "pagerang"], "did you mean pagerank"),
        (["centrality", "actors", "--top", "0"], "--top"),
        (["render", "actors", "--source", "none.txt"], "none.txt"),
        (["export", "-f", "turtel"], "did you mean turtle"),
        (["export"], "--format"),
        (["exprot"], "exprot"),
        (["export", "--frmat", "turtle"], "--frmat"),
        (["run", "-o", "/dev/null/x"], "/dev/null/x"),
        (["run", "-o", ""], "empty"),
        (["validate", ""], "empty"),
        (["query", "SELCT * {}"], "did you mean SELECT?"),
        (["query", "who-supports", "--timeout", "0"], "--timeout"),
    ],
)
def test_one_clear_line(arguments: list[str], says: str, run: Run, tmp_path: Path) -> None:
    fails(run(*arguments), says)
    assert list(tmp_path.iterdir()) == []


def bad_files() -> dict[str, tuple[bytes, str]]:
    return {
        "syntax.ttl": (b"<a:b> <a:c> 1 .\n<a:b> <a:c> x:y .", "line 2, column 13"),
        "utf16.ttl": ("<a:b> <a:c> 1 .".encode("utf-16"), "is UTF-16 text"),
        "empty.ttl": (b"", "no triples"),
        "typed.ttl": (b'<a:b> <a:c> "x"^^<http://www.w3.org/2001/XMLSchema#gYear> .', "ill-typed"),
        "remote.jsonld": (b'{"@context": "http://127.0.0.1:9/c", "@id": "a:b", "c": "d"}', "remote JSON-LD"),
        "wrong.docx": (b"PK", "suffix .docx"),
    }


@pytest.mark.parametrize("name", bad_files())
@pytest.mark.parametrize("command_name", ["validate", "query", "project", "render", "export", "run"])
def test_bad_files_are_refused_by_every_command(name: str, command_name: str, run: Run, tmp_path: Path) -> None:
    content, says = bad_files()[name]
    path = tmp_path / name
    path.write_bytes(content)
    arguments = {
        "validate": [], "query": ["who-supports"], "project": ["full"], "render": ["full", "-o", "page.html"],
        "export": ["-f", "ntriples", "-o", "out.nt"], "run": ["-o", "out"],
    }[command_name]  # fmt: skip
    fails(run(command_name, *arguments, "-d", path), says)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_query_with_a_syntax_error_an_update_and_service(run: Run) -> None:
    fails(run("query", "-", stdin=b"SELECT * WHERE {\n ?s ?p }"), "line 2")
    fails(run("query", "-", stdin=b"DELETE WHERE { ?s ?p ?o }"), "update")
    fails(run("query", "-", stdin=b"ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "SERVICE")
    fails(run("query", "-", "-d", "-", stdin=b"ASK {}"), "standard input")


def test_a_query_of_one_word_or_no_text_is_no_name(run: Run) -> None:
    fails(run("query", "-", stdin=b"who-supports"), "line 1")
    fails(run("query", "-", stdin=b"\xff\xfe"), "not UTF-8")


def test_an_unwritable_place_leaves_what_was_there(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    fails(run("export", "-f", "turtle", "-o", folder), "is a folder")
    assert list(folder.iterdir()) == []


def test_derive_afresh_does_not_empty_a_graph_of_direct_relations(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bare.ttl"
    path.write_text(turtle("ex:a rg:supports ex:b ."), "utf-8")
    fails(run("derive", "-d", path, "--afresh"), "no acts")
