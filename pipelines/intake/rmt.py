"""What the deliveries of the Regionaal Mobiliteitsteam are counted by."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.areas import Areas
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

TOTAL = ""
"""The kenmerk and categorie of a count of all participants."""
ELSEWHERE = "elders"
"""The gebied of participants who live outside the region; which gemeente is not kept."""
UNKNOWN_AREA = "onbekend"
"""The gebied of counts of which nobody said where the people live."""

COUNTED = ("partij", "periode", "gebied", "kenmerk", "categorie", "aantal")
SCHEMA = pl.Schema({name: pl.Int64() if name == "aantal" else pl.String() for name in COUNTED})


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
