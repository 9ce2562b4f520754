"""The command ``load``."""

from __future__ import annotations

import time

import click

import relgraph
from relgraph.cli.options import example, given_base, given_lenient, reading_options
from relgraph.cli.terminal import cell, counting, note, print_out
from relgraph.wording import counted


@click.command(
    epilog=example(
        "relgraph load acts/ --store acts.store",
        "relgraph load more.nt.gz --store acts.store --append",
        "relgraph query who-supports -d acts.store",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="DATA...")
@click.option("--store", "folder", required=True, metavar="DIR", help="The folder of the store.")
@click.option("--append", is_flag=True, help="Add to the store; without it, what is loaded replaces it.")
@reading_options
def load(*, files: tuple[str, ...], folder: str, append: bool) -> None:
    """Load data into a store on disk, which -d DIR opens at once.

    What follows from the acts is derived, and the vocabulary is added for queries. Named graphs are kept beside
    the whole. A load that is interrupted leaves the store that was there, or none.
    """
    start = time.monotonic()
    with counting() as show:
        loaded = relgraph.load(
            *files, store=folder, append=append, base=given_base(), lenient=given_lenient(), progress=show
        )
    seconds = max(time.monotonic() - start, 0.001)
    note(*loaded.notes)
    graphs = f", {counted(loaded.graphs, 'named graph')}" if loaded.graphs else ""
    print_out(
        cell(
            f"{folder}: {counted(loaded.triples, 'triple')}{graphs}; read {loaded.read:,}, derived"
            f" {loaded.derived:,}, {loaded.closures:,} of closures"
        )
    )
    note(f"{seconds:,.1f} s, {loaded.read / seconds:,.0f} triples a second")
