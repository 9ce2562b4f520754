"""What others marked with tools that build on UIMA: CAS as JSON and XMI, by hand and by the library itself."""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import cassis
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph.authoring.annotations import Annotated
from relgraph.authoring.annotations.cas import read_cas_json
from relgraph.authoring.quoting import place_of
from relgraph.errors import DossierError, InputError

TEXT = (
    "\U0001f600 Arda and Bree met.\r\nArda condemned the raid, said Ann\u00a0Oke. \U0001f600\r\n"
    "Kenya\tdid not sign.\r\n"
)
EVENT, LINK, TIE = "webanno.custom.Event", "webanno.custom.EventLink", "webanno.custom.Tie"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
WORD = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"


def types() -> Any:
    system = cassis.TypeSystem()
    link = system.create_type(LINK, "uima.cas.TOP")
    system.create_feature(link, "role", "uima.cas.String")
    system.create_feature(link, "target", "uima.tcas.Annotation")
    event = system.create_type(EVENT, "uima.tcas.Annotation")
    for name in ("relation", "modality", "comment", "certainty"):
        system.create_feature(event, name, "uima.cas.String")
    system.create_feature(event, "sure", "uima.cas.Boolean")
    system.create_feature(event, "topics", "uima.cas.StringArray")
    system.create_feature(event, "participants", "uima.cas.FSArray", elementType=LINK)
    entity = system.create_type(ENTITY, "uima.tcas.Annotation")
    for name in ("value", "identifier"):
        system.create_feature(entity, name, "uima.cas.String")
    system.create_type(WORD, "uima.tcas.Annotation")
    tie = system.create_type(TIE, "uima.tcas.Annotation")
    system.create_feature(tie, "label", "uima.cas.String")
    for name in ("Governor", "Dependent"):
        system.create_feature(tie, name, "uima.tcas.Annotation")
    with warnings.catch_warnings():  # the library says that Python has a word of that name
        warnings.simplefilter("ignore")
        system.create_feature(event, "type", "uima.cas.String")
    return system


def of(text: str) -> tuple[Any, Any]:
    """Return a CAS of a text, and a function that adds an annotation of words in it."""
    system = types()
    cas = cassis.Cas(system)
    cas.sofa_string = text

    def add(kind: str, words: str, place: int = 0, **features: Any) -> Any:
        start = -1
        for _ in range(place + 1):
            start = text.index(words, start + 1)
        one = system.get_type(kind)(begin=start, end=start + len(words), **features)
        cas.add(one)
        return one

    return cas, add


def written(cas: Any, folder: Path, kind: str) -> Path:
    path = folder / f"marks.{kind}"
    if kind == "json":
        cas.to_json(path)
    else:
        cas.to_xmi(path)
        cas.typesystem.to_xml(folder / "TypeSystem.xml")
    return path


def come_in(path: Path, text: str = TEXT) -> Annotated:
    return relgraph.draft_annotated(text, "", [path], title="R", base="https://example.org/")


BOTH = pytest.mark.parametrize("kind", ["json", "xmi"])


