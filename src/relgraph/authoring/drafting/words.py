"""The words of one sentence, and what small things stand in it: an office, its owner, a person's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from relgraph.authoring.drafting.names import ACTOR, GROUP, PERSON, STATES, Mention, Names
from relgraph.authoring.drafting.relations import inflected, verb_forms
from relgraph.authoring.drafting.sentences import Sentence, Token, english, folded
from relgraph.authoring.gazetteer import DEMONYM, METONYM, Found

THIRD = {"he": PERSON, "she": PERSON, "they": GROUP, "it": ""}
"""Pronouns by the kind of actor that they stand for."""

FIRST = frozenset({"we", "i", "us"})
"""Pronouns of whoever speaks."""

AT_A_PLACE = frozenset({"in", "from", "at", "near", "to", "outside"})
"""Prepositions before what is a place there, and no actor."""

_OTHERS = frozenset({"you", "me", "him", "them", "what", "there", "here", "yes", "neither", "either", "nor"})


_VERBS = frozenset(form for form, *_ in verb_forms())


@cache
def verbs_of_saying() -> frozenset[str]:
    """Return all forms of the verbs that report."""
    verbs = (verb for verb in english()["reporting"]["verbs"] if " " not in verb)
    return frozenset(form for verb in verbs for form in inflected(folded(verb)))


class Words:
    """The words of a sentence with what the gazetteer has found in them."""

    def __init__(
        self,
        names: Names,
        tokens: Sequence[Token],
        found: dict[int, Found],
        sentence: Sentence,
        places: Collection[int],
    ) -> None:
        """Take a sentence, the names in it by start, what the text has said so far, and where places stand."""
        self.places = places
        self.names, self.tokens, self.sentence = names, tokens, sentence
        numbers = {token.start: number for number, token in enumerate(tokens)}
        ends = {token.end: number + 1 for number, token in enumerate(tokens)}
        self.found = {
            numbers[start]: (item, ends[item.end + sentence.start])
            for start, item in found.items()
            if start in numbers and item.end + sentence.start in ends
        }
        self.read_so_far: list[Mention] = []
        self.people = english()["people"]
        words = [token.text for token in tokens if token.text.isalpha() and len(token.text) > 3]
        # In a heading every word has a capital, which tells nothing then.
        self.is_heading = len(words) > 1 and all(word[0].isupper() for word in words)

    def low(self, number: int) -> str:
        """Return the word at a token, in lower case; ``""`` beyond the sentence."""
        return self.tokens[number].low if 0 <= number < len(self.tokens) else ""

    def text(self, first: int, last: int) -> str:
        """Return the words from one token to another as they stand."""
        begin = self.tokens[first].start - self.sentence.start
        return " ".join(joined(self.tokens)[begin : self.tokens[last - 1].end - self.sentence.start].split())

    def office(self, first: int) -> tuple[str, int, bool] | None:
        """Return the office that stands at a token, the token after it, and whether it is a plural."""
        if first not in self.found or self.found[first][0].entries[0].kind != "Office":
            return None
        item, last = self.found[first]
        entry = item.entries[0]
        plural = item.text.lower().endswith("s") and item.text.lower() not in {
            name.lower() for name in (entry.label, *entry.aliases)
        }
        return entry.label, last, plural

    def owner(self, first: int) -> tuple[str, int] | None:
        """Return the state or organization that stands before an office, and the token after it."""
        if first not in self.found or self.found[first][0].entries[0].kind == "Office":
            return None
        item, last = self.found[first]
        entry = item.entries[0]
        name = self.names.known(entry.label, entry.kind, *([item.text] if item.manner != DEMONYM else []))
        return name, last + (self.low(last) == "'s")

    def of(self, number: int) -> tuple[str, int] | None:
        """Return the actor that stands after ``of``, and the token after it."""
        if self.low(number) != "of":
            return None
        number += 1 + (self.low(number + 1) == "the")
        if owner := self.owner(number):
            return owner
        words, end = self.name(number)
        return (self.names.known(" ".join(words), ACTOR), end) if 0 < len(words) < 3 else None

    def is_state(self, number: int) -> bool:
        """Return whether the name of a state stands at a token."""
        if number not in self.found:
            return False
        item, _ = self.found[number]
        return item.entries[0].kind in STATES and item.manner != DEMONYM

    def name(self, first: int) -> tuple[list[str], int]:
        """Return the words of a person's name that stand from a token on, and the token after them."""
        words: list[str] = []
        number = first
        while number < len(self.tokens):
            token = self.tokens[number]
            ending = token.low in english()["name_endings"] and words
            initial = len(token.text) == 1 and token.text.isupper() and self.low(number + 1) == "."
            before, _, rest = token.text.partition("-")
            particle = before.lower() in english()["name_particles"]
            particle = particle and (rest[:1].isupper() or self.is_name(number + 1))
            if number in self.found and self.found[number][0].manner != METONYM and not words:
                break
            if number in self.found and self.found[number][0].entries[0].kind == "Office":
                break
            if not (ending or initial or particle or self.is_name(number)):
                break
            words.append(token.text + ("." if initial or (ending and self.low(number + 1) == ".") else ""))
            number += 1 + (initial or (bool(ending) and self.low(number + 1) == "."))
        if len(words) > 5 or (words and words[0].lower() in english()["name_endings"]):
            return [], first
        return words, number

    def is_name(self, number: int) -> bool:
        """Return whether a capitalised word stands at a token that may be part of a person's name."""
        if number >= len(self.tokens):
            return False
        text = self.tokens[number].text
        if not text[:1].isupper() or len(text) == 1 or text.isupper():
            return False
        low = text.lower()
        small = ("determiners", "prepositions", "months", "weekdays", "adverbs", "clause_openers")
        heads = ("bodies", "events", "documents")
        return not (
            low in {*THIRD, *FIRST, *_OTHERS}
            or any(low in english()[name] for name in small)
            or any(low in self.people[name] for name in heads)
        )

    def is_free(self, first: int) -> bool:
        """Return whether no preposition stands before words, save one that opens a clause or tells how many."""
        at = first - 1
        while self.low(at) in {"the", "a", "an"} or self.low(at).endswith(("ern", "al")):
            at -= 1
        before = self.low(at)
        if before == "of" and self.low(at - 1) in self.people["quantities"]:
            return True
        return before not in english()["prepositions"] or before in {
            "as", "like", "since", "after", "before", "until",
        }  # fmt: skip

    def after_short(self, last: int, name: str) -> int:
        """Return the token after a name and the short one that may follow in brackets, which is noted."""
        if self.low(last) != "(" or self.low(last + 2) != ")":
            return last
        self.names.abbreviation(self.tokens[last + 1].text, name)
        return last + 3

    def is_modifier(self, number: int) -> bool:
        """Return whether the word at a token may describe the word for people or a body that follows."""
        low = self.low(number)
        if low in _VERBS or low.endswith("ed"):
            return False
        follows = self.low(number + 1) in {
            *self.people["plurals"],
            *self.people["groups"],
            *self.people["bodies"],
        }
        common = low.isalpha() and low not in english()["prepositions"] and low not in english()["determiners"]
        return follows and common and low not in english()["clause_openers"] and low not in {"and", "or"}


def joined(tokens: Iterable[Token]) -> str:
    """Return tokens as the text in which they stood, what stood between them as spaces."""
    parts: list[str] = []
    at = None
    for token in tokens:
        parts.append(" " * (token.start - at if at is not None else 0) + token.text)
        at = token.end
    return "".join(parts)
