"""Literals: what a datatype refuses is named at once, and what the store keeps in another form is counted."""

from __future__ import annotations

import tempfile
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyoxigraph as ox
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from reading_files import EX, HEAD, XSD, write

import relgraph
from relgraph.errors import InputError
from relgraph.model.datatypes import is_well_formed
from relgraph.opening import as_written

ILL_TYPED = [
    ("2021-02-30", "date"), ("2026-08-16T12:05:34Z", "date"), ("12,5", "decimal"), ("1.0", "integer"),
    ("300", "byte"), ("-5", "nonNegativeInteger"), ("25:00:00", "time"), ("1 year", "duration"),
    ("13", "gMonth"), ("--13", "gMonth"), ("yes", "boolean"), ("0F7", "hexBinary"), ("P", "duration"),
    ("2021-07-06T10:00:00", "dateTimeStamp"), ("inf", "double"), ("0", "positiveInteger"),
    ("2023-13", "gYearMonth"), ("--02-30", "gMonthDay"),
]  # fmt: skip
WELL_TYPED = [
    (" 5 ", "integer"), ("2021-07-06+14:00", "date"), ("-0044-03-15", "date"), ("12024-02-29", "date"),
    ("2021-07-06T24:00:00", "dateTime"), ("2021-07-06T10:00:00.1234567890123456789Z", "dateTime"),
    ("INF", "double"), ("NaN", "float"), ("0FB7", "hexBinary"), ("aGk=", "base64Binary"),
    ("-P1Y2M3DT4H5M6.7S", "duration"),
    ("18446744073709551615", "unsignedLong"), ("--02-29", "gMonthDay"), ("true", "boolean"), ("1.", "decimal"),
]  # fmt: skip


def test_all_ill_typed_literals_are_named_at_once_with_their_lines(tmp_path: Path) -> None:
    lines = [f'ex:a ex:b{number} "{value}"^^xsd:{name} .' for number, (value, name) in enumerate(ILL_TYPED[:9])]
    path = write(tmp_path / "in.ttl", HEAD + "\n".join(lines))
    with pytest.raises(InputError) as refused:
        relgraph.open(path)
    assert str(refused.value).startswith("9 ill-typed literals: ")
    for number, (value, _) in enumerate(ILL_TYPED[:9], start=3):
        assert f'in.ttl, line {number}: "{value}"' in str(refused.value)
    assert "--lenient" in refused.value.advice


@pytest.mark.parametrize(("value", "name"), ILL_TYPED)
def test_what_its_datatype_refuses_is_refused_and_can_be_kept_as_text(
    tmp_path: Path, value: str, name: str
) -> None:
    assert not is_well_formed(value, XSD + name)
    path = write(tmp_path / "in.ttl", f'{HEAD}ex:a ex:b "{value}"^^xsd:{name} ; ex:c 5 .')
    with pytest.raises(InputError, match="1 ill-typed literal"):
        relgraph.open(path)
    graph = relgraph.open(path, lenient=True)
    assert b'"' + value.encode() + b'" .' in relgraph.export(graph, "ntriples")
    assert len(graph) == 2
    assert any("kept as text" in note and "read 1 term leniently" in note for note in graph.notes)


@pytest.mark.parametrize(("value", "name"), WELL_TYPED)
def test_what_xml_schema_allows_is_read(tmp_path: Path, value: str, name: str) -> None:
    assert is_well_formed(value, XSD + name)
    graph = relgraph.open(write(tmp_path / "in.ttl", f'{HEAD}ex:a ex:b "{value}"^^xsd:{name} .'))
    assert len(graph) == 1


@given(st.text(max_size=20), st.sampled_from(["date", "byte", "duration", "time", "double", "base64Binary"]))
def test_any_text_is_a_literal_or_none(text: str, name: str) -> None:
    assert is_well_formed(text, XSD + name) in {True, False}


