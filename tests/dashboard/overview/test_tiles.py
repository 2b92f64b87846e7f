"""A tile: the right figure, held against the right reference, or the reason why not."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.overview import board
from dashboard.overview.gaps import gaps
from dashboard.overview.sparkline import sparkline
from dashboard.overview.tiles import THEMES, TILES, Shown, shown, themes
from tests.dashboard.conftest import PublishDrawn
from tests.dashboard.test_answers import UNEMPLOYMENT, chosen
from warehouse.indicators import INDICATORS
from warehouse.indicators.uitkeringen import KERNCIJFERS
from warehouse.verdict import Against

WW = """
indicator      | gebied | periode    | waarde | reeks            | status
ww_uitkeringen | AM06   | 2021-12-31 | 4500   | jaarverslag-2023 | gedrukt
ww_uitkeringen | AM06   | 2022-12-31 | 4376   | jaarverslag-2023 | gedrukt
ww_uitkeringen | AM06   | 2023-12-31 | 4588   | jaarverslag-2023 | gedrukt
"""
MISSING_NEWS = """
ww_uitkeringen | AM06   | 2024-12-31 | .      | jaarverslag-2023 | niet gepubliceerd
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("dashboard.overview.tiles", "warehouse.reader", "dashboard.areas"):
        monkeypatch.setattr(f"{module}.today", lambda: date(2024, 6, 1))


def unemployment(**choices: object) -> Shown:
    return shown("werkloosheid", chosen(**choices))  # type: ignore[arg-type]


def test_the_latest_figure_is_held_against_nederland_of_the_same_edition(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(UNEMPLOYMENT)
    found = unemployment()

    assert found.figure is not None
    assert found.reference is not None
    assert (found.figure["periode"], board.value_of(found)) == ("2020", "4,5%")
    assert (found.reference["reeks"], board.beside_of(found)) == ("85826NED", "Nederland 4,9%")
    assert found.verdict.words == "lager dan Nederland, niet toetsbaar"
    assert found.old


def test_the_chosen_period_decides_which_figure_is_the_latest(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)

    assert board.value_of(unemployment(tot=2019)) == "4,0%"
    later = unemployment(van=2024)
    assert later.figure is None
    assert later.why == "van 2024 tot en met 2026 geen cijfer, wel van 2020"


def test_a_tile_that_does_not_exist_for_a_gemeente_says_so_and_stays(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(UNEMPLOYMENT)
    found = unemployment(gebied="GM0301")

    assert found.why == "niet beschikbaar op dit niveau (Zutphen)"
    assert [len(tiles) for _, tiles in themes(chosen("GM0301"))] == list(map(len, THEMES.values()))
    assert '<li class="tegel leeg">' in board.html("", [("Arbeidsmarkt", [found])], [], [], {}, [])


def test_a_number_is_held_against_a_year_earlier(publish_drawn: PublishDrawn) -> None:
    publish_drawn(WW + MISSING_NEWS)
    found = shown("ww", chosen())

    assert found.against is Against.EERDER
    assert found.verdict.words == "ongunstiger dan een jaar eerder"
    assert board.mark_of(found) == ("slecht", "✗")
    assert board.beside_of(found) == "31 december 2022: 4.376"
    assert gaps([found], []) == ["WW-uitkeringen, 31 december 2024: niet gepubliceerd."]


def test_no_verdict_without_a_reference(publish_drawn: PublishDrawn) -> None:
    publish_drawn(WW)
    found = shown("ww", chosen(tot=2021))

    assert (found.reference, found.verdict.words) == (None, "")
    assert board.beside_of(found) == "geen vergelijkbaar eerder cijfer"


def test_sources_that_disagree_are_both_on_the_tile(publish_drawn: PublishDrawn) -> None:
    publish_drawn(f"{UNEMPLOYMENT}werkloosheidspercentage | AM06 | 2020 | 3.9 | 0.05 | 85494NED\n")
    found = unemployment()

    assert found.verdict.words == "strijdig"
    assert board.mark_of(found) == ("strijdig", "≠")
    assert board.beside_of(found) == "ook gepubliceerd: 3,9%"
    assert sorted(found.rows["reeks"].to_list()) == ["85494NED", "85826NED", "85826NED", "85826NED"]


def test_a_figure_of_persons_where_others_count_benefits_has_its_own_title(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(WW + f"ww_uitkeringen | GM0301 | 2020 | 690 | {KERNCIJFERS} | definitief\n")
    found = shown("ww", chosen("GM0301"))

    assert found.title == INDICATORS["ww_uitkeringen"].measured_in(KERNCIJFERS).title


def test_a_small_line_needs_three_figures_and_tells_its_ends(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)

    drawn = sparkline(unemployment().history, INDICATORS["werkloosheidspercentage"])
    assert drawn is not None
    assert drawn[1] == "Verloop: van 4,7% in 2018 naar 4,5% in 2020"
    assert sparkline(unemployment(tot=2019).history, INDICATORS["werkloosheidspercentage"]) is None


def test_a_link_keeps_the_choices_and_asks_for_the_indicator(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    found = unemployment()

    assert board.link(found, {"gebied": "GM0301"}) == (
        "regio_en_nederland?gebied=GM0301&indicator=werkloosheidspercentage"
    )
    assert board.link(shown("rmt", chosen()), {}) == "rmt_instroom"


def test_what_a_source_says_is_written_as_text_and_not_as_markup(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(UNEMPLOYMENT)
    written = board.html("<b>kop</b>", [], [], ["<script>"], {}, ["<i>"])

    assert "<script>" not in written
    assert "&lt;b&gt;kop" in written


@pytest.mark.parametrize("tile", TILES.values(), ids=TILES)
def test_every_tile_leads_to_a_page_that_shows_its_indicator(tile: object) -> None:
    known = TILES[tile.key]  # type: ignore[attr-defined]
    assert any(page.endswith(f"/{known.page}") for page in INDICATORS[known.indicator].pages)
    assert bool(known.split) == bool(known.spoken)
    if known.against is Against.DOEL:
        assert INDICATORS[known.indicator].target is not None
