"""The bundled queries: portable, ordered, and what their parameters restrict."""

from __future__ import annotations

import random

import pytest
from rdflib import Graph, Namespace, URIRef
from term_texts import texts

from relgraph import KnowledgeGraph
from relgraph.bundle import bundled
from relgraph.model.namespaces import ID, RG
from relgraph.querying import named_queries, query

EX = Namespace("https://example.org/")
QUERIES = named_queries()
WITHOUT_ROWS = {"who-opposes"}
"""Nobody opposes anything at the bundled meeting."""
PARAMETERS = [
    (name, item.name)
    for name, named in QUERIES.items()
    if name not in WITHOUT_ROWS
    for item in named.parameters
]


def shuffled() -> Graph:
    """Return the bundled triples and the ontology in rdflib's own store, in another order, without prefixes."""
    triples = sorted(Graph().parse(bundled("data", "triples.ttl"), format="turtle"))
    triples += sorted(Graph().parse(bundled("ontology", "relgraph.ttl"), format="turtle"))
    random.Random(7).shuffle(triples)  # noqa: S311 - no secret
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def elsewhere() -> Graph:
    return shuffled()


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_has_a_question_and_gives_rows(name: str, meeting: KnowledgeGraph) -> None:
    assert QUERIES[name].question.endswith("?")
    assert bool(query(meeting, name)) == (name not in WITHOUT_ROWS)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_is_portable_and_totally_ordered(
    name: str, meeting: KnowledgeGraph, elsewhere: Graph
) -> None:
    # Another engine, no prefixes but those of the file, triples entered in another order: the same table.
    other = elsewhere.query(QUERIES[name].text)
    mine = query(meeting, name)
    assert [str(variable) for variable in other.vars or ()] == list(mine.variables)
    assert texts(other) == texts(mine)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_every_parameter_restricts_to_the_rows_of_its_value(
    name: str, parameter: str, meeting: KnowledgeGraph
) -> None:
    free = query(meeting, name)
    column = free.variables.index(parameter)
    values = sorted({row[column] for row in free.rows}, key=str)
    assert values
    assert all(isinstance(value, URIRef) for value in values)
    for value in [*values[:5], *values[5:][-5:]]:
        assert value is not None
        bound = query(meeting, name, parameters={parameter: value})
        assert bound.rows == tuple(row for row in free.rows if row[column] == value)
    nobody = query(meeting, name, parameters={parameter: EX.nobody})
    assert nobody.rows == ()
    assert nobody.variables == free.variables


def test_two_parameters_restrict_together(meeting: KnowledgeGraph) -> None:
    free = query(meeting, "acts-of").dicts()
    bound = query(meeting, "acts-of", parameters={"actor": "Russia", "relation": "proposes"})
    russia = ID["state/russia"]
    assert bound.dicts() == [row for row in free if (row["actor"], row["relation"]) == (russia, RG.proposes)]
    assert len(bound) > 0
