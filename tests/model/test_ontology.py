"""The ontology and its alignments: OWL 2 DL, consistent, and read by the code as it is written."""

from __future__ import annotations

import io
import re
import shutil
import warnings
from pathlib import Path

import owlready2
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.bundle import bundled
from relgraph.model.namespaces import ID, PREFIXES, RG
from relgraph.model.ontology import read_ontology
from relgraph.projection import PROJECTIONS, entering
from relgraph.validation import ontology_graph

ALIGNMENTS = sorted(bundled("ontology", "alignments").glob("*.ttl"))
XSD = PREFIXES["xsd"]
RESERVED = (str(OWL), str(RDF), str(RDFS), XSD)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# Annotations whose values are documents or pages, which OWL does not ask to be declared.
TO_DOCUMENTS = (OWL.versionIRI, URIRef("http://purl.org/dc/terms/license"), RDFS.isDefinedBy)

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT, the reasoner, needs Java")


def united(turtle: str = "") -> Graph:
    """Return the ontology, its alignments and ``turtle`` in one graph."""
    graph = Graph()
    graph += ontology_graph()
    for path in ALIGNMENTS:
        graph.parse(path, format="turtle")
    header = f"@base <{ID}> .\n@prefix rg: <{RG}> .\n@prefix owl: <{OWL}> .\n@prefix rdfs: <{RDFS}> .\n"
    return graph.parse(data=header + turtle, format="turtle")


def unsatisfiable(graph: Graph) -> list[str]:
    """Run HermiT over ``graph`` and return the classes that can have no instance."""
    world = owlready2.World()
    with warnings.catch_warnings():
        # It remarks on every relation that it is a property and an individual, which OWL 2 allows.
        warnings.simplefilter("ignore")
        ontology = world.get_ontology("http://example.org/united#")
        ontology.load(fileobj=io.BytesIO(graph.serialize(format="xml", encoding="utf-8")))
        owlready2.sync_reasoner(world, infer_property_values=False, debug=0, ignore_unsupported_datatypes=True)
    return sorted(cls.iri for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)


@needs_java
def test_ontology_and_alignments_are_consistent_and_every_class_can_have_instances() -> None:
    assert unsatisfiable(united()) == []


@needs_java
def test_the_bundled_graph_is_consistent_with_them() -> None:
    graph = united()
    graph += relgraph.open()
    assert unsatisfiable(graph) == []


@needs_java
@pytest.mark.parametrize(
    "turtle",
    [
        "<a> a rg:State , rg:Organization .",
        "<a> a rg:Person , rg:Event .",
        # by domain and range alone: an office that acts, and a document that a person attends
        "<x> rg:actor <o> . <o> rg:officeOf <a> .",
        "<p> rg:attends <d> . <d> a rg:Document .",
        # an act that is made at a state
        "<x> a rg:Act ; rg:madeAt <a> . <a> a rg:State .",
    ],
)
def test_a_planted_contradiction_is_found(turtle: str) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        unsatisfiable(united(turtle))


@needs_java
def test_a_planted_class_without_possible_instances_is_found() -> None:
    turtle = "rg:CityState a owl:Class ; rdfs:subClassOf rg:State , rg:Organization ."
    assert unsatisfiable(united(turtle)) == [f"{RG}CityState"]


def test_every_term_is_declared() -> None:
    graph = united()
    declared = {
        term for kind in (*KINDS, OWL.NamedIndividual, OWL.Ontology) for term in graph.subjects(RDF.type, kind)
    }
    used = {
        term
        for subject, predicate, value in graph
        for term in (subject, predicate, *(() if predicate in TO_DOCUMENTS else (value,)))
        if isinstance(term, URIRef) and not str(term).startswith(RESERVED)
    }
    assert used - declared == set()


@pytest.mark.parametrize("path", ALIGNMENTS, ids=lambda path: path.stem)
def test_an_alignment_is_an_ontology_of_its_own_that_declares_the_terms_of_others(path: Path) -> None:
    graph = Graph().parse(path, format="turtle")
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert ontology == URIRef(f"https://w3id.org/relgraph/ontology/alignments/{path.stem}")
    assert list(graph.objects(ontology, OWL.versionIRI)) == [URIRef(f"{ontology}/0.1.0")]
    for term in {term for triple in graph for term in triple if isinstance(term, URIRef)}:
        if str(term).startswith(
            ("http://purl.org/dc/", "https://creativecommons.org/", str(ontology), *RESERVED)
        ):
            continue
        is_ours = str(term).startswith(str(RG))
        assert is_ours != ((term, RDF.type, None) in graph), term
        assert not is_ours or (term, RDF.type, None) in ontology_graph(), term


def test_no_term_of_the_reserved_vocabulary_is_redefined() -> None:
    assert [term for term in united().subjects(RDF.type) if str(term).startswith(RESERVED)] == []


def test_a_property_is_of_one_kind() -> None:
    graph = united()
    for term in set(graph.subjects(RDF.type)):
        kinds = [kind for kind in KINDS[1:] if (term, RDF.type, kind) in graph]
        assert len(kinds) <= 1, term


