"""What lint finds and where, what portable rewrites, and the two on the command line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import REPOSITORY, Run
from hypothesis import example, given, settings
from hypothesis import strategies as st

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import InputError
from relgraph.linting import RULES, UnreadableTurtleError, lint, portable
from relgraph.model.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
HEADER = (
    "@prefix e: <https://example.org/> .\n"
    "@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
FIRST = 6  # the line after the header


def found(turtle: str) -> list[tuple[str, int, int, str]]:
    return [(item.rule, item.line, item.column, item.found) for item in lint(turtle.encode())]


# Each rule: a file in which it applies, with the place and the text worked out by hand, and one in which it
# does not. What does not begin with a directive stands under the header.
IRI = "https://example.org/"
CASES: dict[str, tuple[str, int, int, str, str]] = {
    "byte-order-mark": (
        "\ufeff@prefix e: <https://example.org/> .",
        1,
        1,
        "\ufeff",
        '@prefix e: <https://example.org/> . e:s e:p "\ufeff" .',
    ),
    "sparql-directive": (
        "PREFIX x: <https://example.org/>",
        1,
        1,
        "PREFIX",
        "@prefix PREFIX: <https://example.org/> . PREFIX:s PREFIX:p PREFIX:o .",
    ),
    "relative-iri": ("e:s e:p <o> .", FIRST, 9, "<o>", "@base <https://example.org/> . <s> <p> <o> ."),
    "based-iri": (
        "@base <https://example.org/x> . <?s> <p> <o> .",
        1,
        33,
        "<?s>",
        "@base <https://example.org/x> . <s?> <p> <o> .",
    ),
    "repeated-semicolon": (
        "e:s e:p e:o ; # here\n ; e:q e:r .",
        FIRST + 1,
        2,
        ";",
        "e:s e:p e:o ; e:q e:r ; .",
    ),
    "number-before-dot": ("e:s e:p 5.", FIRST, 9, "5.", "e:s e:p 5 . e:s e:p 5.5 ."),
    "boolean-before-dot": ("e:s e:p true.", FIRST, 9, "true.", "e:s e:p true . e:s e:true e:true."),
    "prefix-with-dot": (
        "@prefix a.b: <https://example.org/> .",
        1,
        9,
        "a.b:",
        "@prefix b.a: <https://example.org/> .",
    ),
    "local-name-escape": (r"e:s e:p e:o\,x .", FIRST, 9, r"e:o\,x", r'e:s e:p e:o.x , "e:o\\x" .'),
    "local-name-percent": ("e:s e:p e:a%41 .", FIRST, 9, "e:a%41", 'e:s e:p "e:a%41" .'),
    "local-name-colon": ("e:s e:p e:a:b .", FIRST, 9, "e:a:b", "e:s e:p e:a-b , <https://example.org/a:b> ."),
    "local-name-digits": (
        "e:s e:p e:2021-07 .",
        FIRST,
        9,
        "e:2021-07",
        "e:s e:p e:2021 , e:a2021-07 , e:2021_07 .",
    ),
    "long-local-name": (f"e:s e:p e:{'a' * 450} .", FIRST, 9, f"e:{'a' * 55}...", f"e:s e:p e:{'a' * 449} ."),
    "percent-encoding": (
        "e:s e:p <https://example.org/%20> .",
        FIRST,
        9,
        "<https://example.org/%20>",
        'e:s e:p <https://example.org/é> , "<https://example.org/%20>" .',
    ),
    "dot-segment": (
        "e:s e:p <https://example.org/a/../b> .",
        FIRST,
        9,
        "<https://example.org/a/../b>",
        "e:s e:p <https://example.org/a/..b> , <https://example.org/?q=/../> .",
    ),
    "long-iri": (
        f"e:s e:p <{IRI}{'é' * 490}> .",
        FIRST,
        9,
        f"<{IRI}{'é' * 36}...",
        f"e:s e:p <{IRI}{'é' * 489}> .",
    ),
    "language-case": ('e:s e:p "x"@FR .', FIRST, 12, "@FR", 'e:s e:p "x"@fr , "@FR" .'),
    "language-region": (
        'e:s e:p "x"@en-gb .',
        FIRST,
        12,
        "@en-gb",
        'e:s e:p "x"@de-1996 , "x"@x-gb , "x"@de-1996-x-abcd .',
    ),
    "written-string": (
        'e:s e:p "x"^^xsd:string .',
        FIRST,
        9,
        '"x"^^xsd:string',
        'e:s e:p "x" , "^^xsd:string" .',
    ),
    "raw-carriage-return": (
        'e:s e:p """a\r\nb""" .',
        FIRST,
        9,
        '"""a\r\nb"""',
        'e:s e:p """a\nb""" ,\r\n "a\\r\\nb" .',
    ),
    "null-character": (r'e:s e:p "a\u0000" .', FIRST, 9, r'"a\u0000"', r'e:s e:p "a\u0001" , "a\\u0000" .'),
    "noncharacter": (r'e:s e:p "\uFFFE" .', FIRST, 9, r'"\uFFFE"', r'e:s e:p "\uFFFD" , "\\uFFFE" .'),
    "integer-form": ("e:s e:p +5 .", FIRST, 9, "+5", 'e:s e:p 0 , -5 , 50 , "+5" .'),
    "long-integer": (
        "e:s e:p -9223372036854775809 .",
        FIRST,
        9,
        "-9223372036854775809",
        "e:s e:p 9223372036854775807 , -9223372036854775808 .",
    ),
    "integer-subtype": (
        'e:s e:p "5"^^xsd:int .',
        FIRST,
        9,
        '"5"^^xsd:int',
        'e:s a owl:Ontology ; e:p "5"^^xsd:nonNegativeInteger .',
    ),
    "decimal-form": ("e:s e:p 1.50 .", FIRST, 9, "1.50", 'e:s e:p 1.5 , -0.5 , 10.05 , "2"^^xsd:decimal .'),
    "long-decimal": (
        "e:s e:p 0.1234567890123456 .",
        FIRST,
        9,
        "0.1234567890123456",
        "e:s e:p 1234567890123456.123456789012345 .",
    ),
    "floating-point": ("e:s e:p 1e0 .", FIRST, 9, "1e0", 'e:s e:p "1e0" , e:1e0 .'),
    "boolean-digit": (
        'e:s e:p "1"^^xsd:boolean .',
        FIRST,
        9,
        '"1"^^xsd:boolean',
        'e:s e:p true , "false"^^xsd:boolean .',
    ),
    "date-zone": (
        'e:s e:p "2021-07-06+07:00"^^xsd:date .',
        FIRST,
        9,
        '"2021-07-06+07:00"^^xsd:date',
        'e:s e:p "2021-07-06"^^xsd:date , "2021"^^xsd:gYear , "2021-07"^^xsd:gYearMonth .',
    ),
    "zero-offset": (
        'e:s e:p "2021-07-06T10:00:00+00:00"^^xsd:dateTime .',
        FIRST,
        9,
        '"2021-07-06T10:00:00+00:00"^^xsd:dateTime',
        'e:s e:p "2021-07-06T10:00:00+01:00"^^xsd:dateTime .',
    ),
    "utc-letter": (
        'e:s e:p "2021-07-06T10:00:00Z"^^xsd:dateTime .',
        FIRST,
        9,
        '"2021-07-06T10:00:00Z"^^xsd:dateTime',
        'e:s e:p "2021-07-06T10:00:00Z" .',
    ),
    "second-fraction": (
        'e:s e:p "2021-07-06T10:00:00.5"^^xsd:dateTime .',
        FIRST,
        9,
        '"2021-07-06T10:00:00.5"^^xsd:dateTime',
        'e:s e:p "2021-07-06T10:00:00"^^xsd:dateTime .',
    ),
    "end-of-day": (
        'e:s e:p "2021-07-06T24:00:00"^^xsd:dateTime .',
        FIRST,
        9,
        '"2021-07-06T24:00:00"^^xsd:dateTime',
        'e:s e:p "2021-07-07T00:00:00"^^xsd:dateTime .',
    ),
    "negative-year": (
        'e:s e:p "-0044"^^xsd:gYear .',
        FIRST,
        9,
        '"-0044"^^xsd:gYear',
        'e:s e:p "0044"^^xsd:gYear , "-0044" .',
    ),
    "date-time-stamp": (
        'e:s e:p "2021-07-06T10:00:00+07:00"^^xsd:dateTimeStamp .',
        FIRST,
        9,
        '"2021-07-06T10:00:00+07:00"^^xsd:dateTimeStamp',
        'e:s e:p "2021-07-06T10:00:00+07:00"^^xsd:dateTime .',
    ),
    "duration": ('e:s e:p "P1Y"^^xsd:duration .', FIRST, 9, '"P1Y"^^xsd:duration', 'e:s e:p "P1Y" .'),
    "equal-values": (
        'e:s e:p 1 ; e:q 2 .\n<https://example.org/s> e:p "1"^^xsd:decimal .',
        FIRST + 1,
        29,
        '"1"^^xsd:decimal',
        'e:s e:p 1 , 1 , "1" ; e:q "1"^^xsd:decimal . [] e:p 1 . [] e:p "1"^^xsd:decimal .',
    ),
    "wkt-literal": (
        'e:s e:p "POINT(1 2)"^^geo:wktLiteral .',
        FIRST,
        9,
        '"POINT(1 2)"^^geo:wktLiteral',
        'e:s e:p "POINT(1 2)" , "<gml/>"^^geo:gmlLiteral .',
    ),
    "xml-literal": (
        'e:s e:p "<b/>"^^rdf:XMLLiteral .',
        FIRST,
        9,
        '"<b/>"^^rdf:XMLLiteral',
        'e:s e:p "<b/>"^^rdf:HTML .',
    ),
    "quoted-triple": ("<< e:a e:b e:c >> e:p e:o .", FIRST, 1, "<<", 'e:s e:p "<< e:a e:b e:c >>" . # << >>'),
    "triple-term": ("e:s e:p <<( e:a e:b e:c )>> .", FIRST, 9, "<<(", "e:s e:p ( e:a e:b e:c ) ."),
    "annotation": ("e:s e:p e:o {| e:q e:r |} .", FIRST, 13, "{|", "e:s e:p [ e:q e:r ] . # {| |}"),
    "reifier": ("e:s e:p e:o ~ e:r .", FIRST, 13, "~", "e:s e:p <https://example.org/~r> ."),
    "base-direction": ('e:s e:p "x"@en--ltr .', FIRST, 12, "@en--ltr", 'e:s e:p "x"@en , "@en--ltr" .'),
    "version-directive": ('@version "1.2" .', 1, 1, "@version", 'e:s e:p "x"@version .'),
    "owl-imports": ("e:s owl:imports e:o .", FIRST, 5, "owl:imports", "e:s a owl:Ontology ; owl:imports e:o ."),
}


def file_of(text: str) -> str:
    return text if text.startswith(("@", "PREFIX", "\ufeff")) else HEADER + text


def test_there_is_a_case_for_every_rule() -> None:
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_finds_its_place_and_leaves_the_neighbour(rule: str) -> None:
    planted, line, column, text, clean = CASES[rule]
    assert (rule, line, column, text) in found(file_of(planted))
    if rule in ("utc-letter", "zero-offset", "language-region"):
        assert rule not in {name for name, *_ in found(file_of(clean))}
    else:
        assert found(file_of(clean)) == []
    (item,) = (item for item in lint(file_of(planted).encode()) if item.rule == rule)
    assert (item.stores, item.advice) == (RULES[rule].stores, RULES[rule].advice)


def test_strings_and_comments_are_no_syntax() -> None:
    turtle = HEADER + (
        "# PREFIX x: <x> ;; << e:a e:b 5. >> \"unclosed ' <open\n"
        "e:s e:p 'a \" # no comment' , \"b ' ;; 5.\" , \n"
        '  \'\'\'c \' \'\' " ;; \'\'\' , """d " "" \\""" ;;""" . # ;;\n'
        'e:s e:q <https://example.org/#;;> , e:o . # "\n'
        "e:s e:r +1 .\n"
    )
    assert found(turtle) == [("integer-form", FIRST + 4, 9, "+1")]


def test_lines_end_in_any_way_and_columns_count_characters() -> None:
    body = 'e:s e:p """é\U0001f600\r\n\U0001f600""" , +1 .\re:s e:q +2 .\r\n\te:s e:r "ệ" , +3 .'
    places = [
        (line, column, text) for rule, line, column, text in found(HEADER + body) if rule == "integer-form"
    ]
    # The long string holds one line end; then come one by a carriage return alone, and one by both.
    assert places == [(FIRST + 1, 8, "+1"), (FIRST + 2, 9, "+2"), (FIRST + 3, 16, "+3")]


def test_prefixes_decide_what_a_datatype_is() -> None:
    turtle = (
        f"@prefix x: <{XSD}> . @prefix xsd: <https://example.org/> .\n"
        '<https://example.org/s> xsd:p "5"^^xsd:int , "5"^^x:int , "6"^^<' + XSD + "int> .\n"
        f'@prefix xsd: <{XSD}> . xsd:s xsd:p "7" ^^ xsd:int .'
    )
    texts = [item[3] for item in found(turtle)]
    assert texts == ['"5"^^x:int', f'"6"^^<{XSD}int>', '"7" ^^ xsd:int']


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        (
            '"2021-07-06T10:00:00+07:00"^^xsd:dateTime , "2021-07-06T03:00:00+00:00"^^xsd:dateTime',
            '"2021-07-06T03:00:00+00:00"^^xsd:dateTime',
        ),
        ('"2021"^^xsd:gYear , "2021-01-01"^^xsd:date', '"2021-01-01"^^xsd:date'),
        ("1 , true", "true"),
        ("[ e:q 1 , true ]", "true"),
        ("10.0 , 1e1", "1e1"),
    ],
)
def test_equal_values_are_told_by_value(objects: str, text: str) -> None:
    assert text in [item[3] for item in found(f"{HEADER}e:s e:p {objects} .") if item[0] == "equal-values"]


@pytest.mark.parametrize(
    "objects",
    [
        '"2021-07-06T10:00:00"^^xsd:dateTime , "2021-07-06T10:00:00+07:00"^^xsd:dateTime',
        "( 1 true )",
        "1 , [ e:p true ]",
        '"2021"^^xsd:gYear , "2021-02"^^xsd:gYearMonth',
    ],
)
def test_different_values_are_not_equal(objects: str) -> None:
    assert "equal-values" not in {item[0] for item in found(f"{HEADER}e:s e:p {objects} .")}


# What cannot be read


@pytest.mark.parametrize(
    ("content", "says", "rules"),
    [
        (b"e:s e:p 5.", "line 1, column 1: The prefix e: has not been declared", ["number-before-dot"]),
        (HEADER.encode() + b'e:s e:p +5 , "open .', "line 6", ["integer-form"]),
        (b"<https://example.org/s> <https://example.org/p> \x00 .", "line 1, column 49", []),
        (b"# \xff\n", "line 1: is not UTF-8", []),
        ("# UTF-16".encode("utf-16"), "UTF-16", []),
        (HEADER.encode() + b"e:s e:p +5 .\n!!! more +6", "line 7, column 1", ["integer-form"]),
    ],
)
def test_what_is_no_turtle_is_an_error_after_what_was_found(
    content: bytes, says: str, rules: list[str]
) -> None:
    with pytest.raises(UnreadableTurtleError) as error:
        lint(HEADER.encode() + b"e:s e:p .5 .", content)
    assert says in str(error.value)
    assert [item.rule for item in error.value.findings] == ["decimal-form", *rules]


def test_packed_files_and_all_turtle_in_a_folder_are_looked_at(tmp_path: Path, run: Run) -> None:
    one = b'<https://example.org/s> <https://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#int> .\n'
    (tmp_path / "a.ttl").write_bytes(one)
    (tmp_path / "b.nt").write_bytes(one)
    relgraph.write(one, tmp_path / "c.ttl.gz")
    (tmp_path / "d.trig").write_bytes(b"# not looked at")
    assert [Path(item.file).name for item in lint(tmp_path)] == ["a.ttl", "b.nt", "c.ttl.gz"]
    assert run("lint", "-", stdin=(tmp_path / "c.ttl.gz").read_bytes()).returncode == 1


def test_long_local_names_are_written_out() -> None:
    # Virtuoso refuses a local name of so many letters, see the rule long-local-name.
    long = graph_of(ox.NamedNode(PREFIXES["rg"] + "a" * 500))
    assert [item.rule for item in lint(HEADER.encode() + b"e:s e:p e:" + b"a" * 500 + b" .")] == [
        "long-local-name"
    ]
    assert lint(relgraph.export(long, "turtle")) == []


@pytest.mark.parametrize(
    ("name", "says"),
    [("none.ttl", "no such file"), ("a.rdf", "is not Turtle"), (".", "no Turtle file in this folder")],
)
def test_what_cannot_be_opened_is_an_error(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "a.rdf").write_bytes(b"<rdf:RDF/>")
    with pytest.raises(InputError, match=says):
        lint(tmp_path / name)
    with pytest.raises(InputError, match="empty"):
        lint("")


def test_findings_stand_in_the_order_of_the_file() -> None:
    turtle = HEADER + 'e:s e:p "\\u0000"^^<int> , +5 .\ne:s e:p .5 ;; e:q 1. <x> e:p e:o .'
    places = [(line, column) for _, line, column, _ in found(turtle)]
    assert places == sorted(places)
    assert [rule for rule, *_ in found(turtle)] == [
        *("null-character", "relative-iri", "integer-form"),
        *("decimal-form", "repeated-semicolon", "number-before-dot", "relative-iri"),
    ]


def test_hostile_text_is_told_in_time() -> None:
    size = 200_000
    for text in (
        '"' * size,
        "<a " * size,
        "a" * size,
        "a." * size,
        '"""' + '"" ' * size,
        "e:" + "." * size,
        "[" * size,
    ):
        with pytest.raises(UnreadableTurtleError) as error:
            lint(text.encode())
        assert len(str(error.value)) < 500
    line = f"{HEADER}e:s e:p {', '.join(['e:o'] * size)} , +5 ."
    assert found(line) == [("integer-form", FIRST, 10 + 5 * size, "+5")]
    (item,) = lint(f'{HEADER}e:s e:p "\\u001B[31m\u202e\x1b[31m"@EN .'.encode())
    assert item.found == "@EN"


