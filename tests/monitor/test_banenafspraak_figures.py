"""The banenafspraak, from the printed tables to what the command prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.monitor.conftest import Answer

pytestmark = pytest.mark.usefixtures("monitor_data")

Ask = Callable[..., Answer]
TARGET, JOBS = "banenafspraak_doel", "banenafspraak_banen"


def values(found: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return {each[key]: each["waarde"] for each in found}


@pytest.mark.parametrize(
    ("gebied", "periode", "total", "market", "government"),
    [
        ("AM06", "2017-12-31", 1357, 837, 520),
        ("AM06", "2018-12-31", 1778, 1128, 650),
        ("AM06", "2026-12-31", 5023, 3715, 1308),
        ("NL01", "2026-12-31", 125_000, 100_000, 25_000),
        ("GM0200", "2017-12-31", 452, 279, 173),
        ("GM0200", "2018-12-31", 593, 376, 217),
        ("GM0213", "2017-12-31", 35, 21, 13),
        ("SR2017-apeldoorn", "2017-12-31", 581, 358, 222),
        ("SR2017-lochem-zutphen", "2018-12-31", 220, 140, 81),
    ],
)
def test_targets_are_as_printed_by_sector_too(
    figures: Ask, gebied: str, periode: str, total: int, market: int, government: int
) -> None:
    (whole,) = figures(TARGET, gebied, periode).figures
    split = figures(TARGET, gebied, periode, per="sector").figures

    assert whole["waarde"] == total
    assert values(split, "sector") == {"markt": market, "overheid": government}


def test_the_target_of_2022_was_met_and_of_2023_nothing_is_published(figures: Ask) -> None:
    assert values(figures(JOBS, "AM06", "2022:2023").figures, "periode") == {
        "2022-12-31": 3361, "2023-12-31": None,
    }  # fmt: skip
    assert values(figures(TARGET, "AM06", "2022:2023").figures, "periode") == {
        "2022-12-31": 3299, "2023-12-31": None,
    }  # fmt: skip
    missing = figures(JOBS, "AM06", "2023").figures[0]
    assert missing["status"] == "niet gepubliceerd"
    assert missing["opmerking"].startswith("Alleen als afbeelding gedrukt")


@pytest.mark.parametrize("gebied", ["AM06", "SR2017-apeldoorn", "SR2017-noord-veluwe"])
@pytest.mark.parametrize("samenstelling", ["zoals-toen", "huidig", "2020"])
def test_rounding_of_the_split_is_no_dispute(figures: Ask, gebied: str, samenstelling: str) -> None:
    found = figures(TARGET, gebied, "2017:2018", samenstelling=samenstelling).figures

    # A figure in dispute comes with what disputes it.
    assert [each["periode"] for each in found] == ["2017-12-31", "2018-12-31"]
    assert {each["gekozen"] for each in found} == {True}


def test_a_subregio_is_printed_as_it_was_and_added_up_as_it_is(figures: Ask) -> None:
    def of(samenstelling: str) -> Any:
        asked = figures(
            TARGET, "SR2017-noord-veluwe", "2017-12-31", samenstelling=samenstelling
        ).figures
        return [(each["waarde"], each["gemeenten"]) for each in asked]

    assert of("zoals-toen") == [(350, 6)]
    assert of("huidig") == [(256, 4)]  # 63 + 115 + 37 + 41, without Elburg and Nunspeet


def test_placements_of_2016_and_their_goals(figures: Ask) -> None:
    def of(indicator: str, gebied: str, **options: str) -> list[Any]:
        return [each["waarde"] for each in figures(indicator, gebied, "2016", **options).figures]

    assert of("plaatsingen", "AM06") == [355]
    assert of("plaatsingen_doel", "AM06") == [263]
    assert of("plaatsingen", "SR2017-lochem-zutphen") == [18]
    assert of("plaatsingen_doel", "SR2017-lochem-zutphen") == [None]
    assert of("plaatsingen", "AM06", per="partij") == [130, 225]
    assert of("plaatsingen_doel", "AM06", per="partij") == [130, 133]


def test_goals_of_2017_by_target_group(figures: Ask) -> None:
    found = figures("plaatsingen_doel", "AM06", "2017", per="doelgroep").figures
    assert values(found, "doelgroep") == {
        "Wajong": 217, "WWB": 1778, "NUG": 10, "WW": 500, "WIA/WGA/WAO/WAZ": 100,
    }  # fmt: skip
    assert [each["waarde"] for each in figures("plaatsingen_doel", "AM06", "2017").figures] == [
        2605
    ]


def test_wsw_goals_have_no_total(figures: Ask) -> None:
    found = figures("wsw_doel", "AM06", "2017", per="sw_bedrijf,plaatsingsvorm").figures
    assert {(each["sw_bedrijf"], each["waarde"]) for each in found} == {
        ("Felua-groep", 14), ("Sallcon", 184), ("Inclusief Groep", 100), ("Delta", 100), ("Delta", 25),
    }  # fmt: skip
    assert figures("wsw_doel", "AM06", "2017").figures[0]["waarde"] is None
