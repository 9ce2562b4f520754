"""Commands on the graph as a whole: validate, derive, export."""

from __future__ import annotations

import click

import relgraph
from relgraph.acts import read_acts
from relgraph.cli.options import OneOf, data_option, example, open_graph, output_option
from relgraph.cli.terminal import busy, write_text
from relgraph.derivation import written
from relgraph.errors import InputError
from relgraph.exporting import RDF_FORMATS


@click.command(epilog=example("relgraph validate", "relgraph validate my-acts.ttl"))
@click.argument("files", nargs=-1, metavar="[DATA]...")
@data_option
def validate(files: tuple[str, ...], data: tuple[str, ...]) -> int:
    """Check data against the shapes and checks of the ontology.

    Exit code 0 where it conforms, 1 where it does not (what, where and why on standard output), 2 where it
    could not be checked.
    """
    graph = open_graph(*files, *data)
    with busy("validating"):
        report = relgraph.validate(graph)
    write_text(report.text(), "-")
    return 0 if report.conforms else 1


@click.command(
    epilog=example("relgraph export -f ntriples -o triples.nt", "relgraph export -d acts.ttl -f jsonld")
)
@click.option(
    "-f", "--format", "fmt", type=OneOf("format", RDF_FORMATS), required=True, help="How to write the graph."
)
@output_option
@data_option
def export(fmt: str, output: str, data: tuple[str, ...]) -> None:
    """Write the graph as RDF, the same bytes for the same graph."""
    relgraph.write(relgraph.export(open_graph(*data), fmt), output)


@click.command(epilog=example("relgraph derive -d acts.ttl -o graph.ttl"))
@click.option(
    "--afresh",
    is_flag=True,
    help="First drop what rules could have derived, so that what no longer follows goes.",
)
@output_option
@data_option
def derive(afresh: bool, output: str, data: tuple[str, ...]) -> None:
    """Add what follows from the acts by the rules.

    Writes Turtle in the stable order: what is written, then what follows.
    """
    graph = open_graph(*data)
    if afresh and not read_acts(graph):
        raise InputError(
            "there are no acts to derive from, and --afresh would drop every direct relation",
            "leave --afresh out",
        )
    graph = relgraph.derive(written(graph) if afresh else graph)
    relgraph.write(relgraph.export(graph, "turtle"), output)
