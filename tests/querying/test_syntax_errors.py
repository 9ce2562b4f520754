"""What is wrong with a query, and where."""

from __future__ import annotations

import pytest
from patience import PATIENCE
from rdflib import Literal

from relgraph import KnowledgeGraph
from relgraph.errors import QueryError, RelgraphError
from relgraph.querying import query


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("SELEC * { ?s ?p ?o }", "query, line 1, column 1: starts with 'SELEC'", "did you mean SELECT?"),
        ("SELECT * {\n  ?s ?p ?o\n} LIMIT x", "query, line 3, column 9: not SPARQL 1.1 near 'x'", "look at"),
        ('SELECT * {\n ?é ?p "éé" ) }', "query, line 2, column 13: not SPARQL 1.1 near ') }'", "look at"),
        (
            "SELECT * { ?s ?p ?o",
            "query, line 1, column 20: not SPARQL 1.1 near the end",
            "1 closing brace is missing",
        ),
        (
            "PREFIX a: <urn:#>\n\nSELECT * { ?s a:x b:y }",
            "query, line 3, column 19: prefix b: is not",
            "PREFIX b:",
        ),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "neither grouped by nor aggregated", "GROUP BY"),
        ("SELECT * { ?s ?p ?o FILTR(?o) }", "line 1, column 21: not SPARQL 1.1 near 'FILTR(?o) }'", "look at"),
        ("PREFIX a <urn:a> SELECT * { }", "query, line 1, column", "look at"),
        ("DESCRIBE id:state/russia", "query, line 1, column", "cannot hold a slash"),
        ("\ufeffASK {}", "query, line 1, column 1: starts with a byte-order mark", "without a byte-order mark"),
        ("ASK { \udc80 }", "query: ", "correct"),
        (
            "# INSERT\nINSERT DATA { <urn:a> <urn:b> <urn:c> }",
            "query, line 2, column 1: INSERT is an update",
            "SELECT",
        ),
        (
            "PREFIX a: <urn:a>\ndelete where { ?s ?p ?o }",
            "query, line 2, column 1: DELETE is an update",
            "SELECT",
        ),
        ("LOAD <http://127.0.0.1/>", "LOAD is an update, which is refused", "SELECT"),
        ("  \n", "query: is empty", "give the name"),
        ("nonesuch", "unknown query 'nonesuch'", ""),
    ],
)
@pytest.mark.parametrize("timeout", [None, PATIENCE])
def test_what_is_wrong_is_told_with_its_place(
    text: str, message: str, advice: str, timeout: float | None, small: KnowledgeGraph
) -> None:
    with pytest.raises(RelgraphError) as caught:
        query(small, text, timeout=timeout)
    assert message in str(caught.value)
    assert advice in caught.value.advice
    assert "\n" not in str(caught.value)


def test_the_place_is_that_in_the_text_as_written_though_a_value_is_long(small: KnowledgeGraph) -> None:
    text = "# Q?\n# param x: a term\nSELECT ?x { VALUES ?x { UNDEF } ) }"
    with pytest.raises(QueryError, match=r"line 3, column 33: not SPARQL 1\.1 near '\) \}'"):
        query(small, text, parameters={"x": Literal("long" * 100)})
