"""The command ``merge``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

import relgraph
from relgraph.cli.choices import RDF_FORMATS
from relgraph.cli.options import data_option, example, open_graph
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import note
from relgraph.errors import InputError
from relgraph.wording import counted


@click.command(
    epilog=example(
        "relgraph merge --same-as -d a.ttl -d b.ttl -o both.ttl --record merge.nq",
        "relgraph merge --from pairs.csv -d a.ttl -o merged.ttl",
        "relgraph merge --undo merge.nq -d both.ttl -o apart.ttl",
    )
)
@click.option(
    "--pair",
    "pairs",
    multiple=True,
    metavar="KEEP=OLD",
    help="The IRI or prefixed name to keep and the old one; repeatable.",
)
@click.option(
    "--from",
    "file",
    metavar="FILE",
    help="CSV with the columns iri and other, as of relgraph duplicates.",
)
@click.option("--same-as", is_flag=True, help="Merge what owl:sameAs or a common code says to be the same.")
@click.option("--record", metavar="FILE", help="Write what --undo needs.")
@click.option("--undo", metavar="FILE", help="Undo the merge that has this record.")
@output_options(RDF_FORMATS, default="turtle", help="How to write the graph.", may_replace_input=True)
@data_option
def merge(
    *,
    pairs: tuple[str, ...],
    file: str | None,
    same_as: bool,
    record: str | None,
    undo: str | None,
    output: Output,
    data: tuple[str, ...],
) -> None:
    """Write several actors as one.

    Old IRIs stay as owl:sameAs, old labels as skos:altLabel. What is to be one is said by --pair, --from or
    --same-as; nothing is merged for its name alone.
    """
    graph = open_graph(*data)
    if undo is not None:
        if pairs or file or same_as or record:
            raise click.UsageError("--undo goes with no other merge")
        output.write(relgraph.export(relgraph.unmerge(graph, _read(undo)), output.format))
        return
    wanted = []
    for pair in pairs:
        kept, equals, old = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--pair {pair[:80]!r} is not KEEP=OLD")
        wanted.append((_iri(graph, kept), _iri(graph, old)))
    if file is not None:
        wanted += _pairs_in(file)
    if record is not None and Path(record).resolve() == Path(output.name).resolve():
        raise click.UsageError("--record and -o are the same file")
    merged = relgraph.merge(graph, wanted, same_as=same_as)
    written = relgraph.export(merged.graph, output.format)
    if record is not None:
        relgraph.write(merged.record(), record)
    output.write(written)
    note(f"merged {counted(len(merged.merged), 'thing')} into others; the old IRIs are owl:sameAs of these")


def _iri(graph: relgraph.KnowledgeGraph, text: str) -> str:
    """Return an IRI as it is, and that of a prefixed name."""
    from relgraph.querying.resolution import prefixes_of

    prefix, colon, local = text.partition(":")
    namespace = prefixes_of(graph).get(prefix) if colon and not local.startswith("//") else None
    return text if namespace is None else namespace + local


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}", "check the path") from None


def _pairs_in(name: str) -> list[tuple[str, str]]:
    try:
        rows = list(csv.DictReader(io.StringIO(_read(name).decode("utf-8-sig"), newline="")))
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8 text", "save it as UTF-8") from None
    except csv.Error as error:
        raise InputError(f"{name}: is no CSV: {error}", "give what relgraph duplicates -f csv writes") from None
    if not rows or not {"iri", "other"} <= rows[0].keys():
        raise InputError(f"{name}: has no columns iri and other", "give what relgraph duplicates -f csv writes")
    return [(row["iri"] or "", row["other"] or "") for row in rows]
