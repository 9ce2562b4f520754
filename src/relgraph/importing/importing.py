"""Import: tables to acts, whole or added up, with what was rejected, left out and not resolved."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from relgraph.errors import TableError, unknown_name
from relgraph.importing import canonical, statements
from relgraph.importing.agreement import Agreement, count_agreement
from relgraph.importing.canonical import Choice, kept_as
from relgraph.importing.database import Database, Reading, connected, read_tables
from relgraph.importing.mappings import Mapping as Kind
from relgraph.importing.names import Names
from relgraph.importing.relation_names import DeclaredRelation, make_relations
from relgraph.importing.things import Thing, local_part, make_things, unresolved
from relgraph.importing.written import (
    CODES_USED,
    EVENTS,
    LEFT_OUT,
    REJECTED,
    REPEATED,
    USED,
    WRITTEN,
    make_written,
    with_values,
    written_blocks,
)
from relgraph.late_imports import LateLibrary
from relgraph.model.ontology import read_ontology
from relgraph.records import to_csv
from relgraph.unfinished import TEMPORARY
from relgraph.vocabulary import relations
from relgraph.wording import counted, listed
from relgraph.writing import write

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = LateLibrary("duckdb")

ImportProgress: TypeAlias = Callable[[str, int], object]
"""Called with what is being done, and with how many acts that has come to."""


@dataclass(frozen=True)
class Rejected:
    """A row that could not be read, or makes no act.

    Attributes:
        file: Its file.
        row: Where it stands there, from 1.
        reason: What is wrong with it.
    """

    file: str
    row: str
    reason: str


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        rows: How many records the files have, those that were rejected among them, by file.
        acts: How many acts were written.
        stand_for: How many rows of the canonical table these stand for.
        left_out: How many of its rows are no acts since that is not asked for, by why.
        rejected: The rows that could not be read or make no act.
        unresolved: Label, IRI and number of acts of actors that the gazetteer does not have.
        repeated: How many acts repeat date, actors, relation and code of another.
        things: How many things the acts name.
        dropped: The columns that would be attributes, where acts are added up, and so have none.
    """

    rows: Mapping[str, int]
    acts: int
    stand_for: int
    left_out: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    unresolved: tuple[tuple[str, str, int], ...]
    repeated: int
    things: int
    called: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    def rejects_csv(self) -> str:
        """Return the rejected rows as CSV: file, row, reason."""
        return to_csv([vars(each) for each in self.rejected], ["file", "row", "reason"])

    def unresolved_csv(self) -> str:
        """Return the unresolved actors as CSV: name, iri, acts."""
        rows = [{"name": name, "iri": iri, "acts": acts} for name, iri, acts in self.unresolved]
        return to_csv(rows, ["name", "iri", "acts"])


def import_tables(
    kind: Kind,
    files: Sequence[str],
    output: str | os.PathLike[str],
    *,
    choice: Choice | None = None,
    reading: Reading | None = None,
    progress: ImportProgress | None = None,
) -> Imported:
    """Make acts of tables, and write them as Turtle.

    Rows stream through DuckDB, which spills to disk what does not fit in a gigabyte; beside that, what is in
    memory grows with the number of actors. The same tables give the same bytes.

    Args:
        kind: The mapping, see :func:`~relgraph.importing.mapping_named` and
            :func:`~relgraph.importing.read_mapping`.
        files: CSV, TSV, Parquet or Excel, also as gzip or in a zip archive; ``-`` for standard input.
        output: A file of Turtle, ``.gz`` for a packed one, ``-`` for standard output.
        choice: Which rows become acts, and how. Default: all, an act per row.
        reading: How tables are read. Default: as the mapping says.
        progress: Told what is being done.

    Returns:
        What was done. Nothing is written where it fails.

    Raises:
        TableError: A file is none of the tables of the mapping, cannot be read, has no row that makes an act,
            or has more faults than ``max_rejects``; the mapping or the condition fails.
        OutputError: The output cannot be written.

    Example:
        >>> import tempfile
        >>> from relgraph.importing import import_tables, mapping_named
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     table, output = Path(folder, "pacts.csv"), Path(folder, "pacts.ttl")
        ...     _ = table.write_text("source,target,date\\nFrance,cow:365,1891\\n", "utf-8")
        ...     imported = import_tables(mapping_named("edges"), [str(table)], output)
        >>> imported.acts, imported.things, imported.rejected
        (1, 2, ())
    """
    told = progress or (lambda what, number: None)
    with _begun(kind, files, choice, reading, told) as work:
        return work.to(output, told)


