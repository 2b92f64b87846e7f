"""Links: the address opens what was seen, is kept up to date, and a broken one says what is wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.pages.shown import GEMEENTEN, REGIO, metrics, opened, page_test, sound


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GM0301", "GM0301"),
        ("gm0301", "GM0301"),
        ("Zutphen", "GM0301"),
        ("zutphen", "GM0301"),
        ("Zeevolde", "GM0050"),
        ("SR2017-noord-veluwe", "SR2017-noord-veluwe"),
        ("Noord Veluwe", "SR2017-noord-veluwe"),
        ("NoordWest Veluwe", "SR2021-noordwest-veluwe"),
        ("Noordwest-Veluwe", "SR2021-noordwest-veluwe"),
        ("Elburg", "GM0230"),
    ],
)
def test_codes_names_and_spellings_open_the_area_and_are_written_back_as_a_code(
    written: str, code: str
) -> None:
    page = opened(gebied=written)
    assert page.selectbox(key="gebied").value == code
    assert page.query_params["gebied"] == code
    assert _complaints(opened(gebied=written)) == []


@pytest.mark.parametrize(
    "written", ["AM06", "Veluwe Stedendriehoek", "Stedendriehoek en Noordwest Veluwe"]
)
def test_the_region_under_any_of_its_names_is_the_default_and_leaves_the_address_empty(
    written: str,
) -> None:
    page = opened(gebied=written)
    assert page.selectbox(key="gebied").value == "AM06"
    assert page.query_params == {}
    assert _complaints(page) == []


def test_a_subregio_brings_its_definition() -> None:
    page = opened(gebied="SR2017-deventer")
    assert page.query_params == {"gebied": "SR2017-deventer", "indeling": "2017"}


def test_everything_chosen_is_in_the_address_and_opens_again() -> None:
    link = {
        "gebied": "GM0301",
        "vergelijk": "GM0200,GM0150",
        "indeling": "2017",
        "samenstelling": "2022",
        "periode": "2018:2022",
        "indicator": "wajong_per_1000",
        "moment": "2020-12-31",
    }
    page = opened(GEMEENTEN, **link)
    assert page.query_params == link
    assert page.selectbox(key="gebied").value == "GM0301"
    assert page.multiselect(key="vergelijk").value == ["GM0200", "GM0150"]
    assert page.selectbox(key="samenstelling").value == "2022"
    assert (page.selectbox(key="van").value, page.selectbox(key="tot").value) == (2018, 2022)
    assert page.selectbox(key="indicator").value == "wajong_per_1000"
    assert page.selectbox(key="moment").value == "2020-12-31"


def test_what_is_chosen_in_the_sidebar_is_written_to_the_address() -> None:
    page = opened()
    page.selectbox(key="gebied").set_value("GM0301")
    page.selectbox(key="samenstelling").set_value("huidig")
    page.selectbox(key="van").set_value(2018)
    page.selectbox(key="tot").set_value(2022)
    page.selectbox(key="indicator").set_value("bijstand_per_1000")
    sound(page.run())
    assert page.query_params == {
        "gebied": "GM0301",
        "samenstelling": "huidig",
        "periode": "2018:2022",
        "indicator": "bijstand_per_1000",
    }
    assert metrics(page)[0][:2] == ("Zutphen, 31 december 2021", "54,8")


def test_back_to_the_default_leaves_the_address_empty() -> None:
    page = opened(gebied="GM0301", samenstelling="huidig")
    page.selectbox(key="gebied").set_value("AM06")
    page.selectbox(key="samenstelling").set_value("zoals-toen")
    assert sound(page.run()).query_params == {}


def test_the_last_year_moves_along_with_a_later_first_one() -> None:
    page = opened(periode="2018:2020")
    page.selectbox(key="van").set_value(2022)
    assert sound(page.run()).query_params == {"periode": "2022:2022"}
    assert page.selectbox(key="tot").options[0] == "2022"


def test_a_subregio_gives_way_to_the_region_when_its_definition_does() -> None:
    page = opened(gebied="SR2017-deventer", vergelijk="SR2017-apeldoorn,GM0301")
    page.button_group(key="indeling").set_value("2021")
    sound(page.run())
    assert page.selectbox(key="gebied").value == "AM06"
    assert page.multiselect(key="vergelijk").value == ["GM0301"]


@pytest.mark.parametrize(
    ("key", "written", "named"),
    [
        ("gebied", "Zutfen", "gebied ‘Zutfen’"),
        ("gebied", "GM9999", "gebied ‘GM9999’"),
        ("gebied", "GM0363", "gebied ‘GM0363’"),
        ("gebied", "", "gebied zonder inhoud"),
        ("vergelijk", "GM0200,Foo", "vergelijking met ‘Foo’"),
        ("samenstelling", "1999", "samenstelling ‘1999’"),
        ("samenstelling", "toen", "samenstelling ‘toen’"),
        ("indeling", "2011", "indeling ‘2011’"),
        ("periode", "24:26", "periode ‘24:26’"),
        ("periode", "2023:2018", "periode ‘2023:2018’"),
        ("periode", "vorig jaar", "periode ‘vorig jaar’"),
        ("indicator", "werkeloosheid", "indicator ‘werkeloosheid’"),
        ("per", "week", "per ‘week’"),
        ("moment", "gisteren", "peildatum ‘gisteren’"),
        ("pagina", "gemenete", "pagina ‘gemenete’"),
    ],
)
def test_a_broken_link_opens_the_default_and_says_what_was_not_understood(
    key: str, written: str, named: str
) -> None:
    page = opened(**{key: written})
    assert _complaints(page) == [
        f"De link vraagt om {named}, maar dat is hier niet mogelijk. "
        "U ziet nu de standaardkeuze; kies links wat u zoekt."
    ]
    assert metrics(page)[0][:2] == ("Veluwe Stedendriehoek, 2023", "3,2%")
    assert page.query_params == ({"vergelijk": "GM0200"} if key == "vergelijk" else {})


@pytest.mark.parametrize(
    ("written", "named", "left"),
    [
        ("NL01", "vergelijking met ‘NL01’", None),
        ("GM0200,SR2017-deventer", "vergelijking met ‘SR2017-deventer’", "GM0200"),
        (
            "GM0200,GM0301,GM0150,GM0232,GM0285",
            "vergelijking met ‘GM0285’ (er passen er 4)",
            "GM0200,GM0301,GM0150,GM0232",
        ),
    ],
)
def test_a_comparison_that_does_not_fit_is_told_and_the_others_stay(
    written: str, named: str, left: str | None
) -> None:
    page = opened(vergelijk=written)
    assert _complaints(page)[0].startswith(f"De link vraagt om {named}, maar")
    assert page.query_params.get("vergelijk") == left


def test_the_parts_of_a_broken_link_that_are_understood_still_hold() -> None:
    page = opened(gebied="GM0301", indicator="bijstand_per_1000", samenstelling="1999")
    assert metrics(page)[0][:2] == ("Zutphen, 31 december 2021", "54,8")


def test_a_complaint_is_made_once() -> None:
    page = opened(gebied="Zutfen")
    page.selectbox(key="gebied").set_value("GM0301")
    assert _complaints(sound(page.run())) == []


def test_choices_of_a_link_are_kept_on_the_way_to_another_page() -> None:
    page = opened(gebied="GM0301", samenstelling="huidig", periode="2019:2021")
    sound(page.switch_page(GEMEENTEN).run())
    assert page.selectbox(key="gebied").value == "GM0301"
    assert page.query_params == {
        "gebied": "GM0301",
        "samenstelling": "huidig",
        "periode": "2019:2021",
    }


def test_an_indicator_that_another_page_lacks_is_there_again_on_return() -> None:
    page = opened(indicator="netto_arbeidsparticipatie_sg")
    sound(page.switch_page(GEMEENTEN).run())
    assert page.selectbox(key="indicator").value == "bijstand_per_1000"
    sound(page.switch_page(REGIO).run())
    assert page.selectbox(key="indicator").value == "netto_arbeidsparticipatie_sg"


def test_a_link_without_anything_opens_the_default() -> None:
    page = sound(page_test().run())
    assert page.query_params == {}
    assert _complaints(page) == []


def _warnings(page: AppTest) -> list[str]:
    return [each.value for each in page.warning if "De link vraagt om" in each.value]


def _complaints(page: AppTest) -> list[str]:
    """What a reader reads: what the link says stands as code."""
    return [re.sub(r"`(.*?)`", r"‘\1’", each) for each in _warnings(page)]


HOSTILE = (
    "[klik hier](http://elders.example)",
    "![plaatje](http://elders.example/p.png)",
    "http://elders.example",
    "www.elders.example",
    ":material/home: :red[rood]",
    "<a href='http://elders.example'>x</a>",
    "`code` $formule$ **vet**",
)


@pytest.mark.parametrize("key", ["gebied", "periode", "samenstelling", "vergelijk", "pagina"])
@pytest.mark.parametrize("written", HOSTILE)
def test_a_link_places_no_links_pictures_or_markup(key: str, written: str) -> None:
    [complaint] = _warnings(opened(**{key: written}))
    named = complaint.partition("De link vraagt om ")[2].partition(", maar dat is hier")[0]
    assert not re.search(r"[!\[\]()<>`$*:/.]", re.sub(r"`[^`]+`", "", named))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    key=st.sampled_from(["gebied", "vergelijk", "indeling", "samenstelling", "periode", "moment"]),
    written=st.text(max_size=20),
)
@example(key="periode", written="²")
@example(key="periode", written="2018:²")
def test_no_text_in_a_link_breaks_the_page(key: str, written: str) -> None:
    page = opened(**{key: written})
    assert metrics(page)[0][1] == "3,2%"
