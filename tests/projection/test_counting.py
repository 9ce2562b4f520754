"""What a store counts is what is folded here: edges, weights and scores, for every projection and filter."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import networkx as nx
import pytest
from conftest import REPOSITORY, turtle
from counted_networks import first_difference, summed
from hypothesis import given, settings
from hypothesis import strategies as st
from test_one_pass import OPTIONS, TALKS

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import ProjectionError
from relgraph.projection import PROJECTIONS

MORE: tuple[dict[str, Any], ...] = (
    {"collectives": "resolve", "since": "2021", "background": False},
    {"since": "2021-07-06", "as_of": "2021-07-06"},
    {"source_documents": ["memo"], "collectives": "resolve"},
    {"modalities": ["planned", "asserted"], "certainties": ["likely"]},
    {"relations": ["affirms"], "source_documents": ["memo"]},
)
LOCAL = ("degree", "strength", "betweenness", "pagerank")

Both = tuple[KnowledgeGraph, KnowledgeGraph]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Both]:
    """Return what gives the graph of files, and that of a store that they were loaded into."""
    kept: dict[tuple[Path, ...], Both] = {}

    def opened(*paths: Path) -> Both:
        if paths not in kept:
            folder = tmp_path_factory.mktemp("store") / "store"
            relgraph.load(*paths, store=folder)
            kept[paths] = relgraph.derive(relgraph.open(*paths)), relgraph.open(folder)
        return kept[paths]

    return opened


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("talks") / "talks.ttl"
    path.write_text(turtle(TALKS), encoding="utf-8")
    return path


def counted(graph: KnowledgeGraph, name: str, **options: Any) -> relgraph.Fold:
    """Return a fold that is counted where the graph can do so."""
    return relgraph.fold(graph, name, detail="counts", **options)


def network_of(graph: KnowledgeGraph, name: str, **options: Any) -> relgraph.Network:
    return counted(graph, name, **options).network()


@pytest.mark.parametrize("options", (*OPTIONS, *MORE), ids=lambda options: "-".join(options) or "all")
@pytest.mark.parametrize("name", PROJECTIONS)
def test_networks_and_scores_are_those_of_the_files(
    name: str, options: dict[str, Any], both: Callable[..., Both], talks: Path
) -> None:
    here, there = both(talks)
    assert there.has_closures
    assert not here.has_closures
    expected, found = (network_of(graph, name, **options) for graph in (here, there))
    assert first_difference(expected, found) == ""
    if len(expected):
        scores = [relgraph.centrality(network, LOCAL) for network in (expected, found)]
        assert [[row.iri, row.rank] for row in scores[0].rows] == [
            [row.iri, row.rank] for row in scores[1].rows
        ]
        for row, other in zip(scores[0].rows, scores[1].rows, strict=True):
            assert row.values == pytest.approx(other.values, nan_ok=True)
        assert scores[0].warnings == scores[1].warnings


@pytest.mark.parametrize(
    "path",
    [
        REPOSITORY / "data" / "triples.ttl",
        REPOSITORY / "data" / "inner-sea-summit",
        *(
            REPOSITORY / "ontology" / "examples" / "valid" / f"{name}.ttl"
            for name in ("act-of-every-kind", "bare-relations", "collective-of-itself", "own-terms")
        ),
    ],
    ids=lambda path: path.stem,
)
def test_networks_of_whole_graphs_are_those_of_the_files(path: Path, both: Callable[..., Both]) -> None:
    here, there = both(path)
    for name in PROJECTIONS:
        for options in cast("tuple[dict[str, Any], ...]", ({}, {"collectives": "resolve"})):
            expected, found = (network_of(graph, name, **options) for graph in (here, there))
            assert first_difference(expected, found) == "", (name, options)


def test_notes_say_what_was_left_out_with_the_same_numbers(both: Callable[..., Both], talks: Path) -> None:
    here, there = both(talks)
    options: dict[str, Any] = {"since": "2021", "modalities": ["asserted"], "kinds": ["State"]}
    expected, found = (counted(graph, "actors", **options).notes for graph in (here, there))
    assert set(expected) <= set(found)
    (said,) = set(found) - set(expected)
    assert "were not fetched" in said


def test_acts_of_one_pair_are_one_edge_that_counts_them(tmp_path: Path) -> None:
    body = "".join(
        f'ex:s{n} rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date "2020"^^xsd:gYear ; '
        f"rg:weight 1.5 ; rg:intensity {n} .\n"
        for n in range(4)
    )
    graph = stored(body + "ex:a a rg:State . ex:b a rg:State .", tmp_path)
    (edge,) = (data for *_, data in counted(graph, "actors").network().edges(data=True))
    assert (edge["count"], edge["weight"], edge["intensity"], edge["acts"]) == (4, 6.0, 6.0, ())
    fold = relgraph.fold(graph, "actors", detail="keys")
    assert [act.iri[-2:] for act in fold.units.values() if act] == ["s0", "s1", "s2", "s3"]
    assert "count" not in next(data for *_, data in fold.network().edges(data=True))


def test_what_needs_acts_says_how_to_have_them(both: Callable[..., Both], talks: Path) -> None:
    here, there = both(talks)
    counts = counted(there, "actors")
    for ask, detail in (
        (lambda: relgraph.bootstrap(counts, "degree", draws=2), "keys"),
        (lambda: relgraph.why(counts, "a"), "parts"),
        (lambda: relgraph.render(there, counts), "acts"),
        (lambda: relgraph.timeline(counts, "degree", by="event"), "parts"),
    ):
        with pytest.raises(ProjectionError, match="counted where they are") as caught:
            ask()
        assert f'detail="{detail}"' in caught.value.advice
    keys = relgraph.fold(there, "actors", detail="keys")
    scores = [relgraph.bootstrap(relgraph.fold(here, "actors"), "strength", draws=20)]
    scores.append(relgraph.bootstrap(keys, "strength", draws=20))
    assert scores[0].rows == scores[1].rows
    assert keys.sources == relgraph.fold(here, "actors").sources
    with pytest.raises(ProjectionError, match="more of acts than what they link"):
        relgraph.why(keys, "a")
    whole = relgraph.fold(there, "actors")
    assert whole.detail == "acts"
    assert relgraph.why(whole, "a") == relgraph.why(relgraph.fold(here, "actors"), "a")


def test_an_act_of_which_a_thing_is_said_twice_is_read_and_not_counted(tmp_path: Path) -> None:
    body = (
        "ex:s rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; "
        "rg:modality rg:modalityPlanned , rg:modalityAsserted . ex:a a rg:State . ex:b a rg:State ."
    )
    fold = counted(stored(body, tmp_path), "actors", source_documents=())
    assert fold.detail == "acts"
    assert "some have more than one rg:modality" in fold.notes[0]


# What only one of the two says: how many edges its network has, and what it did not fetch.
OF_ONE = ("projection ", "acts of one pair, ", "put the actors for whom they stand in the place of ")


@pytest.mark.parametrize("data", ["talks", "summit"])
@pytest.mark.parametrize("by", ["year", "month"])
def test_timelines_are_those_of_the_files(by: str, data: str, both: Callable[..., Both], talks: Path) -> None:
    here, there = both(talks if data == "talks" else REPOSITORY / "data" / "inner-sea-summit")
    for name in ("actors", "participation", "stances", "topics", "full"):
        times = [relgraph.timeline(counted(graph, name), "betweenness", by=by) for graph in (here, there)]
        assert times[0].rows == times[1].rows
        assert times[0].warnings == times[1].warnings
        said = [[one for one in each.method if not one.startswith(OF_ONE)] for each in times]
        assert said[0] == said[1]


def test_what_is_said_of_acts_counts_them(tmp_path: Path) -> None:
    body = "ex:a a rg:State . ex:b a rg:State . ex:c a rg:State .\n"
    for number, (relation, actor, object) in enumerate(
        [("condemns", "a", "b")] * 3 + [("visits", "b", "c")] * 2 + [("aids", "b", "c"), ("aids", "a", "c")]
    ):
        date = 'rg:date "2020"^^xsd:gYear ; ' if number else ""
        body += (
            f"ex:s{number} rg:actor ex:{actor} ; rg:relation rg:{relation} ; {date}rg:object ex:{object} .\n"
        )
    there = stored(body, tmp_path)
    here = relgraph.open(tmp_path / "data.ttl")
    for graph, edges in ((here, 7), (there, 5)):
        fold = counted(graph, "actors")
        assert fold.network().number_of_edges() == edges
        says = "3 of 7 acts, each counted once per pair, are adverse, and closeness would read enmity"
        assert relgraph.centrality(fold, "closeness").warnings[0].startswith(says)
        assert relgraph.centrality(fold.network(), "closeness").warnings[0].startswith(says)
        assert "left out 1 of 7: without a date" in relgraph.timeline(fold, "degree", by="year").method
    again = nx.node_link_graph(
        json.loads(relgraph.export(counted(here, "actors").network(), "json")), edges="edges"
    )
    assert relgraph.centrality(again, "closeness").warnings[0].startswith(says)


def stored(body: str, folder: Path) -> KnowledgeGraph:
    path = folder / "data.ttl"
    path.write_text(turtle(body), encoding="utf-8")
    relgraph.load(path, store=folder / "store")
    return relgraph.open(folder / "store")


_ACTORS = st.sampled_from(("ex:a", "ex:b", "ex:c", "ex:both"))
_THINGS = st.sampled_from(("ex:a", "ex:b", "ex:c", "ex:both", "ex:plan", "ex:talks", "ex:trade", "ex:o"))
_RELATIONS = st.sampled_from(
    ("supports", "opposes", "affirms", "attends", "chairs", "agreesTo", "memberOf", "discusses", "proposes")
)
_FIXED = """
ex:a a rg:State . ex:b a rg:State . ex:c a rg:Person . ex:o a rg:Organization .
ex:both a rg:CollectiveActor ; rg:resolvesTo ex:a , ex:b .
ex:plan a rg:Initiative ; rg:involves ex:b , ex:c ; rg:concerns ex:trade .
ex:talks a rg:Meeting ; rg:heldOn "2020-05-01"^^xsd:date .
ex:trade a skos:Concept .
"""


@st.composite
def graphs(draw: st.DrawFn) -> str:
    """Draw a graph of acts on each other, of actors, things, an event, a topic and a collective."""
    body = _FIXED
    number = draw(st.integers(1, 7))
    for act in range(number):
        actors = sorted(draw(st.sets(_ACTORS, min_size=1, max_size=2)))
        objects = draw(st.sets(_THINGS, min_size=0, max_size=2))
        objects |= {f"ex:act{n}" for n in draw(st.sets(st.integers(0, number - 1), max_size=1))}
        said = [f"rg:actor {', '.join(actors)}", f"rg:relation rg:{draw(_RELATIONS)}"]
        if objects:
            said.append(f"rg:object {', '.join(sorted(objects))}")
        for name, values in (
            ("recipient", ("ex:a", "ex:c")),
            ("polarity", ("rg:negative",)),
            ("modality", ("rg:modalityAsserted", "rg:modalityPlanned")),
            ("certainty", ("rg:certain", "rg:doubtful")),
            ("date", ('"2019"^^xsd:gYear', '"2021-03-04"^^xsd:date')),
            ("concerns", ("ex:trade",)),
            ("madeAt", ("ex:talks",)),
        ):
            if draw(st.integers(0, 2)) == 0:
                said.append(f"rg:{name} {draw(st.sampled_from(values))}")
        body += f"ex:act{act} {' ; '.join(said)} .\n"
    for pair in draw(st.sets(st.tuples(_ACTORS, _RELATIONS, _THINGS), max_size=2)):
        body += f"{pair[0]} rg:{pair[1]} {pair[2]} .\n"
    return body


@given(body=graphs(), options=st.sampled_from(({}, {"collectives": "resolve"}, {"since": "2020"})))
@settings(max_examples=12, deadline=None)
def test_any_graph_is_counted_as_it_is_folded(body: str, options: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = stored(body, Path(folder))
        here = relgraph.derive(relgraph.open(Path(folder) / "data.ttl"))
        for name in PROJECTIONS:
            expected, found = (network_of(graph, name, **options) for graph in (here, there))
            assert summed(found) == summed(expected), name
