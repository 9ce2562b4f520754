"""Derive: each rule on worked-out cases, then derivation and its undoing as wholes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import Read
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from relgraph.bundle import bundled
from relgraph.derivation import complete, derive, following, without_derived
from relgraph.model.namespaces import ID, PREFIXES, RG
from relgraph.model.ontology import ontology_quads
from relgraph.store import KnowledgeGraph
from relgraph.validation import ontology_graph

# Two states with their ministers. That one holds the office is certain and that the other does only likely:
# either way the minister speaks for the state.
CAST = """
<a> a rg:State . <b> a rg:State . <o> a rg:Organization . <p> a rg:Person . <q> a rg:Person .
<meeting> a rg:Meeting . <plan> a rg:Measure .
<office-of-a> a rg:Office ; rg:officeOf <a> .
<office-of-b> a rg:Office ; rg:officeOf <b> .
<p-holds> a rg:OfficeHolding ; rg:actor <p> ; rg:relation rg:holdsOffice ; rg:object <office-of-a> ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:certain .
<q-holds> a rg:OfficeHolding ; rg:actor <q> ; rg:relation rg:holdsOffice ; rg:object <office-of-b> ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:likely .
"""

SCHEMA = Namespace(PREFIXES["schema"])
Pairs = set[tuple[str, str]]


def pairs(graph: KnowledgeGraph, relation: str) -> Pairs:
    """Return subject and object of each triple of a relation, by local name."""
    return {
        (str(subject).removeprefix(ID), str(value).removeprefix(ID))
        for subject, value in graph.subject_objects(RG[relation])
    }


def act(
    actors: str,
    relation: str,
    thing: str,
    more: str = "",
    *,
    modality: str = "Asserted",
    certainty: str = "certain",
) -> str:
    return (
        f"<it> rg:actor {actors} ; rg:relation {relation} ; rg:object {thing} ;"
        f" rg:modality rg:modality{modality} ; rg:certainty rg:{certainty} {more} .\n"
    )


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        pytest.param(act("<a>", "rg:provides", "<plan>"), {("a", "plan")}, id="told-by-the-report"),
        pytest.param(
            act("<a>", "rg:provides", "<plan>", "; rg:saidBy <a>"), {("a", "plan")}, id="said-by-the-actor"
        ),
        pytest.param(
            act("<a>", "rg:provides", "<plan>", "; rg:saidBy <p>"), {("a", "plan")}, id="said-by-the-minister"
        ),
        pytest.param(
            act("<b>", "rg:provides", "<plan>", "; rg:saidBy <q>"),
            {("b", "plan")},
            id="said-by-likely-minister",
        ),
        pytest.param(
            act("<b>", "rg:provides", "<plan>", "; rg:saidBy <p>"), set(), id="said-by-the-minister-of-another"
        ),
        pytest.param(act("<a>", "rg:provides", "<plan>", "; rg:saidBy <b>"), set(), id="said-by-another"),
        pytest.param(
            act("<p>", "rg:provides", "<plan>", "; rg:saidBy <a>"), set(), id="said-by-the-state-of-the-actor"
        ),
        pytest.param(act("<a>", "rg:provides", "<plan>", certainty="likely"), set(), id="likely"),
        pytest.param(act("<a>", "rg:provides", "<plan>", certainty="doubtful"), set(), id="doubtful"),
        *(
            pytest.param(act("<a>", "rg:provides", "<plan>", modality=modality), set(), id=modality.lower())
            for modality in ("Planned", "Proposed", "Wished", "Needed")
        ),
        pytest.param(act("<a> , <b>", "rg:provides", "<plan>"), {("a", "plan"), ("b", "plan")}, id="joint"),
        pytest.param(
            act("<a> , <b>", "rg:provides", "<plan>", "; rg:saidBy <a>"),
            {("a", "plan")},
            id="joint-and-said-by-one-of-them",
        ),
        pytest.param(
            act("<a>", "rg:provides", "<plan>", "; rg:inferredFrom <p-holds>"), {("a", "plan")}, id="inferred"
        ),
    ],
)
def test_an_act_yields_its_direct_relation_only_where_it_took_place(
    read: Read, turtle: str, expected: Pairs
) -> None:
    assert pairs(derive(read(CAST + turtle)), "provides") == expected


@pytest.mark.parametrize("modality", ["Asserted", "Planned", "Proposed", "Wished", "Needed"])
def test_a_speech_act_took_place_whatever_becomes_of_its_content(read: Read, modality: str) -> None:
    derived = derive(read(CAST + act("<a>", "rg:proposes", "<plan>", modality=modality)))
    assert pairs(derived, "proposes") == {("a", "plan")}


def test_the_support_that_another_reports_stays_an_act(read: Read) -> None:
    derived = derive(read(CAST + act("<a>", "rg:supports", "<plan>", "; rg:saidBy <b>")))
    assert pairs(derived, "supports") == set()
    assert pairs(derived, "saidBy") == {("it", "b")}


def test_only_a_relation_becomes_a_direct_triple(read: Read) -> None:
    derived = derive(read(CAST + act("<a>", "rdfs:seeAlso", "<plan>")))
    assert not list(derived.triples((ID.a, RDFS.seeAlso, None)))


def test_co_chairing_is_participation_and_nothing_more(read: Read) -> None:
    derived = derive(read(CAST + act("<p> , <q>", "rg:coChairs", "<meeting>")))
    assert pairs(derived, "coChairs") == {("p", "meeting"), ("q", "meeting")}
    assert pairs(derived, "participatesIn") == {("p", "meeting"), ("q", "meeting")}
    assert pairs(derived, "chairs") == pairs(derived, "attends") == set()


def test_an_undirected_relation_holds_both_ways_and_a_directed_one_does_not(read: Read) -> None:
    both = derive(read(CAST + act("<a>", "rg:strategicPartnerOf", "<o>")))
    assert pairs(both, "strategicPartnerOf") == {("a", "o"), ("o", "a")}
    joint = derive(read(CAST + act("<a> , <b>", "rg:cooperatesWith", "<o>")))
    assert pairs(joint, "cooperatesWith") == {("a", "o"), ("o", "a"), ("b", "o"), ("o", "b")}
    one = derive(read(CAST + act("<a>", "rg:memberOf", "<o>")))
    assert pairs(one, "memberOf") == {("a", "o")}


def test_relations_and_classes_that_the_data_declare_are_reasoned_with(read: Read) -> None:
    # The undirected relation lies below a directed one, so the rules must run until nothing new follows.
    derived = derive(
        read(
            CAST
            + "rg:alliedWith a rg:Relation ; rg:direction rg:undirected ; rdfs:subPropertyOf rg:sidesWith .\n"
            + "rg:sidesWith a rg:Relation .\n"
            + "<ministry> a <Ministry> . <Ministry> rdfs:subClassOf rg:Organization .\n"
            + act("<a>", "rg:alliedWith", "<b>")
        )
    )
    assert pairs(derived, "sidesWith") == {("a", "b"), ("b", "a")}
    assert set(derived.objects(ID.ministry, RDF.type)) == {ID.Ministry, RG.Organization, RG.Actor}


def test_superclasses_of_this_ontology_only(read: Read) -> None:
    derived = derive(read("<m> a rg:Meeting ; rg:concerns <t> . <t> a skos:Concept ."))
    assert set(derived.objects(ID.m, RDF.type)) == {RG.Meeting, RG.Event}
    assert set(derived.objects(ID.t, RDF.type)) == {SKOS.Concept}


def test_a_concept_is_called_by_its_label_unless_it_says_otherwise(read: Read) -> None:
    derived = derive(
        read(
            """
            <trade> a skos:Concept ; rdfs:label "trade"@en , "Handel"@de .
            <fish> a skos:Concept ; rdfs:label "fish"@en ; skos:prefLabel "fisheries"@en .
            <m> a rg:Meeting ; rdfs:label "a meeting"@en .
            """
        )
    )
    assert set(derived.subject_objects(SKOS.prefLabel)) == {
        (ID.trade, Literal("trade", lang="en")),
        (ID.trade, Literal("Handel", lang="de")),
        (ID.fish, Literal("fisheries", lang="en")),
    }


def test_codes_become_plain_values_where_they_are_codes(read: Read) -> None:
    codes = "".join(
        f"<{state}-{number}> a rg:Identification ; rg:actor <{state}> ; rg:relation rg:hasCode ;"
        f" rg:object <{code}> ; rg:modality rg:modalityAsserted ; rg:certainty rg:{certainty} .\n"
        f'<{code}> a rg:Code ; rg:codeSystem rg:{system} ; skos:notation "{notation}" .\n'
        for number, (state, code, system, notation, certainty) in enumerate(
            [
                ("a", "code-1", "iso3166Alpha2", "AA", "certain"),
                ("a", "code-2", "wikidata", "Q123", "certain"),
                ("b", "code-3", "iso3166Alpha2", "BB", "doubtful"),
                ("b", "code-4", "wikidata", "../Q1", "certain"),
                ("b", "code-5", "iso3166Alpha2", "QQQ", "certain"),
            ]
        )
    )
    # What is no state, and what was withdrawn, gives none.
    codes += '<a> rg:hasCode <code-6> . <code-6> rg:codeSystem rg:iso3166Alpha2 ; skos:notation "AB" ;\n'
    codes += '  rg:until "1990"^^xsd:gYear . <o> rg:hasCode <code-1> .\n'
    derived = derive(read(CAST + codes))
    assert pairs(derived, "isoAlpha2") == {("a", "AA")}
    assert set(derived.subject_objects(SCHEMA.sameAs)) == {
        (ID.a, URIRef("http://www.wikidata.org/entity/Q123"))
    }


def test_the_given_graph_is_untouched_and_all_of_it_is_in_the_result(read: Read) -> None:
    given = read(CAST + act("<a>", "rg:provides", "<plan>"))
    before = set(given)
    derived = derive(given)
    assert set(given) == before
    assert before < set(derived)
    assert derived.sources == given.sources
    assert set(derive(derived)) == set(derived)


def test_no_triple_of_the_ontology_is_left_in_the_result(read: Read) -> None:
    turtle = 'rg:supports a rg:Relation ; rdfs:label "supports"@en .\n' + act("<a>", "rg:supports", "<plan>")
    derived = derive(read(turtle))
    about_terms = {triple for triple in derived if str(triple[0]).startswith(RG)}
    assert about_terms == {
        (RG.supports, RDF.type, RG.Relation),
        (RG.supports, RDFS.label, Literal("supports", lang="en")),
    }


def test_bare_direct_relations_survive_derivation_and_their_superproperties_follow(read: Read) -> None:
    derived = derive(read("<a> rg:chairs <m> . <a> rg:cooperatesWith <b> ."))
    assert pairs(derived, "chairs") == pairs(derived, "participatesIn") == {("a", "m")}
    assert pairs(derived, "cooperatesWith") == {("a", "b"), ("b", "a")}


def test_written_undoes_derive(read: Read) -> None:
    given = read(
        CAST
        + act("<p>", "rg:coChairs", "<meeting>", "; rg:concerns <trade>")
        + '<trade> a skos:Concept ; rdfs:label "trade"@en . <meeting> rg:concerns <trade> .\n'
        + "<c> a rg:Code ; rg:codeSystem rg:wikidata ; skos:notation 'Q5' . <s> a rg:Act ; rg:object <c> ;\n"
        + "  rg:actor <a> ; rg:relation rg:hasCode ;\n"
        + "  rg:modality rg:modalityAsserted ; rg:certainty rg:certain .\n"
    )
    assert set(without_derived(derive(given))) == set(given)
    assert set(without_derived(given)) == set(given)


def test_written_drops_what_no_longer_follows(read: Read) -> None:
    stale = read(
        CAST
        + act("<a>", "rg:supports", "<plan>", certainty="doubtful")
        + '<a> rg:supports <plan> ; rg:isoAlpha2 "ZZ" ;'
        + " <https://schema.org/sameAs> <http://www.wikidata.org/entity/Q1> , <http://example.org/a> ."
        + " <a> rg:concerns <plan> . <meeting> a rg:Event ."
    )
    kept = without_derived(stale)
    assert pairs(kept, "supports") == pairs(kept, "isoAlpha2") == set()
    assert pairs(kept, "concerns") == {("a", "plan")}
    assert set(kept.objects(ID.a, SCHEMA.sameAs)) == {URIRef("http://example.org/a")}
    assert set(kept.objects(ID.meeting, RDF.type)) == {RG.Meeting}


def test_the_rules_are_portable(read: Read) -> None:
    """Another SPARQL engine, rdflib's, concludes the same from the same files."""
    given = read(
        CAST
        + act("<p> , <q>", "rg:coChairs", "<meeting>", "; rg:saidBy <p>")
        + "<more> rg:actor <a> ; rg:relation rg:cooperatesWith ; rg:object <o> ; rg:saidBy <p> ;\n"
        + "  rg:modality rg:modalityAsserted ; rg:certainty rg:certain .\n"
        + '<trade> a skos:Concept ; rdfs:label "trade"@en .\n'
        + '<c> rg:codeSystem rg:wikidata ; skos:notation "Q5" .\n'
        + '<d> rg:codeSystem rg:iso3166Alpha2 ; skos:notation "AA" . <a> rg:hasCode <c> , <d> .\n'
    )
    united = Graph()
    united += given
    united += ontology_graph()
    size = -1
    while size != len(united):
        size = len(united)
        for rule in sorted(bundled("ontology", "rules").glob("*.rq")):
            united += united.query(rule.read_text("utf-8")).graph or Graph()
    derived = derive(given)
    assert set(united) - set(ontology_graph()) == set(derived)
    assert len(derived) > len(given)