def test_own_files_are_clean() -> None:
    assert lint(REPOSITORY / "ontology" / "relgraph.ttl", REPOSITORY / "ontology" / "alignments") == []
    assert lint(REPOSITORY / "ontology" / "examples" / "valid") == []
    assert lint(REPOSITORY / "ontology" / "shapes") == []


@pytest.mark.parametrize("path", ["data/triples.ttl", "data/void.ttl", "ontology/relgraph.ttl"])
def test_shipped_files_are_clean(path: str) -> None:
    assert lint(REPOSITORY / path) == []


# Portable


def graph_of(*objects: ox.NamedNode | ox.Literal) -> KnowledgeGraph:
    subject, predicate = ox.NamedNode(IRI + "s"), ox.NamedNode(IRI + "p")
    graph = KnowledgeGraph()
    graph.oxigraph.extend(ox.Quad(subject, predicate, item) for item in objects)
    return graph


def literal(lexical: str, datatype: str) -> ox.Literal:
    return ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype))


def objects_of(graph: KnowledgeGraph) -> set[ox.NamedNode | ox.Literal]:
    return {quad.object for quad in graph.oxigraph}


@pytest.mark.parametrize(
    ("lexical", "datatype", "safe"),
    [
        (" 5 ", "integer", ("5", "integer")),
        ("5", "unsignedByte", ("5", "integer")),
        ("18446744073709551615", "unsignedLong", ("18446744073709551615", "unsignedLong")),
        ("+00123456789012345678901", "integer", ("123456789012345678901", "integer")),
        ("1.50", "decimal", ("1.5", "decimal")),
        ("2.0", "decimal", ("2", "decimal")),
        ("-0.0", "decimal", ("0", "decimal")),
        ("+123456789012345678901234567890123456789012.50", "decimal", None),
        ("1", "boolean", ("true", "boolean")),
        ("2021-07-06T10:00:00.50+07:00", "dateTime", ("2021-07-06T10:00:00.5+07:00", "dateTime")),
        ("2021-07-06T10:00:00.000", "dateTime", ("2021-07-06T10:00:00", "dateTime")),
        ("2021-12-31T24:00:00", "dateTime", ("2022-01-01T00:00:00", "dateTime")),
        ("2021-07-06T10:00:00-00:00", "dateTime", ("2021-07-06T10:00:00Z", "dateTime")),
        ("2021-07-06T10:00:00+07:00", "dateTimeStamp", ("2021-07-06T10:00:00+07:00", "dateTime")),
        ("2021-07-06+00:00", "date", ("2021-07-06Z", "date")),
        ("1.5e3", "string", ("1.5e3", "string")),
    ],
)
def test_portable_writes_a_value_in_the_form_that_stores_keep(
    lexical: str, datatype: str, safe: tuple[str, str] | None
) -> None:
    graph = graph_of(literal(lexical, datatype))
    before = objects_of(graph)
    result, _ = portable(graph)
    expected = ("123456789012345678901234567890123456789012.5", "decimal") if safe is None else safe
    assert objects_of(result) == {literal(*expected)}
    assert objects_of(graph) == before


