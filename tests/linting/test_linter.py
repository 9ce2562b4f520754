"""Lint: places in files, the order of findings, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import REPOSITORY, Run
from turtle_snippets import FIRST, HEADER, found

import relgraph
from relgraph.errors import InputError
from relgraph.linting import UnreadableTurtleError, lint


def test_lines_end_in_any_way_and_columns_count_characters() -> None:
    body = 'e:s e:p """é\U0001f600\r\n\U0001f600""" , +1 .\re:s e:q +2 .\r\n\te:s e:r "ệ" , +3 .'
    places = [
        (line, column, text) for rule, line, column, text in found(HEADER + body) if rule == "integer-form"
    ]
    # The long string holds one line end; then come one by a carriage return alone, and one by both.
    assert places == [(FIRST + 1, 8, "+1"), (FIRST + 2, 9, "+2"), (FIRST + 3, 16, "+3")]


def test_findings_stand_in_the_order_of_the_file() -> None:
    turtle = HEADER + 'e:s e:p "\\u0000"^^<int> , +5 .\ne:s e:p .5 ;; e:q 1. <x> e:p e:o .'
    places = [(line, column) for _, line, column, _ in found(turtle)]
    assert places == sorted(places)
    assert [rule for rule, *_ in found(turtle)] == [
        *("null-character", "relative-iri", "integer-form"),
        *("decimal-form", "repeated-semicolon", "number-before-dot", "relative-iri"),
    ]


@pytest.mark.parametrize(
    ("content", "says", "rules"),
    [
        (b"e:s e:p 5.", "line 1, column 1: The prefix e: has not been declared", ["number-before-dot"]),
        (HEADER.encode() + b'e:s e:p +5 , "open .', "line 6", ["integer-form"]),
        (b"<https://example.org/s> <https://example.org/p> \x00 .", "line 1, column 49", []),
        (b"# \xff\n", "line 1: is not UTF-8", []),
        ("# UTF-16".encode("utf-16"), "UTF-16", []),
        (HEADER.encode() + b"e:s e:p +5 .\n!!! more +6", "line 7, column 1", ["integer-form"]),
    ],
)
def test_what_is_no_turtle_is_an_error_after_what_was_found(
    content: bytes, says: str, rules: list[str]
) -> None:
    with pytest.raises(UnreadableTurtleError) as error:
        lint(HEADER.encode() + b"e:s e:p .5 .", content)
    assert says in str(error.value)
    assert [item.rule for item in error.value.findings] == ["decimal-form", *rules]


def test_hostile_text_is_told_in_time() -> None:
    size = 200_000
    for text in (
        '"' * size,
        "<a " * size,
        "a" * size,
        "a." * size,
        '"""' + '"" ' * size,
        "e:" + "." * size,
        "[" * size,
    ):
        with pytest.raises(UnreadableTurtleError) as error:
            lint(text.encode())
        assert len(str(error.value)) < 500
    line = f"{HEADER}e:s e:p {', '.join(['e:o'] * size)} , +5 ."
    assert found(line) == [("integer-form", FIRST, 10 + 5 * size, "+5")]
    (item,) = lint(f'{HEADER}e:s e:p "\\u001B[31m\u202e\x1b[31m"@EN .'.encode())
    assert item.found == "@EN"


def test_packed_files_and_all_turtle_in_a_folder_are_looked_at(tmp_path: Path, run: Run) -> None:
    one = b'<https://example.org/s> <https://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#int> .\n'
    (tmp_path / "a.ttl").write_bytes(one)
    (tmp_path / "b.nt").write_bytes(one)
    relgraph.write(one, tmp_path / "c.ttl.gz")
    (tmp_path / "d.trig").write_bytes(b"# not looked at")
    assert [Path(item.file).name for item in lint(tmp_path)] == ["a.ttl", "b.nt", "c.ttl.gz"]
    assert run("lint", "-", stdin=(tmp_path / "c.ttl.gz").read_bytes()).returncode == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [("none.ttl", "no such file"), ("a.rdf", "is not Turtle"), (".", "no Turtle file in this folder")],
)
def test_what_cannot_be_opened_is_an_error(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "a.rdf").write_bytes(b"<rdf:RDF/>")
    with pytest.raises(InputError, match=says):
        lint(tmp_path / name)
    with pytest.raises(InputError, match="empty"):
        lint("")


def test_own_files_are_clean() -> None:
    assert lint(REPOSITORY / "ontology" / "relgraph.ttl", REPOSITORY / "ontology" / "alignments") == []
    assert lint(REPOSITORY / "ontology" / "examples" / "valid") == []
    assert lint(REPOSITORY / "ontology" / "shapes") == []


@pytest.mark.parametrize("path", ["data/triples.ttl", "data/void.ttl", "ontology/relgraph.ttl"])
def test_shipped_files_are_clean(path: str) -> None:
    assert lint(REPOSITORY / path) == []
