"""The vocabulary: relations by word and code, and their places in CAMEO, PLOVER and the quad classes."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import REPOSITORY, SHARED, GraphOf, Run
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

import relgraph
from relgraph.bundle import bundled
from relgraph.closures import CLOSURES
from relgraph.errors import NameNotFoundError
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import read_ontology
from relgraph.vocabulary import relations

CODE = "https://w3id.org/relgraph/ontology/alignments/plover-cameo#"
ALIGNMENT = Graph().parse(bundled("ontology", "alignments", "plover-cameo.ttl"), format="turtle")
ENTRIES = {entry.name: entry for entry in relgraph.relations()}
QUAD_CLASSES = ("cooperatesVerbally", "cooperatesMaterially", "conflictsVerbally", "conflictsMaterially")
TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
ROOTS = {f"{root:02}" for root in range(1, 21)}


def published(name: str) -> str:
    """Return a table that others publish, which is not part of the project."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    return path.read_text("utf-8", errors="replace")


def codes_of(relation: str, system: str, *, close: bool) -> set[str]:
    predicates = [SKOS.closeMatch] if close else [SKOS.closeMatch, SKOS.broadMatch]
    found = {code for predicate in predicates for code in ALIGNMENT.objects(RG[relation], predicate)}
    return {
        name.removeprefix(f"{system}-") for code in found if (name := local_name(str(code))).startswith(system)
    }


def test_every_type_of_plover_and_every_root_of_cameo_reaches_a_relation() -> None:
    types = {code for name in ENTRIES for code in codes_of(name, "plover", close=False)}
    roots = {code[:2] for name in ENTRIES for code in codes_of(name, "cameo", close=False)}
    assert (types, roots) == (TYPES, ROOTS)
    # Each of them by a relation that stands for what it means, and not for a part of it.
    assert {code for name in ENTRIES for code in codes_of(name, "plover", close=True)} == TYPES


def test_every_relation_has_one_type_at_most_and_that_of_its_codes() -> None:
    for name in ENTRIES:
        types = codes_of(name, "plover", close=False)
        assert len(types) <= 1, name
        for code in codes_of(name, "cameo", close=True):
            told = set(ALIGNMENT.objects(URIRef(f"{CODE}cameo-{code}"), SKOS.broadMatch))
            assert not told or {local_name(str(one)).removeprefix("plover-") for one in told} == types, (
                name,
                code,
            )
            assert (URIRef(f"{CODE}cameo-{code}"), SKOS.broader, URIRef(f"{CODE}cameo-{code[:2]}")) in ALIGNMENT


# PLOVER has no type for what is stated, belongs, or votes, and none for a relation above others.
WITHOUT_A_TYPE = {
    "affirms", "assesses", "commemorates", "condoles", "denies", "emphasizes", "issues", "mentions", "wishes",
    "proposes", "suggests",
    "appoints", "associateOf", "concerns", "hasCode", "holdsOffice", "involves", "memberOf", "observerOf",
    "represents", "strategicPartnerOf",
    "chairs", "coChairs", "launches", "organizes", "participatesIn",
    "abstainsOn", "adopts", "votesAgainst", "votesFor",
    *QUAD_CLASSES,
}  # fmt: skip


def test_every_other_relation_has_one_type() -> None:
    types = {
        name: codes_of(name, "plover", close=True) or codes_of(name, "plover", close=False) for name in ENTRIES
    }
    assert {name for name, found in types.items() if not found} == WITHOUT_A_TYPE
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_the_types_of_codes_are_those_of_the_published_table() -> None:
    table: dict[str, str] = {}
    for line in published("CAMEO2PLOVER-2021.txt").splitlines():
        if match := re.match(r"(\d{3}): *([A-Z]+)", line):
            table.setdefault(match[1], match[2])
    for code in ALIGNMENT.subjects(SKOS.inScheme, URIRef(f"{CODE}cameo")):
        notation = local_name(str(code)).removeprefix("cameo-")
        told = {
            local_name(str(one)).removeprefix("plover-") for one in ALIGNMENT.objects(code, SKOS.broadMatch)
        }
        assert told == ({table[notation]} if notation in table else set()), notation


