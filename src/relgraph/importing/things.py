"""Things: what the canonical table names, as nodes with IRIs of their own or those of the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rdflib import OWL, RDF

from relgraph.errors import TableError
from relgraph.importing.canonical import NODES
from relgraph.importing.names import Names, StateName, state_names
from relgraph.model.namespaces import local_name
from relgraph.model.ontology import bundled_ontology
from relgraph.model.statements import text_of as text_of_term

if TYPE_CHECKING:
    import duckdb

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_CODE = re.compile(r"[a-z][a-z0-9-]*:.+")
_SOUGHT = frozenset({"", "State"})
_KIND_OF = {"event": "Event"}
_IN_NAMES = (
    r"A-Za-z0-9()!*~._\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd-"
)
_NOT_IN_NAMES = re.compile(f"[^{_IN_NAMES}]")  # RFC 3987, without what has a meaning in IRIs


@dataclass(frozen=True)
class Thing:
    """A node that acts name.

    Attributes:
        iri: Its IRI.
        label: What it is called; ``""`` where that is not told.
        kind: The local name of its class.
        known: Whether the gazetteer has it.
        sought: Whether it was looked for there: of what was, and is not there, a report is due.
    """

    iri: str
    label: str
    kind: str
    known: bool
    sought: bool


def local_part(text: str) -> str:
    """Return a text as the end of an IRI, each text another.

    Example:
        >>> local_part("High Ranking Personnel (Vietnam)"), local_part("a/b_c")
        ('High+Ranking+Personnel+(Vietnam)', 'a%2Fb_c')
    """
    if text.isascii() and text.isalnum():  # most are, and this is quick
        return text
    return _NOT_IN_NAMES.sub(lambda found: "+" if found[0] == " " else _escaped(found[0]), text)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


@cache
def _states_by_iri() -> Mapping[str, StateName]:
    return {name.iri: name for name in state_names()}


def thing_of(
    text: str, names: Names, base: str, *, kind: str = "", label: str = "", year: int | None = None
) -> Thing:
    """Return the node that a name or a code stands for.

    Args:
        text: An IRI, a code such as ``cow:365``, or a name.
        names: The states by their names.
        base: What IRIs of its own begin with.
        kind: The local name of its class; ``""`` where that is not told.
        label: What it is called; ``""`` where that is not told.
        year: When that is said, which codes depend on.

    Example:
        >>> thing_of("Arcadia", Names(), "https://example.org/").iri
        'https://example.org/actor/Arcadia'
    """
    sought = kind in _SOUGHT
    if sought and (found := names.find(text, year=year)) is not None:
        return Thing(found.iri, found.label, found.kind, known=True, sought=True)
    if text in (known := _states_by_iri()):
        return Thing(text, known[text].label, known[text].kind, known=True, sought=True)
    if ("://" in text or text.startswith("urn:")) and _IRI.fullmatch(text):
        return Thing(text, label, kind or "Actor", known=False, sought=False)
    kind = kind or "Actor"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()
    return Thing(f"{base}{words}/{local_part(text)}", label or text, kind, known=False, sought=sought)


def make_things(connection: duckdb.DuckDBPyConnection, names: Names, base: str) -> dict[str, Thing]:
    """Make the table ``things``, by which each name of the table ``acts`` has its IRI.

    Its columns are ``text``, ``kind``, ``year`` (of codes alone), ``iri`` and ``is_state``.

    Args:
        connection: It has the table ``acts``.
        names: The states by their names.
        base: What IRIs of their own begin with.

    Returns:
        Each thing by its IRI.

    Raises:
        TableError: A kind is no class of the ontology.
    """
    parts = " UNION ALL ".join(
        f"SELECT {node} AS text, {kind_of(node)} AS kind, {year_of(node)} AS year, {node}_label AS label "
        "FROM acts WHERE reason IS NULL AND out IS NULL"
        for node in NODES
    )
    rows = connection.execute(
        f"SELECT text, kind, year, min(label) FROM ({parts}) WHERE text IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    classes = {
        local_name(text_of_term(term)) for term in bundled_ontology().subjects_of(str(RDF.type), str(OWL.Class))
    }
    found: dict[str, Thing] = {}
    made: list[tuple[str, str, str, str, bool]] = []
    for text, kind, year, label in rows:
        if kind and kind not in classes:
            raise TableError(
                f"{kind!r} is no class of the ontology", "such as State, InternationalOrganization or Person"
            )
        thing = thing_of(text, names, base, kind=kind, label=label or "", year=int(year) if year else None)
        found.setdefault(thing.iri, thing)
        made.append((text, kind, year, thing.iri, thing.kind == "State"))
    connection.execute(
        "CREATE TABLE things (text VARCHAR, kind VARCHAR, year VARCHAR, iri VARCHAR, is_state BOOLEAN)"
    )
    for start in range(0, len(made), 100_000):
        columns = [list(column) for column in zip(*made[start : start + 100_000], strict=True)]
        connection.execute(
            "INSERT INTO things SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)", columns
        )
    return found


def kind_of(node: str) -> str:
    """Return the expression of the kind of a node of ``acts``, ``''`` where it is not told."""
    return f"coalesce({node}_kind, '{_KIND_OF.get(node, '')}')"


def year_of(node: str) -> str:
    """Return the expression of the year that a code is read in, ``''`` for what is no code."""
    return f"CASE WHEN {node} LIKE '%:%' THEN coalesce(left(\"from\", 4), '') ELSE '' END"


def unresolved(things: Iterable[tuple[Thing, int]]) -> Iterator[tuple[str, str, int]]:
    """Yield the actors that were looked for in the gazetteer and are not there, those of most acts first.

    Args:
        things: Things, with how many acts name each.

    Yields:
        Label, IRI and number of acts.
    """
    found = ((thing.label, thing.iri, count) for thing, count in things if thing.sought and not thing.known)
    yield from sorted(found, key=lambda each: (-each[2], each[1]))
