"""The Wilson interval, held against published values and its own promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.proportion import wilson


@pytest.mark.parametrize(
    ("percentage", "n", "low", "high"),
    [
        # Newcombe (1998), table I: 81/263, 15/148, 0/20, 1/29.
        (Decimal(81) / 263 * 100, 263, "25.53", "36.62"),
        (Decimal(15) / 148 * 100, 148, "6.24", "16.05"),
        (Decimal(0), 20, "0.00", "16.11"),
        (Decimal(1) / 29 * 100, 29, "0.61", "17.18"),
        # What the jaarverslag 2022 prints of 59 employers.
        (Decimal(51), 59, "38.58", "63.30"),
        (Decimal(46), 59, "33.92", "58.57"),
    ],
)
def test_the_interval_is_the_published_one(
    percentage: Decimal, n: int, low: str, high: str
) -> None:
    found = wilson(percentage, n)

    assert round(found.low_pct, 2) == Decimal(low)
    assert round(found.high_pct, 2) == Decimal(high)


@given(st.integers(0, 1000), st.integers(1, 5000))
def test_it_holds_its_own_percentage_and_stays_between_0_and_100(tenths: int, n: int) -> None:
    percentage = Decimal(tenths) / 10
    found = wilson(percentage, n)

    assert 0 <= found.low_pct <= percentage <= found.high_pct <= 100
    assert found.holds(percentage)


def test_more_answers_and_a_smaller_population_make_it_narrower() -> None:
    few, many = wilson(Decimal(50), 34), wilson(Decimal(50), 340)
    of_all = wilson(Decimal(50), 34, 627)

    assert few.high_pct - few.low_pct > many.high_pct - many.low_pct
    assert few.high_pct - few.low_pct > of_all.high_pct - of_all.low_pct
    assert round(of_all.high_pct - 50, 1) == Decimal("15.5")
    assert wilson(Decimal(40), 20, 20).low_pct == 40


def test_without_answers_or_beyond_100_there_is_none() -> None:
    with pytest.raises(ValueError, match="zonder antwoorden"):
        wilson(Decimal(50), 0)
    with pytest.raises(ValueError, match="geen percentage"):
        wilson(Decimal(101), 10)
