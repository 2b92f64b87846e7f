"""Every asked period gets an answer, if only the reason why there is no figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from warehouse.figures import answer, latest
from warehouse.periods import Period
from warehouse.reader import Warehouse
from warehouse.tables import Cijfer

WarehouseOf = Callable[..., Warehouse]

FIGURES = """
indicator               | reeks    | gebied | periode    | waarde | marge | status
werkloosheidspercentage | 80590ned | NL01   | 2022       | 3.5    | 0.05  | definitief
werkloosheidspercentage | 80590ned | NL01   | 2023       | 3.6    | 0.05  | voorlopig
werkloosheidspercentage | 80590ned | NL01   | 2023K1     | 3.7    | 0.05  | voorlopig
werkloosheidspercentage | 80590ned | NL01   | 2023-01    | 3.8    | 0.05  | voorlopig
werkloosheidspercentage | 85826NED | NL01   | 2022       | 3.5    | 0.05  | gedrukt
werkloosheidspercentage | 85826NED | NL01   | 2023       | 3.8    | 0.05  | gedrukt
ww_uitkeringen          | 37789ksz | NL01   | 2023-11-30 | 150    | 0     | voorlopig
ww_uitkeringen          | 37789ksz | NL01   | 2023-12-31 | 160    | 0     | voorlopig
ww_uitkeringen          | 37789ksz | NL01   | 2024-12-31 | .      | .     | geheim
bijstand_personen       |          | GM0301 | 2021-12-31 | 1500   | 5     | definitief
"""


def asked(
    warehouse: Warehouse, indicator: str, gebied: str, periode: str
) -> list[tuple[str, str | None, str]]:
    found = answer(warehouse, indicator, [gebied], Period.parse_range(periode))
    Cijfer.validate(found)
    return [
        (
            row["periode"],
            None if row["waarde"] is None else f"{row['waarde'].normalize():f}",
            row["status"],
        )
        for row in found.iter_rows(named=True)
    ]


@pytest.mark.parametrize(
    ("indicator", "periode", "expected"),
    [
        ("werkloosheidspercentage", "2022", [("2022", "3.5", "gedrukt")]),
        ("werkloosheidspercentage", "2023K1", [("2023K1", "3.7", "voorlopig")]),
        ("werkloosheidspercentage", "2023-01", [("2023-01", "3.8", "voorlopig")]),
        (
            "werkloosheidspercentage",
            "2023",
            [("2023", "3.8", "gedrukt"), ("2023", "3.6", "voorlopig")],
        ),
        (
            "werkloosheidspercentage",
            "2021:2022",
            [("2021", None, "niet gepubliceerd"), ("2022", "3.5", "gedrukt")],
        ),
        (
            "werkloosheidspercentage",
            "2022K4:2023K2",
            [
                ("2022K4", None, "niet gepubliceerd"),
                ("2023K1", "3.7", "voorlopig"),
                ("2023K2", None, "niet gepubliceerd"),
            ],
        ),
        (
            "werkloosheidspercentage",
            "2022-12:2023-02",
            [
                ("2022-12", None, "niet gepubliceerd"),
                ("2023-01", "3.8", "voorlopig"),
                ("2023-02", None, "niet gepubliceerd"),
            ],
        ),
        ("werkloosheidspercentage", "2023-01-01", [("2023-01-01", None, "niet gepubliceerd")]),
    ],
)
def test_each_asked_period_is_answered_by_its_own_kind(
    warehouse_of: WarehouseOf,
    indicator: str,
    periode: str,
    expected: list[tuple[str, str | None, str]],
) -> None:
    assert asked(warehouse_of(FIGURES), indicator, "NL01", periode) == expected


def test_a_year_of_a_count_on_a_day_is_answered_by_the_days_in_it(
    warehouse_of: WarehouseOf,
) -> None:
    warehouse = warehouse_of(FIGURES)

    november, december = ("2023-11-30", "150", "voorlopig"), ("2023-12-31", "160", "voorlopig")
    assert asked(warehouse, "ww_uitkeringen", "NL01", "2023") == [november, december]
    assert asked(warehouse, "ww_uitkeringen", "NL01", "2023-12") == [december]
    assert asked(warehouse, "ww_uitkeringen", "NL01", "2023-12-31") == [december]
    assert asked(warehouse, "ww_uitkeringen", "NL01", "2023-11-01:2023-12-30") == [november]


def test_a_figure_that_its_source_withholds_keeps_the_reason(warehouse_of: WarehouseOf) -> None:
    assert asked(warehouse_of(FIGURES), "ww_uitkeringen", "NL01", "2024") == [
        ("2024-12-31", None, "geheim")
    ]


def test_an_area_without_any_figure_says_that_it_is_the_level(warehouse_of: WarehouseOf) -> None:
    found = asked(warehouse_of(FIGURES), "werkloosheidspercentage", "GM0301", "2022:2023")

    assert found == [
        ("2022", None, "niet beschikbaar op dit niveau"),
        ("2023", None, "niet beschikbaar op dit niveau"),
    ]


def test_the_last_year_that_there_is_can_be_asked(warehouse_of: WarehouseOf) -> None:
    found = asked(warehouse_of(FIGURES), "werkloosheidspercentage", "NL01", "9998:9999")

    assert found == [("9998", None, "niet gepubliceerd"), ("9999", None, "niet gepubliceerd")]


def test_the_latest_is_the_last_that_is_there(warehouse_of: WarehouseOf) -> None:
    found = warehouse_of(FIGURES).figures("ww_uitkeringen", ["NL01"])

    assert latest(found)["periode"].to_list() == ["2023-12-31"]
    assert latest(found, date(2023, 12, 30))["periode"].to_list() == ["2023-11-30"]
    assert latest(found, date(2022, 1, 1)).is_empty()
