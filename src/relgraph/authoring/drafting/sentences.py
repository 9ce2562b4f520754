"""Sentences and words of a text, with their positions; the small words of English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from relgraph.authoring.naming import LETTERS

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|['\u2019]s\b"  # U.S., and the ending of a possessive
    rf"|{LETTERS}(?:-{LETTERS}|['\u2019](?!s\b){LETTERS}|\.(?=[a-z]))*|[^\w\s]"
)
# What begins the next sentence is a digit, a capital, or a letter of a script without capitals.
_END = re.compile(
    r"[.!?\u061f\u06d4]+[\"\u201d\u2019')\]]*(?=\s+[\"\u201c\u2018'(\[]*[^\Wa-z\xdf-\xff_]|\s*$)"
    r"|\n\s*\n|(?<=[:;])\n"
)
_QUOTED = re.compile(r"[\u201c\"]([^\u201c\u201d\"]+)[\u201d\"]")
_BRITISH = re.compile(r"(?<=\w{3})our(?=s|ed|ing|ably|able|$)|(?<=\w{3})is(?=e$|ed$|es$|ing$)")


_LONGEST_ABBREVIATION = 40


class Token(NamedTuple):
    """A word or mark.

    Attributes:
        text: It as it stands.
        start: Its first code point in the text.
        end: The code point after its last.
        low: It in lower case and American spelling.
    """

    text: str
    start: int
    end: int
    low: str


class Sentence(NamedTuple):
    """A sentence.

    Attributes:
        start: Its first code point.
        end: The code point after its last.
        tokens: Its words and marks.
        paragraph: The number of its paragraph.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int


@cache
def english() -> dict[str, Any]:
    """Return the tables of ``english.toml``."""
    return tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))


def folded(word: str) -> str:
    """Return a word in lower case and American spelling, so that both spellings are one.

    Example:
        >>> folded("Favoured"), folded("recognising")
        ('favored', 'recognizing')
    """
    low = word.lower().replace("\u2019", "'")
    return _BRITISH.sub(lambda match: "or" if match[0] == "our" else "iz", low)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text. An empty line ends one too, so that headings stand alone.

    Example:
        >>> [len(sentence.tokens) for sentence in sentences("Gen. Ruiz met the U.S. envoy. They agreed.")]
        [8, 3]
    """
    start, paragraph = 0, 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        if match and match[0].startswith(".") and _is_abbreviation(text[start : match.start()]):
            continue
        stripped = text[start:end].strip()
        if stripped:
            first = text.index(stripped, start)
            yield Sentence(first, first + len(stripped), tuple(_tokens(stripped, first)), paragraph)
        if match and "\n" in text[match.start() : match.end() + 2]:
            paragraph += 1
        start = end


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where words stand between quotation marks, the marks left out.

    Example:
        >>> quotations('It is "a start".')
        [(7, 14)]
    """
    return [match.span(1) for match in _QUOTED.finditer(text)]


def _is_abbreviation(before: str) -> bool:
    word = re.search(r"[^\s(\"\u201c]*$", before[-_LONGEST_ABBREVIATION:])
    last = word[0] if word else ""
    return (
        last.lower() in english()["abbreviations"]
        or bool(re.fullmatch(r"[A-Z]", last))
        or bool(re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", last))
    )


def _tokens(text: str, offset: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        yield Token(match[0], match.start() + offset, match.end() + offset, folded(match[0]))