# Graphs of a few things, of which anything may be said that a rule asks for, also what makes no sense.
_THINGS = [ID[name] for name in "abcde"]
_OWN = [ID.alliedWith, ID.sidesWith, ID.Ministry]
_SAID: dict[URIRef, list[URIRef]] = {
    RDF.type: [
        RG.Relation,
        RG.Meeting,
        RG.GovernmentBody,
        RG.State,
        RG.Act,
        SKOS.Concept,
        RG.Actor,
        *_OWN,
        *_THINGS[:1],
    ],
    RDFS.subClassOf: [RG.GovernmentBody, RG.Relation, *_OWN],
    RDFS.subPropertyOf: [RG.cooperatesWith, RG.supports, RG.actor, SKOS.prefLabel, *_OWN],
    RG.direction: [RG.undirected, RG.directed],
    RG.relation: [RG.supports, RG.coChairs, RG.cooperatesWith, RG.holdsOffice, RG.concerns, RG.officeOf, *_OWN],
    RG.certainty: [RG.certain, RG.certain, RG.likely, RG.doubtful],
    RG.modality: [RG.modalityAsserted, RG.modalityAsserted, RG.modalityWished],
    RG.polarity: [RG.negative, RG.positive],
    RG.codeSystem: [RG.iso3166Alpha2, RG.wikidata],
    **dict.fromkeys(
        [RG.actor, RG.object, RG.saidBy, RG.officeOf, RG.hasCode, RG.until, RG.supports, RG.coChairs], _THINGS
    ),
    **{predicate: [*_THINGS, *_OWN] for predicate in [RG.concerns, *_OWN]},
}
_TRUTHS = {RG.speechAct, RG.statedDirectly}
_TEXTS = {
    RDFS.label: ["a", "b", "c"],
    SKOS.prefLabel: ["a", "b"],
    SKOS.notation: ["AA", "Q1", "x"],
    RG.isoAlpha2: ["AA", "ZZ"],
}


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def statements(subject: st.SearchStrategy[str], predicates: list[URIRef]) -> st.SearchStrategy[ox.Quad]:
    """Return statements about ``subject`` with one of ``predicates`` and a value that suits it."""

    def values(predicate: URIRef) -> st.SearchStrategy[ox.NamedNode | ox.Literal]:
        if predicate in _TRUTHS:
            return st.just(ox.Literal(True))
        if predicate in _TEXTS:
            return st.builds(
                lambda text, language: ox.Literal(text, language=language),
                st.sampled_from(_TEXTS[predicate]),
                st.sampled_from([None, "en"]),
            )
        return st.sampled_from(_SAID[predicate]).map(node)

    return st.sampled_from(predicates).flatmap(
        lambda predicate: st.builds(ox.Quad, subject.map(node), st.just(node(predicate)), values(predicate))
    )


