"""A dossier becomes a graph: quotes their places, names their things, and a fault is told by its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph
from relgraph.errors import DossierError
from relgraph.model.sources import read_passages

from .pact import ACTS, TEXT, THINGS, changed, dossier_in

BASE = "https://example.org/pact/"


def built(folder: Path, *, drafts: bool = False) -> relgraph.KnowledgeGraph:
    return relgraph.build([relgraph.read_dossier(folder)], drafts=drafts)


def test_rows_become_acts(tmp_path: Path) -> None:
    graph = built(dossier_in(tmp_path))
    assert set(graph.acts) == {
        f"{BASE}act/{id}" for id in ("meeting", "grain", "unsigned", "demand", "payment")
    }
    grain = graph.acts[f"{BASE}act/grain"]
    assert grain.actors == (f"{BASE}state/arda",)  # by an alias
    assert grain.recipients == (f"{BASE}state/bree",)
    assert grain.said_by == f"{BASE}person/oke"
    assert grain.modality.endswith("modalityPlanned")
    assert graph.acts[f"{BASE}act/meeting"].actors == (f"{BASE}state/arda", f"{BASE}state/bree")
    assert graph.acts[f"{BASE}act/meeting"].date == "2031-05-04"
    assert graph.acts[f"{BASE}act/unsigned"].negative
    assert graph.acts[f"{BASE}act/demand"].objects == (f"{BASE}act/payment",)
    payment = graph.acts[f"{BASE}act/payment"]
    assert (payment.date, payment.until) == ("2031/..", "")  # it lasts, and its end is open
    assert relgraph.validate(graph).conforms


def test_an_act_without_actor_or_object_says_the_rest(tmp_path: Path) -> None:
    dossier_in(tmp_path)
    changed(tmp_path, "meeting", actor="")
    changed(tmp_path, "grain", object="")
    graph = built(tmp_path)
    assert graph.thing(f"{BASE}act/meeting").label == "attends event/cole"
    assert graph.thing(f"{BASE}act/grain").label == "Ardans provides"


def test_quotes_become_places_however_they_are_set(tmp_path: Path) -> None:
    graph = built(dossier_in(tmp_path), drafts=True)
    for id, words in (
        ("grain", "\u201cWe will send grain,\u201d"),
        ("rumour", "2031\u201332"),
        ("meeting", "Arda and Bree met at Port Cole"),
    ):
        (passage,) = read_passages(graph, graph.acts[f"{BASE}act/{id}"].evidence)
        assert TEXT[passage.start : passage.end] == words
    demand, payment = (
        read_passages(graph, graph.acts[f"{BASE}act/{id}"].evidence)[0].start for id in ("demand", "payment")
    )
    assert demand == payment == TEXT.index("Bree must pay")
    assert relgraph.validate(graph, sources=[str(tmp_path / "text.txt")]).unchecked == ()


def test_only_what_was_accepted_counts(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path)
    assert f"{BASE}act/rumour" not in built(folder).acts
    assert f"{BASE}act/rumour" in built(folder, drafts=True).acts
    changed(folder, "rumour", status="dropped")
    assert f"{BASE}act/rumour" not in built(folder, drafts=True).acts


def test_rows_may_be_sorted_and_added(tmp_path: Path) -> None:
    whole = relgraph.export(built(dossier_in(tmp_path / "a")), "turtle")
    head, *lines = ACTS.splitlines()
    new = "new,Arda,welcomes,Bree,,,,asserted,,certain,,,Arda said,,draft"
    sorted_rows = "\n".join([head, *sorted(lines), new])
    assert relgraph.export(built(dossier_in(tmp_path / "b", acts=sorted_rows)), "turtle") == whole


@pytest.mark.parametrize(
    ("id", "cells", "said"),
    [
        ("grain", {"relation": "provide"}, "row 3, relation: 'provide' is no relation of the ontology; did"),
        ("grain", {"actor": "Adra"}, "row 3, actor: 'Adra' is no thing of things.csv; did you mean 'arda'?"),
        ("grain", {"quote": "We shall send grain"}, "row 3, quote: 'We shall send grain' is not in the"),
        ("payment", {"context": ""}, "row 6, quote: 'Bree must pay' stands at 2 places"),
        ("payment", {"context": "Ann Oke"}, "row 6, quote: 'Bree must pay' is in the text, but not behind"),
        ("payment", {"status": "dropped"}, "row 5, object: act:payment (row 6) is dropped: accept it"),
        ("payment", {"status": "draft"}, "row 5, object: act:payment (row 6) is draft: accept it"),
        ("demand", {"object": "act:paymant"}, "row 5, object: no act has the id 'paymant'; did you mean"),
        ("grain", {"modality": "maybe"}, "row 3, modality: 'maybe' is not how its content stands"),
        ("grain", {"from": "4 May"}, "row 3, from: '4 May' is not its date"),
        ("grain", {"id": "meeting"}, "row 3, id: 'meeting' stands in"),
        ("grain", {"status": ""}, "row 3, status: is empty"),
        ("grain", {"until": ".."}, "row 3, from: is empty, and until is ..: say when it began"),
        ("grain", {"from": "2031-02-30"}, "row 3, from: '2031-02-30' is no date"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_cell(id: str, cells: dict[str, str], said: str, tmp_path: Path) -> None:
    folder = dossier_in(tmp_path)
    with pytest.raises(DossierError) as error:
        relgraph.build([changed(folder, id, **cells)])
    assert f"acts.csv, {said}" in error.value.faults[0]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path)
    changed(folder, "grain", actor="Nobody")
    with pytest.raises(DossierError, match=r"\(and 1 more\)") as error:
        relgraph.build([changed(folder, "unsigned", quote="nothing of the kind")])
    assert len(error.value.faults) == 2


def test_things_are_known_from_other_graphs_too(tmp_path: Path) -> None:
    things = THINGS.replace("state/bree,State,Bree,,,\n", "").replace("Grain Pact", "G")
    folder = dossier_in(tmp_path, things=things)
    known = Path(tmp_path, "known.ttl")
    known.write_text(
        "@prefix rg: <https://w3id.org/relgraph/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<urn:x:bree> a rg:State ; rdfs:label "Bree"@en ; rg:isoAlpha2 "BR" .\n'
        '<urn:x:other> rdfs:label "Other" . <urn:x:pact> a rg:Document ; rdfs:label "Grain Pact" .\n'
    )
    graph = relgraph.build([relgraph.read_dossier(folder)], known=[relgraph.open(known)])
    assert graph.acts[f"{BASE}act/unsigned"].objects == ("urn:x:pact",)
    assert graph.thing("urn:x:bree").label == "Bree"
    assert "urn:x:other" not in relgraph.export(graph, "turtle").decode()


def test_two_things_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path, things=THINGS + "state/bree-2,State,Bree,,,\n")
    with pytest.raises(DossierError, match=r"'Bree' may be .*bree or .*bree-2: give the id"):
        built(folder)


def test_the_graph_can_be_asked_and_projected(tmp_path: Path) -> None:
    network = relgraph.project(built(dossier_in(tmp_path)), "actors")
    assert network.has_edge(f"{BASE}state/arda", f"{BASE}state/bree")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("state/arda,rg:isoAlpha2,AR,@no language", "type"),
        ("state/arda,rg:isoAlpha2,AR,<:x>", "type: '<:x>'"),
        ("state/arda,nothing,AR,", "predicate: 'nothing' has no prefix that is known"),
        ("state/arda,https://example.org/a<b,AR,", "predicate: 'https://example.org/a<b' has no prefix"),
        ("state/arda,rg:involves,https://example.org/a<b,iri", "object: 'https://example.org/a<b' is no thing"),
        ("nobody,rg:involves,state/bree,iri", "subject: 'nobody' is no thing of things.csv"),
    ],
)
def test_a_statement_that_is_none_is_told_by_its_cell(statement: str, said: str, tmp_path: Path) -> None:
    folder = dossier_in(tmp_path, statements=f"subject,predicate,object,type\n{statement}\n")
    with pytest.raises(DossierError) as error:
        built(folder)
    assert f"statements.csv, row 2, {said}" in error.value.faults[0]


def test_acts_of_two_dossiers_do_not_become_one(tmp_path: Path) -> None:
    one, another = (relgraph.read_dossier(dossier_in(tmp_path / name)) for name in "ab")
    with pytest.raises(DossierError, match=r"b/acts\.csv, row 2, id: .*/meeting is the act of .*a/acts\.csv"):
        relgraph.build([one, another])


def test_what_is_the_id_of_one_and_the_name_of_another_is_neither(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path, things=THINGS + "Arda,Organization,Zed,,,\n")
    with pytest.raises(DossierError, match="'Arda' may be"):
        built(folder)


def test_a_thing_that_is_known_goes_by_its_iri_too(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path)
    known = Path(tmp_path, "known.ttl")
    known.write_text(
        "@prefix rg: <https://w3id.org/relgraph/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.net/q> a rg:State ; rdfs:label "Quill"@en .\n'
    )
    read = changed(folder, "unsigned", actor="https://example.net/q")
    graph = relgraph.build([read], known=[relgraph.open(known)])
    assert graph.thing("https://example.net/q").label == "Quill"
    assert relgraph.validate(graph).conforms


@pytest.mark.parametrize(
    "name",
    [
        "Co\u0302te d'Ivoire", "C\u00f4te d\u2019Ivoire", "c\u00f4te\u00a0d'ivoire", "C\u00f4te  d\u02bcIvoire",
        "CO\u0302TE D'IVOIRE", "Ivory\u2013Coast", "ivory\u2011coast", "Ivory-Coast",
    ],
)  # fmt: skip
def test_a_name_is_the_same_however_it_is_set(name: str, tmp_path: Path) -> None:
    folder = dossier_in(tmp_path, things=THINGS + "state/ci,State,C\u00f4te d'Ivoire,Ivory\u2014Coast,,\n")
    graph = relgraph.build([changed(folder, "unsigned", actor=name)])
    assert graph.acts[f"{BASE}act/unsigned"].actors == (f"{BASE}state/ci",)
    known = tmp_path / "known.ttl"
    known.write_bytes(relgraph.export(graph, "turtle"))
    (folder / "things.csv").write_text(THINGS)
    again = relgraph.build([changed(folder, "unsigned", actor=name)], known=[relgraph.open(known)])
    assert again.acts[f"{BASE}act/unsigned"].actors == (f"{BASE}state/ci",)


def test_a_thing_with_a_semicolon_in_its_label_goes_by_its_id(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path, things=THINGS + "measure/x,Measure,Grain; and salt,,,\n")
    with pytest.raises(DossierError) as error:
        relgraph.build([changed(folder, "grain", object="grain; and  Salt")])
    told = "'Grain; and salt' has a semicolon: give its id 'measure/x'"
    assert error.value.faults[0].endswith(f"row 3, object: 'grain' is no thing of things.csv; {told}")
    assert "'and  Salt' is no thing of things.csv; 'Grain; and salt' has a semicolon" in error.value.faults[1]
    graph = relgraph.build([changed(folder, "grain", object="measure/x")])
    assert graph.acts[f"{BASE}act/grain"].objects == (f"{BASE}measure/x",)


def test_an_act_of_nobody_is_told_and_no_traceback(tmp_path: Path) -> None:
    graph = relgraph.build([changed(dossier_in(tmp_path), "unsigned", actor="", object="")])
    assert graph.thing(f"{BASE}act/unsigned").label == "not: signs"
    assert not relgraph.validate(graph).conforms
