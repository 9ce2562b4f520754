"""The command ``validate``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.exit_codes import DONE, FOUND
from relgraph.cli.options import data_option, example, open_graph
from relgraph.cli.terminal import busy


@click.command(epilog=example("relgraph validate", "relgraph validate my-acts.ttl --source article.txt"))
@click.argument("files", nargs=-1, metavar="[DATA]...")
@click.option(
    "--source",
    multiple=True,
    metavar="FILE",
    help="The text of a source: check the evidence in it, offset by offset; repeatable.",
)
@data_option
def validate(files: tuple[str, ...], source: tuple[str, ...], data: tuple[str, ...]) -> int:
    """Check data against the shapes and checks of the ontology, and evidence against its sources.

    Exit code 0 where it conforms, 1 where it does not (what, where and why on standard output), 2 where it
    could not be checked.
    """
    graph = open_graph(*files, *data)
    with busy("validating"):
        report = relgraph.validate(graph, sources=source)
    relgraph.write(report.text().encode(), "-")
    return DONE if report.conforms else FOUND
