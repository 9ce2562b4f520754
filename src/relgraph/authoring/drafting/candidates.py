"""Candidates: the predicates, offices and meetings of a text as rows that a person confirms or drops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from relgraph.authoring.drafting.clauses import Clauses, Predicate
from relgraph.authoring.drafting.dates import dates_of, dateline
from relgraph.authoring.drafting.names import Mention, Names
from relgraph.authoring.drafting.relations import NOUN, Lexicon
from relgraph.authoring.drafting.sentences import Sentence, english, quotations, sentences
from relgraph.authoring.drafting.speech import Speech, speech_of
from relgraph.authoring.gazetteer import Gazetteer
from relgraph.vocabulary import RelationEntry

_ENDS = frozenset({";", ".", "?", "!", ":"})


class Candidate(NamedTuple):
    """A proposed act. Names are text; several together are joined by ``;``.

    Attributes:
        actor: Who does it. Several: they do it jointly.
        relation: The local name of the relation; ``""`` where the ontology has no word for the verb.
        object: What it is done to or about.
        recipient: To whom it is done.
        event: At which event.
        said_by: Whose words it is; ``""`` where the text says it in its own voice.
        modality: ``asserted``, ``planned``, ``proposed``, ``wished``, ``needed`` or ``predicted``.
        polarity: ``positive`` or ``negative``.
        certainty: ``certain``, ``likely`` or ``doubtful``.
        from_: The day, month or year on which it begins, ``""`` for none.
        until: The one on which it ends.
        start: The first code point of its passage.
        end: The code point after the last.
        label: It in words.
    """

    actor: str
    relation: str
    object: str
    recipient: str
    event: str
    said_by: str
    modality: str
    polarity: str
    certainty: str
    from_: str
    until: str
    start: int
    end: int
    label: str


class Thing(NamedTuple):
    """An actor that candidates name.

    Attributes:
        name: Its name.
        kind: Its class, by local name.
        aliases: What else the text calls it.
    """

    name: str
    kind: str
    aliases: tuple[str, ...]


class Draft(NamedTuple):
    """What is drafted of a text.

    Attributes:
        acts: The candidates, in the order of their passages.
        things: The actors, by name.
    """

    acts: tuple[Candidate, ...]
    things: tuple[Thing, ...]


def draft_acts(text: str, gazetteer: Gazetteer, ontology: Iterable[RelationEntry]) -> Draft:
    """Draft the acts that a text tells.

    Names come from the gazetteer and from the form of words, relations from the words of the ontology in all
    their inflections, the rest from the grammar of English. A relation that data declare with ``skos:altLabel``
    is drafted like any other.

    Args:
        text: The text.
        gazetteer: Actors and offices by name, see :func:`~relgraph.authoring.gazetteer.load_gazetteer`.
        ontology: The relations, as :func:`relgraph.relations` lists them.

    Returns:
        The draft. The same text gives the same draft.

    Example:
        >>> from relgraph.authoring.gazetteer import load_gazetteer
        >>> from relgraph.vocabulary import relations
        >>> draft = draft_acts("Oman will not support the plan, Norway said.", load_gazetteer(), relations())
        >>> act = draft.acts[0]
        >>> act.actor, act.relation, act.object, act.modality, act.polarity, act.said_by
        ('Oman', 'supports', 'plan', 'planned', 'negative', 'Norway')
    """
    names, lexicon = Names(gazetteer), Lexicon(ontology)
    quoted = quotations(text)
    day = dateline(text)
    found: dict[Candidate, None] = {}
    speech = Speech((), None)
    for sentence in sentences(text):
        mentions = names.mentions(sentence)
        clauses = Clauses(sentence.tokens, mentions, lexicon)
        speech = speech_of(sentence, clauses, quoted, speech)
        names.speaker = speech.speaker
        drafter = _Drafter(text, sentence, clauses, speech, dates_of(text[sentence.start : sentence.end], day))
        found.update(dict.fromkeys(drafter.candidates(lexicon)))
    acts = sorted(found, key=lambda act: (act.start, act.end))
    named = {name for act in acts for cell in (act.actor, act.said_by, act.recipient) for name in cell.split("; ")}
    things = [Thing(name, names.kinds[name], tuple(sorted(names.aliases.get(name, ())))) for name in sorted(named) if name in names.kinds]
    return Draft(tuple(acts), tuple(things))


class _Drafter:
    """The candidates of one sentence."""

    def __init__(self, text: str, sentence: Sentence, clauses: Clauses, speech: Speech, dates: tuple[str, str]) -> None:
        self.text, self.sentence, self.clauses, self.speech, self.dates = text, sentence, clauses, speech, dates
        self.tokens = sentence.tokens
        self.event = self._event()

    def candidates(self, lexicon: Lexicon) -> Iterator[Candidate]:
        yield from self._offices()
        yield from self._between(lexicon)
        for number, predicate in enumerate(self.clauses.predicates):
            if predicate.head in self.speech.reports:
                continue
            yield from self._acts(predicate, self._end(number), lexicon)

    def _offices(self) -> Iterator[Candidate]:
        for mention in self.clauses.mentions:
            office, state = mention.office
            if office and state:
                yield self._candidate(mention.names, "holdsOffice", f"{office} of {state}", mention.first, mention.last)

    def _between(self, lexicon: Lexicon) -> Iterator[Candidate]:
        """Yield what a noun says of those between whom it is: talks between A and B."""
        for number in range(len(self.tokens) - 2):
            for match in lexicon.at(self.tokens, number):
                if NOUN not in match.forms or self.clauses.low(number + 1) not in {"between", "among"}:
                    continue
                listed, end = self.clauses.list_from(number + 2)
                if len(listed) > 1:
                    for mention in listed:
                        others = [other for other in listed if other != mention]
                        yield self._candidate(
                            mention.names, match.relation, "; ".join(name for o in others for name in o.names), number, end
                        )
                break

    def _end(self, number: int) -> int:
        """Return the token before which what a predicate governs ends."""
        predicates = self.clauses.predicates
        predicate = predicates[number]
        limit = len(self.tokens)
        if number + 1 < len(predicates):
            after = predicates[number + 1]
            limit = after.start if after.own and after.start > predicate.head else after.first
        for at in range(predicate.last, limit):
            low = self.clauses.low(at)
            if (low in _ENDS and at > predicate.last) or low in {"because", "although", "unless", "whereas", "but", "while"}:
                return at
            if low == "," and self.clauses.low(at + 1) in {"who", "which", "where", "while", "but", "as"}:
                return at
        while limit > predicate.last + 1 and self.clauses.low(limit - 1) in {"and", "but", ",", "that", "who", "which", "or", "."}:
            limit -= 1
        return limit

    def _acts(self, predicate: Predicate, end: int, lexicon: Lexicon) -> Iterator[Candidate]:
        relation, last = predicate.relation, predicate.last
        if carried := self._carried(predicate, lexicon):
            relation, last = carried
        said_by = self.speech.of(self.tokens[predicate.head].start)
        recipient = ""
        if predicate.passive:
            spans = [(predicate.start, predicate.first)]
        else:
            listed, after = self.clauses.list_from(last)
            if listed and self.clauses.low(after) == "to" and relation:
                recipient = "; ".join(name for mention in listed for name in mention.names)
                last = after
            spans = self._items(last, end)
        for names in predicate.actors:
            for number, (first, stop) in enumerate(spans):
                begin = predicate.start if number == 0 else first
                what = self._words(first, stop)
                yield Candidate(
                    "; ".join(names), relation, what, recipient, self.event, said_by, predicate.modality,
                    "negative" if predicate.negative else "positive", predicate.certainty, *self.dates,
                    self.tokens[min(begin, predicate.first) if number == 0 else first].start,
                    self.tokens[max(stop, predicate.last) - 1].end,
                    _label(names, predicate.verb, what),
                )  # fmt: skip

    def _carried(self, predicate: Predicate, lexicon: Lexicon) -> tuple[str, int] | None:
        """Return the relation of the noun that a verb only carries, and the token after it: express support for."""
        if predicate.verb not in english()["light"]["verbs"] or predicate.passive:
            return None
        for at in range(predicate.last, min(predicate.last + 5, len(self.tokens))):
            for match in lexicon.at(self.tokens, at):
                if NOUN in match.forms and self.clauses.low(at + 1) in english()["prepositions"]:
                    return match.relation, at + 1
            if self.clauses.low(at) in {*english()["prepositions"], ",", "that"}:
                return None
        return None

    def _items(self, first: int, end: int) -> list[tuple[int, int]]:
        """Return the parts of what a verb governs: the items of a list, one by one."""
        low = self.clauses.low
        if low(first) == "that" or end <= first:
            return [(first, max(end, first))]
        parts: list[tuple[int, int]] = []
        begin = first
        commas = sum(low(at) == "," for at in range(first, end))
        for at in range(first + 1, end):
            if low(at) not in {",", "and"} or at < begin:
                continue
            after = at + 1 + (low(at) == "," and low(at + 1) == "and")
            word = low(after)
            opens = (
                word in {"the", "a", "an", "their", "its", "his", "her", "to", "including", "efforts"}
                or (word.endswith("ing") and low(first).endswith("ing"))
                or (low(at) == "," and word == "as" and False)
            )
            is_series = commas > 1 and at + 1 in range(first, end) and low(at) == "," and word != "and"
            if opens or (is_series and self._is_item(after, end)):
                if at > begin:
                    parts.append((begin, at))
                begin = after + (word == "including")
        parts.append((begin, end))
        return [part for part in parts if part[1] > part[0]]

    def _is_item(self, first: int, end: int) -> bool:
        """Return whether what follows a comma is an item of a list of things, not an adjective before a noun."""
        length = 0
        while first + length < end and self.clauses.low(first + length) not in {",", "and"}:
            length += 1
        return length > 1

    def _event(self) -> str:
        """Return the event at which a sentence places what it tells."""
        low = self.clauses.low
        for at in range(len(self.tokens)):
            if low(at) in {"during", "at", "in", "after"}:
                stop = at + 1
                while stop < len(self.tokens) and stop - at < 8 and low(stop) not in english()["people"]["events"]:
                    if low(stop) in {",", ".", ";"} or low(stop) in english()["prepositions"]:
                        break
                    stop += 1
                if low(stop) in english()["people"]["events"]:
                    return self._words(at + 1, stop + 1)
        return ""

    def _candidate(self, names: Sequence[str], relation: str, what: str, first: int, last: int) -> Candidate:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Candidate(
            "; ".join(names), relation, what, "", self.event if relation != "holdsOffice" else "", self.speech.of(start),
            "asserted", "positive", "certain", *(self.dates if relation != "holdsOffice" else ("", "")), start, end,
            _label(names, relation, what),
        )  # fmt: skip

    def _words(self, first: int, last: int) -> str:
        """Return the words of a noun phrase, without an article before or a mark after it."""
        while first < last and self.clauses.low(first) in {"the", "a", "an", "that", ","}:
            first += 1
        while last > first and self.clauses.low(last - 1) in {",", "and", ".", ";", "”", '"', "“"}:
            last -= 1
        if first >= last:
            return ""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())


def _label(names: Sequence[str], verb: str, what: str) -> str:
    return " ".join(filter(None, (" and ".join(names), verb, what)))


__all__ = ["Candidate", "Draft", "Mention", "Thing", "draft_acts"]
