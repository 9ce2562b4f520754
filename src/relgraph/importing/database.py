"""The database of an import: its tables in DuckDB, which can read these files and nothing else."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from relgraph.errors import TableError
from relgraph.importing import canonical
from relgraph.importing.canonical import Choice, quoted_name, quoted_text
from relgraph.importing.given_files import GivenFile, given_files
from relgraph.importing.headers import laid_out
from relgraph.importing.mappings import Layout
from relgraph.importing.mappings import Mapping as Kind
from relgraph.importing.names import state_names
from relgraph.importing.tables import Table, read_table, without_faults
from relgraph.late_imports import LateLibrary
from relgraph.wording import listed

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = LateLibrary("duckdb")

BASE = "https://w3id.org/relgraph/id/"
"""What IRIs begin with unless another base is given."""

_MEMORY = "512MB"


@dataclass(frozen=True)
class Reading:
    """How tables are read.

    Attributes:
        columns: Which column of the file is which of the mapping's, by the latter.
        delimiter: What stands between fields; ``""``: as the mapping says, or found in the header.
        encoding: Of texts; ``""``: UTF-8, or what the first bytes say.
        undirected: Whether relations that the ontology lacks hold both ways.
        base: What IRIs begin with.
        dates: How the tables write dates, in the letters of strftime such as ``%d/%m/%Y``; ``""``: as ISO 8601.
        max_rejects: How many rows may be rejected; ``None`` for any number.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""
    encoding: str = ""
    dates: str = ""
    undirected: bool = False
    base: str = BASE
    max_rejects: int | None = None


def read_tables(kind: Kind, files: Sequence[str], folder: Path, reading: Reading) -> Iterator[Table]:
    """Yield the tables that some files have.

    Args:
        kind: The mapping that takes them.
        files: CSV, TSV, Parquet or Excel, also as gzip or in a zip archive; ``-`` for standard input.
        folder: An empty folder for what is unpacked and copied.
        reading: How they are read.

    Raises:
        TableError: A file is none of the tables of the mapping, or cannot be read.
    """
    known = {name for layout in kind.tables for name in (*layout.columns, *layout.optional)}
    if unknown := sorted(reading.columns.keys() - known):
        raise TableError(
            f"--columns: {unknown[0]!r} is no column of {kind.name}", f"it has {', '.join(sorted(known))}"
        )
    if len(reading.delimiter) > 1 or reading.delimiter in {'"', "\n", "\r"}:
        raise TableError(
            f"{reading.delimiter!r} is no delimiter", "give one character, no quote or end of line"
        )
    layouts = [replace(layout, delimiter=reading.delimiter or layout.delimiter) for layout in kind.tables]
    seen: dict[str, GivenFile] = {}
    for number, name in enumerate(files):
        place = folder / str(number)
        place.mkdir()
        for given in given_files(name, place):
            if given.name in seen and seen[given.name].sha256 == given.sha256:
                raise TableError(f"{given.name}: is given twice", "give each file once")
            file = replace(given, name=_own_name(given.name, Path(name).absolute().parent.name, seen))
            seen[file.name] = file
            layout = laid_out(file, layouts, reading.encoding, reading.columns)
            yield read_table(file, layout, place, reading.encoding)


def _own_name(name: str, folder: str, taken: Container[str]) -> str:
    """Return what a file is called, where one of another folder has its name."""
    names = chain((name, f"{folder}/{name}"), (f"{folder}/{name} ({number})" for number in count(2)))
    return next(each for each in names if each not in taken)


def connected(folder: Path, tables: Iterable[Table]) -> duckdb.DuckDBPyConnection:
    """Return a database in a folder, which spills there what does not fit in its memory.

    Args:
        folder: The folder.
        tables: What it can read.
    """
    connection = duckdb.connect(str(folder / "acts.duckdb"))
    with suppress(duckdb.Error):  # in a notebook without ipywidgets there is none, nor can it be told so
        connection.execute("SET enable_progress_bar = false")
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        f"memory_limit = '{_MEMORY}'",
        f"temp_directory = {quoted_text(str(folder))}",
        # It puts counts before joins, where rows are as many as without it: the time doubles.
        "disabled_optimizers = 'partial_aggregate_pushdown'",
        f"allowed_paths = [{', '.join(quoted_text(str(table.path)) for table in tables)}]",
        f"allowed_directories = [{quoted_text(str(folder))}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection


