"""Drafting: what a sentence tells, on texts made up for it. Each answer is worked out by hand."""

from __future__ import annotations

import pytest
from conftest import GraphOf

from relgraph.authoring.drafting import Candidate, Draft, draft_acts
from relgraph.authoring.drafting.sentences import sentences
from relgraph.authoring.gazetteer import load_gazetteer
from relgraph.vocabulary import relations

GAZETTEER, RELATIONS = load_gazetteer(), relations()


def draft(text: str) -> Draft:
    return draft_acts(text, GAZETTEER, RELATIONS)


def acts(text: str) -> list[Candidate]:
    return [act for act in draft(text).acts if act.relation != "holdsOffice"]


def told(text: str) -> list[tuple[str, str, str]]:
    return [(act.actor, act.relation, act.object) for act in acts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile condemned the raid.", [("Chile", "condemns", "raid")]),
        ("Chile condemns the raid.", [("Chile", "condemns", "raid")]),
        ("Chile has condemned the raid.", [("Chile", "condemns", "raid")]),
        ("Chile is condemning the raid.", [("Chile", "condemns", "raid")]),
        ("The raid was condemned by Chile.", [("Chile", "condemns", "raid")]),
        ("Chile and Peru condemn the raid.", [("Chile", "condemns", "raid"), ("Peru", "condemns", "raid")]),
        ("Chile, which hosts the fair, condemned the raid.",
         [("Chile", "hosts", "fair"), ("Chile", "condemns", "raid")]),
        ("Chile condemned the raid and welcomed the truce.",
         [("Chile", "condemns", "raid"), ("Chile", "welcomes", "truce")]),
        ("Chile condemned the raid, the new tariffs, and the blockade of the port.",
         [("Chile", "condemns", "raid"), ("Chile", "condemns", "new tariffs"),
          ("Chile", "condemns", "blockade of the port")]),
        ("The leaders of Chile, Peru and Kenya met.",
         [("Chile", "meets", ""), ("Peru", "meets", ""), ("Kenya", "meets", "")]),
        ("Kenya withdrew from the accord.", [("Kenya", "withdrawsFrom", "accord")]),
        ("Kenya expressed its deep concern over the raid.", [("Kenya", "expressesConcernAbout", "raid")]),
        ("Kenya reaffirmed its commitment to the pact.", [("Kenya", "pledges", "pact")]),
        ("Chile, a member of the forum, condemned the raid.", [("Chile", "condemns", "raid")]),
        ("Fiji and Samoa, all members of the forum, backed the bid.",
         [("Fiji", "supports", "bid"), ("Samoa", "supports", "bid")]),
        ("Norway Rejects Trade Offer", [("Norway", "rejects", "Trade Offer")]),
        ("The trade in timber pleased nobody.", []),
    ],
)  # fmt: skip
def test_who_does_what(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "modality", "polarity", "certainty"),
    [
        ("Kenya supports the plan.", "asserted", "positive", "certain"),
        ("Kenya will support the plan.", "planned", "positive", "certain"),
        ("Kenya must support the plan.", "needed", "positive", "certain"),
        ("Kenya may support the plan.", "predicted", "positive", "doubtful"),
        ("Kenya reportedly supports the plan.", "asserted", "positive", "likely"),
        ("Kenya did not support the plan.", "asserted", "negative", "certain"),
        ("Kenya won\u2019t support the plan.", "planned", "negative", "certain"),
        ("Kenya agreed to sign the pact.", "planned", "positive", "certain"),
        ("Kenya hopes to sign the pact.", "wished", "positive", "certain"),
        ("Peru warned that Kenya supports the plan.", "predicted", "positive", "certain"),
    ],
)
def test_mood_of_a_verb(text: str, modality: str, polarity: str, certainty: str) -> None:
    (act,) = acts(text)
    assert (act.modality, act.polarity, act.certainty) == (modality, polarity, certainty)


def test_what_is_under_a_condition_is_no_fact() -> None:
    (act,) = [act for act in acts("Mali would be glad if Chile signed the pact.") if act.relation]
    assert (act.actor, act.modality, act.certainty) == ("Chile", "predicted", "doubtful")


