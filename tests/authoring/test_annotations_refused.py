"""Files of annotations that are wrong, damaged or hostile: refused in words, with nothing written."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph.authoring.annotations.cas import read_cas_json
from relgraph.authoring.annotations.web import read_web
from relgraph.errors import DossierError, InputError, RelgraphError

from .test_annotations import CONTEXT, TEXT, annotation, at, quoted, tag
from .test_annotations_of_uima import by_hand

GOOD = annotation(quoted("Grain Pact"))


def come_in(folder: Path, content: bytes) -> None:
    (folder / "marks.json").write_bytes(content)
    relgraph.draft_annotated(TEXT, "", [folder / "marks.json"], title="R", base="https://example.org/")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"Arda left.", "line 1, column 1: is no JSON"),
        (b'{"target": \n [}', "line 2, column 3: is no JSON"),
        (b'{"target": 1}\n{"target": }\n', "line 2, column 12: is no JSON"),
        (b'\xff\xfe{\x00"\x00', "is not UTF-8 text: byte 0 is 0xff"),
        (b'{"target": "\xe9"}', "is not UTF-8 text: byte 12"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"items":' * 100_000, "is nested too deeply"),
        (b'{"start": 1' + b"0" * 6000 + b"}", "is no JSON"),
        (b"PK\x03\x04", "is a ZIP archive"),
        (b"#FORMAT=WebAnno TSV 3.3\n", "is WebAnno TSV, which is not read"),
        (b"\x00\x01\x02", "line 1, column 1: is no JSON"),
    ],
)
def test_what_is_no_json_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"marks\.json[:,] ") as error:
        come_in(tmp_path, content)
    assert said in str(error.value)
    assert error.value.advice


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"type": "Annotation", "id": "urn:x"}, "annotation 2 (urn:x): has no target"),
        ({"target": []}, "annotation 2: has no target"),
        ({"target": 7}, "annotation 2: its target is no object and no IRI"),
        (7, "annotation 2: is no object"),
        (annotation(at(-1, 4)), "annotation 2: start and end are no whole numbers from 0 on, but -1 and 4"),
        (annotation(at(4, 2)), "annotation 2: starts at 4, behind its end at 2"),
        (annotation(at("0", 4)), "annotation 2: start and end are no whole numbers"),
        (annotation(at(0, 4.5)), "annotation 2: start and end are no whole numbers"),
        (annotation(at(True, 4)), "annotation 2: start and end are no whole numbers"),
        (annotation(at(0, None)), "annotation 2: start and end are no whole numbers"),
        (annotation({"type": "TextQuoteSelector", "exact": ["x"]}), "annotation 2: the words of its TextQuote"),
    ],
)
def test_an_annotation_that_is_none_refuses_the_file(wrong: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(DossierError) as error:
        come_in(tmp_path, json.dumps([GOOD, wrong]).encode())
    assert f"marks.json, {said}" in str(error.value)


def test_a_context_that_changes_a_term_is_refused(tmp_path: Path) -> None:
    data = {"@context": [CONTEXT, {"exact": "https://example.org/prefix"}], **GOOD}
    with pytest.raises(DossierError, match="its context gives exact a meaning of its own"):
        come_in(tmp_path, json.dumps(data).encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "of 0 annotations none marks words of the text"),
        ([annotation(quoted("The Moon"))], "annotation 1: 'The Moon' is not in the text"),
        ([annotation(at(10**15, 10**16))], "is no place in the text"),
        ([annotation(at(5, 5)), annotation(at(20, 22))], "of 2 annotations none marks words"),
    ],
)
def test_a_file_of_another_text_is_refused(data: list[Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(DossierError) as error:
        come_in(tmp_path, json.dumps(data).encode())
    assert said in str(error.value)
    assert error.value.advice == "give the text that was annotated"


def test_nothing_is_written_where_one_file_is_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    (tmp_path / "good.json").write_text(json.dumps(GOOD), "utf-8")
    (tmp_path / "wrong.json").write_text(json.dumps([GOOD, annotation(at(-5, 1))]), "utf-8")
    for wrong in ("wrong.json", "nowhere.json", "."):
        done = run("draft", "report.txt", "-o", "desk", "--annotations", "good.json", "--annotations", wrong)
        assert done.returncode == 2
        assert done.stderr.decode().startswith(f"relgraph: {wrong}")
        assert b"Traceback" not in done.stderr
        assert not (tmp_path / "desk").exists()


def test_what_is_said_cannot_drive_a_terminal_or_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    said = [tag("=cmd()"), tag("\x1b[31mred"), tag("half \ud83d of it"), tag("actor: =1+1")]
    data = [annotation(quoted("left"), body=said), annotation(quoted("\x1b[2J\ud83d"), id="\x1b[2J")]
    (tmp_path / "marks.json").write_text(json.dumps(data), "utf-8")
    done = run("draft", "report.txt", "-o", "desk", "--annotations", "marks.json")
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stderr
    written = (tmp_path / "desk" / "acts.csv").read_text("utf-8-sig")
    assert "\x1b" not in written
    assert ",'=1+1," in written
    assert ",'=cmd()" in written


KEYS = st.sampled_from([
    "type", "id", "target", "selector", "source", "exact", "prefix", "start", "end", "refinedBy", "body",
    "items", "value", "purpose", "@context", "tags", "begin", "%TYPE", "%ID", "@sofa", "sofaString", "label",
    "first", "next", "motivation", "properties", "%SUPER_TYPE", "%MEMBERS", "%SOFA", "sofaID", "%ELEMENTS",
])  # fmt: skip
WORDS = st.sampled_from(["Annotation", "TextQuoteSelector", "TextPositionSelector", "Arda", "List", "x.Event"])
LEAVES = st.none() | st.booleans() | st.integers(-3, 90) | st.floats() | st.text(max_size=8) | WORDS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=5),
    max_leaves=12,
)


def changed(data: Any, steps: list[int], value: Any) -> Any:
    """Return data with a value put somewhere into it."""
    data = copy.deepcopy(data)
    at_here = data
    for number, step in enumerate(steps):
        if not isinstance(at_here, dict | list) or not at_here:
            break
        key: Any = sorted(at_here)[step % len(at_here)] if isinstance(at_here, dict) else step % len(at_here)
        if number == len(steps) - 1 or not isinstance(at_here[key], dict | list) or not at_here[key]:
            at_here[key] = value
            break
        at_here = at_here[key]
    return data


STEPS = st.lists(st.integers(0, 9), min_size=1, max_size=6)
WEB = [
    {
        "@context": CONTEXT,
        **annotation(at(2, 6), {**quoted("Arda"), "refinedBy": at(0, 2)}, body=[tag("condemns")]),
    },
    {"type": "AnnotationCollection", "first": {"items": [GOOD]}, "next": "urn:x"},
]


@given(st.sampled_from(WEB), STEPS, VALUES)
def test_no_web_annotation_gives_a_traceback(data: Any, steps: list[int], value: Any) -> None:
    for one in (value, changed(data, steps, value)):
        try:
            found = read_web("x.json", one, TEXT)
        except RelgraphError as error:
            assert "x.json" in str(error)
        else:
            assert all(TEXT[start:end].strip() for mark in found.marks for start, end in mark.spans)


CAS = by_hand({"begin": 0, "end": 4, "what": "x"}, {"begin": 5, "end": 9, "@next": 2})
CAS["%TYPES"]["x.Event"] |= {
    "what": {"%NAME": "what", "%RANGE": "uima.cas.String"},
    "next": {"%NAME": "next", "%RANGE": "uima.tcas.Annotation"},
}


@given(STEPS, VALUES)
def test_no_cas_gives_a_traceback(steps: list[int], value: Any) -> None:
    text = "Arda left."
    assert [mark.spans for mark in read_cas_json("x.json", CAS, text).marks] == [[(0, 4)], [(5, 9), (0, 4)]]
    try:
        found = read_cas_json("x.json", changed(CAS, steps, value), text)
    except RelgraphError as error:
        assert "x.json" in str(error)
    else:
        assert all(text[start:end].strip() for mark in found.marks for start, end in mark.spans)
