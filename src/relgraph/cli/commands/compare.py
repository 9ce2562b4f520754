"""The command ``compare``."""

from __future__ import annotations

import math

import click

import relgraph
from relgraph.cleaning import shortened
from relgraph.cli.options import example
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import cell, explain, note, table_of
from relgraph.wording import counted


@click.command(epilog=example("relgraph compare ann/ ben/", "relgraph compare ann/ ben/ -o differences.csv"))
@click.argument("dossier", metavar="DOSSIER")
@click.argument("other", metavar="DOSSIER")
@output_options(("table", "csv", "json"), default="table", help="How to write the differences.")
def compare(*, dossier: str, other: str, output: Output) -> None:
    """Tell how far two dossiers of one text agree.

    Acts are the same where their passages overlap and they share an actor, matched one to one. Of these it
    gives F1, and per field how many agree and Cohen's kappa; then the rows that differ. Quotes that are not at
    one place in the text are told on standard error.
    """
    from relgraph.authoring.quoting import told

    found = relgraph.compare(relgraph.read_dossier(dossier), relgraph.read_dossier(other))
    if output.format != "table":
        output.write((found.to_csv() if output.format == "csv" else found.to_json()).encode())
    else:
        fields = table_of("field", "agree", "of", "kappa", for_eyes=output.is_for_eyes)
        for field, equal in found.equal.items():
            kappa = found.kappa[field]
            value = "undefined" if math.isnan(kappa) else f"{kappa:.2f}"
            fields.add_row(*map(cell, (field, str(equal), str(found.matched), value)))
        rows = table_of("act", "other act", "field", "says", "other says", for_eyes=output.is_for_eyes)
        for one in found.differences:
            values = (one.value, one.other_value) if one.field else ("", "")
            field = one.field or "has no counterpart"
            rows.add_row(*map(cell, (one.id, one.other_id, field, *(shortened(text, 50) for text in values))))
        output.show(fields, rows)
    explain((), told(found.unplaced))
    first, second = found.acts
    note(f"{counted(first, 'act')} and {second}, {found.matched} matched: F1 {found.f1:.2f}")
