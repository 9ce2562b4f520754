"""Serialization: a graph as RDF, a network for network tools, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relgraph.errors import unknown_name
from relgraph.exporting.gexf import to_gexf
from relgraph.exporting.graphml import to_graphml
from relgraph.exporting.node_link import to_node_link
from relgraph.exporting.rdf import RDF_FORMATS
from relgraph.exporting.tables import to_edge_csv, to_node_csv, to_parquet
from relgraph.progress import Progress
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph

NETWORK_FORMATS: dict[str, Callable[[Network], bytes]] = {
    "graphml": to_graphml,
    "gexf": to_gexf,
    "json": to_node_link,
    "csv": to_edge_csv,
    "csv-nodes": to_node_csv,
    "parquet": to_parquet,
}
"""Formats of a network.

``graphml`` has a typed key for each attribute; several values are one text, and an empty text is an empty
element, which NetworkX reads as no value. ``gexf`` is GEXF 1.3 with lists as lists and a timeline: an edge
lasts from the first to the last day of its date, an edge of several acts from the first to the last of them,
one without a date has no start and no end. ``json`` is NetworkX node-link data, lists as arrays. ``csv`` is a
table of edges and ``csv-nodes`` one of nodes; several values are one text, separated by spaces (IRIs) or
`` | `` (names). ``parquet`` (extra ``parquet``) is the table of edges with ``list<string>`` for several values
and, beside each date as its source gives it, its first and last day as ``date32``: ``date_first_day``,
``date_last_day``. Where a value is missing, tables are empty or null and the others say nothing.
"""


def export(graph: KnowledgeGraph | Network, format: str) -> bytes:
    """Return a graph or a network in a format.

    Subjects stand in IRI order and blank nodes are named by what they are linked to, so that the same graph
    gives the same bytes.

    - ``turtle`` has two headed sections: what is written, and what the rules derive.
    - ``trig`` and ``nquads`` have a named graph for each document, under the document's IRI: the acts that rest
      on it with their evidence. An act on several documents stands in each. All else is in the default graph.
    - ``jsonld`` is compacted with a context that stands in the document, so that nothing is fetched to read it.
    - ``ntriples`` and ``rdfxml`` are the graph as it is.

    Args:
        graph: A graph, or a network of a projection.
        format: One of :data:`~relgraph.exporting.RDF_FORMATS` for a graph, one of :data:`NETWORK_FORMATS` for a
            network.

    Returns:
        The bytes of a file.

    Raises:
        NameNotFoundError: An unknown format.
        OutputError: Something that the format cannot say, such as a control character in XML.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> export(graph, "ntriples").count(b"\\n") == len(graph)
        True
        >>> export(relgraph.project(graph, "actors"), "csv").splitlines()[0][:33]
        b'source,source_label,relation,targ'
    """
    return b"".join(stream(graph, format))


def stream(graph: KnowledgeGraph | Network, format: str, progress: Progress | None = None) -> Iterator[bytes]:
    """Return what :func:`export` returns as chunks, made as they are taken: for graphs of millions of triples.

    Args:
        graph: A graph, or a network of a projection.
        format: As :func:`export` takes it.
        progress: Is told how many triples are written.

    Returns:
        The chunks. What the format cannot say is raised while they are taken.

    Raises:
        NameNotFoundError: An unknown format.
        OutputError: Something that the format cannot say.

    Example:
        >>> import relgraph
        >>> next(stream(relgraph.open(), "turtle"))[:7]
        b'@prefix'
    """
    if isinstance(graph, KnowledgeGraph):
        if format not in RDF_FORMATS:
            raise unknown_name("RDF format", format, RDF_FORMATS)
        return RDF_FORMATS[format](graph, _adding_up(len(graph.oxigraph), progress))
    if format not in NETWORK_FORMATS:
        raise unknown_name("network format", format, NETWORK_FORMATS)
    return iter((NETWORK_FORMATS[format](graph),))


def _adding_up(total: int, progress: Progress | None) -> Callable[[int], object]:
    """Return what takes the number of triples that are written next."""
    done = 0

    def written(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(min(done, total), total)  # what rests on several documents is written in each

    return written
