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
from relgraph.cli.terminal import busy, note


@click.command(
    epilog=example(
        "relgraph render full -o meeting.html", "relgraph render actors --source article.txt -o page.html"
    )
)
@projection_options
@click.option(
    "-m",
    "--measure",
    type=OneOf("measure", MEASURES),
    default="degree",
    show_default=True,
    help="What sizes the nodes.",
)
@source_option
@output_options(("html",), default="html")
@language_option
@data_option
def render(
    *, measure: str, source: tuple[str, ...], output: Output, data: tuple[str, ...], **options: Any
) -> None:
    """Draw a projection as one HTML page.

    PROJECTION is one of those that relgraph projections lists.

    The page works from disk, without a network. Of what an edge, an act or a node lists (acts, passages,
    events) it has the first 25 and how many more there are, and a note says so.
    """
    graph = open_graph(*data)
    network = relgraph.project(graph, **projection_arguments(**options))
    from relgraph.page import draw

    with busy("drawing"):
        page = draw(graph, network, source=source, size_by=measure)
    note(*page.notes)
    output.write(page.text)
