"""Shapes of one's own (SHACL core): what they look at, what they refuse, and what is refused of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, turtle

import relgraph
from relgraph.errors import ValidationError
from relgraph.model.namespaces import PREFIXES

SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rg: <https://w3id.org/relgraph/ontology#> .
ex:shape a sh:NodeShape ; sh:targetClass rg:State ; sh:property [ sh:path ex:p ; {} ] .
"""
CONSTRAINTS = {
    "sh:minCount 1": ("ex:p 1", ""),
    "sh:maxCount 1": ("ex:p 1", "ex:p 1 , 2"),
    "sh:datatype xsd:integer": ("ex:p 1", 'ex:p "x"'),
    "sh:class rg:Person": ("ex:p ex:person", "ex:p ex:a"),
    "sh:nodeKind sh:IRI": ("ex:p ex:a", "ex:p 1"),
    "sh:minInclusive 5": ("ex:p 5", "ex:p 4"),
    "sh:maxExclusive 5": ("ex:p 4", "ex:p 5"),
    "sh:minLength 3": ('ex:p "abc"', 'ex:p "ab"'),
    "sh:maxLength 3": ('ex:p "abc"', 'ex:p "abcd"'),
    'sh:pattern "^a"': ('ex:p "abc"', 'ex:p "xabc"'),
    'sh:languageIn ( "en" )': ('ex:p "a"@en', 'ex:p "a"@fr'),
    "sh:uniqueLang true": ('ex:p "a"@en', 'ex:p "a"@en , "b"@en'),
    "sh:equals ex:q": ("ex:p 1 ; ex:q 1", "ex:p 1 ; ex:q 2"),
    "sh:disjoint ex:q": ("ex:p 1 ; ex:q 2", "ex:p 1 ; ex:q 1"),
    "sh:lessThan ex:q": ("ex:p 1 ; ex:q 2", "ex:p 2 ; ex:q 1"),
    "sh:hasValue 7": ("ex:p 7", "ex:p 8"),
    "sh:in ( 1 2 )": ("ex:p 1", "ex:p 3"),
    "sh:not [ sh:hasValue 1 ]": ("ex:p 2", "ex:p 1"),
    "sh:or ( [ sh:datatype xsd:integer ] [ sh:nodeKind sh:IRI ] )": ("ex:p ex:a", 'ex:p "x"'),
    "sh:node [ sh:class rg:Person ]": ("ex:p ex:person", "ex:p ex:a"),
}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_own_shapes_are_applied(constraint: str, tmp_path: Path, run: Run) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPE.format(constraint), "utf-8")
    for number, (said, code) in enumerate(zip(CONSTRAINTS[constraint], (0, 1), strict=True)):
        data = tmp_path / f"{number}.ttl"
        data.write_text(
            turtle(f"ex:a a rg:State ; {said} . ex:person a rg:Person .".replace("; .", ".")), "utf-8"
        )
        result = run("validate", str(data), "--shapes", str(shapes))
        assert result.returncode == code, (said, result.stdout, result.stderr)
        report = relgraph.validate(relgraph.open(data), shapes=[shapes])
        assert report.conforms == (code == 0)


