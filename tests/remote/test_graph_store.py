"""What is taken for a graph store, and what is not."""

from __future__ import annotations

import relgraph
from relgraph import KnowledgeGraph

from .stub_store import TRIPLES, Answer, Start, counted, update_store


def test_an_address_that_heeds_no_graph_is_never_replaced(graph: KnowledgeGraph, start: Start) -> None:
    content = b"<urn:a> <urn:b> <urn:c> .\n"
    stub = start(lambda asked: Answer(200, content, {"Content-Type": TRIPLES}))
    relgraph.push(graph, f"{stub.url}/all", replace=True, graph_iri="urn:g", verify=False)
    assert [asked.method for asked in stub.asked] == ["GET", "POST"]
    assert stub.asked[1].body.startswith("DROP SILENT GRAPH <urn:g> ;\nINSERT DATA {\nGRAPH <urn:g> {")
    # RDF4J's statements, which may be empty.
    stub = start(lambda asked: Answer())
    relgraph.push(graph, f"{stub.url}/repositories/r/statements", replace=True, verify=False)
    assert [(asked.method, asked.path) for asked in stub.asked] == [("POST", "/repositories/r/statements")]
    stub = start(update_store(counted(3), relgraph.export(graph, "ntriples")))
    relgraph.push(graph, f"{stub.url}/repositories/r/statements", replace=True)
    assert [asked.path for asked in stub.asked if "COUNT" in asked.body] == ["/repositories/r"]
