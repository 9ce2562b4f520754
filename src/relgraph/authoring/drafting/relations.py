"""The words of relations in all their forms, as the ontology's labels give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from relgraph.authoring.drafting.sentences import Token, english, folded
from relgraph.vocabulary import IRREGULAR, RelationEntry

BASE, PRESENT, PAST, PARTICIPLE, GERUND, NOUN = "base", "present", "past", "participle", "gerund", "noun"
_PREPOSITIONS = frozenset(
    {"to", "for", "on", "of", "about", "over", "with", "against", "from", "in", "at", "upon"}
)
_DOUBLING = 3


class Match(NamedTuple):
    """Words of a relation where they stand.

    Attributes:
        relation: The relation, by its local name; ``""`` where the verb is no word of one.
        verb: The base form of the verb.
        forms: What its first word may be: ``base``, ``present``, ``past``, ``participle``, ``gerund`` or
            ``noun``.
        length: How many tokens they are.
        preposition: The word by which they end, where it is a preposition.
    """

    relation: str
    verb: str
    forms: frozenset[str]
    length: int
    preposition: str


def inflected(verb: str) -> dict[str, set[str]]:
    """Return the forms of a verb, with what each may be.

    Example:
        >>> sorted(inflected("deny"))
        ['denied', 'denies', 'deny', 'denying']
        >>> sorted(inflected("withdraw")["withdrew"])
        ['past']
    """
    if verb == "be":
        return {
            "be": {BASE}, "is": {PRESENT}, "are": {PRESENT}, "am": {PRESENT}, "was": {PAST}, "were": {PAST},
            "been": {PARTICIPLE}, "being": {GERUND},
        }  # fmt: skip
    found: dict[str, set[str]] = {}

    def add(form: str, kind: str) -> None:
        found.setdefault(form, set()).add(kind)

    stem = verb if verb.endswith("ee") else verb.removesuffix("e")
    if verb in english()["doubled"]:
        stem += verb[-1]
    is_y = verb.endswith("y") and verb[-2:-1] not in set("aeiou")
    regular = verb[:-1] + "ied" if is_y else verb + "d" if verb.endswith("e") else stem + "ed"
    past, participle = IRREGULAR.get(verb, (regular, regular))
    add(verb, BASE)
    sibilant = verb.endswith(("s", "x", "z", "ch", "sh", "o"))
    add("has" if verb == "have" else verb[:-1] + "ies" if is_y else verb + ("es" if sibilant else "s"), PRESENT)
    add(past, PAST)
    add(participle, PARTICIPLE)
    add(stem + "ing", GERUND)
    if verb[-1] == "l" and verb[-2:-1] in set("aeiou") and verb[-3:-2] not in set("aeiou"):
        for ending, kinds in (
            ("led", (PAST, PARTICIPLE)),
            ("ling", (GERUND,)),
        ):  # signalled, as Britons spell it
            for kind in kinds:
                add(verb + ending, kind)
    return found


class Lexicon:
    """All words of some relations, to be found in a row of tokens."""

    def __init__(self, entries: Iterable[RelationEntry]) -> None:
        """Inflect the labels and words of relations, and the nouns of their verbs."""
        entries = sorted(entries, key=lambda entry: entry.name)
        self.undirected = frozenset(entry.name for entry in entries if entry.undirected)
        self._patterns: dict[str, list[tuple[tuple[str, ...], str, str, frozenset[str]]]] = {}
        nouns: dict[str, list[str]] = {}
        for noun, verb in english()["nouns"].items():
            nouns.setdefault(folded(verb), []).append(noun)
        for entry in entries:
            for words in dict.fromkeys(entry.words):
                self._add(entry.name, tuple(map(folded, words.split())), nouns)
        for verb in dict.fromkeys((*english()["light"]["verbs"], *english()["reporting"]["verbs"])):
            self._add("", tuple(map(folded, verb.split())), {})

    def _add(self, relation: str, words: tuple[str, ...], nouns: dict[str, list[str]]) -> None:
        verb, rest = words[0], words[1:]
        base = verb if relation else " ".join(words)
        for form, kinds in inflected(verb).items():
            self._patterns.setdefault(form, []).append((rest, relation, base, frozenset(kinds)))
        head = " ".join((verb, *(word for word in rest if word not in _PREPOSITIONS)))
        for noun in nouns.get(head, []) + ([rest[0]] if verb == "express" and rest else []):
            for form in (noun, noun + "s"):
                self._patterns.setdefault(form, []).append(((), relation, noun, frozenset({NOUN})))

    def at(self, tokens: Sequence[Token], first: int) -> list[Match]:
        """Return what may be meant by the words from a token on, the longest first."""
        found = [
            Match(relation, verb, kinds, 1 + len(rest), rest[-1] if rest and rest[-1] in _PREPOSITIONS else "")
            for rest, relation, verb, kinds in self._patterns.get(tokens[first].low, ())
            if tuple(token.low for token in tokens[first + 1 : first + 1 + len(rest)]) == rest
        ]
        return sorted(found, key=lambda match: (-match.length, not match.relation))


def verb_forms() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield each irregular form of a verb, with the verb and what the form may be."""
    for base in IRREGULAR:
        for form, kinds in inflected(base).items():
            yield form, base, frozenset(kinds)