HEAD = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
@prefix ex: <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a a ex:Ministry ; ex:head ex:h . ex:Ministry rdfs:subClassOf ex:Body . ex:b a ex:Body ; ex:head ex:h , ex:i .
"""


@pytest.fixture
def validated(tmp_path: Path) -> Callable[[str], relgraph.Report]:
    """Validate DATA against shapes."""
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    graph = relgraph.open(tmp_path / "data.ttl")

    def validate(shapes: str) -> relgraph.Report:
        (tmp_path / "shapes.ttl").write_text(HEAD + shapes, "utf-8")
        return relgraph.validate(graph, shapes=[tmp_path / "shapes.ttl"])

    return validate


@pytest.mark.parametrize(
    ("target", "nodes"),
    [
        ("ex:s a sh:NodeShape ; sh:targetNode ex:a , ex:not-there", 2),
        ("ex:s a sh:NodeShape ; sh:targetClass ex:Ministry", 1),
        ("ex:s a sh:NodeShape ; sh:targetClass ex:Body", 2),  # of a subclass too
        ("ex:Body a sh:NodeShape , rdfs:Class", 2),
        ("ex:s a sh:NodeShape ; sh:targetSubjectsOf ex:head", 2),
        ("ex:s a sh:NodeShape ; sh:targetObjectsOf ex:head", 2),
        ("ex:s a sh:PropertyShape ; sh:path ex:head ; sh:targetNode ex:a", 1),
        ("[] sh:targetNode ex:a ; sh:nodeKind sh:IRI", 1),
    ],
)
def test_each_kind_of_target_is_counted(
    target: str, nodes: int, validated: Callable[[str], relgraph.Report]
) -> None:
    report = validated(f"{target} .")
    assert (report.conforms, report.nodes) == (True, nodes)


def test_each_result_is_a_violation_that_says_which_constraint(
    validated: Callable[[str], relgraph.Report],
) -> None:
    shapes = """
    ex:s a sh:NodeShape ; sh:targetClass ex:Body ;
      sh:property [ sh:path ex:head ; sh:maxCount 1 ; sh:class ex:Person ] ;
      sh:property [ sh:path ( ex:head ex:head ) ; sh:minCount 1 ] ; sh:not [ sh:class ex:Ministry ] .
    """
    report = validated(shapes)
    assert [(found.shape, found.message) for found in report.violations] == [
        ("s", "sh:minCount 1"),
        ("s", "sh:not"),
        ("s", "sh:class Person"),
        ("s", "sh:minCount 1"),
        ("s", "sh:maxCount 1"),
        ("s", "sh:class Person"),
        ("s", "sh:class Person"),
    ]
    assert report == validated(shapes)  # blank nodes of shapes have other names each time
    assert "s: sh:maxCount 1\n  <https://example.org/b> <https://example.org/head>\n" in report.text()


def test_a_property_of_a_property_refuses_a_value_once_for_each_way_to_it(
    validated: Callable[[str], relgraph.Report],
) -> None:
    shapes = """
    ex:s a sh:NodeShape ; sh:targetNode ex:a , ex:b ; sh:property ex:head .
    ex:head sh:path ex:head ; sh:property ex:name .  ex:name sh:path ex:name ; sh:minCount 1 .
    ex:t a sh:NodeShape ; sh:targetNode ex:a , ex:h ; sh:not [ sh:path ex:head ; sh:property ex:name ] .
    """
    report = validated(shapes)
    assert [(found.shape, found.node.rpartition("/")[2], found.message) for found in report.violations] == [
        ("name", "h", "sh:minCount 1"),
        ("name", "h", "sh:minCount 1"),
        ("name", "i", "sh:minCount 1"),
        ("t", "h", "sh:not"),
    ]


def test_what_shapes_say_goes_to_a_terminal_without_control_characters(
    validated: Callable[[str], relgraph.Report],
) -> None:
    text = validated('ex:s sh:targetNode ex:a ; sh:in ( ) ; sh:message "\u001b[31mred\u202e" .').text()
    assert "red" in text
    assert not {"\x1b", "\u202e"} & set(text)


def test_relative_iris_of_shapes_are_relative_to_the_file_or_the_base(tmp_path: Path, run: Run) -> None:
    (tmp_path / "shapes.ttl").write_text(HEAD + "<#s> sh:targetNode <#a> ; sh:class <#Body> .", "utf-8")
    data = tmp_path / "data.ttl"
    data.write_text("<#a> a <#Body> .", "utf-8")
    arguments = ["validate", "data.ttl", "--shapes", "shapes.ttl"]
    assert run(*arguments).returncode == 2  # the data: relative to nothing
    assert run(*arguments, "--base", "https://example.org/").returncode == 0
    data.write_text("<https://example.org/#a> a <https://example.org/#Body> .", "utf-8")
    assert run(*arguments).returncode == 1  # the shape is about a node of its own file
    assert run(*arguments, "--base", "https://example.org/").returncode == 0


def test_literals_of_shapes_and_data_are_compared_in_one_form(tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text("@prefix ex: <https://example.org/> . ex:a ex:n 1.50 , 01 .", "utf-8")
    constraint = "sh:hasValue 1.50 , 01 ; sh:in ( 1.50 01 )"
    shapes.write_text(
        f"{HEAD} ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:n ; {constraint} ] .", "utf-8"
    )
    assert relgraph.validate(relgraph.open(data), shapes=[shapes]).conforms


def test_no_number_is_a_violation_of_a_limit(tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(f'<urn:a> <urn:n> "NaN"^^<{PREFIXES["xsd"]}double> .', "utf-8")
    shapes.write_text(
        f"{HEAD} ex:s sh:targetNode <urn:a> ; sh:property [ sh:path <urn:n> ; sh:maxExclusive 3.5 ] .", "utf-8"
    )
    assert len(relgraph.validate(relgraph.open(data), shapes=[shapes]).violations) == 1


@pytest.mark.parametrize(
    "shapes",
    [
        'ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:head ; sh:pattern "(" ] .',
        "ex:s sh:targetNode ex:a ; sh:in ex:l . ex:l rdf:first ex:a ; rdf:rest ex:l .",
        "ex:s sh:targetNode ex:a ; sh:and ex:l . ex:l rdf:first ex:s ; rdf:rest ex:l .",
        "ex:s sh:targetNode ex:a ; sh:or () .",
        "ex:s a sh:PropertyShape ; sh:targetNode ex:a ; sh:path ex:p , ex:q .",
        "ex:s a sh:PropertyShape ; sh:path ex:p . ex:t a sh:NodeShape ; sh:targetNode ex:a ; sh:path () .",
        'ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:head ; sh:minCount "abc" ] .',
        "ex:s sh:targetNode ex:a ; sh:not ex:s .",
        "ex:s a sh:NodeShape ; sh:targetClass ex:Nobody .",
        'ex:s a sh:NodeShape ; sh:targetClass "Body" .',
    ],
)
def test_shapes_that_cannot_be_applied_are_an_error_of_one_kind(
    shapes: str, validated: Callable[[str], relgraph.Report], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValidationError):
        validated(shapes)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "code",
    [
        'ex:s sh:sparql [ sh:select "SELECT $this { SERVICE <{0}> { ?s ?p ?o } }" ]',
        'ex:s sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { SERVICE <{0}> { ?this ?p ?o } }" ]',
        'ex:s sh:rule [ sh:construct "CONSTRUCT { ?s ?p ?o } { SERVICE <{0}> { ?s ?p ?o } }" ]',
        'ex:s sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{0}" ] ]',
        "<> <http://www.w3.org/2002/07/owl#imports> <{0}>",
    ],
)
def test_code_in_shapes_is_refused_and_nothing_is_fetched(
    code: str, heard: tuple[str, list[str]], validated: Callable[[str], relgraph.Report]
) -> None:
    url, asked = heard
    shapes = f"ex:s a sh:NodeShape ; sh:targetNode ex:a . {code.replace('{0}', url)} ."
    if "imports" in code:
        assert validated(shapes).conforms
    else:
        with pytest.raises(ValidationError, match=r"s has sh:.*not SHACL core"):
            validated(shapes)
    assert asked == []


def test_shapes_that_are_none_are_an_error(tmp_path: Path, run: Run) -> None:
    data, shapes = tmp_path / "a.ttl", tmp_path / "s.ttl"
    data.write_text(turtle("ex:a a rg:State ."), "utf-8")
    for content, said in (
        (SHAPE.format("sh:minCount ex:many"), b"the shapes cannot be applied"),
        ("no turtle", b"s.ttl, line 1"),
        (turtle("ex:a a rg:State ."), b"s.ttl: no shape in it has a target"),
        ("", b"s.ttl: no shape in it has a target"),
    ):
        shapes.write_text(content, "utf-8")
        result = run("validate", str(data), "--shapes", str(shapes))
        assert (result.returncode, said in result.stderr) == (2, True), result.stderr
        assert b"Traceback" not in result.stderr


def test_a_severity_is_said(validated: Callable[[str], relgraph.Report]) -> None:
    report = validated("ex:s sh:targetNode ex:a ; sh:class ex:Person ; sh:severity sh:Warning .")
    assert [found.message for found in report.violations] == ["(warning) sh:class Person"]
    assert not report.conforms
