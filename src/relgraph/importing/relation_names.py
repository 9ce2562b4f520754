"""Relations: what the canonical table calls them, as relations of the ontology or declared beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relgraph.importing.canonical import tell_each
from relgraph.importing.things import is_iri, local_part
from relgraph.model.namespaces import RG
from relgraph.model.ontology import Ontology, sign_of

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class DeclaredRelation:
    """A relation that the ontology lacks.

    Attributes:
        iri: Its IRI.
        label: What the table calls it.
        sign: ``cooperative``, ``neutral`` or ``adverse``.
    """

    iri: str
    label: str
    sign: str


def make_relations(
    connection: duckdb.DuckDBPyConnection, ontology: Ontology, base: str, *, added_up: bool
) -> list[DeclaredRelation]:
    """Make the table ``relations``, by which each relation and sign of ``acts`` has its IRI.

    A name or label of the ontology is its relation, whose sign the table cannot change: rows that say another
    are rejected, and so are those with a term of its namespace that it lacks. Any other name is a relation of
    its own, one for each sign.

    Args:
        connection: It has the table ``acts``.
        ontology: The relations that there are.
        base: What IRIs of its own begin with.
        added_up: Whether acts stand for several rows. Those whose relation is none are told one by one.

    Returns:
        The relations that are to be declared.
    """
    rows = connection.execute(
        "SELECT DISTINCT relation, coalesce(sign, '') FROM acts WHERE reason IS NULL AND out IS NULL "
        "ORDER BY ALL"
    ).fetchall()
    declared: dict[str, DeclaredRelation] = {}
    made: list[tuple[str, str, str | None, str | None]] = []
    for name, told in rows:
        sign = sign_of(told) if told else ""
        if told and not sign:
            made.append((name, told, None, f"sign is none of 1, 0, -1: {told}"))
            continue
        known = ontology.named(name) or ontology.labelled(name) or ontology.labelled(name.lower())
        if known:
            wrong = sign and sign != known[0].sign
            reason = f"sign is {sign}, and {known[0].name} is {known[0].sign}" if wrong else None
            made.append((name, told, known[0].iri, reason))
            continue
        if name.startswith(str(RG)):
            made.append((name, told, None, f"the ontology has no relation {name}"))
            continue
        iri = name if is_iri(name) else f"{base}relation/{local_part(name)}"
        # A name has no semicolon in it there, so that no other name makes the same IRI.
        iri += f";{sign}" if sign in ("cooperative", "adverse") else ""
        declared[iri] = DeclaredRelation(iri, name, sign or "neutral")
        made.append((name, told, iri, None))
    connection.execute("CREATE TABLE relations (name VARCHAR, sign VARCHAR, iri VARCHAR, reason VARCHAR)")
    if made:
        columns = [list(column) for column in zip(*made, strict=True)]
        connection.execute("INSERT INTO relations SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns)
    if added_up and any(reason for *_, reason in made):
        same = "relations.name = {0}.relation AND relations.sign = coalesce({0}.sign, '')"
        none = "relations.reason IS NOT NULL AND {0}.reason IS NULL AND {0}.out IS NULL"
        connection.execute(
            f"DELETE FROM acts USING relations WHERE {same.format('acts')} AND {none.format('acts')}"
        )
        each = f"FROM chosen JOIN relations ON {same.format('chosen')} WHERE {none.format('chosen')}"
        tell_each(connection, each, "relations.reason")
    return list(declared.values())
