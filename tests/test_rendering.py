"""Render: the page as text, and the page in a browser that has no network."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from conftest import turtle
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

import relgraph
from relgraph import KnowledgeGraph, Network
from relgraph.errors import InputError, NameNotFoundError, ProjectionError, SourceError

EX = "https://example.org/"

SOURCE = """Lake Council meets in Harbour Town

The delegate of Westland, Ada Ferry, opened the third Lake Council on 4 May. Westland proposed a joint
survey of the fish stocks. “We need it before winter”, said Ben Quay, the minister of Eastland, and
backed the survey. The shore states will publish the results next year.

Ada Ferry thanked the League of Ports for its charts. Eastland objected to the new toll on the canal.
"""

QUOTES = {
    "e1": "Ada Ferry, opened the third Lake Council",
    "e2": "Westland proposed a joint\nsurvey of the fish stocks",
    "e3": "We need it before winter",
    "e4": "backed the survey",
    "e5": "The shore states will publish the results",
    "e6": "thanked the League of Ports for its charts",
    "e7": "Eastland objected to the new toll",
}


def evidence(sha256: str) -> str:
    """Return the report and one passage for each of QUOTES, at its place in SOURCE."""
    passages = [f'ex:report a rg:Report ; rdfs:label "Report on the Lake Council"@en ; rg:sha256 "{sha256}" .']
    for name, words in QUOTES.items():
        start = SOURCE.index(words)
        passages.append(
            f"ex:{name} a oa:SpecificResource ; oa:hasSource ex:report ; oa:hasSelector ex:{name}s .\n"
            f"ex:{name}s a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + len(words)} ."
        )
    return "\n".join(passages)


THINGS = """
ex:westland a rg:State ; rdfs:label "Westland"@en ; skos:altLabel "Republic of Westland"@en .
ex:eastland a rg:State ; rdfs:label "Eastland"@en .
ex:ports a rg:Organization ; rdfs:label "League of Ports"@en ; skos:altLabel "Hafenbund Müritz"@de .
ex:ada a rg:Person ; rdfs:label "Ada Ferry"@en .
ex:ben a rg:Person ; rdfs:label "Ben Quay"@en .
ex:shore a rg:CollectiveActor ; rdfs:label "the shore states"@en .
ex:council a rg:Meeting ; rdfs:label "Third Lake Council"@en ; rg:heldOn "1931-05-04"^^xsd:date ;
    rg:status rg:held ; rg:concerns ex:fishing ; rg:editorialNote "The year is that of the yearbook."@en .
ex:survey a rg:Measure ; rdfs:label "Joint survey of fish stocks"@en ; rg:involves ex:westland ;
    rg:concerns ex:fishing .
