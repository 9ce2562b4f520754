"""Where the nodes stand."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

import relgraph
from relgraph import KnowledgeGraph
from relgraph.page.layout import positions

from .page_reading import data_of

Places = dict[str, tuple[int, int]]

BLOCS = 8


def planted(count: int, ties: int) -> nx.Graph[str]:
    """Return a network of 8 blocs, named by the last digit of a node, in which 93 % of the ties are inside."""
    rng = np.random.default_rng(count)
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(named(number) for number in range(count))
    while network.number_of_edges() < ties:
        a, b = rng.integers(count, size=2).tolist()
        if rng.random() < 0.93:
            b = min(count - 1 - (count - 1 - a) % BLOCS, b - b % BLOCS + a % BLOCS)
        if a != b:
            network.add_edge(named(a), named(b))
    return network


def named(number: int) -> str:
    return f"{number // BLOCS:05d}/{number % BLOCS}"


def sized(network: nx.Graph[Any]) -> dict[str, float]:
    """Return radii from 5 to 30 that grow with the root of the degree, as the page draws them."""
    highest = max(degree for _, degree in network.degree()) or 1
    return {node: max(5.0, 30 * math.sqrt(degree / highest)) for node, degree in network.degree()}


def text_named(network: nx.Graph[Any]) -> nx.Graph[str]:
    return nx.relabel_nodes(network, {node: f"{node:03d}" for node in network})


def touching(places: Places, radii: dict[str, float]) -> list[tuple[str, str]]:
    return [
        (a, b) for a, b in combinations(places, 2) if math.dist(places[a], places[b]) <= radii[a] + radii[b]
    ]


def frame(places: Places, radii: dict[str, float]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of the picture."""
    return (
        min(x - radii[node] for node, (x, _) in places.items()),
        min(y - radii[node] for node, (_, y) in places.items()),
        max(x + radii[node] for node, (x, _) in places.items()),
        max(y + radii[node] for node, (_, y) in places.items()),
    )


@pytest.mark.parametrize("name", ["actors", "full"])
def test_no_two_nodes_of_a_page_overlap(name: str, meeting: KnowledgeGraph) -> None:
    nodes = data_of(relgraph.render(meeting, relgraph.project(meeting, name)))["nodes"]
    for a, b in combinations(nodes, 2):
        apart = math.dist((a["x"], a["y"]), (b["x"], b["y"]))
        assert apart > a["size"] + b["size"], (a["label"], b["label"])


@pytest.mark.parametrize(("count", "ties"), [(300, 1000), (1000, 3300)])
def test_blocs_show(count: int, ties: int) -> None:
    network = planted(count, ties)
    places = positions(network, sized(network))
    nodes = list(places)
    bloc = np.array([node[-1] for node in nodes])
    _, nearest = cKDTree(np.array([places[node] for node in nodes])).query(np.array(list(places.values())), 11)
    assert (bloc[nearest[:, 1:]] == bloc[:, None]).mean() >= 0.95


SHAPES = {
    "path": nx.path_graph(40),
    "ring": nx.cycle_graph(30),
    "star": nx.star_graph(59),
    "complete": nx.complete_graph(30),
    "grid": nx.convert_node_labels_to_integers(nx.grid_2d_graph(8, 10)),
    "tree": nx.balanced_tree(3, 4),
    "two-mode": nx.complete_bipartite_graph(4, 20),
    "sparse": nx.gnm_random_graph(300, 200, seed=3),
    "loops": nx.Graph([(number, number) for number in range(17)]),
    "complete and five alone": nx.disjoint_union(nx.complete_graph(6), nx.empty_graph(5)),
}


@pytest.mark.parametrize("name", [*SHAPES, "blocs"])
def test_nodes_have_room_in_a_picture_that_is_wider_than_high(name: str) -> None:
    network = planted(300, 1000) if name == "blocs" else text_named(SHAPES[name])
    radii = sized(network)
    places = positions(network, radii)
    assert touching(places, radii) == []
    left, top, right, bottom = frame(places, radii)
    covered = sum(math.pi * radius * radius for radius in radii.values())
    assert covered <= 0.15 * (right - left) * (bottom - top)
    assert 0.9 < (right - left) / (bottom - top) < 2.1


