"""The page on the region beside Nederland: every figure as a reader finds it on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.shown import metrics, opened, page_test, sound, tables, words

WERKLOOSHEID = """
2018 | 4,7% | 4,9% | -0,2
2019 | 4,0% | 4,4% | -0,4
2020 | 4,5% | 4,9% | -0,4
2021 | 3,6% | 4,2% | -0,6
2022 | 3,2% | 3,5% | -0,3
2023 | 3,2% | 3,6% | -0,4
"""
PARTICIPATIE = """
2018 | 69,2% | 69,1% | +0,1
2019 | 70,2% | 70,0% | +0,2
2020 | 69,9% | 69,6% | +0,3
2021 | 70,6% | 70,4% | +0,2
2022 | 72,6% | 72,2% | +0,4
2023 | 73,6% | 73,1% | +0,5
"""


def drawn(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(" | ")) for line in table.strip().splitlines()]


def alerts(page: AppTest) -> str:
    """What the page says that a reader must know first."""
    return "\n".join(each.value for each in (*page.info, *page.warning, *page.error))


def titles(page: AppTest) -> list[str]:
    return [each.value for each in page.subheader]


@pytest.mark.parametrize(
    ("indicator", "figures"),
    [("werkloosheidspercentage", WERKLOOSHEID), ("netto_arbeidsparticipatie", PARTICIPATIE)],
)
def test_each_year_shows_region_country_and_difference_as_published(
    indicator: str, figures: str
) -> None:
    shown = []
    for year, *_ in drawn(figures):
        page = opened(indicator=indicator, periode=f"{year}:{year}")
        labels, values = zip(*[(label, value) for label, value, _ in metrics(page)], strict=True)
        assert labels == (
            f"Veluwe Stedendriehoek, {year}",
            f"Nederland, {year}",
            "Verschil met Nederland, procentpunt",
        )
        shown.append((year, *values))
    assert shown == drawn(figures)


@pytest.mark.parametrize(
    ("samenstelling", "number_of_gemeenten", "persons"),
    [
        ("zoals-toen", "15", "13.680"),
        ("2020", "15", "13.680"),
        ("2022", "13", "12.990"),
        ("huidig", "12", "12.740"),
        ("2024", "12", "12.740"),
    ],
)
def test_bijstand_of_the_region_is_that_of_the_chosen_composition(
    samenstelling: str, number_of_gemeenten: str, persons: str
) -> None:
    page = opened(indicator="bijstand_personen", samenstelling=samenstelling, periode="2021:2021")
    assert metrics(page)[0][:2] == ("Veluwe Stedendriehoek, 31 december 2021", persons)
    assert f"opgeteld uit {number_of_gemeenten} gemeenten" in " ".join(words(page))


def test_the_page_opens_with_the_finding_in_words() -> None:
    assert opened().markdown[0].value == (
        "**In 2023 was het werkloosheidspercentage in de regio Veluwe Stedendriehoek 3,2%. Dat is "
        "0,4 procentpunt lager dan in Nederland (3,6%) en even hoog als in 2022.**"
    )


def test_a_difference_says_what_rounding_and_chance_leave_of_it() -> None:
    said = " ".join(each.value for each in opened().caption)
    assert "Door afronding kan dit -0,5 tot -0,3 procentpunt zijn." in said
    assert "Verschil niet toetsbaar: de bron geeft geen marge." in said
    assert "significant" not in said


def test_two_sources_that_disagree_are_both_on_the_screen_and_marked() -> None:
    page = opened()
    assert "Nederland, 2020: 4,9% in 85826NED (gekozen), 4,8% in 80590ned" in alerts(page)
    page.session_state["uitklap-verloop"] = True
    table = tables(sound(page.run()))[0]
    disputed = [row for row in table if row[:2] == ("Nederland", "2020")]
    assert [(row[2], row[3]) for row in disputed] == [
        ("4,9", "strijdig (gekozen), gedrukt"),
        ("4,8", "strijdig (niet gekozen), definitief"),
    ]


def test_a_missing_figure_is_a_dash_with_its_reason() -> None:
    page = opened(indicator="wajong_per_1000")
    page.session_state["uitklap-verloop"] = True
    table = tables(sound(page.run()))[0]
    missing = [row[:4] for row in table if row[1] == "31 december 2017"]
    assert missing == [
        ("Veluwe Stedendriehoek", "31 december 2017", "–", "noemer niet beschikbaar"),
        ("Nederland", "31 december 2017", "–", "noemer niet beschikbaar"),
    ]
    assert "Ontbreekt: 31 december 2017 noemer niet beschikbaar." in " ".join(words(page))


def test_a_period_with_nothing_but_missing_figures_gives_the_reason() -> None:
    page = opened(indicator="wajong_per_1000", periode="2017:2017")
    assert alerts(page) == (
        "Wajong per 1.000 inwoners: er is in 2017 geen cijfer (noemer niet beschikbaar). "
        "Kies een ruimere periode."
    )
    assert metrics(page) == []


def test_a_level_without_figures_says_so_and_what_is_shown_instead() -> None:
    page = opened(gebied="GM0301")
    assert (
        "Werkloosheidspercentage: niet beschikbaar op dit niveau (Zutphen). "
        "U ziet nu Regio Veluwe Stedendriehoek."
    ) in alerts(page)
    assert metrics(page)[0][:2] == ("Veluwe Stedendriehoek, 2023", "3,2%")


def test_a_national_indicator_shows_nederland_and_says_so() -> None:
    page = opened(indicator="bruto_arbeidsparticipatie")
    assert "(Regio Veluwe Stedendriehoek). U ziet nu Nederland." in alerts(page)
    assert [label for label, _, _ in metrics(page)] == ["Nederland, 2025"]


def test_years_without_a_figure_of_the_region_say_which_years_have_one() -> None:
    page = opened(periode="2005:2010")
    assert (
        "Veluwe Stedendriehoek heeft van 2005 tot en met 2010 geen cijfer (wel van 2018 tot en met "
        "2023). U ziet nu Nederland."
    ) in alerts(page)
    assert metrics(page)[0][:2] == ("Nederland, 2010", "6,1%")


def test_years_without_any_figure_leave_words_and_nothing_else() -> None:
    page = opened(indicator="inwoners", periode="2005:2010")
    assert (
        alerts(page)
        == "Inwoners: er is van 2005 tot en met 2010 geen cijfer. Kies een ruimere periode."
    )
    assert (titles(page), metrics(page)) == ([], [])


def test_a_single_gemeente_stands_beside_nederland_and_in_the_region() -> None:
    page = opened(indicator="bijstand_per_1000", gebied="GM0301")
    assert [each[:2] for each in metrics(page)] == [
        ("Zutphen, 31 december 2021", "54,8"),
        ("Nederland, 31 december 2021", "41,5"),
        ("Verschil met Nederland, per 1.000", "+13,3"),
    ]
    assert titles(page)[0] == (
        "Zutphen: gedaald van 60,7 op 31 december 2018 naar 54,8 op 31 december 2021"
    )
    chart = next(text for text in words(page) if text.startswith("Lijngrafiek:"))
    assert "Veluwe Stedendriehoek: van 36,8" in chart


@pytest.mark.parametrize(
    ("gebied", "name", "persons"),
    [
        ("SR2021-stedendriehoek", "Stedendriehoek", "10.970"),
        ("SR2021-noordwest-veluwe", "Noordwest Veluwe", "2.710"),
        ("SR2017-apeldoorn", "Subregio Apeldoorn", "5.220"),
        ("SR2017-deventer", "Subregio Deventer", "3.370"),
        ("SR2017-noord-veluwe", "Noord-Veluwe", "2.710"),
        ("SR2017-lochem-zutphen", "Lochem/Zutphen", "2.170"),
    ],
)
def test_a_subregio_of_either_definition_is_the_sum_of_its_gemeenten(
    gebied: str, name: str, persons: str
) -> None:
    page = opened(indicator="bijstand_personen", gebied=gebied, periode="2021:2021")
    assert metrics(page)[0][:2] == (f"{name}, 31 december 2021", persons)


def test_compared_gemeenten_are_lines_of_their_own() -> None:
    page = opened(
        indicator="bijstand_per_1000", gebied="GM0301", vergelijk="GM0200,GM0150,GM0262,GM0230"
    )
    chart = next(text for text in words(page) if text.startswith("Lijngrafiek:"))
    for gemeente in ("Zutphen", "Apeldoorn", "Deventer", "Lochem", "Elburg"):
        assert f"{gemeente}: van " in chart


def test_a_compared_area_without_figures_is_named() -> None:
    page = opened(vergelijk="GM0301,GM0200")
    assert "Zonder cijfer over deze indicator in deze periode: Zutphen en Apeldoorn." in [
        each.value for each in page.caption
    ]


def test_a_former_member_is_shown_and_said_to_have_left() -> None:
    page = opened(indicator="inwoners", gebied="GM0230")
    assert metrics(page)[0][:2] == ("Elburg, 1 januari 2026", "24.039")
    assert "Elburg hoort sinds 2022 niet meer bij de regio." in [
        each.value for each in page.caption
    ]


def test_a_change_is_not_claimed_across_another_set_of_gemeenten() -> None:
    page = opened(indicator="inwoners")
    assert titles(page)[0] == (
        "Veluwe Stedendriehoek: 611.445 op 1 januari 2019 (van 14 gemeenten) en 586.706 op "
        "1 januari 2026 (van 12 gemeenten)"
    )


def test_an_index_keeps_one_composition_and_names_it() -> None:
    page = opened(indicator="inwoners")
    assert titles(page)[1] == (
        "Sinds 1 januari 2019: Veluwe Stedendriehoek 4,5% hoger, Nederland 4,9% hoger"
    )
    assert "Veluwe Stedendriehoek: opgeteld uit 12 gemeenten, in de huidige samenstelling." in (
        " ".join(each.value for each in page.caption)
    )


def test_an_index_of_a_percentage_is_not_told_in_percents() -> None:
    assert opened().subheader[2].value == (
        "Index (2018 = 100): Veluwe Stedendriehoek 68,1; Nederland 73,5"
    )


def test_a_published_regional_figure_says_that_the_composition_does_not_change_it() -> None:
    page = opened(samenstelling="huidig")
    assert metrics(page)[0][1] == "3,2%"
    assert (
        "Veluwe Stedendriehoek: door de bron zelf gepubliceerd voor 13 gemeenten; de gekozen "
        "samenstelling verandert dat cijfer niet."
    ) in " ".join(each.value for each in page.caption)


def test_a_gap_between_editions_is_called_an_indication() -> None:
    page = opened(indicator="netto_arbeidsparticipatie", gebied="GM0301")
    said = " ".join(each.value for each in page.caption)
    assert (
        "Nederland komt uit een andere uitgave (85826NED); het verschil is een indicatie." in said
    )
    assert "Hele procenten" in said


def test_months_are_those_of_nederland_and_seasonally_adjusted() -> None:
    page = opened()
    assert titles(page)[-1].startswith("Nederland per maand: gedaald van 8,3% in januari 2015")
    assert (
        "Werkloosheidspercentage, seizoengecorrigeerd. Per maand zijn er alleen cijfers over "
        in (page.caption[-2].value + page.caption[-1].value + " ".join(words(page)))
    )


def test_every_panel_can_be_checked() -> None:
    page = opened()
    panels = len(page.subheader)
    assert panels == 4
    labels = [each.proto.label for each in page.get("download_button")]
    for label in ("Excel (XLSX)", "CSV, Nederlandse notatie", "CSV, voor machines"):
        assert labels.count(label) == panels
    sources = [each.value for each in page.caption if "Bron" in each.value]
    assert len(sources) == panels
    for source in sources:
        assert "vastgelegd 22 november 2026" in source


def test_without_a_warehouse_the_page_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    page = sound(page_test().run())
    assert page.error[0].value == (
        f"Er zijn nog geen cijfers om te tonen. Er is nog geen warehouse in {tmp_path}. "
        "Maak het met `monitor build`."
    )
    assert metrics(page) == []
