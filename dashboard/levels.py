"""At which level and for which periods there are figures, for pages that are not about every area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.answers import between
from dashboard.areas import Area, areas
from dashboard.choices import Choices
from dashboard.memory import kept
from warehouse.categories import column, in_order
from warehouse.figures import NOT_AT_THIS_LEVEL
from warehouse.indicators import INDICATORS
from warehouse.periods import Period
from warehouse.reader import Warehouse

KINDS = ("jaar", "kwartaal", "maand", "dag")


@dataclass(frozen=True)
class Level:
    """The area whose figures are shown, why it is not the one that was asked, and its periods."""

    asked: Area
    area: Area
    why: str
    periods: tuple[Period, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        present = {each.soort for each in self.periods}
        return tuple(kind for kind in KINDS if kind in present)

    def of_kind(self, kind: str | None) -> tuple[Period, ...]:
        """Give the periods of one kind, the latest first."""
        return tuple(each for each in self.periods if each.soort == kind)


@kept
def split(
    _warehouse: Warehouse, indicator: str, gebied: str, choices: Choices, per: tuple[str, ...]
) -> pl.DataFrame:
    """Give the chosen figures of an area, with a column for each kenmerk that they are split by."""
    pages = frozenset(INDICATORS[indicator].pages)
    beside = tuple(each.id for each in INDICATORS.values() if pages.intersection(each.pages))
    known = areas()
    wholes = tuple(each.code for each in (known.region, *known.subregios))
    codes = wholes if gebied in wholes else (gebied,)
    asked = every_split(beside, codes, choices.samenstelling, choices.van, choices.tot)
    rows = asked.filter(
        pl.col("gebied") == gebied,
        pl.col("indicator") == indicator,
        pl.col("kenmerk") == pl.lit(list(in_order(per)), pl.List(pl.String)),
        pl.col("gekozen"),
    )
    return rows.with_columns(
        pl.col("categorie").list.get(index).alias(column(name)) for index, name in enumerate(per)
    )


@kept
def every_split(
    warehouse: Warehouse,
    indicators: tuple[str, ...],
    gebieden: tuple[str, ...],
    samenstelling: str,
    van: int,
    tot: int,
) -> pl.DataFrame:
    """Give all figures of some areas that one page asks in pieces, so that the first asks for all."""
    return warehouse.every_split(
        indicators,
        gebieden,
        samenstelling=samenstelling,
        begin=date(van, 1, 1),
        einde=date(tot, 12, 31),
    )


@kept
def level(_warehouse: Warehouse, indicator: str, choices: Choices) -> Level:
    """Find the area to show: the chosen one, or the region where only that has figures."""
    known = areas()
    asked = known[choices.gebied]
    for area in dict.fromkeys((asked, known.region)):
        periods = _periods(indicator, area, choices)
        if periods:
            return Level(
                asked, area, "" if area == asked else _why(indicator, asked, area), periods
            )
    return Level(asked, asked, _nothing(indicator, asked, choices), ())


def _periods(indicator: str, area: Area, choices: Choices) -> tuple[Period, ...]:
    rows = split(indicator, area.code, choices, ()).filter(pl.col("waarde").is_not_null())
    found = rows.select("begin", "einde", "soort").unique().iter_rows()
    return tuple(sorted((Period(*each) for each in found), reverse=True))


def _why(indicator: str, asked: Area, area: Area) -> str:
    return (
        f"{INDICATORS[indicator].title}: {NOT_AT_THIS_LEVEL} ({asked.label}) in deze periode. "
        f"De cijfers bestaan wel voor {area.label}; die ziet u nu."
    )


def _nothing(indicator: str, asked: Area, choices: Choices) -> str:
    always = Choices(**{**vars(choices), "van": date.min.year, "tot": date.max.year})
    known = areas()
    years = sorted(
        {
            each.begin.year
            for area in dict.fromkeys((asked, known.region))
            for each in _periods(indicator, area, always)
        }
    )
    span = f" (wel van {years[0]} tot en met {years[-1]})" if years else ""
    return (
        f"{INDICATORS[indicator].title}: er is {between(choices)} geen cijfer{span}. "
        "Kies een ruimere periode."
    )