_ACTS = st.sampled_from(_THINGS).flatmap(
    lambda act: st.tuples(
        *(
            statements(st.just(act), [key])
            for key in (RG.actor, RG.relation, RG.object, RG.certainty, RG.modality)
        )
    )
)
_GRAPHS = st.builds(
    lambda acts, others: [*(quad for act in acts for quad in act), *others],
    st.lists(_ACTS, max_size=4),
    st.lists(statements(st.sampled_from([*_THINGS, *_OWN]), [*_SAID, *_TRUTHS, *_TEXTS]), max_size=25),
)


def knowledge(quads: list[ox.Quad]) -> KnowledgeGraph:
    store = ox.Store()
    store.extend(quads)
    return KnowledgeGraph(store)


def by_all_rules(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Return what follows by every rule, asked for all that it concludes until nothing is new."""
    store = ox.Store()
    store.extend([*quads, *ontology_quads()])
    size = -1
    while size != len(store):
        size = len(store)
        for rule in sorted(bundled("ontology", "rules").glob("*.rq")):
            concluded = store.query(rule.read_text("utf-8"))
            assert isinstance(concluded, ox.QueryTriples)
            store.extend([ox.Quad(*triple) for triple in concluded])
    return set(store) - (set(ontology_quads()) - quads)


@settings(max_examples=50, deadline=None)
@given(_GRAPHS)
@example([ox.Quad(node(ID.a), node(RDF.type), node(ID.Ministry))])
def test_derivation_is_the_plain_fixpoint_of_the_rules(quads: list[ox.Quad]) -> None:
    graph = knowledge(quads)
    expected = by_all_rules(set(quads))
    assert set(derive(graph).oxigraph) == expected
    assert set(graph.oxigraph) == set(quads)
    assert complete(graph) == len(expected) - len(set(quads))
    assert set(graph.oxigraph) == expected


@settings(max_examples=20, deadline=None)
@given(_GRAPHS)
def test_what_follows_is_what_comes_back_whether_it_is_known_or_not(quads: list[ox.Quad]) -> None:
    completed = knowledge(quads)
    complete(completed)
    for graph in (completed, knowledge(quads), knowledge(list(completed.oxigraph))):
        given_triples, kept = set(graph.oxigraph), set(without_derived(graph).oxigraph)
        assert kept <= given_triples
        back = (given_triples - kept) & by_all_rules(kept)
        assert following(graph) == {f"{quad.triple} .\n".encode() for quad in back}


def test_what_was_concluded_is_forgotten_when_the_graph_is_changed(read: Read) -> None:
    graph = read(CAST + act("<a>", "rg:provides", "<plan>"))
    complete(graph)
    provided = b"<%b> <%b> <%b> .\n" % tuple(str(iri).encode() for iri in (ID.a, RG.provides, ID.plan))
    assert provided in following(graph)
    graph.remove((ID.it, RG.certainty, None))
    assert provided not in following(graph)


@pytest.mark.parametrize(
    "relation",
    ["sanctions", "signs", "ratifies", "recognizes", "annexes", "launches", "votesFor", "suspends", "expels"],
)
@pytest.mark.parametrize("modality", ["Planned", "Predicted", "Proposed", "Wished", "Needed", "Asserted"])
def test_a_deed_is_a_relation_where_it_is_told_as_fact_alone(read: Read, relation: str, modality: str) -> None:
    graph = derive(
        read(
            f"{CAST} <x> rg:actor <a> ; rg:relation rg:{relation} ; rg:object <b> ; rg:certainty rg:certain ;"
            f" rg:modality rg:modality{modality} ."
        )
    )
    assert pairs(graph, relation) == ({("a", "b")} if modality == "Asserted" else set())


@pytest.mark.parametrize(
    ("denial", "stated"),
    [
        ("", {("b", "o")}),
        ("<y> rg:actor <b> ; rg:relation rg:denies ; rg:object <x> .", set()),
        ("<y> rg:actor <b> ; rg:relation rg:denies ; rg:object <x> ; rg:polarity rg:negative .", {("b", "o")}),
        ("<y> rg:actor <b> ; rg:relation rg:condemns ; rg:object <x> .", {("b", "o")}),
    ],
)
def test_what_is_denied_is_no_relation(read: Read, denial: str, stated: Pairs) -> None:
    told = (
        "<x> rg:actor <b> ; rg:relation rg:aids ; rg:object <o> ; rg:certainty rg:certain ;"
        " rg:modality rg:modalityAsserted ."
    )
    assert pairs(derive(read(CAST + told + denial)), "aids") == stated
