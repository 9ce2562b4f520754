"""The terms that the editor completes: of the vocabulary, of the data, and of others that the data use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import GraphOf
from rdflib import OWL, RDF, RDFS, SKOS

import relgraph
from relgraph import KnowledgeGraph
from relgraph.model.namespaces import OA, RG
from relgraph.model.ontology import read_ontology
from relgraph.serving.terms import terms_of

from .conftest import ask, served


def kinds_of(graph: KnowledgeGraph) -> dict[str, str]:
    return {term.iri: term.kind for term in terms_of(graph)}


def test_the_vocabulary_is_told_whole(meeting: KnowledgeGraph) -> None:
    with served(meeting) as server:
        answer = ask(server, "/terms.json")
        assert (answer.status, answer.type) == (200, "application/json")
        terms = json.loads(answer.body)
    found = {iri: kind for iri, kind, _ in terms}
    assert found == kinds_of(meeting)
    assert [str(RG.supports), "relation", "The actor declares itself for the object."] in terms
    assert all(meaning for iri, kind, meaning in terms if iri.startswith(RG) and kind == "relation")
    assert {iri for iri, kind in found.items() if kind == "relation"} == set(read_ontology().relations)
    expected = {
        RG.Act: "class", RG.Support: "class", RG.actor: "property", RG.saidBy: "property", RG.certain: "value",
        RDFS.label: "property", RDF.type: "property", SKOS.Concept: "class", OA.hasSource: "property",
        OWL.Class: "class",
    }  # fmt: skip
    assert {iri: found.get(str(iri)) for iri in expected} == expected
    assert str(SKOS.hiddenLabel) not in found
    assert not any(iri.startswith("https://w3id.org/relgraph/id/") for iri in found)


OWN = f"""
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:Toast a owl:Class ; rdfs:comment "{"x" * 400}" . [] a owl:Class .
ex:toasts a rg:Relation ; skos:definition "To raise a glass." . ex:mood a owl:DatatypeProperty .
ex:a foaf:nick "A" . ex:b a foaf:Agent . ex:topic a skos:Concept .
"""


@pytest.mark.parametrize("on_disk", [False, True])
def test_data_declare_terms_and_use_those_of_others(on_disk: bool, graph_of: GraphOf, tmp_path: Path) -> None:
    graph = graph_of(OWN)
    if on_disk:
        relgraph.load(tmp_path / "g.ttl", store=tmp_path / "store")
        graph = relgraph.open(tmp_path / "store")
    known = kinds_of(relgraph.open())
    more = {iri: kind for iri, kind in kinds_of(graph).items() if iri not in known}
    base = next(iri for iri in more if iri.endswith("Toast")).removesuffix("Toast")
    assert more == {
        f"{base}Toast": "class",
        f"{base}toasts": "relation",
        f"{base}mood": "property",
        str(RDFS.comment): "property",
        "http://xmlns.com/foaf/0.1/nick": "property",
        "http://xmlns.com/foaf/0.1/Agent": "class",
    }
    meanings = {term.iri: term.meaning for term in terms_of(graph)}
    assert meanings[f"{base}toasts"] == "To raise a glass."
    assert meanings[f"{base}Toast"] == "x" * 299 + "…"
    assert meanings[f"{base}mood"] == ""


def test_there_is_an_end_of_terms(graph_of: GraphOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relgraph.serving.terms.MOST_TERMS", 400)
    classes = "".join(f"ex:C{number} a <{OWL.Class}> . " for number in range(500))
    found = terms_of(graph_of(classes))
    assert len(found) == 400
    assert [term.iri for term in found if term.iri.startswith(RG)] == [
        iri for iri in kinds_of(graph_of("")) if iri.startswith(RG)
    ]
