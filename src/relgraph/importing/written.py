"""What is written: acts with IRIs in place of names, as the table ``written``, and what is not, counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from relgraph.importing.canonical import NODES, OF_NO_STATE, Choice, kept_as, quoted_name, summed
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

_AGAIN = f"""SELECT of_row FROM (
    SELECT rowid AS of_row, row_number() OVER (PARTITION BY act_id ORDER BY {_PLACE}) AS number
    FROM acts WHERE act_id IN (SELECT act_id FROM acts GROUP BY act_id HAVING count(*) > 1)
) WHERE number > 1"""
"""The rows whose ``act_id`` another had before: few, so that only these are put in order."""

_TWO_NAMES = """SELECT 1 FROM (SELECT DISTINCT text, kind, iri FROM things) GROUP BY iri HAVING count(*) > 1
UNION ALL SELECT 1 FROM relations GROUP BY iri HAVING count(*) > 1"""
"""Whether a thing or a relation has more than one name."""

_NOT_ADDED_UP = ("recipient", "event", "code", "source", "file", "row")

WRITTEN = "SELECT count(*), coalesce(sum(count), 0)::BIGINT FROM written"
"""How many acts there are, and for how many rows they stand."""

REPEATED = 'SELECT count(*) - count(DISTINCT (ends, relation, recipient, "from", code)) FROM written'
"""How many acts repeat the actors, relation, date and code of another."""

_ENDS = ", ".join(
    f"coalesce(CASE WHEN suffix(acts.{node}, ' in event ' || acts.act_id) THEN acts.{node}_label END, "
    f"of_{node}.iri)"
    for node in ("actor", "object")
)
"""Between whom an act is: who is another one in each event is the same to rows that repeat each other."""


def make_written(connection: duckdb.DuckDBPyConnection, choice: Choice, attributes: Sequence[str]) -> None:
    """Make ``named``, of all rows with the IRIs of what they name, and of it ``written``, of acts.

    Args:
        connection: It has the tables ``acts``, ``things`` and ``relations``.
        choice: Which rows become acts, and how.
        attributes: The columns that are attributes.
    """
    joins, iris = [], []
    for node in NODES:
        thing = f"of_{node}"
        kind, year = kind_of(node), year_of(f"acts.{node}")
        same = f"{thing}.text = acts.{node} AND {thing}.kind = {kind} AND {thing}.year = {year}"
        joins.append(f"LEFT JOIN things AS {thing} ON {same}")
        iris.append(f"{thing}.iri AS {node}")
    reason, out = "coalesce(acts.reason, relations.reason)", "acts.out"
    if choice.states_only:
        between_states = "coalesce(of_actor.is_state AND of_object.is_state, false)"
        out = f"CASE WHEN acts.out IS NOT NULL OR {between_states} THEN acts.out ELSE '{OF_NO_STATE}' END"
    if not choice.by:
        connection.execute(f"CREATE TABLE again AS {_AGAIN}")
        iris.append(f"hash({_ENDS}) AS ends")
        joins.append("LEFT JOIN again ON again.of_row = acts.rowid")
        reason = (
            f"coalesce({reason}, CASE WHEN again.of_row IS NOT NULL "
            "THEN 'an act of this act_id was there before: ' || act_id END)"
        )
    told = ", ".join(
        f"acts.{quoted_name(name)}" for name in ("act_id", *_TOLD, "count", *map(kept_as, attributes))
    )
    connection.execute(f"""CREATE TABLE named AS
SELECT {told}, {reason} AS reason, {out} AS out, {", ".join(iris)}, relations.iri AS relation
FROM acts {" ".join(joins)}
LEFT JOIN relations ON relations.name = acts.relation AND relations.sign = coalesce(acts.sign, '')""")
    connection.execute("DROP TABLE acts")
    acts = "FROM named WHERE reason IS NULL AND out IS NULL"
    if not choice.by:
        connection.execute(f"CREATE VIEW written AS SELECT * EXCLUDE (reason, out) {acts}")
        return
    keys = 'actor, relation, object, "from", until, modality, polarity, certainty'
    named_by = keys.replace("until", "coalesce(until, '..')")  # concat_ws leaves out what is not told
    act_id = f"left(md5(concat_ws('|', {named_by})), 20) AS act_id"
    if connection.execute(_TWO_NAMES).fetchone():  # what they name may have been added up apart
        sums = [f"{summed(name)} AS {name}" for name in ("weight", "intensity")]
        rest = [f"any_value({name}) AS {name}" for name in _NOT_ADDED_UP]
        told = ", ".join((keys, *sums, "sum(count)::BIGINT AS count", *rest))
        again = f"SELECT {told} {acts} GROUP BY {keys}"
        connection.execute(f"CREATE TABLE written AS SELECT {act_id}, * FROM ({again})")
    else:
        connection.execute(f"CREATE VIEW written AS SELECT {act_id}, * EXCLUDE (act_id, reason, out) {acts}")


def with_values(connection: duckdb.DuckDBPyConnection, attributes: Sequence[str]) -> tuple[str, ...]:
    """Return those attributes that some act has.

    Args:
        connection: It has ``written``.
        attributes: The columns that are attributes.
    """
    counts = ", ".join(f"count({quoted_name(kept_as(name))})" for name in attributes)
    found = connection.execute(f"SELECT {counts} FROM written").fetchall()[0] if attributes else ()
    return tuple(name for name, count in zip(attributes, found, strict=True) if count)


def written_blocks(connection: duckdb.DuckDBPyConnection, block: str) -> Iterator[list[str]]:
    """Yield the descriptions of the acts, many at a time, in an order that is always the same.

    Args:
        connection: It has ``written``, ``classes`` and ``codes``.
        block: The expression of one.
    """
    cursor = connection.execute(f"""SELECT {block} FROM written
JOIN classes USING (relation) LEFT JOIN codes USING (code) ORDER BY {_PLACE}, "from", act_id""")
    while rows := cursor.fetchmany(_BATCH):
        yield [text for (text,) in rows]
