"""Actors as a sentence names them: by the gazetteer, by form, by a title, by a word for several, by a pronoun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from relgraph.authoring.drafting.names import ACTOR, GROUP, PERSON, STATE, STATES, Mention, Names, alike
from relgraph.authoring.drafting.sentences import Sentence, Token, english
from relgraph.authoring.gazetteer import DEMONYM, METONYM, NAME, Entry, Found, Gazetteer

_THIRD = {"he": PERSON, "she": PERSON, "they": GROUP, "it": ""}
_FIRST = frozenset({"we", "i", "us"})
_OTHERS = frozenset({"you", "us", "me", "him", "them", "what", "there", "here", "yes"})
_AT_A_PLACE = frozenset({"in", "from", "at", "near", "to", "outside"})


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
    found = {
        item.start + sentence.start: item
        for item in gazetteer.find(_joined(tokens))
        if item.manner != METONYM or not _is_place(tokens, item.start, sentence)
    }
    mentions = list(_Reader(names, tokens, found, sentence).read())
    names.remember(mentions)
    return mentions


class _Reader:
    """One pass over the tokens of a sentence."""

    def __init__(
        self, names: Names, tokens: Sequence[Token], found: dict[int, Found], sentence: Sentence
    ) -> None:
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
            before = (
                self._low(mention.first - 1)
                if self._low(mention.first - 1) not in {"the", "a", "an"}
                else self._low(mention.first - 2)
            )
            opens = {"as", "like", "since", "after", "before", "until"}  # these open clauses too
            mention = mention._replace(free=before not in english()["prepositions"] or before in opens)
            self.read_so_far.append(mention)
            yield mention
            first = max(mention.last, first + 1)

    def _low(self, number: int) -> str:
        return self.tokens[number].low if 0 <= number < len(self.tokens) else ""

    def _office(self, first: int) -> tuple[str, int, bool] | None:
        """Return the office that stands at a token, the token after it, and whether it is a plural."""
        if first not in self.found or self.found[first][0].entries[0].kind != "Office":
            return None
        item, last = self.found[first]
        entry = item.entries[0]
        plural = item.text.lower().endswith("s") and item.text.lower() not in {
            name.lower() for name in (entry.label, *entry.aliases)
        }
        return entry.label, last, plural

    def _owner(self, first: int) -> tuple[str, int] | None:
        """Return the state or organization that stands before an office, and the token after it."""
        if first not in self.found or self.found[first][0].entries[0].kind == "Office":
            return None
        item, last = self.found[first]
        entry = item.entries[0]
        name = self.names.known(entry.label, entry.kind, *([item.text] if item.manner != DEMONYM else []))
        return name, last + (self._low(last) == "'s")

    def _titled(self, first: int) -> Mention | None:
        """Read a person with an office: X's Foreign Minister NAME, President NAME of X, the President."""
        if self._low(first) in english()["honorifics"]:
            words, end = self._name(first + 1 + (self._low(first + 1) == "."))
            return Mention(first, end, (self.names.person(words),), PERSON) if words else None
        start = first
        number = first + (self._low(first) in {"the", "both"})
        owner = self._owner(number) or self._owner_by_form(number)
        if owner:
            number = owner[1]
            if nearer := self._owner(number):  # whose correspondent in a capital this is
                number = nearer[1]
        while self._low(number) in {
            "former",
            "acting",
            "new",
            "then",
            "outgoing",
            "caretaker",
            "veteran",
            "interim",
        }:
            number += 1
        office = self._office(number)
        if office is None:
            return self._apposition(first)
        label, last, plural = office
        state = owner[0] if owner else ""
        of = self._of(last)
        if of and self._low(of[1]) == ",":
            state, last = state or of[0], of[1]
        begin = last + (self._low(last) == "," and not plural)
        words, end = self._name(begin)
        if begin > last and (len(words) < 2 or self._low(end) not in {",", "and"}):
            words, end = [], last
        if words and not plural:
            if of := self._of(end):
                state, end = state or of[0], of[1]
            name = self.names.person(words, label, state)
            text = " ".join(token.text for token in self.tokens[last:end] if token.text != ",")
            self.names.known(name, PERSON, f"{self._text(number, last)} {text}")
            end += begin > last and self._low(end) == ","
            return Mention(start, end, (name,), PERSON, office=(label, state))
        if plural:
            return self._holders_of(start, label, last, state)
        return self._holder_of(start, label, last, state)

    def _of(self, number: int) -> tuple[str, int] | None:
        """Return the actor that stands after ``of``, and the token after it."""
        if self._low(number) != "of":
            return None
        number += 1 + (self._low(number + 1) == "the")
        if owner := self._owner(number):
            return owner
        words, end = self._name(number)
        return (self.names.known(" ".join(words), ACTOR), end) if 0 < len(words) < 3 else None

    def _owner_by_form(self, number: int) -> tuple[str, int] | None:
        """Return an actor that only its capital and its possessive before an office tell, and the token after it."""
        words, end = self._name(number)
        if len(words) not in (1, 2) or self._low(end) != "'s" or not self._office(end + 1):
            return None
        return (self.names.surnamed(words) or self.names.known(" ".join(words), ACTOR)), end + 1

    def _holders_of(self, start: int, label: str, last: int, state: str) -> Mention | None:
        if self.names.surnamed([self.tokens[last].text] if last < len(self.tokens) else []):
            return None  # the ministers A and B: the names follow
        if self._low(last) in {"of", "from"} and self._is_state(
            at := last + 1 + (self._low(last + 1) == "the")
        ):
            return self._part_of(start, at)
        holders = self.names.holders(label, state)
        count = next((english()["numbers"][self._low(n)] for n in (start, start - 1) if self._low(n) in
                      english()["numbers"]), 0)  # fmt: skip
        text = self._text(start, last).removeprefix("the ").removeprefix("The ")
        if text.lower() in self.people["groups"]:
            return None
        if self._low(last) in {"meeting", "meetings", "ministerial", "conference", "summit"}:
            return None
        if len(holders) > 1 and count in (0, len(holders)):
            self.names.known(text, GROUP)
            return Mention(start, last, tuple(holders), PERSON, plural=True)
        return Mention(start, last, (self.names.known(text, GROUP),), GROUP, plural=True)

    def _holder_of(self, start: int, label: str, last: int, state: str) -> Mention | None:
        if of := self._of(last):
            state, last = state or of[0], of[1]
        holders = self.names.holders(label, state)
        is_definite = state or self._low(start) == "the" or self.tokens[start].text[:1].isupper()
        if not is_definite or self._low(last) in {"meeting", "ministerial"}:
            return None
        if holders:
            return Mention(start, last, (holders[-1],), PERSON)
        if not state and label not in {"Prime Minister", "President", "Foreign Minister", "Secretary-General"}:
            return None
        name = f"{label} of {state}" if state else label
        return Mention(start, last, (self.names.known(name, PERSON, self._text(start, last)),), PERSON)

    def _apposition(self, first: int) -> Mention | None:
        """Read NAME, the OFFICE of X; and NAME alone where the person is known."""
        words, end = self._name(first)
        if not words:
            return None
        if self._low(end) == "," and len(words) > 1:
            number = end + 1
            number += self._low(number) in {"the", "a", "an"}
            owner = self._owner(number) or self._back_owner(number)
            if owner:
                number = owner[1]
            if office := self._office(number):
                state = owner[0] if owner else ""
                last = office[1]
                if of := self._of(last):
                    state, last = state or of[0], of[1]
                name = self.names.person(words, office[0], state)
                return Mention(
                    first, last + (self._low(last) == ","), (name,), PERSON, office=(office[0], state)
                )
        if known := self.names.surnamed(words):
            if len(words) == 1 or alike(known, " ".join(words)):
                return Mention(first, end, (self.names.person(words),), PERSON)
        return self._person_by_form(first, words, end)

    def _back_owner(self, number: int) -> tuple[str, int] | None:
        if self._low(number) in self.people["back"]["body"] and self._low(number + 1) == "'s":
            if names := self.names.latest("", self.read_so_far):
                return names[0], number + 2
        return None

    def _person_by_form(self, first: int, words: list[str], end: int) -> Mention | None:
        """Take two or three capitalised words for a person where what is around them is said of persons."""
        before, after = self._low(first - 1), self._low(end)
        named_so = before in {*self.people["singles"], "leader", "mr", "mrs", "ms"} or (
            before == "." and self._low(first - 2) in {"mr", "mrs", "ms", "dr"}
        )
        if (len(words) in (2, 3) and (named_so or after in {"said", "told", "says", "added"})) or (
            named_so and len(words) == 1
        ):
            return Mention(first, end, (self.names.person(words),), PERSON)
        if len(words) == 2 and after == "," and before in {",", ""}:
            number = end + 1 + (self._low(end + 1) in {"the", "a", "an"})
            window = [self._low(n) for n in range(number, number + 6)]
            if any(
                word in self.people["singles"] for word in window[: window.index(",") if "," in window else 6]
            ):
                return Mention(first, end, (self.names.person(words),), PERSON)
        if len(words) == 2 and before == "," and self._low(first - 2) in self.people["singles"]:
            return Mention(first, end, (self.names.person(words),), PERSON)
        return None

    def _name(self, first: int) -> tuple[list[str], int]:
        """Return the words of a person's name that stand from a token on, and the token after them."""
        words: list[str] = []
        number = first
        while number < len(self.tokens):
            token = self.tokens[number]
            ending = token.low in english()["name_endings"] and words
            initial = len(token.text) == 1 and token.text.isupper() and self._low(number + 1) == "."
            particle = token.low in english()["name_particles"] and self._is_name(number + 1)
            if number in self.found and self.found[number][0].manner != METONYM and not words:
                break
            if number in self.found and self.found[number][0].entries[0].kind == "Office":
                break
            if not (ending or initial or particle or self._is_name(number)):
                break
            words.append(token.text + ("." if initial or (ending and self._low(number + 1) == ".") else ""))
            number += 1 + (initial or (bool(ending) and self._low(number + 1) == "."))
        if len(words) > 5 or (words and words[0].lower() in english()["name_endings"]):
            return [], first
        return words, number

    def _is_name(self, number: int) -> bool:
        if number >= len(self.tokens):
            return False
        text = self.tokens[number].text
        low = text.lower()
        small = (
            low in english()["determiners"] or low in english()["prepositions"] or low in english()["months"]
        )
        listed = low in _THIRD or low in _FIRST or low in _OTHERS or low in english()["clause_openers"]
        listed = listed or low in english()["weekdays"] or low in english()["adverbs"]
        head = low in self.people["bodies"] or low in self.people["events"] or low in self.people["documents"]
        return text[:1].isupper() and len(text) > 1 and not (small or listed or head or text.isupper())

    def _several(self, first: int) -> Mention | None:
        """Read a word for several: the two leaders, both sides, North Korean officials, rebels."""
        number = first + (self._low(first) in english()["determiners"])
        count = 0
        while self._low(number) in english()["numbers"]:
            count = english()["numbers"][self._low(number)]
            number += 1
        count = count or english()["numbers"].get(self._low(first), 0)
        word = self._low(number)
        some = {"some", "several", "many", "most", "all", "other", "certain"}
        definite = self._low(first) in {"the", "both", "these", "those", "their", *some} or count
        if word in self.people["groups"] and definite:
            if self._low(number + 1) in {"of", "from"}:
                return self._of_list(first, number)
            names = () if self._low(first) in some else self.names.members(word, count)
            if names:
                return Mention(first, number + 1, names, self.names.kinds[names[0]], plural=True)
            name = self.names.known(self._text(number - bool(count), number + 1), GROUP)
            return Mention(first, number + 1, (name,), GROUP, plural=True)
        described = (
            self.tokens[first].text[:1].isupper()
            and first > 0
            or self._low(first).endswith(("al", "ern", "ic"))
        )
        if described and self._low(first + 1) in self.people["groups"]:
            return Mention(
                first, first + 2, (self.names.known(self._text(first, first + 2), GROUP),), GROUP, plural=True
            )
        owner = self._owner(number)
        at = owner[1] if owner else number
        while (owner or number > first) and at < len(self.tokens) and self._is_modifier(at):
            at += 1
        if self._low(at) in self.people["plurals"] or (owner and self._low(at) in self.people["groups"]):
            if self.tokens[at].start and (owner or at == number or self._low(first) != self._low(at)):
                text = self._text(number, at + 1)
                return Mention(first, at + 1, (self.names.known(text, GROUP),), GROUP, plural=True)
        return None

    def _is_modifier(self, number: int) -> bool:
        low = self._low(number)
        follows = self._low(number + 1) in {
            *self.people["plurals"],
            *self.people["groups"],
            *self.people["bodies"],
        }
        common = low.isalpha() and low not in english()["prepositions"] and low not in english()["determiners"]
        return follows and common and low not in english()["clause_openers"] and low not in {"and", "or"}

    def _is_state(self, number: int) -> bool:
        found = self.found.get(number)
        return bool(found) and found[0].entries[0].kind in STATES and found[0].manner != DEMONYM

    def _part_of(self, first: int, number: int) -> Mention:
        """Read the leaders of A, B and C as A, B and C, each of them: part of a government stands for its state."""
        owner, last = self._owner(number) or ("", number)
        return Mention(first, last, (owner,), STATE, plural=True)

    def _of_list(self, first: int, number: int) -> Mention:
        """Read the leaders of A, B and C: they are its members where they are states themselves."""
        word = self._low(number)
        if word in self.people["of_persons"] and self._is_state(
            at := number + 2 + (self._low(number + 2) == "the")
        ):
            return self._part_of(first, at)
        states: list[str] = []
        at = number + 2
        while at < len(self.tokens):
            at += self._low(at) == "the"
            if not (owner := self._owner(at)):
                break
            states.append(owner[0])
            at = owner[1]
            while self._low(at) in {",", "and"} and (
                self._owner(at + 1) or self._low(at + 1) in {"and", "the"}
            ):
                at += 1
        if states and word in self.people["of_states"] and word not in {"members", "allies", "partners"}:
            return Mention(first, at, tuple(states), STATE, plural=True)
        last = at if states else number + 1
        if not states:
            end = number + 2 + (self._low(number + 2) in english()["determiners"])
            while end < len(self.tokens) and self.tokens[end].text[:1].isupper():
                last = end = end + 1
        text = self._text(number, last)
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
        if self._low(last) == "(" and self._low(last + 2) == ")":
            self.names.abbreviation(self.tokens[last + 1].text, name)
            last += 3
        return Mention(first, last, (name,), entry.kind)

    def _meant(self, entries: tuple[Entry, ...]) -> Entry:
        """Return which of several things a name means: one that the text has named already, else the first."""
        return next((entry for entry in entries if entry.label in self.names.kinds), entries[0])

    def _owned(self, mention: Mention) -> Mention | None:
        """Read the body of an actor: South Korea's Defense Ministry, the UN mission."""
        if mention.kind in {PERSON, GROUP} or mention.plural:
            return None
        at = mention.last + (self._low(mention.last) == "'s")
        number = at
        while number < len(self.tokens) and number - at < 3:
            if self._low(number) in self.people["bodies"] and self._low(number + 1) not in {
                *self.people["events"]
            }:
                end = number + 1
                if self._low(end) in {"of", "for"} and self._is_name(end + 1):
                    while self._is_name(end) or (
                        self._low(end) in {"of", "for", "and"} and self._is_name(end + 1)
                    ):
                        end += 1
                text = self._text(mention.first, end).removeprefix("the ").removeprefix("The ")
                return Mention(
                    mention.first, end, (self.names.known(text, "GovernmentBody"),), "GovernmentBody"
                )
            if not self.tokens[number].text[:1].isupper() and not self._is_modifier(number):
                break
            number += 1
        return None

    def _by_form(self, first: int) -> Mention | None:
        """Read capitalised words that end in a word for a body; a demonym before such a word is part of it."""
        number = first + (self._low(first) == "the")
        at = number
        while at < len(self.tokens) and (
            (self.tokens[at].text[:1].isupper() and self._low(at) not in english()["determiners"])
            or (
                self._low(at) in {"of", "for", "and"}
                and at > number
                and self.tokens[min(at + 1, len(self.tokens) - 1)].text[:1].isupper()
            )
            or (at in self.found and self.found[at][0].manner == DEMONYM)
        ):
            at += 1
        for last in range(at, number + 1, -1):
            word = self._low(last - 1)
            if word in self.people["bodies"] and self.tokens[last - 1].text[:1].isupper():
                name = self.names.known(self._text(number, last), "Organization")
                if self._low(last) == "(" and self._low(last + 2) == ")":
                    self.names.abbreviation(self.tokens[last + 1].text, name)
                    last += 3
                return Mention(first, last, (name,), "Organization")
        if number in self.found and self.found[number][0].manner == DEMONYM:
            item, last = self.found[number]
            end = last
            while end < len(self.tokens) and self._is_modifier(end):
                end += 1
            if self._low(end) in self.people["bodies"]:
                name = self.names.known(self._text(number, end + 1), "GovernmentBody")
                return Mention(first, end + 1, (name,), "GovernmentBody")
        text = self.tokens[number].text if number < len(self.tokens) else ""
        if number > first and text[:1].isupper():  # the League, of the Arab League
            whole = [name for name in self.names.kinds if name.split()[-1] == text and len(name.split()) > 1]
            whole = [name for name in whole if self.names.kinds[name] not in {PERSON, GROUP}]
            if whole and self._low(number + 1) not in {"of"}:
                return Mention(first, number + 1, (whole[-1],), self.names.kinds[whole[-1]])
        return None

    def _back(self, first: int) -> Mention | None:
        """Read the country, the group, the spokesman: what they refer to was named before."""
        low = self._low(first)
        if low in {"a", "an", "one", "another", "the"}:
            number = first + 1
            while self._is_modifier(number) or self._low(number) in {*self.people["bodies"], "foreign"}:
                number += 1
                if number - first > 3:
                    break
            if self._low(number) in self.people["singles"] and self._low(number + 1) not in {"'s"}:
                words, end = self._name(number + 1)
                if words:
                    return None
                name = self.names.known(self._text(first + 1, number + 1), PERSON)
                return Mention(first, number + 1, (name,), PERSON)
        if low not in {"the", "his", "her", "their", "its", "this"}:
            return None
        word = self._low(first + 1)
        for kind, words in self.people["back"].items():
            if word in words and self._low(first + 2) not in {"of"}:
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
        words, end = self._name(first)
        if not words or first in self.found or (first == 0 and len(words) < 2 and not self._begins_well()):
            return None
        if self._low(first - 1) in {"in", "at", "from", "near", "of", "to", "on", "for", "by"} or self._low(end) in {
            *self.people["events"], *self.people["documents"], *english()["months"],
        }:  # fmt: skip
            return None
        name = (
            self.names.person(words) if self.names.surnamed(words) else self.names.known(" ".join(words), ACTOR)
        )
        return Mention(first, end, (name,), self.names.kinds[name])

    def _begins_well(self) -> bool:
        """Return whether the first word of the sentence is a name that the text has elsewhere."""
        return self.tokens[0].text in self.names.kinds

    def _pronoun(self, first: int) -> Mention | None:
        low = self._low(first)
        if low in _THIRD:
            names = self.names.latest(_THIRD[low], self.read_so_far)
            if low == "they" and not names:
                names = self.names.latest("", self.read_so_far)
            if not names:
                return None
            return Mention(first, first + 1, names, self.names.kinds.get(names[0], GROUP), plural=low == "they")
        if low in _FIRST and self.names.speaker:
            speaker = self.names.speaker
            return Mention(
                first, first + 1, speaker, self.names.kinds.get(speaker[0], PERSON), plural=low != "i"
            )
        return None

    def _text(self, first: int, last: int) -> str:
        """Return the words from one token to another as they stand."""
        begin = self.tokens[first].start - self.sentence.start
        return " ".join(_joined(self.tokens)[begin : self.tokens[last - 1].end - self.sentence.start].split())


def _joined(tokens: Iterable[Token]) -> str:
    """Return tokens as the text in which they stood, what stood between them as spaces."""
    parts: list[str] = []
    at = None
    for token in tokens:
        parts.append(" " * (token.start - at if at is not None else 0) + token.text)
        at = token.end
    return "".join(parts)


def _is_place(tokens: Sequence[Token], start: int, sentence: Sentence) -> bool:
    before = [token for token in tokens if token.end - sentence.start <= start]
    return bool(before) and before[-1].low in _AT_A_PLACE
