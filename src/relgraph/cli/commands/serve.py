"""The command ``serve``."""

from __future__ import annotations

import webbrowser

import click

from relgraph.cli.exit_codes import DONE
from relgraph.cli.interrupts import serve_until_interrupted
from relgraph.cli.options import (
    data_option,
    example,
    given_timeout,
    language_option,
    open_complete,
    open_endpoint,
)
from relgraph.cli.terminal import busy, note


@click.command(epilog=example("relgraph serve --open", "relgraph serve -d my-acts.ttl --port 8080"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port; by default any that is free.",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--memory",
    type=click.IntRange(16),
    metavar="MIB",
    default=1024,
    show_default=True,
    help="How much memory a query may take.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(1),
    metavar="N",
    default=1_000_000,
    show_default=True,
    help="The most rows, or triples, of an answer.",
)
@language_option
@data_option
def serve(*, port: int, opened: bool, memory: int, max_rows: int, data: tuple[str, ...]) -> int:
    """Serve the graph on this machine: a page to ask it, and a SPARQL endpoint.

    The page has the named queries, an editor for SPARQL and the networks of all projections. The endpoint is
    at /query and takes SPARQL 1.1 queries from any program of this machine; updates and SERVICE are refused,
    and so is what a web page asks for. Ctrl-C ends it.
    """
    from relgraph.serving import GraphServer, Limits

    if (endpoint := open_endpoint(data)) is not None:
        note(f"{endpoint.endpoint.where} is fetched as a whole first: what is served is a copy on this machine")
    graph = open_complete(*data)
    with busy("preparing"):
        server = GraphServer(graph, Limits(given_timeout() or 60.0, memory * 2**20, max_rows), port)
    note(f"open {server.address} in a browser; programs ask {server.address}query; Ctrl-C ends it")
    if opened:
        webbrowser.open(server.address)
    serve_until_interrupted(server)
    return DONE
