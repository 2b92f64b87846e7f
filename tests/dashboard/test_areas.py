"""The areas that a reader can choose, and the names under which they are found."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.areas import Areas, _compositions, plain
from warehouse.builds import DataFolder
from warehouse.reader import open_current


def _page(found: list[object]) -> None:
    from dashboard.areas import areas

    found.append(areas())


@pytest.fixture(scope="module")
def known(published: DataFolder) -> Areas:
    found: list[object] = []
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MONITOR_DATA", str(published.path))
        page = AppTest.from_function(_page, kwargs={"found": found}, default_timeout=30).run()
    assert not page.exception
    [areas] = found
    assert isinstance(areas, Areas)
    return areas


def test_the_region_is_chosen_by_its_rows(known: Areas) -> None:
    assert (known.region.code, known.region.label) == ("AM06", "Regio Veluwe Stedendriehoek")
    assert known.country.name == "Nederland"


def test_every_gemeente_that_ever_belonged_can_be_chosen_the_present_ones_first(
    known: Areas,
) -> None:
    labels = [area.label for area in known.gemeenten]

    assert labels == [
        "Apeldoorn",
        "Brummen",
        "Deventer",
        "Epe",
        "Ermelo",
        "Harderwijk",
        "Heerde",
        "Lochem",
        "Putten",
        "Voorst",
        "Zeewolde",
        "Zutphen",
        "Elburg (in de regio tot 2022)",
        "Nunspeet (in de regio tot 2022)",
        "Olst-Wijhe (in de regio tot 2024)",
    ]
    assert known["GM0230"].einde == date(2021, 12, 31)
    assert known["GM0200"].einde is None


def test_each_definition_has_its_own_subregios(known: Areas) -> None:
    assert known.definitions == ("2021", "2017")
    assert [area.code for area in known.under("2021")[:3]] == [
        "AM06",
        "SR2021-noordwest-veluwe",
        "SR2021-stedendriehoek",
    ]
    assert [area.label for area in known.under("2017")[1:5]] == [
        "Subregio Apeldoorn",
        "Subregio Deventer",
        "Subregio Lochem/Zutphen",
        "Subregio Noord-Veluwe",
    ]
    assert known.under("1999") == (known.region, *known.gemeenten)


def test_every_composition_that_the_region_had_can_be_chosen(known: Areas) -> None:
    assert [(each.code, each.label) for each in known.compositions] == [
        ("zoals-toen", "Zoals toen, per peildatum"),
        ("huidig", "Huidig (12 gemeenten)"),
        ("2024", "Zoals in 2024 (12 gemeenten)"),
        ("2022", "Zoals in 2022 (13 gemeenten)"),
        ("2020", "Zoals in 2020 (15 gemeenten)"),
        ("2015", "Zoals in 2015 (14 gemeenten)"),
    ]


def test_a_composition_counts_as_many_gemeenten_as_the_warehouse_adds_up(
    known: Areas, published: DataFolder
) -> None:
    warehouse = open_current(published)

    for each in known.compositions[1:]:
        members = warehouse.members("AM06", each.code)
        assert f"({len(members)} gemeenten)" in each.label


def test_two_changes_in_one_year_are_one_composition() -> None:
    stays = pl.DataFrame(
        {
            "begin": [date(2015, 1, 1), date(2015, 1, 1), date(2022, 7, 1)],
            "einde": [None, date(2022, 3, 31), None],
        }
    )

    found = _compositions(stays)

    assert [(each.code, each.label) for each in found[2:]] == [
        ("2022", "Zoals in 2022 (2 gemeenten)"),
        ("2015", "Zoals in 2015 (2 gemeenten)"),
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("AM06", "AM06"),
        ("am06", "AM06"),
        ("Veluwe Stedendriehoek", "AM06"),
        ("Stedendriehoek en Noordwest Veluwe", "AM06"),
        ("Stedendriehoek & Noordwest-Veluwe", "AM06"),
        ("GM0301", "GM0301"),
        ("zutphen", "GM0301"),
        (" Zutphen ", "GM0301"),
        ("Olst Wijhe", "GM1773"),
        ("Zeevolde", "GM0050"),
        ("Noord Veluwe", "SR2017-noord-veluwe"),
        ("NoordWest-Veluwe", "SR2021-noordwest-veluwe"),
        ("sr2021-stedendriehoek", "SR2021-stedendriehoek"),
        ("Nederland", "NL01"),
    ],
)
def test_an_area_is_found_by_code_or_name_however_it_is_spelled(
    known: Areas, written: str, code: str
) -> None:
    found = known.find(written)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("written", ["", "Zutfen", "GM9999", "GM0363", "Amsterdam", "PV25", "..."])
def test_what_is_not_in_this_region_is_not_found(known: Areas, written: str) -> None:
    assert known.find(written) is None


def test_no_name_stands_for_two_areas_of_this_region(known: Areas, published: DataFolder) -> None:
    codes = {area.code for area in known.all}
    names = open_current(published).area_names().filter(pl.col("gebied").is_in(codes))
    owners: dict[str, set[str]] = {}
    for name, code in names.select("naam", "gebied").iter_rows():
        owners.setdefault(plain(name), set()).add(code)

    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_an_area_is_given_by_its_code_alone(known: Areas) -> None:
    assert known["GM0301"].name == "Zutphen"
    with pytest.raises(KeyError, match="Zutphen"):
        known["Zutphen"]


@given(st.text())
def test_a_plain_name_is_plain_already(written: str) -> None:
    once = plain(written)

    assert plain(once) == once
    assert once.isascii()
    assert plain(f" {once.upper()}-") == once


def test_who_lies_outside_a_definition_of_the_subregios_is_known(known: Areas) -> None:
    assert known.outside == {"2017": ("Heerde",), "2021": ()}
