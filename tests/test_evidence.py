"""Evidence against the texts of its sources."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph.errors import InputError
from relgraph.evidence import CHECKS_OF_EVIDENCE, EvidenceCheck, check_evidence
from relgraph.model.sources import SourceText, read_passages
from relgraph.model.statements import TripleIndex

EX = "https://example.org/"

TEXT = (
    "Tổng thống Norland 😀 met the envoy.\r\n\r\n"
    "Südland\u00a0 did not\u00a0sign the pact of Arrel.\r\n"
    "ประเทศไทยและลาว left; Arrel stayed.\r\n"
)
SOUTH = TEXT.index("Südland")

Check = Callable[..., EvidenceCheck]


def at(start: int | str, end: int | str) -> str:
    return f"[ a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} ]"


@pytest.fixture
def check(graph_of: GraphOf, tmp_path: Path) -> Check:
    """Return a function that compares evidence with these selectors with a text."""

    def run(*selectors: str, text: str = TEXT) -> EvidenceCheck:
        path = tmp_path / "text.txt"
        path.write_bytes(text.encode())
        body = f'ex:d rg:sha256 "{hashlib.sha256(text.encode()).hexdigest()}" .\n' + "".join(
            f"ex:e{number} oa:hasSource ex:d ; oa:hasSelector {selector} .\n"
            for number, selector in enumerate(selectors)
        )
        return check_evidence(graph_of(body), [path])

    return run


def part(words: str, *, start: int = 0, end: int = 0) -> str:
    """Return the position of ``words`` in TEXT, moved."""
    found = TEXT.index(words)
    return at(found + start, found + len(words) + end)


def counted_in(unit: str, words: str) -> str:
    size = {"utf-8": 1, "utf-16-le": 2}[unit]
    start = len(TEXT[: TEXT.index(words)].encode(unit)) // size
    return at(start, start + len(words.encode(unit)) // size)


@pytest.mark.parametrize(
    "selector",
    [
        part("Tổng thống Norland"),
        part("😀 met"),
        part("did not\u00a0sign the pact"),
        part("ไทย"),  # a script without blanks between words
        part("pact of Arrel."),
        '[ oa:exact "did not sign" ; oa:prefix "Südland " ]',
        '[ oa:exact "Arrel" ; oa:suffix " stayed" ]',
        '[ rdf:value "row=7" ]',
        "[ a oa:DataPositionSelector ; oa:start 0 ; oa:end 3 ]",
    ],
)
def test_what_is_right_has_no_fault(selector: str, check: Check) -> None:
    assert check(selector) == EvidenceCheck((), ())


@pytest.mark.parametrize(
    ("selector", "fault"),
    [
        (at(0, len(TEXT) + 1000), "passage-outside-text"),
        (at(len(TEXT) + 1000, len(TEXT) + 1004), "passage-outside-text"),
        (at(9, 4), "passage-outside-text"),
        (at(4, 4), "passage-outside-text"),
        (at(-1, 10), "passage-outside-text"),
        (counted_in("utf-8", "Südland"), "passage-counts-bytes"),
        (counted_in("utf-8", "Arrel stayed"), "passage-counts-bytes"),
        (at(len(TEXT.encode()) - 5, len(TEXT.encode()) - 1), "passage-counts-bytes"),
        (counted_in("utf-16-le", "Südland"), "passage-counts-utf16"),
        (part("Norland", start=2), "passage-cuts-word"),
        (part("Norland", end=-1), "passage-cuts-word"),
        (part("pact", start=1), "passage-cuts-word"),
        (part("ลาว", start=-4, end=0), ""),
        (at(TEXT.index("\r\n"), TEXT.index("\r\n") + 4), "passage-blank"),
        (at(0, len(TEXT)), "passage-whole-text"),
        (at(0, len(TEXT) - 2), "passage-whole-text"),
        ('[ oa:exact "agreed to sign" ]', "quote-not-in-text"),
        ('[ oa:exact "did not sign" ; oa:prefix "Norland " ]', "quote-not-in-text"),
        ('[ oa:exact "Arrel" ]', "quote-at-several-places"),
        ('[ oa:exact "orland" ]', "passage-cuts-word"),
    ],
)
def test_what_is_wrong_is_named(selector: str, fault: str, check: Check) -> None:
    found = check(part("met"), selector)
    assert [(each.check, each.node) for each in found.faults] == ([(fault, EX + "e1")] if fault else [])
    assert not fault or fault in CHECKS_OF_EVIDENCE


def test_a_character_is_not_cut_before_its_marks(check: Check) -> None:
    text = "Su\u0308dland signed the pact."
    cut, whole = at(0, 2), at(0, 8)
    assert [fault.check for fault in check(cut, text=text).faults] == ["passage-cuts-word"]
    assert check(whole, text=text).faults == ()


def test_a_text_of_one_line_may_be_evidence_as_a_whole(check: Check) -> None:
    assert check(at(0, 13), text="Lutha signed.").faults == ()
    assert [fault.check for fault in check(at(0, 1), text="").faults] == ["passage-outside-text"]


def test_what_was_not_compared_is_named(graph_of: GraphOf, tmp_path: Path) -> None:
    known, unknown = tmp_path / "known.txt", tmp_path / "unknown.txt"
    known.write_bytes(b"Lutha signed.")
    unknown.write_bytes(b"Lutha signed.\n")
    graph = graph_of(
        f'ex:d rg:sha256 "{hashlib.sha256(known.read_bytes()).hexdigest()}" .\n'
        f"ex:e1 oa:hasSource ex:d ; oa:hasSelector {at(0, 5)} .\n"
        f"ex:e2 oa:hasSource ex:other ; oa:hasSelector {at(0, 5)} .\n"
        'ex:e3 oa:hasSource ex:quoted ; oa:hasSelector [ oa:exact "Lutha" ] .\n'
        'ex:e4 oa:hasSource ex:table ; oa:hasSelector [ rdf:value "row=7" ] .\n'
        f"ex:e5 oa:hasSelector {at(0, 5)} .\n"
    )
    found = check_evidence(graph, [known, unknown])
    assert found.unchecked == (EX + "other", EX + "quoted")
    (fault,) = found.faults
    digest = hashlib.sha256(unknown.read_bytes()).hexdigest()
    assert (fault.check, fault.node, fault.value) == ("source-unknown", f'"{unknown}"', f'"{digest}"')
    assert check_evidence(graph, [known]).faults == ()


@given(st.text("ab é\u0301😀\n", max_size=30), st.integers(-2, 40), st.integers(-2, 40))
def test_what_has_no_fault_can_be_quoted(text: str, start: int, end: int) -> None:
    content = text.encode()
    body = f"""ex:d rg:sha256 "{hashlib.sha256(content).hexdigest()}" .
        ex:e oa:hasSource ex:d ; oa:hasSelector [ oa:start {start} ; oa:end {end} ] ."""
    graph = TripleIndex(ox.parse(turtle(body), ox.RdfFormat.TURTLE))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(content)
        found = check_evidence(graph, [path])
    assert found.unchecked == ()
    if not found.faults:
        (passage,) = read_passages(graph, [EX + "e"])
        assert SourceText(EX + "d", text).quote(passage) == text[start:end]
        assert text[start:end].strip()


def test_a_report_has_the_faults_beside_what_the_shapes_refuse(graph_of: GraphOf, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(TEXT.encode())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    graph = graph_of(
        f'ex:d a rg:Report ; rdfs:label "Gazette"@en ; rg:sha256 "{digest}" .\n'
        "ex:e a oa:SpecificResource ; oa:hasSource ex:d ; oa:hasSelector ex:s .\n"
        f"ex:s a oa:TextPositionSelector ; oa:start {SOUTH} ; oa:end 999 .\n"
    )
    assert relgraph.validate(graph).conforms
    assert not set(CHECKS_OF_EVIDENCE) & set(relgraph.validate(graph).checks)
    report = relgraph.validate(graph, sources=[path])
    assert [(found.shape, found.node) for found in report.violations] == [("passage-outside-text", EX + "e")]
    assert set(CHECKS_OF_EVIDENCE) <= set(report.checks)
    assert f"{SOUTH}-999" in report.text()
    assert CHECKS_OF_EVIDENCE["passage-outside-text"] in report.text()
    with pytest.raises(InputError):
        relgraph.validate(graph, sources=[tmp_path / "nowhere.txt"])


def test_the_command_takes_several_sources(run: Run, tmp_path: Path) -> None:
    one, two, other, scan = (tmp_path / name for name in ("one.txt", "two.txt", "other.txt", "scan.pdf"))
    one.write_bytes(b"Lutha signed.\n")
    two.write_bytes(b"Lutha left.\n")
    other.write_bytes(b"Lutha signed.\r\n")
    scan.write_bytes(b"%PDF-1.7 \xff\xfe")
    data = tmp_path / "data.ttl"
    data.write_text(
        turtle(
            "".join(
                f'ex:{path.stem} a rg:Report ; rdfs:label "{path.stem}"@en ;'
                f' rg:sha256 "{hashlib.sha256(path.read_bytes()).hexdigest()}" .\n'
                f"ex:e{path.stem} a oa:SpecificResource ; oa:hasSource ex:{path.stem} ;"
                f" oa:hasSelector ex:s{path.stem} .\n"
                f"ex:s{path.stem} a oa:TextPositionSelector ; oa:start 0 ; oa:end 5 .\n"
                for path in (one, two)
            )
        ),
        "utf-8",
    )
    right = run("validate", data, "--source", one, "--source", two)
    assert (right.returncode, right.stderr) == (0, b"")
    assert right.stdout.startswith(b"conforms: ")
    assert b"not checked" not in right.stdout
    wrong = run("validate", data, "--source", one, "--source", other)
    assert wrong.returncode == 1
    assert b'other.txt" rg:sha256' in wrong.stdout
    assert wrong.stdout.endswith(b"not checked, its text was not given: <https://example.org/two>\n")
    refused = run("validate", data, "--source", scan)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.startswith(f"relgraph: {scan}: is not UTF-8 text".encode())


def test_an_index_of_triples_is_checked_as_a_graph_is() -> None:
    assert check_evidence(TripleIndex([]), []) == EvidenceCheck((), ())