ex:results a rg:Statement ; rdfs:label "Results of the survey"@en .
ex:charts a rg:Assistance ; rdfs:label "Charts of the lake"@en ; rg:involves ex:ports .
ex:toll a rg:Measure ; rdfs:label "Toll on the canal"@en ; rg:involves ex:ports .
ex:fishing a skos:Concept ; rdfs:label "fishing"@en .
"""


def act(name: str, label: str, rest: str, modality: str = "Asserted", certainty: str = "certain") -> str:
    return (
        f'ex:{name} a rg:Act ; rdfs:label "{label}"@en ; rg:modality rg:modality{modality} ; '
        f"rg:certainty rg:{certainty} ; {rest} .\n"
    )


ACTS = "".join(
    (
        act(
            "a1",
            "Ada Ferry opens the council",
            "rg:actor ex:ada ; rg:relation rg:chairs ; rg:object ex:council ; rg:evidence ex:e1",
        ),
        act(
            "a2",
            "Westland proposes a survey",
            "rg:actor ex:westland ; rg:relation rg:proposes ; rg:object ex:survey ; rg:madeAt ex:council ; "
            "rg:concerns ex:fishing ; rg:evidence ex:e2",
            "Proposed",
        ),
        act(
            "a3",
            "Ben Quay says that the survey is needed",
            "rg:actor ex:ben ; rg:relation rg:affirms ; rg:object ex:survey ; rg:saidBy ex:ben ; "
            "rg:evidence ex:e3",
            "Needed",
        ),
        act(
            "a4",
            "Ben Quay backs the survey",
            "rg:actor ex:ben ; rg:relation rg:supports ; rg:object ex:survey ; rg:evidence ex:e4",
        ),
        act(
            "a5",
            "The shore states publish the results",
            "rg:actor ex:shore ; rg:relation rg:issues ; rg:object ex:results ; rg:evidence ex:e5",
            "Planned",
        ),
        act(
            "a6",
            "Ada Ferry thanks the League of Ports",
            "rg:actor ex:ada ; rg:relation rg:appreciates ; rg:object ex:charts ; rg:recipient ex:ports ; "
            "rg:evidence ex:e6",
        ),
        act(
            "a7",
            "Eastland opposes the toll",
            "rg:actor ex:eastland ; rg:relation rg:opposes ; rg:object ex:toll ; rg:saidBy ex:ada ; "
            'rg:inferredFrom ex:a6 ; rg:editorialNote "The canal is read as that of the ports."@en ; '
            "rg:evidence ex:e7",
            "Asserted",
            "likely",
        ),
    )
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "council.txt"
    path.write_bytes(SOURCE.encode())
    return path


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return graph_of(
        tmp_path_factory.mktemp("lake"), THINGS + ACTS + evidence(hashlib.sha256(SOURCE.encode()).hexdigest())
    )


def graph_of(folder: Path, body: str) -> KnowledgeGraph:
    path = folder / "graph.ttl"
    path.write_text(turtle(body), "utf-8")
    return relgraph.open(path)


def data_of(page: str) -> Any:
    """Return what the page's script reads."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def drawn(page: str) -> dict[str, dict[str, Any]]:
    """Return the drawn nodes by label."""
    return {node["label"]: node for node in data_of(page)["nodes"]}


# The page as text
# ----------------


