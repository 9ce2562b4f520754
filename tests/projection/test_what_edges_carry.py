"""What edges carry of their acts: whose date it is, the place and the codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import GraphOf
from small_graphs import EX

import relgraph
from relgraph.projection import fold_files

TOLD = """
ex:news a rg:Document ; rg:publishedOn "2031-05-04"^^xsd:date .
ex:older a rg:Document ; rg:publishedOn "2031-04"^^xsd:gYearMonth .
ex:atlas a rg:Document , rg:BackgroundSource ; rg:publishedOn "2020"^^xsd:gYear .
ex:e1 oa:hasSource ex:news . ex:e2 oa:hasSource ex:older . ex:e3 oa:hasSource ex:atlas .
ex:e4 oa:hasSource ex:atlas , ex:news . ex:undatable a rg:Document ; rg:publishedOn "soon" , "" .
ex:summit a rg:Meeting ; rg:place ex:harbour ; rg:heldOn "2031-05-02"^^xsd:date .
ex:briefing a rg:PressConference ; rg:partOf ex:summit .
ex:harbour a rg:Place . ex:code1 a skos:Concept . ex:code2 a skos:Concept .
"""


def told(graph_of: GraphOf, acts: str) -> dict[str, dict[str, Any]]:
    """Return the attributes of the edges of ``full`` by their first act."""
    network = relgraph.project(graph_of(TOLD + acts), "full")
    return {data["acts"][0].removeprefix(EX): data for *_, data in network.edges(data=True) if data["acts"]}


@pytest.mark.parametrize(
    ("evidence", "date", "basis"),
    [
        ("ex:e1", "2031-05-04", "publication"),
        ("ex:e1 , ex:e2", "2031-04", "publication"),  # the document that told it first
        ("ex:news", "2031-05-04", "publication"),  # a document with no passage
        ("ex:e3", "", ""),  # a background source says nothing of when
        ("ex:e3 , ex:e1", "2031-05-04", "publication"),
        ("<https://example.org/news#row=7>", "2031-05-04", "publication"),
        ("ex:e4", "2031-05-04", "publication"),  # told by two, one of them background
        ("ex:undatable", "", ""),
    ],
)
def test_a_publication_dates_what_nothing_else_dates(
    graph_of: GraphOf, evidence: str, date: str, basis: str
) -> None:
    act = f"ex:x rg:actor ex:a ; rg:relation rg:visits ; rg:object ex:b ; rg:evidence {evidence} ."
    edge = told(graph_of, act)["x"]
    assert (edge["date"], edge["dated_by"]) == (date, basis)


def test_an_act_an_event_and_a_speech_date_before_a_publication(graph_of: GraphOf) -> None:
    edges = told(
        graph_of,
        """
        ex:own rg:actor ex:a ; rg:relation rg:visits ; rg:object ex:b ;
            rg:date "2030"^^xsd:gYear ; rg:evidence ex:e1 .
        ex:at rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;
            rg:madeAt ex:summit ; rg:evidence ex:e1 .
        ex:says rg:actor ex:c ; rg:relation rg:affirms ; rg:object ex:said ;
            rg:madeAt ex:summit ; rg:evidence ex:e1 .
        ex:said rg:actor ex:b ; rg:relation rg:aids ; rg:object ex:a ; rg:evidence ex:e1 .
        ex:tells rg:actor ex:c ; rg:relation rg:affirms ; rg:object ex:told ; rg:evidence ex:e1 .
        ex:told rg:actor ex:b ; rg:relation rg:invites ; rg:object ex:a .
        """,
    )
    assert {name: (edges[name]["date"], edges[name]["dated_by"]) for name in ("own", "at", "said", "told")} == {
        "own": ("2030", "act"),
        "at": ("2031-05-02", "event"),
        "said": ("2031-05-02", "speech"),
        "told": ("2031-05-04", "publication"),  # the saying is dated by nothing else
    }


def test_a_window_takes_the_date_of_publication_in_a_store_and_in_one_pass(
    graph_of: GraphOf, tmp_path: Path
) -> None:
    text = TOLD + "ex:x rg:actor ex:a ; rg:relation rg:visits ; rg:object ex:b ; rg:evidence ex:e1 ."
    graph = graph_of(text)
    file = tmp_path / "told.ttl"
    file.write_text(relgraph.export(graph, "turtle").decode(), encoding="utf-8")
    for window, edges in ((("2031-05", "2031-06"), 1), (("2031-06", "2031-07"), 0)):
        since, as_of = window
        found = relgraph.fold(graph, "full", relations=["visits"], since=since, as_of=as_of)
        assert sum(unit is not None for unit in found.units.values()) == edges
        for attributes in (True, False):
            columns = fold_files(
                file, name="full", attributes=attributes, relations=["visits"], since=since, as_of=as_of
            )
            assert sum(unit is not None for unit in columns.units.values()) == edges


def test_an_edge_has_the_place_of_its_act_else_of_its_event_and_the_codes(graph_of: GraphOf) -> None:
    edges = told(
        graph_of,
        """
        ex:own rg:actor ex:a ; rg:relation rg:visits ; rg:object ex:b ; rg:place ex:b ; rg:madeAt ex:summit ;
            rg:code ex:code2 , ex:code1 .
        ex:at rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;
            rg:madeAt ex:briefing .
        ex:in rg:actor ex:a ; rg:relation rg:attends ; rg:object ex:summit .
        ex:proposes rg:actor ex:a ; rg:relation rg:proposes ; rg:object ex:summit .
        """,
    )
    assert {name: edges[name]["place"].removeprefix(EX) for name in edges} == {
        "own": "b",
        "at": "harbour",
        "in": "harbour",
        "proposes": "",  # it was proposed somewhere else
    }
    assert edges["own"]["codes"] == (EX + "code1", EX + "code2")
    assert edges["at"]["codes"] == ()


def test_merged_edges_have_all_places_and_codes(graph_of: GraphOf) -> None:
    graph = graph_of(
        TOLD
        + """
        ex:x rg:actor ex:a ; rg:relation rg:visits ; rg:object ex:b ; rg:place ex:b ; rg:code ex:code1 .
        ex:y rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:madeAt ex:summit ; rg:code ex:code2 .
        """,
    )
    network = relgraph.project(graph, "actors", collapsed=True)
    (edge,) = [data for *_, data in network.edges(data=True)]
    assert edge["places"] == (EX + "b", EX + "harbour")
    assert edge["codes"] == (EX + "code1", EX + "code2")


def test_parts_in_a_circle_have_no_place(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:m rg:partOf ex:n . ex:n rg:partOf ex:m . ex:p a rg:Place . ex:q rg:place ex:p ."
        "ex:x rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:n ; rg:madeAt ex:m ."
    )
    assert graph.acts[EX + "x"].place == ""


def test_a_timeline_says_how_many_acts_a_publication_dates(graph_of: GraphOf) -> None:
    graph = graph_of(
        TOLD
        + """
        ex:x rg:actor ex:a ; rg:relation rg:visits ; rg:object ex:b ; rg:evidence ex:e1 .
        ex:y rg:actor ex:a ; rg:relation rg:aids ; rg:object ex:c ;
            rg:date "2030"^^xsd:gYear ; rg:evidence ex:e1 .
        """
    )
    times = relgraph.timeline(relgraph.fold(graph, "actors"), "degree")
    assert [row.period for row in times.rows if row.label == "A"] == ["2030", "2031"]
    said = "1 of 2 are dated by when the document that tells them was published"
    assert said in times.method


def test_what_is_said_twice_has_the_date_of_the_first_saying(graph_of: GraphOf) -> None:
    for first, last in (("s1", "s2"), ("s2", "s1")):
        edges = told(
            graph_of,
            f"""
            ex:{last} rg:actor ex:c ; rg:relation rg:condemns ; rg:object ex:x ;
                rg:date "2032-01"^^xsd:gYearMonth .
            ex:{first} rg:actor ex:c ; rg:relation rg:condemns ; rg:object ex:x ;
                rg:date "2031-01"^^xsd:gYearMonth .
            ex:x rg:actor ex:a ; rg:relation rg:attacks ; rg:object ex:b .
            """,
        )
        assert (edges["x"]["date"], edges["x"]["dated_by"]) == ("2031-01", "speech")


def test_a_part_takes_place_when_its_whole_does_and_one_of_a_series_not(graph_of: GraphOf) -> None:
    edges = told(
        graph_of,
        """
        ex:series a rg:EventSeries ; rg:from "2000"^^xsd:gYear ; rg:place ex:harbour .
        ex:round a rg:Meeting ; rg:partOf ex:series .
        ex:at rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:madeAt ex:briefing ;
            rg:evidence ex:e1 .
        ex:in rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c ; rg:madeAt ex:round .
        """,
    )
    assert (edges["at"]["date"], edges["at"]["dated_by"]) == ("2031-05-02", "event")
    assert (edges["in"]["date"], edges["in"]["place"]) == ("", "")


def test_evidence_that_is_a_document_is_that_document_everywhere(graph_of: GraphOf) -> None:
    graph = graph_of(
        TOLD
        + """
        ex:x rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:atlas .
        ex:y rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c ; rg:evidence ex:news .
        ex:z rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:c ; rg:evidence ex:e4 .
        """
    )

    def kept(**options: Any) -> set[str]:
        network = relgraph.project(graph, "actors", **options)
        return {data["acts"][0].removeprefix(EX) for *_, data in network.edges(data=True)}

    assert kept(background=False) == {"y", "z"}
    assert kept(source_documents=[EX + "news"]) == {"y", "z"}
    assert kept(source_documents=[EX + "atlas"]) == {"x", "z"}
