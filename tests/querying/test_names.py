"""What a name names."""

from __future__ import annotations

from rdflib import Namespace

from relgraph import KnowledgeGraph
from relgraph.model.namespaces import ID
from relgraph.querying import find_things

EX = Namespace("https://example.org/")


def test_things_are_found_by_name(meeting: KnowledgeGraph, small: KnowledgeGraph) -> None:
    assert find_things(small, "aland") == (EX.a, EX.c)
    assert find_things(meeting, "state/russia") == (ID["state/russia"],)
    assert find_things(meeting, "state/nowhere") == ()
