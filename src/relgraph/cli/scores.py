"""Commands that score: centrality, timeline, why."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import click
from rich.console import Console
from rich.progress import track
from rich.text import Text

import relgraph
from relgraph.analysis.bootstrapping import RESAMPLE, BootstrapScores, bootstrap
from relgraph.analysis.explanation import Why
from relgraph.analysis.explanation import why as why_of
from relgraph.analysis.measures import DEFAULT_MEASURES, MEASURES
from relgraph.analysis.scores import score_alike
from relgraph.analysis.timelines import CHART_FORMATS, PERIODS, Timeline, bump_chart
from relgraph.analysis.timelines import timeline as timeline_of
from relgraph.cli.blocs import scoring_arguments, scoring_options
from relgraph.cli.options import (
    OneOf,
    backbone_of,
    backbone_options,
    data_option,
    example,
    filter_options,
    open_graph,
    output_option,
    projection_arguments,
    projection_options,
)
from relgraph.cli.questions import places
from relgraph.cli.terminal import busy, clean, note, print_out, ranked, table_of
from relgraph.errors import OutputError
from relgraph.model.ontology import read_ontology
from relgraph.projection import PROJECTIONS, Fold, fold
from relgraph.store import KnowledgeGraph

SCORE_FORMATS = ("table", "csv", "json")


@click.command(
    epilog=example(
        "relgraph centrality actors --collectives resolve --top 5",
        "relgraph centrality full -m pagerank -m degree -f csv",
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
    help="Draw the acts anew N times, and add the intervals of scores and ranks.",
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
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", SCORE_FORMATS),
    default="table",
    show_default=True,
    help="How to write the scores.",
)
@scoring_options
@output_option
@data_option
def centrality(
    measures: tuple[str, ...],
    *,
    top: int | None,
    draws: int | None,
    resample: str | None,
    seed: int | None,
    level: float | None,
    fmt: str,
    output: str,
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
    measures = measures or DEFAULT_MEASURES
    if draws is None and (resample, seed, level) != (None, None, None):
        raise click.UsageError("--resample, --seed and --level go with --bootstrap")
    graph = open_graph(*data)
    folded, how = _folded(graph, **options)
    if draws is None:
        with busy("scoring"):
            scores, _ = score_alike(folded.network(), measures, **how)
    else:
        scores = bootstrap(
            graph,
            folded,
            measures,
            draws=draws,
            resample=resample or "acts",
            seed=seed or 0,
            level=level or 0.95,
            progress=_progress("drawing anew"),
            **how,
        )
    if top is not None:
        scores = scores.top(top)
    if fmt == "csv":
        relgraph.write(scores.to_csv().encode(), output)
    elif fmt == "json":
        relgraph.write(scores.to_json().encode(), output)
    elif isinstance(scores, BootstrapScores):
        _print_intervals(scores, level or 0.95, output)
    else:
        table = table_of("rank", "name", "kind", *scores.measures, output=output)
        for rank, _, label, kind, values in scores.rows:
            table.add_row(ranked(rank), Text(clean(label)), kind, *map(_number, values))
        print_out(table, output=output)
    note(*scores.method)
    note(*scores.warnings, style="yellow", prefix="warning: ")


def _folded(
    graph: KnowledgeGraph,
    *,
    backbone: str | None,
    alpha: float | None,
    blocs: str,
    cost_exponent: float,
    **options: Any,
) -> tuple[Fold, dict[str, Any]]:
    """Return the fold that the options ask for, and how its networks are scored."""
    folded = fold(graph, **projection_arguments(**options))
    network = folded.network()
    if len(network) == 0:
        relgraph.project(graph, **projection_arguments(**options))  # which says why there is nothing
    how = scoring_arguments(network, blocs=blocs, cost_exponent=cost_exponent)
    how["prepare"] = backbone_of(backbone, alpha)
    return folded, how


def _print_intervals(scores: BootstrapScores, level: float, output: str) -> None:
    """Print one column an interval, for people; csv and json have a column for each of its ends."""
    of_level = f"{level:.4%}".rstrip("0%").rstrip(".") + "%"
    has_scenario = f"{scores.scored[0]}-certain" in scores.measures
    columns = ["rank", of_level, "name", "kind"]
    for name in scores.scored:
        columns += [name, of_level, *(["certain"] if has_scenario else [])]
    table = table_of(*columns, "outranks next", output=output)
    for rank, _, label, kind, values in scores.rows:
        cell = dict(zip(scores.measures, map(_number, values), strict=True))
        first = scores.scored[0]
        cells: list[str | Text] = [
            f"{cell[first + '-rank-low']} to {cell[first + '-rank-high']}",
            Text(clean(label)),
            kind,
        ]
        for name in scores.scored:
            cells += [cell[name], f"{cell[name + '-low']} to {cell[name + '-high']}"]
            cells += [cell[name + "-certain"]] if has_scenario else []
        cells.append(cell["outranks-next"] if cell["outranks-next"] != "nan" else "")
        table.add_row(ranked(rank), *cells)
    print_out(table, output=output)


def _number(value: float) -> str:
    return f"{value:.4g}"


def _progress(what: str) -> Callable[[Iterable[int]], Iterable[int]] | None:
    """Return what shows a bar on standard error while it goes through its steps, where that is a terminal."""
    if not sys.stderr.isatty():
        return None
    return partial(track, description=what, console=Console(stderr=True), transient=True)


@click.command(
    epilog=example(
        "relgraph timeline actors --by year -m strength",
        "relgraph timeline actors --by year --cumulative -f svg -o ranks.svg",
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
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", (*SCORE_FORMATS, *CHART_FORMATS)),
    default="table",
    show_default=True,
    help="A table, or a bump chart of the ranks as SVG or PNG.",
)
@output_option
@data_option
def timeline(
    by: str,
    *,
    measure: str,
    cumulative: bool,
    top: int | None,
    fmt: str,
    output: str,
    data: tuple[str, ...],
    **options: Any,
) -> None:
    """Rank the nodes of a projection period by period.

    PROJECTION is one of those that relgraph projections lists.

    A row is a node and a period: its rank among the nodes of the period, the places gained (+) or lost (-)
    since it last had a rank, and its score. Says on standard error what has no place in time and was left out.

    Charts need matplotlib: pip install 'relgraph[plot]'.
    """
    if fmt == "png" and output == "-" and sys.stdout.isatty():
        raise OutputError("a PNG picture is not for a terminal", "write it to a file with -o")
    graph = open_graph(*data)
    folded, how = _folded(graph, **options)
    with busy("scoring each period"):
        times = timeline_of(graph, folded, measure, by=by, cumulative=cumulative, **how)
    if fmt in CHART_FORMATS:
        relgraph.write(bump_chart(times, fmt, nodes=top or 15), output)
    else:
        shown = times if top is None else times.top(top)
        if fmt == "csv":
            relgraph.write(shown.to_csv().encode(), output)
        elif fmt == "json":
            relgraph.write(shown.to_json().encode(), output)
        else:
            _print_timeline(shown, output)
    note(*times.method)
    note(*times.warnings, style="yellow", prefix="warning: ")


def _print_timeline(times: Timeline, output: str) -> None:
    table = table_of("period", "rank", "change", "name", "kind", *times.measures, output=output)
    for row in times.rows:
        change = row.status if row.change is None else f"{row.change:+d}" if row.change else "="
        table.add_row(
            Text(clean(row.period)),
            ranked(row.rank),
            f"back {change}" if row.status == "back" else change,
            Text(clean(row.label)),
            row.kind,
            *map(_number, row.values),
        )
    print_out(table, output=output)


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
@click.option("--source", metavar="FILE", help="The text of the source: show the passages themselves.")
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", SCORE_FORMATS),
    default="table",
    show_default=True,
    help="How to write the list.",
)
@output_option
@data_option
def why(
    actor: str,
    *,
    measure: str,
    top: int | None,
    limit: int,
    source: str | None,
    fmt: str,
    output: str,
    data: tuple[str, ...],
    **options: Any,
) -> None:
    """List what a score rests on: acts, ties and events, largest effect first.

    The effect is the score minus the score without the act, without all acts behind the tie with another, or
    without all acts at the event. Each act comes with its speaker, its status and where the source says it.

    ACTOR is a label, an alias or an IRI.
    """
    graph = open_graph(*data)
    text = relgraph.read_source(graph, source) if source else None
    folded, how = _folded(graph, **options)
    found = why_of(graph, folded, actor, measure, limit=limit, progress=_progress("leaving acts out"), **how)
    if top is not None:
        found = found.top(top)
    if fmt == "csv":
        relgraph.write(found.to_csv(text).encode(), output)
    elif fmt == "json":
        relgraph.write(found.to_json(text).encode(), output)
    else:
        _print_why(graph, found, text, output)
    note(*found.method)
    note(*found.warnings, style="yellow", prefix="warning: ")


def _print_why(graph: KnowledgeGraph, found: Why, text: relgraph.SourceText | None, output: str) -> None:
    ontology = read_ontology(graph)
    rank = ranked(found.rank) or "undefined"
    head = f"{found.label}: {found.measure} {_number(found.score)}, rank {rank} of {found.nodes}"
    table = table_of(
        "effect", "rank without", "what", "name", "acts", "modality", "certainty", "said by",
        "where in the source", output=output,
    )  # fmt: skip
    for reason in found.reasons:
        where = places(graph, ontology, reason.passages)
        if text is not None:
            where += "".join(f"\n“{quote}”" for quote in map(text.quote, reason.passages) if quote)
        table.add_row(
            "undefined" if math.isnan(reason.effect) else f"{reason.effect:+.4g}" if reason.effect else "0",
            ranked(reason.rank_without),
            reason.what,
            Text(clean(reason.label)),
            str(reason.acts),
            reason.modality,
            Text(reason.certainty, style="" if reason.certainty == "certain" else "yellow"),
            Text(clean(reason.said_by) or ("(the report)" if reason.what == "act" else "")),
            Text(clean(where)),
        )
    print_out(Text(clean(head)), table, output=output)