def test_neither_nor_denies_both() -> None:
    assert [(act.actor, act.polarity) for act in acts("Neither Mali nor Chile signed the pact.")] == [
        ("Mali", "negative"),
        ("Chile", "negative"),
    ]
    assert [
        (act.relation, act.polarity) for act in acts("Mali neither signed the pact nor rejected the fee.")
    ] == [
        ("signs", "negative"),
        ("rejects", "negative"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Peru said that Kenya rejected the offer.",
        "Kenya rejected the offer, Peru said.",
        "According to Peru, Kenya rejected the offer.",
        "Kenya rejected the offer, according to Peru.",
        "Peru told reporters that Kenya rejected the offer.",
        "Peru said on Monday that Kenya rejected the offer.",
        "Kenya rejected the offer, Peru told reporters in Oslo on Monday.",
    ],
)
def test_what_is_reported_has_a_speaker_and_saying_it_is_no_act_of_its_own(text: str) -> None:
    (act,) = acts(text)
    assert (act.actor, act.relation, act.said_by) == ("Kenya", "rejects", "Peru")


def test_what_is_denied_is_no_act() -> None:
    (act,) = acts("Peru denied that Kenya rejected the offer.")
    assert (act.actor, act.relation, act.said_by) == ("Peru", "denies", "")


def test_the_one_who_speaks_is_the_we_of_a_quotation() -> None:
    text = '"We will not sign the pact," Kenyan Foreign Minister Asha Otieno told reporters.'
    (act,) = acts(text)
    assert (act.actor, act.relation, act.polarity) == ("Asha Otieno", "signs", "negative")
    assert act.said_by == "Asha Otieno"


@pytest.mark.parametrize(
    ("text", "person", "office"),
    [
        ("Kenyan Foreign Minister Asha Otieno left.", "Asha Otieno", "Foreign Minister of Kenya"),
        ("President Juan Solano of Peru left.", "Juan Solano", "President of Peru"),
        ("Asha Otieno, the foreign minister of Kenya, left.", "Asha Otieno", "Foreign Minister of Kenya"),
        ("Kenya's Foreign Secretary, Asha Otieno, left.", "Asha Otieno", "Foreign Minister of Kenya"),
        ("NATO Secretary General Ole Brandt left.", "Ole Brandt", "Secretary-General of NATO"),
    ],
)
def test_a_title_gives_person_office_and_whose_it_is(text: str, person: str, office: str) -> None:
    offices = [act for act in draft(text).acts if act.relation == "holdsOffice"]
    assert [(act.actor, act.object) for act in offices] == [(person, office)]
    assert [thing.kind for thing in draft(text).things if thing.name == person] == ["Person"]


def test_a_person_keeps_the_full_name_by_surname_office_and_pronoun() -> None:
    text = (
        "Peruvian President Juan Solano supports the plan. Mr Solano praised the envoys. "
        "The president rejected the tariffs. He thanked Kenya."
    )
    assert [(act.actor, act.relation) for act in acts(text)] == [
        ("Juan Solano", "supports"),
        ("Juan Solano", "appreciates"),
        ("Juan Solano", "rejects"),
        ("Juan Solano", "appreciates"),
    ]


def test_words_for_several_are_resolved_where_the_text_fixes_whom() -> None:
    text = "Kenya and Peru met. The two countries signed a pact. They praised it."
    assert [act.actor for act in acts(text)] == ["Kenya", "Peru", "Kenya; Peru", "Kenya; Peru"]
    assert [act.actor for act in acts("The ministers praised the pact.")] == ["ministers"]


def test_a_capital_is_its_government_unless_something_happens_there() -> None:
    assert told("Lima rejected the offer.") == [("Peru", "rejects", "offer")]
    assert told("The envoys met in Lima.") == [("envoys", "meets", "")]  # whom, nobody says


def test_a_short_name_in_brackets_is_known_later() -> None:
    text = "The River Basin Commission (RBC) met. The RBC adopted a budget."
    assert [act.actor for act in acts(text)] == ["River Basin Commission"] * 2


def test_to_whom_something_is_said_is_a_recipient() -> None:
    assert [(act.object, act.recipient) for act in acts("Kenya called on Peru and Chile to lift the ban.")] == [
        ("to lift the ban", "Peru"),
        ("to lift the ban", "Chile"),
    ]


@pytest.mark.parametrize(
    ("text", "relation", "modality", "polarity"),
    [
        ("Mali failed to sign the pact.", "signs", "asserted", "negative"),
        ("Mali plans to sign the pact.", "signs", "planned", "positive"),
        ("Mali wants to sign the pact.", "signs", "wished", "positive"),
        ("Mali refused to sign the pact.", "rejects", "asserted", "positive"),
        ("Mali\u2019s decision to sign the pact pleased Peru.", "signs", "planned", "positive"),
    ],
)
def test_a_verb_before_an_infinitive_says_what_became_of_it(
    text: str, relation: str, modality: str, polarity: str
) -> None:
    act = acts(text)[0]
    assert (act.actor, act.relation, act.modality, act.polarity) == ("Mali", relation, modality, polarity)