def test_what_the_store_narrows_is_counted_and_named_once(tmp_path: Path, run: Run) -> None:
    bytes_and_zone = '"5"^^xsd:byte , "6"^^xsd:byte , "2021-07-06T10:00:00-00:00"^^xsd:dateTime'
    text = f"{HEAD}ex:a ex:b 01 , 1.50 , +7 , {bytes_and_zone} ."
    path = write(tmp_path / "in.ttl", text)
    (note,) = relgraph.open(path).notes
    assert "2 xsd:byte as xsd:integer" in note
    assert "01 as 1" in note or "+7 as 7" in note
    assert "xsd:decimal in another form, such as 1.50 as 1.5" in note
    result = run("derive", "-d", str(path), "-o", str(tmp_path / "out.ttl"))
    assert note.encode() in result.stderr
    assert relgraph.open(write(tmp_path / "plain.ttl", f"{HEAD}ex:a ex:b 1 , 1.5 .")).notes == ()


def test_a_literal_of_a_blank_node_is_told_in_the_same_words_each_time(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text('[] <https://example.org/p> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .', "utf-8")
    with pytest.raises(InputError, match=r"on a blank node$"):
        relgraph.open(path)


@pytest.mark.parametrize(
    "datatype",
    ["x:byte", "<http://www.w3.org/2001/XMLSchema#byte>", r"<http://www.w3.org/2001/XMLSchema\u0023byte>",
     "# a comment\n x:byte", "xsd:byte", "x.y:byte", ":byte"],
)  # fmt: skip
@pytest.mark.parametrize("quote", ['"', "'", '"""', "'''"])
def test_ill_typed_and_narrowed_literals_are_found_however_they_are_written(
    datatype: str, quote: str, tmp_path: Path
) -> None:
    path = tmp_path / "g.ttl"
    head = "".join(f"@prefix {name}: <{XSD}> . " for name in ("x", "xsd", "x.y", ""))
    path.write_text(f"{head} <urn:a> <urn:p> {quote}300{quote}^^{datatype} .", "utf-8")
    with pytest.raises(InputError, match="1 ill-typed literal"):
        relgraph.open(path)
    path.write_text(f"{head} <urn:a> <urn:p> {quote}30{quote}^^{datatype} .", "utf-8")
    notes = relgraph.open(path).notes
    assert "kept 1 literal in the form of the store: 1 xsd:byte as xsd:integer" in notes


@pytest.mark.parametrize(
    ("number", "changed"),
    [("01", 1), ("+1", 1), ("1.50", 1), ("-.50", 1), ("1e3", 1), ("1.5E3", 1), (".5e1", 1), ("1.5", 0),
     ("-0", 1), (".5", 1), ("-00.5", 1), ("10", 0), ("0", 0), ("-0.5", 0), ("0.5", 0), ("-10.25", 0)],
)  # fmt: skip
def test_numbers_that_the_store_writes_otherwise_are_counted(number: str, changed: int, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(f"<urn:a> <urn:p> {number} .", "utf-8")
    assert len(relgraph.open(path).notes) == changed


LEXICAL = [
    "2021-02-29", "2020-02-29", "1900-02-29", "2021-04-31", "2021-07-06", "2021-07-06Z", "2021-07",
    "2021", "0021", "1", "01", "+1", "-0", "-0.0", "1.50", "0.5", "-.5", "12345678.5", "0.12345678901234567",
    "9999999999999999999", "1e3", "1.5E-3", "12.25e6", "-7.125e-3", "86339655.64825862915e+6", "INF", "true",
    "1 ", "", "P30D", "P12M", "2021-07-06T10:00:00", "2021-07-06T10:00:00Z", "2021-07-06T24:00:00",
    "2021-07-06T10:00:00-00:00", "2021-07-06T25:00:00", "300", "0F7", "x\\\"2021-07-06", "a\\\\", "\\u0031",
]  # fmt: skip
WRITINGS = ['"{}"^^x:{}', '"{}"^^<' + XSD + "{}>", '"""{}"""^^x:{}', "'{}'^^x:{}", '"{}" ^^ x:{}']
TYPES = [
    "date", "dateTime", "gYear", "gYearMonth", "integer", "decimal", "double", "float", "boolean", "byte",
    "string", "duration", "hexBinary", "anyURI",
]  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(LEXICAL),
            st.sampled_from(TYPES),
            st.sampled_from(WRITINGS),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_writing_of_a_literal_hides_that_it_is_ill_typed_or_changed(
    literals: list[tuple[str, str, str]],
) -> None:
    written = " , ".join(form.format(lexical, name) for lexical, name, form in literals)
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, "g.ttl"), f"@prefix x: <{XSD}> .\n<urn:a> <urn:p> {written} .")
        found = [quad.object for quad in as_written(path, EX)]
        assert all(isinstance(literal, ox.Literal) for literal in found)
        ill_typed = {term for term in found if not is_well_formed(term.value, term.datatype.value)}  # type: ignore[union-attr]
        if ill_typed:
            with pytest.raises(InputError, match=f"^{len(ill_typed)} ill-typed literal"):
                relgraph.open(path)
            return
        changed = 0
        for literal in found:
            store = ox.Store()
            store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), literal))
            changed += ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), literal) not in set(store)
        notes = "".join(relgraph.open(path).notes)
        assert notes.startswith(f"kept {changed} literal" if changed else "")
        assert bool(notes) is bool(changed)


