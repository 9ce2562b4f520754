"""The text of a source, and the passages in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from conftest import Run, turtle

import relgraph
from relgraph.errors import SourceError
from relgraph.model.sources import Passage

WORDS = "Norland condemned the dam. Südland agreed."
TEXT = relgraph.SourceText("urn:report", WORDS)


@pytest.mark.parametrize(
    ("start", "end", "words"), [(0, 7, "Norland"), (27, 34, "Südland"), (0, len(WORDS), WORDS)]
)
def test_a_passage_within_the_text_is_quoted(start: int, end: int, words: str) -> None:
    assert TEXT.quote(Passage("urn:e", "urn:report", start, end, "")) == words


@pytest.mark.parametrize(("start", "end"), [(0, len(WORDS) + 1), (27, 99999), (99998, 99999), (5, 5), (7, 2)])
def test_a_passage_that_is_not_in_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(SourceError, match=rf"urn:e: .*{start} to {end}.*urn:report.*{len(WORDS)} characters"):
        TEXT.quote(Passage("urn:e", "urn:report", start, end, ""))


def test_another_document_is_not_quoted() -> None:
    assert TEXT.quote(Passage("urn:e", "urn:other", 0, 99999, "")) == ""


@pytest.mark.parametrize("reading", ["why", "show", "render"])
def test_no_command_quotes_a_passage_that_is_not_in_the_text(reading: str, run: Run, tmp_path: Path) -> None:
    source = tmp_path / "report.txt"
    source.write_text(WORDS, "utf-8", newline="")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    data = tmp_path / "report.ttl"
    data.write_text(
        turtle(
            """
        ex:norland a rg:State ; rdfs:label "Norland"@en . ex:sudland a rg:State ; rdfs:label "Südland"@en .
        ex:act a rg:Opposition ; rdfs:label "Norland opposes Südland"@en ; rg:actor ex:norland ;
            rg:relation rg:opposes ; rg:object ex:sudland ; rg:evidence ex:e .
        ex:e oa:hasSource ex:report ; oa:hasSelector ex:at .
        ex:at a oa:TextPositionSelector ; oa:start 0 ; oa:end 99999 .
        """
            + f'ex:report rg:sha256 "{digest}" .'
        ),
        "utf-8",
    )
    page = tmp_path / "page.html"
    arguments = ["actors", "-o", page] if reading == "render" else ["Norland"]
    result = run(reading, *arguments, "-d", data, "--source", source)
    assert (result.returncode, result.stdout) == (2, b""), result.stderr
    assert b"from 0 to 99999 is not in the text of" in result.stderr
    assert b"Traceback" not in result.stderr
    assert not page.exists()
