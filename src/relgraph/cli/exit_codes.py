"""Exit codes of the command line, by which scripts tell what happened."""

import signal

DONE = 0
FOUND = 1
"""The data violates the shapes, lint found something, or a store did not keep what it was given."""

FAILED = 2
"""The command could not run."""

ENDED_BY = {
    getattr(signal, name): word
    for name, word in (("SIGINT", "interrupted"), ("SIGTERM", "terminated"), ("SIGHUP", "hung up"))
    if hasattr(signal, name)  # Windows has no SIGHUP
}
"""The signals that end the command, and what it says then; the code is 128 and the number of the signal."""

CUT_OFF = 141
"""The reader of a pipe has had enough: 128 and the number of SIGPIPE."""
