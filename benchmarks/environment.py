"""The virtual environment of kglab, which needs other versions of its dependencies than we do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_REQUIREMENTS = Path(__file__).with_name("kglab.txt")
_FOLDER = Path(__file__).parents[1] / "build" / "benchmarks" / "kglab"


class EnvironmentMissingError(Exception):
    """Says why the environment cannot be created."""


def kglab_python(say: Callable[[str], None]) -> Path:
    """Return the Python of the environment, which is created if it is missing or its versions have changed.

    Args:
        say: Called when it is being created.

    Raises:
        EnvironmentMissingError: It cannot be created.
    """
    python = _FOLDER / "bin" / "python"
    made, wanted = _FOLDER / "installed.txt", _REQUIREMENTS.read_text("utf-8")
    if not (made.exists() and made.read_text("utf-8") == wanted):
        say("installing kglab into build/benchmarks/kglab, once")
        install = ["install", "--quiet", "--disable-pip-version-check", "-r", str(_REQUIREMENTS)]
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(_FOLDER)],
            [str(python), "-m", "pip", *install],
            [str(python), "-c", "import kglab"],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no message"]
                raise EnvironmentMissingError(f"kglab cannot be installed: {lines[-1][:100]}")
        made.write_text(wanted, "utf-8")
    return python
