"""Names on disk: the labels of a store with what has them, so that a name is found without reading all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from relgraph.disk.manifests import AGAIN
from relgraph.errors import StoreError

NAMES_FILE = "names.sqlite"
"""The file of a generation with the names."""

_FAR = "\U0010ffff"
_MOST = 20_000  # names that are compared letter by letter


def write_names(path: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    """Write names to a new file.

    Args:
        path: The file.
        rows: Of each name its key, see :class:`StoredNames`, the name, and the IRI of what has it.
    """
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away
        database.execute("PRAGMA synchronous = OFF")  # it is written to the disk with all others
        database.execute("CREATE TABLE names (key TEXT, name TEXT, iri TEXT)")
        database.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
        database.execute("CREATE INDEX keys ON names (key)")
        database.commit()
    finally:
        database.close()


class StoredNames:
    """The names of a store, by a key: all names that may count as one have the same.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, NAMES_FILE)
        ...     write_names(path, [("vietnam", "Viet Nam", "urn:v"), ("russia", "Russia", "urn:r")])
        ...     names = StoredNames(path)
        ...     found = names.with_key("vietnam"), names.holding("nam"), names.beginning("ru")
        ...     names.close()
        >>> found
        ([('Viet Nam', 'urn:v')], ['Viet Nam'], ['Russia'])
    """

    def __init__(self, path: Path) -> None:
        """Open a file of names, which is read only.

        Raises:
            StoreError: It is damaged or missing, here and wherever it is read.
        """
        self._path = path
        with self._reading():
            self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)

    def with_key(self, key: str) -> list[tuple[str, str]]:
        """Return the names with a key, each with the IRI of what has it."""
        return self._rows("SELECT name, iri FROM names WHERE key = ?", key)

    def holding(self, key: str) -> list[str]:
        """Return a few names whose keys have another in them, the shortest first."""
        asked = "SELECT DISTINCT name FROM names WHERE instr(key, ?) ORDER BY length(name), name LIMIT 3"
        return [name for (name,) in self._rows(asked, key)]

    def beginning(self, start: str) -> list[str]:
        """Return names whose keys begin with something, many of them where there are many."""
        asked = "SELECT DISTINCT name FROM names WHERE key >= ? AND key < ? LIMIT ?"
        return [name for (name,) in self._rows(asked, start, start + _FAR, _MOST)]

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        with self._reading():
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Say what is wrong where the file cannot be read."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"{self._path.parents[1]}: is damaged: {self._path.name}: {error}", AGAIN
            ) from None

    def close(self) -> None:
        """Close the file."""
        self._database.close()
