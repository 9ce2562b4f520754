"""The command ``python -m benchmarks.page``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import WayError
from benchmarks.page.bars import BARS, SIZES, Bar, Size
from benchmarks.page.browser import CHROMIUM, chromium
from benchmarks.page.measuring import Line, measure
from benchmarks.table import HOLDS, aligned

_HELP = """Measure the page of graphs of several sizes, and print one table.

The command renders each page in a process of its own. In Chromium, a step (a move of the mouse to another node,
a click on one, a step of dragging or of the wheel, a filter switched) is done several times. Its CPU is that of
all processes of the browser, the mean, less what they take when nothing happens and to wait for frames. Its
time, the median, goes from the event until pixels could be read back in the second frame after it: some 30 ms
where nothing is to be done. Bars of time need an idle machine. Below scale 1 no bar is judged. The exit code is
1 where a bar is missed, 2 where nothing can be measured, else 0. All of it takes a quarter of an hour."""

_HEADINGS = ("", "time", "CPU", "else", "bar", "holds")
_RIGHT = frozenset((1, 2, 3))


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.page",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sizes = [size.nodes for size in SIZES]
    parser.add_argument(
        "--only", action="append", type=int, choices=sizes, metavar="NODES",
        help=f"only this size; repeatable: {', '.join(map(str, sizes))}",
    )  # fmt: skip
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="S", help="multiply sizes by S: 0.2 for a quick look"
    )
    parser.add_argument("--by-cpu", action="store_true", help="judge bars of time by CPU, on a busy machine")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    if options.scale <= 0:
        parser.error("--scale is more than 0")
    if CHROMIUM is None:
        parser.error("Chromium is not installed (Debian: apt-get install chromium)")

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    bars = [bar.by_cpu() if options.by_cpu else bar for bar in BARS]
    rows: list[Sequence[str]] = [_HEADINGS]
    records, missed = [], False
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for named in SIZES:
            if options.only and named.nodes not in options.only:
                continue
            size = named.scaled(options.scale)
            try:
                lines = measure(size, browser, Path(folder), say)
            except WayError as error:
                say(str(error))
                return 2
            rows += [("",), (f"{size.nodes:,} nodes, {size.edges:,} edges",)]
            for line in lines:
                judged = [
                    (bar, bar.holds(line.figures[bar.quantity]) if options.scale >= 1 else None)
                    for bar in bars
                    if bar.line == line.name and named.nodes in bar.nodes
                ]
                missed |= any(holds is False for _, holds in judged)
                rows += _rows(line, judged)
                records.append(_record(size, line, judged))
    print(aligned(rows, _RIGHT), end="")
    if options.json:
        options.json.write_text(json.dumps(records, indent=1) + "\n", "utf-8")
    return int(missed)


def _rows(line: Line, judged: Sequence[tuple[Bar, bool | None]]) -> list[list[str]]:
    """Return a row for a line, and one more for each further bar on it."""
    shown = {quantity: _amount(quantity, figure) for quantity, figure in line.figures.items()}
    other = next((shown[quantity] for quantity in ("memory", "bytes", "share") if quantity in shown), "")
    figures = [f"  {line.name}", shown.get("time", ""), shown.get("cpu", ""), other]
    if not judged:
        return [[*figures, "", ""]]
    rows = []
    for bar, holds in judged:
        rows.append([*figures, _words(bar), HOLDS[holds]])
        figures = [""] * 4
    return rows


def _words(bar: Bar) -> str:
    limit, figure = ("at least", bar.at_least) if bar.at_least is not None else ("at most", bar.at_most)
    assert figure is not None
    return f"{'CPU' if bar.quantity == 'cpu' else bar.quantity} {limit} {_amount(bar.quantity, figure)}"


def _amount(quantity: str, figure: float) -> str:
    if quantity in ("time", "cpu"):
        return f"{figure:.2f} s" if figure >= 1 else f"{1000 * figure:.3g} ms"
    if quantity == "share":
        return f"{figure:.3f}"
    return f"{figure / 1e6:.1f} MB" if figure >= 1e6 else f"{figure:,.0f} bytes"


def _record(size: Size, line: Line, judged: Sequence[tuple[Bar, bool | None]]) -> dict[str, object]:
    return {
        "nodes": size.nodes,
        "edges": size.edges,
        "line": line.name,
        **line.figures,
        "bars": [{"bar": _words(bar), "holds": holds} for bar, holds in judged],
    }


if __name__ == "__main__":
    sys.exit(main())
