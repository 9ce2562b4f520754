"""The command ``validate``."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

import relgraph
from relgraph.cli.choices import PROFILES
from relgraph.cli.exit_codes import DONE, FOUND
from relgraph.cli.options import data_option, example, given_base, open_graph
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy


@click.command(
    epilog=example(
        "relgraph validate",
        "relgraph validate my-acts.ttl --source article.txt",
        "relgraph validate data.ttl --profile project -f json",
        "relgraph validate data.ttl --shapes shapes.ttl",
    )
)
@click.argument("files", nargs=-1, metavar="[DATA]...")
@click.option(
    "--source",
    multiple=True,
    metavar="FILE",
    help="The text of a source: check the evidence in it, offset by offset; repeatable.",
)
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="Check against these SHACL shapes alone, and not those of the package; repeatable.",
)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="evidence",
    show_default=True,
    help="What the data are for; what a lesser profile than evidence does not demand is a warning.",
)
@output_options(("text", "json", "turtle"), default="text", help="How to write the report.")
@data_option
def validate(
    *,
    files: tuple[str, ...],
    source: tuple[str, ...],
    shapes: tuple[str, ...],
    profile: str,
    output: Output,
    data: tuple[str, ...],
) -> int:
    """Check data against shapes, and evidence against its sources.

    The shapes and checks are those of the package, or shapes of your own. Exit code 0 where it conforms, 1
    where it does not (what, where and why on standard output), 2 where it could not be checked. Warnings, such
    as of what the profile does not demand or of actors that may be one, do not change it. Turtle is the
    validation report of SHACL.
    """
    graph = open_graph(*files, *data)
    with busy("validating"):
        report = relgraph.validate(graph, sources=source, shapes=shapes, base=given_base(), profile=profile)
    written: dict[str, Callable[[], str | bytes]] = {
        "text": report.text,
        "json": lambda: json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n",
        "turtle": report.to_turtle,
    }
    output.write(written[output.format]())
    return DONE if report.conforms else FOUND
