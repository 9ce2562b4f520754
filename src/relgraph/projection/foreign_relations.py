"""Foreign relations: properties of other vocabularies that are asked for as relations, and so make edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from relgraph.errors import NameNotFoundError, unknown_name
from relgraph.model.namespaces import full_iri, local_name
from relgraph.model.ontology import Ontology, Relation
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Term
from relgraph.wording import counted


def with_foreign(
    graph: ReadGraph, names: Iterable[str], projection: str
) -> tuple[Ontology, tuple[str, ...], tuple[str, ...]]:
    """Return the ontology of a graph with those relations of some names that it lacks.

    A property that links nodes of the graph and is no relation counts as one: neutral, directed, of weight 1.

    Args:
        graph: The graph.
        names: Names of relations; IRIs, or prefixed names that the graph knows, of properties.
        projection: The projection that those enter.

    Returns:
        The ontology, the names as it knows them, and the IRIs of the properties.

    Raises:
        NameNotFoundError: A name that means nothing here, or a property that links no two nodes.

    Example:
        >>> import relgraph
        >>> supports, owner = "supports", "http://www.w3.org/ns/oa#hasSource"
        >>> ontology, names, foreign = with_foreign(relgraph.open(), [supports, owner], "full")
        >>> [ontology.named(name)[0].sign for name in names], foreign == (owner,)
        (['cooperative', 'neutral'], True)
    """
    ontology = graph.ontology
    known: list[str] = []
    foreign: dict[str, Relation] = {}
    prefixes: dict[str, str] | None = None
    for name in names:
        if ontology.named(name):
            known.append(name)
            continue
        prefixes = graph.known_prefixes() if prefixes is None else prefixes
        iri = full_iri(name, prefixes)
        if not ontology.named(iri):
            _refuse_unused(graph, name, iri)
            label = graph.thing(iri).label
            foreign[iri] = _relation(iri, label, projection)
        known.append(iri)
    if foreign:
        relations = {**ontology.relations, **foreign}
        ontology = replace(ontology, relations=dict(sorted(relations.items())))
    return ontology, tuple(known), tuple(foreign)


def notes_on(graph: ReadGraph, foreign: Iterable[str]) -> Iterator[str]:
    """Yield what properties were taken for, and what could not be read of them, in sentences.

    Args:
        graph: The graph.
        foreign: The IRIs of the properties.
    """
    for iri in foreign:
        yield (
            f"{iri} is no relation of the ontology, and was taken for one: neutral, directed, weight 1; "
            "declare it in the data (a rg:Relation) for another sign, direction or weight"
        )
        # What is counted where it is cannot be asked for blank nodes.
        blank = 0 if graph.counts else sum(map(_has_blank_end, graph.pairs_of(iri)))
        if blank:
            yield (
                f"left out {counted(blank, 'statement')} of {iri} with a blank node, which has no IRI: give it "
                "one, in the data or in a query (--edges)"
            )


def _refuse_unused(graph: ReadGraph, name: str, iri: str) -> None:
    """Refuse what links no two nodes; a graph that passed over its statements is refused elsewhere."""
    if ":" not in name:
        raise unknown_name("relation", name, (known.name for known in graph.ontology.relations.values()))
    try:
        ox.NamedNode(iri)
        used = not graph.holds(iri) or any(_links(pair) for pair in graph.pairs_of(iri))
    except ValueError:
        used = False
    if not used:
        raise NameNotFoundError(
            f"nothing in this graph is linked by {name[:80]!r}",
            "give a relation that relgraph relations lists, or the IRI of a property that links things of the "
            "data, such as http://xmlns.com/foaf/0.1/knows",
        )


def _links(pair: tuple[Term, Term]) -> bool:
    return not isinstance(pair[1], ox.Literal)


def _has_blank_end(pair: tuple[Term, Term]) -> bool:
    return any(isinstance(end, ox.BlankNode) for end in pair)


def _relation(iri: str, label: str, projection: str) -> Relation:
    return Relation(
        iri=iri,
        name=local_name(iri),
        label=label,
        undirected=False,
        sign="neutral",
        weight=1.0,
        speech_act=False,
        taking_part=False,
        presiding=False,
        projections=frozenset((projection,)),
    )
