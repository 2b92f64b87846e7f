"""Targets for the gemeenten that make up the region now, worked out of those for the 14 of 2017."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
SPLIT_IN = 2017
"""The year of the plan that split the targets over the gemeenten of then."""


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


@kept
def members_on(warehouse: Warehouse, day: date) -> int:
    """Count the gemeenten that made up the region on a day."""
    return len(warehouse.members(areas().region.code, str(day.year)))


@kept
def joined_after_the_split(warehouse: Warehouse, gebied: str) -> int | None:
    """Give the year in which a gemeente joined, where it has no part in the split of 2017."""
    stays = warehouse.memberships(areas().region.code).filter(pl.col("deel") == gebied)
    if stays.is_empty() or gebied in _jobs(warehouse, [gebied]):
        return None
    since: date = stays["begin"].min()  # type: ignore[assignment]
    return since.year if since.year > SPLIT_IN else None


@kept
def other_gemeenten(warehouse: Warehouse, samenstelling: str | None, day: date) -> str:
    """Say that the goal of 2026 and the jobs on a day are not of the same gemeenten; empty if they are.

    `samenstelling` is what the goal was worked out for, None where it stands as printed.
    """
    known = areas()
    region, names = known.region.code, {area.code: area.name for area in known.gemeenten}
    shared = _jobs(warehouse, [region, *names]).keys() - {region}
    then = set(warehouse.members(region, str(day.year)))
    chosen = None if samenstelling is None else set(warehouse.members(region, samenstelling))
    aimed = set(shared) if chosen is None else shared & chosen
    if not shared or aimed == then:
        return ""
    goal = f"het doel is voor de {len(aimed)} van 2017"
    if chosen is not None:
        lacking = listed(sorted(names[each] for each in chosen - shared))
        goal = f"het doel is berekend voor {len(aimed)} gemeenten"
        goal += f" (zonder een deel voor {lacking})" if lacking else ""
    differ = [
        f"{word} {listed(sorted(names[each] for each in codes))}"
        for word, codes in (("zonder", aimed - then), ("met", then - aimed))
        if codes
    ]
    return (
        f"Niet dezelfde gemeenten: {goal}, de realisatie voor de {len(then)} van {day.year} "
        f"({', '.join(differ)}); het verschil is een indicatie."
    )


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
