"""Push, as far as it shows without a real store; what a real store does is in stores/test_push.py."""

from __future__ import annotations

import pytest
from conftest import Read

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import NameNotFoundError

from .refusal import refusal


def test_what_cannot_be_pushed(graph: KnowledgeGraph, read: Read) -> None:
    url = "http://127.0.0.1:1/"
    assert "no triples" in str(refusal(KnowledgeGraph(), url, replace=True))
    assert "--replace" in refusal(read("<a> rdfs:seeAlso [] ."), url).advice
    assert "invalid batch: 0" in str(refusal(graph, url, batch=0))
    assert "invalid timeout: -1" in str(refusal(graph, url, timeout=-1.0))
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.push(graph, url, protocol="updates")
    assert caught.value.advice == "did you mean update?"
