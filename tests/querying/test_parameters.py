"""Parameters of any query: where they bind, what they bind, and what is refused."""

from __future__ import annotations

import pytest
from rdflib import XSD, BNode, Literal, Namespace, URIRef

from relgraph import KnowledgeGraph
from relgraph.errors import NameNotFoundError, QueryError
from relgraph.querying import query

EX = Namespace("https://example.org/")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT ?s ?o { VALUES ?s { UNDEF } ?s rdfs:label ?o }", 2),
        ("SELECT ?s ?o {\n  # VALUES ?s { UNDEF }\n  ?s rdfs:label ?o }", 2),
        ("SELECT ?s ?o {\r\n  #values $s {undef}  \r\n  ?s rdfs:label ?o }", 2),
        ("SELECT ?o { { SELECT ?o { VALUES ?s { UNDEF } ?s rdfs:label ?o } } }", 2),
        ("SELECT ?t { VALUES ?s { UNDEF } ?s rdfs:label ?o BIND(STR(?s) AS ?t) }", 2),
        ("SELECT ?o { { values ?s {UNDEF} ?s rdfs:label ?o } UNION { VALUES $s {\nundef\n} ?s a ?o } }", 3),
        ("CONSTRUCT { ex:x ex:y ?o } { VALUES ?s { UNDEF } ?s rdfs:label ?o }", 2),
        ("SELECT ?o { ?s rdfs:label ?o FILTER(BOUND(?s)) # VALUES ?s { UNDEF }\n VALUES ?s { UNDEF } }", 2),
    ],
)
def test_a_value_binds_wherever_it_is_declared(text: str, rows: int, small: KnowledgeGraph) -> None:
    declared = f"# Labels of what?\n# param s: whose\nPREFIX ex: <{EX}>\n{text}"
    assert len(query(small, declared, parameters={"s": "Borduria"})) == rows


def test_an_ask_and_a_filter_see_the_value(small: KnowledgeGraph) -> None:
    text = "# Same?\n# param x: a term\nASK { VALUES ?x { UNDEF } FILTER(?x = <https://example.org/a>) }"
    assert query(small, text, parameters={"x": EX.a}).boolean is True
    assert query(small, text, parameters={"x": EX.b}).boolean is False


@pytest.mark.parametrize(
    "value",
    [
        Literal('a"b\\c\nd\re\tf\x07}#<x>{ ?s'),
        Literal('" } ; DROP ALL #', lang="en"),
        Literal("\u202eUNDEF\u2028'''"),
        Literal("2021-10", datatype=XSD.gYearMonth),
        Literal("x", datatype=EX.type),
        URIRef("https://example.org/é?a=1&b='c'"),
        Literal("x" * 100_000),
    ],
)
def test_a_value_comes_back_as_it_went_in(value: URIRef | Literal, small: KnowledgeGraph) -> None:
    text = "# Which?\n# param x: a term\nSELECT ?x { VALUES ?x { UNDEF } }"
    assert query(small, text, parameters={"x": value}).rows == ((value,),)


def test_a_clause_in_a_comment_or_string_stays_as_it_is(small: KnowledgeGraph) -> None:
    text = (
        "# Which?\n# param x: a term\n"
        'SELECT ?x ?y { # VALUES ?x { UNDEF } here\n VALUES ?x { UNDEF } BIND("VALUES ?x { UNDEF }" AS ?y) }'
    )
    assert query(small, text, parameters={"x": EX.a}).rows == ((EX.a, Literal("VALUES ?x { UNDEF }")),)


@pytest.mark.parametrize(
    ("name", "parameters", "message", "advice"),
    [
        ("who-suports", {}, "unknown query 'who-suports'", "did you mean who-supports?"),
        ("who-supports", {"actr": "Russia"}, "unknown parameter 'actr'", "did you mean actor?"),
        ("who-supports", {"actor": "Rusia"}, "parameter actor: nothing", "did you mean Russia"),
        ("who-supports", {"actor": "x } UNION {"}, "parameter actor: nothing", "give an IRI"),
        ("who-supports", {"actor": BNode("b")}, "parameter actor: a blank node", "give an IRI"),
        ("# Q?\n# param x: y\nSELECT * { ?x ?p ?o }", {"x": EX.a}, "parameter x: is declared", "VALUES ?x"),
    ],
)
def test_wrong_names_are_told(
    name: str, parameters: dict[str, str], message: str, advice: str, meeting: KnowledgeGraph
) -> None:
    with pytest.raises(
        NameNotFoundError if "nknown" in message or "nothing" in message else QueryError
    ) as caught:
        query(meeting, name, parameters=parameters)
    assert message in str(caught.value)
    assert advice in caught.value.advice
