"""The command ``show``."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pyoxigraph as ox
from rich.text import Text

import relgraph
from relgraph.cli.options import data_option, example, language_option, open_complete
from relgraph.cli.output import Output, output_options
from relgraph.cli.passages import where_told
from relgraph.cli.terminal import cell, table_of
from relgraph.errors import NameNotFoundError
from relgraph.model.acts import Act
from relgraph.model.namespaces import RG, local_name, word
from relgraph.model.sources import read_passages
from relgraph.model.statements import text_of
from relgraph.querying import resolve_term
from relgraph.store import KnowledgeGraph

_TOLD = (
    "status", "heldOn", "expectedIn", "proposedFor", "format", "occasion", "ordinal", "from", "until",
    "isoAlpha2", "officeOf", "involves", "resolvesTo", "concerns", "accordsWith", "editorialNote",
)  # fmt: skip


@click.command(epilog=example("relgraph show ASEAN", "relgraph show 'Bui Thanh Son' --source article.txt"))
@click.argument("entity")
@click.option("--source", metavar="FILE", help="The text of the source: show the passages themselves.")
@output_options(("table",), default="table")
@language_option
@data_option
def show(*, entity: str, source: str | None, output: Output, data: tuple[str, ...]) -> None:
    """Show what a thing is, and its acts.

    Each act comes with its speaker, its status and where the source says it.

    ENTITY is a label, an alias or an IRI.
    """
    graph = open_complete(*data)
    term = resolve_term(graph, entity)
    if (term, None, None) not in graph and (None, None, term) not in graph:
        raise NameNotFoundError(
            f"{entity[:80]!r} is nothing in this graph", "give a label, an alias or an IRI of it"
        )
    text = relgraph.read_source(graph, source) if source else None
    portrait = [*_portrait(graph, str(term)), Text()]
    found = [act for act in graph.acts.values() if str(term) in _parts(act)]
    if not found:
        output.show(*portrait, Text("No act names it."))
        return
    table = table_of(
        "act", "modality", "certainty", "said by", "where in the source", for_eyes=output.is_for_eyes
    )
    for act in found:
        passages = read_passages(graph, act.evidence)
        table.add_row(
            cell(graph.act_label(act)),
            cell(word(act.modality)),
            cell(local_name(act.certainty), "" if act.certainty == str(RG.certain) else "yellow"),
            cell(graph.thing(act.said_by).label if act.said_by else "(the report)"),
            where_told(graph, passages, text),
        )
    output.show(*portrait, table)


def _parts(act: Act) -> set[str]:
    return {act.iri, act.event, act.said_by, *act.actors, *act.objects, *act.recipients}


def _portrait(graph: KnowledgeGraph, iri: str) -> Iterator[Text]:
    thing = graph.thing(iri)
    yield Text.assemble(cell(thing.label, "bold"), f"  {thing.kind}" if thing.kind else "")
    yield cell(iri, "dim")
    if thing.aliases:
        yield cell("also: " + ", ".join(thing.aliases))
    for name in _TOLD:
        values = sorted(
            graph.thing(term.value).label if isinstance(term, ox.NamedNode) else text_of(term)
            for term in graph.objects_of(iri, str(RG[name]))
            if isinstance(term, ox.NamedNode | ox.Literal)
        )
        if values:
            yield cell(f"{name}: {', '.join(values)}")
