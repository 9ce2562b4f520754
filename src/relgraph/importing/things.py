"""Things: what the canonical table names, as nodes with IRIs of their own or those of the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import OWL, RDF

from relgraph.errors import TableError
from relgraph.importing.canonical import NODES, quoted_text
from relgraph.importing.names import Names, StateName, state_names
from relgraph.model.namespaces import local_name
from relgraph.model.ontology import bundled_ontology
from relgraph.model.statements import text_of as text_of_term

if TYPE_CHECKING:
    import duckdb

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_SOUGHT = frozenset({"", "State"})
_ANY_KIND = "Actor"
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


def is_iri(text: str) -> bool:
    """Tell whether a text is an IRI, and no name that has a colon in it.

    Example:
        >>> [is_iri(text) for text in ("https://example.org/a", "urn:a", "cow:2", "http://a b", "http://[a")]
        [True, True, False, False, False]
    """
    if not (("://" in text or text.startswith("urn:")) and _IRI.fullmatch(text)):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


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
        year: When that is said, which codes depend on, and some names.

    Example:
        >>> thing_of("Arcadia", Names(), "https://example.org/").iri
        'https://example.org/actor/Arcadia'
    """
    sought = kind in _SOUGHT
    if sought and (found := _found(text, names, year)) is not None:
        return Thing(found.iri, found.label, found.kind, known=True, sought=True)
    if text in (known := _states_by_iri()):
        return Thing(text, known[text].label, known[text].kind, known=True, sought=True)
    if is_iri(text):
        return Thing(text, label, kind or _ANY_KIND, known=False, sought=False)
    kind = kind or _ANY_KIND
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()
    return Thing(f"{base}{words}/{local_part(text)}", label or text, kind, known=False, sought=sought)


def _found(text: str, names: Names, year: int | None) -> StateName | None:
    found = names.find(text, year=year)
    # A table may speak of a state that is no more.
    return found if found or year is None or ":" in text else names.find(text)


def make_things(connection: duckdb.DuckDBPyConnection, names: Names, base: str) -> dict[str, Thing]:
    """Make the table ``things``, by which each name of the table ``acts`` has its IRI.

    Its columns are ``text``, ``kind``, ``year`` (of codes and names that depend on it), ``iri`` and
    ``is_state``.

    Args:
        connection: It has the table ``acts``.
        names: The states by their names.
        base: What IRIs of their own begin with.

    Returns:
        Each thing by its IRI.

    Raises:
        TableError: A kind is no class of the ontology, or ``base`` begins no IRI.
    """
    if not is_iri(base):
        raise TableError(f"base {base!r} is no IRI", "give what IRIs begin with, such as https://example.org/")
    _make_year_read(connection, names)
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
    made: list[tuple[str, str, str, str]] = []
    kinds: dict[str, set[str]] = {}
    for text, kind, *_ in rows:
        kinds.setdefault(text, set()).update({kind} - {"", _ANY_KIND})
    for text, kind, year, label in rows:
        if kind and kind not in classes:
            near = get_close_matches(kind.rpartition(":")[2].capitalize(), classes, n=1, cutoff=0.6)
            such = near[0] if near else "State, InternationalOrganization or Person"
            raise TableError(f"{text}: its kind {kind!r} is no class of the ontology", f"such as {such}")
        read_in = int(year) if year else None
        thing = thing_of(text, names, base, kind=kind, label=label or "", year=read_in)
        if not kind and not thing.known and len(kinds[text]) == 1:  # other rows say what it is
            (told,) = kinds[text]
            thing = thing_of(text, names, base, kind=told, label=label or "", year=read_in)
        found[thing.iri] = _fuller(found.get(thing.iri, thing), thing)
        made.append((text, kind, year, thing.iri))
    connection.execute(
        "CREATE TABLE things (text VARCHAR, kind VARCHAR, year VARCHAR, iri VARCHAR, is_state BOOLEAN)"
    )
    for start in range(0, len(made), 100_000):
        some = [(*row, found[row[-1]].kind == "State") for row in made[start : start + 100_000]]
        columns = [list(column) for column in zip(*some, strict=True)]
        connection.execute(
            "INSERT INTO things SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)", columns
        )
    return found


def _fuller(one: Thing, other: Thing) -> Thing:
    """Return what two rows tell of one thing, of which one may not say what it is or is called."""
    kind = other.kind if one.kind == _ANY_KIND else one.kind
    return replace(one, kind=kind, label=one.label or other.label)


def _make_year_read(connection: duckdb.DuckDBPyConnection, names: Names) -> None:
    """Make the macro ``year_read``: the year that a text is read in, ``''`` where it means one thing in all."""
    texts = " UNION ".join(f"SELECT {node} AS text FROM acts" for node in NODES)
    rows = connection.execute(f"SELECT text FROM ({texts}) WHERE text NOT LIKE '%:%' ORDER BY text").fetchall()
    dated = ", ".join(quoted_text(text) for (text,) in rows if names.depends_on_year(text))
    connection.execute(
        f"CREATE MACRO year_read(text, day) AS CASE WHEN text LIKE '%:%' OR text IN ({dated or 'NULL'}) "
        "THEN coalesce(left(day, 4), '') ELSE '' END"
    )


def kind_of(node: str) -> str:
    """Return the expression of the kind of a node of ``acts``, ``''`` where it is not told."""
    return f"coalesce({node}_kind, '{_KIND_OF.get(node, '')}')"


def year_of(node: str) -> str:
    """Return the expression of the year that a node of ``acts`` is read in, ``''`` where it says nothing."""
    return f'year_read({node}, "from")'


def unresolved(things: Iterable[tuple[Thing, int]]) -> Iterator[tuple[str, str, int]]:
    """Yield the actors that were looked for in the gazetteer and are not there, those of most acts first.

    Args:
        things: Things, with how many acts name each.

    Yields:
        Label, IRI and number of acts.
    """
    found = ((thing.label, thing.iri, count) for thing, count in things if thing.sought and not thing.known)
    yield from sorted(found, key=lambda each: (-each[2], each[1]))
