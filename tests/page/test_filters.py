"""One filter, one truth: what a filter, a voice or a window of time leaves is all that the page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import relgraph
from relgraph import KnowledgeGraph
from relgraph.cleaning import shortened

from .lake_council import act, graph_of
from .page_reading import Reader, at, checkbox, edge_at, panel, shown, until

STATES = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}" .\n' for name in "abcde") + (
    'ex:p a rg:Person ; rdfs:label "Speaker P" . ex:t a skos:Concept ; rdfs:label "trade" .\n'
    'ex:u a skos:Concept ; rdfs:label "peace" .\n'
    'ex:r a rg:Report ; rdfs:label "Report R" . ex:q a rg:Report ; rdfs:label "Report Q" .\n'
    + "".join(
        f"ex:e{doc} a oa:SpecificResource ; oa:hasSource ex:{doc} ; oa:hasSelector ex:s{doc} .\n"
        f"ex:s{doc} a oa:TextPositionSelector ; oa:start 1 ; oa:end 9 .\n"
        for doc in "rq"
    )
)


def dated(name: str, ends: str, rest: str, modality: str = "Asserted", certainty: str = "certain") -> str:
    actor, relation, thing = ends.split()
    said = f"rg:actor ex:{actor} ; rg:relation rg:{relation} ; rg:object ex:{thing} ; {rest}"
    return act(name, f"act {name}", said, modality, certainty)


BODY = STATES + (
    dated("x1", "a supports b", 'rg:date "2001-05-04"^^xsd:date ; rg:evidence ex:er ; rg:concerns ex:t')
    + dated("x2", "a supports b", 'rg:date "2003"^^xsd:gYear ; rg:evidence ex:er', "Planned")
    + dated("x3", "b opposes c", 'rg:date "2005-02"^^xsd:gYearMonth ; rg:evidence ex:eq ; rg:saidBy ex:p')
    + dated("x4", "c supports d", "rg:saidBy ex:p ; rg:evidence ex:eq ; rg:concerns ex:u", certainty="likely")
    + dated("x5", "d supports a", 'rg:date "2009-09-09"^^xsd:date ; rg:polarity rg:negative')
    + act(
        "x6",
        "act x6",
        "rg:actor ex:a , ex:b , ex:c ; rg:relation rg:meets ; "
        'rg:date "2010-01-01"^^xsd:date ; rg:evidence ex:er',
    )
    + "ex:d rg:welcomes ex:e .\n"
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return graph_of(tmp_path_factory.mktemp("filters"), BODY)


@pytest.fixture(scope="module")
def text(graph: KnowledgeGraph) -> str:
    return relgraph.render(graph, relgraph.project(graph, "actors"))


def only(page: Page, facet: str, value: str) -> None:
    checkbox(page, facet, value)
    page.get_by_role("group", name=facet, exact=True).get_by_role(
        "button", name=f"Only {value}", exact=True
    ).click()


def count_of(page: Page, facet: str, value: str) -> str:
    return checkbox(page, facet, value).locator("xpath=ancestor::li").locator("b").inner_text()


def highest(page: Page) -> dict[str, tuple[int, float]]:
    """Return rank and score by label, as the list of the highest has them."""
    found = {}
    for row in page.locator("#highest li").all():
        found[row.locator("a").inner_text()] = (
            int(row.locator(".rank").inner_text()),
            float(row.locator("> b").inner_text()),
        )
    return found


def scored(graph: KnowledgeGraph, measure: str, **filters: Any) -> dict[str, tuple[int, float]]:
    """Return the same as the command has it, for the first twenty."""
    scores = relgraph.centrality(relgraph.project(graph, "actors", **filters), [measure])
    rows = [row for row in scores.rows if row.rank is not None][:20]
    return {row.label: (row.rank or 0, float(f"{row.values[0]:.6g}")) for row in rows}


def test_a_filter_changes_everything(reader: Reader, text: str, graph: KnowledgeGraph) -> None:
    page = reader.open(text)
    whole = relgraph.project(graph, "actors")
    assert shown(page) == (whole.number_of_nodes(), 5)  # what did not take place is no edge here
    only(page, "Modality", "planned")
    assert shown(page) == (2, 1)
    assert list(highest(page)) == ["A", "B"]
    assert page.inner_text("#edge-count") == "1 edge"
    assert "modality: planned" in page.inner_text("#filtered")
    page.get_by_role("button", name="Table", exact=True).click()
    assert page.locator("#sheet-body tr").all_inner_texts()[0].startswith("act x2")
    assert page.locator("#sheet-body tr").count() == 1
    assert page.locator("#families li").count() == 1
    # A count says what there would be if this facet alone were open.
    assert count_of(page, "Modality", "asserted") == "4"
    assert count_of(page, "Topic", "trade") == "0"
    checkbox(page, "Modality", "asserted").check()
    assert shown(page) == (4, 5)  # E has no act, and no modality
    page.get_by_role("button", name="Reset", exact=True).click()
    assert shown(page) == (5, 5)
    assert page.inner_text("#filtered") == "No filter"


def test_nothing_left_says_so(reader: Reader, text: str) -> None:
    page = reader.open(text)
    for value in ("asserted", "planned", "not stated"):
        checkbox(page, "Modality", value).uncheck()
    assert shown(page) == (0, 0)
    assert "The filters leave nothing" in page.inner_text("#empty")


@pytest.mark.parametrize("measure", ["degree", "strength", "pagerank", "in-degree", "out-degree"])
def test_scores_after_a_filter_are_those_of_the_command(
    measure: str, reader: Reader, text: str, graph: KnowledgeGraph
) -> None:
    page = reader.open(text)
    page.get_by_role("combobox", name="Size by", exact=True).select_option(measure)
    assert highest(page) == scored(graph, measure)
    only(page, "Certainty", "certain")
    assert highest(page) == scored(graph, measure, certainties=["certain"])
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("combobox", name="Size by", exact=True).select_option(measure)
    only(page, "Source", "Report R")
    assert highest(page) == scored(graph, measure, source_documents=["Report R"])


@pytest.mark.parametrize(
    ("projection", "modality"),
    [
        ("actors", "asserted"), ("actors", "planned"), ("topics", "needed"), ("signed", "planned"),
        ("participation", "asserted"),
    ],
)  # fmt: skip
def test_the_meeting_is_scored_alike(
    projection: str, modality: str, reader: Reader, meeting: KnowledgeGraph
) -> None:
    page = reader.open(relgraph.render(meeting, relgraph.project(meeting, projection)))
    wanted = relgraph.project(meeting, projection, modalities=[modality])
    only(page, "Modality", modality)
    acts = {data["acts"][0] for *_, data in wanted.edges(data=True)}
    assert shown(page) == (wanted.number_of_nodes(), len(acts))
    scores = relgraph.centrality(wanted, ["pagerank"])
    page.get_by_role("combobox", name="Size by", exact=True).select_option("pagerank")
    first = {shortened(row.label, 60): (row.rank, float(f"{row.values[0]:.6g}")) for row in scores.rows}
    for label, found in highest(page).items():
        assert first[label] == found, label


def test_a_measure_of_paths_is_of_the_whole_until_it_is_asked_for(
    reader: Reader, text: str, graph: KnowledgeGraph
) -> None:
    page = reader.open(text)
    page.get_by_role("combobox", name="Size by", exact=True).select_option("betweenness")
    assert highest(page) == scored(graph, "betweenness")
    only(page, "Certainty", "certain")
    assert "betweenness, of the whole network".upper() in page.inner_text("#highest-title").upper()
    whole = scored(graph, "betweenness")
    assert all(whole[label] == found for label, found in highest(page).items())
    page.click("text=Compute it for what is shown")
    assert highest(page) == scored(graph, "betweenness", certainties=["certain"])
    assert "whole" not in page.inner_text("#highest-title").lower()


@pytest.mark.parametrize("measure", ["betweenness", "closeness", "harmonic"])
def test_paths_are_measured_as_by_the_command(measure: str, reader: Reader, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "actors", collectives="resolve")
    page = reader.open(relgraph.render(meeting, network))
    page.get_by_role("combobox", name="Size by", exact=True).select_option(measure)
    rows = relgraph.centrality(network, [measure]).rows
    wanted = {row.label: (row.rank, float(f"{row.values[0]:.6g}")) for row in rows}
    assert highest(page) == {label: wanted[label] for label in highest(page)}


def test_paths_of_equal_cost_are_equal_whatever_the_weights(reader: Reader, tmp_path: Path) -> None:
    """A to D by B costs 1 + 1/6, by C 2/3 + 1/2: both are shortest, though a computer sums them apart."""
    ties = {"ab": "1", "bd": "6", "ac": "1.5", "cd": "2"}
    body = STATES + "".join(
        dated(f"w{ends}", f"{ends[0]} meets {ends[1]}", f"rg:weight {weight}") for ends, weight in ties.items()
    )
    graph = graph_of(tmp_path, body)
    network = relgraph.project(graph, "actors")
    page = reader.open(relgraph.render(graph, network), "#&size=betweenness")
    wanted = {
        row.label: (row.rank, float(f"{row.values[0]:.6g}"))
        for row in relgraph.centrality(network, ["betweenness"]).rows
    }
    assert highest(page) == wanted
    assert wanted["B"] == wanted["C"] == (2, 0.166667)


def test_a_slow_measure_is_computed_where_it_is_asked_for_and_focus_stays(
    reader: Reader, graph: KnowledgeGraph
) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    page.get_by_role("combobox", name="Size by", exact=True).select_option("betweenness")
    only(page, "Modality", "asserted")
    assert "of the whole network" in panel(page)
    page.click("#details >> text=Compute it for what is shown")
    assert "of the whole network" not in panel(page)
    link = page.locator("#details button").first
    link.focus()
    page.get_by_role("combobox", name="Colour by", exact=True).select_option("bloc")
    assert "of the whole network" not in panel(page)


def test_an_interval_is_not_put_beside_what_is_of_less(reader: Reader, graph: KnowledgeGraph) -> None:
    text = relgraph.render(graph, relgraph.fold(graph, "actors"), bootstrap=20)
    page = reader.open(text, at("a"))
    page.click("text=Why this rank?")
    row = page.locator(".why tr", has_text="degree").first
    assert "rank" in row.inner_text()
    only(page, "Modality", "asserted")
    assert "rank" not in page.locator(".why tr", has_text="degree").first.inner_text()


def test_a_chosen_edge_that_is_filtered_out_is_not_drawn(reader: Reader, text: str) -> None:
    page = reader.open(text, edge_at(text, 0))
    assert page.evaluate("relgraph.layers.lit().length") == 2
    for value in ("asserted", "planned", "not stated"):
        checkbox(page, "Modality", value).uncheck()
    assert shown(page) == (0, 0)
    assert page.evaluate("relgraph.layers.lit().length") == 0
    assert "The filters leave it out" in panel(page)


def test_namesakes_are_told_apart_whatever_they_are_called(reader: Reader, tmp_path: Path) -> None:
    body = STATES + "".join(
        f'<https://example.org/{kind}/x1> a rg:Person ; rdfs:label "Ban Twin" .\n' for kind in ("one", "two")
    ) + 'ex:n a rg:Person ; rdfs:label "not stated" .\n'  # fmt: skip
    for name, speaker in (
        ("v1", "<https://example.org/one/x1>"),
        ("v2", "<https://example.org/two/x1>"),
        ("v3", "ex:n"),
    ):
        body += dated(name, "a supports b", f"rg:saidBy {speaker}")
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    voices = page.locator("#voice option").all_inner_texts()
    assert voices == [
        "all voices", "Ban Twin (https://example.org/one/x1)", "Ban Twin (https://example.org/two/x1)",
        "not stated (n)",
    ]  # fmt: skip
    for voice in voices[1:]:
        page.get_by_role("combobox", name="Voice", exact=True).select_option(voice)
        assert shown(page) == (2, 1)


def test_dates_outside_the_calendar_are_said_and_sorted(reader: Reader, tmp_path: Path) -> None:
    body = STATES
    for name, date in (
        ("o1", "12031-01-01"),
        ("o2", "1950-01-01"),
        ("o3", "-0043-03-15"),
        ("o4", "-0300-01-01"),
    ):
        body += dated(name, "a supports b", f'rg:date "{date}"^^xsd:date')
    body += dated("o5", "b supports c", 'rg:date "1960"^^xsd:gYear')
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("button", name="date", exact=True).click()
    dates = page.locator("#sheet-body td.date").all_inner_texts()
    assert [date.strip() for date in dates] == [
        "-0300-01-01",
        "-0043-03-15",
        "1950-01-01",
        "1960",
        "12031-01-01",
    ]
    page.get_by_label("Undated").uncheck()
    assert "dated acts alone, of the years 1 to 9999" in page.inner_text("#filtered")
    assert shown(page)[1] == 2


def test_a_voice_is_all_that_is_heard(reader: Reader, text: str) -> None:
    page = reader.open(text)
    voice = page.get_by_role("combobox", name="Voice", exact=True)
    assert voice.locator("option").all_inner_texts() == [
        "all voices", "the reports themselves", "Speaker P",
    ]  # fmt: skip
    voice.select_option("Speaker P")
    assert shown(page) == (3, 2)
    assert set(highest(page)) == {"B", "C", "D"}
    assert "voice: Speaker P" in page.inner_text("#filtered")
    voice.select_option("the reports themselves")
    assert shown(page) == (3, 3)


def test_what_nobody_tells_is_no_report(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "full")))
    page.get_by_role("combobox", name="Voice", exact=True).select_option("no source is given")
    assert shown(page) == (2, 1)  # x5, which has neither speaker nor passage
    only(page, "Speaker", "no source is given")
    page.get_by_role("button", name="Table", exact=True).click()
    assert "no source is given" in page.inner_text("#sheet-body tr")


def slide(page: Page, name: str, date: str) -> None:
    """Move a slider to a date, as its keys and the mouse do by their steps."""
    page.get_by_role("slider", name=name, exact=True).evaluate(
        """(slider, date) => {
          slider.value = String(Date.parse(date) / 864e5);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        date,
    )


