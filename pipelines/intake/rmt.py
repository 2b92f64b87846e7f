"""What the deliveries of the Regionaal Mobiliteitsteam are counted by."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.areas import Areas
from pipelines.intake.contract import Pairs, Replacement, Stored
from warehouse.categories import CATEGORIES, in_order
from warehouse.periods import Period

PARTIJEN = CATEGORIES["partij"]
KENMERKEN = tuple(
    name
    for name in in_order(
        (
            "herkomst", "geslacht", "geboortecohort", "taalniveau", "opleidingsniveau", "status",
            "sector",
        )
    )
)  # fmt: skip
"""What participants are split up by, beside their partij."""

OF_JOBS = {"sector": ("markt", "overheid")}
"""Categories that jobs are counted by, and participants are not."""

TOTAL = ""
"""The kenmerk and categorie of a count of all participants."""
ELSEWHERE = "elders"
"""The gebied of participants who live outside the region; which gemeente is not kept."""
UNKNOWN_AREA = "onbekend"
"""The gebied of counts of which nobody said where the people live."""

COUNTED = ("partij", "periode", "gebied", "kenmerk", "categorie", "aantal")
SCHEMA = pl.Schema({name: pl.Int64() if name == "aantal" else pl.String() for name in COUNTED})


def categories(kenmerk: str) -> tuple[str, ...]:
    """The categories of a kenmerk that participants can have, in order."""
    others = OF_JOBS.get(kenmerk, ())
    return tuple(name for name in CATEGORIES[kenmerk] if name not in others)


def region(areas: Areas) -> str:
    """The code of the arbeidsmarktregio."""
    kinds = areas.gebieden.filter(pl.col("soort").cast(pl.String) == "arbeidsmarktregio")
    code: str = kinds["gebied"][0]
    return code


def own_gemeenten(areas: Areas) -> list[str]:
    """Codes of all gemeenten that ever belonged to the region."""
    stays = areas.lidmaatschap.filter(pl.col("geheel") == region(areas))
    return sorted(stays["deel"].unique())


def quarters(first: Period, last: Period) -> Iterable[Period]:
    """All quarters from the first to the last, both included."""
    quarter = first
    while quarter <= last:
        yield quarter
        begin = quarter.next_day()
        quarter = Period.quarter(begin.year, (begin.month + 2) // 3)


def covers(rows: pl.DataFrame) -> Pairs:
    """Every partij and period of which there is a count."""
    pairs: Pairs = rows.select("partij", "periode").unique().sort("partij", "periode").rows()
    return pairs


def compare(rows: pl.DataFrame, standing: pl.DataFrame) -> list[Replacement]:
    """Set the participants of each partij and period beside those of before."""
    before = dict(_participants(standing))
    return [
        Replacement(*place, count, before.get(place), persons=True)
        for place, count in _participants(rows)
    ]


def _participants(rows: pl.DataFrame) -> Iterable[tuple[tuple[str, str], int]]:
    totals = (
        rows.group_by("partij", "periode")
        .agg(pl.col("aantal").filter(pl.col("kenmerk") == TOTAL).sum())
        .sort("partij", "periode")
    )
    for partij, periode, count in totals.rows():
        yield (partij, periode), count


STORED = Stored(
    id="rmt",
    file="tellingen.csv",
    schema=SCHEMA,
    counted="deelnemers",
    one="deelnemer",
    covers=covers,
    compare=compare,
)
