"""TriG and N-Quads: a named graph for each source document."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import turtle
from rdf_readers import named_graphs, plain
from rdflib import URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.model.namespaces import OA, RG


@pytest.mark.parametrize("format", ["trig", "nquads"])
def test_acts_stand_in_the_named_graph_of_their_source(format: str, meeting: KnowledgeGraph) -> None:
    graphs = named_graphs(relgraph.export(meeting, format), format)
    documents = {row[0] for row in relgraph.query(meeting, "SELECT DISTINCT ?d { ?a rg:relation ?r ;"
                 " rg:evidence ?e . ?e oa:hasSource ?d }")}  # fmt: skip
    assert set(graphs) == {None, *documents}
    for act, evidence in meeting.subject_objects(RG.evidence):
        if (act, RG.relation, None) in meeting:
            (document,) = meeting.objects(evidence, OA.hasSource)
            (selector,) = meeting.objects(evidence, OA.hasSelector)
            assert isinstance(document, URIRef)
            for node in (act, evidence, selector):
                assert plain(graphs[document].triples((node, None, None))) == plain(
                    meeting.triples((node, None, None))
                )
                assert (node, None, None) not in graphs[None]
    direct = set(meeting.triples((None, RG.supports, None)))
    assert direct
    assert all(triple in graphs[None] for triple in direct)


def test_an_act_on_two_documents_stands_in_both_and_one_without_evidence_in_neither(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            "ex:x a rg:Support ; rg:relation rg:supports ; rg:evidence ex:e1 , ex:e2 ."
            " ex:e1 oa:hasSource ex:d1 ; oa:hasSelector ex:s1 . ex:e2 oa:hasSource ex:d2 . ex:s1 oa:start 1 ."
            " ex:y a rg:Support ; rg:relation rg:supports ."
            " ex:thing rg:evidence ex:e3 . ex:e3 oa:hasSource ex:d1 ."
        ),
        "utf-8",
    )
    content = relgraph.export(relgraph.open(path), "trig")
    graphs = named_graphs(content, "trig")
    subjects = {
        str(name).rpartition("/")[2]: {str(node).rpartition("/")[2] for node in graph.subjects()}
        for name, graph in graphs.items()
    }
    assert subjects == {"d1": {"x", "e1", "s1"}, "d2": {"x", "e2"}, "None": {"y", "thing", "e3"}}
    assert b"GRAPH" not in content  # which Virtuoso and Raptor refuse
    assert b"ex:d1 {\n    ex:e1" in content
