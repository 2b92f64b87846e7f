"""What is kept of instruments: what was aimed at, given and finished, by instrument and year.

A newer delivery replaces what an older one said of the same instrument in the same year, whole: all
quarters, gemeenten and kinds. So `partij` is the instrument and `periode` the year; the quarter or year
that a row is about is its `tijdvak`.
"""

from __future__ import annotations

import polars as pl

from pipelines.bouwblokken import EURO
from pipelines.intake.contract import Pairs, Replacement, Stored

DELIVERY = "instrumenten"
INSTRUMENTS = (
    "jobcoachvoucher",
    "praktijkverklaring",
    "PSO-voucher",
    "HARRIE-training",
    "stimuleringsvoucher",
)
TARGET, GIVEN, FINISHED = KINDS = ("doel", "toegekend", "afgerond")
COUNTS_WHEN_FINISHED = frozenset({"praktijkverklaring", "HARRIE-training"})
"""Instruments that are realised once they are finished; the others are once they are given."""

OF_PERSONS = frozenset({"jobcoachvoucher", "praktijkverklaring", "HARRIE-training"})
"""Instruments of which one is for one person; the others go to firms and projects."""

WHOLE_REGION = ""
"""The gemeente of a row about the region."""

COUNTED = ("partij", "periode", "tijdvak", "gemeente", "soort", "aantal", "bedrag")
SCHEMA = pl.Schema(
    {
        **dict.fromkeys(COUNTED[:5], pl.String()),
        "aantal": pl.Int64(),
        "bedrag": EURO,
    }
)


def covers(rows: pl.DataFrame) -> Pairs:
    """Every instrument and year of which there is a row."""
    pairs: Pairs = rows.select("partij", "periode").unique().sort("partij", "periode").rows()
    return pairs


def compare(rows: pl.DataFrame, standing: pl.DataFrame) -> list[Replacement]:
    """Set the number of rows of each instrument and year beside that of before."""
    now, before = (
        {(partij, periode): count for partij, periode, count in _sizes(each)}
        for each in (rows, standing)
    )
    return [Replacement(*place, count, before.get(place)) for place, count in now.items()]


def _sizes(rows: pl.DataFrame) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = (
        rows.group_by("partij", "periode").len().sort("partij", "periode").rows()
    )
    return found


STORED = Stored(
    id=DELIVERY,
    file="instrumenten.parquet",
    schema=SCHEMA,
    counted="regels",
    one="regel",
    covers=covers,
    compare=compare,
)
