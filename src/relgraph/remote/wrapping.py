"""Wrapping: a SELECT within another that counts its rows or takes a page of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from relgraph.confinement.refusals import refuse_service
from relgraph.errors import QueryError
from relgraph.querying.masking import VARIABLE, masked

_FORM = re.compile(
    r"(?<![\w:?$-])(SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b(?!\s*:)",
    re.IGNORECASE,
)
# Virtuoso takes updates as queries from those who may write.
_UPDATE = re.compile(
    r"(?<![\w:?$-])(?:(?:INSERT|DELETE)\s*(?:DATA\b|WHERE\b|FROM\b|INTO\b|IN\b|\{)"
    r"|(?:CLEAR|DROP|LOAD|CREATE|ADD|MOVE|COPY)\s+(?:SILENT\b|GRAPH\b|DEFAULT\b|NAMED\b|ALL\b|<))",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")
_FROM = re.compile(r"(?<![\w:?$-])FROM\s+(?:NAMED\s+)?(?:<[^<>]*>|[^\s{}<>()]*:[^\s{}<>()]*)\s*", re.IGNORECASE)
_LIMIT = re.compile(r"(?<![\w:?$-])LIMIT\s+(\d+)", re.IGNORECASE)
_MAKES_BLANK = re.compile(r"_:|[\[(]")
_BRACKETED = re.compile(r"<[^<>]*>")


def form_of(text: str) -> str:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: It is none, or is an update or may be taken for one.

    Example:
        >>> form_of("PREFIX select: <urn:x> ASK { ?s ?p 'SELECT' }")
        'ASK'
        >>> form_of("CLEAR ALL")
        Traceback (most recent call last):
            ...
        relgraph.errors.QueryError: query: is an update, which no endpoint is sent
    """
    found = _FORM.search(masked(text))
    form = found[1].upper() if found else ""
    # Escapes are read where they stand for code, and may end what was a string.
    changes = any(
        _UPDATE.search(masked(reading, keep=_BRACKETED)) for reading in (text, _ESCAPE.sub(_character, text))
    )
    if form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE") and not changes:
        return form
    if form or changes:
        raise QueryError(
            "query: is an update, which no endpoint is sent", "push a changed graph with relgraph push"
        )
    raise QueryError(
        "query: is no SPARQL query", "write SELECT, ASK, CONSTRUCT or DESCRIBE, or the name of a query"
    )


def variables_of(text: str) -> tuple[str, ...]:
    """Return the names of the variables that a SELECT asks for, in their order.

    Args:
        text: A SELECT.

    Returns:
        The names.

    Raises:
        QueryError: It has SERVICE, which would be called from here.
        SyntaxError: It is no SPARQL 1.1.

    Example:
        >>> variables_of("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s")
        ('s', 'n')
    """
    refuse_service(text)
    found = ox.Store().query(text)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - it is a SELECT
    return tuple(variable.value for variable in found.variables)


def count_variable(text: str) -> str:
    """Return the variable that :func:`counting` counts as, which a SELECT does not have itself.

    Example:
        >>> count_variable("SELECT ?s { ?s ?p ?o }"), count_variable("SELECT ?n { ?s ?p ?n }")
        ('n', 'nn')
    """
    name = "n"
    while re.search(rf"[?$]{name}\b", text):
        name += "n"
    return name


def counting(text: str) -> str:
    """Return the query that counts the rows of a SELECT, see :func:`count_variable`.

    Example:
        >>> print(counting("PREFIX p: <urn:p> SELECT ?s FROM <urn:g> { ?s p:a 1 }"))
        PREFIX p: <urn:p> SELECT (COUNT(*) AS ?n) FROM <urn:g> WHERE { {
        SELECT ?s { ?s p:a 1 }
        } }
    """
    prologue, sources, body = _parts(text)
    return f"{prologue}SELECT (COUNT(*) AS ?{count_variable(text)}) {sources}WHERE {{ {{\n{body}\n}} }}"


