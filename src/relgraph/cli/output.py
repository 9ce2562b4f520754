"""Where a command writes and in which format: ``-f/--format`` and ``-o/--output``, alike for every command."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from relgraph.cli.options import OneOf
from relgraph.cli.terminal import plain_text, print_out
from relgraph.errors import OutputError
from relgraph.formats import FORMATS, format_of, suffix_of, suffixes_of
from relgraph.records import for_spreadsheet
from relgraph.wording import listed
from relgraph.writing import write

if TYPE_CHECKING:
    from rich.text import Text

    from relgraph.cli.terminal import Table

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Output:
    """What ``-f`` and ``-o`` say.

    Attributes:
        name: A file, or ``-`` for standard output.
        asked: The format that ``-f`` names; ``None`` where it is left to the name of the file.
        formats: The formats that the command writes.
        default: The format where neither says one; ``None`` where one has to.
        is_for_spreadsheet: Whether it is CSV that a spreadsheet opens safely.
    """

    name: str
    asked: str | None
    formats: tuple[str, ...]
    default: str | None
    is_for_spreadsheet: bool = False

    @property
    def format(self) -> str:
        """The format to write; see :meth:`format_among`."""
        return self.format_among(self.formats, self.default)

    def format_among(self, formats: tuple[str, ...], default: str | None) -> str:
        """Return the format to write: that of ``-f``, else that of the suffix, else the default.

        Raises:
            OutputError: The suffix stands for none of ``formats``, nothing tells the format, or a terminal
                cannot show it.
        """
        suffix = "" if self.name == "-" else suffix_of(self.name)
        chosen = self.asked or (format_of(self.name, formats) if suffix else default)
        if chosen is None:
            advice = f"-o FILE that ends in {listed(suffixes_of(formats), 'or')}"
            advice = f"give {advice}" if len(formats) == 1 else f"give --format, or {advice}"
            if suffix:
                raise OutputError(f"{self.name}: this command writes no {suffix} file", advice)
            name = "standard output" if self.name == "-" else self.name
            raise OutputError(f"{name}: its name does not tell the format", advice)
        if FORMATS[chosen].is_binary and self.name == "-" and sys.stdout.isatty():
            raise OutputError(f"{chosen} is not for a terminal", "write it to a file with -o")
        return chosen

    @property
    def is_for_eyes(self) -> bool:
        """Whether it goes to a terminal."""
        return self.name == "-" and sys.stdout.isatty()

    def write(self, content: str | bytes | Iterable[bytes]) -> None:
        """Write ``content``, whole or not at all."""
        content = content.encode() if isinstance(content, str) else content
        if self.is_for_spreadsheet:
            content = for_spreadsheet(content if isinstance(content, bytes) else b"".join(content))
        write(content, self.name)

    def show(self, *items: Table | Text) -> None:
        """Print tables and lines, as plain text into a file."""
        if self.name == "-":
            print_out(*items)
        else:
            self.write(plain_text(*items))


def spreadsheet_option(command: _F) -> _F:
    """Add ``--for-spreadsheet``; the command takes ``spreadsheet``."""
    return click.option(
        "--for-spreadsheet",
        "spreadsheet",
        is_flag=True,
        help="CSV that a spreadsheet opens safely: no cell is taken for a formula, and it is read as UTF-8.",
    )(command)


def _csv_among(formats: tuple[str, ...], name: str, asked: str | None) -> str:
    """Return the format of CSV that is asked for, csv where none is."""
    suffix = suffix_of(name) if name != "-" else ""
    chosen = asked or (format_of(name, formats) if suffix else None) or "csv"
    if ".csv" not in FORMATS[chosen].suffixes:
        raise OutputError(f"{chosen} is no CSV, which --for-spreadsheet writes", "use -f csv, or leave it out")
    return chosen


def _refuse_input(name: str, options: Mapping[str, Any]) -> None:
    """Refuse to write over a file that is read."""
    for option in ("data", "files", "source", "shapes"):
        for read in options.get(option) or ():
            written, there = Path(name), Path(read)
            if "-" not in (name, read) and written.exists() and there.exists() and written.samefile(there):
                raise OutputError(f"{name}: this file is read", "give -o another name")


def output_options(
    formats: Iterable[str],
    *,
    default: str | None,
    help: str = "How to write it.",
    may_replace_input: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``-f/--format``, where there are several, and ``-o/--output``; the command takes ``output``.

    Args:
        formats: What the command writes. A suffix of the file tells which where ``-f`` does not.
        default: The format where neither does. Without a default it may depend on the result, and the command
            asks :meth:`Output.format_among`.
        help: What ``-f`` is for.
        may_replace_input: Whether ``-o`` may name a file that is read, since what is written is what was read.
    """
    known = tuple(formats)

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def run(
            *arguments: Any,
            asked_format: str | None = None,
            output_name: str,
            spreadsheet: bool = False,
            **options: Any,
        ) -> Any:
            asked = _csv_among(known, output_name, asked_format) if spreadsheet else asked_format
            output = Output(output_name, asked, known, default, is_for_spreadsheet=spreadsheet)
            if not may_replace_input:
                _refuse_input(output_name, options)
            if default is not None:
                _ = output.format  # refused before anything is read
            return command(*arguments, output=output, **options)

        run = click.option(
            "-o",
            "--output",
            "output_name",
            default="-",
            metavar="FILE",
            help=f"Where to write; - is standard output (default). Ends in {listed(suffixes_of(known), 'or')}.",
        )(run)
        if "csv" in known:
            run = spreadsheet_option(run)
        if len(known) > 1:
            of = f" Default: what the suffix of -o says{f', else {default}' if default else ''}."
            run = click.option("-f", "--format", "asked_format", type=OneOf("format", known), help=help + of)(
                run
            )
        return run

    return decorate
