"""The command blocs, and the options that say how nodes are scored between blocs and along paths."""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import Any

import click
from rich.text import Text

import relgraph
from relgraph import analysis
from relgraph.cli.options import (
    OneOf,
    backbone_options,
    data_option,
    example,
    open_graph,
    output_option,
    projected,
    projection_options,
)
from relgraph.cli.terminal import busy, clean, note, print_out, table_of
from relgraph.errors import InputError
from relgraph.projection import Network

_FORMATS = ("table", "csv", "json")
_LISTED = 20  # unbalanced triads that a table shows; json has all


@click.command(
    epilog=example(
        "relgraph blocs actors --collectives resolve",
        "relgraph blocs signed --seed 7 --runs 500 -f json -o blocs.json",
    )
)
@projection_options
@backbone_options
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="S",
    help="Where the random orders of the nodes start.",
)
@click.option(
    "--runs",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="How often to search; the best outcome is kept.",
)
@click.option(
    "--resolution",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="R",
    help="Above 1 for smaller blocs, below for larger ones.",
)
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", _FORMATS),
    default="table",
    show_default=True,
    help="How to write the blocs.",
)
@output_option
@data_option
def blocs(
    *,
    seed: int,
    runs: int,
    resolution: float,
    fmt: str,
    output: str,
    data: tuple[str, ...],
    **options: Any,
) -> None:
    """Find the blocs of a projection and how firm they are.

    PROJECTION is one of those that relgraph projections lists.

    stability is the share of runs in which a node falls together with the others of its bloc. Where ties are
    adverse, the triads that are out of balance follow. How the blocs were found, and what they cannot tell, is
    said on standard error.
    """
    network = projected(open_graph(*data), **options)
    with busy("searching for blocs"):
        found = analysis.blocs(network, seed=seed, runs=runs, resolution=resolution)
    if fmt == "csv":
        relgraph.write(found.to_csv().encode(), output)
    elif fmt == "json":
        relgraph.write(found.to_json().encode(), output)
    else:
        table = table_of("bloc", "name", "kind", "stability", output=output)
        for bloc, _, label, kind, stability in found.rows:
            table.add_row(str(bloc), Text(clean(label)), kind, f"{stability:.2f}")
        unbalanced = found.balance.unbalanced if found.balance else ()
        if not unbalanced:
            print_out(table, output=output)
        else:
            triads = table_of("unbalanced triad", "", "", "adverse", output=output)
            for triad in unbalanced[:_LISTED]:
                labels = (str(network.nodes[node].get("label", node)) for node in triad.nodes)
                triads.add_row(*(Text(clean(label)) for label in labels), str(triad.signs.count(-1)))
            print_out(table, Text(), triads, output=output)
            if len(unbalanced) > _LISTED:
                note(f"the first {_LISTED} of {len(unbalanced)} unbalanced triads; -f json has all")
    note(*found.method)
    note(*found.warnings, style="yellow", prefix="warning: ")


def scoring_options(command: Any) -> Any:
    """Add ``--blocs`` and ``--cost-exponent``: how measures read blocs and weights."""
    options = [
        click.option(
            "--blocs",
            default="louvain",
            show_default=True,
            metavar="louvain|kind|FILE",
            help="What brokerage is between: Louvain blocs, kinds of node, or a CSV file with the columns "
            "bloc and iri (or label), such as relgraph blocs -f csv writes.",
        ),
        click.option(
            "--cost-exponent",
            type=click.FloatRange(0, 2),
            default=1.0,
            show_default=True,
            metavar="E",
            help="A path pays 1/weight^E for an edge; with 0 every edge is one step.",
        ),
    ]
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


def scoring_arguments(network: Network, *, blocs: str, cost_exponent: float) -> dict[str, Any]:
    """Return the values of :func:`scoring_options` as :func:`relgraph.centrality` takes them."""
    by = blocs if blocs in ("louvain", "kind") else _read_blocs(blocs, network)
    return {"blocs": by, "cost_exponent": cost_exponent}


def _read_blocs(name: str, network: Network) -> dict[str, str]:
    """Return the bloc of each node of ``network`` that the CSV file ``name`` gives one."""
    advice = "give louvain, kind, or a CSV file with the columns bloc and iri (or label)"
    try:
        lines = Path(name).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}", advice) from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8 text", advice) from None
    rows = csv.DictReader(lines)
    columns = rows.fieldnames or ()
    key = "iri" if "iri" in columns else "label"
    if "bloc" not in columns or key not in columns:
        raise InputError(f"{name}: has no columns bloc and iri (or label)", advice)
    nodes: dict[str, list[str]] = {}
    for node, data in network.nodes(data=True):
        nodes.setdefault(node if key == "iri" else str(data.get("label", node)), []).append(node)
    found: dict[str, str] = {}
    for row in rows:
        bloc = (row["bloc"] or "").strip()
        if not bloc:
            raise InputError(f"{name}, line {rows.line_num}: the bloc is empty", "give every node a bloc")
        named = nodes.get(row[key] or "", [])
        if len(named) > 1:
            raise InputError(
                f"{name}, line {rows.line_num}: {len(named)} nodes have the label {row[key]!r}",
                "name them by their iri",
            )
        for node in named:
            if found.setdefault(node, bloc) != bloc:
                raise InputError(
                    f"{name}, line {rows.line_num}: a second bloc for {row[key]!r}", "give each node one bloc"
                )
    return found
