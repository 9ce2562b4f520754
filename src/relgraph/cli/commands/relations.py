"""The command ``relations``."""

from __future__ import annotations

import json

import click

import relgraph
from relgraph.cli.options import data_option, example, open_or_ask
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import cell, table_of


@click.command(epilog=example("relgraph relations denounce", "relgraph relations ACCUSE -f json"))
@click.argument("word", default="")
@output_options(("table", "json"), default="table", help="How to write the list.")
@data_option
def relations(*, word: str, output: Output, data: tuple[str, ...]) -> None:
    """List the relations, or those that a word may mean.

    WORD is a word as a text has it, a name, or a code of CAMEO or PLOVER. Each relation comes with the
    kind of act that goes with it, its sign, its codes and what it means; in JSON with all that the ontology and
    the data say of it.
    """
    found = relgraph.relations(word, open_or_ask(*data))
    if output.format == "json":
        entries = [entry.to_dict() for entry in found]
        output.write(json.dumps(entries, ensure_ascii=False, indent=2) + "\n")
        return
    table = table_of("relation", "act", "sign", "codes", "definition", for_eyes=output.is_for_eyes)
    for entry in found:
        meaning = " ".join(filter(None, (entry.definition, entry.note if word else "")))
        codes = ", ".join(entry.codes)
        table.add_row(cell(entry.name, "bold cyan"), cell(entry.kind), entry.sign, cell(codes), cell(meaning))
    output.show(table)
