"""From staged figures to ratios, ranks and disputes."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.drawn import gebieden, lidmaatschap, observed, rows, waarnemingen
from warehouse.derive import derive, mark_disputes, subregio_members
from warehouse.indicators import INDICATORS
from warehouse.tables import Waarneming

HEADER = "indicator | gebied | periode | waarde | marge"


def derived(drawing: str, indicator: str, *columns: str) -> list[tuple[Any, ...]]:
    figures = derive(waarnemingen(drawing), INDICATORS.values())
    return figures.filter(pl.col("indicator") == indicator).select(columns).rows()


def test_a_ratio_stands_on_the_noemer_of_the_day_after() -> None:
    found = derived(
        """
        indicator         | gebied | periode    | waarde | marge
        bijstand_personen | GM0200 | 2021-12-31 | 4150   | 5
        inwoners_15_65    | GM0200 | 2021-01-01 | 90000  | 5
        inwoners_15_65    | GM0200 | 2022-01-01 | 100000 | 5
        """,
        "bijstand_per_1000",
        "periode",
        "waarde",
        "teller",
        "noemer",
        "status",
        "vindplaats",
    )

    place = "maatstaven-gemeentefonds, GM0200"
    assert found == [
        (
            "2021-12-31",
            Decimal("41.5"),
            Decimal(4150),
            Decimal(100000),
            "berekend",
            f"{place} / {place}",
        )
    ]


def test_the_rounding_of_a_ratio_is_that_of_teller_and_noemer_together() -> None:
    drawing = f"""
        {HEADER}
        bijstand_personen | GM0200 | 2021-12-31 | 50   | 5
        inwoners_15_65    | GM0200 | 2022-01-01 | 1000 | 10
        bijstand_personen | GM0301 | 2021-12-31 | 0    | 5
        inwoners_15_65    | GM0301 | 2022-01-01 | 1000 | 10
        bijstand_personen | GM0246 | 2021-12-31 | 50   | .
        inwoners_15_65    | GM0246 | 2022-01-01 | 1000 | 10
    """

    assert derived(drawing, "bijstand_per_1000", "gebied", "waarde", "marge") == [
        ("GM0200", Decimal(50), Decimal("5.5")),
        ("GM0246", Decimal(50), None),
        ("GM0301", Decimal(0), Decimal(5)),
    ]


def test_a_ratio_that_cannot_be_made_says_why() -> None:
    drawing = """
        indicator         | gebied | periode    | waarde | status
        bijstand_personen | GM0200 | 2021-12-31 | 4150   | definitief
        bijstand_personen | GM0301 | 2021-12-31 | 4150   | definitief
        inwoners_15_65    | GM0301 | 2022-01-01 | .      | geheim
        bijstand_personen | GM0246 | 2021-12-31 | .      | geheim
        inwoners_15_65    | GM0246 | 2022-01-01 | 1000   | definitief
        bijstand_personen | GM0230 | 2021-12-31 | 10     | definitief
        inwoners_15_65    | GM0230 | 2022-01-01 | 0      | definitief
    """

    assert derived(drawing, "bijstand_per_1000", "gebied", "waarde", "status") == [
        ("GM0200", None, "noemer niet beschikbaar"),
        ("GM0230", None, "noemer niet beschikbaar"),
        ("GM0246", None, "geheim"),
        ("GM0301", None, "noemer niet beschikbaar"),
    ]


def test_a_ratio_of_a_provisional_count_is_provisional() -> None:
    drawing = """
        indicator         | gebied | periode    | waarde | status
        bijstand_personen | GM0200 | 2021-12-31 | 4150   | voorlopig
        inwoners_15_65    | GM0200 | 2022-01-01 | 1000   | definitief
        bijstand_personen | GM0301 | 2021-12-31 | 4150   | definitief
        inwoners_15_65    | GM0301 | 2022-01-01 | 1000   | voorlopig
    """

    assert derived(drawing, "bijstand_per_1000", "gebied", "status") == [
        ("GM0200", "voorlopig"),
        ("GM0301", "voorlopig"),
    ]


def test_the_reeks_that_the_indicator_names_first_goes_first_unless_it_lacks_the_figure() -> None:
    drawing = """
        indicator               | reeks    | gebied | periode | waarde | status
        werkloosheidspercentage | 80590ned | NL01   | 2022    | 3.5    | definitief
        werkloosheidspercentage | 85826NED | NL01   | 2022    | 3.5    | gedrukt
        werkloosheidspercentage | 80590ned | NL01   | 2023    | 3.6    | definitief
        werkloosheidspercentage | 85826NED | NL01   | 2023    | .      | niet gepubliceerd
    """

    assert derived(drawing, "werkloosheidspercentage", "periode", "reeks", "voorkeur") == [
        ("2022", "85826NED", 0),
        ("2022", "80590ned", 1),
        ("2023", "80590ned", 0),
        ("2023", "85826NED", 1),
    ]


def test_a_series_that_no_indicator_names_is_refused_by_name() -> None:
    strange = waarnemingen(f"{HEADER} | reeks\ninwoners | GM0200 | 2023-01-01 | 1 | 0 | 71486ned")

    with pytest.raises(
        ValueError, match=r"^geen indicator noemt deze reeksen: inwoners uit reeks 71486ned"
    ):
        derive(strange, INDICATORS.values())


def disputed(*figures: tuple[str | Decimal, str | Decimal]) -> list[bool]:
    """Set values with their rounding beside each other as figures for one thing."""
    frame = observed(
        {
            "indicator": "werkloosheidspercentage",
            "gebied": "NL01",
            "periode": "2020",
            "reeks": str(number),
            "waarde": str(value),
            "marge": str(margin),
            "status": "niet gepubliceerd" if value == "." else "definitief",
        }
        for number, (value, margin) in enumerate(figures)
    )
    return mark_disputes(frame)["strijdig"].to_list()


@pytest.mark.parametrize(
    ("one", "other", "strijdig"),
    [
        (("4.9", "0.05"), ("4.8", "0.05"), True),
        (("4.9", "0.05"), ("4.9", "0.05"), False),
        (("245800", "50"), ("245790", "0"), False),
        (("245800", "50"), ("245750", "0"), False),
        (("245800", "50"), ("245850", "0"), True),
        (("245800", "50"), ("245749", "0"), True),
        (("4588", "0"), ("4589", "0"), True),
        (("4588", "."), ("4588", "0"), False),
        (("-4.9", "0.05"), ("-4.8", "0.05"), True),
        (("-4.9", "0.05"), ("-4.85", "0"), False),
        (("0.0", "0.05"), ("0.05", "0"), True),
        (("4.9", "0.05"), (".", "."), False),
    ],
)
def test_two_figures_are_a_dispute_when_no_number_is_printed_as_both(
    one: tuple[str, str], other: tuple[str, str], strijdig: bool
) -> None:
    here, there = disputed(one, other)
    back, forth = disputed(other, one)

    assert here is strijdig
    assert (here, there) == (forth, back)
    assert there is (strijdig and other[0] != ".")


def test_one_that_differs_puts_all_that_speak_of_the_same_in_dispute() -> None:
    assert disputed(("4.9", "0.05"), ("4.9", "0.05"), ("4.7", "0.05")) == [True, True, True]


NUMBERS = st.decimals(-(10**6), 10**6, places=4)


@given(NUMBERS, st.lists(st.integers(0, 4), min_size=2, max_size=3))
def test_printings_of_one_number_are_never_in_dispute(number: Decimal, decimals: list[int]) -> None:
    printed = [
        (
            number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP),
            Decimal(0) if places == 4 else Decimal(1).scaleb(-places) / 2,
        )
        for places in decimals
    ]

    assert not any(disputed(*printed))


@given(NUMBERS, NUMBERS, st.integers(0, 3))
def test_unequal_numbers_printed_alike_are_in_dispute_both_ways(
    one: Decimal, other: Decimal, places: int
) -> None:
    grain = Decimal(1).scaleb(-places)
    first, second = (each.quantize(grain, ROUND_HALF_UP) for each in (one, other))

    expected = [first != second] * 2
    assert disputed((first, grain / 2), (second, grain / 2)) == expected
    assert disputed((second, grain / 2), (first, grain / 2)) == expected


def test_a_gemeente_leaves_its_subregio_with_the_region() -> None:
    stays = lidmaatschap(
        """
        geheel              | deel   | begin      | einde
        AM06                | GM0200 | 2015-01-01 | .
        AM06                | GM0230 | 2015-01-01 | 2021-12-31
        AM06                | GM0246 | 2020-01-01 | .
        SR2017-noord-veluwe | GM0230 | 2015-01-01 | .
        SR2017-noord-veluwe | GM0246 | 2015-01-01 | .
        SR2017-noord-veluwe | GM0301 | 2015-01-01 | .
        PV25                | GM0230 | 2015-01-01 | .
        """
    )
    codes = {*stays["geheel"], *stays["deel"]}

    limited = subregio_members(gebieden(codes), stays).with_columns(pl.col("einde").cast(pl.String))
    assert sorted(
        limited.select("geheel", "deel", pl.col("begin").cast(pl.String), "einde").rows()
    ) == [
        tuple(None if cell == "." else cell for cell in row.values())
        for row in rows(
            """
            geheel              | deel   | begin      | einde
            AM06                | GM0200 | 2015-01-01 | .
            AM06                | GM0230 | 2015-01-01 | 2021-12-31
            AM06                | GM0246 | 2020-01-01 | .
            PV25                | GM0230 | 2015-01-01 | .
            SR2017-noord-veluwe | GM0230 | 2015-01-01 | 2021-12-31
            SR2017-noord-veluwe | GM0246 | 2020-01-01 | .
            """
        )
    ]


@pytest.mark.parametrize(
    ("teller", "noemer", "status"),
    [
        ("ondergrens", "bovengrens", "ondergrens"),
        ("ondergrens", "gedrukt", "ondergrens"),
        ("gedrukt", "bovengrens", "ondergrens"),
        ("bovengrens", "ondergrens", "bovengrens"),
        ("gedrukt", "ondergrens", "bovengrens"),
        ("ondergrens", "ondergrens", "noemer niet beschikbaar"),
        ("bovengrens", "bovengrens", "noemer niet beschikbaar"),
        ("definitief", "definitief", "berekend"),
    ],
)
def test_a_ratio_of_bounds_is_a_bound_or_nothing(teller: str, noemer: str, status: str) -> None:
    ratio = INDICATORS["sroi_realisatie_pct"]
    assert ratio.ratio
    rows = staged(
        (ratio.ratio.teller, "13000000", teller), (ratio.ratio.noemer, "28000000", noemer)
    )

    found = derive(rows, [ratio, INDICATORS[ratio.ratio.teller], INDICATORS[ratio.ratio.noemer]])
    (row,) = found.filter(pl.col("indicator") == ratio.id).iter_rows(named=True)

    assert row["status"] == status
    assert (row["waarde"] is None) == (status == "noemer niet beschikbaar")


@pytest.mark.parametrize(
    ("value", "status", "disputed"),
    [
        ("27999999", "definitief", False),
        ("28000001", "definitief", True),
        ("12000000", "ondergrens", False),
        ("29000000", "ondergrens", True),
    ],
)
def test_a_figure_disputes_a_bound_only_beyond_it(value: str, status: str, disputed: bool) -> None:
    name = "sroi_verplichting_eur"
    one = staged((name, "28000000", "bovengrens"))
    other = staged((name, value, status), reeks="sroi-leveringen", bron="anders")

    found = derive(Waarneming.cast(pl.concat([one, other])), [INDICATORS[name]])

    assert found["strijdig"].to_list() == [disputed, disputed]


def staged(
    *figures: tuple[str, str, str], reeks: str = "jaarverslagen-sr", bron: str = "verslag"
) -> dy.DataFrame[Waarneming]:
    """Stage figures of the region on one day, by indicator, value and status."""
    day = date(2023, 12, 31)
    return Waarneming.validate(
        pl.DataFrame(
            [
                {
                    "indicator": indicator, "reeks": reeks, "bron": bron, "tabel": "t",
                    "gebied": "AM06", "periode": f"{day}", "soort": "dag", "begin": day,
                    "einde": day, "kenmerk": [], "categorie": [], "waarde": Decimal(value),
                    "marge": None, "status": status, "vindplaats": "v", "opmerking": None,
                }
                for indicator, value, status in figures
            ],
            schema=Waarneming.create_empty().schema,
        ),
        cast=True,
    )  # fmt: skip
