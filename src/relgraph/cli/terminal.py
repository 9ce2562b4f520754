"""What people see: tables, notes and errors, in colour at a terminal and plain in a pipe."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator

from rdflib import URIRef
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

import relgraph
from relgraph.model.namespaces import short


def counted(number: int, noun: str) -> str:
    """Return ``number`` and ``noun``, in the plural where there is not one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def clean(text: str) -> str:
    """Return ``text`` without characters that would drive a terminal or turn the line around."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)
    text = re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return text if len(text) <= 1000 else text[:1000] + " ..."


def _console(*, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    # A pipe has no width: nothing is wrapped or cut there.
    width = None if stream.isatty() else 100_000
    return Console(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


def table_of(*columns: str, output: str = "-") -> Table:
    """Return an empty table with these columns, plain where nobody looks at it."""
    if output == "-" and sys.stdout.isatty():
        table = Table(header_style="bold", show_lines=False)
    else:
        table = Table(box=None, pad_edge=False, header_style="")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_out(*items: Table | Text, output: str = "-") -> None:
    """Print to standard output, or as plain text into the file ``output``."""
    console = _console()
    if output == "-":
        for item in items:
            console.print(item)
        return
    plain = Console(width=100_000, no_color=True, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    with plain.capture() as captured:
        for item in items:
            plain.print(item)
    write_text(captured.get(), output)


def write_text(text: str, output: str) -> None:
    """Write ``text`` with no blanks at line ends, to standard output or the file ``output``."""
    relgraph.write(("\n".join(line.rstrip() for line in text.splitlines()) + "\n").encode(), output)


def ranked(rank: int | None) -> str:
    """Return a rank as a table shows it, nothing where there is none."""
    return "" if rank is None else str(rank)


def shown(value: object) -> str:
    """Return a term as a table shows it: an IRI by what tells it apart, a modality by its word."""
    if not isinstance(value, URIRef):
        return "" if value is None else str(value)
    name = short(str(value)).removeprefix("document/")
    return name.removeprefix("modality").lower() if name.startswith("modality") else name


def note(*lines: str, style: str = "dim", prefix: str = "") -> None:
    """Say ``lines`` on standard error."""
    console = _console(stderr=True)
    for line in lines:
        console.print(Text(clean(" ".join((prefix + line).split())), style=style))


@contextlib.contextmanager
def busy(what: str) -> Iterator[Callable[[str], None]]:
    """Show a spinner on standard error while something runs, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with _console(stderr=True).status(what) as status:
        yield status.update


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with Progress(console=_console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def complain(message: str, advice: str) -> None:
    """Say on standard error what went wrong and, on a line of its own, what to do."""
    print(f"relgraph: {clean(message)}", file=sys.stderr)
    if advice:
        print(f"  {clean(advice)}", file=sys.stderr)
