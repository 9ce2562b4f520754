"""Long lists of edges: counted and cut for people, whole for what reads them back, and always said."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from conftest import Run, turtle
from network_readers import parquet, read_gexf, read_graphml, rows_of

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.exporting import edges_frame, export_notes

EX = "https://example.org/"
MEETINGS = 30
NOTE = (
    "cut 3 lists to the first 25 and a count of the rest (1 of events, 1 of acts, 1 of evidence); "
    "graphml, json and parquet have all of them"
)


def taking_part(actor: str, meeting: int) -> str:
    name = f"{actor}{meeting:02}"
    return (
        f"ex:x{name} a rg:Act ; rg:actor ex:{actor} ; rg:relation rg:attends ; rg:object ex:m{meeting:02} ; "
        f"rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e{name} .\n"
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A and B take part in 30 meetings, and C in one of them."""
    body = "".join(f'ex:m{n:02} a rg:Meeting ; rdfs:label "Meeting {n}"@en .\n' for n in range(MEETINGS))
    body += "".join(f'ex:{actor} a rg:State ; rdfs:label "{actor.upper()}"@en .\n' for actor in "abc")
    body += "".join(taking_part(actor, n) for actor in "ab" for n in range(MEETINGS)) + taking_part("c", 7)
    (tmp_path / "table.ttl").write_text(turtle(body), "utf-8")
    return tmp_path / "table.ttl"


@pytest.fixture
def network(table: Path) -> Network:
    return relgraph.project(relgraph.open(table), "co-participation")


def test_csv_has_the_first_25_a_count_of_the_rest_and_the_length_beside_it(network: Network) -> None:
    ab, ac, bc = rows_of(relgraph.export(network, "csv"))
    assert list(ab)[-6:] == ["events", "events_count", "acts", "acts_count", "evidence", "evidence_count"]
    assert ab["events"].split() == [f"{EX}m{n:02}" for n in range(25)] + ["(+5)"]
    assert ab["acts"].split() == [f"{EX}xa{n:02}" for n in range(25)] + ["(+35)"]
    assert ab["evidence"].split() == [f"{EX}ea{n:02}" for n in range(25)] + ["(+35)"]
    assert [row["events_count"] for row in (ab, ac, bc)] == ["30", "1", "1"]
    assert [row["acts_count"] for row in (ab, ac, bc)] == ["60", "2", "2"]
    assert ac["acts"].split() == [f"{EX}xa07", f"{EX}xc07"]


def test_gexf_has_the_same(network: Network) -> None:
    _, _, edges = read_gexf(relgraph.export(network, "gexf"))
    tie = {(edge["source"][-1], edge["target"][-1]): edge for edge in edges}
    assert tie["a", "b"]["acts"] == [f"{EX}xa{n:02}" for n in range(25)] + ["(+35)"]
    assert tie["a", "b"]["events"][-1] == "(+5)"
    assert [tie["a", end]["acts_count"] for end in "bc"] == [60, 2]
    assert tie["a", "c"]["evidence"] == [f"{EX}ea07", f"{EX}ec07"]


def test_what_is_read_back_keeps_all(network: Network) -> None:
    acts = sorted(f"{EX}x{actor}{n:02}" for actor in "ab" for n in range(MEETINGS))
    listed = json.loads(relgraph.export(network, "json"))["edges"]
    assert next(edge for edge in listed if edge["weight"] == MEETINGS)["acts"] == acts
    _, _, edges = read_graphml(relgraph.export(network, "graphml"))
    assert next(edge for edge in edges if edge["weight"] == MEETINGS)["acts"].split() == acts
    table = parquet(relgraph.export(network, "parquet"))
    assert table["acts"].to_pylist()[0] == edges_frame(network)["acts"][0] == acts
    assert not any(name.endswith("_count") for name in table.column_names)
    assert relgraph.simple(network).edges[EX + "a", EX + "b"]["acts"].split() == acts


@pytest.mark.parametrize(("length", "shown"), [(25, None), (26, "(+1)"), (1025, "(+1000)")])
def test_a_list_of_25_is_whole(length: int, shown: str | None) -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", acts=tuple(f"ex:{n}" for n in range(length)), names=("two words",) * length)
    (row,) = rows_of(relgraph.export(network, "csv"))
    if shown is None:
        assert row["acts"].split() == [f"ex:{n}" for n in range(length)]
        assert "acts_count" not in row
        assert export_notes(network, "csv") == ()
    else:
        assert row["acts"].split()[24:] == ["ex:24", shown]
        assert row["names"].split(" | ")[24:] == ["two words", shown]
        assert row["acts_count"] == row["names_count"] == str(length)
        assert "cut 2 lists" in export_notes(network, "gexf")[0]


def test_an_attribute_that_has_the_name_of_a_count_is_kept() -> None:
    network: Network = nx.Graph()
    network.add_edge("a", "b", acts_count=7, acts=("ex:a",) * 30)
    (row,) = rows_of(relgraph.export(network, "csv"))
    assert row["acts_count"] == "7"
    assert row["acts"].endswith(" (+5)")


@pytest.mark.parametrize("collapsed", [False, True])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_nothing_of_the_meeting_is_cut(name: str, collapsed: bool, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name, collapsed=collapsed, collectives="resolve")
    assert export_notes(network, "csv") == export_notes(network, "gexf") == ()
    names = {name for *_, data in network.edges(data=True) for name in data}
    of_ends = {"source", "source_label", "target", "target_label"}
    assert set(rows_of(relgraph.export(network, "csv"))[0]) == names | of_ends


def test_the_command_says_what_it_cut_and_where_all_of_it_is(run: Run, table: Path) -> None:
    for format in ("csv", "gexf"):
        done = run("project", "co-participation", "-d", table.name, "-f", format)
        assert done.returncode == 0
        assert done.stderr.decode().splitlines() == [NOTE]
        assert done.stdout == relgraph.export(
            relgraph.project(relgraph.open(table), "co-participation"), format
        )
    for format in ("json", "graphml", "parquet", "csv-nodes"):
        assert run("project", "co-participation", "-d", table.name, "-f", format).stderr == b""
    assert run("project", "participation", "-d", table.name, "-f", "csv").stderr == b""
    said = " ".join(run("project", "--help").stdout.decode().split())
    assert "csv and gexf have the first 25 and how many more there are" in said


def test_the_command_says_what_the_page_leaves_out(run: Run, table: Path) -> None:
    done = run("render", "co-participation", "-d", table.name, "-o", "page.html")
    assert done.stderr.decode().splitlines() == [
        "cut 2 lists to the first 25 and a count of the rest (1 of acts, 1 of events); the network as json "
        "(relgraph project -f json) has all of them"
    ]
    assert run("render", "participation", "-d", table.name, "-o", "page.html").stderr == b""


def test_run_says_so_too(run: Run, tmp_path: Path) -> None:
    passages = " , ".join(f"ex:e{n:02}" for n in range(40))
    act = (
        "ex:x a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:certainty rg:certain ; "
        f"rg:modality rg:modalityAsserted ; rg:evidence {passages} .\n"
    )
    (tmp_path / "g.ttl").write_text(turtle("ex:a a rg:State . ex:b a rg:State .\n" + act), "utf-8")
    notes = run("run", "-d", "g.ttl", "-o", "out").stderr.decode()
    assert "cut 1 list to the first 25 and a count of the rest (1 of passages)" in notes
    assert "cut 1 list to the first 25 and a count of the rest (1 of evidence)" in notes
