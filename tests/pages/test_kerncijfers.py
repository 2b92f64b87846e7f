"""The start page: each tile as the command gives it, in every state, and what stands around them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard.overview.tiles import THEMES, TILES, Tile
from monitor.command import app
from tests.pages.shown import KERNCIJFERS, REGIO, elements, opened, page_test, sound, words
from tests.pages.test_every_state import undutch
from warehouse.indicators import INDICATORS
from warehouse.numbers import parse, rounded_decimal
from warehouse.periods import Period

STATES: dict[str, dict[str, str]] = {
    "region": {},
    "a gemeente": {"gebied": "GM0301"},
    "a gemeente that left": {"gebied": "GM1773"},
    "a subregio": {"gebied": "SR2021-noordwest-veluwe"},
    "one year": {"periode": "2022:2022"},
    "no figures": {"periode": "2003:2004"},
    "present composition": {"samenstelling": "huidig"},
    "compared": {"vergelijk": "GM0301,GM0200"},
    "since the last visit": {"sinds": "2026-11-01"},
    "a day that does not exist": {"sinds": "2026-13-01"},
    "a day to come": {"sinds": "2999-01-01"},
}
KINDS = ("jaar", "dag", "kwartaal", "maand")


def board(page: AppTest) -> str:
    """The piece of HTML that the tiles stand in."""
    bodies: list[str] = [held.body for kind, held in elements(page) if kind == "Html"]
    return next(each for each in bodies if "<section" in each)


def tiles(page: AppTest) -> dict[str, str]:
    """Each tile by its title, as it is written."""
    found = re.findall(r'<li class="tegel.*?</li>', board(page), re.DOTALL)
    return {re.search(r"<h3><a [^>]*>(.*?)</a>", each)[1]: each for each in found}  # type: ignore[index]


def ask(tile: Tile, gebied: str, periode: str = "2015:2026") -> list[dict[str, Any]]:
    """Ask the command for the figures of a tile, those that the screen would choose."""
    asked = ["figures", "--indicator", tile.indicator, "--gebied", gebied, "--periode", periode,
             "--formaat", "json"]  # fmt: skip
    if tile.split:
        asked += ["--per", ",".join(tile.per)]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0, answer.output
    rows: list[dict[str, Any]] = json.loads(answer.stdout)
    return [
        row for row in rows
        if row["gekozen"] and row["waarde"] is not None
        and all(row[name] == category for name, category in tile.split)
    ]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_sound_and_dutch_in_every_state(state: str) -> None:
    page = opened(KERNCIJFERS, **STATES[state])
    page.session_state["uitklap-kerncijfers"] = True
    assert undutch(words(sound(page.run()))) == []
    # Every tile keeps its place.
    assert len(re.findall('<li class="tegel', board(page))) == len(TILES)


@pytest.mark.parametrize("gebied", ["AM06", "GM0301", "SR2021-noordwest-veluwe"])
@pytest.mark.parametrize("tile", TILES.values(), ids=TILES)
def test_a_tile_and_the_command_give_the_same_figure(tile: Tile, gebied: str) -> None:
    shown = tiles(opened(KERNCIJFERS, gebied=gebied))
    position = list(TILES).index(tile.key)
    written = list(shown.values())[position]
    rows = ask(tile, gebied)

    if not rows:
        assert "Niet beschikbaar op dit niveau" in written
        return
    last = max(rows, key=lambda row: Period.parse(row["periode"]).einde)
    stock = INDICATORS[tile.indicator].stock
    kinds = {Period.parse(row["periode"]).soort for row in rows}
    if stock and "dag" in kinds:
        last = max((row for row in rows if len(row["periode"]) == 10), key=lambda r: r["periode"])
    said = re.search(r"<strong>(.*?)</strong>", written)
    assert said is not None
    number = parse(said[1].removeprefix("ten minste ").removeprefix("hoogstens "))
    exponent = number.as_tuple().exponent
    decimals = max(0, -int(exponent))
    exact = Decimal(str(last["waarde"]))
    assert abs(number - rounded_decimal(exact, decimals)) <= (1 if "ten minste" in said[1] else 0)
    assert Period.parse(last["periode"]).spoken in written
    assert ("strijdig" in written) == (last["status"] == "strijdig")


def test_the_tiles_stand_by_theme_in_their_order() -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", board(opened(KERNCIJFERS)))
    assert headings == ["Wat valt op", *THEMES, "Wat ontbreekt of oud is"]


def test_links_keep_the_choices() -> None:
    page = opened(KERNCIJFERS, gebied="GM0301", periode="2018:2023", samenstelling="huidig")
    hrefs = re.findall(r'<h3><a href="([^"]*)"', board(page))
    assert len(hrefs) == len(TILES)
    assert all(
        "gebied=GM0301&amp;samenstelling=huidig&amp;periode=2018%3A2023" in each for each in hrefs
    )


def test_a_last_visit_in_the_link_tells_what_is_new() -> None:
    since = board(opened(KERNCIJFERS, sinds="2026-11-01"))
    later = board(opened(KERNCIJFERS, sinds="2026-11-25"))
    assert since.count("Nieuw sinds 1 november 2026") == 2
    assert "Nieuw sinds" not in later


@pytest.mark.parametrize("written", ["2026-13-01", "2999-01-01", "gisteren", "2026"])
def test_a_last_visit_that_cannot_be_is_told(written: str) -> None:
    page = opened(KERNCIJFERS, sinds=written)
    assert f"sinds `{written}`" in page.warning[0].value


def test_a_link_of_when_another_page_lay_here_leads_there() -> None:
    page = page_test()
    page.query_params = {"indicator": "bijstand_per_1000", "gebied": "GM0301"}
    sound(page.run())
    assert page.title[0].value == "Regio en Nederland"
    assert "Zutphen" in page.markdown[0].value
    assert opened(REGIO, indicator="bijstand_per_1000").title[0].value == "Regio en Nederland"


def test_the_download_holds_every_figure_with_its_definition() -> None:
    page = opened(KERNCIJFERS)
    page.session_state["uitklap-kerncijfers"] = True
    sound(page.run())
    labels = [held.label for kind, held in elements(page) if kind == "DownloadButton"]
    assert labels == ["Excel (XLSX)", "CSV, Nederlandse notatie", "CSV, voor machines"]


def test_what_is_missing_is_named_below() -> None:
    below = board(opened(KERNCIJFERS, gebied="GM0301")).partition("Wat ontbreekt of oud is")[2]
    assert "Werkloosheid" in below
    assert "niet beschikbaar op dit niveau (Zutphen)" in below
    assert "Nog niet opgehaald" in below
