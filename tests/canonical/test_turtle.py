"""Canonical Turtle: one predicate per line, only the prefixes in use, and names that every store reads."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from relgraph.canonical import Section, canonical, store_prefixes, to_turtle, turtle_chunks
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
    sections = [Section("Default", [triples[:1]]), Section("Named", [triples[1:], triples[:1]], P)]
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
    prefixes = store_prefixes(store)
    assert set(prefixes) - set(PREFIXES) == {"state", "joint-venture"}
    assert "id" not in prefixes
