"""JSON-LD: readable by people, and by every processor as the same graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import OutputError
from relgraph.model.namespaces import RG


def test_json_ld_is_readable(meeting: KnowledgeGraph) -> None:
    document = json.loads(relgraph.export(meeting, "jsonld"))
    context = document["@context"]
    assert context["modality"] == {"@id": str(RG.modality), "@type": "@vocab"}
    assert context["actor"] == {"@id": str(RG.actor), "@type": "@id"}
    assert "opposes" not in context  # nothing here does
    nodes = {node["id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"]) == len(set(meeting.subjects()))
    russia = nodes["state/russia"]
    assert "State" in russia["type"]
    assert russia["label"] == {"en": "Russia"}
    proposal = nodes["act/russia-proposes-tourism"]
    assert proposal["actor"] == "state/russia"
    assert (proposal["modality"], proposal["relation"]) == ("modalityProposed", "proposes")
    meetings = [node for node in nodes.values() if "heldOn" in node]
    assert {"type": "xsd:date", "@value": "2021-07-06"} in [node["heldOn"] for node in meetings]
    assert all(isinstance(node["start"], int) for node in nodes.values() if "start" in node)


def test_json_ld_refuses_what_it_would_read_as_something_else(tmp_path: Path) -> None:
    path = tmp_path / "g.nt"
    path.write_text("<a:s> <a:p> <xsd:date> .\n", "utf-8")
    with pytest.raises(OutputError, match="<xsd:date>"):
        relgraph.export(relgraph.open(path), "jsonld")
