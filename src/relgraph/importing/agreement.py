"""Agreement: how often pairs of actors take the same stance, counted from the canonical table itself.

All votes of a body are millions of acts, and more pairs of them. This takes them to no graph: the numbers are
those that ``relgraph project agreement`` has of the same acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relgraph.errors import TableError
from relgraph.importing.things import Thing
from relgraph.model.namespaces import RG
from relgraph.model.ontology import Ontology
from relgraph.records import to_csv

if TYPE_CHECKING:
    import duckdb

_SIGN = {"cooperative": 1, "neutral": 0, "adverse": -1}

STANCES = """CREATE TABLE stances AS
WITH told AS (
    SELECT actor, object, "from" AS date,
        stance * CASE WHEN polarity = 'negative' THEN -1 ELSE 1 END AS sign
    FROM written JOIN signs USING (relation) WHERE object IN (FROM aims)
),
latest AS (
    SELECT actor, object, min(sign) AS least, max(sign) AS most, max(date) AS date
    FROM told GROUP BY actor, object
),
last AS (
    SELECT actor, object, min(told.sign) AS least, max(told.sign) AS most
    FROM told JOIN latest USING (actor, object)
    WHERE latest.least = latest.most OR told.date = latest.date GROUP BY actor, object
)
SELECT actor, object, least AS sign FROM last WHERE least = most"""
"""One stance for each actor and thing: the latest; none where the latest are several."""

PAIRS = """SELECT one.actor AS source, other.actor AS target,
    count(*) FILTER (one.sign * other.sign = 1) AS agreed,
    count(*) FILTER (one.sign * other.sign = -1) AS disagreed,
    count(*) AS shared
FROM stances AS one JOIN stances AS other ON one.object = other.object AND one.actor < other.actor
GROUP BY one.actor, other.actor ORDER BY one.actor, other.actor"""


@dataclass(frozen=True)
class Agreement:
    """Pairs of actors that have stances on the same things.

    Attributes:
        rows: Dicts with ``source``, ``source_label``, ``target``, ``target_label``, ``agreed``, ``disagreed``,
            ``shared`` and ``score``, by the IRIs of the two.
        things: On how many things anybody has a stance.
        unclear: How many actors have two stances on a thing, of which none is the later.
    """

    rows: tuple[dict[str, Any], ...]
    things: int
    unclear: int

    def to_csv(self) -> str:
        """Return the pairs as CSV with a header."""
        names = ["source", "source_label", "target", "target_label", "agreed", "disagreed", "shared", "score"]
        return to_csv(list(self.rows), names)


def count_agreement(
    connection: duckdb.DuckDBPyConnection, ontology: Ontology, things: Iterable[Thing], over: str
) -> Agreement:
    """Count how often pairs of actors take the same stance.

    Args:
        connection: It has the table ``written``.
        ontology: Which relations are stances, with their signs.
        things: What the acts name. Nobody has a stance on an actor.
        over: What the score is taken over: ``shared``, the things on which both have a stance, or ``all``.

    Returns:
        The pairs. Two who both abstain share a thing and do not agree on it; who is absent shares nothing.

    Raises:
        TableError: Nobody has a stance on a thing.
    """
    known = list(things)
    aims = [thing.iri for thing in known if str(RG.Actor) not in ontology.ancestors(str(RG[thing.kind]))]
    connection.execute("CREATE TABLE aims AS SELECT unnest(?) AS iri", [aims])
    labels = {thing.iri: thing.label for thing in known}
    stances = [
        (relation.iri, _SIGN[relation.sign])
        for relation in ontology.relations.values()
        if "stances" in relation.projections
    ]
    iris, signs = ([row[place] for row in stances] for place in (0, 1))
    connection.execute("CREATE TABLE signs AS SELECT unnest(?) AS relation, unnest(?) AS stance", [iris, signs])
    connection.execute(STANCES)
    number, kept, told = connection.execute(
        "SELECT (SELECT count(DISTINCT object) FROM stances), (SELECT count(*) FROM stances), "
        "(SELECT count(DISTINCT (actor, object)) FROM written JOIN signs USING (relation) "
        "WHERE object IN (FROM aims))"
    ).fetchall()[0]
    if not told:
        raise TableError(
            "nobody has a stance on a thing here: no act backs, rejects or abstains on what is no actor",
            "say what the objects are, such as Measure (object_kind; of edges the column target_kind)",
        )
    rows = tuple(_rows(connection, labels, number if over == "all" else None))
    return Agreement(rows, number, told - kept)


def _rows(
    connection: duckdb.DuckDBPyConnection, labels: dict[str, str], things: int | None
) -> Iterator[dict[str, Any]]:
    for source, target, agreed, disagreed, shared in connection.execute(PAIRS).fetchall():
        yield {
            "source": source,
            "source_label": labels[source],
            "target": target,
            "target_label": labels[target],
            "agreed": agreed,
            "disagreed": disagreed,
            "shared": shared,
            "score": (agreed - disagreed) / (things or shared),
        }
