"""A walk through the catalogue: nothing stands in it without its meaning, source and page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pipelines.source import Source
from pipelines.sources import SOURCES
from warehouse.builds import DataFolder
from warehouse.indicator import Indicator, Unit
from warehouse.indicators import INDICATORS
from warehouse.reader import open_current

ROOT = Path(__file__).resolve().parents[2]
EVERY = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)

ASKED = [
    "werkloosheidspercentage",
    "netto_arbeidsparticipatie",
    "bruto_arbeidsparticipatie",
    "beroepsbevolking",
    "werkloze_beroepsbevolking",
    "ww_uitkeringen",
    "ww_aandeel_pct",
    "bijstand_personen",
    "bijstand_per_1000",
    "wajong_personen",
    "wajong_per_1000",
    "loonkostensubsidie_personen",
    "loonkostensubsidie_per_1000",
    "inwoners",
    "inwoners_15_65",
    "werkloosheidspercentage_sg",
    "netto_arbeidsparticipatie_sg",
    "bruto_arbeidsparticipatie_sg",
    "beroepsbevolking_sg",
    "werkloze_beroepsbevolking_sg",
]


@pytest.mark.parametrize("id_", ASKED)
def test_every_indicator_that_others_count_on_is_there(id_: str) -> None:
    assert INDICATORS[id_].id == id_


@EVERY
def test_every_indicator_says_what_it_is(indicator: Indicator) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", indicator.id)
    assert len(indicator.definition) > 20
    assert indicator.definition.endswith(".")
    assert indicator.preference.endswith(".")
    assert not indicator.caveat or indicator.caveat.endswith(".")
    assert indicator.formula
    assert indicator.unit.named
    assert re.match(r"(het|de) \S", indicator.spoken)
    assert indicator.title[0].isupper()


def test_no_two_indicators_look_alike() -> None:
    every = INDICATORS.values()

    assert len({each.title for each in every}) == len(every)
    assert len({each.spoken for each in every}) == len(every)
    assert len({each.definition for each in every}) == len(every)


@EVERY
def test_every_series_of_an_indicator_is_given_by_a_source(indicator: Indicator) -> None:
    given = {reeks.id for source in SOURCES.values() for reeks in source.reeksen}

    assert indicator.reeksen
    assert set(indicator.reeksen) <= given


def test_every_series_of_a_source_is_used_by_an_indicator() -> None:
    used = {reeks for indicator in INDICATORS.values() for reeks in indicator.reeksen}

    assert {reeks.id for source in SOURCES.values() for reeks in source.reeksen} <= used


@EVERY
def test_every_series_of_an_indicator_has_figures_of_it(
    indicator: Indicator, published: DataFolder
) -> None:
    warehouse = open_current(published)
    coverage = warehouse.coverage()
    there = coverage.filter(coverage["indicator"] == indicator.id)
    awaited = {
        reeks.id
        for source in SOURCES.values()
        if source.handed_in or source.id in set(warehouse.awaited()["bron"])
        for reeks in source.reeksen
    }

    assert set(there["reeks"]) >= set(indicator.reeksen) - awaited
    assert set(there["reeks"]) <= set(indicator.reeksen)
    assert all(there["cijfers"] > 0)
    assert all((kind == "dag") == indicator.stock for kind in there["soort"] if kind != "jaar")


@EVERY
def test_a_target_is_an_indicator_in_the_same_unit(indicator: Indicator) -> None:
    if indicator.target is not None:
        target = INDICATORS[indicator.target]
        assert target.unit is indicator.unit
        assert target.target is None


@EVERY
def test_every_indicator_is_offered_by_pages_that_exist(indicator: Indicator) -> None:
    assert indicator.pages
    for page in indicator.pages:
        path = ROOT / "pages" / f"{page}.py"
        assert page in offered_by(path) or indicator.id in about(path)


@pytest.mark.parametrize("path", sorted((ROOT / "pages").rglob("*.py")), ids=lambda path: path.stem)
def test_a_page_opens_with_an_indicator_that_it_offers(path: Path) -> None:
    for page, default in offered_by(path).items():
        assert page == path.relative_to(ROOT / "pages").with_suffix("").as_posix()
        assert page in INDICATORS[default].pages


def offered_by(path: Path) -> dict[str, str]:
    """Give the name under which a page asks for indicators, with the one that it opens with."""
    return {
        str(ast.literal_eval(call.args[0])): str(ast.literal_eval(call.args[1]))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "choose_indicator"
    }


def about(path: Path) -> set[str]:
    """Give the indicators that a page without a choice is about: its own words and its folder's."""
    own = sorted((ROOT / "dashboard" / path.stem).glob("*.py"))
    return {
        node.value
        for each in (path, *own)
        if each.is_file()
        for node in ast.walk(ast.parse(each.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in INDICATORS
    }


@EVERY
def test_a_ratio_stands_on_two_counts_of_the_same_series(indicator: Indicator) -> None:
    if indicator.ratio is None:
        return
    teller, noemer = INDICATORS[indicator.ratio.teller], INDICATORS[indicator.ratio.noemer]

    assert indicator.additive
    assert teller.additive
    assert noemer.additive
    assert set(indicator.reeksen) <= {*teller.reeksen} & {*noemer.reeksen}


@EVERY
def test_only_counts_and_ratios_of_counts_add_up(indicator: Indicator) -> None:
    counted = indicator.ratio is not None or not (
        indicator.unit.relative or indicator.unit is Unit.CIJFER
    )
    # What was adjusted for the season area by area does not add up, and neither does a price.
    apart = indicator.id in ("ww_personen_sg", "instrument_tarief_eur")
    assert indicator.additive == (counted and not apart)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_source_has_a_publisher_a_licence_and_rows(
    source: Source, published: DataFolder
) -> None:
    warehouse = open_current(published)
    rows = warehouse.sources()
    own = rows.filter(rows["bron"] == source.id)

    assert source.publisher
    assert source.licence
    assert source.title
    assert source.frequency
    assert source.next_expected
    if own.is_empty():  # fetched later, or handed in
        assert source.handed_in or source.id in set(warehouse.awaited()["bron"])
        return
    assert all(own["rijen"] > 0)
    assert all(own["cijfers"] > 0)
    assert own["licentie"].unique().to_list() == [source.licence]
