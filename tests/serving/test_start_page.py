"""The start page in a browser: a question, its rows, a network; all by keys, and nothing from elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import GraphOf
from patience import PATIENCE
from playwright.sync_api import Browser, Page, expect

from relgraph import KnowledgeGraph
from relgraph.serving import GraphServer, Limits
from relgraph.serving import server as serving
from relgraph.serving.editor import editor_files

from .conftest import post, served

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def asked() -> list[str]:
    """The addresses that the browser asks for."""
    return []


@pytest.fixture
def page(browser: Browser, asked: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1300, "height": 850}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    context.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    refused = re.compile(r"400 \(Bad Request\)|500 \(Internal Server Error\)")
    assert [one for one in wrong if not refused.search(one)] == []


def opened(page: Page, server: GraphServer, address: str = "") -> None:
    page.goto(server.address + address)
    page.wait_for_selector("body[data-ready]")


def asking(query: str) -> str:
    return "#" + urlencode({"query": query})


def written(page: Page) -> str:
    """The query in the editor."""
    text: str = page.evaluate(
        "document.querySelector('.CodeMirror')?.CodeMirror.getValue() ?? document.getElementById('text').value"
    )
    return text


def test_a_question_its_rows_and_a_network(
    page: Page, server: GraphServer, asked: list[str], tmp_path: Path
) -> None:
    opened(page, server)
    assert editor_files(), "the package oxigraph is installed for the tests"
    expect(page.locator("#editor .CodeMirror")).to_be_visible()
    expect(page.locator("#told")).to_contain_text("triples")
    page.get_by_label("Find a question").fill("supports what")
    page.get_by_role("link", name="Who supports what, and who says so?").click()
    expect(page.locator("#outcome")).to_have_text(_rows(5))
    assert "rg:supports" in written(page)
    page.get_by_label("actor: who supports").focus()
    expect(page.locator("#names option[value=Russia]")).to_be_attached()
    page.get_by_label("actor: who supports").fill("Russia")
    page.get_by_label("actor: who supports").press("Enter")
    expect(page.locator("#outcome")).to_have_text(_rows(1))
    expect(page.locator("tbody tr")).to_contain_text("culture of dialogue")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "who-supports.csv"
    download.value.save_as(tmp_path / "rows.csv")
    assert len((tmp_path / "rows.csv").read_text("utf-8").splitlines()) == 2
    page.locator("tbody").get_by_role("link", name="Russia", exact=True).click()
    expect(page.locator("#question")).to_have_text("state:russia")
    expect(page.locator("tbody tr").first).to_be_visible()
    page.go_back()
    expect(page.locator("#outcome")).to_have_text(_rows(1))
    page.locator("#collectives").select_option("resolve")
    page.locator("nav").get_by_role("link", name="actors", exact=True).click()
    page.wait_for_selector("html[data-ready=true]")
    expect(page.locator("#network canvas").first).to_be_visible()
    assert "collectives=resolve" in page.url
    assert len(asked) > 10
    assert [one for one in asked if not one.startswith((server.address, "blob:" + server.address))] == []


def _rows(count: int) -> re.Pattern[str]:
    return re.compile(rf"^{count} rows? in ")


@pytest.fixture(params=["yasgui", "plain"])
def either(
    request: pytest.FixtureRequest, meeting: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> Iterator[GraphServer]:
    """A server with the editor of the package oxigraph, and one where that is not installed."""
    if request.param == "plain":
        monkeypatch.setattr(serving, "editor_files", dict)
    with served(meeting) as server:
        yield server


def test_by_keys_alone(page: Page, either: GraphServer) -> None:
    opened(page, either)
    page.locator("#question").focus()
    page.keyboard.press("/")
    page.keyboard.type("planned wished")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_have_text(
        "What is only planned, proposed, wished, needed or predicted?"
    )
    expect(page.locator("#outcome")).to_contain_text(" rows in ")
    page.get_by_role("button", name="New query").press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK { ?who a rg:State }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".yes")).to_have_text("Yes")
    assert "ASK" in page.url
    page.keyboard.press("Tab")
    expect(page.locator("#run")).to_be_focused()


OWN_TERMS = """
@prefix my: <urn:my:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
my:Summit a owl:Class . my:toasts a rg:Relation ; rdfs:subPropertyOf rg:participatesIn .
ex:dinner a my:Summit ; <http://purl.org/dc/elements/1.1/creator> ex:a . ex:a my:toasts ex:dinner .
"""


@pytest.fixture
def with_own_terms(graph_of: GraphOf) -> Iterator[GraphServer]:
    """A server of a graph that declares terms of its own, and uses one of Dublin Core."""
    with served(graph_of(OWN_TERMS)) as server:
        yield server


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("SELECT * { ?s rg:suppo", "?s rg:supports"),
        ("SELECT * { ?s suppo", "?s rg:supports"),
        ("SELECT * { ?s SUPPORTS", "?s rg:supports"),
        ("SELECT * { ?s a rg:Suppo", "?s a rg:Support"),
        ("SELECT * { ?s a suppo", "?s a rg:Support"),
        ("PREFIX o: <https://w3id.org/relgraph/ontology#> SELECT * { ?s o:suppo", "?s o:supports"),
        ("SELECT * { ?s rg:actor/rdfs:lab", "?s rg:actor/rdfs:label"),
        ("SELECT * { ?s rg:modality rg:modalityPl", "rg:modality rg:modalityPlanned"),
        ("SELECT * { ?s oa:hasSel", "?s oa:hasSelector"),
        ("SELECT * { FILTER(DATATYPE(?d) = xsd:gYearM", "= xsd:gYearMonth"),
        ("SELECT * { ?s a my:", "?s a my:Summit"),
        ("SELECT * { ?s toa", "?s my:toasts"),
        ("SELECT * { ?s dc:crea", "?s dc:creator"),
    ],
)
def test_a_term_is_completed(
    typed: str, completed: str, page: Page, with_own_terms: GraphServer, asked: list[str]
) -> None:
    opened(page, with_own_terms)
    page.locator("#editor .CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(typed)
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hint-active")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".CodeMirror-hint")).to_have_count(0)
    assert written(page).endswith(completed)
    prefix = re.split(r"[\s/]", completed)[-1].partition(":")[0]
    assert f"PREFIX {prefix}: <" in written(page)
    assert [one for one in asked if not one.startswith(with_own_terms.address)] == []


@pytest.mark.parametrize(
    "typed", ["# rg:suppo", "SELECT * { ?s ?p 'suppo", "SELECT * { ?suppo", "PREFIX suppo", "SELECT * { <suppo"]
)
def test_where_no_term_can_stand_none_is_offered(typed: str, page: Page, server: GraphServer) -> None:
    opened(page, server)
    page.locator("#editor .CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(typed)
    page.keyboard.press("Control+Space")
    # What is offered comes before what is asked for next.
    page.evaluate("new Promise((done) => setTimeout(() => requestAnimationFrame(done)))")
    assert page.locator(".CodeMirror-hint").count() == 0


def test_a_term_says_what_it_means(page: Page, server: GraphServer) -> None:
    opened(page, server, "#name=who-supports")
    name = page.locator(".cm-string-2", has_text=re.compile(r"^rg:modality$"))
    name.hover()
    expect(name).to_have_attribute(
        "title", re.compile("^property: How the content of the act stands to reality")
    )


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("who-supports", {"$actor": "Russia"}),
        ('SELECT ("it\'s $HOME" AS ?x) ?s { ?s a rg:State } ORDER BY ?s', {}),
        ("CONSTRUCT WHERE { ?s a rg:State }", {}),
    ],
)
def test_a_question_goes_to_a_shell(query: str, more: dict[str, str], page: Page, server: GraphServer) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, server, asking(query) if " " in query else "#" + urlencode({"name": query, **more}))
    page.get_by_role("button", name="Copy as curl").click()
    expect(page.locator("#copied")).to_have_text("Copied")
    line = page.evaluate("navigator.clipboard.readText()")
    answer = subprocess.run(["sh", "-c", line], capture_output=True, check=True).stdout
    assert answer == post(server, query, "text/csv, text/turtle", **more).body
    assert len(answer.splitlines()) > 1


def test_an_error_leads_to_its_line(page: Page, either: GraphServer) -> None:
    opened(page, either, asking("SELECT * {\n  ?s foo:bar ?o }"))
    expect(page.locator("#error-says")).to_have_text("query, line 2, column 6: prefix foo: is not declared")
    expect(page.locator("#error-advice")).to_have_text("write PREFIX foo: <...> at the top")
    page.get_by_role("button", name="Show the line").click()
    page.keyboard.type("X")
    assert "?s Xfoo:bar" in written(page) or "?s Xoo:bar" in written(page)


def test_triples_are_shown_as_turtle(page: Page, server: GraphServer) -> None:
    opened(page, server, asking("DESCRIBE <https://w3id.org/relgraph/id/state/russia>"))
    expect(page.locator("#answer pre")).to_contain_text("state:russia")
    expect(page.get_by_role("button", name="N-Triples")).to_be_visible()


def test_rows_are_filtered_and_sorted(page: Page, server: GraphServer) -> None:
    query = "SELECT ?n ?word { VALUES (?n ?word) { (10 'ten') (9 'nine') (1 'one') } }"
    opened(page, server, asking(query))
    cells = page.locator("tbody td:first-child")
    expect(cells).to_have_text(["10", "9", "1"])
    page.locator("th button").first.click()
    expect(cells).to_have_text(["1", "9", "10"])
    page.locator("th button").first.click()
    expect(cells).to_have_text(["10", "9", "1"])
    page.get_by_label("Filter rows").fill("NE")
    expect(cells).to_have_text(["9", "1"])


def test_a_query_that_takes_long_can_be_stopped(page: Page, server: GraphServer) -> None:
    opened(
        page,
        server,
        asking("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    )
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#outcome")).to_have_text("Stopped")


@pytest.mark.parametrize(
    ("query", "outcome", "says", "option"),
    [
        ("SELECT * { ?s ?p ?o }", "Over the limit of rows", "query: more than 10 rows", "--max-rows"),
        (
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            "Over the limit of time",
            "query: stopped after 1 s",
            "--timeout",
        ),
    ],
)
def test_a_limit_that_is_passed_is_told(
    query: str, outcome: str, says: str, option: str, *, page: Page, meeting: KnowledgeGraph
) -> None:
    with served(meeting, Limits(timeout=1, memory=2**30, max_rows=10)) as server:
        opened(page, server, asking(query))
        expect(page.locator("#outcome")).to_have_text(outcome)
        expect(page.locator("#error-says")).to_have_text(says)
        advice = f"narrow it, or end it with LIMIT; or start relgraph serve with a higher {option}"
        expect(page.locator("#error-advice")).to_have_text(advice)


def test_a_server_that_cannot_be_reached_is_told(browser: Browser, server: GraphServer) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        opened(page, server)
        context.set_offline(True)
        page.locator("#run").click()
        expect(page.locator("#error-says")).to_have_text("the server does not answer")
        expect(page.locator("#error-advice")).to_contain_text("start relgraph serve again")


def test_what_the_graph_holds_is_shown_as_text(page: Page, graph_of: GraphOf) -> None:
    hostile = "<script>document.title='x'</script><img src=x onerror=alert(1)>"
    graph = graph_of(f"ex:x a rg:State ; rdfs:label {json.dumps(hostile)} . <javascript:alert(1)> a rg:State .")
    query = "SELECT ?s ?sLabel { ?s a rg:State OPTIONAL { ?s rdfs:label ?sLabel } }"
    with served(graph) as server:
        opened(
            page,
            server,
            asking(query),
        )
        expect(page.locator("tbody")).to_contain_text(hostile)
        links = page.locator("tbody a").evaluate_all("(links) => links.map((link) => link.protocol)")
        assert set(links) == {"http:"}
        page.get_by_role("link", name="javascript:alert(1)").click()
        expect(page.locator("#question")).to_have_text("javascript:alert(1)")
        expect(page.locator("#outside a")).to_have_count(0)
        assert page.title() != "x"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_screen_reader_finds_its_way(scheme: str, page: Page, server: GraphServer) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, server, "#name=who-supports")
    expect(page.locator("#outcome")).to_have_text(_rows(5))
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    ours = [
        one["id"]
        for one in found.response["violations"]
        if any(".CodeMirror" not in str(node["target"]) for node in one["nodes"])
    ]
    assert ours == [], found.generate_report()


def test_it_fits_a_phone(page: Page, server: GraphServer) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, server, "#name=who-supports")
    expect(page.locator("#outcome")).to_have_text(_rows(5))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#editor")).to_be_hidden()
    page.locator("#questions-box > summary").click()
    page.get_by_role("link", name="Which states are connected").click()
    expect(page.locator("#questions")).to_be_hidden()
    expect(page.locator("#question")).to_contain_text("Which states")
