"""The page on social return: printed figures alone, and contracts once they are delivered."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.downloads import table_csv
from dashboard.social_return import parts
from dashboard.social_return.findings import contract_rows
from pipelines.intake.voorbeeld import make
from tests.conftest import ROOT
from tests.pages.shown import metrics, opened, sound, tables, words
from tests.pages.test_every_state import undutch
from warehouse.builds import DataFolder
from warehouse.numbers import percent
from warehouse.reader import open_current

PAGE = "pages/dienstverlening/social_return.py"
STATES: dict[str, dict[str, str]] = {
    "region": {},
    "a year earlier": {"moment": "2022-12-31"},
    "a gemeente": {"gebied": "GM0301"},
    "a subregio": {"gebied": "SR2021-noordwest-veluwe"},
    "a former member": {"gebied": "GM0230"},
    "no figures": {"periode": "2003:2004"},
    "one year": {"periode": "2022:2022"},
    "compared": {"vergelijk": "GM0301,GM0200"},
    "present composition": {"samenstelling": "huidig"},
}


@pytest.fixture(scope="module")
def voorbeeld(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    home: Path = tmp_path_factory.mktemp("ergens") / "voorbeeld"
    return make(home, ROOT / "data" / "raw", 2023, lambda _: None).folder


@pytest.fixture
def delivered(voorbeeld: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("MONITOR_DATA", str(voorbeeld.path))
    return voorbeeld


def figures(page: AppTest) -> dict[str, str]:
    return {label: value for label, value, _ in metrics(page)}


def titles(page: AppTest) -> list[str]:
    return [each.value for each in page.subheader]


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_sound_and_dutch_before_anything_is_delivered(state: str) -> None:
    assert undutch(words(opened(PAGE, **STATES[state]))) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.usefixtures("delivered")
def test_the_page_is_sound_and_dutch_with_contracts(state: str) -> None:
    assert undutch(words(opened(PAGE, **STATES[state]))) == []


def test_printed_figures_are_shown_as_bounds_and_never_as_growth() -> None:
    page = opened(PAGE)

    shown = figures(page)
    assert shown["Verplichting social return"] == "≤ € 28 mln"
    assert shown["Verzilverde social return"] == "≥ € 13 mln"
    assert shown["Realisatie van social return"] == "≥ 46%"
    assert shown["Contracten met social return"] == "397"
    assert "Ten minste 46% is verzilverd; hoogstens € 15 miljoen staat open" in titles(page)
    assert "Contracten zijn nog niet aangeleverd" in titles(page)
    told = " ".join(words(page))
    assert "niet te vergelijken met 31 december 2022" in told
    assert "18.5" not in told
    assert "196" not in told


def test_of_2022_no_realisation_is_told() -> None:
    page = opened(PAGE, moment="2022-12-31")

    assert "wat daarvan is verzilverd: niet gepubliceerd" in page.markdown[0].value
    assert figures(page)["Verplichting social return"] == "€ 9,4 mln"


@pytest.mark.usefixtures("delivered")
def test_the_totals_of_the_voorbeeld_are_those_printed_for_2023() -> None:
    page = opened(PAGE)

    shown = figures(page)
    assert shown["Contracten met social return"] == "397"
    assert shown["Verplichting social return"] == "€ 28 mln"
    assert shown["Verzilverde social return"] == "€ 13,2 mln"
    assert not any("strijdig" in each for each in words(page))


@pytest.mark.usefixtures("delivered")
def test_contracts_are_listed_by_risk_filtered_and_paged(
    delivered: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = open_current(delivered)
    risky = warehouse.contracts(only_risk=True, most=1)["met_risico"][0]
    page = opened(PAGE)
    assert f"{risky} van 397 contracten met risico" in titles(page)
    names = _contractors(page)
    assert not any("B.V." in each for each in names)

    page.toggle(key="sr-risico").set_value(True)
    assert f"{risky} contracten met risico" in titles(sound(page.run()))
    page.text_input(key="sr-zoek").set_value("bestaat niet")
    assert "Geen contract past bij deze keuze" in titles(sound(page.run()))

    monkeypatch.setenv("MONITOR_OPDRACHTNEMERS", "namen")
    names = _contractors(opened(PAGE))
    assert all(each.startswith("Voorbeeld ") for each in names)


def test_the_mean_over_contracts_is_named_apart_from_the_one_by_value(
    delivered: DataFolder,
) -> None:
    warehouse = open_current(delivered)
    rows = warehouse.contracts(most=1000).filter(pl.col("verplichting") > 0)
    mean = (rows["verzilverd"].cast(float) / rows["verplichting"].cast(float)).mean()

    assert isinstance(mean, float)
    assert float(warehouse.mean_realisation() or 0) == pytest.approx(100 * mean, abs=0.01)
    assert warehouse.mean_realisation(["GM0000"]) is None
    told = f"Gemiddeld is een contract voor {percent(100 * mean, 0)} verzilverd, elk contract even zwaar"
    assert any(told in each for each in words(opened(PAGE)))


def test_every_contract_stands_on_one_page(delivered: DataFolder) -> None:
    warehouse = open_current(delivered)

    pages = [warehouse.contracts(most=50, skip=50 * page) for page in range(8)]
    numbers = [number for page in pages for number in page["contractnummer"]]

    assert len(numbers) == len(set(numbers)) == 397
    flags = [flag for page in pages for flag in page["risico"]]
    assert flags == sorted(flags, reverse=True)


def _contractors(page: AppTest) -> set[str]:
    """The column of contractors in the table of contracts, which is the one of ten columns."""
    (found,) = [each for each in tables(page) if len(each[0]) == 10]
    return {row[3] for row in found}


def test_of_many_deviations_the_page_says_how_many_and_where_the_rest_are(
    delivered: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = open_current(delivered).deviations(1)
    assert (found.height, found["aantal"].to_list()) == (1, [2])
    monkeypatch.setattr(parts, "MOST_DEVIATIONS", 1)
    page = opened(PAGE)
    assert "2 invullingen wijken af van hun bouwblok" in words(page)

    page.session_state["uitklap-sr-afwijkingen"] = True
    told = words(sound(page.run()))

    assert "Hier staan de 1 met het grootste verschil; de download hieronder heeft alle 2." in told
    assert {"Plaatsingen (CSV)", "Afwijkingen (CSV)"} <= set(told)


@pytest.mark.usefixtures("delivered")
def test_the_way_from_agreed_to_open_has_a_step_for_each_difference() -> None:
    told = words(opened(PAGE, gebied="SR2021-stedendriehoek"))

    (alt,) = [each for each in told if "Watervalgrafiek in euro. " in each]
    bars = [each.rpartition(": ")[0] for each in alt.partition("euro. ")[2].split("; ")]
    assert [bars[0], *bars[-2:]] == ["Verplichting", "Meer dan afgesproken", "Openstaand"]


@pytest.mark.parametrize("names", [False, True])
def test_a_list_of_contracts_is_downloaded_with_names_only_for_stewards(
    delivered: DataFolder, *, names: bool
) -> None:
    rows = open_current(delivered).contracts(most=1000)

    text = table_csv(contract_rows(rows, names=names), [("Gebied", "=regio")]).decode("utf-8-sig")

    assert text.splitlines()[0].startswith("Gebied;'=regio")
    assert len(text.splitlines()) == 397 + text[: text.index("Contractnummer")].count("\n") + 1
    assert ("B.V." in text) == names
    assert ";2023-" not in text
