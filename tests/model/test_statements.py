"""Statements: whatever answers the three look-ups is read alike."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from relgraph import KnowledgeGraph
from relgraph.model.acts import read_acts
from relgraph.model.ontology import read_ontology
from relgraph.model.statements import TripleIndex, links, node_of, nodes, text_of, texts
from relgraph.model.things import read_thing

NODES = st.sampled_from([ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.BlankNode("c")])
LITERALS = st.sampled_from(
    [ox.Literal("x"), ox.Literal("x", language="en"), ox.Literal("1", datatype=ox.NamedNode("urn:d"))]
)
TRIPLES = st.builds(
    ox.Triple, NODES, st.sampled_from([ox.NamedNode("urn:p"), ox.NamedNode("urn:q")]), NODES | LITERALS
)


@settings(max_examples=200, deadline=None)
@given(st.sets(TRIPLES))
def test_an_index_in_memory_answers_as_a_store_does(triples: set[ox.Triple]) -> None:
    graph = KnowledgeGraph()
    graph.oxigraph.extend(ox.Quad(*triple) for triple in triples)
    index = TripleIndex(triples)
    for predicate in ("urn:p", "urn:q", "urn:none"):
        assert sorted(map(str, index.pairs_of(predicate))) == sorted(map(str, graph.pairs_of(predicate)))
        assert index.nodes_by_subject(predicate) == graph.nodes_by_subject(predicate)
        assert index.literals_by_subject(predicate) == graph.literals_by_subject(predicate)
        assert list(links(index, predicate)) == list(links(graph, predicate))
        for node in ("urn:a", "urn:b", "_:c", "urn:none"):
            assert texts(index, node, predicate) == texts(graph, node, predicate)
            assert nodes(index, node, predicate) == nodes(graph, node, predicate)
            ours, theirs = (found.subjects_of(predicate, node) for found in (index, graph))
            assert sorted(map(text_of, ours)) == sorted(map(text_of, theirs))


def test_the_meeting_is_read_alike_without_a_store(meeting: KnowledgeGraph) -> None:
    index = TripleIndex(iter(meeting.oxigraph))
    ontology = read_ontology(index)
    assert ontology == meeting.ontology
    assert read_acts(index, ontology) == meeting.acts
    for act in list(meeting.acts)[:20]:
        assert read_thing(index, ontology, act) == meeting.thing(act)


def test_a_node_is_named_by_its_text() -> None:
    for term in (ox.NamedNode("https://example.org/x"), ox.BlankNode("b0")):
        assert node_of(text_of(term)) == term