@BOTH
def test_layers_become_acts_and_things(kind: str, tmp_path: Path) -> None:
    cas, add = of(TEXT)
    arda = add(ENTITY, "Arda", value="GPE", identifier="https://example.org/arda")
    bree = add(ENTITY, "Bree", value="GPE")
    oke = add(ENTITY, "Ann\u00a0Oke", value="PER")
    again = add(ENTITY, "Arda", 1, value="GPE")
    add(ENTITY, "Kenya", value="LOC")
    link, array = cas.typesystem.get_type(LINK), cas.typesystem.get_type("uima.cas.FSArray")
    roles = array(elements=[link(role="actor", target=again), link(role="where", target=bree)])
    names = cas.typesystem.get_type("uima.cas.StringArray")(elements=["grain", "peace"])
    features = {"relation": "condemns", "modality": "asserted", "comment": "strong", "sure": True, "type_": "b"}
    event = add(EVENT, "condemned", participants=roles, topics=names, certainty="very", **features)
    add(TIE, "Bree", label="meets", Governor=arda, Dependent=bree)
    add(TIE, "Ann\u00a0Oke", label="said_by", Governor=event, Dependent=oke)
    for word in ("Arda", "and", "met"):
        add(WORD, word)
    found = come_in(written(cas, tmp_path, kind))
    acts = {
        row.cells["id"]: {name: cell for name, cell in row.cells.items() if cell} for row in found.dossier.acts
    }
    assert acts == {
        "arda-condemns": {
            "id": "arda-condemns", "actor": "Arda", "relation": "condemns", "said_by": "Ann Oke",
            "modality": "asserted", "topics": "grain; peace", "quote": "condemned", "status": "draft",
            "note": "layer: Event; comment: strong; certainty: very; sure: True; participants: where; type: b",
        },
        "arda-meets-bree": {
            "id": "arda-meets-bree", "actor": "Arda", "relation": "meets", "object": "Bree", "quote": "Arda",
            "context": "\U0001f600", "status": "draft", "note": "layer: Tie",
        },
    }  # fmt: skip
    kenya = "https://w3id.org/relgraph/id/state/kenya"
    things = {
        row.cells["id"]: (row.cells["kind"], row.cells["label"]) for row in found.dossier.tables["things.csv"]
    }
    assert things == {
        "https://example.org/arda": ("Place", "Arda"), "place/bree": ("Place", "Bree"),
        "person/ann-oke": ("Person", "Ann Oke"), kenya: ("State", "Kenya"),
        "measure/grain": ("Measure", "grain"), "measure/peace": ("Measure", "peace"),
    }  # fmt: skip
    passages = [
        (row.cells["act"], row.cells["n"], place_of(TEXT, row.cells["quote"], row.cells["context"]))
        for row in found.dossier.tables["passages.csv"]
    ]
    where = {
        words: (TEXT.index(words), TEXT.index(words) + len(words))
        for words in ("Bree", "Ann\u00a0Oke", "Kenya")
    }
    second = (TEXT.index("Arda c"), TEXT.index("Arda c") + 4)
    assert sorted(passages) == sorted([
        ("https://example.org/arda", "1", (2, 6)), ("https://example.org/arda", "2", second),
        ("place/bree", "1", where["Bree"]), ("person/ann-oke", "1", where["Ann\u00a0Oke"]),
        (kenya, "1", where["Kenya"]), ("arda-condemns", "2", second), ("arda-condemns", "3", where["Bree"]),
        ("arda-condemns", "4", where["Ann\u00a0Oke"]), ("arda-meets-bree", "2", where["Bree"]),
    ])  # fmt: skip
    assert [(one.where.rpartition(", ")[2], one.reason, one.number) for one in found.left] == [
        ("layer Token", "is linguistic analysis", 3)
    ]
    assert found.remarks == ()


@BOTH
def test_words_are_found_again_where_its_text_is_set_otherwise(kind: str, tmp_path: Path) -> None:
    own = TEXT.replace("\r\n", "\n").replace("\t", " ").replace("\u00a0", " ").rstrip() + " Gone."
    cas, add = of(own)
    for words, place in (("Arda", 1), ("Ann Oke", 0), ("Kenya did", 0), ("Gone", 0), (" ", 0)):
        add(EVENT, words, place)
    found = come_in(written(cas, tmp_path, kind))
    assert [row.cells["quote"] for row in found.dossier.acts] == ["Arda", "Ann\u00a0Oke", "Kenya\tdid"]
    assert place_of(TEXT, *(found.dossier.acts[0].cells[name] for name in ("quote", "context"))) == (
        TEXT.index("Arda condemned"),
        TEXT.index("Arda condemned") + 4,
    )
    assert sorted(one.reason.partition(";")[0] for one in found.left) == [
        "'Gone' is not in the text", "marks no words",
    ]  # fmt: skip
    assert "has another text" in found.remarks[0]


def by_hand(*structures: dict[str, Any], text: str = "Arda left.", **more: Any) -> dict[str, Any]:
    """Return a CAS in JSON, with an event for each of these."""
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": text}
    events = [
        {"%ID": number, "%TYPE": "x.Event", "@sofa": 1, **one} for number, one in enumerate(structures, start=2)
    ]
    return {
        "%TYPES": {"x.Event": {"%NAME": "x.Event", "%SUPER_TYPE": "uima.tcas.Annotation"}},
        "%FEATURE_STRUCTURES": [sofa, *events],
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [one["%ID"] for one in events]}},
        **more,
    }


