"""What is written: acts with IRIs in place of names, as the table ``written``, and what is not, counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from relgraph.importing.canonical import NODES, Choice, quoted_name
from relgraph.importing.things import kind_of, year_of

if TYPE_CHECKING:
    import duckdb

_BATCH = 20_000
_TOLD = (
    "from",
    "until",
    "modality",
    "polarity",
    "certainty",
    "weight",
    "intensity",
    "code",
    "source",
    "file",
    "row",
)
_PLACE = "TRY_CAST(file AS INT), TRY_CAST(row AS BIGINT)"

USED = f"""SELECT iri, count(*) FROM (
    {" UNION ALL ".join(f"SELECT {node} AS iri FROM written" for node in NODES)}
) WHERE iri IS NOT NULL GROUP BY iri"""
"""How many acts name each thing."""

CODES_USED = "SELECT DISTINCT code FROM written WHERE code IS NOT NULL ORDER BY code"
"""The codes of acts."""

EVENTS = """SELECT event, min("from") FROM written
WHERE event IS NOT NULL AND "from" = until AND coalesce(modality, 'asserted') = 'asserted' GROUP BY event"""
"""When each event was held, by the acts that were made there."""

LEFT_OUT = """SELECT out, sum(count)::BIGINT FROM named
WHERE reason IS NULL AND out IS NOT NULL GROUP BY out ORDER BY out"""
"""How many rows are no acts since that is not asked for, by why."""

REJECTED = f"SELECT file, row, reason FROM named WHERE reason IS NOT NULL ORDER BY {_PLACE}, row, reason"
"""The rows that make no act."""

REPEATED = 'SELECT count(*) - count(DISTINCT (actor, relation, object, recipient, "from", code)) FROM written'
"""How many acts repeat the actors, relation, date and code of another."""


def make_written(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Make ``named``, of all rows with the IRIs of what they name, and of it ``written``, of acts.

    Args:
        connection: It has the tables ``acts``, ``things`` and ``relations``.
        choice: Which rows become acts, and how.
    """
    joins, iris = [], []
    for node in NODES:
        thing = f"of_{node}"
        kind, year = kind_of(node), year_of(f"acts.{node}")
        same = f"{thing}.text = acts.{node} AND {thing}.kind = {kind} AND {thing}.year = {year}"
        joins.append(f"LEFT JOIN things AS {thing} ON {same}")
        iris.append(f"{thing}.iri AS {node}_iri")
    out, again = "acts.out", "NULL"
    if choice.states_only:
        between_states = "coalesce(of_actor.is_state AND of_object.is_state, false)"
        other = "'not of a state on a state'"
        out = f"CASE WHEN acts.out IS NOT NULL OR {between_states} THEN acts.out ELSE {other} END"
    if not choice.by:
        is_first = f"row_number() OVER (PARTITION BY act_id ORDER BY {_PLACE}) = 1"
        again = f"CASE WHEN NOT {is_first} THEN 'an act of this act_id was there before: ' || act_id END"
    connection.execute(f"""CREATE TABLE named AS
SELECT acts.* EXCLUDE (reason, out), coalesce(acts.reason, relations.reason, {again}) AS reason, {out} AS out,
    {", ".join(iris)}, relations.iri AS relation_iri
FROM acts {" ".join(joins)}
LEFT JOIN relations ON relations.name = acts.relation AND relations.sign = coalesce(acts.sign, '')""")
    nodes = ", ".join(f"{node}_iri AS {node}" for node in NODES)
    told = ", ".join(map(quoted_name, _TOLD))
    if choice.by:
        # Two names of one state may have been added up apart.
        keys = 'actor_iri, relation_iri, object_iri, "from", modality, polarity, certainty'
        told = told.replace('"weight"', "sum(weight) AS weight").replace(
            '"intensity"', "sum(intensity) AS intensity"
        )
        connection.execute(f"""CREATE TABLE written AS
SELECT left(md5(concat_ws('|', {keys})), 20) AS act_id, {nodes}, relation_iri AS relation, {told},
    sum(count) AS count
FROM named WHERE reason IS NULL AND out IS NULL
GROUP BY {keys}, recipient_iri, event_iri, until, code, source, file, row""")
        return
    connection.execute(f"""CREATE VIEW written AS
SELECT * EXCLUDE (actor, object, recipient, event, relation), {nodes}, relation_iri AS relation
FROM named WHERE reason IS NULL AND out IS NULL""")


def written_rows(
    connection: duckdb.DuckDBPyConnection, attributes: Sequence[str]
) -> Iterator[list[dict[str, Any]]]:
    """Yield the acts, many at a time, in an order that is always the same.

    Args:
        connection: It has ``written``.
        attributes: The columns that are attributes.

    Yields:
        Dicts with ``act_id``, IRIs of nodes and relation, and what else is told of acts.
    """
    names = ["act_id", *NODES, "relation", *_TOLD, *attributes]
    cursor = connection.execute(
        f'SELECT {", ".join(map(quoted_name, names))} FROM written ORDER BY {_PLACE}, "from", act_id'
    )
    while rows := cursor.fetchmany(_BATCH):
        yield [dict(zip(names, row, strict=True)) for row in rows]
