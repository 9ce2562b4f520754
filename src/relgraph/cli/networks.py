"""Commands on networks: project, centrality, render."""

from __future__ import annotations

from typing import Any

import click
from rich.text import Text

import relgraph
from relgraph.analysis import DEFAULT_MEASURES, MEASURES
from relgraph.cli.options import OneOf, data_option, example, open_graph, output_option, projection_options
from relgraph.cli.terminal import busy, clean, note, print_out, table_of
from relgraph.exporting import NETWORK_FORMATS
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph

SCORE_FORMATS = ("table", "csv", "json")


@click.command(
    epilog=example(
        "relgraph project actors --collectives resolve -f csv",
        "relgraph project full -f graphml -o meeting.graphml",
    )
)
@projection_options
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", NETWORK_FORMATS),
    default="json",
    show_default=True,
    help="How to write the network.",
)
@output_option
@data_option
def project(fmt: str, output: str, data: tuple[str, ...], **options: Any) -> None:
    """Write a projection of the graph as a network.

    PROJECTION is actors, participation, co-participation or full.

    json is NetworkX node-link data, csv a table of edges.
    """
    network = _project(open_graph(*data), **options)
    note(*network.graph["notes"])
    relgraph.write(relgraph.export(network, fmt), output)


def _project(
    graph: KnowledgeGraph,
    projection: str,
    *,
    collectives: str,
    as_of: str | None,
    relations: tuple[str, ...],
    without_background: bool,
) -> Network:
    return relgraph.project(
        graph,
        projection,
        collectives=collectives,
        as_of=as_of,
        relations=relations,
        background=not without_background,
    )


@click.command(
    epilog=example(
        "relgraph centrality actors --collectives resolve --top 5",
        "relgraph centrality full -m pagerank -m degree -f csv",
    )
)
@projection_options
@click.option(
    "-m",
    "--measure",
    "measures",
    multiple=True,
    type=OneOf("measure", MEASURES),
    help=f"Repeatable; the first one ranks. Default: {', '.join(DEFAULT_MEASURES)}.",
)
@click.option(
    "--top", type=click.IntRange(1), metavar="N", help="Only the first N, and those that tie with them."
)
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", SCORE_FORMATS),
    default="table",
    show_default=True,
    help="How to write the scores.",
)
@output_option
@data_option
def centrality(
    measures: tuple[str, ...], top: int | None, fmt: str, output: str, data: tuple[str, ...], **options: Any
) -> None:
    """Score the nodes of a projection.

    PROJECTION is actors, participation, co-participation or full.

    Says on standard error how they were scored and what the scores cannot tell.
    """
    scores = relgraph.centrality(_project(open_graph(*data), **options), measures or DEFAULT_MEASURES)
    if top is not None:
        scores = scores.top(top)
    if fmt == "csv":
        relgraph.write(scores.to_csv().encode(), output)
    elif fmt == "json":
        relgraph.write(scores.to_json().encode(), output)
    else:
        table = table_of("rank", "name", "kind", *scores.measures, output=output)
        for rank, _, label, kind, values in scores.rows:
            table.add_row(str(rank), Text(clean(label)), kind, *(f"{value:.4g}" for value in values))
        print_out(table, output=output)
    note(*scores.method)
    note(*scores.warnings, style="yellow", prefix="warning: ")


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
@click.option(
    "--source", metavar="FILE", help="The text of the source: the page shows the passages themselves."
)
@output_option
@data_option
def render(measure: str, source: str | None, output: str, data: tuple[str, ...], **options: Any) -> None:
    """Draw a projection as one HTML page.

    PROJECTION is actors, participation, co-participation or full.

    The page works from disk, without a network.
    """
    graph = open_graph(*data)
    network = _project(graph, **options)
    with busy("drawing"):
        page = relgraph.render(graph, network, source=source, size_by=measure)
    relgraph.write(page.encode(), output)