PIECES = st.lists(
    st.sampled_from(["a", "b", " ", "\u00a0", "\r\n", "\U0001f600", "-"]), min_size=1, max_size=30
)


@given(PIECES, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_offsets_are_utf_16_units(pieces: list[str], ends: list[tuple[int, int]]) -> None:
    text = "".join(pieces)

    def units(offset: int) -> int:
        return len(text[:offset].encode("utf-16-le")) // 2

    spans = [tuple(sorted((a % (len(text) + 1), b % (len(text) + 1)))) for a, b in ends]
    found = read_cas_json(
        "x", by_hand(*({"begin": units(a), "end": units(b)} for a, b in spans), text=text), text
    )
    expected = sorted(
        (a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip()))
        for a, b in spans
        if text[a:b].strip()
    )
    assert sorted(mark.spans[0] for mark in found.marks) == expected


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"begin": -1, "end": 4}, "-1 to 4 is no place in its text"),
        ({"begin": 0, "end": 40}, "0 to 40 is no place in its text"),
        ({"begin": 1, "end": 2}, "1 to 2 is no place in its text"),  # half a character
        ({"begin": 4, "end": 2}, "begins at 4, behind its end at 2"),
        ({"begin": 10**19, "end": 10**20}, f"{10**19} to {10**20} is no place in its text"),
        ({"begin": "0", "end": 4}, "begin and end are no numbers"),
        ({"begin": True, "end": 4}, "begin and end are no numbers"),
        ({"begin": 0}, "begin and end are no numbers"),
        ({"begin": 0, "end": 2, "@sofa": 9}, "is of a text that is not in the file"),
    ],
)
def test_offsets_that_are_none_are_refused_by_their_annotation(
    cells: dict[str, Any], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "marks.json"
    path.write_text(json.dumps(by_hand({"begin": 0, "end": 2}, cells, text="\U0001f600 left.")), "utf-8")
    with pytest.raises(DossierError) as error:
        come_in(path, "\U0001f600 left.")
    assert f"marks.json, annotation 3 (Event): {said}" in str(error.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"%VIEWS": {}}, "has no type system"),
        ({"%TYPES": {}, "%VIEWS": {}}, "has no %FEATURE_STRUCTURES"),
        (by_hand() | {"%TYPES": []}, "its type system is no object"),
        (by_hand() | {"%TYPES": {"x.Event": 3}}, "its type system is no object"),
        (by_hand({"begin": 0, "end": 4, "%TYPE": "x.Other"}), "cannot be read as UIMA CAS"),
        (by_hand({"begin": 0, "end": 4, "colour": "red"}), "cannot be read as UIMA CAS"),
        (by_hand() | {"%VIEWS": {"_InitialView": {"%MEMBERS": [77]}}}, "cannot be read as UIMA CAS"),
        (by_hand() | {"%FEATURE_STRUCTURES": [3]}, "a feature structure is no object"),
        (by_hand() | {"%TYPES": {"x.Event": {"%SUPER_TYPE": "x.Event"}}}, "cannot be read as UIMA CAS"),
    ],
)
def test_what_is_no_cas_is_refused(data: dict[str, Any], said: str, tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError, match=r"marks\.json: ") as error:
        come_in(path)
    assert said in str(error.value)


