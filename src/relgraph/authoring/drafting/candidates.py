"""Candidates: the predicates, offices and meetings of a text as rows that a person confirms or drops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from relgraph.authoring.dossier import Refused
from relgraph.authoring.drafting.clauses import Clauses, Predicate
from relgraph.authoring.drafting.dates import dateline, dates_of, has_several, without_date
from relgraph.authoring.drafting.mentions import mentions_of
from relgraph.authoring.drafting.names import Names
from relgraph.authoring.drafting.nouns import Nouns
from relgraph.authoring.drafting.parsing import Parsed, Pipeline
from relgraph.authoring.drafting.relations import BASE, NOUN, Lexicon
from relgraph.authoring.drafting.sentences import Sentence, english, quotations, sentences
from relgraph.authoring.drafting.speech import Speech, speech_of
from relgraph.authoring.gazetteer import Gazetteer
from relgraph.vocabulary import RelationEntry

_PARTING = frozenset({"to", "of", "for", "against"})  # accuse A of, thank A for, call on A to, warn A against
_PLACING = frozenset({"in", "at", "on"})
_OFFICE = "holdsOffice"  # the one relation that a form of names tells, and no word
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
        refused: What was proposed and is no candidate, with the reason.
    """

    acts: tuple[Candidate, ...]
    things: tuple[Thing, ...]
    refused: tuple[Refused, ...] = ()


