"""What rdflib is given to parse: the content of a file or stream, never of an address."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import Any
from urllib.request import url2pathname

from rdflib.parser import create_input_source
from rdflib.util import guess_format

from relgraph.errors import InputError

_ADDRESS = re.compile(r"\s*(?!file:)[A-Za-z][A-Za-z0-9+.-]+:")


def input_content(source: Any, file: Any, data: Any) -> tuple[Any, str | None, str]:
    """Return what ``Graph.parse`` would read, without fetching anything.

    Args:
        source: The name of a file, or an object that rdflib reads.
        file: An open file.
        data: The content itself.

    Returns:
        The content, the base of its relative IRIs, and the name that rdflib has for its likely format.

    Raises:
        InputError: It is an address, or there is no such file.

    Example:
        >>> input_content(None, None, "<urn:a> <urn:b> 1 .")
        ('<urn:a> <urn:b> 1 .', None, 'turtle')
    """
    if isinstance(source, str | PurePath):
        name = os.fspath(source)
        path = Path(url2pathname(name.removeprefix("file://"))) if name.startswith("file:/") else Path(name)
        if not path.exists() and _ADDRESS.match(name):
            raise InputError(
                f"{name[:200]}: is an address, and nothing is fetched",
                "download it and open the file, or allow it (allow_remote=True)",
            )
        try:
            return path.read_bytes(), path.absolute().as_uri(), guess_format(name) or "turtle"
        except OSError as error:
            raise InputError(f"{name[:200]}: {error.strerror}", "check the path") from None
    if data is not None:
        return data, None, "turtle"
    read = create_input_source(source if file is None else file)
    stream = read.getByteStream() or read.getCharacterStream()
    name = read.getPublicId() or ""
    content = data if stream is None else stream.read()
    return content, name or None, read.content_type or guess_format(name) or "turtle"