class Database:
    """The tables of an import, by the names that a mapping has for them.

    Attributes:
        connection: Where they are, with the lookups of the mapping and the table ``state_names``.
        files: The names of the files, by their number.
        tables: The tables.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, kind: Kind, tables: Sequence[Table], folder: Path
    ) -> None:
        """Make the tables of a mapping.

        Args:
            connection: What :func:`connected` returns.
            kind: The mapping.
            tables: Its tables.
            folder: Where copies are made.

        Raises:
            TableError: A table of the mapping is missing.
        """
        self.connection = connection
        self.files = list(dict.fromkeys(table.file.name for table in tables))
        self.tables = list(tables)
        self._kind, self._folder = kind, folder
        self._make_lookups()
        self._make_views()

    def make_acts(self, choice: Choice, reading: Reading) -> tuple[str, ...]:
        """Make the table ``acts`` of what the mapping gives, and return its columns.

        Args:
            choice: Which rows become acts, and how.
            reading: How tables are read.

        Raises:
            TableError: The mapping or the condition fails.
        """
        choice = replace(choice, where=choice.where.strip())
        if reading.dates:
            canonical.check_dates(self.connection, reading.dates)
        columns = canonical.columns_of(self.connection, self._kind.query, self._kind.name)
        try:
            self._make_acts(columns, choice, reading)
        except (duckdb.IOException, duckdb.OutOfMemoryException):  # there is no room
            raise
        except duckdb.Error as error:
            raise TableError(
                f"the tables could not be mapped: {canonical.first_line(error)}",
                f"mend {'--where, or ' if choice.where else ''}the SQL of {self._kind.name}",
            ) from None
        self._refuse_other_files()
        return columns

    def _refuse_other_files(self) -> None:
        number = "TRY_CAST(file AS INT)"
        wrong = f"{number} IS NULL OR {number} NOT BETWEEN 0 AND {len(self.files) - 1}"
        found = self.connection.execute(
            f"SELECT file FROM acts WHERE file IS NOT NULL AND ({wrong}) LIMIT 1"
        ).fetchone()
        if found is not None:
            raise TableError(
                f"{self._kind.name}: gives {found[0]!r} as file, which is the number of none",
                "give the column file that each table has",
            )

    def _make_acts(self, columns: Sequence[str], choice: Choice, reading: Reading) -> None:
        try:
            canonical.make_acts(self.connection, self._kind.query, columns, choice, reading.dates)
        except duckdb.InvalidInputException:
            if all(table.seen_through for table in self.tables):
                raise
            self.tables = [
                table if table.seen_through else without_faults(table, self._folder, reading.encoding)
                for table in self.tables
            ]
            self._make_views()
            canonical.make_acts(self.connection, self._kind.query, columns, choice, reading.dates)

    def rows(self) -> dict[str, int]:
        """Return how many records each file has."""
        rows: dict[str, int] = {}
        for table in self.tables:
            rows[table.file.name] = rows.get(table.file.name, 0) + table.rows + len(table.rejected)
        return rows

    def _make_lookups(self) -> None:
        """Make the tables that a mapping has beside those of the files, among them states by their codes."""
        columns = ("system", "name", "first", "last", "iri", "label")
        states = [[getattr(each, column) for each in state_names()] for column in columns]
        told = ", ".join(f"unnest(?) AS {quoted_name(column)}" for column in columns)
        self.connection.execute(f"CREATE TABLE state_names AS SELECT {told}", states)
        for name, (header, *lines) in self._kind.lookups.items():
            told = ", ".join(f"nullif(unnest(?), '') AS {quoted_name(column)}" for column in header)
            values = [list(column) for column in zip(*lines, strict=True)] or [[]] * len(header)
            self.connection.execute(f"CREATE TABLE {quoted_name(name)} AS SELECT {told}", values)

    def _make_views(self) -> None:
        """Make a view of each table of the mapping."""
        for layout in self._kind.tables:
            parts = [
                f"SELECT *, {self.files.index(table.file.name)} AS file FROM {table.relation}"
                for table in self.tables
                if table.layout.name == layout.name
            ]
            if not parts and layout.needed:
                raise TableError(
                    f"{self._kind.name}: no file is its table {layout.name}",
                    f"give the file with the columns {listed(layout.columns[:6], 'and')} too",
                )
            query = self._padded(layout, parts)
            self.connection.execute(f"CREATE OR REPLACE VIEW {quoted_name(layout.name)} AS {query}")

    def _padded(self, layout: Layout, parts: Sequence[str]) -> str:
        """Return the query of a table in which the columns that its files lack are there, and empty."""
        union = " UNION ALL BY NAME ".join(parts) or "SELECT 0 AS file, 0 AS file_row WHERE false"
        there = {row[0] for row in self.connection.execute(f"DESCRIBE {union}").fetchall()}
        lacking = [name for name in (*layout.columns, *layout.optional) if name not in there]
        nulls = "".join(f", CAST(NULL AS VARCHAR) AS {quoted_name(name)}" for name in lacking)
        return f"SELECT *{nulls} FROM ({union})"
