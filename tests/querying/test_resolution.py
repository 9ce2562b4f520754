"""The term that a text stands for, and what stands for none."""

from __future__ import annotations

import pytest
from rdflib import XSD, Literal, Namespace, URIRef
from rdflib.term import Node

from relgraph import KnowledgeGraph
from relgraph.errors import NameNotFoundError
from relgraph.model.namespaces import ID, RG
from relgraph.querying import resolve_term

EX = Namespace("https://example.org/")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("<urn:x>", URIRef("urn:x")),
        ("https://example.org/a b".replace(" ", "%20"), EX["a%20b"]),
        ("URN:isbn:1", URIRef("URN:isbn:1")),
        ("rg:supports", RG.supports),
        ("id:state/russia", ID["state/russia"]),
        ('"x"', Literal("x")),
        ("'x'@en", Literal("x", lang="en")),
        ('"2021"^^xsd:gYear', Literal("2021", datatype=XSD.gYear)),
        ('"01"^^xsd:integer', Literal("01", datatype=XSD.integer, normalize=False)),
        ('"a\\"b\\u00e9"', Literal('a"bé')),
        ('"x"^^<urn:t>', Literal("x", datatype=URIRef("urn:t"))),
        ("  borduria ", EX.b),
        ("BORDURIE", EX.b),
        ("republic of aland", EX.a),
        ('say "hi" there', EX.v),
        ("supports", RG.supports),
        ("agreesTo", RG.agreesTo),
        ("Doubtful", RG.doubtful),
    ],
)
def test_a_term_is_resolved(text: str, term: Node, small: KnowledgeGraph) -> None:
    resolved = resolve_term(small, text)
    assert resolved == term
    assert type(resolved) is type(term)


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("Aland", "names 2 things: <https://example.org/a>, <https://example.org/c>", "one of the IRIs"),
        ("Bordura", "nothing here is called 'Bordura'", "did you mean Borduria, or Bordurie?"),
        ("bord", "nothing here is called 'bord'", "did you mean Borduria, or Bordurie?"),
        ('say "hi" ther', "nothing here is called", 'did you mean say "hi" there?'),
        ("", "nothing here is called ''", "give an IRI"),
        ("<urn:x", "is not an IRI", "write <https"),
        ("<x>", "'x' is not an absolute IRI", "correct it"),
        ("https://a b", "is not an absolute IRI", "correct it"),
        ("rg:a>b", "is not an absolute IRI", "correct it"),
        ('"x', "is not a literal", "write"),
        ('"x" . <urn:a> <urn:b> "y"', "is not a literal", "write"),
        ('"x\ny"', "is not a literal", "write"),
        ('"\\q"', "is not a literal", "correct it"),
        ('"21"^^xsd:gYear', "is ill-typed: not a gYear", "correct the value"),
        ('"2021-02-30"^^xsd:date', "is ill-typed: not a date", "correct the value"),
        ('"x"^^nope:t', "'nope:t' is not a datatype", "xsd:date"),
        ('"x"@a-b-c-toolonglong', "is not a literal", "correct it"),
        ("a\x07\u202eb\udc80", r"'a\x07\u202eb\udc80'", "give an IRI"),
        ("y" * 100_000, "yyy…'", "give an IRI"),
    ],
)
def test_what_is_no_term_is_refused(text: str, message: str, advice: str, small: KnowledgeGraph) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        resolve_term(small, text)
    assert message in str(caught.value)
    assert advice in caught.value.advice
    assert len(str(caught.value)) < 300