def page_of(text: str, names: Sequence[str], *, offset: int, limit: int) -> str:
    """Return the query for a page of the rows of a SELECT, ordered by all of its variables.

    Args:
        text: The SELECT.
        names: Its variables.
        offset: How many rows come before the page.
        limit: How many rows the page has.

    Example:
        >>> print(page_of("SELECT DISTINCT ?s { ?s ?p ?o }", ["s"], offset=20, limit=10))
        SELECT ?s WHERE { { SELECT ?s WHERE { {
        SELECT DISTINCT ?s { ?s ?p ?o }
        } } ORDER BY ?s } } LIMIT 10 OFFSET 20
    """
    prologue, sources, body = _parts(text)
    columns = " ".join(f"?{name}" for name in names)
    # Ordered inside: Virtuoso sorts no more than 10,000 rows for a page that it takes from them itself.
    return (
        f"{prologue}SELECT {columns} {sources}WHERE {{ {{ SELECT {columns} WHERE {{ {{\n{body}\n}} }} "
        f"ORDER BY {columns} }} }} LIMIT {limit} OFFSET {offset}"
    )


def limit_of(text: str) -> int | None:
    """Return the LIMIT of a query itself, ``None`` where only what is in its braces has one.

    Example:
        >>> limit_of("SELECT * { { SELECT * { ?s ?p ?limit } LIMIT 10 } } ORDER BY ?s LIMIT 500 # LIMIT 3")
        500
        >>> limit_of("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 10 } }") is None
        True
    """
    depth, outside = 0, ""
    for part in re.split(r"([{}])", masked(text)):
        depth += {"{": 1, "}": -1}.get(part, 0)
        outside += part if depth == 0 else " "
    found = _LIMIT.search(outside)
    return int(found[1]) if found else None


def solutions_of(text: str) -> str:
    """Return the SELECT of the rows from which a CONSTRUCT makes its triples, each row once.

    Its columns are what the triples are made with; where blank nodes are made, one for each row, all that there
    are.

    Example:
        >>> print(solutions_of("CONSTRUCT { ?s a ?k } FROM <urn:g> WHERE { ?s ?p ?k } LIMIT 9"))
        SELECT DISTINCT ?k ?s FROM <urn:g> WHERE { {
        SELECT ?k ?s WHERE { ?s ?p ?k } LIMIT 9
        } }
        >>> print(solutions_of("CONSTRUCT { [] a ?k } WHERE { ?s ?p ?k }"))
        SELECT DISTINCT * WHERE { {
        SELECT * WHERE { ?s ?p ?k }
        } }
    """
    form, start, end = _template(text)
    code = masked(text)
    names = sorted(set(VARIABLE.findall(code[start:end])))
    columns = " ".join(f"?{name}" for name in names)
    if not names or _MAKES_BLANK.search(code[start:end]):
        columns = "*"
    is_short = code[form.end() : start].strip()  # CONSTRUCT WHERE: the template is the pattern too
    rest = text[form.end() if is_short else end :].lstrip()
    prologue, sources, body = _parts(f"{text[: form.start()]}SELECT {columns} {rest}")
    return f"{prologue}SELECT DISTINCT {columns} {sources}WHERE {{ {{\n{body}\n}} }}"


def template_of(text: str) -> tuple[str, str]:
    """Return what stands before the word CONSTRUCT of a query, and its template, with its braces.

    Example:
        >>> template_of("BASE <urn:x> CONSTRUCT { ?s a ?o } { ?s ?p ?o }")
        ('BASE <urn:x> ', '{ ?s a ?o }')
        >>> template_of("CONSTRUCT FROM <urn:g> WHERE { ?s ?p ?o } LIMIT 9")
        ('', '{ ?s ?p ?o }')
    """
    form, start, end = _template(text)
    return text[: form.start()], text[start:end]


def _template(text: str) -> tuple[re.Match[str], int, int]:
    """Return the word CONSTRUCT, and where the first braces after it are, which hold the template."""
    code = masked(text)
    form = _FORM.search(code)
    assert form is not None  # noqa: S101 - it is a CONSTRUCT
    start = code.index("{", form.end())
    return form, start, code.index("}", start) + 1


def _parts(text: str) -> tuple[str, str, str]:
    """Return what stands before SELECT, the graphs that are asked, and the rest."""
    code = masked(text, keep=_BRACKETED)
    form = _FORM.search(masked(text))
    start = form.start() if form else 0
    sources: list[str] = []
    brace = masked(text).find("{", start)
    body = text[start:]
    for found in reversed(list(_FROM.finditer(code, start, brace if brace >= 0 else len(code)))):
        sources.insert(0, text[found.start() : found.end()].strip() + " ")
        body = body[: found.start() - start] + body[found.end() - start :]
    return text[:start], "".join(sources), body


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else " "
