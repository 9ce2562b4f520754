"""Syntax errors: what is wrong with a query or an update, at which line and column, and how to mend it."""

from __future__ import annotations

import difflib
import re

import pyoxigraph as ox

from relgraph.cleaning import shortened
from relgraph.errors import QueryError
from relgraph.querying.masking import masked
from relgraph.wording import counted

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


def syntax_error(text: str, prefixes: dict[str, str], *, update: bool = False) -> QueryError:
    r"""Return the error for text that the engine's parser refuses.

    Args:
        text: The query or update as the user wrote it, before parameters are bound.
        prefixes: The prefixes that need no declaration, with their namespaces.
        update: ``text`` is meant to be an update.

    Returns:
        The error. Its message has line and column, both counted from 1 and columns in characters; its advice
        says how to mend what is most often wrong.

    Example:
        >>> error = syntax_error("SELECT * {\n  ?s foo:bar ?o }", {})
        >>> print(error)
        query, line 2, column 6: prefix foo: is not declared
        >>> error.advice
        'write PREFIX foo: <...> at the top'
    """
    code = masked(text)
    position, complaint = _parser_complaint(text, prefixes, update=update)
    rest = text[position:].split("\n", maxsplit=1)[0].strip()
    message = (
        f"not SPARQL 1.1 near {shortened(rest, 80)!r}" if rest else "not SPARQL 1.1 near the end of the line"
    )
    advice = "look at what stands just before: a bracket, a quote, a dot or a keyword"

    missing = code.count("{") - code.count("}")
    if missing > 0:
        advice = f"{counted(missing, 'closing brace')} {'is' if missing == 1 else 'are'} missing"
    start = re.match(r"(?:\s|(?:BASE|PREFIX\s+[^\s:]*:)(?=\s))*(\w*)", code, re.IGNORECASE)
    word = start[1].upper() if start else ""
    forms = _UPDATES if update else _FORMS
    declared = set(prefixes) | set(re.findall(r"(?i)\bPREFIX\s+([^\s:]*):", code))
    used = re.finditer(r"(?<![\w:?$.%\\-])([A-Za-z][\w-]*):", code)
    undeclared = next((prefix for prefix in used if prefix[1] not in declared), None)
    if text.startswith("\ufeff"):
        position, message = 0, "starts with a byte-order mark"
        advice = "save it as UTF-8 without a byte-order mark"
    elif start and word in _UPDATES and not update:
        position, message = start.start(1), f"{word} is an update, which is refused"
        advice = "a query is a SELECT, ASK, CONSTRUCT or DESCRIBE"
    elif start and word not in (*forms, "BASE", "PREFIX"):
        position, message = start.start(1), f"starts with {shortened(start[1], 80)!r}"
        near = difflib.get_close_matches(word, forms, n=1)
        advice = f"did you mean {near[0]}?" if near else f"it starts with one of {', '.join(forms)}"
    elif undeclared:
        position, message = undeclared.start(), f"prefix {undeclared[1]}: is not declared"
        advice = f"write PREFIX {undeclared[1]}: <...> at the top"
    elif re.search(r"(?<![\w:])id:[\w-]+/", code):
        advice = "a prefixed name cannot hold a slash: write the IRI in full, <https://...>"
    elif "variable that is unbound" in complaint:
        message = "a variable after SELECT is neither grouped by nor aggregated"
        advice = "name it in GROUP BY, or put it into COUNT, MIN, SAMPLE or the like"
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return QueryError(f"{'update' if update else 'query'}, line {line}, column {column}: {message}", advice)


def _parser_complaint(text: str, prefixes: dict[str, str], *, update: bool) -> tuple[int, str]:
    """Return where the engine's parser gives up, as an offset into ``text``, and what it says."""
    # The parser reads as many characters as a keyword has before it compares them, and reports where they end.
    # The padding makes sure that there are as many, so that the position is always a keyword's length too far.
    padded = text + "\n" + " " * 32
    try:
        if update:
            ox.Store().update(padded, prefixes=prefixes)
        else:
            ox.Store().query(padded, prefixes=prefixes)
    except SyntaxError as error:
        complaint = str(error)
    else:
        return 0, ""
    where = re.search(r"at (\d+):(\d+): expected (?:one of )?(.*)", complaint, re.DOTALL)
    if where is None:
        return 0, complaint
    # Lines end at \n; lines and columns count from 1, columns in characters.
    lines = text.split("\n")
    position = sum(len(line) + 1 for line in lines[: int(where[1]) - 1]) + int(where[2]) - 1
    expected = re.sub(r"\[_\]", "", where[3])
    if re.fullmatch(r"[A-Z_]+(?:, [A-Z_]+)*(?:, )?", expected):
        position -= min(map(len, re.findall(r"[A-Z_]+", expected)))
    return max(0, min(position, len(text))), complaint
