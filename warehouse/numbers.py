"""Numbers as a Dutch reader writes them: `1.234,5`, `3,2%`, `€ 9.437.463`, `-0,4 procentpunt`."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from babel.core import Locale
from babel.numbers import NumberPattern, parse_pattern

from warehouse.indicator import Indicator, Unit

Numeric = Decimal | int | float

MISSING = "–"
"""Stands for a figure that is not there; the reason always stands beside it."""

_DUTCH = Locale.parse("nl_NL")
_WRITTEN = re.compile(r"(?P<teken>[+-]?)(?P<heel>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<breuk>\d+))?")
_UNITS = tuple(
    sorted({word for unit in Unit for word in (unit.sign, unit.difference)}, key=len, reverse=True)
)


def number(value: Numeric | None, decimals: int = 0) -> str:
    """Write a number with a fixed count of decimals, halves rounded away from zero.

    A missing value is `MISSING`. Babel rounds halves to even and keeps the minus of `-0,0`; hence
    the rounding is done here and Babel only groups and separates.
    """
    if value is None:
        return MISSING
    rounded = rounded_decimal(value, decimals)
    return str(_pattern(decimals).apply(rounded, _DUTCH, decimal_quantization=False))


def exactly(value: Numeric) -> str:
    """Write a number with the decimals that it has: `160.800`, `0,5`, `3`."""
    exact = (value if isinstance(value, Decimal) else Decimal(str(value))).normalize()
    return number(exact, max(0, -int(exact.as_tuple().exponent)))


def percent(value: Numeric | None, decimals: int = 1) -> str:
    """Write a value that is already in percents: 3.2 becomes `3,2%`."""
    return MISSING if value is None else f"{number(value, decimals)}%"


def euro(value: Numeric | None, decimals: int = 0) -> str:
    """Write an amount: `€ 9.437.463`, `€ -1.200`."""
    return MISSING if value is None else f"€ {number(value, decimals)}"


def signed(value: Numeric | None, decimals: int = 1, unit: str = "") -> str:
    """Write a change with its sign and unit: `+4,8%`, `-0,4 procentpunt`, `0,0 procentpunt`."""
    if value is None:
        return MISSING
    rounded = rounded_decimal(value, decimals)
    return _join(f"{'+' if rounded > 0 else ''}{number(rounded, decimals)}", unit)


def given_decimals(indicator: Indicator, margin: Decimal | None) -> int:
    """Count the decimals that a source gives, at most those of the indicator: none for ±0,5.

    A ratio is computed here and not given, so it keeps its own.
    """
    if not margin or indicator.ratio is not None:
        return indicator.decimals
    return min(indicator.decimals, max(0, -(2 * margin).adjusted()))


def with_unit(value: Numeric | None, indicator: Indicator, margin: Decimal | None = None) -> str:
    """Write a figure of an indicator with its decimals and unit: `3,2%`, `12.345 personen`."""
    if value is None:
        return MISSING
    return _join(number(value, given_decimals(indicator, margin)), indicator.unit.sign)


def difference_with_unit(value: Numeric | None, indicator: Indicator) -> str:
    """Write a difference between two figures of an indicator: `-0,4 procentpunt`."""
    return signed(value, indicator.decimals, indicator.unit.difference)


def parse(text: str) -> Decimal:
    """Read a number back as it was written, with or without sign, euro sign or unit.

    ValueError (in Dutch) on anything else, such as a decimal point or dots that group wrongly.
    """
    bare = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-").strip()
    bare = bare.removeprefix("€").strip()
    bare = next((bare.removesuffix(unit) for unit in _UNITS if bare.endswith(unit)), bare).strip()
    match = _WRITTEN.fullmatch(bare)
    if match is None:
        raise ValueError(f"'{text}' is niet als getal te lezen; schrijf 1.234,5")
    whole = match["teken"] + match["heel"].replace(".", "")
    return Decimal(f"{whole}.{match['breuk']}" if match["breuk"] else whole)


def rounded_decimal(value: Numeric, decimals: int) -> Decimal:
    """Round halves away from zero; never minus zero. ValueError on what is not a finite number."""
    try:
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation as not_finite:
        raise ValueError(f"'{value}' is geen getal dat te schrijven is") from not_finite
    if not rounded.is_finite():
        raise ValueError(f"'{value}' is geen getal dat te schrijven is")
    return rounded.copy_abs() if rounded.is_zero() else rounded


def _join(written: str, unit: str) -> str:
    return f"{written}{unit}" if unit in ("", "%") else f"{written} {unit}"


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))
