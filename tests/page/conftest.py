"""Fixtures of the tests of the page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import ACTS, SOURCE, THINGS, evidence, graph_of
from .page_reading import Reader


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "council.txt"
    path.write_bytes(SOURCE.encode())
    return path


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return graph_of(
        tmp_path_factory.mktemp("lake"), THINGS + ACTS + evidence(hashlib.sha256(SOURCE.encode()).hexdigest())
    )


@pytest.fixture(scope="module")
def lake_page(lake: KnowledgeGraph, source: Path) -> str:
    return relgraph.render(lake, relgraph.project(lake, "full"), source=source)


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(browser, tmp_path)
    yield reader
    for context in browser.contexts:
        context.close()
    assert reader.asked == []
    assert reader.complaints == []
