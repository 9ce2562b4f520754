"""Whole processes side by side: how long each takes, its CPU and its peak memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from benchmarks.cases import Bar, Case, Data, Way
from benchmarks.environment import EnvironmentMissingError, python_of

REPOSITORY = Path(__file__).parents[1]
_SEED = "7"
_PAIRS_PER_NODE = 43 / 3
_MEBIBYTE = 2**20
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024

Say = Callable[[str], None]
"""Takes a line of progress."""


@dataclass(frozen=True)
class Figures:
    """What a process took: seconds, seconds of CPU, and mebibytes at its peak, its own children's included."""

    time: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Outcome:
    """What a way took, the median of its runs, or why there is nothing."""

    way: Way
    figures: Figures | None
    reason: str = ""


@dataclass(frozen=True)
class Verdict:
    """The outcome of a bar.

    Attributes:
        bar: The bar.
        ratio: What was measured against it; ``None`` where a way did not run.
        holds: Whether the bar holds; ``None`` where a way is not installed, or at a scale below 1.
    """

    bar: Bar
    ratio: float | None
    holds: bool | None


@dataclass(frozen=True)
class Measured:
    """A line of the table."""

    case: Case
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[Verdict, ...]


class WayError(Exception):
    """Says why a way cannot run."""


def measure(case: Case, rounds: int, scale: float, folder: Path, say: Say) -> Measured:
    """Run the ways of a case in turn, so that a slow moment of the machine affects all of them.

    Args:
        case: The line of the table.
        rounds: How often each way runs, except those that run once.
        scale: What sizes are multiplied by. Bars are set for scale 1 and are not judged below it.
        folder: Where generated files are kept; missing ones are written.
        say: Told of each step.

    Returns:
        The medians, and the outcomes of the bars.
    """
    runs: dict[str, list[Figures]] = {way.name: [] for way in case.ways}
    reasons: dict[str, str] = {}
    for turn in range(rounds):
        for way in case.ways:
            if way.name in reasons or (way.once and turn):
                continue
            for _ in range(case.times):
                try:
                    figures = run(_words(way, scale, folder, say), way.ends)
                except WayError as error:
                    reasons[way.name] = str(error)
                    say(f"{case.name}: {way.name}: {error}")
                    break
                runs[way.name].append(figures)
                say(
                    f"{case.name}: {way.name}: {figures.time:.2f} s, CPU {figures.cpu:.2f} s, "
                    f"{figures.memory:,.0f} MiB"
                )
    outcomes = tuple(
        Outcome(way, None if way.name in reasons else _median(runs[way.name]), reasons.get(way.name, ""))
        for way in case.ways
    )
    named = {outcome.way.name: outcome for outcome in outcomes}
    verdicts = tuple(_verdict(bar, outcomes[0], named.get(bar.rival), judge=scale >= 1) for bar in case.bars)
    return Measured(case, outcomes, verdicts)


def _median(runs: Sequence[Figures]) -> Figures:
    columns = zip(*((run.time, run.cpu, run.memory) for run in runs), strict=True)
    return Figures(*map(statistics.median, columns))


def judged(bar: Bar, ours: Figures, theirs: Figures | None) -> Verdict:
    """Return the outcome of a bar.

    Args:
        bar: The bar.
        ours: Our figures.
        theirs: The rival's; ``None`` for a bar in seconds.

    Returns:
        The ratio that the bar is about, and whether it holds.
    """
    ours_amount: float = getattr(ours, bar.quantity)
    theirs_amount: float = getattr(theirs, bar.quantity) if theirs else 1.0
    if bar.at_least is not None:
        ratio = theirs_amount / ours_amount
        return Verdict(bar, ratio, ratio >= bar.at_least)
    assert bar.at_most is not None
    ratio = ours_amount / theirs_amount
    return Verdict(bar, ratio, ratio <= bar.at_most)


def _verdict(bar: Bar, ours: Outcome, rival: Outcome | None, *, judge: bool) -> Verdict:
    """Return the outcome of a bar, which a way that failed misses at any scale."""
    ways = [ours] if rival is None else [ours, rival]
    if ours.figures is None or (rival and rival.figures is None):
        failed = any(way.reason.startswith("failed") for way in ways)
        return Verdict(bar, None, False if failed else None)
    verdict = judged(bar, ours.figures, rival.figures if rival else None)
    return verdict if judge else replace(verdict, holds=None)


def _words(way: Way, scale: float, folder: Path, say: Say) -> list[str]:
    """Return the command of a way, with the files that it reads written.

    Raises:
        WayError: Something is missing.
    """
    if way.needs and find_spec(way.needs) is None:
        raise WayError(f"skipped: no {way.needs} here, pip install -e '.[bench]'")
    return [_path(word, scale, folder, say) if isinstance(word, Data) else word for word in _program(way, say)]


def _program(way: Way, say: Say) -> list[str | Data]:
    program, *rest = way.command
    if program == "python":
        return [sys.executable, *rest]
    if program == "kglab":
        try:
            return [str(python_of("kglab", say)), *rest]
        except EnvironmentMissingError as error:
            raise WayError(f"skipped: {error}") from None
    return [beside_python(str(program)), *rest]


def beside_python(program: str) -> str:
    """Return the path of a program that is installed in this environment.

    Raises:
        WayError: It is not.
    """
    found = shutil.which(program, path=Path(sys.executable).parent)
    if found is None:
        raise WayError(f"skipped: no {program} beside {Path(sys.executable).name}, pip install -e '.[bench]'")
    return found


def _path(data: Data, scale: float, folder: Path, say: Say) -> str:
    """Return the path of a generated file, which is written once in a run."""
    size = data.scaled(scale)
    suffix = "txt" if data.unit == "nodes" else "ttl"
    path = folder / f"{data.unit}-{size}{'-broken' if data.broken else ''}.{suffix}"
    if not path.exists():
        say(f"writing {size:,} {data.unit}")
        command = [sys.executable, "-m", "benchmarks.generator", f"--{data.unit}", str(size), "--seed", _SEED]
        if data.broken:
            command += ["--broken", str(data.broken)]
        if data.unit == "nodes":
            command += ["--edges", str(round(size * _PAIRS_PER_NODE))]
        subprocess.run([*command, "-o", path], cwd=REPOSITORY, check=True)
    return str(path)


def run(command: Sequence[str], ends: Sequence[int]) -> Figures:
    """Run a process to its end.

    Args:
        command: Its words.
        ends: The exit codes with which it has done its work.

    Returns:
        What it took.

    Raises:
        WayError: It failed.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        # Not process.wait(), which does not return the resource usage of this child.
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ends:
            err.seek(0)
            lines = err.read().decode(errors="replace").strip().splitlines()[-2:]
            said = "; ".join(line.strip() for line in lines) or "no message"
            raise WayError(f"failed with {process.returncode}: {said[:200]}")
    return Figures(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT / _MEBIBYTE)
