"""The command that walks the whole road into one folder."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path

import click
from rdflib import URIRef
from rich.text import Text

import relgraph
from relgraph.cli.options import DEFAULT_TIMEOUT, data_option, example, open_graph
from relgraph.cli.terminal import busy, clean, counted, print_out, ranked, shown, table_of
from relgraph.errors import OutputError, ProjectionError
from relgraph.model.acts import read_acts
from relgraph.model.namespaces import RG
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph


@click.command(epilog=example("relgraph run -o out", "relgraph run -o out --source article.txt"))
@click.option(
    "-o", "--output", default="out", show_default=True, metavar="FOLDER", help="Folder to write into."
)
@click.option(
    "--source", metavar="FILE", help="The text of the source: the page shows the passages themselves."
)
@data_option
def run(output: str, source: str | None, data: tuple[str, ...]) -> int:
    """Validate, answer, score and draw into one folder.

    Writes index.html, centrality.csv, graph.graphml, graph.gexf, triples.nt, answers/NAME.csv and
    validation.txt, the same bytes for the same input.
    """
    if not output:
        raise OutputError("the name of the folder is empty", "give a folder")
    graph = open_graph(*data)
    folder = Path(output)
    files: dict[str, bytes] = {}
    with busy("validating") as step:
        report = relgraph.validate(graph)
        files["validation.txt"] = report.text().encode()
        step("answering")
        answers = {
            name: relgraph.query(graph, name, timeout=DEFAULT_TIMEOUT) for name in relgraph.named_queries()
        }
        for name, answer in answers.items():
            files[f"answers/{name}.csv"] = answer.serialize("csv")
        step("projecting and scoring")
        network = relgraph.project(graph, "full")
        scores = relgraph.centrality(_central(graph))
        files["centrality.csv"] = scores.to_csv().encode()
        for fmt in ("graphml", "gexf"):
            files[f"graph.{fmt}"] = relgraph.export(network, fmt)
        files["triples.nt"] = relgraph.export(graph, "ntriples")
        step("drawing")
        files["index.html"] = relgraph.render(graph, network, source=source).encode()
        # Nothing is written before everything is there to write.
        step("writing")
        try:
            (folder / "answers").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{output}: {error.strerror or error}", "give a folder that can be written"
            ) from None
        for name, content in files.items():
            relgraph.write(content, folder / name)
    _summary(graph, report, answers=answers, network=network, scores=scores, folder=folder)
    return 0 if report.conforms else 1


def _central(graph: KnowledgeGraph) -> Network:
    """Return the network to score: who acts towards whom, else who takes part in what, else all."""
    for name in ("actors", "participation"):
        with contextlib.suppress(ProjectionError):
            return relgraph.project(graph, name, collectives="resolve")
    return relgraph.project(graph, "full", collectives="resolve")


def _summary(
    graph: KnowledgeGraph,
    report: relgraph.Report,
    *,
    answers: dict[str, relgraph.QueryResult],
    network: Network,
    scores: relgraph.Scores,
    folder: Path,
) -> None:
    acts = read_acts(graph)
    sure = sum(act.certainty == str(RG.certain) for act in acts.values())
    modality = Counter(shown(URIRef(act.modality)) if act.modality else "unstated" for act in acts.values())
    told = modality.pop("asserted", 0)
    verdict = "conforms to the shapes" if report.conforms else counted(len(report.violations), "violation")
    print_out(
        Text.assemble(("relgraph", "bold cyan"), f"  {len(graph):,} triples, {verdict}"),
        Text(
            f"{counted(len(acts), 'act')}, {sure} certain; {told} told as fact"
            + "".join(f", {number} {word}" for word, number in sorted(modality.items()))
        ),
        Text(f"{len(answers)} questions answered; {network.number_of_nodes()} things in the network"),
        Text(),
        Text("Who stands at the centre (collectives resolved)", style="bold"),
    )
    table = table_of("rank", "name", "kind", *scores.measures)
    for rank, _, label, kind, values in scores.top(5).rows:
        table.add_row(ranked(rank), Text(clean(label)), kind, *(f"{value:.3g}" for value in values))
    print_out(table, Text())
    for name, what in (
        ("index.html", "the page: open it in a browser, no network needed"),
        ("answers/", "one table a question"),
        ("centrality.csv", "the scores above, for all actors"),
        ("graph.graphml, graph.gexf", "the network for Gephi, Cytoscape and others"),
        ("triples.nt", "the graph for any triple store"),
        ("validation.txt", "what was checked"),
    ):
        print_out(Text.assemble((f"{folder}/{name}", "cyan"), f"  {what}"))


# What people see
