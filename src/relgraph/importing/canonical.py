"""The canonical table: one row for each act, whatever tables it comes from, as a query of DuckDB.

A mapping gives some of these columns, as text or as what they are:

- ``act_id``, ``actor``, ``relation``, ``object``: what an act needs. An actor is an IRI, a code such as
  ``cow:365`` or ``iso3:FRA``, or a name.
- ``recipient``, ``event``: likewise, where there is one.
- ``actor_kind``, ``object_kind``, ``recipient_kind``, ``event_kind``: local names of classes; ``*_label``: what
  they are called; ``actor_state``, ``object_state``: the states for which they act.
- ``from``, ``until``: the first and the last day, as YYYY, YYYY-MM or YYYY-MM-DD; the same where it is a
  moment, and nothing in ``until`` of what goes on. ``precision``: ``day``, ``month`` or ``year``, where they
  say less.
- ``modality``, ``polarity``, ``certainty``: words of the ontology; ``sign``: 1, -1 or 0, or its words.
- ``weight``, ``intensity``: numbers. ``code``: what a coding system calls it, such as ``cameo:042``.
- ``source``: the report that the row was coded from. ``file`` and ``row``: where the row stands, the number of
  the file (the column ``file`` that each table has) and what finds the row in it, such as its ``file_row``.
- ``named_once``: ``true`` where one of the ends is another actor in each row, such as a role without a country:
  what is told of it does not add up by period.
- ``left_out``: why a row is no act, in words; nothing where it is one.

Any other column is an attribute of the act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relgraph.errors import TableError
from relgraph.late_imports import LateLibrary
from relgraph.model.ontology import controlled_values
from relgraph.wording import listed

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = LateLibrary("duckdb")

REQUIRED = ("act_id", "actor", "relation", "object")
NODES = ("actor", "object", "recipient", "event")
OPTIONAL = (
    "recipient", "event", *(f"{node}_kind" for node in NODES), *(f"{node}_label" for node in NODES),
    "actor_state", "object_state", "from", "until", "precision", "modality", "polarity", "certainty", "sign",
    "weight", "intensity", "code", "source", "file", "row", "left_out", "named_once",
)  # fmt: skip
PERIODS = {"dyad-year": 4, "dyad-month": 7, "dyad-day": 10}
"""What acts are added up by, with how much of a date that takes."""

_WORDS = ("modality", "polarity", "certainty")
OF_NO_STATE = "not of a state on a state"
"""Why a row is no act where only those of states on states are."""

_AS_TOLD = ("told_weight", "told_intensity")
_DATES = ("from", "until")
_DIRECTIVE = re.compile("%-?([A-Za-z])")


@dataclass(frozen=True)
class Choice:
    """Which rows become acts, and how.

    Attributes:
        where: A condition in SQL on the canonical columns; ``""`` for none.
        years: The first and the last year; ``None`` for all.
        roots: What codes begin with, such as ``04`` and ``05`` of CAMEO, ``CONSULT`` of PLOVER; none: any code,
            and acts without one.
        by: A period of :data:`PERIODS`, each with one act per dyad and relation; ``""`` for an act per row.
        states_only: Only acts of states on states, for which those who act for one count.
    """

    where: str = ""
    years: tuple[int, int] | None = None
    roots: tuple[str, ...] = ()
    by: str = ""
    states_only: bool = False


def columns_of(connection: duckdb.DuckDBPyConnection, query: str, where: str) -> tuple[str, ...]:
    """Return the columns that a mapping gives.

    Args:
        connection: It has the tables.
        query: The SELECT.
        where: What to name in messages.

    Raises:
        TableError: It is not one SELECT, fails, or lacks a column that an act needs.
    """
    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise TableError(f"{where}: is not one SELECT", "write one query, and nothing beside it")
        described = connection.execute(f"DESCRIBE {query}").fetchall()
    except duckdb.Error as error:
        raise TableError(f"{where}: {first_line(error)}", "mend its SQL") from None
    names = tuple(row[0] for row in described)
    lacking = [name for name in REQUIRED if name not in names]
    if lacking:
        raise TableError(f"{where}: gives no {listed(lacking, 'or')}", "an act needs all four of these columns")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise TableError(f"{where}: gives {twice[0]!r} twice", "leave one of them out")
    return names


def is_reserved(column: str) -> bool:
    """Tell whether the canonical table, or every table, has a column of this name.

    Example:
        >>> is_reserved("Object"), is_reserved("City")
        (True, False)
    """
    return column.casefold() in {*REQUIRED, *OPTIONAL, *_AS_TOLD, "file_row"}


def attributes_of(columns: Iterable[str]) -> tuple[str, ...]:
    """Return those columns that are attributes.

    Example:
        >>> attributes_of(["act_id", "actor", "relation", "object", "City"])
        ('City',)
    """
    return tuple(name for name in columns if name not in (*REQUIRED, *OPTIONAL))


def kept_as(attribute: str) -> str:
    """Return the column of ``acts`` that an attribute is: whatever it is called, no other has that name.

    Example:
        >>> kept_as("reason")
        'attribute reason'
    """
    return f"attribute {attribute}"


def make_acts(
    connection: duckdb.DuckDBPyConnection, query: str, columns: Sequence[str], choice: Choice, dates: str = ""
) -> None:
    """Make the table ``acts`` of what a mapping gives (the view ``chosen``), whole or added up by period.

    Its columns are those of the contract as text, save ``weight`` and ``intensity``, then ``count`` (how many
    rows it stands for), ``reason`` (why it is rejected, else nothing), ``out`` (why it was not asked for) and
    the attributes (see :func:`kept_as`).

    Args:
        connection: It has the tables.
        query: The mapping.
        columns: What the mapping gives.
        choice: Which rows become acts.
        dates: How dates are written, in the letters of strftime; ``""``: as ISO 8601.

    Raises:
        TableError: The condition fails.
        duckdb.Error: The query or the condition fails, or a table cannot be read.
    """
    attributes = attributes_of(columns)
    clean = ", ".join(
        [*_clean(columns, dates), *(f"{_text(name)} AS {quoted_name(name)}" for name in attributes)]
    )
    told = f"SELECT {clean} FROM ({query})"
    if choice.states_only:
        told = f"SELECT * REPLACE ({', '.join(_in_place_of_actors())}) FROM ({told})"
    if choice.where:
        _check_where(connection, choice.where, told, columns)
    kept = [quoted_name(name) for name in (*REQUIRED, *OPTIONAL, *_AS_TOLD)]
    if not choice.by:
        kept += [f"{quoted_name(name)} AS {quoted_name(kept_as(name))}" for name in attributes]
    chosen = f"SELECT {', '.join(kept)}, {_reason()} AS reason, {_left_out(choice)} AS out FROM ({told})"
    connection.execute(f"CREATE OR REPLACE VIEW chosen AS {chosen}")
    if not choice.by:
        connection.execute("CREATE TABLE acts AS SELECT *, 1 AS count FROM chosen")
        return
    connection.execute(f"CREATE TABLE acts AS {_added_up(columns, PERIODS[choice.by])}")
    if connection.execute("SELECT 1 FROM acts WHERE reason IS NOT NULL LIMIT 1").fetchone():
        connection.execute("DELETE FROM acts WHERE reason IS NOT NULL")
        tell_each(connection, "FROM chosen WHERE reason IS NOT NULL", "reason")


def tell_each(connection: duckdb.DuckDBPyConnection, rows: str, reason: str) -> None:
    """Put rows that make no act into ``acts``, each by itself, where they had been added up.

    Args:
        connection: It has ``acts``, and ``chosen``, the rows that these are of.
        rows: The FROM and WHERE of the rows of ``chosen``.
        reason: The expression of why they make none.
    """
    told = f"chosen.* EXCLUDE ({', '.join(_AS_TOLD)}, reason), {reason} AS reason, 1 AS count"
    connection.execute(f"INSERT INTO acts BY NAME SELECT {told} {rows}")


def _check_where(connection: duckdb.DuckDBPyConnection, where: str, told: str, columns: Sequence[str]) -> None:
    """Refuse a condition that is none, or speaks of what is no column."""
    try:
        statements = connection.extract_statements(f"SELECT 1 WHERE ({where}\n)")
        if len(statements) != 1:
            raise TableError("--where: is more than one condition", "join them with AND")
        connection.execute(f"DESCRIBE SELECT ({where}\n) FROM ({told})")
    except duckdb.Error as error:
        raise TableError(
            f"--where: {first_line(error)}",
            f'such as "weight > 2"; the columns of acts are {", ".join(map(quoted_name, columns))}',
        ) from None


def check_dates(connection: duckdb.DuckDBPyConnection, dates: str) -> None:
    """Refuse a way to write dates that is none, or has no year with its century.

    Raises:
        TableError: It is none.
    """
    try:
        connection.execute("SELECT strptime(strftime(DATE '2014-05-31', $1), $1)", [dates])
        wrong = "" if "%Y" in dates else "has no year in four digits"
    except duckdb.Error as error:
        wrong = first_line(error)
    if wrong:
        raise TableError(f"--dates {dates!r}: {wrong}", "such as %d/%m/%Y for 31/05/2014, %Y%m%d for 20140531")


def first_line(error: Exception) -> str:
    """Return what DuckDB says is wrong, without the picture below it.

    Example:
        >>> first_line(ValueError("Binder Error: no column\\n\\nLINE 1: ..."))
        'no column'
    """
    return re.sub(r"^[\w ]+ Error: ", "", str(error).strip().split("\n")[0])[:300]


def _clean(columns: Sequence[str], dates: str) -> Iterator[str]:
    """Yield each column of the contract as text, nothing where there is none."""
    for name in (*REQUIRED, *OPTIONAL):
        if name not in columns:
            kind = "DOUBLE" if name in ("weight", "intensity") else "VARCHAR"
            yield f"CAST(NULL AS {kind}) AS {quoted_name(name)}"
        elif name in ("weight", "intensity"):
            yield f"TRY_CAST({_text(name)} AS DOUBLE) AS {quoted_name(name)}"
            yield f"{_text(name)} AS told_{name}"
        elif name in _DATES:
            cut = (
                "CASE precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END"
                if "precision" in columns
                else "10"
            )
            yield f"{_cut(_iso(_text(name), dates), cut)} AS {quoted_name(name)}"
        else:
            yield f"{_text(name)} AS {quoted_name(name)}"
    for name in ("weight", "intensity"):
        if name not in columns:
            yield f"CAST(NULL AS VARCHAR) AS told_{name}"


def _text(name: str) -> str:
    """Return the expression of a column as text without spaces around it, nothing where it is empty.

    DuckDB takes ten times as long to trim a text as to see that it begins and ends with no space.
    """
    text = f"CAST({quoted_name(name)} AS VARCHAR)"
    return f"CASE WHEN {text} <= '!' OR suffix({text}, ' ') THEN nullif(trim({text}, ' '), '') ELSE {text} END"


def _iso(text: str, dates: str) -> str:
    """Return the expression of a date as ISO 8601 has it, as precise as it is written."""
    if not dates:
        return text
    told = {found[1] for found in _DIRECTIVE.finditer(dates)}
    precision = "%Y-%m-%d" if told & set("djxc") else "%Y-%m" if told & set("mbB") else "%Y"
    return f"coalesce(strftime(try_strptime({text}, {quoted_text(dates)}), '{precision}'), {text})"


def _cut(date: str, size: str) -> str:
    """Return the expression of a date without the time of day behind it; what has anything else there stays."""
    is_time = f"{date}[11] IN ('T', ' ') AND TRY_CAST({date} AS TIMESTAMP) IS NOT NULL"
    return f"CASE WHEN strlen({date}) <= 10 OR {is_time} THEN left({date}, {size}) ELSE {date} END"


def quoted_text(text: str) -> str:
    """Return a text as SQL has it.

    Example:
        >>> print(quoted_text("it's"))
        'it''s'
    """
    return "'" + text.replace("'", "''") + "'"


def quoted_name(text: str) -> str:
    """Return a name of a table or column as SQL has it.

    Example:
        >>> print(quoted_name("until now"))
        "until now"
    """
    return '"' + text.replace('"', '""') + '"'


def _in_place_of_actors() -> Iterator[str]:
    """Yield the columns in which the states for which they act stand for actors."""
    for node in ("actor", "object"):
        yield f"coalesce({node}_state, {node}) AS {node}"
        yield f"CASE WHEN {node}_state IS NULL THEN {node}_kind ELSE 'State' END AS {node}_kind"
        yield f"CASE WHEN {node}_state IS NULL THEN {node}_label END AS {node}_label"


def _reason() -> str:
    """Return the expression that says why a row is no act."""
    cases = [f"WHEN {name} IS NULL THEN 'no {name}'" for name in REQUIRED if name != "relation"]
    cases.append("WHEN relation IS NULL THEN 'no relation' || coalesce(' for ' || code, '')")
    no_date = "'{0} is no date such as 2014-05-31: ' || {1} || ' (--dates says how they are written)'"
    cases += [
        f"""WHEN "from" IS NOT NULL AND NOT ({_is_date('"from"')}) THEN {no_date.format("from", '"from"')}""",
        f"""WHEN until <> coalesce("from", '') AND NOT ({_is_date("until")}) """
        f"THEN {no_date.format('until', 'until')}",
        """WHEN until <> "from" AND until < left("from", length(until)) """
        """THEN 'ends before it begins: ' || "from" || ' to ' || until""",
    ]
    for name in _WORDS:
        words = ", ".join(f"'{word}'" for word in sorted(controlled_values(name)))  # type: ignore[arg-type]
        says = f"'{name} is none of {words.replace(chr(39), '')}: ' || {name}"
        cases.append(f"WHEN {name} IS NOT NULL AND {name} NOT IN ({words}) THEN {says}")
    for name in ("weight", "intensity"):
        cases.append(
            f"WHEN told_{name} IS NOT NULL AND ({name} IS NULL OR NOT isfinite({name})) "
            f"THEN '{name} is no number: ' || told_{name}"
        )
    cases.append("WHEN weight <= 0 THEN 'weight is not above 0: ' || told_weight")
    return f"CASE WHEN left_out IS NOT NULL THEN NULL {' '.join(cases)} END"


def _is_date(column: str) -> str:
    """Return the condition that a text is a day, a month or a year of our era.

    A cast is many times faster than a pattern, and takes more, such as 2014/05/31 and -044.
    """
    month, year = f"{column} || '-01'", f"{column} || '-01-01'"
    return (
        f"CASE WHEN {column} < '0001' THEN false "
        f"WHEN length({column}) = 10 THEN {column}[5] = '-' AND {column}[8] = '-' AND {_exists(column)} "
        f"WHEN length({column}) = 7 THEN {column}[5] = '-' AND {_exists(month)} "
        f"WHEN length({column}) = 4 THEN {_exists(year)} ELSE false END"
    )


def _exists(day: str) -> str:
    return f"TRY_CAST({day} AS DATE) IS NOT NULL"


def _left_out(choice: Choice) -> str:
    """Return the expression that says why a row was not asked for."""
    cases = ["WHEN left_out IS NOT NULL THEN left_out"]
    if choice.years is not None:
        first, last = choice.years
        begins, ends = 'CAST(left("from", 4) AS INT)', "CAST(left(until, 4) AS INT)"
        cases.append(
            f"""WHEN "from" IS NULL OR TRY_{begins} > {last} OR TRY_{ends} < {first} """
            f"""THEN 'not in {first}{f" to {last}" if last > first else ""}'"""
        )
    if choice.roots:
        notation = "regexp_replace(code, '^[a-z0-9-]+:', '')"
        begins = " OR ".join(f"starts_with({notation}, {quoted_text(root)})" for root in choice.roots)
        other = quoted_text(f"not coded {listed(choice.roots, 'or')}")
        cases.append(f"WHEN ({begins}) IS NOT TRUE THEN {other}")
    if choice.where:
        cases.append(f"WHEN ({choice.where}\n) IS NOT TRUE THEN 'not what --where asks for'")
    if choice.by:
        why = OF_NO_STATE if choice.states_only else "of nobody in particular, and so not added up"
        cases.append(f"WHEN named_once = 'true' THEN '{why}'")
    if choice.states_only:
        cases.append("WHEN actor = object THEN 'within one state'")
    return f"CASE {' '.join(cases)} END"


def _added_up(columns: Sequence[str], size: int) -> str:
    """Return the query of one act per dyad, relation and period, with what is added up.

    What lasts is added up with what begins and ends in the same periods: it keeps its end, or has none.
    """
    keys = ["actor", "object", "relation", "modality", "polarity", "certainty", "sign"]
    keys += ["actor_kind", "object_kind"]
    keys = [name for name in keys if name in columns or name.endswith("_kind")] + ["reason", "out"]
    first, last = f'left("from", {size})', f"left(until, {size})"
    # One text, which is quicker to group by than two; most acts are of one day.
    span = (
        f"""CASE WHEN until = "from" OR {first} = {last} THEN {first} ELSE concat({first}, '/', {last}) END"""
    )
    nothing = [
        name
        for name in OPTIONAL
        if name not in (*keys, "from", "until", "weight", "intensity", "actor_label", "object_label")
    ]
    nulls = ", ".join(f"CAST(NULL AS VARCHAR) AS {quoted_name(name)}" for name in nothing)
    listed_keys = ", ".join(keys)
    # Of rows that are left out only the number counts, and they may be as many as there are actors.
    ends = ", ".join(f"CASE WHEN out IS NULL THEN {end} END AS {end}" for end in ("actor", "object"))
    return (
        f"""SELECT {listed_keys}, nullif(split_part({span}, '/', 1), '') AS "from", """
        f"nullif(split_part({span}, '/', -1), '') AS until, "
        f"CAST(NULL AS VARCHAR) AS act_id, {nulls}, "
        "min(actor_label) AS actor_label, min(object_label) AS object_label, "
        f"{summed('coalesce(weight, 1)')} AS weight, {summed('intensity')} AS intensity, count(*) AS count "
        f"FROM (SELECT * REPLACE ({ends}) FROM chosen) GROUP BY {listed_keys}, {span}"
    )


def summed(number: str) -> str:
    """Return the expression of a sum, to 12 digits: the same whatever order rows are added in.

    Example:
        >>> summed("weight")
        "CAST(printf('%.12g', fsum(weight)) AS DOUBLE)"
    """
    return f"CAST(printf('%.12g', fsum({number})) AS DOUBLE)"
