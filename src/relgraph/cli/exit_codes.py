"""Exit codes of the command line, by which scripts tell what happened."""

DONE = 0
FOUND = 1
"""The data violates the shapes, lint found something, or a store did not keep what it was given."""

FAILED = 2
"""The command could not run."""

INTERRUPTED = 130
"""128 and the number of SIGINT."""
