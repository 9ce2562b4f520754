"""What nouns tell of actors: talks between A and B, an attack by A, A's call for, A's efforts to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relgraph.authoring.drafting.clauses import Clauses
from relgraph.authoring.drafting.names import Mention
from relgraph.authoring.drafting.relations import BASE, NOUN, Lexicon
from relgraph.authoring.drafting.sentences import english

_ENDS = frozenset({";", ".", "?", "!", ":", ",", "and", "that", "which", "who"})
_AGENT = 12  # tokens after a noun in which "by" names who did it


class Told(NamedTuple):
    """What a noun tells.

    Attributes:
        names: Who does it.
        relation: The relation, by local name.
        what: The tokens of what it is about: the first, and the one after the last.
        first: The first token of the passage.
        last: The token after its last.
        modality: The modality, by its word.
    """

    names: tuple[str, ...]
    relation: str
    what: tuple[int, int]
    first: int
    last: int
    modality: str = "asserted"


class Nouns:
    """The nouns of one sentence."""

    def __init__(self, clauses: Clauses, lexicon: Lexicon) -> None:
        """Take a sentence whose verbs have been read."""
        self._clauses, self._lexicon = clauses, lexicon
        self._governed = {at for verb in clauses.predicates for at in range(verb.first, verb.last)}
        self._possessors = [mention for mention in clauses.mentions if mention.possessive]

    def told(self) -> Iterator[Told]:
        """Yield what the nouns tell."""
        for number, token in enumerate(self._clauses.tokens):
            if relation := self._relation(number):
                yield from self._between(number, relation)
            if number in self._governed:
                continue
            efforts = english()["efforts"]
            modality = efforts.get(token.low) or efforts.get(token.low.removesuffix("s"))
            owner = self._possessor(number)
            if relation and (agents := self._agents(number + 1)):
                for mention in agents[0]:
                    yield Told(mention.names, relation, (number, agents[1]), number, agents[1])
            if modality and self._clauses.low(number + 1) == "of":
                listed, end = self._clauses.list_from(number + 2)
                if listed and self._clauses.low(end) == "to":
                    for mention in listed:
                        yield from self._efforts(mention, end + 1, modality)
            if modality and owner and self._clauses.low(number + 1) == "to":
                yield from self._efforts(owner, number + 2, modality)
            elif relation and owner and self._clauses.low(number + 1) in english()["prepositions"]:
                end = self._end(number + 1)
                yield Told(owner.names, relation, (number, end), owner.first, end)

    def _relation(self, number: int) -> str:
        found = self._lexicon.at(self._clauses.tokens, number)
        return next((match.relation for match in found if NOUN in match.forms), "")

    def _between(self, number: int, relation: str) -> Iterator[Told]:
        """Yield a noun of those between whom it is, once for each."""
        joins = {"between", "among", *(["of"] if relation in self._lexicon.undirected else [])}
        if self._clauses.low(number + 1) not in joins:
            return
        listed, end = self._clauses.list_from(number + 2)
        if len(listed) > 1:
            for mention in listed:
                others = [other for other in listed if other != mention]
                yield Told(mention.names, relation, (others[0].first, others[-1].last), number, end)

    def _agents(self, number: int) -> tuple[list[Mention], int] | None:
        """Return the actors after ``by`` in a noun phrase, and the token after them."""
        for at in range(number, min(number + _AGENT, len(self._clauses.tokens))):
            if self._clauses.low(at) == "by":
                listed, end = self._clauses.list_from(at + 1)
                return (listed, end) if listed else None
            if self._clauses.low(at) in _ENDS or at in self._governed or self._relation(at):
                return None
        return None

    def _possessor(self, number: int) -> Mention | None:
        """Return whose a noun is, where that stands no more than three words before it."""
        for mention in self._possessors:
            if mention.last < number <= mention.last + 4:
                between = {self._clauses.low(at) for at in range(mention.last + 1, number)}
                if not between & {"of", "and", ",", "to"}:
                    return mention
        return None

    def _end(self, number: int) -> int:
        at = number
        while at < len(self._clauses.tokens) and self._clauses.low(at) not in _ENDS:
            at += 1
        return at

    def _efforts(self, owner: Mention, verb: int, modality: str) -> Iterator[Told]:
        """Yield what somebody's efforts are to do: each verb of them."""
        at = verb
        while at < len(self._clauses.tokens):
            end = self._end(at)
            found = self._lexicon.at(self._clauses.tokens, at)
            relation = next((match.relation for match in found if BASE in match.forms), "")
            yield Told(owner.names, relation, (at, end), owner.first if at == verb else at, end, modality)
            while self._clauses.low(end) in {"and", ","}:
                end += 1
            if self._clauses.low(end) != "to":
                return
            at = end + 1
