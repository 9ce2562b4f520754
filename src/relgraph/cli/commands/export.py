"""The command ``export``."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.choices import RDF_FORMATS
from relgraph.cli.options import data_option, example, given_timeout, open_graph
from relgraph.cli.output import Output, output_options
from relgraph.cli.sparql import query_text, say_where_named_graphs_are
from relgraph.cli.terminal import busy, note, progress


@click.command(
    epilog=example(
        "relgraph export -o triples.nt",
        "relgraph export -d acts.ttl -o acts.jsonld.gz",
        "relgraph export --source 'Country codes table' -f turtle",
    )
)
@output_options(RDF_FORMATS, default=None, help="How to write the graph.", may_replace_input=True)
@click.option(
    "--construct",
    metavar="NAME|FILE.rq|SPARQL|-",
    help="Only what this CONSTRUCT query gives.",
)
@click.option(
    "--source",
    metavar="DOCUMENT",
    help="Only the acts that rest on this document (label or IRI), what they name and what follows from them.",
)
@click.option(
    "--portable", is_flag=True, help="Write literals as every store keeps them, and list what stays unsafe."
)
@data_option
def export(
    *,
    output: Output,
    construct: str | None,
    source: str | None,
    portable: bool,
    data: tuple[str, ...],
) -> None:
    """Write the graph, or a part of it, as RDF.

    The same graph gives the same bytes. A name that ends in .gz is packed with gzip. trig and nquads have a
    named graph for each source document.

    --portable changes the form of literals, never a value. What cannot be made safe is written as it is and
    listed on standard error, with its line where the format is Turtle; the exit code stays 0, since the file is
    whole and right. relgraph lint on the file tells by its exit code.
    """
    fmt = output.format
    text = None if construct is None else query_text(construct, data)
    graph = open_graph(*data)
    if text is not None:
        say_where_named_graphs_are(text, graph)
    if text is not None or source is not None:
        with busy("selecting"):
            graph = relgraph.subset(graph, construct=text, source=source, timeout=given_timeout())
    unsafe: list[relgraph.Finding] = []
    if portable:
        with busy("looking for what stores change"):
            graph, unsafe = relgraph.portable(graph)
    with progress("writing") as show:
        output.write(relgraph.stream(graph, fmt, show))
    if not unsafe:
        return
    from relgraph.linting import affected

    for item in unsafe:
        place = f"line {item.line}: " if fmt == "turtle" else ""
        note(f"not portable: {place}{item.rule} {item.found} ({affected(item.stores)})")
