"""The deliveries that come with the project, as a whole, give the figures that were published."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.areas import Areas
from pipelines.delivery import Delivery
from pipelines.sources import SOURCES
from warehouse.indicators import INDICATORS
from warehouse.tables import Waarneming

YEARS = [str(year) for year in range(2018, 2024)]


@pytest.fixture(scope="module")
def figures(raw: Path) -> pl.DataFrame:
    return Waarneming.validate(pl.concat(source.staged(raw) for source in SOURCES.values()))


def _values(figures: pl.DataFrame, indicator: str, reeks: str, gebied: str) -> dict[str, Decimal]:
    rows = figures.filter(
        pl.col("indicator") == indicator, pl.col("reeks") == reeks, pl.col("gebied") == gebied
    )
    return dict(rows.select("periode", "waarde").rows())


def test_every_delivery_is_as_it_was_laid_down(raw: Path) -> None:
    records = sorted(raw.rglob("levering.json"))

    assert records
    for record in records:
        delivery = Delivery.open(record.parent)
        delivery.verify()
        assert delivery.record.licentie


def test_every_laid_down_table_is_used_by_a_source(raw: Path) -> None:
    laid_down = {Delivery.open(record.parent).record.tabel for record in raw.rglob("levering.json")}
    used = {each.record.tabel for source in SOURCES.values() for each in source.deliveries(raw)}

    assert laid_down == used


@pytest.mark.parametrize(
    ("indicator", "gebied", "printed"),
    [
        ("werkloosheidspercentage", "AM06", "4.7 4.0 4.5 3.6 3.2 3.2"),
        ("werkloosheidspercentage", "NL01", "4.9 4.4 4.9 4.2 3.5 3.6"),
        ("netto_arbeidsparticipatie", "AM06", "69.2 70.2 69.9 70.6 72.6 73.6"),
        ("netto_arbeidsparticipatie", "NL01", "69.1 70.0 69.6 70.4 72.2 73.1"),
    ],
)
def test_the_printed_series_of_region_and_nederland(
    figures: pl.DataFrame, indicator: str, gebied: str, printed: str
) -> None:
    found = _values(figures, indicator, "85826NED", gebied)

    assert [found[year] for year in YEARS] == [Decimal(each) for each in printed.split()]


def test_the_revised_table_disagrees_with_the_printed_one_over_2020_only(
    figures: pl.DataFrame,
) -> None:
    printed = _values(figures, "werkloosheidspercentage", "85826NED", "NL01")
    revised = _values(figures, "werkloosheidspercentage", "80590ned", "NL01")

    differing = {year: revised[year] for year in YEARS if revised[year] != printed[year]}
    assert differing == {"2020": Decimal("4.8")}


def test_national_ww_grew_as_printed_over_2023(figures: pl.DataFrame) -> None:
    ww = _values(figures, "ww_uitkeringen", "37789ksz", "NL01")
    growth = (ww["2023-12-31"] / ww["2022-12-31"] - 1) * 100

    assert round(growth, 1) == Decimal("7.8")
    printed = _values(figures, "ww_mutatie_pct", "jaarverslag-2023", "NL01")
    assert printed == {"2023-12-31": Decimal("7.8")}


def test_bijstand_in_apeldoorn(figures: pl.DataFrame) -> None:
    assert _values(figures, "bijstand_personen", "maatstaven-gemeentefonds", "GM0200") == {
        "2018-12-31": Decimal(4287),
        "2019-12-31": Decimal(4090),
        "2020-12-31": Decimal(4200),
        "2021-12-31": Decimal(4150),
    }


def test_wajong_of_2018_was_never_published(figures: pl.DataFrame) -> None:
    days = _values(figures, "wajong_personen", "maatstaven-gemeentefonds", "NL01")

    assert sorted(days) == ["2017-12-31", "2019-12-31", "2020-12-31", "2021-12-31"]


def test_the_inhabitants_of_all_gemeenten_are_those_of_nederland(
    figures: pl.DataFrame, known_areas: Areas
) -> None:
    inhabitants = figures.filter(pl.col("indicator") == "inwoners")
    assert inhabitants["periode"].n_unique() == 8
    for day, rows in inhabitants.group_by("begin"):
        members = known_areas.members("NL01", day[0])
        added_up = rows.filter(pl.col("gebied").is_in(members))
        country = rows.filter(pl.col("gebied") == "NL01")["waarde"].item()
        assert added_up.height == len(members) == rows.height - 1
        assert added_up["waarde"].sum() == country


def test_every_gebied_with_figures_is_known(figures: pl.DataFrame, known_areas: Areas) -> None:
    assert set(figures["gebied"]) <= set(known_areas.gebieden["gebied"])


def test_every_figure_belongs_to_an_indicator_that_names_its_series(figures: pl.DataFrame) -> None:
    pairs = figures.select("indicator", "reeks").unique().rows()

    assert all(reeks in INDICATORS[indicator].reeksen for indicator, reeks in pairs)


def test_every_source_declares_the_series_that_it_stages(figures: pl.DataFrame, raw: Path) -> None:
    staged = set(figures.select("bron", "reeks").unique().rows())
    declared = {(source.id, reeks.id) for source in SOURCES.values() for reeks in source.reeksen}
    waiting = {source.id for source in SOURCES.values() if source.handed_in or source.absent(raw)}

    assert staged <= declared
    assert {bron for bron, _ in declared - staged} <= waiting
