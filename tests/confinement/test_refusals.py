"""SERVICE and FROM: no other server is called."""

from __future__ import annotations

import contextlib

import pytest
from patience import PATIENCE
from rdflib import URIRef

from relgraph import KnowledgeGraph
from relgraph.errors import QueryError
from relgraph.querying import query

# Each of these reaches the endpoint where it may, so it is the refusal that keeps it off. Two exceptions: this
# version of the engine neither undoes escapes in keywords nor calls a variable.
TRICKS = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "case": "SELECT * { sErViCe<URL>{ ?s ?p ?o } }",
    "comments between": "SELECT * { SERVICE#\n#{\n<URL>#{\n{ ?s ?p ?o } }",
    "behind a number": "SELECT * { ?a ?b 1SERVICE<URL>{ ?s ?p ?o } }",
    "empty prefix": "PREFIX : <URL> SELECT * { SERVICE:{ ?s ?p ?o } }",
    "glued prefix": "PREFIX x: <URL> SELECT * { SERVICEx:{ ?s ?p ?o } }",
    "escaped name": "PREFIX x: <URL> SELECT * { SERVICE x:a\\#b#\n{ ?s ?p ?o } }",
    "variable": "SELECT * { BIND(<URL> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "behind a variable of that name": "PREFIX : <URL> SELECT * { ?a ?b ?SERVICE SERVICE:x{ ?s ?p ?o } }",
    "behind a failed string": 'SELECT * { VALUES ?x { """abc" } SERVICE <URL> { ?s ?p ?o } } # "\\q """',
    "behind a failed IRI": 'SELECT * { BIND(1 AS ?x) FILTER(?x<?x#>"""\n+1) SERVICE <URL> { ?s ?p ?o } } #"""',
    "in a subselect": "SELECT * { { SELECT * { GRAPH ?g {} } } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "escaped keyword": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "escaped keyword, letter by letter": "SELECT * { S\\U00000045RVIC\\u0065 <URL> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_service_is_refused_and_nobody_is_called(
    trick: str, small: KnowledgeGraph, heard: tuple[str, list[str]]
) -> None:
    url, asked = heard
    text = TRICKS[trick].replace("URL", url)
    with pytest.raises(QueryError, match="SERVICE calls another server, which is refused"):
        query(small, text)
    assert asked == []
    with contextlib.suppress(QueryError):
        query(small, text, allow_service=True)
    assert bool(asked) is not trick.startswith(("escaped keyword", "variable"))


def test_service_works_where_it_is_allowed(small: KnowledgeGraph, heard: tuple[str, list[str]]) -> None:
    url, _ = heard
    text = f"SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    assert query(small, text, allow_service=True).rows == ((URIRef("urn:remote"),),)
    assert query(small, text, allow_service=True, timeout=PATIENCE).rows == ((URIRef("urn:remote"),),)


@pytest.mark.parametrize(
    "text",
    [
        "# SERVICE <urn:x> { ?s ?p ?o } is not called\nASK {}",
        'ASK { FILTER("secret service" = "service") { } }',
        "ASK { OPTIONAL { ?service <urn:p> ?o } { } }",
        "SELECT * { ?\u00e9SERVICE <urn:x> { ?s ?p ?o } }",
    ],
)
def test_the_letters_are_refused_wherever_they_stand_and_the_advice_is_how_to_do_without(
    text: str, small: KnowledgeGraph
) -> None:
    with pytest.raises(QueryError, match="SERVICE calls another server") as refused:
        query(small, text)
    assert "CONCAT" in refused.value.advice
    with contextlib.suppress(QueryError):  # the last one is no SPARQL
        query(small, text, allow_service=True)


def test_a_word_of_these_letters_can_be_given_as_a_parameter(small: KnowledgeGraph) -> None:
    text = "# param x: a text\nSELECT ?x {\n  # VALUES ?x { UNDEF }\n}"
    (row,) = query(small, text, parameters={"x": '"secret service"'}).dicts()
    assert str(row["x"]) == "secret service"


@pytest.mark.parametrize("clause", ["FROM <URL>", "FROM NAMED <URL>", "FROM <URL> FROM NAMED <URLx>"])
def test_from_fetches_nothing(clause: str, small: KnowledgeGraph, heard: tuple[str, list[str]]) -> None:
    url, asked = heard
    text = f"SELECT * {clause} WHERE {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    assert len(query(small, text.replace("URL", url))) == 0
    assert asked == []
