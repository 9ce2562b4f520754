"""Reading pages: the data in the text of a page, and a page in a browser that has no network."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route

from .lake_council import EX

_T = TypeVar("_T")


def embedded(page: str) -> Any:
    """Return what the page's script reads, as it stands in the page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def data_of(page: str) -> dict[str, Any]:
    """Return what the page's script reads, with a record for each node, edge, thing, act and passage."""
    data = embedded(page)
    found = {name: records(data["content"][name]) for name in ("edges", "things", "acts", "passages")}
    for name in ("things", "acts"):
        for record in found[name]:
            record["iri"] = record["space"] + record["name"]
    things = found["things"]
    nodes = [{**node, **{key: things[node["id"]][key] for key in ("label", "iri")}} for node in data["nodes"]]
    return {**data["content"], **found, "nodes": nodes}


def records(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records that columns stand for."""

    def values(column: Any) -> list[Any]:
        if isinstance(column, list):
            return column
        if "of" in column:
            return [column["of"][place] for place in column["in"]]
        made = [column["rest"]] * table["count"]
        for record, value in zip(column["at"], column["is"], strict=True):
            made[record] = value
        return made

    columns = {key: values(column) for key, column in table.items() if key not in ("count", "defaults")}
    return [
        {**table["defaults"], **{key: column[number] for key, column in columns.items()}}
        for number in range(table["count"])
    ]


def drawn(page: str) -> dict[str, dict[str, Any]]:
    """Return the drawn nodes by label."""
    return {node["label"]: node for node in data_of(page)["nodes"]}


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
            page.wait_for_selector("html[data-ready=true]", state="attached")
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


def settle(page: Page) -> None:
    """Wait until what was to be drawn is drawn: vis-network draws in the next animation frame."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def until(page: Page, holds: Callable[[], _T], seconds: float = 30) -> _T:
    """Return what ``holds`` returns as soon as that is true; fail where it is not for so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, f"still {found!r} after {seconds} seconds"
        page.wait_for_timeout(50)
    return found


def processor_seconds(browser: Browser) -> float:
    """Return the processor time that the browser's pages have used, whatever else the machine does."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(float(process["cpuTime"]) for process in processes if process["type"] == "renderer")


def solid(page: Page, colour: str) -> list[tuple[float, float]]:
    """Return where on the page the canvas has a field of 5 by 5 pixels of a colour of the style sheet."""
    found = page.evaluate(
        """(name) => {
          const canvas = document.querySelector("#nodes canvas"), box = canvas.getBoundingClientRect();
          const hex = getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
          const wanted = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
          const { width, height } = canvas;
          const copy = Object.assign(document.createElement("canvas"), { width, height });
          const pen = copy.getContext("2d", { willReadFrequently: true });
          for (const layer of ["#nodes canvas", "#front"]) pen.drawImage(document.querySelector(layer), 0, 0);
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


def box_of(page: Page, label: str) -> tuple[float, float]:
    """Return where on the screen the node of a label is."""
    found = page.evaluate(
        """(label) => {
          const { nodes, things } = relgraph.data, { x, y, scale } = relgraph.network.frame();
          const node = nodes.find(({ id }) => things.label[id] === label);
          const box = document.querySelector("#network").getBoundingClientRect();
          return [box.left + x + node.x * scale, box.top + y + node.y * scale];
        }""",
        label,
    )
    return found[0], found[1]


def panel(page: Page) -> str:
    return page.inner_text("#details")


def at(name: str) -> str:
    return "#" + quote(EX + name, safe="")


def edge_at(text: str, number: int) -> str:
    """Return the fragment that chooses an edge: its act, ends and relation, or of several acts its ends."""
    data = data_of(text)
    edge = data["edges"][number]
    act = data["acts"][edge["acts"][0]]["iri"] if edge["acts"] and data["single"] else ""
    relation = edge["relation"] if data["single"] else "to" if edge["arrow"] else "with"
    ends = [data["things"][edge[end]]["iri"] for end in ("from", "to")]
    return "#edge=" + "|".join(quote(part, safe="") for part in (act, ends[0], relation, ends[1]))


def checkbox(page: Page, facet: str, value: str) -> Locator:
    """Return a checkbox of the filters, which are opened where they are closed."""
    if not page.locator("#filters").is_visible():
        page.get_by_role("button", name="Filters", exact=True).click()
    return page.get_by_role("group", name=facet, exact=True).get_by_role("checkbox", name=value, exact=True)


def shown(page: Page) -> tuple[int, int]:
    """Return how many nodes and acts the page says that it shows, read at one moment."""
    nodes, acts, status = page.evaluate(
        """() => {
          const { nodes, acts } = document.body.dataset;
          return [Number(nodes), Number(acts), document.querySelector("#status").textContent];
        }"""
    )
    assert status == f"{nodes} node{'s' * (nodes != 1)}, {acts} act{'s' * (acts != 1)}"
    return nodes, acts
