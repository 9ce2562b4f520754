"""Covering: which sentences of a text carry an act, and which none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self

from relgraph.authoring.dossier import Dossier
from relgraph.authoring.drafting.sentences import sentences
from relgraph.authoring.quoting import Unplaced, places_of_acts

PAGE = "\f"
"""The form feed, with which programs that read PDF part the pages of a text."""


class CoveredSentence(NamedTuple):
    """A sentence.

    Attributes:
        page: The page that it begins on, from 1.
        start: Its first code point.
        end: The code point after its last.
        acts: The ids of the acts with a passage in it.
    """

    page: int
    start: int
    end: int
    acts: tuple[str, ...]


class Coverage(tuple[CoveredSentence, ...]):
    """The sentences of a text, in order.

    Attributes:
        unplaced: The quotes that are not at one place in the text, so that no sentence counts as theirs.
    """

    unplaced: tuple[Unplaced, ...]

    def __new__(cls, sentences: Iterable[CoveredSentence], unplaced: Iterable[Unplaced] = ()) -> Self:
        """Make it of sentences, and quotes that are in none of them."""
        found = super().__new__(cls, sentences)
        found.unplaced = tuple(unplaced)
        return found

    @property
    def share(self) -> float:
        """The share of sentences with an act; 1 for a text without any."""
        return sum(bool(one.acts) for one in self) / len(self) if self else 1.0


def coverage(dossier: Dossier) -> Coverage:
    """Return which sentences of a dossier's text carry acts.

    Args:
        dossier: The dossier. Acts that were dropped do not count, drafts do.

    Returns:
        The sentences. A passage of several lies in each of them.

    Example:
        >>> import relgraph
        >>> text = "Oman condemned the attack. The sea was calm."
        >>> dossier = relgraph.draft(text, "", title="R", base="urn:x:")
        >>> [len(one.acts) for one in relgraph.coverage(dossier)], relgraph.coverage(dossier).share
        ([1, 0], 0.5)
    """
    acts = {row.cells["id"] for row in dossier.acts}
    by_act, unplaced = places_of_acts(dossier)
    places = [(*place, act) for act, found in by_act.items() if act in acts for place in found]
    found = (
        CoveredSentence(
            dossier.text.count(PAGE, 0, one.start) + 1,
            one.start,
            one.end,
            tuple(dict.fromkeys(act for start, end, act in places if start < one.end and one.start < end)),
        )
        for one in sentences(dossier.text)
    )
    return Coverage(found, unplaced)
