"""What people see: tables, notes and errors, in colour at a terminal and plain in a pipe."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from rdflib import URIRef
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from relgraph.cleaning import clean
from relgraph.errors import OutputError
from relgraph.model.namespaces import short, word
from relgraph.progress import Progress


def _console(*, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    # A pipe has no width: nothing is wrapped or cut there.
    width = None if stream.isatty() else 100_000
    return Console(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


def table_of(*columns: str, for_eyes: bool | None = None) -> Table:
    """Return an empty table with these columns, plain unless it goes to a terminal."""
    if sys.stdout.isatty() if for_eyes is None else for_eyes:
        table = Table(header_style="bold", show_lines=False)
    else:
        table = Table(box=None, pad_edge=False, header_style="")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def cell(text: str, style: str = "", *, lines: bool = False) -> Text:
    """Return ``text``, of whatever origin, as a cell of a table or a line; ``lines`` keeps its line breaks."""
    return Text(clean(text, lines=lines), style=style)


def of_note(word: str, usual: str) -> Text:
    """Return a status as a cell, coloured where it is not the usual one."""
    return cell(word, "" if word == usual else "yellow")


def print_out(*items: Table | Text) -> None:
    """Print to standard output."""
    console = _console()
    for item in items:
        console.print(item)


def plain_text(*items: Table | Text) -> str:
    """Return what :func:`print_out` prints as plain text with no blanks at the ends of its lines."""
    out = io.StringIO()
    console = Console(width=100_000, no_color=True, file=out)
    for item in items:
        console.print(item)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def ranked(rank: int | None) -> str:
    """Return a rank as a table shows it, nothing where there is none."""
    return "" if rank is None else str(rank)


def shown(value: object) -> str:
    """Return a term as a table shows it: an IRI by what tells it apart, a modality by its word."""
    if not isinstance(value, URIRef):
        return "" if value is None else str(value)
    name = short(str(value)).removeprefix("document/")
    return word(value) if name.startswith("modality") else name


def note(*lines: str, style: str = "dim", prefix: str = "") -> None:
    """Say ``lines`` on standard error."""
    console = _console(stderr=True)
    with _said():
        for line in lines:
            console.print(Text(clean(prefix + line), style=style))


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
    with Bar(console=_console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def prepare_streams() -> None:
    """Let standard output and standard error take any character, also where whoever started us closed them."""
    # What has no standard output has no result; who wants no notes gets none.
    for name, number, closed in (("stdout", 1, os.O_RDONLY), ("stderr", 2, os.O_WRONLY)):
        stream = getattr(sys, name)
        if stream is None:
            handle = os.open(os.devnull, closed)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 - until exit
        else:
            stream.reconfigure(errors="backslashreplace")


def drain(stream: TextIO) -> None:
    """Write what a stream still has to write, and drop what cannot be written."""
    try:
        stream.flush()
    except OSError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Drop what a stream still has to write, which would be tried again at exit."""
    with contextlib.suppress(OSError, ValueError):
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, stream.fileno())
        os.close(handle)


def complain(message: str, advice: str) -> None:
    """Say on standard error what went wrong and, on a line of its own, what to do."""
    with _said():
        print(f"relgraph: {clean(message)}", file=sys.stderr)
        if advice:
            print(f"  {clean(advice)}", file=sys.stderr)


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """Tell a failure of standard error from one of standard output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard error: {error.strerror or error}") from None
