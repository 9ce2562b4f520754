"""What a terminal gets, and what a pipe or a file gets."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from command_results import fails
from conftest import Run, turtle


def test_a_table_in_a_file_does_not_depend_on_the_terminal(command: Path, tmp_path: Path) -> None:
    in_pipe, in_terminal = tmp_path / "pipe.txt", tmp_path / "terminal.txt"
    subprocess.run([command, "centrality", "actors", "-o", in_pipe], check=True, capture_output=True)
    leader, follower = pty.openpty()
    subprocess.run(
        [command, "centrality", "actors", "-o", in_terminal], check=True, stdout=follower, stderr=follower
    )
    os.close(follower)
    os.close(leader)
    assert in_pipe.read_bytes() == in_terminal.read_bytes()


def test_show_takes_a_note_for_a_note(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle('ex:a a rg:State ; rg:editorialNote "sic: repaired" ; rg:involves "text" .'), "utf-8"
    )
    assert "sic: repaired" in run("show", "https://example.org/a", "-d", path).stdout.decode()
    fails(run("show", "https://example.org/none"), "nothing in this graph")


HOSTILE = '<script>alert(1)</script> \\" \\\\ \\u202Ertl \\u0007\\u001B[31mred ' + "x" * 100_000


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path.with_name(tmp_path.name + "-data")
    folder.mkdir()
    path = folder / "hostile.ttl"
    path.write_text(
        turtle(
            f'ex:a a rg:State ; rdfs:label "{HOSTILE}"@en . ex:b a rg:State ; rdfs:label "B"@en .'
            " ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;"
            " rg:certainty rg:certain ; rg:modality rg:modalityAsserted ."
        ),
        "utf-8",
    )
    return path


def test_hostile_labels_do_not_drive_the_terminal(run: Run, hostile: Path) -> None:
    for arguments in (["show", "B"], ["centrality", "actors"], ["show", "https://example.org/a"]):
        result = run(*arguments, "-d", hostile)
        assert result.returncode == 0, result.stderr
        shown = result.stdout.decode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
        assert "script" in shown
        assert len(shown) < 20_000


def test_a_terminal_gets_colour_and_a_pipe_does_not(command: Path) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [command, "query", "who-supports"], stdout=follower, stderr=follower,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "NO_COLOR": ""},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    process.wait(timeout=60)
    os.close(leader)
    assert b"\x1b[" in shown
    assert (
        b"\x1b["
        not in subprocess.run([command, "query", "who-supports"], capture_output=True, check=True).stdout
    )
