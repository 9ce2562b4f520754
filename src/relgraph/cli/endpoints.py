"""SPARQL endpoints that a command is given as its data: asked there, or fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import relgraph
from relgraph.cli.terminal import note, progress
from relgraph.errors import InputError

if TYPE_CHECKING:
    from relgraph.remote import EndpointGraph
    from relgraph.store import KnowledgeGraph


def endpoint_of(
    sources: Sequence[str],
    languages: tuple[str, ...],
    *,
    graph_iri: str | None,
    timeout: float | None,
) -> EndpointGraph | None:
    """Return the graph behind the endpoint that ``sources`` name, ``None`` where they are files."""
    named = [name for name in sources if name.lower().startswith(("http://", "https://"))]
    if not named:
        return None
    if len(sources) > 1:
        raise InputError(
            "an endpoint is given beside other data, and what is read is one or the other",
            "give the endpoint alone; or fetch it with relgraph export, and give the file",
        )
    limits = {} if timeout is None else {"timeout": timeout, "max_time": 10 * timeout}
    return relgraph.connect(named[0], languages=languages, graph_iri=graph_iri, **limits)


def fetched_graph(endpoint: EndpointGraph) -> KnowledgeGraph:
    """Return all data behind an endpoint, and say how many triples came."""
    from relgraph.remote import fetch

    with progress("fetching") as show:
        return fetch(endpoint, progress=show)


def say_where_counted(endpoint: EndpointGraph) -> None:
    """Print a note where what an endpoint has is read act by act, and not counted there."""
    if not endpoint.counts:
        note(
            f"{endpoint.endpoint.where} has no closures (relgraph push writes them): acts are fetched one by "
            "one, and counted here"
        )
