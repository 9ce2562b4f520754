"""Commands on the graph as a whole: validate, derive, export, describe."""

from __future__ import annotations

import click

import relgraph
from relgraph.cli.options import DEFAULT_TIMEOUT, OneOf, data_option, example, open_graph, output_option
from relgraph.cli.questions import query_text
from relgraph.cli.stores import affected
from relgraph.cli.terminal import busy, note, progress, write_text
from relgraph.derivation import written
from relgraph.errors import InputError, OutputError
from relgraph.exporting import RDF_FORMATS, RDF_SUFFIXES
from relgraph.linting import Finding
from relgraph.model.acts import read_acts
from relgraph.store import suffix_of


@click.command(epilog=example("relgraph validate", "relgraph validate my-acts.ttl"))
@click.argument("files", nargs=-1, metavar="[DATA]...")
@data_option
def validate(files: tuple[str, ...], data: tuple[str, ...]) -> int:
    """Check data against the shapes and checks of the ontology.

    Exit code 0 where it conforms, 1 where it does not (what, where and why on standard output), 2 where it
    could not be checked.
    """
    graph = open_graph(*files, *data)
    with busy("validating"):
        report = relgraph.validate(graph)
    write_text(report.text(), "-")
    return 0 if report.conforms else 1


@click.command(
    epilog=example(
        "relgraph export -o triples.nt",
        "relgraph export -d acts.ttl -o acts.jsonld.gz",
        "relgraph export --source 'Country codes table' -f turtle",
    )
)
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", RDF_FORMATS),
    help="How to write the graph. Default: what the suffix of -o says (.ttl, .nt, .nq, .trig, .rdf, .jsonld).",
)
@click.option(
    "--construct",
    metavar="NAME|FILE.rq|-",
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
@output_option
@data_option
def export(
    *,
    fmt: str | None,
    construct: str | None,
    source: str | None,
    portable: bool,
    output: str,
    data: tuple[str, ...],
) -> None:
    """Write the graph, or a part of it, as RDF, the same bytes for the same graph.

    A name that ends in .gz is packed with gzip. trig and nquads have a named graph for each source document.

    --portable changes the form of literals, never a value. What cannot be made safe is written as it is and
    listed on standard error, with its line where the format is Turtle; the exit code stays 0, since the file is
    whole and right. relgraph lint on the file tells by its exit code.
    """
    fmt = fmt or RDF_SUFFIXES.get(suffix_of(output))
    if fmt is None:
        raise OutputError(
            f"{'standard output' if output == '-' else output}: its name does not tell the format",
            f"give --format, or -o FILE that ends in one of {', '.join(RDF_SUFFIXES)}",
        )
    text = None if construct is None else query_text(construct, data)
    graph = open_graph(*data)
    if text is not None or source is not None:
        with busy("selecting"):
            graph = relgraph.subset(graph, construct=text, source=source, timeout=DEFAULT_TIMEOUT)
    unsafe: list[Finding] = []
    if portable:
        with busy("looking for what stores change"):
            graph, unsafe = relgraph.portable(graph)
    done, total = 0, len(graph.oxigraph)
    with progress("writing") as show:

        def written_so_far(number: int) -> None:
            nonlocal done
            done += number
            show(min(done, total), total)  # what rests on several documents is written in each

        relgraph.write(relgraph.stream(graph, fmt, written_so_far), output)
    for item in unsafe:
        place = f"line {item.line}: " if fmt == "turtle" else ""
        note(f"not portable: {place}{item.rule} {' '.join(item.found.split())} ({affected(item.stores)})")


@click.command(epilog=example("relgraph derive -d acts.ttl -o graph.ttl"))
@click.option(
    "--afresh",
    is_flag=True,
    help="First drop what rules could have derived, so that what no longer follows goes.",
)
@output_option
@data_option
def derive(afresh: bool, output: str, data: tuple[str, ...]) -> None:
    """Add what follows from the acts by the rules.

    Writes Turtle in the stable order: what is written, then what follows.
    """
    graph = open_graph(*data)
    if afresh and not read_acts(graph):
        raise InputError(
            "there are no acts to derive from, and --afresh would drop every direct relation",
            "leave --afresh out",
        )
    graph = relgraph.derive(written(graph) if afresh else graph)
    relgraph.write(relgraph.export(graph, "turtle"), output)


@click.command(
    epilog=example(
        "relgraph describe -o void.ttl", "relgraph describe -d acts.ttl --dataset https://example.org/acts"
    )
)
@click.option(
    "--dataset",
    metavar="IRI",
    help="What the data set is called. Default: what the graph states to be a void:Dataset, or"
    " https://w3id.org/relgraph/data for the bundled graph.",
)
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", RDF_FORMATS),
    help="How to write the description. Default: what the suffix of -o says, else turtle.",
)
@output_option
@data_option
def describe(dataset: str | None, fmt: str | None, output: str, data: tuple[str, ...]) -> None:
    """Count what the graph holds, and write that as a VoID description.

    Triples, entities, classes and properties are counted; vocabularies and sources are named. Title,
    description, licence and version stand in it where the graph states them of the data set.
    """
    graph = open_graph(*data)
    with busy("counting"):
        description = relgraph.describe(graph, dataset)
    relgraph.write(relgraph.export(description, fmt or RDF_SUFFIXES.get(suffix_of(output), "turtle")), output)
