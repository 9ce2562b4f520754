"""Fixtures of the tests of a review."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from authoring.pact import dossier_in
from patience import PATIENCE
from playwright.sync_api import Browser, Page

from relgraph.reviewing import Desk, ReviewServer

Serve = Callable[..., "Review"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return dossier_in(tmp_path / "pact")


@contextmanager
def served(desk: Desk) -> Iterator[ReviewServer]:
    """Serve a desk while the block runs."""
    with ReviewServer(desk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Review:
    """The command ``relgraph review`` at work."""

    def __init__(self, command: Path, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [command, "review", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COLUMNS": "100"},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def kill(self) -> None:
        """Kill it, without a chance to write anything more."""
        self.process.kill()
        self.process.communicate()

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C; return the exit code and what it said."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate()
        return self.process.returncode, said


@pytest.fixture
def review(command: Path) -> Iterator[Serve]:
    running: list[Review] = []

    def start(*arguments: str | Path) -> Review:
        running.append(Review(command, *arguments))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.kill()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1300, "height": 850})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [one for one in wrong if "ERR_CONNECTION_REFUSED" not in one] == []
