"""Collectives: kept as nodes, or replaced by those for whom they stand."""

from __future__ import annotations

import pytest
from conftest import GraphOf
from small_graphs import EX, act

import relgraph
from relgraph import KnowledgeGraph


def test_collectives_resolve_only_where_the_text_fixes_them(meeting: KnowledgeGraph) -> None:
    kept = relgraph.project(meeting, "actors")
    resolved = relgraph.project(meeting, "actors", collectives="resolve")
    collective = "https://w3id.org/relgraph/id/collective/"
    assert collective + "two-sides" in kept
    assert collective + "two-sides" not in resolved
    assert collective + "countries" in resolved
    assert "two-sides" in " ".join(resolved.graph["notes"])


GROUPS = """
ex:two a rg:CollectiveActor ; rg:resolvesTo ex:a , ex:inner .
ex:inner a rg:CollectiveActor ; rg:resolvesTo ex:b .
ex:plan a rg:Measure ; rg:involves ex:two , ex:c . ex:aid a rg:Assistance .
"""


BY_GROUP = [
    ("x1", "rg:actor {two} ; rg:relation rg:agreesTo ; rg:object ex:idea"),
    ("x2", "rg:actor ex:a ; rg:relation rg:wishes ; rg:object {two}"),
    ("x3", "rg:actor {two} ; rg:relation rg:affirms ; rg:object ex:x4"),
    ("x4", "rg:actor {two} ; rg:relation rg:provides ; rg:object ex:aid ; rg:recipient ex:c"),
    ("x5", "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:plan"),
    ("x6", "rg:actor {two} ; rg:relation rg:supports ; rg:object ex:plan"),
]


@pytest.mark.parametrize("name", ["actors", "full"])
def test_resolving_is_writing_the_members_in(graph_of: GraphOf, name: str) -> None:
    def network(actors: str, groups: str, collectives: str = "keep") -> list[tuple[str, str, str, bool]]:
        acts = "".join(act(label, rest.replace("{two}", actors)) for label, rest in BY_GROUP)
        bare = " ex:c rg:opposes ex:a . ex:a rg:opposes ex:c ."
        projected = relgraph.project(
            graph_of(groups + acts + "ex:idea a rg:Measure ." + bare), name, collectives=collectives
        )
        return sorted(
            (*sorted((s, t)), data["relation"], data["directed"])
            if not data["directed"]
            else (s, t, data["relation"], True)
            for s, t, data in projected.edges(data=True)
        )

    written_in = network("ex:a , ex:b", GROUPS.replace("rg:involves ex:two", "rg:involves ex:a , ex:b"))
    resolved = network("ex:two", GROUPS, collectives="resolve")
    assert resolved == written_in
    assert (EX + "a", EX + "b", "agreesTo", False) in resolved
    assert (EX + "a", EX + "b", "wishes", True) in resolved
    assert sum(edge[2] == "opposes" for edge in resolved) == 2
