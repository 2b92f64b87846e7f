"""Every indicator on every page that offers it, for every kind of choice: sound, and in Dutch."""

from __future__ import annotations

import re

import pytest

from tests.pages.shown import BRONNEN, GEMEENTEN, ROOT, opened, sound, words
from warehouse.figures import NOT_AT_THIS_LEVEL, NOT_FETCHED
from warehouse.indicators import INDICATORS

STATES: dict[str, dict[str, str]] = {
    "default": {},
    "gemeenten compared": {"gebied": "GM0301", "vergelijk": "GM0200,GM0150,SR2021-stedendriehoek"},
    "a former member": {"gebied": "GM0230", "vergelijk": "GM0302", "samenstelling": "huidig"},
    "a subregio": {"gebied": "SR2017-noord-veluwe", "samenstelling": "2022"},
    "one year": {"periode": "2021:2021", "samenstelling": "2020"},
    "no figures": {"periode": "2003:2003"},
}
SUBREGIOS = (
    "SR2021-stedendriehoek",
    "SR2021-noordwest-veluwe",
    "SR2017-apeldoorn",
    "SR2017-deventer",
    "SR2017-noord-veluwe",
    "SR2017-lochem-zutphen",
)

ENGLISH = re.compile(
    r"\b(the|and|with|from|year|years|month|value|none|null|nan|true|false|error|loading|select|"
    r"choose|show|hide|search|january|february|march|may|june|july|august|october|source|area|"
    r"unknown|missing|total|no data|traceback|inf)\b",
    re.IGNORECASE,
)
# 1,234 or 1,234.5 or 3.2 or 1234567; 1.234,5 and a year are Dutch, and so is a section such as 1.6.
NOT_DUTCH_NUMBER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])"
    r"|(?<![\d.,])\d+\.(?!\d{3}(?!\d))\d+"
    r"|(?<![\d.,])\d{5,}(?![\dN_n-])"
    r"|-0(?:,0+)?(?![\d,.])"
    r"|[\d)]−|−\d"
)
# What a source itself writes: where in a document, its tables, licences, and the language of code.
QUOTED = re.compile(
    r"`[^`]*`|\(https?://[^)]*\)|\[https?://[^]]*\]|CC BY \d\.\d|\b\d{5}(?:NED|ned|ksz)\b"
    r"|\b\d\.\d [A-Z][^;|]*|\b[0-9a-f]{12}\b|\b\d{2}-\d{2}-\d{4}\b|TableInfos|DataProperties"
    r"|#/CBS\S*|regel \d[\d-]*|tabel \d\.\d|\w+-\d{4}, \d(?:\.\d)*"
)


def undutch(texts: list[str]) -> list[str]:
    """Give the texts that hold an English word or a number that is not written as in Dutch."""
    return [
        text
        for text in texts
        if ENGLISH.search(bare := QUOTED.sub("", text)) or NOT_DUTCH_NUMBER.search(bare)
    ]


@pytest.mark.parametrize(
    "text", ["1,234.5", "3.2%", "in 2023: nan", "1,234", "12345 personen", "-0,0", "−3", "5.25"]
)
def test_what_is_not_dutch_is_found(text: str) -> None:
    assert undutch([text]) == [text]


@pytest.mark.parametrize(
    "text",
    ["1.234,5", "3,2%", "1.234.567", "2018-2023", "31 december 2021", "85826NED", "-0,4", "1.234"],
)
def test_what_is_dutch_passes(text: str) -> None:
    assert undutch([text]) == []


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_is_sound_and_dutch_in_every_state_of_every_page(indicator: str) -> None:
    pages = [f"pages/{page}.py" for page in INDICATORS[indicator].pages]
    assert pages, "an indicator without a page is never seen"
    for page in pages:
        assert (ROOT / page).is_file()
        for state, choices in STATES.items():
            shown = opened(page, indicator=indicator, **choices)
            assert undutch(words(shown)) == [], f"{page}, {state}"
            offered = [each.value for each in shown.selectbox if each.key == "indicator"]
            if offered and offered != [indicator]:
                assert re.search(f"{NOT_AT_THIS_LEVEL}|{NOT_FETCHED}", shown.info[0].value)
                break  # from here on another indicator would be looked at


@pytest.mark.parametrize("subregio", SUBREGIOS)
def test_every_subregio_is_sound_and_dutch_on_every_page(subregio: str) -> None:
    for indicator in ("bijstand_per_1000", "inwoners", "werkloosheidspercentage"):
        for link in ({}, {"samenstelling": "huidig"}):
            assert undutch(words(opened(gebied=subregio, indicator=indicator, **link))) == []
            assert undutch(words(opened(GEMEENTEN, gebied=subregio, indicator=indicator))) == []


@pytest.mark.parametrize("kind", ["dag", "jaar", "kwartaal", "maand"])
def test_every_kind_of_period_is_sound_and_dutch(kind: str) -> None:
    for indicator in ("werkloosheidspercentage", "beroepsbevolking", "ww_uitkeringen"):
        assert undutch(words(opened(indicator=indicator, per=kind, periode="2019:2023"))) == []


def test_opened_tables_are_dutch() -> None:
    for indicator in ("werkloosheidspercentage", "wajong_per_1000", "inwoners"):
        page = opened(indicator=indicator)
        for each in page.expander:
            page.session_state[_key(each.proto.id)] = True
        assert undutch(words(sound(page.run()))) == []


def test_sources_and_definitions_are_dutch_when_all_are_open() -> None:
    page = opened(BRONNEN)
    for each in page.expander:
        page.session_state[_key(each.proto.id)] = True
    assert undutch(words(sound(page.run()))) == []


def _key(element_id: str) -> str:
    return f"uitklap-{element_id.partition('-uitklap-')[2]}"
