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


def test_votes_have_the_issues_of_their_roll_call(tmp_path: Path) -> None:
    issues = tmp_path / "issues.csv"
    issues.write_text("rcid,short_name,issue\n1,me,Palestinian conflict\n1,hr,Human rights\n", "utf-8")
    files = [str(SAMPLES / name) for name in TABLES["un-votes"]]
    choice = Choice("issue LIKE '%Human%'")
    done = import_tables(mapping_named("un-votes"), [*files, str(issues)], tmp_path / "acts.ttl", choice=choice)
    graph = relgraph.open(tmp_path / "acts.ttl")
    assert (done.acts, done.left_out) == (4, {"not what --where asks for": 4})
    assert {act.attributes for act in graph.acts.values()} == {
        (("issue", ("Human rights; Palestinian conflict",)),)
    }
    # Without that table there is no such attribute.
    assert imported("un-votes", tmp_path)[1].ontology.attributes == {}


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
    assert {(row[0], row[2]) for row in told(graph)} == {("France", "Japan")}
    historical = next(act for act in graph.acts.values() if act.iri.endswith("/P4"))
    assert ("Event Date", ("2021-03-03",)) in historical.attributes


def of_rows(kind: str, rows: list[dict[str, str]], folder: Path) -> tuple[Imported, relgraph.KnowledgeGraph]:
    """Import rows with the header of the sample, and nothing but these fields in them."""
    (sample,) = TABLES[kind]
    header = (SAMPLES / sample).read_text("utf-8").splitlines()[0].split("\t")
    table = folder / sample
    lines = ["\t".join(row.get(column, "NA") for column in header) for row in rows]
    table.write_text("\n".join(["\t".join(header), *lines]) + "\n", "utf-8")
    done = import_tables(mapping_named(kind), [str(table)], folder / "rows.ttl")
    return done, relgraph.open(folder / "rows.ttl")


@pytest.mark.parametrize(
    "name",
    [
        "Citizen (International)",
        "Citizen (Unidentified State Actor)",
        "International",
        "Unidentified State Actor",
        "Unspecified Actor",
    ],
)
def test_whom_icews_does_not_tell_is_nobody_that_all_the_world_shares(name: str, tmp_path: Path) -> None:
    row = {
        "Event Date": "2018-06-01",
        "CAMEO Code": "112",
        "Source Name": name,
        "Target Name": "European Union",
    }
    row["Target Sectors"] = "International Government Organization"
    done, graph = of_rows("icews", [row | {"Event ID": "1"}, row | {"Event ID": "2"}], tmp_path)
    first, second = graph.acts.values()
    assert first.actors != second.actors
    assert {graph.thing(each).label for act in (first, second) for each in act.actors} == {name}
    assert first.objects == second.objects  # an organization without a country is one
    assert (done.repeated, done.unresolved) == (1, ())


def test_states_of_polecat_are_those_of_the_gazetteer(tmp_path: Path) -> None:
    row = {"Event Date": "2021-03-01", "Event Type": "CONSULT", "Event Mode": "visit"}
    ends = [
        ("France", "FRA", "NA", "JPN", "JPN", "NA"),
        ("The United States", "USA", "NA", "Türkiye", "TUR", "NA"),
        ("Emmanuel Macron", "FRA", "Emmanuel Macron", "Georgia", "USA", "Georgia (U.S. state)"),
        ("police", "NA", "NA", "United Nations", "NA", "United Nations"),
        ("police", "NA", "NA", "United Nations", "NA", "United Nations"),
    ]
    told_of = ("{} Name", "{} Country", "Wikipedia {} ID")
    columns = [name.format(who) for who in ("Actor", "Recipient") for name in told_of]
    rows = [
        row | {"Event ID": str(number)} | dict(zip(columns, each, strict=True))
        for number, each in enumerate(ends)
    ]
    done, graph = of_rows("polecat", rows, tmp_path)
    assert [(row[0], row[2]) for row in told(graph)] == [
        ("France", "Japan"),
        ("United States", "Türkiye"),
        ("Emmanuel Macron", "Georgia"),
        ("police", "United Nations"),
        ("police", "United Nations"),
    ]
    acts = list(graph.acts.values())
    base = "https://w3id.org/relgraph/id"
    assert [acts[0].actors, acts[0].objects] == [(f"{base}/state/france",), (f"{base}/state/japan",)]
    assert acts[2].objects == (f"{base}/actor/Georgia",)  # of the United States
    assert acts[3].actors != acts[4].actors
    assert acts[3].objects == acts[4].objects
    assert (done.repeated, done.unresolved) == (1, ())


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
