"""A cached graph answers look-ups as the graph that it caches does."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import RDF, URIRef
from rdflib.paths import AlternativePath

from relgraph import KnowledgeGraph
from relgraph.model.namespaces import RG
from relgraph.shacl import CachedGraph

EITHER = AlternativePath(RG.actor, RG.object)
RUSSIA = URIRef("https://w3id.org/relgraph/id/state/russia")


@pytest.mark.parametrize("predicate", [RDF.type, RG.actor, RG.nothing, None, EITHER])
@pytest.mark.parametrize("node", [RUSSIA, RG.State, URIRef("urn:nothing"), None])
def test_look_ups_are_those_of_the_graph(
    predicate: URIRef | None, node: URIRef | None, meeting: KnowledgeGraph
) -> None:
    cached = CachedGraph(meeting)
    assert Counter(cached.objects(node, predicate)) == Counter(meeting.objects(node, predicate))
    assert Counter(cached.subjects(predicate, node)) == Counter(meeting.subjects(predicate, node))
    assert Counter(cached.subject_objects(predicate)) == Counter(meeting.subject_objects(predicate))
