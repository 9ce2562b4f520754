"""What several commands take: data, a projection and its filters."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

import relgraph
from relgraph.cli.choices import OVER, PROJECTIONS
from relgraph.cli.endpoints import endpoint_of, fetched_graph, say_where_counted
from relgraph.cli.terminal import busy, note
from relgraph.confinement.child import SECONDS
from relgraph.errors import unknown_name
from relgraph.wording import counted, listed

if TYPE_CHECKING:
    from relgraph.model.read_graph import ReadGraph
    from relgraph.remote import EndpointGraph
    from relgraph.store import KnowledgeGraph

_LANGUAGES = f"{__name__}.languages"
_READING = f"{__name__}.reading"
_F = TypeVar("_F", bound=Callable[..., Any])


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    context.meta[f"{_READING}.{parameter.name}"] = value
    return value


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


def data_option(command: _F) -> _F:
    """Add ``-d/--data``: what to open, and how it is read, which :func:`open_graph` minds."""
    return click.option(
        "--graph",
        callback=_keep,
        expose_value=False,
        metavar="IRI",
        help="This named graph of a store on disk or an endpoint alone.",
    )(timeout_option()(whole_data_option(command)))


def timeout_option(
    *,
    default: float | None = SECONDS,
    expose_value: bool = False,
    help: str = "How long a query may take, and an endpoint to answer a question.",
) -> Callable[[_F], _F]:
    """Add ``--timeout``: how long a question may take, wherever it is asked; see :func:`given_timeout`."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        callback=_keep,
        expose_value=expose_value,
        metavar="SECONDS",
        default=default,
        show_default=True,
        help=help,
    )


def whole_data_option(command: _F) -> _F:
    """Add what :func:`data_option` does, but for ``--graph`` and ``--timeout``."""
    return click.option(
        "-d",
        "--data",
        "data",
        multiple=True,
        metavar="DATA",
        help="RDF file, folder, - for standard input, store on disk (relgraph load) or URL of a SPARQL "
        "endpoint; files and folders are repeatable. Default: the bundled graph.",
    )(reading_options(command))


def reading_options(command: _F) -> _F:
    """Add ``--base`` and ``--lenient``: how data are read."""
    options = [
        click.option(
            "--base",
            callback=_keep,
            expose_value=False,
            metavar="IRI",
            help="What relative IRIs are relative to.",
        ),
        click.option(
            "--lenient",
            is_flag=True,
            callback=_keep,
            expose_value=False,
            help="Keep ill-typed literals as text, and mend what is no IRI; both are listed.",
        ),
    ]
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


def with_option(command: _F) -> _F:
    """Add ``--with``: graphs whose things and relations are known by name, which come as ``known``."""
    return click.option(
        "--with",
        "known",
        multiple=True,
        metavar="GRAPH",
        help="A graph whose things and relations may be named; only what is named comes from it; repeatable.",
    )(command)


def language_option(command: _F) -> _F:
    """Add ``--lang`` and ``--label``: how things are named, which :func:`open_graph` gives to what it opens."""

    def keep(context: click.Context, _: click.Parameter, languages: str | None) -> None:
        if languages is None:
            context.meta[_LANGUAGES] = ()
            return
        from relgraph.model.labels import language_ranges

        context.meta[_LANGUAGES] = language_ranges(languages)

    language = click.option(
        "--lang",
        callback=keep,
        expose_value=False,
        metavar="TAGS",
        help="Languages of labels, the preferred one first, such as vi,en; others where there is none of them.",
    )
    label = click.option(
        "--label",
        "label_properties",
        multiple=True,
        callback=_keep,
        expose_value=False,
        metavar="IRI",
        help="A property that names things, before rdfs:label does; repeatable.",
    )
    return language(label(command))


def projection_options(command: _F) -> _F:
    """Add the projection and its filters."""

    def given(context: click.Context, parameter: click.Parameter, name: str | None) -> str:
        if name is None and given_edges() is None:
            raise click.MissingParameter(ctx=context, param=parameter, param_hint="'PROJECTION'")
        return name or "actors"

    projection = click.argument(
        "projection", required=False, callback=given, type=OneOf("projection", PROJECTIONS)
    )
    return projection(filter_options(command))


