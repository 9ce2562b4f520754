"""The command line: the only place that knows every stop of the road.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the data violates the
shapes, 2 could not run, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import pyoxigraph as ox
from rdflib import URIRef
from rich.console import Console
from rich.table import Table
from rich.text import Text

import relgraph
from relgraph.acts import Act, Passage, node_of, read_acts, read_passages, read_thing, short
from relgraph.analysis import DEFAULT_MEASURES, MEASURES
from relgraph.derivation import written
from relgraph.errors import (
    InputError,
    NameNotFoundError,
    OutputError,
    ProjectionError,
    QueryError,
    RelgraphError,
    unknown_name,
)
from relgraph.exporting import NETWORK_FORMATS, RDF_FORMATS
from relgraph.ontology import RG, Ontology, local_name, read_ontology
from relgraph.projection import PROJECTIONS, Network
from relgraph.querying import resolve_term, update
from relgraph.store import KnowledgeGraph

_F = TypeVar("_F", bound=Callable[..., Any])

QUERY_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld")
SCORE_FORMATS = ("table", "csv", "json")
# Where a process cannot fork, a query cannot be stopped, and a limit would refuse every query.
DEFAULT_TIMEOUT = 60.0 if hasattr(os, "fork") else None
"""Seconds that a query may take."""


class OneOf(click.ParamType[str]):
    """A parameter that takes one of a few names and suggests the nearest where it is given another."""

    name = "name"

    def __init__(self, what: str, names: Iterable[str]) -> None:
        """Take ``names``; ``what`` says in a word or two what they are."""
        self.what, self.names = what, tuple(names)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return ``value`` where it is one of the names, else raise NameNotFoundError."""
        if value not in self.names:
            raise unknown_name(self.what, str(value), self.names)
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show the names in help; an argument, which is not optional, by its own name."""
        return str(param.name).upper() if isinstance(param, click.Argument) else "|".join(self.names)


def _data_option(command: _F) -> _F:
    return click.option(
        "-d",
        "--data",
        "data",
        multiple=True,
        metavar="FILE",
        help="RDF file, folder, or - for standard input; repeatable. Default: the bundled graph.",
    )(command)


def _output_option(command: _F) -> _F:
    return click.option(
        "-o", "--output", default="-", metavar="FILE", help="Where to write; - is standard output (default)."
    )(command)


def _projection_options(command: _F) -> _F:
    options = [
        click.argument("projection", type=OneOf("projection", PROJECTIONS)),
        click.option(
            "--collectives",
            type=OneOf("treatment of collectives", ("keep", "resolve")),
            default="keep",
            show_default=True,
            help="Keep a group such as 'the two sides', or put those for whom it stands in its place.",
        ),
        click.option(
            "--as-of", metavar="DATE", help="Only acts that begin on or before DATE (YYYY[-MM[-DD]])."
        ),
        click.option(
            "--relation",
            "relations",
            multiple=True,
            metavar="R",
            help="Only this relation and those under it; repeatable.",
        ),
        click.option(
            "--without-background",
            is_flag=True,
            help="Leave out acts that rest on background sources alone.",
        ),
    ]
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


def _example(*lines: str) -> str:
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_example("relgraph run -o out", "relgraph show 'Sergey Lavrov'"),
)
@click.version_option(relgraph.__version__, prog_name="relgraph")
def cli() -> None:
    """Ask a knowledge graph of diplomatic relations who did what, in whose words, on which evidence.

    Without -d/--data a command works on the bundled graph: the ASEAN-Russia Special Foreign Ministers' Meeting
    of 6 July 2021, as one news report tells it.
    """


@cli.command(epilog=_example("relgraph validate", "relgraph validate my-acts.ttl"))
@click.argument("files", nargs=-1, metavar="[DATA]...")
@_data_option
def validate(files: tuple[str, ...], data: tuple[str, ...]) -> int:
    """Check data against the shapes and checks of the ontology.

    Exit code 0 where it conforms, 1 where it does not (what, where and why on standard output), 2 where it
    could not be checked.
    """
    graph = _open(*files, *data)
    with _busy("validating"):
        report = relgraph.validate(graph)
    _write_text(report.text(), "-")
    return 0 if report.conforms else 1


@cli.command(epilog=_example("relgraph queries", "relgraph queries -d my-acts.ttl"))
@_data_option
def queries(data: tuple[str, ...]) -> None:
    """List the named queries with their questions and parameters.

    Rows tells how many rows each gives on the data when no parameter is bound.
    """
    graph = _open(*data)
    table = _table("name", "question", "parameters", "rows")
    with _busy("counting"):
        for query in relgraph.named_queries().values():
            parameters = "; ".join(f"{item.name}: {item.description}" for item in query.parameters)
            rows = len(relgraph.query(graph, query.name, timeout=DEFAULT_TIMEOUT))
            table.add_row(
                Text(query.name, style="bold cyan"), Text(query.question), Text(parameters), str(rows)
            )
    _print(table)


@cli.command(
    epilog=_example(
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
@_output_option
@_data_option
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
    text = _query_text(query, data)
    graph = _open(*data)
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


def _open(*sources: str) -> KnowledgeGraph:
    with _busy("reading"):
        return relgraph.open(*sources)


def _query_text(query: str, data: Sequence[str]) -> str:
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


@cli.command(epilog=_example("relgraph show ASEAN", "relgraph show 'Bui Thanh Son' --source article.txt"))
@click.argument("entity")
@click.option("--source", metavar="FILE", help="The text of the source: show the passages themselves.")
@_data_option
def show(entity: str, source: str | None, data: tuple[str, ...]) -> None:
    """Show what a thing is, and its acts.

    Each act comes with its speaker, its status and where the source says it.

    ENTITY is a label, an alias or an IRI.
    """
    graph = _open(*data)
    term = resolve_term(graph, entity)
    ontology = read_ontology(graph)
    if (term, None, None) not in graph and (None, None, term) not in graph:
        raise NameNotFoundError(
            f"{entity[:80]!r} is nothing in this graph", "give a label, an alias or an IRI of it"
        )
    text = relgraph.read_source(graph, source) if source else None
    _print(*_portrait(graph, ontology, str(term)), Text())
    acts = read_acts(graph)
    found = [act for act in acts.values() if str(term) in _parts(act)]
    if not found:
        _print(Text("No act names it."))
        return
    table = _table("act", "modality", "certainty", "said by", "where in the source")
    for act in found:
        passages = read_passages(graph, act.evidence)
        where = _where(graph, ontology, passages)
        if text is not None:
            where += "".join(f"\n“{quote}”" for quote in map(text.quote, passages) if quote)
        table.add_row(
            Text(_clean(_words(graph, ontology, act))),
            local_name(act.modality).removeprefix("modality").lower(),
            Text(local_name(act.certainty), style="" if act.certainty == str(RG.certain) else "yellow"),
            Text(_clean(_label(graph, ontology, act.said_by)) if act.said_by else "(the report)"),
            Text(_clean(where)),
        )
    _print(table)


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
    yield Text.assemble((_clean(thing.label), "bold"), f"  {thing.kind}" if thing.kind else "")
    yield Text(_clean(iri), style="dim")
    if thing.aliases:
        yield Text(_clean("also: " + ", ".join(thing.aliases)))
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
            yield Text(_clean(f"{name}: {', '.join(values)}"))


def _label(graph: KnowledgeGraph, ontology: Ontology, iri: str) -> str:
    return read_thing(graph, ontology, iri).label


def _where(graph: KnowledgeGraph, ontology: Ontology, passages: Iterable[Passage]) -> str:
    """Return one line a document, with the places in it."""
    places: dict[str, list[str]] = {}
    for passage in passages:
        span = f"{passage.start}-{passage.end}" if passage.start is not None else passage.fragment
        places.setdefault(passage.document, []).append(span)
    lines = []
    for document, spans in places.items():
        counted = "characters " if spans[0][:1].isdigit() else ""
        lines.append(f"{_label(graph, ontology, document)}, {counted}{', '.join(spans)}")
    return "\n".join(lines)


@cli.command(
    epilog=_example(
        "relgraph project actors --collectives resolve -f csv",
        "relgraph project full -f graphml -o meeting.graphml",
    )
)
@_projection_options
@click.option(
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", NETWORK_FORMATS),
    default="json",
    show_default=True,
    help="How to write the network.",
)
@_output_option
@_data_option
def project(fmt: str, output: str, data: tuple[str, ...], **options: Any) -> None:
    """Write a projection of the graph as a network.

    PROJECTION is actors, participation, co-participation or full.

    json is NetworkX node-link data, csv a table of edges.
    """
    network = _project(_open(*data), **options)
    _note(*network.graph["notes"])
    relgraph.write(relgraph.export(network, fmt), output)


def _project(
    graph: KnowledgeGraph,
    projection: str,
    *,
    collectives: str,
    as_of: str | None,
    relations: tuple[str, ...],
    without_background: bool,
) -> Network:
    return relgraph.project(
        graph,
        projection,
        collectives=collectives,
        as_of=as_of,
        relations=relations,
        background=not without_background,
    )


@cli.command(
    epilog=_example(
        "relgraph centrality actors --collectives resolve --top 5",
        "relgraph centrality full -m pagerank -m degree -f csv",
    )
)
@_projection_options
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
    "-f",
    "--format",
    "fmt",
    type=OneOf("format", SCORE_FORMATS),
    default="table",
    show_default=True,
    help="How to write the scores.",
)
@_output_option
@_data_option
def centrality(
    measures: tuple[str, ...], top: int | None, fmt: str, output: str, data: tuple[str, ...], **options: Any
) -> None:
    """Score the nodes of a projection.

    PROJECTION is actors, participation, co-participation or full.

    Says on standard error how they were scored and what the scores cannot tell.
    """
    scores = relgraph.centrality(_project(_open(*data), **options), measures or DEFAULT_MEASURES)
    if top is not None:
        scores = scores.top(top)
    if fmt == "csv":
        relgraph.write(scores.to_csv().encode(), output)
    elif fmt == "json":
        relgraph.write(scores.to_json().encode(), output)
    else:
        table = _table("rank", "name", "kind", *scores.measures, output=output)
        for rank, _, label, kind, values in scores.rows:
            table.add_row(str(rank), Text(_clean(label)), kind, *(f"{value:.4g}" for value in values))
        _print(table, output=output)
    _note(*scores.method)
    _note(*scores.warnings, style="yellow", prefix="warning: ")


@cli.command(
    epilog=_example(
        "relgraph render full -o meeting.html", "relgraph render actors --source article.txt -o page.html"
    )
)
@_projection_options
@click.option(
    "-m",
    "--measure",
    type=OneOf("measure", MEASURES),
    default="degree",
    show_default=True,
    help="What sizes the nodes.",
)
@click.option(
    "--source", metavar="FILE", help="The text of the source: the page shows the passages themselves."
)
@_output_option
@_data_option
def render(measure: str, source: str | None, output: str, data: tuple[str, ...], **options: Any) -> None:
    """Draw a projection as one HTML page.

    PROJECTION is actors, participation, co-participation or full.

    The page works from disk, without a network.
    """
    graph = _open(*data)
    network = _project(graph, **options)
    with _busy("drawing"):
        page = relgraph.render(graph, network, source=source, size_by=measure)
    relgraph.write(page.encode(), output)


@cli.command(
    epilog=_example("relgraph export -f ntriples -o triples.nt", "relgraph export -d acts.ttl -f jsonld")
)
@click.option(
    "-f", "--format", "fmt", type=OneOf("format", RDF_FORMATS), required=True, help="How to write the graph."
)
@_output_option
@_data_option
def export(fmt: str, output: str, data: tuple[str, ...]) -> None:
    """Write the graph as RDF, the same bytes for the same graph."""
    relgraph.write(relgraph.export(_open(*data), fmt), output)


@cli.command(epilog=_example("relgraph derive -d acts.ttl -o graph.ttl"))
@click.option(
    "--afresh",
    is_flag=True,
    help="First drop what rules could have derived, so that what no longer follows goes.",
)
@_output_option
@_data_option
def derive(afresh: bool, output: str, data: tuple[str, ...]) -> None:
    """Add what follows from the acts by the rules.

    Writes Turtle in the stable order: what is written, then what follows.
    """
    graph = _open(*data)
    if afresh and not read_acts(graph):
        raise InputError(
            "there are no acts to derive from, and --afresh would drop every direct relation",
            "leave --afresh out",
        )
    graph = relgraph.derive(written(graph) if afresh else graph)
    relgraph.write(relgraph.export(graph, "turtle"), output)


@cli.command(epilog=_example("relgraph run -o out", "relgraph run -o out --source article.txt"))
@click.option(
    "-o", "--output", default="out", show_default=True, metavar="FOLDER", help="Folder to write into."
)
@click.option(
    "--source", metavar="FILE", help="The text of the source: the page shows the passages themselves."
)
@_data_option
def run(output: str, source: str | None, data: tuple[str, ...]) -> int:
    """Validate, answer, score and draw into one folder.

    Writes index.html, centrality.csv, graph.graphml, graph.gexf, triples.nt, answers/NAME.csv and
    validation.txt, the same bytes for the same input.
    """
    if not output:
        raise OutputError("the name of the folder is empty", "give a folder")
    graph = _open(*data)
    folder = Path(output)
    files: dict[str, bytes] = {}
    with _busy("validating") as step:
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
    modality = Counter(_shown(URIRef(act.modality)) if act.modality else "unstated" for act in acts.values())
    told = modality.pop("asserted", 0)
    verdict = "conforms to the shapes" if report.conforms else _count(len(report.violations), "violation")
    _print(
        Text.assemble(("relgraph", "bold cyan"), f"  {len(graph):,} triples, {verdict}"),
        Text(
            f"{_count(len(acts), 'act')}, {sure} certain; {told} told as fact"
            + "".join(f", {number} {word}" for word, number in sorted(modality.items()))
        ),
        Text(f"{len(answers)} questions answered; {network.number_of_nodes()} things in the network"),
        Text(),
        Text("Who stands at the centre (collectives resolved)", style="bold"),
    )
    table = _table("rank", "name", "kind", *scores.measures)
    for rank, _, label, kind, values in scores.top(5).rows:
        table.add_row(str(rank), Text(_clean(label)), kind, *(f"{value:.3g}" for value in values))
    _print(table, Text())
    for name, what in (
        ("index.html", "the page: open it in a browser, no network needed"),
        ("answers/", "one table a question"),
        ("centrality.csv", "the scores above, for all actors"),
        ("graph.graphml, graph.gexf", "the network for Gephi, Cytoscape and others"),
        ("triples.nt", "the graph for any triple store"),
        ("validation.txt", "what was checked"),
    ):
        _print(Text.assemble((f"{folder}/{name}", "cyan"), f"  {what}"))


# What people see


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _clean(text: str) -> str:
    """Return ``text`` without characters that would drive a terminal or turn the line around."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)
    text = re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return text if len(text) <= 1000 else text[:1000] + " ..."


