"""The catalogue as a reader sees it, made from what is built."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl

from dashboard import catalogue
from tests.dashboard.conftest import PublishDrawn
from tests.dashboard.test_answers import BIJSTAND, UNEMPLOYMENT
from warehouse.builds import DataFolder
from warehouse.indicators import INDICATORS
from warehouse.journal import Attempt, Journal, Outcome

STALE = """
indicator | gebied | periode    | waarde | bron
inwoners  | GM0301 | 2023-01-01 | 48000  | oud-03759ned
inwoners  | GM0200 | 2023-01-01 | 165000 | vers-03759ned
"""


def test_a_source_tells_publisher_licence_and_what_comes_next(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    [source] = catalogue.sources()
    assert source.title == "Tabel maatstaven-gemeentefonds"
    assert source.state == (
        "meegeleverd, vastgelegd 22 november 2026, laatste cijfer: 31 december 2022, 1.234 cijfers"
    )
    assert source.description == (
        "Uitgever: CBS. Verschijnt per jaar. Volgende levering: volgend jaar.\n\n"
        "Licentie: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/deed.nl).\n\n"
        "Zoals geleverd."
    )
    assert source.deliveries.row(0, named=True)["Vastgelegd"] == "22 november 2026"
    assert source.deliveries.row(0, named=True)["Opgehaald bij de bron"] == "niet overgeleverd"


def test_a_fetched_delivery_says_when(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND, fetched="2026-12-01 09:30")
    [source] = catalogue.sources()
    assert source.deliveries["Opgehaald bij de bron"].to_list() == ["01-12-2026 09:30"]
    assert source.state.startswith("actueel, opgehaald 1 december 2026, laatste cijfer: ")
    assert source.icon == ":material/check_circle:"


def test_a_source_that_went_stale_says_so(publish_drawn: PublishDrawn) -> None:
    publish_drawn(STALE)
    states = {each.id: (each.state.partition(",")[0], each.icon) for each in catalogue.sources()}
    assert states == {
        "oud-03759ned": ("verouderd", ":material/warning:"),
        "vers-03759ned": ("meegeleverd", ":material/inventory_2:"),
    }


def test_a_refresh_that_failed_is_told_at_once_and_before_all_others(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(STALE)
    assert [each.id for each in catalogue.sources()] == ["oud-03759ned", "vers-03759ned"]
    reached = datetime(2026, 11, 24, 3, 20, tzinfo=UTC)
    attempt = Attempt(
        bron="vers-03759ned",
        tabel="03759ned",
        uitkomst=Outcome.NIEUW,
        gepoogd=reached,
        gelukt=reached,
    )
    failed = replace(
        attempt,
        uitkomst=Outcome.MISLUKT,
        gepoogd=reached + timedelta(days=1),
        melding="03759ned: het antwoord is een webpagina ([hier](https://elders.example) `klik`)",
    )

    # No build in between: what a refresh says is not kept with the figures.
    Journal().after(attempt).after(failed).write(DataFolder.configured())

    [source] = [each for each in catalogue.sources() if each.id == "vers-03759ned"]
    assert source.state.startswith("verversen mislukt, vastgelegd ")
    assert source.icon == ":material/error:"
    assert source.description.startswith(
        "Verversen mislukt sinds 25 november 2026 om 04:20 uur; de vorige cijfers blijven staan.\n\n"
        "- `03759ned: het antwoord is een webpagina ([hier](https://elders.example) 'klik')`"
    )
    assert "Laatst bij de bron nagezien: 24 november 2026 om 04:20 uur." in source.description


def test_what_no_refresh_has_fetched_yet_says_so(monitor_data: DataFolder) -> None:
    assert monitor_data.current().exists()
    told = {each.id: each for each in catalogue.sources()}
    assert told["cbs-85554ned"].state == "nog niet opgehaald"
    assert told["cbs-85554ned"].deliveries.is_empty()
    assert told["pdok-grenzen"].state == "nog niet opgehaald"
    kerncijfers = told["cbs-kerncijfers-wijken-buurten"]
    assert kerncijfers.state.startswith("meegeleverd, ")
    assert "Nog niet opgehaald: 85318NED, 85618NED en 85984NED." in kerncijfers.description


def test_a_remark_that_deliveries_share_stands_there_once(monitor_data: DataFolder) -> None:
    assert monitor_data.current().exists()
    told = {each.id: each.description for each in catalogue.sources()}
    editions = told["cbs-maatstaven-gemeentefonds"]
    assert editions.count("Ophaaldatum niet overgeleverd.") == 1
    assert editions.count("De cijfers zijn ongewijzigd;") == 1
    assert "84590NED: De uitgave geldt voor de gemeenten van 2019." in editions
    assert "Volgende levering: onbekend, elke uitgave is een nieuwe tabel." in editions


def test_every_indicator_is_in_it_with_what_there_is(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    told = {each.id: each for each in catalogue.indicators()}
    assert list(told) == list(INDICATORS)
    for entry in told.values():
        assert INDICATORS[entry.id].definition in entry.description
    rate = told["werkloosheidspercentage"].coverage.rows()
    assert ("85826NED", "regio", "jaar", "1 januari 2018", "31 december 2020", 3) in rate
    assert told["inwoners"].coverage.is_empty()


def test_memberships_are_spoken(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    rows = {row[0]: row[1:4] for row in catalogue.memberships().iter_rows()}
    assert rows["Elburg"] == ("1 januari 2015", "31 december 2021", "plan, tabel 1")
    assert rows["Heerde"] == ("1 januari 2020", "heden", "plan, tabel 1")


def test_no_checks_is_said_as_none(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    assert catalogue.checks().is_empty()
    assert "zijn 0 controles gedaan" in catalogue.checks_summary()


def test_checks_of_the_real_figures_put_differences_first_in_dutch(
    monitor_data: DataFolder,
) -> None:
    assert monitor_data.current().exists()
    found = catalogue.checks()
    assert found["Uitkomst"].to_list() == sorted(found["Uitkomst"], reverse=True)
    rate = found.filter(
        pl.col("Indicator") == "Werkloosheidspercentage", pl.col("Periode") == "2020"
    )
    assert sorted({*rate["Gevonden"], *rate["Verwacht"]}) == ["4,8", "4,9"]
    differing = found.filter(pl.col("Uitkomst") == "verschil").height
    assert f"; {differing} daarvan laten een verschil zien" in catalogue.checks_summary()
