"""By query: RDF of any vocabulary as acts and direct relations, which a CONSTRUCT makes of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, BNode, Literal, URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from relgraph.cleaning import shortened
from relgraph.confinement.child import SECONDS
from relgraph.errors import QueryError, ValidationError
from relgraph.model.namespaces import RG
from relgraph.model.ontology import declared_relations
from relgraph.model.statements import text_of
from relgraph.model.terms import Term
from relgraph.opening import open as open_graph
from relgraph.querying import QueryResult, asks_for_named_graphs, query
from relgraph.querying.query_files import read_query
from relgraph.querying.resolution import prefixes_of
from relgraph.store import KnowledgeGraph
from relgraph.validation import Violation, validate
from relgraph.validation.places import nearest_term
from relgraph.wording import counted, listed
from relgraph.writing import write

_ADVICE = (
    "let the CONSTRUCT make acts (?act a rg:Act ; rg:actor ?a ; rg:relation rg:supports ; rg:object ?b) or "
    "direct relations (?a rg:memberOf ?b)"
)
_SHOWN = 3
_UNDEFINED = "undefined-term"


@dataclass(frozen=True)
class ImportedRdf:
    """What an import did.

    Attributes:
        triples: How many triples were written.
        acts: How many acts are among what they state.
        relations: How many direct relations.
        notes: What was changed in reading, and what the strictest profile of validation would find beyond what
            a projection asks, in sentences.
    """

    triples: int
    acts: int
    relations: int
    notes: tuple[str, ...]


def import_rdf(
    files: Sequence[str | os.PathLike[str]],
    mapping: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    parameters: Mapping[str, str | Term] | None = None,
    base: str | None = None,
    lenient: bool = True,
    timeout: float | None = SECONDS,
    memory: int | None = None,
    max_triples: int | None = None,
) -> ImportedRdf:
    """Make acts and direct relations of RDF of any vocabulary, and write them as Turtle.

    What is written is what the query gives, and nothing else: acts have evidence where the query gives it to
    them. The query sees the files alone, runs in a child process that can reach nothing, and is stopped at its
    limits. The same data give the same bytes.

    Args:
        files: As :func:`relgraph.open` takes them.
        mapping: A CONSTRUCT, or the name of a file of it.
        output: A file of Turtle, ``.gz`` for a packed one, ``-`` for standard output.
        parameters: Terms for parameters that the query declares, see :func:`~relgraph.query`.
        base: What relative IRIs are relative to.
        lenient: Keep ill-typed literals as text, and mend what is no IRI; the notes list both.
        timeout: Seconds that the query may take; ``None`` for no limit.
        memory: Bytes that it may take, see :func:`~relgraph.query`.
        max_triples: The most triples that it may give; ``None`` for any number.

    Returns:
        What was done. Nothing is written where it fails.

    Raises:
        InputError: A file cannot be read; see :func:`relgraph.open`.
        QueryError: The query is no CONSTRUCT, or wrong (the message has file, line and column); it gives
            nothing (the message says why), or nothing that is an act or a relation of the ontology; or its acts
            lack what a projection needs.
        LimitError: The query goes over a limit.
        OutputError: The output cannot be written.

    Example:
        >>> import tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     friends, output = pathlib.Path(folder, "friends.ttl"), pathlib.Path(folder, "acts.ttl")
        ...     _ = friends.write_text("<urn:a> <http://xmlns.com/foaf/0.1/knows> <urn:b> .")
        ...     query = "CONSTRUCT { ?a rg:associateOf ?b } WHERE { ?a foaf:knows ?b }"
        ...     imported = import_rdf([friends], query, output)
        >>> imported.triples, imported.acts, imported.relations
        (1, 0, 1)
    """
    text, where = _read(mapping)
    graph = open_graph(list(files), base=base, lenient=lenient)
    with _naming(where):
        result = query(
            graph,
            text,
            parameters=parameters,
            timeout=timeout,
            memory=memory,
            max_rows=max_triples,
            ontology=False,
        )
    if result.kind != "graph":
        raise QueryError(f"{where}: {result.kind.upper()} gives no triples", "write it as a CONSTRUCT")
    if not result.terms:
        raise QueryError(f"{where}: gives no triple of {_names(graph)}: {_why_nothing(graph, text)}", _ADVICE)
    found = _graph_of(result)
    acts, relations = _acts(found), _relations(found)
    if not acts and not relations:
        raise QueryError(
            f"{where}: gives {counted(len(result), 'triple')}, and no act or direct relation of the ontology: "
            f"{_what_instead(found)}",
            _ADVICE,
        )
    notes = [*graph.notes, *_checked(found, where)]
    write(result.serialize("turtle"), output)
    return ImportedRdf(len(result), len(acts), relations, tuple(notes))


def _read(mapping: str | os.PathLike[str]) -> tuple[str, str]:
    """Return the text of a query, and what it is called in messages."""
    if isinstance(mapping, str) and any(character in mapping for character in "{}\n"):
        return mapping, "query"
    return read_query(mapping), os.fspath(mapping)


@contextmanager
def _naming(where: str) -> Iterator[None]:
    """Put the name of a file into what is said of the query in it."""
    try:
        yield
    except QueryError as error:
        said = str(error)
        error.args = (where + said.removeprefix("query") if said.startswith("query") else f"{where}: {said}",)
        raise


def _names(graph: KnowledgeGraph) -> str:
    return listed([Path(name).name or name for name in graph.sources], "and")


def _graph_of(result: QueryResult) -> KnowledgeGraph:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*row) for row in result.terms)  # type: ignore[arg-type]
    return KnowledgeGraph(store, prefixes=result.prefixes)


def _acts(graph: KnowledgeGraph) -> set[str]:
    """Return what is an act: what has a relation, or is said to be one."""
    found = {text_of(act) for act, _ in graph.pairs_of(str(RG.relation))}
    for act, kind in graph.pairs_of(str(RDF.type)):
        if str(RG.Act) in graph.ontology.ancestors(text_of(kind)):
            found.add(text_of(act))
    return found


def _relations(graph: KnowledgeGraph) -> int:
    """Return how many direct relations of the ontology, or of what is declared beside it, are stated."""
    return sum(1 for iri in declared_relations(graph) for _ in graph.pairs_of(iri))


def _what_instead(graph: KnowledgeGraph) -> str:
    """Return what a graph without acts and relations states, in words."""
    predicates = Counter(quad.predicate.value for quad in graph.oxigraph)
    near = [f"; did you mean {term}?" for name in sorted(predicates) if (term := nearest_term(name))]
    names = listed([f"{name} ({number:,})" for name, number in predicates.most_common(_SHOWN)], "and")
    return f"it has {names}{''.join(near[:1])}"


def _why_nothing(graph: KnowledgeGraph, text: str) -> str:
    """Return why the pattern of a query matches nothing, in words."""
    if asks_for_named_graphs(text):
        return "it asks for named graphs (GRAPH, FROM), and files are read as one graph"
    try:
        asked = translateQuery(parseQuery(text), initNs=prefixes_of(graph)).algebra
    except Exception:  # rdflib raises what it likes, of queries that the engine has taken
        return "its pattern matches nothing there"
    unmatched = [
        " ".join(term.n3() for term in pattern)
        for pattern in dict.fromkeys(_required(asked))
        if not _matches(graph, pattern)
    ]
    if not unmatched:
        return (
            "each of its patterns matches something there, but all of them nothing together, or the variables "
            "of its template are not bound"
        )
    return f"nothing there matches {listed([shortened(each, 300) for each in unmatched[:_SHOWN]], 'or')}"


def _required(part: object) -> Iterator[tuple[Node, ...]]:
    """Yield the triple patterns that each solution of a pattern matches."""
    if not isinstance(part, CompValue):
        return
    if part.name == "BGP":
        yield from part.triples
    for name in ("p", "p1") if part.name in ("LeftJoin", "Minus") else ("p", "p1", "p2"):
        if part.name != "Union":
            yield from _required(part.get(name))


def _matches(graph: KnowledgeGraph, pattern: tuple[Node, ...]) -> bool:
    """Tell whether a triple pattern matches anything; a path is not looked at."""
    if not all(isinstance(term, URIRef | Literal | BNode | Variable) for term in pattern):
        return True
    found = graph.triples(tuple(term if isinstance(term, URIRef | Literal) else None for term in pattern))  # type: ignore[arg-type]
    return next(iter(found), None) is not None


def _checked(graph: KnowledgeGraph, where: str) -> Iterator[str]:
    """Refuse what cannot be projected, and say what the strictest profile would find beyond it."""
    try:
        report = validate(graph, profile="project")
    except ValidationError:  # bare relations of things without classes, of which nothing is asked
        return
    if faults := [*report.violations, *(one for one in report.warned if one.shape == _UNDEFINED)]:
        raise QueryError(
            f"{where}: what it gives cannot be projected: {_told(faults)}", "correct what the CONSTRUCT makes"
        )
    if found := Counter(one.shape for one in report.warned):
        shapes = ", ".join(f"{shape} ({number:,})" for shape, number in sorted(found.items()))
        yield f"a projection takes it as it is; relgraph validate asks for more: {shapes}"


def _told(faults: Sequence[Violation]) -> str:
    """Return what is wrong, each kind of it once, with the first node that has it."""
    number = Counter(fault.message for fault in faults)
    first = {fault.message: fault for fault in reversed(faults)}
    told = []
    for message in sorted(first)[:_SHOWN]:
        fault = first[message]
        nearest = f" (did you mean {fault.nearest}?)" if fault.nearest else ""
        node = " ".join(shortened(part, 120) for part in (fault.node, fault.path, fault.value) if part)
        told.append(f"{message.rstrip('.')}: {node}{nearest}, {counted(number[message], 'time')}")
    more = f"; and {len(first) - _SHOWN:,} more kinds" if len(first) > _SHOWN else ""
    return "; ".join(told) + more
