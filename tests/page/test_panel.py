"""The panel: what it tells of a node or an edge."""

from __future__ import annotations

from pathlib import Path

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import QUOTES, SOURCE, act, graph_of
from .page_reading import Reader, at, edge_at, panel


def test_panel_tells_an_act_in_words(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("eastland"))
    told = " ".join(panel(page).split())
    start = SOURCE.index(QUOTES["e7"])
    for words in (
        "state",
        "ACTS BY IT (1)",
        "Eastland opposes the toll",
        "Eastland opposes Toll on the canal",
        "said by Ada Ferry",
        "content asserted",
        "reading likely",
        "inferred from Ada Ferry thanks the League of Ports",
        "editor The canal is read as that of the ports.",
        f"Report on the Lake Council, characters {start}\N{EN DASH}{start + len(QUOTES['e7'])}",
    ):
        assert words in told, words
    assert page.inner_text("#details mark") == QUOTES["e7"]
    # What surrounds the passage is whole words of the source.
    around = page.inner_text("#details blockquote").strip("…")
    assert around in " ".join(SOURCE.split())
    assert len(around) > len(QUOTES["e7"])


def test_panel_tells_of_the_report_and_of_the_event(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("survey"))
    told = " ".join(panel(page).split())
    assert "ACTS TOWARDS OR ABOUT IT (3)" in told
    assert "It concerns (1) fishing".lower() in told.lower()
    # In the order of the source: proposed, said, backed.
    assert [text.split("\n")[0] for text in page.locator(".act > summary").all_inner_texts()] == [
        "Westland proposes a survey", "Ben Quay says that the survey is needed", "Ben Quay backs the survey",
    ]  # fmt: skip
    proposal = " ".join(page.locator(".act").first.inner_text().split())
    teller = "source told by Report on the Lake Council"
    for words in (teller, "content proposed", "date 1931-05-04", "at Third Lake Council"):
        assert words in proposal, words
    page.click("#details >> text=Third Lake Council")
    page.wait_for_selector("#details h2:has-text('Third Lake Council')")
    told = " ".join(panel(page).split())
    for words in ("held on 1931-05-04", "status held", "editor The year is that of the yearbook."):
        assert words in told, words
    page.go_back()
    page.wait_for_selector("#details h2:has-text('Joint survey')")


def test_panel_tells_what_a_table_has_of_an_act_beside(reader: Reader, tmp_path: Path) -> None:
    body = act(
        "x", "A backs B", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; ex:column 'tin' , 'salt'"
    )
    body += 'ex:a a rg:State . ex:b a rg:State . ex:column a rg:Attribute ; rdfs:label "Goods"@en .\n'
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    assert "Goods salt; tin" in " ".join(panel(page).split())


def test_without_the_source_only_positions_are_shown(reader: Reader, lake: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(lake, relgraph.project(lake, "full")), at("eastland"))
    assert f"characters {SOURCE.index(QUOTES['e7'])}\N{EN DASH}" in panel(page)
    assert page.locator("#details mark").count() == 0


def test_a_table_is_cited_by_its_cells(reader: Reader, tmp_path: Path) -> None:
    body = (
        'ex:list a rg:BackgroundSource ; rdfs:label "List of members" .\n'
        "ex:m a oa:SpecificResource ; oa:hasSource ex:list ; oa:hasSelector ex:ms .\n"
        'ex:ms a oa:FragmentSelector ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "cell=4,2" .\n'
        'ex:a a rg:State ; rdfs:label "A" . ex:o a rg:Organization ; rdfs:label "O" .\n'
    ) + act(
        "x", "A belongs to O", "rg:actor ex:a ; rg:relation rg:memberOf ; rg:object ex:o ; rg:evidence ex:m"
    )
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    told = " ".join(panel(page).split())
    assert "List of members, cell=4,2" in told
    assert "according to List of members" in told


def at_thirty_meetings(folder: Path) -> KnowledgeGraph:
    """A and B take part in 30 meetings, and C in one; for B's part in that one there are 28 passages."""
    parts = [(actor, n) for actor in "ab" for n in range(30)] + [("c", 7)]
    body = "".join(f'ex:m{n:02} a rg:Meeting ; rdfs:label "Meeting {n}" .\n' for n in range(30))
    body += "".join(f'ex:{actor} a rg:State ; rdfs:label "{actor.upper()}" .\n' for actor in "abc")
    for actor, n in parts:
        evidence = "".join(f" ; rg:evidence ex:e{k:02}" for k in range(28 if (actor, n) == ("b", 7) else 1))
        body += act(
            f"x{actor}{n:02}",
            f"{actor.upper()} is at {n}",
            f"rg:actor ex:{actor} ; rg:relation rg:attends ; rg:object ex:m{n:02}{evidence}",
        )
    return graph_of(folder, body)


def test_long_lists_are_counted_and_what_the_page_leaves_out_is_said(reader: Reader, tmp_path: Path) -> None:
    graph = at_thirty_meetings(tmp_path)
    text = relgraph.render(graph, relgraph.project(graph, "co-participation"))
    whole = "The network as json (relgraph project -f json) lists all."
    page = reader.open(text, edge_at(text, 0))
    told = " ".join(panel(page).split())
    assert "A took part together with B at Meeting 0, Meeting 1" in told
    assert "Meeting 24 and 5 more" in told
    assert f"ACTS BEHIND IT (60) open or close all This page has 25 of these acts. {whole}" in told
    page.click("text=open or close all")
    assert page.locator(".act").count() == 25
    # The tie of B and C is whole, save for the passages of one act.
    page = reader.open(text, edge_at(text, 2))
    told = " ".join(panel(page).split())
    assert "at Meeting 7 ACTS BEHIND IT (2)" in told
    assert "of these acts" not in told
    assert told.count("source not named") == 26
    assert "and 3 more" in told
    # A has 30 acts and B, beside those of A, as many; the page has the first 25 of the tie, and the two with C.
    page = reader.open(text, at("a"))
    told = " ".join(panel(page).split())
    assert f"This page has 26 of the 61 acts behind its edges. {whole} ACTS BY IT, ON THIS PAGE (25)" in told
    assert "ACTS TOWARDS OR ABOUT IT, ON THIS PAGE (1)" in told
    page.click("#details >> text=Close")
    page.click("text=What is shown, and how")
    assert "cut 3 lists to the first 25" in page.inner_text("#overview")
    assert "(1 of acts, 1 of events, 1 of passages)" in page.inner_text("#overview")


def test_a_page_that_has_all_says_nothing_of_the_rest(reader: Reader, tmp_path: Path) -> None:
    graph = at_thirty_meetings(tmp_path)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "participation")), at("a"))
    told = " ".join(panel(page).split())
    assert "ACTS BY IT (30)" in told
    assert "this page" not in told.lower()
