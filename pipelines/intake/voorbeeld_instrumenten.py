"""Invented instruments, whose realisation of 2023 is the one that is printed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.intake.formats.instrumenten import QUARTERS, Instrument
from pipelines.intake.instrumenten import COUNTS_WHEN_FINISHED, FINISHED, GIVEN, INSTRUMENTS, TARGET
from pipelines.sources import SOURCES

PRINTED, REALISED, AIMED = (
    "jaarverslagen-instrumenten",
    "instrument_realisatie",
    "instrument_doel",
)
YEARS = (2023, 2024)
TARGETS = {
    "jobcoachvoucher": (150, 140),
    "praktijkverklaring": (75, 60),
    "PSO-voucher": (15, 15),
    "HARRIE-training": (20, 24),
    "stimuleringsvoucher": (30, 41),
}
"""By instrument and year; those of 2023 that are printed are taken from the report."""

GROWTH = (1.15, 1.4, 0.9, 1.2, 1.6)
NOT_PRINTED = 13
PRICES_EUR = {"jobcoachvoucher": 1000, "PSO-voucher": 2500}
Row = list[str | int | date | Decimal | None]


def invented(
    raw: Path, gemeenten: Mapping[str, float], chance: random.Random
) -> Iterator[tuple[str, list[Row]]]:
    """Give a file a year: the targets, quarters of the region, and years of its gemeenten.

    `gemeenten` are weighed by their inhabitants.
    """
    figures = SOURCES[PRINTED].staged(raw).filter(
        pl.col("periode") == str(YEARS[0]), pl.col("kenmerk").list.len() == 1
    )  # fmt: skip
    printed = {
        (indicator, categorie[0]): int(value)
        for indicator, categorie, value in figures.select("indicator", "categorie", "waarde").rows()
        if value is not None
    }
    for index, year in enumerate(YEARS):
        rows: list[Row] = []
        for instrument, growth in zip(INSTRUMENTS, GROWTH, strict=True):
            realised = printed.get((REALISED, instrument), NOT_PRINTED)
            aimed = TARGETS[instrument][index]
            if index == 0:
                aimed = printed.get((AIMED, instrument), aimed)
            else:
                realised = round(realised * growth)
            rows.append([year, None, None, instrument, TARGET, aimed, None])
            rows += _counted(year, instrument, realised, gemeenten, chance)
        yield f"voorbeeld-instrumenten-{year}.xlsx", [list(Instrument.column_names()), *rows]


def _counted(
    year: int, instrument: str, realised: int, gemeenten: Mapping[str, float], chance: random.Random
) -> Iterator[Row]:
    given = realised
    if instrument in COUNTS_WHEN_FINISHED:
        given = realised + chance.randrange(2, 10)
        for quarter, number in enumerate(
            _spread(realised, dict.fromkeys(range(QUARTERS), 1.0), chance)
        ):
            yield [year, quarter + 1, None, instrument, FINISHED, number, None]
    price = PRICES_EUR.get(instrument)
    for quarter, number in enumerate(_spread(given, dict.fromkeys(range(QUARTERS), 1.0), chance)):
        amount = None if price is None else number * price
        yield [year, quarter + 1, None, instrument, GIVEN, number, amount]
    for gemeente, number in zip(gemeenten, _spread(given, gemeenten, chance), strict=True):
        yield [year, None, gemeente, instrument, GIVEN, number, None]


def _spread(number: int, weights: Mapping[Any, float], chance: random.Random) -> list[int]:
    """Deal a number over places by their weight."""
    drawn = chance.choices(list(weights), list(weights.values()), k=number)
    return [drawn.count(place) for place in weights]
