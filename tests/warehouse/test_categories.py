"""One name for each category, whatever a source calls it."""

from __future__ import annotations

import pytest

from warehouse.categories import CATEGORIES, KENMERKEN, UnknownCategoryError, category, in_order


@pytest.mark.parametrize(
    ("kenmerk", "written", "name"),
    [
        ("partij", "UNIE", "De Unie"),
        ("partij", "VCP de Unie", "De Unie"),
        ("partij", "Gemeenten", "Gemeente"),
        ("herkomst", "PWET", "Participatiewet"),
        ("herkomst", "Pwet/Nug/ZZP", "Participatiewet, NUG of zzp"),
        ("herkomst", "Werkzoekende", "werkzoekende"),
        ("geslacht", " Man ", "man"),
        ("taalniveau", "<1F", "<1F"),
        ("taalniveau", "< 2F", "<2F"),
        ("taalniveau", ">2F", ">2F"),
        ("taalniveau", "1F – 2F", "1F-2F"),
        ("status", "Geen werk/onbekend", "uitstroom geen werk of onbekend"),
        ("status", "Uitstroom met Werk", "uitstroom met werk"),
        ("sector", "Zakelijke dienstv UZB's", "uitzendbureaus (zakelijke diensten)"),
        ("sector", "Overig", "overig"),
        ("sector", "Onbekend", "onbekend"),
    ],
)
def test_a_category_has_one_name_however_it_is_written(
    kenmerk: str, written: str, name: str
) -> None:
    assert category(kenmerk, written) == name


@pytest.mark.parametrize(
    ("in_2022", "in_2023"),
    [
        ("Cultuur sport recreatie", "Cultuur sport recreatie"),
        ("Detailhandel non food", "Detailhandel Non Food"),
        ("Overig zakelijke dienstv", "Overige zakelijke dienstv"),
        ("Metaal en techindustrie", "Metaal en techn industrie"),
        ("Verhuur + overig beveiliging", "Verhuur en overig beveiliging"),
        ("Vervoer opslag personen", "Vervoer opslag- en personenvervoer"),
        ("Haar- en schoonheidsverz.", "Haar en schoonheidsverz"),
    ],
)
def test_a_sector_of_2022_is_the_one_of_2023(in_2022: str, in_2023: str) -> None:
    assert category("sector", in_2022) == category("sector", in_2023)


def test_sectors_that_resemble_each_other_stay_apart() -> None:
    alike = ["Overige zakelijke dienstv", "Overige dienstverlening", "Zakelijke dienstv UZB's"]
    assert len({category("sector", each) for each in alike}) == 3
    assert category("taalniveau", "<2F") != category("taalniveau", ">2F")


def test_every_name_stands_for_itself() -> None:
    for kenmerk, names in CATEGORIES.items():
        assert [category(kenmerk, name) for name in names] == list(names)


def test_what_no_list_knows_is_named_with_what_is_known() -> None:
    with pytest.raises(
        UnknownCategoryError, match="partij 'SBB' is onbekend; bekend zijn FNV, CNV, De Unie"
    ):
        category("partij", "SBB")
    with pytest.raises(UnknownCategoryError, match="kenmerk 'schoenmaat' is onbekend"):
        category("schoenmaat", "42")


def test_the_names_that_others_count_on() -> None:
    assert KENMERKEN == (
        "partij", "herkomst", "geslacht", "geboortecohort", "taalniveau", "opleidingsniveau",
        "status", "sector", "contractsoort", "invulling", "arbeidsmarktregio", "doelgroep",
        "sw_bedrijf", "plaatsingsvorm", "instrument", "eventsoort", "bereiksoort", "lwl_vraag",
        "onderdeel", "stelling", "leeftijd", "pijler", "begrotingspost", "gemeente",
    )  # fmt: skip
    assert CATEGORIES["partij"] == ("FNV", "CNV", "De Unie", "Gemeente", "UWV")
    assert CATEGORIES["sector"][-2:] == ("overig", "onbekend")


def test_kenmerken_have_one_order_and_stand_there_once() -> None:
    assert in_order(["sector", "partij", "sector"]) == ("partij", "sector")
    assert in_order(["zwaarte", "gemeente"]) == ("gemeente", "zwaarte")
