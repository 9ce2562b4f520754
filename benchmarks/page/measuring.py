"""Figures of one size: a page is rendered by the command, looked into, and used in Chromium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.generator import write_blocs
from benchmarks.measuring import Say, beside_python, run
from benchmarks.page.bars import Size
from benchmarks.page.browser import Opened
from benchmarks.page.content import data_bytes, share_covered, share_in_bloc
from benchmarks.page.steps import STEPS, measured

_SEED = 7
_MEBIBYTE = 2**20


@dataclass(frozen=True)
class Line:
    """A line of the table: its figures by quantity, as :class:`benchmarks.page.bars.Bar` names them."""

    name: str
    figures: Mapping[str, float]


def measure(size: Size, browser: Browser, folder: Path, say: Say) -> list[Line]:
    """Measure a page of a size.

    Args:
        size: What the page shows.
        browser: Where it is used.
        folder: Where the graph and the page are written.
        say: Told of each line.

    Returns:
        The lines, in the order of the table.

    Raises:
        benchmarks.measuring.WayError: The page could not be rendered.
    """
    graph, file = folder / f"blocs-{size.nodes}.ttl", folder / f"page-{size.nodes}.html"
    with graph.open("w", encoding="utf-8", newline="\n") as out:
        write_blocs(out, size.nodes, size.edges, seed=_SEED)
    lines: list[Line] = []

    def add(name: str, **figures: float) -> None:
        lines.append(Line(name, figures))
        say(f"{size.nodes:,} nodes: {name}: {', '.join(f'{k} {v:.3g}' for k, v in figures.items())}")

    taken = run([beside_python("relgraph"), "render", "actors", "-d", str(graph), "-o", str(file)], (0,))
    add("render", time=taken.time, cpu=taken.cpu, memory=taken.memory * _MEBIBYTE)
    text = file.read_text("utf-8")
    add("page", bytes=len(text.encode()))
    add("data per edge", bytes=data_bytes(text) / size.edges)
    opened = Opened(browser, file)
    places = opened.places()
    add("neighbours of one bloc", share=share_in_bloc({place.iri: (place.x, place.y) for place in places}))
    add("picture under nodes", share=share_covered((place.x, place.y, place.radius) for place in places))
    add("first picture", time=opened.first.time, cpu=opened.first.cpu)
    for step in STEPS:
        used = measured(opened, step)
        add(step.name, time=used.time, cpu=used.cpu)
    opened.close()
    return lines
