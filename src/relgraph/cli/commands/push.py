"""The command ``push``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.choices import PROTOCOLS, PUSH_TIMEOUT
from relgraph.cli.exit_codes import DONE, FOUND
from relgraph.cli.options import OneOf, example, open_graph, timeout_option, whole_data_option
from relgraph.cli.streams import complain
from relgraph.cli.terminal import busy, cell, print_out, progress
from relgraph.errors import DifferenceError
from relgraph.wording import counted


@click.command(
    epilog=example(
        "relgraph push http://localhost:7878/store --graph https://example.org/meeting",
        "relgraph push http://localhost:7878/store --replace -d acts.ttl",
    )
)
@click.argument("url", metavar="URL")
@click.option("--graph", "graph_iri", metavar="IRI", help="Into this graph. Default: the default graph.")
@click.option(
    "--replace", is_flag=True, help="Drop what the graph there holds; without it, triples are added to that."
)
@click.option(
    "--protocol",
    type=OneOf("protocol", PROTOCOLS),
    default="auto",
    show_default=True,
    help="What URL is: a graph store or an update endpoint; auto finds out.",
)
@click.option(
    "--query-url",
    metavar="URL",
    help="Query endpoint to read back from. Default: the graph store, or guessed from URL.",
)
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    metavar="N",
    help="Triples in a request. Default: 10,000 to a graph store, 1,000 in an update.",
)
@timeout_option(default=PUSH_TIMEOUT, expose_value=True, help="How long to wait for an answer.")
@click.option(
    "--max-time",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long all may take. Default: ten times --timeout, and as much again for every 100,000 triples.",
)
@click.option(
    "--data-only",
    is_flag=True,
    help="Send the data as they are, without what follows, closures and vocabulary.",
)
@click.option("--no-verify", is_flag=True, help="Do not read back what is there afterwards.")
@whole_data_option
def push(
    *,
    url: str,
    graph_iri: str | None,
    replace: bool,
    protocol: str,
    query_url: str | None,
    batch: int | None,
    timeout: float,
    max_time: float | None,
    data_only: bool,
    no_verify: bool,
    data: tuple[str, ...],
) -> int:
    """Send the graph to a triple store, and check that it is there.

    With the data go what follows from them, the vocabulary, and the closures by which a store counts
    projections, so that it answers -d URL of any command as files do; --data-only sends the data alone.

    URL is an endpoint of the SPARQL 1.1 Graph Store Protocol or of SPARQL 1.1 Update. A user comes from
    RELGRAPH_USER and RELGRAPH_PASSWORD, or from netrc. Exit code 1 where the store did not keep what it was
    given.
    """
    graph = open_graph(*data)
    if not data_only:
        from relgraph.closures import answerable

        with busy("deriving"):
            graph = answerable(graph)
    try:
        with progress("pushing") as show:
            pushed = relgraph.push(
                graph,
                url,
                graph_iri=graph_iri,
                replace=replace,
                protocol=protocol,
                query_url=query_url,
                batch=batch,
                timeout=timeout,
                max_time=max_time,
                verify=not no_verify,
                progress=show,
            )
    except DifferenceError as error:
        complain(str(error), error.advice)
        return FOUND
    where = "the default graph" if pushed.graph is None else f"<{pushed.graph}>"
    verified = {
        "equal": "read back, the graph there is equal",
        "contained": "read back, all are there",
        "counted": "too many to compare, as many are there as there must be",
        "": "not verified",
    }[pushed.verified]
    print_out(cell(f"{counted(pushed.triples, 'triple')} to {where} ({pushed.protocol}); {verified}"))
    return DONE
