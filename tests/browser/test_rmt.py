"""The table of partners and sectors under a mouse and a keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.screen import OpenPage, settle

HEAD, ROW, MARK, SECTOR, TOTAL = 36, 35, 36, 240, 64
"""Pixels of the table: its head, a row, the column of marks, the first two columns."""


def click(page: Page, x: float, y: float) -> None:
    """Click into the table, at pixels from its upper left."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)
    # The grid tells of a choice a moment after the click.
    page.wait_for_timeout(400)
    settle(page)


def test_a_row_and_a_column_focus_the_page_and_a_total_lets_go(open_page: OpenPage) -> None:
    page = open_page("/rmt_instroom")
    figure = page.get_by_test_id("stMetricValue").first
    expect(figure).to_have_text("627")

    click(page, MARK / 2, HEAD + ROW / 2)
    expect(figure).to_have_text("29")
    expect(page).to_have_url(re.compile(r"sector=horeca"))
    expect(page.get_by_role("combobox", name="Sector")).to_have_value("horeca")

    click(page, MARK + SECTOR + TOTAL + 40, HEAD / 2)
    expect(figure).to_have_text("21")
    expect(page).to_have_url(re.compile(r"partij=Gemeente"))

    click(page, MARK / 2, HEAD + ROW * 18.5)
    expect(figure).to_have_text("627")
    expect(page).not_to_have_url(re.compile(r"sector|partij"))


def test_partner_and_sector_can_be_chosen_without_a_mouse(open_page: OpenPage) -> None:
    page = open_page("/rmt_instroom")
    partner = page.get_by_role("combobox", name="Partner")
    partner.focus()
    page.keyboard.type("UWV")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("94")
