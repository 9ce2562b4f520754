"""The attributes of a network with one type per name, as every format and every table takes them.

Attributes are taken as they come, whatever an analysis has added. All nodes, or all edges, have one type per
name: text, a list of texts, a truth value, an integer (64 bits) or a number (double precision). ``None`` and
nan stand for a missing value, and the node or edge has no such attribute then; infinite numbers and weights
that are nan are refused, since no format has a form for them that every reader understands. A text attribute
named ``date`` or ending in ``_date`` is a date as its source gives it: a day, a month or a year.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from relgraph.analysis.collapsing import has_directions
from relgraph.errors import OutputError
from relgraph.formats import NOT_XML
from relgraph.model.attributes import EDGE_NAMES
from relgraph.model.dates import OPEN, days, lasting
from relgraph.projection import Network
from relgraph.projection.edge_list import is_mirror, is_one_way

_INT64 = 2**63
_SURROGATE = re.compile("[\ud800-\udfff]")
# Lists of IRIs and of words of the ontology; others, such as of names and of cells of a table, may have spaces.
_OF_WORDS = EDGE_NAMES | {"kinds"}
# The type of what may be missing everywhere.
_NUMBERS: dict[str, type] = {"intensity": float}
# Names that formats and tables use for a node, for the ends of an edge and for its key.
_RESERVED = {
    "node": frozenset({"id"}),
    "edge": frozenset({"id", "key", "source", "target", "source_label", "target_label"}),
}


@dataclass(frozen=True)
class TypedNetwork:
    """A network with plain values: one type per attribute name, missing values left out.

    Attributes:
        nodes: The attributes of each node.
        edges: Source, target, key and attributes of each edge; keys are unique in the network.
        one_way: Of each edge whether it points from source to target.
        directed: Whether an edge points one way; where there are no edges, what the class of the network says.
        node_types: The node attributes by name in the order in which they are first seen, each with ``str``,
            ``list``, ``bool``, ``int`` or ``float``.
        edge_types: The same of the edge attributes.
    """

    nodes: dict[Any, dict[str, Any]]
    edges: list[tuple[Any, Any, str, dict[str, Any]]]
    one_way: list[bool]
    directed: bool
    node_types: dict[str, type]
    edge_types: dict[str, type]

    @property
    def mixed(self) -> bool:
        """Whether some edges point one way and others do not."""
        return self.directed and not all(self.one_way)

    def label(self, node: Any) -> str:
        """Return the label of a node, or its name where it has none."""
        return str(self.nodes[node].get("label", node))


def typed_network(network: Network) -> TypedNetwork:
    """Return a network with plain values.

    Args:
        network: Any NetworkX graph; it stays as it is.

    Returns:
        Its nodes and edges in their order, without those that only repeat an undirected one the other way. An
        edge keeps its key where the keys are unique in the network, and is ``e1``, ``e2``, ... otherwise.

    Raises:
        OutputError: Values of several types under one name, a reserved name such as ``source``, a value that no
            format can hold, or two nodes that are written alike.

    Example:
        >>> import networkx as nx
        >>> network = nx.DiGraph()
        >>> network.add_edge("a", "b", weight=2, share=None)
        >>> typed_network(network).edges
        [('a', 'b', 'e1', {'weight': 2})]
    """
    nodes = {node: dict(data) for node, data in network.nodes(data=True)}
    if isinstance(network, nx.MultiGraph):
        keyed = [edge for edge in network.edges(keys=True, data=True) if not is_mirror(edge[-1])]
        unique = len({str(key) for _, _, key, _ in keyed}) == len(keyed)
    else:
        keyed = [
            (source, target, "", data)
            for source, target, data in network.edges(data=True)
            if not is_mirror(data)
        ]
        unique = False
    edges = [
        (source, target, str(key) if unique else f"e{number}", dict(data))
        for number, (source, target, key, data) in enumerate(keyed, start=1)
    ]
    directed = has_directions(network) if edges else network.is_directed()
    one_way = [directed if source == target else is_one_way(network, data) for source, target, _, data in edges]
    written: dict[str, Any] = {}
    for node in nodes:
        plain_value("node", "id", node)
        if written.setdefault(str(node), node) is not node:
            raise OutputError(
                f"nodes {written[str(node)]!r} and {node!r} are written alike",
                "give each node a name of its own",
            )
    node_types = _unify("node", nodes.values())
    edge_types = _unify("edge", [data for *_, data in edges])
    if edge_types.get("weight", float) not in (int, float):
        raise OutputError("the edge attribute 'weight' is not a number", "give every edge a number as weight")
    return TypedNetwork(nodes, edges, one_way, directed, node_types, edge_types)


def _unify(what: str, records: Iterable[dict[str, Any]]) -> dict[str, type]:
    """Make the values of ``records`` plain, in place; return the type of each attribute."""
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
        if name in _RESERVED[what]:
            raise OutputError(
                f"{what} attribute {name!r} has a name that the formats use themselves", "rename the attribute"
            )
        if len(kinds) > 1 and kinds != {int, float}:
            mixed = ", ".join(sorted(kind.__name__ for kind in kinds))
            raise OutputError(
                f"{what} attribute {name!r} has values of several types: {mixed}", "give all of them one type"
            )
        types[name] = float if float in kinds else next(iter(kinds), _NUMBERS.get(name, str))
    for data in records:
        for name, value in data.items():
            if types[name] is float:
                data[name] = float(value)
    return types


def plain_value(what: str, name: str, value: Any) -> Any:
    """Return the value of an attribute in one of the types that formats have.

    Args:
        what: Whose attribute it is, for messages: ``node``, ``edge`` or ``graph``.
        name: The name of the attribute, for messages.
        value: The value: also a NumPy scalar, a date or a tuple.

    Returns:
        A text, a list of texts, a truth value, an integer or a number; ``None`` where it is missing.

    Raises:
        OutputError: A value that no format can hold.

    Example:
        >>> import datetime
        >>> plain_value("node", "since", datetime.date(1967, 8, 8)), plain_value("node", "share", float("nan"))
        ('1967-08-08', None)
        >>> plain_value("node", "ranks", (1, 2.5, True))
        ['1', '2.5', 'true']
    """
    if isinstance(value, str):
        if _is_broken(value):
            raise _unsupported(what, name, "half a surrogate pair, which is no character")
        return value
    if isinstance(value, tuple | list):
        return _plain_list(what, name, value)
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
        raise _unsupported(what, name, f"the number {str(value)[:40]}, which is out of range")
    raise _unsupported(what, name, f"a value of type {type(value).__name__}")


def _plain_list(what: str, name: str, value: Sequence[Any]) -> list[str]:
    if set(map(type, value)) <= {str} and not _is_broken("".join(value)):
        return list(value)  # the usual case: thousands of IRIs
    items = [plain_value(what, name, item) for item in value]
    if any(item is None or isinstance(item, list) for item in items):
        raise _unsupported(what, name, "a list with a list or a missing value in it")
    return [xsd_text(item) for item in items]


def _is_broken(text: str) -> bool:
    return not text.isascii() and _SURROGATE.search(text) is not None


def _unsupported(what: str, name: str, value: str) -> OutputError:
    return OutputError(
        f"{what} attribute {name!r} has {value}", "give it texts, finite numbers, truth values, dates or lists"
    )


def xsd_text(value: str | float) -> str:
    """Return a value as text in the lexical form of XML Schema.

    Args:
        value: A truth value or a number; a text stays as it is.

    Returns:
        The text.

    Example:
        >>> xsd_text(True), xsd_text(0.5)
        ('true', '0.5')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def xml_text(value: Any) -> str:
    r"""Return a value as text that XML can hold.

    Args:
        value: Any value.

    Returns:
        Its text, with U+FFFD for each character that XML 1.0 cannot hold.

    Example:
        >>> xml_text("bell \a") == "bell \ufffd"
        True
    """
    return NOT_XML.sub("\ufffd", str(value))


