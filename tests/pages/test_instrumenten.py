"""The page on instruments and reach: what is printed alone, and once instruments are delivered."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.intake.voorbeeld import make
from tests.conftest import ROOT
from tests.pages.shown import metrics, opened, sound, words
from tests.pages.test_every_state import _key, undutch
from warehouse.builds import DataFolder
from warehouse.figures import NOT_AT_THIS_LEVEL

PAGE = "pages/dienstverlening/instrumenten.py"
STATES: dict[str, dict[str, str]] = {
    "region": {},
    "a year earlier": {"moment": "2022"},
    "targets without realisation": {"moment": "2021"},
    "a gemeente": {"gebied": "GM0200"},
    "a subregio": {"gebied": "SR2021-noordwest-veluwe"},
    "a former member": {"gebied": "GM0230"},
    "no figures": {"periode": "2003:2004"},
    "one year": {"periode": "2022:2022"},
    "budget only": {"periode": "2020:2020"},
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


def titles(page: AppTest) -> list[str]:
    return [each.value for each in page.subheader]


def unfolded(page: AppTest) -> AppTest:
    for each in page.expander:
        page.session_state[_key(each.proto.id)] = True
    return sound(page.run())


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_sound_and_dutch_before_anything_is_delivered(state: str) -> None:
    assert undutch(words(opened(PAGE, **STATES[state]))) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.usefixtures("delivered")
def test_the_page_is_sound_and_dutch_with_a_delivery(state: str) -> None:
    assert undutch(words(opened(PAGE, **STATES[state]))) == []


def test_opened_tables_are_dutch() -> None:
    assert undutch(words(unfolded(opened(PAGE)))) == []


def test_targets_and_realisation_of_the_latest_year_open_the_page() -> None:
    page = opened(PAGE)

    shown = {label: (value, delta) for label, value, delta in metrics(page)}
    assert shown["Jobcoachvouchers 2023"] == ("113", "onder doel, met voorbehoud")
    assert shown["Praktijkverklaringen 2023"] == ("38", "strijdig")
    assert shown["GGZ-trajecten 2023"] == ("239", "boven doel, met voorbehoud")
    assert shown["Stimuleringsvouchers 2023"] == ("19", "van 60 beschikbare")
    assert any("met die 48 erbij zouden het er 161 zijn" in each for each in words(page))


def test_what_cannot_be_reconciled_is_explained() -> None:
    (told,) = [each.value for each in opened(PAGE).warning]

    assert "**Jobcoachvouchers 2022**: Van de 125 jobcoachvouchers" in told
    assert "120 uitgekeerd en 10 niet benut" in told
    assert "alleen 21 en 17 geven samen 38, en de 17 zijn een deel van de 21" in told


def test_both_grades_of_2022_stand_side_by_side() -> None:
    grades = [each for each in metrics(opened(PAGE)) if each[0] == "WSP 2022"]

    assert grades == [
        ("WSP 2022", "7,2", "strijdig, gekozen"),
        ("WSP 2022", "7,6", "strijdig, niet gekozen"),
    ]


def test_every_panel_states_its_finding() -> None:
    assert titles(opened(PAGE)) == [
        "Het enige doel dat te toetsen is, is niet gehaald; 2 zijn strijdig; 2 zijn met voorbehoud "
        "te lezen",
        "Latere jaren zijn nog niet aangeleverd",
        "691 bezoekers op 5 bijeenkomsten in 2023, tegen 519 op 6 in 2022",
        "De LinkedIn-groep ging van 1.790 naar 1.883 leden (+5,2%)",
        "47% minder aanmeldingen bij het Leerwerkloket: van 686 naar 364",
        "59% vraagt naar scholingsbudget, landelijk 16%",
        "WSP 2023: 7,3 tegen 7,2 landelijk, een verschil dat niet toetsbaar is",
        "Twee cijfers voor het WSP van 2022 en 2023",
        "RMT: 4,37 van 5, op 34 antwoorden (5,4% respons)",
        "51% van de werkgevers is het eens met ‘goede gesprekspartner’; met zo weinig antwoorden kan "
        "dat 39 tot 63% zijn",
        "62% van het geld voor de pijlers bleef eind 2020 naar verwachting liggen, in pijler 4: werkfit "
        "84%",
        "In de Doe-agenda kostte communicatieadviseur € 60.273 meer dan begroot; 4 posten daarin zijn "
        "overschreden",
        "Voor 2021 is in 3 pijlers samen € 228.613 meer begroot dan er over was (strijdig: volgens de "
        "losse "
        "posten € 153.613)",
        "Voor 2021 is € 158.678 aan bijdragen van gemeenten begroot, ongeveer € 0,25 per inwoner",
    ]


def test_a_year_says_what_follows_it_and_the_events_say_five_or_six() -> None:
    said = " ".join(words(opened(PAGE, moment="2022")))

    assert "Het gekozen jaar (2022) geldt voor de cijfers hierboven" in said
    assert "elders zes bijeenkomsten" in said
    assert "valt volgens het jaarverslag samen met het einde van de Cleantech-vouchers" in said


def test_a_gemeente_is_told_what_there_is_for_it() -> None:
    page = opened(PAGE, gebied="GM0200")

    assert NOT_AT_THIS_LEVEL in page.info[0].value
    assert page.info[0].value.endswith("Voor Apeldoorn is er wel: contributie per gemeente.")


def test_years_without_instruments_leave_no_figure_behind() -> None:
    page = opened(PAGE, periode="2003:2004")

    assert "(wel van 2021 tot en met 2023)" in page.info[0].value
    assert metrics(page) == []


@pytest.mark.usefixtures("delivered")
def test_a_delivery_adds_its_year_and_shows_no_small_number_of_persons() -> None:
    page = opened(PAGE, gebied="GM0200")

    found = titles(page)
    assert "Latere jaren zijn nog niet aangeleverd" not in found
    assert any(each.startswith("In het 4e kwartaal 2024 toegekend: ") for each in found)
    assert any(each.startswith("Apeldoorn in 2024: ") for each in found)
    assert "HARRIE-training" not in next(each for each in found if each.startswith("Apeldoorn"))
    assert metrics(page)[0][0] == "Jobcoachvouchers 2024"
    told = " ".join(words(unfolded(page)))
    assert "geheim" in told


@pytest.mark.usefixtures("delivered")
def test_the_invented_realisation_of_2023_is_the_printed_one() -> None:
    page = opened(PAGE, moment="2023")

    shown = {label: value for label, value, _ in metrics(page)}
    assert shown["Jobcoachvouchers 2023"] == "113"
    assert shown["PSO-vouchers 2023"] == "14"
