"""data/triples.ttl: reproducible, conforming, and no wider than its source."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from conftest import REPOSITORY
from rdflib import RDF, SKOS, Literal, URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.derivation import without_derived
from relgraph.model.namespaces import ID, RG
from relgraph.model.sources import read_passages
from relgraph.model.things import read_thing
from relgraph.validation import ontology_graph

REPORT = str(ID["document/report-2021"])
PERIOD = re.compile(r"[^\n]+?(?:\.(?=\s|$)|(?=\n|$))")


def test_building_the_data_again_changes_no_byte(meeting: KnowledgeGraph) -> None:
    again = relgraph.export(relgraph.derive(without_derived(meeting)), "turtle")
    assert again == (REPOSITORY / "data" / "triples.ttl").read_bytes(), "run make data and commit the result"


def test_it_conforms(meeting: KnowledgeGraph) -> None:
    report = relgraph.validate(meeting)
    assert report.conforms, report.text()


def instances(graph: KnowledgeGraph, name: str) -> set[str]:
    return {str(thing).removeprefix(str(ID)) for thing in graph.subjects(RDF.type, RG[name])}


def test_what_the_article_names(meeting: KnowledgeGraph) -> None:
    assert instances(meeting, "State") == {"state/russia", "state/indonesia", "state/viet-nam"}
    organizations = {"organization/asean", "organization/sco", "organization/eaeu"}
    assert (
        instances(meeting, "Organization") == instances(meeting, "InternationalOrganization") == organizations
    )
    assert instances(meeting, "Person") == {
        "person/sergey-lavrov", "person/retno-marsudi", "person/bui-thanh-son",
    }  # fmt: skip
    assert len(instances(meeting, "Meeting")) == 5
    assert instances(meeting, "EventSeries") == {"event/asean-russia-summit", "event/east-asia-summit"}
    assert instances(meeting, "Situation") == {"situation/covid-19"}
    assert len(instances(meeting, "CollectiveActor")) >= 7
    assert len(set(meeting.subjects(RDF.type, SKOS.Concept))) >= 30
    assert len(meeting.acts) >= 110


def test_three_supports_follow_and_the_reported_one_stays_an_act(meeting: KnowledgeGraph) -> None:
    pairs = {
        (str(s).removeprefix(str(ID)), str(o).removeprefix(str(ID)))
        for s, o in meeting.subject_objects(RG.supports)
    }
    assert pairs == {
        ("person/sergey-lavrov", "measure/asean-central-role"),
        ("collective/asean-countries", "proposal/tourism-cooperation"),
        ("state/viet-nam", "measure/strategic-partnership-development"),
    }
    acts = [act for act in meeting.acts.values() if act.relation == str(RG.supports)]
    assert len(acts) == 4
    (reported,) = [act for act in acts if act.said_by and act.actors == (str(ID["state/russia"]),)]
    assert reported.said_by == str(ID["person/bui-thanh-son"])


def test_a_commitment_is_affirmed_as_a_fact_and_its_content_is_planned(meeting: KnowledgeGraph) -> None:
    for name in ("implement-doc", "complete-coc"):
        affirmed = meeting.acts[str(ID[f"act/bui-affirms-asean-{name}"])]
        pledged = meeting.acts[str(ID[f"act/asean-pledges-{name}"])]
        assert affirmed.objects == (pledged.iri,)
        assert affirmed.modality == str(RG.modalityAsserted)
        assert pledged.modality == str(RG.modalityPlanned)


def test_what_is_told_of_the_code_of_conduct_is_told_by_the_minister(meeting: KnowledgeGraph) -> None:
    coc, minister = ID["document/coc"], str(ID["person/bui-thanh-son"])
    assert meeting.value(coc, RG.status) == RG.underNegotiation
    (talks,) = [act for act in meeting.acts.values() if act.relation == str(RG.negotiates)]
    assert talks.objects == (str(coc),)
    assert talks.said_by == minister
    laws = set(meeting.objects(coc, RG.accordsWith))
    (accordance,) = [
        act for act in meeting.acts.values() if str(ID["claim/coc-accords-with-law"]) in act.objects
    ]
    assert accordance.actors == (minister,)
    assert laws == {ID["document/unclos"], ID["law/international-law"]}
    assert laws <= set(meeting.objects(URIRef(accordance.iri), RG.concerns))


def test_only_what_the_report_itself_claims_is_a_claim_of_nobody(meeting: KnowledgeGraph) -> None:
    claimed = {thing for act in meeting.acts.values() for thing in act.objects}
    assert {name for name in instances(meeting, "Claim") if str(ID[name]) not in claimed} == {
        "claim/covid-19-developments-complicated", "claim/risks-and-uncertainties",
        "claim/tourism-helps-recovery",
    }  # fmt: skip


def test_what_is_to_continue_takes_place_already(meeting: KnowledgeGraph) -> None:
    for name in (
        "russia-organizes-medical-training", "russia-participates-in-asean-chaired",
        "two-sides-work-against-variants",
    ):  # fmt: skip
        act = meeting.acts[str(ID[f"act/{name}-already"])]
        assert (act.modality, act.certainty) == (str(RG.modalityAsserted), str(RG.likely))
        assert act.said_by is not None


def test_relations_were_established_in_1991(meeting: KnowledgeGraph) -> None:
    asean, russia = ID["organization/asean"], ID["state/russia"]
    assert (asean, RG.establishesRelationsWith, russia) in meeting
    assert str(meeting.value(ID["act/asean-russia-establish-relations"], RG.date)) == "1991"


def test_what_concerns_a_topic_of_the_epidemic_concerns_the_epidemic(meeting: KnowledgeGraph) -> None:
    for topic in ("covid-19-response", "covid-19-variants", "epidemic-challenges"):
        things = set(meeting.subjects(RG.concerns, ID[f"topic/{topic}"]))
        things |= set(meeting.subjects(RG.object, ID[f"topic/{topic}"]))
        assert things
        for thing in things:
            assert (thing, RG.concerns, ID["situation/covid-19"]) in meeting, thing


def test_a_wish_of_four_parts_is_one_act(meeting: KnowledgeGraph) -> None:
    """Two kinds of cooperation with two organizations are not four wishes."""
    mechanisms = ID["mechanism/asean-mechanisms"]
    (wish,) = (
        one for one in meeting.subjects(RG.relation, RG.wishes) if (one, RG.concerns, mechanisms) in meeting
    )
    involved = set(meeting.objects(meeting.value(wish, RG.object), RG.involves))
    assert involved >= {ID["organization/sco"], ID["organization/eaeu"], ID["organization/asean"]}


def test_collectives_stand_for_those_alone_whom_the_text_fixes(meeting: KnowledgeGraph) -> None:
    """Which countries "ASEAN countries" are is not said: neither ASEAN as a body, nor each of its members."""
    resolved = {str(one).removeprefix(str(ID)) for one in meeting.subjects(RG.resolvesTo, None)}
    assert resolved == {"collective/two-sides", "collective/co-chairs"}


def test_plans_are_no_facts(meeting: KnowledgeGraph) -> None:
    for relation in ("provides", "participatesIn", "organizes", "cooperatesWith"):
        direct = set(meeting.subject_objects(RG[relation]))
        for act in meeting.acts.values():
            if act.modality != str(RG.modalityAsserted):
                for actor in act.actors:
                    for thing in act.objects:
                        if act.relation == str(RG[relation]):
                            assert (URIRef(actor), URIRef(thing)) not in direct, act.iri


def test_every_inference_is_marked_and_never_certain(meeting: KnowledgeGraph) -> None:
    inferred = set(meeting.subjects(RG.inferredFrom, None))
    assert URIRef(ID["act/russia-co-chairs"]) in inferred
    for act in inferred:
        assert meeting.value(act, RG.certainty) != RG.certain
        assert meeting.value(act, RG.editorialNote) is not None
    assert (URIRef(ID["state/russia"]), RG.coChairs, None) not in meeting


# How a note begins that says why an act is not certain; rg:editorialNote tells what each means.
DOUBT = ("Damaged:", "Otherwise:", "Inferred:")


def test_an_act_is_certain_unless_a_note_says_why_not(meeting: KnowledgeGraph) -> None:
    scope = str(ontology_graph().value(RG.editorialNote, SKOS.scopeNote))
    assert all(word in scope for word in DOUBT)
    for act in meeting.acts.values():
        notes = [str(note) for note in meeting.objects(URIRef(act.iri), RG.editorialNote)]
        doubted = any(note.startswith(DOUBT) for note in notes)
        assert doubted == (act.certainty != str(RG.certain)), f"{act.iri}: {act.certainty}, {notes}"
        inferred = any(note.startswith("Inferred:") for note in notes)
        assert inferred == ((URIRef(act.iri), RG.inferredFrom, None) in meeting), act.iri


def test_no_note_on_a_certain_act_sounds_like_doubt(meeting: KnowledgeGraph) -> None:
    doubt = re.compile(
        r"\b(may|might|maybe|perhaps|probabl[ey]|possibl[ey]|presum\w+|likely|unclear|lost|missing|cut|broken|garbled"
        r"|repaired|fragment|open|inferred|inference)\b",
        re.IGNORECASE,
    )
    for act in meeting.acts.values():
        if act.certainty == str(RG.certain):
            for note in meeting.objects(URIRef(act.iri), RG.editorialNote):
                assert not doubt.search(str(note)), f"{act.iri}: {note}"


def test_nothing_is_inferred_from_what_follows_from_it(meeting: KnowledgeGraph) -> None:
    """By his office a speaker's word is that of the state: what he says the state does is no ground for it."""
    for holding in meeting.subjects(RG.relation, RG.holdsOffice):
        holder = meeting.value(holding, RG.actor)
        office = meeting.value(holding, RG.object)
        represented = set(meeting.objects(office, RG.officeOf))
        grounds = set(meeting.transitive_objects(holding, RG.inferredFrom)) - {holding}
        grounds |= {content for ground in grounds for content in meeting.objects(ground, RG.object)}
        for ground in grounds:
            in_his_words = (ground, RG.saidBy, holder) in meeting
            own_word = in_his_words and represented & set(meeting.objects(ground, RG.actor))
            assert not own_word, f"{holding} rests on {ground}"


