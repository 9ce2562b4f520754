"""Answers: each with status, speaker and all passages, of relations that the data declare too."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from conftest import GraphOf, turtle
from rdflib import RDFS

import relgraph
from relgraph import KnowledgeGraph, derive
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import bundled_ontology, read_ontology
from relgraph.model.statements import nodes, text_of
from relgraph.querying import named_queries, query

QUERIES = named_queries()
STATUS = ("modality", "polarity", "certainty", "saidBy")
EX = "https://example.org/"

THINGS = """
ex:report a rg:Report ; rdfs:label "Report"@en .
ex:told a rg:Statement ; rdfs:label "Text"@en .
ex:p1 a oa:SpecificResource ; oa:hasSource ex:report ; oa:hasSelector ex:s1 . ex:s1 oa:start 0 ; oa:end 9 .
ex:p2 a oa:SpecificResource ; oa:hasSource ex:report ; oa:hasSelector ex:s2 . ex:s2 oa:start 20 ; oa:end 29 .
ex:teller a rg:Person ; rdfs:label "Teller"@en . ex:doer a rg:Person ; rdfs:label "Doer"@en .
ex:land a rg:State ; rdfs:label "Land"@en . ex:club a rg:Organization ; rdfs:label "Club"@en .
ex:talks a rg:Meeting ; rdfs:label "Talks"@en ; rg:status rg:planned ; rg:expectedIn "2031"^^xsd:gYear .
ex:topic a skos:Concept ; rdfs:label "Fish"@en ; skos:altLabel "food security"@en .
ex:claim a rg:Claim . ex:aid a rg:Assistance .
ex:goal a rg:Measure ; rg:concerns ex:topic .
ex:treaty a rg:Instrument . ex:other a rg:Claim ; rg:concerns ex:talks , ex:topic , ex:treaty .
"""
OBJECTS = ("talks", "land", "club", "claim", "aid", "told", "topic", "treaty", "other", "goal", "doer")


def kinds_of_act() -> dict[str, str]:
    """Return the relation of each kind of act in the ontology, by class."""
    ontology = bundled_ontology()
    return {
        local_name(kind): local_name(value)
        for restriction, value in (
            (text_of(subject), text_of(found))
            for subject, found in ontology.pairs_of("http://www.w3.org/2002/07/owl#hasValue")
        )
        for kind in map(
            text_of, ontology.subjects_of("http://www.w3.org/2000/01/rdf-schema#subClassOf", restriction)
        )
    }


@pytest.fixture(scope="module")
def told() -> KnowledgeGraph:
    """Every kind of act on every kind of thing, by two actors: planned, doubtful, negative, told by another."""
    acts = [
        f"ex:{kind}-{thing}-{actor} a rg:{kind} ; rg:relation rg:{relation} ; rg:actor ex:{actor} ;"
        f" rg:object ex:{thing} ; rg:recipient ex:club ; rg:madeAt ex:talks ; rg:saidBy ex:teller ;"
        " rg:modality rg:modalityPlanned ; rg:polarity rg:negative ; rg:certainty rg:doubtful ;"
        f" rg:evidence ex:p1 , ex:p2 ; rg:inferredFrom ex:Support-claim-doer .\n"
        for kind, relation in kinds_of_act().items()
        for thing in OBJECTS
        for actor in ("doer", "land")
        if thing != actor
    ]
    graph = KnowledgeGraph()
    graph.parse(data=turtle(THINGS + "".join(acts)), format="turtle")
    return relgraph.derive(graph)


def test_the_kinds_of_act_are_those_of_the_ontology() -> None:
    assert len(kinds_of_act()) >= 27
    assert set(kinds_of_act().values()) == {
        name
        for name in (relation.name for relation in read_ontology().relations.values())
        if name not in {"concerns", "involves"}
    }


@pytest.mark.parametrize("name", [name for name in QUERIES if name != "background"])
def test_every_row_that_rests_on_an_act_has_its_status_speaker_and_all_passages(
    name: str, told: KnowledgeGraph
) -> None:
    rows = query(told, name).dicts()
    resting = [row for row in rows if row.get("relation") is not None or row.get("act") is not None]
    if name in {"documents", "mechanisms", "meeting-time-and-format", "occasions", "editorial-notes"}:
        assert not resting
        return
    if name in {"co-chairs", "discussed", "documents-issued"}:  # what is told as fact and certain
        assert not rows
        return
    assert resting
    expected = {
        "modality": "modalityPlanned",
        "polarity": "negative",
        "certainty": "doubtful",
        "saidBy": "teller",
    }
    for row in resting:
        found = {what: local_name(str(row[what])) for what in STATUS if what in row}
        if name == "only-planned":
            found["modality"] = local_name(str(row["status"]))
        if name == "said-by":
            found["saidBy"] = local_name(str(row["speaker"]))
        assert found == expected, row
        assert row["document"] is not None
    places = "act" if "act" in rows[0] else "thing"
    passages: dict[str, set[int]] = {}
    for row in resting:
        passages.setdefault(str(row[places]), set()).add(int(str(row["start"])))
    assert all(starts == {0, 20} for starts in passages.values())


SUMMIT = """
ex:summit a rg:Meeting ; rdfs:label "Summit"@en ; rg:status rg:held ; rg:heldOn "2030-06-15"^^xsd:date ;
  rg:involves ex:a .
