"""The command ``project``."""

from __future__ import annotations

from typing import Any

import click

import relgraph
from relgraph.cli.choices import NETWORK_FORMATS
from relgraph.cli.options import data_option, example, language_option, projection_options
from relgraph.cli.output import Output, output_options
from relgraph.cli.scoring_options import backbone_options, projected
from relgraph.cli.terminal import note


@click.command(
    epilog=example(
        "relgraph project actors --collectives resolve -f csv",
        "relgraph project topics --kind State --since 2021-07 --as-of 2021",
        "relgraph project full -o meeting.gexf",
        "relgraph project --edges map.rq -d data-of-others.ttl -f csv",
    )
)
@projection_options
@backbone_options
@output_options(NETWORK_FORMATS, default="json", help="How to write the network.")
@language_option
@data_option
def project(*, output: Output, data: tuple[str, ...], **options: Any) -> None:
    """Write a projection of the graph as a network.

    PROJECTION is one of those that relgraph projections lists. With --edges, or with --actor-class and
    --relation, data of any vocabulary are projected: see docs/bring-your-own.md.

    graphml and gexf (1.3, with a timeline in Gephi) keep types and the direction of each edge. json is NetworkX
    node-link data, in which an undirected edge among directed ones is two, one each way; NetworkX reads no
    graphml or gexf that mixes them. csv is a table of edges, csv-nodes one of nodes. parquet, a typed table of
    edges, needs pyarrow: pip install 'relgraph[parquet]'.

    Of what an edge lists (acts, passages, events) csv and gexf have the first 25 and how many more there are,
    such as (+126); a column such as acts_count has the length, and a note says so. json, graphml and parquet
    have all.
    """
    from relgraph.exporting import export_notes

    network = projected(data, **options)
    note(*network.graph["notes"])
    note(*export_notes(network, output.format))
    output.write(relgraph.export(network, output.format))
