"""The command ``build``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

import relgraph
from relgraph.cli.choices import PROFILES, RDF_FORMATS
from relgraph.cli.exit_codes import DONE, FOUND
from relgraph.cli.options import example, with_option
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy, note
from relgraph.errors import DossierError
from relgraph.wording import counted, listed


@click.command(
    epilog=example("relgraph build report/ -o graph.ttl", "relgraph build a/ b/ --with known.ttl -o both.ttl")
)
@click.argument("dossiers", nargs=-1, required=True, metavar="DOSSIER...")
@with_option
@click.option(
    "--drafts",
    is_flag=True,
    help="Take rows too that nobody has accepted yet, if they have relation and object.",
)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="evidence",
    show_default=True,
    help="What the graph is for, as in relgraph validate.",
)
@output_options(RDF_FORMATS, default="turtle", help="How to write the graph.")
def build(
    *, dossiers: tuple[str, ...], known: tuple[str, ...], drafts: bool, profile: str, output: Output
) -> int:
    """Make a graph of dossiers.

    Rows become acts, their quotes places in the text, and what follows from them is derived. Only accepted
    rows count. What is wrong is told with file, row and column, all of it at once. A graph that does not
    conform to the profile is not written: exit code 1, and what is wrong on standard error.
    """
    from relgraph.authoring.building import counts, rows_by_iri

    try:
        read = [relgraph.read_dossier(folder) for folder in dossiers]
        with busy("building"):
            graph = relgraph.build(read, known=[relgraph.open(name) for name in known], drafts=drafts)
    except DossierError as error:
        for fault in error.faults[1:]:
            note(fault)
        raise
    if not graph.acts:
        places = listed(str(Path(folder, "acts.csv")) for folder in dossiers)
        states = {row.cells["status"] for dossier in read for row in dossier.acts}
        advice = "set the status of rows to accepted" + (", or give --drafts" if "draft" in states else "")
        raise DossierError(
            f"no row of {places} is accepted, so there is nothing to build",
            advice if states else f"add rows to {places}",
        )
    with busy("validating"):
        report = relgraph.validate(graph, profile=profile)
    if not report.conforms:
        rows = rows_by_iri(read)
        placed = (replace(one, place=rows.get(one.node, one.place)) for one in report.violations)
        click.echo(replace(report, violations=tuple(placed)).text(), err=True, nl=False)
        return FOUND
    output.write(relgraph.stream(graph, output.format))
    out = [row.cells for dossier in read for row in dossier.acts if not counts(row, drafts=drafts)]
    left = sum(cells["status"] == "draft" for cells in out)
    note(
        f"{counted(len(graph.acts), 'act')}; conforms to {profile}"
        + (f"; {counted(left, 'row')} still to be reviewed, left out" if left else "")
    )
    return DONE