def draft_acts(
    text: str,
    gazetteer: Gazetteer,
    ontology: Iterable[RelationEntry],
    *,
    pipeline: Pipeline | None = None,
) -> Draft:
    """Draft the acts that a text tells.

    Names come from the gazetteer and from the form of words, relations from the words of the ontology in all
    their inflections, the rest from the grammar of English. A relation that data declare with ``skos:altLabel``
    is drafted like any other.

    Args:
        text: The text.
        gazetteer: Actors and offices by name, see :func:`~relgraph.authoring.gazetteer.load_gazetteer`.
        ontology: The relations, as :func:`relgraph.relations` lists them.
        pipeline: One of spaCy that tells of names and subjects which the rules do not see. Default: none.

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
    lexicon, quoted, day = Lexicon(ontology), quotations(text), dateline(text)
    read = tuple(sentences(text))
    seen = pipeline.parse(text, read) if pipeline else [None] * len(read)
    first = Names()
    for sentence in read:  # a full name may stand after a short one
        mentions_of(sentence, gazetteer, first)
    names = Names(first.surnames)

    def clauses_of(sentence: Sentence, parsed: Parsed | None) -> Clauses:
        mentions = mentions_of(sentence, gazetteer, names)
        if parsed is None:
            return Clauses(sentence.tokens, mentions, lexicon)
        return Clauses(sentence.tokens, parsed.mentions(sentence, mentions, names), lexicon, parsed.subjects)

    found: dict[Candidate, None] = {}
    speech = Speech(())
    for sentence, parsed in zip(read, seen, strict=True):
        clauses = clauses_of(sentence, parsed)
        told = speech_of(sentence, clauses, quoted, speech)
        if told.speaker != names.speaker:  # whose "we" this is, its own end may tell
            names.speaker = told.speaker
            clauses = clauses_of(sentence, parsed)
            told = speech_of(sentence, clauses, quoted, speech)
        speech = told
        words = text[sentence.start : sentence.end]
        drafted = list(_Drafter(text, sentence, clauses, speech, dates_of(words, day)).candidates(lexicon))
        if has_several(words):
            dates = [dates_of(text[act.start : act.end], day) for act in drafted]
            drafted = [
                act._replace(from_=began, until=ended)
                for act, (began, ended) in zip(drafted, dates, strict=True)
            ]
        found.update(dict.fromkeys(drafted))
    found = _without_repeated_offices(found)
    acts = sorted(found, key=lambda act: (act.start, act.end))
    named = {
        name for act in acts for cell in (act.actor, act.said_by, act.recipient) for name in cell.split("; ")
    }
    return Draft(tuple(acts), tuple(thing for thing in _things_of(names) if thing.name in named))


def actors_of(text: str, gazetteer: Gazetteer) -> tuple[Thing, ...]:
    """Return the actors that a text names, as :func:`draft_acts` reads them.

    Args:
        text: The text.
        gazetteer: Actors and offices by name.

    Returns:
        The actors, by name.

    Example:
        >>> from relgraph.authoring.gazetteer import load_gazetteer
        >>> [thing.name for thing in actors_of("Mr. Haddad met Salim Haddad of Oman.", load_gazetteer())]
        ['Oman', 'Salim Haddad']
    """
    names = Names()
    for _ in range(2):  # a full name may stand after a short one
        names = Names(names.surnames)
        for sentence in sentences(text):
            mentions_of(sentence, gazetteer, names)
    return _things_of(names)


def _things_of(names: Names) -> tuple[Thing, ...]:
    return tuple(
        Thing(name, names.kinds[name], tuple(sorted(names.aliases.get(name, ()))))
        for name in sorted(names.kinds)
    )


def _without_repeated_offices(found: Iterable[Candidate]) -> dict[Candidate, None]:
    """Keep of the candidates that say what office somebody holds the first."""
    told: set[tuple[str, str]] = set()
    kept: dict[Candidate, None] = {}
    for act in found:
        if act.relation != _OFFICE:
            kept[act] = None
        elif (act.actor, act.object) not in told:
            told.add((act.actor, act.object))
            kept[act] = None
    return kept


class _Drafter:
    """The candidates of one sentence."""

    def __init__(
        self, text: str, sentence: Sentence, clauses: Clauses, speech: Speech, dates: tuple[str, str]
    ) -> None:
        self.text, self.sentence, self.clauses, self.speech, self.dates = text, sentence, clauses, speech, dates
        self.tokens = sentence.tokens
        self.event = self._event()

    def candidates(self, lexicon: Lexicon) -> Iterator[Candidate]:
        yield from self._offices()
        for told in Nouns(self.clauses, lexicon).told():
            what = self._words(*told.what)
            candidate = self._candidate(told.names, told.relation, what, told.first, told.last)
            yield candidate._replace(modality=told.modality)
        for number, predicate in enumerate(self.clauses.predicates):
            if predicate.head in self.speech.reports or self._is_content(predicate):
                continue
            yield from self._acts(predicate, self._end(number), lexicon)

    def _is_content(self, predicate: Predicate) -> bool:
        """Return whether a predicate only tells what another agrees, denies or demands, and is its object."""
        before = [
            other for other in self.clauses.predicates if other.head < predicate.head and not other.passive
        ]
        governors = [other for other in before if self.clauses.low(other.last) == "that"]
        if not governors or not predicate.own:
            return False
        governor = governors[-1]
        return bool(governor.relation) and governor.head not in self.speech.reports

    def _offices(self) -> Iterator[Candidate]:
        if self.tokens[-1].low not in {".", "!", "?", "\u201d", '"'}:
            return  # a heading, which the text repeats
        for mention in self.clauses.mentions:
            office, state = mention.office
            if office and state:
                yield self._candidate(
                    mention.names, "holdsOffice", f"{office} of {state}", mention.first, mention.last
                )

    def _end(self, number: int) -> int:
        """Return the token before which what a predicate governs ends."""
        predicates = self.clauses.predicates
        predicate = predicates[number]
        limit = len(self.tokens)
        if number + 1 < len(predicates) and not self._is_content(predicates[number + 1]):
            after = predicates[number + 1]
            limit = after.start if after.own and after.start > predicate.head else after.first
        for at in range(predicate.last, limit):
            low = self.clauses.low(at)
            if (low in _ENDS and at > predicate.last) or low in {
                "according",
                "nor",
                "because",
                "although",
                "unless",
                "whereas",
                "but",
                "while",
            }:
                return at
            if low == "," and self.clauses.low(at + 1) in {"who", "which", "where", "while", "but", "as"}:
                return at
        open_ends = {"and", "but", "or", ",", ".", *english()["clause_openers"]}
        while limit > predicate.last + 1 and self.clauses.low(limit - 1) in open_ends:
            limit -= 1
        return limit

    def _acts(self, predicate: Predicate, end: int, lexicon: Lexicon) -> Iterator[Candidate]:
        relation, last = predicate.relation, predicate.last
        if carried := self._carried(predicate, lexicon):
            relation, last = carried
        said_by = self.speech.of(self.tokens[predicate.head].start)
        failed = (
            predicate.verb in english()["before_infinitive"]["negative"]
            and self.clauses.low(predicate.last) == "to"
        )
        negative = predicate.negative != (failed and not predicate.relation)
        modality = predicate.modality
        if modality == "asserted":
            modality = self.speech.modality_of(self.tokens[predicate.head].start)
        recipients = [""]
        if predicate.passive:
            spans = [(self._clause_start(predicate), predicate.first)]
        else:
            listed, after = self.clauses.list_from(last)
            if listed and self.clauses.low(after) in _PARTING and relation:
                recipients = ["; ".join(mention.names) for mention in listed]
                last = after
            spans = self._items(last, end)
        for names, recipient in product(predicate.actors, recipients):
            for number, (first, stop) in enumerate(spans):
                begin = min(predicate.start, first) if number == 0 else first
                what = self._words(first, stop)
                if relation in lexicon.undirected and self.clauses.low(first) in _PLACING and not recipient:
                    # Who met in a place met each other.
                    what = "; ".join(name for others in predicate.actors if others != names for name in others)
                yield Candidate(
                    "; ".join(names), relation, what, recipient, self.event, said_by, modality,
                    "negative" if negative else "positive", predicate.certainty, *self.dates,
                    self.tokens[min(begin, predicate.first) if number == 0 else first].start,
                    self.tokens[max(stop, predicate.last) - 1].end,
                    _label(names, predicate.verb, what),
                )  # fmt: skip

    def _clause_start(self, predicate: Predicate) -> int:
        """Return where what a passive tells of begins: with its subject, whether that is an actor or not."""
        at = min(predicate.start, predicate.first)
        stops = {",", "and", "but", *_ENDS, *english()["clause_openers"]}
        while at == predicate.first and at > 0 and self.clauses.low(at - 1) in stops:
            return at
        while at > 0 and self.clauses.low(at - 1) not in stops and at <= predicate.first:
            at -= 1
        return at

    def _carried(self, predicate: Predicate, lexicon: Lexicon) -> tuple[str, int] | None:
        """Return the relation of the noun that a verb only carries, and the token after it."""
        if not predicate.relation and self.clauses.low(predicate.last) == "to":
            at = predicate.last + 1  # failed to adopt, plans to sign
            found = lexicon.at(self.tokens, at)
            match = next((match for match in found if match.relation and BASE in match.forms), None)
            return (match.relation, at + match.length) if match else None
        if predicate.verb not in english()["light"]["verbs"]:
            return None
        if predicate.passive:
            before = range(max(predicate.first - 4, 0), predicate.first)
            carried = [match for at in before for match in lexicon.at(self.tokens, at) if NOUN in match.forms]
            return (carried[-1].relation, predicate.last) if carried else None
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
        is_series = self._is_series(first, end)
        for at in range(first + 1, end):
            if low(at) not in {",", "and"} or at < begin:
                continue
            after = at + 1 + (low(at) == "," and low(at + 1) == "and")
            word = low(after)
            if self._joins_actors(at, after):
                continue
            if low(at) == "," and word in english()["prepositions"] and word not in {"to", "including"}:
                break
            opens = word in {"the", "a", "an", "their", "its", "his", "her", "to", "including", "efforts"} or (
                word.endswith("ing") and low(first).endswith("ing")
            )
            if low(at) == "," and low(at + 1) != "and" and word in english()["determiners"]:
                opens = is_series
            if opens or (is_series and low(at) == "," and after < end):
                if at > begin:
                    parts.append((begin, at))
                begin = after + (word == "including")
        parts.append((begin, end))
        return [part for part in parts if part[1] > part[0]]

    def _is_series(self, first: int, end: int) -> bool:
        """Return whether commas part things, as in "aid, open borders, and free trade", and not adjectives."""
        low = self.clauses.low
        commas = [at for at in range(first, end) if low(at) == ","]
        middle = pairwise([*commas, end])
        lengths = [after - at - 1 - (low(at + 1) == "and") for at, after in middle]
        return len(lengths) > 1 and min(lengths) > 1

    def _joins_actors(self, at: int, after: int) -> bool:
        """Return whether a comma or an "and" stands between two actors, who then are one item together."""
        ends = any(mention.last == at for mention in self.clauses.mentions)
        return ends and self.clauses.mention_at(after) is not None

    def _event(self) -> str:
        """Return the event at which a sentence places what it tells."""
        low = self.clauses.low
        for at in range(len(self.tokens)):
            if low(at) in {"during", "at", "in", "after"}:
                stop = at + 1
                while (
                    stop < len(self.tokens) and stop - at < 8 and low(stop) not in english()["people"]["events"]
                ):
                    if low(stop) in {",", ".", ";"} or low(stop) in english()["prepositions"]:
                        break
                    stop += 1
                if low(stop) in english()["people"]["events"]:
                    return self._words(at + 1, stop + 1)
        return ""

    def _candidate(self, names: Sequence[str], relation: str, what: str, first: int, last: int) -> Candidate:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        lasts = relation == _OFFICE  # what somebody is, is so at no event in particular
        return Candidate(
            "; ".join(names), relation, what, "", "" if lasts else self.event, self.speech.of(start),
            "asserted", "positive", "certain", *(("", "") if lasts else self.dates), start, end,
            _label(names, relation, what),
        )  # fmt: skip

    def _words(self, first: int, last: int) -> str:
        """Return the words of a noun phrase, without an article before or a mark after it."""
        skipped = {"the", "a", "an", "that", ","} | (set(english()["prepositions"]) - {"to", "including"})
        while first < last and (
            self.clauses.low(first) in skipped
            or (self.clauses.low(first) == "to" and self.clauses.low(first + 1) in english()["determiners"])
        ):
            first += 1
        while last > first and self.clauses.low(last - 1) in {",", "and", ".", ";", "\u201d", '"', "\u201c"}:
            last -= 1
        if first >= last:
            return ""
        return without_date(" ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split()))


def _label(names: Sequence[str], verb: str, what: str) -> str:
    return " ".join(filter(None, (" and ".join(names), verb, what)))
