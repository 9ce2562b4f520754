"""Validate: every shape and check accepts what conforms and refuses, by its own name, what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GraphOf, Read
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef

import relgraph.store
from relgraph.bundle import bundled
from relgraph.derivation import derive
from relgraph.errors import ValidationError
from relgraph.model.namespaces import ID, RG, local_name
from relgraph.store import KnowledgeGraph
from relgraph.validation import (
    CHECKS_OF_DERIVATION,
    Report,
    Violation,
    ontology_graph,
    validate,
    validate_ontology,
)

EXAMPLES = Path(__file__).parent.parent / "ontology" / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))

# What of a shape says where it looks and what it answers, as opposed to what it demands.
NO_DEMAND = {RDF.type, SH.targetClass, SH.targetSubjectsOf, SH.path, SH.property, SH.message}
CORE = {
    "targetClass", "targetSubjectsOf", "path", "property", "message", "nodeKind", "qualifiedValueShape",
    "qualifiedMinCount", "qualifiedMaxCount", "languageIn", "datatype", "uniqueLang", "pattern", "minCount",
    "maxCount", "class", "node", "hasValue", "or", "xone", "not", "in", "inversePath", "alternativePath",
    "minInclusive", "minExclusive", "maxInclusive", "lessThan", "equals",
}  # fmt: skip


def shapes_of(name: str) -> Graph:
    return Graph().parse(bundled("ontology", "shapes", f"{name}.ttl"), format="turtle")


def demanding(graph: Graph) -> set[str]:
    """Return the local names of the shapes that can refuse a node."""
    return {
        local_name(str(shape))
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in graph.subjects(RDF.type, kind)
        if set(graph.predicates(shape)) - NO_DEMAND
    }


SHAPES = {name: demanding(shapes_of(name)) for name in ("data", "ontology")}
CHECK_FILES = sorted(bundled("ontology", "checks").glob("*.rq"))
CHECKS = {path.stem.removesuffix("-violation") for path in CHECK_FILES} | set(CHECKS_OF_DERIVATION)
REFUSERS = SHAPES["data"] | SHAPES["ontology"] | CHECKS


def named_by(path: Path) -> str:
    """Return the shape or check that an example is named after: NAME.ttl or NAME-suffix.ttl."""
    name = path.stem
    while name and name not in REFUSERS:
        name = name.rpartition("-")[0]
    return name


def report_on(path: Path) -> Report:
    if path.stem.startswith("ontology-") or named_by(path) in SHAPES["ontology"]:
        return validate_ontology(Graph().parse(path, format="turtle"))
    return validate(relgraph.open(path))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_example_is_refused_by_the_shape_or_check_that_it_is_named_after_and_by_no_other(path: Path) -> None:
    report = report_on(path)
    assert {violation.shape for violation in report.violations} == {named_by(path)}
    assert not report.conforms


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_an_example_conforms(path: Path) -> None:
    assert report_on(path).text().startswith("conforms: ")


def test_every_shape_and_check_has_an_example_that_it_refuses() -> None:
    assert {named_by(path) for path in INVALID} == REFUSERS


def test_every_check_has_an_example_that_comes_near_and_conforms() -> None:
    assert {path.stem for path in VALID} >= CHECKS


def test_every_shape_of_data_finds_a_node_in_the_examples_that_conform() -> None:
    examples = [path for path in VALID if not path.stem.startswith("ontology-")]
    checked = validate(relgraph.open(*examples)).checked
    assert len(checked) == len(list(shapes_of("data").subjects(RDF.type, SH.NodeShape)))
    assert [shape for shape, number in checked.items() if number == 0] == []


def test_every_shape_of_the_ontology_finds_a_term() -> None:
    report = validate_ontology()
    assert report.violations == ()
    assert [shape for shape, number in report.checked.items() if number == 0] == []


@pytest.mark.parametrize("name", ["data", "ontology"])
def test_shapes_are_core_shacl_and_say_by_what_name_and_why_they_refuse(name: str) -> None:
    graph = shapes_of(name)
    used = {
        local_name(str(predicate)) for predicate in graph.predicates() if str(predicate).startswith(str(SH))
    }
    assert used <= CORE
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in graph.subjects(RDF.type, kind):
            assert str(shape).startswith("https://w3id.org/relgraph/shapes#")
            if local_name(str(shape)) in SHAPES[name]:
                (message,) = graph.objects(shape, SH.message)
                assert isinstance(message, Literal)
                assert message.language == "en"
                assert str(message).endswith(".")
    for shape in graph.objects(None, SH.property):
        if isinstance(shape, BNode):
            # within a shape that refuses in its own name
            assert (shape, RDF.type, None) not in graph
        else:
            assert (shape, RDF.type, SH.PropertyShape) in graph


@pytest.mark.parametrize("path", CHECK_FILES, ids=lambda path: path.stem)
def test_a_check_is_portable_and_opens_with_its_question_and_its_message(path: Path) -> None:
    """rdflib's own engine finds the same nodes in the examples, be they refused or not."""
    text = path.read_text("utf-8")
    question, message, first = text.splitlines()[:3]
    assert question.startswith("# ")
    assert question.endswith("?")
    assert message.startswith("# ")
    assert message.endswith(".")
    assert first.startswith("PREFIX ")
    name = path.stem.removesuffix("-violation")
    for example in [EXAMPLES / "valid" / f"{name}.ttl", *(path for path in INVALID if named_by(path) == name)]:
        given = relgraph.open(example)
        united = Graph()
        united += derive(given)
        united += ontology_graph()
        rows = united.query(text)
        assert rows.vars is not None
        this = rows.vars[0]
        assert str(this) == "this"
        nodes = {str(row[this]) for row in rows.bindings}
        assert nodes == {found.node for found in validate(given).violations}