def test_portable_lists_what_it_cannot_make_safe_with_its_line() -> None:
    graph = graph_of(
        ox.NamedNode(IRI + "a%20b"),
        literal("P1Y", "duration"),
        literal("1.5", "double"),
        ox.Literal("x", language="en-gb"),
    )
    result, unsafe = portable(graph)
    assert objects_of(result) == objects_of(graph)
    assert sorted(item.rule for item in unsafe) == [
        "duration",
        "floating-point",
        "language-region",
        "percent-encoding",
    ]
    lines = relgraph.export(result, "turtle").decode().splitlines()
    for item in unsafe:
        assert lines[item.line - 1][item.column - 1 :].startswith(item.found)


# The second kind has what Turtle writes with a backslash, and a few names that not every store reads.
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,12}|[a-z0-9:,;.~!$&'()*+=@_-]{1,12}", fullmatch=True)
THINGS = st.builds(
    lambda space, name: ox.NamedNode(space + name),
    st.sampled_from([*PREFIXES.values(), PREFIXES["id"] + "state/", IRI]),
    NAMES.filter(lambda name: name != "imports"),
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)
INTEGERS = st.integers(min_value=-(2**63), max_value=2**63 - 1)
LITERALS = st.one_of(
    st.builds(
        ox.Literal, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"))
    ),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag),
        st.text("aé\U0001f600\r\n\"'\\ "),
        st.from_regex(r"[A-Za-z]{2,3}", fullmatch=True),
    ),
    st.builds(lambda number: literal(f"{number:+}", "integer"), INTEGERS),
    st.builds(lambda number: literal(f"{number:05}", "long"), INTEGERS),
    st.builds(lambda number: literal(f"{number:f}", "decimal"), DECIMALS),
    st.builds(lambda digit: literal(digit, "boolean"), st.sampled_from(["0", "1", "true"])),
    st.builds(lambda day: literal(day.isoformat(), "date"), st.dates()),
    st.builds(
        lambda time: literal(time.replace(microsecond=0).isoformat() + "+07:00", "dateTime"), st.datetimes()
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(THINGS, THINGS, THINGS | LITERALS), min_size=1, max_size=12))
@example([(ox.NamedNode(IRI + "s"), ox.NamedNode(IRI + "p"), ox.Literal("PREFIX x: <y> ;; 5.\r\n\"'''"))])
def test_what_export_writes_of_portable_values_is_clean(
    triples: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]],
) -> None:
    graph = KnowledgeGraph()
    # One predicate a triple, so that no two of its values are equal.
    graph.oxigraph.extend(
        ox.Quad(subject, ox.NamedNode(f"{predicate.value}{number}"), value)
        for number, (subject, predicate, value) in enumerate(triples)
    )
    result, unsafe = portable(graph)
    assert unsafe == []
    assert lint(relgraph.export(result, "turtle")) == []
    assert len(result) == len(graph)


