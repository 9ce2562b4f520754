"""Actors as a sentence names them: by the gazetteer, a title, their form, a word for several, a pronoun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relgraph.authoring.drafting.names import ACTOR, GROUP, PERSON, STATE, STATES, Mention, Names, alike
from relgraph.authoring.drafting.sentences import Sentence, Token, english
from relgraph.authoring.drafting.words import AT_A_PLACE, FIRST, THIRD, Words, joined, verbs_of_saying
from relgraph.authoring.gazetteer import DEMONYM, METONYM, NAME, Entry, Gazetteer

_OWN = frozenset({"its", "their", "his", "her"})


def mentions_of(sentence: Sentence, gazetteer: Gazetteer, names: Names) -> list[Mention]:
    """Return the actors of the next sentence of a text, in its order.

    Args:
        sentence: The sentence.
        gazetteer: Actors and offices by name.
        names: What the text has said so far; it learns what this sentence adds.

    Returns:
        The words that stand for actors.

    Example:
        >>> from relgraph.authoring.drafting.sentences import sentences
        >>> from relgraph.authoring.gazetteer import load_gazetteer
        >>> (sentence,) = sentences("Omani Foreign Minister Salim Haddad flew to Rome. ")
        >>> [mention.names for mention in mentions_of(sentence, load_gazetteer(), Names())]
        [('Salim Haddad',)]
    """
    tokens = sentence.tokens
    found = {item.start + sentence.start: item for item in gazetteer.find(joined(tokens))}
    places = {
        start
        for start, item in found.items()
        if item.manner == METONYM and _is_place(tokens, start - sentence.start, sentence)
    }
    actors = {start: item for start, item in found.items() if start not in places}
    mentions = list(_Reader(names, tokens, actors, sentence, places).read())
    names.remember(mentions)
    return mentions


class _Reader(Words):
    """One pass over the tokens of a sentence."""

    def read(self) -> Iterator[Mention]:
        first = 0
        while first < len(self.tokens):
            mention = (
                self._titled(first)
                or self._several(first)
                or self._known(first)
                or self._by_form(first)
                or self._back(first)
                or self._pronoun(first)
                or self._unknown(first)
            )
            if mention is None:
                first += 1
                continue
            owner = self._owned(mention)
            if owner:
                mention = owner
            if mention.last < len(self.tokens) and self.tokens[mention.last].low == "'s":
                mention = mention._replace(possessive=True)
            mention = mention._replace(free=self.is_free(mention.first))
            self.read_so_far.append(mention)
            yield mention
            first = max(mention.last, first + 1)

    def _titled(self, first: int) -> Mention | None:
        """Read a person with an office: X's Foreign Minister NAME, President NAME of X, the President."""
        if self.low(first) in english()["honorifics"] and self.tokens[first].text[:1].isupper():
            words, end = self.name(first + 1 + (self.low(first + 1) == "."))
            return Mention(first, end, (self.names.person(words),), PERSON) if words else None
        start = first
        number = first + (self.low(first) in {"the", "both", *_OWN})
        owner = self.owner(number) or self._owner_by_form(number)
        if owner:
            number = owner[1]
            if nearer := self.owner(number):  # whose correspondent in a capital this is
                number = nearer[1]
        while self.low(number) in self.people["before_office"]:
            number += 1
        office = self.office(number)
        if office is None:
            return self._apposition(first)
        label, last, plural = office
        state = owner[0] if owner else ""
        of = self.of(last)
        if of and not plural and self.low(of[1]) == ",":
            state, last = state or of[0], of[1]
        begin = last + (self.low(last) == "," and not plural)
        words, end = self.name(begin)
        if begin > last and (len(words) < 2 or self.low(end) not in {",", "and"}):
            words, end = [], last
        if words and not plural:
            if of := self.of(end):
                state, end = state or of[0], of[1]
            name = self.names.person(words, label, state)
            text = " ".join(token.text for token in self.tokens[last:end] if token.text != ",")
            self.names.known(name, PERSON, f"{self.text(number, last)} {text}")
            end += begin > last and self.low(end) == ","
            return Mention(start, end, (name,), PERSON, office=(label, state))
        if plural:
            return self._holders_of(start, label, last, state)
        return self._holder_of(start, label, last, state)

    def _owner_by_form(self, number: int) -> tuple[str, int] | None:
        """Return an actor of which only the form tells, before an office, and the token after it."""
        words, end = self.name(number)
        if len(words) not in (1, 2) or self.low(end) != "'s" or not self.office(end + 1):
            return None
        return (self.names.surnamed(words) or self.names.known(" ".join(words), ACTOR)), end + 1

    def _holders_of(self, start: int, label: str, last: int, state: str) -> Mention | None:
        if self.names.surnamed([self.tokens[last].text] if last < len(self.tokens) else []):
            return None  # the ministers A and B: the names follow
        if self.low(last) in {"of", "from"} and self.is_state(at := last + 1 + (self.low(last + 1) == "the")):
            return self._part_of(start, at)
        holders = self.names.holders(label, state)
        count = next((english()["numbers"][self.low(n)] for n in (start, start - 1) if self.low(n) in
                      english()["numbers"]), 0)  # fmt: skip
        text = self.text(start, last).removeprefix("the ").removeprefix("The ")
        if text.lower() in self.people["groups"]:
            return None
        if self.low(last) in {"meeting", "meetings", "ministerial", "conference", "summit"}:
            return None
        if len(holders) > 1 and count in (0, len(holders)):
            self.names.known(text, GROUP)
            return Mention(start, last, tuple(holders), PERSON, plural=True)
        return Mention(start, last, (self.names.known(text, GROUP),), GROUP, plural=True)

    def _holder_of(self, start: int, label: str, last: int, state: str) -> Mention | None:
        if of := self.of(last):
            state, last = state or of[0], of[1]
        if not state and self.low(start) in _OWN:
            state = next(iter(self._latest_of("state")), "")
        holders = self.names.holders(label, state)
        is_definite = state or self.low(start) == "the" or self.tokens[start].text[:1].isupper()
        if not is_definite or self.low(last) in {"meeting", "ministerial"}:
            return None
        if holders:
            return Mention(start, last, (holders[-1],), PERSON)
        if not state and label not in {"Prime Minister", "President", "Foreign Minister", "Secretary-General"}:
            return None
        name = f"{label} of {state}" if state else label
        return Mention(start, last, (self.names.known(name, PERSON, self.text(start, last)),), PERSON)

    def _apposition(self, first: int) -> Mention | None:
        """Read NAME, the OFFICE of X; and NAME alone where the person is known."""
        words, end = self.name(first)
        if not words:
            return None
        if self.low(end) == "," and len(words) > 1:
            number = end + 1
            number += self.low(number) in {"the", "a", "an"}
            owner = self.owner(number) or self._back_owner(number)
            if owner:
                number = owner[1]
            if office := self.office(number):
                state = owner[0] if owner else ""
                last = office[1]
                if of := self.of(last):
                    state, last = state or of[0], of[1]
                name = self.names.person(words, office[0], state)
                return Mention(
                    first, last + (self.low(last) == ","), (name,), PERSON, office=(office[0], state)
                )
        known = self.names.surnamed(words)
        if known and (len(words) == 1 or alike(known, " ".join(words))):
            return Mention(first, end, (self.names.person(words),), PERSON)
        return self._person_by_form(first, words, end)

    def _back_owner(self, number: int) -> tuple[str, int] | None:
        if self.low(number) not in self.people["back"]["body"] or self.low(number + 1) != "'s":
            return None
        names = self.names.latest("", self.read_so_far)
        return (names[0], number + 2) if names else None

    def _person_by_form(self, first: int, words: list[str], end: int) -> Mention | None:
        """Take two or three capitalised words for a person where what is around them is said of persons."""
        before, after = self.low(first - 1), self.low(end)
        named_so = before in {*self.people["singles"], "leader", "mr", "mrs", "ms"} or (
            before == "." and self.low(first - 2) in {"mr", "mrs", "ms", "dr"}
        )
        if (len(words) in (2, 3) and (named_so or after in {"said", "told", "says", "added"})) or (
            named_so and len(words) == 1
        ):
            return Mention(first, end, (self.names.person(words),), PERSON)
        if len(words) == 2 and after == "," and before in {",", ""}:
            number = end + 1 + (self.low(end + 1) in {"the", "a", "an"})
            window = [self.low(n) for n in range(number, number + 6)]
            if any(
                word in self.people["singles"] for word in window[: window.index(",") if "," in window else 6]
            ):
                return Mention(first, end, (self.names.person(words),), PERSON)
        if len(words) == 2 and before == "," and self.low(first - 2) in self.people["singles"]:
            return Mention(first, end, (self.names.person(words),), PERSON)
        return None

    def _several(self, first: int) -> Mention | None:
        """Read a word for several: the two leaders, both sides, North Korean officials, rebels."""
        number = first + (self.low(first) in english()["determiners"])
        count = 0
        while self.low(number) in english()["numbers"]:
            count = english()["numbers"][self.low(number)]
            number += 1
        count = count or english()["numbers"].get(self.low(first), 0)
        word = self.low(number)
        some = {"some", "several", "many", "most", "all", "other", "certain"}
        begins = first == number == 0
        definite = begins or self.low(first) in {"the", "both", "these", "those", "their", *some} or count
        if word in self.people["groups"] and definite:
            if self.low(number + 1) in {"of", "from"}:
                return self._of_list(first, number)
            names = () if self.low(first) in some else self.names.members(word, count)
            if names:
                return Mention(first, number + 1, names, self.names.kinds[names[0]], plural=True)
            name = self.names.known(self.text(number - bool(count), number + 1), GROUP)
            return Mention(first, number + 1, (name,), GROUP, plural=True)
        low = self.low(first)
        described = (first > 0 and self.tokens[first].text[:1].isupper()) or low.endswith(("al", "ern", "ic"))
        if described and first not in self.found and self.low(first + 1) in self.people["groups"]:
            name = self.names.known(self.text(first, first + 2), GROUP)
            return Mention(first, first + 2, (name,), GROUP, plural=True)
        owner = self.owner(number)
        at = owner[1] if owner else number
        if owner or number > first:
            while self.is_modifier(at):
                at += 1
        if self.low(at) in self.people["plurals"] or (owner and self.low(at) in self.people["groups"]):
            text = self.text(number, at + 1)
            return Mention(first, at + 1, (self.names.known(text, GROUP),), GROUP, plural=True)
        return None

    def _part_of(self, first: int, number: int) -> Mention:
        """Read the leaders of A, B and C as A, B and C: part of a government stands for its state."""
        owner, last = self.owner(number) or ("", number)
        return Mention(first, last, (owner,), STATE, plural=True)

    def _of_list(self, first: int, number: int) -> Mention:
        """Read the leaders of A, B and C: they are its members where they are states themselves."""
        word = self.low(number)
        if word in self.people["of_persons"] and self.is_state(
            at := number + 2 + (self.low(number + 2) == "the")
        ):
            return self._part_of(first, at)
        states: list[str] = []
        at = number + 2
        while at < len(self.tokens):
            at += self.low(at) == "the"
            if not (owner := self.owner(at)):
                break
            states.append(owner[0])
            at = owner[1]
            while self.low(at) in {",", "and"} and (self.owner(at + 1) or self.low(at + 1) in {"and", "the"}):
                at += 1
        if states and word in self.people["of_states"] and word not in {"members", "allies", "partners"}:
            return Mention(first, at, tuple(states), STATE, plural=True)
        last = at if states else number + 1
        if not states:
            end = number + 2 + (self.low(number + 2) in english()["determiners"])
            while end < len(self.tokens) and self.tokens[end].text[:1].isupper():
                last = end = end + 1
        text = self.text(number, last)
        return Mention(first, last, (self.names.known(text, GROUP),), GROUP, plural=True)

    def _known(self, first: int) -> Mention | None:
        """Read a name of the gazetteer, or one that this text has made short."""
        token = self.tokens[first]
        if first not in self.found:
            name = self.names.abbreviation(token.text)
            return Mention(first, first + 1, (name,), self.names.kinds[name]) if name else None
        item, last = self.found[first]
        entry = self._meant(item.entries)
        if entry.kind == "Office" or item.manner == DEMONYM:
            return None
        if (
            item.text.startswith(("the ", "The "))
            and last < len(self.tokens)
            and self.tokens[last].text[:1].isupper()
        ):
            return None  # the South China Sea
        name = self.names.known(entry.label, entry.kind, *([item.text] if item.manner == NAME else []))
        return Mention(first, self.after_short(last, name), (name,), entry.kind)

    def _meant(self, entries: tuple[Entry, ...]) -> Entry:
        """Return which of several things a name means: one that the text has named already, else the first."""
        return next((entry for entry in entries if entry.label in self.names.kinds), entries[0])

    def _owned(self, mention: Mention) -> Mention | None:
        """Read the body of an actor: South Korea's Defense Ministry, the UN mission."""
        if mention.kind in {PERSON, GROUP} or mention.plural:
            return None
        at = mention.last + (self.low(mention.last) == "'s")
        number = at
        while number < len(self.tokens) and number - at < 3:
            if self.low(number) in self.people["bodies"] and self.low(number + 1) not in {
                *self.people["events"]
            }:
                end = number + 1
                if self.low(end) in {"of", "for"} and self.is_name(end + 1):
                    while self.is_name(end) or (
                        self.low(end) in {"of", "for", "and"} and self.is_name(end + 1)
                    ):
                        end += 1
                text = self.text(mention.first, end).removeprefix("the ").removeprefix("The ")
                return Mention(
                    mention.first, end, (self.names.known(text, "GovernmentBody"),), "GovernmentBody"
                )
            if not self.tokens[number].text[:1].isupper() and not self.is_modifier(number):
                break
            number += 1
        return None

    def _by_form(self, first: int) -> Mention | None:
        """Read capitalised words that end in a word for a body; a demonym before such a word is part of it."""
        number = first + (self.low(first) == "the")
        if number > first and number in self.found and self.found[number][0].manner == NAME:
            return None  # a name that is known stands behind the article
        at = number
        while at < len(self.tokens) and (
            (self.tokens[at].text[:1].isupper() and self.low(at) not in english()["determiners"])
            or (
                self.low(at) in {"of", "for", "and"}
                and at > number
                and self.tokens[min(at + 1, len(self.tokens) - 1)].text[:1].isupper()
            )
            or (at in self.found and self.found[at][0].manner == DEMONYM)
        ):
            at += 1
        for last in range(at, number + 1, -1):
            word = self.low(last - 1)
            if word in self.people["bodies"] and self.tokens[last - 1].text[:1].isupper():
                name = self.names.known(self.text(number, last), "Organization")
                return Mention(first, self.after_short(last, name), (name,), "Organization")
        if number in self.found and self.found[number][0].manner == DEMONYM:
            end = self.found[number][1]
            while end < len(self.tokens) and self.is_modifier(end):
                end += 1
            if self.low(end) in self.people["bodies"]:
                name = self.names.known(self.text(number, end + 1), "GovernmentBody")
                return Mention(first, end + 1, (name,), "GovernmentBody")
        text = self.tokens[number].text if number < len(self.tokens) else ""
        if number > first and text[:1].isupper():  # the League, of the Arab League
            whole = [name for name in self.names.kinds if name.split()[-1] == text and len(name.split()) > 1]
            whole = [name for name in whole if self.names.kinds[name] not in {PERSON, GROUP}]
            if whole and self.low(number + 1) not in {"of"}:
                return Mention(first, number + 1, (whole[-1],), self.names.kinds[whole[-1]])
        return None

    def _back(self, first: int) -> Mention | None:
        """Read the country, the group, the spokesman: what they refer to was named before."""
        low = self.low(first)
        if low in {"a", "an", "one", "another", "the"}:
            number = first + 1
            while self.is_modifier(number) or self.low(number) in {*self.people["bodies"], "foreign"}:
                number += 1
                if number - first > 3:
                    break
            if self.low(number) in self.people["singles"] and self.low(number + 1) not in {"'s"}:
                if self.name(number + 1)[0]:
                    return None
                name = self.names.known(self.text(first + 1, number + 1), PERSON)
                return Mention(first, number + 1, (name,), PERSON)
        if low not in {"the", "his", "her", "their", "its", "this"}:
            return None
        word = self.low(first + 1)
        for kind, words in self.people["back"].items():
            if word in words and self.low(first + 2) not in {"of"}:
                names = self._latest_of(kind)
                if low in {"his", "her"} and kind == "state":
                    person = self.names.latest(PERSON, self.read_so_far)
                    names = (
                        (self.names.state_of(person[0]),)
                        if person and self.names.state_of(person[0])
                        else names
                    )
                if names:
                    return Mention(first, first + 2, names, self.names.kinds.get(names[0], GROUP))
        return None

    def _latest_of(self, kind: str) -> tuple[str, ...]:
        wanted = STATES if kind == "state" else None
        for mention in reversed(self.read_so_far):
            fits = mention.kind in wanted if wanted else mention.kind not in {PERSON, GROUP, *STATES}
            if fits and len(mention.names) == 1:
                return mention.names
        return self.names.latest_of(wanted)

    def _unknown(self, first: int) -> Mention | None:
        """Read capitalised words that nothing tells more of; one alone not where every word has a capital."""
        words, end = self.name(first)
        text = self.tokens[first].text
        if text.isalpha() and text.isupper() and 1 < len(text) < 7:  # an abbreviation
            words, end = [text], first + 1
        if self.is_heading or not words or first in self.found or self.tokens[first].start in self.places:
            return None
        if first == 0 and len(words) < 2 and not (text.isupper() or self._begins_well()):
            return None
        heads = {*self.people["events"], *self.people["documents"], *english()["months"]}
        places = {"in", "at", "from", "near", "on"}
        if self.low(first - 1) in places or self.low(end) in heads:
            return None
        name = (
            self.names.person(words) if self.names.surnamed(words) else self.names.known(" ".join(words), ACTOR)
        )
        return Mention(first, end, (name,), self.names.kinds[name])

    def _begins_well(self) -> bool:
        """Return whether the first word of the sentence is a name that the text has elsewhere."""
        return self.tokens[0].text in self.names.kinds

    def _pronoun(self, first: int) -> Mention | None:
        low = self.low(first)
        if low in THIRD:
            says = {self.low(first - 1), self.low(first - 2)} & verbs_of_saying()
            # The government said it would: who says so comes before who else stands in the sentence.
            names = self.names.latest(THIRD[low], self.read_so_far[-1:] if says else self.read_so_far)
            if low == "they" and not names:
                names = self.names.latest("", self.read_so_far)
            if not names:
                return None
            return Mention(first, first + 1, names, self.names.kinds.get(names[0], GROUP), plural=low == "they")
        if low in FIRST and self.names.speaker:
            speaker = self.names.speaker
            return Mention(
                first, first + 1, speaker, self.names.kinds.get(speaker[0], PERSON), plural=low != "i"
            )
        return None


def _is_place(tokens: Sequence[Token], start: int, sentence: Sentence) -> bool:
    before = [token for token in tokens if token.end - sentence.start <= start]
    return bool(before) and before[-1].low in AT_A_PLACE