def test_other_languages_codes_and_memberships_rest_on_background(meeting: KnowledgeGraph) -> None:
    languages = {
        value.language
        for value in meeting.objects()
        if isinstance(value, Literal) and value.language is not None
    }
    assert languages == {"en"}
    for act in meeting.acts.values():
        if act.relation in (str(RG.hasCode), str(RG.memberOf)):
            assert act.background, act.iri
        else:
            assert not act.background, act.iri


def passages_of_report(meeting: KnowledgeGraph) -> list[tuple[str, int, int]]:
    found = []
    for evidence in set(meeting.objects(None, RG.evidence)):
        for passage in read_passages(meeting, [str(evidence)]):
            if passage.document == REPORT:
                assert passage.start is not None
                assert passage.end is not None
                found.append((str(evidence), passage.start, passage.end))
    return sorted(found)


def test_positions_are_tight(meeting: KnowledgeGraph) -> None:
    passages = passages_of_report(meeting)
    assert len(passages) > 200
    for evidence, start, end in passages:
        assert 0 <= start < end, evidence
        assert end - start <= 200, f"{evidence} is wider than a clause"


def test_the_article_is_the_one_meant(meeting: KnowledgeGraph, article: Path) -> None:
    digest = hashlib.sha256(article.read_bytes()).hexdigest()
    assert str(meeting.value(URIRef(REPORT), RG.sha256)) == digest
    length = len(article.read_text("utf-8"))
    assert all(end <= length for _, _, end in passages_of_report(meeting))


