"""Speech acts: one edge with what was said in them, and one of their own where that is left out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

import relgraph
from relgraph import KnowledgeGraph
from relgraph.cleaning import shortened
from relgraph.projection.edge_list import is_mirror
from relgraph.projection.filters import window

from .lake_council import graph_of
from .page_reading import Reader, at, checkbox, panel, shown
from .test_filters import STATES, dated, highest, only

# A plan, the pledge of it to B, and the pledge affirmed; a wish beside the plan in one act; what C says of the
# plan; and a request that concerns what it asks for.
BODY = STATES + (
    dated("plan", "a supports b", 'rg:date "2003-01-02"^^xsd:date ; rg:evidence ex:er', "Planned")
    + dated("pledge", "a pledges plan", 'rg:recipient ex:b ; rg:date "2002"^^xsd:gYear ; rg:evidence ex:er')
    + dated("again", "a affirms pledge", "rg:recipient ex:b ; rg:evidence ex:eq", certainty="likely")
    + dated("wish", "a opposes b", 'rg:date "2005"^^xsd:gYear ; rg:evidence ex:eq', "Wished", "doubtful")
    + dated("both", "a mentions plan", 'rg:object ex:wish ; rg:recipient ex:b ; rg:date "2004"^^xsd:gYear')
    + dated("heard", "c welcomes plan", 'rg:date "2005-06-07"^^xsd:date ; rg:evidence ex:eq')
    + dated("deed", "d supports e", "rg:concerns ex:t", "Needed")
    + dated("call", "d requests deed", "rg:concerns ex:t ; rg:recipient ex:e ; rg:saidBy ex:p")
)

WINDOWS = (("2001", "2002"), ("2003-06-01", "2005-03-01"), ("2005-05", "2030"), ("2021-07-06", "2021-07-06"))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return graph_of(tmp_path_factory.mktemp("speech"), BODY)


def assert_is(page: Page, graph: KnowledgeGraph, projection: str, **filters: Any) -> None:
    """Assert that a page shows what the command draws with these filters, and scores it alike."""
    network = relgraph.fold(graph, projection, **filters).network()
    edges = [data for *_, data in network.edges(data=True) if not is_mirror(data)]
    acts = {data["acts"][0] for data in edges if data["acts"]}
    assert shown(page)[1] == len(acts), filters
    assert "not drawn" not in page.inner_text("#partial-note")
    # In full what a thing concerns stays with the acts on it, and the page says so.
    if projection != "full":
        assert page.inner_text("#partial-note") == ""
        found = shown(page)[0], int(page.inner_text("#edge-count").split()[0].replace(",", ""))
        assert found == (len(network), len(edges)), filters
        rows = relgraph.centrality(network, ["strength"]).rows if edges else ()
        scores = {shortened(row.label, 60): (row.rank, float(f"{row.values[0]:.6g}")) for row in rows}
        assert scores.items() >= highest(page).items(), filters


@pytest.mark.parametrize("projection", ["actors", "signed", "topics", "full"])
@pytest.mark.parametrize("data", ["graph", "meeting"])
def test_what_filters_of_acts_leave_is_what_the_command_draws(
    data: str, projection: str, reader: Reader, request: pytest.FixtureRequest
) -> None:
    graph: KnowledgeGraph = request.getfixturevalue(data)
    page = reader.open(relgraph.render(graph, relgraph.fold(graph, projection), size_by="strength"))
    assert_is(page, graph, projection)
    told = 0
    for facet, option, words in (
        ("Modality", "modalities", ("asserted", "planned", "proposed", "wished", "needed")),
        ("Certainty", "certainties", ("certain", "likely", "doubtful")),
    ):
        for word in words:
            if checkbox(page, facet, word).count():
                only(page, facet, word)
                assert_is(page, graph, projection, **{option: [word]})
                page.get_by_role("button", name="Reset", exact=True).click()
                told += 1
    assert told >= 3
    for since, as_of in WINDOWS:
        first, last = window(since, as_of)
        days = [(day - datetime.date(1970, 1, 1)).days for day in (first, last)]
        page.evaluate("hash => { location.hash = hash; }", "#&from={}&until={}&undated=false".format(*days))
        page.wait_for_selector(f"#filter-words:has-text('from {first}; until {last}')")
        assert_is(page, graph, projection, since=since, as_of=as_of)


def test_what_was_said_and_what_it_was_said_in(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.fold(graph, "actors")))
    page.get_by_role("button", name="Table", exact=True).click()
    page.evaluate("hash => { location.hash = hash; }", at("pledge"))
    page.wait_for_selector("#details h2:has-text('act pledge')")
    table = page.locator("#sheet-body th")
    assert {"act plan", "act pledge", "act again"} <= set(table.all_inner_texts())
    page.evaluate("hash => { location.hash = hash; }", "#pair=" + "|".join(at(end)[1:] for end in "ab"))
    page.wait_for_selector("#details h2:has-text('A and B')")
    only(page, "Modality", "asserted")  # leaves out the plan, so that the pledge is an edge of its own
    assert "act plan" not in table.all_inner_texts()
    assert {"act pledge", "act again"} <= set(table.all_inner_texts())
    assert page.locator("#details .lines a").all_inner_texts() == ["A mentions B", "A pledges B"]
    page.locator("#details .lines a", has_text="A pledges B").click()
    page.wait_for_selector("#details h2:has-text('A pledges B')")
    assert "act again" in panel(page)
    checkbox(page, "Certainty", "likely").uncheck()
    assert "act again" not in panel(page)
    assert "The filters leave out 1 of its acts." in panel(page)
    checkbox(page, "Modality", "planned").check()
    page.wait_for_selector("#details :text('It is drawn where the filters leave out what was said in it')")


def test_a_network_tells_what_is_not_drawn(reader: Reader, meeting: KnowledgeGraph) -> None:
    """What stands behind its edges alone is known of a network, not of a fold."""
    page = reader.open(relgraph.render(meeting, relgraph.project(meeting, "full")))
    only(page, "Certainty", "certain")
    anew = relgraph.project(meeting, "full", certainties=["certain"])
    drawn = {data["acts"][0] for *_, data in anew.edges(data=True) if data["acts"]}
    missing = len(drawn) - shown(page)[1]
    assert missing > 0
    words = page.inner_text("#partial-note")
    assert f"{missing} acts are not drawn, since what was said in them is left out." in words
