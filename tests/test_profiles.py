"""Profiles of validation: what data have to pass for a use, told with place, severity and the nearest term."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run, turtle
from rdflib import RDF, SH, Graph, Literal, URIRef

import relgraph
from relgraph.errors import NameNotFoundError
from relgraph.model.namespaces import RG
from relgraph.validation import PROFILES

SHAPES = Graph().parse(REPOSITORY / "ontology" / "shapes" / "data.ttl")
CHECKS = {path.stem.removesuffix("-violation") for path in (REPOSITORY / "ontology" / "checks").glob("*.rq")}
ACT = "ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b"
ACTORS = 'ex:a a rg:State ; rdfs:label "A"@en .\nex:b a rg:State ; rdfs:label "B"@en .\n'
WHOLE = f'{ACT} ; rdfs:label "A supports B"@en ; rg:modality rg:modalityAsserted ; rg:certainty rg:certain .'


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    def written(body: str) -> Path:
        path = tmp_path / "acts.ttl"
        path.write_text(turtle(ACTORS + body), "utf-8")
        return path

    return written


def test_profiles_name_shapes_and_checks_that_there_are() -> None:
    shapes = {str(shape).rpartition("#")[2] for shape in SHAPES.subjects() if isinstance(shape, URIRef)}
    for profile in PROFILES.values():
        assert (profile.refuses or set()) | profile.warns_of <= shapes | CHECKS, profile.name


@pytest.mark.parametrize(
    ("body", "conforming"),
    [
        (f"{ACT} .", {"project"}),
        (WHOLE, {"project", "standard"}),
        (f"{ACT} ; rg:weight 0 .", set()),
        (f"{ACT} ; rg:date 2031 .", set()),
        ("ex:x rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b .", set()),
    ],
    ids=["three parts", "no evidence", "no weight", "no date", "no act"],
)
def test_each_profile_demands_what_its_use_needs(body: str, conforming: set[str], write) -> None:  # type: ignore[no-untyped-def]
    graph = relgraph.open(write(body))
    reports = {name: relgraph.validate(graph, profile=name) for name in PROFILES}
    assert {name for name, report in reports.items() if report.conforms} == conforming
    # Nothing is left out: what is no violation is a warning.
    found = {name: {*report.violations, *report.warned} for name, report in reports.items()}
    assert found["project"] == found["standard"] == found["evidence"]


def test_what_passes_for_projecting_projects(write) -> None:  # type: ignore[no-untyped-def]
    graph = relgraph.open(write(f"{ACT} ."))
    assert relgraph.validate(graph, profile="project").conforms
    assert relgraph.project(graph, "actors").number_of_edges() == 1


def test_a_profile_that_is_none_is_named(write, run: Run) -> None:  # type: ignore[no-untyped-def]
    path = write(WHOLE)
    with pytest.raises(NameNotFoundError, match="standart"):
        relgraph.validate(relgraph.open(path), profile="standart")
    assert run("validate", path, "--profile", "standart").returncode == 2


@pytest.mark.parametrize(
    ("body", "nearest"),
    [
        (WHOLE.replace("rg:modalityAsserted", "rg:asserted"), "rg:modalityAsserted"),
        (WHOLE.replace("rg:relation rg:supports", "rg:relation rg:suports"), "rg:supports"),
        (WHOLE.replace("rg:certainty", "rg:certanty"), "rg:certainty"),
        (WHOLE.replace("rg:certain .", "rg:xyzzy ."), ""),
        (WHOLE.replace("a rg:Support", "a rg:Supprot"), "rg:Support"),
    ],
)
def test_an_undefined_term_is_told_with_the_nearest(body: str, nearest: str, write) -> None:  # type: ignore[no-untyped-def]
    report = relgraph.validate(relgraph.open(write(body)))
    (found,) = (one for one in report.violations if one.shape == "undefined-term")
    assert found.nearest == nearest
    assert (f"did you mean {nearest}?" in report.text()) == bool(nearest)


def test_every_node_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    head = turtle("")
    first, second, third = tmp_path / "one.ttl", tmp_path / "two.nt", tmp_path / "three.ttl.gz"
    lines = "# ex:a stands below\nex:a a rg:State .\n@base <http://b/> .\n<c> a rg:State .\n"
    first.write_text(f"{head}\n{lines}", "utf-8")
    second.write_text(f"<http://e/d> <{RDF.type}> <{RG.State}> .\n", "utf-8")
    third.write_bytes(gzip.compress(f"{head}\n\n  ex:f a rg:State .\n".encode()))
    report = relgraph.validate(relgraph.open(first, second, third))
    places = {one.node: one.place for one in report.violations if one.shape == "Label-given"}
    line = head.count("\n")
    assert places == {
        "https://example.org/a": f"{first}, line {line + 3}",
        "http://b/c": f"{first}, line {line + 5}",
        "http://e/d": f"{second}, line 1",
        "https://example.org/f": f"{third}, line {line + 3}",
    }


def test_a_node_of_a_file_that_is_gone_has_no_place(write) -> None:  # type: ignore[no-untyped-def]
    path = write("ex:c a rg:State .")
    graph = relgraph.open(path)
    path.unlink()
    (found,) = relgraph.validate(graph).violations
    assert (found.shape, found.place) == ("Label-given", "")


def test_a_report_in_json(write, run: Run) -> None:  # type: ignore[no-untyped-def]
    path = write(WHOLE)
    result = run("validate", path, "--profile", "standard", "-f", "json")
    report = json.loads(result.stdout)
    assert (result.returncode, report["conforms"], report["profile"]) == (0, True, "standard")
    (found,) = report["findings"]
    assert (found["severity"], found["shape"], found["node"]) == (
        "warning",
        "Act-evidence",
        "https://example.org/x",
    )
    assert found["place"].startswith(f"{path}, line ")
    assert json.loads(run("validate", path, "-f", "json").stdout)["findings"][0]["severity"] == "violation"


def test_a_report_as_shacl_has_it(write, run: Run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = write(WHOLE.replace("rg:certain .", 'rg:likely ; rg:weight "much" .') + " [] a rg:State .")
    out = tmp_path / "report.ttl"
    assert run("validate", path, "--profile", "standard", "-o", out).returncode == 1
    report = Graph().parse(out)
    (whole,) = report.subjects(RDF.type, SH.ValidationReport)
    assert list(report.objects(whole, SH.conforms)) == [Literal(False)]
    results = set(report.objects(whole, SH.result))
    assert results == set(report.subjects(RDF.type, SH.ValidationResult))
    for result in results:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert len(list(report.objects(result, predicate))) == 1, predicate
    severities = {
        str(shape).rpartition("#")[2]: str(severity).rpartition("#")[2]
        for result in results
        for shape in report.objects(result, SH.sourceShape)
        for severity in report.objects(result, SH.resultSeverity)
    }
    assert severities["Act-evidence"] == "Warning"
    assert severities["Act-weight"] == "Violation"
    weights = report.subjects(SH.sourceShape, URIRef("https://w3id.org/relgraph/shapes#Act-weight"))
    assert {value for weight in weights for value in report.objects(weight, SH.value)} == {Literal("much")}
    again = tmp_path / "again.ttl"
    run("validate", path, "--profile", "standard", "-o", again)
    assert again.read_bytes() == out.read_bytes()


TURTLE_LINES = """
ex:a
    rg:actor
        ex:b ,
        ex:c ;
    rdfs:label \"\"\"