def agreement_of_tables(
    kind: Kind,
    files: Sequence[str],
    *,
    over: str = "shared",
    choice: Choice | None = None,
    reading: Reading | None = None,
    progress: ImportProgress | None = None,
) -> tuple[Agreement, Imported]:
    """Count how often pairs of actors take the same stance, without making acts.

    The numbers are those of the projection ``agreement`` of the acts that :func:`import_tables` makes, in a
    fraction of the time: all votes of the General Assembly of the United Nations take seconds.

    Args:
        kind: As in :func:`import_tables`.
        files: Likewise.
        over: What the score is taken over: ``shared``, the things on which both have a stance, or ``all`` on
            which anybody has.
        choice: As in :func:`import_tables`.
        reading: Likewise.
        progress: Likewise.

    Returns:
        The pairs, and what was read.

    Raises:
        TableError: As in :func:`import_tables`.
        NameNotFoundError: ``over`` is neither.

    Example:
        >>> import tempfile
        >>> from relgraph.importing import mapping_named
        >>> rows = ["source,relation,target,target_kind", "Arda,votesFor,A,Measure", "Bree,votesFor,A,Measure"]
        >>> rows += ["Arda,votesFor,B,Measure", "Bree,votesAgainst,B,Measure"]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     table = Path(folder, "votes.csv")
        ...     _ = table.write_text("\\n".join(rows), "utf-8")
        ...     found, _ = agreement_of_tables(mapping_named("edges"), [str(table)])
        >>> [(row["agreed"], row["disagreed"], row["shared"], row["score"]) for row in found.rows]
        [(1, 1, 2, 0.0)]
    """
    if over not in ("shared", "all"):
        raise unknown_name("way to take a score", over, ("shared", "all"))
    told = progress or (lambda what, number: None)
    with _begun(kind, files, choice, reading, told) as work:
        return work.agreement(over, told)


@contextmanager
def _begun(
    kind: Kind,
    files: Sequence[str],
    choice: Choice | None,
    reading: Reading | None,
    told: ImportProgress,
) -> Iterator[_Import]:
    reading = reading or Reading()
    with tempfile.TemporaryDirectory(prefix="relgraph-") as name, ExitStack() as stack:
        TEMPORARY.add(name)
        stack.callback(TEMPORARY.discard, name)
        folder = Path(name)
        told("reading", 0)
        tables = list(read_tables(kind, files, folder, reading))
        with connected(folder, tables) as connection:
            try:
                yield _Import(Database(connection, kind, tables, folder), kind, choice or Choice(), reading)
            except duckdb.Error as error:
                raise TableError(
                    f"the tables could not be read: {canonical.first_line(error)}",
                    "check that there is room for temporary files; import fewer rows at once (--years)",
                ) from None


