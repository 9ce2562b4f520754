"""Identity: who may be one, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph.identity import name_key, unaccented

EX = "https://example.org/"


def named(name: str, label: str, kind: str = "State", rest: str = "") -> str:
    return f'ex:{name} a rg:{kind} ; rdfs:label "{label}"@en {rest}.\n'


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Viet Nam", "Viet Nam", "same name"),
        ("Viet Nam", "VIETNAM", "same name"),
        ("Côte d'Ivoire", "Côte d\u2019Ivoire", "same name"),
        ("Côte d'Ivoire", "Co\u0302te d-Ivoire", "same name"),
        ("Korea (Republic)", "Korea, Republic", "same name"),
        ("Türkiye", "Turkiye", "same name but for accents"),
        ("Đà Nẵng", "Da Nang", "same name but for accents"),
    ],
)
def test_names_that_are_one_are_said(graph_of: GraphOf, one: str, other: str, reason: str) -> None:
    (pair,) = relgraph.duplicates(graph_of(named("x1", one) + named("x2", other)))
    assert {pair.iri, pair.other} == {f"{EX}x1", f"{EX}x2"}
    assert pair.reasons == (reason,)


@pytest.mark.parametrize(
    "turtle",
    [
        named("x1", "Guinea") + named("x2", "Guiana"),
        named("x1", "Georgia") + named("x2", "Georgia", "Person"),
        named("x1", "Niger") + named("x2", "Nigeria"),
        named("x1", "...") + named("x2", "---"),
        'ex:x1 a rg:Meeting ; rdfs:label "Talks" . ex:x2 a rg:Meeting ; rdfs:label "Talks" .',
    ],
)
def test_what_is_merely_similar_or_of_another_kind_is_no_pair(graph_of: GraphOf, turtle: str) -> None:
    assert relgraph.duplicates(graph_of(turtle)) == ()


def test_codes_aliases_same_as_and_other_bases_are_reasons(graph_of: GraphOf) -> None:
    graph = graph_of(
        named("y1", "Arcadia", rest='; rg:isoAlpha2 "QA" ')
        + named("y2", "Land of Arcadia", rest='; rg:isoAlpha2 "QA" ; skos:altLabel "arcadia"@en ')
        + named("y3", "Beltane", rest="; <http://www.w3.org/2002/07/owl#sameAs> ex:y4 ")
        + named("y4", "Cimmeria")
        + '<https://one.example/state/lutha> a rg:State ; rdfs:label "L"@en .\n'
        '<https://two.example/state/lutha> a rg:State ; rdfs:label "Lutha"@en .\n'
    )
    assert {
        frozenset((pair.iri[-2:], pair.other[-2:])): pair.reasons for pair in relgraph.duplicates(graph)
    } == {
        frozenset(("y1", "y2")): ("same code", "same name"),
        frozenset(("y3", "y4")): ("owl:sameAs",),
        frozenset(("ha",)): ("same IRI under another base",),
    }
    report = relgraph.validate(graph)
    assert sum("may be one State" in warning for warning in report.warnings) == 3


@given(st.text(max_size=30))
def test_keys_do_not_depend_on_form_or_case(name: str) -> None:
    assert name_key(name) == name_key(name.upper()) or name.upper().casefold() != name.casefold()
    assert unaccented(unaccented(name_key(name))) == unaccented(name_key(name))


def test_countries_of_one_name_with_other_codes_are_no_pair_and_a_shared_code_is(graph_of: GraphOf) -> None:
    graph = graph_of(
        named("k1", "Congo", rest='; rg:isoAlpha2 "CG" ') + named("k2", "Congo", rest='; rg:isoAlpha2 "CD" ')
        + named("k3", "One", rest="; rg:hasCode ex:code ") + named("k4", "Two", rest="; rg:hasCode ex:code ")
    )  # fmt: skip
    (pair,) = relgraph.duplicates(graph)
    assert ({pair.iri, pair.other}, pair.reasons) == ({f"{EX}k3", f"{EX}k4"}, ("same code",))


def test_a_code_that_was_given_to_another_later_is_no_reason(graph_of: GraphOf) -> None:
    def code(name: str, years: str) -> str:
        return f'ex:{name} a rg:Code ; rg:codeSystem rg:cowState ; skos:notation "7" {years} .'

    first, second = '; rg:until "1949"^^xsd:gYear', '; rg:from "1950"^^xsd:gYear'
    states = "".join(named(f"k{n}", f"K{n}", rest=f"; rg:hasCode ex:c{n} ") for n in (1, 2, 3))
    graph = graph_of(states + code("c1", first) + code("c2", second) + code("c3", second))
    (pair,) = relgraph.duplicates(graph)
    assert ({pair.iri, pair.other}, pair.reasons) == ({f"{EX}k2", f"{EX}k3"}, ("same code",))


def test_a_warning_tells_iris_apart(tmp_path: Path, run: Run) -> None:
    data = tmp_path / "in.ttl"
    states = (f'<https://{host}.example/x> a rg:State ; rdfs:label "Corvia"@en .' for host in ("one", "two"))
    data.write_text(turtle(" ".join(states)), "utf-8")
    said = run("validate", str(data)).stdout
    assert b"https://one.example/x and https://two.example/x" in said
