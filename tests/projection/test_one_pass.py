"""One pass over files gives the networks that a store of them gives, for every projection and filter."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from conftest import REPOSITORY, turtle

import relgraph
from relgraph import KnowledgeGraph
from relgraph.analysis import MEASURES
from relgraph.columns import ColumnGraph
from relgraph.errors import InputError, NameNotFoundError, ProjectionError
from relgraph.opening import open_columns
from relgraph.projection import PROJECTIONS, fold_files
from relgraph.projection.asking import predicates_asked

# Joint acts, recipients, speech and nested speech, involved actors, a collective, background, bare relations,
# dates of several precisions and of events, what is negative, planned, doubtful or said by another, a weight in
# a form that the store changes, a triple that stands twice, and a relation that is declared after it is used.
TALKS = """
ex:a1 a rg:Agreement ; rg:actor ex:a , ex:b ; rg:relation rg:agreesTo ; rg:object ex:pact ;
  rg:date "2021-07"^^xsd:gYearMonth ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e1 .
ex:a2 a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c ; rg:recipient ex:o ;
  rg:date "2020"^^xsd:gYear ;
  rg:weight "02.50"^^xsd:decimal ; rg:intensity -3.40 ; rg:modality rg:modalityPlanned ;
  rg:certainty rg:likely ; rg:evidence ex:e2 .
ex:a2 a rg:Support ; rg:actor ex:a ; rg:object ex:c .
ex:a3 a rg:Affirmation ; rg:actor ex:b ; rg:relation rg:affirms ; rg:object ex:a2 ; rg:madeAt ex:summit ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:saidBy ex:b ; rg:evidence ex:e1 .
ex:a4 a rg:Affirmation ; rg:actor ex:c ; rg:relation rg:emphasizes ; rg:object ex:a3 ;
  rg:certainty rg:doubtful ; rg:evidence ex:e1 .
ex:a5 a rg:Opposition ; rg:actor ex:two ; rg:relation rg:opposes ; rg:object ex:o ;
  rg:polarity rg:negative ;
  rg:date "2021-07-06"^^xsd:date ; rg:modality rg:modalityAsserted ; rg:certainty rg:certain ;
  rg:evidence ex:e1 .
ex:a6 a rg:Participation ; rg:actor ex:a , ex:c ; rg:relation rg:coChairs ; rg:object ex:summit ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e1 .
ex:a7 a rg:Participation ; rg:actor ex:b ; rg:relation rg:attends ; rg:object ex:summit ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e2 .
ex:a8 a rg:Membership ; rg:actor ex:a ; rg:relation rg:memberOf ; rg:object ex:o ;
  rg:from "1967"^^xsd:gYear ; rg:until "2021-06-30"^^xsd:date ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e3 .
ex:a9 a rg:Membership ; rg:actor ex:b ; rg:relation rg:memberOf ; rg:object ex:o ;
  rg:from "1995-07-28"^^xsd:date ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e3 .
ex:a10 a rg:Proposal ; rg:actor ex:c ; rg:relation rg:proposes ; rg:object ex:plan ;
  rg:modality rg:modalityProposed ; rg:certainty rg:certain ;
  rg:concerns ex:trade ; rg:evidence ex:e2 .
ex:a11 a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:plan ;
  rg:date "2021-07-06"^^xsd:date ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e2 .
ex:a12 a rg:Support ; rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:plan ;
  rg:polarity rg:negative ; rg:date "2021-08"^^xsd:gYearMonth ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e2 .
ex:a rg:supports ex:b .  ex:c ex:courts ex:a .  ex:b rg:attends ex:fair .
ex:courts a rg:Relation ; rdfs:label "courts"@en ; rdfs:subPropertyOf rg:supports ;
  rg:direction rg:directed ; rg:sign rg:cooperative ; rg:entersProjection rg:actorsProjection .
ex:called rdfs:subPropertyOf rdfs:label .  ex:fair ex:called "The fair"@en ; a rg:Event ;
  rg:heldOn "2019-05-01"^^xsd:date .
