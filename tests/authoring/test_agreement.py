"""Two people read one text: which acts are the same, and how far they agree beyond chance."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest

import relgraph
from relgraph.errors import DossierError

from .pact import ACTS, changed, dossier_in


def test_a_dossier_agrees_with_itself(tmp_path: Path) -> None:
    read = relgraph.read_dossier(dossier_in(tmp_path))
    found = relgraph.compare(read, read)
    assert (found.f1, found.matched, found.differences) == (1.0, 6, ())
    assert found.kappa["relation"] == 1.0
    assert math.isnan(found.kappa["event"])  # both always leave it empty


def test_kappa_and_differences_are_those_of_the_table(tmp_path: Path) -> None:
    """Of four acts with certainty c c c l and c c l l: 3 of 4 agree, by chance (3x2 + 1x2) / 16 = 1/2."""
    head = ACTS.splitlines()[0]
    rows = [
        f"a{n},Arda,{relation},Bree,,,,asserted,,{certainty},,,{quote},,accepted"
        for n, (relation, certainty, quote) in enumerate(
            [
                ("attends", "certain", "Arda and Bree met"), ("supports", "certain", "We will send grain"),
                ("demands", "certain", "did not sign"), ("threatens", "likely", "Grain Pact"),
            ]
        )
    ]  # fmt: skip
    one = relgraph.read_dossier(dossier_in(tmp_path / "a", acts="\n".join([head, *rows])))
    dossier_in(tmp_path / "b", acts="\n".join([head, *rows]))
    other = changed(tmp_path / "b", "a2", certainty="likely", actor="the Republic of Arda")
    found = relgraph.compare(one, other)
    assert (found.matched, found.equal["certainty"]) == (4, 3)
    assert found.kappa["certainty"] == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))
    assert found.equal["actor"] == 4  # another name of the same
    assert math.isnan(found.kappa["actor"])  # both always say Arda
    (difference,) = found.differences
    assert (difference.id, difference.field, difference.value, difference.other_value) == (
        "a2", "certainty", "certain", "likely",
    )  # fmt: skip
    assert json.loads(found.to_json())["kappa"]["actor"] is None
    assert next(csv.DictReader(io.StringIO(found.to_csv())))["field"] == "certainty"


def test_acts_without_a_counterpart_are_listed(tmp_path: Path) -> None:
    one = relgraph.read_dossier(dossier_in(tmp_path / "a"))
    dossier_in(tmp_path / "b")
    other = changed(tmp_path / "b", "unsigned", quote="Ann Oke, who leads Arda")
    found = relgraph.compare(one, other)
    assert found.f1 == pytest.approx(2 * 5 / 12)
    assert [(one.id, one.other_id) for one in found.differences] == [("unsigned", ""), ("", "unsigned")]
    dropped = changed(tmp_path / "b", "unsigned", status="dropped")
    assert relgraph.compare(one, dropped).acts == (6, 5)


def test_different_texts_are_not_compared(tmp_path: Path) -> None:
    one = relgraph.read_dossier(dossier_in(tmp_path / "a"))
    other = relgraph.read_dossier(dossier_in(tmp_path / "b", text="Another.", acts="id,status\n"))
    with pytest.raises(DossierError, match="of different texts"):
        relgraph.compare(one, other)
