"""Queries over data of others: their prefixes, values, files side by side, tables for spreadsheets."""

from __future__ import annotations

import csv
import io
import threading
from pathlib import Path

import pytest
from conftest import GraphOf, Run
from rdflib import RDF, XSD, URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.cli.sparql import query_text
from relgraph.derivation import without_derived
from relgraph.errors import InputError, NameNotFoundError, QueryError
from relgraph.querying import asks_for_named_graphs, query, update
from relgraph.records import for_spreadsheet

NAMES = """@prefix : <https://example.org/lake/> .
@prefix w: <https://example.org/lake/> . @prefix relg: <https://w3id.org/relgraph/ontology#> .
:north a relg:State ; w:touches :south .
"""
VALUES = (
    ("2031-05-04+09:30", XSD.date),
    ("INF", XSD.double),
    ("NaN", XSD.float),
    ("2031-05-04T01:02:03.123456789Z", XSD.dateTime),
    ("0FB7", XSD.hexBinary),
    ("  two  blanks ", XSD.token),
    ("<p>one<br>two</p>", RDF.HTML),
    ("<a  b='c'></a>", RDF.XMLLiteral),
)


@pytest.fixture
def named(tmp_path: Path) -> KnowledgeGraph:
    file = tmp_path / "lake.ttl"
    file.write_text(NAMES, "utf-8")
    return relgraph.open(file)


def test_queries_know_all_prefixes_of_the_data(named: KnowledgeGraph) -> None:
    for name in (":north", "w:north"):
        assert query(named, f"ASK {{ {name} a relg:State }}").boolean is True
    assert len(update(named, "INSERT DATA { :north w:touches :east }")) == len(named) + 1


def test_constructed_turtle_has_the_prefixes_of_data_and_query(named: KnowledgeGraph) -> None:
    written = query(named, "CONSTRUCT WHERE { :north w:touches ?s }").serialize("turtle").decode()
    assert written == "@prefix : <https://example.org/lake/> .\n\n:north :touches :south .\n"
    text = "PREFIX t: <https://example.org/text/> CONSTRUCT { t:x t:y 1 } {}"
    assert (
        query(named, text).serialize("turtle") == b"@prefix t: <https://example.org/text/> .\n\nt:x t:y 1 .\n"
    )


def test_prefixes_survive_what_makes_a_new_graph(named: KnowledgeGraph) -> None:
    made = (
        relgraph.derive(named),
        update(named, "DELETE WHERE { ?s w:touches ?o }"),
        relgraph.subset(named, construct="CONSTRUCT WHERE { ?s ?p ?o }"),
    )
    for graph in made:
        assert graph.prefixes == named.prefixes
        assert query(graph, "ASK { :north a relg:State }").boolean is True


def test_a_prefix_with_two_meanings_is_named(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.ttl").write_text("@prefix m: <urn:one:> . m:a m:b 1 .", "utf-8")
    (tmp_path / "b.ttl").write_text("@prefix m: <urn:two:> . @prefix rg: <urn:rg:> . m:a rg:b 2 .", "utf-8")
    result = run("query", "SELECT ?o { m:a ?p ?o }", "-d", "a.ttl", "-d", "b.ttl", "-f", "csv")
    assert result.stdout.split() == [b"o", b"1"]
    assert b"prefix m: stands for <urn:one:> here, and in b.ttl for <urn:two:>" in result.stderr
    assert b"prefix rg: stands for <https://w3id.org/relgraph/ontology#> here" in result.stderr


@pytest.mark.parametrize(("text", "datatype"), VALUES)
def test_values_are_handed_on_as_the_store_has_them(text: str, datatype: URIRef) -> None:
    graph = KnowledgeGraph()
    escaped = text.replace('"', '\\"')
    graph.parse(data=f'<urn:a> <urn:b> "{escaped}"^^<{datatype}> .')
    select = "SELECT ?o { <urn:a> ?p ?o }"
    found = [
        query(graph, select).rows[0][0],
        query(graph, select, timeout=60).rows[0][0],
        next(iter(graph))[2],
        next(iter(graph.query(select)))[0],  # type: ignore[index]
        next(iter(graph.query(select, use_store_provided=False)))[0],  # type: ignore[index]
    ]
    if datatype != XSD.token:  # rdflib's own parser takes blanks out of a token
        assert [(str(term), term.datatype) for term in found] == [(text, datatype)] * 5  # type: ignore[union-attr]
    assert all(triple in graph for triple in graph)


def test_the_columns_of_select_all_stand_as_the_query_names_them(small: KnowledgeGraph) -> None:
    for text, names in (
        ("SELECT * { ?zeta ?b ?a OPTIONAL { ?a ?mid ?c } }", ("zeta", "b", "a", "mid", "c")),
        ("PREFIX select: <urn:x> SELECT DISTINCT * { ?z ?y ?x }", ("z", "y", "x")),
        ("# ?a ?b\nSELECT * { ?z rdfs:label ?b FILTER(?b != '?a') ?z a ?a }", ("z", "b", "a")),
    ):
        assert query(small, text).variables == names


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("SELECT * FROM ex:g { ?s ?p ?o }", True),
        ("SELECT * FROM<urn:g> { ?s ?p ?o }", True),
        ("SELECT * FROM # c\n NAMED :g { GRAPH ?g {} }", True),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", True),
        (
            "PREFIX from: <urn:x> PREFIX graph: <urn:y> ASK { from:a graph:b ?graph, ?from, 'GRAPH <urn:g>' }",
            False,
        ),
        ("ASK { <urn:graph> <urn:from> 1 } # FROM <urn:g>", False),
    ],
)
def test_named_graphs_are_told_from_names(text: str, asks: bool) -> None:
    assert asks_for_named_graphs(text) is asks


