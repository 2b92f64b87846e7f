"""Invented jobs of the banenafspraak per quarter; only the end of 2022 is as printed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.intake.banenafspraak import GOVERNMENT, MARKET, WHOLE
from pipelines.intake.formats.banenafspraak import Stand
from pipelines.sources import SOURCES
from warehouse.periods import Period

PRINTED = "banenafspraak-publicaties"
JOBS, TARGET = "banenafspraak_banen", "banenafspraak_doel"
REGION, YEAR, LAST_YEAR = "Veluwe Stedendriehoek", 2022, 2026
QUARTERS = 12
"""How many quarters are invented, from the first of the printed year."""
IN_GOVERNMENT, NAMED = 0.24, 0.97
"""Parts of all jobs: those at the government, and those whose gemeente is known."""
FEW = 3
"""The jobs at the government in the smallest gemeente, to see that few are withheld."""
Row = list[str | int | date | Decimal | None]


def invented(
    raw: Path, gemeenten: Mapping[str, float], chance: random.Random
) -> Iterator[tuple[str, list[Row]]]:
    """Give a file of quarters; `gemeenten` are weighed by their inhabitants."""
    figures = SOURCES[PRINTED].staged(raw)
    of_region = figures.filter(
        pl.col("gebied").str.starts_with("AM"), pl.col("kenmerk").list.len() == 0
    )
    printed = {
        (indicator, periode[:4]): int(value)
        for indicator, periode, value in of_region.drop_nulls("waarde")
        .select("indicator", "periode", "waarde")
        .rows()
    }
    jobs = printed[JOBS, str(YEAR)]
    steps = [chance.randrange(35, 125) for _ in range(QUARTERS)]
    rows: list[Row] = [list(Stand.column_names())]
    for index in range(QUARTERS):
        quarter = Period.quarter(YEAR + index // 4, index % 4 + 1)
        # The fourth quarter is the printed one: count down to it, and on from it.
        whole = jobs + sum(steps[4 : index + 1]) - sum(steps[index + 1 : 4])
        rows += _quarter(quarter.einde, whole, _target(printed, quarter.einde), gemeenten)
    yield f"voorbeeld-banenafspraak-{YEAR}-{quarter.begin.year}.xlsx", rows


def _target(printed: Mapping[tuple[str, str], int], day: date) -> int | None:
    """Give the target at the end of a year, on the straight way between two printed ones."""
    if (day + timedelta(days=1)).year == day.year:
        return None
    first, last = printed[TARGET, str(YEAR)], printed[TARGET, str(LAST_YEAR)]
    return first + round((last - first) * (day.year - YEAR) / (LAST_YEAR - YEAR))


def _quarter(
    day: date, whole: int, target: int | None, gemeenten: Mapping[str, float]
) -> Iterator[Row]:
    government = round(whole * IN_GOVERNMENT)
    yield [day, REGION, MARKET, whole - government, None]
    yield [day, REGION, GOVERNMENT, government, None]
    yield [day, REGION, WHOLE, whole, target]
    smallest = min(gemeenten, key=lambda name: (gemeenten[name], name))
    for name, weight in gemeenten.items():
        part = weight / sum(gemeenten.values()) * NAMED
        own = FEW if name == smallest else int(government * part)
        market = int((whole - government) * part)
        yield [day, name, MARKET, market, None]
        yield [day, name, GOVERNMENT, own, None]
        yield [day, name, WHOLE, market + own, None]
