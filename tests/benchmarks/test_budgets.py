"""What counts as slower than the last time."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.budgets import slower


def record(median: float, **more: Any) -> dict[str, Any]:
    return {"median": median, "runs": [median * 0.9, median * 1.1], "unit": "ms", **more}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (record(20), record(21), ""),
        (record(20), record(30), "20 -> 30 ms"),
        (record(20, ratios={"empty": 2.5}), record(60, ratios={"empty": 2.6}), ""),
        (
            record(60, ratios={"empty": 2.5}),
            record(20, ratios={"empty": 4.0}),
            "2.5 -> 4.0 times empty",
        ),
    ],
    ids=["noise", "slower", "a busy machine", "slower on a quieter machine"],
)
def test_slower_is_more_than_the_noise(
    before: dict[str, Any], after: dict[str, Any], said: str
) -> None:
    assert slower(before, after) == said
