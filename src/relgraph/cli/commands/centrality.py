"""The command ``centrality``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import relgraph
from relgraph.cli.choices import DEFAULT_MEASURES, MEASURES, RESAMPLE
from relgraph.cli.options import OneOf, data_option, example, language_option, projection_options
from relgraph.cli.output import Output, output_options
from relgraph.cli.scoring_options import backbone_options, folded, scoring_options
from relgraph.cli.terminal import busy, cell, explain, progress, ranked, table_of

if TYPE_CHECKING:
    from relgraph.cli.terminal import Table
    from relgraph.projection import Detail


@click.command(
    epilog=example(
        "relgraph centrality actors --collectives resolve --top 5",
        "relgraph centrality full -m pagerank -m degree -o scores.csv",
        "relgraph centrality actors -m strength --bootstrap 1000",
    )
)
@projection_options
@backbone_options
@click.option(
    "-m",
    "--measure",
    "measures",
    multiple=True,
    type=OneOf("measure", MEASURES),
    help=f"Repeatable; the first one ranks. Default: {', '.join(DEFAULT_MEASURES)}.",
)
@click.option(
    "--top", type=click.IntRange(1), metavar="N", help="Only the first N, and those that tie with them."
)
@click.option(
    "--bootstrap",
    "draws",
    type=click.IntRange(1),
    metavar="N",
    help="Resample the acts N times, and add the intervals of scores and ranks.",
)
@click.option(
    "--resample",
    type=OneOf("way to resample", RESAMPLE),
    help="What to draw: single acts (default), or sources with all their acts.",
)
@click.option("--seed", type=click.IntRange(0), metavar="S", help="Of the draws; default 0.")
@click.option(
    "--level",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    metavar="P",
    help="Share of the draws that an interval holds; default 0.95.",
)
@scoring_options
@output_options(("table", "csv", "json"), default="table", help="How to write the scores.")
@language_option
@data_option
def centrality(
    *,
    measures: tuple[str, ...],
    top: int | None,
    draws: int | None,
    resample: str | None,
    seed: int | None,
    level: float | None,
    output: Output,
    data: tuple[str, ...],
    **options: Any,
) -> None:
    """Score the nodes of a projection.

    PROJECTION is one of those that relgraph projections lists.

    Says on standard error how they were scored and what the scores cannot tell.

    With --bootstrap: how far scores and ranks depend on which acts happened to be reported, the probability
    that a row outranks the next, and the scores of the certain acts alone. It does not tell how far a score is
    from the world. json has the probability for each pair of rows.
    """
    if draws is None and (resample, seed, level) != (None, None, None):
        raise click.UsageError("--resample, --seed and --level go with --bootstrap")
    detail: Detail = "counts" if draws is None else "keys"
    fold, scoring = folded(
        data, measures or DEFAULT_MEASURES, attributes=draws is not None, detail=detail, **options
    )
    if draws is None:
        with busy("scoring"):
            scores = relgraph.centrality(fold, scoring)
    else:
        with progress("resampling") as show:
            scores = relgraph.bootstrap(
                fold,
                scoring,
                draws=draws,
                resample=resample or "acts",
                seed=seed or 0,
                level=level or 0.95,
                progress=show,
            )
    if top is not None:
        scores = scores.top(top)
    if output.format == "csv":
        output.write(scores.to_csv())
    elif output.format == "json":
        output.write(scores.to_json())
    elif isinstance(scores, relgraph.BootstrapScores):
        output.show(_intervals(scores, level or 0.95, for_eyes=output.is_for_eyes))
    else:
        table = table_of("rank", "name", "kind", *scores.measures, for_eyes=output.is_for_eyes)
        for row in scores.rows:
            table.add_row(ranked(row.rank), cell(row.label), cell(row.kind), *map(_number, row.values))
        output.show(table)
    explain(scores.method, scores.warnings)


def _intervals(scores: relgraph.BootstrapScores, level: float, *, for_eyes: bool) -> Table:
    """Return a table of one column per interval, for people; csv and json have one for each of its ends."""
    of_level = f"{level:.4%}".rstrip("0%").rstrip(".") + "%"
    has_scenario = f"{scores.scored[0]}-certain" in scores.measures
    columns = ["rank", of_level, "name", "kind"]
    for name in scores.scored:
        columns += [name, of_level, *(["certain"] if has_scenario else [])]
    table = table_of(*columns, "outranks next", for_eyes=for_eyes)
    for row in scores.rows:
        value = dict(zip(scores.measures, map(_number, row.values), strict=True))
        first = scores.scored[0]
        cells = [
            cell(f"{value[first + '-rank-low']} to {value[first + '-rank-high']}"),
            cell(row.label),
            cell(row.kind),
        ]
        for name in scores.scored:
            cells += [cell(value[name]), cell(f"{value[name + '-low']} to {value[name + '-high']}")]
            cells += [cell(value[name + "-certain"])] if has_scenario else []
        cells.append(cell(value["outranks-next"] if value["outranks-next"] != "nan" else ""))
        table.add_row(ranked(row.rank), *cells)
    return table


def _number(value: float) -> str:
    return f"{value:.4g}"
