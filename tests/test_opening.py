"""Open: every format, several files, standard input, and what is refused."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import InputError
from relgraph.formats import RDF_SUFFIXES

A = URIRef("https://example.org/a")
P = URIRef("https://example.org/p")

SAME = {
    "g.ttl": '@prefix ex: <https://example.org/> . ex:a ex:p "x"@en , ex:b .',
    "g.nt": '<https://example.org/a> <https://example.org/p> "x"@en .\n'
    "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n",
    "g.nq": '<https://example.org/a> <https://example.org/p> "x"@en <https://example.org/g1> .\n'
    "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n",
    "g.trig": '@prefix ex: <https://example.org/> . ex:g { ex:a ex:p "x"@en } ex:a ex:p ex:b .',
    "g.rdf": '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:ex="https://example.org/"><rdf:Description rdf:about="https://example.org/a">'
    '<ex:p xml:lang="en">x</ex:p><ex:p rdf:resource="https://example.org/b"/></rdf:Description></rdf:RDF>',
    "g.jsonld": '{"@context": {"p": "https://example.org/p"}, "@id": "https://example.org/a", '
    '"p": [{"@value": "x", "@language": "en"}, {"@id": "https://example.org/b"}]}',
}


@pytest.mark.parametrize("name", SAME)
def test_every_format_reads_as_the_same_graph(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(SAME[name], "utf-8")
    graph = relgraph.open(path)
    assert set(graph) == {(A, P, Literal("x", lang="en")), (A, P, URIRef("https://example.org/b"))}


@pytest.mark.parametrize("name", SAME)
def test_standard_input_tells_the_format_from_the_content(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(SAME[name].encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert len(relgraph.open("-")) == 2


def test_no_source_is_the_bundled_graph() -> None:
    graph = relgraph.open()
    assert (None, None, URIRef("https://w3id.org/relgraph/id/event/special-meeting-2021")) in graph
    assert isinstance(graph, Graph)


def test_several_files_and_a_folder_read_together_and_blank_nodes_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("one.ttl", "sub/two.ttl"):
        (tmp_path / name).write_text("_:x <https://example.org/p> 1 .", "utf-8")
    (tmp_path / ".hidden.ttl").write_text("broken", "utf-8")
    (tmp_path / "notes.txt").write_text("not RDF", "utf-8")
    assert len(relgraph.open(tmp_path)) == 2
    assert len(relgraph.open(tmp_path / "one.ttl", tmp_path / "sub" / "two.ttl")) == 2


def test_a_query_of_the_store_sees_what_rdflib_adds(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(SAME["g.ttl"], "utf-8")
    graph = relgraph.open(path)
    graph.add((A, P, Literal("new")))
    count = relgraph.query(graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert count.rows == ((Literal(3),),)


REFUSED = [
    ("g.ttl", b"<a:b> <a:c> 1 .\n<a:b> <a:c> x:y .\n", "line 2, column 13"),
    ("g.nt", b"<a:b> <a:c> .\n", "line 1, column"),
    ("g.rdf", b'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="a">\n<x></rdf:RDF>', "line 3, column"),
    ("g.ttl", "<a:b> <a:c> 1 .".encode("utf-16"), "is UTF-16 text"),
    ("g.ttl", b'<a:b> <a:c> "\xff" .', "line 1, column"),
    ("g.txt", b"<a:b> <a:c> 1 .", "suffix .txt"),
    ("g", b"<a:b> <a:c> 1 .", "suffix (none)"),
    ("g.ttl", b"# nothing\n", "no triples"),
    ("g.ttl", b"", "no triples"),
    (
        "g.ttl",
        b'<a:b> <a:c> "2021-13-01"^^<http://www.w3.org/2001/XMLSchema#date> .',
        'g.ttl, line 1: "2021-13-01"',
    ),
    ("g.ttl", b'<a:b> <a:c> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .', "ill-typed literal"),
    ("g.ttl", b'<a:b> <a:c> "x"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .', "ill-typed literal"),
    ("g.jsonld", b'{"@context": "https://schema.org", "@id": "a:b", "name": "x"}', "remote JSON-LD context"),
    ("g.json", b'{"@id": ', "g.json"),
    ("g.ttl.gz", b"<a:b> <a:c> 1 .", "damaged gzip"),
    ("g.ttl.gz", gzip.compress(b"<a:b> <a:c> 1 .", mtime=0)[:-6], "damaged gzip"),
    ("g.ttl.gz", gzip.compress(b"<a:b> <a:c> 1 .", mtime=0) + b"more", "damaged gzip"),
    ("g.ttl.gz", gzip.compress(b"<a:b> <a:c> 1 .\n<a:b> <a:c> x:y .", mtime=0), "line 2, column 13"),
    ("g.txt.gz", gzip.compress(b"<a:b> <a:c> 1 .", mtime=0), "suffix .txt"),
    ("g.gz", gzip.compress(b"<a:b> <a:c> 1 .", mtime=0), "suffix (none)"),
    ("g.nt.gz", gzip.compress(b"#" * (2**26 + 1)), "more than 100 times its size"),
]


@pytest.mark.parametrize(("name", "content", "says"), REFUSED)
def test_bad_input_is_refused_with_its_place(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        relgraph.open(path)
    assert says in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.advice


def test_numbers_too_long_for_a_machine_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        "<a:b> <a:c> 99999999999999999999999 , 1.0000000000000000000000001 ,"
        ' "  5 "^^<http://www.w3.org/2001/XMLSchema#integer> .',
        "utf-8",
    )
    assert len(relgraph.open(path)) == 3


@pytest.mark.parametrize("value", ["<<( <a:s> <a:p> <a:o> )>>", '"x"@ar--rtl'])
def test_rdf_1_2_is_refused(value: str, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(f"<a:b> <a:c> {value} .", "utf-8")
    with pytest.raises(InputError, match=r"RDF 1\.2"):
        relgraph.open(path)


def test_blank_nodes_have_the_same_names_every_time(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text("[] <a:p> [ <a:q> 1 ] , [ <a:q> 2 ] .", "utf-8")
    assert set(relgraph.open(path)) == set(relgraph.open(path))


def test_names_that_cannot_be_files(tmp_path: Path) -> None:
    for name in ("", "a" * 300 + ".ttl"):
        with pytest.raises(InputError):
            relgraph.open(name)


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        relgraph.open(tmp_path / "none.ttl")
    with pytest.raises(InputError, match="no RDF file"):
        relgraph.open(tmp_path)


def test_well_typed_literals_of_every_checked_datatype_are_taken(tmp_path: Path) -> None:
    values = {
        "boolean": "true", "date": "2021-07-06", "dateTime": "2021-07-06T09:00:00Z", "decimal": "1.5",
        "double": "1e3",
        "float": "1.5", "int": "3", "nonNegativeInteger": "0", "gYear": "2021",
        "gYearMonth": "2021-10", "integer": "-7",
    }  # fmt: skip
    path = tmp_path / "g.ttl"
    path.write_text(
        "".join(
            f'<a:b> <a:{name}> "{value}"^^<http://www.w3.org/2001/XMLSchema#{name}> .\n'
            for name, value in values.items()
        ),
        "utf-8",
    )
    assert len(relgraph.open(path)) == len(values)


def test_suffixes_are_told_apart_whatever_their_case(tmp_path: Path) -> None:
    path = tmp_path / "G.TTL"
    path.write_text(SAME["g.ttl"], "utf-8")
    assert len(relgraph.open(path)) == 2
    assert all(suffix == suffix.lower() for suffix in RDF_SUFFIXES)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), texts, st.sampled_from([None, "en", "vi"])), min_size=1, max_size=8)
)
def test_any_literal_survives_open_export_open(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    given_graph = Graph()
    for number, text, language in rows:
        given_graph.add((URIRef(f"https://example.org/{number}"), P, Literal(text, lang=language)))
    first = folder / "first.nt"
    first.write_text(given_graph.serialize(format="nt"), "utf-8")
    opened = relgraph.open(first)
    for format, suffix in (("turtle", "ttl"), ("ntriples", "nt"), ("trig", "trig"), ("jsonld", "jsonld")):
        path = folder / f"again.{suffix}"
        relgraph.write(relgraph.export(opened, format), path)
        assert isomorphic(Graph() + relgraph.open(path), Graph() + opened), format


@pytest.mark.parametrize("name", SAME)
def test_gzip_reads_as_what_is_in_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"{name}.gz"
    packed = gzip.compress(SAME[name].encode())
    path.write_bytes(packed)
    graph = relgraph.open(path)
    assert set(graph) == {(A, P, Literal("x", lang="en")), (A, P, URIRef("https://example.org/b"))}
    assert set(relgraph.open(tmp_path)) == set(graph)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed)))
    assert set(relgraph.open("-")) == set(graph)


def test_gzip_that_swells_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.nt.gz"
    # 2 GB of blanks by repeating one packed piece: gzip files may be joined.
    path.write_bytes(gzip.compress(b" " * 2**20, mtime=0) * 2048)
    with pytest.raises(InputError, match="more than 100 times its size"):
        relgraph.open(path)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<urn:a> <urn:b> (" + " 1" * 5_000 + ") .", 10_001),
        ("<urn:a> <urn:b> " + "[ <urn:c> " * 5_000 + "1" + " ]" * 5_000 + " .", 5_001),
        ("<urn:a> <urn:b> (1 (1 2) (1 2) [] []) , (1 2) .", 24),
        ("_:x <urn:b> _:y . _:y <urn:b> _:x , _:z . _:z <urn:b> 1 . _:u <urn:b> _:x .", 5),
    ],
)
def test_blank_nodes_have_the_same_names_whatever_they_were_called(
    text: str, count: int, tmp_path: Path
) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(text, "utf-8")
    first = relgraph.open(path)
    assert len(first) == count
    found = list(first.oxigraph)
    labels = {
        term: ox.BlankNode()
        for quad in found
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.BlankNode)
    }
    other = KnowledgeGraph()
    for quad in reversed(found):
        ends = [labels.get(term, term) for term in (quad.subject, quad.object)]
        other.oxigraph.add(ox.Quad(ends[0], quad.predicate, ends[1]))
    assert relgraph.export(other, "ntriples") == relgraph.export(first, "ntriples")
    if count < 100:
        one, two = (ox.Dataset(graph.oxigraph) for graph in (first, other))
        for dataset in (one, two):
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert one == two


def test_a_term_that_is_too_long_is_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.ttl"
    path.write_text('<urn:a> <urn:b> "' + "x" * 20_000_000 + '" .', "utf-8")
    for command in ("lint", "validate"):
        result = run(command, path)
        assert result.returncode == 2
        assert b"more than 16 MiB" in result.stderr
        assert b"Traceback" not in result.stderr
