"""The command ``projections``."""

from __future__ import annotations

import json

import click

from relgraph.cli.options import data_option, example, open_or_ask
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import cell, table_of


@click.command(epilog=example("relgraph projections", "relgraph projections -d my-acts.ttl -f json"))
@output_options(("table", "json"), default="table", help="How to write the list.")
@data_option
def projections(*, output: Output, data: tuple[str, ...]) -> None:
    """List the projections.

    Each with what its nodes, edges and weights are, and what it leaves out. Relations are those that enter the
    projection, in the ontology and in the data.
    """
    from relgraph.projection import PROJECTIONS, entering

    ontology = open_or_ask(*data).ontology
    catalogue: list[dict[str, str | list[str]]] = [
        {
            "name": entry.name,
            "nodes": entry.nodes,
            "edges": entry.edges,
            "weight": entry.weight,
            "direction": entry.direction,
            "drops": entry.drops,
            "relations": sorted(relation.name for relation in entering(ontology, name).values()),
        }
        for name, entry in PROJECTIONS.items()
    ]
    if output.format == "json":
        output.write(json.dumps(catalogue, ensure_ascii=False, indent=2) + "\n")
        return
    table = table_of("projection", "property", "value", for_eyes=output.is_for_eyes)
    for item in catalogue:
        name = cell(str(item.pop("name")), "bold cyan")
        for field, value in item.items():
            table.add_row(name, field, cell(", ".join(value) if isinstance(value, list) else value))
            name = cell("")
    output.show(table)
