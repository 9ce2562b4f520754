"""A network as the formats of network tools and as data frames, its attributes with their types.

Attributes are taken as they come, whatever an analysis has added to them. Those of one name have one type, on
all nodes or on all edges: text, a list of texts, a truth value, an integer (64 bits) or a number (double
precision). ``None`` and nan stand for a value that is not there, and an edge has no attribute then; infinite
numbers and weights that are nan are refused, since no format says them so that every reader understands. A
text attribute named ``date`` or ending in ``_date`` is a date as its source gives it: a day, a month or a year.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from relgraph.errors import OutputError
from relgraph.model.dates import days
from relgraph.projection import Network
from relgraph.querying import NOT_XML
from relgraph.records import pandas

if TYPE_CHECKING:
    import pandas as pd

_INT64 = 2**63
_SURROGATE = re.compile("[\ud800-\udfff]")
# Lists of names, which may have spaces in them.
_NAMES = ("aliases", "notes")
# What formats and tables call a node, the ends of an edge and its key.
_TAKEN = {
    "node": frozenset({"id"}),
    "edge": frozenset({"id", "key", "source", "target", "source_label", "target_label"}),
}


# Attributes with one type each


@dataclass(frozen=True)
class _Typed:
    """A network with plain values: attributes of one type a name, and without those that have no value.

    ``edges`` are (source, target, key, attributes), each key once. ``node_types`` and ``edge_types`` give the
    attributes in the order in which they are met, with ``str``, ``list``, ``bool``, ``int`` or ``float``.
    """

    nodes: dict[Any, dict[str, Any]]
    edges: list[tuple[Any, Any, str, dict[str, Any]]]
    node_types: dict[str, type]
    edge_types: dict[str, type]

    def label(self, node: Any) -> str:
        return str(self.nodes[node].get("label", node))


def _typed(network: Network) -> _Typed:
    nodes = {node: dict(data) for node, data in network.nodes(data=True)}
    edges: list[tuple[Any, Any, str, dict[str, Any]]] = []
    if isinstance(network, nx.MultiGraph):
        keyed = list(network.edges(keys=True, data=True))
        unique = len({str(key) for _, _, key, _ in keyed}) == len(keyed)
        for number, (source, target, key, data) in enumerate(keyed, start=1):
            edges.append((source, target, str(key) if unique else f"e{number}", dict(data)))
    else:
        for number, (source, target, data) in enumerate(network.edges(data=True), start=1):
            edges.append((source, target, f"e{number}", dict(data)))
    for node in nodes:
        _value("node", "id", node)
    node_types = _unify("node", nodes.values())
    edge_types = _unify("edge", [data for *_, data in edges])
    if edge_types.get("weight", float) not in (int, float):
        raise OutputError("the edge attribute 'weight' is not a number", "give every edge a number as weight")
    return _Typed(nodes, edges, node_types, edge_types)


def _unify(what: str, records: Iterable[dict[str, Any]]) -> dict[str, type]:
    """Make the values of ``records`` plain, in place, and return the type of each attribute."""
    found: dict[str, set[type]] = {}
    for data in records:
        for name, raw in list(data.items()):
            value = data[name] = _value(what, name, raw)
            if value is None:
                if what == "edge" and name == "weight":
                    raise OutputError(
                        f"an edge has the weight {raw}", "leave it out, or give it a number as weight"
                    )
                del data[name]
                found.setdefault(name, set())
            else:
                found.setdefault(name, set()).add(type(value))
    types: dict[str, type] = {}
    for name, kinds in found.items():
        if name in _TAKEN[what]:
            raise OutputError(
                f"{what} attribute {name!r} has a name that the formats use themselves", "rename the attribute"
            )
        if len(kinds) > 1 and kinds != {int, float}:
            mixed = ", ".join(sorted(kind.__name__ for kind in kinds))
            raise OutputError(
                f"{what} attribute {name!r} has values of several types: {mixed}", "give all of them one type"
            )
        types[name] = float if float in kinds else next(iter(kinds), str)
    for data in records:
        for name, value in data.items():
            if types[name] is float:
                data[name] = float(value)
    return types


def _value(what: str, name: str, value: Any) -> Any:
    """Return ``value`` as a text, list of texts, bool, int or float; ``None`` where there is none."""
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            raise _unsayable(what, name, "half a surrogate pair, which is no character")
        return value
    if isinstance(value, tuple | list):
        items = [_value(what, name, item) for item in value]
        if any(item is None or isinstance(item, list) for item in items):
            raise _unsayable(what, name, "a list with a list or a missing value in it")
        return [item if isinstance(item, str) else _word(item) for item in items]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and -_INT64 <= value < _INT64:
        return value
    if isinstance(value, float) and not math.isinf(value):
        return None if math.isnan(value) else value
    if isinstance(value, int | float):
        raise _unsayable(what, name, f"the number {str(value)[:40]}, which is out of range")
    raise _unsayable(what, name, f"a value of type {type(value).__name__}")


def _unsayable(what: str, name: str, value: str) -> OutputError:
    return OutputError(
        f"{what} attribute {name!r} has {value}", "give it texts, finite numbers, truth values, dates or lists"
    )


def _word(value: str | float) -> str:
    """Return a truth value or a number as XML Schema writes it, a text as it is."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _joined(name: str, items: list[str]) -> str:
    """Return a list as one text: names, or items with spaces in them, by `` | ``, others by spaces."""
    return (" | " if name in _NAMES or any(" " in item for item in items) else " ").join(items)


