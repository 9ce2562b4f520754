"""Subsets: what one source says, or what a CONSTRUCT gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import turtle
from rdflib import URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import NameNotFoundError, OutputError, QueryError
from relgraph.model.namespaces import ID, OA, RG

CODES = URIRef(ID["document/country-codes"])


def test_a_subset_by_source_is_what_that_source_says(meeting: KnowledgeGraph) -> None:
    part = relgraph.subset(meeting, source="Country codes table")
    assert set(part) <= set(meeting)
    acts = set(part.subjects(RG.relation))
    assert acts == {
        act for act in meeting.subjects(RG.relation)
        if any((evidence, OA.hasSource, CODES) in meeting for evidence in meeting.objects(act, RG.evidence))
    }  # fmt: skip
    russia = URIRef(ID["state/russia"])
    assert set(part.triples((russia, RG.isoAlpha2, None)))  # follows from an act here
    assert not set(part.triples((russia, RG.memberOf, None)))  # follows from an act of another source
    assert set(part.objects(None, OA.hasSource)) == {CODES}
    assert relgraph.validate(part).conforms


def test_the_subsets_of_all_sources_hold_every_act(meeting: KnowledgeGraph) -> None:
    parts = [
        relgraph.subset(meeting, source=iri)
        for iri in sorted(map(str, set(meeting.objects(None, OA.hasSource))))
    ]
    assert {act for part in parts for act in part.subjects(RG.relation)} == set(meeting.subjects(RG.relation))
    assert all(relgraph.validate(part).conforms for part in parts)
    assert (URIRef(ID["state/russia"]), RG.proposes, None) in parts[-1]


def test_what_an_act_is_about_keeps_the_evidence_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            "ex:here rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:there ; rg:evidence ex:p1 , ex:p2 ."
            " ex:there rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:c ; rg:evidence ex:p3 ."
            " ex:other rg:actor ex:b ; rg:relation rg:opposes ; rg:object ex:c ; rg:evidence ex:p3 ."
            " ex:p1 oa:hasSource ex:one . ex:p2 oa:hasSource ex:two . ex:p3 oa:hasSource ex:two ."
        ),
        "utf-8",
    )
    part = relgraph.subset(relgraph.open(path), source="https://example.org/one")
    rests = {(str(act)[-5:], str(place)[-2:]) for act, place in part.subject_objects(RG.evidence)}
    # ex:here is in it for its passage of this source; ex:there for being what it is about, with its own.
    assert rests == {("/here", "p1"), ("there", "p3")}


def test_subsets_that_are_none(meeting: KnowledgeGraph) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.subset(meeting, source="Country codes tabel")
    assert "did you mean Country codes table" in caught.value.advice
    with pytest.raises(NameNotFoundError, match="nothing here rests on 'Russia'"):
        relgraph.subset(meeting, source="Russia")
    with pytest.raises(OutputError, match="no triple"):
        relgraph.subset(meeting, construct="CONSTRUCT { ?s ?p ?o } WHERE { ?s rg:opposes ?x ; ?p ?o }")
    for query in ("who-supports", "ASK {}"):
        with pytest.raises(QueryError, match="gives no triples"):
            relgraph.subset(meeting, construct=query)
    with pytest.raises(QueryError, match="a subset is what a CONSTRUCT gives"):
        relgraph.subset(meeting)


def test_a_subset_by_construct(meeting: KnowledgeGraph) -> None:
    part = relgraph.subset(meeting, construct="CONSTRUCT WHERE { ?s rg:supports ?o }")
    assert set(part) == set(meeting.triples((None, RG.supports, None)))