def _console(*, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    # A pipe has no width: nothing is wrapped or cut there.
    width = None if stream.isatty() else 100_000
    return Console(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


def _table(*columns: str, output: str = "-") -> Table:
    if output == "-" and sys.stdout.isatty():
        table = Table(header_style="bold", show_lines=False)
    else:
        table = Table(box=None, pad_edge=False, header_style="")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _print(*items: Table | Text, output: str = "-") -> None:
    console = _console()
    if output == "-":
        for item in items:
            console.print(item)
        return
    plain = Console(width=100_000, no_color=True, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    with plain.capture() as captured:
        for item in items:
            plain.print(item)
    _write_text(captured.get(), output)


def _write_text(text: str, output: str) -> None:
    relgraph.write(("\n".join(line.rstrip() for line in text.splitlines()) + "\n").encode(), output)


def _print_result(result: relgraph.QueryResult, graph: KnowledgeGraph, output: str) -> None:
    if result.kind == "graph":
        raise QueryError("a CONSTRUCT or DESCRIBE result is no table", "use -f turtle, ntriples or jsonld")
    if result.kind == "ask":
        _print(Text("yes" if result.boolean else "no"), output=output)
        return
    # For people: the label stands for the thing, and one column tells where it stands in the source.
    labelled = {name for name in result.variables if f"{name}Label" in result.variables}
    placed = {"document", "start", "end"} <= set(result.variables)
    folded = {f"{name}Label" for name in labelled} | ({"start", "end"} if placed else set())
    columns = [name for name in result.variables if name not in folded]
    shown_names = ("source" if placed and name == "document" else name for name in columns)
    table = _table(*shown_names, output=output)
    for row in result.dicts():
        cells = []
        for name in columns:
            value = row.get(f"{name}Label") if name in labelled else None
            shown = _shown(row[name] if value is None else value)
            if placed and name == "document" and row["start"] is not None:
                shown += f" {row['start']}-{row['end']}"
            cells.append(Text(_clean(shown)))
        table.add_row(*cells)
    _print(table, output=output)
    _note(_count(len(result.rows), "row"))


def _shown(value: object) -> str:
    """Return a term as a table shows it: an IRI by what tells it apart, a modality by its word."""
    if not isinstance(value, URIRef):
        return "" if value is None else str(value)
    name = short(str(value)).removeprefix("document/")
    return name.removeprefix("modality").lower() if name.startswith("modality") else name


def _note(*lines: str, style: str = "dim", prefix: str = "") -> None:
    console = _console(stderr=True)
    for line in lines:
        console.print(Text(_clean(prefix + line), style=style))


@contextlib.contextmanager
def _busy(what: str) -> Iterator[Callable[[str], None]]:
    """Show a spinner on standard error while something runs, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with _console(stderr=True).status(what) as status:
        yield status.update


def main() -> None:
    """Run the command line and exit with its code."""
    # rdflib logs a traceback for each literal that it cannot turn into a Python value.
    logging.getLogger("rdflib.term").disabled = True
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until exit
        else:
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:  # noqa: PLR0911 - one return for each way to end
    try:
        code = cli.main(arguments, prog_name="relgraph", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except RelgraphError as error:
        _complain(str(error), error.advice)
        return 2
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "relgraph"
        _complain(
            " ".join(error.format_message().split()).rstrip("."), f"{command} --help shows how it is used"
        )
        return 2
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted", "")
        return 130
    except (OSError, SystemExit) as error:
        # The reader of a pipe has had enough (click exits on that by itself), or the disk is full. What is left
        # in the buffer would make the interpreter complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError | SystemExit):
            return 128 + signal.SIGPIPE
        _complain(f"standard output: {error.strerror or error}", "write to a file with -o")
        return 2


def _complain(message: str, advice: str) -> None:
    print(f"relgraph: {_clean(message)}", file=sys.stderr)
    if advice:
        print(f"  {_clean(advice)}", file=sys.stderr)