def test_few_nodes_stand_in_a_row() -> None:
    (a, b) = positions(nx.Graph([("a", "b")]), {"a": 30.0, "b": 30.0}).values()
    assert abs(a[1] - b[1]) <= 2
    assert 92 <= abs(a[0] - b[0]) <= 400
    assert list(positions(nx.Graph([("a", "a")]), {"a": 5.0})) == ["a"]
    assert positions(nx.Graph(), {}) == {}


def test_pairs_with_many_edges_stand_farther_apart() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph([("a", "b")] * 9 + [("b", "c")] + [("c", "b")])
    places = positions(network, dict.fromkeys("abc", 10.0))
    assert math.dist(places["a"], places["b"]) >= 0.85 * (10 + 10 + 32 + 9 * 14)


def test_components_stand_beside_the_largest_which_fills_the_picture() -> None:
    network = nx.barabasi_albert_graph(80, 2, seed=1)
    for number in range(12):
        network = nx.disjoint_union(network, nx.path_graph(2 + number % 4))
    network = nx.disjoint_union(network, nx.empty_graph(20))
    named_network = text_named(network)
    radii = sized(named_network)
    places = positions(named_network, radii)
    frames = [
        frame({node: places[node] for node in part}, radii) for part in nx.connected_components(named_network)
    ]
    largest, *others = frames
    assert touching(places, radii) == []
    left, top, right, bottom = frame(places, radii)
    assert largest[2] - largest[0] > 0.6 * (right - left)
    assert largest[3] - largest[1] > 0.6 * (bottom - top)
    for a, b in combinations(others, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]
    alone = [places[node] for node in named_network if named_network.degree(node) == 0]
    assert min(y for _, y in alone) > max(f[3] for f in frames[:13])
    assert len({y for _, y in alone}) <= 2


def test_many_components_all_find_a_place() -> None:
    network = text_named(
        nx.disjoint_union_all([nx.star_graph(25), *[nx.path_graph(2)] * 200, nx.path_graph(70)])
    )
    radii = sized(network)
    assert touching(positions(network, radii), radii) == []


def test_does_not_depend_on_the_order_of_nodes_and_edges() -> None:
    network = planted(60, 200)
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed(list(network)))
    turned.add_edges_from((b, a) for a, b in reversed(list(network.edges())))
    assert positions(turned, sized(turned)) == positions(network, sized(network))


@pytest.mark.parametrize("weight", [0, -1, math.inf, math.nan, 1e-300, 1e300])
def test_weights_that_cannot_attract_are_borne(weight: float) -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_weighted_edges_from([("a", "b", weight), ("b", "c", 1), ("c", "d", 2), ("d", "a", 3)])
    radii = dict.fromkeys("abcd", 10.0)
    assert touching(positions(network, radii), radii) == []


CHILD = """
import json, sys
import networkx as nx
from relgraph.page.layout import positions
edges = json.load(sys.stdin)
network = nx.Graph(edges)
print(sorted(positions(network, dict.fromkeys(network, 8.0)).items()))
"""


@pytest.mark.parametrize(
    "setting",
    [
        {"PYTHONHASHSEED": "7"},
        {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "OPENBLAS_CORETYPE": "Haswell"},
        {"OPENBLAS_CORETYPE": "Prescott"},
        {"NPY_DISABLE_CPU_FEATURES": "X86_V4"},
        {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4"},
    ],
    ids=" ".join,
)
def test_is_the_same_on_every_machine(setting: dict[str, str], tmp_path: Path) -> None:
    """800 nodes, so that repulsion is that of cells, and a path, whose ends many rounds move."""
    network = planted(800, 2600)
    nx.add_path(network, [f"p{number}" for number in range(30)])
    child = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHILD],
        input=json.dumps(list(network.edges())),
        env={**os.environ, **setting},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    linked: nx.Graph[str] = nx.Graph(network.edges())
    assert child.stdout == f"{sorted(positions(linked, dict.fromkeys(linked, 8.0)).items())}\n"


@settings(deadline=None, max_examples=60)
@given(
    edges=st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijkl")), max_size=40),
    sizes=st.lists(st.floats(0, 60), min_size=12, max_size=12),
    kind=st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]),
)
def test_no_nodes_of_any_network_touch(
    edges: list[tuple[str, str]], sizes: list[float], kind: type[nx.Graph[str]]
) -> None:
    network = kind(edges)
    network.add_nodes_from("abc")
    radii = dict(zip("abcdefghijkl", sizes, strict=True))
    places = positions(network, radii)
    assert set(places) == set(network)
    assert len(set(places.values())) == len(places)
    assert touching(places, radii) == []
