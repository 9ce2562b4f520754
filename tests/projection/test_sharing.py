"""Ties by what two share: the same whatever the order, the periods and the number of acts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from conftest import GraphOf, turtle
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graphs import EX, act

import relgraph
from relgraph import Network
from relgraph.projection import Fold

TARGETS = {"co-participation": "events", "co-membership": "organizations"}
ALWAYS = (0, 9999)


def ties(network: Network) -> list[tuple[str, str, dict[str, Any]]]:
    return list(network.edges(data=True))


def expected(
    found: list[tuple[str, str, tuple[int, int], float, str, tuple[str, ...]]], targets: str
) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Yield the ties by their definition, target by target and act by act.

    Args:
        found: Of each act the source, the target, the years, how much it counts, its IRI and its passages.
        targets: The attribute that lists the targets.
    """
    pairs: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for target in sorted({each[1] for each in found}):
        there = [each for each in found if each[1] == target]
        sources = sorted({each[0] for each in there})
        for one, other in combinations(sources, 2):
            met = [
                (a, b)
                for a in there
                for b in there
                if (a[0], b[0]) == (one, other) and a[2][0] <= b[2][1] and b[2][0] <= a[2][1]
            ]
            if met:
                share = max(a[3] * b[3] for a, b in met)
                acts = {each for pair in met for each in pair}
                tie: dict[str, Any] = {"share": share, "newman": share / (len(sources) - 1), "acts": acts}
                pairs.setdefault((one, other), {})[target] = tie
    for pair, shared in pairs.items():
        weight = newman = 0.0
        for tie in shared.values():
            weight += tie["share"]
            newman += tie["newman"]
        acts = set().union(*(tie["acts"] for tie in shared.values()))
        yield (
            pair,
            {
                "weight": weight,
                "newman": newman,
                targets: tuple(shared),
                "acts": tuple(sorted({each[4] for each in acts})),
                "evidence": tuple(sorted({passage for each in acts for passage in each[5]})),
            },
        )


years = st.one_of(
    st.just(ALWAYS), st.tuples(st.integers(1990, 1999), st.integers(0, 4)).map(lambda p: (p[0], p[0] + p[1]))
)
parts = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from("mnop"),
        st.booleans(),  # whether it is to preside
        years,
        st.sets(st.sampled_from(["e1", "e2", "e3"]), max_size=2),
        st.sampled_from([0, 1, 2, 3]),  # how often it is drawn
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(parts, st.sampled_from([1.0, 0.3, 2.7]), st.sampled_from(sorted(TARGETS)))
def test_ties_are_those_of_the_definition(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[str, str, bool, tuple[int, int], set[str], int]],
    chair_weight: float,
    projection: str,
) -> None:
    is_meeting = projection == "co-participation"
    body = "".join(f"ex:{name} a rg:{'Meeting' if is_meeting else 'Organization'} .\n" for name in "mnop")
    found, counts = [], {}
    for number, (source, target, presides, period, passages, times) in enumerate(drawn):
        name = f"x{number * 7 % 20}"  # in another order than the sources
        relation = ("chairs" if presides else "attends") if is_meeting else "memberOf"
        body += act(
            name,
            f"rg:actor ex:{source} ; rg:relation rg:{relation} ; rg:object ex:{target}"
            + "".join(f" ; rg:evidence ex:{passage}" for passage in passages)
            + (f' ; rg:from "{period[0]}"^^xsd:gYear ; rg:until "{period[1]}"^^xsd:gYear' * (period != ALWAYS)),
        )
        counts[EX + name] = float(times)
        share = chair_weight if presides and is_meeting else 1.0
        lasts = ALWAYS if is_meeting else period
        evidence = tuple(EX + passage for passage in passages)
        found.append((EX + source, EX + target, lasts, share, EX + name, evidence))
    path = tmp_path_factory.mktemp("ties") / "g.ttl"
    path.write_text(turtle(body), "utf-8")
    weighted: dict[str, Any] = {"chair_weight": chair_weight} if is_meeting else {}
    folded: Fold = relgraph.fold(relgraph.open(path), projection, **weighted)
    of_counts = [(*each[:3], each[3] * counts[each[4]], *each[4:]) for each in found if counts[each[4]]]
    for network, parts_of in ((folded.network(), found), (folded.network(counts), of_counts)):
        wanted: Network = nx.Graph()
        if parts_of is of_counts:  # the nodes stay, in their order
            wanted.add_nodes_from(folded.network())
        for pair, said in expected(parts_of, TARGETS[projection]):
            wanted.add_edge(*pair, **said)
        assert [tie[:2] for tie in ties(network)] == [tie[:2] for tie in ties(wanted)]
        for one, other, said in ties(wanted):
            assert {name: network.edges[one, other][name] for name in said} == said


def test_hundreds_at_dozens_of_events_are_tied_by_all_of_them(graph_of: GraphOf) -> None:
    actors, events = 120, 40
    graph = graph_of(
        "".join(f"ex:m{event:02} a rg:Meeting .\n" for event in range(events))
        + "".join(
            act(
                f"x{actor * events + event:04}",
                f"rg:actor ex:s{actor:03} ; rg:relation rg:attends ; rg:object ex:m{event:02} ; "
                f"rg:evidence ex:e{actor * events + event:04}",
            )
            for actor in range(actors)
            for event in range(events)
        )
    )
    network = relgraph.project(graph, "co-participation")
    assert list(network) == [f"{EX}s{actor:03}" for actor in range(actors)]
    assert [(one, other) for one, other, _ in ties(network)] == list(combinations(network, 2))
    newman = sum([1 / (actors - 1)] * events)
    for one, other, data in ties(network):
        numbers = [int(end[-3:]) * events + event for end in (one, other) for event in range(events)]
        assert data == {
            "relation": "coParticipation", "label": "took part together with", "directed": False,
            "sign": "neutral", "weight": float(events), "newman": pytest.approx(newman, abs=1e-12),
            "events": tuple(f"{EX}m{event:02}" for event in range(events)),
            "acts": tuple(f"{EX}x{number:04}" for number in numbers),
            "evidence": tuple(f"{EX}e{number:04}" for number in numbers),
        }  # fmt: skip
    first = ties(network)[0][2]
    assert json.loads(json.dumps(first)) == {
        name: list(value) if isinstance(value, tuple) else value for name, value in first.items()
    }


def test_an_act_of_two_at_two_events_stands_once_behind_their_tie(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:m a rg:Meeting . ex:n a rg:Meeting .\n"
        + act("x", "rg:actor ex:b , ex:a ; rg:relation rg:attends ; rg:object ex:n , ex:m ; rg:evidence ex:e")
    )
    ((one, other, data),) = ties(relgraph.project(graph, "co-participation"))
    assert (one, other) == (EX + "a", EX + "b")
    assert (data["events"], data["acts"], data["evidence"]) == ((EX + "m", EX + "n"), (EX + "x",), (EX + "e",))


def test_who_is_there_alone_is_tied_to_nobody(graph_of: GraphOf) -> None:
    graph = graph_of("ex:a rg:attends ex:m . ex:b rg:attends ex:n . ex:m a rg:Meeting . ex:n a rg:Meeting .")
    network = relgraph.fold(graph, "co-participation").network()
    assert (len(network), network.number_of_edges()) == (0, 0)
