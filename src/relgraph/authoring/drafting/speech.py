"""Whose words a passage is: reported speech, quotations, according to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from relgraph.authoring.drafting.clauses import Clauses, Predicate
from relgraph.authoring.drafting.sentences import Sentence, english, folded


class Speech(NamedTuple):
    """Who says what in a sentence.

    Attributes:
        speaker: The last who was quoted or reported.
        spans: Where somebody's words stand: first code point, the one after the last, whose.
        reports: The tokens of the verbs that only report.
        moods: From which code point on what is said is feared, expected or hoped for: with its modality.
    """

    speaker: tuple[str, ...]
    spans: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    reports: frozenset[int] = frozenset()
    moods: tuple[tuple[int, str], ...] = ()

    def of(self, position: int) -> str:
        """Return whose words stand at a code point; ``""`` for those of the text."""
        return next(
            ("; ".join(names) for start, end, names in reversed(self.spans) if start <= position < end), ""
        )

    def modality_of(self, position: int) -> str:
        """Return what the verb of saying makes of what is said at a code point."""
        return next((modality for start, modality in reversed(self.moods) if start <= position), "asserted")


def speech_of(
    sentence: Sentence, clauses: Clauses, quoted: Sequence[tuple[int, int]], before: Speech
) -> Speech:
    """Return who says what in a sentence.

    Args:
        sentence: The sentence.
        clauses: Its predicates.
        quoted: Where words stand between quotation marks in the text.
        before: The speech of the sentence before, whose speaker goes on where a quotation names none.

    Returns:
        The speech.
    """
    inside = [
        (max(start, sentence.start), min(end, sentence.end))
        for start, end in quoted
        if start < sentence.end and end > sentence.start
    ]
    reader = _SpeechReader(sentence, clauses, inside)
    reader.read_according_to()
    reader.read_verbs()
    covered = [span for span in inside if not any(s <= span[0] and span[1] <= e for s, e, _ in reader.spans)]
    if covered and not reader.speaker:
        reader.spans += [(first, end, before.speaker) for first, end in covered]
    speaker = reader.speaker or before.speaker
    return Speech(speaker, tuple(reader.spans), frozenset(reader.reports), tuple(reader.moods))


class _SpeechReader:
    def __init__(self, sentence: Sentence, clauses: Clauses, inside: list[tuple[int, int]]) -> None:
        self.sentence, self.clauses, self.inside = sentence, clauses, inside
        self.speaker: tuple[str, ...] = ()
        self.spans: list[tuple[int, int, tuple[str, ...]]] = []
        self.reports: set[int] = set()
        self.moods: list[tuple[int, str]] = []

    def read_according_to(self) -> None:
        tokens = self.sentence.tokens
        for number, token in enumerate(tokens[:-2]):
            if (token.low, tokens[number + 1].low) != ("according", "to"):
                continue
            listed, end = self.clauses.list_from(number + 2)
            if listed:
                self.speaker = listed[0].names
                after = (tokens[end - 1].end, self.sentence.end, self.speaker)
                self.spans.append(after if number == 0 else (self.sentence.start, token.start, self.speaker))

    def read_verbs(self) -> None:
        for predicate in self.clauses.predicates:
            if predicate.verb in _reporting() and not (predicate.passive or predicate.negative):
                self._read_verb(predicate)

    def _read_verb(self, predicate: Predicate) -> None:
        tokens, clauses = self.sentence.tokens, self.clauses
        names = tuple(dict.fromkeys(name for actors in predicate.actors for name in actors))
        start = tokens[predicate.head].end
        content = [other for other in clauses.predicates if other.head > predicate.head and other.own]
        has_clause = clauses.low(predicate.last) == "that" or (
            bool(content) and _follows(clauses, predicate.last, content[0].start)
        )
        quotes = [span for span in self.inside if span[0] >= start or span[1] <= tokens[predicate.first].start]
        if has_clause:
            self.spans.append((start, self.sentence.end, names))
            if mood := english()["reporting"]["modality"].get(predicate.verb):
                self.moods.append((start, mood))
            if content and predicate.verb not in english()["reporting"]["attitudes"]:
                self.reports.add(predicate.head)
        elif quotes or _closes(clauses, predicate.head, predicate.start):
            self.reports.add(predicate.head)
            self.spans.append((self.sentence.start, tokens[predicate.start].start, names))
        else:
            return
        self.spans += [(first, end, names) for first, end in quotes]
        self.speaker = self.speaker or names


_TAIL = 9  # tokens after a verb of saying that ends its sentence: told reporters in Oslo on Monday
_TIME = 4  # tokens between a verb of saying and its "that": on Monday that
_NEAR = 3  # tokens between a verb of saying and the subject of what is said, such as "that the"


def _follows(clauses: Clauses, last: int, start: int) -> bool:
    """Return whether what is said begins soon after a verb of saying, or after a few words and a comma."""
    if start - last <= _NEAR or any(clauses.low(at) == "that" for at in range(last, min(last + _TIME, start))):
        return True
    begins_aside = clauses.low(last) in {*english()["prepositions"], "if", "when", "once"}
    return begins_aside and clauses.low(start - 1) == ","


def _closes(clauses: Clauses, head: int, start: int) -> bool:
    """Return whether a verb of saying ends its sentence after a comma: so and so, the minister said."""
    is_last = all(predicate.head <= head for predicate in clauses.predicates)
    return clauses.low(start - 1) in {",", "\u201d", '"'} and is_last and len(clauses.tokens) - head <= _TAIL


@cache
def _reporting() -> frozenset[str]:
    return frozenset(folded(verb) for verb in english()["reporting"]["verbs"])
