"""The command ``show``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

import relgraph
from relgraph.cli.options import data_option, example, language_option, open_complete, open_endpoint
from relgraph.cli.output import Output, output_options
from relgraph.cli.passages import source_option, teller, where_told
from relgraph.cli.terminal import busy, cell, line, of_note, table_of
from relgraph.model.attributes import worded

if TYPE_CHECKING:
    from rich.text import Text

    from relgraph.cli.terminal import Table
    from relgraph.model.citations import Texts

_ARROWS = {"to": "→", "from": "←", "both": "↔"}


@click.command(
    epilog=example(
        "relgraph show 'Bui Thanh Son' --source article.txt",
        "relgraph show Russia --with ASEAN -f csv",
    )
)
@click.argument("entity")
@click.option("--with", "other", metavar="ENTITY", help="Show all that links it with this one, both ways.")
@source_option
@output_options(("table", "csv", "json"), default="table", help="How to write the acts.")
@language_option
@data_option
def show(
    *, entity: str, other: str | None, source: tuple[str, ...], output: Output, data: tuple[str, ...]
) -> None:
    """Show what a thing is, and the acts that name it, by date.

    Each act comes with its speaker, its status and where the source says it, and with how it is linked to the
    thing: actor, object, recipient; or less directly, by what its object concerns or involves, or by a
    collective for which the source says that the thing stands. What links two things only indirectly, such as
    an event of both, is marked so.

    ENTITY is a label, an alias or an IRI.
    """
    graph, names = _asked(data, (entity,) if other is None else (entity, other))
    texts = relgraph.read_sources(graph, source)
    shown = relgraph.show(graph, *names)
    if output.format == "csv":
        output.write(shown.to_csv(texts))
    elif output.format == "json":
        output.write(shown.to_json(texts))
    else:
        table = _table(graph, shown, texts, for_eyes=output.is_for_eyes)
        output.show(*_head(shown), table or cell(_nothing(shown)))


def _asked(data: tuple[str, ...], names: tuple[str, ...]) -> tuple[relgraph.KnowledgeGraph, tuple[str, ...]]:
    """Return a graph with what is asked for, and its names; of a store that counts, no more than that."""
    from relgraph.showing import neighbourhood, node_named

    endpoint = open_endpoint(data)
    if endpoint is not None and endpoint.has_closures:
        with busy("asking"):
            names = tuple(node_named(endpoint, name) for name in names)
            near = neighbourhood(endpoint, names)
        if near is not None:
            return near, names
    graph = open_complete(*data)
    if graph.has_closures:
        with busy("asking"):
            names = tuple(node_named(graph, name) for name in names)
            near = neighbourhood(graph, names)
        graph = graph if near is None else near
    return graph, names


def _head(shown: relgraph.Shown) -> Iterator[Text]:
    for thing in filter(None, (shown.thing, shown.other)):
        yield line(cell(thing.label, "bold"), f"  {thing.kind}" if thing.kind else "")
        yield cell(thing.iri, "dim")
        if thing.aliases:
            yield cell("also: " + ", ".join(thing.aliases))
        if not shown.other:
            for name, values in shown.facts:
                yield cell(f"{name}: {', '.join(values)}")
    if shown.other:
        one, two = shown.thing.label, shown.other.label
        yield cell(f"→ {one} to {two}; ← {two} to {one}; ↔ together, named together or shared", "dim")
    yield cell("")


def _nothing(shown: relgraph.Shown) -> str:
    if shown.other:
        return "Nothing here links the two."
    return "No act names it, and none is about what involves it."


def _table(
    graph: relgraph.KnowledgeGraph, shown: relgraph.Shown, source: Texts, *, for_eyes: bool
) -> Table | None:
    """Return a table of the acts; ``None`` where there are none."""
    if not shown.links:
        return None
    arrows = [""] if shown.other else []
    has_attributes = any(link.attributes for link in shown.links)
    table = table_of(
        "date", *arrows, "act", "how linked", "modality", "polarity", "certainty", "said by",
        "where in the source", *(["attributes"] * has_attributes), for_eyes=for_eyes,
    )  # fmt: skip
    for link in shown.links:
        act = graph.acts.get(link.iri)
        table.add_row(
            _dated(link),
            *([_ARROWS[link.direction]] if shown.other else []),
            cell(link.label),
            _how(link),
            cell(link.modality),
            of_note(link.polarity, "positive"),
            of_note(link.certainty, "certain"),
            teller(graph, act, link.passages) if act else cell(f"({link.told})", "yellow"),
            where_told(graph, link.passages, source),
            *([cell(worded(link.attributes))] if has_attributes else []),
        )
    return table


def _dated(link: relgraph.Link) -> Text:
    if not link.date:
        return cell("undated", "dim")
    return cell(f"{link.date} (published)") if link.dated_by == "publication" else cell(link.date)


def _how(link: relgraph.Link) -> Text:
    how = f"{link.how} ({link.through})" if link.through else link.how
    return cell(how) if link.direct else cell(f"indirectly: {how}", "dim")