# The command


def lines(result: subprocess.CompletedProcess[bytes]) -> list[str]:
    return result.stdout.decode().splitlines()


def test_lint_prints_a_table_of_places(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER + 'e:s e:p +5 , "x"@en .\n', "utf-8")
    (tmp_path / "b.ttl").write_text(HEADER + "e:s e:p 5.\n", "utf-8")
    (tmp_path / ".hidden.ttl").write_text("no Turtle", "utf-8")
    (tmp_path / "c.txt").write_text("no Turtle", "utf-8")
    result = run("lint", ".")
    assert result.returncode == 1
    head, first, second = lines(result)
    assert head.split() == ["place", "rule", "found", "stores", "what", "to", "do"]
    assert first.split()[:3] == ["a.ttl:6:9", "integer-form", "+5"]
    assert "Oxigraph, Virtuoso, TDB2, rdflib: changed" in first
    assert second.split()[:3] == ["b.ttl:6:9", "number-before-dot", "5."]
    assert "Virtuoso, RDF4J: refused" in second
    assert result.stderr == b"2 findings\n"
    assert run("lint", "a.ttl", "-d", "b.ttl").stdout == result.stdout


def test_lint_writes_json_and_csv(run: Run) -> None:
    turtle = (HEADER + 'e:s e:p "a\u2028b"^^xsd:string .\n').encode()
    result = run("lint", "-", "-f", "json", stdin=turtle)
    assert result.returncode == 1
    (item,) = json.loads(result.stdout)
    assert item == {
        "file": "standard input",
        "line": FIRST,
        "column": 9,
        "rule": "written-string",
        "found": '"a\u2028b"^^xsd:string',
        "stores": {"Virtuoso": "changed"},
        "advice": RULES["written-string"].advice,
    }
    (row,) = csv.DictReader(
        io.StringIO(run("lint", "-", "-f", "csv", stdin=turtle).stdout.decode(), newline="")
    )
    assert row["stores"] == "Virtuoso: changed"
    assert {name: str(item[name]) for name in row if name != "stores"} == {
        name: value for name, value in row.items() if name != "stores"
    }