ex:summit a rg:Meeting ; rdfs:label "summit"@en ; rg:heldOn "2021-07-06"^^xsd:date .
ex:plan a rg:Initiative ; rdfs:label "plan"@en ; rg:involves ex:o ; rg:concerns ex:trade .
ex:pact a rg:Instrument ; rdfs:label "pact"@en ; rg:involves ex:c , ex:a .
ex:two a rg:CollectiveActor ; rdfs:label "the two"@en ; rg:resolvesTo ex:a , ex:b .
ex:trade a skos:Concept ; rdfs:label "trade"@en .
ex:e1 a oa:SpecificResource ; oa:hasSource ex:report .  ex:e2 a oa:SpecificResource ; oa:hasSource ex:memo .
ex:e3 a oa:SpecificResource ; oa:hasSource ex:almanac .  ex:report a rg:Document ; rdfs:label "report"@en .
ex:memo a rg:Document ; rdfs:label "memo"@en .  ex:almanac a rg:Document , rg:BackgroundSource ;
  rdfs:label "almanac"@en .
ex:a a rg:State ; rdfs:label "A"@en ; skos:altLabel "Aland"@en .  ex:b a rg:State ;
  rdfs:label "B"@en , "Be"@fr .
ex:c a rg:Person ; rdfs:label "C"@en .  ex:o a rg:Organization ; rdfs:label "O"@en .
"""

OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"collectives": "resolve"},
    {"since": "2021"},
    {"as_of": "2021-06"},
    {"relations": ["supports"]},
    {"kinds": ["State"]},
    {"modalities": ["asserted"]},
    {"certainties": ["certain"]},
    {"source_documents": ["memo"]},
    {"background": False},
    {"actor_classes": ["rg:Person"]},
    {"collapsed": True},
)


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("talks") / "talks.ttl"
    path.write_text(turtle(TALKS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def stored(talks: Path) -> KnowledgeGraph:
    return relgraph.open(talks)


def all_of(network: relgraph.Network) -> tuple[object, ...]:
    """Return what there is of a network, attribute by attribute and in order."""
    edges = (
        network.edges(keys=True, data=True) if isinstance(network, nx.MultiGraph) else network.edges(data=True)
    )
    return type(network), list(network.nodes(data=True)), list(edges), network.graph


def columns_of(graph: object) -> ColumnGraph:
    assert isinstance(graph, ColumnGraph)
    return graph


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "-".join(options) or "all")
@pytest.mark.parametrize("name", PROJECTIONS)
def test_networks_and_scores_are_those_of_a_store(
    name: str, options: dict[str, Any], talks: Path, stored: KnowledgeGraph
) -> None:
    expected = relgraph.fold(stored, name, **options)
    for attributes in (True, False):
        found = fold_files(talks, name=name, attributes=attributes, **options)
        columns_of(found.graph)
        assert (found.units.keys(), found.pairs, found.notes) == (
            expected.units.keys(), expected.pairs, expected.notes,
        )  # fmt: skip
        if attributes:
            assert all_of(found.network()) == all_of(expected.network())
            assert found.units == expected.units
        if len(expected.network()):
            how = [measure for measure in MEASURES if attributes or measure != "brokerage"]
            assert repr(relgraph.centrality(found, how)) == repr(relgraph.centrality(expected.network(), how))


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "ontology" / "examples" / "valid").glob("*.ttl")), ids=lambda p: p.stem
)
def test_networks_of_the_examples_are_those_of_a_store(path: Path) -> None:
    graph = relgraph.open(path)
    for name in PROJECTIONS:
        assert all_of(fold_files(path, name=name).network()) == all_of(relgraph.fold(graph, name).network())


def test_networks_of_the_bundled_graph_are_those_of_a_store(meeting: KnowledgeGraph) -> None:
    for name in PROJECTIONS:
        found = fold_files(name=name)
        columns_of(found.graph)
        assert all_of(found.network()) == all_of(relgraph.fold(meeting, name).network())


def test_every_syntax_gives_the_same_network(talks: Path, stored: KnowledgeGraph, tmp_path: Path) -> None:
    expected = all_of(relgraph.project(stored, "full"))
    for suffix, of_columns in (("nt", True), ("nq", True), ("trig", True), ("rdf", False), ("jsonld", False)):
        path = tmp_path / f"talks.{suffix}"
        names = {"nt": "ntriples", "nq": "nquads", "trig": "trig", "rdf": "rdfxml", "jsonld": "jsonld"}
        path.write_bytes(relgraph.export(stored, names[suffix]))
        found = fold_files(path, name="full")
        assert isinstance(found.graph, ColumnGraph) == of_columns, suffix
        assert all_of(found.network()) == expected, suffix
    packed = tmp_path / "talks.ttl.gz"
    packed.write_bytes(gzip.compress(talks.read_bytes()))
    halves = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    lines = turtle(TALKS).split("\nex:a rg:supports")
    halves[0].write_text(lines[0], encoding="utf-8")
    halves[1].write_text(turtle("ex:a rg:supports" + lines[1]), encoding="utf-8")
    for sources in (packed, halves, tmp_path / "one.ttl"):
        found = fold_files(sources, name="full")
        columns_of(found.graph)
        assert all_of(found.network()) == all_of(relgraph.project(relgraph.open(sources), "full"))


def test_literals_have_the_form_of_the_store(talks: Path, stored: KnowledgeGraph) -> None:
    found = fold_files(talks, name="actors")
    act = next(act for act in found.units.values() if act and act.iri.endswith("a2"))
    assert (act.weight, act.intensity) == (2.5, -3.4)
    assert [note for note in found.graph.notes if "form of the store" in note]
    assert stored.acts[act.iri] == act


A1 = "ex:a1 rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b . "


@pytest.mark.parametrize(
    ("body", "is_columns"),
    [
        ("ex:a1 rg:actor [ a rg:State ] ; rg:relation rg:supports ; rg:object ex:b . ex:b a rg:State .", False),
        (A1 + "ex:x ex:y [ ex:z 1 ] .", True),
        (A1 + 'ex:a rdfs:label "a <<( b" .', False),
        (
            'ex:a1 rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b . ex:a rdfs:label "a << ~ {| b" .',
            True,
        ),
        ("# a Relation\n" + A1 + "ex:x ex:y [ ex:z 1 ] .", True),
        ("ex:y a rg:Relation ; rg:entersProjection rg:actorsProjection . ex:a ex:y [ a rg:State ] .", False),
    ],
)
def test_what_needs_a_store_has_one(body: str, *, is_columns: bool, tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle(body + " ex:a a rg:State . ex:b a rg:State ."), encoding="utf-8")
    found = fold_files(path, name="actors")
    assert isinstance(found.graph, ColumnGraph) == is_columns
    assert all_of(found.network()) == all_of(relgraph.fold(relgraph.open(path), "actors").network())


@pytest.mark.parametrize(
    "content",
    [
        'ex:a rdfs:label "x" ; ex:on "2021-02-30"^^xsd:date .',
        'ex:a ex:on """12"""^^<http://www.w3.org/2001/XMLSchema#date> , \'no\'^^xsd:boolean .',
        "",
        "ex:a ex:b ",
        "ex:a ex:b <<( ex:a ex:b ex:c )>> .",
        "ex:a ex:b ex:c {| ex:d ex:e |} .",
        "ex:a ex:b ex:c ~ ex:r .",
        "<< ex:a ex:b ex:c >> ex:d ex:e .",
    ],
    ids=[
        "ill-typed",
        "long quotes",
        "nothing",
        "syntax",
        "triple term",
        "annotation",
        "reifier",
        "reified triple",
    ],
)
def test_what_open_refuses_is_refused_alike(content: str, tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle(content), encoding="utf-8")
    with pytest.raises(InputError) as by_store:
        relgraph.open(path)
    with pytest.raises(InputError) as by_columns:
        fold_files(path, name="actors")
    assert str(by_columns.value) == str(by_store.value)


def test_lenient_reading_mends_alike(tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(
        turtle('ex:a1 rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date "no day"^^xsd:date .'
               " ex:a a rg:State . ex:b a rg:State ."),
        encoding="utf-8",
    )  # fmt: skip
    graph = relgraph.open(path, lenient=True)
    found = fold_files(path, name="actors", lenient=True)
    columns_of(found.graph)
    assert found.graph.notes == graph.notes
    assert all_of(found.network()) == all_of(relgraph.fold(graph, "actors").network())


def test_languages_and_base_are_minded(tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    path.write_text(turtle(TALKS) + "<rel> rg:concerns <trade> .", encoding="utf-8")
    options: dict[str, Any] = {"languages": "fr", "base": "https://example.org/"}
    found = fold_files(path, name="full", **options)
    assert "Be" in {data["label"] for _, data in found.network().nodes(data=True)}
    assert all_of(found.network()) == all_of(relgraph.project(relgraph.open(path, **options), "full"))
    with pytest.raises(InputError, match="is not an absolute IRI"):
        fold_files(path, name="full", base="rel")
    with pytest.raises(NameNotFoundError):
        fold_files(path, name="full", languages="?")


def test_statements_that_were_passed_over_are_no_answer(talks: Path) -> None:
    graph = open_columns(talks, predicates=predicates_asked("actors", attributes=False))
    columns = columns_of(graph)
    date = "https://w3id.org/relgraph/ontology#date"
    assert not columns.holds(date)
    with pytest.raises(KeyError):
        list(columns.pairs_of(date))
    with pytest.raises(ProjectionError, match=r"of .*date, .* were not read, which 'actors' asks for"):
        relgraph.fold(columns, "actors", since="2021")
    with pytest.raises(InputError, match="there is no store to ask"):
        relgraph.why(fold_files(talks, name="actors"), "A")


# Filters and stances read some of the attributes, such as evidence or dates, even where none are asked for.
@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "-".join(options) or "all")
@pytest.mark.parametrize("name", PROJECTIONS)
def test_a_fold_without_attributes_says_what_it_cannot_answer(
    name: str, options: dict[str, Any], talks: Path
) -> None:
    found = fold_files(talks, name=name, attributes=False, **options)
    assert not found.has_attributes
    for what, ask in (
        ("a network", found.network),
        ("a network", lambda: relgraph.centrality(found, relgraph.Scoring(("degree",), backbone="disparity"))),
        ("when acts are dated", lambda: found.dates),
        ("a bootstrap", lambda: relgraph.bootstrap(found, "degree", draws=2)),
        ("a bootstrap", lambda: relgraph.bootstrap(found, "degree", draws=2, resample="sources")),
        ("a timeline", lambda: relgraph.timeline(found, "degree", by="event")),
    ):
        with pytest.raises(ProjectionError, match=f"^{what} needs .* were not read") as refused:
            ask()
        assert "relgraph.fold_files" in refused.value.advice
    assert fold_files(talks, name=name, **options).has_attributes


def test_a_bootstrap_of_files_tells_the_acts_that_are_not_certain(talks: Path, stored: KnowledgeGraph) -> None:
    found = relgraph.bootstrap(fold_files(talks, name="actors"), "degree", draws=20)
    expected = relgraph.bootstrap(relgraph.fold(stored, "actors"), "degree", draws=20)
    assert (found.measures, found.rows, found.method) == (expected.measures, expected.rows, expected.method)
    assert [line for line in found.method if "are likely or doubtful" in line]


def test_a_relation_that_the_data_declare_is_read_wherever_it_stands(talks: Path) -> None:
    for attributes in (True, False):
        found = fold_files(talks, name="actors", attributes=attributes)
        assert [unit for unit in found.units if "courts" in unit]
