"""What the page on the banenafspraak is about: an area, and a day on which jobs or targets are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.areas import Area, areas
from dashboard.banenafspraak.composition import (
    Remaining,
    joined_after_the_split,
    recomputed,
    remaining,
)
from dashboard.banenafspraak.pace import Stand
from dashboard.choices import Choices
from dashboard.levels import Level, level, split
from dashboard.memory import kept
from warehouse.periods import Period, today
from warehouse.reader import Warehouse

JOBS, TARGET = "banenafspraak_banen", "banenafspraak_doel"
SECTOR, SECRET = "sector", "geheim"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class View:
    """An area on one day; `days` are all that can be chosen, latest first.

    `remaining` is there where targets are worked out for another composition than they were set for.
    """

    choices: Choices
    area: Area
    days: tuple[Period, ...]
    day: Period
    remaining: Remaining | None

    @property
    def regional(self) -> bool:
        return self.area.kind == "arbeidsmarktregio"

    @property
    def is_to_come(self) -> bool:
        return self.day.einde > today()

    def series(self, indicator: str, *per: str) -> pl.DataFrame:
        """All chosen figures of the area in the chosen years; targets for the chosen composition."""
        found = split(indicator, self.area.code, self.choices, per)
        return recomputed(found, self.remaining) if indicator == TARGET else found

    def row(self, indicator: str) -> Row | None:
        """Give the figure on the day, also one without a value."""
        found = self.series(indicator).filter(pl.col("periode") == self.day.text)
        return None if found.is_empty() else found.row(0, named=True)

    def value(self, indicator: str) -> Decimal | None:
        row = self.row(indicator)
        return None if row is None else row["waarde"]

    def stands(self) -> list[Stand]:
        """The jobs up to the day, of the one series that the last of them is from."""
        known = self.series(JOBS).filter(
            pl.col("waarde").is_not_null(), pl.col("einde") <= self.day.einde
        )
        if known.is_empty():
            return []
        one = known.filter(pl.col("reeks") == known.sort("einde")["reeks"][-1]).sort("einde")
        return [Stand(day, jobs) for day, jobs in one.select("einde", "waarde").iter_rows()]

    def final(self) -> Row | None:
        """The last target of the region, whatever years were chosen; None elsewhere."""
        if not self.regional:
            return None
        always = Choices(**{**vars(self.choices), "van": date.min.year, "tot": date.max.year})
        found = split(TARGET, self.area.code, always, ()).filter(pl.col("waarde").is_not_null())
        found = recomputed(found, self.remaining).sort("einde")
        return None if found.is_empty() else found.row(-1, named=True)


@kept
def shown_level(_warehouse: Warehouse, choices: Choices) -> Level:
    """Find what to show: jobs of the chosen area, else its targets, else what the region has."""
    jobs, targets = level(JOBS, choices), level(TARGET, choices)
    for each in (jobs, targets):
        if each.periods and not each.why:
            return _without_future(each)
    found = next((each for each in (jobs, targets) if each.periods), targets)
    own = split(JOBS, jobs.asked.code, choices, ())
    if found.periods and SECRET in set(own["status"]):
        why = f"Banen van de banenafspraak in {jobs.asked.label}: {SECRET}, want het zijn er te weinig"
        why = f"{why} om te tonen. U ziet nu {found.area.label}."
        found = replace(found, why=why)
    elif found.why and (since := joined_after_the_split(found.asked.code)):
        why = f"{found.asked.name} hoort sinds {since} bij de regio en heeft geen deel in de verdeling"
        found = replace(found, why=f"{why} van 2017. {found.why}")
    return _without_future(found)


def _without_future(found: Level) -> Level:
    """Leave out days to come, except where nothing else is known."""
    past = tuple(each for each in found.periods if each.einde <= today())
    return replace(found, periods=past or found.periods)


def view_of(choices: Choices, shown: Level, day: Period) -> View:
    """Put together what the page shows."""
    regional = shown.area.code == areas().region.code
    left = remaining(choices.samenstelling) if regional else None
    return View(choices, shown.area, shown.periods, day, left)
