"""The benchmark of drafting: rows are matched as a reader would, on a text and a gold table made up for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.drafting import Matcher, read_text, report
from relgraph.authoring.drafting import draft_acts
from relgraph.authoring.gazetteer import load_gazetteer
from relgraph.vocabulary import relations

TEXT = "Kenya and Peru met. The two countries did not sign the pact. Chile praised them, Mali said."
COLUMNS = ("n", "actor", "plover", "speaker", "modality", "polarity", "start", "end", "note")
ROWS = (
    ("1", "Kenya", "CONSULT", "", "asserted", "positive", "0", "18", ""),
    ("2", "Peru", "CONSULT", "", "asserted", "positive", "0", "18", ""),
    ("3", "both countries", "SUPPORT", "", "asserted", "negative", "20", "60", ""),
    ("4", "Chile", "ACCUSE", "Mali", "asserted", "positive", "61", "79", "alt plover: SUPPORT"),
    ("5", "Mali", "NONE", "", "asserted", "positive", "81", "90", "optional: only reports"),
    ("6", "Chile", "AID", "", "planned", "positive", "0", "18", ""),
)
ENTITIES = (
    ("name", "kind", "other_names", "note"),
    ("Kenya", "state", "", ""),
    ("both countries", "group", "the two countries", "members: Kenya, Peru"),
)
TYPES = {entry.name: frozenset(code.removeprefix("PLOVER ") for code in entry.codes) for entry in relations()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("gold.tsv", (COLUMNS, *ROWS)), ("entities.tsv", ENTITIES)):
        (tmp_path / name).write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_each_count(folder: Path) -> None:
    draft = draft_acts(TEXT, load_gazetteer(), relations())
    assert [act.actor for act in draft.acts] == ["Kenya", "Peru", "Kenya; Peru", "Chile"]
    score = Matcher(read_text(folder), draft, TYPES).score()
    # Four of four drafted rows are right; of the five that are wanted four are found. The sixth is optional.
    assert (score.drafted, score.right, score.wanted, score.found) == (4, 4, 5, 4)
    assert (score.typed_right, score.typed_found) == (4, 4)
    assert (score.speakers, score.speakers_right) == (1, 1)
    assert (score.negatives, score.negatives_found) == (1, 1)
    assert (score.matched, score.modality_right, score.modality_asserted) == (4, 4, 4)


def test_a_text_is_a_line_of_the_report(folder: Path) -> None:
    draft = draft_acts(TEXT, load_gazetteer(), relations())
    head, line = report([("summit", Matcher(read_text(folder), draft, TYPES).score())])
    assert head.split()[:3] == ["drafted", "gold", "precision"]
    assert line.split() == ["summit", "4", "5", "1.00", "0.80", "1.00", "0.80", "1.00", "1.00", "1.00", "1.00"]
