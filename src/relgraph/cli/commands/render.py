"""The command ``render``."""

from __future__ import annotations

from typing import Any

import click

import relgraph
from relgraph.cli.choices import MEASURES
from relgraph.cli.options import (
    OneOf,
    data_option,
    example,
    language_option,
    open_graph,
    projection_arguments,
    projection_options,
)
from relgraph.cli.output import Output, output_options
from relgraph.cli.passages import source_option
from relgraph.cli.terminal import note, progress
from relgraph.errors import ProjectionError

_MANY = 1000
"""Nodes from which all measures together take too long."""


@click.command(
    epilog=example(
        "relgraph render full -o meeting.html",
        "relgraph render actors --source article.txt --measures betweenness --bootstrap 500 -o page.html",
    )
)
@projection_options
@click.option(
    "--title",
    metavar="TEXT",
    help="The heading. Default: the label of the main source, and how many more there are.",
)
@click.option(
    "-m",
    "--measure",
    type=OneOf("measure", MEASURES),
    default="degree",
    show_default=True,
    help="What sizes the nodes when the page opens.",
)
@click.option(
    "--measures",
    "further",
    default="",
    metavar="NAMES",
    help="Further measures, with what each score rests on: names with commas between, or all.",
)
@click.option(
    "--bootstrap",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Intervals of scores and ranks from N resamples of the acts.",
)
@source_option
@output_options(("html",), default="html")
@language_option
@data_option
def render(
    *,
    title: str | None,
    measure: str,
    further: str,
    bootstrap: int,
    source: tuple[str, ...],
    output: Output,
    data: tuple[str, ...],
    collapsed: bool,
    **options: Any,
) -> None:
    """Draw a projection as one HTML page.

    PROJECTION is one of those that relgraph projections lists.

    The page works from disk, without a network: it filters, ranks, searches, and tells who says what on which
    passage. With --source it has the text beside the network. With --collapsed it opens with one line per pair.
    For fewer than 1,000 nodes and about as many acts it also lists the acts, ties and events that each score by
    --measures rests on, as relgraph why does.
    Of what an edge, an act or a node lists (acts, passages, events) it has the first 25 and how many more there
    are, and a note says so.
    """
    names = tuple(MEASURES) if further == "all" else tuple(filter(None, map(str.strip, further.split(","))))
    graph = open_graph(*data)
    fold = relgraph.fold(graph, **projection_arguments(**options, collapsed=False), detail="acts")
    nodes = len(fold.edge_list().nodes)
    if further == "all" and nodes >= _MANY:
        raise ProjectionError(
            f"{nodes:,} nodes: all measures together are for fewer than {_MANY:,}", "name some with --measures"
        )
    from relgraph.page import draw

    with progress("drawing") as told:
        page = draw(
            graph,
            fold,
            source=source,
            size_by=measure,
            title=title,
            measures=names,
            bootstrap=bootstrap,
            lines="pairs" if collapsed else None,
            progress=told,
        )
    note(*page.notes)
    output.write(page.text)
