"""Results: rows, data frames and the standard formats."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import turtle
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from term_texts import texts

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import NameNotFoundError, OutputError, RelgraphError
from relgraph.querying import QueryResult, query

EX = Namespace("https://example.org/")


def test_a_select_is_rows_dicts_and_length(small: KnowledgeGraph) -> None:
    result = query(
        small,
        "SELECT ?l ?none { <https://example.org/b> rdfs:label ?l OPTIONAL { ?l ?x ?none } } ORDER BY ?l",
    )
    labels = (Literal("Borduria", lang="en"), Literal("Bordurie", lang="fr"))
    assert (result.kind, result.variables, result.boolean) == ("select", ("l", "none"), None)
    assert result.rows == tuple((label, None) for label in labels)
    assert list(result) == list(result.rows)
    assert len(result) == 2
    assert result.dicts() == [{"l": label, "none": None} for label in labels]


def test_an_ask_is_true_or_false(small: KnowledgeGraph) -> None:
    yes, no = query(small, "ASK { ?s ?p ?o }"), query(small, "ASK { ?s <urn:no> ?o }")
    assert (yes.kind, yes.boolean, bool(yes), len(yes)) == ("ask", True, True, 1)
    assert (no.kind, no.boolean, bool(no), len(no)) == ("ask", False, False, 1)
    assert no.dicts() == [{"boolean": Literal(False)}]


def test_a_result_is_a_plain_value(small: KnowledgeGraph) -> None:
    first, second = (query(small, "SELECT ?s { ?s a rg:State } ORDER BY ?s") for _ in range(2))
    assert first == second == QueryResult("select", ("s",), ((ox.NamedNode(EX.a),), (ox.NamedNode(EX.b),)))
    with pytest.raises(AttributeError):
        first.kind = "ask"  # type: ignore[misc]


def test_construct_and_describe_give_each_triple_once_and_sorted(small: KnowledgeGraph) -> None:
    made = query(small, "CONSTRUCT { ?s a <urn:T> } WHERE { ?s rdfs:label ?l }")
    assert made.kind == "graph"
    assert made.variables == ("subject", "predicate", "object")
    assert made.rows == tuple((EX[name], RDF.type, URIRef("urn:T")) for name in "abcv")
    assert len(query(small, "DESCRIBE <https://example.org/b>")) == 5


def test_csv_is_as_w3c_has_it(small: KnowledgeGraph) -> None:
    result = query(
        small,
        "SELECT ?s ?o ?u { ?s <https://example.org/p> ?o FILTER(?s = <https://example.org/b>) } ORDER BY ?o",
    )
    # SPARQL 1.1 Query Results CSV: CRLF, quotes doubled, IRIs bare, unbound empty, nothing else escaped.
    assert result.serialize("csv") == (
        b's,o,u\r\nhttps://example.org/b,=1+1,\r\nhttps://example.org/b,"a,""b""\nc",\r\n'
    )
    assert list(csv.reader(io.StringIO(result.serialize("csv").decode(), newline="")))[2][1] == 'a,"b"\nc'


def test_tsv_is_as_w3c_has_it(small: KnowledgeGraph) -> None:
    result = query(
        small, "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (<urn:x> 'a\\tb'@en UNDEF) (1 2.5 '2021'^^xsd:gYear) } }"
    )
    assert result.serialize("tsv").decode() == (
        f'?a\t?b\t?c\n<urn:x>\t"a\\tb"@en\t\n1\t2.5\t"2021"^^<{XSD.gYear}>\n'
    )


def test_json_and_xml_are_the_standard_result_formats(small: KnowledgeGraph) -> None:
    text = "SELECT ?x ?y { VALUES (?x ?y) { (<urn:x> UNDEF) ('é<&'@en 1) } }"
    result = query(small, text)
    assert json.loads(result.serialize("json")) == {
        "head": {"vars": ["x", "y"]},
        "results": {
            "bindings": [
                {"x": {"type": "uri", "value": "urn:x"}},
                {
                    "x": {"type": "literal", "value": "é<&", "xml:lang": "en"},
                    "y": {"type": "literal", "value": "1", "datatype": str(XSD.integer)},
                },
            ]
        },
    }
    root = ET.fromstring(result.serialize("xml"))
    assert [element.text for element in root.iter() if element.text] == ["urn:x", "é<&", "1"]
    assert json.loads(query(small, "ASK {}").serialize("json")) == {"head": {}, "boolean": True}
    assert query(small, "ASK {}").serialize("csv") == b"true\n"
    assert b"<boolean>true</boolean>" in query(small, "ASK {}").serialize("xml")


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "jsonld"])
def test_a_graph_round_trips(fmt: str, small: KnowledgeGraph) -> None:
    result = query(small, "CONSTRUCT WHERE { ?s ?p ?o }")
    written = result.serialize(fmt)
    parsed = Graph().parse(data=written, format={"ntriples": "nt", "jsonld": "json-ld"}.get(fmt, fmt))
    assert set(texts(parsed)) == set(texts(result))
    assert len(parsed) == len(small)


def test_turtle_uses_the_prefixes_and_ntriples_is_sorted(small: KnowledgeGraph) -> None:
    result = query(small, "CONSTRUCT WHERE { ?s a ?o }")
    assert b"a rg:Person" in result.serialize("turtle")
    lines = result.serialize("ntriples").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 3


def test_blank_nodes_give_the_same_bytes_each_time(tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text(turtle('ex:a ex:p [ ex:q "1" ] , [ ex:q "2" ] .'), encoding="utf-8")
    tables, graphs = set(), set()
    for _ in range(3):
        graph = relgraph.open(path)
        table = query(graph, "SELECT ?b ?q { ?b <https://example.org/q> ?q } ORDER BY ?q")
        assert all(isinstance(row[0], BNode) for row in table)
        tables |= {table.serialize("csv"), table.serialize("csv")}
        graphs.add(query(graph, "CONSTRUCT WHERE { ?s ?p ?o }").serialize("turtle"))
    assert tables == {b"b,q\r\n_:b0,1\r\n_:b1,2\r\n"}
    assert len(graphs) == 1


@pytest.mark.parametrize(
    ("text", "fmt", "error", "message"),
    [
        ("SELECT ?s { ?s ?p ?o }", "turtle", OutputError, "turtle is a format for triples"),
        ("ASK {}", "ntriples", OutputError, "ntriples is a format for triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", OutputError, "csv is a format for tables"),
        ("ASK {}", "jsn", NameNotFoundError, "unknown format 'jsn'"),
        ("SELECT ('a\\u0007' AS ?x) {}", "xml", OutputError, "row 1, ?x: has a control character"),
    ],
)
def test_a_format_of_the_wrong_kind_is_refused(
    text: str, fmt: str, error: type[RelgraphError], message: str, small: KnowledgeGraph
) -> None:
    with pytest.raises(error) as caught:
        query(small, text).serialize(fmt)
    assert message in str(caught.value)
    assert caught.value.advice


def test_a_data_frame_invents_no_day(small: KnowledgeGraph) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = query(
        small, "SELECT ?o { <https://example.org/a> <https://example.org/p> ?o } ORDER BY STR(?o)"
    ).to_pandas()
    assert list(frame.columns) == ["o"]
    assert list(frame["o"]) == [1, Decimal("2.5"), date(2021, 7, 6), "2021-10", True, "x"]
    empty = query(small, "SELECT ?s ?p { ?s <urn:no> ?p }").to_pandas()
    assert list(empty.columns) == ["s", "p"]
    assert len(empty) == 0


def test_a_data_frame_without_pandas_says_what_to_install(
    small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(OutputError) as caught:
        query(small, "ASK {}").to_pandas()
    assert "pandas" in str(caught.value)
    assert "relgraph[pandas]" in caught.value.advice