def test_an_update_that_writes_into_a_named_graph_is_refused(small: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="named graph"):
        update(small, "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")


def test_sparql_files_and_names_are_told_apart(tmp_path: Path) -> None:
    for text in ("ASK {}", "ASK{}", "DESCRIBE rg:State", "DESCRIBE<urn:a/b>", "select *\nwhere{}"):
        assert query_text(text, ()) == text
    file = tmp_path / "my query.rq"
    file.write_text("ASK {}", "utf-8")
    assert query_text(str(file), ()) == "ASK {}\n"
    assert query_text("who-supports", ()) == "who-supports"
    with pytest.raises(NameNotFoundError):
        query_text("who-suports", ())
    with pytest.raises(InputError):
        query_text("no such.rq", ())


def test_derived_and_underived_files_go_together(tmp_path: Path) -> None:
    graph = relgraph.open()
    states = tmp_path / "states.ttl"
    states.write_bytes(
        relgraph.export(relgraph.subset(graph, construct="CONSTRUCT WHERE { ?s rg:coChairs ?o }"), "turtle")
    )
    acts = tmp_path / "acts.ttl"
    acts.write_bytes(relgraph.export(without_derived(graph), "turtle"))
    together = relgraph.validate(relgraph.open(acts, states))
    assert together.conforms
    assert any("that follow from acts are not stated" in warning for warning in together.warnings)


def test_a_query_does_not_wait_for_what_another_thread_writes() -> None:
    graph = KnowledgeGraph()
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            graph.oxigraph.update(
                "INSERT DATA {" + " ".join(f"<urn:{n}> <urn:p> 1 ." for n in range(2000)) + "}"
            )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(20):
            assert query(graph, "ASK {}", timeout=60).boolean is True
    finally:
        done.set()
        writer.join()


CELLS = ["=1+1", "+1;2", "-x", "@a", "\tb", "\rc", "\uff1dd", "-0.5", "+7", "1e-3", "plain", "a\nb", "", "Đ"]


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    table = io.StringIO()
    csv.writer(table).writerows([["label"], *([cell] for cell in CELLS)])
    written = for_spreadsheet(table.getvalue().encode())
    assert written.startswith(b"\xef\xbb\xbf")
    read = [row[0] for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))][1:]
    assert read == [f"'{cell}" for cell in CELLS[:7]] + CELLS[7:]


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "who-supports"),
        ("centrality", "actors"),
        ("project", "actors"),
        ("why", "Russia"),
        ("blocs", "actors"),
    ],
)
def test_every_table_can_be_written_for_a_spreadsheet(arguments: tuple[str, ...], run: Run) -> None:
    result = run(*arguments, "--for-spreadsheet")
    assert result.returncode == 0
    assert result.stdout.startswith(b'\xef\xbb\xbf"')
    refused = run(*arguments, "--for-spreadsheet", "-f", "json")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"json is no CSV" in refused.stderr


def test_a_named_graph_that_is_asked_for_is_said_to_be_nowhere(run: Run) -> None:
    asked = run("query", "who-supports", "--graph", "https://example.org/g")
    assert (asked.returncode, asked.stdout) == (2, b"")
    assert b"there is no graph https://example.org/g here" in asked.stderr


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ('"collective security"@en', True), ('"säkerhet"@sv', True), ('"безопасность"@ru', True),
        ('"всемирная торговля"@ru', False), ('"La Paz tourism"@en', False), ('"securities market"@en', False),
        ('"instability"@en', False),
    ],
)  # fmt: skip
def test_security_is_what_goes_by_a_word_for_it(label: str, found: bool, graph_of: GraphOf) -> None:
    graph = graph_of(
        f"ex:t a skos:Concept ; rdfs:label {label} . ex:m a rg:Measure ; rg:concerns ex:t ."
        " ex:x a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:m ."
    )
    assert bool(relgraph.query(graph, "security").rows) == found
