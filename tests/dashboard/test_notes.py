"""What stands under a figure: sources, compositions, editions and disputes, each as it is."""

from __future__ import annotations

import polars as pl
import pytest

from dashboard import notes
from tests.dashboard.conftest import PublishDrawn
from tests.dashboard.figures import NEDERLAND, REGIO, cijfers
from warehouse.indicators import INDICATORS

RATE = INDICATORS["werkloosheidspercentage"]
ONE = """
indicator               | gebied | periode | waarde | reeks    | bron
werkloosheidspercentage | NL01   | 2018    | 4.9    | 85826NED | jaarverslag-2023
werkloosheidspercentage | NL01   | 2017    | 5.9    | 80590ned | cbs-80590ned
"""
SUMS = """
gebied | naam    | periode    | waarde | samenstelling | leden
AM06   | Regio   | 2019-12-31 | 100    | zoals-toen    | 14
AM06   | Regio   | 2020-12-31 | 120    | zoals-toen    | 15
SR     | Subregio| 2019-12-31 | 50     | zoals-toen    | 8
GM0301 | Zutphen | 2019-12-31 | 10     | .             | .
"""


def sums(drawing: str = SUMS) -> pl.DataFrame:
    """Read sums of gemeenten, in which a dot is nothing."""
    plain = cijfers(
        "\n".join("|".join(line.split("|")[:4]) for line in drawing.splitlines() if line.strip())
    )
    cells = [
        [cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()[1:]
    ]
    return plain.with_columns(
        samenstelling=pl.Series([None if row[4] == "." else row[4] for row in cells]),
        leden=pl.Series([None if row[5] == "." else int(row[5]) for row in cells], dtype=pl.Int64),
    )


def test_a_source_line_names_each_source_with_table_status_and_date(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(ONE)
    rows = cijfers(
        """
        gebied | naam      | periode | waarde | bron             | tabel    | status
        NL01   | Nederland | 2018    | 4.9    | jaarverslag-2023 | 85826NED | gedrukt
        NL01   | Nederland | 2017    | 5.9    | cbs-80590ned     | 80590ned | definitief
        NL01   | Nederland | 2025    | 3.9    | cbs-80590ned     | 80590ned | voorlopig
        """
    )
    assert notes.source_line(rows) == (
        "Bronnen: Tabel jaarverslag-2023 (85826NED; gedrukt; meegeleverde stand, vastgelegd "
        "22 november 2026); Tabel cbs-80590ned (definitief en voorlopig; meegeleverde stand, "
        "vastgelegd 22 november 2026)."
    )
    assert notes.source_line(rows.head(1)).startswith("Bron: Tabel jaarverslag-2023 (")


def test_the_day_of_fetching_goes_before_that_of_laying_down(publish_drawn: PublishDrawn) -> None:
    publish_drawn(ONE, fetched="2026-12-01 09:30")
    assert "; opgehaald 1 december 2026)." in notes.source_line(cijfers(REGIO))


def test_a_publication_was_laid_down_and_has_no_newer_state(publish_drawn: PublishDrawn) -> None:
    publish_drawn(ONE.replace("cbs-80590ned", "eenmalig-80590ned"))
    rows = cijfers(REGIO).with_columns(bron=pl.lit("eenmalig-80590ned"))
    assert notes.source_line(rows).endswith("gedrukt; vastgelegd 22 november 2026).")


def test_each_row_gets_the_passport_of_its_own_delivery(publish_drawn: PublishDrawn) -> None:
    publish_drawn(ONE, fetched="2026-12-01 09:30")
    row = notes.with_passport(cijfers(REGIO), {"Gebied": "Regio", "Periode": "2018"}).row(
        0, named=True
    )
    assert f"{row['vastgelegd']} {row['opgehaald']}" == "2026-11-22 2026-12-01 09:30:00"
    assert (row["stand"], row["licentie"]) == ("meegeleverd", "CC BY 4.0")
    assert row["definitie"] == RATE.definition
    assert row["filters"] == "Gebied: Regio; Periode: 2018"


def test_no_figures_have_no_source(publish_drawn: PublishDrawn) -> None:
    publish_drawn(ONE)
    assert notes.source_line(cijfers(REGIO).clear()) == (
        "Bron: geen; er zijn geen cijfers voor deze keuze."
    )


@pytest.mark.parametrize(
    ("samenstelling", "how"),
    [
        ("zoals-toen", "zoals op elke peildatum"),
        ("huidig", "in de huidige samenstelling"),
        ("2022", "in de samenstelling van 2022"),
    ],
)
def test_sums_name_their_area_its_gemeenten_and_the_composition(
    samenstelling: str, how: str
) -> None:
    assert notes.composition_note(sums(), samenstelling) == (
        f"Regio: opgeteld uit 14 en 15 gemeenten, {how}. Subregio: opgeteld uit 8 gemeenten, {how}."
    )


def test_a_sum_of_one_is_of_one_gemeente() -> None:
    one = """
    gebied | naam     | periode    | waarde | samenstelling | leden
    SR     | Deventer | 2019-12-31 | 100    | zoals-toen    | 1
    """
    assert "opgeteld uit 1 gemeente, zoals" in notes.composition_note(sums(one), "zoals-toen")


@pytest.mark.parametrize(
    ("samenstelling", "end"),
    [
        ("zoals-toen", "."),
        ("huidig", "; de gekozen samenstelling verandert dat cijfer niet."),
    ],
)
def test_a_published_figure_says_that_the_choice_does_not_change_it(
    samenstelling: str, end: str
) -> None:
    rows = cijfers(REGIO).with_columns(
        samenstelling=pl.lit("gepubliceerd"), leden=pl.lit(13, pl.Int64)
    )
    assert notes.composition_note(rows, samenstelling) == (
        f"Veluwe Stedendriehoek: door de bron zelf gepubliceerd voor 13 gemeenten{end}"
    )


def test_a_gemeente_or_the_country_needs_no_composition() -> None:
    assert notes.composition_note(cijfers(NEDERLAND), "huidig") == ""


def test_a_line_of_two_editions_says_where_it_is_interrupted() -> None:
    rows = cijfers(
        """
        gebied | naam      | periode | waarde | reeks    | tabel
        NL01   | Nederland | 2015    | 7.9    | 80590ned | 80590ned
        NL01   | Nederland | 2016    | 7.0    | 80590ned | 80590ned
        NL01   | Nederland | 2018    | 4.9    | 85826NED | 85826NED
        NL01   | Nederland | 2024    | 3.7    | 80590ned | 80590ned
        """
    )
    assert notes.editions_note(rows) == (
        "Nederland is onderbroken waar een andere tabel begint: 80590ned (2015-2016, 2024) en "
        "85826NED (2018)."
    )
    assert notes.editions_note(cijfers(REGIO)) == ""


def test_one_reeks_of_several_tables_is_not_called_after_the_first() -> None:
    rows = cijfers(
        """
        gebied | naam      | periode | waarde | reeks      | tabel
        NL01   | Nederland | 2019    | 10     | maatstaven | 84860NED
        NL01   | Nederland | 2020    | 11     | maatstaven | 85052NED
        NL01   | Nederland | 2021    | 12     | 37789ksz   | 37789ksz
        """
    )
    assert "84860NED en volgende (2019-2020) en 37789ksz (2021)" in notes.editions_note(rows)


DISPUTED = """
gebied | naam      | periode | waarde | tabel    | strijdig | gekozen
NL01   | Nederland | 2020    | 4.8    | 80590ned | ja       | nee
NL01   | Nederland | 2020    | 4.9    | 85826NED | ja       | ja
"""


def test_a_dispute_names_both_figures_the_chosen_one_first() -> None:
    assert notes.dispute_lines(RATE, cijfers(DISPUTED)) == [
        "Nederland, 2020: 4,9% in 85826NED (gekozen), 4,8% in 80590ned"
    ]


def test_many_disputes_are_told_once_for_each_table_with_the_latest() -> None:
    rows = ["gebied | naam | periode | waarde | tabel | strijdig | gekozen"]
    for year in range(2001, 2011):
        rows += [
            f"NL01 | Nederland | {year} | 4.9 | 85826NED | ja | ja",
            f"NL01 | Nederland | {year} | 4.8 | 80590ned | ja | nee",
        ]
    rows.append("NL01 | Nederland | 2010 | 4.7 | 84703NED | ja | nee")

    assert notes.dispute_lines(RATE, cijfers("\n".join(rows))) == [
        "Nederland, 2001-2010: 80590ned geeft iets anders dan 85826NED (gekozen), het laatst 2010: "
        "4,8% tegen 4,9%",
        "Nederland, 2010: 84703NED geeft iets anders dan 85826NED (gekozen): 4,7% tegen 4,9%",
    ]


def test_a_printed_table_that_says_the_same_is_told(publish_drawn: PublishDrawn) -> None:
    publish_drawn(ONE)
    rows = cijfers(
        """
        gebied | naam  | periode | waarde | reeks    | bron             | tabel    | gekozen
        AM06   | Regio | 2021    | 3.6    | 85826NED | cbs              | 85826NED | ja
        AM06   | Regio | 2021    | 3.6    | 85826NED | jaarverslag-2023 | 85826NED | nee
        AM06   | Regio | 2022    | 3.2    | 85826NED | cbs              | 85826NED | ja
        AM06   | Regio | 2022    | 3.2    | 85826NED | jaarverslag-2023 | 85826NED | nee
        AM06   | Regio | 2023    | 3.2    | 85826NED | cbs              | 85826NED | ja
        AM06   | Regio | 2023    | 3.3    | 85826NED | jaarverslag-2023 | 85826NED | nee
        """
    )
    assert notes.agreement_note(rows) == (
        "Tabel jaarverslag-2023 geeft voor Regio dezelfde cijfers (2021-2022)."
    )


def test_a_remark_is_made_once() -> None:
    rows = cijfers(
        """
        gebied | naam    | periode | waarde | opmerking
        GM0301 | Zutphen | 2021    | 66     | Hele procenten. Voorlopig
        GM0200 | Apeldoorn| 2021   | 70     | Hele procenten
        """
    )
    assert notes.remarks(rows) == "Hele procenten. Voorlopig."


def test_a_passport_holds_what_a_figure_needs_to_be_quoted(publish_drawn: PublishDrawn) -> None:
    publish_drawn(ONE)
    said = dict(notes.passport(RATE, cijfers(REGIO), {"Gebied": "Regio (AM06)"}))
    assert said["Indicator"] == "Werkloosheidspercentage (werkloosheidspercentage)"
    assert said["Definitie"] == RATE.definition
    assert said["Gebied"] == "Regio (AM06)"
    assert said["Herkomst"].startswith("Bron: Tabel jaarverslag-2023 (85826NED; gedrukt;")
    assert said["Licentie"] == "CC BY 4.0"
    assert said["Voorbehoud"] == RATE.caveat
    people = cijfers(REGIO).with_columns(indicator=pl.lit("inwoners"))
    assert "Voorbehoud" not in dict(notes.passport(INDICATORS["inwoners"], people, {}))


def test_a_passport_defines_every_indicator_in_its_rows(publish_drawn: PublishDrawn) -> None:
    publish_drawn(ONE)
    both = pl.concat([cijfers(REGIO), cijfers(REGIO).with_columns(indicator=pl.lit("inwoners"))])

    told = [said for name, said in notes.passport(RATE, both, {}) if name == "Indicator"]
    assert told == ["Werkloosheidspercentage (werkloosheidspercentage)", "Inwoners (inwoners)"]
