"""Export: what is written reads back as the same thing, byte for byte the same on every run."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest
from conftest import turtle
from rdflib import XSD, Dataset, Graph, Literal
from rdflib.compare import isomorphic
from rdflib.term import Node

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph
from relgraph.errors import NameNotFoundError, OutputError
from relgraph.exporting import RDF_FORMATS

READERS = {
    "turtle": "turtle", "ntriples": "nt", "rdfxml": "xml",
    "jsonld": "json-ld", "trig": "trig", "nquads": "nquads",
}  # fmt: skip


def triples_of(content: bytes, format: str) -> Graph:
    """Read with rdflib, a reader that the writer does not share."""
    dataset = Dataset()
    dataset.parse(data=content, format=READERS[format])
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def plain(graph: Graph) -> set[tuple[Node, ...]]:
    """Return the triples; oxrdflib writes the datatype of a plain literal out, other readers do not."""
    return {
        tuple(
            Literal(str(term)) if isinstance(term, Literal) and term.datatype == XSD.string else term
            for term in triple
        )
        for triple in graph
    }


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_the_bundled_graph_reads_back_exact(format: str, meeting: KnowledgeGraph) -> None:
    content = relgraph.export(meeting, format)
    assert plain(triples_of(content, format)) == plain(meeting)


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_blank_nodes_and_order_do_not_change_the_bytes(format: str, tmp_path: Path) -> None:
    lines = [
        '_:x <https://example.org/p> "1" .',
        "_:x <https://example.org/q> _:y .",
        '_:y <https://example.org/p> "2" .',
        "<https://example.org/s> <https://example.org/p> _:y .",
    ]  # fmt: skip
    contents = []
    for number, text in enumerate((lines, lines[::-1])):
        path = tmp_path / f"{number}.nt"
        path.write_text("\n".join(text).replace("_:x", f"_:b{number}"), "utf-8")
        contents.append(relgraph.export(relgraph.open(path), format))
    assert contents[0] == contents[1]
    assert isomorphic(triples_of(contents[0], format), Graph().parse(tmp_path / "0.nt"))


@pytest.mark.parametrize("seed", ["0", "1"])
def test_bytes_do_not_depend_on_the_hash_seed(seed: str, meeting: KnowledgeGraph) -> None:
    script = (
        "import sys, hashlib, relgraph; g = relgraph.open(); n = relgraph.project(g, 'full');"
        "from relgraph.exporting import RDF_FORMATS, NETWORK_FORMATS;"
        "print(*[hashlib.sha256(relgraph.export(g, f)).hexdigest() for f in RDF_FORMATS],"
        "*[hashlib.sha256(relgraph.export(n, f)).hexdigest() for f in NETWORK_FORMATS])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": value},
            capture_output=True,
            check=True,
        ).stdout
        for value in ("7", seed)
    }
    assert len(outputs) == 1


def test_turtle_has_a_predicate_a_line_and_two_sections(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            "ex:b a rg:State . ex:a a rg:State . ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ;"
            " rg:object ex:b ; rg:certainty rg:certain ; rg:modality rg:modalityAsserted ."
        ),
        "utf-8",
    )
    text = relgraph.export(relgraph.derive(relgraph.open(path)), "turtle").decode()
    written, derived = text.split("# Derived")
    assert "# Written" in written
    subjects = [line.split()[0] for line in written.splitlines() if line.startswith("<https://example.org/")]
    assert subjects == [f"<https://example.org/{name}>" for name in ("a", "b", "x")]
    assert "rg:supports <https://example.org/b>" in derived
    assert "rg:supports <https://example.org/b>" not in written
    assert "    rg:certainty rg:certain ;\n" in written


def test_bare_relations_are_written_not_derived(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(turtle("ex:a rg:supports ex:b ."), "utf-8")
    text = relgraph.export(relgraph.open(path), "turtle").decode()
    assert "rg:supports" in text
    assert "# Derived" not in text


def test_xml_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text('<https://example.org/a> <https://example.org/p> "bell \\u0007" .', "utf-8")
    graph = relgraph.open(path)
    with pytest.raises(OutputError, match="control character"):
        relgraph.export(graph, "rdfxml")
    assert len(triples_of(relgraph.export(graph, "turtle"), "turtle")) == 1


HOSTILE = 'x <script>alert(1)</script> & "q" \' \\u0007 \\u202e ]]>'


@pytest.fixture
def hostile(tmp_path: Path) -> relgraph.Network:
    path = tmp_path / "hostile.ttl"
    label = HOSTILE.replace('"', '\\"')
    path.write_text(
        turtle(
            f'ex:a a rg:State ; rdfs:label "{label}"@en . ex:b a rg:State .'
            " ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;"
            " rg:certainty rg:certain ; rg:modality rg:modalityAsserted ."
        ),
        "utf-8",
    )
    return relgraph.project(relgraph.open(path), "actors")


def test_hostile_labels_leave_xml_well_formed(hostile: relgraph.Network) -> None:
    for format in ("graphml", "gexf"):
        content = relgraph.export(hostile, format)
        assert "<script>alert(1)</script>" in "".join(
            text
            for element in ET.fromstring(content).iter()
            for text in (element.text or "", *element.attrib.values())
        )


@pytest.mark.parametrize("name", PROJECTIONS)
def test_graphml_reads_back_with_types(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    again = nx.read_graphml(
        io.BytesIO(relgraph.export(network, "graphml")), force_multigraph=network.is_multigraph()
    )
    assert set(again) == set(network)
    assert again.number_of_edges() == network.number_of_edges()
    assert again.is_directed() == network.is_directed()
    for _, _, data in again.edges(data=True):
        assert isinstance(data["weight"], float)
        assert isinstance(data["directed"], bool)
        assert data["relation"]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_gexf_reads_back_and_is_not_stamped(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    content = relgraph.export(network, "gexf")
    assert b"lastmodifieddate" not in content
    root = ET.fromstring(content)
    space = root.tag.split("}")[0] + "}"
    assert len(root.findall(f".//{space}node")) == network.number_of_nodes()
    edges = root.findall(f".//{space}edge")
    assert len(edges) == network.number_of_edges()
    undirected = sum(not data["directed"] for _, _, data in network.edges(data=True))
    if network.is_directed():
        assert sum(edge.get("type") == "undirected" for edge in edges) == undirected
    labels = {node.get("label") for node in root.findall(f".//{space}node")}
    assert "Russia" in labels


@pytest.mark.parametrize("name", PROJECTIONS)
def test_node_link_json_reads_back(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    again = nx.node_link_graph(json.loads(relgraph.export(network, "json")), edges="edges")
    assert type(again) is type(network)
    assert set(again) == set(network)
    assert again.number_of_edges() == network.number_of_edges()


def test_csv_has_a_header_and_every_edge(meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "actors")
    rows = list(csv.DictReader(io.StringIO(relgraph.export(network, "csv").decode(), newline="")))
    assert len(rows) == network.number_of_edges()
    assert {"source", "source_label", "relation", "target", "modality", "certainty", "acts"} <= set(rows[0])
    assert all(float(row["weight"]) > 0 for row in rows)


def test_unknown_format(meeting: KnowledgeGraph) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.export(meeting, "turtel")
    assert caught.value.advice == "did you mean turtle?"
    with pytest.raises(NameNotFoundError):
        relgraph.export(relgraph.project(meeting, "actors"), "turtle")


def test_write_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.txt"
    relgraph.write(b"old", path)
    path.chmod(0o640)

    def broken(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "replace", broken)
        relgraph.write(b"new", path)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.txt"]
    relgraph.write(b"new", path)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_write_follows_a_link_and_refuses_folders(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    relgraph.write(b"new", link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    with pytest.raises(OutputError, match="is a folder"):
        relgraph.write(b"x", tmp_path)
    with pytest.raises(OutputError, match="No such file"):
        relgraph.write(b"x", tmp_path / "none" / "x")