def test_is_the_same_text_on_every_run(tmp_path: Path, meeting: KnowledgeGraph) -> None:
    code = (
        "import relgraph, hashlib; g = relgraph.open(); "
        "page = relgraph.render(g, relgraph.project(g, 'full')); "
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = relgraph.render(meeting, relgraph.project(meeting, "full"))
    assert digests == {hashlib.sha256(here.encode()).hexdigest() + "\n"}


@pytest.mark.parametrize("name", ["actors", "participation", "co-participation", "full"])
def test_every_projection_draws_each_node_and_edge_once(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    data = data_of(relgraph.render(meeting, network))
    iris = [data["content"]["things"][node["id"]]["iri"] for node in data["nodes"]]
    assert iris == sorted(network)
    assert len(data["edges"]) == network.number_of_edges()
    # An undirected network has no arrows; a directed one has one for each directed edge.
    arrows = sum(bool(edge["arrows"]) for edge in data["edges"])
    directed = sum(edge["directed"] for *_, edge in network.edges(data=True))
    assert arrows == (directed if network.is_directed() else 0)


def test_who_takes_part_comes_before_what_in(lake: KnowledgeGraph) -> None:
    # In this two-mode network the event has the lesser IRI, and NetworkX may hand on either end first.
    data = data_of(relgraph.render(lake, relgraph.project(lake, "participation")))
    labels = [
        data["content"]["things"][end]["label"] for end in (data["edges"][0]["from"], data["edges"][0]["to"])
    ]
    assert labels == ["Ada Ferry", "Third Lake Council"]


@pytest.mark.parametrize("name", ["actors", "full"])
def test_no_two_nodes_overlap(name: str, meeting: KnowledgeGraph) -> None:
    nodes = data_of(relgraph.render(meeting, relgraph.project(meeting, name)))["nodes"]
    for place, node in enumerate(nodes):
        for other in nodes[:place]:
            apart = ((node["x"] - other["x"]) ** 2 + (node["y"] - other["y"]) ** 2) ** 0.5
            assert apart > node["size"] + other["size"], (node["label"], other["label"])


def test_area_is_in_proportion_to_the_score(tmp_path: Path) -> None:
    # A star of 16 leaves: degrees 16 and 1, areas 16 to 1, radii 4 to 1 with 30 for the highest.
    leaves = "".join(
        f'ex:n{i} a rg:State ; rdfs:label "leaf {i}" .\n'
        + act(f"x{i}", "hail", f"rg:actor ex:n{i} ; rg:relation rg:welcomes ; rg:object ex:hub")
        for i in range(16)
    )
    graph = graph_of(tmp_path, 'ex:hub a rg:State ; rdfs:label "hub" .\n' + leaves)
    nodes = drawn(relgraph.render(graph, relgraph.project(graph, "actors")))
    assert nodes["hub"]["size"] == 30
    assert nodes["leaf 3"]["size"] == 7.5
    assert (nodes["hub"]["score"], nodes["hub"]["rank"], nodes["leaf 3"]["rank"]) == (16, 1, 2)
    by_source = drawn(relgraph.render(graph, relgraph.project(graph, "actors"), size_by="out-degree"))
    assert by_source["hub"]["size"] == 5  # none
    assert by_source["leaf 3"]["size"] == 30


def test_parallel_edges_bend_apart(tmp_path: Path) -> None:
    body = "ex:a a rg:State . ex:b a rg:State .\n" + "".join(
        act(f"p{i}", "an act", f"rg:actor ex:{one} ; rg:relation rg:{relation} ; rg:object ex:{two}")
        for i, (one, relation, two) in enumerate(
            [("a", "supports", "b"), ("a", "opposes", "b"), ("b", "welcomes", "a"), ("b", "appreciates", "a")]
        )
    )
    graph = graph_of(tmp_path, body)
    edges = data_of(relgraph.render(graph, relgraph.project(graph, "actors")))["edges"]
    # Seen from one side: an edge from b to a bends to the other hand.
    bends = [edge["bend"] * (1 if edge["from"] == 0 else -1) for edge in edges]
    assert len(set(bends)) == 4
    assert sum(bends) == pytest.approx(0)


def test_colour_and_shape_tell_every_kind_apart(meeting: KnowledgeGraph) -> None:
    kinds = data_of(relgraph.render(meeting, relgraph.project(meeting, "full")))["content"]["kinds"]
    pairs = [(kind["shape"], kind["hue"]) for kind in kinds]
    assert len(set(pairs)) == len(pairs)


def test_a_class_of_ones_own_is_drawn_as_the_class_above_it(tmp_path: Path) -> None:
    body = (
        'ex:CityState rdfs:subClassOf rg:State ; rdfs:label "city state" .\n'
        'ex:v a ex:CityState ; rdfs:label "Harbour Town" . ex:w a rg:State ; rdfs:label "Westland" .\n'
    ) + act("x", "a tie", "rg:actor ex:v ; rg:relation rg:supports ; rg:object ex:w")
    graph = graph_of(tmp_path, body)
    page = relgraph.render(graph, relgraph.project(graph, "actors"))
    things = {thing["label"]: thing for thing in data_of(page)["content"]["things"]}
    assert things["Harbour Town"]["kind"] == "city state"
    assert things["Harbour Town"]["style"] == things["Westland"]["style"] == "State"


def test_a_graph_of_direct_relations_alone_is_drawn(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "ex:a a rg:State . ex:b a rg:State . ex:a rg:opposes ex:b .")
    data = data_of(relgraph.render(graph, relgraph.project(graph, "actors")))
    assert [(edge["relation"], edge["acts"], edge["family"]) for edge in data["edges"]] == [
        ("opposes", [], "bare")
    ]


def test_passages_enter_only_from_a_source_that_matches(
    lake: KnowledgeGraph, source: Path, tmp_path: Path
) -> None:
    network = relgraph.project(lake, "full")
    without = relgraph.render(lake, network)
    assert not any(words.split("\n", 1)[0] in without for words in QUOTES.values())
    acts = {
        act["relation"]: act["passages"]
        for act in data_of(relgraph.render(lake, network, source=source))["content"]["acts"]
    }
    start = SOURCE.index("Westland proposed")
    (passage,) = acts["proposes"]
    assert (passage["start"], passage["end"]) == (start, start + len(QUOTES["e2"]))
    before, words, after = passage["quote"]
    assert words == QUOTES["e2"]
    assert before + words + after in SOURCE
    assert SOURCE.startswith(before + words + after, SOURCE.index(before + words))

    changed = tmp_path / "changed.txt"
    changed.write_bytes(SOURCE.replace("\n", "\r\n").encode())
    with pytest.raises(SourceError, match=r"changed\.txt: is not the text"):
        relgraph.render(lake, network, source=changed)
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        relgraph.render(lake, network, source=tmp_path / "nowhere.txt")


def test_refuses_what_it_does_not_know(lake: KnowledgeGraph) -> None:
    with pytest.raises(NameNotFoundError, match="unknown measure 'degre'") as caught:
        relgraph.render(lake, relgraph.project(lake, "full"), size_by="degre")
    assert caught.value.advice == "did you mean degree?"
    empty: Network = relgraph.project(lake, "full").__class__()
    with pytest.raises(ProjectionError, match="no nodes"):
        relgraph.render(lake, empty)


def test_the_title_is_that_of_the_source_unless_given(lake: KnowledgeGraph) -> None:
    network = relgraph.project(lake, "full")
    assert "<title>Report on the Lake Council</title>" in relgraph.render(lake, network)
    given = relgraph.render(lake, network, title='</title><script>alert("x")</script>')
    assert "<title>&lt;/title&gt;&lt;script&gt;" in given
    assert "<script>alert" not in given


def test_heading_and_labels_are_cleaned_and_cut(tmp_path: Path) -> None:
    """Joiners stay, which Persian is written with; control characters show; overrides go."""
    written = "می\u200cروم \u202e\u001b[2J\tx" + "x" * 400
    clean = "می\u200cروم \ufffd[2J xx"
    body = f"ex:a a rg:State ; rdfs:label {json.dumps(written)} . ex:b a rg:State . ex:a rg:opposes ex:b ."
    graph = graph_of(tmp_path, body)
    page = relgraph.render(graph, relgraph.project(graph, "actors"), title=written)
    label = data_of(page)["nodes"][0]["label"]
    assert label.startswith(clean)
    assert (len(label), label[-1]) == (80, "…")
    heading = re.search(r"<h1><bdi>(.*)</bdi></h1>", page)
    assert heading is not None
    assert heading[1].startswith(clean)
    assert (len(heading[1]), heading[1][-1]) == (300, "…")


def test_text_has_enough_contrast_in_both_schemes(lake: KnowledgeGraph) -> None:
    """WCAG 2.2: text 4.5 to 1 (1.4.3), what is drawn 3 to 1 (1.4.11)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        dark, light = sorted((luminance(one), luminance(other)))
        return (light + 0.05) / (dark + 0.05)

    page = relgraph.render(lake, relgraph.project(lake, "full"))
    schemes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", page, re.DOTALL)
    ]
    assert len(schemes) == 2
    hues = {entry["hue"] for part in ("kinds", "families") for entry in data_of(page)["content"][part]}
    for colours in schemes:
        for text in ("ink", "quiet", "accent", "warn"):
            assert contrast(colours[text], colours["sheet"]) >= 4.5, text
            assert contrast(colours[text], colours["ground"]) >= 4.5, text
        assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
        for hue in hues:
            assert contrast(colours[hue], colours["ground"]) >= 3, hue


# The page in a browser
# ---------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


class Reader:
    """Opens pages from disk, offline, and keeps what they ask for and what the browser complains of."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.file = browser, folder / "page.html"
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def open(self, text: str, fragment: str = "", **options: Any) -> Page:
        self.file.write_text(text, "utf-8", newline="")
        settings: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce"}
        context = self.browser.new_context(**{**settings, **options})
        context.set_offline(True)
        context.route("**/*", self._only_the_file)
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.file.as_uri() + fragment)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("#network canvas")
            settle(page)
        return page

    def _only_the_file(self, route: Route) -> None:
        if route.request.url.partition("#")[0] == self.file.as_uri():
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(browser, tmp_path)
    yield reader
    for context in browser.contexts:
        context.close()
    assert reader.asked == []
    assert reader.complaints == []


def settle(page: Page) -> None:
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
    )


