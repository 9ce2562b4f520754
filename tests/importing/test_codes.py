"""What the importer makes of CAMEO and PLOVER codes is what the ontology's alignment with them says."""

from __future__ import annotations

import pytest
from rdflib import SKOS, Graph, URIRef

from relgraph.bundle import bundled
from relgraph.importing import mapping_named
from relgraph.model.namespaces import RG
from relgraph.model.ontology import read_ontology

ALIGNMENT = Graph().parse(bundled("ontology", "alignments", "plover-cameo.ttl"), format="turtle")
CODES = "https://w3id.org/relgraph/ontology/alignments/plover-cameo#"

OTHERWISE = {
    "what is intended is a planned act": {"030", "031", "033", "036"},
    "the other side is an actor, where the relation of the alignment is to a thing": {
        "071", "072", "073", "074", "084", "085", "087", "129", "164", "165",
    },
    "an organization is left, and a code of the root says more than this": {"160"},
}  # fmt: skip
"""Codes of which a row of a table of events makes another act than a sentence does, by why."""


def lookup(kind: str, name: str) -> dict[str, str]:
    _, *rows = mapping_named(kind).lookups[name]
    return {row[0]: row[1] for row in rows}


def notations(system: str) -> list[str]:
    nodes = ALIGNMENT.subjects(SKOS.inScheme, URIRef(f"{CODES}{system}"))
    return sorted(str(ALIGNMENT.value(node, SKOS.notation)) for node in nodes)


def aligned(system: str, code: str) -> set[str]:
    """Return the relations that the alignment has of a code, with those above them."""
    ontology = read_ontology()
    node = URIRef(f"{CODES}{system}-{code}")
    found = {
        str(relation)
        for match in (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch)
        for relation in ALIGNMENT.subjects(match, node)
        if str(relation).startswith(str(RG))
    }
    return {above.removeprefix(str(RG)) for iri in found for above in ontology.ancestors(iri)}


@pytest.mark.parametrize("code", notations("cameo"))
def test_cameo(code: str) -> None:
    told = lookup("icews", "cameo")
    made = next((told[code[:size]] for size in (3, 2) if code[:size] in told), None)
    wanted = aligned("cameo", code)
    exempt = any(code in codes for codes in OTHERWISE.values())
    assert made is not None
    assert not wanted or (made in wanted) is not exempt


@pytest.mark.parametrize("code", notations("plover"))
def test_plover(code: str) -> None:
    assert lookup("polecat", "plover")[code] in aligned("plover", code)


@pytest.mark.parametrize(("kind", "name"), [("icews", "cameo"), ("polecat", "plover")])
def test_every_code_is_one_and_every_relation_is_there(kind: str, name: str) -> None:
    roots = {code[:2] for code in notations(name)} if name == "cameo" else set(notations(name))
    found = lookup(kind, name)
    assert {code[:2] if name == "cameo" else code.partition("-")[0] for code in found} == roots
    assert all(read_ontology().named(relation) for relation in found.values())
