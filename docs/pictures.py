"""Take the pictures of README: pages of the bundled graph as Chromium shows them, offline.

python docs/pictures.py             # or make pictures: into this folder
python docs/pictures.py -o FOLDER
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

import relgraph
from relgraph.model.namespaces import ID


@dataclass(frozen=True)
class Screen:
    """What a page is shown on.

    Attributes:
        width: In CSS pixels.
        height: In CSS pixels.
        ratio: How many pixels of the picture a CSS pixel has on each side.
    """

    width: int
    height: int
    ratio: int


@dataclass(frozen=True)
class Picture:
    """A picture.

    Attributes:
        file: What it is called.
        projection: What the page shows.
        screen: On what.
        colours: Which colours the reader prefers.
        chosen: What is chosen, by its IRI after that of the bundled things; without it nothing is.
    """

    file: str
    projection: str
    screen: Screen
    colours: Literal["light", "dark"] = "light"
    chosen: str = ""


DESK = Screen(1400, 900, ratio=1)
PHONE = Screen(390, 844, ratio=2)

PICTURES = (
    Picture("page.png", "full", DESK),
    Picture("page-chosen.png", "actors", DESK, "dark", chosen="organization/asean"),
    Picture("page-phone.png", "actors", PHONE),
)

_DRAWN = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  while (document.documentElement.dataset.ready !== "true") await frame();
  await document.fonts.ready;
  await frame();
  await frame();
}
"""


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(
        prog="docs/pictures.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent, metavar="FOLDER")
    folder: Path = parser.parse_args().output
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        parser.error("Chromium is not installed (Debian: apt-get install chromium)")
    folder.mkdir(parents=True, exist_ok=True)
    graph = relgraph.open()
    with tempfile.TemporaryDirectory() as pages, sync_playwright() as playwright:
        for projection in sorted({picture.projection for picture in PICTURES}):
            text = relgraph.render(graph, relgraph.project(graph, projection))
            (Path(pages) / f"{projection}.html").write_text(text, "utf-8", newline="")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            _take(browser, picture, Path(pages) / f"{picture.projection}.html", folder / picture.file)
            print(folder / picture.file, file=sys.stderr)
        browser.close()


def _take(browser: Browser, picture: Picture, page: Path, file: Path) -> None:
    iri = f"{ID}{picture.chosen}" if picture.chosen else ""
    screen = picture.screen
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height}, device_scale_factor=screen.ratio,
        color_scheme=picture.colours, reduced_motion="reduce", is_mobile=screen is PHONE, offline=True,
    )  # fmt: skip
    opened = context.new_page()
    opened.goto(page.as_uri() + (f"#{quote(iri, safe='')}" if iri else ""))
    opened.evaluate(_DRAWN)
    if opened.locator("#message").is_visible():
        raise SystemExit(f"{picture.file}: {opened.inner_text('#message-words')} See PICTURES")
    opened.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
