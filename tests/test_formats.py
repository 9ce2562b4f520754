"""Formats: one registry of names and suffixes, and what a suffix stands for by what may be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import Read

import relgraph
from relgraph import KnowledgeGraph
from relgraph.exporting import NETWORK_FORMATS, RDF_FORMATS
from relgraph.formats import FORMATS, RDF_SUFFIXES, format_of, suffix_of, suffixes_of

TABLES = ("table", "csv", "tsv", "json", "xml")


@pytest.fixture
def small(read: Read) -> KnowledgeGraph:
    return read('<https://example.org/s> rdfs:label "état"@fr ; rg:object [ rdfs:label "x" ] .')


@pytest.mark.parametrize("spelled", [str.lower, str.upper, "{}.gz".format, "{}.GZ".format])
@pytest.mark.parametrize("suffix", RDF_SUFFIXES)
def test_every_suffix_that_open_reads_is_one_that_export_writes(
    suffix: str, spelled: Callable[[str], str], small: KnowledgeGraph, tmp_path: Path
) -> None:
    path = tmp_path / f"again{spelled(suffix)}"
    format = format_of(path, RDF_FORMATS)
    assert format is not None
    relgraph.write(relgraph.export(small, format), path)
    assert set(relgraph.open(path).oxigraph) == set(small.oxigraph)


def test_every_format_that_export_writes_is_one_that_open_reads() -> None:
    for name in RDF_FORMATS:
        assert FORMATS[name].suffixes
        assert {RDF_SUFFIXES.get(suffix) for suffix in FORMATS[name].suffixes} == {FORMATS[name].rdf}
    assert {entry.name for entry in FORMATS.values() if entry.rdf} == set(RDF_FORMATS)


def test_no_two_formats_of_rdf_share_a_suffix() -> None:
    suffixes = [suffix for name in RDF_FORMATS for suffix in FORMATS[name].suffixes]
    assert len(set(suffixes)) == len(suffixes)


@pytest.mark.parametrize("name", [*RDF_FORMATS, *NETWORK_FORMATS])
def test_every_writer_has_an_entry_with_suffixes(name: str) -> None:
    entry = FORMATS[name]
    assert entry.name == name
    assert entry.suffixes
    for suffix in entry.suffixes:
        assert suffix_of(f"name{suffix}") == suffix


@pytest.mark.parametrize("name", NETWORK_FORMATS)
def test_what_is_binary_is_no_text(name: str, meeting: KnowledgeGraph) -> None:
    content = relgraph.export(relgraph.project(meeting, "actors"), name)
    try:
        content.decode()
    except UnicodeDecodeError:
        assert FORMATS[name].is_binary
    else:
        assert not FORMATS[name].is_binary


@pytest.mark.parametrize(
    ("name", "among", "format"),
    [
        ("a.json", RDF_FORMATS, "jsonld"),
        ("a.json", NETWORK_FORMATS, "json"),
        ("a.json", TABLES, "json"),
        ("a.json", (*TABLES, *RDF_FORMATS), "json"),
        ("a.json", (*RDF_FORMATS, *TABLES), "jsonld"),
        ("a.jsonld", (*TABLES, *RDF_FORMATS), "jsonld"),
        ("a.jsonld", TABLES, None),
        ("a.xml", RDF_FORMATS, "rdfxml"),
        ("a.xml", TABLES, "xml"),
        ("a.xml", NETWORK_FORMATS, None),
        ("a.srx", (*RDF_FORMATS, *TABLES), "xml"),
        ("a.csv", TABLES, "csv"),
        ("a.csv", NETWORK_FORMATS, "csv"),
        ("a.csv", ["csv-nodes"], "csv-nodes"),
        ("a.csv", RDF_FORMATS, None),
        ("a.owl", RDF_FORMATS, "rdfxml"),
        ("folder.ttl/a.nt", RDF_FORMATS, "ntriples"),
        ("a.nt.ttl", RDF_FORMATS, "turtle"),
        ("A.JSON", RDF_FORMATS, "jsonld"),
        ("a.ttl.gz", RDF_FORMATS, "turtle"),
        ("A.XML.GZ", TABLES, "xml"),
        ("a.gz", RDF_FORMATS, None),
        ("a.ttl.gz.gz", RDF_FORMATS, None),
        ("ttl", RDF_FORMATS, None),
        (".ttl", RDF_FORMATS, None),  # a hidden file without a suffix
        ("", RDF_FORMATS, None),
        ("a.json", (), None),
    ],
)
def test_a_suffix_stands_for_what_may_be_written(name: str, among: Iterable[str], format: str | None) -> None:
    assert format_of(name, among) == format
    assert format_of(Path(name), among) == format


def test_the_usual_suffix_of_each_format_is_offered_once() -> None:
    assert suffixes_of(RDF_FORMATS) == [".ttl", ".nt", ".rdf", ".jsonld", ".trig", ".nq"]
    assert suffixes_of(NETWORK_FORMATS) == [".graphml", ".gexf", ".json", ".csv", ".parquet"]
