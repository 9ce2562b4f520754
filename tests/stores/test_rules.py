"""Each rule concludes the same in every store, from the ontology and the same graph."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from rdflib import SKOS

import relgraph
from relgraph.bundle import bundled

from . import all_stores
from .conftest import Start
from .contract import Store

RULES = sorted(bundled("ontology", "rules").glob("*.rq"), key=lambda path: path.name)
# What the bundled graph lacks: who speaks for whom, and relations and classes that the data declare.
MORE = """
@prefix rg: <https://w3id.org/relgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
ex:alliedWith a rg:Relation ; rg:direction rg:undirected ; rdfs:subPropertyOf ex:sidesWith .
ex:sidesWith a rg:Relation .
ex:Ministry rdfs:subClassOf rg:GovernmentBody .
ex:ministry a ex:Ministry .
ex:office-a a rg:Office ; rg:officeOf ex:a .
ex:office-b a rg:Office ; rg:officeOf ex:b , ex:a .
ex:p-holds rg:actor ex:p ; rg:relation rg:holdsOffice ; rg:object ex:office-a ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:likely .
ex:q-holds rg:actor ex:q ; rg:relation rg:holdsOffice ; rg:object ex:office-b ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:certain .
ex:r-holds rg:actor ex:r ; rg:relation rg:holdsOffice ; rg:object ex:office-b ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:doubtful .
ex:s-holds rg:actor ex:s ; rg:relation rg:holdsOffice ; rg:object ex:office-a ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:polarity rg:negative .
"""


def acts() -> str:
    """Return an act for each way in which it can be told, by one actor and by two."""
    said = ["", "a", "b", "p", "q", "r", "s", "p , ex:r"]
    lines = [
        f"ex:act-{number} rg:relation {relation} ; rg:actor {actors} ; rg:object ex:thing-{number} ;"
        f" rg:certainty rg:certain ; rg:modality rg:modality{modality}"
        + (f" ; rg:saidBy ex:{speaker}" if speaker else "")
        + (" ; rg:polarity rg:negative" if number % 7 == 0 else "")
        + " .\n"
        for number, (relation, actors, modality, speaker) in enumerate(
            (relation, actors, modality, speaker)
            for relation in ("ex:alliedWith", "rg:proposes", "rg:coChairs")
            for actors in ("ex:a", "ex:a , ex:b", "ex:p")
            for modality in ("Asserted", "Planned")
            for speaker in said
        )
    ]
    return "".join(lines)


def as_select(rule: str) -> str:
    """Return the SELECT for what a rule concludes."""
    match = re.search(r"CONSTRUCT \{([^}]*)\}", rule)
    assert match is not None
    variables = " ".join(re.findall(r"\?\w+", match[1]))
    return f"{rule[: match.start()]}SELECT DISTINCT {variables}{rule[match.end() :]}"


@pytest.mark.parametrize(
    "program",
    [pytest.param(store, id=store.name, marks=pytest.mark.xdist_group(store.name)) for store in all_stores()],
)
def test_a_rule_concludes_the_same(
    program: type[Store], start: Start, record_property: Callable[[str, object], None]
) -> None:
    graph = relgraph.open()
    graph.oxigraph.load(MORE + acts(), ox.RdfFormat.TURTLE)
    graph = relgraph.derive(graph)
    graph.remove((None, SKOS.prefLabel, None))
    content = relgraph.export(graph, "ntriples") + bundled("ontology", "relgraph.ttl").read_bytes()
    engine = ox.Store()
    engine.load(content, ox.RdfFormat.TURTLE)
    store = start(program)
    store.load(b"", "nquads")
    store.load(content, "turtle")
    for rule in RULES:
        question = as_select(rule.read_text("utf-8"))
        answer = engine.query(question)
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        expected = {tuple(str(solution[name]) for name in names) for solution in answer}
        found = {tuple(str(row[name]) for name in names) for row in store.select(question)}
        record_property("cell", ["rules", rule.stem, store.name, f"{len(found)} equal"])
        assert expected, rule.name
        assert found == expected, rule.name