def test_a_year_counts_as_its_span_and_the_undated_have_a_switch(reader: Reader, text: str) -> None:
    page = reader.open(text)
    slide(page, "From", "2003-12-31")
    slide(page, "Until", "2005-02-01")
    assert page.inner_text("#window") == "2003-12-31 to 2005-02-01"
    # 2003 and 2005-02 meet the window; x4 and the edge without an act have no date.
    assert shown(page) == (5, 3)
    page.get_by_label("Undated").uncheck()
    assert shown(page) == (3, 2)
    slide(page, "From", "2004-01-01")
    assert shown(page) == (2, 1)


def test_the_window_is_that_of_the_command(reader: Reader, meeting: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(meeting, relgraph.project(meeting, "actors")))
    slide(page, "From", "2021-01-01")
    page.get_by_label("Undated").uncheck()
    wanted = relgraph.project(meeting, "actors", since="2021-01-01")
    acts = {data["acts"][0] for *_, data in wanted.edges(data=True)}
    assert shown(page) == (wanted.number_of_nodes(), len(acts))


def test_play_runs_to_the_end_and_pauses(reader: Reader, text: str) -> None:
    page = reader.open(text)
    page.get_by_role("button", name="Play", exact=True).click()
    assert shown(page)[1] < 5
    page.get_by_role("button", name="Pause", exact=True).click()
    halted = shown(page)
    page.wait_for_timeout(700)
    assert shown(page) == halted
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, lambda: shown(page) == (5, 5))
    page.get_by_role("button", name="Play", exact=True).wait_for()


