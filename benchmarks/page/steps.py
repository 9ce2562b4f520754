"""What a reader does with a page, step by step: point, choose, move, zoom, filter."""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from urllib.parse import quote

from playwright.sync_api import Locator

from benchmarks.page.browser import Opened, Place, Taken

_PATIENCE = 20.0
"""Seconds after which a step is not repeated any more."""
_PAINTED = 9
"""How often it is seen when a step has been painted."""

Act = Callable[[], None]
Acts = Callable[[Opened], Generator[Act, None, None]]


@dataclass(frozen=True)
class Step:
    """A step of a reader.

    Attributes:
        name: What the table calls it.
        event: The first event by which the page hears of it.
        times: How often it is done.
        acts: Goes on, between two steps, to where the next one can be done, and yields what does it.
        apart: Whether going on takes so much that it has to be left out of what a step takes.
    """

    name: str
    event: str
    times: int
    acts: Acts
    apart: bool = False


def measured(opened: Opened, step: Step) -> Taken:
    """Return the CPU of a step, the mean, and the seconds until it is painted, the median.

    They are of different repetitions, as reading back what is painted takes CPU too. The first one is not
    counted, as it includes what leads up to it.
    """
    acts = step.acts(opened)
    next(acts)()
    opened.wait()
    cpu, done = Taken(), 0

    def repeat() -> None:
        nonlocal done
        deadline = time.monotonic() + _PATIENCE
        for act in islice(acts, step.times):
            if step.apart:
                with opened.taking(cpu):
                    act()
                    opened.wait()
            else:
                act()
                opened.wait()
            done += 1
            if time.monotonic() > deadline:
                break

    if step.apart:
        repeat()
    else:
        with opened.taking(cpu):
            repeat()
    painted = []
    for act in islice(acts, _PAINTED):
        opened.watch(step.event)
        act()
        painted.append(opened.watched())
    acts.close()
    return Taken(statistics.median(painted), max(0.0, cpu.cpu / done - opened.waiting))


def _visible(opened: Opened) -> list[Place]:
    """Return the nodes that can be pointed at, in a random order that is the same each time."""
    places = [place for place in opened.places() if place.pixel]
    if len(places) < 2:
        raise LookupError("fewer than two nodes of the page can be pointed at")
    random.Random(7).shuffle(places)
    return places


def _hovers(opened: Opened) -> Generator[Act, None, None]:
    """Point at a node, then half-way to the next one, where there is often an edge."""
    mouse = opened.page.mouse
    pixels = [place.pixel for place in _visible(opened) if place.pixel]
    while True:
        for (x, y), (next_x, next_y) in pairwise(pixels):
            yield partial(mouse.move, x, y)
            yield partial(mouse.move, (x + next_x) / 2, (y + next_y) / 2)


def _with_a_choice(acts: Acts, opened: Opened) -> Generator[Act, None, None]:
    """Do the same while a node is chosen."""
    opened.page.evaluate("(hash) => { location.hash = hash; }", quote(_visible(opened)[0].iri, safe=""))
    opened.wait()
    yield from acts(opened)


def _choices(opened: Opened) -> Generator[Act, None, None]:
    """Click on a node that is another each time, and under the mouse before."""
    chosen = ""
    while True:
        place = next(place for place in _visible(opened) if place.iri != chosen)
        assert place.pixel
        chosen = place.iri
        opened.page.mouse.move(*place.pixel)
        opened.wait()
        yield partial(_click, opened)


def _click(opened: Opened) -> None:
    opened.page.mouse.down()
    opened.page.mouse.up()


def _pans(opened: Opened) -> Generator[Act, None, None]:
    """Drag the picture round in a circle."""
    mouse, (x, y) = opened.page.mouse, opened.middle()
    mouse.move(x, y)
    mouse.down()
    number = 0
    try:
        while True:
            number += 1
            turn = 2 * math.pi * number / 30
            yield partial(mouse.move, x + 80 * math.sin(turn), y + 80 - 80 * math.cos(turn))
    finally:
        mouse.up()


def _zooms(opened: Opened) -> Generator[Act, None, None]:
    """Turn the wheel three steps closer and three farther, over and over."""
    mouse = opened.page.mouse
    mouse.move(*opened.middle())
    while True:
        for turn in (-100, -100, -100, 100, 100, 100):
            yield partial(mouse.wheel, 0, turn)


def _filters(opened: Opened) -> Generator[Act, None, None]:
    """Switch the first modality off and on."""
    mouse, box = opened.page.mouse, _first_modality(opened)
    while True:
        box.scroll_into_view_if_needed()
        area = box.bounding_box()
        assert area
        mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
        opened.wait()
        yield partial(_click, opened)


def _first_modality(opened: Opened) -> Locator:
    page = opened.page
    box = page.get_by_role("group", name="Modality", exact=True).get_by_role("checkbox").first
    if not box.is_visible():
        page.get_by_role("button", name="Filters", exact=True).click()
        box.wait_for()
    return box


STEPS = (
    Step("hover", "pointermove", 60, _hovers),
    Step("pan", "pointermove", 30, _pans),
    Step("zoom", "wheel", 12, _zooms),
    Step("filter", "click", 8, _filters, apart=True),
    Step("choice", "pointerup", 10, _choices, apart=True),
    Step("hover with a choice", "pointermove", 60, partial(_with_a_choice, _hovers)),
    Step("pan with a choice", "pointermove", 30, partial(_with_a_choice, _pans)),
    Step("zoom with a choice", "wheel", 12, partial(_with_a_choice, _zooms)),
)
"""The steps in the order in which they are done: those that leave the page as it was come first."""
