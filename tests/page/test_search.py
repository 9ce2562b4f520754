"""The search."""

from __future__ import annotations

from .page_reading import Reader, at


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
