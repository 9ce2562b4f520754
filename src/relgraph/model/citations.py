"""Citations: passages as records, fields and quotes have them, with the words of the texts that are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from relgraph.model.attributes import worded
from relgraph.model.sources import Passage, SourceText
from relgraph.wording import counted

Texts: TypeAlias = "SourceText | Sequence[SourceText] | None"
"""The texts at hand: one, several or none."""


def text_for(passage: Passage, source: Texts) -> SourceText | None:
    """Return the text at hand that a passage is in, ``None`` where it is not at hand.

    Example:
        >>> report = SourceText("urn:report", "They met.")
        >>> text_for(Passage("urn:e", "urn:report", 0, 4), [report]) is report
        True
    """
    at_hand = [source] if isinstance(source, SourceText) else source or []
    return next((text for text in at_hand if text.document == passage.document), None)


def missing_words(passage: Passage, text: SourceText) -> str:
    """Return what is wrong with a passage that is told by its words, ``""`` where they stand at one place.

    Example:
        >>> missing_words(Passage("urn:e", "urn:report", exact="met"), SourceText("urn:report", "They left."))
        'not in the text'
    """
    if not passage.exact or passage.start is not None:
        return ""
    places = len(text.places(passage))
    if places == 1:
        return ""
    return f"at {counted(places, 'place')} of the text" if places else "not in the text"


def passage_record(passage: Passage, source: Texts = None) -> dict[str, Any]:
    """Return a passage as JSON has it.

    Args:
        passage: The passage.
        source: The texts at hand.

    Returns:
        ``document``, with those that it has of ``start`` and ``end`` (code points, end exclusive),
        ``fragment``, ``exact``, ``prefix`` and ``suffix``. Where its text is at hand also ``quote``, and for a
        passage that is told by its words the offsets at which they stand, or ``note`` where that is not one
        place.

    Raises:
        SourceError: The passage is not in the text.

    Example:
        >>> passage_record(Passage("urn:e", "urn:report", exact="met"), SourceText("urn:report", "They met."))
        {'document': 'urn:report', 'exact': 'met', 'start': 5, 'end': 8, 'quote': 'met'}
    """
    record: dict[str, Any] = {"document": passage.document}
    if passage.start is not None and passage.end is not None:
        record |= {"start": passage.start, "end": passage.end}
    record |= {
        name: told for name in ("fragment", "exact", "prefix", "suffix") if (told := getattr(passage, name))
    }
    if text := text_for(passage, source):
        places = text.places(passage)
        if len(places) == 1:
            record |= {"start": places[0][0], "end": places[0][1], "quote": text.quote(passage)}
        elif note := missing_words(passage, text):
            record["note"] = note
    return record


def cited(passages: Iterable[Passage]) -> str:
    """Return passages as one field of a table has them, with spaces between.

    Args:
        passages: The passages.

    Returns:
        Each as ``DOCUMENT#char=START,END`` (RFC 5147), ``DOCUMENT#FRAGMENT``, or ``DOCUMENT`` alone where it
        has neither; the evidence in place of a document that is not stated.

    Example:
        >>> cited([Passage("urn:e", "urn:report", 8, 29), Passage("urn:f", "urn:report", exact="They met")])
        'urn:report#char=8,29 urn:report'
    """

    def one(passage: Passage) -> str:
        document = passage.document or passage.evidence
        if passage.start is not None and passage.end is not None:
            return f"{document}#char={passage.start},{passage.end}"
        return f"{document}#{passage.fragment}".removesuffix("#").replace(" ", "%20")

    return " ".join(one(passage) for passage in passages)


def quoted(passages: Iterable[Passage], source: Texts = None) -> str:
    """Return the words of passages as one field of a table has them.

    Args:
        passages: The passages.
        source: The texts at hand.

    Returns:
        The words with `` | `` between: as the text has them where it is at hand, else as the data have them.

    Raises:
        SourceError: A passage is not in the text.

    Example:
        >>> quoted([Passage("urn:e", "urn:report", 0, 4)], SourceText("urn:report", "They met."))
        'They'
    """
    words = []
    for passage in passages:
        text = text_for(passage, source)
        words.append((text.quote(passage) if text else "") or passage.exact)
    return " | ".join(filter(None, words))


def with_citations(
    records: Iterable[Mapping[str, Any]], passages: Iterable[Sequence[Passage]], source: Texts = None
) -> list[dict[str, Any]]:
    """Return records as rows of a table, with their passages as :func:`cited` writes them.

    Args:
        records: Each with the key ``passages``. ``attributes``, where it is there, is put into words.
        passages: Those of each record.
        source: The texts at hand.

    Returns:
        New records. Where a text is at hand, or the data have the words of a passage, each has ``quotes``
        behind its passages, see :func:`quoted`.

    Raises:
        SourceError: A passage is not in the text.

    Example:
        >>> with_citations([{"passages": [], "iri": "urn:a"}], [[Passage("urn:e", "urn:report", exact="met")]])
        [{'passages': 'urn:report', 'quotes': 'met', 'iri': 'urn:a'}]
    """
    told = list(passages)
    quotes = [quoted(found, source) for found in told]
    with_quotes = bool(source) or any(quotes)
    rows = []
    for record, found, words in zip(records, told, quotes, strict=True):
        row: dict[str, Any] = {}
        for name, value in record.items():
            row[name] = value
            if name == "passages":
                row[name] = cited(found)
            elif name == "attributes":
                row[name] = worded(value.items())
            if name == "passages" and with_quotes:
                row["quotes"] = words
        rows.append(row)
    return rows