def solid(page: Page, colour: str) -> list[tuple[float, float]]:
    """Return where on the page the canvas has a field of 5 by 5 pixels of a colour of the style sheet."""
    found = page.evaluate(
        """(name) => {
          const canvas = document.querySelector("#network canvas"), box = canvas.getBoundingClientRect();
          const hex = getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
          const wanted = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
          const { width, height } = canvas;
          const copy = Object.assign(document.createElement("canvas"), { width, height });
          const pen = copy.getContext("2d", { willReadFrequently: true });
          pen.drawImage(canvas, 0, 0);
          const { data } = pen.getImageData(0, 0, width, height);
          const is = (x, y) => wanted.every((part, i) => data[4 * (y * width + x) + i] === part);
          const found = [];
          for (let y = 2; y < height - 2; y += 3) for (let x = 2; x < width - 2; x += 3) {
            let all = true;
            for (let i = 0; all && i < 25; i += 1) all = is(x + i % 5 - 2, y + Math.floor(i / 5) - 2);
            if (all) found.push([box.left + x * box.width / width, box.top + y * box.height / height]);
          }
          return found;
        }""",
        colour,
    )
    return [(x, y) for x, y in found]


def panel(page: Page) -> str:
    return page.inner_text("#details")


def at(name: str) -> str:
    return "#" + quote(EX + name, safe="")


