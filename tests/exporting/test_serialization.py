"""Serialization: what is written reads back as the same thing, byte for byte the same on every run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from conftest import turtle
from hypothesis import given, settings
from hypothesis import strategies as st
from rdf_readers import plain, triples_of
from rdflib import RDF, XSD, Graph
from rdflib.compare import isomorphic

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import NameNotFoundError, OutputError
from relgraph.exporting import NETWORK_FORMATS, RDF_FORMATS
from relgraph.formats import FORMATS, Format, format_of
from relgraph.model.namespaces import ID, RG


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


def test_unknown_format(meeting: KnowledgeGraph) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.export(meeting, "turtel")
    assert caught.value.advice == "did you mean turtle?"
    with pytest.raises(NameNotFoundError):
        relgraph.export(relgraph.project(meeting, "actors"), "turtle")


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_a_stream_is_the_export_in_pieces_and_counts_what_it_writes(format: str, tmp_path: Path) -> None:
    path = tmp_path / "g.nt"
    path.write_text("".join(f'<a:{i}> <a:p> <a:{i // 2}> .\n<a:{i}> <a:q> "{i}" .\n' for i in range(9000)))
    graph = relgraph.open(path)
    told: list[tuple[int, int]] = []
    chunks = list(relgraph.stream(graph, format, lambda done, total: told.append((done, total))))
    assert len(chunks) > 1
    assert b"".join(chunks) == relgraph.export(graph, format)
    assert told[-1] == (18_000, 18_000)
    counts = [0, *(done for done, _ in told)]
    assert max(after - before for before, after in pairwise(counts)) < 6_000


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_progress_never_falls_and_ends_at_the_total(format: str, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    # Two thirds of this rest on two documents, so that TriG and N-Quads write more than there is.
    path.write_text(
        turtle(
            "ex:e1 oa:hasSource ex:d1 . ex:e2 oa:hasSource ex:d2 .\n"
            + "".join(f"ex:x{i} rg:relation rg:supports ; rg:evidence ex:e1, ex:e2 .\n" for i in range(2000))
            + "".join(f"ex:y{i} rdfs:label 'y' .\n" for i in range(3000))
        ),
        "utf-8",
    )
    graph = relgraph.open(path)
    told: list[tuple[int, int]] = []
    for _ in relgraph.stream(graph, format, lambda done, total: told.append((done, total))):
        pass
    assert len(told) > 1
    assert {total for _, total in told} == {len(graph)}
    assert all(before <= after for before, after in pairwise(told))
    assert told[-1] == (len(graph), len(graph))


def test_a_format_is_a_writer_an_entry_and_a_line(
    meeting: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "pajek", Format("pajek", (".net",)))
    monkeypatch.setitem(NETWORK_FORMATS, "pajek", lambda network: f"*Vertices {len(network)}\n".encode())
    network = relgraph.project(meeting, "actors")
    name = format_of("actors.net.gz", NETWORK_FORMATS)
    assert name == "pajek"
    assert relgraph.export(network, name) == f"*Vertices {len(network)}\n".encode()
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.export(network, "pajec")
    assert caught.value.advice == "did you mean pajek?"


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
ENDS = [
    "a", "b-1", "état", "1", "", "a.b", "a/b", "..", "./x", "%20", "a#b", "?q=1&r", "Act", "type", "li",
    "State", "中", "(x)", "~", "x:y", "//", "Description", "label", "object", "ordinal",
]  # fmt: skip
names = st.sampled_from([iri for start in SCHEMES for end in ENDS if (iri := start + end).count("#") < 2])
nodes = st.one_of(names, st.sampled_from(["_:a", "_:b", "_:c"]))
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
    names.map(ox.NamedNode),
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
        path = folder / f"again{FORMATS[format].suffixes[0]}"
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


FOREIGN = """
@prefix mfa: <https://example.org/mfa#> . @prefix mfa-2: <https://example.org/mfa#> .
@prefix none: <https://none.example/> . @prefix http: <https://example.org/h#> .
@prefix urn: <https://example.org/u#> . @prefix actor: <https://example.org/a#> .
@prefix xmlx: <https://example.org/x#> . @prefix : <https://example.org/e#> .
@prefix rg: <https://w3id.org/relgraph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:a> a mfa:Ministry , rg:State ; mfa:head <urn:b> , "x"^^mfa:code ; http:p 1 ; urn:p 2 ; xmlx:p 3 ;
  actor:p 4 ; :p 5 ; mfa:odd-name 6 ; rdfs:label "a"@en .
<http://example.org/b> a mfa:Ministry .
"""


@pytest.fixture
def foreign(tmp_path: Path) -> KnowledgeGraph:
    """A graph with prefixes that not every format can use."""
    (tmp_path / "in.ttl").write_text(FOREIGN, "utf-8")
    return relgraph.open(tmp_path / "in.ttl")


@pytest.mark.parametrize(
    ("format", "suffix", "kept"),
    [
        ("turtle", ".ttl", "a mfa:Ministry"),
        ("trig", ".trig", "a mfa:Ministry"),
        ("rdfxml", ".rdf", "<mfa:head "),
        ("jsonld", ".jsonld", '"mfa:head": '),
    ],
)
def test_prefixes_of_the_data_are_kept(
    format: str, suffix: str, kept: str, foreign: KnowledgeGraph, tmp_path: Path
) -> None:
    written = relgraph.export(foreign, format)
    (tmp_path / f"out{suffix}").write_bytes(written)
    read = relgraph.open(tmp_path / f"out{suffix}")
    assert relgraph.export(read, "ntriples") == relgraph.export(foreign, "ntriples")
    assert kept in written.decode()
    assert not {"none.example", "mfa-2"} & set(re.split(r"[/:<>\"\s]+", written.decode()))


def test_no_prefix_of_the_data_is_taken_for_a_scheme_or_a_term_in_json_ld(foreign: KnowledgeGraph) -> None:
    context = json.loads(relgraph.export(foreign, "jsonld"))["@context"]
    prefixes = [name for name, said in context.items() if isinstance(said, dict) and said.get("@prefix")]
    assert prefixes == ["mfa", "xmlx"]


def test_a_prefix_that_xml_reserves_is_not_declared(foreign: KnowledgeGraph) -> None:
    written = relgraph.export(foreign, "rdfxml")
    predicates = {child.tag for part in ElementTree.fromstring(written) for child in part}
    assert {"{https://example.org/x#}p", "{https://example.org/e#}p"} <= predicates
    assert b"xmlns:xmlx" not in written