def _is_date(name: str, kind: type) -> bool:
    return kind is str and (name == "date" or name.endswith("_date"))


def _span(data: dict[str, Any]) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of an edge: of its act, or of the first and the last of its acts."""
    ends = [data.get(name, data.get("date", "")) for name in ("first_date", "last_date")]
    first, last = (days(end) if isinstance(end, str) else None for end in ends)
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


# XML


def _xml(what: str, value: Any) -> str:
    """Return ``value`` as a text; characters that XML cannot hold become U+FFFD, save in the name of a node."""
    if what == "node" and NOT_XML.search(str(value)):
        raise OutputError(
            f"XML cannot hold the control character in node {value!r}", "rename it, or export to json"
        )
    return NOT_XML.sub("\ufffd", str(value))


def _graph_texts(network: Network) -> dict[str, str]:
    """Return the attributes of the network itself as texts."""
    texts = {}
    for name, raw in network.graph.items():
        value = _value("graph", name, raw)
        if value is not None:
            texts[str(name)] = _joined(name, value) if isinstance(value, list) else _word(value)
    return texts


def _graphml(network: Network) -> bytes:
    typed = _typed(network)

    def flat(data: dict[str, Any]) -> dict[str, Any]:
        joined = {
            name: _joined(name, value) if isinstance(value, list) else value for name, value in data.items()
        }
        return {name: _xml(name, value) if isinstance(value, str) else value for name, value in joined.items()}

    copy = network.__class__()
    copy.graph.update(flat(dict(_graph_texts(network))))
    for node, data in typed.nodes.items():
        copy.add_node(_xml("node", node), **flat(data))
    for source, target, key, data in typed.edges:
        named = {"key": key} if isinstance(copy, nx.MultiGraph) else {}
        copy.add_edge(str(source), str(target), **named, **flat(data))
    out = io.BytesIO()
    # The lxml writer, which write_graphml prefers where lxml is installed, writes other bytes.
    nx.write_graphml_xml(copy, out, edge_id_from_attribute=None)
    return out.getvalue() + b"\n"


_GEXF_TYPES = {str: "string", list: "liststring", bool: "boolean", int: "long", float: "double"}


def _gexf(network: Network) -> bytes:
    """Return GEXF 1.3 (https://gexf.net), an interval of days on each edge that has a date.

    NetworkX's own writer gets the namespace of XMLSchema-instance wrong in this version, gives ``graph`` a name
    that the schema does not know, has no ``kind`` and stamps the day of writing. Ends of intervals are
    inclusive in 1.3, so that one day is both the start and the end of its interval. Nodes have no interval:
    nothing tells how long an actor was there. ``kind`` keeps edges of different relations between two nodes
    apart in Gephi.
    """
    typed = _typed(network)
    spans = {key: span for _, _, key, data in typed.edges if (span := _span(data))}
    directed = [data.get("directed", network.is_directed()) for *_, data in typed.edges]
    root = ET.Element(
        "gexf",
        {
            "xmlns": "http://gexf.net/1.3",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd",
            "version": "1.3",
        },
    )
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "relgraph"
    said = "; ".join(f"{name}: {text}" for name, text in _graph_texts(network).items() if text)
    ET.SubElement(meta, "description").text = _xml("graph", said)
    one_way = any(directed) if directed else network.is_directed()
    graph = ET.SubElement(root, "graph", defaultedgetype="directed" if one_way else "undirected")
    graph.set("mode", "dynamic" if spans else "static")
    if spans:
        graph.set("timeformat", "date")
        graph.set("timerepresentation", "interval")
    node_ids = _gexf_attributes(graph, "node", typed.node_types, apart=("label",))
    edge_ids = _gexf_attributes(graph, "edge", typed.edge_types, apart=("label", "weight"))
    nodes, edges = ET.SubElement(graph, "nodes"), ET.SubElement(graph, "edges")
    for node, data in typed.nodes.items():
        element = ET.SubElement(nodes, "node", id=_xml("node", node), label=_xml("label", typed.label(node)))
        _gexf_values(element, node_ids, data)
    for (source, target, key, data), points in zip(typed.edges, directed, strict=True):
        element = ET.SubElement(edges, "edge", id=_xml("key", key), source=str(source), target=str(target))
        element.set("type", "directed" if points else "undirected")
        if network.is_multigraph() and data.get("relation"):
            element.set("kind", _xml("relation", data["relation"]))
        for name in ("label", "weight"):
            if name in data:
                element.set(name, _xml(name, data[name]))
        if key in spans:
            first, last = spans[key]
            element.set("start", first.isoformat())
            element.set("end", last.isoformat())
        _gexf_values(element, edge_ids, data)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _gexf_attributes(
    graph: ET.Element, what: str, types: dict[str, type], *, apart: tuple[str, ...]
) -> dict[str, str]:
    """Declare the attributes of nodes or edges, save those that have a place of their own; return their ids."""
    ids = {name: f"{what}{number}" for number, name in enumerate(types) if name not in apart}
    if ids:
        declared = ET.SubElement(graph, "attributes", {"class": what, "mode": "static"})
        for name, given in ids.items():
            ET.SubElement(declared, "attribute", id=given, title=name, type=_GEXF_TYPES[types[name]])
    return ids


def _gexf_values(element: ET.Element, ids: dict[str, str], data: dict[str, Any]) -> None:
    values = {given: data[name] for name, given in ids.items() if name in data}
    if not values:
        return
    parent = ET.SubElement(element, "attvalues")
    for given, value in values.items():
        if isinstance(value, list):
            # As Gephi writes and reads a list: only the quote and the backslash are escaped.
            quoted = (item.replace("\\", "\\\\").replace('"', '\\"') for item in value)
            text = "[" + ", ".join(f'"{item}"' for item in quoted) + "]"
        else:
            text = _word(value)
        ET.SubElement(parent, "attvalue", {"for": given, "value": _xml(given, text)})


# JSON


def _json(network: Network) -> bytes:
    typed = _typed(network)
    copy = network.__class__()
    copy.graph.update({name: _value("graph", name, value) for name, value in network.graph.items()})
    copy.add_nodes_from(typed.nodes.items())
    for source, target, key, data in typed.edges:
        named = {"key": key} if isinstance(copy, nx.MultiGraph) else {}
        copy.add_edge(source, target, **named, **data)
    content = nx.node_link_data(copy, edges="edges")
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


# Tables


@dataclass(frozen=True)
class _Table:
    """Columns by name, with their type; rows have the value of each, ``None`` where there is none."""

    types: dict[str, type]
    rows: list[list[Any]]


def _edge_table(network: Network) -> _Table:
    """Return a row for each edge, by source and target."""
    typed = _typed(network)
    rest = dict(typed.edge_types)
    relation = {"relation": rest.pop("relation")} if "relation" in rest else {}
    types = {"source": str, "source_label": str, **relation, "target": str, "target_label": str, **rest}
    records = [
        {
            **data,
            "source": str(source),
            "source_label": typed.label(source),
            "target": str(target),
            "target_label": typed.label(target),
        }
        for source, target, _, data in typed.edges
    ]
    records.sort(key=lambda record: (record["source"], record["target"]))
    return _Table(types, [[record.get(name) for name in types] for record in records])


def _node_table(network: Network) -> _Table:
    """Return a row for each node, by name."""
    typed = _typed(network)
    types = {"id": str, **typed.node_types}
    records = sorted(
        ({**data, "id": str(node)} for node, data in typed.nodes.items()), key=lambda record: record["id"]
    )
    return _Table(types, [[record.get(name) for name in types] for record in records])


def _csv(table: _Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.types)
    writer.writerows(
        [
            _joined(name, value) if isinstance(value, list) else value
            for name, value in zip(table.types, row, strict=True)
        ]
        for row in table.rows
    )
    return out.getvalue().encode()


def _dated(table: _Table) -> dict[str, tuple[type, list[Any]]]:
    """Return the columns, each date with its first and its last day beside what the source gives."""
    columns: dict[str, tuple[type, list[Any]]] = {}
    for number, (name, kind) in enumerate(table.types.items()):
        values = [row[number] for row in table.rows]
        columns[name] = (kind, values)
        if _is_date(name, kind):
            spans = [days(value or "") for value in values]
            for end, which in enumerate(("first_day", "last_day")):
                columns.setdefault(
                    f"{name}_{which}", (datetime.date, [span[end] if span else None for span in spans])
                )
    return columns


def _parquet(network: Network) -> bytes:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise OutputError(
            "Parquet needs pyarrow, which is not installed", "pip install 'relgraph[parquet]'"
        ) from None
    arrow_types = {
        str: pa.string(), list: pa.list_(pa.string()), bool: pa.bool_(), int: pa.int64(), float: pa.float64(),
        datetime.date: pa.date32(),
    }  # fmt: skip
    columns = _dated(_edge_table(network))
    schema = pa.schema([(name, arrow_types[kind]) for name, (kind, _) in columns.items()])
    arrays = [pa.array(values, type=arrow_types[kind]) for kind, values in columns.values()]
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=schema.with_metadata(_graph_texts(network))), out)
    return out.getvalue()


def edges_frame(network: Network) -> pd.DataFrame:
    """Return the edges of ``network`` as a data frame, a row each, by source and target.

    Columns are ``source``, ``source_label``, ``relation``, ``target``, ``target_label`` and every attribute
    that an edge has. Numbers are ``float64``, integers ``Int64``, truth values ``boolean`` and texts ``string``
    (with a place for what is missing), several values a list. Beside a date, as the source gives it, stand
    ``date_first_day`` and ``date_last_day`` as ``datetime64[s]``, ``NaT`` where there is none.

    Raises :class:`~relgraph.errors.OutputError` where pandas is not installed, or for an attribute that has no
    one type.
    """
    return _frame(_edge_table(network))


def nodes_frame(network: Network) -> pd.DataFrame:
    """Return the nodes of ``network`` as a data frame, a row each, by ``id``; else as :func:`edges_frame`."""
    return _frame(_node_table(network))


def _frame(table: _Table) -> pd.DataFrame:
    installed = pandas()
    kinds: dict[type, Any] = {
        str: "string", list: object, bool: "boolean", int: "Int64", float: "float64",
        datetime.date: "datetime64[s]",
    }  # fmt: skip
    frame: pd.DataFrame = installed.DataFrame(
        {
            name: installed.Series(
                np.array(values, dtype="datetime64[s]") if kind is datetime.date else values, dtype=kinds[kind]
            )
            for name, (kind, values) in _dated(table).items()
        }
    )
    return frame


NETWORK_FORMATS: dict[str, Callable[[Network], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
    "csv": lambda network: _csv(_edge_table(network)),
    "csv-nodes": lambda network: _csv(_node_table(network)),
    "parquet": _parquet,
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

BINARY_FORMATS = frozenset({"parquet"})
"""Those of :data:`NETWORK_FORMATS` that no terminal can show."""
