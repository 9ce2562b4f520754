"""The command ``blocs``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import relgraph
from relgraph.cli.choices import BLOC_RUNS, BLOC_SEED
from relgraph.cli.options import data_option, example, language_option, projection_options
from relgraph.cli.output import Output, output_options
from relgraph.cli.scoring_options import backbone_options, projected
from relgraph.cli.terminal import busy, cell, explain, note, table_of

if TYPE_CHECKING:
    from rich.text import Text

    from relgraph.cli.terminal import Table

_LISTED = 20  # unbalanced triads that a table shows; json has all


@click.command(
    epilog=example(
        "relgraph blocs actors --collectives resolve",
        "relgraph blocs signed --seed 7 --runs 500 -o blocs.json",
    )
)
@projection_options
@backbone_options
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=BLOC_SEED,
    show_default=True,
    metavar="S",
    help="Where the random orders of the nodes start.",
)
@click.option(
    "--runs",
    type=click.IntRange(1),
    default=BLOC_RUNS,
    show_default=True,
    metavar="N",
    help="How often to search; the best outcome is kept.",
)
@click.option(
    "--resolution",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="R",
    help="Above 1 for smaller blocs, below for larger ones.",
)
@output_options(("table", "csv", "json"), default="table", help="How to write the blocs.")
@language_option
@data_option
def blocs(
    *, seed: int, runs: int, resolution: float, output: Output, data: tuple[str, ...], **options: Any
) -> None:
    """Find the blocs of a projection and how firm they are.

    PROJECTION is one of those that relgraph projections lists.

    stability is the share of runs in which a node falls together with the others of its bloc. Where ties are
    adverse, the triads that are out of balance follow. How the blocs were found, and what they cannot tell, is
    said on standard error.
    """
    network = projected(data, **options)
    with busy("searching for blocs"):
        found = relgraph.blocs(network, seed=seed, runs=runs, resolution=resolution)
    if output.format == "csv":
        output.write(found.to_csv())
    elif output.format == "json":
        output.write(found.to_json())
    else:
        output.show(*_tables(found, network, for_eyes=output.is_for_eyes))
    explain(found.method, found.warnings)


def _tables(found: relgraph.Blocs, network: relgraph.Network, *, for_eyes: bool) -> list[Table | Text]:
    table = table_of("bloc", "name", "kind", "stability", for_eyes=for_eyes)
    for row in found.rows:
        table.add_row(str(row.bloc), cell(row.label), cell(row.kind), f"{row.stability:.2f}")
    unbalanced = found.balance.unbalanced if found.balance else ()
    if not unbalanced:
        return [table]
    triads = table_of("unbalanced triad", "", "", "adverse", for_eyes=for_eyes)
    for triad in unbalanced[:_LISTED]:
        labels = (str(network.nodes[node].get("label", node)) for node in triad.nodes)
        triads.add_row(*map(cell, labels), str(triad.signs.count(-1)))
    if len(unbalanced) > _LISTED:
        note(f"the first {_LISTED} of {len(unbalanced)} unbalanced triads; -f json has all")
    return [table, cell(""), triads]
