"""Mappings: from the tables of one publisher to acts, each a query in SQL with what is known of the tables."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeAlias

from relgraph.errors import TableError, unknown_name
from relgraph.importing.names import SYSTEMS

_KINDS = "kinds"
_HEAD = "--"
_TABLE = frozenset({"columns", "optional", "delimiter", "quote", "header", "nulls", "needed", "also"})
_MARKS = frozenset({"delimiter", "quote"})
_SAID = frozenset({"header", "needed"})


@dataclass(frozen=True)
class Layout:
    """What is known of the columns of a table.

    Attributes:
        name: What the query calls the table.
        columns: Those that it has to have, in order where it has no header.
        optional: Those that it may have, or that rows may end before.
        delimiter: What stands between fields; ``""``: found in the header.
        quote: What fields may be quoted with; ``""``: nothing, quotes are data.
        header: Whether its first record names the columns.
        nulls: What is written where nothing is known, beside the empty field.
        needed: Whether it has to be given; else it may be empty.
        also: What else a column may be called, where one alone of these is there.
        called: What a file calls columns so, by their names.
    """

    name: str
    columns: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    delimiter: str = ""
    quote: str = '"'
    header: bool = True
    nulls: tuple[str, ...] = ()
    needed: bool = True
    also: MappingType[str, tuple[str, ...]] = field(default_factory=dict)
    called: MappingType[str, str] = field(default_factory=dict)


Lookup: TypeAlias = tuple[tuple[str, ...], ...]
"""The rows of a small table, its header first."""


@dataclass(frozen=True)
class Mapping:
    """A query that makes acts of tables.

    Attributes:
        name: What it is called.
        title: What the tables are, in a few words.
        about: How to get them, their terms, and what is made of them, in paragraphs.
        tables: The tables that it reads.
        lookups: Small tables that the query joins, by name: CSV beside the file of SQL.
        query: The SELECT, in the SQL of DuckDB, whose columns are those of :mod:`relgraph.importing.canonical`.
    """

    name: str
    title: str
    about: str
    tables: tuple[Layout, ...]
    query: str = field(repr=False)
    lookups: MappingType[str, Lookup] = field(default_factory=dict, repr=False)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping: TOML behind ``--`` at the head of a file of SQL.

    Args:
        path: The file.

    Returns:
        The mapping, named as the file.

    Raises:
        TableError: It cannot be read, or its head says something else than such a head does.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "pacts.sql"
        ...     _ = path.write_text('-- [tables.pacts]\\n-- columns = ["a", "b"]\\nSELECT 1')
        ...     mapping = read_mapping(path)
        >>> mapping.name, mapping.tables[0].columns, mapping.query
        ('pacts', ('a', 'b'), 'SELECT 1')
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(
            f"{path}: {getattr(error, 'strerror', None) or 'is not UTF-8 text'}", "give a file of SQL"
        ) from None
    return _parsed(path.stem, text, str(path), path.parent)


def _parsed(name: str, text: str, where: str, folder: Traversable) -> Mapping:
    lines = text.splitlines()
    size = next((number for number, line in enumerate(lines) if not line.startswith(_HEAD)), len(lines))
    head = "\n".join(line.removeprefix(_HEAD).removeprefix(" ") for line in lines[:size])
    try:
        told = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise TableError(
            f"{where}: its head is no TOML: {error}",
            'begin it with lines such as -- [tables.events] and -- columns = ["Event ID"]',
        ) from None
    query = "\n".join(lines[size:]).strip().removesuffix(";")
    if "query" in told and not query:
        query = _query_of(folder / str(told["query"]), where)
    tables = told.get("tables", {})
    if not isinstance(tables, dict) or not tables:
        raise TableError(f"{where}: its head names no tables", '-- [tables.NAME], then -- columns = ["..."]')
    if not query:
        raise TableError(f"{where}: has no query", "write a SELECT below its head")
    return Mapping(
        name=name,
        title=str(told.get("title", name)),
        about=str(told.get("about", "")).strip(),
        tables=tuple(_layout(table, known, where) for table, known in tables.items()),
        query=query,
        lookups={str(lookup): _lookup(folder / f"{lookup}.csv", where) for lookup in told.get("lookups", ())},
    )


def _query_of(file: Traversable, where: str) -> str:
    """Return the query of another mapping, which stands below its head."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{where}: {file.name} cannot be read: {error}", "put it beside the mapping") from None
    return "\n".join(line for line in lines if not line.startswith(_HEAD)).strip().removesuffix(";")


