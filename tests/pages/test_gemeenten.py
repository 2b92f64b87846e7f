"""The page on gemeenten: which ones, when, beside what, and the chosen one everywhere."""

from __future__ import annotations

import pytest

from tests.pages.shown import GEMEENTEN, opened, sound, tables, words

MEMBERS_2020 = {
    "Apeldoorn", "Brummen", "Deventer", "Elburg", "Epe", "Ermelo", "Harderwijk", "Heerde",
    "Lochem", "Nunspeet", "Olst-Wijhe", "Putten", "Voorst", "Zeewolde", "Zutphen",
}  # fmt: skip
LEFT_2022, LEFT_2024 = {"Elburg", "Nunspeet"}, {"Olst-Wijhe"}
LEFT = LEFT_2022 | LEFT_2024


@pytest.mark.parametrize(
    ("link", "members"),
    [
        ({"indicator": "inwoners", "moment": "2019-01-01"}, MEMBERS_2020 - {"Heerde"}),
        ({"indicator": "inwoners", "moment": "2021-01-01"}, MEMBERS_2020),
        ({"indicator": "inwoners", "moment": "2022-01-01"}, MEMBERS_2020 - LEFT_2022),
        ({"indicator": "inwoners", "moment": "2024-01-01"}, MEMBERS_2020 - LEFT),
        ({"indicator": "bijstand_per_1000", "samenstelling": "huidig"}, MEMBERS_2020 - LEFT),
        ({"indicator": "bijstand_per_1000", "samenstelling": "2022"}, MEMBERS_2020 - LEFT_2022),
        ({"indicator": "bijstand_per_1000", "samenstelling": "2020"}, MEMBERS_2020),
    ],
)
def test_the_gemeenten_are_those_of_the_moment_and_composition(
    link: dict[str, str], members: set[str]
) -> None:
    page = opened(GEMEENTEN, **link)
    table = tables(page)[-1]
    assert {row[0] for row in table} & MEMBERS_2020 == members
    assert page.markdown[0].value.startswith(f"{len(members)} gemeenten van de regio, ")


def test_absent_gemeenten_are_named() -> None:
    page = opened(GEMEENTEN, indicator="inwoners", moment="2024-01-01")
    assert (
        "Niet in de regio in de gekozen samenstelling op dat moment: Elburg, Nunspeet en Olst-Wijhe."
    ) in [each.value for each in page.caption]


def test_the_ranking_names_highest_and_lowest_beside_region_and_country() -> None:
    page = opened(GEMEENTEN)
    assert "Hoogste: Zutphen (54,8); laagste: Putten (15,9)" in [
        each.value for each in page.subheader
    ]
    ranking = next(text for text in words(page) if text.startswith("Puntgrafiek"))
    assert ranking.endswith("Regio: 34,1. Nederland: 41,5.")


def test_the_map_counts_gemeenten_above_the_country() -> None:
    assert opened(GEMEENTEN).subheader[0].value == (
        "2 van 15 gemeenten liggen boven Nederland (41,5 per 1.000 inwoners van 15 tot 65 jaar)"
    )


def test_the_map_of_another_edition_than_the_country_compares_nothing() -> None:
    page = opened(GEMEENTEN, indicator="netto_arbeidsparticipatie")
    assert page.subheader[0].value == "Tussen 66% (Zutphen) en 76% (Zeewolde)"
    assert "Nederland:" not in " ".join(words(page))


def test_the_chosen_gemeente_is_marked_in_every_picture() -> None:
    said = words(opened(GEMEENTEN, gebied="GM0301"))
    kaart = next(text for text in said if text.startswith("Kaart van 15 gemeenten: "))
    assert "Gekozen: Zutphen (54,8)." in kaart
    assert "Gekozen: Zutphen (54,8), plaats 1 van 15." in " ".join(said)
    assert any("◆" in text and "Zutphen" in text for text in said)


def test_the_gemeenten_of_a_chosen_subregio_are_marked() -> None:
    said = " ".join(words(opened(GEMEENTEN, gebied="SR2017-lochem-zutphen")))
    assert "Gekozen: Lochem (26,5). Gekozen: Zutphen (54,8)." in said
    assert "Gekozen: Lochem (26,5), plaats 5 van 15." in said


def test_a_history_counts_rises_and_falls() -> None:
    assert opened(GEMEENTEN).subheader[2].value == (
        "Van 31 december 2018 tot 31 december 2021: gestegen in 3, gedaald in 11 en niet te "
        "onderscheiden door afronding in 1 van 15 gemeenten"
    )


def test_one_moment_leaves_out_the_history() -> None:
    titles = [each.value for each in opened(GEMEENTEN, periode="2021:2021").subheader]
    assert not any(title.startswith("Van ") for title in titles)


def test_a_missing_noemer_is_told_in_the_table_of_the_history() -> None:
    page = opened(GEMEENTEN, indicator="wajong_per_1000")
    page.session_state["uitklap-verloop"] = True
    rows = [row for table in tables(sound(page.run())) for row in table]
    missing = {row[:4] for row in rows if "31 december 2017" in row and row[0] == "Zutphen"}
    assert missing == {("Zutphen", "31 december 2017", "–", "noemer niet beschikbaar")}


def test_an_indicator_without_gemeenten_gives_way_and_that_is_said() -> None:
    page = opened(GEMEENTEN, indicator="werkloosheidspercentage", gebied="GM0301")
    assert [each.value for each in page.info] == [
        "Werkloosheidspercentage: niet beschikbaar op dit niveau (gemeente). "
        "U ziet nu Bijstand per 1.000 inwoners."
    ]
    assert page.subheader[1].value == "Hoogste: Zutphen (54,8); laagste: Putten (15,9)"


def test_only_indicators_with_figures_of_gemeenten_are_offered() -> None:
    offered = opened(GEMEENTEN).selectbox(key="indicator").options
    assert "Wajong per 1.000 inwoners" in offered
    assert "Werkloosheidspercentage" not in offered
    assert not any("seizoengecorrigeerd" in each for each in offered)


def test_years_without_figures_say_when_there_are_some() -> None:
    page = opened(GEMEENTEN, periode="2023:2024")
    assert [each.value for each in page.info] == [
        "Bijstand per 1.000 inwoners: er is van 2023 tot en met 2024 geen cijfer per gemeente. De "
        "laatste is van 31 december 2021; kies een ruimere periode."
    ]


def test_a_link_to_a_moment_without_figures_says_so() -> None:
    page = opened(GEMEENTEN, moment="2016-12-31")
    assert "Van 31 december 2016 is er hier geen cijfer." in [each.value for each in page.caption]
    assert page.selectbox(key="moment").value == "2021-12-31"
