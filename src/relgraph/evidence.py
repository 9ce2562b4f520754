"""Evidence: is what it says of the texts of its sources so, where these are at hand."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from relgraph.errors import SourceError
from relgraph.model.namespaces import OA, RG
from relgraph.model.sources import Passage, SourceText, documents_by_digest, read_passages, read_text
from relgraph.model.statements import Statements, text_of

CHECKS_OF_EVIDENCE: Mapping[str, str] = {
    "source-unknown": (
        "No document of the graph has the SHA-256 of this file: give the file that was read, unchanged to the "
        "byte, or state this as the rg:sha256 of its document."
    ),
    "passage-outside-text": (
        "This passage is not in the text of its document: oa:start and oa:end count from 0 and end before the "
        "text does, the end exclusive."
    ),
    "passage-counts-bytes": (
        "Read as Unicode code points these offsets are outside the text or cut a word, read as bytes of UTF-8 "
        "they are not: count code points."
    ),
    "passage-counts-utf16": (
        "Read as Unicode code points these offsets are outside the text or cut a word, read as UTF-16 code "
        "units they are not: count code points."
    ),
    "passage-cuts-word": "This passage begins or ends within a word: correct its offsets.",
    "passage-blank": "This passage is white space alone: correct its offsets.",
    "passage-whole-text": (
        "This passage is the whole of a text of several lines, which points at nothing in it: narrow it to "
        "what carries the fact."
    ),
    "quote-not-in-text": (
        "These words are not in the text of their document, after their prefix and before their suffix."
    ),
    "quote-at-several-places": (
        "These words stand at several places of the text: tell them apart by oa:prefix or oa:suffix."
    ),
}
"""The checks that compare evidence with the texts of its sources, each with its message."""

_UNITS = (("passage-counts-bytes", "utf-8", 1), ("passage-counts-utf16", "utf-16-le", 2))
"""What offsets are counted in by mistake: the check that says so, an encoding and the bytes of its unit."""

_SPACED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "DIGIT")
"""First words of the names of characters whose words stand between blanks, with nothing written on to them."""


class Fault(NamedTuple):
    """What is wrong with evidence, or with a file that was given for it.

    Attributes:
        check: A key of :data:`CHECKS_OF_EVIDENCE`.
        node: The evidence node; the name of a file in quotes.
        path: The property at fault, ``""`` where there is none.
        value: What it says.
    """

    check: str
    node: str
    path: str
    value: str


@dataclass(frozen=True)
class EvidenceCheck:
    """The outcome of a comparison.

    Attributes:
        faults: What is wrong.
        unchecked: IRIs of the documents that have passages to compare, but no text was given for.
    """

    faults: tuple[Fault, ...]
    unchecked: tuple[str, ...]


def check_evidence(graph: Statements, paths: Iterable[str | os.PathLike[str]]) -> EvidenceCheck:
    """Compare all evidence of a graph with the texts of its sources.

    A word is cut where letters or digits stand on both sides of an end of a passage, in scripts that write
    words between blanks; a character is cut where a combining mark follows.

    Args:
        graph: The graph.
        paths: Files of UTF-8 text, each the document that has its SHA-256.

    Returns:
        What is wrong, and which documents were not looked at.

    Raises:
        InputError: A file cannot be read as UTF-8.

    Example:
        >>> import relgraph
        >>> check_evidence(relgraph.open(), []).unchecked
        ('https://w3id.org/relgraph/id/document/report-2021',)
    """
    faults: list[Fault] = []
    at_hand: dict[str, SourceText] = {}
    digests = documents_by_digest(graph)
    for path in paths:
        digest, text = read_text(path)
        if digest in digests:
            at_hand |= {document: SourceText(document, text) for document in digests[digest]}
        else:
            faults.append(Fault("source-unknown", f'"{os.fspath(path)}"', str(RG.sha256), f'"{digest}"'))
    nodes = {text_of(node) for node, _ in graph.pairs_of(str(OA.hasSource))}
    nodes |= {text_of(node) for _, node in graph.pairs_of(str(RG.evidence))}
    passages = read_passages(graph, sorted(nodes))
    for passage in passages:
        if passage.document in at_hand:
            faults.extend(_faults(passage, at_hand[passage.document]))
    compared = {passage.document for passage in passages if passage.start is not None or passage.exact}
    return EvidenceCheck(tuple(faults), tuple(sorted(compared - at_hand.keys() - {""})))


def _faults(passage: Passage, text: SourceText) -> Iterator[Fault]:
    try:
        places = text.places(passage)
    except SourceError:
        yield _fault(_miscounted(passage, text.text) or "passage-outside-text", passage)
        return
    if len(places) != 1:
        if passage.exact and passage.start is None:
            yield _fault("quote-at-several-places" if places else "quote-not-in-text", passage)
        return
    start, end = places[0]
    words = text.text[start:end].strip()
    if not words:
        yield _fault("passage-blank", passage)
    elif _cuts(text.text, start) or _cuts(text.text, end):
        yield _fault(_miscounted(passage, text.text) or "passage-cuts-word", passage)
    elif words == text.text.strip() and len([line for line in words.splitlines() if line.strip()]) > 1:
        yield _fault("passage-whole-text", passage)


def _fault(check: str, passage: Passage) -> Fault:
    path = OA.exact if passage.start is None else OA.start
    return Fault(check, passage.evidence, str(path), f'"{passage.place}"')


def _miscounted(passage: Passage, text: str) -> str:
    """Return the check that says in what the offsets seem to be counted, ``""`` where nothing fits them."""
    start, end = passage.start, passage.end
    if start is None or end is None or text.isascii():
        return ""
    fits = ""
    for check, encoding, size in _UNITS:
        encoded = text.encode(encoding)
        if not 0 <= start < end <= len(encoded) // size:
            continue
        if end > len(text):
            fits = fits or check
        try:
            before, words = encoded[: start * size].decode(encoding), encoded[: end * size].decode(encoding)
        except UnicodeDecodeError:
            continue  # within a character
        if len(words) < end and not _cuts(text, len(before)) and not _cuts(text, len(words)):
            return check
    return fits


def _cuts(text: str, at: int) -> bool:
    """Return whether a word or a character goes on from before ``at`` to behind it."""
    if not 0 < at < len(text):
        return False
    if unicodedata.category(text[at]).startswith("M"):
        return True
    return all(_in_word(character) for character in (text[at - 1], text[at]))


def _in_word(character: str) -> bool:
    if unicodedata.category(character).startswith("M"):
        return True
    return character.isalnum() and unicodedata.name(character, "").startswith(_SPACED)
