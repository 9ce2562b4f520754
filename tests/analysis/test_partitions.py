"""Partitions: the adjusted Rand index, worked out by hand."""

from __future__ import annotations

import pytest

from relgraph.analysis.partitions import adjusted_rand_index, similarity_to_runs


@pytest.mark.parametrize(
    ("first", "second", "index"),
    [
        ((0, 0, 1, 1), (1, 1, 0, 0), 1),
        ((0, 0, 1, 1), (0, 1, 0, 1), (0 - 2 / 3) / (2 - 2 / 3)),  # 2 and 2 pairs of 6, none in both
        ((0, 0, 0, 1, 1, 1), (0, 0, 1, 1, 2, 2), (2 - 6 * 3 / 15) / (4.5 - 6 * 3 / 15)),
        ((0, 1, 2), (0, 1, 2), 1),
        ((0,), (0,), 1),
    ],
)
def test_the_adjusted_rand_index(first: tuple[int, ...], second: tuple[int, ...], index: float) -> None:
    assert adjusted_rand_index(first, second) == pytest.approx(index)
    assert adjusted_rand_index(second, first) == pytest.approx(index)


def test_similarity_adds_up_over_all_runs() -> None:
    one, other = (0, 0, 1, 1), (0, 1, 0, 1)
    index = adjusted_rand_index(one, other)
    assert similarity_to_runs({one: 3, other: 2}) == pytest.approx({one: 3 + 2 * index, other: 2 + 3 * index})
