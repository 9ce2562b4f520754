"""The page of a review as a person drives it."""

from __future__ import annotations

from pathlib import Path

from patience import PATIENCE
from playwright.sync_api import Page, expect

import relgraph
from relgraph.authoring.dossier import Row

expect.set_options(timeout=PATIENCE * 1000)


def row(folder: Path, id: str) -> Row:
    return next(one for one in relgraph.read_dossier(folder).acts if one.cells["id"] == id)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Saved")


def marks(page: Page, name: str) -> list[str]:
    """Return the words that are marked in the text."""
    found: list[str] = page.evaluate(
        "(name) => [...CSS.highlights.get(name)].map((range) => range.toString())", name
    )
    return found
