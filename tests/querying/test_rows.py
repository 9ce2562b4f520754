"""Rows: what the engine wrote is what its terms are, in every format and for every term."""

from __future__ import annotations

import copy
import json
import pickle
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD

from relgraph import KnowledgeGraph
from relgraph.errors import OutputError, QueryError
from relgraph.formats import NOT_XML
from relgraph.querying import QueryResult, query
from relgraph.querying.rows import Rows, table_of

FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
text = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"',;\\\t\r\n\0\u0007 <>@^_:?𝄞\u2028"),
    max_size=12,
) | st.sampled_from(["", " ", "_:b0", "<<( x", "--ltr", '"a"@en--rtl', "true", "1", "?a", '"', "\\n"])
iri = st.text("abcé𝄞,;:?=&'()*+~/@!$.-_", max_size=8).map(lambda tail: ox.NamedNode(f"urn:x:{tail}"))
datatype = st.sampled_from([
    *(f"{XSD}{name}" for name in ("string", "integer", "decimal", "double", "boolean", "date", "gYearMonth")),
    "urn:x:datatype,1",
])  # fmt: skip
literal = (
    text.map(ox.Literal)
    | st.builds(
        lambda value, tag: ox.Literal(value, language=tag),
        text,
        st.sampled_from(["en", "EN", "en-US", "zh-Hant", "sr-latn-rs", "x-ltr"]),
    )
    | st.builds(
        lambda value, name: ox.Literal(value, datatype=ox.NamedNode(name)),
        text | st.sampled_from(["01", "+1", "-1", "1.50", "1.", "1E0", "1", "TRUE", "2021-07", "2021-07-06"]),
        datatype,
    )
)
blank = st.sampled_from(["b1", "b0", "x", "e041.a"]).map(ox.BlankNode)
names = st.lists(st.sampled_from(["a", "b", "c1", "é", "true", "type"]), max_size=3, unique=True).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[str, ...], Rows]:
    columns = draw(names)
    cell = st.none() | iri | literal | blank
    return columns, tuple(draw(st.lists(st.tuples(*[cell] * len(columns)), max_size=4)))


def sparql_json(columns: tuple[str, ...], rows: Rows) -> dict[str, object]:
    """Return SPARQL 1.1 Query Results JSON, with blank nodes numbered as they come."""
    numbers: dict[ox.BlankNode, int] = {}

    def term(found: object) -> dict[str, str]:
        if isinstance(found, ox.BlankNode):
            return {"type": "bnode", "value": f"b{numbers.setdefault(found, len(numbers))}"}
        if isinstance(found, ox.NamedNode):
            return {"type": "uri", "value": found.value}
        assert isinstance(found, ox.Literal)
        written = {"type": "literal", "value": found.value}
        if found.language is not None:
            written["xml:lang"] = found.language
        elif found.datatype.value != str(XSD.string):
            written["datatype"] = found.datatype.value
        return written

    bindings = [
        {name: term(found) for name, found in zip(columns, row, strict=True) if found is not None}
        for row in rows
    ]
    return {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}


@given(tables())
def test_every_format_has_every_term(table: tuple[tuple[str, ...], Rows]) -> None:
    result = QueryResult("select", *table)
    reference = json.dumps(sparql_json(*table), ensure_ascii=False, indent=2)
    assert result.serialize("json") == (reference + "\n").encode()
    for name, engine_format in FORMATS.items():
        if name == "xml" and any(
            isinstance(t, ox.Literal) and NOT_XML.search(t.value) for r in table[1] for t in r
        ):
            with pytest.raises(OutputError, match=r"^row \d, \?\w+: has a control character"):
                result.serialize(name)
            continue
        solutions = ox.parse_query_results(reference, ox.QueryResultsFormat.JSON)
        written = solutions.serialize(format=engine_format)
        assert written is not None
        assert result.serialize(name).removesuffix(b"\n") == written.removesuffix(b"\n")
        if name == "xml":
            ET.fromstring(result.serialize(name))


