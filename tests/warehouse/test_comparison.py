"""Two figures beside each other."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.comparison import PAIRED, Sign, difference, paired
from warehouse.indicator import Direction
from warehouse.reader import Warehouse

WarehouseOf = Callable[..., Warehouse]
VALUES = st.decimals(-1000, 1000, places=2)
MARGINS = st.decimals(0, 10, places=2)


@given(VALUES, VALUES, MARGINS, MARGINS)
def test_a_difference_turns_round_with_its_figures(
    value: Decimal, reference: Decimal, margin: Decimal, other: Decimal
) -> None:
    there = difference(value, reference, margin, other)
    back = difference(reference, value, other, margin)

    assert (there.value, there.low, there.high) == (-back.value, -back.high, -back.low)
    assert there.low <= there.value <= there.high
    assert there.survives_rounding == back.survives_rounding


def test_a_printed_difference_can_be_more_or_less_by_rounding_alone() -> None:
    gap = difference(Decimal("3.2"), Decimal("3.6"), Decimal("0.05"), Decimal("0.05"))

    assert (gap.value, gap.low, gap.high) == (Decimal("-0.4"), Decimal("-0.5"), Decimal("-0.3"))
    assert gap.sign is Sign.LAGER
    assert gap.survives_rounding


@pytest.mark.parametrize(
    ("value", "reference", "survives"),
    [("3.2", "3.3", False), ("3.2", "3.4", True), ("3.4", "3.3", False), ("3.2", "3.2", False)],
)
def test_a_difference_of_a_tenth_can_be_none(value: str, reference: str, survives: bool) -> None:
    margin = Decimal("0.05")

    assert (
        difference(Decimal(value), Decimal(reference), margin, margin).survives_rounding is survives
    )


def test_an_unknown_margin_counts_as_none() -> None:
    gap = difference(Decimal(5), Decimal(3), None, Decimal(1))

    assert (gap.low, gap.high) == (Decimal(1), Decimal(3))


@pytest.mark.parametrize(
    ("value", "direction", "favourable"),
    [
        (4, Direction.HOGER, True),
        (2, Direction.HOGER, False),
        (4, Direction.LAGER, False),
        (2, Direction.LAGER, True),
        (3, Direction.LAGER, None),
        (3, Direction.HOGER, None),
        (4, Direction.NEUTRAAL, None),
        (2, Direction.NEUTRAAL, None),
    ],
)
def test_whether_a_difference_is_good_hangs_on_the_indicator(
    value: int, direction: Direction, favourable: bool | None
) -> None:
    assert difference(Decimal(value), Decimal(3), None, None).favourable(direction) is favourable


SERIES = """
indicator               | reeks    | gebied | periode | waarde | marge | status
werkloosheidspercentage | 85826NED | AM06   | 2019    | 4.0    | 0.05  | gedrukt
werkloosheidspercentage | 85826NED | AM06   | 2020    | 4.5    | 0.05  | gedrukt
werkloosheidspercentage | 85826NED | AM06   | 2021    | .      | .     | geheim
werkloosheidspercentage | 85826NED | AM06   | 2022    | 3.2    | 0.05  | gedrukt
werkloosheidspercentage | 85826NED | AM06   | 2023    | 3.2    | 0.05  | gedrukt
werkloosheidspercentage | 85826NED | NL01   | 2019    | 4.4    | 0.05  | gedrukt
werkloosheidspercentage | 85826NED | NL01   | 2020    | 4.9    | 0.05  | gedrukt
werkloosheidspercentage | 80590ned | NL01   | 2020    | 4.8    | 0.05  | definitief
werkloosheidspercentage | 80590ned | NL01   | 2021    | 4.2    | 0.05  | definitief
werkloosheidspercentage | 80590ned | NL01   | 2022    | 3.5    | 0.05  | definitief
"""


def pairs(warehouse: Warehouse) -> list[dict[str, Any]]:
    own, country = (
        warehouse.figures("werkloosheidspercentage", [each]) for each in ("AM06", "NL01")
    )
    found = paired(own, country)
    assert found.columns == PAIRED
    return found.to_dicts()


def test_only_periods_with_both_figures_stand_beside_each_other(warehouse_of: WarehouseOf) -> None:
    found = pairs(warehouse_of(SERIES))

    assert [
        (each["periode"], each["waarde"], each["referentie"], each["verschil"]) for each in found
    ] == [
        ("2019", Decimal("4.0"), Decimal("4.4"), Decimal("-0.4")),
        ("2020", Decimal("4.5"), Decimal("4.9"), Decimal("-0.4")),
        ("2022", Decimal("3.2"), Decimal("3.5"), Decimal("-0.3")),
    ]
    assert [(each["laag"], each["hoog"]) for each in found] == [
        (Decimal("-0.5"), Decimal("-0.3")),
        (Decimal("-0.5"), Decimal("-0.3")),
        (Decimal("-0.4"), Decimal("-0.2")),
    ]


def test_the_same_edition_goes_before_the_chosen_one(warehouse_of: WarehouseOf) -> None:
    own_edition_last = SERIES.replace("85826NED | AM06", "80590ned | AM06")

    found = pairs(warehouse_of(own_edition_last))

    assert [(each["periode"], each["referentie"], each["zelfde_reeks"]) for each in found] == [
        ("2019", Decimal("4.4"), False),
        ("2020", Decimal("4.8"), True),
        ("2022", Decimal("3.5"), True),
    ]
