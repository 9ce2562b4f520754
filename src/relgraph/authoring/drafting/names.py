"""What a text has said so far of its actors: what they are called, and whom a later word refers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from relgraph.authoring.drafting.sentences import english

PERSON, GROUP, STATE, ACTOR = "Person", "CollectiveActor", "State", "Actor"
STATES = frozenset({STATE, "Territory"})


class Mention(NamedTuple):
    """Words that stand for actors.

    Attributes:
        first: The number of the first token.
        last: The number of the token after the last.
        names: The actors.
        kind: Their class, by local name.
        plural: The words are a plural, or may be one.
        possessive: A possessive ending follows.
        free: No preposition stands before them.
        office: The office that goes with a person's name here, and whose it is: ``("", "")`` for none.
    """

    first: int
    last: int
    names: tuple[str, ...]
    kind: str
    plural: bool = False
    possessive: bool = False
    free: bool = True
    office: tuple[str, str] = ("", "")


class Names:
    """The actors of a text, sentence by sentence: what a later word refers to depends on what came before."""

    def __init__(self, surnames: Mapping[str, str] | None = None) -> None:
        """Begin a text, of which the persons may be known from an earlier reading."""
        self.kinds: dict[str, str] = {}
        self.aliases: dict[str, dict[str, None]] = {}
        self.surnames: dict[str, str] = dict(surnames or {})
        self._history: list[tuple[str, tuple[str, ...]]] = []
        self._holders: dict[str, list[str]] = {}  # the persons of each office, the latest last
        self._states: dict[str, str] = {}  # of persons who hold an office, the state
        self._short: dict[str, str] = {}  # other names that the text itself gives, such as (DPRK)
        self._recent: dict[str, tuple[str, ...]] = {}  # the latest subject of each kind
        self._together: dict[str, list[tuple[str, ...]]] = {}  # who was named in one sentence, latest last
        self.speaker: tuple[str, ...] = ()

    def known(self, name: str, kind: str, *aliases: str) -> str:
        """Note an actor and what it is called here; return its name."""
        self.kinds.setdefault(name, kind)
        self.aliases.setdefault(name, {}).update(dict.fromkeys(alias for alias in aliases if alias != name))
        return name

    def latest(self, kind: str, so_far: Sequence[Mention]) -> tuple[str, ...]:
        """Return the nearest subject of a kind: the first of this sentence, else that of one before."""
        for mention in so_far:
            if self._fits(mention, kind) and not mention.possessive and mention.free:
                return mention.names
        return self._recent.get(kind, ())

    def _fits(self, mention: Mention, kind: str) -> bool:
        if kind == PERSON:
            return mention.kind == PERSON and len(mention.names) == 1
        if kind == GROUP:
            return mention.plural or len(mention.names) > 1
        return mention.kind != PERSON and not (mention.plural or len(mention.names) > 1)

    def remember(self, mentions: Sequence[Mention]) -> None:
        """Take in the actors of a sentence that has been read, for what the next ones refer to."""
        free = [mention for mention in mentions if mention.free and not mention.possessive]
        self._history += [(mention.kind, mention.names) for mention in mentions]
        for kind in (PERSON, GROUP, ""):
            if fitting := [mention.names for mention in free or mentions if self._fits(mention, kind)]:
                self._recent[kind] = fitting[0]
        for kind in (PERSON, STATE):
            named = tuple(
                dict.fromkeys(name for m in mentions for name in m.names if m.kind == kind and m.last > m.first)
            )
            if len(named) > 1:
                self._together.setdefault(kind, []).append(named)

    def members(self, word: str, number: int) -> tuple[str, ...]:
        """Return whom a word for several stands for, where the text fixes it: those last named together."""
        people = english()["people"]
        for kind, words in ((PERSON, people["of_persons"]), (STATE, people["of_states"])):
            if word in words:
                for named in reversed(self._together.get(kind, [])):
                    if number in (0, len(named)):
                        return named
        return ()

    def person(self, words: Sequence[str], office: str = "", state: str = "") -> str:
        """Return the person whom a name means, the same for the same surname."""
        plain = [word for word in words if word.lower().strip(".") not in english()["name_endings"]]
        surname = plain[-1].lower().rpartition("-")[2] if plain else words[-1].lower()
        full = " ".join(words)
        keys = [plain[-1].lower() if plain else full.lower(), surname]
        if len(plain) == 2:
            keys.append(plain[0].lower())  # names that have the family's name first
        name = next((self.surnames[key] for key in keys[:2] if key in self.surnames), "")
        if not name or (len(plain) > 1 and (len(name.split()) == 1 or not alike(name, full))):
            name = full
        for key in keys:
            if key == keys[0] and len(name.split()) > len(self.surnames.get(key, "").split()):
                self.surnames[key] = name
            self.surnames.setdefault(key, name)
        self.known(name, PERSON, full)
        if office:
            holders = self._holders.setdefault(office.lower(), [])
            if name in holders:
                holders.remove(name)
            holders.append(name)
            if state:
                self._states[name] = state
        return name

    def surnamed(self, words: Sequence[str]) -> str:
        """Return the person of whom only a surname stands here; ``""`` where nobody is known by it."""
        return self.surnames.get(words[-1].lower(), "") if words else ""

    def holders(self, office: str, state: str = "") -> list[str]:
        """Return the persons who are known to hold an office, of a state where one is given."""
        found = self._holders.get(office.lower(), [])
        return [name for name in found if not state or self._states.get(name, state) == state]

    def state_of(self, person: str) -> str:
        """Return the state whose office a person holds; ``""`` where none is known."""
        return self._states.get(person, "")

    def latest_of(self, kinds: frozenset[str] | None) -> tuple[str, ...]:
        """Return the actor last named of some kinds; without kinds, of all but persons, groups and states."""
        for kind, names in reversed(self._history):
            if len(names) == 1 and (kind in kinds if kinds else kind not in {PERSON, GROUP, *STATES}):
                return names
        return ()

    def abbreviation(self, short: str, name: str = "") -> str:
        """Return what a short name means in this text, after noting it where its meaning is given."""
        if name:
            self._short[short] = name
            self.known(name, self.kinds.get(name, "Organization"), short)
        return self._short.get(short, "")


def alike(name: str, other: str) -> bool:
    """Return whether two names of persons may be one: all words of the shorter stand in the longer.

    Example:
        >>> alike("Ada Moreau-Lind", "Moreau")
        True
    """
    shorter, longer = sorted(
        ({part for word in name.lower().split() for part in word.split("-")} for name in (name, other)), key=len
    )
    return shorter <= longer or len(shorter & longer) > 1