@given(tables())
def test_rows_are_those_that_the_engine_had(table: tuple[tuple[str, ...], Rows]) -> None:
    columns, rows = table
    by_hand = QueryResult("select", columns, rows)
    # The solutions of the engine have their columns in another order.
    written = QueryResult("select", columns[::-1], tuple(row[::-1] for row in rows)).serialize("json")
    solutions = ox.parse_query_results(written, ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    read = QueryResult.written("select", columns, table_of(solutions, columns), {})
    if not any(isinstance(term, ox.BlankNode) for row in rows for term in row):
        assert read.terms == rows
        assert read == by_hand == copy.deepcopy(read)
        assert read == pickle.loads(pickle.dumps(read))  # noqa: S301 - pickled here
        assert hash(read) == hash(by_hand)
        assert repr(read) == repr(by_hand)
    assert len(read) == len(rows)
    assert bool(read) is bool(rows)
    for name in ("csv", "tsv", "json"):
        assert read.serialize(name) == by_hand.serialize(name)


@settings(max_examples=30, deadline=None)
@given(st.lists(literal | iri | blank, min_size=1, max_size=6))
def test_an_answer_is_what_the_store_has(terms: list[ox.Literal | ox.NamedNode | ox.BlankNode]) -> None:
    graph = KnowledgeGraph()
    for number, term in enumerate(terms):
        graph.oxigraph.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), term))
    text = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"
    solutions = graph.oxigraph.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    result = query(graph, text)
    assert result.terms == tuple((solution["s"], solution["o"]) for solution in solutions)
    assert query(graph, "CONSTRUCT WHERE { ?s ?p ?o }").serialize("ntriples").count(b"\n") == len(terms)
    if not any(isinstance(term, ox.BlankNode) for term in terms):
        for name in ("csv", "tsv"):
            solutions = graph.oxigraph.query(text)
            assert isinstance(solutions, ox.QuerySolutions)
            assert result.serialize(name) == solutions.serialize(format=FORMATS[name])


def test_tables_without_columns_or_rows_keep_the_number_of_their_rows(small: KnowledgeGraph) -> None:
    for asked, rows in (
        ("SELECT * {}", ((),)),
        ("SELECT * { VALUES () { () () } }", ((), ())),
        ("SELECT * { FILTER(false) }", ()),
        ("SELECT ?x {}", ((None,),)),
        ("SELECT ?x { VALUES ?x { UNDEF UNDEF } }", ((None,), (None,))),
        ("SELECT ?x { FILTER(false) }", ()),
    ):
        assert query(small, asked).terms == rows


def test_columns_of_all_variables_stand_as_the_query_names_them(small: KnowledgeGraph) -> None:
    result = query(small, "SELECT * { BIND('a\\tb' AS ?z) BIND(?z AS ?a) OPTIONAL { ?z ?m ?n } }")
    assert result.variables == ("z", "a", "m", "n")
    assert result.serialize("csv") == b"z,a,m,n\r\na\tb,a\tb,,\r\n"


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT (TRIPLE(<urn:a>, <urn:b>, 'x') AS ?t) {}",
        "SELECT * { BIND('x' AS ?a) BIND(TRIPLE(<urn:a>, <urn:b>, 'x') AS ?t) }",
        "SELECT (STRLANGDIR('x', 'en', 'ltr') AS ?t) {}",
        "CONSTRUCT { <urn:a> <urn:b> ?t } { BIND(TRIPLE(<urn:a>, <urn:b>, 'x') AS ?t) }",
    ],
)
def test_terms_of_rdf_1_2_are_refused_and_texts_like_them_are_not(asked: str, small: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match=r"is RDF 1\.2, not RDF 1\.1"):
        query(small, asked)
    alike = query(small, "SELECT ?x { VALUES ?x { '<<( a b c )>>' '\"x\"@en--ltr' 'x--rtl'@en } }")
    assert [str(term) for (term,) in alike] == ["<<( a b c )>>", '"x"@en--ltr', "x--rtl"]
