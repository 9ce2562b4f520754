"""Query files: SPARQL that stands in a file."""

from __future__ import annotations

import os
from pathlib import Path

from relgraph.errors import InputError


def read_query(path: str | os.PathLike[str]) -> str:
    r"""Return the SPARQL of a file.

    Args:
        path: The file.

    Returns:
        The text, with a line end, which keeps a file of one word from being taken for the name of a query.

    Raises:
        InputError: It cannot be read, or is not UTF-8.

    Example:
        >>> import tempfile
        >>> with tempfile.NamedTemporaryFile(suffix=".rq") as file:
        ...     _ = file.write(b"ASK {}")
        ...     file.flush()
        ...     read_query(file.name)
        'ASK {}\n'
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(
            f"{os.fspath(path)}: {error.strerror or error}", "check the path of the query"
        ) from None
    return decoded_query(content, os.fspath(path))


def decoded_query(content: bytes, name: str) -> str:
    r"""Return SPARQL as text.

    Args:
        content: The bytes.
        name: What they are from, for messages.

    Returns:
        The text, with a line end.

    Raises:
        InputError: They are not UTF-8.

    Example:
        >>> decoded_query(b"ASK {}", "standard input")
        'ASK {}\n'
    """
    try:
        return content.decode("utf-8") + "\n"
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8 text", "save the query as UTF-8") from None