ex:text a rg:Statement ; rdfs:label "Summit text"@en .
ex:press a rg:Event ; rg:partOf ex:summit ; rg:status rg:held .
ex:anniversary a rg:Anniversary ; rdfs:label "Fifty years"@en . ex:summit rg:occasion ex:anniversary .
ex:far a rg:State ; rdfs:label "Far"@en .
""" + "".join(
    f"ex:{name} a rg:Act ; rg:actor ex:{actor} ; rg:relation rg:{relation} ; rg:object ex:{thing} ;"
    f" rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; {rest} .\n"
    for name, actor, relation, thing, rest in (
        ("signs", "a", "agreesTo", "text", "rg:madeAt ex:summit"),
        ("not-signed", "b", "agreesTo", "text", "rg:polarity rg:negative"),
        ("refuses", "c", "rejects", "text", ""),
        ("against", "o", "opposes", "summit", "rg:saidBy ex:a"),
        ("was-there", "a", "attends", "summit", ""),
    )
)


def local(values: Iterable[object]) -> set[str]:
    return {local_name(str(value)) for value in values}


def test_who_opposes_has_refusals_and_what_was_withheld(graph_of: GraphOf) -> None:
    rows = query(graph_of(SUMMIT), "who-opposes").dicts()
    assert {
        (str(row["actorLabel"]), local_name(str(row["relation"])), local_name(str(row["polarity"])))
        for row in rows
    } == {("B", "agreesTo", "negative"), ("C", "rejects", "positive"), ("O", "opposes", "positive")}
    assert [str(row["saidByLabel"]) for row in rows if row["saidBy"] is not None] == ["A"]


def test_a_state_that_takes_part_in_nothing_is_joined_to_nothing(graph_of: GraphOf) -> None:
    rows = query(graph_of(SUMMIT), "states").dicts()
    assert {(str(row["stateLabel"]), local_name(str(row["thing"]))) for row in rows} == {
        ("A", "text"), ("A", "summit"), ("B", "text"), ("C", "text"),
    }  # fmt: skip


def test_an_event_is_connected_by_whatever_links_it(graph_of: GraphOf) -> None:
    rows = query(relgraph.derive(graph_of(SUMMIT)), "event-connections", parameters={"event": "Summit"}).dicts()
    assert {(local_name(str(row["link"])), local_name(str(row["thing"]))) for row in rows} == {
        ("partOf", "press"), ("occasion", "anniversary"), ("object", "summit"), ("madeAt", "text"),
        ("involves", "a"),
    }  # fmt: skip


OWN = """
ex:condemns a rg:Relation ; rdfs:label "condemns"@en ; rg:sign rg:adverse ; rg:speechAct true .
ex:observes a rg:Relation ; rdfs:label "observes"@en ; rdfs:subPropertyOf ex:follows ;
  rg:entersProjection rg:participationProjection .
