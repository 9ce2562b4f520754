"""Predicates of a sentence: which words of which relation are a verb here, of whom, and in what mood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from relgraph.authoring.drafting.names import Mention
from relgraph.authoring.drafting.relations import (
    BASE,
    GERUND,
    NOUN,
    PARTICIPLE,
    PAST,
    PRESENT,
    Lexicon,
    Match,
    verb_forms,
)
from relgraph.authoring.drafting.sentences import Token, english

_JOINING = frozenset({"and", "or", "but", "nor", ","})
_STOPS = frozenset({";", ":", ".", "?", "!"})


class Predicate(NamedTuple):
    """A verb with its subject.

    Attributes:
        relation: The relation whose word it is, by local name; ``""`` where the ontology has no word for it.
        verb: Its base form.
        first: The number of the first token of its group: auxiliaries and adverbs included.
        head: The token of the verb.
        last: The token after the words of the relation.
        actors: Those who do it.
        start: The token with which the subject begins; ``first`` where it stands earlier in the sentence.
        own: The subject stands directly before it.
        passive: The subject undergoes it.
        modality: The modality, by its word.
        negative: It is negated.
        certainty: The certainty, by its word.
        preposition: The preposition by which the words of the relation end.
    """

    relation: str
    verb: str
    first: int
    head: int
    last: int
    actors: tuple[tuple[str, ...], ...]
    start: int
    own: bool
    passive: bool
    modality: str
    negative: bool
    certainty: str
    preposition: str


class Clauses:
    """The predicates of one sentence."""

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        lexicon: Lexicon,
        subjects: Mapping[int, tuple[Sequence[int], bool]] | None = None,
    ) -> None:
        """Take the words of a sentence, the actors in it, and the subjects that a parser sees.

        These are, by the token of the verb, tokens of those who do it, and whether it is a passive.
        """
        self.tokens, self.mentions, self.lexicon = tokens, mentions, lexicon
        self._inside = {number for mention in mentions for number in range(mention.first, mention.last)}
        auxiliaries = english()["auxiliaries"]
        self._be, self._have, self._do = (frozenset(auxiliaries[name]) for name in ("be", "have", "do"))
        self._negative = frozenset(auxiliaries["negative"])
        self._modals = frozenset(auxiliaries["modal"])
        self._adverbs = frozenset(english()["adverbs"])
        self._prepositions = frozenset(english()["prepositions"])
        self._irregular = {form: (base, kinds) for form, base, kinds in verb_forms()}
        self.predicates: list[Predicate] = []
        number = 0
        while number < len(tokens):
            predicate = None if number in self._inside else self._at(number)
            if predicate:
                self.predicates.append(predicate)
                number = max(predicate.last, number + 1)
            else:
                number += 1
        if subjects:
            seen = (self._seen(number, *subject) for number, subject in subjects.items())
            self.predicates = sorted([*self.predicates, *filter(None, seen)], key=lambda one: one.head)

    def _seen(self, number: int, subjects: Sequence[int], passive: bool) -> Predicate | None:
        """Read a verb of which a parser sees the subject, where it is a word of a relation and not read yet."""
        is_read = any(predicate.first <= number < predicate.last for predicate in self.predicates)
        matches = [match for match in self.lexicon.at(self.tokens, number) if match.relation]
        match = next((match for match in matches if match.forms != {NOUN}), None)
        actors = [mention for mention in self.mentions
                  if any(mention.first <= at < mention.last for at in subjects)]  # fmt: skip
        if is_read or match is None or not actors or number in self._inside:
            return None
        first, auxiliaries = self._group(number)
        own = not passive and actors[0].first < first
        subject = _Subject(_rows(actors), actors[0].first if own else first, own, len(actors) > 1)
        return self._made(match, number, first, auxiliaries, subject, passive=passive)

    def low(self, number: int) -> str:
        """Return the word at a token; ``""`` beyond the sentence."""
        return self.tokens[number].low if 0 <= number < len(self.tokens) else ""

    def mention_at(self, number: int) -> Mention | None:
        """Return the actor whose words begin at a token, an article before them left out."""
        number += self.low(number) in {"the", "a", "an"} and number not in self._inside
        return next((mention for mention in self.mentions if mention.first == number), None)

    def list_from(self, number: int) -> tuple[list[Mention], int]:
        """Return the actors that are listed from a token on, and the token after them."""
        listed: list[Mention] = []
        mention = self._whole_at(number)
        while mention:
            listed.append(mention)
            number = mention.last
            after = number
            while self.low(after) in {",", "and"}:
                after += 1
            mention = self._whole_at(after) if after > number else None
        return listed, number

    def _whole_at(self, number: int) -> Mention | None:
        """Return the actor that begins at a token; where it only tells whose another is, that other."""
        mention = self.mention_at(number)
        if mention and mention.possessive:
            return next((other for other in self.mentions if other.first == mention.last + 1), mention)
        return mention

    def _at(self, number: int) -> Predicate | None:
        first, auxiliaries = self._group(number)
        matches = self.lexicon.at(self.tokens, number)
        if not matches:
            return self._other(number, first, auxiliaries)
        for match in matches:
            predicate = self._finite(number, first, auxiliaries, match)
            if predicate:
                return predicate
        return self._other(number, first, auxiliaries)

    def _group(self, number: int) -> tuple[int, list[str]]:
        """Return the first token of the verb group that ends in a verb, and its auxiliaries and adverbs."""
        first = number
        words: list[str] = []
        while first > 0 and first - 1 not in self._inside:
            low = self.low(first - 1)
            is_adverb = low in self._adverbs or (low.endswith("ly") and low not in {"supply", "ally", "reply"})
            if low in {'"', "\u201c"} and words:
                break
            if low in {'"', "\u201c"}:
                first -= 1
                continue
            if not (low in self._be | self._have | self._do | self._modals | self._negative or is_adverb):
                break
            words.insert(0, low)
            first -= 1
        return first, words

    def _finite(self, number: int, first: int, auxiliaries: list[str], match: Match) -> Predicate | None:
        subject = self._subject(first)
        words = set(auxiliaries)
        if words & self._be and PARTICIPLE in match.forms and match.verb != "be":
            return self._passive(number, first, auxiliaries, match, subject)
        if match.forms == {NOUN} or not self._agrees(words, match.forms):
            return None
        bare = not words & (self._be | self._have | self._do | self._modals)
        if bare and self._says_more(number, first, match, subject):
            return self._reduced(number, match)
        if subject is None or (bare and not self._is_bare_verb(match, subject)):
            return None
        return self._made(match, number, first, auxiliaries, subject, passive=False)

    def _agrees(self, words: set[str], forms: frozenset[str]) -> bool:
        """Return whether a form can follow auxiliaries: has supported, will support, is supporting."""
        if words & self._be:
            return GERUND in forms
        if words & self._have:
            return PARTICIPLE in forms
        return not words & (self._modals | self._do) or BASE in forms

    def _says_more(self, number: int, first: int, match: Match, subject: _Subject | None) -> bool:
        """Return whether a form without auxiliaries can only be a participle that says more of a noun."""
        if subject is None or match.forms <= {GERUND, PARTICIPLE}:
            return True
        has_agent = PAST in match.forms and self.low(number + match.length) == "by"
        return has_agent and not subject.own and self.low(first - 1) not in _JOINING

    def _is_bare_verb(self, match: Match, subject: _Subject) -> bool:
        """Return whether a form without auxiliaries fits its subject: A supports, A and B support."""
        if PAST in match.forms or match.verb == "be":
            return True
        if PRESENT in match.forms:
            return not subject.own or (not subject.plural and self._opens_clause(subject.start))
        return subject.plural

    def _passive(
        self, number: int, first: int, auxiliaries: list[str], match: Match, subject: _Subject | None
    ) -> Predicate | None:
        """Read a passive: who does it stands after ``by``."""
        last = number + match.length
        for at in range(last, min(last + 6, len(self.tokens))):
            if self.low(at) == "by":
                listed, _ = self.list_from(at + 1)
                if listed and not listed[-1].possessive:
                    agent = _Subject(_rows(listed), subject.start if subject else first, True, False)
                    return self._made(match, number, first, auxiliaries, agent, passive=True)
            if at in self._inside or self.low(at) in _STOPS:
                break
        return None

    def _reduced(self, number: int, match: Match) -> Predicate | None:
        """Read a participle that says more of a noun: efforts led by A, rebels fighting B."""
        if PARTICIPLE in match.forms and self.low(number + match.length) == "by":
            listed, _ = self.list_from(number + match.length + 1)
            if listed and not listed[-1].possessive:
                agent = _Subject(_rows(listed), max(number - 3, 0), False, False)
                return self._made(match, number, number, [], agent, passive=True)
        before = next((mention for mention in self.mentions if mention.last == number), None)
        if GERUND in match.forms and before and not before.possessive and before.plural:
            return self._made(
                match, number, number, [], _Subject((before.names,), before.first, True, True), passive=False
            )
        return None

    def _other(self, number: int, first: int, auxiliaries: list[str]) -> Predicate | None:
        """Read a verb that is no word of a relation, where its form and place leave no doubt that it is one."""
        subject = self._subject(first)
        low = self.low(number)
        if subject is None or not low.isalpha() or low in self._prepositions:
            return None
        if low in self._be | self._have | self._do | self._modals | self._adverbs or low.endswith("ly"):
            return self._copula(number, first, auxiliaries, subject)
        words = set(auxiliaries)
        base, kinds = self._irregular.get(low, (_base(low), frozenset()))
        regular = low.endswith("ed") and len(low) > 4
        if words & (self._modals | self._do):
            is_verb = not low.endswith(("ing", "ed"))
        elif words & self._be and (regular or PARTICIPLE in kinds):
            return self._passive(
                number, first, auxiliaries, Match("", base, frozenset({PARTICIPLE}), 1, ""), subject
            )
        elif words & self._be:
            is_verb = low.endswith("ing")
        elif words & self._have:
            is_verb = regular or PARTICIPLE in kinds
        else:
            is_past = (regular or PAST in kinds) and self.low(number + 1) != "by"
            is_verb = is_past or self._is_present(number, subject)
        if not is_verb or not (
            subject.own or (self.low(first - 1) in {"and", "but", "nor"} and self._goes_on(number))
        ):
            return None
        match = Match("", base, kinds, 1, "")
        return self._made(match, number, first, auxiliaries, subject, passive=False)

    def _is_present(self, number: int, subject: _Subject) -> bool:
        low = self.low(number)
        if low.endswith(("ous", "ss", "us", "is")):
            return False
        opens = subject.own and self._opens_clause(subject.start)
        return low.endswith("s") and not subject.plural and opens and len(low) > 3

    def _opens_clause(self, start: int) -> bool:
        """Return whether a subject that begins at a token begins a clause too."""
        before = self.low(start - 1)
        return (
            not before
            or not before.isalpha()
            or before in {"and", "but"}
            or before in english()["clause_openers"]
        )

    def _goes_on(self, number: int) -> bool:
        """Return whether what follows a word can follow a verb."""
        after = self.low(number + 1)
        return after in self._prepositions or after in english()["determiners"] or number + 1 in self._inside

    def _copula(self, number: int, first: int, auxiliaries: list[str], subject: _Subject) -> Predicate | None:
        """Read ``is``, ``was`` before anything that is no verb: it says what the subject is."""
        if self.low(number) not in self._be or not subject.own or self.low(first - 1) == "it":
            return None
        after = number + 1
        if (self.low(after), self.low(after + 1)) == ("about", "to"):
            return self._made(
                Match("", "be", frozenset({PRESENT}), 1, ""), number, first, ["about"], subject, passive=False
            )
        while self.low(after) in self._adverbs or self.low(after).endswith("ly"):
            after += 1
        word = self.low(after)
        if word.endswith(("ed", "ing")) or self.lexicon.at(self.tokens, number) or not word:
            return None
        if self._irregular.get(word, ("", frozenset()))[1] & {PARTICIPLE} or self.lexicon.at(
            self.tokens, after
        ):
            return None
        match = Match("", "be", frozenset({PRESENT}), 1, "")
        words = [*auxiliaries, *(self.low(at) for at in range(number + 1, after))]
        return self._made(match, number, first, words, subject, passive=False)

    def _made(
        self, match: Match, number: int, first: int, auxiliaries: list[str], subject: _Subject, *, passive: bool
    ) -> Predicate:
        last = number + match.length
        modality, certainty = self._mood(auxiliaries, match.verb, last)
        if subject.own and self.low(subject.start - 1) in {"if", "unless"}:
            modality, certainty = "predicted", "doubtful"
        negated = any(word in self._negative or word.endswith("n't") for word in auxiliaries)
        negated = negated or self.low(first - 1) == "nor" or self.low(subject.start - 1) == "neither"
        negated = negated or (self.low(last) in {"no", "neither", "nothing"} and self.low(last + 1) != "longer")
        return Predicate(
            match.relation, match.verb, first, number, last, subject.actors, subject.start, subject.own,
            passive, modality, negated, certainty, match.preposition,
        )  # fmt: skip

    def _mood(self, auxiliaries: Sequence[str], verb: str, last: int) -> tuple[str, str]:
        """Return the modality and the certainty that the words around a verb give it."""
        table = english()["modality"]
        goes_on = self.low(last) == "to" or (self.low(last - 1) == "to") or self.low(last).endswith("ing")
        modality = next(
            (name for word in auxiliaries for name, words in table.items() if word in words),
            next((name for name in table if verb in table[name] and (goes_on or name == "wished")), "asserted"),
        )
        certainty = next(
            (name for name, words in english()["certainty"].items() if set(words) & set(auxiliaries)), "certain"
        )
        return modality, certainty

    def _subject(self, first: int) -> _Subject | None:
        """Return whose verb it is that begins at a token."""
        before = self.low(first - 1)
        if before in english()["relatives"]:
            last = first - 1 - (self.low(first - 2) == ",")
            mention = next((mention for mention in self.mentions if mention.last == last), None)
            if mention and not mention.possessive:
                return _Subject((mention.names,), mention.first, True, mention.plural)
        mention = self._head(first)
        if mention:
            listed = [*self._listed_to(mention), *self._included(mention, first)]
            start = listed[0].first
            if not listed[0].free:
                return None
            if self.low(start - 1) in {"the", "a", "an"}:
                start -= 1
            return _Subject(_rows(listed), start, True, len(listed) > 1 or mention.plural)
        if before in _JOINING and self.predicates:
            governor = self.predicates[-1]
            if not governor.passive:
                plural = governor.own and any(len(names) > 1 for names in governor.actors)
                return _Subject(governor.actors, first, False, plural or len(governor.actors) > 1)
        return None

    def _head(self, first: int) -> Mention | None:
        """Return the actor of which a verb says something: directly before it, or before what describes it."""
        for mention in reversed(self.mentions):
            if mention.last > first or mention.possessive or not mention.free:
                if mention.possessive and mention.last == first:
                    return None
                continue
            between = _without_aside([token.low for token in self.tokens[mention.last : first]])
            if not between or self._describes(between):
                is_governed = any(predicate.head >= mention.last for predicate in self.predicates)
                return None if between and is_governed else mention
            if between == [","] and self.low(mention.first - 1) == ",":
                return mention  # the envoy, A, said
            others = any(mention.last <= other.first and other.last <= first for other in self.mentions)
            if between[-1] in _JOINING - {","} or not (others or between[-1] == ","):
                return None
        return None

    def _describes(self, between: Sequence[str]) -> bool:
        """Return whether the words after an actor only say more of it: from A, covering B."""
        if (between[0], between[-1]) == ("(", ")"):
            return True
        begins = between[0] in self._prepositions or between[0].endswith("ing") or between[1:2] == ["by"]
        return begins and not set(between) & {",", "and", "or", "nor", *english()["clause_openers"]}

    def _included(self, mention: Mention, first: int) -> list[Mention]:
        """Return those whom a subject is said to include: members of the bloc, including A and B."""
        at = mention.last + (self.low(mention.last) == ",")
        return self.list_from(at + 1)[0] if self.low(at) == "including" and at < first else []

    def _listed_to(self, mention: Mention) -> list[Mention]:
        """Return the actors of a list that ends in one."""
        listed = [mention]
        while True:
            at = listed[0].first
            at -= self.low(at - 1) in {"the", "both"}
            joined = at
            while self.low(joined - 1) in {",", "and", "or", "nor"}:
                joined -= 1
            words = [self.low(number) for number in range(joined, at)]
            before = next((other for other in self.mentions if other.last == joined), None)
            # The first comma of "A, B and C" joins where an "and" follows it.
            is_list = not {"and", "or", "nor"}.isdisjoint(words) or len(listed) > 1
            if not words or not before or before.possessive or not is_list:
                return listed
            listed.insert(0, before)


class _Subject(NamedTuple):
    actors: tuple[tuple[str, ...], ...]
    start: int
    own: bool
    plural: bool


def _base(low: str) -> str:
    """Return the base form of a verb that stands before infinitives; any other form as it is."""
    table = english()
    known = {
        verb for verbs in (*table["modality"].values(), *table["before_infinitive"].values()) for verb in verbs
    }
    stems = (low, low[:-1], low[:-2], low[:-3], low[:-3] + "e", low[:-4], low[:-3] + "y")
    return next((stem for stem in stems if stem in known), low)


def _without_aside(between: list[str]) -> list[str]:
    """Leave out what stands between two commas at the end of some words."""
    if between[-1:] == [","] and "," in between[:-1]:
        return between[: len(between) - 2 - between[-2::-1].index(",")]
    return between


def _rows(listed: Sequence[Mention]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(mention.names for mention in listed))
