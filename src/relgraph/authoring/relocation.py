"""Relocation: the passages of a dossier in a text that was changed since."""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from relgraph.authoring.dossier import Dossier, Row
from relgraph.authoring.quoting import place_of, quotation_of
from relgraph.model.quotations import ALIKE

Outcome: TypeAlias = Literal["unchanged", "moved", "reworded", "gone"]
_LIKE = 0.6
"""How alike a passage has to be to what stands in its place (ratio of Ratcliff and Metzener 1988)."""


class Relocated(NamedTuple):
    """What became of one passage.

    Attributes:
        row: The row that quotes it.
        outcome: ``unchanged``; ``moved``, the same words elsewhere; ``reworded``, others in their place; or
            ``gone``.
        quote: The words in the new text, ``""`` where they are gone.
        context: What tells them from other words.
        start: Where they begin there, in code points; ``None`` where they are gone.
    """

    row: Row
    outcome: Outcome
    quote: str
    context: str
    start: int | None


class Relocation(NamedTuple):
    """What became of a dossier.

    Attributes:
        dossier: That of the new text. An act of which a passage was reworded or is gone is a draft again.
        passages: Each passage, in the order of the rows.
    """

    dossier: Dossier
    passages: tuple[Relocated, ...]


def relocate(dossier: Dossier, text: str, sha256: str) -> Relocation:
    """Find the passages of a dossier in another version of its text.

    A quote is looked for by its words and its context; where that is not one place, at the place that the words
    around it have in the new text, and then it has to be alike.

    Args:
        dossier: The dossier.
        text: The new text.
        sha256: Of its file.

    Returns:
        What became of each passage, and the dossier of the new text.

    Example:
        >>> import relgraph
        >>> relgraph.relocate(Dossier({}, "", "", {"acts.csv": (), "passages.csv": ()}), "New.", "").passages
        ()
    """
    aligned = _Alignment(dossier.text, text)
    passages: list[Relocated] = []
    tables = dict(dossier.tables)
    again: set[str] = set()
    for file in ("acts.csv", "passages.csv"):
        rows = []
        for row in dossier.tables[file]:
            if not row.cells["quote"]:
                rows.append(row)
                continue
            found = _relocated(row, dossier.text, text, aligned)
            passages.append(found)
            if found.outcome in ("reworded", "gone"):
                again.add(row.cells["id" if file == "acts.csv" else "act"])
            quoted = {"quote": found.quote or row.cells["quote"], "context": found.context}
            # What was at another place is another passage.
            kept = {"evidence": row.cells["evidence"] if found.outcome == "unchanged" else ""}
            rows.append(row._replace(cells={**row.cells, **(quoted | kept if found.quote else {})}))
        tables[file] = tuple(rows)
    tables["acts.csv"] = tuple(
        row._replace(cells={**row.cells, "status": "draft"})
        if row.cells["id"] in again and row.cells["status"] == "accepted"
        else row
        for row in tables["acts.csv"]
    )
    document = {**dossier.document, "sha256": sha256}
    return Relocation(Dossier(document, text, sha256, tables), tuple(passages))


def _relocated(row: Row, old: str, new: str, aligned: _Alignment) -> Relocated:
    quote, context = row.cells["quote"], row.cells["context"]
    was, now = place_of(old, quote, context), place_of(new, quote, context)
    if isinstance(now, str) and not isinstance(was, str):
        now = aligned.place(*was) or now
    if isinstance(now, str):
        return Relocated(row, "gone", "", context, None)
    words = new[slice(*now)]
    outcome: Outcome = "unchanged" if now == was else "moved"
    if _words(words) != _words(quote):
        if SequenceMatcher(None, words, quote, autojunk=False).ratio() < _LIKE:
            return Relocated(row, "gone", "", context, None)
        outcome = "reworded"
    return Relocated(row, outcome, *quotation_of(new, *now), now[0])


def _words(text: str) -> list[str]:
    return text.translate(ALIKE).split()


class _Alignment:
    """Where the words of one text stand in another."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = ([found.span() for found in re.finditer(r"\S+", text)] for text in (old, new))
        before, after = (
            [text[slice(*span)].translate(ALIKE) for span in spans]
            for text, spans in ((old, self._old), (new, self._new))
        )
        self._before, self._after = before, after

    @cached_property
    def _opcodes(self) -> list[tuple[str, int, int, int, int]]:
        # Words that are very common anchor nothing; without that long texts take minutes.
        return list(SequenceMatcher(a=self._before, b=self._after).get_opcodes())

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place in the new text of what stands from ``start`` to ``end`` in the old one."""
        starts = [span[0] for span in self._old]
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        there: list[int] = []
        for tag, a, b, c, d in self._opcodes:
            if b > first and a <= last:
                exact = range(c + max(0, first - a), c + min(b, last + 1) - a)
                there += exact if tag == "equal" else range(c, d)
        if not there:
            return None
        # A passage may begin or end within a word, such as before the full stop.
        opens = start - self._old[first][0] if self._before[first] == self._after[there[0]] else 0
        closes = self._old[last][1] - end if self._before[last] == self._after[there[-1]] else 0
        return self._new[there[0]][0] + opens, self._new[there[-1]][1] - closes
