"""Simple networks: what NetworkX's writers, its measures and pyvis take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyvis.network import Network as VisNetwork

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.errors import OutputError, ProjectionError

EACH = pytest.mark.parametrize(
    ("name", "collectives"), [(name, treatment) for name in PROJECTIONS for treatment in ("keep", "resolve")]
)


def projected(graph: KnowledgeGraph, name: str, collectives: str) -> Any:
    return relgraph.simple(relgraph.project(graph, name, collectives=collectives))


def weights(network: Any) -> dict[Any, float]:
    """Return the weight of each pair, in order where the network is directed."""
    pair = tuple if network.is_directed() else frozenset
    found = {pair(ends): weight for *ends, weight in network.edges(data="weight")}
    assert len(found) == network.number_of_edges()
    return found


@EACH
@pytest.mark.parametrize("format", ["graphml", "gexf", "gml"])
def test_networkx_writes_and_reads_it(
    name: str, collectives: str, format: str, meeting: KnowledgeGraph, tmp_path: Path
) -> None:
    network = projected(meeting, name, collectives)
    path = tmp_path / f"network.{format}"
    getattr(nx, f"write_{format}")(network, path)
    again = getattr(nx, f"read_{format}")(path)
    assert set(again) == set(network)
    assert again.is_directed() == network.is_directed()
    assert weights(again) == weights(network)
    assert nx.betweenness_centrality(again) == pytest.approx(nx.betweenness_centrality(network))


@EACH
def test_measures_for_simple_graphs_and_pyvis_take_it(
    name: str, collectives: str, meeting: KnowledgeGraph
) -> None:
    network = projected(meeting, name, collectives)
    assert not nx.is_frozen(network)
    whole = max(nx.connected_components(nx.Graph(network)), key=len)
    assert set(nx.eigenvector_centrality(nx.Graph(network).subgraph(whole), max_iter=1000)) == whole
    assert set(nx.katz_centrality_numpy(network)) == set(network)
    assert set(nx.k_core(network)) <= set(network)
    assert sum(map(len, nx.community.louvain_communities(network, seed=0))) == len(network)
    drawn = VisNetwork(directed=True)
    drawn.from_nx(network)
    assert {node["id"] for node in drawn.nodes} == set(network)
    assert len(drawn.edges) == network.number_of_edges()
    assert drawn.generate_html()


@EACH
def test_it_is_the_collapsed_network_with_plain_attributes(
    name: str, collectives: str, meeting: KnowledgeGraph
) -> None:
    network = relgraph.project(meeting, name, collectives=collectives)
    before = repr(sorted(network.edges(data=True), key=repr))
    simple = relgraph.simple(network)
    collapsed = relgraph.collapse(network, directed=simple.is_directed())
    assert {(a, b): (d["weight"], d["cost"]) for a, b, d in simple.edges(data=True)} == {
        (a, b): (d["weight"], d["cost"]) for a, b, d in collapsed.edges(data=True)
    }
    assert simple.is_directed() == any(data["directed"] for *_, data in network.edges(data=True))
    for *_, data in [*simple.nodes(data=True), *simple.edges(data=True)]:
        assert all(isinstance(value, str | int | float) for value in data.values())
        assert not {"directed", "mirror", "source", "to"} & set(data)
    assert all(simple.nodes[node]["label"] == network.nodes[node]["label"] for node in network)
    assert repr(sorted(network.edges(data=True), key=repr)) == before


def test_one_edge_says_what_those_of_the_pair_say() -> None:
    network: Any = nx.MultiDiGraph(name="two acts", notes=("one", "two"), none=None)
    network.add_node("a", label="A", aliases=("Alpha", "the A"), share=None)
    acts = {
        "x": (2.0, "supports", -1.0, True),
        "y": (1.0, "opposes", None, True),
        "z": (1.0, "supports", 3, False),
    }
    for act, (weight, relation, intensity, background) in acts.items():
        network.add_edge(
            "a", "b", weight=weight, relation=relation, intensity=intensity, background=background,
            acts=(f"urn:{act}",), directed=True, sign="neutral",
        )  # fmt: skip
    network.add_edge("a", "a", weight=9.0)
    simple = relgraph.simple(network)
    assert list(simple.edges(data=True)) == [
        ("a", "b", {
            "weight": 4.0, "cost": 0.25, "relation": "opposes, supports", "acts": "urn:x urn:y urn:z",
            "sign": "neutral",
        }),
    ]  # fmt: skip
    assert simple.nodes["a"] == {"label": "A", "aliases": "Alpha | the A"}
    assert simple.graph == {"cost_exponent": 1.0, "name": "two acts", "notes": "one | two"}


@pytest.mark.parametrize("kind", [nx.MultiDiGraph, nx.DiGraph, nx.MultiGraph, nx.Graph])
def test_a_tie_goes_both_ways_among_directed_edges_and_is_one_edge_among_its_like(kind: type[Network]) -> None:
    network = kind()
    network.add_edge("b", "a", directed=False, weight=2.0, relation="meets")
    assert not relgraph.simple(network).is_directed()
    network.add_edge("b", "c", directed=True, weight=1.0)
    simple = relgraph.simple(network)
    assert sorted(simple.edges(data="weight")) == [("a", "b", 2.0), ("b", "a", 2.0), ("b", "c", 1.0)]
    assert simple.edges["a", "b"]["relation"] == simple.edges["b", "a"]["relation"] == "meets"


@pytest.mark.parametrize(
    ("attributes", "error"),
    [({"weight": -1}, ProjectionError), ({"weight": "much"}, OutputError), ({"what": object()}, OutputError)],
)
def test_what_has_no_plain_form_is_refused(attributes: dict[str, Any], error: type[Exception]) -> None:
    network: Network = nx.Graph()
    network.add_edge(1, 2, **attributes)  # type: ignore[arg-type]
    with pytest.raises(error):
        relgraph.simple(network)


edges = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans(), st.integers(1, 5), st.booleans()), max_size=9
)


@given(edges, st.sampled_from([nx.MultiDiGraph, nx.MultiGraph, nx.DiGraph, nx.Graph]))
def test_any_network_becomes_simple_once(
    drawn: list[tuple[int, int, bool, int, bool]], kind: type[nx.Graph[int]]
) -> None:
    network: Any = kind()
    network.add_nodes_from(range(4))
    for source, target, directed, weight, background in drawn:
        network.add_edge(
            source, target, directed=directed, weight=float(weight), background=background,
            acts=(f"urn:{weight}",),
        )  # fmt: skip
    simple: Any = relgraph.simple(network)
    assert not list(nx.selfloop_edges(simple))
    assert nx.utils.graphs_equal(relgraph.simple(simple), simple)
    total = sum(weight for source, target, _, weight, _ in drawn if source != target)
    if kind is nx.MultiGraph and not simple.is_directed():
        assert sum(weights(simple).values()) == total
