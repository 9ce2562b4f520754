"""The command ``queries``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.options import data_option, example, given_timeout, open_or_ask
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy, cell, note, table_of


@click.command(epilog=example("relgraph queries", "relgraph queries -d my-acts.ttl"))
@output_options(("table",), default="table")
@data_option
def queries(*, output: Output, data: tuple[str, ...]) -> None:
    """List the named queries with their questions and parameters.

    Rows tells how many rows each gives on the data when no parameter is bound.
    """
    graph = open_or_ask(*data)
    named = relgraph.named_queries()
    with busy("counting"):
        if isinstance(graph, relgraph.EndpointGraph):
            rows = graph.row_counts()
            note(*graph.notes)
        else:
            rows = {name: len(relgraph.query(graph, name, timeout=given_timeout())) for name in named}
    table = table_of("name", "question", "parameters", "rows", for_eyes=output.is_for_eyes)
    for name, query in named.items():
        parameters = "; ".join(f"{item.name}: {item.description}" for item in query.parameters)
        table.add_row(cell(name, "bold cyan"), cell(query.question), cell(parameters), str(rows[name]))
    output.show(table)
