"""The command ``tabulate``."""

from __future__ import annotations

from pathlib import Path

import click

import relgraph
from relgraph.cli.options import example, open_graph, timeout_option
from relgraph.cli.terminal import busy, note
from relgraph.wording import counted


@click.command(epilog=example("relgraph tabulate graph.ttl --source article.txt -o report/"))
@click.argument("graph", metavar="GRAPH")
@click.option("--source", required=True, metavar="TEXT", help="The text that the acts rest on.")
@click.option("-o", "--output", "folder", required=True, metavar="DOSSIER", help="The folder to write.")
@click.option("--base", default="", metavar="IRI", help="What IRIs begin with; by default what acts share.")
@timeout_option()
def tabulate(*, graph: str, source: str, folder: str, base: str) -> None:
    """Make the dossier of a source of a graph.

    From it relgraph build makes the graph again, without loss. Quotes are written into the dossier, and stay
    out of the graph.
    """
    from relgraph.authoring.dossier import check_document, refuse_existing

    refuse_existing(folder)
    opened = open_graph(graph)
    with busy("tabulating"):
        dossier = relgraph.tabulate(opened, source, base=base)
    check_document(dossier.document, "the dossier")
    relgraph.write_dossier(dossier, Path(source).read_bytes(), folder)
    tables = {file: len(rows) for file, rows in dossier.tables.items()}
    note(", ".join(f"{counted(number, 'row')} in {file}" for file, number in tables.items()))
