"""What others marked: web annotations as tools write and count them, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph.authoring.annotations import Annotated
from relgraph.authoring.annotations.counting import Counting
from relgraph.authoring.annotations.web import read_web
from relgraph.authoring.dossier import Dossier, Row
from relgraph.authoring.quoting import place_of, quotation_of

TEXT = (
    "\U0001f600 Arda and Bree met.\r\nArda condemned the raid,\u00a0said Ann\u00a0Oke. \U0001f600\U0001f600\r\n"
    "Bree did not sign the \u201cGrain Pact\u201d. Arda left.\r\n"
)
WORDS = ("Arda and Bree met", "condemned the raid", "Ann\u00a0Oke", "did not sign", "Grain Pact", "left")


def start_of(words: str, text: str = TEXT) -> int:
    assert text.count(words) == 1
    return text.index(words)


def quoted(exact: str, prefix: str = "", suffix: str = "") -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def at(start: Any, end: Any) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def annotation(*selectors: Any, body: Any = None, **more: Any) -> dict[str, Any]:
    target = {"source": "https://example.org/report", "selector": list(selectors)}
    return {"type": "Annotation", "target": target, "body": body or [], **more}


def tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def come_in(folder: Path, data: object, text: str = TEXT, name: str = "marks.json") -> Annotated:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return relgraph.draft_annotated(text, "", [folder / name], title="R", base="https://example.org/")


def places(dossier: Dossier, rows: tuple[Row, ...] | None = None) -> list[object]:
    rows = dossier.acts if rows is None else rows
    return [place_of(dossier.text, row.cells["quote"], row.cells["context"]) for row in rows]


def row_of(folder: Path, *said: Any, **more: Any) -> dict[str, str]:
    found = come_in(folder, annotation(quoted("condemned the raid"), body=list(said), **more))
    (row,) = found.dossier.acts
    return {name: cell for name, cell in row.cells.items() if cell}


@pytest.mark.parametrize("utf16", [False, True])
@pytest.mark.parametrize("line_ends_once", [False, True])
def test_marks_that_tools_count_in_their_own_way_stand_where_their_words_are(
    utf16: bool, line_ends_once: bool, tmp_path: Path
) -> None:
    def counted(offset: int) -> int:
        before = TEXT[:offset].replace("\r\n", "\n") if line_ends_once else TEXT[:offset]
        return len(before.encode("utf-16-le")) // 2 if utf16 else len(before)

    spans = [(start_of(words), start_of(words) + len(words)) for words in WORDS]
    positions = [at(counted(start), counted(end)) for start, end in spans]
    checked = [
        annotation(one, quoted(words.replace("\u00a0", " ")))
        for one, words in zip(positions, WORDS, strict=True)
    ]
    found = come_in(tmp_path, checked)
    assert places(found.dossier) == spans
    assert found.remarks == ()
    # One of which no words are given is counted as the others are.
    unchecked = [*checked[1:], annotation(positions[0])]
    found = come_in(tmp_path, unchecked)
    assert places(found.dossier) == [*spans[1:], spans[0]]
    assert "1 passage by position alone" in found.remarks[0]


PIECES = st.lists(
    st.sampled_from(["a", "b", "a", " ", "\u00a0", "\r\n", "\U0001f600", "\u201c", "-"]), max_size=40
)


@given(PIECES, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6), st.booleans())
def test_offsets_in_code_points_give_exactly_these_passages(
    pieces: list[str], ends: list[tuple[int, int]], with_words: bool
) -> None:
    text = "".join(pieces)
    spans = [tuple(sorted((a % (len(text) + 1), b % (len(text) + 1)))) for a, b in ends]
    data = [annotation(at(a, b), *([quoted(text[a:b])] if with_words else [])) for a, b in spans]
    found = read_web("x.json", data, text)
    whole = [(a, b) for a, b in spans if text[a:b].strip()]
    expected = [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in whole]
    assert [mark.spans for mark in found.marks] == [[span] for span in expected]
    assert len(found.left) == len(spans) - len(whole)
    for start, end in expected:
        assert place_of(text, *quotation_of(text, start, end)) == (start, end)


@given(PIECES, st.booleans(), st.booleans())
def test_a_counting_is_that_of_the_text_as_the_tool_has_it(
    pieces: list[str], utf16: bool, line_ends_once: bool
) -> None:
    text = "".join(pieces)
    counting = Counting("x", text, utf16=utf16, line_ends_once=line_ends_once)
    theirs = text.replace("\r\n", "\n") if line_ends_once else text
    units = theirs.encode("utf-16-le")
    size = len(units) // 2 if utf16 else len(theirs)
    for start in range(size + 1):
        for end in range(start, size + 1):
            place = counting.place(start, end)
            if utf16:
                try:
                    words = units[2 * start : 2 * end].decode("utf-16-le")
                    units[: 2 * start].decode("utf-16-le")
                except UnicodeDecodeError:
                    assert place is None
                    continue
            else:
                words = theirs[start:end]
            assert place is not None
            assert text[slice(*place)].replace("\r\n", "\n") == words.replace("\r\n", "\n")
    assert counting.place(0, size + 1) is None


def test_words_are_told_from_the_same_words_by_what_stands_around_them(tmp_path: Path) -> None:
    data = [
        annotation(quoted("Arda", suffix=" left")),
        annotation(quoted("Arda", prefix="met. ")),
        annotation(quoted("Arda", prefix="of another page \U0001f600 ", suffix=" and Bree")),
        annotation(quoted("Arda")),
        annotation(quoted("Arda", prefix="nobody ", suffix=" nowhere")),
        annotation(quoted("The Moon")),
        annotation(at(0, 3), quoted("Grain Pact")),
        annotation(
            at(2, 6), quoted("Arda", suffix=" left")
        ),  # a position of another page, by chance at the word
    ]
    found = come_in(tmp_path, data)
    left, condemned, pact = map(TEXT.index, ("Arda left", "Arda condemned", "Grain Pact"))
    assert places(found.dossier) == [
        (left, left + 4), (condemned, condemned + 4), (2, 6), (pact, pact + 10), (left, left + 4),
    ]  # fmt: skip
    assert [(one.where.rpartition("/")[2], one.reason) for one in found.left] == [
        ("marks.json, annotation 4", "its words stand at 3 places: 'Arda'"),
        ("marks.json, annotation 5", "'Arda' is in the text, but between other words"),
        ("marks.json, annotation 6", "'The Moon' is not in the text"),
    ]


def test_selectors_within_a_part_and_fragments(tmp_path: Path) -> None:
    sentence = "Arda condemned the raid,\u00a0said Ann\u00a0Oke."
    inner = {**quoted(sentence), "refinedBy": {**at(0, 23), "refinedBy": quoted("raid")}}
    unix = TEXT.replace("\r\n", "\n")
    fragment = f"char={unix.index('left')},{unix.index('left') + 4};UTF-8"
    data = [
        annotation(inner),
        {"target": f"https://example.org/report#{fragment}"},
        annotation({"type": "FragmentSelector", "value": fragment}),
        annotation({"type": "FragmentSelector", "value": "xywh=1,2,3,4"}),
        annotation({"type": "RangeSelector", "startSelector": {"type": "XPathSelector", "value": "/p[1]"}}),
        annotation({"type": "RangeSelector"}, quoted("did not sign")),
        {"target": {"source": "https://example.org/report"}},
    ]
    found = come_in(tmp_path, data)
    assert places(found.dossier) == [
        (start_of(words), start_of(words) + len(words)) for words in ("raid", "left", "left", "did not sign")
    ]
    assert [one.reason for one in found.left] == [
        "has no selector of words that is read here: FragmentSelector",
        "has no selector of words that is read here: RangeSelector",
        "marks no words, but all of its target",
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (tag("condemns"), {"relation": "condemns"}),
        (tag("Expresses concern about"), {"relation": "expressesConcernAbout"}),
        (tag("https://w3id.org/relgraph/ontology#condemns"), {"relation": "condemns"}),
        (tag("relation: condemns"), {"relation": "condemns"}),
        (tag("actor: Arda; Bree"), {"actor": "Arda; Bree"}),
        (tag("modality=Planned"), {"modality": "planned"}),
        (tag("modality: hoped"), {"note": "modality: hoped"}),
        (tag("from: 4 May"), {"note": "from: 4 May"}),
        (tag("from: 2031-02-31"), {"note": "from: 2031-02-31"}),
        (tag("object: act:other"), {"note": "object: act:other"}),
        (tag("to read again"), {"note": "to read again"}),
        ({"type": "TextualBody", "value": "Is it so?\nPerhaps."}, {"note": "Is it so?\nPerhaps."}),
        ({"type": "Dataset", "said by": "Ann Oke", "until": ["2031"], "from": 2030},
         {"said_by": "Ann Oke", "until": "2031", "from": "2030"}),
        ({"type": "Dataset", "properties": {"system": {"author": ["x"]}, "user": {"topics": ["grain", "aid"]}}},
         {"topics": "grain; aid"}),
        ({"type": "SpecificResource", "purpose": "classifying", "source":
            {"id": "https://example.org/tags/1", "label": "condemns"}},
         {"relation": "condemns", "note": "https://example.org/tags/1"}),
        ([tag("condemns"), tag("supports")], {"note": "relation: condemns; relation: supports"}),
        ([tag("condemns"), tag("condemns")], {"relation": "condemns"}),
        ("https://example.org/about", {"note": "https://example.org/about"}),
        ({"type": "TextualBody", "value": {"en": "so"}}, {"note": '{"en": "so"}'}),
    ],
)  # fmt: skip
def test_what_bodies_say_goes_into_the_columns_that_it_fits(
    said: Any, expected: dict[str, str], tmp_path: Path
) -> None:
    row = row_of(tmp_path, *(said if isinstance(said, list) else [said]))
    place = start_of("condemned the raid")
    always = {"quote": "condemned the raid", "status": "draft"}
    parts = [expected[name].replace("; ", "-") for name in ("actor", "relation") if name in expected]
    if parts:
        assert row.pop("id").replace("-", "") == "".join(parts).lower().replace("-", "")
    else:
        assert row.pop("id") == f"passage-{place}-{place + 18}"
    assert row == {**expected, **always}


def test_what_an_annotation_says_itself(tmp_path: Path) -> None:
    assert row_of(tmp_path, bodyValue="who?")["note"] == "who?"
    assert row_of(tmp_path, bodyValue="condemns", motivation="tagging")["relation"] == "condemns"
    # As the interface of Hypothesis has it, with a list of rows.
    row = {
        "id": "h1",
        "text": "see above",
        "tags": ["condemns"],
        "target": [{"selector": [quoted("the raid")]}],
    }
    (found,) = come_in(tmp_path, {"rows": [row], "total": 1}).dossier.acts
    assert (found.cells["note"], found.cells["relation"]) == ("see above", "condemns")


def test_an_annotation_of_several_places_has_further_passages(tmp_path: Path) -> None:
    one = annotation(quoted("did not sign"))
    one["target"] = {
        "type": "List",
        "items": [*map(target, ("did not sign", "Grain Pact", "The Moon")), "urn:x"],
    }
    found = come_in(tmp_path, one)
    assert [row.cells["quote"] for row in found.dossier.acts] == ["did not sign"]
    assert [
        (row.cells["act"], row.cells["n"], row.cells["quote"]) for row in found.dossier.tables["passages.csv"]
    ] == [(found.dossier.acts[0].cells["id"], "2", "Grain Pact")]
    assert len(found.left) == 2


def target(words: str) -> dict[str, Any]:
    return {"source": "urn:report", "selector": quoted(words)}


def test_what_is_marked_by_its_kind_or_identity_is_a_thing(tmp_path: Path) -> None:
    text = "Kenya met Arda. The envoy of Arda left Nairobi for Kenya. Chad, of Chad, is a painter."
    identity = {"type": "SpecificResource", "purpose": "identifying", "source": "https://example.org/q/1"}
    data = [
        annotation(quoted("Kenya", suffix=" met"), body=tag("GPE")),
        annotation(
            quoted("Kenya", prefix="for "), body=[tag("LOC"), {"type": "TextualBody", "value": "again"}]
        ),
        annotation(quoted("Arda", prefix="met "), body=[tag("State"), identity]),
        annotation(quoted("Arda", prefix="of "), body=tag("State")),
        annotation(quoted("Nairobi"), body=[tag("Place"), tag("east")]),
        annotation(quoted("Chad", suffix=", of"), body={"type": "Person", "purpose": "classifying"}),
        annotation(quoted("met"), body=[tag("meets"), tag("actor: Kenya"), tag("object: Arda")]),
    ]
    dossier = come_in(tmp_path, data, text).dossier
    things = {row.cells["label"]: row.cells for row in dossier.tables["things.csv"]}
    assert {label: (cells["id"], cells["kind"], cells["note"]) for label, cells in things.items()} == {
        "Kenya": ("https://w3id.org/relgraph/id/state/kenya", "State", "again"),
        "Arda": ("https://example.org/q/1", "State", ""),
        "Nairobi": ("place/nairobi", "Place", "east"),
        "Chad": ("person/chad", "Person", ""),
    }
    assert [(row.cells["act"], row.cells["n"]) for row in dossier.tables["passages.csv"]] == [
        (things["Arda"]["id"], "1"), (things["Kenya"]["id"], "1"), (things["Kenya"]["id"], "2"),
        (things["Arda"]["id"], "2"), (things["Nairobi"]["id"], "1"), (things["Chad"]["id"], "1"),
    ]  # fmt: skip
    assert [row.cells["id"] for row in dossier.acts] == ["kenya-meets-arda"]


CONTEXT = "http://www.w3.org/ns/anno.jsonld"
ONE = annotation(quoted("Grain Pact"))


@pytest.mark.parametrize(
    "data",
    [
        {"@context": CONTEXT, **ONE},
        [ONE],
        {"@context": [CONTEXT], "type": "AnnotationPage", "items": [ONE]},
        {
            "@context": CONTEXT,
            "type": "AnnotationCollection",
            "first": {"type": "AnnotationPage", "items": ONE},
        },
        {"@graph": [{"@id": "urn:1", "@type": "oa:Annotation", "target": ONE["target"]}]},
        json.dumps(ONE) + "\n\n" + json.dumps({**ONE, "id": "urn:2"}) + "\r\n",
        "\ufeff" + json.dumps(ONE, indent=1),
        {"@context": [CONTEXT, {"selector": {"@id": "oa:hasSelector"}, "mood": "urn:mood"}], **ONE},
    ],
)
def test_annotations_stand_in_pages_lists_and_lines(data: object, tmp_path: Path) -> None:
    found = come_in(tmp_path, data)
    assert {row.cells["quote"] for row in found.dossier.acts} == {"Grain Pact"}
    assert (found.left, found.remarks) == ((), ())


def test_nothing_is_fetched(heard: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = heard
    data = {
        "@context": [CONTEXT, address, {"@import": address + "import"}],
        "type": "AnnotationCollection", "first": {"items": [ONE], "next": address + "page"},
    }  # fmt: skip
    found = come_in(tmp_path, data)
    assert len(found.dossier.acts) == 1
    assert [one.rpartition("its ")[2] for one in found.remarks] == [
        f"page {address}page is not fetched",
        f"context {address} is not fetched",
        f"context {address}import is not fetched",
    ]
    assert asked == []


def test_positions_without_words_are_of_one_source(tmp_path: Path) -> None:
    other = {"target": {"source": "urn:other", "selector": at(0, 4)}}
    found = come_in(tmp_path, [annotation(at(2, 6)), other, annotation(quoted("left"))])
    assert [row.cells["quote"] for row in found.dossier.acts] == ["left"]
    assert {one.reason for one in found.left} == {
        "has a position without words, in a file about several sources"
    }


def test_a_file_becomes_a_dossier_and_a_graph(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    said = [tag(f"{name}: {value}") for name, value in (
        ("actor", "Bree"), ("object", "Grain Pact"), ("polarity", "negative"), ("certainty", "certain"),
        ("modality", "asserted"),
    )]  # fmt: skip
    data = [
        annotation(quoted("did not sign"), body=[tag("signs"), *said]),
        annotation(quoted("Bree", suffix=" did"), body=tag("State")),
        annotation(quoted("The Moon")),
        annotation(at(3, 6)),
    ]
    (tmp_path / "marks.json").write_text(json.dumps(data), "utf-8")
    options = ("--annotations", "marks.json", "--published", "2031-05-05")
    done = run("draft", "report.txt", "-o", "desk", *options)
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().splitlines()[:3] == [
        "marks.json: 1 passage by position alone, counted in code points: there are no words to check",
        "left out: marks.json, annotation 3: 'The Moon' is not in the text",
        "1 further passage; left out: 1 annotation",
    ]
    assert run("draft", "report.txt", "-o", "again", *options).returncode == 0
    for name in ("acts.csv", "things.csv", "passages.csv", "document.toml"):
        assert (tmp_path / "desk" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    table = tmp_path / "desk" / "acts.csv"
    table.write_text(table.read_text("utf-8-sig").replace("draft", "accepted", 1), "utf-8")
    things = tmp_path / "desk" / "things.csv"
    things.write_text(
        things.read_text("utf-8-sig").replace("measure/grain-pact,Measure", "pact,Document"), "utf-8"
    )
    done = run("build", "desk", "-o", "graph.ttl")
    assert done.returncode == 0, done.stderr
    assert run("validate", "graph.ttl", "--source", "report.txt").returncode == 0
    (act,) = relgraph.open(tmp_path / "graph.ttl").acts.values()
    assert act.negative