def xml_name(node: Any) -> str:
    """Return the name of a node as text that XML can hold.

    Args:
        node: The node. Its name is not changed, since two nodes might become one.

    Returns:
        The name.

    Raises:
        OutputError: A control character in it.

    Example:
        >>> xml_name("https://w3id.org/relgraph/id/state/russia").rpartition("/")[2]
        'russia'
    """
    if NOT_XML.search(str(node)):
        raise OutputError(
            f"XML cannot hold the control character in node {node!r}", "rename it, or export to json"
        )
    return str(node)


def joined(name: str, items: list[str]) -> str:
    """Return a list as one text, for formats without lists.

    Args:
        name: The name of the attribute.
        items: The list.

    Returns:
        The items separated by spaces where they are IRIs and words of the ontology, none of which contains a
        space; else by `` | ``, so that two values are not taken for one.

    Example:
        >>> joined("acts", ["ex:a", "ex:b"]), joined("aliases", ["Russia", "Russian Federation"])
        ('ex:a ex:b', 'Russia | Russian Federation')
    """
    return (" " if name in _OF_WORDS and " " not in "".join(items) else " | ").join(items)


def is_date(name: str, kind: type) -> bool:
    """Return whether an attribute is a date.

    Args:
        name: Its name.
        kind: Its type in a :class:`TypedNetwork`.

    Returns:
        Whether it is a text named ``date`` or ending in ``_date``.

    Example:
        >>> is_date("first_date", str), is_date("update", str)
        (True, False)
    """
    return kind is str and (name == "date" or name.endswith("_date"))


