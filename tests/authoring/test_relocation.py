"""A text is published again: each passage is found there, or said to be gone."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph

from .pact import TEXT, dossier_in


def outcomes(folder: Path, text: str) -> dict[str, str]:
    found = relgraph.relocate(relgraph.read_dossier(folder), text, "new")
    return {one.row.cells["id"]: one.outcome for one in found.passages}


def test_the_same_text_leaves_all_as_it_is(tmp_path: Path) -> None:
    assert set(outcomes(dossier_in(tmp_path), TEXT).values()) == {"unchanged"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\r\n", "\n\n").replace("\u00a0", " "),
        lambda text: text.replace("\u201c", '"').replace("\u201d", '"').replace("\u2013", "-"),
        lambda text: "A line above.\n" + text,
    ],
    ids=["spaces", "marks", "a line above"],
)
def test_another_setting_moves_passages_and_changes_none(change: object, tmp_path: Path) -> None:
    text = change(TEXT)  # type: ignore[operator]
    assert set(outcomes(dossier_in(tmp_path), text).values()) <= {"unchanged", "moved"}


def test_mended_typos_and_cut_sentences(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path)
    mended = TEXT.replace("Port Cole", "Port-Coal")
    text = "Above. " + mended.replace("Bree did not sign the Grain Pact. ", "")
    found = relgraph.relocate(relgraph.read_dossier(folder), text, "new")
    by_id = {one.row.cells["id"]: one for one in found.passages}
    assert by_id["meeting"].outcome == "reworded"
    assert by_id["meeting"].quote == "Arda and Bree met at Port-Coal"
    assert by_id["unsigned"].outcome == "gone"
    assert by_id["demand"].outcome == by_id["payment"].outcome == "moved"
    assert by_id["demand"].start == by_id["payment"].start == text.index("Bree must pay")
    status = {row.cells["id"]: row.cells["status"] for row in found.dossier.acts}
    drafts = {id for id, word in status.items() if word == "draft"}
    assert drafts == {"meeting", "unsigned", "rumour"}
    graph = relgraph.build([found.dossier])
    assert len(graph.acts) == 3


def test_words_that_now_stand_twice_are_the_same_words(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path)
    text = TEXT.replace("\r\n", "\r\nBree did not sign the Grain Pact. ")
    found = relgraph.relocate(relgraph.read_dossier(folder), text, "new")
    (unsigned,) = (one for one in found.passages if one.row.cells["id"] == "unsigned")
    assert (unsigned.outcome, unsigned.quote) == ("moved", "Bree did not sign the Grain Pact")
    assert unsigned.start == text.rindex("Bree did not sign")
    assert {row.cells["id"]: row.cells["status"] for row in found.dossier.acts}["unsigned"] == "accepted"