def test_codes_are_codes_of_cameo() -> None:
    table = csv.DictReader(published("cameo-codes.csv").splitlines())
    known = {row["code"] for row in table}
    used = {
        local_name(str(code)).removeprefix("cameo-")
        for code in ALIGNMENT.subjects(SKOS.inScheme, URIRef(f"{CODE}cameo"))
    }
    assert known >= used


def test_a_relation_falls_under_the_quad_class_of_its_type() -> None:
    classes = {
        local_name(str(code)).removeprefix("plover-"): local_name(str(general))
        for general, code in ALIGNMENT.subject_objects(SKOS.narrowMatch)
    }
    assert classes.keys() == TYPES
    assert set(classes.values()) == set(QUAD_CLASSES)
    for name, entry in ENTRIES.items():
        for type_ in codes_of(name, "plover", close=True):
            # Who attends takes part, whatever else that is.
            assert classes[type_] in entry.under, name


def test_what_falls_under_conflict_is_adverse_and_under_cooperation_is_not() -> None:
    for name, entry in ENTRIES.items():
        general = set(entry.under) & set(QUAD_CLASSES)
        assert len(general) <= 1, name
        if general:
            assert (entry.sign == "adverse") == ("conflicts" in general.pop()) or name == "withdrawsFrom", name


def test_a_query_for_the_general_finds_the_particular(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:a rg:condemns ex:b . ex:b rg:attacks ex:a . ex:a rg:aids ex:c . ex:a rg:visits ex:c ."
        " ex:a a rg:State . ex:b a rg:State . ex:c a rg:State ."
    )
    derived = relgraph.derive(graph)
    for general, pairs in {
        "conflictsVerbally": {("a", "b")},
        "conflictsMaterially": {("b", "a")},
        "cooperatesMaterially": {("a", "c")},
        "cooperatesVerbally": {("a", "c")},
    }.items():
        found = derived.subject_objects(RG[general])
        assert {(local_name(str(source)), local_name(str(target))) for source, target in found} == pairs
        network = relgraph.project(derived, "actors", relations=[general])
        assert network.number_of_edges() == 1, general
    # What follows is no edge of its own.
    assert relgraph.project(derived, "actors").number_of_edges() == 4


def test_each_relation_can_be_found_and_said_both_ways() -> None:
    for name, entry in ENTRIES.items():
        assert entry.definition.endswith("."), name
        assert entry.inverse_label, name
        assert entry.words or name in {*QUAD_CLASSES, "hasCode"}, name
        assert entry.undirected == (entry.label == entry.inverse_label), name


def test_readme_counts_them() -> None:
    assert f"the {len(ENTRIES)} relations" in " ".join((REPOSITORY / "README.md").read_text("utf-8").split())


def test_no_word_means_two_relations() -> None:
    meant = defaultdict(set)
    for name, entry in ENTRIES.items():
        for word in entry.words:
            meant[word.casefold()].add(name)
    assert {word: names for word, names in meant.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("denounced", ["condemns"]), ("calls on", ["requests"]), ("Refuses", ["rejects"]),
        ("rg:supports", ["supports"]), ("cut ties with", ["breaksRelationsWith"]), ("CAMEO 129", ["vetoes"]),
        ("is condemned by", ["condemns"]), ("was sanctioned", ["sanctions"]), ("will sign", ["signs"]),
        ("was attacked by", ["attacks"]), ("withdrew", ["withdrawsForces", "withdrawsFrom"]),
        ("condemnation", ["condemns"]), ("accession", ["accedesTo"]), ("condolence", ["condoles"]),
        ("supports", ["supports"]), ("sanctions", ["sanctions"]),
        ("CAMEO 1056", ["demands"]), ("expects", ["assesses"]),
        ("192", ["annexes", "occupies"]), ("threaten", ["threatens"]), ("MOBILIZE", ["mobilizes"]),
        (f"{RG}meets", ["meets"]), ("planned", []), ("condem", ["condemns"]), ("said", ["affirms"]),
        ("held talks with", ["meets"]), ("abstained", ["abstainsOn"]), ("sued", ["accuses"]),
        ("overthrew", ["coerces"]), ("imprisoned", ["coerces"]), ("shot down", ["attacks"]),
        ("fears", ["expressesConcernAbout"]), ("left", ["withdrawsFrom"]), ("bought from", ["tradesWith"]),
        ("G20", []), ("199", ["annexes", "attacks"]), ("ban", []), ("told", []), ("lost", []), ("raised", []),
    ],
)  # fmt: skip
def test_a_relation_is_found_by_what_a_text_has(word: str, names: list[str]) -> None:
    if not names:
        with pytest.raises(NameNotFoundError, match="no relation is near"):
            relgraph.relations(word)
    else:
        assert [entry.name for entry in relgraph.relations(word)][: len(names)] == names