def test_what_a_thing_is_about_stays_with_its_acts(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    only(page, "Modality", "proposed")
    labels = set(highest(page))
    # Westland proposes the survey, which is about fishing and involves Westland.
    assert {"Westland", "Joint survey of fish stocks", "fishing"} <= labels
    assert "Toll on the canal" not in labels
    assert "Third Lake Council" not in labels


def test_what_is_about_something_is_counted_and_can_be_shown_alone(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    # The survey and the council are about fishing, the second without an act of its own on that line.
    whole = count_of(page, "Relation", "concerns")
    checkbox(page, "Certainty", "likely").uncheck()
    assert count_of(page, "Relation", "concerns") == whole
    only(page, "Relation", "concerns")
    assert {"fishing", "Third Lake Council", "Joint survey of fish stocks"} <= set(highest(page))
    assert "Westland" not in highest(page)


SHARED = STATES + (
    'ex:m a rg:Meeting ; rdfs:label "Meeting" . ex:n a rg:Meeting ; rdfs:label "Next" .\n'
    + dated("y1", "a attends m", "rg:evidence ex:er")
    + dated("y2", "b attends m", "rg:evidence ex:eq")
    + dated("y3", "a attends n", "rg:evidence ex:er")
    + dated("y4", "b attends n", "rg:evidence ex:er", certainty="likely")
)


def test_a_shared_tie_needs_an_act_of_both(reader: Reader, tmp_path: Path) -> None:
    """A took part in both by report R, B in the second alone: the tie is left, with the weight of both."""
    graph = graph_of(tmp_path, SHARED)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "co-participation")))
    assert shown(page) == (2, 4)
    assert page.inner_text("#partial-note") == ""
    only(page, "Source", "Report R")
    assert shown(page) == (2, 3)
    assert "1 edge stands for several acts" in page.inner_text("#partial-note")
    checkbox(page, "Certainty", "likely").uncheck()
    assert shown(page) == (0, 0)


