"""RDF/XML: what XML cannot hold is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdf_readers import triples_of
from rdflib import RDF

import relgraph
from relgraph.errors import OutputError


def test_xml_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text('<https://example.org/a> <https://example.org/p> "bell \\u0007" .', "utf-8")
    graph = relgraph.open(path)
    with pytest.raises(OutputError, match="control character"):
        relgraph.export(graph, "rdfxml")
    assert len(triples_of(relgraph.export(graph, "turtle"), "turtle")) == 1


@pytest.mark.parametrize("predicate", ["https://example.org/1", "https://example.org/", f"{RDF}li"])
def test_xml_refuses_a_predicate_without_a_name(predicate: str, tmp_path: Path) -> None:
    path = tmp_path / "g.nt"
    path.write_text(f"<a:s> <{predicate}> <a:o> .\n", "utf-8")
    with pytest.raises(OutputError, match="no name for the predicate") as caught:
        relgraph.export(relgraph.open(path), "rdfxml")
    assert predicate in str(caught.value)
