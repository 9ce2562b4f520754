"""The command ``relocate``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

import relgraph
from relgraph.cleaning import shortened
from relgraph.cli.exit_codes import DONE, FOUND
from relgraph.cli.options import example
from relgraph.cli.terminal import cell, note, print_out, table_of


@click.command(
    epilog=example("relgraph relocate report/ article-v2.txt", "relgraph relocate report/ new.txt -o report-2/")
)
@click.argument("dossier", metavar="DOSSIER")
@click.argument("text", metavar="NEWTEXT")
@click.option("-o", "--output", "folder", metavar="DOSSIER", help="Write the dossier of the new text here.")
def relocate(*, dossier: str, text: str, folder: str | None) -> int:
    """Find the passages of a dossier in a text that was changed.

    Lists what moved, what has other words now, and what is gone. In the dossier that -o writes, acts with a
    passage that is reworded or gone are drafts again; what only names a thing and is gone is told once more,
    since its row has to be deleted. Exit code 1 where there are any.
    """
    from relgraph.authoring.dossier import refuse_existing
    from relgraph.model.sources import read_text

    if folder is not None:
        refuse_existing(folder)
    sha256, words = read_text(text)
    found = relgraph.relocate(relgraph.read_dossier(dossier), words, sha256)
    table = table_of("row", "outcome", "now at", "was", "is")
    for row, outcome, quote, _, start in found.passages:
        if outcome != "unchanged":
            at = "" if start is None else str(start)
            was = shortened(row.cells["quote"], 60)
            is_now = shortened(quote, 60) if outcome == "reworded" else ""
            table.add_row(*map(cell, (f"{Path(row.file).name} {row.number}", outcome, at, was, is_now)))
    print_out(table)
    outcomes = Counter(one.outcome for one in found.passages)
    note(", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "no passages")
    acts = {row.cells["id"] for row in found.dossier.acts}
    # An act of which words are gone is a draft again; a thing has no status that could say so.
    note(
        *(
            f"{Path(row.file).name} {row.number} names {row.cells['act']} where the new text does not: delete "
            "the row, or quote other words, before relgraph build"
            for row, outcome, *_ in found.passages
            if outcome == "gone" and row.cells.get("act", "") not in {"", *acts}
        ),
        style="yellow",
        prefix="warning: ",
    )
    if folder is not None:
        relgraph.write_dossier(found.dossier, Path(text).read_bytes(), folder)
    return FOUND if outcomes["reworded"] or outcomes["gone"] else DONE
