"""The command ``derive``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.choices import RDF_FORMATS
from relgraph.cli.options import data_option, example, open_graph
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy, progress
from relgraph.errors import InputError


@click.command(epilog=example("relgraph derive -d acts.ttl -o graph.ttl"))
@click.option(
    "--afresh",
    is_flag=True,
    help="First drop what rules could have derived, so that what no longer follows goes.",
)
@click.option(
    "--closures",
    is_flag=True,
    help="Add closures too (rg:effectiveDate, rg:about, ...), by which a triple store counts projections.",
)
@output_options(RDF_FORMATS, default="turtle", help="How to write the graph.", may_replace_input=True)
@data_option
def derive(*, afresh: bool, closures: bool, output: Output, data: tuple[str, ...]) -> None:
    """Add what follows from the acts by the rules.

    Turtle stands in the stable order: what is written, then what follows.
    """
    from relgraph.closures import with_closures
    from relgraph.derivation import complete, without_derived

    graph = open_graph(*data)
    if afresh and not graph.acts:
        raise InputError(
            "there are no acts to derive from, and --afresh would drop every direct relation",
            "leave --afresh out",
        )
    with busy("deriving"):
        if afresh:
            graph = without_derived(graph)
        complete(graph)
        if closures:
            graph = with_closures(graph)
    with progress("writing") as show:
        output.write(relgraph.stream(graph, output.format, show))
