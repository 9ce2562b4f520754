"""Commands that ask the graph: queries, query, show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import pyoxigraph as ox
from rich.text import Text

import relgraph
from relgraph.cli.options import DEFAULT_TIMEOUT, OneOf, data_option, example, open_graph, output_option
from relgraph.cli.terminal import busy, clean, counted, note, print_out, shown, table_of
from relgraph.errors import InputError, NameNotFoundError, QueryError, unknown_name
from relgraph.model.acts import Act, read_acts
from relgraph.model.namespaces import RG, local_name, word
from relgraph.model.ontology import Ontology, read_ontology
from relgraph.model.sources import Passage, read_passages
from relgraph.model.statements import node_of
from relgraph.model.things import read_thing
from relgraph.querying import resolve_term, update
from relgraph.store import KnowledgeGraph

QUERY_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld")


@click.command(epilog=example("relgraph queries", "relgraph queries -d my-acts.ttl"))
@data_option
def queries(data: tuple[str, ...]) -> None:
    """List the named queries with their questions and parameters.

    Rows tells how many rows each gives on the data when no parameter is bound.
    """
    graph = open_graph(*data)
    table = table_of("name", "question", "parameters", "rows")
    with busy("counting"):
        for query in relgraph.named_queries().values():
            parameters = "; ".join(f"{item.name}: {item.description}" for item in query.parameters)
            rows = len(relgraph.query(graph, query.name, timeout=DEFAULT_TIMEOUT))
            table.add_row(
                Text(query.name, style="bold cyan"), Text(query.question), Text(parameters), str(rows)
            )
    print_out(table)


@click.command(
    epilog=example(
        "relgraph query who-supports",
        "relgraph query said-by -p 'speaker=Bui Thanh Son' -f csv",
        "echo 'SELECT * { ?act rg:certainty rg:doubtful }' | relgraph query -",
    )
)
@click.argument("query", metavar="NAME|FILE.rq|-")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="An IRI, a prefixed name, a quoted literal, or a label that names one thing; repeatable.",
)
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", QUERY_FORMATS),
    help="How to write the result. Default: table, or turtle for triples.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    default=DEFAULT_TIMEOUT,
    show_default=True,
    help="How long the query may take.",
)
@click.option(
    "--allow-update", is_flag=True, help="Take a SPARQL update, and write the graph as changed by it."
)
@click.option("--allow-service", is_flag=True, help="Let SERVICE ask the endpoints that the query names.")
@output_option
@data_option
def query(
    query: str,
    *,
    parameters: tuple[str, ...],
    fmt: str | None,
    timeout: float | None,
    allow_update: bool,
    allow_service: bool,
    output: str,
    data: tuple[str, ...],
) -> None:
    """Run a named query, or SPARQL.

    SPARQL comes from a .rq file, or by - from standard input. SELECT, ASK, CONSTRUCT and DESCRIBE are
    answered. json is SPARQL 1.1 JSON results. Updates and SERVICE are refused unless they are allowed; an
    update writes the changed graph, and no file that was read.
    """
    text = query_text(query, data)
    graph = open_graph(*data)
    if allow_update:
        changed = update(graph, text, allow_service=allow_service)
        relgraph.write(relgraph.export(changed, fmt or "turtle"), output)
        return
    given: dict[str, str] = {}
    for item in parameters:
        name, equals, value = item.partition("=")
        if not equals:
            raise QueryError(f"parameter {item[:80]!r} has no value", "write -p name=value")
        given[name.strip()] = value
    result = relgraph.query(graph, text, parameters=given, timeout=timeout, allow_service=allow_service)
    if fmt is None:
        fmt = "turtle" if result.kind == "graph" else "table"
    if fmt == "table":
        _print_result(result, graph, output)
    else:
        relgraph.write(result.serialize(fmt), output)


def _print_result(result: relgraph.QueryResult, graph: KnowledgeGraph, output: str) -> None:
    if result.kind == "graph":
        raise QueryError("a CONSTRUCT or DESCRIBE result is no table", "use -f turtle, ntriples or jsonld")
    if result.kind == "ask":
        print_out(Text("yes" if result.boolean else "no"), output=output)
        return
    # For people: the label stands for the thing, and one column tells where it stands in the source.
    labelled = {name for name in result.variables if f"{name}Label" in result.variables}
    placed = {"document", "start", "end"} <= set(result.variables)
    folded = {f"{name}Label" for name in labelled} | ({"start", "end"} if placed else set())
    columns = [name for name in result.variables if name not in folded]
    shown_names = ("source" if placed and name == "document" else name for name in columns)
    table = table_of(*shown_names, output=output)
    for row in result.dicts():
        cells = []
        for name in columns:
            value = row.get(f"{name}Label") if name in labelled else None
            cell = shown(row[name] if value is None else value)
            if placed and name == "document" and row["start"] is not None:
                cell += f" {row['start']}-{row['end']}"
            cells.append(Text(clean(cell)))
        table.add_row(*cells)
    print_out(table, output=output)
    note(counted(len(result.rows), "row"))


def query_text(query: str, data: Sequence[str]) -> str:
    """Return the SPARQL that ``query`` stands for (a file, - for standard input), or the name that it is."""
    if query == "-":
        if "-" in data:
            raise InputError("standard input cannot be both the query and the data", "put one in a file")
        return _read_text(sys.stdin.buffer.read(), "standard input")
    path = Path(query)
    if path.suffix in (".rq", ".sparql") or os.sep in query:
        try:
            return _read_text(path.read_bytes(), query)
        except OSError as error:
            raise InputError(f"{query}: {error.strerror or error}", "check the path of the query") from None
    if any(character in query for character in " {}\n"):
        raise QueryError(
            "this reads as SPARQL, not as the name of a query", "give SPARQL in a .rq file or through -"
        )
    if query not in relgraph.named_queries():
        raise unknown_name("query", query, relgraph.named_queries())
    return query


def _read_text(content: bytes, name: str) -> str:
    try:
        # The line end keeps a file of one word from being taken for the name of a query.
        return content.decode("utf-8") + "\n"
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8 text", "save the query as UTF-8") from None


@click.command(epilog=example("relgraph show ASEAN", "relgraph show 'Bui Thanh Son' --source article.txt"))
@click.argument("entity")
@click.option("--source", metavar="FILE", help="The text of the source: show the passages themselves.")
@data_option
def show(entity: str, source: str | None, data: tuple[str, ...]) -> None:
    """Show what a thing is, and its acts.

    Each act comes with its speaker, its status and where the source says it.

    ENTITY is a label, an alias or an IRI.
    """
    graph = open_graph(*data)
    term = resolve_term(graph, entity)
    ontology = read_ontology(graph)
    if (term, None, None) not in graph and (None, None, term) not in graph:
        raise NameNotFoundError(
            f"{entity[:80]!r} is nothing in this graph", "give a label, an alias or an IRI of it"
        )
    text = relgraph.read_source(graph, source) if source else None
    print_out(*_portrait(graph, ontology, str(term)), Text())
    acts = read_acts(graph)
    found = [act for act in acts.values() if str(term) in _parts(act)]
    if not found:
        print_out(Text("No act names it."))
        return
    table = table_of("act", "modality", "certainty", "said by", "where in the source")
    for act in found:
        passages = read_passages(graph, act.evidence)
        where = places(graph, ontology, passages)
        if text is not None:
            where += "".join(f"\n“{quote}”" for quote in map(text.quote, passages) if quote)
        table.add_row(
            Text(clean(_words(graph, ontology, act))),
            word(act.modality),
            Text(local_name(act.certainty), style="" if act.certainty == str(RG.certain) else "yellow"),
            Text(clean(_label(graph, ontology, act.said_by)) if act.said_by else "(the report)"),
            Text(clean(where)),
        )
    print_out(table)


def _words(graph: KnowledgeGraph, ontology: Ontology, act: Act) -> str:
    """Return the label of the act, or what it says where it has none."""
    label = read_thing(graph, ontology, act.iri).label
    if label != local_name(act.iri):
        return label
    relation = ontology.relations.get(act.relation)
    ends = [", ".join(_label(graph, ontology, iri) for iri in iris) for iris in (act.actors, act.objects)]
    return f"{ends[0]} {relation.label if relation else local_name(act.relation)} {ends[1]}"


def _parts(act: Act) -> set[str]:
    return {act.iri, act.event, act.said_by, *act.actors, *act.objects, *act.recipients}


def _portrait(graph: KnowledgeGraph, ontology: Ontology, iri: str) -> Iterator[Text]:
    thing = read_thing(graph, ontology, iri)
    yield Text.assemble((clean(thing.label), "bold"), f"  {thing.kind}" if thing.kind else "")
    yield Text(clean(iri), style="dim")
    if thing.aliases:
        yield Text(clean("also: " + ", ".join(thing.aliases)))
    for name in (
        "status", "heldOn", "expectedIn", "proposedFor", "format", "occasion", "ordinal", "from", "until",
        "isoAlpha2", "officeOf", "involves", "resolvesTo", "concerns", "accordsWith", "editorialNote",
    ):  # fmt: skip
        values = sorted(
            _label(graph, ontology, quad.object.value)
            if isinstance(quad.object, ox.NamedNode)
            else quad.object.value
            for quad in graph.oxigraph.quads_for_pattern(node_of(iri), ox.NamedNode(str(RG[name])), None)
            if isinstance(quad.object, ox.NamedNode | ox.Literal)
        )
        if values:
            yield Text(clean(f"{name}: {', '.join(values)}"))


def _label(graph: KnowledgeGraph, ontology: Ontology, iri: str) -> str:
    return read_thing(graph, ontology, iri).label


def places(graph: KnowledgeGraph, ontology: Ontology, passages: Iterable[Passage]) -> str:
    """Return one line a document, with the places in it."""
    found: dict[str, list[str]] = {}
    for passage in passages:
        span = f"{passage.start}-{passage.end}" if passage.start is not None else passage.fragment
        found.setdefault(passage.document, []).append(span)
    lines = []
    for document, spans in found.items():
        counted = "characters " if spans[0][:1].isdigit() else ""
        lines.append(f"{_label(graph, ontology, document)}, {counted}{', '.join(spans)}")
    return "\n".join(lines)
