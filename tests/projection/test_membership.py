"""Membership: who belongs to what, who belongs to it together, and when."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import EX, act, edges

import relgraph
from relgraph import KnowledgeGraph, Network
from relgraph.analysis import timeline
from relgraph.errors import ProjectionError

ORGANIZATIONS = """
ex:p a rg:Organization ; rdfs:label "P"@en .  ex:g a rg:CollectiveActor ; rdfs:label "G"@en .
"""


def member(name: str, state: str, of: str = "o", *, start: str = "", end: str = "", rest: str = "") -> str:
    period = f' ; rg:from "{start}"^^xsd:gYear' * bool(start) + f' ; rg:until "{end}"^^xsd:gYear' * bool(end)
    return act(name, f"rg:actor ex:{state} ; rg:relation rg:memberOf ; rg:object ex:{of}{period}{rest}")


def weights(network: Network) -> dict[str, float]:
    return {
        "".join(sorted((source.removeprefix(EX), target.removeprefix(EX)))): data["weight"]
        for source, target, data in network.edges(data=True)
    }


def test_who_belongs_to_organizations_and_groups(graph_of: GraphOf) -> None:
    graph = graph_of(
        ORGANIZATIONS
        + member("m1", "a")
        + member("m2", "b", "g")
        # Of bare relations what they lead to may have no type.
        + "ex:c rg:memberOf ex:p , ex:untyped .\n"
        # A state is no organization, and what is planned is no membership.
        + member("m3", "b", "c")
        + "ex:a rg:memberOf ex:b .\n"
        + act("m4", "rg:actor ex:b ; rg:relation rg:memberOf ; rg:object ex:o", "Planned")
        # Nor is what did not happen.
        + member("m5", "c", rest=" ; rg:polarity rg:negative")
    )
    network = relgraph.project(graph, "membership")
    assert edges(network) == [
        ("a", "memberOf", "o"),
        ("b", "memberOf", "g"),
        ("c", "memberOf", "p"),
        ("c", "memberOf", "untyped"),
    ]
    sides = {node.removeprefix(EX): data["bipartite"] for node, data in network.nodes(data=True)}
    assert sides == {"a": 0, "b": 0, "c": 0, "o": 1, "g": 1, "p": 1, "untyped": 1}
    assert any("1 negative act" in note for note in network.graph["notes"])


def test_states_are_tied_by_each_organization_that_they_share(graph_of: GraphOf) -> None:
    graph = graph_of(
        ORGANIZATIONS
        + "ex:a rg:memberOf ex:o , ex:p . ex:b rg:memberOf ex:o , ex:p .\n"
        + member("m", "c")
        + "ex:alone a rg:State ; rg:memberOf ex:g .\n"
    )
    network = relgraph.project(graph, "co-membership")
    assert weights(network) == {"ab": 2.0, "ac": 1.0, "bc": 1.0}
    tie = network.edges[EX + "a", EX + "b"]
    # Three share O and two share P: 1/2 + 1.
    assert (tie["newman"], tie["organizations"], tie["relation"]) == (1.5, (EX + "o", EX + "p"), "coMembership")
    assert network.edges[EX + "a", EX + "c"]["acts"] == (EX + "m",)


PERIODS = (
    member("m1", "a", start="1967", end="1999")
    + member("m2", "b", start="1995")
    + member("m3", "c", start="2000")
    + "ex:d a rg:State ; rg:memberOf ex:o .\n"
)


def test_who_left_before_the_other_came_was_never_there_together(graph_of: GraphOf) -> None:
    graph = graph_of(PERIODS)
    # Nothing is told of when D belonged, which sets no limit.
    assert weights(relgraph.project(graph, "co-membership")) == {
        "ab": 1.0, "ad": 1.0, "bc": 1.0, "bd": 1.0, "cd": 1.0,
    }  # fmt: skip
    assert set(weights(relgraph.project(graph, "co-membership", as_of="1996"))) == {"ab"}
    assert set(weights(relgraph.project(graph, "co-membership", as_of="2001"))) == {"bc"}
    with pytest.raises(ProjectionError, match="nothing to project"):
        relgraph.project(graph, "co-membership", as_of="1980")


def test_the_year_of_joining_is_a_beginning_and_no_end(graph_of: GraphOf) -> None:
    joined = member("m1", "a", rest=' ; rg:date "1967"^^xsd:gYear') + member(
        "m2", "b", rest=' ; rg:date "1995"^^xsd:gYear'
    )
    assert weights(relgraph.project(graph_of(joined), "co-membership")) == {"ab": 1.0}
    left = joined + member("m3", "c", start="1950", end="1960")
    assert weights(relgraph.project(graph_of(left), "co-membership")) == {"ab": 1.0}


def test_who_leaves_and_comes_back_is_there_in_both_periods_and_counts_once(graph_of: GraphOf) -> None:
    graph = graph_of(
        member("m1", "a", start="1950", end="1960")
        + member("m2", "a", start="1980")
        + member("m3", "b", start="1985", end="1990")
        + member("m4", "c", start="1955", end="1985")
    )
    network = relgraph.project(graph, "co-membership")
    assert weights(network) == {"ab": 1.0, "ac": 1.0, "bc": 1.0}
    assert network.edges[EX + "a", EX + "b"]["acts"] == (EX + "m2", EX + "m3")
    assert network.edges[EX + "a", EX + "c"]["acts"] == (EX + "m1", EX + "m2", EX + "m4")


def test_a_timeline_follows_who_is_a_member_with_whom(graph_of: GraphOf) -> None:
    times = timeline(relgraph.fold(graph_of(PERIODS), "co-membership"), "degree")
    in_year = {
        year: {row.label for row in times.rows if row.period == year and row.status != "gone"}
        for year in ("1967", "1995", "1999", "2000")
    }
    assert in_year == {"1967": set(), "1995": {"A", "B"}, "1999": {"A", "B"}, "2000": {"B", "C"}}


years = st.tuples(st.integers(1900, 1930), st.integers(0, 20)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.lists(years, min_size=2, max_size=4))
def test_two_are_tied_where_a_year_has_both(
    tmp_path_factory: pytest.TempPathFactory, periods: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("periods") / "g.ttl"
    stated = [
        member(f"m{n}", f"s{n}", start=str(start), end=str(end)) for n, (start, end) in enumerate(periods)
    ]
    path.write_text(turtle("ex:o a rg:Organization .\n" + "".join(stated)), "utf-8")
    network = relgraph.fold(relgraph.open(path), "co-membership").network()
    for first, (start, end) in enumerate(periods):
        for second, (begin, stop) in enumerate(periods[:first]):
            shared = set(range(start, end + 1)) & set(range(begin, stop + 1))
            assert network.has_edge(f"{EX}s{first}", f"{EX}s{second}") == bool(shared)


def test_an_organization_that_is_a_member_itself_is_told_apart_by_kind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(
        turtle(
            'ex:a a rg:State ; rdfs:label "A"@en ; rg:memberOf ex:o .\n'
            'ex:o a rg:Organization ; rdfs:label "O"@en ; rg:memberOf ex:p .\n'
            'ex:b a rg:State ; rg:memberOf ex:p . ex:p a rg:Organization ; rdfs:label "P"@en .\n'
        ),
        "utf-8",
    )
    both = run("centrality", "membership", "-d", "g.ttl", "-m", "two-mode-degree")
    assert "1 tie from actor to actor, such as A to O; --kind keeps" in both.stderr.decode()
    states = run("centrality", "membership", "-d", "g.ttl", "-m", "two-mode-degree", "--kind", "State")
    assert "actor to actor" not in states.stderr.decode()
    assert " A " in states.stdout.decode()


def test_data_that_declare_membership_as_taking_part_get_both(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(
        turtle(
            "rg:memberOf rg:entersProjection rg:participationProjection .\n"
            "ex:a a rg:State ; rg:memberOf ex:o . ex:b a rg:State ; rg:memberOf ex:o .\n"
            "ex:o a rg:Organization . ex:m a rg:Meeting . ex:a rg:attends ex:m .\n"
        ),
        "utf-8",
    )

    def rows(projection: str) -> list[str]:
        done = run("project", projection, "-d", "g.ttl", "-f", "csv")
        assert done.returncode == 0
        return [line.replace(EX, "") for line in done.stdout.decode().splitlines()[1:]]

    both = ["a,a,memberOf,o", "b,b,memberOf,o"]
    assert [row[:14] for row in rows("participation")] == ["a,a,attends,m,", *both]
    assert [row[:14] for row in rows("membership")] == both
    assert [row[:19] for row in rows("co-participation")] == ["a,a,coParticipation"]
    assert [row[:16] for row in rows("co-membership")] == ["a,a,coMembership"]


def test_a_class_of_another_vocabulary_is_a_group_where_one_says_so(graph_of: GraphOf) -> None:
    graph = graph_of("ex:club a ex:Club . ex:a rg:memberOf ex:club . ex:b rg:memberOf ex:club .\n")
    folded = relgraph.fold(graph, "membership")
    assert any("of https://example.org/Club" in note and "--actor-class" in note for note in folded.notes)
    assert weights(relgraph.project(graph, "co-membership", actor_classes=[EX + "Club"])) == {"ab": 1.0}


def test_the_meeting_has_its_background_memberships(meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "membership")
    named = {
        (network.nodes[source]["label"], network.nodes[target]["label"]): data["background"]
        for source, target, data in network.edges(data=True)
    }
    assert named == {
        ("Indonesia", "ASEAN"): True,
        ("Viet Nam", "ASEAN"): True,
        ("Russia", "Shanghai Cooperation Organization"): True,
    }
