"""Labels: one order of preference for things, relations and terms alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GraphOf, turtle

import relgraph
from relgraph.errors import NameNotFoundError, RelgraphError
from relgraph.model.labels import label_of, labels_of, language_ranges
from relgraph.model.namespaces import RG
from relgraph.querying import resolve_term

EX = "https://example.org/"


@pytest.mark.parametrize(
    ("stated", "labels"),
    [
        ('rdfs:label "Rusland"@nl , "Russia"@en , "Rossiya"', ["Russia", "Rossiya", "Rusland"]),
        ('rdfs:label "B"@en , "A"@en', ["A", "B"]),
        ('rdfs:label "A"@de ; skos:prefLabel "B"@en', ["B", "A"]),
        ('dcterms:title "Title" ; skos:altLabel "Other"', ["Title"]),
        ('rdfs:label "Same"@en ; skos:prefLabel "Same"', ["Same"]),
        ('rdfs:label "  "@en , ex:node , "Only"@fr', ["Only"]),
        ("rg:isoAlpha2 'RU'", []),
    ],
)
def test_english_comes_first_then_no_language_then_the_others(
    stated: str, labels: list[str], graph_of: GraphOf
) -> None:
    graph = graph_of(f"@prefix dcterms: <http://purl.org/dc/terms/> . ex:thing {stated} .")
    assert labels_of(graph, EX + "thing") == labels
    assert label_of(graph, EX + "thing") == (labels or ["thing"])[0]
    assert graph.thing(EX + "thing").label == (labels or ["thing"])[0]


def test_a_relation_of_the_data_goes_by_the_same_order(graph_of: GraphOf) -> None:
    graph = graph_of('ex:shuns a rg:Relation ; rdfs:label "mijdt"@nl , "shuns"@en , "a shunning" .')
    (relation,) = graph.ontology.named("shuns")
    assert relation.label == "shuns"


def test_what_data_call_our_relation_goes_before_what_the_ontology_calls_it(graph_of: GraphOf) -> None:
    graph = graph_of('rg:supports rdfs:label "backs"@en .')
    (relation,) = graph.ontology.named("supports")
    assert (relation.label, relation.sign) == ("backs", "cooperative")


FOREIGN = (
    "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix dc: <http://purl.org/dc/elements/1.1/> ."
    "@prefix dcterms: <http://purl.org/dc/terms/> . @prefix s: <https://schema.org/> ."
    "@prefix old: <http://schema.org/> ."
)


@pytest.mark.parametrize(
    "named",
    [
        "rdfs:label",
        "skos:prefLabel",
        "dcterms:title",
        "dc:title",
        "foaf:name",
        "s:name",
        "old:name",
        "ex:calls",
        "ex:preferred",
    ],
)
def test_names_of_other_vocabularies_and_of_the_data_are_labels(named: str, graph_of: GraphOf) -> None:
    below = (
        "ex:calls rdfs:subPropertyOf ex:names . ex:names rdfs:subPropertyOf rdfs:label ."
        " ex:preferred rdfs:subPropertyOf skos:prefLabel ."
    )
    graph = graph_of(f'{FOREIGN} {below} ex:thing a rg:State ; {named} "Freedonia" , "Freedonien"@de .')
    thing = graph.thing(EX + "thing")
    assert (thing.label, thing.aliases) == ("Freedonia", ("Freedonien",))
    assert labels_of(graph, EX + "thing", graph.labelling) == ["Freedonia", "Freedonien"]
    assert str(resolve_term(graph, "freedonien")) == EX + "thing"


def test_a_label_goes_before_a_name_and_languages_before_both(graph_of: GraphOf) -> None:
    graph = graph_of(
        f"{FOREIGN} ex:short rdfs:subPropertyOf rdfs:label ."
        ' ex:1 rdfs:label "Z" ; ex:short "M" ; foaf:name "A" .'
        ' ex:2 rdfs:label "Z"@fr ; foaf:name "A"@en .'
    )
    assert graph.thing(EX + "1").label == "Z"
    assert graph.thing(EX + "1").aliases == ("A", "M")
    assert graph.thing(EX + "2").label == "A"


def test_alternative_and_hidden_labels_are_no_labels_though_skos_puts_them_under_one(graph_of: GraphOf) -> None:
    graph = graph_of(
        "skos:altLabel rdfs:subPropertyOf rdfs:label . skos:hiddenLabel rdfs:subPropertyOf rdfs:label ."
        ' ex:thing skos:altLabel "Other" ; skos:hiddenLabel "Misspelt" .'
    )
    thing = graph.thing(EX + "thing")
    assert (thing.label, thing.aliases) == ("thing", ("Other",))


def test_a_circle_of_properties_ends(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:a1 rdfs:subPropertyOf rdfs:label , ex:a2 . ex:a2 rdfs:subPropertyOf ex:a1 ."
        ' rdfs:label rdfs:subPropertyOf ex:a1 . ex:thing ex:a2 "Thing" .'
    )
    assert graph.thing(EX + "thing").label == "Thing"


TONGUES = (
    'ex:thing rdfs:label "Siam"@en , "Siam (UK)"@en-GB , "Xiêm"@vi , "暹罗"@zh-Hans , "暹羅"@zh-Hant-HK ,'
    ' "Plain" , "Sião"@pt .'
)


@pytest.mark.parametrize(
    ("languages", "label"),
    [
        ("", "Siam"),
        ("vi", "Xiêm"),
        ("VI", "Xiêm"),
        ("fr, pt ,vi", "Sião"),
        ("fr", "Siam"),
        ("zh", "暹罗"),
        ("zh-hant", "暹羅"),
        ("zh-Hant-HK-x-long", "暹羅"),
        ("zh-Hant,zh", "暹羅"),
        ("pt-BR,vi", "Sião"),  # no Brazilian, so Portuguese
        ("en", "Siam"),
        ("en-GB", "Siam (UK)"),
        ("v", "Siam"),  # vi is not under v
    ],
)
def test_a_preferred_language_goes_first(languages: str, label: str, graph_of: GraphOf) -> None:
    graph = graph_of(TONGUES)
    assert graph.thing(EX + "thing").label == "Siam"
    graph.languages = [item for item in languages.split(",") if item]
    assert graph.thing(EX + "thing").label == label
    assert {graph.thing(EX + "thing").label, *graph.thing(EX + "thing").aliases} == {
        "Siam", "Siam (UK)", "Xiêm", "暹罗", "暹羅", "Plain", "Sião",
    }  # fmt: skip


@pytest.mark.parametrize("languages", ["x!", "vi,,en", "", "abcdefghi", ["en", ""], "en_GB"])
def test_what_is_no_language_tag_is_refused(languages: str | list[str]) -> None:
    with pytest.raises(NameNotFoundError, match="is no language tag"):
        language_ranges(languages)
    with pytest.raises(NameNotFoundError, match="is no language tag"):
        relgraph.open(languages=languages)


def test_languages_reach_relations_networks_and_copies(graph_of: GraphOf, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            'rg:supports rdfs:label "ủng hộ"@vi . ex:a a rg:State ; rdfs:label "Một"@vi , "One"@en .'
            ' ex:b a rg:State ; rdfs:label "Two"@en . ex:x a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ;'
            " rg:object ex:b ; rg:modality rg:modalityAsserted ; rg:certainty rg:certain ."
        ),
        "utf-8",
    )
    graph = relgraph.open(path, languages="vi")
    for copy in (
        graph,
        relgraph.derive(graph),
        relgraph.subset(graph, construct="CONSTRUCT WHERE { ?s ?p ?o }"),
    ):
        assert copy.languages == ("vi",)
        network = relgraph.project(copy, "actors")
        assert [network.nodes[node]["label"] for node in sorted(network)] == ["Một", "Two"]
        assert [data["label"] for *_, data in network.edges(data=True)] == ["ủng hộ"]
    english = relgraph.open(path, languages=("en",))
    assert english.ontology.relations[str(RG.supports)].label == "supports"
    folded = relgraph.fold(english, "actors")
    english.languages = "vi"
    with pytest.raises(RelgraphError, match="changed after it was folded"):
        folded.network({})


def test_without_a_choice_what_the_data_call_a_relation_goes_first(graph_of: GraphOf) -> None:
    graph = graph_of('rg:supports rdfs:label "ủng hộ"@vi . rg:opposes rdfs:label "ist gegen"@de .')
    graph.languages = "de"
    labels = {
        name: relation.label for name in ("supports", "opposes") for relation in graph.ontology.named(name)
    }
    assert labels == {"supports": "ủng hộ", "opposes": "ist gegen"}


ASKED = (
    '@prefix foaf: <http://xmlns.com/foaf/0.1/> . ex:thing a rg:State ; rdfs:label "Kingdom of Freedonia"@en ;'
    ' foaf:nick "Fred" , "Fredchen"@de ; ex:code "FD" . ex:other a rg:State ; rdfs:label "Sylvania"@en .'
)


def test_a_property_that_is_asked_for_names_things_before_all_others(graph_of: GraphOf) -> None:
    graph = graph_of(ASKED)
    graph.label_properties = ("foaf:nick", f"<{EX}code>", EX + "code")
    assert list(graph.label_properties) == ["http://xmlns.com/foaf/0.1/nick", EX + "code"]
    thing = graph.thing(EX + "thing")
    assert (thing.label, thing.aliases) == ("Fred", ("FD", "Fredchen", "Kingdom of Freedonia"))
    assert graph.thing(EX + "other").label == "Sylvania"
    graph.languages = ("de",)
    assert graph.thing(EX + "thing").label == "Fredchen"
    graph.label_properties = ()
    assert graph.thing(EX + "thing").label == "Kingdom of Freedonia"


def test_it_stays_with_what_follows_and_is_found_by(graph_of: GraphOf) -> None:
    graph = graph_of(ASKED)
    graph.label_properties = ("ex:code",)
    derived = relgraph.derive(graph)
    assert derived.thing(EX + "thing").label == "FD"
    assert resolve_term(derived, "FD").toPython() == EX + "thing"


@pytest.mark.parametrize("name", ["ex:none", "no iri", "foaf:nik", "rdf:type", ""])
def test_a_property_that_names_nothing_is_refused(name: str, graph_of: GraphOf) -> None:
    graph = graph_of(ASKED)
    with pytest.raises(NameNotFoundError, match="nothing in this graph is named by"):
        graph.label_properties = (name,)
    assert graph.label_properties == ()
