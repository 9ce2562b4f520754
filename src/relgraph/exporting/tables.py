"""A network as tables: CSV, Parquet and data frames."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from relgraph.errors import OutputError
from relgraph.exporting.attributes import (
    TypedNetwork,
    day_ends,
    graph_texts,
    is_date,
    joined,
    typed_network,
)
from relgraph.exporting.cutting import cut
from relgraph.projection import Network
from relgraph.records import pandas

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class _Table:
    """Columns by name, with their types; rows have a value for each, ``None`` where it is missing."""

    types: dict[str, type]
    rows: list[list[Any]]


def _edge_table(typed: TypedNetwork) -> _Table:
    """Return one row per edge, by source and target."""
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
    """Return one row per node, by name."""
    typed = typed_network(network)
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
            joined(name, value) if isinstance(value, list) else value
            for name, value in zip(table.types, row, strict=True)
        ]
        for row in table.rows
    )
    return out.getvalue().encode()


def _dated(table: _Table) -> dict[str, tuple[type, list[Any]]]:
    """Return the columns, beside each date its first and its last day."""
    columns: dict[str, tuple[type, list[Any]]] = {}
    for number, (name, kind) in enumerate(table.types.items()):
        values = [row[number] for row in table.rows]
        columns[name] = (kind, values)
        if is_date(name, kind):
            ends = [day_ends(value or "") for value in values]
            for place, which in enumerate(("first_day", "last_day")):
                columns.setdefault(f"{name}_{which}", (datetime.date, [end[place] for end in ends]))
    return columns


def to_edge_csv(network: Network) -> bytes:
    """Return the table of edges as CSV (RFC 4180), one row per edge, by source and target.

    A list is one text (:func:`~relgraph.exporting.attributes.joined`), a missing value an empty field. Long
    lists are cut (:func:`~relgraph.exporting.cutting.cut`).

    Args:
        network: Any NetworkX graph.

    Returns:
        A document in UTF-8 with a header.

    Raises:
        OutputError: An attribute that no format can hold.

    Example:
        >>> import networkx as nx
        >>> network = nx.DiGraph()
        >>> network.add_edge("a", "b", weight=1.5, acts=("x", "y"))
        >>> print(to_edge_csv(network).decode().replace("\\r", ""), end="")
        source,source_label,target,target_label,weight,acts
        a,a,b,b,1.5,x y
    """
    return _csv(_edge_table(cut(typed_network(network))))


def to_node_csv(network: Network) -> bytes:
    """Return the table of nodes as CSV (RFC 4180), one row per node, by name; else as :func:`to_edge_csv`.

    Args:
        network: Any NetworkX graph.

    Returns:
        A document in UTF-8 with a header.

    Raises:
        OutputError: An attribute that no format can hold.

    Example:
        >>> import networkx as nx
        >>> network = nx.Graph()
        >>> network.add_node("a", label="A", aliases=("Alpha", "the A"))
        >>> print(to_node_csv(network).decode().replace("\\r", ""), end="")
        id,label,aliases
        a,A,Alpha | the A
    """
    return _csv(_node_table(network))


def to_parquet(network: Network) -> bytes:
    """Return the table of edges as Parquet, with lists and with the days of dates.

    A list is a ``list<string>``, a missing value null. Beside each date as its source gives it stand its first
    and its last day as ``date32``: ``date_first_day``, ``date_last_day``, null where that end is open.

    Args:
        network: Any NetworkX graph.

    Returns:
        A Parquet file; the attributes of the network itself are the metadata of its schema.

    Raises:
        OutputError: pyarrow (extra ``parquet``) is not installed, or an attribute that no format can hold.

    Example:
        >>> import io
        >>> import networkx as nx
        >>> import pyarrow.parquet
        >>> network = nx.DiGraph()
        >>> network.add_edge("a", "b", date="2021-02")
        >>> table = pyarrow.parquet.read_table(io.BytesIO(to_parquet(network)))
        >>> str(table["date_last_day"][0])
        '2021-02-28'
    """
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
    columns = _dated(_edge_table(typed_network(network)))
    schema = pa.schema([(name, arrow_types[kind]) for name, (kind, _) in columns.items()])
    arrays = [pa.array(values, type=arrow_types[kind]) for kind, values in columns.values()]
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=schema.with_metadata(graph_texts(network))), out)
    return out.getvalue()


def edges_frame(network: Network) -> pd.DataFrame:
    """Return the edges of a network as a data frame, one row per edge, by source and target.

    Columns are ``source``, ``source_label``, ``relation``, ``target``, ``target_label`` and every attribute
    that an edge has. Numbers are ``float64``, integers ``Int64``, truth values ``boolean`` and texts ``string``
    (all with a missing value), a list is a list. Beside a date, as the source gives it, stand
    ``date_first_day`` and ``date_last_day`` as ``datetime64[s]``, ``NaT`` where there is none or it is open.

    Args:
        network: A network of a projection, or any NetworkX graph.

    Returns:
        The data frame.

    Raises:
        OutputError: pandas (extra ``pandas``) is not installed, or an attribute has values of several types.

    Example:
        >>> import relgraph
        >>> frame = edges_frame(relgraph.project(relgraph.open(), "actors"))
        >>> list(frame.columns[:5])
        ['source', 'source_label', 'relation', 'target', 'target_label']
        >>> bool((frame["date_first_day"] <= frame["date_last_day"]).any())
        True
    """
    return _frame(_edge_table(typed_network(network)))


def nodes_frame(network: Network) -> pd.DataFrame:
    """Return the nodes of a network as a data frame, one row per node, by ``id``; else as :func:`edges_frame`.

    Args:
        network: A network of a projection, or any NetworkX graph.

    Returns:
        The data frame, with a column for every attribute that a node has.

    Raises:
        OutputError: pandas (extra ``pandas``) is not installed, or an attribute has values of several types.

    Example:
        >>> import relgraph
        >>> frame = nodes_frame(relgraph.project(relgraph.open(), "actors"))
        >>> frame.set_index("id").loc["https://w3id.org/relgraph/id/state/russia", "label"]
        'Russia'
    """
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
