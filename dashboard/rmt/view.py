"""Inflow of the RMT as a page asks for it: at one level, in one period, for a partner or a sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.answers import between
from dashboard.areas import Area, areas
from dashboard.choices import Choices
from dashboard.memory import kept
from warehouse.categories import APART, CATEGORIES, column, in_order
from warehouse.figures import NOT_AT_THIS_LEVEL
from warehouse.indicator import Break, Indicator
from warehouse.indicators import INDICATORS
from warehouse.periods import Period
from warehouse.reader import Warehouse

PARTIJ, SECTOR, STATUS = "partij", "sector", "status"
PROFILE = ("herkomst", "geslacht", "geboortecohort", "taalniveau", "opleidingsniveau")
KINDS = ("jaar", "kwartaal", "maand")
OUTCOME = column(STATUS)
"""The column of a split by status: a figure has a `status` of its own."""

ACTIVE, WITH_WORK = CATEGORIES[STATUS][:2]


@dataclass(frozen=True)
class Focus:
    """The partner and the sector that a reader looks at; None for all of them."""

    partij: str | None = None
    sector: str | None = None

    @property
    def pairs(self) -> dict[str, str]:
        return {
            kenmerk: chosen
            for kenmerk, chosen in ((PARTIJ, self.partij), (SECTOR, self.sector))
            if chosen is not None
        }

    @property
    def through(self) -> str:
        """Say through whom people came: ` via FNV`; empty for all."""
        return f" via {self.partij}" if self.partij else ""

    @property
    def said(self) -> str:
        """Say whom the figures are about: ` via FNV uit de sector horeca`; empty for all."""
        return self.through + (f" uit de sector {self.sector}" if self.sector else "")


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


@dataclass(frozen=True)
class View:
    """What the page shows of one level in one period; `periods` are those of its kind, latest first."""

    indicator: Indicator
    choices: Choices
    area: Area
    periods: tuple[Period, ...]
    period: Period
    focus: Focus

    @property
    def before(self) -> Period | None:
        """The same period a year earlier, if there are figures."""
        year = self.period.begin.year - 1
        return next(
            (
                each
                for each in self.periods
                if each.begin == self.period.begin.replace(year=year)
                and each.soort == self.period.soort
            ),
            None,
        )

    def rows(self, *per: str) -> pl.DataFrame:
        """Give the figures of all periods, split up, with a column for each kenmerk."""
        found = split(self.indicator.id, self.area.code, self.choices, in_order(per))
        return found.filter(pl.col("periode").is_in([each.text for each in self.periods]))

    def focused(self, *per: str) -> pl.DataFrame:
        """Give the figures of all periods for the partner and sector in focus, split up further."""
        fixed = {name: chosen for name, chosen in self.focus.pairs.items() if name not in per}
        return self.rows(*fixed, *per).filter(
            pl.lit(value=True), *(pl.col(column(name)) == chosen for name, chosen in fixed.items())
        )

    def at(self, rows: pl.DataFrame, period: Period | None = None) -> pl.DataFrame:
        """Keep the figures of one period, the one of the page unless another is given."""
        return rows.filter(pl.col("periode") == (period or self.period).text)

    def value(self, rows: pl.DataFrame, period: Period | None = None) -> Decimal | None:
        """Give the one figure of a period."""
        found = self.at(rows, period)
        return None if found.is_empty() else found["waarde"][0]

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks between this period and the same one a year earlier that touch the focus."""
        if self.before is None:
            return ()
        return tuple(
            each
            for each in self.indicator.breaks
            if self.before.begin < each.date <= self.period.begin
            and self.focus.partij in (None, each.categorie)
        )


@kept
def split(
    warehouse: Warehouse, indicator: str, gebied: str, choices: Choices, per: tuple[str, ...]
) -> pl.DataFrame:
    """Give the chosen figures of an area, with a column for each kenmerk that they are split by."""
    rows = warehouse.figures(
        indicator,
        [gebied],
        samenstelling=choices.samenstelling,
        begin=date(choices.van, 1, 1),
        einde=date(choices.tot, 12, 31),
        per=per,
    ).filter(pl.col("gekozen"))
    return rows.with_columns(
        pl.col("categorie").list.get(index).alias(column(name)) for index, name in enumerate(per)
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


def by_size(rows: pl.DataFrame, kenmerk: str) -> list[str]:
    """List the categories from large to small; overig and onbekend apart at the end."""
    known = rows.sort("waarde", column(kenmerk), descending=[True, False], nulls_last=True)[
        column(kenmerk)
    ]
    names = list(dict.fromkeys(known))
    return [each for each in names if each not in APART] + [each for each in APART if each in names]


def in_their_order(rows: pl.DataFrame, kenmerk: str) -> list[str]:
    """List the categories that occur in the order that they have by nature."""
    present = set(rows[column(kenmerk)])
    return [each for each in CATEGORIES[kenmerk] if each in present]


def total(rows: pl.DataFrame) -> Decimal | None:
    """Add figures up; None where one is missing or there are none."""
    if rows.is_empty() or rows["waarde"].null_count():
        return None
    return added_up(rows["waarde"])


def added_up(values: pl.Series) -> Decimal:
    return sum(values, Decimal(0))


def first(rows: pl.DataFrame) -> Mapping[str, Any] | None:
    return None if rows.is_empty() else rows.row(0, named=True)