def test_a_note_has_one_example_for_each_datatype(tmp_path: Path) -> None:
    numbers = " , ".join(f"{number}.50" for number in range(100))
    (note,) = relgraph.open(
        write(tmp_path / "g.ttl", f'<urn:a> <urn:p> {numbers} , 1e3 , 2e3 , "7"^^<{XSD}byte> .')
    ).notes
    assert note == (
        "kept 103 literals in the form of the store: 1 xsd:byte as xsd:integer, "
        "100 xsd:decimal in another form, such as 0.50 as 0.5, "
        "2 xsd:double in another form, such as 1e3 as 1000"
    )


def test_ill_typed_literals_of_a_graph_of_rdflib_are_named() -> None:
    graph = Graph().parse(data=f'<urn:a> <urn:p> "300"^^<{XSD}byte> , "2021-13"^^<{XSD}gYearMonth> , 5 .')
    with pytest.raises(InputError, match="2 ill-typed literals: ") as refused:
        relgraph.open(graph)
    assert '"300"^^<http://www.w3.org/2001/XMLSchema#byte>' in str(refused.value)


@given(
    st.from_regex(r"[+-]?([0-9]{1,3}(\.[0-9]{1,3})?|\.[0-9]{1,3})([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    st.sampled_from([">", "> ", ">\t", ">\n", "> 5,", "> ( ", "> ( 'x'", "> ( (5)", "> [],"]),
    st.sampled_from([" .", ".", ";.", ",6 .", " #", "#", "\n."]),
)
def test_any_number_that_the_store_writes_otherwise_is_noted(number: str, before: str, after: str) -> None:
    end = after + ("\n." if after.endswith("#") else "")
    text = f"<urn:a> <urn:p{before}{number}{' )' if '(' in before else ''}{end}".encode()
    written = {quad.object for quad in ox.parse(text, ox.RdfFormat.TURTLE)} - {ox.Literal(5), ox.Literal(6)}
    with NamedTemporaryFile(suffix=".ttl") as file:
        file.write(text)
        file.flush()
        graph = relgraph.open(file.name)
    kept = {quad.object for quad in graph.oxigraph}
    literals = {term for term in written if isinstance(term, ox.Literal)}
    assert bool(graph.notes) == (not literals <= kept)


@pytest.mark.parametrize(
    ("value", "datatype", "changed"),
    [("24:00:00", "time", 1), ("10:00:00.10", "time", 1), ("10:00:00.1", "time", 0), ("P12M", "duration", 1),
     ("PT24H", "dayTimeDuration", 1), ("P12M", "yearMonthDuration", 1), ("P1Y", "duration", 0),
     ("2021-10-06T10:00:00.000Z", "dateTime", 1), ("2021-10-06T10:00:00.50+03:00", "dateTime", 1),
     ("2021-10-06T10:00:00.05", "dateTime", 0), ("2021-10-06T10:00:00", "dateTime", 0)],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".ttl", ".nt"])
def test_times_that_the_store_writes_otherwise_are_counted(
    value: str, datatype: str, changed: int, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"g{suffix}"
    path.write_text(f'<urn:a> <urn:p> "{value}"^^<{XSD}{datatype}> .', "utf-8")
    notes = relgraph.open(path).notes
    assert len(notes) == changed, notes


def test_an_ill_typed_literal_of_a_blank_node_is_told_among_others(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(f'[] <urn:p> "30"^^<{XSD}integer> , <urn:o> , "x"^^<{XSD}date> .', "utf-8")
    with pytest.raises(InputError, match="1 ill-typed literal: "):
        relgraph.open(path)
