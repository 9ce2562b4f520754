"""What a name names."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, Namespace, URIRef

from relgraph import KnowledgeGraph
from relgraph.errors import NameNotFoundError
from relgraph.model.namespaces import ID
from relgraph.querying import find_things, resolve_term

EX = Namespace("https://example.org/")

NAMED = """
ex:viet-nam a rg:State ; rdfs:label "Việt Nam"@vi .
ex:ivory a rg:State ; rdfs:label "Côte d'Ivoire"@fr ; skos:altLabel "Ivory Coast"@en .
ex:strasse a rg:Organization ; rdfs:label "Straßenbund"@de .
ex:zurich a rg:Event ; rdfs:label "Zürich round"@en . ex:zurich-too a rg:Event ; rdfs:label "Zurich round"@en .
ex:usa a rg:State ; rdfs:label "U.S.A."@en .
ex:fullwidth a rg:Organization ; rdfs:label "\N{FULLWIDTH LATIN CAPITAL LETTER B}3"@en .
ex:lodz a rg:Event ; rdfs:label "Łódź talks"@en . ex:lodz-two a rg:Event ; rdfs:label "Lódz talks"@en .
"""


def test_things_are_found_by_name(meeting: KnowledgeGraph, small: KnowledgeGraph) -> None:
    assert find_things(small, "aland") == (EX.a, EX.c)
    assert find_things(meeting, "state/russia") == (ID["state/russia"],)
    assert find_things(meeting, "state/nowhere") == ()


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        (unicodedata.normalize("NFD", "Việt Nam"), EX["viet-nam"]),
        ("VIỆT  NAM", EX["viet-nam"]),
        ("viet nam", EX["viet-nam"]),
        ("Vietnam", EX["viet-nam"]),
        ("CÔTE D\u2019IVOIRE", EX.ivory),  # the apostrophe of a word processor
        ("Cote d'Ivoire", EX.ivory),
        ("ivory-coast", EX.ivory),
        ("STRASSENBUND", EX.strasse),
        ("USA", EX.usa),
        ("b3", EX.fullwidth),
        ("Zürich round", EX.zurich),  # as it is written goes before what differs in accents
        ("zurich round", EX["zurich-too"]),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, thing: URIRef, graph_of: GraphOf) -> None:
    assert find_things(graph_of(NAMED), typed) == (thing,)


def test_a_name_that_fits_several_things_lists_them(graph_of: GraphOf) -> None:
    with pytest.raises(NameNotFoundError, match=r"names 2 things: <\S+lodz>, <\S+lodz-two>"):
        resolve_term(graph_of(NAMED), "Lodz talks")


@pytest.mark.parametrize("nothing", ["", " ", "?!", "'", "\u0301", "-"])
def test_what_has_no_letter_names_nothing(nothing: str, graph_of: GraphOf) -> None:
    assert find_things(graph_of(NAMED), nothing) == ()


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=12),
    st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")),
)
def test_the_unicode_form_of_a_name_never_matters(name: str, form: str) -> None:
    if not any(unicodedata.category(letter)[0] in "LN" for letter in name):
        name += "a"
    graph = KnowledgeGraph()
    graph.add((EX.it, URIRef("http://www.w3.org/2000/01/rdf-schema#label"), Literal(name)))
    typed = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert EX.it in find_things(graph, typed)


@pytest.mark.parametrize("typed", ["actor=Vie\u0302\u0323t Nam", "actor=land:viet-nam", "relation=rg:opposes"])
def test_the_command_takes_names_and_names_with_the_prefixes_of_the_data(
    typed: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        turtle(
            f"@prefix land: <{EX}> .\n{NAMED}"
            "ex:x a rg:Act ; rg:relation rg:opposes ; rg:actor land:viet-nam ; rg:object ex:zurich ."
            "ex:y a rg:Act ; rg:relation rg:supports ; rg:actor ex:usa ; rg:object ex:zurich ."
        ),
        "utf-8",
    )
    done = run("query", "acts-of", "-d", path, "-p", typed, "-f", "csv")
    assert done.returncode == 0
    _, *rows = done.stdout.decode().splitlines()
    assert [row.split(",")[:2] for row in rows] == [[str(EX["viet-nam"]), "Việt Nam"]]
