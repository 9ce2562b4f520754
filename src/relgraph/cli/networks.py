"""Commands on networks: projections, project, render."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import Any

import click
from rich.text import Text

import relgraph
from relgraph.analysis import MEASURES
from relgraph.cli.options import (
    OneOf,
    backbone_options,
    data_option,
    example,
    open_graph,
    output_option,
    projected,
    projection_arguments,
    projection_options,
)
from relgraph.cli.terminal import busy, clean, note, print_out, table_of
from relgraph.errors import OutputError
from relgraph.exporting.network import BINARY_FORMATS, NETWORK_FORMATS
from relgraph.model.ontology import read_ontology
from relgraph.projection import PROJECTIONS, entering


@click.command(epilog=example("relgraph projections", "relgraph projections -d my-acts.ttl -f json"))
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", ("table", "json")),
    default="table",
    show_default=True,
    help="How to write the list.",
)
@output_option
@data_option
def projections(fmt: str, output: str, data: tuple[str, ...]) -> None:
    """List the projections: what their nodes, edges and weights are, and what they leave out.

    Relations are those that enter the projection, in the ontology and in the data.
    """
    ontology = read_ontology(open_graph(*data))
    catalogue = [
        {
            **dataclasses.asdict(projection),
            "relations": sorted(relation.name for relation in entering(ontology, name).values()),
        }
        for name, projection in PROJECTIONS.items()
    ]
    if fmt == "json":
        relgraph.write((json.dumps(catalogue, ensure_ascii=False, indent=2) + "\n").encode(), output)
        return
    table = table_of("projection", "property", "value", output=output)
    for entry in catalogue:
        name = Text(entry.pop("name"), style="bold cyan")
        for field, value in entry.items():
            text = ", ".join(value) if isinstance(value, list) else value
            table.add_row(name, field, Text(clean(text)))
            name = Text("")
    print_out(table, output=output)


@click.command(
    epilog=example(
        "relgraph project actors --collectives resolve -f csv",
        "relgraph project topics --kind State --since 2021-07 --as-of 2021",
        "relgraph project full -f gexf -o meeting.gexf",
    )
)
@projection_options
@backbone_options
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

    PROJECTION is one of those that relgraph projections lists.

    graphml and gexf (1.3, with a timeline in Gephi) keep types; gexf keeps the direction of each edge, graphml
    has it as the attribute directed. json is NetworkX node-link data,
    csv a table of edges, csv-nodes one of nodes. parquet, a typed table of edges, needs pyarrow: pip install
    'relgraph[parquet]'.
    """
    if fmt in BINARY_FORMATS and output == "-" and sys.stdout.isatty():
        raise OutputError(f"{fmt} is not for a terminal", "write it to a file with -o")
    network = projected(open_graph(*data), **options)
    note(*network.graph["notes"])
    relgraph.write(relgraph.export(network, fmt), output)


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

    PROJECTION is one of those that relgraph projections lists.

    The page works from disk, without a network.
    """
    graph = open_graph(*data)
    network = relgraph.project(graph, **projection_arguments(**options))
    with busy("drawing"):
        page = relgraph.render(graph, network, source=source, size_by=measure)
    relgraph.write(page.encode(), output)
