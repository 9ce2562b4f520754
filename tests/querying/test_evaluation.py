"""Queries and updates as a whole: the largest result, and the changed copy."""

from __future__ import annotations

import pytest

from relgraph import KnowledgeGraph
from relgraph.errors import QueryError
from relgraph.querying import query, update


def test_more_rows_than_allowed_are_an_error(small: KnowledgeGraph) -> None:
    text = "SELECT ?n { VALUES ?n { 1 2 3 } }"
    assert len(query(small, text, max_rows=3)) == 3
    with pytest.raises(QueryError, match="more than 2 rows"):
        query(small, text, max_rows=2)
    with pytest.raises(QueryError, match="more than 2 rows"):
        query(small, "CONSTRUCT WHERE { ?s ?p ?o }", max_rows=2)


def test_an_update_makes_a_changed_copy(small: KnowledgeGraph) -> None:
    before = len(small)
    changed = update(small, "DELETE WHERE { ?s rdfs:label ?l } ; INSERT DATA { <urn:a> a rg:State }")
    assert len(small) == before
    assert len(changed) == before - 5 + 1
    assert query(changed, "ASK { <urn:a> a rg:State }").boolean
    for text, message in (
        ("INSERT DATA { <urn:a> ", "update, line 1, column"),
        ("SELECT * { ?s ?p ?o }", "update, line 1, column 1: starts with 'SELECT'"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD calls another server"),
        ("LOAD SILENT\n<http://127.0.0.1:9/>", "LOAD calls another server"),
        ("DELETE { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE calls another"),
    ):
        with pytest.raises(QueryError) as caught:
            update(small, text)
        assert message in str(caught.value)