def test_relations_of_the_data_are_listed_too(graph_of: GraphOf) -> None:
    graph = graph_of(
        'ex:pilots a rg:Relation ; rdfs:label "pilots"@en ; skos:altLabel "steer"@en ; rg:sign rg:adverse .'
    )
    (found,) = relgraph.relations("steered", graph)
    assert (found.name, found.sign, found.definition, found.codes) == ("pilots", "adverse", "", ())


def test_relations_on_the_command_line(run: Run, tmp_path: Path) -> None:
    table = run("relations", "denounce").stdout.decode()
    assert table.splitlines()[0].split() == ["relation", "act", "sign", "codes", "definition"]
    assert "condemns" in table
    assert "CAMEO 111, PLOVER ACCUSE" in table
    (entry,) = json.loads(run("relations", "denounce", "-f", "json").stdout)
    assert entry == json.loads(json.dumps(ENTRIES["condemns"].to_dict()))
    assert len(run("relations").stdout.splitlines()) == len(ENTRIES) + 1
    refused = run("relations", "xyzzy")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"no relation is near 'xyzzy'" in refused.stderr


def test_a_relation_is_listed_with_its_kind_of_act() -> None:
    assert (ENTRIES["condemns"].kind, ENTRIES["signs"].kind, ENTRIES["concerns"].kind) == (
        "Condemnation",
        "Signing",
        "",
    )
    assert [name for name, entry in ENTRIES.items() if not entry.kind] == ["concerns", "involves"]


def test_the_kinds_of_act_and_the_relations_are_one_to_one() -> None:
    ontology = Graph().parse(bundled("ontology", "relgraph.ttl"), format="turtle")
    kinds = defaultdict(list)
    for kind in ontology.subjects(RDFS.subClassOf, RG.Act):
        for restriction in ontology.objects(kind, RDFS.subClassOf):
            for relation in ontology.objects(restriction, URIRef("http://www.w3.org/2002/07/owl#hasValue")):
                kinds[relation].append(kind)
    assert all(len(found) == 1 for found in kinds.values())
    stated_directly = {RG.concerns, RG.involves}
    assert set(kinds) == set(ontology.subjects(RDF.type, RG.Relation)) - stated_directly
    assert {URIRef(iri) for iri in read_ontology().relations} == set(ontology.subjects(RDF.type, RG.Relation))


def test_every_term_is_used_in_an_example_or_in_data() -> None:
    folders = (REPOSITORY / "ontology" / "examples" / "valid", REPOSITORY / "data", REPOSITORY / "docs")
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {".ttl", ".md"}]
    used = set(re.findall(r"\brg:(\w+)", "".join(path.read_text("utf-8") for path in paths)))
    ontology = Graph().parse(bundled("ontology", "relgraph.ttl"), format="turtle")
    terms = {local_name(str(term)) for term in ontology.subjects() if str(term).startswith(RG)}
    # What annotates relations is used in the ontology itself; projections are named in the catalogue.
    annotations = {
        local_name(str(term)) for triple in ontology for term in triple[1:] if str(term).startswith(RG)
    }
    needed = {term for term in terms if not re.search(r"(Scheme|Projection)$", term)}
    # What follows for a store to count by stands in no data.
    needed -= {local_name(predicate) for predicate in CLOSURES}
    settings = {"adverse", "cooperative", "neutral", "directed", "undirected", "statedDirectly", "inverseLabel"}
    assert needed - used == settings & annotations - used


@pytest.mark.parametrize(
    ("form", "verb"), [("dealt", "deal"), ("foresaw", "foresee"), ("spoken", "speak"), ("struck", "strike")]
)
def test_forms_that_no_ending_tells_are_those_of_drafting(form: str, verb: str) -> None:
    assert relations(form) == relations(verb)
