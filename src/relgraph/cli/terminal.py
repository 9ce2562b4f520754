"""What people see: tables and notes, in colour at a terminal and plain in a pipe."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from relgraph.cleaning import clean
from relgraph.cli.streams import said
from relgraph.progress import Progress

if TYPE_CHECKING:
    import rich.table
    from rich.console import Console
    from rich.text import Text


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    # A pipe has no width: nothing is wrapped or cut there.
    width = None if stream.isatty() else 100_000
    return Console(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


@dataclass
class Table:
    """A table: ruled and coloured at a terminal, else plain.

    Attributes:
        columns: The headings.
        for_eyes: Whether it goes to a terminal.
    """

    columns: tuple[str, ...]
    for_eyes: bool
    _rows: list[tuple[str | Text, ...]] = field(default_factory=list)

    def add_row(self, *cells: str | Text) -> None:
        """Add a row; cells that it lacks at its end are empty."""
        self._rows.append(cells + ("",) * (len(self.columns) - len(cells)))

    def __rich__(self) -> rich.table.Table:
        """Return it as rich draws it."""
        from rich.table import Table

        table = Table(header_style="bold", show_lines=False)
        for column in self.columns:
            table.add_column(column, overflow="fold")
        for row in self._rows:
            table.add_row(*row)
        return table

    def lines(self) -> Iterator[str]:
        """Yield it as plain lines, in a fraction of the time that rich takes."""
        rows = [tuple(str(cell).split("\n") for cell in row) for row in (self.columns, *self._rows)]
        widths = [max(_width(text) for cell in cells for text in cell) for cells in zip(*rows, strict=True)]
        for row in rows:
            for texts in zip_longest(*row, fillvalue=""):
                padded = (
                    text + " " * (width - _width(text)) for text, width in zip(texts, widths, strict=True)
                )
                yield "  ".join(padded)


def _width(text: str) -> int:
    """Return how many columns of a terminal a line of text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def table_of(*columns: str, for_eyes: bool | None = None) -> Table:
    """Return an empty table with these columns, plain unless it goes to a terminal."""
    return Table(columns, sys.stdout.isatty() if for_eyes is None else for_eyes)


def cell(text: str, style: str = "", *, lines: bool = False) -> Text:
    """Return ``text``, of whatever origin, as a cell of a table or a line; ``lines`` keeps its line breaks."""
    from rich.text import Text

    return Text(clean(text, lines=lines), style=style)


def line(*parts: str | tuple[str, str] | Text) -> Text:
    """Return ``parts``, plain, styled (text and style) or cells, as one line."""
    from rich.text import Text

    return Text.assemble(*parts)


def of_note(word: str, usual: str) -> Text:
    """Return a status as a cell, coloured where it is not the usual one."""
    return cell(word, "" if word == usual else "yellow")


def print_out(*items: Table | Text) -> None:
    """Print to standard output."""
    console = _console()
    for item in items:
        if isinstance(item, Table) and not item.for_eyes:
            sys.stdout.writelines(f"{text}\n" for text in item.lines())
        else:
            console.print(item)


def plain_text(*items: Table | Text) -> str:
    """Return what :func:`print_out` prints as plain text with no blanks at the ends of its lines."""
    lines = chain.from_iterable(
        item.lines() if isinstance(item, Table) else item.plain.split("\n") for item in items
    )
    return "".join(f"{text.rstrip()}\n" for text in lines)


def ranked(rank: int | None) -> str:
    """Return a rank as a table shows it, nothing where there is none."""
    return "" if rank is None else str(rank)


def shown(value: object) -> str:
    """Return a term as a table shows it: an IRI by what tells it apart, a modality by its word."""
    from rdflib import URIRef

    from relgraph.model.namespaces import short, word

    if not isinstance(value, URIRef):
        return "" if value is None else str(value)
    name = short(str(value)).removeprefix("document/")
    return word(value) if name.startswith("modality") else name


def note(*lines: str, style: str = "dim", prefix: str = "") -> None:
    """Say ``lines`` on standard error."""
    if not lines:
        return
    console = _console(stderr=True)
    with said():
        for text in lines:
            console.print(cell(prefix + text, style))


def explain(method: tuple[str, ...], warnings: tuple[str, ...]) -> None:
    """Say on standard error how a result was reached and what it cannot tell."""
    note(*method)
    note(*warnings, style="yellow", prefix="warning: ")


@contextlib.contextmanager
def busy(what: str) -> Iterator[None]:
    """Show a spinner on standard error while something runs, where that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with _console(stderr=True).status(what):
        yield


@contextlib.contextmanager
def progress(what: str) -> Iterator[Progress]:
    """Show a bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.progress import Progress as Bar

    with Bar(console=_console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextlib.contextmanager
def counting() -> Iterator[Callable[[str, int], None]]:
    """Show on standard error, where that is a terminal, what is being done, how much, and how fast."""
    if not sys.stderr.isatty():
        yield lambda _what, _number: None
        return
    start: dict[str, float] = {}
    with _console(stderr=True).status("reading") as status:

        def show(what: str, number: int) -> None:
            since = start.setdefault(what, time.monotonic())
            seconds = time.monotonic() - since
            speed = f", {number / seconds:,.0f} a second" if number and seconds > 0.1 else ""
            status.update(f"{what} {number:,}{speed}" if number else what)

        yield show
