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

from .pact import ACTS, THINGS, changed, dossier_in


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


def compared(tmp_path: Path, things: str, **cells: str) -> relgraph.Agreement:
    """Compare the dossier with another whose act ``demand`` has other cells, and that has other things."""
    one = relgraph.read_dossier(dossier_in(tmp_path / "a"))
    dossier_in(tmp_path / "b", things=things)
    return relgraph.compare(one, changed(tmp_path / "b", "demand", **cells))


@pytest.mark.parametrize(
    ("things", "cells"),
    [
        (THINGS.replace(",Bree,", ",Republic of Bree,"), {"recipient": "Republic of Bree"}),
        (THINGS, {"recipient": "https://example.org/pact/state/bree"}),
        (THINGS, {"recipient": "state/bree"}),
        (THINGS.replace("Ardans; the Republic of Arda", ""), {"actor": "Ardans"}),  # known to the other alone
        (THINGS.replace("state/bree", "country/bree"), {"recipient": "country/bree"}),  # a label is shared
        (THINGS.replace("state/bree", "https://example.net/bree"), {"recipient": "https://example.net/bree"}),
        (THINGS, {"relation": "rg:demands"}),
        (THINGS, {"relation": "https://w3id.org/relgraph/ontology#demands"}),
        (THINGS, {"said_by": "ARDANS", "object": "https://example.org/pact/act/payment"}),
        (THINGS, {"object": "act: payment"}),
    ],
)  # fmt: skip
def test_names_of_one_thing_agree(things: str, cells: dict[str, str], tmp_path: Path) -> None:
    found = compared(tmp_path, things, **cells)
    assert found.differences == ()
    assert found.matched == 6
    assert {field: value for field, value in found.kappa.items() if value != 1 and not math.isnan(value)} == {}


@pytest.mark.parametrize(
    ("things", "cells"),
    [
        (THINGS, {"recipient": "person/oke"}),
        (THINGS + "state/isle,State,Isle,Isle of Bree,,\n", {"recipient": "Isle"}),
        (THINGS, {"recipient": "Nobody"}),
        (THINGS, {"object": "act:grain"}),
        (THINGS, {"object": "act:nothing"}),
        (THINGS, {"object": ""}),
    ],
)
def test_names_of_two_things_differ(things: str, cells: dict[str, str], tmp_path: Path) -> None:
    found = compared(tmp_path, things, **cells)
    assert [(one.id, one.field) for one in found.differences] == [("demand", *cells)]


def test_a_name_of_two_things_makes_them_not_one(tmp_path: Path) -> None:
    things = THINGS + "state/bree-2,State,Bree,,,\n"
    one, other = (
        relgraph.read_dossier(
            dossier_in(tmp_path / name, things=things, acts=ACTS.replace(",Bree,,Ann", f",{id},,Ann"))
        )
        for name, id in (("a", "state/bree"), ("b", "state/bree-2"))
    )
    (difference,) = relgraph.compare(one, other).differences
    assert (difference.id, difference.field) == ("grain", "recipient")


def test_an_act_is_the_same_under_another_id(tmp_path: Path) -> None:
    one = relgraph.read_dossier(dossier_in(tmp_path / "a"))
    renamed = ACTS.replace("payment,Bree,", "p1,Bree,").replace("act:payment", "act:p1")
    other = relgraph.read_dossier(dossier_in(tmp_path / "b", acts=renamed))
    found = relgraph.compare(one, other)
    assert (found.differences, found.equal["object"], found.kappa["object"]) == ((), 6, 1.0)
    # The ids of two acts of the first are given the other way round in the second: each is still its own.
    swapped = (
        ACTS.replace("payment,Bree,", "x,Bree,").replace("\ngrain,", "\npayment,").replace("\nx,", "\ngrain,")
    )
    again = relgraph.compare(one, relgraph.read_dossier(dossier_in(tmp_path / "c", acts=swapped)))
    assert [(one.id, one.other_id, one.field) for one in again.differences] == [("demand", "demand", "object")]


def test_what_refers_to_an_act_that_was_dropped_agrees_with_itself(tmp_path: Path) -> None:
    dossier_in(tmp_path)
    read = changed(tmp_path, "payment", status="dropped")
    assert relgraph.compare(read, read).differences == ()


def test_quotes_that_are_at_no_one_place_are_told(tmp_path: Path) -> None:
    one = relgraph.read_dossier(dossier_in(tmp_path / "a"))
    dossier_in(tmp_path / "b")
    changed(tmp_path / "b", "rumour", status="dropped", quote="nowhere")
    changed(tmp_path / "b", "payment", context="")
    other = changed(tmp_path / "b", "grain", quote="nothing of the kind")
    found = relgraph.compare(one, other)
    assert [(row.number, "not in the text" in reason) for row, reason in found.unplaced] == [
        (3, True), (6, False),
    ]  # fmt: skip
    (told, _) = json.loads(found.to_json())["unplaced"]
    assert (Path(told["file"]).name, told["row"]) == ("acts.csv", 3)
    assert [unplaced.row.number for unplaced in relgraph.coverage(other).unplaced] == [3, 6]
    assert relgraph.coverage(one).unplaced == ()
