"""The command ``queries``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.options import data_option, example, given_timeout, open_graph
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy, cell, table_of


@click.command(epilog=example("relgraph queries", "relgraph queries -d my-acts.ttl"))
@output_options(("table",), default="table")
@data_option
def queries(*, output: Output, data: tuple[str, ...]) -> None:
    """List the named queries with their questions and parameters.

    Rows tells how many rows each gives on the data when no parameter is bound.
    """
    graph = open_graph(*data)
    table = table_of("name", "question", "parameters", "rows", for_eyes=output.is_for_eyes)
    with busy("counting"):
        for query in relgraph.named_queries().values():
            parameters = "; ".join(f"{item.name}: {item.description}" for item in query.parameters)
            rows = len(relgraph.query(graph, query.name, timeout=given_timeout()))
            table.add_row(cell(query.name, "bold cyan"), cell(query.question), cell(parameters), str(rows))
    output.show(table)