def test_predicates_are_used_as_what_they_are_declared() -> None:
    graph = united()
    for subject, predicate, value in graph:
        if str(predicate).startswith(RESERVED):
            continue
        if (predicate, RDF.type, OWL.ObjectProperty) in graph:
            assert not isinstance(value, Literal), (subject, predicate)
        elif (predicate, RDF.type, OWL.DatatypeProperty) in graph:
            assert isinstance(value, Literal), (subject, predicate)


def test_datatypes_are_those_of_owl_2() -> None:
    """xsd:date, xsd:gYearMonth and xsd:gYear are none of them, so no range and no literal may use them."""
    graph = united()
    allowed = {*(URIRef(XSD + name) for name in ("string", "integer", "decimal", "boolean")), None}
    assert {value.datatype for value in graph.objects() if isinstance(value, Literal)} <= allowed
    ranges = {value for value in graph.objects(None, RDFS.range) if str(value).startswith(XSD)}
    assert ranges <= allowed


def test_hierarchies_link_like_with_like() -> None:
    graph = united()
    for child, parent in graph.subject_objects(RDFS.subPropertyOf):
        assert [(child, RDF.type, kind) in graph for kind in KINDS] == [
            (parent, RDF.type, kind) in graph for kind in KINDS
        ], child
    for child, parent in graph.subject_objects(RDFS.subClassOf):
        assert (child, RDF.type, OWL.Class) in graph
        assert isinstance(parent, BNode) or (parent, RDF.type, OWL.Class) in graph


def test_only_the_wikidata_properties_that_are_known_for_certain_are_named() -> None:
    text = "".join(path.read_text("utf-8") for path in ALIGNMENTS)
    assert set(re.findall(r"wdt:(\w+)", text)) == {"P463", "P530", "P710", "P1344", "P488", "P664"}
    assert "wikidata.org/entity/" not in text


def test_event_codes_are_in_their_scheme_and_a_cameo_code_says_its_plover_type() -> None:
    codes = Graph().parse(bundled("ontology", "alignments", "plover-cameo.ttl"), format="turtle")
    namespace = "https://w3id.org/relgraph/ontology/alignments/plover-cameo#"
    for code in codes.subjects(RDF.type, SKOS.Concept):
        system, notation = str(code).removeprefix(namespace).split("-")
        assert list(codes.objects(code, SKOS.notation)) == [Literal(notation)]
        assert list(codes.objects(code, SKOS.inScheme)) == [URIRef(namespace + system)]
    support = URIRef(f"{namespace}cameo-051")
    assert list(codes.objects(support, SKOS.broadMatch)) == [URIRef(f"{namespace}plover-SUPPORT")]
    assert support in set(codes.objects(RG.supports, SKOS.closeMatch))


def test_the_code_reads_what_the_ontology_says_of_a_relation() -> None:
    ontology = read_ontology()
    (supports,), (partner,) = ontology.named("supports"), ontology.named("rg:strategicPartnerOf")
    assert (supports.undirected, supports.sign, supports.weight, supports.speech_act) == (
        False,
        "cooperative",
        1.0,
        True,
    )
    assert supports.projections == {"actors", "topics", "stances", "full"}
    assert (partner.undirected, partner.speech_act) == (True, False)
    assert ontology.named("rg:nonesuch") == ()
    assert ontology.ancestors(str(RG.coChairs)) == (str(RG.coChairs), str(RG.participatesIn))


def test_what_enters_no_projection_by_a_mark_of_its_own_follows_from_the_others() -> None:
    ontology = read_ontology()
    assert entering(ontology, "co-participation") == entering(ontology, "participation")
    assert entering(ontology, "signed") == {
        iri: relation
        for iri, relation in entering(ontology, "actors").items()
        if relation.sign in ("cooperative", "adverse")
    }
    marks = set(ontology_graph().objects(None, RG.entersProjection))
    assert marks == set(ontology_graph().subjects(SKOS.inScheme, RG.projectionScheme))
    assert {name for name in PROJECTIONS if entering(ontology, name)} == set(PROJECTIONS)


def test_presiding_is_a_way_of_taking_part() -> None:
    ontology = read_ontology()
    presiding = set(ontology_graph().subjects(RG.presiding, Literal(True)))
    assert presiding == {RG.chairs, RG.coChairs}
    assert all(str(RG.participatesIn) in ontology.ancestors(str(relation)) for relation in presiding)


def test_relations_of_the_data_join_those_of_the_ontology_with_plain_defaults() -> None:
    data = KnowledgeGraph()
    data.parse(data=f"<http://example.org/hosts> a <{RG}Relation> .", format="turtle")
    ours, hosts = data.ontology.named("hosts")
    assert (ours.iri, hosts.iri) == (f"{RG}hosts", "http://example.org/hosts")
    assert data.ontology.named("rg:hosts") == (ours,)
    assert (hosts.label, hosts.undirected, hosts.sign, hosts.weight, hosts.speech_act, hosts.projections) == (
        "hosts",
        False,
        "neutral",
        1.0,
        False,
        frozenset(),
    )