def filter_options(command: _F) -> _F:
    """Add the filters of a projection."""
    options = [
        click.option(
            "--collectives",
            type=OneOf("treatment of collectives", ("keep", "resolve")),
            default="keep",
            show_default=True,
            help="Keep a group such as 'the two sides', or put those for whom it stands in its place.",
        ),
        click.option(
            "--since",
            metavar="DATE",
            help="Only acts of DATE (YYYY[-MM[-DD]]) or later; a year counts from its first day.",
        ),
        click.option(
            "--as-of", metavar="DATE", help="Only acts of DATE or earlier; a year counts to its last day."
        ),
        click.option(
            "--relation",
            "relations",
            multiple=True,
            metavar="R",
            help="Only this relation and those under it, or this property of another vocabulary, by its IRI; "
            "repeatable.",
        ),
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            metavar="KIND",
            help="Only actors of this kind, such as State or Person; repeatable.",
        ),
        click.option(
            "--actor-class",
            "actor_classes",
            multiple=True,
            metavar="IRI",
            help="Members of this class of another vocabulary are actors, such as foaf:Person; repeatable.",
        ),
        click.option(
            "--modality",
            "modalities",
            multiple=True,
            metavar="M",
            help="Only acts that are asserted, planned, proposed, wished, needed or predicted; repeatable.",
        ),
        click.option(
            "--certainty",
            "certainties",
            multiple=True,
            metavar="C",
            help="Only acts that are certain, likely or doubtful; repeatable.",
        ),
        click.option(
            "--source-document",
            "source_documents",
            multiple=True,
            metavar="DOC",
            help="Only acts with evidence in this document, by label or IRI; repeatable.",
        ),
        click.option(
            "--without-background",
            is_flag=True,
            help="Leave out acts that rest on background sources alone.",
        ),
        click.option(
            "--chair-weight",
            type=float,
            default=1.0,
            show_default=True,
            metavar="W",
            help="What presiding counts in participation and co-participation; any other part counts 1.",
        ),
        click.option(
            "--over",
            type=OneOf("way to take a score", OVER),
            default="shared",
            show_default=True,
            help="In agreement: take scores over what both have a stance on, or over all that anybody has.",
        ),
        click.option(
            "--min-shared",
            type=click.IntRange(1),
            default=1,
            show_default=True,
            metavar="N",
            help="In agreement: only pairs with stances on N things or more.",
        ),
        click.option(
            "--collapsed", is_flag=True, help="One edge per pair and direction, with the weights summed."
        ),
        click.option(
            "--edges",
            is_eager=True,  # the projection, which may be missing then, is looked at after it
            callback=_keep,
            expose_value=False,
            metavar="FILE.rq|SPARQL|-",
            help="The edges are the rows of this query of the data: SELECT ?source ?target, and any of "
            "?relation ?weight ?date ?sign; any other variable is an attribute. "
            "PROJECTION is actors then, unless it is given.",
        ),
    ]
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


def projection_arguments(*, projection: str, without_background: bool, **filters: Any) -> dict[str, Any]:
    """Return the values of :func:`projection_options` as :func:`relgraph.project` and ``fold`` take them."""
    return {"name": projection, "background": not without_background, **filters}


