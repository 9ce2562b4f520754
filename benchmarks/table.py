"""The table: a row for each way, and for each bar what was measured and whether it holds."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.cases import Bar, Case
from benchmarks.measuring import Measured, Verdict

_HEADINGS = ("", "time s", "CPU s", "MiB", "ratio", "bar", "holds")
_RIGHT = frozenset((1, 2, 3, 4))
HOLDS = {True: "yes", False: "NO", None: "not judged at this scale"}
_QUANTITIES = {"time": "time", "cpu": "CPU", "memory": "memory"}


def table(lines: Iterable[Measured], scale: float) -> str:
    """Return the lines as plain text with aligned columns; a row of one cell is as wide as the table."""
    rows: list[Sequence[str]] = [_HEADINGS]
    for line in lines:
        rows += [("",), *_rows(line, scale)]
    return aligned(rows, _RIGHT)


def aligned(rows: Sequence[Sequence[str]], right: Container[int]) -> str:
    """Return rows as lines with aligned columns, those of these numbers to the right."""
    columns = zip(*(row for row in rows if len(row) > 1), strict=True)
    widths = [max(map(len, column)) for column in columns]
    return "".join(f"{_line(row, widths, right)}\n" for row in rows)


def _line(row: Sequence[str], widths: Sequence[int], right: Container[int]) -> str:
    if len(row) == 1:
        return row[0]
    cells = (
        cell.rjust(width) if column in right else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def records(lines: Iterable[Measured], scale: float) -> list[dict[str, Any]]:
    """Return the lines as JSON has them."""
    return [
        {
            "name": line.case.name,
            "title": title(line.case, scale),
            "ways": [
                {
                    "way": outcome.way.name,
                    "reason": outcome.reason,
                    **(asdict(outcome.figures) if outcome.figures else {}),
                }
                for outcome in line.outcomes
            ],
            "bars": [
                {**asdict(verdict.bar), "ratio": verdict.ratio, "holds": verdict.holds}
                for verdict in line.verdicts
            ],
        }
        for line in lines
    ]


def title(case: Case, scale: float) -> str:
    """Return what a line is about, with the size of its data."""
    return f"{case.title}, {case.data.scaled(scale):,} {case.data.unit}" if case.data else case.title


def _rows(line: Measured, scale: float) -> list[list[str]]:
    """Return a row for each way, and one more for each further bar against it."""
    rows = [[f"{line.case.name}: {title(line.case, scale)}"]]
    for outcome in line.outcomes:
        rival = "" if outcome is line.outcomes[0] else outcome.way.name
        verdicts = [verdict for verdict in line.verdicts if verdict.bar.rival == rival]
        taken = outcome.figures
        numbers = [f"{taken.time:.2f}", f"{taken.cpu:.2f}", f"{taken.memory:,.0f}"] if taken else ["-"] * 3
        figures = [f"  {outcome.way.name}", *numbers]
        for verdict in verdicts:
            rows.append([*figures, *_bar(verdict)])
            figures = [""] * 4
        if not verdicts:
            rows.append([*figures, "", "", ""])
        if outcome.reason:
            rows.append([f"    {outcome.reason}"])
    return rows


def _bar(verdict: Verdict) -> list[str]:
    if verdict.ratio is None:
        return ["-", words(verdict.bar), "NO" if verdict.holds is False else "not known"]
    return [f"{verdict.ratio:.2f}", words(verdict.bar), HOLDS[verdict.holds]]


def words(bar: Bar) -> str:
    """Return what a bar asks for."""
    quantity = _QUANTITIES[bar.quantity]
    if bar.at_least is not None:
        return f"{quantity} at least {bar.at_least:g} times ours"
    return f"{quantity} of ours at most {bar.at_most:g} {'of it' if bar.rival else 's'}"
