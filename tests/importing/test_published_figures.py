"""The real files: every row is accounted for, and what their publishers say of them comes out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import SHARED

import relgraph
from relgraph.importing import Choice, Imported, agreement_of_tables, import_tables, mapping_named

DATA = SHARED / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real event tables are not at hand")

VOTES = ("un_votes.csv.gz", "un_roll_calls.csv.gz")
IGO = ("state_year_format3.csv.gz", "igo_year_format3.csv.gz")


def imported(
    kind: str, names: tuple[str, ...], folder: Path, choice: Choice | None = None
) -> tuple[Imported, relgraph.KnowledgeGraph]:
    done = import_tables(
        mapping_named(kind), [str(DATA / name) for name in names], folder / "out.ttl", choice=choice
    )
    return done, relgraph.open(folder / "out.ttl")


def test_votes_of_2015(tmp_path: Path) -> None:
    done, graph = imported("un-votes", VOTES, tmp_path, Choice(years=(2015, 2015)))
    assert sum(done.left_out.values()) + done.acts + len(done.rejected) == 870_109
    network = relgraph.project(graph, "agreement", over="all")
    label = {node: data["label"] for node, data in network.nodes(data=True)}
    assert (network.number_of_nodes(), network.number_of_edges()) == (193, 18_528)
    pairs = {frozenset((label[a], label[b])): data for a, b, data in network.edges(data=True)}
    cuba = pairs[frozenset(("United States", "Cuba"))]
    assert (cuba["agreed"], cuba["disagreed"]) == (9, 55)
    assert cuba["score"] == pytest.approx(-46 / 78)
    assert pairs[frozenset(("United Kingdom", "France"))]["score"] == pytest.approx(57 / 78)


def test_agreement_is_counted_without_acts_as_with_them(tmp_path: Path) -> None:
    choice = Choice(years=(2015, 2015))
    files = [str(DATA / name) for name in VOTES]
    found, _ = agreement_of_tables(mapping_named("un-votes"), files, over="all", choice=choice)
    _, graph = imported("un-votes", VOTES, tmp_path, choice)
    network = relgraph.project(graph, "agreement", over="all")
    assert {(row["source"], row["target"]): tuple(row.values())[4:] for row in found.rows} == {
        (min(a, b), max(a, b)): (data["agreed"], data["disagreed"], data["shared"], data["score"])
        for a, b, data in network.edges(data=True)
    }


def test_all_votes_are_compared() -> None:
    found, done = agreement_of_tables(mapping_named("un-votes"), [str(DATA / name) for name in VOTES])
    assert (done.acts, found.things, found.unclear) == (870_109, 6_203, 0)
    assert sum(row["shared"] for row in found.rows) == pytest.approx(64.6e6, rel=0.01)


def test_votes_of_1946(tmp_path: Path) -> None:
    _, graph = imported("un-votes", VOTES, tmp_path, Choice(years=(1946, 1946)))
    cast: Counter[str] = Counter()
    yes: Counter[str] = Counter()
    for act in graph.acts.values():
        name = graph.thing(act.actors[0]).label
        cast[name] += 1
        yes[name] += act.relation.endswith("votesFor")
    share = {name: round(yes[name] / cast[name], 4) for name in cast}
    assert (cast["Afghanistan"], share["Afghanistan"]) == (17, 0.4118)
    assert (cast["Argentina"], share["Argentina"]) == (43, 0.6977)
    assert (share["Australia"], share["Bolivia"]) == (0.5581, 0.6977)


@pytest.mark.parametrize(
    ("year", "states", "organizations", "memberships"),
    [(1946, 65, 69, 1_474), (1965, 125, 165, 4_211), (2000, 191, 330, 11_274), (2014, 195, 309, 12_295)],
)
def test_memberships(year: int, states: int, organizations: int, memberships: int, tmp_path: Path) -> None:
    _, graph = imported("cow-igo", IGO, tmp_path, Choice("status = 'full'", (year, year)))
    network = relgraph.project(graph, "membership", since=str(year), as_of=str(year))
    modes = Counter(data["bipartite"] for _, data in network.nodes(data=True))
    assert (modes[0], modes[1], network.number_of_edges()) == (states, organizations, memberships)
    if year == 2014:
        label = {node: data["label"] for node, data in network.nodes(data=True)}
        degree = {label[node]: network.degree(node) for node in network}
        assert (degree["France"], degree["Norway"]) == (116, 105)
        assert {degree[name] for name in ("Belgium", "Finland", "Netherlands")} == {102}
        shared = relgraph.project(graph, "co-membership", since="2014", as_of="2014")
        pairs = {frozenset((label[a], label[b])): data["weight"] for a, b, data in shared.edges(data=True)}
        assert pairs[frozenset(("Indonesia", "Malaysia"))] == 67
        assert pairs[frozenset(("Russia", "Indonesia"))] == 42
        assert len(pairs) / (195 * 194 / 2) == pytest.approx(0.9996, abs=5e-5)


def test_members_and_observers_of_asean(tmp_path: Path) -> None:
    _, graph = imported("cow-igo", IGO, tmp_path, Choice("object = 'asean'", (2014, 2014)))
    found = {
        (graph.thing(act.actors[0]).label, act.relation.partition("#")[2], act.date[:4])
        for act in graph.acts.values()
    }
    assert {name for name, relation, _ in found if relation == "observerOf"} == {
        "Timor-Leste",
        "Papua New Guinea",
    }
    assert {name: year for name, relation, year in found if relation == "memberOf"} == {
        "Brunei": "1984", "Cambodia": "1999", "Indonesia": "1967", "Laos": "1997", "Malaysia": "1967",
        "Myanmar": "1997", "Philippines": "1967", "Singapore": "1967", "Thailand": "1967", "Viet Nam": "1995",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "rows"),
    [("gdelt2", "20191024143000.export.CSV", 2_111), ("icews", "events.2018.sample.tab", 3_705)],
)
def test_events_are_all_accounted_for(kind: str, name: str, rows: int, tmp_path: Path) -> None:
    done, graph = imported(kind, (name,), tmp_path)
    assert done.rows == {name: rows}
    assert done.acts + sum(done.left_out.values()) + len(done.rejected) == rows
    assert done.acts == len(graph.acts)
    if kind == "icews":
        assert done.repeated == 971
    assert relgraph.centrality(relgraph.fold(graph, "actors"), "degree").rows