ex:d rg:actor ex:b .
\"\"\" . # a comment.
ex:b a rg:Nobody .
ex:d a rg:Act ; rg:relation rg:suport ; rg:modality rg:planned ; rg:certainty rg:uncertain ; rg:actr ex:b .
"""


def test_a_place_is_where_a_statement_begins(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle("") + TURTLE_LINES.replace('\\"', '"'), "utf-8", newline="")
    lines = path.read_text("utf-8").split("\n")
    result = run("validate", path, "-f", "json")
    found = {item["node"]: item for item in json.loads(result.stdout)["findings"]}
    for name, begins in (("b", "ex:b a"), ("d", "ex:d a")):
        line = next(number for number, text in enumerate(lines, 1) if text.startswith(begins))
        assert found[f"https://example.org/{name}"]["place"] == f"{path}, line {line}"


def test_the_nearest_term_is_one_that_may_stand_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle("") + TURTLE_LINES.replace('\\"', '"'), "utf-8", newline="")
    found = json.loads(run("validate", path, "-f", "json").stdout)["findings"]
    nearest = {item["value"]: item["nearest"] for item in found if item["value"]}
    assert nearest[str(RG.suport)] == "rg:supports"
    assert nearest[str(RG.planned)] == "rg:modalityPlanned"
    assert nearest[str(RG.uncertain)] == ""
    assert {item["nearest"] for item in found if str(RG.actr) in (item["value"], item["path"])} == {"rg:actor"}


@pytest.mark.parametrize(
    "arguments", [("validate",), ("validate", "-f", "turtle"), ("project", "full", "-f", "json", "-d")]
)
def test_no_report_is_written_over_what_is_read(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path, link = tmp_path / "acts.ttl", tmp_path / "link.json"
    path.write_text(turtle("ex:a a rg:State ."), "utf-8")
    link.symlink_to(path)
    before = path.read_bytes()
    for output in (path, link):
        result = run(*arguments, path, "-o", output)
        assert result.returncode == 2
        assert b"this file is read" in result.stderr
        assert path.read_bytes() == before


def test_one_value_that_breaks_several_constraints_of_a_shape_is_listed_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle(f'{ACTORS}{WHOLE[:-2]} ; rg:intensity "lots" .'), "utf-8")
    said = run("validate", path, "--profile", "standard").stdout.decode()
    assert "1 violation in" in said
    assert said.count('"lots"') == 1