@pytest.fixture(scope="module")
def lake_page(lake: KnowledgeGraph, source: Path) -> str:
    return relgraph.render(lake, relgraph.project(lake, "full"), source=source)


def test_draws_from_disk_without_a_network(reader: Reader, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "full")
    page = reader.open(relgraph.render(meeting, network))
    assert f"{network.number_of_nodes()} nodes" in page.inner_text("header")
    kinds = {data["kind"] for _, data in network.nodes(data=True)}
    assert page.locator("#kinds button").count() == len(kinds)
    for hue in ("blue", "teal", "vermilion", "purple", "amber", "sky", "slate", "brown", "grey"):
        assert solid(page, hue), f"nothing on the canvas is {hue}"


def test_lets_no_script_run_but_its_own(reader: Reader, lake_page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', lake_page)
    assert policy is not None
    assert html.unescape(policy[1]).startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    page = reader.open(lake_page.replace("</body>", "<script>window.ran = true</script></body>"))
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in reader.complaints.pop()


def test_says_so_where_scripts_are_off(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, java_script_enabled=False)
    assert "scripts are switched off here" in page.inner_text("body")


def test_search_finds_by_label_and_alias(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    page.keyboard.press("/")
    page.keyboard.type("republic of w")
    assert page.inner_text("#suggestions") == "Westland also Republic of Westland"
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Westland"
    assert page.evaluate("location.hash") == at("westland")
    page.keyboard.press("Escape")
    page.wait_for_selector("#details", state="hidden")
    assert page.input_value("#search") == ""
    # Accents and case do not matter; the arrow keys move; a click chooses.
    page.fill("#search", "MURITZ")
    assert page.inner_text("#suggestions").startswith("League of Ports")
    page.fill("#search", "land")
    assert page.locator("#suggestions [role=option]").all_inner_texts() == ["Eastland state", "Westland state"]
    page.keyboard.press("ArrowDown")
    selected = page.locator("#suggestions [aria-selected=true]")
    assert selected.inner_text() == "Westland state"
    assert page.get_attribute("#search", "aria-activedescendant") == selected.get_attribute("id")
    page.click("#suggestions >> text=Eastland")
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Eastland"
    page.fill("#search", "Atlantis")
    assert page.inner_text("#suggestions") == "No node of this name here"


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
    for words in ("told by the report itself", "content proposed", "date 1931-05-04", "at Third Lake Council"):
        assert words in proposal, words
    page.click("#details >> text=Third Lake Council")
    page.wait_for_selector("#details h2:has-text('Third Lake Council')")
    told = " ".join(panel(page).split())
    for words in ("held on 1931-05-04", "status held", "editor The year is that of the yearbook."):
        assert words in told, words
    page.go_back()
    page.wait_for_selector("#details h2:has-text('Joint survey')")


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
    assert "from a background source" in told


PAIR = """
ex:m a rg:Meeting ; rdfs:label "Third Lake Council"@en .  ex:p a rg:Person ; rdfs:label "Ada Ferry"@en .
"""


def test_click_on_a_node_and_on_an_edge(reader: Reader, tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path, PAIR + act("x", "Ada attends", "rg:actor ex:p ; rg:relation rg:attends ; rg:object ex:m")
    )
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "full")))

    def middle(colour: str) -> tuple[float, float]:
        spots = solid(page, colour)
        return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)

    person = middle("vermilion")
    page.mouse.click(*person)
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Ada Ferry"
    page.click("#details .close")
    page.wait_for_selector("#details", state="hidden")
    settle(page)
    meeting = middle("amber")
    # The edge is the straight line between the two.
    halfway = ((person[0] + meeting[0]) / 2, (person[1] + meeting[1]) / 2)
    page.mouse.move(*halfway)
    page.wait_for_selector("#tip", state="visible")
    assert page.inner_text("#tip").strip() == "Ada Ferry attends Third Lake Council"
    page.mouse.click(*halfway)
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Ada Ferry attends Third Lake Council"
    assert "Ada attends" in panel(page)
    page.mouse.click(30, 880)  # nothing is drawn there
    page.wait_for_selector("#details", state="hidden")


