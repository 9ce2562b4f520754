"""The command line.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the data violates the
shapes, lint found something, or a store did not keep what it was given, 2 could not run, 130 interrupted (143
terminated, 129 hung up), 141 cut off by the reader of a pipe.

A command is loaded when it is asked for, and the rooms and libraries that it needs when it runs: help loads
none of them. This module loads nothing at all, so that a signal is heard while :mod:`relgraph.cli.app` loads
click. One that comes while Python itself starts is Python's to answer.
"""

import os
import signal
import sys
from types import FrameType

from relgraph.cli.exit_codes import ENDED_BY


def main() -> None:
    """Run the command line and exit with its code."""
    # Libraries catch what is raised while they load, so a signal ends the process here and now: nothing has
    # been read or written yet.
    for number in ENDED_BY:
        # What is ignored, as under nohup, stays ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    from relgraph.cli.app import run

    sys.exit(run(sys.argv[1:]))


def _end(number: int, frame: FrameType | None) -> None:
    try:
        os.write(2, f"relgraph: {ENDED_BY[signal.Signals(number)]}\n".encode())
    finally:
        os._exit(128 + number)