def test_those_whom_a_group_includes_act_too() -> None:
    assert told("Some ministers, including Peru's Juan Solano, praised the pact.") == [
        ("ministers", "appreciates", "pact"),
        ("Juan Solano", "appreciates", "pact"),
    ]


def test_nouns_tell_acts_too() -> None:
    assert told("Talks between Kenya and Peru failed.") == [
        ("Kenya", "meets", "Peru"),
        ("Peru", "meets", "Kenya"),
    ]
    assert told("An attack by Mali ended the truce.") == [("Mali", "attacks", "attack by Mali")]


def test_a_weekday_has_its_date_from_the_line_of_the_text() -> None:
    text = "Envoys meet\n\n4 May 2015\n\nKenya met Peru on Sunday. Mali visited Chile in June 2014."
    assert [(act.actor, act.from_) for act in acts(text) if act.actor != "Envoys"] == [
        ("Kenya", "2015-05-03"),
        ("Mali", "2014-06"),
    ]


def test_a_passage_is_where_its_words_stand_whatever_the_line_ends() -> None:
    text = "Heading\r\n\r\nThe mood was calm.\u00a0Kenya praised the pact.\r\n"
    (act,) = acts(text)
    assert text[act.start : act.end] == "Kenya praised the pact"


def test_a_new_relation_is_drafted_by_its_words_alone(graph_of: GraphOf) -> None:
    graph = graph_of(
        """
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        ex:beacons a rg:Relation , owl:ObjectProperty ; rdfs:label "lights beacons for"@en ;
            skos:altLabel "light a beacon for"@en , "signal"@en .
        """
    )
    text = "Kenya signalled Peru. Mali will light a beacon for Chile. Peru was not signaled by Mali."
    drafted = draft_acts(text, GAZETTEER, relations("", graph)).acts
    assert [(act.actor, act.relation, act.object, act.modality, act.polarity) for act in drafted] == [
        ("Kenya", "beacons", "Peru", "asserted", "positive"),
        ("Mali", "beacons", "Chile", "planned", "positive"),
        ("Mali", "beacons", "Peru", "asserted", "negative"),
    ]
    assert all(not act.relation for act in draft(text).acts)


def test_the_same_text_gives_the_same_draft() -> None:
    text = "Kenya and Peru met in Lima. They agreed to open talks, officials said."
    assert draft(text) == draft(text)


@pytest.mark.parametrize(
    "text", ["", " \n", ".", "\u201c", "Kenya", "by by by", "said said said that", "'s 's", "(((", "the"]
)
def test_scraps_of_text_are_no_trouble(text: str) -> None:
    assert draft(text).acts == ()


@pytest.mark.parametrize("word", ["former", "outgoing", "veteran"])
def test_words_before_an_office_are_no_part_of_the_name(word: str) -> None:
    text = f"The {word} Russian Foreign Minister Ivan Petrov condemned the attack."
    assert told(text) == [("Ivan Petrov", "condemns", "attack")]


@pytest.mark.parametrize(
    "text", ["يدين الوزير الهجوم. تدعم قطر السلام؟ نعم.", "Il part. Émile reste. Fin.", "One. 2 more. Three."]
)
def test_sentences_begin_with_any_letter_that_is_no_small_one(text: str) -> None:
    assert len(list(sentences(text))) == 3


def test_who_met_in_a_place_met_each_other_on_the_days_that_are_told() -> None:
    found = acts("Kenya and Peru met in Lima on 13 and 14 March 2031.")
    assert [(act.actor, act.object, act.from_, act.until) for act in found] == [
        ("Kenya", "Peru", "2031-03-13", "2031-03-14"),
        ("Peru", "Kenya", "2031-03-13", "2031-03-14"),
    ]
    assert told("Kenya visited Lima in June 2031.") == [("Kenya", "visits", "Lima")]


def test_a_date_of_one_clause_is_not_that_of_another() -> None:
    text = "Kenya signed the pact in May 2031, and Peru will open a school in January 2032."
    assert [(act.actor, act.from_) for act in acts(text)] == [("Kenya", "2031-05"), ("Peru", "2032-01")]
    assert [act.from_ for act in acts("Kenya condemned the attack, the first since 2029.")] == [""]


def test_a_name_that_is_known_is_read_whole_behind_an_article() -> None:
    text = "The International Committee of the Red Cross condemned the attack."
    assert told(text) == [("International Committee of the Red Cross", "condemns", "attack")]