def day_ends(date: str) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of a date, ``None`` for an end that is open.

    Args:
        date: As :func:`~relgraph.model.dates.days` reads it.

    Returns:
        Both days; ``None`` twice where it cannot be read.

    Example:
        >>> [str(day) for day in day_ends("2020-02")]
        ['2020-02-01', '2020-02-29']
        >>> [str(day) for day in day_ends("1967/..")]
        ['1967-01-01', 'None']
    """
    span = days(date)
    if span is None:
        return None, None
    start, _, end = date.partition("/")
    return (None if start == OPEN else span[0]), (None if end == OPEN else span[1])


def span_of(data: dict[str, Any]) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of an edge, ``None`` for an end that is open or not known.

    Args:
        data: The attributes of the edge: ``date``, ``first_date`` and ``last_date`` where it stands for several
            acts, or ``from`` and ``until``.

    Returns:
        Both days; ``None`` twice where the edge has no date or none that can be read.

    Example:
        >>> [str(day) for day in span_of({"date": "2020-02"})]
        ['2020-02-01', '2020-02-29']
        >>> [str(day) for day in span_of({"from": "1967", "until": ""})]
        ['1967-01-01', 'None']
    """
    told = {name: value for name, value in data.items() if isinstance(value, str) and value}
    first, last = (told.get(name, told.get("date", "")) for name in ("first_date", "last_date"))
    if not first and not last:
        first = last = lasting(told.get("from", ""), told.get("until", ""))
    (start, _), (_, end) = day_ends(first), day_ends(last)
    unread = any(date and days(date) is None for date in (first, last))
    return (None, None) if unread or (start and end and start > end) else (start, end)


def graph_texts(network: Network) -> dict[str, str]:
    """Return the attributes of the network itself as texts, without those that are missing.

    Args:
        network: Any NetworkX graph.

    Returns:
        The texts by name.

    Raises:
        OutputError: A value that no format can hold.

    Example:
        >>> import networkx as nx
        >>> graph_texts(nx.Graph(name="actors", notes=("one", "two"), since=None))
        {'name': 'actors', 'notes': 'one | two'}
    """
    texts = {}
    for name, raw in network.graph.items():
        value = plain_value("graph", name, raw)
        if value is not None:
            texts[str(name)] = joined(name, value) if isinstance(value, list) else xsd_text(value)
    return texts