def test_an_edge_of_several_acts_tells_those_that_are_left(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors", collapsed=True)))
    page.evaluate("pair => { location.hash = pair; }", "#pair=" + "|".join(at(end)[1:] for end in "ab"))
    page.wait_for_selector("#details h2:has-text('A and B')")
    page.locator("#details .lines a", has_text="A supports B").click()
    page.wait_for_selector("#details h3:has-text('Acts behind it (2)')")
    assert "of acts that differ" in (page.text_content("#statuses") or "")
    only(page, "Modality", "planned")
    page.wait_for_selector("#details h3:has-text('Acts behind it (1)')")
    assert "The filters leave out 1 of its acts." in panel(page)
    assert "act x1" not in panel(page)
    assert "1 edge stands for several acts" in page.inner_text("#partial-note")


def test_one_date_and_acts_without_one_have_the_switch(reader: Reader, tmp_path: Path) -> None:
    body = (
        STATES + dated("z1", "a supports b", 'rg:date "2001-05-04"^^xsd:date') + dated("z2", "b supports c", "")
    )
    graph = graph_of(tmp_path, body.replace(" ;  ;", " ;"))
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    assert not page.get_by_role("button", name="Play").is_visible()
    page.get_by_label("Undated").uncheck()
    assert shown(page) == (2, 1)


def test_what_is_filtered_out_says_so_when_it_is_chosen(reader: Reader, text: str) -> None:
    page = reader.open(text, at("e"))
    assert "leave nothing of it" not in panel(page)
    only(page, "Modality", "planned")
    assert "The filters leave nothing of it" in panel(page)


def test_filters_given_to_render_stand_in_the_header(reader: Reader, graph: KnowledgeGraph) -> None:
    network = relgraph.project(graph, "actors", modalities=["planned"])
    page = reader.open(relgraph.render(graph, network))
    assert "of another modality than planned" in page.inner_text("header")
    assert page.locator("#given").is_visible()


def test_each_graph_has_facets_of_its_own(reader: Reader, tmp_path: Path) -> None:
    """Two of one name are told apart, and a value that holds the sign of a separator is one value."""
    body = 'ex:p1 a rg:Person ; rdfs:label "Ann, A|B" . ex:p2 a rg:Person ; rdfs:label "Ann, A|B" .\n' + STATES
    body += dated("x1", "a supports b", "rg:saidBy ex:p1") + dated("x2", "a supports c", "rg:saidBy ex:p2")
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    only(page, "Speaker", "Ann, A|B (p2)")
    assert shown(page) == (2, 1)
    address = page.evaluate("location.hash")
    again = reader.open(reader.file.read_text("utf-8"), address)
    assert shown(again) == (2, 1)
    assert set(highest(again)) == {"A", "C"}
