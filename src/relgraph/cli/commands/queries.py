"""The command ``queries``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.options import data_option, example, given_timeout, open_complete, open_endpoint
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy, cell, note, table_of


@click.command(epilog=example("relgraph queries", "relgraph queries -d my-acts.ttl"))
@output_options(("table",), default="table")
@data_option
def queries(*, output: Output, data: tuple[str, ...]) -> None:
    """List the named queries with their questions and parameters.

    Rows tells how many rows each gives on the data when no parameter is bound.
    """
    named = relgraph.named_queries()
    endpoint = open_endpoint(data)
    if endpoint is not None:
        endpoint.endpoint.require_triples()
        with busy("counting"):
            rows = endpoint.row_counts()
        note(*endpoint.notes)
    else:
        graph = open_complete(*data)
        with busy("counting"):
            rows = {name: len(relgraph.query(graph, name, timeout=given_timeout())) for name in named}
    table = table_of("name", "question", "parameters", "rows", for_eyes=output.is_for_eyes)
    for name, query in named.items():
        parameters = "; ".join(f"{item.name}: {item.description}" for item in query.parameters)
        table.add_row(cell(name, "bold cyan"), cell(query.question), cell(parameters), str(rows[name]))
    output.show(table)
