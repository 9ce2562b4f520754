"""Cutting: of the long lists of edges the first items and how many more there are, for what people read.

A tie of two that took part in hundreds of meetings lists hundreds of acts, and so do thousands of ties beside
it. A table, a drawing and a page show the first of them and count the rest; what is read back keeps all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from relgraph.exporting.attributes import TypedNetwork
from relgraph.projection import Network
from relgraph.projection.edge_list import is_mirror
from relgraph.wording import counted

LISTED = 25
"""How many items of a list are shown: what a screen holds, and all that any edge of the bundled graph has."""


def cut(typed: TypedNetwork) -> TypedNetwork:
    """Return a network whose edges list at most :data:`LISTED` items and how many more there are.

    Args:
        typed: The network; it stays as it is.

    Returns:
        The same where no list is longer. Else each longer list has its first items and ``(+N)``, and beside an
        attribute of which any list is cut stands one with the lengths of all, such as ``acts_count`` beside
        ``acts``, unless an attribute has that name already.

    Example:
        >>> import networkx as nx
        >>> from relgraph.exporting.attributes import typed_network
        >>> network = nx.Graph()
        >>> network.add_edge("a", "b", acts=tuple(f"ex:{number}" for number in range(30)))
        >>> ((_, _, _, data),) = cut(typed_network(network)).edges
        >>> data["acts"][-2:], data["acts_count"]
        (['ex:24', '(+5)'], 30)
    """
    lists = [name for name, kind in typed.edge_types.items() if kind is list]
    long = [name for name in lists if any(len(data.get(name, ())) > LISTED for *_, data in typed.edges)]
    if not long:
        return typed
    counts = {name: f"{name}_count" for name in long if f"{name}_count" not in typed.edge_types}
    types: dict[str, type] = {}
    for name, kind in typed.edge_types.items():
        types[name] = kind
        if name in counts:
            types[counts[name]] = int

    def shown(data: dict[str, Any]) -> dict[str, Any]:
        found = dict(data)
        for name in long:
            if name in data:
                found[name] = _first(data[name])
                if name in counts:
                    found[counts[name]] = len(data[name])
        return found

    edges = [(source, target, key, shown(data)) for source, target, key, data in typed.edges]
    return replace(typed, edges=edges, edge_types=types)


def _first(items: list[str]) -> list[str]:
    more = len(items) - LISTED
    return [*items[:LISTED], f"(+{more})"] if more > 0 else items


def long_lists(network: Network) -> dict[str, int]:
    """Return how many edges list more than :data:`LISTED` items.

    Args:
        network: Any NetworkX graph.

    Returns:
        The numbers of edges by attribute, without those of which no list is that long.

    Example:
        >>> import networkx as nx
        >>> network = nx.Graph([("a", "b", {"acts": ("x",) * 30, "events": ("y",)}), ("b", "c", {})])
        >>> long_lists(network)
        {'acts': 1}
    """
    return dict(
        Counter(
            name
            for *_, data in network.edges(data=True)
            if not is_mirror(data)
            for name, value in data.items()
            if isinstance(value, tuple | list) and len(value) > LISTED
        )
    )


def said_of(lists: Mapping[str, int]) -> str:
    """Return in words which lists were cut.

    Args:
        lists: How many, by what they list.

    Returns:
        The words.

    Example:
        >>> said_of({"acts": 1200, "events": 3})
        'cut 1,203 lists to the first 25 and a count of the rest (1,200 of acts, 3 of events)'
    """
    what = ", ".join(f"{number:,} of {name}" for name, number in lists.items())
    return f"cut {counted(sum(lists.values()), 'list')} to the first {LISTED} and a count of the rest ({what})"
