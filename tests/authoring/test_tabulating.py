"""A graph becomes a dossier, and that the graph again: nothing is lost, nothing added."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import REPOSITORY
from rdflib import RDFS, Literal, URIRef

import relgraph
from relgraph.errors import DossierError, SourceError

from .pact import dossier_in


def triples(graph: relgraph.KnowledgeGraph) -> set[ox.Triple]:
    return {quad.triple for quad in graph.oxigraph.quads_for_pattern(None, None, None)}


def there_and_back(graph: relgraph.KnowledgeGraph, source: Path, folder: Path) -> relgraph.KnowledgeGraph:
    relgraph.write_dossier(relgraph.tabulate(graph, source), source.read_bytes(), folder)
    return relgraph.build([relgraph.read_dossier(folder)])


def test_the_summit(tmp_path: Path) -> None:
    folder = REPOSITORY / "data" / "inner-sea-summit"
    graph = relgraph.open(folder / "triples.ttl")
    assert triples(there_and_back(graph, folder / "report.txt", tmp_path / "d")) == triples(graph)


def test_the_meeting_byte_for_byte(meeting: relgraph.KnowledgeGraph, article: Path, tmp_path: Path) -> None:
    again = there_and_back(meeting, article, tmp_path / "d")
    assert triples(again) == triples(meeting)
    assert relgraph.export(again, "turtle") == (REPOSITORY / "data" / "triples.ttl").read_bytes()


def test_a_dossier_and_its_graph(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path / "a")
    graph = relgraph.build([relgraph.read_dossier(folder)])
    again = there_and_back(graph, folder / "text.txt", tmp_path / "b")
    assert triples(again) == triples(graph)


def test_what_is_no_column_is_a_statement(tmp_path: Path) -> None:
    folder = dossier_in(
        tmp_path / "a",
        statements="subject,predicate,object,type\nstate/arda,rg:isoAlpha2,AR,\nact:grain,rg:weight,2.5,xsd:decimal\n"
        "event/cole,rdfs:label,Treffen von Port Cole,@de\nevent/cole,rg:status,rg:held,iri\n",
    )
    graph = relgraph.build([relgraph.read_dossier(folder)])
    assert graph.acts["https://example.org/pact/act/grain"].weight == 2.5
    again = there_and_back(graph, folder / "text.txt", tmp_path / "b")
    assert triples(again) == triples(graph)


def test_what_no_dossier_can_hold_is_refused(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path / "a")
    graph = relgraph.build([relgraph.read_dossier(folder)])
    other = tmp_path / "other.txt"
    other.write_text("Another text.")
    with pytest.raises(SourceError, match="is not the text that the evidence refers to"):
        relgraph.tabulate(graph, other)
    graph.update("INSERT DATA { [] <http://www.w3.org/2000/01/rdf-schema#label> 'x' }")
    with pytest.raises(DossierError, match="blank nodes"):
        relgraph.tabulate(graph, folder / "text.txt")


def test_names_in_another_language_than_the_title(tmp_path: Path) -> None:
    folder = dossier_in(tmp_path / "a")
    graph = relgraph.build([relgraph.read_dossier(folder)])
    for iri in ("document/report", "act/grain"):
        node = URIRef(f"https://example.org/pact/{iri}")
        graph.remove((node, RDFS.label, None))
        graph.add((node, RDFS.label, Literal("Bericht", lang="de")))
    dossier = relgraph.tabulate(graph, folder / "text.txt")
    assert (dossier.document["language"], dossier.document["title"]) == ("en", "Bericht")
    assert {row.cells["id"]: row.cells["label"] for row in dossier.acts}["grain"] == ""
    assert triples(there_and_back(graph, folder / "text.txt", tmp_path / "b")) == triples(graph)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE WHERE { <BASEact/grain> rdfs:label ?o }", r"building would add it: <\S+act/grain> <\S+label>"),
        ("DELETE WHERE { <BASEdocument/report> rdfs:label ?o }", r"would add it: <\S+/report> <\S+label>"),
        ("DELETE WHERE { <BASEdocument/report> a ?o }", r"would add it: <\S+/report> <\S+type>"),
        ("DELETE DATA { <BASEact/grain> rg:relation rg:provides } ; "
         "INSERT DATA { <BASEact/grain> rg:relation rg:nothing }", r"act/grain: has no relation of the"),
        ("INSERT DATA { <BASEstate/arda> rdfs:label _:b }", r"/arda> <\S+label> _:\w+: blank nodes have no"),
    ],
)  # fmt: skip
def test_what_no_dossier_says_is_told_by_its_statement(change: str, said: str, tmp_path: Path) -> None:
    folder = dossier_in(tmp_path / "a")
    graph = relgraph.build([relgraph.read_dossier(folder)])
    graph.update(change.replace("BASE", "https://example.org/pact/"))
    with pytest.raises(DossierError, match=said) as error:
        relgraph.tabulate(graph, folder / "text.txt")
    assert error.value.advice