def test_legend_hides_and_shows_a_kind(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    button = page.locator("#kinds button", has_text="person")
    assert button.get_attribute("aria-pressed") == "true"
    before = len(solid(page, "vermilion"))
    assert before
    button.click()
    settle(page)
    assert button.get_attribute("aria-pressed") == "false"
    assert solid(page, "vermilion") == []
    button.click()
    settle(page)
    assert len(solid(page, "vermilion")) == before
    # What is hidden comes back when it is chosen.
    button.click()
    page.fill("#search", "Ada")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    settle(page)
    assert button.get_attribute("aria-pressed") == "true"
    assert solid(page, "vermilion")


def test_legend_names_every_relation_and_status_drawn(
    reader: Reader, lake: KnowledgeGraph, lake_page: str
) -> None:
    page = reader.open(lake_page)
    edges = [data for *_, data in relgraph.project(lake, "full").edges(data=True)]
    families = page.inner_text("#families")
    for relation in {data["label"] for data in edges}:
        assert relation in families
    status = page.locator("#modalities .said").all_inner_texts()
    assert status == ["asserted", "planned", "proposed", "needed"]
    dashes = page.locator("#modalities path").evaluate_all(
        "all => all.map(p => p.getAttribute('stroke-dasharray'))"
    )
    assert dashes[0] is None
    assert len(set(dashes)) == 4


HOSTILE = {
    "script": "</script ><script >window.ran = 1</script ><img src=x onerror='window.ran = 2'>",
    "template": "{{ 7 * 7 }} {% include 'x' %} ${7*7}",
    "quotes": "\"'`&lt;&amp;]]><!--",
    "direction": "safe \u202egnp.exe \u2066 end\u2028next",
    "control": "a\u0001b\u001bc\u0085d",
    "long": "w" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_labels_stay_text(name: str, reader: Reader, tmp_path: Path) -> None:
    label = HOSTILE[name]
    literal = json.dumps(label)  # a JSON string is a Turtle string
    body = (
        f"ex:h a rg:State ; rdfs:label {literal} ; skos:altLabel {literal} ; rg:editorialNote {literal} .\n"
        f'ex:a a rg:State ; rdfs:label "A" . ex:doc a rg:Report ; rdfs:label {literal} .\n'
        "ex:e a oa:SpecificResource ; oa:hasSource ex:doc ; oa:hasSelector ex:s .\n"
        "ex:s a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 .\n"
        f"ex:x a rg:Act ; rdfs:label {literal} ; rg:actor ex:h ; rg:relation rg:supports ; rg:object ex:a ; "
        f"rg:editorialNote {literal} ; rg:evidence ex:e .\n"
    )
    graph = graph_of(tmp_path, body)
    text = relgraph.render(graph, relgraph.project(graph, "full"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e\u2066]", data_free(text))
    page = reader.open(text, at("h"), viewport={"width": 390, "height": 844})
    page.wait_for_selector("#details h2")
    assert page.evaluate("document.querySelector('#details h2').textContent") == label
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, script:not([type])').length") == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('#details h2').offsetHeight") < 200


def data_free(text: str) -> str:
    """Return the page without vis-network, whose code is not ours to judge."""
    return re.sub(r"<script>/\*\*.*?</script>", "", text, count=1, flags=re.DOTALL)


def test_a_hostile_iri_stays_an_address(reader: Reader, tmp_path: Path) -> None:
    iri = "<https://example.org/a'%22&b#x?y=1>"
    body = f'{iri} a rg:State ; rdfs:label "A" . ex:b a rg:State ; rdfs:label "B" .\n'
    body += act("x", "x", f"rg:actor {iri} ; rg:relation rg:supports ; rg:object ex:b")
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "full")), at("b"))
    page.click("#details a >> text=A >> nth=0")
    page.wait_for_selector("#details h2:has-text('A')")
    assert page.inner_text("#details h2") == "A"


