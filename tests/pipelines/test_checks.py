"""What sources say of each other, and what a build may not lack."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines.checks import BuildError, reconcile, require_complete
from pipelines.sources import SOURCES
from tests.warehouse.drawn import waarnemingen
from warehouse.builds import DataFolder
from warehouse.derive import derive
from warehouse.indicators import INDICATORS
from warehouse.reader import open_current


def figures(drawing: str) -> pl.DataFrame:
    return derive(waarnemingen(drawing), INDICATORS.values())


def checked(drawing: str) -> list[tuple[Any, ...]]:
    found = reconcile(figures(drawing), INDICATORS, {"NL01", "AM06", "GM0301"})
    return found.select(
        "controle", "uitkomst", "gebied", "gevonden", "verwacht", "toelichting"
    ).rows()


COUNTRY = "Som van 2 gemeenten tegen Nederland (maatstaven-gemeentefonds)"


@pytest.mark.parametrize(
    ("country", "outcome", "explained"),
    [
        ("5650", "klopt", "precies gelijk"),
        ("5660", "klopt", "verschil 10, afronding verklaart tot 15"),
        ("5635", "klopt", "verschil 15, afronding verklaart tot 15"),
        ("5670", "verschil", "verschil 20, afronding verklaart tot 15"),
    ],
)
def test_the_gemeenten_add_up_to_nederland_as_far_as_rounding_goes(
    country: str, outcome: str, explained: str
) -> None:
    drawing = f"""
        indicator         | gebied | periode    | waarde    | marge
        bijstand_personen | GM0200 | 2021-12-31 | 4150      | 5
        bijstand_personen | GM0301 | 2021-12-31 | 1500      | 5
        bijstand_personen | NL01   | 2021-12-31 | {country} | 5
    """

    assert checked(drawing) == [
        (COUNTRY, outcome, "NL01", Decimal(5650), Decimal(country), explained)
    ]


def test_a_gemeente_without_a_figure_does_not_count_as_one_that_was_added() -> None:
    drawing = """
        indicator         | gebied | periode    | waarde | status
        bijstand_personen | GM0200 | 2021-12-31 | 4150   | definitief
        bijstand_personen | GM0301 | 2021-12-31 | 1500   | definitief
        bijstand_personen | GM0457 | 2021-12-31 | .      | niet gepubliceerd
        bijstand_personen | NL01   | 2021-12-31 | 5650   | definitief
    """

    assert [row[:2] for row in checked(drawing)] == [(COUNTRY, "klopt")]


def test_percentages_ratios_and_other_series_are_not_added_up() -> None:
    drawing = """
        indicator                 | reeks                      | gebied | periode    | waarde
        netto_arbeidsparticipatie | 85039NED                   | GM0200 | 2021       | 70
        netto_arbeidsparticipatie | 85039NED                   | NL01   | 2021       | 71
        ww_uitkeringen            | kerncijfers-wijken-buurten | GM0200 | 2020-12-31 | 10
        ww_uitkeringen            | 37789ksz                   | NL01   | 2020-12-31 | 99
        wajong_personen           | maatstaven-gemeentefonds   | GM0200 | 2021-12-31 | 10
        inwoners_15_65            | maatstaven-gemeentefonds   | GM0200 | 2022-01-01 | 10
        inwoners_15_65            | maatstaven-gemeentefonds   | GM0301 | 2022-01-01 | 10
        inwoners_15_65            | maatstaven-gemeentefonds   | NL01   | 2022-01-01 | 20
    """

    assert [row[:2] for row in checked(drawing)] == [(COUNTRY, "klopt")]


@pytest.mark.parametrize(
    ("printed", "outcome"), [("7.8", "klopt"), ("7.9", "verschil"), ("-7.8", "verschil")]
)
def test_a_printed_growth_is_held_against_the_two_counts(printed: str, outcome: str) -> None:
    drawing = f"""
        indicator      | reeks            | gebied | periode    | waarde    | marge
        ww_uitkeringen | 37789ksz         | NL01   | 2022-12-31 | 148700    | 50
        ww_uitkeringen | 37789ksz         | NL01   | 2023-12-31 | 160300    | 50
        ww_mutatie_pct | jaarverslag-2023 | NL01   | 2023-12-31 | {printed} | 0.05
    """

    assert checked(drawing) == [
        (
            "Gedrukte groei tegen de twee tellingen (37789ksz)",
            outcome,
            "NL01",
            Decimal("7.8009"),
            Decimal(printed),
            "van 148.700 naar 160.300",
        )
    ]


def test_a_growth_without_its_two_counts_is_not_checked() -> None:
    drawing = """
        indicator      | reeks            | gebied | periode    | waarde | status
        ww_uitkeringen | 37789ksz         | NL01   | 2022-12-31 | 0      | definitief
        ww_uitkeringen | 37789ksz         | NL01   | 2023-12-31 | 160300 | definitief
        ww_uitkeringen | 37789ksz         | AM06   | 2023-12-31 | 4588   | definitief
        ww_mutatie_pct | jaarverslag-2023 | NL01   | 2023-12-31 | 7.8    | gedrukt
        ww_mutatie_pct | jaarverslag-2023 | AM06   | 2023-12-31 | 4.8    | gedrukt
        ww_mutatie_pct | jaarverslag-2023 | GM0200 | 2023-12-31 | .      | geheim
    """

    assert checked(drawing) == []


def test_each_source_that_disputes_the_chosen_one_is_listed() -> None:
    drawing = """
        indicator               | reeks    | gebied | periode | waarde | marge
        werkloosheidspercentage | 85826NED | NL01   | 2020    | 4.9    | 0.05
        werkloosheidspercentage | 80590ned | NL01   | 2020    | 4.8    | 0.05
        werkloosheidspercentage | 85826NED | NL01   | 2021    | 4.2    | 0.05
        werkloosheidspercentage | 80590ned | NL01   | 2021    | 4.2    | 0.05
    """

    assert checked(drawing) == [
        (
            "Twee bronnen over hetzelfde: 85826NED en 80590ned",
            "verschil",
            "NL01",
            Decimal("4.8"),
            Decimal("4.9"),
            "gekozen is 85826NED; 1 van 2 perioden verschillen",
        )
    ]


ONE = "indicator | gebied | periode | waarde\ninwoners | GM0200 | 2023-01-01 | 1"


def test_a_build_has_figures_for_every_indicator() -> None:
    wanted = {each: INDICATORS[each] for each in ("inwoners", "ww_uitkeringen", "inwoners_15_65")}

    with pytest.raises(
        BuildError, match=r"^geen enkel cijfer voor ww_uitkeringen, inwoners_15_65; "
    ):
        require_complete(figures(ONE), SOURCES.values(), wanted)


def test_a_build_has_a_licence_for_every_source() -> None:
    wanted = {"inwoners": INDICATORS["inwoners"]}
    unlicensed = replace(SOURCES["cbs-03759ned"], licence="")

    require_complete(figures(ONE), SOURCES.values(), wanted)
    with pytest.raises(BuildError, match=r"^geen licentie vermeld bij cbs-03759ned$"):
        require_complete(figures(ONE), [unlicensed], wanted)


def test_the_checks_on_what_comes_with_the_project(published: DataFolder) -> None:
    checks = open_current(published).checks()
    growth = checks.filter(pl.col("indicator") == "ww_mutatie_pct")

    columns = ("gebied", "uitkomst", "gevonden", "verwacht")
    assert growth.select(columns).rows() == [
        ("AM06", "klopt", Decimal("4.8446"), Decimal("4.8")),
        ("NL01", "klopt", Decimal("7.7748"), Decimal("7.8")),
    ]
    disputes = checks.filter(
        pl.col("indicator") == "werkloosheidspercentage", pl.col("uitkomst") == "verschil"
    )
    assert disputes.select("gebied", "periode", "gevonden", "verwacht").rows() == [
        ("NL01", "2020", Decimal("4.8"), Decimal("4.9"))
    ]


def test_two_editions_are_held_against_each_other_once_and_show_their_largest_difference() -> None:
    drawing = """
        indicator               | reeks    | gebied | periode | waarde | marge
        werkloosheidspercentage | 85826NED | NL01   | 2017    | 5.9    | 0.05
        werkloosheidspercentage | 85826NED | NL01   | 2018    | 4.9    | 0.05
        werkloosheidspercentage | 85826NED | NL01   | 2019    | 4.4    | 0.05
        werkloosheidspercentage | 84703NED | NL01   | 2017    | 4.9    | 0.05
        werkloosheidspercentage | 84703NED | NL01   | 2018    | 3.8    | 0.05
        werkloosheidspercentage | 84703NED | NL01   | 2019    | 4.4    | 0.05
        werkloosheidspercentage | 85494NED | NL01   | 2018    | 4.9    | 0.05
    """

    assert checked(drawing) == [
        (
            "Twee bronnen over hetzelfde: 85826NED en 84703NED",
            "verschil",
            "NL01",
            Decimal("3.8"),
            Decimal("4.9"),
            "gekozen is 85826NED; 2 van 3 perioden verschillen",
        )
    ]


def test_a_printed_table_that_agrees_with_the_one_it_was_taken_from_is_told() -> None:
    drawing = """
        indicator               | reeks    | bron         | gebied | periode | waarde | marge
        werkloosheidspercentage | 85826NED | cbs          | AM06   | 2022    | 3.2    | 0.05
        werkloosheidspercentage | 85826NED | cbs          | AM06   | 2023    | 3.2    | 0.05
        werkloosheidspercentage | 85826NED | jaarverslag  | AM06   | 2022    | 3.2    | 0.05
        werkloosheidspercentage | 85826NED | jaarverslag  | AM06   | 2023    | 3.2    | 0.05
    """

    [row] = checked(drawing)
    assert row[:3] == (
        "Twee bronnen over hetzelfde: 85826NED (cbs) en 85826NED (jaarverslag)",
        "klopt",
        "AM06",
    )
    assert row[-1] == "2 perioden gelijk"


def test_areas_that_no_page_shows_are_not_held_against_each_other() -> None:
    drawing = """
        indicator               | reeks    | gebied | periode | waarde
        werkloosheidspercentage | 85826NED | AM01   | 2018    | 4.9
        werkloosheidspercentage | 84703NED | AM01   | 2018    | 3.8
    """

    assert checked(drawing) == []
