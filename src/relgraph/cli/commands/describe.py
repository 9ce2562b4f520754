"""The command ``describe``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.choices import RDF_FORMATS
from relgraph.cli.options import data_option, example, open_graph
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy


@click.command(
    epilog=example(
        "relgraph describe -o void.ttl", "relgraph describe -d acts.ttl --dataset https://example.org/acts"
    )
)
@click.option(
    "--dataset",
    metavar="IRI",
    help="What the data set is called. Default: what the graph states to be a void:Dataset, or"
    " https://w3id.org/relgraph/data for the bundled graph.",
)
@output_options(RDF_FORMATS, default="turtle", help="How to write the description.")
@data_option
def describe(*, dataset: str | None, output: Output, data: tuple[str, ...]) -> None:
    """Count what the graph holds, as a VoID description.

    Triples, entities, classes and properties are counted; vocabularies and sources are named. Title,
    description, licence and version stand in it where the graph states them of the data set.
    """
    graph = open_graph(*data)
    with busy("counting"):
        description = relgraph.describe(graph, dataset)
    output.write(relgraph.export(description, output.format))
