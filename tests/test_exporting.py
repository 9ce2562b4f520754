"""Export: what is written reads back as the same thing, byte for byte the same on every run."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from conftest import Run, turtle
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph
from relgraph.errors import NameNotFoundError, OutputError, QueryError
from relgraph.exporting import RDF_FORMATS, RDF_SUFFIXES
from relgraph.model.namespaces import ID, OA, RG

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


def plain(graph: Iterable[tuple[Node, ...]]) -> set[tuple[Node, ...]]:
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


SUFFIX = {name: suffix for suffix, name in reversed(RDF_SUFFIXES.items())}
REPORT = URIRef(ID["document/report-2021"])
CODES = URIRef(ID["document/country-codes"])


def named_graphs(content: bytes, format: str) -> dict[URIRef | None, Graph]:
    """Return the graphs by name, read with rdflib; ``None`` is the default graph."""
    dataset = Dataset()
    dataset.parse(data=content, format=READERS[format])
    found: dict[URIRef | None, Graph] = {}
    for subject, predicate, value, name in dataset.quads():
        assert isinstance(name, URIRef)
        key = None if name == DATASET_DEFAULT_GRAPH_ID else name
        found.setdefault(key, Graph()).add((subject, predicate, value))
    return found


@pytest.mark.parametrize("format", ["trig", "nquads"])
def test_acts_stand_in_the_named_graph_of_their_source(format: str, meeting: KnowledgeGraph) -> None:
    graphs = named_graphs(relgraph.export(meeting, format), format)
    documents = {row[0] for row in relgraph.query(meeting, "SELECT DISTINCT ?d { ?a rg:relation ?r ;"
                 " rg:evidence ?e . ?e oa:hasSource ?d }")}  # fmt: skip
    assert set(graphs) == {None, *documents}
    for act, evidence in meeting.subject_objects(RG.evidence):
        if (act, RG.relation, None) in meeting:
            (document,) = meeting.objects(evidence, OA.hasSource)
            (selector,) = meeting.objects(evidence, OA.hasSelector)
            assert isinstance(document, URIRef)
            for node in (act, evidence, selector):
                assert plain(graphs[document].triples((node, None, None))) == plain(
                    meeting.triples((node, None, None))
                )
                assert (node, None, None) not in graphs[None]
    direct = set(meeting.triples((None, RG.supports, None)))
    assert direct
    assert all(triple in graphs[None] for triple in direct)


def test_an_act_on_two_documents_stands_in_both_and_one_without_evidence_in_neither(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            "ex:x a rg:Support ; rg:relation rg:supports ; rg:evidence ex:e1 , ex:e2 ."
            " ex:e1 oa:hasSource ex:d1 ; oa:hasSelector ex:s1 . ex:e2 oa:hasSource ex:d2 . ex:s1 oa:start 1 ."
            " ex:y a rg:Support ; rg:relation rg:supports ."
            " ex:thing rg:evidence ex:e3 . ex:e3 oa:hasSource ex:d1 ."
        ),
        "utf-8",
    )
    content = relgraph.export(relgraph.open(path), "trig")
    graphs = named_graphs(content, "trig")
    subjects = {
        str(name).rpartition("/")[2]: {str(node).rpartition("/")[2] for node in graph.subjects()}
        for name, graph in graphs.items()
    }
    assert subjects == {"d1": {"x", "e1", "s1"}, "d2": {"x", "e2"}, "None": {"y", "thing", "e3"}}
    assert b"GRAPH" not in content  # which Virtuoso and Raptor refuse
    assert b"<https://example.org/d1> {\n    <https://example.org/e1>" in content


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


@pytest.mark.parametrize("predicate", ["https://example.org/1", "https://example.org/", f"{RDF}li"])
def test_xml_refuses_a_predicate_without_a_name(predicate: str, tmp_path: Path) -> None:
    path = tmp_path / "g.nt"
    path.write_text(f"<a:s> <{predicate}> <a:o> .\n", "utf-8")
    with pytest.raises(OutputError, match="no name for the predicate") as caught:
        relgraph.export(relgraph.open(path), "rdfxml")
    assert predicate in str(caught.value)


SCHEMES = [
    "https://example.org/",
    str(ID),
    str(ID) + "state/",
    str(RG),
    str(RDF),
    "urn:x:",
    "label:",
    "id:",
    "xsd:",
]
nodes = st.one_of(
    st.builds(
        lambda start, end: start + end,
        st.sampled_from(SCHEMES),
        st.sampled_from(
            ["a", "b-1", "état", "1", "", "a.b", "a/b", "..", "./x", "%20", "a#b", "?q=1&r", "Act", "type",
             "li", "State", "中", "(x)", "~", "x:y", "//", "Description", "label", "object", "ordinal"]
        ),
    ).filter(lambda iri: iri.count("#") < 2),
    st.sampled_from(["_:a", "_:b", "_:c"]),
)  # fmt: skip
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["a\r\nb", "\t", "]]>", "&lt;", "' \" \\", " rg: ", "x .\ny", "\u2028", "", "  "]),
)
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["en", "de-ch", "x-a"])),
    st.builds(
        lambda value: ox.Literal(value[0], datatype=ox.NamedNode(value[1])),
        st.sampled_from(
            [(value, f"{XSD}{name}") for value, name in (
                ("1", "integer"), ("-0", "integer"), ("99999999999999999999", "integer"), ("1.50", "decimal"),
                ("1e400", "double"), ("true", "boolean"), ("1", "boolean"), ("2021", "gYear"),
                ("2021-07-06", "date"), ("P1D", "duration"), ("x", "odd/name"),
            )] + [("x", "https://example.org/type"), ("{}", f"{RDF}JSON"), ("<b/>", f"{RDF}XMLLiteral")]
        ),
    ),
)  # fmt: skip


def term(text: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


predicates = st.one_of(
    nodes.filter(lambda text: not text.startswith("_:")).map(ox.NamedNode),
    st.sampled_from([RDF.type, RG.object, RG.relation, RG.ordinal, RG.editorialNote]).map(
        lambda iri: ox.NamedNode(str(iri))
    ),
)  # fmt: skip
graphs = st.lists(
    st.builds(ox.Quad, nodes.map(term), predicates, st.one_of(nodes.map(term), literals)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_any_graph_survives_every_format_or_is_refused_by_name(
    tmp_path_factory: pytest.TempPathFactory, quads: list[ox.Quad]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    first = folder / "first.nt"
    triples = [quad.triple for quad in quads]
    ox.serialize(triples, str(first), ox.RdfFormat.N_TRIPLES)
    graph = relgraph.open(first)
    for format in RDF_FORMATS:
        path = folder / f"again{SUFFIX[format]}"
        try:
            relgraph.write(relgraph.stream(graph, format), path)
        except OutputError as error:
            assert format in ("rdfxml", "jsonld"), error
            assert any(f"<{quad.predicate.value}>" in str(error) for quad in graph.oxigraph) or "<xsd:" in str(
                error
            )
            continue
        assert set(relgraph.open(path).oxigraph) == set(graph.oxigraph), format
        ox.serialize(triples[::-1], str(first), ox.RdfFormat.N_TRIPLES)
        assert relgraph.export(relgraph.open(first), format) == path.read_bytes(), format


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_a_stream_is_the_export_in_pieces_and_counts_what_it_writes(format: str, tmp_path: Path) -> None:
    path = tmp_path / "g.nt"
    path.write_text("".join(f'<a:{i}> <a:p> <a:{i // 2}> .\n<a:{i}> <a:q> "{i}" .\n' for i in range(9000)))
    graph = relgraph.open(path)
    counted: list[int] = []
    chunks = list(relgraph.stream(graph, format, counted.append))
    assert len(chunks) > 1
    assert b"".join(chunks) == relgraph.export(graph, format)
    assert sum(counted) == 18_000
    assert max(counted) < 6_000


def test_a_stream_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "g.nt"
    path.write_text("".join(f"<a:{i}> <a:p> <a:o> .\n" for i in range(9000)) + "<a:z> <a:p> <xsd:z> .\n")
    out = tmp_path / "out.jsonld"
    out.write_bytes(b"old")
    with pytest.raises(OutputError):
        relgraph.write(relgraph.stream(relgraph.open(path), "jsonld"), out)
    assert out.read_bytes() == b"old"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["g.nt", "out.jsonld"]


def test_gzip_by_suffix_has_neither_name_nor_time(meeting: KnowledgeGraph, tmp_path: Path) -> None:
    content = relgraph.export(meeting, "turtle")
    for name in ("one.ttl.gz", "two.TTL.GZ"):
        relgraph.write(content, tmp_path / name)
    packed = (tmp_path / "one.ttl.gz").read_bytes()
    assert packed == (tmp_path / "two.TTL.GZ").read_bytes()
    assert gzip.decompress(packed) == content
    assert packed[3:8] == bytes(5)  # no name among the flags, no time


# Subsets


def test_a_subset_by_source_is_what_that_source_says(meeting: KnowledgeGraph) -> None:
    part = relgraph.subset(meeting, source="Country codes table")
    assert set(part) <= set(meeting)
    acts = set(part.subjects(RG.relation))
    assert acts == {
        act for act in meeting.subjects(RG.relation)
        if any((evidence, OA.hasSource, CODES) in meeting for evidence in meeting.objects(act, RG.evidence))
    }  # fmt: skip
    russia = URIRef(ID["state/russia"])
    assert set(part.triples((russia, RG.isoAlpha2, None)))  # follows from an act here
    assert not set(part.triples((russia, RG.memberOf, None)))  # follows from an act of another source
    assert set(part.objects(None, OA.hasSource)) == {CODES}
    assert relgraph.validate(part).conforms


def test_the_subsets_of_all_sources_hold_every_act(meeting: KnowledgeGraph) -> None:
    parts = [
        relgraph.subset(meeting, source=iri)
        for iri in sorted(map(str, set(meeting.objects(None, OA.hasSource))))
    ]
    assert {act for part in parts for act in part.subjects(RG.relation)} == set(meeting.subjects(RG.relation))
    assert all(relgraph.validate(part).conforms for part in parts)
    assert (URIRef(ID["state/russia"]), RG.proposes, None) in parts[-1]


def test_what_an_act_is_about_keeps_the_evidence_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            "ex:here rg:actor ex:a ; rg:relation rg:affirms ; rg:object ex:there ; rg:evidence ex:p1 , ex:p2 ."
            " ex:there rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:c ; rg:evidence ex:p3 ."
            " ex:other rg:actor ex:b ; rg:relation rg:opposes ; rg:object ex:c ; rg:evidence ex:p3 ."
            " ex:p1 oa:hasSource ex:one . ex:p2 oa:hasSource ex:two . ex:p3 oa:hasSource ex:two ."
        ),
        "utf-8",
    )
    part = relgraph.subset(relgraph.open(path), source="https://example.org/one")
    rests = {(str(act)[-5:], str(place)[-2:]) for act, place in part.subject_objects(RG.evidence)}
    # ex:here is in it for its passage of this source; ex:there for being what it is about, with its own.
    assert rests == {("/here", "p1"), ("there", "p3")}


def test_subsets_that_are_none(meeting: KnowledgeGraph) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.subset(meeting, source="Country codes tabel")
    assert "did you mean Country codes table" in caught.value.advice
    with pytest.raises(NameNotFoundError, match="nothing here rests on 'Russia'"):
        relgraph.subset(meeting, source="Russia")
    with pytest.raises(OutputError, match="no triple"):
        relgraph.subset(meeting, construct="CONSTRUCT { ?s ?p ?o } WHERE { ?s rg:opposes ?x ; ?p ?o }")
    for query in ("who-supports", "ASK {}"):
        with pytest.raises(QueryError, match="gives no triples"):
            relgraph.subset(meeting, construct=query)
    with pytest.raises(QueryError, match="a subset is what a CONSTRUCT gives"):
        relgraph.subset(meeting)


def test_a_subset_by_construct(meeting: KnowledgeGraph) -> None:
    part = relgraph.subset(meeting, construct="CONSTRUCT WHERE { ?s rg:supports ?o }")
    assert set(part) == set(meeting.triples((None, RG.supports, None)))


def test_export_on_the_command_line(run: Run, tmp_path: Path, meeting: KnowledgeGraph) -> None:
    for name in ("a.nt", "a.ttl.gz", "b.ttl.gz", "a.jsonld"):
        assert run("export", "-o", name).returncode == 0, name
        assert plain(relgraph.open(tmp_path / name)) == plain(meeting)
    assert (tmp_path / "a.ttl.gz").read_bytes() == (tmp_path / "b.ttl.gz").read_bytes()
    run("export", "-f", "turtle", "-o", "a.nt")
    assert (tmp_path / "a.nt").read_bytes() == relgraph.export(meeting, "turtle")  # -f goes before the suffix
    for arguments in ([], ["-o", "a.txt"]):
        result = run("export", *arguments)
        assert result.returncode == 2
        assert b"does not tell the format" in result.stderr
        assert b"--format" in result.stderr
    (tmp_path / "q.rq").write_text("CONSTRUCT WHERE { ?s rg:supports ?o }")
    assert run("export", "--construct", "q.rq", "-f", "ntriples").stdout.count(b"\n") == 3
    from_stdin = run(
        "export", "--construct", "-", "-f", "ntriples", stdin=b"CONSTRUCT WHERE { ?s rg:supports ?o }"
    )
    assert from_stdin.stdout.count(b"\n") == 3
    part = run("export", "--source", "id:document/country-codes", "-f", "turtle").stdout
    assert part == relgraph.export(relgraph.subset(meeting, source=str(CODES)), "turtle")
    both = run("export", "--source", "id:document/country-codes", "--construct", "q.rq", "-f", "turtle")
    assert both.returncode == 2
    unknown = run("export", "--source", "Nobody", "-o", "none.ttl")
    assert unknown.returncode == 2
    assert not (tmp_path / "none.ttl").exists()
