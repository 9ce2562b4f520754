"""Each rule finds its place and leaves the neighbour; a table of rules that is not whole is refused."""

from __future__ import annotations

import pytest
from turtle_snippets import FIRST, HEADER, IRI, found

from relgraph.linting import RULES, Rule, lint
from relgraph.linting.rule_table import read_rules

# Each rule: a file in which it applies, with the place and the text worked out by hand, and one in which it
# does not. What does not begin with a directive stands under the header.
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
    "long-local-name": (f"e:s e:p e:{'a' * 450} .", FIRST, 9, f"e:{'a' * 57}…", f"e:s e:p e:{'a' * 449} ."),
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
        f"<{IRI}{'é' * 38}…",
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
    "ill-typed": (
        'e:s e:p "2021-02-30"^^xsd:date .',
        FIRST,
        9,
        '"2021-02-30"^^xsd:date',
        'e:s e:p "2020-02-29"^^xsd:date , "2021-02-30" .',
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


TABLE = """\
[b]
finds = "what"
why = "because"
advice = "do"
stores = { Virtuoso = "changed or refused", "N3.js" = "refused" }
[a]
finds = "what"
why = "because"
advice = "do"
stores = {}
"""


def test_a_table_is_read_in_its_order() -> None:
    stores = (("Virtuoso", "changed or refused"), ("N3.js", "refused"))
    assert list(read_rules(TABLE).values()) == [
        Rule(name="b", finds="what", stores=stores, why="because", advice="do"),
        Rule(name="a", finds="what", stores=(), why="because", advice="do"),
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('why = "because"\n', "", "rule b: must have the keys"),
        ('why = "because"\n', 'why = "because"\nwhen = "now"\n', "rule b: must have the keys"),
        ("why", "wy", "rule b: must have the keys"),
        ("[b]", "b = 1\n[c]", "rule b: must have the keys"),
        ('why = "because"', 'why = ""', "rule b: why must be a text"),
        ('finds = "what"', "finds = 1", "rule b: finds must be a text"),
        ('"refused" }', '"ignored" }', "rule b: stores must map"),
        ('"refused" }', '["refused"] }', "rule b: stores must map"),
        ("stores = {}", 'stores = ["Virtuoso"]', "rule a: stores must map"),
        ("[a]", "[b]", "(?i)declare .* twice"),
    ],
)
def test_a_table_with_a_mistake_is_refused(was: str, becomes: str, says: str) -> None:
    assert was in TABLE
    with pytest.raises(ValueError, match=says):
        read_rules(TABLE.replace(was, becomes, 1))
