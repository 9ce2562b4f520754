"""Export: a graph as RDF, a network for network tools, the same bytes for the same input.

A new format is a module with its writer, its entry in :data:`~relgraph.formats.FORMATS`, which gives it its
suffixes, and its line in one of the two registries here, whose names ``cli/choices.py`` has for the commands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relgraph.canonical import Written, canonical_store
from relgraph.disk.stored import StoredGraph
from relgraph.errors import unknown_name
from relgraph.exporting.cutting import long_lists, said_of
from relgraph.exporting.gexf import to_gexf
from relgraph.exporting.graphml import to_graphml
from relgraph.exporting.jsonld import to_jsonld
from relgraph.exporting.named_graphs import to_nquads, to_trig
from relgraph.exporting.node_link import to_node_link
from relgraph.exporting.ntriples import to_ntriples
from relgraph.exporting.rdfxml import to_rdfxml
from relgraph.exporting.tables import to_edge_csv, to_node_csv, to_parquet
from relgraph.exporting.turtle_sections import to_turtle_sections
from relgraph.model.read_graph import refuse_plain
from relgraph.progress import Progress
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph
from relgraph.wording import listed

RDF_FORMATS: dict[str, Callable[[KnowledgeGraph, Written], Iterator[bytes]]] = {
    "turtle": to_turtle_sections,
    "ntriples": lambda graph, written: to_ntriples(graph.oxigraph, written),
    "rdfxml": lambda graph, written: to_rdfxml(graph.oxigraph, written, graph.prefixes),
    "jsonld": lambda graph, written: to_jsonld(graph.oxigraph, written, graph.prefixes),
    "trig": lambda graph, written: to_trig(graph.oxigraph, written, graph.prefixes),
    "nquads": lambda graph, written: to_nquads(graph.oxigraph, written),
}
"""The writers of graphs, by format.

A writer takes a graph with canonical names for its blank nodes, and what to call with the number of further
triples each time that some are written.
"""

NETWORK_FORMATS: dict[str, Callable[[Network], bytes]] = {
    "graphml": to_graphml,
    "gexf": to_gexf,
    "json": to_node_link,
    "csv": to_edge_csv,
    "csv-nodes": to_node_csv,
    "parquet": to_parquet,
}
"""The writers of networks, by format."""

_CUTTING = ("csv", "gexf")
_ASKED = ("rdfxml", "jsonld")  # their writers query the store, and a query sees more than is to be written


def export(graph: KnowledgeGraph | Network, format: str) -> bytes:
    """Return a graph or a network in a format.

    Subjects stand in IRI order and blank nodes are named by what they are linked to, so that the same graph
    gives the same bytes. A graph can be written as

    - ``turtle`` in two headed sections: what is written, and what the rules derive;
    - ``ntriples`` and ``rdfxml``, as it is;
    - ``jsonld``, compacted with a context that is part of the document, so that nothing is fetched to read it;
    - ``trig`` and ``nquads`` with a named graph for each document, under the document's IRI: the acts that rest
      on it with their evidence. An act on several documents is in each. All else is in the default graph.

    A network can be written as

    - ``graphml`` with a typed key for each attribute; a list is one text;
    - ``gexf``, GEXF 1.3 with lists as lists and a timeline: the dates of edges as intervals of days;
    - ``json``, NetworkX node-link data, lists as arrays; where only some edges are directed, the others are two
      each, one each way. ``networkx.read_graphml`` and ``read_gexf`` refuse files of such a network;
    - ``csv``, a table of edges, and ``csv-nodes``, one of nodes; a list is one text, its items separated by
      spaces (IRIs) or `` | `` (names);
    - ``parquet`` (extra ``parquet``), the table of edges with lists and with dates as days.

    Of a list of an edge with more than 25 items ``csv`` and ``gexf`` have the first 25 and how many more there
    are, such as ``(+126)``, with its length in ``acts_count``; :func:`export_notes` tells. The others have all.

    Args:
        graph: A graph, or a network of a projection (any NetworkX graph).
        format: One of :data:`~relgraph.exporting.RDF_FORMATS` for a graph, one of
            :data:`~relgraph.exporting.NETWORK_FORMATS` for a network.

    Returns:
        The content of a file.

    Raises:
        NameNotFoundError: An unknown format.
        OutputError: Something that the format cannot hold, such as a control character in XML.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> export(graph, "ntriples").count(b"\\n") == len(graph)
        True
        >>> export(relgraph.project(graph, "actors"), "csv").splitlines()[0][:36]
        b'source,source_label,relation,target,'
    """
    return b"".join(stream(graph, format))


def export_notes(network: Network, format: str) -> tuple[str, ...]:
    """Return what is to be said of a network in a format.

    Args:
        network: What :func:`export` is given.
        format: The same.

    Returns:
        How many lists of edges are cut in it, and where all of them are; nothing where none is.

    Example:
        >>> import networkx as nx
        >>> network = nx.Graph([("a", "b", {"acts": ("x",) * 30})])
        >>> export_notes(network, "csv")[0].partition(";")[0], export_notes(network, "json")
        ('cut 1 list to the first 25 and a count of the rest (1 of acts)', ())
    """
    lists = long_lists(network) if format in _CUTTING else {}
    if not lists:
        return ()
    whole = listed([name for name in NETWORK_FORMATS if name not in (*_CUTTING, "csv-nodes")], "and")
    return (f"{said_of(lists)}; {whole} have all of them",)


def stream(graph: KnowledgeGraph | Network, format: str, progress: Progress | None = None) -> Iterator[bytes]:
    """Return what :func:`export` returns in chunks, made as they are taken: for graphs of millions of triples.

    Args:
        graph: A graph, or a network of a projection (any NetworkX graph), which is one chunk.
        format: As in :func:`export`.
        progress: Told how many triples of a graph are written; nothing of a network.

    Returns:
        The chunks. Taking them raises OutputError where a graph has something that the format cannot hold.

    Raises:
        NameNotFoundError: An unknown format.
        OutputError: Something in a network that the format cannot hold.

    Example:
        >>> import relgraph
        >>> next(stream(relgraph.open(), "turtle"))[:7]
        b'@prefix'
    """
    if isinstance(graph, KnowledgeGraph):
        if format not in RDF_FORMATS:
            raise unknown_name("RDF format", format, RDF_FORMATS)
        if isinstance(graph, StoredGraph) and (graph.manifest.blank_nodes or format in _ASKED):
            graph = graph.in_memory()
        # What was loaded without a blank node has none.
        store = graph.oxigraph if isinstance(graph, StoredGraph) else canonical_store(graph.oxigraph)
        named = graph if store is graph.oxigraph else graph.with_store(store)
        return RDF_FORMATS[format](named, _running_total(len(store), progress))
    refuse_plain(graph)
    if format not in NETWORK_FORMATS:
        raise unknown_name("network format", format, NETWORK_FORMATS)
    return iter((NETWORK_FORMATS[format](graph),))


def _running_total(total: int, progress: Progress | None) -> Written:
    """Return what is told how many further triples are written, and tells ``progress`` how many are in all."""
    done = 0

    def written(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(min(done, total), total)  # an act that rests on several documents is written for each

    return written
