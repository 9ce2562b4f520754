"""The catalogue of bundled queries: each with a name, a question and the parameters that it declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from relgraph.bundle import bundled
from relgraph.errors import QueryError, unknown_name


@dataclass(frozen=True)
class Parameter:
    """A variable of a query that a caller may bind, and what it stands for."""

    name: str
    description: str


@dataclass(frozen=True)
class NamedQuery:
    """A query with the question that it answers and the parameters that it declares, in their order."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str


def named_queries() -> dict[str, NamedQuery]:
    """Return the bundled queries by name, in alphabetical order."""
    return dict(_bundled_queries())


def find_query(text_or_name: str) -> NamedQuery:
    """Return the bundled query of that name, or the text as a query of its own."""
    if not text_or_name.strip():
        raise QueryError("query: is empty", "give the name of a query, or SPARQL")
    if re.search(r"[\s{}]", text_or_name):
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
    """Read the header of ``text``: the question, then what it says of its parameters."""
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
