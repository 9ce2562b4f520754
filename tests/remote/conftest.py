"""What the tests of triple stores elsewhere share: stubs, a user, clean settings, a small graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import Read

from relgraph import KnowledgeGraph

from .refusal import PASSWORD
from .stub_store import Start, serve


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:
        yield lambda answers: stack.enter_context(serve(answers))


@pytest.fixture(autouse=True)
def _no_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep out the netrc file, environment and proxy of whoever runs the tests."""
    for name in ("RELGRAPH_USER", "RELGRAPH_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,no-such-host.invalid")


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELGRAPH_USER", "ali")
    monkeypatch.setenv("RELGRAPH_PASSWORD", PASSWORD)


@pytest.fixture
def graph(read: Read) -> KnowledgeGraph:
    return read("<a> rdfs:label 'one', 'two', 'three' .")
