"""The command ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.cases import CASES, Bar
from benchmarks.measuring import measure
from benchmarks.table import records, table

_HELP = """Measure relgraph beside other ways, and print one table.

Each way is a whole process. The ways of a line take turns, and the median of time, CPU and peak memory counts.
Compare ratios, not seconds: seconds depend on the machine. Bars in seconds need an idle one. Below scale 1 no
bar is judged. The exit code is 1 where a bar is missed or a way fails, else 0. All of it takes about half an
hour, most of that for the paths of NetworkX; the lines of kglab first install it, once, into an environment of
its own in build/benchmarks."""


def main() -> int:
    """Run what the command line asks for."""
    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=_HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", action="append", choices=names, metavar="NAME", help=f"repeatable: {', '.join(names)}"
    )
    parser.add_argument("--full", action="store_true", help="also what takes long: ten million triples")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="default 3")
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="S", help="multiply sizes by S: 0.01 for a quick look"
    )
    parser.add_argument("--by-cpu", action="store_true", help="judge bars of time by CPU, on a busy machine")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    if options.rounds < 1 or options.scale <= 0:
        parser.error("--rounds is 1 or more, and --scale more than 0")
    chosen = [
        case for case in CASES if (case.name in options.only if options.only else options.full or not case.long)
    ]

    if options.by_cpu:
        chosen = [replace(case, bars=tuple(map(_by_cpu, case.bars))) for case in chosen]

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        lines = [measure(case, options.rounds, options.scale, Path(folder), say) for case in chosen]
    print(table(lines, options.scale), end="")
    if options.json:
        options.json.write_text(json.dumps(records(lines, options.scale), indent=1) + "\n", "utf-8")
    return int(any(verdict.holds is False for line in lines for verdict in line.verdicts))


def _by_cpu(bar: Bar) -> Bar:
    return replace(bar, quantity="cpu") if bar.quantity == "time" else bar


if __name__ == "__main__":
    sys.exit(main())
