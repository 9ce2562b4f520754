"""Labels: one order of preference for things, relations and terms alike."""

from __future__ import annotations

import pytest
from conftest import GraphOf

from relgraph.model.labels import label_of, labels_of

EX = "https://example.org/"


@pytest.mark.parametrize(
    ("stated", "labels"),
    [
        ('rdfs:label "Rusland"@nl , "Russia"@en , "Rossiya"', ["Russia", "Rossiya", "Rusland"]),
        ('rdfs:label "B"@en , "A"@en', ["A", "B"]),
        ('rdfs:label "A"@de ; skos:prefLabel "B"@en', ["B", "A"]),
        ('dcterms:title "Title" ; skos:altLabel "Other"', ["Title"]),
        ('rdfs:label "Same"@en ; skos:prefLabel "Same"', ["Same"]),
        ('rdfs:label "  "@en , ex:node , "Only"@fr', ["Only"]),
        ("rg:isoAlpha2 'RU'", []),
    ],
)
def test_english_comes_first_then_no_language_then_the_others(
    stated: str, labels: list[str], graph_of: GraphOf
) -> None:
    graph = graph_of(f"@prefix dcterms: <http://purl.org/dc/terms/> . ex:thing {stated} .")
    assert labels_of(graph, EX + "thing") == labels
    assert label_of(graph, EX + "thing") == (labels or ["thing"])[0]
    assert graph.thing(EX + "thing").label == (labels or ["thing"])[0]


def test_a_relation_of_the_data_goes_by_the_same_order(graph_of: GraphOf) -> None:
    graph = graph_of('ex:shuns a rg:Relation ; rdfs:label "mijdt"@nl , "shuns"@en , "a shunning" .')
    relation = graph.ontology.relation("shuns")
    assert relation is not None
    assert relation.label == "shuns"


def test_what_data_call_our_relation_goes_before_what_the_ontology_calls_it(graph_of: GraphOf) -> None:
    graph = graph_of('rg:supports rdfs:label "backs"@en .')
    relation = graph.ontology.relation("supports")
    assert relation is not None
    assert (relation.label, relation.sign) == ("backs", "cooperative")
