"""The page on the banenafspraak: printed figures alone, and quarters once they are delivered."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pipelines.intake.voorbeeld import make
from tests.conftest import ROOT
from tests.pages.shown import elements, metrics, opened, tables, words
from tests.pages.test_every_state import undutch
from warehouse.builds import DataFolder
from warehouse.numbers import number, signed
from warehouse.reader import open_current

PAGE = "pages/arbeidsmarkt/banenafspraak.py"
STATES: dict[str, dict[str, str]] = {
    "region": {},
    "a target to come": {"periode": "2024:2026"},
    "before anything": {"periode": "2003:2004"},
    "targets only": {"periode": "2017:2018"},
    "placements only": {"periode": "2016:2017"},
    "a gemeente": {"gebied": "GM0200"},
    "a gemeente that came later": {"gebied": "GM0246"},
    "a former member": {"gebied": "GM0230"},
    "one that left in between": {"gebied": "GM1773"},
    "a subregio of 2021": {"gebied": "SR2021-stedendriehoek"},
    "a subregio of 2017": {"gebied": "SR2017-noord-veluwe"},
    "compared": {"vergelijk": "GM0301,GM0200"},
    "present composition": {"samenstelling": "huidig"},
    "another composition": {"samenstelling": "2022", "gebied": "SR2017-deventer"},
    "a day": {"moment": "2023-06-30"},
    "a day that is not there": {"moment": "2019-12-31"},
}


@pytest.fixture(scope="module")
def voorbeeld(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    home: Path = tmp_path_factory.mktemp("ergens") / "voorbeeld"
    return make(home, ROOT / "data" / "raw", 2023, lambda _: None).folder


@pytest.fixture
def delivered(voorbeeld: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("MONITOR_DATA", str(voorbeeld.path))
    return voorbeeld


def figures(page: AppTest) -> dict[str, tuple[str, str]]:
    return {label: (value, delta) for label, value, delta in metrics(page)}


def titles(page: AppTest) -> list[str]:
    return [each.value for each in page.subheader]


def text(page: AppTest) -> str:
    return " ".join(words(page))


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_sound_and_dutch_before_anything_is_delivered(state: str) -> None:
    assert undutch(words(opened(PAGE, **STATES[state]))) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.usefixtures("delivered")
def test_the_page_is_sound_and_dutch_with_quarters(state: str) -> None:
    assert undutch(words(opened(PAGE, **STATES[state]))) == []


def test_the_printed_figures_open_the_page() -> None:
    page = opened(PAGE)

    assert figures(page) == {
        "Banen, 31 december 2022": ("3.361", ""),
        "Doel, 31 december 2022": ("3.299", ""),
        "Verschil met het doel": ("+62", "✓ boven doel"),
    }
    said = text(page)
    assert "moeten het er 5.023 zijn: nog 1.662" in said
    assert (
        "het doel is voor de 14 van 2017, de realisatie voor de 13 van 2022 (zonder Elburg en Nunspeet, "
        "met Heerde)"
    ) in said
    assert "zegt niet voor welke gemeenten 3.361 en 3.299 gelden" in said
    assert "is één stand bekend (31 december 2022)" in said
    assert "monitor sjabloon banenafspraak" in said
    assert "niet gepubliceerd (31 december 2023)" in said
    assert "‘de afgelopen jaren steeds gehaald’" in said
    assert "strijdig" not in said


def test_every_chart_has_a_finding_above_it_and_words_beside_it() -> None:
    page = opened(PAGE)

    assert titles(page) == [
        "31 december 2022: 3.361 banen bij een doel van 3.299, ✓ gehaald",
        "74% van het doel voor eind 2026 ligt in de markt: 3.715, bij de overheid 1.308",
        "Over het tempo is niets te zeggen: daarvoor zijn 3 standen nodig",
        "Van de 1.778 banen voor eind 2018 zijn er 593 (33%) aan Apeldoorn toebedeeld",
        "In 2016 355 plaatsingen, het doel was 263: ✓ gehaald",
        "Doel 2017: 2.605 plaatsingen van een bredere doelgroep, 1.778 uit de WWB",
        "4 SW-bedrijven stelden voor 2017 elk een eigen doel; ze tellen niet op",
    ]
    alts = [held.alt for kind, held in elements(page) if kind == "PlotlyChart"]
    assert len(alts) == 5
    assert all(each.endswith(".") for each in alts)


def test_rounding_of_the_split_is_explained_and_listed() -> None:
    page = opened(PAGE)

    said = text(page)
    assert "in 12 van de 38 rijen is markt plus overheid 1 meer of minder" in said
    assert (
        "in 13 van de 30 optellingen van gemeenten of subregio's scheelt het ten hoogste 2" in said
    )
    assert "45 (29 + 17 ≠ 46)" in said
    assert "25 optellingen die door afronding verschillen" in said

    page.session_state["uitklap-ba-afronding"] = True
    rows = next(each for each in tables(page.run()) if len(each[0]) == 6)
    assert len(rows) == 25
    assert ("2017", "Subregio Apeldoorn", "gemeenten, het totaal", "581", "580", "-1") in rows


def test_the_present_composition_is_computed_and_says_so() -> None:
    said = text(opened(PAGE, samenstelling="huidig"))

    assert "moeten het er 4.592 (berekend) zijn: nog 1.231" in said
    assert "Nunspeet (4,1%), Elburg (2,9%) en Olst-Wijhe (1,6%)" in said
    assert "Heerde kwam er later bij" in said
    assert "De verdeling staat er zoals gedrukt en is niet omgerekend." in said


def test_zutphen_has_no_goal_and_uwv_made_it() -> None:
    said = text(opened(PAGE))

    assert "18, geen doel" in said
    assert "225 van 133 ✓" in said
    assert "Doel gehaald: Deventer en UWV. Niet gehaald: Apeldoorn en Noord-Veluwe." in said


@pytest.mark.parametrize(
    ("gebied", "value", "said"),
    [
        ("GM0200", "593", "Het indicatieve doel voor 31 december 2018 in Apeldoorn was 593 banen."),
        ("GM0230", "51", "Elburg hoort sinds 2022 niet meer bij de regio."),
        ("SR2017-noord-veluwe", "459", "in de subregio Noord-Veluwe was 459 banen"),
    ],
)
def test_a_part_of_the_region_shows_what_exists_there(gebied: str, value: str, said: str) -> None:
    page = opened(PAGE, gebied=gebied)

    assert figures(page)["Doel, 31 december 2018"] == (value, "indicatieve verdeling")
    assert figures(page)["Banen, 31 december 2018"] == ("–", "niet gepubliceerd")
    assert said in text(page)


def test_a_gemeente_without_any_figure_gives_way_to_the_region() -> None:
    page = opened(PAGE, gebied="GM0246")

    assert page.info[0].value.startswith(
        "Heerde hoort sinds 2020 bij de regio en heeft geen deel in de verdeling van 2017."
    )
    assert "niet beschikbaar op dit niveau (Heerde)" in page.info[0].value
    assert figures(page)["Banen, 31 december 2022"][0] == "3.361"


def test_a_period_without_figures_says_where_they_are() -> None:
    page = opened(PAGE, periode="2003:2004")

    assert "er is van 2003 tot en met 2004 geen cijfer" in page.info[0].value
    assert titles(page) == []


def test_a_period_with_only_the_target_to_come_knows_no_jobs() -> None:
    page = opened(PAGE, periode="2024:2026")

    assert "Het doel voor 31 december 2026 in de regio Veluwe Stedendriehoek is 5.023" in text(page)
    assert figures(page)["Banen, 31 december 2026"] == (
        "–",
        "nog niet bekend: die dag is er nog niet",
    )


def test_a_sum_of_rounded_cells_names_what_is_printed_for_the_same_gemeenten() -> None:
    said = text(opened(PAGE, gebied="SR2021-noordwest-veluwe", moment="2017-12-31"))

    assert "een som van 6 apart afgeronde cijfers van gemeenten" in said
    assert "(subregio Noord-Veluwe, 31 december 2017): het totaal 350" in said
    assert "kan ten hoogste 2 van de optelling afwijken" in said


def invented(folder: DataFolder, indicator: str, day: str) -> int:
    """Give what chance made of a day in the voorbeeld."""
    rows = open_current(folder).figures(indicator, ["AM06"]).filter(
        pl.col("periode") == day, pl.col("gekozen")
    )  # fmt: skip
    return int(rows["waarde"][0])


def test_quarters_bring_a_pace_with_a_range_and_nothing_to_deliver(delivered: DataFolder) -> None:
    jobs, target = (
        invented(delivered, each, "2024-12-31")
        for each in ("banenafspraak_banen", "banenafspraak_doel")
    )
    page = opened(PAGE)

    said = text(page)
    assert figures(page)["Banen, 31 december 2024"][0] == number(jobs)
    assert figures(page)["Doel, 31 december 2024"][0] == number(target)
    assert figures(page)["Verschil met het doel"][0] == signed(jobs - target, 0)
    assert re.search(r"In dit tempo is 5\.023 bereikt tussen het \S+", said)
    assert "Aanname: het gaat verder" in said
    assert "sjabloon banenafspraak" not in said
    assert page.error[0].value.startswith("VOORBEELD: ")


def test_an_earlier_day_looks_no_further_than_that_day(delivered: DataFolder) -> None:
    page = opened(PAGE, moment="2022-06-30")

    jobs = invented(delivered, "banenafspraak_banen", "2022-06-30")
    assert figures(page)["Banen, 30 juni 2022"][0] == number(jobs)
    assert "er zijn twee standen bekend (31 maart 2022 en 30 juni 2022)" in text(page)
