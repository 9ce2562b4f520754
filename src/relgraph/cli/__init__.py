"""The command line.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the data violates the
shapes, lint found something, or a store did not keep what it was given, 2 could not run, 130 interrupted.

This module loads nothing, so that an interrupt is heard while :mod:`relgraph.cli.app` loads the libraries.
"""

import os
import signal
import sys
from types import FrameType

from relgraph.cli.exit_codes import INTERRUPTED


def main() -> None:
    """Run the command line and exit with its code."""
    # Libraries catch what is raised while they load, so an interrupt ends the process here and now: nothing has
    # been read or written yet.
    # Where interrupts are ignored, as under nohup, they stay ignored.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _interrupted)
    from relgraph.cli.app import start  # noqa: PLC0415 - see above

    code = start(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done, and the code is that of what was done
    sys.exit(code)


def _interrupted(number: int, frame: FrameType | None) -> None:
    os.write(2, b"relgraph: interrupted\n")
    os._exit(INTERRUPTED)
