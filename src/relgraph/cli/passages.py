"""Where acts are told: passages as a table shows them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from relgraph.cli.terminal import cell
from relgraph.model.sources import Passage, SourceText
from relgraph.store import KnowledgeGraph


def where_told(graph: KnowledgeGraph, passages: Iterable[Passage], text: SourceText | None) -> Text:
    """Return one line per document with the places in it, and the words there where ``text`` has them."""
    found: dict[str, list[str]] = {}
    quotes = []
    for passage in passages:
        span = f"{passage.start}-{passage.end}" if passage.start is not None else passage.fragment
        found.setdefault(passage.document, []).append(span)
        if text is not None and (quote := text.quote(passage)):
            quotes.append(f"“{' '.join(quote.split())}”")
    lines = []
    for document, spans in found.items():
        unit = "characters " if spans[0][:1].isdigit() else ""
        lines.append(f"{graph.thing(document).label}, {unit}{', '.join(spans)}")
    return cell("\n".join([*lines, *quotes]), lines=True)
