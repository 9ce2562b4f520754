"""The command ``query``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import relgraph
from relgraph.cli.choices import RDF_FORMATS, RESULT_GRAPHS, RESULT_TABLES
from relgraph.cli.options import (
    data_option,
    example,
    given_timeout,
    language_option,
    open_complete,
    open_endpoint,
    open_graph,
)
from relgraph.cli.output import Output, output_options
from relgraph.cli.sparql import query_text, say_where_named_graphs_are
from relgraph.cli.terminal import busy, cell, note, shown, table_of
from relgraph.errors import QueryError
from relgraph.wording import counted

if TYPE_CHECKING:
    from relgraph.cli.terminal import Table

_TABLES = ("table", *RESULT_TABLES)


@click.command(
    epilog=example(
        "relgraph query who-supports",
        "relgraph query said-by -p 'speaker=Bui Thanh Son' -f csv",
        "relgraph query 'SELECT ?act { ?act rg:certainty rg:doubtful }'",
        "echo 'SELECT * { ?act rg:certainty rg:doubtful }' | relgraph query -",
    )
)
@click.argument("query", metavar="NAME|FILE.rq|SPARQL|-")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="An IRI, a prefixed name, a quoted literal, or a label that names one thing; repeatable.",
)
@click.option(
    "--allow-update", is_flag=True, help="Take a SPARQL update, and write the graph as changed by it."
)
@click.option(
    "--allow-service", is_flag=True, help="Let SERVICE and LOAD call the servers that the query names."
)
@output_options(
    (*_TABLES, *RESULT_GRAPHS), default=None, help="How to write the result: a table, or triples in turtle."
)
@language_option
@data_option
def query(
    *,
    query: str,
    parameters: tuple[str, ...],
    allow_update: bool,
    allow_service: bool,
    output: Output,
    data: tuple[str, ...],
) -> None:
    """Run a named query, or SPARQL.

    SPARQL is given as it is, in a .rq file, or by - from standard input. SELECT, ASK, CONSTRUCT and DESCRIBE
    are answered. They see the graph and what follows from its acts, and where they name a term of the
    vocabulary (rg:), the ontology. json is SPARQL 1.1 JSON results. Updates and SERVICE are refused unless they
    are allowed; an update writes the changed graph, and no file that was read. An endpoint (-d URL) is asked as
    it stands, and never sent an update.
    """
    text = query_text(query, data)
    given = _given(parameters)
    endpoint = None if allow_update else open_endpoint(data)
    if endpoint is not None:
        with busy("asking"):
            result = endpoint.query(text, parameters=given, allow_service=allow_service)
        note(*endpoint.notes)
        _write(result, output)
        return
    if allow_update:
        from relgraph.querying import update

        given_graph = open_graph(*data)
        say_where_named_graphs_are(text, given_graph)
        changed = update(given_graph, text, timeout=given_timeout(), allow_service=allow_service)
        output.write(relgraph.export(changed, output.format_among(RDF_FORMATS, "turtle")))
        return
    graph = open_complete(*data)
    say_where_named_graphs_are(text, graph)
    result = relgraph.query(graph, text, parameters=given, timeout=given_timeout(), allow_service=allow_service)
    _write(result, output)


def _given(parameters: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for item in parameters:
        name, equals, value = item.partition("=")
        if not equals:
            raise QueryError(f"parameter {item[:80]!r} has no value", "write -p name=value")
        given[name.strip()] = value
    return given


def _write(result: relgraph.QueryResult, output: Output) -> None:
    if result.kind == "graph":
        fmt = output.format_among(RESULT_GRAPHS, "turtle")
    else:
        fmt = output.format_among(_TABLES, "table")
    if fmt == "table":
        _show(result, output)
    else:
        output.write(result.serialize(fmt))


def _show(result: relgraph.QueryResult, output: Output) -> None:
    if result.kind == "graph":
        raise QueryError("a CONSTRUCT or DESCRIBE result is no table", f"use -f {', '.join(RESULT_GRAPHS)}")
    if result.kind == "ask":
        output.show(cell("yes" if result.boolean else "no"))
        return
    output.show(_table(result, for_eyes=output.is_for_eyes))
    note(counted(len(result.rows), "row"))


def _table(result: relgraph.QueryResult, *, for_eyes: bool) -> Table:
    """Return the rows for people: labels stand for things, and one column tells the place in the source."""
    labelled = {name for name in result.variables if f"{name}Label" in result.variables}
    placed = {"document", "start", "end"} <= set(result.variables)
    folded = {f"{name}Label" for name in labelled} | ({"start", "end"} if placed else set())
    columns = [name for name in result.variables if name not in folded]
    shown_names = ("source" if placed and name == "document" else name for name in columns)
    table = table_of(*shown_names, for_eyes=for_eyes)
    for row in result.dicts():
        cells = []
        for name in columns:
            value = row.get(f"{name}Label") if name in labelled else None
            text = shown(row[name] if value is None else value)
            if placed and name == "document" and row["start"] is not None:
                text += f" {row['start']}-{row['end']}"
            cells.append(cell(text, lines=True))
        table.add_row(*cells)
    return table
