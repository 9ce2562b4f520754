"""Commands on the graph as a whole: validate, derive, export, describe, push."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from collections.abc import Callable, Iterator

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

import relgraph
from relgraph.acts import read_acts
from relgraph.cli.options import DEFAULT_TIMEOUT as QUERY_TIMEOUT
from relgraph.cli.options import OneOf, data_option, example, open_graph, output_option
from relgraph.cli.questions import query_text
from relgraph.cli.terminal import busy, clean, complain, counted, note, print_out, table_of, write_text
from relgraph.derivation import written
from relgraph.errors import DifferenceError, InputError, OutputError
from relgraph.exporting import RDF_FORMATS, RDF_SUFFIXES
from relgraph.ontology import bundled
from relgraph.portability import RULES, Finding, UnreadableTurtleError
from relgraph.pushing import DEFAULT_TIMEOUT, PROTOCOLS
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


_LINT_FORMATS = ("table", "csv", "json")


@click.command(epilog=example("relgraph lint my-acts.ttl", "relgraph lint --rules"))
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", _LINT_FORMATS),
    default="table",
    show_default=True,
    help="How to write what is found.",
)
@click.option(
    "--rules", is_flag=True, help="List what is looked for, and which store does what with it and why."
)
@click.option(
    "-d",
    "--data",
    "data",
    multiple=True,
    metavar="FILE",
    help="Turtle file, folder, or - for standard input; repeatable. Default: the bundled data and ontology.",
)
def lint(*, files: tuple[str, ...], fmt: str, rules: bool, data: tuple[str, ...]) -> int:
    """Say what in Turtle files a triple store will change or refuse.

    FILE is Turtle or N-Triples, a folder (all .ttl files in it) or -. Each finding has its place, the rule, the
    text there, which store does what, and what to do. Exit code 0 where nothing is found, 1 where something is,
    2 where a file is no Turtle: what was found before that is listed all the same.
    """
    if rules:
        _write_rows(
            ("rule", "finds", "stores", "why", "advice"),
            [(rule.name, rule.finds, rule.stores, rule.why, rule.advice) for rule in RULES.values()],
            fmt,
        )
        return 0
    bundle = (str(bundled("data", "triples.ttl")), str(bundled("ontology", "relgraph.ttl")))
    failure = None
    try:
        with busy("reading"):
            findings = relgraph.lint(*((*files, *data) or bundle))
    except UnreadableTurtleError as error:
        findings, failure = error.findings, error
    if findings or fmt != "table":
        _write_rows(
            ("place", "rule", "found", "stores", "advice")
            if fmt == "table"
            else ("file", "line", "column", "rule", "found", "stores", "advice"),
            [
                (
                    *(
                        (f"{item.file}:{item.line}:{item.column}",)
                        if fmt == "table"
                        else (item.file, item.line, item.column)
                    ),
                    *(item.rule, item.found, item.stores, item.advice),
                )
                for item in findings
            ],
            fmt,
        )
    if failure is not None:
        complain(str(failure), failure.advice)
        return 2
    note(counted(len(findings), "finding"))
    return 1 if findings else 0


def _write_rows(columns: tuple[str, ...], rows: list[tuple[object, ...]], fmt: str) -> None:
    """Write ``rows`` as a table, CSV or JSON; a cell that is a tuple has stores and what they do."""
    if fmt == "json":
        items = [
            {
                name: dict(cell) if isinstance(cell, tuple) else cell
                for name, cell in zip(columns, row, strict=True)
            }
            for row in rows
        ]
        relgraph.write((json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode(), "-")
        return
    texts = [[_stores(cell) if isinstance(cell, tuple) else str(cell) for cell in row] for row in rows]
    if fmt == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([columns, *texts])
        relgraph.write(out.getvalue().encode(), "-")
        return
    table = table_of(*("what to do" if name == "advice" else name for name in columns))
    for row in texts:
        table.add_row(*(Text(clean(" ".join(text.split()))) for text in row))
    print_out(table)


def _stores(stores: tuple[tuple[str, str], ...]) -> str:
    """Return who changes and who refuses, such as ``Oxigraph, Virtuoso: changed; RDF4J: refused``."""
    effects: dict[str, list[str]] = {}
    for store, effect in stores:
        effects.setdefault(effect, []).append(store)
    return (
        "; ".join(f"{', '.join(names)}: {effect}" for effect, names in effects.items()) or "none of those tried"
    )


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
            graph = relgraph.subset(graph, construct=text, source=source, timeout=QUERY_TIMEOUT)
    unsafe: list[Finding] = []
    if portable:
        with busy("looking for what stores change"):
            graph, unsafe = relgraph.portable(graph)
    done, total = 0, len(graph.oxigraph)
    with _progress("writing") as show:

        def written_so_far(number: int) -> None:
            nonlocal done
            done += number
            show(min(done, total), total)  # what rests on several documents is written in each

        relgraph.write(relgraph.stream(graph, fmt, written_so_far), output)
    for item in unsafe:
        place = f"line {item.line}: " if fmt == "turtle" else ""
        note(f"not portable: {place}{item.rule} {' '.join(item.found.split())} ({_stores(item.stores)})")


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
    default="turtle",
    show_default=True,
    help="How to write the description.",
)
@output_option
@data_option
def describe(dataset: str | None, fmt: str, output: str, data: tuple[str, ...]) -> None:
    """Count what the graph holds, and write that as a VoID description.

    Triples, entities, classes and properties are counted; vocabularies and sources are named. Title,
    description, licence and version stand in it where the graph states them of the data set.
    """
    graph = open_graph(*data)
    with busy("counting"):
        description = relgraph.describe(graph, dataset)
    relgraph.write(relgraph.export(description, fmt), output)


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
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for an answer.",
)
@click.option("--no-verify", is_flag=True, help="Do not read back what is there afterwards.")
@data_option
def push(
    *,
    url: str,
    graph_iri: str | None,
    replace: bool,
    protocol: str,
    query_url: str | None,
    batch: int | None,
    timeout: float,
    no_verify: bool,
    data: tuple[str, ...],
) -> int:
    """Send the graph to the triple store at URL, and check that it is there.

    URL is an endpoint of the SPARQL 1.1 Graph Store Protocol or of SPARQL 1.1 Update. A user comes from
    RELGRAPH_USER and RELGRAPH_PASSWORD, or from netrc. Exit code 1 where the store did not keep what it was
    given.
    """
    graph = open_graph(*data)
    try:
        with _progress("pushing") as progress:
            pushed = relgraph.push(
                graph,
                url,
                graph_iri=graph_iri,
                replace=replace,
                protocol=protocol,
                query_url=query_url,
                batch=batch,
                timeout=timeout,
                verify=not no_verify,
                progress=progress,
            )
    except DifferenceError as error:
        complain(str(error), error.advice)
        return 1
    where = "the default graph" if pushed.graph is None else f"<{pushed.graph}>"
    verified = {
        "equal": "read back, the graph there is equal",
        "contained": "read back, all are there",
        "counted": "too many to compare, as many are there as there must be",
        "": "not verified",
    }[pushed.verified]
    print_out(Text(clean(f"{counted(pushed.triples, 'triple')} to {where} ({pushed.protocol}); {verified}")))
    return 0


@contextlib.contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
