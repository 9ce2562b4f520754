"""The command ``run``: the whole road into one folder."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

import relgraph
from relgraph.cli.exit_codes import DONE, FOUND
from relgraph.cli.options import data_option, example, given_timeout, language_option, open_complete
from relgraph.cli.output import spreadsheet_option
from relgraph.cli.passages import source_option
from relgraph.cli.terminal import busy, cell, line, note, print_out, ranked, table_of
from relgraph.errors import OutputError, ProjectionError
from relgraph.records import for_spreadsheet
from relgraph.wording import counted
from relgraph.writing import write_folder

if TYPE_CHECKING:
    from relgraph.page import Page
    from relgraph.projection import Network
    from relgraph.store import KnowledgeGraph


@dataclass(frozen=True)
class _Results:
    """What the stops of the road gave."""

    report: relgraph.Report
    answers: dict[str, relgraph.QueryResult]
    network: Network
    scores: relgraph.Scores
    page: Page


@click.command(epilog=example("relgraph run -o out", "relgraph run -o out --source article.txt"))
@click.option(
    "-o", "--output", default="out", show_default=True, metavar="FOLDER", help="Folder to write into."
)
@source_option
@spreadsheet_option
@language_option
@data_option
def run(*, output: str, source: tuple[str, ...], spreadsheet: bool, data: tuple[str, ...]) -> int:
    """Validate, answer, score and draw into one folder.

    Writes index.html, centrality.csv, graph.graphml, graph.gexf, triples.nt, answers/NAME.csv and
    validation.txt, the same bytes for the same input: all of them or none. Other files in the folder stay.
    """
    from relgraph.exporting import export_notes

    if not output:
        raise OutputError("the name of the folder is empty", "give a folder")
    graph = open_complete(*data)
    folder = Path(output)
    results = _walk(graph, source)
    with busy("writing"):
        files = _files(graph, results)
        if spreadsheet:
            files |= {name: for_spreadsheet(files[name]) for name in files if name.endswith(".csv")}
        write_folder(files, folder)
    note(*results.page.notes, *export_notes(results.network, "gexf"))
    _summary(graph, results, folder)
    return DONE if results.report.conforms else FOUND


def _walk(graph: KnowledgeGraph, source: tuple[str, ...]) -> _Results:
    from relgraph.page import draw

    with busy("validating"):
        report = relgraph.validate(graph, sources=source)
    with busy("answering"):
        answers = {
            name: relgraph.query(graph, name, timeout=given_timeout()) for name in relgraph.named_queries()
        }
    with busy("projecting and scoring"):
        network = relgraph.project(graph, "full", detail="acts")
        scores = relgraph.centrality(_central(graph))
    with busy("drawing"):
        page = draw(graph, network, source=source)
    return _Results(report, answers, network, scores, page)


def _files(graph: KnowledgeGraph, results: _Results) -> dict[str, bytes]:
    return {
        "validation.txt": results.report.text().encode(),
        **{f"answers/{name}.csv": answer.serialize("csv") for name, answer in results.answers.items()},
        "centrality.csv": results.scores.to_csv().encode(),
        **{f"graph.{fmt}": relgraph.export(results.network, fmt) for fmt in ("graphml", "gexf")},
        "triples.nt": relgraph.export(graph, "ntriples"),
        "index.html": results.page.text.encode(),
    }


def _central(graph: KnowledgeGraph) -> Network:
    """Return the network to score: who acts towards whom, else who takes part in what, else all."""
    for name in ("actors", "participation"):
        with contextlib.suppress(ProjectionError):
            return relgraph.project(graph, name, collectives="resolve")
    return relgraph.project(graph, "full", collectives="resolve")


def _summary(graph: KnowledgeGraph, results: _Results, folder: Path) -> None:
    from relgraph.model.namespaces import RG, word

    report = results.report
    sure = sum(act.certainty == str(RG.certain) for act in graph.acts.values())
    modality = Counter(word(act.modality) or "unstated" for act in graph.acts.values())
    told = modality.pop("asserted", 0)
    verdict = "conforms to the shapes" if report.conforms else counted(len(report.violations), "violation")
    print_out(
        line(("relgraph", "bold cyan"), f"  {len(graph):,} triples, {verdict}"),
        line(
            f"{counted(len(graph.acts), 'act')}, {sure} certain; {told} told as fact"
            + "".join(f", {number} {said}" for said, number in sorted(modality.items()))
        ),
        line(
            f"{len(results.answers)} questions answered; "
            f"{results.network.number_of_nodes()} things in the network"
        ),
        cell(""),
        cell("Who stands at the centre (collectives resolved)", "bold"),
    )
    table = table_of("rank", "name", "kind", *results.scores.measures)
    for row in results.scores.top(5).rows:
        table.add_row(
            ranked(row.rank), cell(row.label), cell(row.kind), *(f"{value:.3g}" for value in row.values)
        )
    print_out(table, cell(""))
    for name, what in (
        ("index.html", "the page: open it in a browser, no network needed"),
        ("answers/", "one table per question"),
        ("centrality.csv", "the scores above, for all actors"),
        ("graph.graphml, graph.gexf", "the network for Gephi, Cytoscape and others"),
        ("triples.nt", "the graph for any triple store"),
        ("validation.txt", "what was checked"),
    ):
        print_out(line((f"{folder}/{name}", "cyan"), f"  {what}"))
