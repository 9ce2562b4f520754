"""Of an endpoint that counts, what is told of a few acts is asked for, and is what the file tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

import relgraph
from relgraph.closures import answerable

from .sparql_server import engine, query_of
from .stub_store import Answer, Answers, Asked, Start

PREFIXES = """@prefix rg: <https://w3id.org/relgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:x:> .
"""
THINGS = (
    ':talks a rg:Event ; rdfs:label "Talks"@en .\n'
    + "".join(f':{name} a rg:State ; rdfs:label "{name}"@en .\n' for name in "abcdef")
    + "".join(f':doc{number} a rg:Document ; rdfs:label "Report {number}"@en .\n' for number in range(6))
)
EVIDENCE = (
    "[ oa:hasSource :doc0 ; oa:hasSelector [ a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 ] ]",
    ":passage",
    "<urn:x:doc2#row=7>",
    ":doc3",
    "[ oa:hasSource :doc4 ], :passage",
    "[ oa:hasSource :doc5 ; oa:hasSelector :selector ]",
)
ACTS = "".join(
    f":act{number} rg:relation rg:supports ; rg:actor :{'ab'[number % 2]} ; rg:object :{'cdcdef'[number]} ;"
    f' rg:madeAt :talks ; rg:date "2021-07-0{number + 1}"^^xsd:date ; rg:evidence {evidence} .\n'
    for number, evidence in enumerate(EVIDENCE)
)
DATA = f"""{PREFIXES}{THINGS}{ACTS}
:passage oa:hasSource :doc1 ; oa:hasSelector [ a oa:TextPositionSelector ; oa:start 20 ; oa:end 24 ] .
:selector a oa:TextQuoteSelector ; oa:exact "a pledge" .
"""
OF_ACTS = (
    ("show", "a"),
    ("show", "a", "--with", "c"),
    ("show", "urn:x:act0"),
    ("show", "Report 2"),
    ("why", "a"),
    ("why", "c", "-m", "pagerank", "--projection", "full"),
    ("centrality", "actors", "--source-document", "Report 0"),
    ("centrality", "actors", "--bootstrap", "20", "--resample", "sources"),
    ("timeline", "actors", "--by", "event"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text(DATA, "utf-8")
    return path


def counting(path: Path) -> Answers:
    """Return an endpoint with the closures of a file."""
    return engine(relgraph.export(answerable(relgraph.open(path)), "turtle").decode())


@pytest.mark.parametrize("arguments", OF_ACTS, ids=" ".join)
def test_evidence_may_be_blank_or_a_fragment(
    arguments: tuple[str, ...], data: Path, start: Start, run: Run, tmp_path: Path
) -> None:
    relgraph.load(data, store=tmp_path / "store")
    url = start(counting(data)).url
    here, *there = (run(*arguments, "-f", "csv", "-d", where) for where in (data, tmp_path / "store", url))
    assert (here.returncode, here.stderr.count(b"fetched ")) == (0, 0), here.stderr
    assert here.stdout.count(b"\n") > 1
    for result in there:
        assert (result.returncode, result.stdout) == (0, here.stdout), result.stderr
    assert b"fetched " not in there[1].stderr


@pytest.mark.parametrize("arguments", [("show", "a"), ("why", "a")], ids=" ".join)
def test_acts_that_are_blank_are_not_passed_over(
    arguments: tuple[str, ...], data: Path, start: Start, run: Run, tmp_path: Path
) -> None:
    data.write_text(DATA.replace(":act0 ", "[] ").replace(":act2 ", "[] "), "utf-8")
    relgraph.load(data, store=tmp_path / "store")
    url = start(counting(data)).url
    here, *there = (run(*arguments, "-f", "csv", "-d", where) for where in (data, tmp_path / "store", url))
    assert here.returncode == 0
    for result in there:
        assert result.returncode == 0, result.stderr
        assert columns(result.stdout) == columns(here.stdout)


def columns(table: bytes) -> list[list[str]]:
    """Return rows without what names blank nodes."""
    return sorted([cell for cell in row.split(",") if "_:" not in cell] for row in table.decode().splitlines())


def test_evidence_is_fetched_of_the_acts_that_a_score_rests_on(data: Path, start: Start) -> None:
    answers, asked = counting(data), list[str]()

    def told(question: Asked) -> Answer | None:
        asked.append(query_of(question))
        return answers(question)

    graph = relgraph.connect(start(told).url)
    fold = relgraph.fold(graph, "actors", detail="parts")
    assert not any("evidence" in query for query in asked if "COUNT(" not in query)
    asked.clear()
    found = relgraph.why(fold, "b")
    assert {reason.iri for reason in found.reasons if reason.what == "act"} == {
        "urn:x:act1", "urn:x:act3", "urn:x:act5"
    }  # fmt: skip
    assert not any("<urn:x:act0>" in query for query in asked)


@pytest.mark.parametrize("arguments", [("centrality", "actors"), ("project", "full")], ids=" ".join)
def test_without_closures_blank_evidence_is_fetched_with_all(
    arguments: tuple[str, ...], data: Path, start: Start, run: Run
) -> None:
    url = start(engine(relgraph.export(relgraph.open(data), "turtle").decode())).url
    here, there = (run(*arguments, "-f", "csv", "-d", where) for where in (data, url))
    assert (there.returncode, columns(there.stdout)) == (0, columns(here.stdout)), there.stderr
    assert b"fetched " in there.stderr


ATTRIBUTES = """:load a rg:Attribute ; rdfs:label "Load"@en . :act0 :load "tin" . :act1 :load "oil" , "tin" .
"""


@pytest.mark.parametrize("arguments", [("show", "a"), ("show", "urn:x:act1"), ("why", "b")], ids=" ".join)
def test_attributes_are_asked_for_of_acts_that_are_listed(
    arguments: tuple[str, ...], data: Path, start: Start, run: Run, tmp_path: Path
) -> None:
    data.write_text(DATA + ATTRIBUTES, "utf-8")
    relgraph.load(data, store=tmp_path / "store")
    url = start(counting(data)).url
    here, *there = (run(*arguments, "-f", "json", "-d", where) for where in (data, tmp_path / "store", url))
    assert b'"Load": [' in here.stdout
    for result in there:
        assert (result.returncode, result.stdout) == (0, here.stdout), result.stderr


def test_edges_that_are_counted_have_no_attributes_and_a_note_says_so(
    data: Path, start: Start, tmp_path: Path
) -> None:
    data.write_text(DATA + ATTRIBUTES, "utf-8")
    counted = relgraph.project(relgraph.connect(start(counting(data)).url), "actors")
    assert not any("Load" in data for *_, data in counted.edges(data=True))
    assert any("codes and attributes, and whether" in note for note in counted.graph["notes"])
    # Where acts are read one by one, edges have what they have in a file.
    plain = start(engine(relgraph.export(relgraph.open(data), "turtle").decode())).url
    here, there = (
        {data["acts"]: data.get("Load") for *_, data in relgraph.project(graph, "actors").edges(data=True)}
        for graph in (relgraph.open(data), relgraph.fetch(relgraph.connect(plain)))
    )
    assert here == there
    assert [here[f"urn:x:act{number}",] for number in range(3)] == [("tin",), ("oil", "tin"), None]