ex:follows a rg:Relation ; rdfs:subPropertyOf rg:attends .
ex:m a rg:Meeting ; rdfs:label "M"@en ; rg:concerns ex:t . ex:t a skos:Concept ; rdfs:label "Fish"@en .
ex:d a rg:Person ; rdfs:label "D"@en .
ex:x a rg:Act ; rg:relation ex:condemns ; rg:actor ex:a ; rg:object ex:b .
ex:y a rg:Act ; rg:relation ex:observes ; rg:actor ex:a , ex:d ; rg:object ex:m .
"""


@pytest.mark.parametrize(
    ("name", "column", "found"),
    [
        ("said-by", "relation", {"condemns"}),
        ("who-takes-part", "relation", {"observes"}),
        ("persons", "relation", {"observes"}),
        ("states", "relation", {"observes"}),
        ("who-opposes", "relation", {"condemns"}),
        ("about-topic", "thing", {"m"}),  # to take part is not about what the event is about
    ],
)
def test_relations_that_the_data_declare_are_in_the_answers(
    name: str, column: str, found: set[str], graph_of: GraphOf
) -> None:
    rows = query(graph_of(OWN), name).dicts()
    assert local(row[column] for row in rows) == found


def test_no_query_lists_the_relations_of_a_kind() -> None:
    relations = read_ontology().relations
    for kind in (
        {relation.name for relation in relations.values() if relation.speech_act},
        {relation.name for relation in relations.values() if relation.taking_part},
    ):
        for name, named in QUERIES.items():
            code = re.sub(r"^#.*$", "", named.text, flags=re.MULTILINE)
            listed = {text.removeprefix("rg:") for text in re.findall(r"rg:\w+", code)} & kind
            assert len(listed) < 4, name


def test_a_doubtful_support_does_not_take_over_the_status_of_the_proposal(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:plan a rg:Measure .\n"
        "ex:x a rg:Act ; rg:relation rg:proposes ; rg:actor ex:a ; rg:object ex:plan ;"
        " rg:modality rg:modalityProposed ; rg:certainty rg:certain .\n"
        "ex:y a rg:Act ; rg:relation rg:supports ; rg:actor ex:b ; rg:object ex:plan ; rg:saidBy ex:c ;"
        " rg:modality rg:modalityWished ; rg:certainty rg:doubtful .\n"
    )
    proposed, supported = query(graph, "proposals").dicts()
    assert [local_name(str(proposed[name])) for name in ("proposer", "supporter", *STATUS)] == [
        "a", "None", "modalityProposed", "positive", "certain", "None",
    ]  # fmt: skip
    assert [local_name(str(supported[name])) for name in ("proposer", "supporter", *STATUS)] == [
        "a", "b", "modalityWished", "positive", "doubtful", "c",
    ]  # fmt: skip


def test_the_ontology_is_seen_and_the_graph_stays_as_it_is(graph_of: GraphOf) -> None:
    graph = graph_of("ex:own a rg:Relation .")
    before, revision = len(graph), graph.revision
    classes = query(graph, "SELECT ?c { ?c rdfs:subClassOf rg:Actor }").rows
    assert {str(RG[name]) for name in ("State", "Organization", "Person", "CollectiveActor")} <= {
        str(term) for (term,) in classes
    }
    relations = query(graph, "SELECT ?r { ?r a rg:Relation }").rows
    assert len(relations) == len(graph.ontology.relations)
    assert (len(graph), graph.revision) == (before, revision)
    assert not nodes(graph, str(RG.State), "http://www.w3.org/2000/01/rdf-schema#subClassOf")
    without = query(graph, "SELECT ?c { ?c rdfs:subClassOf rg:Actor }", ontology=False)
    assert len(without) == 0


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { ?s rdfs:label ?o }", False),
        ("SELECT * { ?s rdfs:label ?o FILTER(?o != 'rg:State') } # rg:State", False),
        ("PREFIX v: <https://w3id.org/relgraph/ontology#> SELECT * { ?s ?p ?o }", False),
        ("PREFIX rg: <https://example.org/> SELECT * { ?s ?p ?o . FILTER(?s != rg:State) }", False),
        ("SELECT * { ?s ?p ?o . ?s rdfs:subClassOf ?above }", True),
        ("SELECT * { ?s ?p ?o.owl:Thing?q?r }", False),
        ("SELECT * { ?s ?p ?o FILTER(?s != <https://w3id.org/relgraph/ontology#Person>) }", True),
        ("BASE <https://w3id.org/relgraph/> SELECT * { ?s ?p ?o FILTER(?s != <ontology#Person>) }", True),
        ("PREFIX v: <https://w3id.org/relgraph/ontology#> SELECT * { ?s ?p ?o FILTER(?s != v:Person) }", True),
        ("CONSTRUCT WHERE { ?s ?p ?o }", False),
    ],
)
def test_a_query_that_names_no_term_of_the_vocabulary_has_answers_from_the_graph_alone(
    text: str, seen: bool, graph_of: GraphOf
) -> None:
    graph = graph_of('ex:a ex:p ex:b ; rdfs:label "A" .')
    answer = {str(row[0]) for row in query(graph, text).rows}
    assert (str(RG.State) in answer) == seen
    assert seen or answer <= set(map(str, graph.subjects()))


LONE = """
ex:p a rg:Person ; rdfs:label "Pia"@en .  ex:m a rg:Meeting ; rdfs:label "Meeting M"@en .
ex:chairing a rg:CoChairing ; rg:actor ex:p ; rg:relation rg:coChairs ; rg:object ex:m ;
  rg:modality rg:modalityAsserted ; rg:certainty rg:certain .