def test_lint_of_a_clean_file_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER, "utf-8")
    result = run("lint", "a.ttl")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"0 findings\n")
    assert json.loads(run("lint", "a.ttl", "-f", "json").stdout) == []


def test_lint_without_files_looks_at_the_bundled_data_and_ontology(run: Run) -> None:
    result = run("lint", "-f", "json")
    assert result.returncode in (0, 1)
    assert [item for item in json.loads(result.stdout) if item["stores"]] == []


def test_lint_of_no_turtle_ends_with_2_after_what_it_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER + 'e:s e:p +5 , "open .\n', "utf-8")
    result = run("lint", "a.ttl")
    assert result.returncode == 2
    assert "integer-form" in lines(result)[1]
    first, advice = result.stderr.decode().splitlines()
    assert first.startswith("relgraph: a.ttl, line 6")
    assert advice.startswith("  ")
    missing = run("lint", "none.ttl")
    assert (missing.returncode, missing.stdout) == (2, b"")


def test_lint_of_a_hostile_file_does_not_drive_the_terminal(run: Run) -> None:
    turtle = HEADER + 'e:s e:p "\x1b]0;owned\x07\u202e\n'.replace("\n", "") + '"^^xsd:string .\n'
    result = run("lint", "-", stdin=turtle.encode())
    assert result.returncode == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout.decode())


