"""The command ``import``."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from relgraph.cli.options import example
from relgraph.cli.output import Output, output_options
from relgraph.cli.terminal import busy, cell, counting, note, print_out, table_of
from relgraph.errors import OutputError
from relgraph.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relgraph.importing import Imported

_LISTS = {"--rejects": "rejected", "--unresolved": "unresolved"}
_OF_TABLES = frozenset({
    "kind_of_result", "over", "mapping", "columns", "codes", "by", "where", "years", "root_codes",
    "states_only", "undirected", "delimiter", "encoding", "dates", "max_rejects", "rejects", "unresolved",
    "base",
})  # fmt: skip


@click.command(
    "import",
    epilog=example(
        "relgraph import edges trade.csv --columns source=exporter,target=importer -o trade.ttl",
        "relgraph import edges dyads.csv --columns source=ccode1,target=ccode2 --codes cow -o dyads.ttl",
        "relgraph import icews events.2018.tab --by dyad-month --states-only -o 2018.ttl",
        "relgraph import --mapping mine.sql mine.tsv -o mine.ttl",
    ),
)
@click.argument("files", nargs=-1, metavar="[KIND] FILE...")
@output_options(("turtle", "csv"), default=None, help="How to write it; csv goes with --as agreement.")
@click.option(
    "--as", "kind_of_result", type=click.Choice(["agreement"]), help="Count how often pairs agree; no acts."
)
@click.option(
    "--over",
    type=click.Choice(["shared", "all"]),
    default="shared",
    show_default=True,
    help="Of --as agreement: take scores over what both have a stance on, or over all that anybody has.",
)
@click.option(
    "--list",
    "is_list",
    is_flag=True,
    help="List the kinds of tables; with KIND, its columns, terms and how to get them.",
)
@click.option("--mapping", metavar="FILE", help="A mapping of your own in SQL, in place of KIND.")
@click.option("--map", "query", metavar="FILE", help="Of kind rdf: the CONSTRUCT that makes acts of any RDF.")
@click.option("--columns", metavar="NAME=COLUMN,...", help="Which column of the file is which of the kind's.")
@click.option(
    "--codes",
    metavar="SYSTEM",
    help="Of edges whose ends are codes: cow, gw, iso2, iso3, iso-numeric, fips, cameo.",
)
@click.option(
    "--by",
    type=click.Choice(["dyad-year", "dyad-month", "dyad-day"]),
    help="Add acts up: one per dyad, relation and period.",
)
@click.option(
    "--where",
    default="",
    metavar="SQL",
    help="Only acts of which this is true, such as \"weight > 2 AND actor = 'France'\".",
)
@click.option("--years", metavar="YEAR[-YEAR]", help="Only what took place, or lasted, in these years.")
@click.option(
    "--root-codes",
    default="",
    metavar="CODE,...",
    help="Only acts whose code begins so, such as 04,05 (CAMEO) or CONSULT (PLOVER).",
)
@click.option(
    "--states-only", is_flag=True, help="Only acts of states on states, for which those who act for one count."
)
@click.option("--undirected", is_flag=True, help="Relations that the ontology lacks hold both ways.")
@click.option("--delimiter", default="", metavar="CHAR", help="What stands between fields; \\t for a tab.")
@click.option("--encoding", default="", metavar="NAME", help="Of the text, such as cp1252; default UTF-8.")
@click.option(
    "--dates", default="", metavar="FORMAT", help="How dates are written, such as %d/%m/%Y; default ISO 8601."
)
@click.option("--max-rejects", type=click.IntRange(0), metavar="N", help="Stop where more rows are rejected.")
@click.option("--rejects", metavar="FILE", help="Where rejected rows are listed; default: beside the output.")
@click.option("--unresolved", metavar="FILE", help="Where names that the gazetteer lacks are listed; likewise.")
@click.option("--base", metavar="IRI", help="What IRIs begin with that the gazetteer does not have.")
def import_(
    *,
    files: tuple[str, ...],
    output: Output,
    kind_of_result: str | None,
    over: str,
    is_list: bool,
    mapping: str | None,
    query: str | None,
    columns: str | None,
    codes: str | None,
    by: str | None,
    where: str,
    years: str | None,
    root_codes: str,
    states_only: bool,
    undirected: bool,
    delimiter: str,
    encoding: str,
    dates: str,
    max_rejects: int | None,
    rejects: str | None,
    unresolved: str | None,
    base: str | None,
) -> None:
    """Make acts of tables: edges of your own, or event tables by their kind.

    KIND is one of those that --list has. Tables are CSV, TSV, Parquet or Excel, also as gzip or zip; - is
    standard input. Every row becomes an act or is listed with what is wrong with it.
    """
    from relgraph.importing import (
        Choice,
        Reading,
        agreement_of_tables,
        bundled_mappings,
        edges_of_codes,
        import_tables,
        mapping_named,
        read_mapping,
    )
    from relgraph.importing.database import BASE

    if is_list:
        _list(*files[:1])
        return
    if query or files[:1] == ("rdf",):
        _import_rdf(files, query, output)
        return
    kind, tables = ("", files) if mapping else ("".join(files[:1]), files[1:])
    if not tables:
        raise click.UsageError("give a kind (relgraph import --list) and files")
    if mapping and files[0] in bundled_mappings() and not Path(files[0]).exists():
        raise click.UsageError(f"--mapping stands in place of a kind: leave {files[0]!r} out")
    if over != "shared" and kind_of_result is None:
        raise click.UsageError("--over goes with --as agreement")
    own = "csv" if kind_of_result else "turtle"
    if output.format_among((own,), own) != own:
        raise click.UsageError("-f csv goes with --as agreement, and -f turtle with acts")
    lists = _places(output.name, (*tables, mapping), {"--rejects": rejects, "--unresolved": unresolved})
    if codes and kind != "edges":
        raise click.UsageError("--codes goes with the kind edges")
    chosen = read_mapping(Path(mapping)) if mapping else mapping_named(kind)
    if codes:
        chosen = edges_of_codes(codes)
    roots = tuple(part.strip() for part in root_codes.split(",") if part.strip())
    choice = Choice(where, _years(years), roots, by or "", states_only)
    reading = Reading(
        columns=_columns(columns),
        delimiter=_delimiter(delimiter),
        encoding=encoding,
        dates=dates,
        undirected=undirected,
        base=base or BASE,
        max_rejects=max_rejects,
    )
    if kind_of_result == "agreement":
        with counting() as show:
            found, imported = agreement_of_tables(
                chosen, tables, over=over, choice=choice, reading=reading, progress=show
            )
        output.write(found.to_csv())
        note(*_lines(imported, lists))
        if found.unclear:
            note(f"left out {counted(found.unclear, 'stance')} that differ on one thing, and none is the later")
        of = f"{counted(imported.acts, 'act')} on {counted(found.things, 'thing')}"
        note(f"{counted(len(found.rows), 'pair')}, of {of}")
        return
    with counting() as show:
        imported = import_tables(chosen, tables, output.name, choice=choice, reading=reading, progress=show)
    _tell(imported, output.name, lists)


def _import_rdf(files: tuple[str, ...], query: str | None, output: Output) -> None:
    from relgraph.importing import import_rdf

    if files[:1] != ("rdf",) or query is None or not files[1:]:
        raise click.UsageError("--map goes with the kind rdf: relgraph import rdf FILES --map FILE")
    context = click.get_current_context()
    for option in context.command.params:
        given = option.name and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
        if given and option.name in _OF_TABLES:
            raise click.UsageError(f"{option.opts[0]} is of tables, and not of rdf")
    _places(output.name, (*files[1:], query), {})
    if output.format_among(("turtle",), "turtle") != "turtle":
        raise click.UsageError("rdf is written as turtle")
    with busy("importing"):
        done = import_rdf(files[1:], query, output.name)
    note(*done.notes)
    summary = f"{output.name}: {counted(done.acts, 'act')}, {counted(done.relations, 'direct relation')}"
    if output.name == "-":
        note(summary)
    else:
        print_out(cell(summary))


def _list(kind: str = "") -> None:
    from relgraph.importing import bundled_mappings, mapping_named

    if kind and kind != "rdf":
        mapping = mapping_named(kind)
        print_out(cell(mapping.title, "bold"), cell(" ".join(mapping.about.split())))
        for layout in mapping.tables:
            print_out(cell(f"{layout.name}: {', '.join(layout.columns)}"))
            if layout.optional:
                print_out(cell(f"also, where it is there: {', '.join(layout.optional)}"))
        return
    table = table_of("kind", "tables", "columns")
    for mapping in bundled_mappings().values():
        layouts = "; ".join(listed(layout.columns[:4], "and") for layout in mapping.tables)
        table.add_row(cell(mapping.name), cell(mapping.title), cell(layouts))
    table.add_row(cell("rdf"), cell("RDF of any vocabulary, by a query of yours (--map)"), cell(""))
    print_out(table)
    note("relgraph import KIND --list tells the columns of one, its terms and how to get it")


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", text)
    if found is None or int(found[2] or found[1]) < int(found[1]):
        raise click.UsageError(f"--years {text}: give a year, or the first and the last, such as 1946-1950")
    return int(found[1]), int(found[2] or found[1])


def _columns(text: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in next(csv.reader([text])) if text else ():
        name, is_one, column = (each.strip() for each in part.partition("="))
        if not is_one or not column:
            raise click.UsageError(
                f"--columns {part}: give NAME=COLUMN, such as source=ccode1, in quotes where a comma is in it"
            )
        if name in found or column in found.values():
            what = f"is {name} twice" if name in found else f"is {column} for two"
            raise click.UsageError(f"--columns {part}: there {what}; each has a column of its own")
        found[name] = column
    return found


def _delimiter(text: str) -> str:
    found = text.replace("\\t", "\t")
    if len(found) > 1 or found in ('"', "\n", "\r"):
        raise click.UsageError(f"--delimiter {text!r}: give one character, no quote or end of line")
    return found


def _places(output: str, read: Sequence[str | None], given: Mapping[str, str | None]) -> dict[str, _List]:
    """Return where lists go, by their options; refuse to write over what is read or written otherwise."""
    lists = {
        option: _List(place or ("" if output == "-" else _beside(output, _LISTS[option])), place is not None)
        for option, place in given.items()
    }
    taken = [Path(name).absolute() for name in read if name and name != "-"]
    written = {"-o": output, **{option: each.place for option, each in lists.items()}}
    for option, name in written.items():
        path = Path(name).absolute()
        if name in ("", "-"):
            continue
        if path in taken or (path.exists() and any(each.exists() and each.samefile(path) for each in taken)):
            raise OutputError(f"{name}: this file is read or written otherwise", f"give {option} another name")
        if not path.parent.is_dir():
            raise OutputError(f"{name}: its folder is not there", "make it, or give another name")
        taken.append(path)
    return lists


class _List(NamedTuple):
    """Where a list goes, ``""`` for nowhere."""

    place: str
    is_asked: bool

    def is_due(self, content: str, number: int) -> bool:
        """Tell whether it is written: one of an earlier import tells of an output that is no more."""
        if self.is_asked or (number and self.place):
            return True
        path = Path(self.place or ".")
        if not path.is_file():
            return False
        with path.open("rb") as there:
            return there.readline() == content.encode().partition(b"\n")[0] + b"\n"


def _lines(imported: Imported, lists: Mapping[str, _List]) -> list[str]:
    """Return what was done, in counts that add up, and write lists of what was not."""
    from relgraph.writing import write

    lines = [f"{name}: {counted(rows, 'row')}" for name, rows in imported.rows.items()]
    if imported.called:
        lines.append(f"took {listed(f'{column} for {name}' for name, column in imported.called.items())}")
    lines += [f"left out {counted(number, 'row')}: {reason}" for reason, number in imported.left_out.items()]
    if imported.dropped:
        lines.append(
            f"acts that are added up have no attributes: left out the columns {listed(imported.dropped)}"
        )
    if imported.repeated:
        verb = "repeats" if imported.repeated == 1 else "repeat"
        lines.append(
            f"{counted(imported.repeated, 'act')} {verb} the day, actors, relation and code of another, as "
            "where several reports tell of one event"
        )
    first = f"first {_first(imported)}; " if imported.rejected else ""
    for option, content, number, said in (
        (
            "--rejects",
            imported.rejects_csv(),
            len(imported.rejected),
            f"rejected {counted(len(imported.rejected), 'row')}: {first}",
        ),
        (
            "--unresolved",
            imported.unresolved_csv(),
            len(imported.unresolved),
            f"{counted(len(imported.unresolved), 'name')} that the gazetteer lacks, kept as told: ",
        ),
    ):
        place = lists[option].place
        if lists[option].is_due(content, number):
            write(content, place)
        if number:
            lines.append(said + (f"see {place}" if place else f"give {option} to list them"))
    return lines


def _tell(imported: Imported, output: str, lists: Mapping[str, _List]) -> None:
    note(*_lines(imported, lists))
    of_rows = f" of {counted(imported.stand_for, 'row')}" if imported.stand_for != imported.acts else ""
    summary = f"{output}: {counted(imported.acts, 'act')}{of_rows}, {counted(imported.things, 'thing')}"
    if output == "-":
        note(summary)
    else:
        print_out(cell(summary))


def _first(imported: Imported) -> str:
    first = imported.rejected[0]
    return f"{first.file}, row {first.row}: {first.reason}"


def _beside(output: str, what: str) -> str:
    path = Path(output)
    stem = path.name.removesuffix(".gz").removesuffix(".ttl").removesuffix(".csv")
    return str(path.with_name(f"{stem}.{what}.csv"))