def test_the_bundled_graph_conforms() -> None:
    graph = relgraph.open()
    report = validate(graph)
    assert report.violations == ()
    assert report.checked["Act"] > 100
    assert set(report.checks) == CHECKS


def test_a_derived_triple_that_is_not_stated_is_a_warning_and_one_without_an_act_is_wrong() -> None:
    graph = derive(relgraph.open())
    lost = sorted(graph.subject_objects(RG.coChairs))[0]
    graph.remove((lost[0], RG.coChairs, lost[1]))
    graph.add((ID["state/indonesia"], RG.coChairs, ID["event/special-meeting-2021"]))
    report = validate(graph)
    found = {(violation.shape, violation.node, violation.path) for violation in report.violations}
    assert found == {("direct-relation-without-act", str(ID["state/indonesia"]), str(RG.coChairs))}
    assert "warning: " in report.text()
    # What was taken out, and the attendance that follows from the chair that was put in.
    assert any("2 direct relations that follow" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    "turtle", ['<http://example.org/a> rdfs:label "a"@en .', "<a> a <http://example.org/B> ."]
)
def test_a_graph_in_which_no_shape_finds_a_node_does_not_conform_in_silence(read: Read, turtle: str) -> None:
    with pytest.raises(ValidationError, match="nothing to validate") as raised:
        validate(read(turtle))
    assert str(RG) in raised.value.advice


def test_relations_between_things_of_no_type_do_not_conform_either(read: Read) -> None:
    (found,) = validate(read("<a> rg:supports <b> .")).violations
    assert (found.shape, found.node, found.value) == ("dangling-reference", str(ID.a), str(ID.b))


def test_nor_does_an_empty_graph() -> None:
    with pytest.raises(ValidationError, match="nothing to validate"):
        validate(KnowledgeGraph())


def test_a_node_is_checked_as_what_its_subclass_makes_it(read: Read) -> None:
    report = validate(read("<p> a <Pact> . <Pact> rdfs:subClassOf rg:Instrument ."))
    assert [(found.shape, found.node) for found in report.violations] == [("Label-given", str(ID.p))]
    assert report.checked["Document"] == 1


def test_validation_leaves_the_graph_as_it_was(read: Read) -> None:
    graph = read('<m> a rg:Meeting ; rdfs:label "m"@en ; rg:status rg:held .')
    before = set(graph)
    validate(graph)
    assert set(graph) == before


EVIDENCED = (
    "Evidence is a passage: an oa:SpecificResource with a source and a selector, or a fragment of a document, "
    "such as <table#row=7>."
)


