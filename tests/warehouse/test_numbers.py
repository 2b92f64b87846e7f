"""Numbers are Dutch on the way out, and survive the way back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.indicators import INDICATORS
from warehouse.numbers import (
    difference_with_unit,
    euro,
    number,
    parse,
    percent,
    rounded_decimal,
    signed,
    with_unit,
)

RATE = INDICATORS["werkloosheidspercentage"]
BENEFITS = INDICATORS["bijstand_personen"]
PER_1000 = INDICATORS["bijstand_per_1000"]

figures = st.decimals(min_value="-99999999999999", max_value="99999999999999", places=4)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Decimal("1234.5"), 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (999, 0, "999"),
        (0, 1, "0,0"),
        (Decimal("-1234.5"), 1, "-1.234,5"),
        (3.2, 1, "3,2"),
        (Decimal("12"), 2, "12,00"),
    ],
)
def test_dots_group_and_a_comma_separates(
    value: Decimal | float, decimals: int, written: str
) -> None:
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.25", "0,3"), ("0.35", "0,4"), ("-0.25", "-0,3"), ("2.45", "2,5"), ("0.249", "0,2")],
)
def test_halves_are_rounded_away_from_zero(value: str, written: str) -> None:
    assert number(Decimal(value), 1) == written


def test_a_float_is_rounded_as_it_is_written() -> None:
    assert number(2.675, 2) == "2,68"


@pytest.mark.parametrize("value", ["-0.04", "-0.0", "-0"])
def test_there_is_no_minus_before_zero(value: str) -> None:
    assert number(Decimal(value), 1) == "0,0"
    assert signed(Decimal(value), 1, "procentpunt") == "0,0 procentpunt"


def test_percents_and_euros_are_written_as_in_a_dutch_report() -> None:
    assert percent(Decimal("3.2")) == "3,2%"
    assert percent(Decimal("7.8"), 0) == "8%"
    assert euro(9437463) == "€ 9.437.463"
    assert euro(Decimal("-1200.5"), 2) == "€ -1.200,50"


def test_a_change_carries_its_sign_and_its_unit() -> None:
    assert signed(Decimal("4.8"), 1, "%") == "+4,8%"
    assert signed(Decimal("-0.4"), 1, "procentpunt") == "-0,4 procentpunt"
    assert difference_with_unit(Decimal("-0.4"), RATE) == "-0,4 procentpunt"
    assert difference_with_unit(Decimal("1250"), BENEFITS) == "+1.250 personen"


def test_a_figure_carries_the_unit_and_decimals_of_its_indicator() -> None:
    assert with_unit(Decimal("3.2"), RATE) == "3,2%"
    assert with_unit(Decimal("12345"), BENEFITS) == "12.345 personen"
    assert with_unit(Decimal("23.44"), PER_1000) == "23,4 per 1.000 inwoners van 15 tot 65 jaar"


def test_a_missing_figure_is_a_dash_without_unit_and_never_zero() -> None:
    written = [number(None), percent(None), euro(None), signed(None), with_unit(None, RATE)]
    assert written == ["–"] * 5


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("sNaN")])
def test_what_is_no_number_is_refused_in_dutch(value: Decimal | float) -> None:
    with pytest.raises(ValueError, match="is geen getal dat te schrijven is"):
        number(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("€ 9.437.463", "9437463"),
        ("€\u00a0-1.200,50", "-1200.5"),
        ("\u22120,4 procentpunt", "-0.4"),
        ("+4,8%", "4.8"),
        ("23,4 per 1.000 inwoners van 15 tot 65 jaar", "23.4"),
        ("5 per 1.000", "5"),
        ("12345", "12345"),
    ],
)
def test_a_written_number_is_read_with_sign_and_unit(text: str, value: str) -> None:
    assert parse(text) == Decimal(value)


@pytest.mark.parametrize("text", ["12.34", "1,234.5", "1.23.456", "", "–", "3,2 appels", "nan"])
def test_what_is_not_written_as_dutch_is_refused_in_dutch(text: str) -> None:
    with pytest.raises(ValueError, match="niet als getal te lezen"):
        parse(text)


@given(value=figures, decimals=st.integers(0, 4))
def test_numbers_survive_there_and_back(value: Decimal, decimals: int) -> None:
    rounded = rounded_decimal(value, decimals)
    assert parse(number(value, decimals)) == rounded
    assert parse(euro(value, decimals)) == rounded
    assert parse(signed(value, decimals, "procentpunt")) == rounded


@given(value=figures)
def test_every_indicator_reads_back_what_it_writes(value: Decimal) -> None:
    for indicator in INDICATORS.values():
        rounded = rounded_decimal(value, indicator.decimals)
        assert parse(with_unit(value, indicator)) == rounded
        assert parse(difference_with_unit(value, indicator)) == rounded


@given(value=figures, decimals=st.integers(0, 4))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: Decimal, decimals: int) -> None:
    assert abs(rounded_decimal(value, decimals) - value) <= Decimal(1).scaleb(-decimals) / 2
