"""A page in Chromium, offline: its processor time, when it has painted, and where its nodes are."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

_WAITS = 60
"""How often frames are waited for to learn what that takes."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

# The clock stops when a pixel of each canvas has been read back: what a script draws is only noted down until
# then. Two frames are read, as a page that is told of an event may draw in the next frame.
_MEASURE = """
globalThis.measure = {
  read() {
    const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const pen = copy.getContext("2d", { willReadFrequently: true });
    for (const canvas of document.querySelectorAll("#network canvas")) {
      if (canvas.width && canvas.height) pen.drawImage(canvas, 0, 0, 1, 1, 0, 0, 1, 1);
    }
    pen.getImageData(0, 0, 1, 1);
  },
  frame: () => new Promise(requestAnimationFrame),
  async frames() { await measure.frame(); await measure.frame(); },
  async painted() {
    for (let frame = 0; frame < 2; frame += 1) { await measure.frame(); measure.read(); }
    return performance.now();
  },
  watch(kind) {
    measure.seconds = new Promise((done) => addEventListener(kind, async () => {
      const began = performance.now();
      done((await measure.painted() - began) / 1000);
    }, { capture: true, once: true }));
  },
};
"""
_READY = """
async (canvas) => {
  const ready = canvas
    ? () => document.readyState === "complete" && document.querySelector("#network canvas")
    : () => document.documentElement.dataset.ready === "true";
  while (!ready()) {
    if (performance.now() > 180000) throw new Error("no first picture in three minutes");
    await measure.frame();
  }
  await measure.painted();
}
"""
# Where nodes are and their radii, in units of the picture, and pixels of the window; null for one that cannot
# be pointed at.
_PLACES = """
() => {
  const { view } = relgraph.network, { nodes, things } = relgraph.data;
  const network = document.getElementById("network"), box = network.getBoundingClientRect();
  return nodes.map((node, number) => {
    const at = view.getPosition(number), seen = view.canvasToDOM(at);
    const x = box.left + seen.x, y = box.top + seen.y;
    const inside = x > box.left + 40 && x < box.right - 40 && y > box.top + 40 && y < box.bottom - 40;
    const free = inside && network.contains(document.elementFromPoint(x, y));
    return [things.iri[number], at.x, at.y, node.size, free ? [x, y] : null];
  });
}
"""


@dataclass(frozen=True)
class Place:
    """A node: place and radius in units of the picture, and the pixel at which the mouse can point at it."""

    iri: str
    x: float
    y: float
    radius: float
    pixel: tuple[float, float] | None


@dataclass
class Taken:
    """Seconds on the clock and of CPU, added up over what :meth:`Opened.taking` goes around."""

    time: float = 0.0
    cpu: float = 0.0


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window and without a network."""
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


class Opened:
    """A page that is open.

    Attributes:
        page: The page, for what Playwright does.
        first: What it took until the first picture was painted.
        waiting: The CPU of :meth:`wait` where nothing is to be drawn.
    """

    def __init__(self, browser: Browser, file: Path) -> None:
        """Open the page in ``file`` and wait for its first picture."""
        self._system = browser.new_browser_cdp_session()
        self._idle = 0.0  # seconds of CPU that a second takes in which nothing happens
        context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(0)
        context.set_offline(True)
        context.add_init_script(_MEASURE)
        self.page: Page = context.new_page()
        self.page.wait_for_timeout(2000)  # a browser has much to do at its start
        says_ready = "dataset.ready" in file.read_text("utf-8")
        self.first = Taken()
        with self.taking(self.first):
            self.page.goto(file.as_uri(), wait_until="commit")
            self.page.evaluate(_READY, not says_ready)
        self.page.wait_for_timeout(1000)
        idle = Taken()
        with self.taking(idle):
            self.page.wait_for_timeout(2000)
        self._idle = idle.cpu / idle.time
        self.first.cpu -= self._idle * self.first.time
        waits = Taken()
        with self.taking(waits):
            for _ in range(_WAITS):
                self.wait()
        self.waiting = waits.cpu / _WAITS

    def close(self) -> None:
        """Close the page."""
        self.page.context.close()

    @contextmanager
    def taking(self, taken: Taken) -> Iterator[None]:
        """Add to ``taken`` what the browser takes meanwhile, less what it takes when nothing happens."""
        before, began = self._cpu(), time.perf_counter()
        yield
        passed, after = time.perf_counter() - began, self._cpu()
        # A process that started meanwhile counts from its start; one that ended is not known any more.
        cpu = sum(seconds - before.get(process, 0.0) for process, seconds in after.items())
        taken.time += passed
        taken.cpu += max(0.0, cpu - self._idle * passed)

    def wait(self) -> None:
        """Wait until what was to be drawn is drawn."""
        self.page.evaluate("measure.frames()")

    def watch(self, event: str) -> None:
        """Start a clock at the next event of this kind."""
        self.page.evaluate("(event) => measure.watch(event)", event)

    def watched(self) -> float:
        """Return the seconds from that event until its effect was painted."""
        return float(self.page.evaluate("measure.seconds"))

    def places(self) -> list[Place]:
        """Return where the nodes are."""
        return [
            Place(iri, x, y, radius, pixel and (pixel[0], pixel[1]))
            for iri, x, y, radius, pixel in self.page.evaluate(_PLACES)
        ]

    def middle(self) -> tuple[float, float]:
        """Return the pixel in the middle of the picture."""
        box: Any = self.page.locator("#network").bounding_box()
        return math.floor(box["x"] + box["width"] / 2), math.floor(box["y"] + box["height"] / 2)

    def _cpu(self) -> dict[int, float]:
        processes = self._system.send("SystemInfo.getProcessInfo")["processInfo"]
        return {int(process["id"]): float(process["cpuTime"]) for process in processes}
