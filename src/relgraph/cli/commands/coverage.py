"""The command ``coverage``."""

from __future__ import annotations

from collections import Counter

import click

import relgraph
from relgraph.cleaning import shortened
from relgraph.cli.options import example
from relgraph.cli.terminal import cell, explain, note, print_out, table_of
from relgraph.wording import counted


@click.command(epilog=example("relgraph coverage report/"))
@click.argument("dossier", metavar="DOSSIER")
def coverage(*, dossier: str) -> None:
    """List the sentences of a text without an act.

    Then how many of all sentences carry one, by page where the text has form feeds. Quotes that are not at one
    place in the text are told on standard error.
    """
    from relgraph.authoring.quoting import told

    read = relgraph.read_dossier(dossier)
    found = relgraph.coverage(read)
    table = table_of("page", "characters", "sentence without an act")
    for one in found:
        if not one.acts:
            words = shortened(" ".join(read.text[one.start : one.end].split()), 90)
            table.add_row(*map(cell, (str(one.page), f"{one.start}-{one.end}", words)))
    print_out(table)
    explain((), told(found.unplaced))
    pages, covered = Counter(one.page for one in found), Counter(one.page for one in found if one.acts)
    if len(pages) > 1:
        note(
            *(
                f"page {page}: {covered[page]} of {counted(number, 'sentence')}"
                for page, number in pages.items()
            )
        )
    if found:
        note(f"{sum(covered.values())} of {counted(len(found), 'sentence')} carry an act: {found.share:.0%}")
    else:
        note("the text has no sentence")
