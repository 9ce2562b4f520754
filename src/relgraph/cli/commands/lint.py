"""The command ``lint``."""

from __future__ import annotations

import csv
import io
import json

import click

import relgraph
from relgraph.cli.exit_codes import DONE, FAILED, FOUND
from relgraph.cli.options import example
from relgraph.cli.output import Output, output_options
from relgraph.cli.streams import complain
from relgraph.cli.terminal import busy, cell, note, table_of
from relgraph.wording import counted


@click.command(epilog=example("relgraph lint my-acts.ttl", "relgraph lint --rules"))
@click.argument("files", nargs=-1, metavar="[FILE]...")
@output_options(("table", "csv", "json"), default="table", help="How to write what is found.")
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
def lint(*, files: tuple[str, ...], output: Output, rules: bool, data: tuple[str, ...]) -> int:
    """Find what a triple store changes or refuses in Turtle.

    FILE is Turtle or N-Triples, packed or not, a folder (all such files in it) or -. Each finding has its
    place, the rule, the text there, which store does what, and what to do. Exit code 0 where nothing is found,
    1 where something is, 2 where a file is no Turtle: what was found before that is listed all the same.
    """
    from relgraph.bundle import bundled
    from relgraph.linting import RULES, UnreadableTurtleError

    if rules:
        _write(
            output,
            ("rule", "finds", "stores", "why", "advice"),
            [(rule.name, rule.finds, rule.stores, rule.why, rule.advice) for rule in RULES.values()],
        )
        return DONE
    bundle = (str(bundled("data", "triples.ttl")), str(bundled("ontology", "relgraph.ttl")))
    failure = None
    try:
        with busy("reading"):
            findings = relgraph.lint(*((*files, *data) or bundle))
    except UnreadableTurtleError as error:
        findings, failure = error.findings, error
    if output.format != "table":
        _write(
            output,
            ("file", "line", "column", "rule", "found", "stores", "advice"),
            [
                (item.file, item.line, item.column, item.rule, item.found, item.stores, item.advice)
                for item in findings
            ],
        )
    elif findings:
        _write(
            output,
            ("place", "rule", "found", "stores", "advice"),
            [
                (f"{item.file}:{item.line}:{item.column}", item.rule, item.found, item.stores, item.advice)
                for item in findings
            ],
        )
    if failure is not None:
        complain(str(failure), failure.advice)
        return FAILED
    note(counted(len(findings), "finding"))
    return FOUND if findings else DONE


def _write(output: Output, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write ``rows``; a value that is a tuple has stores and what they do."""
    from relgraph.linting import affected

    if output.format == "json":
        items = [
            {
                name: dict(value) if isinstance(value, tuple) else value
                for name, value in zip(columns, row, strict=True)
            }
            for row in rows
        ]
        output.write(json.dumps(items, ensure_ascii=False, indent=1) + "\n")
        return
    texts = [[affected(value) if isinstance(value, tuple) else str(value) for value in row] for row in rows]
    if output.format == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([columns, *texts])
        output.write(out.getvalue())
        return
    headings = ("what to do" if name == "advice" else name for name in columns)
    table = table_of(*headings, for_eyes=output.is_for_eyes)
    for row in texts:
        table.add_row(*map(cell, row))
    output.show(table)
