"""The text of a source, and the passages in it."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle

import relgraph
from relgraph.errors import InputError, SourceError
from relgraph.model.sources import Passage, read_passages

WORDS = "Norland condemned the dam. Südland agreed."
TEXT = relgraph.SourceText("urn:report", WORDS)


@pytest.mark.parametrize(
    ("start", "end", "words"), [(0, 7, "Norland"), (27, 34, "Südland"), (0, len(WORDS), WORDS)]
)
def test_a_passage_within_the_text_is_quoted(start: int, end: int, words: str) -> None:
    assert TEXT.quote(Passage("urn:e", "urn:report", start, end, "")) == words


@pytest.mark.parametrize(
    ("start", "end"), [(0, len(WORDS) + 1), (27, 99999), (99998, 99999), (5, 5), (7, 2), (-3, 4)]
)
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


@pytest.mark.parametrize(
    ("evidence", "passages"),
    [
        ("", [Passage("e", "")]),
        ("oa:hasSource ex:r .", [Passage("e", "r")]),
        ("oa:hasSelector [ oa:start 3 ; oa:end 5 ] .", [Passage("e", "", 3, 5)]),
        ("oa:hasSource ex:r ; oa:hasSelector [ oa:start 3 ; oa:end 5 ] .", [Passage("e", "r", 3, 5)]),
        ('oa:hasSource ex:r ; oa:hasSelector [ oa:start "three" ] .', [Passage("e", "r")]),
        ("oa:hasSource ex:r ; oa:hasSelector [ oa:start -3 ; oa:end 5 ] .", [Passage("e", "r", -3, 5)]),
        (
            'oa:hasSource ex:r ; oa:hasSelector [ oa:exact "met" ; oa:prefix "They " ; oa:suffix "." ] .',
            [Passage("e", "r", exact="met", prefix="They ", suffix=".")],
        ),
        ('oa:hasSource ex:r ; oa:hasSelector [ rdf:value "row=7" ] .', [Passage("e", "r", fragment="row=7")]),
        (
            "oa:hasSource ex:r ; oa:hasSelector [ a oa:DataPositionSelector ; oa:start 3 ; oa:end 5 ] .",
            [Passage("e", "r", fragment="bytes 3-5")],
        ),
        (
            "oa:hasSource ex:r , ex:s ; oa:hasSelector [ oa:start 3 ; oa:end 5 ] .",
            [Passage("e", "r", 3, 5), Passage("e", "s", 3, 5)],
        ),
        ('rg:sha256 "00" .', [Passage("e", "e")]),
    ],
)
def test_a_passage_is_read_as_what_it_is(evidence: str, passages: list[Passage], graph_of: GraphOf) -> None:
    graph = graph_of(f"ex:e {evidence}" if evidence else "")
    ex = "https://example.org/"
    expected = [
        dataclasses.replace(
            passage, evidence=ex + passage.evidence, document=passage.document and ex + passage.document
        )
        for passage in passages
    ]
    assert list(read_passages(graph, [ex + "e"])) == expected


@pytest.mark.parametrize(
    ("iri", "document", "fragment"),
    [
        ("urn:t#row=7", "urn:t", "row=7"),
        ("urn:t#cell=4,2-6,*", "urn:t", "cell=4,2-6,*"),
        ("urn:t#page=3", "urn:t", "page=3"),
        ("urn:t#e7", "", ""),
        ("urn:t#row=", "", ""),
        ("_:b0", "", ""),
    ],
)
def test_an_iri_of_which_nothing_is_stated_is_a_part_of_a_document_where_it_says_so(
    iri: str, document: str, fragment: str, graph_of: GraphOf
) -> None:
    assert read_passages(graph_of(""), [iri]) == (Passage(iri, document, fragment=fragment),)


def test_several_sources_are_each_the_document_that_has_their_digest(graph_of: GraphOf, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(20)]
    body = ""
    for number, path in enumerate(paths):
        path.write_bytes(b"" if number == 0 else f"Text {number}.".encode())
        body += f'ex:d{number:02} rg:sha256 "{hashlib.sha256(path.read_bytes()).hexdigest()}" .\n'
    same = hashlib.sha256(b"Text 5.").hexdigest().upper()
    graph = graph_of(body + f'ex:copy rg:sha256 "{same}" .')
    found = relgraph.read_sources(graph, paths)
    assert [text.document.removeprefix("https://example.org/") for text in found] == [
        *(f"d{number:02}" for number in range(5)), "copy", *(f"d{number:02}" for number in range(5, 20)),
    ]  # fmt: skip
    assert [text.text for text in found[4:7]] == ["Text 4.", "Text 5.", "Text 5."]
    assert relgraph.read_source(graph, paths[0]).text == ""
    assert relgraph.read_sources(graph, []) == ()


def test_a_file_that_is_no_text_of_the_graph_is_named(graph_of: GraphOf, tmp_path: Path) -> None:
    graph = graph_of(f'ex:d rg:sha256 "{hashlib.sha256(b"Text.").hexdigest()}" .')
    path = tmp_path / "text.txt"
    path.write_bytes(b"Text.\r\n")
    with pytest.raises(SourceError, match=r"text\.txt: is not the text"):
        relgraph.read_sources(graph, [path])
    path.write_bytes("Südland".encode("latin-1"))
    with pytest.raises(InputError, match=r"text\.txt: is not UTF-8 text: byte 1 is 0xfc"):
        relgraph.read_sources(graph, [path])
    for missing in (tmp_path / "none.txt", tmp_path, "nul\0name"):
        with pytest.raises(InputError):
            relgraph.read_sources(graph, [missing])
