"""Virtual environments of rivals that need other versions of their dependencies than we do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_HERE = Path(__file__).parent
_FOLDER = _HERE.parent / "build" / "benchmarks"


class EnvironmentMissingError(Exception):
    """Says why an environment cannot be created."""


def python_of(rival: str, say: Callable[[str], None]) -> Path:
    """Return the Python of the environment of a rival, created if it is missing or other versions are wanted.

    Args:
        rival: Its name, which its requirements beside this file have too.
        say: Called when the environment is being created.

    Raises:
        EnvironmentMissingError: It cannot be created.
    """
    requirements, folder = _HERE / f"{rival}.txt", _FOLDER / rival
    python, made = folder / "bin" / "python", folder / "installed.txt"
    wanted = requirements.read_text("utf-8")
    if not (made.exists() and made.read_text("utf-8") == wanted):
        say(f"installing {rival} into build/benchmarks/{rival}, once")
        install = ["install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)]
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [str(python), "-m", "pip", *install],
            [str(python), "-c", f"import {rival.replace('-', '_')}"],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no message"]
                raise EnvironmentMissingError(f"{rival} cannot be installed: {lines[-1][:100]}")
        made.write_text(wanted, "utf-8")
    return python
