"""Marks: what an annotation says, in whatever format, with its places in the text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from relgraph.cleaning import clean
from relgraph.model.quotations import ALIKE

Span = tuple[int, int]
"""Start and end of words in the text, in code points, the end exclusive."""
TAG, LAYER, COMMENT, IDENTIFIER = "", "layer", "note", "identifier"
"""The names under which a tag, the layer, a comment and the IRI of what is named are said."""
_LONGEST = 100_000
NAMES = ("actor", "object", "recipient", "event", "said_by", "topics")
"""The columns that have names of things."""
_COLUMNS = {
    name.replace("_", ""): name
    for name in (*NAMES, "relation", "modality", "polarity", "certainty", "from", "until", "label", "note")
}


@dataclass
class Mark:
    """What someone marked.

    Attributes:
        where: The file and the annotation, for messages.
        spans: The places, in the order of the annotation; at least one.
        said: What is said of it: names of features, or one of :data:`TAG` and its like, with values.
        names: Whether its layer is one of named entities.
        fillers: Columns with places whose words come into them.
    """

    where: str
    spans: list[Span] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    names: bool = False
    fillers: list[tuple[str, Span]] = field(default_factory=list)

    def say(self, name: str, value: object) -> None:
        """Add what a value of JSON says: a text or a number, each of a list, an object as it is written."""
        if isinstance(value, list | tuple):
            for one in value:
                self.say(name, one)
        elif isinstance(value, dict):
            self.say(name, json.dumps(value, ensure_ascii=False))
        elif isinstance(value, str | int | float) and not (value is False or str(value).strip() == ""):
            self.said.append((clean(name), clean(str(value), _LONGEST, lines=True).strip()))


class Left(NamedTuple):
    """What did not come in.

    Attributes:
        where: The file and the annotation or the layer.
        reason: Why.
        number: How many annotations.
    """

    where: str
    reason: str
    number: int = 1


@dataclass
class Found:
    """What a file has.

    Attributes:
        marks: What was marked in the text, in the order of the file.
        left: What is left out.
        remarks: What else a person has to know.
    """

    marks: list[Mark] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def column_of(name: str) -> str:
    """Return the column of ``acts.csv`` that a name of a feature means; ``""`` where it means none.

    Example:
        >>> column_of("saidBy"), column_of("Said by"), column_of("quote")
        ('said_by', 'said_by', '')
    """
    return _COLUMNS.get(re.sub(r"[\W_]", "", name).casefold(), "")


def alike(one: str, other: str) -> bool:
    r"""Tell whether words are the same, however their quote marks, dashes and spaces are set.

    Example:
        >>> alike("the \u201cSea  Code\u201d", 'the "Sea Code"')
        True
    """
    return one.translate(ALIKE).split() == other.translate(ALIKE).split()


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the place of words without the white space around them, or nothing where there are none.

    Example:
        >>> trimmed("They met. ", 4, 10), trimmed("They met.", 4, 5)
        ((5, 9), None)
    """
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return (start, start + len(words.strip())) if words.strip() else None
