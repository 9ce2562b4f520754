"""The pictures of README are taken by a script."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

from benchmarks.page.browser import CHROMIUM


def size_of(file: Path) -> tuple[int, int]:
    """Return width and height of a PNG file, which stand in its first chunk."""
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)")
def test_pictures_of_a_desk_and_a_phone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, REPOSITORY / "docs" / "pictures.py", "-o", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {file.name: size_of(file) for file in tmp_path.iterdir()} == {
        "page.png": (1400, 900),
        "page-chosen.png": (1400, 900),
        "page-phone.png": (780, 1688),
    }
