"""The passport under a mouse and a keyboard, and on paper."""

from __future__ import annotations

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.screen import OpenPage, settle

FIRST_ROW = 55
"""Pixels from the top of a grid to the middle of its first row."""


def unfolded(page: Page, number: int = 0) -> None:
    """Open the passports of a panel with the keyboard."""
    page.locator("summary", has_text="Paspoort").nth(number).focus()
    page.keyboard.press("Enter")
    settle(page)


def tabbed_to(page: Page, text: str, within: int = 4) -> None:
    """Go on with the tab key until a link with this text has the focus."""
    for _ in range(within):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.innerText ?? ''"):
            return
    raise AssertionError(f"no link '{text}' within {within} tabs")


def test_a_passport_opens_from_a_panel_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/regio_en_nederland")
    unfolded(page)
    tabbed_to(page, "Nederland, 2025: 3,9%")
    with page.context.expect_page() as opening:
        page.keyboard.press("Enter")
    passport = opening.value
    expect(passport.get_by_role("heading", level=1)).to_have_text("Paspoort")
    expect(passport.get_by_role("heading", name="Eerdere waarden", level=2)).to_be_visible()
    expect(passport.locator(".paspoort .waarde")).to_have_text(
        "Werkloosheidspercentage, Nederland, 2025: 3,9%"
    )
    expect(passport).to_have_url(re.compile(r"&op=\d{4}-\d\d-\d\d$"))


def test_a_row_of_a_grid_opens_its_passport_with_the_mouse(open_page: OpenPage) -> None:
    page = open_page("/gemeenten")
    grid = page.get_by_test_id("stDataFrame").last
    grid.scroll_into_view_if_needed()
    settle(page)
    box = grid.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 35, box["y"] + FIRST_ROW)
    page.wait_for_timeout(300)  # The grid notices what lies under the mouse a moment later.
    with page.context.expect_page() as opening:
        page.mouse.click(box["x"] + box["width"] - 35, box["y"] + FIRST_ROW)
    expect(opening.value.locator(".paspoort .waarde")).to_contain_text(
        "Zutphen, 31 december 2021: 54,8"
    )


def test_a_tile_and_a_headline_lead_to_their_passports(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Paspoort van Werkloosheid", exact=True).press("Enter")
    settle(page)
    expect(page.locator(".paspoort .waarde")).to_contain_text("2023: 3,2%")

    page = open_page("/regio_en_nederland")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Veluwe Stedendriehoek, 2023").click()
    expect(opening.value.locator(".paspoort .waarde")).to_contain_text("2023: 3,2%")


def test_a_teller_leads_on_to_its_own_passport(open_page: OpenPage) -> None:
    page = open_page("/paspoort?cijfer=bijstand_per_1000&gebied=GM0301&periode=2021-12-31")
    page.get_by_role("link", name="Personen met bijstand").press("Enter")
    settle(page)
    expect(page.locator(".paspoort .waarde")).to_contain_text("1.650 personen")


def test_a_passport_prints_on_a_few_sheets_without_the_sidebar(open_page: OpenPage) -> None:
    page = open_page("/paspoort?cijfer=bijstand_per_1000&gebied=AM06&periode=2021")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert len(paper.pages) <= 3
    assert "Zutphen" in text
    assert "Keuze van de bron" in text
    assert "Gegevenskwaliteit" not in text
