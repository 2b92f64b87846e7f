"""The start page on paper: one A4, without what is for the screen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.screen import OpenPage
from warehouse.periods import Period, today

A4_POINTS = (595, 842)
LINKS = {
    "region": "/",
    "gemeente": "/?gebied=GM0301&periode=2018:2023&samenstelling=huidig",
    "all-that-stands-out": "/?sinds=2020-01-01",
}


@pytest.mark.parametrize("name", LINKS)
def test_the_overview_prints_on_one_a4_with_date_filters_and_sources(
    name: str, open_page: OpenPage, screenshots: Path
) -> None:
    page = open_page(LINKS[name])
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    (screenshots / f"kerncijfers-{name}.pdf").write_bytes(printed)
    sheets = PdfReader(io.BytesIO(printed)).pages

    assert len(sheets) == 1
    assert tuple(round(float(side)) for side in sheets[0].mediabox[2:]) == A4_POINTS
    text = " ".join(sheets[0].extract_text().split())
    for said in (
        "Kerncijfers",
        "Wat valt op",
        "Bronnen:",
        f"Gemaakt op {Period.day(today()).spoken}",
    ):
        assert said in text
    where = "Zutphen, laatste cijfers uit 2018 tot en met 2023" if name == "gemeente" else "Regio"
    assert where in text
    for screen_only in ("Bronnen en definities", "Vergelijk met", "Tabel en downloads"):
        assert screen_only not in text
