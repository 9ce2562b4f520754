"""A push that must be refused, without a secret in what it says."""

from __future__ import annotations

import base64

import pytest

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import StoreError

PASSWORD = "open-sesame-4711"  # noqa: S105 - of nobody
BASIC = base64.b64encode(f"ali:{PASSWORD}".encode()).decode()


def refusal(graph: KnowledgeGraph, url: str, **options: object) -> StoreError:
    """Return the error of a push, once it is sure that no secret is in it or in what it came from."""
    with pytest.raises(StoreError) as caught:
        relgraph.push(graph, url, **options)  # type: ignore[arg-type]
    error: BaseException | None = caught.value
    while error is not None:
        for text in (str(error), repr(error), repr(vars(error))):
            assert PASSWORD not in text
            assert BASIC not in text
        request = getattr(error, "request", None)
        assert "Authorization" not in getattr(request, "headers", {})
        error = error.__cause__ or error.__context__
    assert "\n" not in str(caught.value)
    return caught.value
