"""The tables at the end of a run of the stores' tests, and what a store that is not here means."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import NoReturn, Protocol, TypeVar, cast

import pytest

from .contract import Reader, Store

AStore = TypeVar("AStore", bound=Store)


def require(program: type[Store] | type[Reader]) -> None:
    """Say that ``program`` is missing where it is."""
    if reason := program.missing():
        say_missing(f"{program.name}: {reason}")


def say_missing(what: str) -> NoReturn:
    """Skip, with the reason; fail where RELGRAPH_STORES says ``required``."""
    if os.environ.get("RELGRAPH_STORES") == "required":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


class Start(Protocol):
    """Starts a store, once a session, or says that it is not here."""

    def __call__(self, program: type[AStore]) -> AStore: ...


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Return what starts a store; all that it started end with the session."""
    with ExitStack() as running:
        started: dict[type[Store], Store] = {}

        def start_once(program: type[AStore]) -> AStore:
            require(program)
            if program not in started:
                started[program] = running.enter_context(program())
            return cast(AStore, started[program])

        yield start_once


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a table for each kind of cell that the tests recorded."""
    tables: dict[str, dict[tuple[str, str], str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "cell":
                    table, row, column, text = value
                    tables.setdefault(table, {})[row, column] = text
    for title, cells in sorted(tables.items()):
        terminalreporter.section(title)
        for line in _table(cells):
            terminalreporter.line(line)


def _table(cells: dict[tuple[str, str], str]) -> Iterable[str]:
    names = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    rows = [["", *columns], *([name, *(cells.get((name, column), "") for column in columns)] for name in names)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
