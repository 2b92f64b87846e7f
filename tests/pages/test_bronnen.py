"""The page on sources and definitions: it can't lag behind the catalogue."""

from __future__ import annotations

from tests.pages.shown import BRONNEN, opened, sound, tables, words
from warehouse.builds import DataFolder
from warehouse.indicators import INDICATORS
from warehouse.reader import open_current


def test_every_source_is_told_with_publisher_licence_state_and_next_delivery(
    monitor_data: DataFolder,
) -> None:
    sources = open_current(monitor_data).sources()
    page = opened(BRONNEN)
    said = "\n".join(words(page))
    for source in sources.iter_rows(named=True):
        assert f"Uitgever: {source['uitgever']}. Verschijnt {source['frequentie']}. " in said
        assert f"Volgende levering: {source['volgende'].replace(': ', ', ')}." in said
        assert source["licentie"] in said
        assert any(
            each.label.startswith(f"**{source['titel']}** · ")
            and each.label.endswith(" cijfers" if source["cijfers"] else " rijen")
            for each in page.expander
        )


def test_every_indicator_is_told_with_definition_formula_and_choice_of_source() -> None:
    page = opened(BRONNEN)
    said = "\n".join(words(page))
    for indicator in INDICATORS.values():
        assert indicator.definition in said
        assert f"Formule: {indicator.formula}." in said
        assert f"Keuze van de bron: {indicator.preference}" in said
        assert f"**{indicator.title}**" in [each.label for each in page.expander]


def test_an_opened_source_lists_its_deliveries_with_date_and_rows() -> None:
    page = opened(BRONNEN)
    page.session_state["uitklap-cbs-80590ned"] = True
    delivery = tables(sound(page.run()))[0][0]
    assert delivery[0] == "80590ned"
    assert "22 november 2026" in delivery
    assert "niet overgeleverd" in delivery


def test_memberships_say_who_came_and_left() -> None:
    stays = {row[0]: row[1:3] for row in tables(opened(BRONNEN))[-1]}
    assert stays["Heerde"] == ("1 januari 2020", "heden")
    assert stays["Elburg"] == ("1 januari 2015", "31 december 2021")
    assert stays["Olst-Wijhe"] == ("1 januari 2015", "31 december 2023")
    assert len(stays) == 15


def test_checks_that_differ_come_first() -> None:
    outcomes = [row[0] for row in tables(opened(BRONNEN))[0]]
    assert "verschil" in outcomes
    assert outcomes == sorted(outcomes, reverse=True)
