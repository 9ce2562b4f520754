"""Whose words a passage is: reported speech, quotations, according to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from relgraph.authoring.drafting.clauses import Clauses
from relgraph.authoring.drafting.relations import inflected
from relgraph.authoring.drafting.sentences import Sentence, english, folded


class Speech(NamedTuple):
    """Who says what in a sentence.

    Attributes:
        speaker: The last who was quoted or reported.
        paragraph: In which paragraph.
        spans: Where somebody's words stand: first code point, the one after the last, whose.
        reports: The tokens of the verbs that only report.
        moods: From which code point on what is said is feared, expected or hoped for: with its modality.
    """

    speaker: tuple[str, ...]
    paragraph: int | None
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
    """Return who says what in a sentence, given that of the one before."""
    spans: list[tuple[int, int, tuple[str, ...]]] = []
    reports: set[int] = set()
    moods: list[tuple[int, str]] = []
    speaker: tuple[str, ...] = ()
    tokens = sentence.tokens
    inside = [(max(start, sentence.start), min(end, sentence.end)) for start, end in quoted
              if start < sentence.end and end > sentence.start]  # fmt: skip
    for number, token in enumerate(tokens[:-2]):
        if token.low == "according" and tokens[number + 1].low == "to":
            listed, end = clauses.list_from(number + 2)
            if listed:
                speaker = listed[0].names
                at_start = number == 0
                spans.append((tokens[end - 1].end if at_start else sentence.start,
                              sentence.end if at_start else token.start, speaker))  # fmt: skip
    for predicate in clauses.predicates:
        if predicate.verb not in _reporting() and tokens[predicate.head].low not in _forms():
            continue
        if predicate.passive or predicate.negative or not predicate.actors:
            continue
        names = tuple(dict.fromkeys(name for actors in predicate.actors for name in actors))
        start = tokens[predicate.head].end
        after = tokens[predicate.last].low if predicate.last < len(tokens) else ""
        content = [other for other in clauses.predicates if other.head > predicate.head and other.own]
        has_clause = after == "that" or (bool(content) and _follows(clauses, predicate.last, content[0].start))
        quotes = [span for span in inside if span[0] >= start or span[1] <= tokens[predicate.first].start]
        if not has_clause and not quotes and tokens[predicate.head].end < sentence.end - 2:
            if not _closes(clauses, predicate.head, predicate.start):
                continue
        if has_clause:
            spans.append((start, sentence.end, names))
            if mood := english()["reporting"]["modality"].get(predicate.verb):
                moods.append((start, mood))
            if content and predicate.verb not in english()["reporting"]["attitudes"]:
                reports.add(predicate.head)
        elif quotes or _closes(clauses, predicate.head, predicate.start):
            reports.add(predicate.head)
            spans.append((sentence.start, tokens[predicate.start].start, names))
        spans += [(first, end, names) for first, end in quotes]
        speaker = speaker or names
    covered = [span for span in inside if not any(s <= span[0] and span[1] <= e for s, e, _ in spans)]
    if covered and not speaker and before.speaker:
        spans += [(first, end, before.speaker) for first, end in covered]
        speaker = before.speaker
    return Speech(speaker or before.speaker, sentence.paragraph, tuple(spans), frozenset(reports), tuple(moods))


_NEAR = 3  # tokens between a verb of saying and the subject of what is said, such as "that the"


def _follows(clauses: Clauses, last: int, start: int) -> bool:
    """Return whether what is said begins soon after a verb of saying, or after a few words and a comma."""
    aside = (
        clauses.low(last) in {*english()["prepositions"], "if", "when", "once"}
        and clauses.low(start - 1) == ","
    )
    return start - last <= _NEAR or aside


def _closes(clauses: Clauses, head: int, start: int) -> bool:
    """Return whether a verb of saying ends its sentence after a comma: so and so, the minister said."""
    rest = [token.low for token in clauses.tokens[head + 1 :]]
    return clauses.low(start - 1) in {",", "”", '"'} and all(not word.isalpha() for word in rest[:1])


@cache
def _reporting() -> frozenset[str]:
    return frozenset(folded(verb) for verb in english()["reporting"]["verbs"])


@cache
def _forms() -> frozenset[str]:
    return frozenset(form for verb in _reporting() if " " not in verb for form in inflected(verb))