@pytest.mark.parametrize("fragment", ["", "council"])
def test_fits_a_telephone(fragment: str, reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at(fragment) if fragment else "", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    canvas = page.locator("#network canvas").bounding_box()
    assert canvas is not None
    assert canvas["width"] == 390
    assert canvas["height"] > 400
    assert solid(page, "vermilion")
    if fragment:
        sheet = page.locator("#details").bounding_box()
        assert sheet is not None
        assert sheet["y"] > 300
        assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)


def test_follows_the_colour_scheme(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    count = len(solid(page, "blue"))
    page.emulate_media(color_scheme="dark")
    settle(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    # The canvas took the colours of the other scheme with it.
    assert len(solid(page, "blue")) == pytest.approx(count, rel=0.1)


def test_draws_three_thousand_nodes_at_once(reader: Reader, tmp_path: Path) -> None:
    body = "".join(f'ex:n{i} a rg:State ; rdfs:label "state {i}" .\n' for i in range(3000)) + "".join(
        f"ex:n{i} rg:supports ex:n{i * i % max(1, i // 2)} .\n" for i in range(2, 3000)
    )
    graph = graph_of(tmp_path, body)
    text = relgraph.render(graph, relgraph.project(graph, "actors"))
    page = reader.open(text)
    opened = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
    assert opened < 15_000  # one to two seconds on an idle machine
    assert solid(page, "blue")
