"""Commands on other triple stores: lint, push."""

from __future__ import annotations

import csv
import io
import json

import click
from rich.text import Text

import relgraph
from relgraph.bundle import bundled
from relgraph.cli.options import OneOf, data_option, example, open_graph
from relgraph.cli.terminal import busy, clean, complain, counted, note, print_out, progress, table_of
from relgraph.errors import DifferenceError
from relgraph.linting import RULES, UnreadableTurtleError
from relgraph.remote import DEFAULT_TIMEOUT, PROTOCOLS

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

    FILE is Turtle or N-Triples, packed or not, a folder (all such files in it) or -. Each finding has its
    place, the rule, the text there, which store does what, and what to do. Exit code 0 where nothing is found,
    1 where something is, 2 where a file is no Turtle: what was found before that is listed all the same.
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
    texts = [[affected(cell) if isinstance(cell, tuple) else str(cell) for cell in row] for row in rows]
    if fmt == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([columns, *texts])
        relgraph.write(out.getvalue().encode(), "-")
        return
    table = table_of(*("what to do" if name == "advice" else name for name in columns))
    for row in texts:
        table.add_row(*(Text(clean(" ".join(text.split()))) for text in row))
    print_out(table)


def affected(stores: tuple[tuple[str, str], ...]) -> str:
    """Return who changes and who refuses, such as ``Oxigraph, Virtuoso: changed; RDF4J: refused``."""
    effects: dict[str, list[str]] = {}
    for store, effect in stores:
        effects.setdefault(effect, []).append(store)
    return (
        "; ".join(f"{', '.join(names)}: {effect}" for effect, names in effects.items()) or "none of those tried"
    )


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
                verify=not no_verify,
                progress=show,
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
