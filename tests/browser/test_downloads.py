"""Downloads as a reader gets them: by clicking, with the figures and their passport."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import fastexcel
import pytest
from playwright.sync_api import Page

from tests.browser.screen import OpenPage, settle


@pytest.fixture
def downloads(open_page: OpenPage) -> Page:
    """A page whose first panel has its downloads open."""
    page = open_page("/regio_en_nederland?periode=2018:2023&samenstelling=huidig")
    page.get_by_role("button", name="Download").first.click()
    settle(page)
    return page


def download(page: Page, label: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).first.click()
    taken = folder / waiting.value.suggested_filename
    waiting.value.save_as(taken)
    return taken


def test_the_dutch_csv_holds_the_figures_and_their_passport(
    downloads: Page, tmp_path: Path
) -> None:
    taken = download(downloads, "CSV, Nederlandse notatie", tmp_path)
    assert taken.name == "verloop-werkloosheidspercentage-am06.csv"
    text = taken.read_text("utf-8-sig")
    about, table = text.split("\n\n" if "\r" not in text else "\r\n\r\n", 1)
    said = dict(csv.reader(io.StringIO(about), delimiter=";"))
    assert said["Gebied"] == "Regio Veluwe Stedendriehoek (AM06)"
    assert said["Samenstelling"] == "Door de bron gepubliceerd"
    assert said["Periode"] == "2018 tot en met 2023"
    assert "85826NED; gedrukt; vastgelegd 22 november 2026" in said["Herkomst"]
    assert "CC BY 4.0" in said["Licentie"]
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    own = {row["Periode"]: row["Waarde"] for row in rows if row["Gebied"] == "AM06"}
    assert own == {
        "2018": "4,7", "2019": "4", "2020": "4,5", "2021": "3,6", "2022": "3,2", "2023": "3,2",
    }  # fmt: skip
    assert {row["Eenheid"] for row in rows} == {"%"}


def test_the_machine_csv_is_a_table_from_its_first_line(downloads: Page, tmp_path: Path) -> None:
    taken = download(downloads, "CSV, voor machines", tmp_path)
    assert taken.name == "verloop-werkloosheidspercentage-am06.machine.csv"
    rows = list(csv.DictReader(io.StringIO(taken.read_text("utf-8"))))
    disputed = [row for row in rows if row["periode"] == "2020" and row["gebied"] == "NL01"]
    assert [(row["waarde"], row["tabel"], row["gekozen"]) for row in disputed] == [
        ("4.9", "85826NED", "true"),
        ("4.8", "80590ned", "false"),
    ]


def test_the_workbook_opens_with_figures_and_account(downloads: Page, tmp_path: Path) -> None:
    taken = download(downloads, "Excel (XLSX)", tmp_path)
    book = fastexcel.read_excel(taken)
    assert book.sheet_names == ["Cijfers", "Verantwoording"]
    figures = book.load_sheet("Cijfers").to_polars()
    names = [name.lower() for name in figures.columns]
    own = [
        dict(zip(names, row, strict=True))
        for row in figures.iter_rows()
        if row[names.index("gebied")] == "AM06"
    ]
    assert [float(row["waarde"]) for row in own] == [4.7, 4.0, 4.5, 3.6, 3.2, 3.2]
    about = book.load_sheet("Verantwoording", header_row=None).to_polars().rows()
    assert any("Werkloosheidspercentage (werkloosheidspercentage)" in str(row) for row in about)


def test_the_map_is_downloaded_as_a_picture(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/gemeenten")
    page.get_by_role("button", name="Download").first.click()
    settle(page)
    taken = download(page, "Afbeelding (SVG)", tmp_path)
    assert taken.suffix == ".svg"
    assert "<title" in taken.read_text("utf-8")
    assert "Zutphen" in taken.read_text("utf-8")
