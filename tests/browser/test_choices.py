"""Choosing: by mouse and by keyboard, kept between pages, and what is seen can be linked to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import OpenPage, settle

MOST_STOPS = 60


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list as a reader does: open, type, take the first."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def metric(page: Page, index: int = 0) -> str:
    """Write a figure as it stands on the screen, its label and value on one line."""
    shown = page.get_by_test_id("stMetric").nth(index)
    label, value = (shown.get_by_test_id(f"stMetric{part}") for part in ("Label", "Value"))
    return f"{label.inner_text().strip()}: {value.inner_text().strip()}"


def test_another_area_repaints_figures_and_charts(open_page: OpenPage) -> None:
    page = open_page("/regio_en_nederland?indicator=bijstand_per_1000")
    assert metric(page) == "Veluwe Stedendriehoek, 31 december 2021: 34,1"
    choose(page, "Gebied", "Zutphen")
    assert metric(page) == "Zutphen, 31 december 2021: 54,8"
    expect(page.get_by_role("heading", level=3).first).to_have_text(
        "Zutphen: gedaald van 60,7 op 31 december 2018 naar 54,8 op 31 december 2021"
    )
    drawn = re.compile("^Lijngrafiek: .* Zutphen: van 60,7")
    expect(page.get_by_role("figure", name=drawn)).to_have_count(1)
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Zutphen")
    expect(page).to_have_url(re.compile(r"\?.*gebied=GM0301"))


def test_choices_are_kept_from_page_to_page(open_page: OpenPage) -> None:
    page = open_page(
        "/regio_en_nederland?indicator=bijstand_per_1000&gebied=GM0301&samenstelling=huidig&periode=2019:2021"
    )
    page.get_by_role("link", name="Gemeenten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gemeenten")
    settle(page)
    expect(page.get_by_role("combobox", name="Gebied", exact=True)).to_have_value("Zutphen")
    expect(page.get_by_role("combobox", name="Indicator")).to_have_value(
        "Bijstand per 1.000 inwoners"
    )
    expect(page.get_by_text("12 gemeenten van de regio, 31 december 2021.")).to_be_visible()
    for part in ("gebied=GM0301", "samenstelling=huidig", "periode=2019%3A2021"):
        assert part in page.url
    page.get_by_role("link", name="Bronnen en definities").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bronnen en definities")
    settle(page)
    page.get_by_role("link", name="Regio en Nederland").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regio en Nederland")
    settle(page)
    assert metric(page) == "Zutphen, 31 december 2021: 54,8"


def test_the_address_opens_what_was_seen_for_somebody_else(open_page: OpenPage) -> None:
    page = open_page("/regio_en_nederland")
    choose(page, "Indicator", "Personen met bijstand")
    choose(page, "Gebied", "Lochem")
    choose(page, "Periode van", "2019")
    seen, path = metric(page), page.url.split("/", 3)[3]
    assert seen == "Lochem, 31 december 2021: 520"
    other = open_page(f"/{path}")
    assert metric(other) == seen
    expect(other.get_by_role("combobox", name="Periode van")).to_have_value("2019")
    assert other.url.split("/", 3)[3] == path


def test_a_page_that_does_not_exist_leads_to_the_first_and_is_named(open_page: OpenPage) -> None:
    page = open_page("/gemenete")
    expect(page.get_by_role("alert").filter(has_text="pagina gemenete")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kerncijfers")


def tab_to(page: Page, found: str) -> None:
    """Press Tab until the focus is on what is looked for."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        name = page.locator(":focus:not(body, main)").evaluate_all(
            "([one]) => one?.getAttribute('aria-label') || one?.innerText || ''"
        )
        # The name of an icon stands on a line of its own.
        if found in name.split("\n"):
            return
    pytest.fail(f"Tab does not lead to {found} within {MOST_STOPS} stops; the last one was {name}")


def assert_focus_shows(page: Page) -> None:
    """Compare the screen around the focus with the same place without focus."""
    box = page.evaluate(
        """() => {
          let at = document.activeElement;
          while (at.getBoundingClientRect().height < 12) at = at.parentElement;
          const {x, y, width, height} = at.getBoundingClientRect();
          return {x: Math.max(x - 14, 0), y: Math.max(y - 14, 0),
                  width: width + 28, height: height + 28};
        }"""
    )
    focused = page.screenshot(clip=box, caret="hide", animations="disabled")
    page.evaluate("window.focused = document.activeElement; window.focused.blur()")
    unfocused = page.screenshot(clip=box, caret="hide", animations="disabled")
    page.evaluate("window.focused.focus({focusVisible: true})")
    assert focused != unfocused, "the focus can't be seen"


def test_everything_can_be_done_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("/regio_en_nederland?indicator=bijstand_per_1000", height=3000)
    tab_to(page, "Gebied")
    assert_focus_shows(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Zutphen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settle(page)
    assert metric(page) == "Zutphen, 31 december 2021: 54,8"
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    tab_to(page, "Tabel")
    assert_focus_shows(page)
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_test_id("stDataFrame")).to_have_count(1)
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
