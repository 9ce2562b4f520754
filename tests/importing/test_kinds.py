"""Each kind of table: what its sample says is what comes out, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import relgraph
from relgraph.importing import Choice, Imported, bundled_mappings, import_tables, mapping_named
from relgraph.importing.names import Names
from relgraph.model.namespaces import local_name, word

SAMPLES = Path(__file__).parent / "samples"
TABLES = {
    "cow-alliances": ["alliances.csv"],
    "cow-igo": ["state_years.csv", "organizations.csv"],
    "gdelt1": ["gdelt1.CSV"],
    "gdelt2": ["gdelt2.CSV"],
    "icews": ["icews.tab"],
    "polecat": ["polecat.tsv"],
    "un-votes": ["un_votes.csv", "un_roll_calls.csv"],
}


def imported(kind: str, folder: Path, choice: Choice | None = None) -> tuple[Imported, relgraph.KnowledgeGraph]:
    files = [str(SAMPLES / name) for name in TABLES[kind]]
    done = import_tables(mapping_named(kind), files, folder / "acts.ttl", choice=choice)
    return done, relgraph.open(folder / "acts.ttl")


def told(graph: relgraph.KnowledgeGraph) -> list[tuple[Any, ...]]:
    """Return who does what to whom, when, and with what status, by act."""
    return [
        (
            "".join(graph.thing(each).label for each in act.actors),
            local_name(act.relation),
            "".join(graph.thing(each).label for each in act.objects),
            act.date,
            word(act.modality),
            act.polarity,
            word(act.certainty),
        )
        for act in graph.acts.values()
    ]


def test_every_kind_has_a_sample() -> None:
    assert {*TABLES, "edges"} == set(bundled_mappings())


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_a_sample_conforms_and_its_counts_add_up(kind: str, tmp_path: Path) -> None:
    done, graph = imported(kind, tmp_path)
    assert done.acts == len(graph.acts) > 0
    assert done.rejected == ()
    faults = {(fault.shape, fault.node) for fault in relgraph.validate(graph).violations}
    # What kind of actor a role or a region is no table tells.
    assert {shape for shape, _ in faults} <= {"Actor"}
    assert all(graph.thing(node).kind == "Actor" for _, node in faults)


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_the_same_tables_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    for choice in (None, Choice(by="dyad-year")):
        imported(kind, tmp_path, choice)
        first = (tmp_path / "acts.ttl").read_bytes()
        imported(kind, tmp_path, choice)
        assert (tmp_path / "acts.ttl").read_bytes() == first


def test_icews(tmp_path: Path) -> None:
    done, graph = imported("icews", tmp_path)
    assert told(graph) == [
        ("France", "visits", "Japan", "2018-06-01", "asserted", "positive", "certain"),
        ("Police (France)", "accuses", "Japan", "2018-06-01", "asserted", "positive", "certain"),
        ("France", "visits", "Japan", "2018-06-01", "asserted", "positive", "certain"),
        ("Japan", "meets", "France", "2018-06-02", "planned", "positive", "certain"),
        ("Citizen (International)", "protests", "France", "2018-06-02", "asserted", "positive", "certain"),
        ("Citizen (International)", "protests", "Japan", "2018-06-02", "asserted", "positive", "certain"),
    ]
    assert done.repeated == 1
    assert [act.intensity for act in graph.acts.values()] == [1.9, -2, 1.9, 4, -6.5, -6.5]
    citizens = [act.actors for act in graph.acts.values()][-2:]
    assert citizens[0] != citizens[1]  # nobody that all the world shares
    assert next(iter(graph.acts.values())).evidence == (
        "https://w3id.org/relgraph/id/document/icews.tab#row=101",
    )


def test_states_stand_for_those_who_act_for_them(tmp_path: Path) -> None:
    done, graph = imported("icews", tmp_path, Choice(by="dyad-month", states_only=True))
    assert [row[:4] for row in sorted(told(graph))] == [
        ("France", "accuses", "Japan", "2018-06"),
        ("France", "visits", "Japan", "2018-06"),
        ("Japan", "meets", "France", "2018-06"),
    ]
    sums = {local_name(act.relation): (act.weight, act.intensity) for act in graph.acts.values()}
    assert sums == {"accuses": (1, -2), "visits": (2, 3.8), "meets": (1, 4)}
    assert done.left_out == {"not of a state on a state": 2}
    assert (done.acts, done.stand_for) == (3, 4)


def test_un_votes(tmp_path: Path) -> None:
    done, graph = imported("un-votes", tmp_path)
    assert done.rows == {"un_votes.csv": 8, "un_roll_calls.csv": 2}
    votes = {(row[0], row[1], row[2][:11], row[3], row[5]) for row in told(graph)}
    assert votes == {
        ("France", "votesFor", "roll call 1", "2015-11-02", "positive"),
        ("Japan", "votesFor", "roll call 1", "2015-11-02", "positive"),
        ("Namibia", "votesAgainst", "roll call 1", "2015-11-02", "positive"),
        ("Kenya", "abstainsOn", "roll call 1", "2015-11-02", "positive"),
        ("France", "votesFor", "roll call 2", "2015-12-03", "positive"),
        ("Japan", "votesAgainst", "roll call 2", "2015-12-03", "positive"),
        ("Namibia", "attends", "roll call 2", "2015-12-03", "negative"),
        ("Kenya", "votesFor", "roll call 2", "2015-12-03", "positive"),
    }
    network = relgraph.project(graph, "agreement")
    pairs = {
        frozenset(graph.thing(end).label for end in pair[:2]): (pair[2]["agreed"], pair[2]["disagreed"])
        for pair in network.edges(data=True)
    }
    assert pairs[frozenset(("France", "Japan"))] == (1, 1)
    assert pairs[frozenset(("France", "Kenya"))] == (1, 0)
    together = {
        frozenset(graph.thing(end).label for end in pair[:2]): pair[2]["weight"]
        for pair in relgraph.project(graph, "co-participation").edges(data=True)
    }
    # Namibia was absent from the second vote; who abstains takes part.
    assert together[frozenset(("France", "Kenya"))] == 2.0
    assert together[frozenset(("Kenya", "Namibia"))] == 1.0


def test_memberships_are_periods_and_go_on_where_the_file_ends(tmp_path: Path) -> None:
    _, graph = imported("cow-igo", tmp_path)
    assert sorted(row[:4] for row in told(graph)) == sorted(
        [
            (label("220"), "memberOf", "Club of Seas, the", "2000/2001"),
            (label("220"), "memberOf", "League of Rivers", "2001/.."),
            (label("740"), "observerOf", "Club of Seas, the", "2000"),
            (label("740"), "memberOf", "Club of Seas, the", "2001/.."),
            (label("740"), "memberOf", "League of Rivers", "2002/.."),
        ]
    )


def test_alliances(tmp_path: Path) -> None:
    _, graph = imported("cow-alliances", tmp_path)
    assert [row[1:4] for row in told(graph)] == [
        ("memberOf", "alliance 7", "1949-04-04/1960-12-31"),
        ("memberOf", "alliance 7", "1949-04-04/.."),
    ]


def label(number: str) -> str:
    """Return what a number of Correlates of War is called."""
    found = Names().find(f"cow:{number}", year=2000)
    assert found is not None
    return found.label


def test_polecat(tmp_path: Path) -> None:
    _, graph = imported("polecat", tmp_path)
    assert [row[1:2] + row[3:] for row in told(graph)] == [
        ("visits", "2021-03-01", "asserted", "positive", "certain"),
        ("meets", "2021-03-01", "planned", "positive", "certain"),
        ("conflictsMaterially", "2021-03-02", "asserted", "negative", "doubtful"),
        ("visits", "", "asserted", "positive", "certain"),  # long ago, by a report of that day
    ]
    historical = next(act for act in graph.acts.values() if act.iri.endswith("/P4"))
    assert ("Event Date", ("2021-03-03",)) in historical.attributes


@pytest.mark.parametrize("kind", ["gdelt1", "gdelt2"])
def test_gdelt(kind: str, tmp_path: Path) -> None:
    done, graph = imported(kind, tmp_path)
    assert done.left_out == {"on whom is not coded": 1}
    assert [row[1] for row in told(graph)] == ["visits", "attacks", "attacks", "consults", "meets"]
    police = [act.actors[0] for act in graph.acts.values() if local_name(act.relation) == "attacks"]
    assert police[0] != police[1]
    assert graph.thing(police[0]).label == "POLICE"
    assert [row[4] for row in told(graph)][-1] == "planned"
    done, graph = imported(kind, tmp_path, Choice(states_only=True))
    assert done.left_out == {"not of a state on a state": 3, "on whom is not coded": 1}
    assert len(graph.acts) == 2