@pytest.mark.parametrize("name", ["x=open('made','w')", "a b", "__class__", "", "a.b"])
def test_names_that_are_source_code_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = by_hand({"begin": 0, "end": 4})
    data["%TYPES"]["x.Event"][name] = {"%NAME": name, "%RANGE": "uima.cas.String"}
    Path("marks.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError, match="is no name of a type or feature"):
        come_in(Path("marks.json"))
    cas, add = of(TEXT)
    add(EVENT, "met")
    path = written(cas, tmp_path, "xmi")
    system = tmp_path / "TypeSystem.xml"
    escaped = name.replace("'", "&apos;")
    system.write_text(system.read_text("utf-8").replace(">modality<", f">{escaped}<"), "utf-8")
    with pytest.raises(InputError, match="is no name of a type or feature"):
        come_in(path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["TypeSystem.xml", "marks.json", "marks.xmi"]


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY c SYSTEM 'secret.txt'>]>"


@pytest.mark.parametrize("damaged", ["marks.xmi", "TypeSystem.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_of_xml_are_refused(damaged: str, encoding: str, tmp_path: Path) -> None:
    cas, add = of(TEXT)
    add(EVENT, "met", comment="MARK")
    path = written(cas, tmp_path, "xmi")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    content = (tmp_path / damaged).read_text("utf-8").replace("MARK", "&b;")
    head, _, rest = content.partition("?>")
    head = head.replace("UTF-8", encoding).replace("utf-8", encoding)
    (tmp_path / damaged).write_bytes(f"{head}?>{BOMB}{rest}".encode(encoding))
    with pytest.raises(InputError, match=rf"{damaged}: declares a document type"):
        come_in(path)


def test_damaged_xmi_is_refused(tmp_path: Path) -> None:
    cas, add = of(TEXT)
    add(EVENT, "met")
    path = written(cas, tmp_path, "xmi")
    good = path.read_text("utf-8")
    start = TEXT.index("met") + 1  # the emoji before it is two units
    for now, said in (
        (good.replace(f'begin="{start}"', 'begin="-3"'), "-3 to "),
        (good.replace(f'begin="{start}"', 'begin="999"'), "begins at 999, behind its end at "),
        (good.replace(f'begin="{start}"', f'begin="{"9" * 5000}"'), "begin and end are no numbers"),
        (good.replace(f'begin="{start}"', 'begin="x"'), "begin and end are no numbers"),
        (good[: len(good) // 2], r"marks\.xmi, line \d+, column "),
        (good.replace("Event ", "Other "), "cannot be read as UIMA CAS"),
        ("<a>" * 3000, "is nested more than 100 deep"),
        ("<a/>", "cannot be read as UIMA CAS"),
    ):
        assert now != good
        path.write_text(now, "utf-8")
        with pytest.raises((InputError, DossierError), match=said):
            come_in(path)
    path.write_text(good, "utf-8")
    assert len(come_in(path).dossier.acts) == 1
    (tmp_path / "TypeSystem.xml").unlink()
    with pytest.raises(InputError, match=r"TypeSystem\.xml: No such file"):
        come_in(path)


def test_a_cas_comes_in_by_the_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    cas, add = of(TEXT)
    add(EVENT, "condemned", relation="condemns")
    add(WORD, "Arda")
    written(cas, tmp_path, "json")
    written(cas, tmp_path, "xmi")
    done = run("draft", "report.txt", "-o", "desk", "--annotations", "marks.json", "--annotations", "marks.xmi")
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().startswith("left out: marks.json, layer Token: is linguistic analysis\n")
    rows = relgraph.read_dossier(tmp_path / "desk").acts
    assert [row.cells["id"] for row in rows] == ["condemns", "condemns-2"]


def test_a_feature_that_leads_to_no_place_is_told(tmp_path: Path) -> None:
    data = by_hand({"begin": 0, "end": 4, "@about": 9})
    data["%TYPES"]["x.Event"]["about"] = {"%NAME": "about", "%RANGE": "uima.cas.TOP"}
    data["%FEATURE_STRUCTURES"].append({"%ID": 9, "%TYPE": "uima.cas.TOP"})
    found = read_cas_json("x.json", data, "Arda left.")
    assert [mark.spans for mark in found.marks] == [[(0, 4)]]
    assert found.remarks == ["x.json, annotation 2 (Event): about leads to no place, and is not read"]


def test_the_library_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    path = tmp_path / "marks.json"
    path.write_text(json.dumps(by_hand({"begin": 0, "end": 4})), "utf-8")
    with pytest.raises(InputError, match="needs dkpro-cassis, which is not installed") as error:
        come_in(path)
    assert error.value.advice == "pip install 'relgraph[annotations]'"
