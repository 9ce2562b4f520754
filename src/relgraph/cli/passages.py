"""Where acts are told: tellers and passages as a table shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import click

from relgraph.cli.terminal import cell

if TYPE_CHECKING:
    from rich.text import Text

    from relgraph.model.acts import Act
    from relgraph.model.citations import Texts
    from relgraph.model.sources import Passage
    from relgraph.store import KnowledgeGraph

_F = TypeVar("_F", bound=Callable[..., Any])


def source_option(command: _F) -> _F:
    """Add ``--source``: the texts at hand; the command takes ``source``, a tuple of paths."""
    return click.option(
        "--source",
        multiple=True,
        metavar="FILE",
        help="The text of a source: passages are shown in its words; repeatable.",
    )(command)


def teller(graph: KnowledgeGraph, act: Act, passages: Iterable[Passage]) -> Text:
    """Return who says an act; in brackets what else tells it, since the passages name it."""
    from relgraph.model.telling import telling

    told = list(passages)
    manner, tellers = telling(graph, graph.ontology, act, told)
    if manner == "said by":
        return cell(graph.thing(act.said_by).label)
    if manner == "told by":
        return cell("(the report)" if len(tellers) == 1 else "(the reports)")
    return cell(f"({graph.told(act, told)})", "" if tellers else "yellow")


def where_told(graph: KnowledgeGraph, passages: Iterable[Passage], source: Texts) -> Text:
    """Return one line per document with the places in it, and the words there where its text is at hand."""
    from relgraph.model.citations import missing_words, text_for
    from relgraph.model.namespaces import short

    found: dict[str, list[str]] = {}
    quotes = []
    for passage in passages:
        place = passage.place
        if text := text_for(passage, source):
            if note := missing_words(passage, text):
                place = f"{place} ({note})"
            elif places := text.places(passage):
                place = "characters {}-{}".format(*places[0])
                quotes.append(f"“{' '.join(text.quote(passage).split())}”")
        found.setdefault(passage.document, []).append(place or f"no place is given ({short(passage.evidence)})")
    lines = [
        f"{graph.thing(document).label if document else 'source not named'}, {', '.join(_joined(told))}"
        for document, told in found.items()
    ]
    return cell("\n".join([*lines, *quotes]), lines=True)


def _joined(places: Iterable[str]) -> Iterator[str]:
    """Yield places, those by offsets as one with the unit told once."""
    unit = "characters "
    for by_offsets, told in groupby(places, lambda place: place.startswith(unit)):
        if by_offsets:
            yield unit + ", ".join(place.removeprefix(unit) for place in told)
        else:
            yield from told
