"""The form that every store keeps: what portable rewrites, and that what it gives is clean."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from turtle_snippets import HEADER, IRI

import relgraph
from relgraph import KnowledgeGraph
from relgraph.linting import lint, portable
from relgraph.model.namespaces import PREFIXES

XSD = PREFIXES["xsd"]


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
    NAMES.filter(lambda name: name not in {"imports", ".", ".."}),  # the latter two are segments that go
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


def test_long_local_names_are_written_out() -> None:
    # Virtuoso refuses a local name of so many letters, see the rule long-local-name.
    long = graph_of(ox.NamedNode(PREFIXES["rg"] + "a" * 500))
    assert [item.rule for item in lint(HEADER.encode() + b"e:s e:p e:" + b"a" * 500 + b" .")] == [
        "long-local-name"
    ]
    assert lint(relgraph.export(long, "turtle")) == []
