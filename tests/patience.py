"""How long a test waits for what must happen."""

PATIENCE = 300
"""Seconds: far more than anything here takes on a loaded machine, so that only a failure takes as long."""
