"""The page of a review, in a real browser over the real command: read, decide, survive a kill."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from authoring.pact import ACTS, TEXT, THINGS, dossier_in
from playwright.sync_api import Browser, Page, expect

import relgraph

from .conftest import Serve
from .page_driving import marks, opened, row, saved


def test_acts_are_accepted_dropped_and_put_back_by_keys(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    assert marks(page, "draft") == ["2031\u201332"]
    assert "Arda and Bree met at Port Cole" in marks(page, "accepted")
    expect(page.get_by_role("tab", name="To review")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".card.chosen")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("6 acts accepted · 0 to review")
    expect(page.locator("#list .none")).to_contain_text("Nothing is left to review.")
    saved(page)
    assert row(folder, "rumour").cells["status"] == "accepted"
    page.keyboard.press("d")  # about no act
    page.keyboard.press("u")
    expect(page.locator("#progress")).to_contain_text("5 acts accepted · 1 to review · 0 dropped")
    expect(page.locator("[data-id=rumour]")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator("#progress")).to_contain_text("1 dropped")
    saved(page)
    assert row(folder, "rumour").cells["status"] == "dropped"
    page.keyboard.press("u")
    expect(page.locator("[data-id=rumour]")).to_be_focused()
    saved(page)
    assert row(folder, "rumour").cells["status"] == "draft"


def test_keys_that_come_fast_each_go_to_what_is_shown(review: Serve, tmp_path: Path, page: Page) -> None:
    drafts = "".join(f"row-{n},Bree,threatens,Arda,,,,asserted,,certain,,,2031-32,,draft\n" for n in range(9))
    folder = dossier_in(tmp_path / "many", acts=ACTS + drafts)
    opened(page, review(folder).address)
    page.evaluate(
        """(keys) => { for (const key of keys) {
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        } }""",
        "aadaadda",
    )
    expect(page.locator("#progress")).to_contain_text("10 acts accepted · 2 to review · 3 dropped")
    saved(page)
    settled = [row.cells["status"][0] for row in relgraph.read_dossier(folder).acts[5:]]
    assert "".join(settled) == "aadaaddadd"


@pytest.mark.parametrize("what", ["Accept", "Drop", "tab", "sentence"])
def test_a_click_right_after_writing_is_not_lost(what: str, review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.get_by_role("combobox", name="Recipient").press_sequentially("Arda")
    if what == "tab":
        page.get_by_role("tab", name="Accepted").click()
        expect(page.locator(".card.chosen")).to_have_attribute("data-id", "meeting")
    elif what == "sentence":
        page.locator("[data-id=meeting], .card.chosen > .says").first.click()
    else:
        page.get_by_role("button", name=what).click()
        expect(page.locator("#progress")).to_contain_text("0 to review")
    saved(page)
    cells = row(folder, "rumour").cells
    assert cells["recipient"] == "Arda"
    assert cells["status"] == {"Accept": "accepted", "Drop": "dropped"}.get(what, "draft")


def test_what_others_refer_to_cannot_be_dropped(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.get_by_role("tab", name="Accepted").click()
    page.locator("[data-id=payment]").click()
    page.keyboard.press("d")
    expect(page.locator("#alert")).to_contain_text("demand refers to this act")
    assert row(folder, "payment").cells["status"] == "accepted"


def test_an_act_is_changed_and_names_are_completed(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.keyboard.press("e")
    actor = page.get_by_role("combobox", name="Actor")
    expect(actor).to_be_focused()
    expect(page.get_by_role("option").first).to_contain_text("Bree")  # the sentence names it
    actor.fill("Sultanate of")
    page.get_by_role("option", name=re.compile("Oman")).wait_for()
    page.keyboard.press("ArrowDown")  # it does not begin so
    page.keyboard.press("Enter")
    expect(actor).to_have_value("Oman")
    actor.press_sequentially("; br")
    expect(page.locator(".suggestions [aria-selected=true]")).to_contain_text("Bree")
    page.keyboard.press("Enter")
    expect(actor).to_have_value("Oman; Bree")
    page.get_by_role("combobox", name="Modality").select_option("wished")
    page.keyboard.press("Escape")
    expect(page.locator(".card.chosen")).to_be_focused()
    expect(page.locator(".card.chosen > .says")).to_contain_text("Oman; Bree threatens Arda")
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("6 acts accepted")
    saved(page)
    cells = row(folder, "rumour").cells
    assert (cells["actor"], cells["modality"], cells["status"]) == ("Oman; Bree", "wished", "accepted")
    things = relgraph.read_dossier(folder).tables["things.csv"]
    assert [one.cells["kind"] for one in things if one.cells["label"] == "Oman"] == ["State"]


def test_a_name_that_nobody_knows_is_given_a_kind(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    event = page.get_by_role("combobox", name="Event")
    event.fill("Cole talks")
    expect(page.locator("[data-column=event] .fault")).to_contain_text("is no thing of things.csv")
    event.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#alert")).to_contain_text("to be mended: event")
    kind = page.get_by_role("combobox", name="Kind of Cole talks")
    expect(kind).to_have_value("Meeting")
    kind.select_option("Vote")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("[data-column=event] .fault")).to_have_count(0)
    expect(event).to_be_focused()
    page.locator(".card.chosen > .says").click()
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("6 acts accepted")
    saved(page)
    assert [one.cells["kind"] for one in relgraph.read_dossier(folder).tables["things.csv"]][-1] == "Vote"


def test_an_act_is_added_by_keys_alone(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.keyboard.press("t")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert marks(page, "marking") == [TEXT[: TEXT.index(".\r\n")]]
    page.keyboard.press("ArrowDown")
    for _ in TEXT[TEXT.index("will send") : TEXT.index("who leads")].replace("\u00a0", " ").split():
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert marks(page, "marking") == ["who"]
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    assert marks(page, "marking") == ["who leads"]
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("n")
    expect(page.get_by_role("combobox", name="Actor")).to_be_focused()
    for typed in ("Ann Oke", "represents", "Arda"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("6 acts accepted")
    saved(page)
    cells = row(folder, "ann-oke-represents-arda").cells
    assert (cells["quote"], cells["status"]) == ("who leads Arda", "accepted")


def test_words_are_marked_with_the_mouse_and_an_act_rests_on_them(
    review: Serve, folder: Path, page: Page
) -> None:
    opened(page, review(folder).address)
    corners = page.evaluate(
        """(words) => {
          const node = document.querySelector("#text").firstChild;
          const range = document.createRange();
          const start = node.data.indexOf(words);
          range.setStart(node, start + 1); range.setEnd(node, start + words.length - 2);
          const boxes = [...range.getClientRects()];
          return [boxes[0].left, boxes[0].top + 8, boxes.at(-1).right, boxes.at(-1).top + 8];
        }""",
        "send grain",
    )
    page.mouse.move(*corners[:2])
    page.mouse.down()
    page.mouse.move(*corners[2:], steps=5)
    page.mouse.up()
    assert marks(page, "marking") == ["send grain"]  # whole words
    page.get_by_role("button", name="Add passage").click()
    expect(page.locator(".passage")).to_have_count(2)
    saved(page)
    assert [one.cells["quote"] for one in relgraph.read_dossier(folder).tables["passages.csv"]] == [
        "send grain"
    ]
    page.get_by_role("button", name="Remove this passage").first.click()
    expect(page.locator(".passage")).to_have_count(1)
    saved(page)
    assert row(folder, "rumour").cells["quote"] == "send grain"


def test_a_passage_leads_to_its_act(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    box = page.evaluate(
        """() => {
          const box = [...CSS.highlights.get("accepted")][0].getBoundingClientRect();
          return [box.left + 20, box.top + 8];
        }"""
    )
    page.mouse.click(*box)
    expect(page.locator(".card.chosen")).to_have_attribute("data-id", "meeting")
    expect(page.get_by_role("tab", name="Accepted")).to_have_attribute("aria-selected", "true")


def test_sentences_without_an_act_are_listed_and_gone_to(review: Serve, tmp_path: Path, page: Page) -> None:
    text = TEXT + "The \U0001f30a sea was calm. It \U0001f30a rained."
    folder = dossier_in(tmp_path / "calm", text=text)
    opened(page, review(folder).address)
    page.get_by_role("tab", name="No act").click()
    listed = page.locator("#list .sentence")
    expect(listed).to_have_count(2)
    page.keyboard.press("s")
    assert marks(page, "marking") == ["The \U0001f30a sea was calm"]
    page.keyboard.press("s")
    assert marks(page, "marking") == ["It \U0001f30a rained"]
    page.keyboard.press("n")
    saved(page)
    assert row(folder, "new-1").cells["quote"] == "It \U0001f30a rained"


def test_nothing_that_was_saved_is_lost_when_the_command_is_killed(
    review: Serve, folder: Path, page: Page
) -> None:
    first = review(folder)
    opened(page, first.address)
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("6 acts accepted")
    saved(page)
    first.kill()
    assert row(folder, "rumour").cells["status"] == "accepted"
    page.keyboard.press("u")
    expect(page.locator("#saved")).to_have_text("Not saved")
    expect(page.locator("#alert")).to_contain_text("What you did last is not saved")
    assert {path.name for path in folder.iterdir()} == {"acts.csv", "document.toml", "text.txt", "things.csv"}
    opened(page, review(folder).address)
    expect(page.locator("#progress")).to_contain_text("6 acts accepted")
    saved(page)


def test_what_is_being_written_is_saved_when_the_browser_is_closed(
    review: Serve, folder: Path, page: Page, browser: Browser
) -> None:
    address = review(folder).address
    context = browser.new_context()
    other = opened(context.new_page(), address)
    other.get_by_text("More: topics").click()
    other.get_by_label("Note").press_sequentially("as the minutes have it")
    other.close(run_before_unload=False)
    context.close()
    opened(page, address)
    page.get_by_text("More: topics")
    expect(page.get_by_label("Note")).to_have_value("as the minutes have it")


def test_ctrl_c_ends_it(review: Serve, folder: Path, page: Page) -> None:
    running = review(folder)
    opened(page, running.address)
    code, said = running.interrupt()
    assert code == 0, said
    assert "5 acts accepted, 1 to review, 0 dropped" in said


def test_what_another_program_changed_is_read_again(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    Path(folder, "acts.csv").write_text(ACTS.replace("doubtful", "likely"))
    page.keyboard.press("a")
    expect(page.locator("#alert")).to_contain_text("was changed by another program")
    expect(page.get_by_role("combobox", name="Certainty")).to_have_value("likely")
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("6 acts accepted")
    saved(page)


def test_what_was_accepted_is_checked(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.keyboard.press("v")
    expect(page.locator("#checked-list")).to_contain_text("The graph of 5 accepted acts conforms")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Accepted").click()
    page.locator("[data-id=payment]").click()
    page.keyboard.press("r")
    page.keyboard.press("v")
    expect(page.locator("#checked-list")).to_contain_text("act:payment")
    page.locator("#checked-list").get_by_role("button", name="demand").click()
    expect(page.locator(".card.chosen")).to_have_attribute("data-id", "demand")


def test_two_dossiers_are_compared_side_by_side(
    review: Serve, folder: Path, tmp_path: Path, page: Page
) -> None:
    acts = ACTS.replace("grain,Ardans,provides", "gift,Arda,provides").replace(",planned,", ",wished,")
    acts += "leads,Ann Oke,represents,Arda,,talks,,asserted,,certain,,,who leads Arda,,accepted\n"
    other = dossier_in(tmp_path / "other", acts=acts, things=THINGS + "event/talks,Meeting,talks,,held,\n")
    opened(page, review(folder, other).address)
    assert marks(page, "theirs") == ["who leads Arda"]
    page.get_by_role("tab", name="Differences").click()
    expect(page.locator(".card")).to_have_count(1)
    modality = page.locator("[data-column=modality]")
    expect(modality.locator(".theirs")).to_contain_text("Theirs: wished")
    modality.get_by_role("button", name="Take").click()
    expect(page.locator("#list .none")).to_have_text("Both dossiers say the same.")
    assert row(folder, "grain").cells["modality"] == "wished"
    page.get_by_role("tab", name="Only theirs").click()
    page.get_by_role("button", name="Take as a draft").click()
    expect(page.locator(".card.chosen > .says")).to_contain_text("Ann Oke represents Arda")
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("F1 1")
    saved(page)
    assert row(folder, "ann-oke-represents-arda").cells["event"] == "talks"
    assert relgraph.read_dossier(other).acts[-1].cells["id"] == "leads"  # the other is only read


def test_a_thing_that_is_renamed_takes_its_acts_along(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.keyboard.press("5")
    label = page.get_by_role("textbox", name="Label of Bree", exact=True)
    label.fill("Republic of Bree")
    label.press("Tab")
    saved(page)
    assert row(folder, "meeting").cells["actor"] == "Arda; Republic of Bree"
    assert row(folder, "grain").cells["actor"] == "Ardans"  # an alias of another
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    expect(page.locator("#checked-list")).to_contain_text("conforms")


def test_one_escape_leaves_the_form_whatever_is_open(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.get_by_role("combobox", name="Recipient").focus()
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("6 acts accepted")
    saved(page)
    assert row(folder, "rumour").cells["recipient"] == ""


def test_an_act_that_was_put_back_is_not_accepted_by_writing(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.get_by_role("tab", name="Accepted").click()
    page.locator("[data-id=grain]").click()
    page.get_by_role("combobox", name="Recipient").fill("Arda")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.get_by_role("tab", name="To review").click()
    page.locator("[data-id=grain]").click()
    page.get_by_role("combobox", name="Recipient").fill("Bree")
    page.keyboard.press("Escape")
    saved(page)
    cells = row(folder, "grain").cells
    assert (cells["recipient"], cells["status"]) == ("Bree", "draft")


def test_a_text_that_was_replaced_is_shown_anew(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    Path(folder, "text.txt").write_bytes(("Preface. " + TEXT).encode())
    page.keyboard.press("a")
    expect(page.locator("#alert")).to_contain_text("was changed by another program")
    expect(page.locator("#text")).to_contain_text("Preface. Arda and Bree")
    assert "Arda and Bree met at Port Cole" in marks(page, "accepted")


def test_things_are_named_and_sorted_anew(review: Serve, folder: Path, page: Page) -> None:
    opened(page, review(folder).address)
    page.get_by_role("tab", name="Things").click()
    page.get_by_role("textbox", name="Label of Bree", exact=True).fill("Republic of Bree")
    page.get_by_role("textbox", name="Other names of Bree", exact=True).fill("Bree")
    page.keyboard.press("Tab")
    page.get_by_role("combobox", name=re.compile("Kind of Republic of Bree")).select_option("Territory")
    saved(page)
    expect(page.get_by_role("textbox", name="Other names of Republic of Bree")).to_have_value("Bree")
    cells = relgraph.read_dossier(folder).tables["things.csv"][1].cells
    assert (cells["label"], cells["kind"], cells["aliases"]) == ("Republic of Bree", "Territory", "Bree")
