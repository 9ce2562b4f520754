"""Catalogue: the bundled queries, each with a name, a question and the parameters that it declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from relgraph.bundle import bundled
from relgraph.errors import QueryError, unknown_name


@dataclass(frozen=True)
class Parameter:
    """A variable of a query that a caller may bind.

    Attributes:
        name: The variable, without its question mark.
        description: What it stands for, in a few words.
    """

    name: str
    description: str


@dataclass(frozen=True)
class NamedQuery:
    """A query with the question that it answers and the parameters that it declares.

    Attributes:
        name: The name of a bundled query, ``""`` for any other.
        question: The first line of the leading comments, ``""`` where there is none.
        parameters: What a caller may bind, in the order of their declaration.
        text: The SPARQL, comments included.
    """

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str


def named_queries() -> dict[str, NamedQuery]:
    """Return the bundled queries.

    Returns:
        The queries by name, in alphabetical order.

    Example:
        >>> asked = named_queries()["who-supports"]
        >>> asked.question
        'Who supports what, and who says so?'
        >>> asked.parameters[0]
        Parameter(name='actor', description='who supports')
    """
    return dict(_bundled_queries())


def find_query(text_or_name: str) -> NamedQuery:
    """Return the bundled query of a name, or a text as a query without a name.

    Args:
        text_or_name: The text of a query or, where it has neither white space nor brackets, a name.

    Returns:
        The query, with what its leading comments declare.

    Raises:
        QueryError: The text is empty.
        NameNotFoundError: There is no query of that name; the advice has the nearest name.

    Example:
        >>> find_query("ASK { ?s ?p ?o }").parameters
        ()
        >>> find_query("who-suports")
        Traceback (most recent call last):
            ...
        relgraph.errors.NameNotFoundError: unknown query 'who-suports'
    """
    if not text_or_name.strip():
        raise QueryError("query: is empty", "give the name of a query, or SPARQL")
    if re.search(r"[\s{}<]", text_or_name):
        return _read_query("", text_or_name)
    try:
        return _bundled_queries()[text_or_name]
    except KeyError:
        raise unknown_name("query", text_or_name, _bundled_queries()) from None


@cache
def _bundled_queries() -> dict[str, NamedQuery]:
    files = sorted(bundled("queries").glob("*.rq"))
    return {file.stem: _read_query(file.stem, file.read_text(encoding="utf-8")) for file in files}


def _read_query(name: str, text: str) -> NamedQuery:
    """Read the leading comments of ``text``: the question, then the declarations of parameters."""
    header = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        header.append(line.lstrip("# ").rstrip())
    found = [re.fullmatch(r"param\s+(\w+)\s*:\s*(.+)", line) for line in header]
    return NamedQuery(
        name=name,
        question=header[0] if header and found[0] is None else "",
        parameters=tuple(Parameter(match[1], match[2]) for match in found if match is not None),
        text=text,
    )
