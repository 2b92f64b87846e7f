"""Downloads: what is in the file is what was on the screen, with its passport and no formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.downloads import csv_bytes, xlsx_bytes
from tests.dashboard import figures
from tests.dashboard.figures import GEMEENTEN, REGIO

MOMENT = datetime(2024, 3, 5, 14, 3, tzinfo=UTC)
PASSPORT = [
    ("Indicator", "Werkloosheidspercentage (werkloosheidspercentage)"),
    ("Definitie", "Werkloos is wie geen werk heeft;\nen ernaar zoekt."),
    ("Gebied", "Veluwe Stedendriehoek (AM06)"),
    ("Licentie", "CC BY 4.0"),
]
COLUMNS = [
    "indicator", "gebied", "naam", "samenstelling", "leden", "periode", "begin", "einde",
    "uitsplitsing", "waarde", "eenheid", "teller", "noemer", "marge", "status", "strijdig",
    "gekozen", "bron", "reeks", "tabel", "vindplaats", "opmerking", "vastgelegd", "opgehaald",
    "stand", "licentie", "definitie", "filters",
]  # fmt: skip
RISKY = "=+-@\t\r\n"


def cijfers(drawing: str) -> pl.DataFrame:
    """Read drawn figures, each with the passport of a delivery that was fetched at half past nine."""
    return figures.cijfers(drawing).with_columns(
        vastgelegd=pl.lit(date(2026, 11, 22)),
        opgehaald=pl.lit(datetime(2026, 11, 21, 9, 30)),  # noqa: DTZ001
        stand=pl.lit("meegeleverd"),
        licentie=pl.lit("CC BY 4.0"),
        definitie=pl.lit("Werkloos is wie geen werk heeft."),
        filters=pl.lit("Gebied: Veluwe Stedendriehoek (AM06)"),
    )


def machine(rows: pl.DataFrame) -> list[dict[str, str]]:
    text = csv_bytes(rows, PASSPORT, "machine", MOMENT).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def dutch(rows: pl.DataFrame) -> list[list[str]]:
    written = csv_bytes(rows, PASSPORT, "nl", MOMENT)
    assert written.startswith(b"\xef\xbb\xbf")
    text = written.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_machine_csv_is_a_table_from_its_first_line_with_points_and_iso_dates() -> None:
    written = csv_bytes(cijfers(REGIO), PASSPORT, "machine", MOMENT)
    frame = pl.read_csv(written)
    assert frame.columns == COLUMNS
    assert frame["waarde"].to_list() == [4.7, 4.0, 4.5, 3.6, 3.2, 3.2]
    first = machine(cijfers(REGIO))[0]
    assert (first["begin"], first["einde"]) == ("2018-01-01", "2018-12-31")
    assert (first["eenheid"], first["status"], first["reeks"]) == ("%", "gedrukt", "85826NED")
    assert first["vindplaats"] == "1.6 Werkloosheid lager dan landelijk"
    assert (first["strijdig"], first["gekozen"]) == ("false", "true")


def test_the_dutch_csv_has_its_passport_above_the_table_and_decimal_commas() -> None:
    lines = dutch(cijfers(REGIO))
    assert lines[:6] == [
        ["Indicator", "Werkloosheidspercentage (werkloosheidspercentage)"],
        ["Definitie", "Werkloos is wie geen werk heeft; en ernaar zoekt."],
        ["Gebied", "Veluwe Stedendriehoek (AM06)"],
        ["Licentie", "CC BY 4.0"],
        ["Gedownload op", "5 maart 2024, 14:03 uur"],
        [],
    ]
    table = [dict(zip(lines[6], line, strict=True)) for line in lines[7:]]
    assert [name.lower() for name in lines[6]] == COLUMNS
    assert [row["Waarde"] for row in table] == ["4,7", "4", "4,5", "3,6", "3,2", "3,2"]
    assert (table[0]["Begin"], table[0]["Marge"]) == ("01-01-2018", "0,05")
    assert (table[0]["Strijdig"], table[0]["Gekozen"]) == ("nee", "ja")


def test_every_row_can_be_quoted_alone() -> None:
    for row in machine(cijfers(REGIO)):
        assert (row["vastgelegd"], row["opgehaald"]) == ("2026-11-22", "2026-11-21T09:30:00")
        assert (row["stand"], row["licentie"]) == ("meegeleverd", "CC BY 4.0")
        assert row["definitie"] == "Werkloos is wie geen werk heeft."
        assert row["filters"] == "Gebied: Veluwe Stedendriehoek (AM06)"
    assert dutch(cijfers(REGIO))[-1][-6:-4] == ["22-11-2026", "21-11-2026 09:30"]
    figures_sheet = fastexcel.read_excel(xlsx_bytes(cijfers(REGIO), PASSPORT, MOMENT)).load_sheet(0)
    assert set(figures_sheet.to_polars()["Licentie"]) == {"CC BY 4.0"}


def test_a_missing_figure_is_empty_and_keeps_its_reason() -> None:
    rows = cijfers(GEMEENTEN).filter(pl.col("naam") == "Zeewolde")
    (row,) = machine(rows)
    assert (row["waarde"], row["status"]) == ("", "geheim")
    lines = dutch(rows)
    assert dict(zip(lines[-2], lines[-1], strict=True))["Status"] == "geheim"


def test_a_real_zero_is_written_as_zero() -> None:
    rows = cijfers("gebied | naam | periode | waarde\nGM0200 | Apeldoorn | 2022 | 0")
    assert machine(rows)[0]["waarde"] == "0"


def test_a_negative_figure_stays_a_number() -> None:
    rows = cijfers("gebied | naam | periode | waarde\nGM0200 | Apeldoorn | 2022 | -1.5")
    assert machine(rows)[0]["waarde"] == "-1.5"
    assert "-1,5" in dutch(rows)[-1]


def test_what_a_figure_is_split_by_stands_beside_it() -> None:
    rows = cijfers(REGIO).head(1)
    rows = rows.with_columns(
        kenmerk=pl.Series([["geslacht", "leeftijd"]]),
        categorie=pl.Series([["vrouwen", "15 tot 25 jaar"]]),
    )
    assert machine(rows)[0]["uitsplitsing"] == "geslacht: vrouwen; leeftijd: 15 tot 25 jaar"


@pytest.mark.parametrize("notation", ["nl", "machine"])
def test_no_rows_still_give_a_header(notation: str) -> None:
    empty = cijfers(REGIO).clear()
    written = csv_bytes(empty, PASSPORT, "nl" if notation == "nl" else "machine", MOMENT)
    assert written.decode("utf-8-sig").splitlines()[-1].lower().startswith("indicator")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+31 6", "-verkeerd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")'],
)
def test_text_never_begins_as_a_formula(text: str) -> None:
    rows = cijfers(REGIO).head(1).with_columns(opmerking=pl.lit(text), naam=pl.lit(text))
    assert machine(rows)[0]["opmerking"] == f"'{text}"
    line = dutch(rows)[-1]
    assert line[2] == line[COLUMNS.index("opmerking")] == f"'{text}"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_any_remark_survives_in_one_harmless_cell(remark: str) -> None:
    rows = cijfers(REGIO).head(1).with_columns(opmerking=pl.lit(remark))
    cell = machine(rows)[0]["opmerking"]
    assert cell.removeprefix("'") == remark.removeprefix("'")
    assert not cell.startswith(tuple(RISKY))


def test_a_passport_is_harmless_too() -> None:
    lines = csv_bytes(cijfers(REGIO), [("=Bron", "=1+1")], "nl", MOMENT).decode("utf-8-sig")
    assert lines.splitlines()[0] == "'=Bron;'=1+1"


def test_the_workbook_reads_back_as_numbers_dates_and_text() -> None:
    book = fastexcel.read_excel(xlsx_bytes(cijfers(REGIO), PASSPORT, MOMENT))
    assert book.sheet_names == ["Cijfers", "Verantwoording"]
    sheet = book.load_sheet("Cijfers").to_polars()
    assert [name.lower() for name in sheet.columns] == COLUMNS
    assert sheet["Waarde"].to_list() == [4.7, 4.0, 4.5, 3.6, 3.2, 3.2]
    assert sheet["Periode"].to_list() == ["2018", "2019", "2020", "2021", "2022", "2023"]
    assert date(2018, 1, 1) in [moment.date() for moment in sheet["Begin"].to_list()]
    assert sheet["Gekozen"].to_list() == ["ja"] * 6


def test_the_workbook_holds_its_passport_on_a_sheet_of_its_own() -> None:
    book = fastexcel.read_excel(xlsx_bytes(cijfers(REGIO), PASSPORT, MOMENT))
    about = book.load_sheet("Verantwoording", header_row=None).to_polars().rows()
    assert about[0] == ("Indicator", "Werkloosheidspercentage (werkloosheidspercentage)")
    assert about[-1] == ("Gedownload op", "5 maart 2024, 14:03 uur")


def test_the_workbook_keeps_missing_empty_and_text_a_text() -> None:
    rows = cijfers(GEMEENTEN).with_columns(opmerking=pl.lit("=1+1"))
    sheet = fastexcel.read_excel(xlsx_bytes(rows, PASSPORT, MOMENT)).load_sheet(0).to_polars()
    kept = {row["Naam"]: row for row in sheet.iter_rows(named=True)}
    assert (kept["Zeewolde"]["Waarde"], kept["Zeewolde"]["Status"]) == (None, "geheim")
    assert kept["Apeldoorn"]["Waarde"] == 36.2
    # Read back as text: a formula would come as its result, which nobody has computed.
    assert set(sheet["Opmerking"]) == {"=1+1"}


def test_a_file_says_when_it_was_made_by_itself() -> None:
    first = csv_bytes(cijfers(REGIO), [], "nl").decode("utf-8-sig").splitlines()[0]
    assert first.startswith("Gedownload op;")
    assert first.endswith(" uur")


def test_a_ratio_carries_its_two_counts() -> None:
    rows = (
        cijfers(GEMEENTEN)
        .head(1)
        .with_columns(
            teller=pl.lit(Decimal("3620")).cast(pl.Decimal(18, 4)),
            noemer=pl.lit(Decimal("100000")).cast(pl.Decimal(18, 4)),
        )
    )
    row = machine(rows)[0]
    assert (row["waarde"], row["teller"], row["noemer"]) == ("36.2", "3620", "100000")