def _lookup(file: Traversable, where: str) -> Lookup:
    try:
        rows = tuple(tuple(row) for row in csv.reader(file.read_text("utf-8-sig").splitlines()) if row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(
            f"{where}: its lookup {file.name} cannot be read: {error}", "put it beside the mapping"
        ) from None
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise TableError(
            f"{where}: the rows of its lookup {file.name} are not alike",
            "give each as many fields as its header",
        )
    return rows


def _layout(name: str, told: MappingType[str, Any], where: str) -> Layout:
    if not isinstance(told, dict) or (unknown := sorted(told.keys() - _TABLE)):
        what = f"says {unknown[0]!r}" if isinstance(told, dict) else "is no table"
        raise TableError(f"{where}: [tables.{name}] {what}", f"it may say {', '.join(sorted(_TABLE))}")
    if not isinstance(also := told.get("also", {}), dict) or not all(
        isinstance(each, list) for each in also.values()
    ):
        raise TableError(
            f"{where}: [tables.{name}] has also = {also!r}",
            'give a table of lists, such as { source = ["sender"] }',
        )
    for key, value in told.items():
        if key != "also" and not (
            isinstance(value, bool) if key in _SAID else isinstance(value, str if key in _MARKS else list)
        ):
            what = (
                "true or false" if key in _SAID else "a text" if key in _MARKS else 'a list, such as ["a", "b"]'
            )
            raise TableError(f"{where}: [tables.{name}] has {key} = {value!r}", f"give {what}")
        if key in _MARKS and len(value) > 1:
            raise TableError(f"{where}: [tables.{name}] has {key} = {value!r}", "give one character")
    layout = Layout(
        name,
        columns=tuple(map(str, told.get("columns", ()))),
        optional=tuple(map(str, told.get("optional", ()))),
        delimiter=str(told.get("delimiter", "")),
        quote=str(told.get("quote", '"')),
        header=bool(told.get("header", True)),
        nulls=tuple(map(str, told.get("nulls", ()))),
        needed=bool(told.get("needed", True)),
        also={column: tuple(map(str, names)) for column, names in also.items()},
    )
    if not layout.columns and not layout.header:
        raise TableError(f"{where}: [tables.{name}] has neither a header nor columns", "name its columns")
    return layout


@cache
def bundled_mappings() -> MappingType[str, Mapping]:
    """Return the mappings that come with the package, by name.

    Example:
        >>> "icews" in bundled_mappings()
        True
    """
    folder = resources.files("relgraph.importing") / _KINDS
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name
    )
    found = [
        _parsed(file.name.removesuffix(".sql"), file.read_text("utf-8"), file.name, folder) for file in files
    ]
    return {mapping.name: mapping for mapping in found}


def mapping_named(name: str) -> Mapping:
    """Return a mapping that comes with the package.

    Args:
        name: Its name.

    Returns:
        The mapping.

    Raises:
        NameNotFoundError: There is none of this name.

    Example:
        >>> mapping_named("gdelt2").name
        'gdelt2'
    """
    found = bundled_mappings()
    if name not in found:
        raise unknown_name("kind of table", name, found)
    return found[name]


def edges_of_codes(system: str) -> Mapping:
    """Return the mapping of edges whose ends are codes, such as the numbers of Correlates of War.

    Args:
        system: One of :data:`~relgraph.importing.SYSTEMS`.

    Returns:
        The mapping ``edges``, in which each end is read as a code of the system.

    Raises:
        NameNotFoundError: There is no such system.

    Example:
        >>> "'cow:' || source" in edges_of_codes("cow").query
        True
    """
    if system not in SYSTEMS:
        raise unknown_name("system of codes", system, SYSTEMS)
    edges = mapping_named("edges")
    codes = ", ".join(f"'{system}:' || {end} AS {end}" for end in ("source", "target"))
    return replace(edges, query=f"WITH edges AS (SELECT * REPLACE ({codes}) FROM main.edges) {edges.query}")
