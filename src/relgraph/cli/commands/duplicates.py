"""The command ``duplicates``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.options import data_option, example, language_option, open_graph
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import cell, note, table_of
from relgraph.wording import counted


@click.command(
    epilog=example("relgraph duplicates -d a.ttl -d b.ttl", "relgraph duplicates -d a.ttl -o pairs.csv")
)
@output_options(("table", "csv", "json"), default="table", help="How to write the pairs.")
@language_option
@data_option
def duplicates(*, output: Output, data: tuple[str, ...]) -> None:
    """List actors that may be one and the same, and why.

    Reasons are owl:sameAs, one code, IRIs that end alike under two bases, and one name, whatever its Unicode
    form, case, spacing and punctuation; names alike but for accents are told apart. Nothing is changed:
    relgraph merge --from takes the CSV after you have deleted the lines that are wrong.
    """
    found = relgraph.duplicates(open_graph(*data))
    if output.format == "csv":
        output.write(found.to_csv().encode())
    elif output.format == "json":
        output.write(found.to_json().encode())
    else:
        table = table_of("name", "other name", "kind", "why", "iri", "other", for_eyes=output.is_for_eyes)
        for pair in found:
            table.add_row(
                *map(
                    cell,
                    (pair.label, pair.other_label, pair.kind, "; ".join(pair.reasons), pair.iri, pair.other),
                )
            )
        output.show(table)
        note(counted(len(found), "pair"))
