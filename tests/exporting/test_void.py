"""Describe: the counts are right, only what is stated is claimed, and data/void.ttl is current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import REPOSITORY, Read, Run
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import InputError
from relgraph.exporting.void import DATASET, ONTOLOGY
from relgraph.model.namespaces import ID, PREFIXES, RG

VOID = Namespace(PREFIXES["void"])
DCTERMS = Namespace(PREFIXES["dcterms"])
OWL = Namespace(PREFIXES["owl"])
EX = Namespace("https://example.org/")
MINE = "https://example.org/mine"

# 12 triples; 4 subjects, of which one is blank; 5 predicates; 3 classes, of which one is blank.
SMALL = """
@prefix ex: <https://example.org/> .
ex:things-a a ex:Kind , ex:Other ; rdfs:label "a"@en , "a" ; ex:near ex:things-b .
ex:things-b a ex:Kind , [ ex:note 1 ] ; ex:near ex:things-a , "nowhere" ; <urn:x:size> 1 .
ex:things-c a ex:Kind .
"""


def numbers(description: Graph, subject: Node) -> dict[str, int]:
    """Return the counts of ``subject``, by the local name of the property."""
    return {
        str(predicate).removeprefix(str(VOID)): int(value)
        for predicate, value in description.predicate_objects(subject)
        if isinstance(value, Literal) and value.datatype == URIRef(PREFIXES["xsd"] + "integer")
    }


def parts(description: Graph, kind: str) -> dict[str, dict[str, int]]:
    """Return the counts of each part, by class or property."""
    return {
        str(description.value(part, VOID[kind])): numbers(description, part)
        for part in description.objects(None, VOID[f"{kind}Partition"])
    }


def test_counts_worked_out_by_hand(read: Read) -> None:
    description = relgraph.describe(read(SMALL), MINE)
    assert numbers(description, URIRef(MINE)) == {
        "triples": 12,
        "entities": 3,  # the blank node is a subject, and no entity
        "distinctSubjects": 4,
        "distinctObjects": 9,  # three classes, "a"@en, "a", b, a, "nowhere", 1
        "properties": 5,
        "classes": 3,
    }
    assert parts(description, "class") == {str(EX.Kind): {"entities": 3}, str(EX.Other): {"entities": 1}}
    assert parts(description, "property") == {
        str(RDF.type): {"triples": 5, "distinctSubjects": 3, "distinctObjects": 3},
        PREFIXES["rdfs"] + "label": {"triples": 2, "distinctSubjects": 1, "distinctObjects": 2},
        str(EX.near): {"triples": 3, "distinctSubjects": 2, "distinctObjects": 3},
        str(EX.note): {"triples": 1, "distinctSubjects": 1, "distinctObjects": 1},
        "urn:x:size": {"triples": 1, "distinctSubjects": 1, "distinctObjects": 1},
    }
    assert set(description.objects(URIRef(MINE), VOID.vocabulary)) == {
        URIRef(EX),
        URIRef(PREFIXES["rdf"]),
        URIRef(PREFIXES["rdfs"]),
    }
    assert str(description.value(URIRef(MINE), VOID.uriSpace)) == str(EX)


def test_counts_of_the_bundled_graph_are_those_of_rdflib(meeting: KnowledgeGraph) -> None:
    graph = Graph().parse(REPOSITORY / "data" / "triples.ttl", format="turtle")
    description = relgraph.describe(meeting)
    assert numbers(description, URIRef(DATASET)) == {
        "triples": len(graph),
        "entities": len({subject for subject in graph.subjects() if isinstance(subject, URIRef)}),
        "distinctSubjects": len(set(graph.subjects())),
        "distinctObjects": len(set(graph.objects())),
        "properties": len(set(graph.predicates())),
        "classes": len(set(graph.objects(None, RDF.type))),
    }
    assert parts(description, "class") == {
        str(kind): {"entities": len(set(graph.subjects(RDF.type, kind)))}
        for kind in set(graph.objects(None, RDF.type))
    }
    assert parts(description, "property") == {
        str(predicate): {
            "triples": len(list(graph.subject_objects(predicate))),
            "distinctSubjects": len(set(graph.subjects(predicate))),
            "distinctObjects": len(set(graph.objects(None, predicate))),
        }
        for predicate in set(graph.predicates())
    }


def test_what_the_project_states_holds_for_the_bundled_graph(meeting: KnowledgeGraph) -> None:
    dataset = URIRef(DATASET)
    description = relgraph.describe(meeting)
    ontology = Graph().parse(REPOSITORY / "ontology" / "relgraph.ttl", format="turtle")
    for predicate in (DCTERMS.license, OWL.versionInfo):
        assert str(description.value(dataset, predicate)) == str(ontology.value(URIRef(ONTOLOGY), predicate))
    assert str(description.value(dataset, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert "(CC BY 4.0)" in (REPOSITORY / "LICENSE-DATA").read_text("utf-8")
    project = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    assert f'name = "{description.value(dataset, DCTERMS.title)}"' in project
    assert f'description = "{description.value(dataset, DCTERMS.description)}"' in project
    assert str(description.value(dataset, VOID.uriSpace)) == str(ID)
    assert URIRef(ONTOLOGY) in set(description.objects(dataset, VOID.vocabulary))
    sources = set(description.objects(dataset, DCTERMS.source))
    assert sources == {
        URIRef(ID["document/report-2021"]),
        URIRef(ID["document/country-codes"]),
        URIRef(ID["document/cow-igo-state-year"]),
    }
    label = URIRef(PREFIXES["rdfs"] + "label")
    for source in sources:
        assert set(description.objects(source, label)) == set(meeting.objects(source, label)) != set()


def test_other_graphs_are_not_given_what_they_do_not_state(read: Read) -> None:
    description = relgraph.describe(read(SMALL), MINE)
    for predicate in (DCTERMS.title, DCTERMS.license, DCTERMS.description, OWL.versionInfo, VOID.feature):
        assert (None, predicate, None) not in description
    graph = read(
        SMALL + f'<{MINE}> a void:Dataset ; dcterms:title "Mine"@en ; dcterms:license <https://example.org/l> .'
        f' <{MINE}/other> dcterms:title "Not mine"@en .'
    )
    description = relgraph.describe(graph)
    assert list(description.subject_objects(DCTERMS.title)) == [(URIRef(MINE), Literal("Mine", lang="en"))]
    assert description.value(URIRef(MINE), DCTERMS.license) == EX.l
    assert (None, OWL.versionInfo, None) not in description


def part_iris(description: Graph) -> dict[tuple[str, str], str]:
    """Return the IRI of each part, by the kind of part and the class or property."""
    return {
        (kind, str(description.value(part, VOID[kind]))): str(part)
        for kind in ("class", "property")
        for part in description.objects(None, VOID[f"{kind}Partition"])
    }


def test_parts_have_iris_of_their_own_that_stay(read: Read) -> None:
    description = relgraph.describe(read(SMALL), MINE)
    assert not [term for triple in description for term in triple if isinstance(term, BNode)]
    before = part_iris(description)
    assert len(set(before.values())) == len(before) == 7
    assert before["property", str(RDF.type)] == f"{MINE}/property-rdf-type"
    assert re.fullmatch(rf"{MINE}/class-[0-9a-f]{{16}}", before["class", str(EX.Kind)])
    more = read(SMALL + "<https://example.org/z> a rg:State , <https://example.org/A> .")
    after = part_iris(relgraph.describe(more, MINE))
    assert after.items() > before.items()
    assert after["class", str(RG.State)] == f"{MINE}/class-rg-State"


def test_parts_of_one_name_stay_apart(read: Read) -> None:
    # A class that is a property too, one that no prefixed name can hold, and a data set named by a fragment.
    graph = read("<a> a rg:x ; rg:x 1 ; <https://w3id.org/relgraph/ontology#a/b> 1 .")
    found = part_iris(relgraph.describe(graph, "https://example.org/d#it"))
    assert len(set(found.values())) == len(found) == 4
    assert found["class", str(RG.x)] == "https://example.org/d#it-class-rg-x"
    assert found["property", str(RG.x)] == "https://example.org/d#it-property-rg-x"


@pytest.mark.parametrize(
    ("turtle", "dataset", "message", "advice"),
    [
        (SMALL, None, "does not say what its data set is called", "--dataset"),
        ("<a> a void:Dataset . <b> a void:Dataset .", None, "has 2 data sets", "--dataset"),
        (SMALL, "mine", "'mine' is no absolute IRI", DATASET),
        (SMALL, "https://example.org/a b", "is no absolute IRI", DATASET),
    ],
)
def test_a_data_set_needs_one_name(
    turtle: str, dataset: str | None, message: str, advice: str, read: Read
) -> None:
    with pytest.raises(InputError) as caught:
        relgraph.describe(read(turtle), dataset)
    assert message in str(caught.value)
    assert advice in caught.value.advice


def test_hosts_alone_and_other_schemes_have_no_common_start(read: Read) -> None:
    for turtle in (
        "<urn:x:1> rg:x <urn:x:2> .",
        "<https://a.example/x> rg:x 1 . <https://b.example/x> rg:x 1 .",
    ):
        assert (None, VOID.uriSpace, None) not in relgraph.describe(read(turtle), MINE)


def test_the_bundled_graph_is_known_by_any_name_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY / "docs")
    assert (URIRef(DATASET), DCTERMS.license, None) in relgraph.describe(relgraph.open("../data/triples.ttl"))


def test_void_ttl_is_what_describe_writes(meeting: KnowledgeGraph) -> None:
    current = relgraph.export(relgraph.describe(meeting), "turtle")
    stored = (REPOSITORY / "data" / "void.ttl").read_bytes()
    assert bytes(current) == stored, "run make data and commit the result"


def test_void_ttl_is_portable_and_fits_beside_the_data() -> None:
    text = (REPOSITORY / "data" / "void.ttl").read_text("utf-8")
    assert not re.search(r'\^\^|_:|"@[a-z]*[A-Z]|^PREFIX|<[^>]*%', text, re.MULTILINE)
    assert relgraph.validate(relgraph.open(REPOSITORY / "data")).conforms


def test_the_command(run: Run, tmp_path: Path) -> None:
    result = run("describe")
    assert result.returncode == 0
    assert result.stdout == (REPOSITORY / "data" / "void.ttl").read_bytes()
    (tmp_path / "small.ttl").write_text(f"@prefix rdfs: <{PREFIXES['rdfs']}> .\n{SMALL}", encoding="utf-8")
    result = run("describe", "-d", "small.ttl", "-o", "void.nt", "-f", "ntriples")
    assert result.returncode == 2
    assert b"small.ttl" in result.stderr
    assert not (tmp_path / "void.nt").exists()
    result = run("describe", "-d", "small.ttl", "--dataset", MINE, "-o", "void.nt", "-f", "ntriples")
    assert result.returncode == 0, result.stderr
    assert f'<{MINE}> <{VOID.triples}> "12"' in (tmp_path / "void.nt").read_text("utf-8")