ex:l a rg:BodyOfLaw ; rdfs:label "Law L"@en .  ex:plan a rg:Measure ; rdfs:label "Plan"@en ; rg:involves ex:b .
"""
OFFICE = (
    "ex:h a rg:Act ; rg:actor ex:p ; rg:relation rg:holdsOffice ; rg:object ex:office ;"
    " rg:certainty rg:certain ; "
)
REPRESENTS = (
    "ex:r a rg:Act ; rg:actor ex:p ; rg:relation rg:represents ; rg:object ex:a ; rg:certainty rg:certain ; "
)


@pytest.mark.parametrize(
    ("more", "relations"),
    [
        ("", ["coChairs"]),
        (OFFICE + "rg:modality rg:modalityAsserted .", ["coChairs", "holdsOffice"]),
        (REPRESENTS + "rg:modality rg:modalityPlanned .", ["coChairs", "represents"]),
    ],
)
def test_what_is_not_told_of_a_co_chair_or_a_law_is_empty(
    more: str, relations: list[str], graph_of: GraphOf
) -> None:
    graph = derive(graph_of(LONE + more))
    rows = query(graph, "co-chairs").dicts()
    assert [local_name(str(row["relation"])) for row in rows] == relations
    told = {str(row[name]) for row in rows for name in ("office", "state") if row.get(name) is not None}
    assert told <= {"https://example.org/office", "https://example.org/a"}
    assert [row["thing"] for row in query(graph, "instruments").dicts()] == [None]


@pytest.mark.parametrize("name", relgraph.named_queries())
def test_things_that_nothing_links_are_not_linked(name: str, graph_of: GraphOf) -> None:
    parents = bundled_ontology().pairs_of(str(RDFS.subClassOf))
    iris = {child.value for child, _ in parents if isinstance(child, ox.NamedNode)}
    classes = sorted(local_name(iri) for iri in iris if iri.startswith(str(RG)))
    lone = "".join(f'ex:lone{kind} a rg:{kind} ; rdfs:label "lone {kind}"@en .\n' for kind in classes)
    rows = query(derive(graph_of(LONE + lone)), name).dicts()
    for row in rows:
        named = {str(term) for term in row.values() if "/lone" in str(term)}
        assert len(named) <= 1, row
        assert not {"Act", "State", "affirmation"} & {str(term) for term in row.values()}, row
    assert len(rows) <= len(classes) + 10
