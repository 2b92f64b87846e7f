"""80590ned: national figures per month, quarter and year, adjusted and not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest

from pipelines.cbs import CbsTable
from pipelines.delivery import DeliveryError
from pipelines.sources.arbeidsdeelname_nederland import stage

Read = Callable[..., CbsTable]

TOPICS = """
Key                          | Title                      | Unit      | Decimals | Group
"NietSeizoengecorrigeerd_1"  | "Niet seizoengecorrigeerd" | "x 1 000" | 0 | "Beroepsbevolking"
"Seizoengecorrigeerd_2"      | "Seizoengecorrigeerd"      | "x 1 000" | 0 | "Beroepsbevolking"
"NietSeizoengecorrigeerd_5"  | "Niet gecorrigeerd" | "x 1 000" | 0 | "Werkloze beroepsbevolking"
"Seizoengecorrigeerd_6"      | "Gecorrigeerd"      | "x 1 000" | 0 | "Werkloze beroepsbevolking"
"NietSeizoengecorrigeerd_7"  | "Niet seizoengecorrigeerd" | "%" | 1 | "Werkloosheidspercentage"
"Seizoengecorrigeerd_8"      | "Seizoengecorrigeerd"      | "%" | 1 | "Werkloosheidspercentage"
"NietSeizoengecorrigeerd_11" | "Niet seizoengecorrigeerd" | "%" | 1 | "Bruto arbeidsparticipatie"
"Seizoengecorrigeerd_12"     | "Seizoengecorrigeerd"      | "%" | 1 | "Bruto arbeidsparticipatie"
"NietSeizoengecorrigeerd_13" | "Niet seizoengecorrigeerd" | "%" | 1 | "Netto arbeidsparticipatie"
"Seizoengecorrigeerd_14"     | "Seizoengecorrigeerd"      | "%" | 1 | "Netto arbeidsparticipatie"
"""
COLUMNS = (
    "Geslacht | Leeftijd | Perioden"
    " | NietSeizoengecorrigeerd_1 | Seizoengecorrigeerd_2"
    " | NietSeizoengecorrigeerd_5 | Seizoengecorrigeerd_6"
    " | NietSeizoengecorrigeerd_7 | Seizoengecorrigeerd_8"
    " | NietSeizoengecorrigeerd_11 | Seizoengecorrigeerd_12"
    " | NietSeizoengecorrigeerd_13 | Seizoengecorrigeerd_14\n"
)
ROWS = (
    COLUMNS
    + """
"T001038"|"52052   "|"2023JJ00"|10096|null|359|null|3.6|null|75.8|null|73.1|null
"T001038"|"52052   "|"2023KW01"|10039|10061|371|357|3.7|3.6|75.4|75.6|72.7|72.9
"T001038"|"52052   "|"2023MM01"|10026|10059|374|null|3.7|3.6|75.4|75.6|72.6|72.9
"3000   "|"52052   "|"2023JJ00"|5300 |null |180|null|3.4|null|79.9|null|77.2|null
"""
)
DIMENSIONS = {
    "Geslacht": 'Key | Title\n"T001038" | "Totaal mannen en vrouwen"\n"3000   " | "Mannen"',
    "Leeftijd": 'Key | Title\n"52052   " | "15 tot 75 jaar"',
    "Perioden": """
    Key        | Title              | Status
    "2023JJ00" | "2023"             | "Definitief"
    "2023KW01" | "2023 1e kwartaal" | "NaderVoorlopig"
    "2023MM01" | "2023 januari"     | "Voorlopig"
    """,
}


def test_each_period_of_the_total_is_staged_with_its_passport(cbs_table: Read) -> None:
    staged = stage(cbs_table("80590ned", TOPICS, ROWS, **DIMENSIONS))

    unemployment = staged.filter(pl.col("indicator") == "werkloosheidspercentage")
    assert unemployment.select("periode", "soort", "waarde", "marge", "status").rows() == [
        ("2023", "jaar", Decimal("3.6"), Decimal("0.05"), "definitief"),
        ("2023K1", "kwartaal", Decimal("3.7"), Decimal("0.05"), "nader voorlopig"),
        ("2023-01", "maand", Decimal("3.7"), Decimal("0.05"), "voorlopig"),
    ]
    assert set(staged["gebied"]) == {"NL01"}
    assert set(staged["bron"]) == {"cbs-80590ned"}
    assert set(staged["reeks"]) == set(staged["tabel"]) == {"80590ned"}
    assert unemployment["vindplaats"][0] == (
        "80590ned, Werkloosheidspercentage › Niet seizoengecorrigeerd, 2023JJ00"
    )


def test_thousands_become_persons(cbs_table: Read) -> None:
    staged = stage(cbs_table("80590ned", TOPICS, ROWS, **DIMENSIONS))

    labour_force = staged.filter(
        pl.col("indicator") == "beroepsbevolking", pl.col("soort") == "jaar"
    )
    assert labour_force.select("waarde", "marge").rows() == [(Decimal(10_096_000), Decimal(500))]


def test_a_year_has_no_adjusted_figure_but_a_month_without_one_is_missing(cbs_table: Read) -> None:
    staged = stage(cbs_table("80590ned", TOPICS, ROWS, **DIMENSIONS))

    adjusted = staged.filter(pl.col("indicator") == "werkloze_beroepsbevolking_sg")
    assert adjusted.select("periode", "waarde", "status").rows() == [
        ("2023K1", Decimal(357_000), "nader voorlopig"),
        ("2023-01", None, "niet gepubliceerd"),
    ]


def test_a_renamed_column_is_named(cbs_table: Read) -> None:
    topics = TOPICS.replace('"Werkloosheidspercentage"', '"Werkloosheid"')

    with pytest.raises(
        DeliveryError,
        match="80590ned: geen kolom 'NietSeizoengecorrigeerd' met eenheid % onder 'Werkloosheids",
    ):
        stage(cbs_table("80590ned", topics, ROWS, **DIMENSIONS))
