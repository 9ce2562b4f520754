"""Canonical Turtle: one predicate per line, only the prefixes in use, and names that every store reads."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relgraph.canonical import Section, canonical, lines_of, prefixes_of, to_turtle, turtle_chunks
from relgraph.model.namespaces import ID, PREFIXES, RG

A, B, P = (ox.NamedNode(f"https://example.org/{name}") for name in "abp")


def document(*triples: ox.Triple) -> str:
    return to_turtle(canonical(triples)).decode()


def test_one_predicate_per_line_and_a_blank_line_between_subjects() -> None:
    text = document(
        ox.Triple(A, P, ox.Literal("line\n\nbreak .\nx")),
        ox.Triple(A, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(RG.State)),
        ox.Triple(B, P, A),
    )
    assert text == (
        "@prefix rg: <https://w3id.org/relgraph/ontology#> .\n\n"
        "<https://example.org/a> a rg:State ;\n"
        '    <https://example.org/p> "line\\n\\nbreak .\\nx" .\n\n'
        "<https://example.org/b> <https://example.org/p> <https://example.org/a> .\n"
    )


def test_only_prefixes_in_use_are_declared_in_alphabetical_order() -> None:
    text = document(
        ox.Triple(
            ox.NamedNode(ID["state/russia"]), ox.NamedNode(RG.supports), ox.NamedNode(ID["event/summit"])
        ),
        ox.Triple(A, P, ox.Literal("1", datatype=ox.NamedNode(PREFIXES["xsd"] + "gYear"))),
    )
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == ["event:", "rg:", "state:", "xsd:"]
    assert "state:russia rg:supports event:summit ." in text


@pytest.mark.parametrize(
    ("local", "is_short"),
    [
        ("russia", True),
        ("laos-pdr.1", True),
        ("état", True),
        ("2021-report", False),
        ("russia/2021", False),
        ("a(b)", False),
        ("%20", False),
        ("a" * 401, False),
    ],
)
def test_a_name_that_not_every_store_reads_is_an_iri(local: str, is_short: bool) -> None:
    thing = ox.NamedNode(ID[f"state/{local}"])
    text = document(ox.Triple(thing, P, ox.Literal("state:(x)")))
    assert text.splitlines()[-1].startswith(f"state:{local} " if is_short else f"<{thing.value}> ")
    assert '"state:(x)"' in text
    assert {quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)} == {
        ox.Triple(thing, P, ox.Literal("state:(x)"))
    }


def test_a_section_in_a_named_graph_is_trig() -> None:
    triples = [ox.Triple(A, P, ox.Literal("one\n    two")), ox.Triple(B, P, A)]
    rows = [(str(triple.subject), str(triple.predicate), str(triple.object)) for triple in triples]
    sections = [Section("Default", [rows[:1]]), Section("Named", [rows[1:], rows[:1]], P)]
    content = b"".join(turtle_chunks(sections, {}))
    assert set(ox.parse(content, ox.RdfFormat.TRIG)) == {
        ox.Quad(A, P, triples[0].object),
        ox.Quad(B, P, A, P),
        ox.Quad(A, P, triples[0].object, P),
    }
    lines = content.decode().splitlines()
    assert [line for line in lines if line.startswith("#")] == ["# Default", "# -------", "# Named", "# -----"]
    assert lines[lines.index("<https://example.org/p> {") + 1].startswith("    <https://example.org/b>")


def test_a_document_longer_than_the_memory_for_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    triples = canonical(ox.Triple(A, P, ox.Literal(str(number))) for number in range(100))
    whole = to_turtle(triples)
    monkeypatch.setattr("relgraph.canonical.turtle._IN_MEMORY", 10)
    assert to_turtle(triples) == whole


def test_no_triples_are_an_empty_document() -> None:
    assert list(ox.parse(to_turtle([]), ox.RdfFormat.TURTLE)) == []


def test_prefixes_of_a_store_are_those_of_its_kinds_of_things() -> None:
    store = ox.Store()
    for local in ("state/a", "joint-venture/x", "plain", "Not-a-kind/x", "1/x"):
        store.add(ox.Quad(A, P, ox.NamedNode(ID[local])))
    prefixes = prefixes_of(lines_of(store))
    assert set(prefixes) - set(PREFIXES) == {"state", "joint-venture"}
    assert "id" not in prefixes


# Namespaces of which one begins with another, and names that every store reads in each of them.
_NAMESPACES = [
    ID + "state/",
    ID + "state/r",
    PREFIXES["rg"],
    "urn:",
    "urn:x-",
    "http://a/",
    "http://a/b-",
    "http://b",
]
_IRIS = st.builds(
    lambda namespace, local: ox.NamedNode(namespace + local),
    st.sampled_from(_NAMESPACES),
    st.sampled_from(["russia", "a-b", "b", "x1", "_"]),
)
_TEXTS = st.sampled_from(
    ["", "x", " state: x", "^m:y", 'a "b" \\ c', "one\n\ttwo", "\x01", "\u2028", " .\n", "<urn:a> ;"]
)
_NUMBERS = ["1", "-7", "1.5", "1E2", "true", "2021-10-06", "x"]
_LITERALS = st.one_of(
    _TEXTS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), _TEXTS, st.sampled_from(["en", "en-GB"])),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + name)),
        st.sampled_from(_NUMBERS),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"]),
    ),
    st.builds(lambda text, iri: ox.Literal(text, datatype=iri), _TEXTS, _IRIS),
)
_NODES = _IRIS | st.sampled_from("ab").map(ox.BlankNode)
_TRIPLES = st.builds(
    ox.Triple, _NODES, _IRIS | st.just(ox.NamedNode(PREFIXES["rdf"] + "type")), _NODES | _LITERALS
)
_DECLARED = st.dictionaries(st.sampled_from(["", "m", "state", "a-b"]), st.sampled_from(_NAMESPACES))


@given(st.lists(_TRIPLES, min_size=1), _DECLARED)
def test_terms_are_written_as_the_engine_writes_them(
    triples: list[ox.Triple], declared: dict[str, str]
) -> None:
    in_order = canonical(triples)
    text = to_turtle(in_order, declared).decode()
    prefixes = prefixes_of([f"{triple} .\n".encode() for triple in in_order], declared)
    by_engine = (ox.serialize(in_order, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()
    body, expected = (re.sub(r"\A(?:@prefix [^\n]*\n)*\n?", "", document) for document in (text, by_engine))
    assert body == expected.replace("\n\t", "\n    ").replace(" .\n", " .\n\n")[:-1]
    assert {quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)} == set(in_order)