class _Import:
    """One import at work."""

    def __init__(self, database: Database, kind: Kind, choice: Choice, reading: Reading) -> None:
        self._database, self._connection, self._kind = database, database.connection, kind
        self._choice, self._reading = choice, reading
        self._documents = [f"{reading.base}document/{local_part(name)}" for name in database.files]
        self._ontology = read_ontology()
        self._declared: list[DeclaredRelation] = []
        self._kept: list[Thing] = []
        self._attributes: tuple[str, ...] = ()

    def to(self, output: str | os.PathLike[str], told: ImportProgress) -> Imported:
        """Write what the tables tell, and return what that came to."""
        done = self._mapped(told)
        write(self._written(told), output)
        return done

    def agreement(self, over: str, told: ImportProgress) -> tuple[Agreement, Imported]:
        """Count how often pairs of actors take the same stance, and return what that came to."""
        done = self._mapped(told)
        told("comparing", done.acts)
        return count_agreement(self._connection, self._ontology, self._kept, over), done

    def _mapped(self, told: ImportProgress) -> Imported:
        """Make the table ``written`` of the tables, and return what that came to."""
        connection, choice, base = self._connection, self._choice, self._reading.base
        told("mapping", 0)
        columns = self._database.make_acts(choice, self._reading)
        told("naming", 0)
        self._declared = make_relations(connection, self._ontology, base, added_up=bool(choice.by))
        found = make_things(connection, Names(), base)
        attributes = canonical.attributes_of(columns)
        kept = () if choice.by else attributes
        make_written(connection, choice, kept)
        self._attributes = with_values(connection, kept)
        rejected = tuple(self._rejected())
        self._refuse_too_many(rejected)
        left_out = dict(connection.execute(LEFT_OUT).fetchall())
        acts, stand_for = connection.execute(WRITTEN).fetchall()[0]
        if not acts:
            why = [f"{counted(number, 'row')} {reason}" for reason, number in left_out.items()]
            why += [f"{each.file}, row {each.row}: {each.reason}" for each in rejected[:3]]
            raise TableError(
                "no row makes an act",
                "; ".join(why) or f"{listed(self._database.files)} has no row below its header",
            )
        used = dict(connection.execute(USED).fetchall())
        self._kept = [thing for iri, thing in sorted(found.items()) if iri in used]
        return Imported(
            rows=self._database.rows(),
            acts=acts,
            stand_for=stand_for,
            left_out=left_out,
            rejected=rejected,
            unresolved=tuple(unresolved((thing, used[thing.iri]) for thing in self._kept)),
            repeated=0 if choice.by else connection.execute(REPEATED).fetchall()[0][0],
            things=len(self._kept),
            called={
                name: column for table in self._database.tables for name, column in table.layout.called.items()
            },
            dropped=attributes if choice.by else (),
        )

    def _rejected(self) -> Iterator[Rejected]:
        for table in self._database.tables:
            for record in table.rejected:
                yield Rejected(table.file.name, str(record.row), record.reason)
        for file, row, reason in self._connection.execute(REJECTED).fetchall():
            yield Rejected(self._database.files[int(file or 0)], row or "", reason)

    def _refuse_too_many(self, rejected: Sequence[Rejected]) -> None:
        most = self._reading.max_rejects
        if most is not None and len(rejected) > most:
            first = rejected[0]
            raise TableError(
                f"{counted(len(rejected), 'row')} rejected, {most:,} are allowed; the first is {first.file}, "
                f"row {first.row}: {first.reason}",
                "mend the file, say --encoding or --delimiter, or allow more with --max-rejects",
            )

    def _written(self, told: ImportProgress) -> Iterator[bytes]:
        """Yield the file: the tables, relations, things and acts."""
        base = self._reading.base
        digests = {table.file.name: table.file.sha256 for table in self._database.tables}
        yield statements.head().encode()
        for (name, sha256), iri in zip(digests.items(), self._documents, strict=True):
            yield statements.document_block(iri, name, sha256).encode()
        for relation in self._declared:
            yield statements.relation_block(relation, undirected=self._reading.undirected).encode()
        attributes = {name: f"{base}column/{local_part(name)}" for name in self._attributes}
        for name, iri in attributes.items():
            yield statements.attribute_block(iri, name).encode()
        held = dict(self._connection.execute(EVENTS).fetchall())
        for thing in self._kept:
            yield statements.thing_block(thing, held.get(thing.iri, "")).encode()
        codes = [code for (code,) in self._connection.execute(CODES_USED).fetchall()]
        self._make_classes_and_codes(codes)
        for system in dict.fromkeys(code.partition(":")[0] for code in codes):
            yield statements.scheme_block(system, base).encode()
        for code in codes:
            yield statements.code_block(code, base).encode()
        block = statements.act_block(
            f"{base}act/{local_part(self._kind.name)}/",
            self._documents,
            {kept_as(name): iri for name, iri in attributes.items()},
        )
        done = 0
        for batch in written_blocks(self._connection, block):
            yield "".join(batch).encode()
            done += len(batch)
            told("writing", done)

    def _make_classes_and_codes(self, codes: Sequence[str]) -> None:
        """Make the tables of the class of act of each relation and of the IRI of each code."""
        classes = {entry.iri: entry.kind for entry in relations() if entry.kind}
        used = [iri for (iri,) in self._connection.execute("SELECT DISTINCT iri FROM relations").fetchall()]
        iris = [statements.code_iri(code, self._reading.base) for code in codes]
        self._connection.execute(
            "CREATE TABLE classes AS SELECT unnest(?) AS relation, unnest(?) AS class",
            [used, [classes.get(iri, "Act") for iri in used]],
        )
        self._connection.execute(
            "CREATE TABLE codes AS SELECT unnest(?) AS code, unnest(?) AS code_iri", [list(codes), iris]
        )
