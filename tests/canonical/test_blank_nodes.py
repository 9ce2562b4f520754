"""Names of blank nodes: they depend on the graph alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relgraph import KnowledgeGraph
from relgraph.canonical import blank_nodes, name_blank_nodes
from relgraph.errors import InputError
from relgraph.querying import query

P, Q = ox.NamedNode("urn:p"), ox.NamedNode("urn:q")
blanks = st.sampled_from([ox.BlankNode(f"n{number}") for number in range(6)])
others = st.sampled_from([ox.NamedNode("urn:a"), ox.NamedNode("urn:b")])
graphs = st.lists(
    st.builds(
        ox.Triple,
        blanks | others,
        st.sampled_from([P, Q]),
        blanks | others | st.sampled_from([ox.Literal("1"), ox.Literal("1", language="en")]),
    ),
    max_size=12,
)


def relabelled(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return the same graph, the other way round and with other names for blank nodes."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}
    found = []
    for triple in reversed(triples):
        ends = [
            names.setdefault(term, ox.BlankNode()) if isinstance(term, ox.BlankNode) else term
            for term in (triple.subject, triple.object)
        ]
        assert not isinstance(ends[0], ox.Literal | ox.Triple)
        found.append(ox.Triple(ends[0], triple.predicate, ends[1]))
    return found


def rdfc(triples: list[ox.Triple]) -> ox.Dataset:
    """Return the graph with the names that RDFC-1.0 gives."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@settings(deadline=None)
@given(graphs)
def test_isomorphic_graphs_get_the_same_names_and_stay_isomorphic(triples: list[ox.Triple]) -> None:
    named = name_blank_nodes(triples)
    assert set(named) == set(name_blank_nodes(relabelled(triples)))
    assert rdfc(named) == rdfc(triples)


@settings(deadline=None)
@given(graphs)
def test_names_are_numbered_from_zero(triples: list[ox.Triple]) -> None:
    ends = [term for triple in name_blank_nodes(triples) for term in (triple.subject, triple.object)]
    names = {term.value for term in ends if isinstance(term, ox.BlankNode)}
    assert names == {f"b{number}" for number in range(len(names))}


def test_a_graph_without_blank_nodes_stays_as_it_is() -> None:
    triples = [ox.Triple(ox.NamedNode("urn:b"), P, Q), ox.Triple(ox.NamedNode("urn:a"), P, Q)]
    assert name_blank_nodes(iter(triples)) == triples


def all_linked(count: int) -> list[ox.Triple]:
    nodes = [ox.BlankNode(f"n{number}") for number in range(count)]
    return [ox.Triple(one, P, other) for one in nodes for other in nodes if one != other]


def test_what_cannot_be_told_apart_in_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blank_nodes, "_PATIENCE", 0.5)
    with pytest.raises(InputError, match="nothing tells apart"):
        name_blank_nodes(all_linked(12))  # takes days


def test_a_construct_gives_blank_nodes_that_nothing_tells_apart() -> None:
    graph = KnowledgeGraph()
    graph.oxigraph.extend(ox.Quad(*triple) for triple in all_linked(3))
    assert len(query(graph, "CONSTRUCT WHERE { ?s ?p ?o }", timeout=60)) == 6
