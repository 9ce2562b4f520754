"""The command ``timeline``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import relgraph
from relgraph.cli.choices import CHART_FORMATS, MEASURES, PERIODS
from relgraph.cli.options import OneOf, data_option, example, language_option, projection_options
from relgraph.cli.output import Output, output_options
from relgraph.cli.scoring_options import backbone_options, folded, scoring_options
from relgraph.cli.terminal import cell, explain, progress, ranked, table_of

if TYPE_CHECKING:
    from relgraph.cli.terminal import Table
    from relgraph.projection import Detail


@click.command(
    epilog=example(
        "relgraph timeline actors --by year -m strength",
        "relgraph timeline actors --by year --cumulative -o ranks.svg",
    )
)
@projection_options
@backbone_options
@scoring_options
@click.option(
    "--by",
    type=OneOf("period", PERIODS),
    default="year",
    show_default=True,
    help="What a period is; an act whose date is less precise is left out, and counted.",
)
@click.option(
    "-m",
    "--measure",
    type=OneOf("measure", MEASURES),
    default="degree",
    show_default=True,
    help="What ranks.",
)
@click.option("--cumulative", is_flag=True, help="Score all acts up to the end of each period.")
@click.option(
    "--top",
    type=click.IntRange(1),
    metavar="N",
    help="Only the N with the best mean rank. Default: all, and 15 in a chart.",
)
@output_options(
    ("table", "csv", "json", *CHART_FORMATS),
    default="table",
    help="A table, or a bump chart of the ranks as SVG or PNG.",
)
@language_option
@data_option
def timeline(
    *,
    by: str,
    measure: str,
    cumulative: bool,
    top: int | None,
    output: Output,
    data: tuple[str, ...],
    **options: Any,
) -> None:
    """Rank the nodes of a projection period by period.

    PROJECTION is one of those that relgraph projections lists.

    A row is a node and a period: its rank among the nodes of the period, the places gained (+) or lost (-)
    since it last had a rank, and its score. Says on standard error what has no place in time and was left out.

    Charts need matplotlib: pip install 'relgraph[plot]'.
    """
    # A window of periods: what ended before its last day still counts in the periods in which it held.
    window = {} if by == "event" else {name: options[name] for name in ("since", "as_of")}
    detail: Detail = "parts" if by == "event" else "counts"
    fold, scoring = folded(data, (measure,), detail=detail, **{**options, **dict.fromkeys(window)})
    with progress("scoring each period") as show:
        times = relgraph.timeline(fold, scoring, by=by, cumulative=cumulative, progress=show, **window)
    rows = times if top is None else times.top(top)
    if output.format in CHART_FORMATS:
        output.write(relgraph.bump_chart(times, output.format, nodes=top or 15))
    elif output.format == "csv":
        output.write(rows.to_csv())
    elif output.format == "json":
        output.write(rows.to_json())
    else:
        output.show(_table(rows, for_eyes=output.is_for_eyes))
    explain(times.method, times.warnings)


def _table(times: relgraph.Timeline, *, for_eyes: bool) -> Table:
    table = table_of("period", "rank", "change", "name", "kind", *times.measures, for_eyes=for_eyes)
    for row in times.rows:
        change = row.status if row.change is None else f"{row.change:+d}" if row.change else "="
        table.add_row(
            cell(row.period),
            ranked(row.rank),
            f"back {change}" if row.status == "back" else change,
            cell(row.label),
            cell(row.kind),
            *(f"{value:.4g}" for value in row.values),
        )
    return table
