"""Parsing: what an English pipeline of spaCy sees and the rules do not: further names, and whose a verb is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from relgraph.authoring.drafting.names import ACTOR, GROUP, PERSON, Mention, Names
from relgraph.authoring.drafting.sentences import Sentence
from relgraph.authoring.drafting.words import AT_A_PLACE
from relgraph.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_KINDS = {"PERSON": PERSON, "ORG": "Organization", "GPE": ACTOR, "NORP": GROUP}
"""The kind of actor of each label; a place that the gazetteer does not know need be no state."""
_DESCRIBING = frozenset({"amod", "compound", "nmod"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", ""})  # a pipeline without a tagger tells nothing
_ADVICE = "install an English one, such as python -m spacy download en_core_web_sm, or give its folder"


class Parsed(NamedTuple):
    """What a pipeline sees in a sentence, by the numbers of its tokens.

    Attributes:
        names: First token, the token after the last, and kind of each name, and whether no preposition governs
            it.
        subjects: Of verbs, the tokens of those who do it, and whether these stand after a passive.
    """

    names: tuple[tuple[int, int, str, bool], ...]
    subjects: dict[int, tuple[tuple[int, ...], bool]]

    def mentions(self, sentence: Sentence, known: Sequence[Mention], names: Names) -> list[Mention]:
        """Return the actors of a sentence: those that are known, and those that only the pipeline sees."""
        taken = {number for mention in known for number in range(mention.first, mention.last)}
        found = list(known)
        for first, last, kind, free in self.names:
            if taken.isdisjoint(range(first, last)):
                tokens = sentence.tokens
                words = [token.text for token in tokens[first:last]]
                name = names.person(words) if kind == PERSON else names.known(" ".join(words), kind)
                possessive = last < len(tokens) and tokens[last].low == "'s"
                found.append(Mention(first, last, (name,), kind, kind == GROUP, possessive, free))
        return sorted(found)


class Pipeline:
    """A pipeline of spaCy that is installed, or stands in a folder; loading it runs its code.

    Example:
        >>> try:
        ...     Pipeline("no-such-pipeline")
        ... except InputError as error:
        ...     print("pip" in error.advice or "spacy download" in error.advice)
        True
    """

    def __init__(self, name: str) -> None:
        """Load it.

        Args:
            name: The name of its package, such as ``en_core_web_sm``, or its folder.

        Raises:
            InputError: spaCy is not installed, there is no such pipeline, it cannot be loaded, or its language
                is not English.
        """
        try:
            import spacy  # noqa: PLC0415 - an extra
        except ImportError:
            raise InputError(
                "spaCy is not installed", "pip install 'relgraph[spacy]', and an English pipeline"
            ) from None
        try:
            self._language: Language = spacy.load(name)
        except Exception as error:  # a pipeline is code of others, which may raise anything
            raise InputError(
                f"{name}: cannot be loaded as a pipeline of spaCy: {str(error)[:200]}", _ADVICE
            ) from error
        self.name = name
        if self._language.lang != "en":
            raise InputError(f"{name}: is a pipeline for {self._language.lang}, not for English", _ADVICE)

    def parse(self, text: str, sentences: Sequence[Sentence]) -> list[Parsed]:
        """Return what the pipeline sees in each sentence of a text.

        Raises:
            InputError: It finds neither names nor the heads of words, or fails.
        """
        contents = [text[sentence.start : sentence.end] for sentence in sentences]
        try:
            read = list(self._language.pipe(contents))
        except Exception as error:
            raise InputError(f"{self.name}: fails on this text: {str(error)[:200]}", _ADVICE) from error
        if read and not any(doc.has_annotation("DEP") or doc.has_annotation("ENT_IOB") for doc in read):
            raise InputError(f"{self.name}: finds neither names nor the heads of words", _ADVICE)
        return [_parsed(doc, sentence) for doc, sentence in zip(read, sentences, strict=True)]


def _parsed(doc: Doc, sentence: Sentence) -> Parsed:
    numbers = {
        offset: number
        for number, token in enumerate(sentence.tokens)
        for offset in range(token.start - sentence.start, token.end - sentence.start)
    }
    names = []
    for entity in doc.ents:
        covered = [numbers[token.idx] for token in entity if token.idx in numbers and not _is_article(token)]
        if entity.label_ not in _KINDS or not covered or entity.root.dep_ in _DESCRIBING:
            continue
        free = entity.root.dep_ != "pobj"
        if entity.label_ == "GPE" and not free and entity.root.head.lower_ in AT_A_PLACE:
            continue
        first, last = covered[0], covered[-1] + 1
        last -= sentence.tokens[last - 1].low == "'s"
        if last > first:
            names.append((first, last, _KINDS[entity.label_], free))
    subjects = {}
    for token in doc:
        found, passive = _subject_of(token)
        if found and token.idx in numbers:
            at = tuple(numbers[one.idx] for one in found if one.idx in numbers)
            subjects[numbers[token.idx]] = (at, passive)
    return Parsed(tuple(names), subjects)


def _subject_of(verb: Token) -> tuple[list[Any], bool]:
    """Return the words for those who do what a verb says, and whether it is a passive."""
    if verb.pos_ not in {"VERB", ""}:
        return [], False
    agents = [word for by in verb.children if by.dep_ == "agent" for word in by.children if word.dep_ == "pobj"]
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children) or bool(agents)
    found = agents or [child for child in verb.children if child.dep_ == "nsubj"]
    if not found and verb.dep_ == "conj" and not passive:
        return _subject_of(verb.head)
    if found and verb.dep_ == "relcl" and found[0].tag_ in {"WP", "WDT"}:
        found = [verb.head]
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    is_finite = bool(auxiliaries) or verb.tag_ in _FINITE
    if (passive and not agents) or not is_finite or "to" in auxiliaries:
        return [], passive
    return [word for one in found for word in (one, *one.conjuncts)], passive


def _is_article(token: Token) -> bool:
    return token.lower_ in {"the", "a", "an"}