def example(*lines: str) -> str:
    """Return ``lines`` as the example at the end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def open_graph(*sources: str) -> KnowledgeGraph:
    """Open ``sources``, or the bundled graph without any, with labels as :func:`language_option` says.

    Where ``--edges`` of :func:`filter_options` is given, it is the graph of the edges that this query gives.
    """
    edges = given_edges()
    return _opened(*sources) if edges is None else _edge_graph(edges, sources)


def _edge_graph(query: str, sources: tuple[str, ...]) -> KnowledgeGraph:
    from relgraph.cli.sparql import query_text, say_where_named_graphs_are

    text = query_text(query, sources)
    graph: ReadGraph
    if (endpoint := open_endpoint(sources)) is not None:
        with busy("asking"):
            rows = endpoint.query(text)
        graph = endpoint
        note(*endpoint.notes)
    else:
        graph = _completed(_opened(*sources))
        say_where_named_graphs_are(text, graph)
        rows = relgraph.query(graph, text, timeout=given_timeout())
    edges = relgraph.edge_graph(graph, rows)
    note(*edges.notes)
    return edges


def _opened(*sources: str) -> KnowledgeGraph:
    languages = _given_languages()
    if (endpoint := open_endpoint(sources)) is not None:
        graph = fetched_graph(endpoint)
    else:
        with busy("reading"):
            graph = relgraph.open(
                *sources, languages=languages, base=given_base(), lenient=given_lenient(), graph=given_graph()
            )
    if (properties := _given_label_properties()) != graph.label_properties:
        graph.label_properties = properties
    _say_how_read(graph, languages)
    return graph


def open_endpoint(sources: tuple[str, ...]) -> EndpointGraph | None:
    """Return the graph behind the endpoint that ``sources`` name, ``None`` where they are files."""
    endpoint = endpoint_of(sources, _given_languages(), graph_iri=given_graph(), timeout=given_timeout())
    if endpoint is not None and (properties := _given_label_properties()):
        endpoint.label_properties = properties
    return endpoint


def open_or_ask(*sources: str) -> KnowledgeGraph | EndpointGraph:
    """Open ``sources`` as :func:`open_graph` does, but leave what an endpoint has where it is."""
    endpoint = open_endpoint(sources)
    if endpoint is None:
        return open_graph(*sources)
    endpoint.endpoint.require_triples()
    return endpoint


def open_for(sources: tuple[str, ...], *, attributes: bool = True, **options: Any) -> ReadGraph:
    """Open of ``sources`` what the projection asks for that :func:`projection_arguments` gives."""
    if given_edges() is not None:
        return open_graph(*sources)
    from relgraph.opening import open_columns
    from relgraph.projection import predicates_asked

    languages = _given_languages()
    if (endpoint := open_endpoint(sources)) is not None:
        if not endpoint.counts and (endpoint.has_blank_acts or endpoint.has_blank_evidence):
            fetched = fetched_graph(endpoint)
            _say_how_read(fetched, languages)
            return fetched
        say_where_counted(endpoint)
        return endpoint
    properties = _given_label_properties()
    asked = predicates_asked(attributes=attributes, **options).union(properties)
    with busy("reading"):
        graph = open_columns(
            *sources,
            predicates=asked,
            attributes=attributes,
            languages=languages,
            base=given_base(),
            lenient=given_lenient(),
            graph=given_graph(),
        )
    if properties:
        graph.label_properties = properties
    _say_how_read(graph, languages)
    return graph


def _say_how_read(graph: ReadGraph, languages: tuple[str, ...]) -> None:
    from relgraph.model.labels import has_preferred_labels

    note(*graph.notes)
    if languages and not has_preferred_labels(graph, graph.labelling):
        note(f"no label of these data is in {listed(languages, 'or')}; labels are as without --lang")


def _given_languages() -> tuple[str, ...]:
    languages: tuple[str, ...] = click.get_current_context().meta.get(_LANGUAGES, ())
    return languages


def _given_label_properties() -> tuple[str, ...]:
    properties: tuple[str, ...] = click.get_current_context().meta.get(f"{_READING}.label_properties", ())
    return properties


def given_edges() -> str | None:
    """Return what ``--edges`` of :func:`filter_options` gives."""
    edges: str | None = click.get_current_context().meta.get(f"{_READING}.edges")
    return edges


def given_base() -> str | None:
    """Return what ``--base`` of :func:`data_option` gives."""
    base: str | None = click.get_current_context().meta.get(f"{_READING}.base")
    return base


def given_lenient() -> bool:
    """Return whether ``--lenient`` of :func:`data_option` is given."""
    lenient: bool = click.get_current_context().meta.get(f"{_READING}.lenient", False)
    return lenient


def given_graph() -> str | None:
    """Return the named graph that ``--graph`` of :func:`data_option` gives."""
    graph: str | None = click.get_current_context().meta.get(f"{_READING}.graph")
    return graph


def given_timeout() -> float | None:
    """Return the seconds of ``--timeout`` of :func:`data_option`: how long a question may take.

    That is a query of files, and an answer of an endpoint; what an endpoint answers in many parts may take ten
    times as long in all.
    """
    timeout: float | None = click.get_current_context().meta.get(f"{_READING}.timeout")
    return timeout


def open_complete(*sources: str) -> KnowledgeGraph:
    """Open ``sources`` as :func:`open_graph` does, add what follows from their acts, and say how much."""
    return _completed(open_graph(*sources))


def _completed(graph: KnowledgeGraph) -> KnowledgeGraph:
    from relgraph.derivation import complete

    with busy("deriving"):
        added = complete(graph)
    if added:
        note(f"derived {counted(added, 'statement')} from the acts, which the data lack")
    return graph
