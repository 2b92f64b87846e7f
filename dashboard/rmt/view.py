"""Inflow of the RMT as a page asks for it: at one level, in one period, for a partner or a sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.areas import Area
from dashboard.choices import Choices
from dashboard.levels import split
from warehouse.categories import APART, CATEGORIES, column, in_order
from warehouse.indicator import Break, Indicator
from warehouse.periods import Period

PARTIJ, SECTOR, STATUS = "partij", "sector", "status"
PROFILE = ("herkomst", "geslacht", "geboortecohort", "taalniveau", "opleidingsniveau")
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