def test_every_sentence_is_in_the_graph(meeting: KnowledgeGraph, article: Path) -> None:
    text = article.read_text("utf-8")
    covered = [(start, end) for _, start, end in passages_of_report(meeting)]
    notes = " ".join(str(note) for note in meeting.objects(URIRef(REPORT), RG.editorialNote))
    for number, match in enumerate((m for m in PERIOD.finditer(text) if m.group().strip()), start=1):
        touched = any(start < match.end() and end > match.start() for start, end in covered)
        assert touched or f"Sentence {number}:" in notes, f"sentence {number} is nowhere in the graph"


STOP = {
    "the",
    "of",
    "and",
    "a",
    "an",
    "in",
    "on",
    "to",
    "for",
    "with",
    "by",
    "at",
    "as",
    "is",
    "its",
    "that",
    "their",
}
# A passage may refer to what it does not spell: by pronoun, title, adjective or another form of the word.
REFERENCES = {
    "russia", "russian", "asean", "minister", "ministers", "side", "sides", "he", "his", "it", "countries",
    "conference",
    "viet", "vietnam", "indonesian", "meeting", "summit", "covid", "affirming", "affirmed", "parties", "co",
}  # fmt: skip


def test_each_passage_names_the_actor_or_the_thing(meeting: KnowledgeGraph, article: Path) -> None:
    text = article.read_text("utf-8").lower()
    ontology = meeting.ontology

    def stems(words: str) -> set[str]:
        return {word[:5] for word in re.findall(r"[a-z0-9]+", words.lower()) if word not in STOP}

    for act in meeting.acts.values():
        if act.background:
            continue
        named = set()
        concerned = map(str, meeting.objects(URIRef(act.iri), RG.concerns))
        for iri in (*act.actors, *act.objects, *act.recipients, act.said_by, act.iri, *concerned):
            if iri:
                thing = read_thing(meeting, ontology, iri)
                named |= stems(" ".join((thing.label, *thing.aliases)))
        for passage in read_passages(meeting, act.evidence):
            words = text[passage.start : passage.end]
            known = named | {word[:5] for word in REFERENCES}
            assert stems(words) & known, f"{act.iri} at {passage.start}"


def test_no_tracked_file_holds_eight_words_of_the_article(article: Path) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9]+", text.lower())

    source = words(article.read_text("utf-8"))
    runs = {tuple(source[i : i + 8]) for i in range(len(source) - 7)}
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    for name in listed.stdout.splitlines():
        path = REPOSITORY / name
        try:
            found = words(path.read_text("utf-8"))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for i in range(len(found) - 7):
            assert tuple(found[i : i + 8]) not in runs, f"{name}: {' '.join(found[i : i + 8])}"
