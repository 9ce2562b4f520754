"""Terms of results: their lexical form, and what RDF 1.1 lacks."""

from __future__ import annotations

import pytest
from rdflib import XSD
from term_texts import texts

from relgraph import KnowledgeGraph
from relgraph.errors import QueryError
from relgraph.querying import query


def test_terms_keep_their_lexical_form(small: KnowledgeGraph) -> None:
    result = query(small, "SELECT ?o { VALUES ?o { '01'^^<urn:t> 'x'@en '2021-10'^^xsd:gYearMonth true } }")
    assert texts(result) == [
        ('"01"^^<urn:t>',),
        ('"x"@en',),
        (f'"2021-10"^^<{XSD.gYearMonth}>',),
        (f'"true"^^<{XSD.boolean}>',),
    ]


def test_an_ill_typed_literal_is_text_without_a_word_on_stderr(
    small: KnowledgeGraph, capfd: pytest.CaptureFixture[str]
) -> None:
    result = query(small, "SELECT (STRDT('abc', xsd:integer) AS ?x) {}")
    assert texts(result) == [(f'"abc"^^<{XSD.integer}>',)]
    assert capfd.readouterr().err == ""


def test_what_rdf_11_lacks_is_refused(small: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match=r"RDF 1\.2"):
        query(small, "SELECT (<<( <a:a> <a:b> 1 )>> AS ?t) {}")
