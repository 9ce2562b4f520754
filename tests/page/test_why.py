"""Why this rank: the page tells what relgraph why tells, of the same acts, ties and events."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

import relgraph
from relgraph import Fold, KnowledgeGraph, Why
from relgraph.cleaning import shortened

from .lake_council import EX, act, graph_of
from .page_reading import Reader, at, checkbox, data_of, records, until


class Told(NamedTuple):
    """A reason as page and command both tell it, to six digits."""

    what: str
    label: str
    acts: int
    effect: float | None
    rank: int | None


def by_command(found: Why) -> list[Told]:
    return [
        Told(
            one.what,
            one.label,
            one.acts,
            None if math.isnan(one.effect) else float(f"{one.effect:.6g}"),
            one.rank_without,
        )
        for one in found.top(10).reasons
    ]


def embedded(text: str, measure: str) -> dict[str, list[Told]]:
    """Return the reasons in a page for a measure, by the IRI of the node."""
    data = data_of(text)
    left_out = records(data["leftOut"])
    things, acts = data["things"], data["acts"]

    def label(one: dict[str, object]) -> str:
        if one["act"] is not None:
            return str(acts[one["act"]]["label"])
        return str(things[one["thing"]]["label"] if one["thing"] is not None else one["label"])

    (column,) = (column for column in data["standing"] if column["measure"] == measure)
    found = {}
    for node, packed in zip(data["nodes"], column["reasons"], strict=True):
        triples = zip(packed[::3], packed[1::3], packed[2::3], strict=True)
        found[node["iri"]] = [
            Told(left_out[number]["what"], label(left_out[number]), left_out[number]["acts"], effect, rank)
            for number, effect, rank in triples
        ]
    return found


def opened(page: Page) -> None:
    """Open what a rank rests on, which stays open where the panel is told anew."""
    if not page.locator(".why").evaluate("section => section.open"):
        page.click("text=Why this rank?")
    page.wait_for_selector(".why h3")


def in_panel(page: Page) -> list[Told]:
    """Return the reasons that the open panel lists."""
    found = []
    for row in page.locator(".why table").last.locator("tbody tr").all():
        first, effect, rank = row.locator("td").all()
        kind = first.locator(".kind").inner_text()
        what, _, acts = kind.partition(", ")
        label = first.inner_text().removeprefix(kind).strip()
        lost = effect.inner_text().replace("+", "-").removeprefix("\N{MINUS SIGN}")
        found.append(
            Told(
                what,
                label,
                int(acts.split()[0]) if acts else 1,
                None if lost == "undefined without" else float(lost),
                None if rank.inner_text() == "\N{EN DASH}" else int(rank.inner_text()),
            )
        )
    return found


def cut(told: list[Told]) -> list[Told]:
    return [one._replace(label=shortened(one.label, 90)) for one in told]


# A is tied to B by x1 and to C by two acts, B to D by x4, C to D by two relations that no act stands behind. D
# and E take part in the meeting, at which x1 and x2 are made.
ACTS = (
    act("x1", "act one", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:madeAt ex:m")
    + act("x2", "act two", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c ; rg:madeAt ex:m")
    + act("x3", "act three", "rg:actor ex:c ; rg:relation rg:opposes ; rg:object ex:a", "Planned")
    + act("x4", "act four", "rg:actor ex:b , ex:e ; rg:relation rg:supports ; rg:object ex:d")
    + act("x5", "act five", "rg:actor ex:d ; rg:relation rg:attends ; rg:object ex:m")
    + "ex:c rg:supports ex:d ; rg:opposes ex:d . ex:e rg:attends ex:m ; rg:welcomes ex:a .\n"
    + 'ex:m a rg:Meeting ; rdfs:label "The meeting" .\n'
    + "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}" .\n' for name in "abcde")
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return graph_of(tmp_path_factory.mktemp("why"), ACTS)


@pytest.mark.parametrize("name", ["actors", "participation", "co-participation", "full"])
def test_the_page_has_the_reasons_of_the_command(name: str, graph: KnowledgeGraph) -> None:
    fold = relgraph.fold(graph, name)
    measures = ("betweenness", "harmonic", "constraint", "hits")
    text = relgraph.render(graph, fold, measures=measures)
    for measure in measures:
        column = "hub" if measure == "hits" else measure
        reasons = embedded(text, column)
        assert set(reasons) == set(fold.network())
        for node, told in reasons.items():
            assert told == by_command(relgraph.why(fold, node, measure)), (measure, node)


@pytest.mark.parametrize("measure", ["betweenness", "core", "pagerank"])
def test_so_it_has_for_the_meeting(measure: str, meeting: KnowledgeGraph) -> None:
    fold = relgraph.fold(meeting, "actors", collectives="resolve")
    reasons = embedded(relgraph.render(meeting, fold, size_by=measure), measure)
    for node in sorted(reasons)[::4]:
        assert reasons[node] == by_command(relgraph.why(fold, node, measure)), node
    assert {one.what for told in reasons.values() for one in told} == {"act", "event", "tie"}


@pytest.mark.parametrize("measure", ["degree", "in-degree", "out-degree", "strength", "pagerank"])
@pytest.mark.parametrize("name", ["actors", "full"])
def test_what_the_page_works_out_itself_is_what_the_command_tells(
    name: str, measure: str, reader: Reader, graph: KnowledgeGraph
) -> None:
    fold = relgraph.fold(graph, name)
    text = relgraph.render(graph, fold)
    page = reader.open(text)
    page.get_by_role("combobox", name="Size by", exact=True).select_option(measure)
    for node in sorted(fold.network()):
        page.evaluate("hash => { location.hash = hash; }", at(node.removeprefix(EX)) + f"&size={measure}")
        page.get_by_role("heading", name=graph.thing(node).label, exact=True).wait_for()
        opened(page)
        assert in_panel(page) == by_command(relgraph.why(fold, node, measure)), node
        assert "in what is shown" in page.inner_text(".why").lower()


@pytest.mark.parametrize("measure", ["degree", "pagerank"])
def test_so_it_is_for_the_meeting(measure: str, reader: Reader, meeting: KnowledgeGraph) -> None:
    fold = relgraph.fold(meeting, "actors")
    text = relgraph.render(meeting, fold)
    for name in ("state/russia", "organization/asean", "person/sergey-lavrov"):
        iri = f"https://w3id.org/relgraph/id/{name}"
        found = relgraph.why(fold, iri, measure)
        page = reader.open(text, "#" + quote(iri, safe="") + f"&size={measure}")
        opened(page)
        assert "in what is shown" in page.inner_text(".why").lower()
        assert in_panel(page) == cut(by_command(found))
        page.context.close()


def test_after_a_filter_they_are_those_of_what_is_left(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.fold(graph, "actors")), at("a"))
    for value in ("planned", "not stated"):
        checkbox(page, "Modality", value).uncheck()
    fold = relgraph.fold(graph, "actors", modalities=["asserted"])
    opened(page)
    assert in_panel(page) == by_command(relgraph.why(fold, EX + "a", "degree"))


def test_the_panel_tells_reasons_by_a_measure_of_paths(reader: Reader, graph: KnowledgeGraph) -> None:
    fold = relgraph.fold(graph, "actors")
    page = reader.open(relgraph.render(graph, fold, size_by="betweenness", measures=["hits"]), at("a"))
    opened(page)
    found = by_command(relgraph.why(fold, EX + "a", "betweenness"))
    assert in_panel(page) == found
    assert [one.what for one in found if one.label == "The meeting"] == ["event"]
    assert "rests on, in the whole network" in page.inner_text(".why").lower()
    page.click(".why table >> nth=-1 >> text=act one")
    until(page, lambda: page.inner_text("#details h2") == "act one")
    page.go_back()
    until(page, lambda: page.inner_text("#details h2") == "A")
    page.get_by_role("combobox", name="Size by", exact=True).select_option("authority")
    opened(page)
    assert "What authority rests on is not told: of hits, hub alone is explained." in page.inner_text(".why")
    page.get_by_role("combobox", name="Size by", exact=True).select_option("closeness")
    opened(page)
    assert "Render the page with --measures closeness to have this." in page.inner_text(".why")


def test_ties_of_shared_events_are_explained_by_the_whole_network(
    reader: Reader, graph: KnowledgeGraph
) -> None:
    # A tie rests on two acts of taking part, which the page cannot tell from the tie alone.
    fold = relgraph.fold(graph, "co-participation")
    page = reader.open(relgraph.render(graph, fold), at("d"))
    opened(page)
    assert in_panel(page) == by_command(relgraph.why(fold, EX + "d", "degree"))
    assert "rests on, in the whole network" in page.inner_text(".why").lower()


def test_a_network_has_no_acts_to_leave_out_and_the_page_says_so(reader: Reader, graph: KnowledgeGraph) -> None:
    network = relgraph.project(graph, "actors")
    page = reader.open(relgraph.render(graph, network, size_by="betweenness"), at("a"))
    opened(page)
    told = page.inner_text(".why")
    assert "give the fold, relgraph.render(graph, relgraph.fold(graph, name))." in told
    assert "Render the page with" not in told
    page.get_by_role("combobox", name="Size by", exact=True).select_option("degree")
    opened(page)
    assert "The meeting" in page.inner_text(".why")


def many(folder: Path, pairs: list[tuple[int, int]]) -> Fold:
    """A fold of states that support each other."""
    body = "".join(
        f"ex:x{n} a rg:Act ; rg:actor ex:s{a} ; rg:relation rg:supports ; rg:object ex:s{b} .\n"
        for n, (a, b) in enumerate(pairs)
    )
    body += "".join(
        f"ex:s{number} a rg:State .\n" for number in sorted({end for pair in pairs for end in pair})
    )
    graph = graph_of(folder, body)
    return relgraph.fold(graph, "actors")


@pytest.mark.parametrize(
    "pairs",
    [
        [(n, n + 1) for n in range(999)],  # 1,000 nodes
        [(n % 7, 7 + n % 11) for n in range(1001)],  # 1,001 acts and as many edges
    ],
    ids=["nodes", "acts"],
)
def test_a_large_network_has_no_reasons_and_says_so(
    pairs: list[tuple[int, int]], tmp_path: Path, reader: Reader
) -> None:
    fold = many(tmp_path, pairs)
    graph = fold.graph
    assert isinstance(graph, KnowledgeGraph)
    text = relgraph.render(graph, fold, size_by="core")
    assert all("reasons" not in column for column in data_of(text)["standing"])
    page = reader.open(text, at("s1"))
    opened(page)
    sizes = f"{len(fold.network()):,} nodes, {len(fold.units):,} acts"
    assert f"its network is large: {sizes}; relgraph why tells it of one node." in page.inner_text(".why")
    # The degree of a node changes with few acts, which the page leaves out itself.
    page.get_by_role("combobox", name="Size by", exact=True).select_option("degree")
    opened(page)
    assert in_panel(page)


def test_too_much_work_for_the_page_is_left_to_the_command(tmp_path: Path, reader: Reader) -> None:
    fold = many(tmp_path, [(n % 7, 7 + n % 11) for n in range(1500)])
    graph = fold.graph
    assert isinstance(graph, KnowledgeGraph)
    page = reader.open(relgraph.render(graph, fold, size_by="pagerank"), at("s1"))
    opened(page)
    assert "Too much is shown to leave out each act here: relgraph why tells it." in page.inner_text(".why")


def test_no_word_of_the_table_is_broken_on_a_phone(reader: Reader, meeting: KnowledgeGraph) -> None:
    fold = relgraph.fold(meeting, "actors")
    text = relgraph.render(meeting, fold, size_by="betweenness", measures=["constraint"], bootstrap=20)
    where = "#" + quote("https://w3id.org/relgraph/id/state/russia", safe="")
    page = reader.open(text, where, viewport={"width": 360, "height": 740})
    opened(page)
    broken = page.evaluate(
        """() => {
          const found = [];
          for (const cell of document.querySelectorAll(".why th")) {
            const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              for (const word of walker.currentNode.data.matchAll(/[\\w.]+/g)) {
                const range = document.createRange();
                range.setStart(walker.currentNode, word.index);
                range.setEnd(walker.currentNode, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word[0]);
              }
            }
          }
          return found;
        }"""
    )
    assert broken == []
    tables = "document.querySelectorAll('.why table')"
    assert page.evaluate(f"[...{tables}].every(one => one.scrollWidth <= one.parentElement.clientWidth)")
