"""Maatstaven gemeentefonds: one table an edition, counts on the day in the column's name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest

from pipelines.cbs import CbsTable
from pipelines.delivery import DeliveryError
from pipelines.sources.maatstaven_gemeentefonds import stage

Read = Callable[..., CbsTable]

REGIONS = """
Key      | Title
"NL01  " | "Nederland"
"GM0200" | "Apeldoorn"
"GM0301" | "Zutphen"
"GM0363" | "Amsterdam"
"GM0457" | "Weesp"
"GM0370" | "Beemster"
"""
HEADER = "RegioS | InwonersVan15Tot65Jaar_1 | TotaalBeroepsbevolking_22 | {} | {} | {}\n"
OF_2018 = (
    "PersonenMetBijstand31122018_26",
    "WajongUitkeringen31122017_27",
    "PersonenMetLoonkostensubs31122018_31",
)
OF_2020 = (
    "PersonenMetBijstand31122020_26",
    "WajongUitkeringen31122020_27",
    "PersonenMetLoonkostensubs31122020_28",
)
OF_2021 = (
    "PersonenMetBijstand31122021_26",
    "WajongUitkeringen31122021_27",
    "PersonenMetLoonkostensubs31122021_28",
)
EDITION_2019 = """
"NL01  " | 11228340 | 8973 | 484553 | 245790 | 15310
"GM0200" | 103190   | 81   | 4287   | 3150   | 90
"""
EDITION_2021 = """
"NL01  " | 11306150 | 9123 | 477190 | 243130 | 22090
"GM0200" | 104210   | 84   | 4200   | 3190   | 140
"GM0301" | 30300    | 25   | 1560   | 1060   | 80
"GM0363" | 636840   | 497  | 41000  | 9000   | 900
"GM0457" | 12850    | 12   | 470    | 160    | 10
"GM0370" | 6300     | 5    | 60     | 60     | 0
"""
EDITION_2022 = """
"NL01  " | 11352760 | 9123 | 471460 | 243160 | 25560
"GM0200" | 104450   | 84   | 4150   | 3220   | 180
"GM0301" | 30240    | 25   | 1510   | 1070   | 100
"GM0363" | 657980   | 509  | 40000  | 9100   | 1000
"GM0457" | null     | null | null   | null   | null
"""


@pytest.fixture
def edition(cbs_table: Read) -> Read:
    def read(tabel: str, columns: tuple[str, str, str], rows: str) -> CbsTable:
        topics = "Key | Title | Unit | Decimals\n" + "\n".join(
            f'"{key}" | "{key}" | "{"x 1 000" if "Totaal" in key else "aantal"}" | 0'
            for key in ("InwonersVan15Tot65Jaar_1", "TotaalBeroepsbevolking_22", *columns)
        )
        return cbs_table(tabel, topics, HEADER.format(*columns) + rows, RegioS=REGIONS)

    return read


def test_every_count_stands_on_its_own_day(edition: Read) -> None:
    staged = stage(edition("84590NED", OF_2018, EDITION_2019))

    apeldoorn = staged.filter(pl.col("gebied") == "GM0200")
    assert apeldoorn.select("indicator", "periode", "soort", "waarde", "marge").rows() == [
        ("bijstand_personen", "2018-12-31", "dag", Decimal(4287), Decimal(0)),
        ("wajong_personen", "2017-12-31", "dag", Decimal(3150), Decimal(5)),
        ("loonkostensubsidie_personen", "2018-12-31", "dag", Decimal(90), Decimal(5)),
        ("inwoners_15_65", "2019-01-01", "dag", Decimal(103190), Decimal(5)),
        ("beroepsbevolking", "2019", "jaar", Decimal(81000), Decimal(500)),
    ]
    assert set(apeldoorn["status"]) == {"definitief"}


def test_from_the_second_edition_on_bijstand_is_rounded_to_tens(edition: Read) -> None:
    staged = stage(edition("85052NED", OF_2020, EDITION_2021))

    bijstand = staged.filter(
        pl.col("indicator") == "bijstand_personen", pl.col("gebied") == "GM0301"
    )
    assert bijstand.select("periode", "waarde", "marge").rows() == [
        ("2020-12-31", Decimal(1560), Decimal(5))
    ]


def test_an_average_says_so_and_a_repeated_one_is_marked(edition: Read) -> None:
    earlier = edition("85052NED", OF_2020, EDITION_2021)
    later = edition("85309NED", OF_2021, EDITION_2022)
    zutphen = stage(earlier, later).filter(
        pl.col("indicator") == "beroepsbevolking", pl.col("gebied") == "GM0301"
    )

    assert zutphen.select("tabel", "periode", "waarde", "status", "opmerking").rows() == [
        (
            "85052NED",
            "2021",
            Decimal(25000),
            "definitief",
            "Gemiddelde over 2016-2020 volgens het CBS",
        ),
        (
            "85309NED",
            "2022",
            Decimal(25000),
            "herhaald",
            "Gemiddelde over 2016-2020 volgens het CBS, herhaald uit de uitgave ervoor (85052NED)",
        ),
    ]


def test_the_build_stops_once_the_repeated_figures_are_mended(edition: Read) -> None:
    earlier = edition("85052NED", OF_2020, EDITION_2021)
    mended = edition("85309NED", OF_2021, EDITION_2022.replace("| 25   |", "| 26   |"))

    with pytest.raises(DeliveryError) as refusal:
        stage(earlier, mended)
    assert str(refusal.value) == (
        "85309NED: beroepsbevolking herhaalde die van 85052NED, maar verschilt nu in 1 gebieden "
        "(GM0301: 25000 en 26000); haal 'repeats' weg bij deze uitgave in "
        "pipelines/sources/maatstaven_gemeentefonds.py"
    )


def test_a_gemeente_that_merged_away_is_missing_with_a_reason(edition: Read) -> None:
    staged = stage(edition("85309NED", OF_2021, EDITION_2022))

    weesp = staged.filter(pl.col("gebied") == "GM0457")
    assert weesp.height == 5
    assert weesp["waarde"].null_count() == weesp["marge"].null_count() == 5
    assert set(weesp["status"]) == {"niet gepubliceerd"}


def test_a_doubled_column_is_named(edition: Read) -> None:
    doubled = edition("84590NED", OF_2018, EDITION_2019)
    doubled.properties.append({**doubled.properties[-3], "Key": "PersonenMetBijstand31122018_99"})

    with pytest.raises(DeliveryError, match="meer dan één kolom 'PersonenMetBijstand'"):
        stage(doubled)
