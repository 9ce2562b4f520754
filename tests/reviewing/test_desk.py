"""Each decision of a review is in the files of the dossier, whole, before the next."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from authoring.pact import ACTS, DOCUMENT, TEXT, THINGS, dossier_in
from hypothesis import example, given, settings
from hypothesis import strategies as st

import relgraph
from relgraph.authoring.dossier import Dossier
from relgraph.errors import DossierError
from relgraph.reviewing import ChangedElsewhereError, Desk


def cells(folder: Path, id: str) -> dict[str, str]:
    """Return the row of an act as another program reads it from the file."""
    with Path(folder, "acts.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["id"] == id)


def place(words: str) -> tuple[int, int]:
    at = TEXT.index(words)
    return at, at + len(words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return dossier_in(tmp_path / "pact")


def test_a_row_is_accepted_and_dropped(folder: Path) -> None:
    desk = Desk(folder)
    desk.change("unsigned", {"status": "dropped"})
    assert cells(folder, "unsigned")["status"] == "dropped"
    desk.change("unsigned", {"status": "accepted"})
    assert cells(folder, "unsigned")["status"] == "accepted"
    assert Path(folder, "text.txt").read_bytes() == TEXT.encode()
    assert relgraph.build([relgraph.read_dossier(folder)]).acts.keys() == {
        f"https://example.org/pact/act/{id}" for id in ("meeting", "grain", "unsigned", "demand", "payment")
    }


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"actor": "Nobody at all"}, "actor"),
        ({"actor": ""}, "actor"),
        ({"object": ""}, "object"),
        ({"relation": ""}, "relation"),
        ({"event": "no such meeting"}, "event"),
        ({"from": "2031-02-30"}, "from"),
        ({"object": "act:none"}, "object"),
        ({"relation": "fraternizes"}, "relation"),
    ],
)
def test_what_is_wrong_is_not_accepted(changed: dict[str, str], column: str, folder: Path) -> None:
    desk = Desk(folder)
    change = desk.change("grain", {**changed, "status": "accepted"})
    assert column in change.said
    assert cells(folder, "grain")["status"] == "draft"
    kept = next(row.cells for row in relgraph.read_dossier(folder).acts if row.cells["id"] == "grain")
    assert {name: kept[name] for name in changed} == changed
    if changed[column]:
        assert column in desk.faults["grain"]


@pytest.mark.parametrize(
    "changed",
    [{"modality": "surely"}, {"status": "maybe"}, {"from": "next week"}, {"id": "other"}, {"colour": "red"}],
)
def test_what_the_contract_has_not_is_refused(changed: dict[str, str], folder: Path) -> None:
    before = Path(folder, "acts.csv").read_bytes()
    with pytest.raises(DossierError):
        Desk(folder).change("grain", changed)
    assert Path(folder, "acts.csv").read_bytes() == before


def test_what_others_refer_to_is_not_dropped(folder: Path) -> None:
    desk = Desk(folder)
    with pytest.raises(DossierError, match="demand refers to this act"):
        desk.change("payment", {"status": "dropped"})
    desk.change("demand", {"status": "dropped"})
    desk.change("payment", {"status": "dropped"})
    assert cells(folder, "payment")["status"] == "dropped"


def test_an_act_is_added_by_its_words_and_named_when_it_is_accepted(folder: Path) -> None:
    desk = Desk(folder)
    assert desk.add([place("who leads Arda")]) == "new-1"
    assert cells(folder, "new-1")["quote"] == "who leads Arda"
    assert cells(folder, "new-1")["status"] == "draft"
    desk.change("demand", {"object": "act:new-1"})
    change = desk.change("new-1", {"actor": "Ann Oke", "relation": "represents", "object": "Arda"})
    assert (change.id, desk.faults.get("new-1")) == ("new-1", None)
    assert desk.change("new-1", {"status": "accepted"}) == ("ann-oke-represents-arda", "")
    assert cells(folder, "demand")["object"] == "act:ann-oke-represents-arda"
    assert desk.add([place("send grain")]) == "new-1"
    with pytest.raises(DossierError, match="needs a passage"):
        desk.add([])


@pytest.mark.parametrize("bad", [(0, 0), (5, 2), (-3, 4), (0, 10_000), (45, 47)])
def test_a_place_without_words_is_refused(bad: tuple[int, int], folder: Path) -> None:
    before = Path(folder, "acts.csv").read_bytes()
    with pytest.raises(DossierError, match="no words"):
        Desk(folder).add([bad])
    assert Path(folder, "acts.csv").read_bytes() == before


def test_an_act_rests_on_other_and_further_words(folder: Path) -> None:
    desk = Desk(folder)
    second = TEXT.rindex("Bree must pay")
    desk.change("grain", {}, [place("send grain"), (second, second + len("Bree must pay"))])
    assert cells(folder, "grain")["quote"] == "send grain"
    graph = relgraph.build([relgraph.read_dossier(folder)])
    evidence = graph.acts["https://example.org/pact/act/grain"].evidence
    assert {iri.rpartition("report-")[2] for iri in evidence} == {
        "{}-{}".format(*place("send grain")), f"{second}-{second + 13}",
    }  # fmt: skip
    desk.change("grain", {}, [place("send grain")])
    assert relgraph.read_dossier(folder).tables["passages.csv"] == ()
    assert desk.undo() is not None
    assert len(relgraph.read_dossier(folder).tables["passages.csv"]) == 1


def test_a_name_that_is_known_elsewhere_becomes_a_thing_and_goes_with_its_name(folder: Path) -> None:
    desk = Desk(folder)
    desk.change("rumour", {"recipient": "Sultanate of Oman"})
    (oman,) = (row.cells for row in desk.dossier.tables["things.csv"] if row.cells["label"] == "Oman")
    assert (oman["kind"], oman["aliases"]) == ("State", "Sultanate of Oman")
    assert "rumour" not in Desk(folder).faults or "recipient" not in Desk(folder).faults["rumour"]
    desk.change("rumour", {"recipient": "Om"})
    assert all(row.cells["label"] != "Oman" for row in desk.dossier.tables["things.csv"])
    assert "recipient" in desk.faults["rumour"]


def test_names_and_relations_of_a_graph_are_known(folder: Path, tmp_path: Path) -> None:
    Path(tmp_path, "known.ttl").write_text(
        "@prefix rg: <https://w3id.org/relgraph/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<urn:known:dune> a rg:State ; rdfs:label "Dune"@en .\n'
    )
    desk = Desk(folder, known=[relgraph.open(tmp_path / "known.ttl")])
    desk.change("rumour", {"recipient": "dune"})
    assert [row.cells["id"] for row in desk.dossier.tables["things.csv"]][-1] == "urn:known:dune"
    found = desk.suggestions.for_cell(desk.dossier, "actor", "dun")
    assert [one.text for one in found] == ["Dune"]


def test_a_new_thing_is_added_with_its_kind(folder: Path) -> None:
    desk = Desk(folder)
    desk.change("rumour", {"event": "Cole  talks"})
    assert "is no thing of things.csv" in desk.faults["rumour"]["event"][0]
    assert desk.add_thing("Meeting", "Cole talks") == "meeting/cole-talks"
    assert "event" not in desk.faults.get("rumour", {})
    desk.change_thing(
        "meeting/cole-talks", {"date": "2031-05-04", "label": "talks at Cole", "aliases": "Cole talks"}
    )
    assert "event" not in desk.faults.get("rumour", {})
    with pytest.raises(DossierError, match="needs a name"):
        desk.add_thing("Meeting", "  ")
    with pytest.raises(DossierError, match="date"):
        desk.change_thing("meeting/cole-talks", {"date": "May"})
    with pytest.raises(ChangedElsewhereError):
        desk.change_thing("meeting/none", {"label": "x"})


def test_a_thing_that_is_renamed_takes_its_acts_along(folder: Path) -> None:
    desk = Desk(folder)
    desk.change_thing("state/arda", {"label": "Realm of Arda", "aliases": "Ardan realm"})
    assert cells(folder, "meeting")["actor"] == "Realm of Arda; Bree"
    assert cells(folder, "grain")["actor"] == "Realm of Arda"  # it was one of the aliases
    assert cells(folder, "demand")["said_by"] == "state/arda"
    desk.change_thing("state/bree", {"label": "Realm of Arda"})  # now nobody knows which of the two
    assert cells(folder, "payment")["actor"] == "state/bree"
    desk.undo()
    desk.change_thing("state/arda", {"label": "Arda; the realm"})
    assert cells(folder, "meeting")["actor"] == "state/arda; Bree"
    assert desk.problems() == ()


def test_each_decision_can_be_undone(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    desk = Desk(folder)
    desk.change("grain", {"note": ""})  # changes nothing
    assert desk.undo() is None
    states = [desk.dossier]
    desk.change("grain", {"status": "dropped"})
    states.append(desk.dossier)
    for typed in ("A", "Ar", "Arda"):  # what is written in one cell is one decision
        desk.change("rumour", {"recipient": typed})
    desk.add([place("send grain")])
    assert desk.undo() is not None
    assert desk.undo() is not None
    assert desk.dossier == states[1]
    assert desk.undo() is not None
    assert desk.undo() is None
    assert relgraph.read_dossier(folder).tables["acts.csv"] == tuple(
        row._replace(file=str(Path(folder, "acts.csv"))) for row in states[0].acts
    )
    assert before["text.txt"] == Path(folder, "text.txt").read_bytes()


def test_what_another_program_wrote_is_not_lost(folder: Path) -> None:
    desk = Desk(folder)
    edited = (
        Path(folder, "acts.csv")
        .read_text("utf-8")
        .replace("doubtful,,,2031-32,,draft", "likely,,,2031-32,,draft")
    )
    Path(folder, "acts.csv").write_text(edited, "utf-8")
    with pytest.raises(ChangedElsewhereError, match="changed by another program"):
        desk.change("grain", {"status": "dropped"})
    assert Path(folder, "acts.csv").read_text("utf-8") == edited
    assert desk.dossier.acts[-1].cells["certainty"] == "likely"  # it was read again
    desk.change("grain", {"status": "dropped"})
    assert cells(folder, "rumour")["certainty"] == "likely"
    assert cells(folder, "grain")["status"] == "dropped"
    Path(folder, "acts.csv").write_text("no table", "utf-8")
    for _ in range(2):
        with pytest.raises(DossierError, match="row 1"):
            desk.change("grain", {"status": "accepted"})
    assert Path(folder, "acts.csv").read_text("utf-8") == "no table"


@pytest.mark.parametrize(
    "decision",
    [
        lambda desk: desk.change("grain", {"note": "a\0b"}),
        lambda desk: desk.change("grain", {"note": "x" * 140_000}),
        lambda desk: desk.add([(0, len(desk.dossier.text))]),
        lambda desk: desk.add_thing("State", "X"),
        lambda desk: desk.add_thing("no such", "Y"),
    ],
    ids=["NUL", "long cell", "long passage", "IRI of another", "kind"],
)
def test_what_could_not_be_read_again_is_not_written(
    decision: Callable[[Desk], object], tmp_path: Path
) -> None:
    things = THINGS + "https://example.org/pact/state/x,State,Elsewhere,,,\n"
    folder = dossier_in(tmp_path / "pact", text=TEXT + "word " * 30_000, things=things)
    desk = Desk(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}, desk.dossier
    with pytest.raises(DossierError):
        decision(desk)
    assert ({path.name: path.read_bytes() for path in folder.iterdir()}, desk.dossier) == before
    assert not desk.undo()


def test_what_was_accepted_is_checked_as_the_graph_that_it_makes(folder: Path) -> None:
    desk = Desk(folder)
    assert desk.problems() == ()
    desk.change("payment", {"status": "draft"})
    assert [(one.act, "act:payment" in one.says) for one in desk.problems()] == [("demand", True)]
    desk.undo()
    desk.change_thing("state/bree", {"kind": "Place"})
    assert ("meeting", "actor Bree (Place)") in {
        (one.act, one.says.partition(": ")[0]) for one in desk.problems()
    }


@pytest.fixture
def other(tmp_path: Path) -> Dossier:
    acts = ACTS.replace("grain,Ardans,provides", "gift,Arda,provides").replace(
        ",planned,,certain", ",wished,,certain"
    )
    acts += "leads,Ann Oke,represents,Arda,,talks,,asserted,,certain,,,who leads Arda,,accepted\n"
    things = THINGS + "event/talks,Meeting,talks,,held,\n"
    return relgraph.read_dossier(dossier_in(tmp_path / "other", acts=acts, things=things))


def test_what_another_person_read_is_taken_over(folder: Path, other: Dossier) -> None:
    desk = Desk(folder, other=other)
    assert desk.take("gift", "grain", "modality") == "grain"
    assert cells(folder, "grain")["modality"] == "wished"
    id = desk.take("leads")
    assert {**other.acts[-1].cells, "id": id, "status": "draft"} == cells(folder, id)
    assert desk.faults.get(id) is None  # the meeting came with it
    with pytest.raises(ChangedElsewhereError):
        desk.take("none")
    with pytest.raises(DossierError, match="no other dossier"):
        Desk(folder).take("leads")


def test_the_other_dossier_has_to_be_of_the_same_text(folder: Path, tmp_path: Path) -> None:
    other = relgraph.read_dossier(dossier_in(tmp_path / "other", text=TEXT + "More."))
    with pytest.raises(DossierError, match="different texts"):
        Desk(folder, other=other)


def test_a_passage_that_is_not_found_is_not_lost_with_another(folder: Path) -> None:
    desk = Desk(folder)
    desk.change("grain", {}, [0, place("send grain")])
    desk.change("grain", {"quote": "words that nobody said"})
    desk.change("grain", {}, [0, 1, place("who leads Arda")])
    quotes = [row.cells["quote"] for row in relgraph.read_dossier(folder).tables["passages.csv"]]
    assert (cells(folder, "grain")["quote"], quotes) == (
        "words that nobody said",
        ["send grain", "who leads Arda"],
    )
    desk.change("grain", {}, [place("We will send"), 1])
    assert cells(folder, "grain")["quote"] == "We will send"
    assert [row.cells["quote"] for row in relgraph.read_dossier(folder).tables["passages.csv"]] == [
        "send grain"
    ]
    with pytest.raises(DossierError, match="no passage 7"):
        desk.change("grain", {}, [7])


def test_a_thing_that_was_there_stays_when_a_name_is_taken_back(folder: Path) -> None:
    oman = "https://w3id.org/relgraph/id/state/om"
    found = Desk(folder).suggestions.thing_named("Oman")
    assert found is not None
    oman = found["id"]
    things = THINGS + f"{oman},State,Muscat,,,\n"
    Path(folder, "things.csv").write_text(things)
    desk = Desk(folder)
    desk.change("rumour", {"recipient": "Oman"})
    desk.change("rumour", {"recipient": ""})
    (row,) = (row.cells for row in desk.dossier.tables["things.csv"] if row.cells["id"] == oman)
    assert row["label"] == "Muscat"


def test_the_id_of_an_act_that_was_accepted_stays(folder: Path) -> None:
    Path(folder, "acts.csv").write_text(ACTS.replace("grain,Ardans", "new-7,Ardans"))
    desk = Desk(folder)
    assert desk.change("new-7", {"note": "as the minutes have it"}).id == "new-7"


def test_a_reference_with_a_blank_is_one(folder: Path) -> None:
    Path(folder, "acts.csv").write_text(ACTS.replace("act:payment", "act: payment"))
    with pytest.raises(DossierError, match="demand refers to this act"):
        Desk(folder).change("payment", {"status": "dropped"})


def test_a_text_that_is_replaced_is_noticed(folder: Path) -> None:
    desk = Desk(folder)
    Path(folder, "text.txt").write_bytes(("Preface. " + TEXT).encode())
    with pytest.raises(ChangedElsewhereError):
        desk.change("grain", {"status": "dropped"})
    assert desk.dossier.text.startswith("Preface.")
    assert cells(folder, "grain")["status"] == "accepted"


def test_a_file_that_cannot_be_read_is_said(folder: Path) -> None:
    desk = Desk(folder)
    Path(folder, "acts.csv").unlink()
    Path(folder, "acts.csv").mkdir()
    with pytest.raises(DossierError, match="acts"):
        desk.change("grain", {"status": "dropped"})


def test_what_rests_on_an_act_that_is_wrong_is_a_draft_again(folder: Path) -> None:
    desk = Desk(folder)
    change = desk.change("payment", {"object": ""})
    assert change.said == (
        "not accepted yet; to be mended: object (to or about what); drafts again, since they rest on it: demand"
    )
    assert cells(folder, "demand")["status"] == cells(folder, "payment")["status"] == "draft"
    desk.undo()
    assert cells(folder, "demand")["status"] == "accepted"


IDS = ["meeting", "grain", "unsigned", "demand", "payment", "rumour", "new-1"]
DECISIONS: st.SearchStrategy[Callable[[Desk], object]] = st.one_of(
    st.builds(
        lambda id, status: lambda desk: desk.change(id, {"status": status}),
        st.sampled_from(IDS),
        st.sampled_from(["accepted", "draft", "dropped"]),
    ),
    st.builds(
        lambda id, column, text: lambda desk: desk.change(id, {column: text}),
        st.sampled_from(IDS),
        st.sampled_from(["actor", "object", "event", "label", "note", "said_by", "topics"]),
        st.one_of(st.sampled_from(["Arda", "Bree; Arda", "act:payment", "'2031", "=1+1"]), st.text(max_size=8)),
    ),
    st.builds(
        lambda start, length: lambda desk: desk.add([(start, start + length)]),
        st.integers(0, len(TEXT)),
        st.integers(1, 40),
    ),
    st.just(lambda desk: desk.undo()),
)


@settings(deadline=None, max_examples=25)
@example([lambda desk: desk.change("payment", {"object": ""})])
@given(st.lists(DECISIONS, max_size=8))
def test_the_files_always_say_what_the_desk_says(decisions: list[Callable[[Desk], object]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = dossier_in(Path(name, "pact"), document=DOCUMENT)
        desk = Desk(folder)
        for decision in decisions:
            try:
                decision(desk)
            except DossierError:
                continue
            read = relgraph.read_dossier(folder)
            for file, rows in desk.dossier.tables.items():
                assert [row.cells for row in read.tables[file]] == [row.cells for row in rows]
            accepted = {row.cells["id"] for row in read.acts if row.cells["status"] == "accepted"}
            assert accepted.isdisjoint(desk.faults)
