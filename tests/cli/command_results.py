"""Results of commands, read."""

from __future__ import annotations

import subprocess


def lines(content: bytes) -> list[str]:
    return content.decode().splitlines()


def fails(result: subprocess.CompletedProcess[bytes], says: str, code: int = 2) -> None:
    """Assert one clear line, at most one of advice, no traceback, nothing on standard output."""
    err = lines(result.stderr)
    assert result.returncode == code, err
    assert err[0].startswith("relgraph: "), err
    assert len(err) <= 2
    assert all(len(line) < 2000 for line in err)
    assert says in "\n".join(err), err
    assert b"Traceback" not in result.stderr
    assert result.stdout == b""
