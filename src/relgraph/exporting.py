"""Export: a graph as RDF, a network as the formats of network tools, the same bytes for the same input."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from relgraph.derivation import derive, written
from relgraph.errors import OutputError, unknown_name
from relgraph.projection import Network
from relgraph.querying import NOT_XML
from relgraph.store import KnowledgeGraph
from relgraph.turtle import canonical, prefixes_of, turtle


def export(graph: KnowledgeGraph | Network, format: str) -> bytes:
    """Return ``graph`` in ``format``.

    A :class:`~relgraph.store.KnowledgeGraph` goes to one of :data:`RDF_FORMATS`, a network to one of
    :data:`NETWORK_FORMATS`. Subjects stand in IRI order and blank nodes are named by RDFC-1.0, so that the same
    graph gives the same bytes. Turtle has two headed sections: what is written, and what the rules derive.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown format and
    :class:`~relgraph.errors.OutputError` for what the format cannot say, such as a control character in XML.
    """
    if isinstance(graph, KnowledgeGraph):
        if format not in RDF_FORMATS:
            raise unknown_name("RDF format", format, RDF_FORMATS)
        return RDF_FORMATS[format](graph)
    if format not in NETWORK_FORMATS:
        raise unknown_name("network format", format, NETWORK_FORMATS)
    return NETWORK_FORMATS[format](graph)


def write(content: bytes, path: str | os.PathLike[str]) -> None:
    """Write ``content`` to ``path`` whole or not at all; ``-`` is standard output.

    The bytes go to a temporary file beside ``path`` that then takes its place. Raises
    :class:`~relgraph.errors.OutputError` where that cannot be done; what stood at ``path`` stays then.
    """
    name = os.fspath(path)
    if name == "-":
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(
                f"standard output: {error.strerror or error}", "write to a file with -o"
            ) from None
        return
    if not name:
        raise OutputError("the name of the output is empty", "give a file, or - for standard output")
    target = Path(name)
    try:
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise OutputError(f"{name}: is a folder", "give the name of a file in it")
            target.write_bytes(content)  # a device or a pipe, such as /dev/stdout, cannot be replaced
            return
        # What a link points to is replaced, not the link.
        target = target.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(mode)
            Path(temporary).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise OutputError(
            f"{name}: {error.strerror or error}", "check that the folder exists and can be written"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# RDF


def _triples(graph: KnowledgeGraph) -> list[ox.Triple]:
    return canonical(
        quad.triple for quad in graph.oxigraph.quads_for_pattern(None, None, None, ox.DefaultGraph())
    )


def _sectioned(graph: KnowledgeGraph) -> bytes:
    base = written(graph)
    follows = derive(base).oxigraph
    triples = _triples(graph)

    def is_derived(triple: ox.Triple) -> bool:
        quad = ox.Quad(triple.subject, triple.predicate, triple.object)
        return quad not in base.oxigraph and quad in follows

    derived = [triple for triple in triples if is_derived(triple)]
    stated = [triple for triple in triples if not is_derived(triple)]
    sections = [("Written", stated), ("Derived from the acts above by ontology/rules", derived)]
    return turtle([section for section in sections if section[1]])


def _serialized(rdf_format: ox.RdfFormat) -> Callable[[KnowledgeGraph], bytes]:
    def serialize(graph: KnowledgeGraph) -> bytes:
        triples = _triples(graph)
        if rdf_format == ox.RdfFormat.RDF_XML:
            _refuse_unspeakable(triples)
        # RDF/XML writes its namespaces in an order of its own without being given any.
        prefixes = None if rdf_format == ox.RdfFormat.RDF_XML else prefixes_of(triples)
        content = ox.serialize(triples, format=rdf_format, prefixes=prefixes)
        assert content is not None  # noqa: S101 - serialize returns bytes where it is given no output
        return content

    return serialize


def _refuse_unspeakable(triples: list[ox.Triple]) -> None:
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and NOT_XML.search(triple.object.value):
            raise OutputError(
                f"RDF/XML cannot hold the control character in {triple.predicate} of {triple.subject}",
                "export to turtle or ntriples, or remove the character",
            )


RDF_FORMATS: dict[str, Callable[[KnowledgeGraph], bytes]] = {
    "turtle": _sectioned,
    "ntriples": _serialized(ox.RdfFormat.N_TRIPLES),
    "rdfxml": _serialized(ox.RdfFormat.RDF_XML),
    "jsonld": _serialized(ox.RdfFormat.JSON_LD),
    "trig": _serialized(ox.RdfFormat.TRIG),
    "nquads": _serialized(ox.RdfFormat.N_QUADS),
}
"""Formats of a graph."""


# Networks


def _flat(network: Network) -> Network:
    """Return a copy of ``network`` whose attributes XML can hold: texts, numbers and truth values.

    Several values stand in one text, separated by spaces (IRIs) or `` | `` (names); characters that XML cannot
    hold become U+FFFD.
    """

    def flat(name: str, value: object) -> object:
        if isinstance(value, tuple | list):
            value = (" | " if name in ("aliases", "notes") else " ").join(str(item) for item in value)
        return NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value

    copy = network.__class__()
    copy.graph.update({name: flat(name, value) for name, value in network.graph.items()})
    for node, data in network.nodes(data=True):
        copy.add_node(node, **{name: flat(name, value) for name, value in data.items()})
    for source, target, key, data in _edges(network):
        attributes = {name: flat(name, value) for name, value in data.items()}
        if isinstance(copy, nx.MultiGraph):
            copy.add_edge(source, target, key=key, **attributes)
        else:
            copy.add_edge(source, target, **attributes)
    return copy


def _edges(network: Network) -> Iterable[tuple[str, str, str, dict[str, object]]]:
    if isinstance(network, nx.MultiGraph):
        yield from network.edges(keys=True, data=True)
    else:
        for number, (source, target, data) in enumerate(network.edges(data=True), start=1):
            yield source, target, f"e{number}", data


def _graphml(network: Network) -> bytes:
    out = io.BytesIO()
    # The lxml writer, which write_graphml prefers where lxml is installed, writes other bytes.
    nx.write_graphml_xml(_flat(network), out, edge_id_from_attribute=None)
    return out.getvalue() + b"\n"


def _gexf(network: Network) -> bytes:
    flat = _flat(network)
    for _, _, _, data in _edges(flat):
        data["type"] = "directed" if data.get("directed", flat.is_directed()) else "undirected"
    text = "\n".join(nx.generate_gexf(flat, version="1.2draft"))
    # NetworkX stamps the day on which it writes.
    return (re.sub(r'\slastmodifieddate="[^"]*"', "", text) + "\n").encode()


def _json(network: Network) -> bytes:
    data = nx.node_link_data(network, edges="edges")
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


_EDGE_COLUMNS = (
    "source", "source_label", "relation", "target", "target_label", "directed", "sign", "weight", "newman",
    "date", "modality", "certainty", "said_by", "speech", "background", "events", "acts", "evidence",
)  # fmt: skip


def _csv(network: Network) -> bytes:
    """Return the edges, one a row. Several values in a field are separated by spaces."""
    flat = _flat(network)
    present = {name for _, _, _, data in _edges(flat) for name in data}
    columns = [name for name in _EDGE_COLUMNS if name in present or name.startswith(("source", "target"))]
    out = io.StringIO()
    table = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    for source, target, _, data in _edges(flat):
        ends = {
            "source": source,
            "source_label": flat.nodes[source].get("label", source),
            "target": target,
            "target_label": flat.nodes[target].get("label", target),
        }
        table.writerow({**data, **ends})
    return out.getvalue().encode()


NETWORK_FORMATS: dict[str, Callable[[Network], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
    "csv": _csv,
}
"""Formats of a network; ``json`` is NetworkX node-link data, ``csv`` a table of edges."""
