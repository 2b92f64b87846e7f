"""The page on the inflow of the RMT: every figure as a reader finds it on the screen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.shown import GEMEENTEN, RMT, metrics, opened, sound, tables, words
from tests.pages.test_every_state import undutch

STATES: dict[str, dict[str, str]] = {
    "region": {},
    "a gemeente": {"gebied": "GM0301"},
    "a subregio": {"gebied": "SR2021-noordwest-veluwe"},
    "no figures": {"periode": "2003:2004"},
    "a year": {"moment": "2022"},
    "one year": {"periode": "2022:2022"},
    "a partner": {"partij": "FNV"},
    "a partner of another source": {"partij": "UWV"},
    "a partner of a year": {"partij": "Gemeente", "moment": "2022"},
    "a sector": {"sector": "horeca"},
    "a sector that one year names": {"sector": "Reisbranche"},
    "a sector of a year without cells": {"sector": "horeca", "moment": "2022"},
    "a partner and a sector": {"partij": "De Unie", "sector": "overige dienstverlening"},
    "nothing of both": {"partij": "UWV", "sector": "horeca"},
    "compared": {"vergelijk": "GM0301,GM0200"},
    "present composition": {"samenstelling": "huidig"},
}


def titles(page: AppTest) -> list[str]:
    return [each.value for each in page.subheader]


def said(page: AppTest) -> str:
    return "\n".join(each.value for each in (*page.info, *page.warning, *page.caption))


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_sound_and_dutch_in_every_state(state: str) -> None:
    page = opened(RMT, **STATES[state])
    assert undutch(words(page)) == []
    for each in page.expander:
        page.session_state[f"uitklap-{each.proto.id.partition('-uitklap-')[2]}"] = True
    assert undutch(words(sound(page.run()))) == []


def test_the_page_opens_with_the_change_and_what_is_left_of_it() -> None:
    page = opened(RMT)
    assert page.markdown[0].value == (
        "**In 2023 stroomden 627 mensen in bij het RMT, 111 meer (+21,5%) dan in 2022. Zonder UWV, "
        "dat in 2023 uit een andere bron komt, zijn het er 533 tegen 330: +203 (+61,5%).**"
    )
    assert metrics(page) == [
        ("Instroom, 2023", "627", "+111 (+21,5%)"),
        ("Instroom zonder UWV, 2023", "533", "+203 (+61,5%)"),
        ("Nog actief", "335", "strijdig"),
        ("Uitgestroomd met werk", "91", "strijdig"),
        ("Sector overig of onbekend", "76%", "475 van 627"),
    ]
    assert "Strijdig: de statussen tellen op tot 616, de instroom is 627." in said(page)


def test_partners_and_sectors_are_in_one_table_with_totals_on_both_sides() -> None:
    table = tables(opened(RMT))[0]
    assert table[0] == ("horeca", "29", "21", "4", "–", "1", "3", "19,1%")
    assert [row[0] for row in table[-4:]] == [
        "Genoemde sectoren samen", "overig", "onbekend", "Totaal",
    ]  # fmt: skip
    assert table[-4][:4] == ("Genoemde sectoren samen", "152", "90", "50")
    assert table[-3] == ("overig", "381", "204", "61", "–", "63", "53", "–")
    assert table[-2] == ("onbekend", "94", "0", "0", "94", "0", "0", "–")
    assert table[-1] == ("Totaal", "627", "294", "111", "94", "66", "62", "–")
    sizes = [int(row[1]) for row in table[:-4]]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 15


def test_how_little_is_known_of_sectors_is_said() -> None:
    page = opened(RMT)
    assert titles(page)[0] == (
        "Van 475 van de 627 mensen (76%) is de sector overig of onbekend; bij de anderen is horeca "
        "het grootst (29)"
    )
    # After the finding in words and the links to passports.
    assert page.markdown[2].value.startswith(
        "In ‘overig’ en ‘onbekend’ staat in 2022 92% en in 2023 76% van de mensen."
    )


def test_the_flow_hides_no_difference() -> None:
    page = opened(RMT)
    assert (
        "Van 627 mensen: 335 nog actief en 91 uitgestroomd met werk; de statussen tellen op tot 616"
    ) in titles(page)
    assert (
        "Instroom 627, statussen samen 616: verschil -11. Meer statussen dan instroom: FNV 1 en "
        "Gemeente 36. Zonder status: CNV 1 en UWV 47."
    ) in said(page)


def test_what_is_missing_in_the_table_says_why() -> None:
    assert (
        "Een streepje is: niet gepubliceerd. UWV komt in 2023 uit een andere bron dan in 2022."
    ) in said(opened(RMT))
    page = opened(RMT, moment="2022")
    table = tables(page)[0]
    assert table[0][:3] == ("detailhandel non-food", "6", "–")
    assert table[-1][:3] == ("Totaal", "516", "186")
    assert "Een streepje is: ingehouden. De sectortabel van 2022 heeft vier kolommen" in said(page)
    assert "Status en uitstroom in 2022: ingehouden. De tabel van 2022 met taal" in said(page)


def test_a_partner_focuses_everything() -> None:
    page = opened(RMT, partij="fnv")
    assert page.selectbox(key="rmt-partij").value == "FNV"
    assert metrics(page)[:3] == [
        ("Instroom, 2023", "62", "+9 (+17,0%)"),
        ("Nog actief", "45", "strijdig"),
        ("Uitgestroomd met werk", "8", "strijdig"),
    ]
    assert titles(page)[0].startswith("Van 53 van de 62 mensen via FNV (85%) is de sector overig")
    assert "Van 62 mensen via FNV: 45 nog actief en 8 uitgestroomd met werk" in " ".join(
        titles(page)
    )
    assert "Grootste groepen via FNV in 2023: werknemer (84%)" in " ".join(titles(page))
    assert "Stroomdiagram van instroom naar status. FNV: 62 ingestroomd;" in " ".join(words(page))


def test_the_partner_of_another_source_is_not_compared() -> None:
    page = opened(RMT, partij="UWV")
    assert metrics(page)[0] == ("Instroom, 2023", "94", "186 in 2022")
    assert "maar uit een andere bron: dat is niet te vergelijken" in page.markdown[0].value


def test_a_sector_focuses_everything_and_what_does_not_exist_is_said() -> None:
    page = opened(RMT, sector="Horeca")
    assert metrics(page) == [("Instroom, 2023", "29", "+27")]
    assert titles(page) == [
        "Sector horeca: 29 mensen in 2023",
        "In 2023 kwamen de meesten in de sector horeca via Gemeente (21 van 29)",
    ]
    assert "Profiel en status zijn niet per sector geleverd" in said(page)
    assert "In 2022 is van 8% van de mensen een sector genoemd en in 2023 van 24%" in said(page)


def test_another_choice_of_partner_shows_in_everything_and_in_the_address() -> None:
    page = opened(RMT)
    page.selectbox(key="rmt-partij").set_value("CNV")
    sound(page.run())
    assert metrics(page)[0] == ("Instroom, 2023", "66", "+4 (+6,5%)")
    assert page.query_params["partij"] == "CNV"
    page.selectbox(key="rmt-partij").set_value("")
    sound(page.run())
    assert metrics(page)[0][1] == "627"
    assert "partij" not in page.query_params


def test_a_link_to_an_unknown_partner_says_so() -> None:
    page = opened(RMT, partij="SBB")
    assert [each.value for each in page.warning] == [
        "De link vraagt om een partner die er niet is. U ziet nu alle partners."
    ]
    assert metrics(page)[0][1] == "627"


@pytest.mark.parametrize(
    ("gebied", "name"),
    [("GM0301", "Zutphen"), ("SR2021-noordwest-veluwe", "Subregio Noordwest Veluwe")],
)
def test_a_level_without_figures_says_at_which_level_they_are(gebied: str, name: str) -> None:
    page = opened(RMT, gebied=gebied)
    assert (
        f"RMT-deelnemers: niet beschikbaar op dit niveau ({name}) in deze periode. De cijfers bestaan "
        "wel voor Regio Veluwe Stedendriehoek; die ziet u nu."
    ) in said(page)
    assert metrics(page)[0][1] == "627"


def test_years_without_figures_leave_words_and_nothing_else() -> None:
    page = opened(RMT, periode="2003:2004")
    assert [each.value for each in page.info] == [
        "RMT-deelnemers: er is van 2003 tot en met 2004 geen cijfer (wel van 2022 tot en met 2023). "
        "Kies een ruimere periode."
    ]
    assert (titles(page), metrics(page), tables(page)) == ([], [], [])


def test_one_number_has_one_name_and_the_remark_is_with_the_definition() -> None:
    said_by_definition = " ".join(words(opened(RMT)))
    assert (
        "De jaarverslagen gebruiken ‘instroom’ en ‘begeleid’ voor hetzelfde getal; hier heet het "
        "instroom."
    ) in said_by_definition
    assert "147 deelnemers op 1 juli 2022" in said_by_definition


def test_the_table_of_a_finding_holds_the_split_and_the_remark() -> None:
    page = opened(RMT)
    page.session_state["uitklap-status"] = True
    rows = [row for table in tables(sound(page.run())) for row in table if "actief" in row]
    gemeente = next(row for row in rows if "Gemeente" in row)
    assert gemeente[:6] == (
        "Veluwe Stedendriehoek", "Gemeente", "actief", "2023", "226", "strijdig",
    )  # fmt: skip
    assert gemeente[-1].startswith(
        "De statussen van deelnemers van gemeenten tellen in 2023 op tot"
    )


def test_periods_of_another_page_are_not_asked_for_here_nor_the_other_way_round() -> None:
    page = opened(GEMEENTEN)
    page.switch_page(RMT)
    sound(page.run())
    page.selectbox(key="rmt-moment").set_value("2022")
    sound(page.run())
    assert page.query_params["moment"] == "2022"
    assert metrics(page)[0] == ("Instroom, 2022", "516", "")
    assert "is er hier geen cijfer" not in said(page)
    page.switch_page(GEMEENTEN)
    sound(page.run())
    assert page.selectbox(key="moment").value == "2021-12-31"
    assert "is er hier geen cijfer" not in said(page)
