"""The command ``review``."""

from __future__ import annotations

import webbrowser

import click

import relgraph
from relgraph.cli.exit_codes import DONE
from relgraph.cli.interrupts import serve_until_interrupted
from relgraph.cli.options import example, with_option
from relgraph.cli.terminal import busy, note
from relgraph.wording import counted


@click.command(epilog=example("relgraph review report/", "relgraph review ann/ ben/ --with known.ttl"))
@click.argument("dossier", metavar="DOSSIER")
@click.argument("other", metavar="[OTHER]", required=False)
@with_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port; by default any that is free.",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
def review(*, dossier: str, other: str | None, known: tuple[str, ...], port: int, opened: bool) -> int:
    """Show a dossier on a page of this machine, to accept, change, drop and add acts.

    The text stands beside the acts that rest on it. Acts are accepted, changed and dropped, or added by marking
    words, all of it by keys too; each decision is saved at once. OTHER is the dossier of another person, of the
    same text: the page shows where the two differ. Only the browser of this machine gets an answer, at the
    address that is printed. Ctrl-C ends it.
    """
    from relgraph.reviewing import Desk, ReviewServer

    with busy("reading"):
        desk = Desk(
            dossier,
            known=[relgraph.open(name) for name in known],
            other=relgraph.read_dossier(other) if other is not None else None,
        )
        server = ReviewServer(desk, port)
    click.echo(server.address)
    note("open this address in a browser; Ctrl-C ends the review, all decisions are saved")
    if opened:
        webbrowser.open(server.address)
    serve_until_interrupted(server)
    rows = [row.cells["status"] for row in desk.dossier.acts]
    note(
        f"{counted(rows.count('accepted'), 'act')} accepted, {rows.count('draft'):,} to review, "
        f"{rows.count('dropped'):,} dropped",
        f"then relgraph build {dossier}",
    )
    return DONE
