"""Targets for the gemeenten that make up the region now, worked out of those for the 14 of 2017."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from dashboard.areas import areas
from dashboard.memory import kept
from dashboard.sentences import listed
from warehouse.numbers import number, percent, rounded_decimal
from warehouse.reader import AS_IT_WAS, Warehouse

SHARED = "banenafspraak_verdeelsleutel"
PLAN = "banenafspraak-plan-2017"
COMPUTED = "berekend"


@dataclass(frozen=True)
class Remaining:
    """What is left of a target for a composition: `part` of 1, and the parts of who left.

    `without` are gemeenten that came later, of which no part is known.
    """

    samenstelling: str
    part: Decimal
    left: tuple[tuple[str, Decimal], ...]
    without: tuple[str, ...]

    @property
    def said(self) -> str:
        """Name who left with their part of the jobs, and who is missing."""
        gone = listed([f"{name} ({percent(part * 100)})" for name, part in self.left])
        first = (
            "Doelen van 2017, 2018 en 2026: berekend voor de gekozen samenstelling, het gedrukte doel "
            f"min het aandeel in de banen van {gone}."
        )
        if not self.without:
            return first
        newer, verb = listed(list(self.without)), "kwam" if len(self.without) == 1 else "kwamen"
        return (
            f"{first} {newer} {verb} er later bij, zonder deel in de verdeling; dat ontbreekt dus."
        )


@kept
def remaining(warehouse: Warehouse, samenstelling: str) -> Remaining | None:
    """Tell what a composition leaves of the targets of 2017; None where it leaves all."""
    region = areas().region.code
    if samenstelling == AS_IT_WAS:
        return None
    names = {area.code: area.name for area in areas().gemeenten}
    jobs = _jobs(warehouse, [region, *names])
    members = set(warehouse.members(region, samenstelling))
    gone = sorted((code for code in jobs.keys() - members - {region}), key=lambda code: -jobs[code])
    if not gone or region not in jobs:
        return None
    left = tuple((names[code], jobs[code] / jobs[region]) for code in gone)
    newer = tuple(sorted(names[code] for code in members - jobs.keys()))
    return Remaining(samenstelling, 1 - sum((part for _, part in left), Decimal(0)), left, newer)


def _jobs(warehouse: Warehouse, codes: list[str]) -> dict[str, Decimal]:
    rows = warehouse.figures(SHARED, codes).filter(
        pl.col("gekozen"), pl.col("waarde").is_not_null()
    )
    return dict(rows.select("gebied", "waarde").iter_rows())


def recomputed(targets: pl.DataFrame, found: Remaining | None) -> pl.DataFrame:
    """Work the region's targets of the plan out for a composition, and mark them as computed."""
    if found is None:
        return targets
    printed = (
        (pl.col("reeks") == PLAN)
        & (pl.col("gebied") == areas().region.code)
        & pl.col("waarde").is_not_null()
    )
    values: list[Decimal | None] = targets["waarde"].to_list()
    worked_out = pl.Series(
        [None if each is None else rounded_decimal(each * found.part, 0) for each in values],
        dtype=pl.Decimal(18, 4),
    )
    said = pl.Series(
        [f"Berekend voor de gekozen samenstelling; gedrukt is {number(each)}" for each in values],
        dtype=pl.String,
    )
    return targets.with_columns(
        waarde=pl.when(printed).then(worked_out).otherwise("waarde"),
        status=pl.when(printed).then(pl.lit(COMPUTED)).otherwise("status"),
        samenstelling=pl.when(printed).then(pl.lit(found.samenstelling)).otherwise("samenstelling"),
        leden=pl.when(printed).then(pl.col("leden") - len(found.left)).otherwise("leden"),
        opmerking=pl.when(printed).then(said).otherwise("opmerking"),
    )
