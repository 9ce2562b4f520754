"""A network as the formats of network tools and as data frames, its attributes with their types.

Attributes are taken as they come, whatever an analysis has added to them. Those of one name have one type, on
all nodes or on all edges: text, a list of texts, a truth value, an integer (64 bits) or a number (double
precision). ``None`` and nan stand for a value that is not there, and an edge has no attribute then; infinite
numbers and weights that are nan are refused, since no format says them so that every reader understands. A
text attribute named ``date`` or ending in ``_date`` is a date as its source gives it: a day, a month or a year.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from relgraph.errors import OutputError
from relgraph.model.dates import days
from relgraph.projection import Network

_INT64 = 2**63
_SURROGATE = re.compile("[\ud800-\udfff]")
# Lists of names, which may have spaces in them.
_NAMES = ("aliases", "notes")
# What formats and tables call a node, the ends of an edge and its key.
_TAKEN = {
    "node": frozenset({"id"}),
    "edge": frozenset({"id", "key", "source", "target", "source_label", "target_label"}),
}


@dataclass(frozen=True)
class TypedNetwork:
    """A network with plain values: attributes of one type a name, and without those that have no value.

    ``edges`` are (source, target, key, attributes), each key once. ``node_types`` and ``edge_types`` give the
    attributes in the order in which they are met, with ``str``, ``list``, ``bool``, ``int`` or ``float``.
    """

    nodes: dict[Any, dict[str, Any]]
    edges: list[tuple[Any, Any, str, dict[str, Any]]]
    node_types: dict[str, type]
    edge_types: dict[str, type]

    def label(self, node: Any) -> str:
        """Return the label of a node, its name where it has none."""
        return str(self.nodes[node].get("label", node))


def typed_network(network: Network) -> TypedNetwork:
    """Return ``network`` with plain values.

    Raises:
        OutputError: Values of several types, a name that formats use themselves, or something that no format
            can say.
    """
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
        plain_value("node", "id", node)
    node_types = _unify("node", nodes.values())
    edge_types = _unify("edge", [data for *_, data in edges])
    if edge_types.get("weight", float) not in (int, float):
        raise OutputError("the edge attribute 'weight' is not a number", "give every edge a number as weight")
    return TypedNetwork(nodes, edges, node_types, edge_types)


def _unify(what: str, records: Iterable[dict[str, Any]]) -> dict[str, type]:
    """Make the values of ``records`` plain, in place, and return the type of each attribute."""
    found: dict[str, set[type]] = {}
    for data in records:
        for name, raw in list(data.items()):
            value = data[name] = plain_value(what, name, raw)
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


def plain_value(what: str, name: str, value: Any) -> Any:
    """Return ``value`` as a text, list of texts, bool, int or float; ``None`` where there is none."""
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            raise _unsayable(what, name, "half a surrogate pair, which is no character")
        return value
    if isinstance(value, tuple | list):
        items = [plain_value(what, name, item) for item in value]
        if any(item is None or isinstance(item, list) for item in items):
            raise _unsayable(what, name, "a list with a list or a missing value in it")
        return [item if isinstance(item, str) else xsd_text(item) for item in items]
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


def xsd_text(value: str | float) -> str:
    """Return a truth value or a number as XML Schema writes it, a text as it is."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def joined(name: str, items: list[str]) -> str:
    """Return a list as one text: names, or items with spaces in them, by `` | ``, others by spaces."""
    return (" | " if name in _NAMES or any(" " in item for item in items) else " ").join(items)


def is_date(name: str, kind: type) -> bool:
    """Return whether an attribute of this name and type is a date."""
    return kind is str and (name == "date" or name.endswith("_date"))


def span_of(data: dict[str, Any]) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of an edge: of its act, or of the first and the last of its acts."""
    ends = [data.get(name, data.get("date", "")) for name in ("first_date", "last_date")]
    first, last = (days(end) if isinstance(end, str) else None for end in ends)
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def graph_texts(network: Network) -> dict[str, str]:
    """Return the attributes of the network itself as texts."""
    texts = {}
    for name, raw in network.graph.items():
        value = plain_value("graph", name, raw)
        if value is not None:
            texts[str(name)] = joined(name, value) if isinstance(value, list) else xsd_text(value)
    return texts
