"""The benchmark of a review: what a reviewer decides on a text and a gold table that are made up for it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.reviewing import Work, review

TEXT = "Kenya met Peru. Chile did not sign the pact. Mali condemned the attack. The sea was calm near Fiji."
COLUMNS = (
    "n", "actor", "actor_kind", "plover", "object", "speaker", "modality", "polarity", "start", "end", "note",
)  # fmt: skip
ROWS = (
    ("1", "Kenya", "state", "CONSULT", "Peru", "", "asserted", "positive", "0", "14", ""),
    ("2", "Chile", "state", "SUPPORT", "the pact", "", "planned", "negative", "16", "43", ""),
    ("3", "Fiji", "state", "AID", "the sea", "", "asserted", "positive", "72", "99", ""),
)


def test_each_decision_and_each_cell_is_counted(tmp_path: Path) -> None:
    entities = (("name", "kind", "other_names", "note"),)
    for name, rows in (("gold.tsv", (COLUMNS, *ROWS)), ("entities.tsv", entities)):
        (tmp_path / name).write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    work = review(tmp_path)
    # Kenya's row is right, Chile's but for its modality; Mali's nobody asked for, Fiji's is missed.
    assert (work.accepted, work.changed, work.added, work.dropped) == (1, 1, 1, 1)
    assert (work.acts, work.left, work.decisions) == (3, 0, 4)
    assert work.cells == 1 + 4  # the modality; actor, relation, object, and of which kind the sea is
    assert work.plus(Work(added=1)).decisions == 5
