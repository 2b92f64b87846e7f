"""The participants of the RMT, from the printed tables to what the command prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.monitor.conftest import Answer

pytestmark = pytest.mark.usefixtures("monitor_data")

Ask = Callable[..., Answer]

PER = {
    "partij": {"FNV": 62, "CNV": 66, "De Unie": 111, "Gemeente": 294, "UWV": 94},
    "herkomst": {
        "Participatiewet, NUG of zzp": 306, "WW": 98, "werknemer": 112, "onbekend": 111,
    },
    "geslacht": {"man": 235, "vrouw": 296, "onbekend": 96},
    "geboortecohort": {"1950-1969": 110, "1970-1989": 263, "1990-2009": 160, "onbekend": 94},
    "taalniveau": {"<1F": 104, ">2F": 429, "onbekend": 94},
    "opleidingsniveau": {"basis": 162, "middel": 238, "hoog": 133, "onbekend": 94},
}  # fmt: skip


def rmt(figures: Ask, periode: str = "2023", gebied: str = "AM06", **options: str) -> Any:
    return figures("rmt_deelnemers", gebied, periode, **options).figures


@pytest.mark.parametrize("kenmerk", PER)
def test_each_kenmerk_of_2023_is_as_printed_and_adds_up_to_627(figures: Ask, kenmerk: str) -> None:
    found = rmt(figures, per=kenmerk)

    assert {each[kenmerk]: each["waarde"] for each in found} == PER[kenmerk]
    assert sum(each["waarde"] for each in found) == 627
    assert {each["status"] for each in found} == {"gedrukt"}


def test_the_years_as_a_whole(figures: Ask) -> None:
    assert [each["waarde"] for each in rmt(figures, "2022:2023")] == [516, 627]


def test_partners_of_2022(figures: Ask) -> None:
    found = {each["partij"]: each["waarde"] for each in rmt(figures, "2022", per="partij")}
    assert found == {"FNV": 53, "CNV": 62, "De Unie": 62, "Gemeente": 153, "UWV": 186}
    assert sum(found.values()) == 516


def test_sectors_of_2023_by_partner(figures: Ask) -> None:
    sectors = {each["sector"]: each["waarde"] for each in rmt(figures, per="sector")}
    assert (sectors["horeca"], sectors["overig"], sectors["onbekend"]) == (29, 381, 94)
    assert sum(sectors.values()) == 627
    cells = {
        (each["partij"], each["sector"]): each["waarde"]
        for each in rmt(figures, per="partij,sector")
    }
    assert cells[("Gemeente", "horeca")] == 21
    assert len(cells) == 5 * 17


def test_the_order_of_names_makes_no_difference_to_the_answer(figures: Ask) -> None:
    one, other = (figures("rmt_deelnemers", "AM06", "2023", per=per) for per in
                  ("partij,sector", " sector , partij,partij"))  # fmt: skip
    assert one.out == other.out


def test_a_status_stands_beside_the_status_of_its_figure(figures: Ask) -> None:
    found = rmt(figures, per="status")

    assert {each["kenmerk_status"]: (each["waarde"], each["status"]) for each in found} == {
        "actief": (335, "strijdig"),
        "uitstroom met werk": (91, "strijdig"),
        "uitstroom geen werk of onbekend": (168, "strijdig"),
        "uitstroom overig": (22, "strijdig"),
    }
    assert all(each["gekozen"] for each in found)
    assert sum(each["waarde"] for each in found) == 616
    assert found[0]["opmerking"].startswith("De statussen tellen in 2023 op tot 616. De instroom")


@pytest.mark.parametrize("kenmerk", ["taalniveau", "opleidingsniveau", "status", "partij,sector"])
def test_what_is_withheld_of_2022_says_why(figures: Ask, kenmerk: str) -> None:
    found = rmt(figures, "2022", per=kenmerk)

    assert found
    assert {each["waarde"] for each in found} == {None}
    assert {each["status"] for each in found} == {"ingehouden"}
    assert all(each["opmerking"] and each["vindplaats"] for each in found)


def test_a_figure_tells_everything_about_itself(figures: Ask) -> None:
    [found] = [each for each in rmt(figures, per="sector") if each["sector"] == "horeca"]

    assert found == {
        "indicator": "rmt_deelnemers",
        "gebied": "AM06",
        "naam": "Veluwe Stedendriehoek",
        "samenstelling": "gepubliceerd",
        "gemeenten": None,
        "periode": "2023",
        "sector": "horeca",
        "waarde": 29,
        "eenheid": "personen",
        "status": "gedrukt",
        "gekozen": True,
        "teller": None,
        "noemer": None,
        "afronding": 0,
        "bron": "rmt-jaarverslagen",
        "tabel": "jaarverslag-2023",
        "vindplaats": "jaarverslag-2023, 2.1 In- en uitstroom - Branches/Sector, regel 363",
        "vastgelegd": "2026-11-22",
        "opgehaald": None,
        "opmerking": None,
    }


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"gebied": "GM0200"}, "niet beschikbaar op dit niveau"),
        ({"gebied": "SR2021-stedendriehoek", "per": "partij"}, "niet beschikbaar op dit niveau"),
        ({"periode": "2021"}, "niet gepubliceerd"),
        ({"per": "gemeente"}, "niet uitgesplitst"),
    ],
)
def test_what_is_not_there_is_said(figures: Ask, options: dict[str, str], status: str) -> None:
    [found] = rmt(figures, **options)
    assert (found["waarde"], found["status"]) == (None, status)


def test_a_table_and_a_csv_hold_the_split_in_front(monitor: Callable[..., Answer]) -> None:
    asked = ["figures", "--indicator", "rmt_deelnemers", "--gebied", "AM06", "--periode", "2023"]
    assert monitor(*asked, "--per", "partij").out.startswith("partij ")
    written = monitor(*asked, "--per", "status,partij", "--formaat", "csv").out
    first = next(csv.DictReader(io.StringIO(written)))
    assert list(first)[:3] == ["partij", "kenmerk_status", "indicator"]
    assert (first["partij"], first["kenmerk_status"], first["waarde"]) == ("CNV", "actief", "37")
