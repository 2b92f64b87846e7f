"""The areas that come with the project, and how a name becomes a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import areas
from pipelines.areas import Areas, normalise
from pipelines.delivery import Delivery, DeliveryError

GEBIEDEN = """gebied,soort,naam,definitie,begin,einde,tegel_kolom,tegel_rij
NL01,land,Nederland,,,,,
PV26,provincie,Utrecht,,,,,
AM06,arbeidsmarktregio,Veluwe Stedendriehoek,,,,,
GM0344,gemeente,Utrecht,,,,,
GM1773,gemeente,Olst-Wijhe,,,,5,2
GM1900,gemeente,Súdwest-Fryslân,,,,,
"""
NAMEN = """gebied,naam,soort,bron
AM06,Stedendriehoek & Noord-Veluwe,schrijfwijze,marktbewerkingsplan-2017
"""
LIDMAATSCHAP = """geheel,deel,begin,einde,bron,vindplaats,opmerking
AM06,GM1773,2015-01-01,2023-12-31,jaarverslag-2023,"Voorwoord, regel 13",
"""
FILES = {"gebieden.csv": GEBIEDEN, "namen.csv": NAMEN, "lidmaatschap.csv": LIDMAATSCHAP}

LayDown = Callable[..., Delivery]


def _read(lay_down: LayDown, **changed: str) -> Areas:
    files = FILES | {f"{name}.csv": text for name, text in changed.items()}
    return areas.read(lay_down("gebieden", files, bron="gebieden"))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GM1773", "GM1773"),
        ("Olst-Wijhe", "GM1773"),
        ("OLST  WIJHE", "GM1773"),
        ("sudwest fryslan", "GM1900"),
        ("Stedendriehoek en Noord Veluwe", "AM06"),
        ("Nederland", "NL01"),
    ],
)
def test_a_name_is_found_with_case_spaces_hyphens_and_accents_aside(
    lay_down: LayDown, written: str, code: str
) -> None:
    assert _read(lay_down).resolve(written) == code


def test_an_unknown_name_is_named(lay_down: LayDown) -> None:
    with pytest.raises(DeliveryError, match="gebied 'Zwolle' is onbekend"):
        _read(lay_down).resolve("Zwolle")


def test_an_ambiguous_name_is_named_with_its_choices(lay_down: LayDown) -> None:
    known = _read(lay_down)

    with pytest.raises(DeliveryError) as refusal:
        known.resolve("Utrecht")
    assert str(refusal.value) == (
        "gebied 'Utrecht' kan PV26 (provincie) of GM0344 (gemeente) zijn; schrijf de code"
    )
    assert known.resolve("Utrecht", soort="gemeente") == "GM0344"


def test_a_row_about_an_area_that_is_not_there_is_named(lay_down: LayDown) -> None:
    with pytest.raises(DeliveryError, match=r"namen\.csv noemt GM9999, maar dat staat niet in"):
        _read(lay_down, namen=NAMEN + "GM9999,Nergens,schrijfwijze,nergens\n")


def test_overlapping_stays_are_named(lay_down: LayDown) -> None:
    again = LIDMAATSCHAP + "AM06,GM1773,2023-12-31,,jaarverslag-2023,x,\n"

    with pytest.raises(DeliveryError, match="GM1773 in AM06 vanaf 2023-12-31 met een verblijf"):
        _read(lay_down, lidmaatschap=again)


def test_a_broken_file_is_named(lay_down: LayDown) -> None:
    with pytest.raises(DeliveryError, match=r"gebieden\.csv voldoet niet"):
        _read(lay_down, gebieden=GEBIEDEN.replace("land,Nederland", "rijk,Nederland"))


@given(st.text())
def test_normalising_twice_changes_nothing_more(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2014, 12, 31), 0),
        (date(2015, 1, 1), 14),
        (date(2019, 12, 31), 14),
        (date(2020, 1, 1), 15),
        (date(2021, 12, 31), 15),
        (date(2022, 1, 1), 13),
        (date(2023, 12, 31), 13),
        (date(2024, 1, 1), 12),
    ],
)
def test_the_region_has_as_many_members_as_it_had(
    known_areas: Areas, day: date, count: int
) -> None:
    assert len(known_areas.members("AM06", day)) == count


def test_heerde_joined_and_elburg_nunspeet_and_olst_wijhe_left(known_areas: Areas) -> None:
    members = [set(known_areas.members("AM06", date(year, 6, 1))) for year in (2019, 2021, 2024)]

    assert members[1] - members[0] == {"GM0246"}
    assert members[1] - members[2] == {"GM0230", "GM0302", "GM1773"}


@pytest.mark.parametrize(
    ("subregio", "names"),
    [
        ("SR2017-apeldoorn", "Apeldoorn Brummen Epe Voorst"),
        ("SR2017-deventer", "Deventer Olst-Wijhe"),
        ("SR2017-noord-veluwe", "Elburg Ermelo Harderwijk Nunspeet Putten Zeewolde"),
        ("SR2017-lochem-zutphen", "Lochem Zutphen"),
        (
            "SR2021-stedendriehoek",
            "Apeldoorn Brummen Deventer Epe Heerde Lochem Olst-Wijhe Voorst Zutphen",
        ),
        ("SR2021-noordwest-veluwe", "Elburg Ermelo Harderwijk Nunspeet Putten Zeewolde"),
    ],
)
def test_each_subregio_holds_the_gemeenten_of_its_definition(
    known_areas: Areas, subregio: str, names: str
) -> None:
    expected = sorted(known_areas.resolve(name, "gemeente") for name in names.split())

    assert known_areas.members(subregio, date(2021, 6, 1)) == expected


def test_every_gemeente_lies_in_one_provincie_and_in_nederland(known_areas: Areas) -> None:
    for year in range(2017, 2027):
        day = date(year, 1, 1)
        country = known_areas.members("NL01", day)
        provincies = [
            deel for code in range(20, 32) for deel in known_areas.members(f"PV{code}", day)
        ]
        assert sorted(provincies) == country, year


def test_a_merged_gemeente_makes_way_for_its_successor(known_areas: Areas) -> None:
    groningen = [set(known_areas.members("PV20", date(year, 1, 1))) for year in (2020, 2021)]

    assert groningen[0] - groningen[1] == {"GM0003", "GM0010", "GM0024"}
    assert groningen[1] - groningen[0] == {"GM1979"}


def test_each_gemeente_that_ever_belonged_has_a_tile_of_its_own(known_areas: Areas) -> None:
    tiles = known_areas.gebieden.filter(pl.col("tegel_kolom").is_not_null())
    ever = known_areas.lidmaatschap.filter(pl.col("geheel") == "AM06")["deel"].unique()
    places = Counter(tiles.select("tegel_kolom", "tegel_rij").rows())

    assert sorted(tiles["gebied"]) == sorted(ever)
    assert len(ever) == 15
    assert set(places.values()) == {1}
    assert all(1 <= column <= 5 and 1 <= row <= 5 for column, row in places)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Veluwe Stedendriehoek", "AM06"),
        ("Stedendriehoek en Noordwest Veluwe (AM)", "AM06"),
        ("Stedendriehoek & Noord-Veluwe", "AM06"),
        ("Stedendriehoek en NoordWest Veluwe", "AM06"),
        ("Noord Veluwe", "SR2017-noord-veluwe"),
        ("Noord-Veluwe", "SR2017-noord-veluwe"),
        ("NoordWest Veluwe", "SR2021-noordwest-veluwe"),
        ("Noordwest-Veluwe", "SR2021-noordwest-veluwe"),
        ("Zeevolde", "GM0050"),
        ("Olst Wijhe", "GM1773"),
        ("Apeldoorn", "GM0200"),
        ("Den Haag", "GM0518"),
        ("Hengelo (O.)", "GM0164"),
    ],
)
def test_spellings_in_the_documents_of_the_region_are_known(
    known_areas: Areas, written: str, code: str
) -> None:
    assert known_areas.resolve(written) == code
