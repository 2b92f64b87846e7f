"""Every page as a browser shows it: readable for all, in light and dark, wide and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import OpenPage, settle

PAGES = {
    "kerncijfers": "/",
    "kerncijfers-gemeente": "/?gebied=GM0301&sinds=2026-11-01",
    "regio": "/regio_en_nederland",
    "regio-vergeleken": "/regio_en_nederland?indicator=wajong_per_1000&gebied=GM0301"
    "&vergelijk=GM0200,GM0150,GM0262",
    "regio-telling": "/regio_en_nederland?indicator=inwoners&gebied=SR2021-noordwest-veluwe",
    "gemeenten": "/gemeenten?gebied=GM0301",
    "gemeenten-telling": "/gemeenten?indicator=inwoners&vergelijk=GM0230",
    "rmt": "/rmt_instroom",
    "rmt-partner": "/rmt_instroom?partij=Gemeente&gebied=GM0301",
    "rmt-sector": "/rmt_instroom?sector=horeca",
    "rmt-2022": "/rmt_instroom?moment=2022",
    "instrumenten": "/instrumenten",
    "instrumenten-gemeente": "/instrumenten?gebied=GM0301&moment=2022",
    "leeg": "/regio_en_nederland?indicator=inwoners&periode=2003:2003",
    "kapot": "/regio_en_nederland?gebied=Zutfen",
    "bronnen": "/bronnen",
    "paspoort": "/paspoort?cijfer=bijstand_per_1000&gebied=AM06&periode=2021&op=2026-11-26",
    "paspoort-strijdig": "/paspoort?cijfer=werkloosheidspercentage&gebied=NL01&periode=2020",
    "paspoort-kapot": "/paspoort?cijfer=zonneschijn&gebied=Mordor&periode=ooit",
    "kwaliteit": "/gegevenskwaliteit",
}
PHONE = 400
DARK = "rgb(16, 21, 27)"
BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"

# Everything in the page that a reader sees and that is not scrolled inside a box of its own.
CUT_OFF = """
(width) => {
  const scrolls = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (up.closest('[data-testid="stDataFrame"]')) return true;
      if (up.dataset?.testid === 'stMain') return false;
      if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)
          && up.scrollWidth > up.clientWidth) return true;
    }
    return false;
  };
  const main = document.querySelector('[data-testid="stMain"]');
  const found = [];
  for (const element of main.querySelectorAll('*')) {
    if (!element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const name = `${element.tagName} ${(element.textContent || '').trim().slice(0, 60)}`;
    if ((box.right > width + 1 || box.left < -1) && !scrolls(element)) {
      found.push(`${name}: from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (own && element.tagName !== 'text' && element.scrollWidth > element.clientWidth + 1
        && getComputedStyle(element).overflowX !== 'visible' && !scrolls(element)) {
      found.push(`${name}: cut off, ${element.scrollWidth} in ${element.clientWidth}`);
    }
  }
  for (const text of main.querySelectorAll('svg.main-svg text')) {
    const box = text.getBoundingClientRect();
    const chart = text.closest('.js-plotly-plot').getBoundingClientRect();
    if (box.width && (box.left < chart.left - 1 || box.right > chart.right + 1
        || box.top < chart.top - 1 || box.bottom > chart.bottom + 1)) {
      found.push(`in a chart: ${text.textContent}`);
    }
  }
  return found;
}
"""
# Labels of one chart that lie over each other.
OVERLAPS = """
() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((chart) => {
  const texts = [...chart.querySelectorAll('svg.main-svg text')]
    .filter((text) => text.textContent.trim() && text.checkVisibility())
    .map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0);
  return texts.flatMap(([one, a], index) => texts.slice(index + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
    .map(([other]) => `${one} / ${other}`));
})
"""


def open_all(page: Page) -> None:
    """Open the first tables of a page, and let it come to rest."""
    parts = page.locator("summary")
    for index in range(min(parts.count(), 2)):
        parts.nth(index).click()
        settle(page)


def stretch(page: Page) -> None:
    """Make the window as high as the page, so that all of it is drawn."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    width = page.viewport_size["width"] if page.viewport_size else PHONE
    page.set_viewport_size({"width": width, "height": min(height + 20, 8000)})
    settle(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_for_all_in_light_and_dark_also_with_tables_open(
    name: str, open_page: OpenPage, axe: Callable[[Page], list[str]], screenshots: Path
) -> None:
    page = open_page(PAGES[name])
    open_all(page)
    assert axe(page) == []
    stretch(page)
    page.screenshot(path=screenshots / f"{name}-1400-light.png")
    assert page.evaluate(CUT_OFF, 1400) == []
    assert page.evaluate(OVERLAPS) == []
    # A reader whose machine turns dark at night sees the same page turn.
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{BACKGROUND} === '{DARK}'")
    settle(page)
    assert axe(page) == []
    page.screenshot(path=screenshots / f"{name}-1400-dark.png")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_on_a_phone(name: str, open_page: OpenPage, screenshots: Path) -> None:
    page = open_page(PAGES[name], width=PHONE, height=800)
    stretch(page)
    page.screenshot(path=screenshots / f"{name}-{PHONE}.png")
    wide = page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".map((each) => each.scrollWidth - each.clientWidth)"
    )
    assert wide == [0, 0]
    assert page.evaluate(CUT_OFF, PHONE) == []
    assert page.evaluate(OVERLAPS) == []


def test_the_sidebar_of_a_phone_opens_and_holds_the_choices(open_page: OpenPage) -> None:
    page = open_page("/regio_en_nederland", width=PHONE, height=800)
    expect(page.get_by_role("combobox", name="Gebied")).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("combobox", name="Gebied")).to_be_in_viewport()


def test_text_in_a_chart_is_readable_in_the_dark(open_page: OpenPage) -> None:
    for dark in (False, True):
        page = open_page("/regio_en_nederland", dark=dark)
        found = page.evaluate(
            """() => [
              ...[...document.querySelectorAll('.js-plotly-plot svg.main-svg text')]
                .filter((text) => text.textContent.trim())
                .map((text) => getComputedStyle(text).fill),
              getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
            ]"""
        )
        *texts, background = found
        assert len(texts) > 40
        faint = {text for text in texts if contrast(text, background) < 4.5}
        assert faint == set()


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as a browser writes them, by WCAG 2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("rgb(0, 0, 0)", "rgb(255, 255, 255)", 21.0),
        ("rgb(119, 119, 119)", "rgb(255, 255, 255)", 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


def test_pictures_are_told_to_who_does_not_see_them(open_page: OpenPage) -> None:
    page = open_page("/gemeenten")
    expect(page.get_by_role("img", name=re.compile("^Kaart van 15 gemeenten: "))).to_be_visible()
    expect(
        page.get_by_role("figure", name=re.compile("^Puntgrafiek van gemeenten"))
    ).to_be_visible()


def test_what_is_cut_off_or_covered_would_be_found(open_page: OpenPage) -> None:
    page = open_page("/regio_en_nederland", width=PHONE, height=800)
    assert any("Veluwe Stedendriehoek" in each for each in page.evaluate(CUT_OFF, PHONE - 100))
    assert page.evaluate(OVERLAPS) == []
    page.evaluate(
        """() => {
          const label = document.querySelector('.js-plotly-plot .xtick text');
          label.parentNode.append(label.cloneNode(true));
        }"""
    )
    assert page.evaluate(OVERLAPS) == ["2015 / 2015"]


def test_a_table_is_text_to_who_does_not_see_it(open_page: OpenPage) -> None:
    page = open_page("/regio_en_nederland?indicator=wajong_per_1000&gebied=GM0301")
    page.locator("summary").first.click()
    settle(page)
    # A grid is a picture; its cells stand in it as text a moment later.
    rows = page.get_by_test_id("stDataFrame").locator("tbody tr")
    expect(rows).to_have_count(12)
    cells = [row.locator("td").all_text_contents()[:4] for row in rows.all()]
    assert ["Zutphen", "31 december 2021", "38.9", "berekend"] in cells
    assert ["Zutphen", "31 december 2017", "", "noemer niet beschikbaar"] in cells
