"""How the page of a review looks: whatever it shows, on every screen, and to a screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from authoring.pact import ACTS, TEXT, dossier_in
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import Serve
from .page_driving import marks, opened, saved

HOSTILE = "<img src=x onerror=\"document.title='owned'\"> & 'Arda'"


def test_hostile_texts_and_names_are_shown_as_they_are(review: Serve, tmp_path: Path, page: Page) -> None:
    acts = ACTS.replace(
        "draft\n", 'draft\nx,Arda,threatens,"' + HOSTILE.replace('"', '""') + '",,,,,,,,,It rained.,,draft\n'
    )
    folder = dossier_in(tmp_path / "bad", text=TEXT + HOSTILE + " It rained.", acts=acts)
    opened(page, review(folder).address)
    page.keyboard.press("j")
    expect(page.locator(".card.chosen > .says")).to_contain_text(HOSTILE)
    expect(page.locator(".card.chosen .fault").first).to_contain_text("<img")
    expect(page.locator("#text")).to_contain_text(HOSTILE)
    assert page.title() == "Review: Report on Port Cole"
    assert page.locator("img").count() == 0


def test_a_text_from_right_to_left_and_a_long_one(review: Serve, tmp_path: Path, page: Page) -> None:
    text = "\u062a\u0639\u0647\u062f\u062a \u0623\u0631\u062f\u0627. " * 3000 + TEXT
    opened(page, review(dossier_in(tmp_path / "long", text=text)).address)
    assert page.evaluate("getComputedStyle(document.querySelector('#text')).direction") == "rtl"
    assert marks(page, "chosen") == ["2031\u201332"]
    box = page.evaluate("() => [...CSS.highlights.get('chosen')][0].getBoundingClientRect().top")
    assert 0 < box < 850  # what is chosen is in view


@pytest.mark.parametrize(
    "state", ["review", "writing", "bare", "things", "keys", "checked", "alone", "marking"]
)
def test_axe_finds_nothing(state: str, review: Serve, folder: Path, tmp_path: Path, page: Page) -> None:
    other = dossier_in(tmp_path / "other", acts=ACTS.replace("rumour,Bree", "rumour,Arda"))
    opened(page, review(folder, other).address)
    if state == "writing":
        page.get_by_role("combobox", name="Recipient").fill("B")
        page.get_by_role("option").first.wait_for()
    elif state == "marking":
        page.keyboard.press("t")
        page.keyboard.press("ArrowDown")
    elif state in ("keys", "checked"):
        page.keyboard.press({"keys": "?", "checked": "v"}[state])
        page.locator("dialog[open]").wait_for()
    elif state != "review":
        names = {"bare": "No act", "things": "Things", "alone": "Only theirs"}
        page.get_by_role("tab", name=names[state]).click()
    saved(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == [], scheme


@pytest.mark.parametrize("width", [320, 390, 800, 1024, 1600])
def test_it_fits_every_screen(width: int, review: Serve, folder: Path, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, review(folder).address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("button", name="Accept")).to_be_in_viewport()