def test_a_report_says_what_is_wrong_and_where_and_why(read: Read) -> None:
    report = validate(
        read(
            '<b> a rg:State ; rdfs:label "B"@en ; rg:isoAlpha2 "bb" .'
            "<a> a rg:State , rg:Person ; rg:evidence <e> ."
        )
    )
    assert report.violations == (
        Violation(
            "Evidenced-passage",
            str(ID.a),
            str(RG.evidence),
            str(ID.e),
            EVIDENCED,
        ),
        Violation(
            "Label-given",
            str(ID.a),
            str(RDFS.label),
            "",
            "Give it an rdfs:label, in any language; further names are skos:altLabel.",
        ),
        Violation(
            "State-country-code",
            str(ID.b),
            str(RG.isoAlpha2),
            '"bb"',
            "A state has no more than one rg:isoAlpha2, of two capital letters.",
        ),
        Violation(
            "dangling-reference",
            str(ID.a),
            str(RG.evidence),
            str(ID.e),
            "Nothing is said about the thing that is referred to, not even what it is: "
            "check the spelling of its IRI, or describe it.",
        ),
        Violation(
            "disjoint-classes",
            str(ID.a),
            str(RDF.type),
            str(RG.State),
            "The ontology says that nothing is both: keep one of the two types.",
        ),
    )
    lines = report.text().splitlines()
    assert lines[0].startswith("does not conform: 5 violations in 2 nodes, ")
    assert lines[1:4] == [
        "",
        f"Evidenced-passage: {EVIDENCED}",
        f"  <{ID}a> rg:evidence <{ID}e>",
    ]
    assert any(line.startswith(f'  <{ID}b> rg:isoAlpha2 "bb"') for line in lines)


def test_a_report_is_the_same_from_run_to_run_and_names_no_blank_node(read: Read) -> None:
    turtle = "[] a rg:State . [] a rg:Office . <c> a rg:State . <b> a rg:State ."
    first, second = validate(read(turtle)), validate(read(turtle))
    assert first == second
    assert first.text() == second.text()
    assert [found.node for found in first.violations if found.shape == "Name"] == ["[]", "[]"]
    assert "_:" not in first.text()


def test_a_report_keeps_to_its_limit(read: Read) -> None:
    report = validate(read("".join(f"<s{number}> a rg:State . " for number in range(5))))
    assert [line.partition("  (")[0] for line in report.text(limit=2).splitlines()[2:]] == [
        "Label-given: Give it an rdfs:label, in any language; further names are skos:altLabel.",
        f"  <{ID}s0> rdfs:label",
        f"  <{ID}s1> rdfs:label",
        "  and 3 more",
    ]


def test_hostile_values_stay_text_on_one_short_line(read: Read) -> None:
    nasty = "\\u001B[2J\\n\\u202Eabc" + "x" * 100_000
    report = validate(read(f'<s> a rg:State ; rdfs:label "s"@en , "{nasty}" .'))
    lines = report.text().splitlines()
    assert len(lines) == 4
    assert lines[3].isprintable()
    assert len(lines[3]) < 500
    assert lines[3].startswith(f'  <{ID}s> rdfs:label "\\u001B[2J')


def test_an_unreadable_date_or_number_is_refused_and_does_not_stop_the_checks(read: Read) -> None:
    report = validate(
        read(
            '<m> a rg:Anniversary ; rdfs:label "m"@en ;'
            ' rg:from "soon" ; rg:until <later> ; rg:ordinal "---05"^^xsd:gDay .'
        )
    )
    assert {found.shape for found in report.violations} >= {"Date-precision", "Event-ordinal"}


def test_an_extension_is_checked_with_the_ontology() -> None:
    extension = Graph().parse(data=f"<{RG}pilots> a <{RG}Relation> .", format="turtle")
    shapes = {found.shape for found in validate_ontology(extension).violations}
    assert shapes == {
        "QualifyingAct", "RelationSettings", "RelationSettings-direction", "RelationSettings-sign",
        "RelationSettings-weight",
    }  # fmt: skip
    assert URIRef(f"{RG}pilots") not in set(ontology_graph().subjects())


def test_what_is_no_number_is_a_violation_and_no_crash(graph_of: GraphOf) -> None:
    nan = '"NaN"^^xsd:double'
    graph = graph_of(
        f"ex:s a oa:TextPositionSelector ; oa:start {nan} ; oa:end 7 .\nex:m rg:ordinal {nan} ; a rg:Event .\n"
    )
    shapes = {violation.shape for violation in validate(graph).violations}
    assert {"Position-start", "Event-ordinal"} <= shapes
