"""Each rule of ``relgraph lint``, shown by the stores: those it names do it, all others take the file."""

from __future__ import annotations

from typing import ClassVar

import pyoxigraph as ox
import pytest
import rdflib

from relgraph.linting import CHANGED, EITHER, REFUSED, RULES, lint

from . import all_readers, all_stores
from .conftest import Start, require
from .contract import Reader, Refused, Store

HEADER = (
    "@prefix e: <https://example.org/> .\n"
    "@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


def states(*objects: str) -> tuple[str, ...]:
    """Return a file for each of ``objects``, which one statement has."""
    return tuple(f"{HEADER}e:s e:p {item} .\n" for item in objects)


def typed(datatype: str, *values: str) -> tuple[str, ...]:
    """Return a file for each of ``values``, a literal of that datatype."""
    return states(*(f'"{value}"^^{datatype}' for value in values))


EXAMPLES: dict[str, tuple[str, ...]] = {
    "byte-order-mark": ("\ufeff" + states("e:o")[0],),
    "sparql-directive": (
        "PREFIX e: <https://example.org/>\ne:s e:p e:o .\n",
        "BASE <https://example.org/>\n<s> <p> <o> .\n",
    ),
    "relative-iri": ("<s> <https://example.org/p> <https://example.org/o> .\n",),
    "based-iri": ("@base <https://example.org/x/y> .\n<?s> <https://example.org/p> <o> .\n",),
    "repeated-semicolon": states("e:o ;; e:q e:r", "e:o ; ;"),
    "number-before-dot": (f"{HEADER}e:s e:p 5.\n", f"{HEADER}e:s e:p 5."),
    "boolean-before-dot": (f"{HEADER}e:s e:p true.\n",),
    "prefix-with-dot": ("@prefix a.b: <https://example.org/> .\na.b:s a.b:p a.b:o .\n",),
    "local-name-escape": states(r"e:o\.x", r"e:o\,x", r"e:o\/x", r"e:x\(y\)"),
    "local-name-percent": states("e:o%41"),
    "local-name-colon": states("e:o:x", "e::x"),
    "local-name-digits": states("e:2021-07", "e:1-a"),
    "long-local-name": states("e:" + "a" * 500),
    "percent-encoding": states("<https://example.org/a%20b>", "<https://example.org/%c3%a9>"),
    "dot-segment": states("<https://example.org/a/../b>", "<https://example.org/a/./b>"),
    "long-iri": states(f"<https://example.org/{'a' * 1000}>", f"<https://example.org/{'a' * 1900}>"),
    "language-case": states('"one"@FR', '"two"@NL-x-AbC'),
    "language-region": states('"three"@en-ie', '"four"@zh-hans'),
    "written-string": typed("xsd:string", "five"),
    "raw-carriage-return": states('"""a\r\nb"""'),
    "null-character": states(r'"a\u0000b"'),
    "noncharacter": states(r'"a\uFFFEb"', r'"a\U0000FFFFb"', '"a\uffffb"'),
    "integer-form": (*states("+5", "005", "-0"), *typed("xsd:integer", " 5 ")),
    "long-integer": states("9223372036854775808", "123456789012345678901234567890"),
    "ill-typed": (
        *typed("xsd:date", "2021-02-30", "2021-07-06T10:00:00Z", "soon"),
        *typed("xsd:dateTime", "2021-07-06T25:00:00", "2021-07-06"),
        *typed("xsd:gYear", "21"),
        *typed("xsd:gMonth", "--13"),
        *typed("xsd:byte", "300"),
        *typed("xsd:nonNegativeInteger", "-5"),
        *typed("xsd:integer", "12,5", "many"),
        *typed("xsd:decimal", "1.5e3"),
        *typed("xsd:double", "high"),
        *typed("xsd:boolean", "yes"),
        *typed("xsd:duration", "1 year"),
    ),
    "integer-subtype": tuple(
        file
        for name in ("int", "long", "byte", "nonNegativeInteger", "unsignedShort")
        for file in typed(f"xsd:{name}", "5")
    ),
    "decimal-form": (*states("1.50", "1.0", ".5", "+1.5", "01.5", "0.0"), *typed("xsd:decimal", "5.")),
    "long-decimal": states("0.1234567890123456", "0.0000000000000001"),
    "floating-point": (*states("1.5e0", "1.0E6"), *typed("xsd:double", "5"), *typed("xsd:float", "1.50")),
    "boolean-digit": typed("xsd:boolean", "1", "0"),
    "date-zone": (
        *typed("xsd:date", "2021-07-06Z", "2021-07-06+07:00"),
        *typed("xsd:gYear", "2021+07:00"),
        *typed("xsd:gYearMonth", "2021-07Z"),
    ),
    "zero-offset": typed("xsd:dateTime", "2021-07-06T10:00:00+00:00", "2021-07-06T10:00:00-00:00"),
    "utc-letter": typed("xsd:dateTime", "2021-07-06T10:00:00Z"),
    "second-fraction": typed(
        "xsd:dateTime", "2021-07-06T10:00:00.5+07:00", "2021-07-06T10:00:00.500+07:00", "2021-07-06T10:00:00.5"
    ),
    "end-of-day": typed("xsd:dateTime", "2021-07-06T24:00:00"),
    "negative-year": (*typed("xsd:gYear", "-0044"), *typed("xsd:date", "-0044-03-15")),
    "date-time-stamp": typed("xsd:dateTimeStamp", "2021-07-06T10:00:00+07:00"),
    "duration": (
        *typed("xsd:duration", "P1Y2M", "P12M"),
        *typed("xsd:yearMonthDuration", "P1Y2M"),
        *typed("xsd:dayTimeDuration", "P1DT2H"),
    ),
    "equal-values": states(
        '"2021-07-06T10:00:00+07:00"^^xsd:dateTime , "2021-07-06T11:00:00+08:00"^^xsd:dateTime',
        '"2021"^^xsd:gYear , "2021-01-01"^^xsd:date',
        '1 , "1"^^xsd:decimal',
        "1 , true",
    ),
    "wkt-literal": typed(
        "geo:wktLiteral",
        "POINT(105.8 21.0)",
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(105.8 21.0)",
    ),
    "xml-literal": typed("rdf:XMLLiteral", "<b a='x'/>"),
    "quoted-triple": (f"{HEADER}<< e:a e:b e:c >> e:p e:o .\n", *states("<< e:a e:b e:c >>")),
    "triple-term": states("<<( e:a e:b e:c )>>"),
    "annotation": states("e:o {| e:q e:r |}"),
    "reifier": states("e:o ~ e:r"),
    "base-direction": states('"x"@en--ltr'),
    "version-directive": ('VERSION "1.2"\n' + states("e:o")[0], '@version "1.2" .\n' + states("e:o")[0]),
    "owl-imports": (f"{HEADER}e:s owl:imports e:o .\n",),
}
"""For each rule, files in which it applies."""

# What the triples that come back cannot show, since reading them hides it, is asked of the store: the case of a
# language tag, whether a plain literal is found, and whether there is a reifier as in RDF 1.2.
_TAGS = "SELECT ?o (LANG(?o) AS ?tag) WHERE { ?s <https://example.org/p> ?o }"
_ONE_ROW = {
    "written-string": 'SELECT ?s WHERE { ?s <https://example.org/p> "five" }',
    "quoted-triple": f"SELECT ?r WHERE {{ ?r <{rdflib.RDF}reifies> ?t }}",
    "annotation": f"SELECT ?r WHERE {{ ?r <{rdflib.RDF}reifies> ?t }}",
}


class Rdflib(Reader):
    """The parser of rdflib, through which Python programs read Turtle."""

    name = "rdflib"
    formats: ClassVar[tuple[str, ...]] = ("turtle",)

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here: relgraph depends on it."""
        return ""

    def parse(self, content: bytes, format: str) -> ox.Dataset:
        """Return what it writes as N-Triples."""
        written = self.graph(content).serialize(format="nt", encoding="utf-8")
        return ox.Dataset(ox.parse(written, ox.RdfFormat.N_TRIPLES))

    def graph(self, content: bytes) -> rdflib.Graph:
        """Return its graph."""
        try:
            return rdflib.Graph().parse(data=content, format="turtle", publicID="https://rdflib.example/")
        except SyntaxError as error:
            raise Refused(str(error)) from None


PROGRAMS: list[type[Store] | type[Reader]] = [*all_stores(), *all_readers(), Rdflib]


@pytest.fixture(
    scope="module",
    params=[pytest.param(item, id=item.name, marks=pytest.mark.xdist_group(item.name)) for item in PROGRAMS],
)
def program(request: pytest.FixtureRequest, start: Start) -> Store | Reader:
    program: type[Store] | type[Reader] = request.param
    if issubclass(program, Store):
        return start(program)
    require(program)
    return program()


def read_back(program: Store | Reader, content: bytes) -> ox.Dataset:
    if isinstance(program, Reader):
        return program.parse(content, "turtle")
    program.load(content, "turtle")
    return program.read()


def canonical(dataset: ox.Dataset) -> list[str]:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def outcome(program: Store | Reader, rule: str, file: str) -> str:
    """Return what ``program`` does with ``file``: ``exact``, ``changed`` or ``refused``."""
    content = file.encode()
    # No program resolves relative IRIs against this.
    reference = canonical(
        ox.Dataset(
            ox.parse(
                content.removeprefix(b"\xef\xbb\xbf"), ox.RdfFormat.TURTLE, base_iri="https://nowhere.example/x"
            )
        )
    )
    try:
        got = canonical(read_back(program, content))
        if rule.startswith("language-"):
            written = file.rpartition("@")[2].removesuffix(" .\n")
            if tag_of(program, content, written) != written:
                return CHANGED
        if rule in _ONE_ROW and isinstance(program, Store) and len(program.select(_ONE_ROW[rule])) != 1:
            return CHANGED
    except Refused:
        return REFUSED
    except SyntaxError:  # what comes back is no RDF 1.1
        return CHANGED
    return "exact" if got == reference else CHANGED


def tag_of(program: Store | Reader, content: bytes, written: str) -> str:
    """Return the language tag as ``program`` keeps it; a reader that hides that is taken to keep it."""
    if isinstance(program, Rdflib):
        (value,) = program.graph(content).objects()
        assert isinstance(value, rdflib.Literal)
        return str(value.language)
    if isinstance(program, Reader):
        return written
    (row,) = program.select(_TAGS)
    return row["tag"].value


def test_every_rule_has_files_in_which_lint_finds_it_alone() -> None:
    assert EXAMPLES.keys() == RULES.keys()
    beside = {"language-case": {"language-region"}, "zero-offset": {"date-zone"}}
    for rule, files in EXAMPLES.items():
        for file in files:
            found = {finding.rule for finding in lint(file.encode())}
            assert rule in found, file
            assert found <= {rule} | beside.get(rule, set()), file


@pytest.mark.parametrize("rule", RULES)
def test_a_store_does_what_the_rule_says_and_no_other_does(program: Store | Reader, rule: str) -> None:
    says = dict(RULES[rule].stores).get(program.name, "exact")
    outcomes = {file: outcome(program, rule, file) for file in EXAMPLES[rule]}
    if says == "exact":
        assert set(outcomes.values()) == {"exact"}, outcomes
    elif says == EITHER:
        assert set(outcomes.values()) == {CHANGED, REFUSED}, outcomes
    else:
        assert set(outcomes.values()) - {"exact"} == {says}, outcomes


def test_rules_name_programs_that_are_tried() -> None:
    tried = {program.name for program in PROGRAMS}
    assert {store for rule in RULES.values() for store, _ in rule.stores} <= tried
