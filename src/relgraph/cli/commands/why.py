"""The command ``why``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

import relgraph
from relgraph.cli.choices import MEASURES, PROJECTIONS
from relgraph.cli.options import (
    OneOf,
    data_option,
    example,
    filter_options,
    given_edges,
    language_option,
    open_endpoint,
    open_graph,
)
from relgraph.cli.output import Output, output_options
from relgraph.cli.passages import source_option, teller, where_told
from relgraph.cli.scoring_options import backbone_options, folded, scoring_options
from relgraph.cli.terminal import cell, explain, of_note, progress, ranked, table_of
from relgraph.model.attributes import worded

if TYPE_CHECKING:
    from relgraph.cli.terminal import Table
    from relgraph.model.citations import Texts


@click.command(
    epilog=example(
        "relgraph why Russia -m betweenness --top 10",
        "relgraph why ASEAN -m degree --collectives resolve --source article.txt",
    )
)
@click.argument("actor")
@click.option(
    "-m",
    "--measure",
    type=OneOf("measure", MEASURES),
    default="degree",
    show_default=True,
    help="The score to explain.",
)
@click.option(
    "--projection",
    type=OneOf("projection", PROJECTIONS),
    default="actors",
    show_default=True,
    help="Where it is scored.",
)
@filter_options
@backbone_options
@scoring_options
@click.option("--top", type=click.IntRange(1), metavar="N", help="Only the first N.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    metavar="N",
    help="How many acts to leave out one by one, those of the actor first.",
)
@source_option
@output_options(("table", "csv", "json"), default="table", help="How to write the list.")
@language_option
@data_option
def why(
    *,
    actor: str,
    measure: str,
    top: int | None,
    limit: int,
    source: tuple[str, ...],
    output: Output,
    data: tuple[str, ...],
    **options: Any,
) -> None:
    """List the acts, ties and events that a score rests on.

    The largest effect comes first. The effect is the score minus the score without the act, without all acts
    behind the tie with another, or without all acts at the event. Each act comes with its speaker, its status
    and where the source says it.

    ACTOR is a label, an alias or an IRI.
    """
    endpoint = open_endpoint(data) if given_edges() is None else None
    can_be_asked = endpoint is not None and endpoint.has_closures and not endpoint.has_blank_acts
    graph = endpoint if endpoint is not None and can_be_asked else open_graph(*data)
    fold, scoring = folded(graph, (measure,), detail="parts", **options)
    with progress("leaving acts out") as show:
        found = relgraph.why(fold, actor, scoring, limit=limit, progress=show)
    texts = relgraph.read_sources(found.graph, source)
    if top is not None:
        found = found.top(top)
    if output.format == "csv":
        output.write(found.to_csv(texts))
    elif output.format == "json":
        output.write(found.to_json(texts))
    else:
        rank = ranked(found.rank) or "undefined"
        head = f"{found.label}: {found.measure} {found.score:.4g}, rank {rank} of {found.nodes}"
        output.show(cell(head), _table(found, texts, for_eyes=output.is_for_eyes))
    explain(found.method, found.warnings)


def _table(found: relgraph.Why, source: Texts, *, for_eyes: bool) -> Table:
    graph = found.graph
    has_attributes = any(reason.attributes for reason in found.reasons)
    table = table_of(
        "effect", "rank without", "what", "name", "acts", "modality", "polarity", "certainty", "said by",
        "where in the source", *(["attributes"] * has_attributes), for_eyes=for_eyes,
    )  # fmt: skip
    for reason in found.reasons:
        effect = f"{reason.effect:+.4g}" if reason.effect else "0"
        act = graph.acts.get(reason.iri) if reason.what == "act" else None
        table.add_row(
            "undefined" if math.isnan(reason.effect) else effect,
            ranked(reason.rank_without),
            reason.what,
            cell(reason.label),
            str(reason.acts),
            cell(reason.modality),
            of_note(reason.polarity, "positive"),
            of_note(reason.certainty, "certain"),
            teller(graph, act, reason.passages) if act else "",
            where_told(graph, reason.passages, source),
            *([cell(worded(reason.attributes))] if has_attributes else []),
        )
    return table
