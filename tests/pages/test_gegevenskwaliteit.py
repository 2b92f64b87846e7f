"""The page on what sources contradict: every finding in words, filtered, and to send on."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.shown import KWALITEIT, elements, opened, sound, words
from tests.pages.test_every_state import undutch


def labels(page: AppTest) -> list[str]:
    return [each.label for each in page.expander]


def test_the_page_is_sound_and_dutch_and_opens_with_how_many_there_are() -> None:
    page = opened(KWALITEIT)

    assert undutch(words(page)) == []
    assert page.markdown[0].value.startswith("**")
    assert "bevindingen, alle bekend met een reden." in page.markdown[0].value


@pytest.mark.parametrize(
    "said",
    [
        "dezelfde 60 getallen in dezelfde volgorde als RMT 2022",
        "som naar geboortejaar tegen som naar herkomst** · 112 tegen 153",
        "som naar geslacht tegen som naar herkomst** · 159 tegen 153",
        "partij FNV: status tegen de instroom van de partij** · 63 tegen 62",
        "markt en overheid tegen het totaal** · 34 tegen 35 · laag, bekend",
        "posten tegen het totaal van hun pijler of groep** · 195.957 tegen 270.957",
        "twee keer gedrukt met een ander getal** · 7,6 tegen 7,2",
        "het cijfer van het WSP in de infographic van 2023 tegen dat in de tekst** · 7,2 tegen 7,3",
        "bezoekers van de banenmarkten van 2023 tegen wat de tekst daarvan zegt** · 445 tegen 691",
    ],
)
def test_what_the_reports_contradict_stands_there(said: str) -> None:
    assert any(said in each for each in labels(opened(KWALITEIT)))


def test_a_finding_says_where_how_large_what_it_touches_and_what_is_done() -> None:
    page = opened(KWALITEIT)
    [pillar] = [each for each in page.expander if "195.957 tegen 270.957" in each.label]
    told = pillar.markdown[0].value

    for said in (
        "**Regel**: delen tegen geheel",
        "**Verschil**: -75.000; verklaart afronding dat? nee",
        "uitvoeringsplan-suwi-2021",
        "[Begroting](instrumenten)",
        "**Wat het dashboard doet**: de cijfers staan er, gemerkt als strijdig",
        "**Staat**: bekend, gezien sinds",
        "**Reden**:",
    ):
        assert said in told


def test_the_list_can_be_filtered_by_source_theme_and_state() -> None:
    page = opened(KWALITEIT)
    everything = len(labels(page))
    sound(page.selectbox(key="kwaliteit-bron").set_value("uitvoeringsplan-suwi-2021").run())
    of_source = len(labels(page))
    assert 0 < of_source < everything
    sound(page.selectbox(key="kwaliteit-staat").set_value("nieuw").run())
    assert labels(page) == []
    assert [each.value for each in page.info] == ["Geen bevinding past bij deze keuze."]


def test_the_list_can_be_sent_to_the_owner_of_a_source() -> None:
    found = [held.label for kind, held in elements(opened(KWALITEIT)) if kind == "DownloadButton"]
    assert found == ["Lijst voor de bron (CSV)"]