def test_lint_lists_its_rules(run: Run) -> None:
    result = run("lint", "--rules")
    assert result.returncode == 0
    assert [line.split()[0] for line in lines(result)[1:]] == list(RULES)
    listed = json.loads(run("lint", "--rules", "-f", "json").stdout)
    assert [item["rule"] for item in listed] == list(RULES)
    assert all(item["why"] and item["finds"] and item["advice"] for item in listed)


def test_export_portable_lists_the_rest_and_ends_with_0(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER + 'e:s e:p " 5 "^^xsd:integer , "P1Y"^^xsd:duration .\n', "utf-8")
    result = run("export", "-f", "turtle", "--portable", "-d", "a.ttl", "-o", "b.ttl")
    assert result.returncode == 0
    written = (tmp_path / "b.ttl").read_text("utf-8")
    assert " 5 ," in written or ", 5 " in written
    (line,) = result.stderr.decode().splitlines()
    number = 1 + next(n for n, text in enumerate(written.splitlines()) if "P1Y" in text)
    assert line.startswith(f"not portable: line {number}: duration")
    assert "Virtuoso" in line
    assert [item.rule for item in lint(tmp_path / "b.ttl")] == ["duration"]
    assert run("export", "-f", "ntriples", "--portable", "-d", "a.ttl").stderr.startswith(
        b"not portable: duration"
    )
