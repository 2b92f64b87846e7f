"""Instrumenten zoals het programmabureau ze aanlevert, per jaar of kwartaal.

Of each instrument and year the newest delivery counts. A small number of vouchers for persons is not
shown, nor what it could be worked out from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.intake import rmt, store
from pipelines.intake.instrumenten import (
    COUNTS_WHEN_FINISHED,
    DELIVERY,
    FINISHED,
    GIVEN,
    OF_PERSONS,
    TARGET,
    WHOLE_REGION,
)
from pipelines.intake.source import HandedIn
from pipelines.intake.store import Kept
from pipelines.small_counts import threshold
from pipelines.source import NOTHING, Instead, Reeks, Staged, observed
from warehouse.tables import Waarneming

REEKS = "instrumenten-leveringen"
COUNTS = {
    TARGET: "instrument_doel",
    GIVEN: "instrument_toegekend",
    FINISHED: "instrument_afgerond",
}
REALISED, AMOUNT = "instrument_realisatie", "instrument_bedrag_eur"
QUARTERS = 4
HIDDEN_TOGETHER = 3
"""How many withheld gemeenten keep each other's number from being worked out of the region's."""

WITHHELD = (
    "Niet getoond: onder de {0}, of nodig om een aantal onder de {0} niet te laten uitrekenen"
)
Place = tuple[str, str]
"""A gemeente (WHOLE_REGION for the region) and a quarter or year."""


@dataclass
class _Told:
    """What is told of one instrument, year and kind: numbers and amounts by place.

    `added` holds remarks on what was added up here, `hidden` the places that may not be shown.
    """

    counts: dict[Place, int] = field(default_factory=dict)
    amounts: dict[Place, Decimal] = field(default_factory=dict)
    added: dict[Place, str] = field(default_factory=dict)
    hidden: set[Place] = field(default_factory=set)

    def of(self, *, region: bool, quarters: bool) -> dict[Place, int]:
        return {
            (gemeente, tijdvak): count
            for (gemeente, tijdvak), count in self.counts.items()
            if (gemeente == WHOLE_REGION) == region and ("K" in tijdvak) == quarters
        }


def stage(kept: Sequence[Kept], areas: Areas) -> dy.DataFrame[Waarneming]:
    """Give the figures of all deliveries that count."""
    found: list[dict[str, object]] = []
    least, region = threshold(), rmt.region(areas)
    for each, instrument, year in store.in_force(kept):
        rows = each.rows.filter(pl.col("partij") == instrument, pl.col("periode") == year)
        by_kind: dict[str, _Told] = defaultdict(_Told)
        for tijdvak, gemeente, soort, aantal, bedrag in rows.select(
            "tijdvak", "gemeente", "soort", "aantal", "bedrag"
        ).rows():
            told = by_kind[soort]
            told.counts[gemeente, tijdvak] = aantal
            if bedrag is not None:
                told.amounts[gemeente, tijdvak] = bedrag
        for soort, told in by_kind.items():
            _add_up(told, year)
            if instrument in OF_PERSONS and soort != TARGET:
                _hide(told, least)
            found += _figures(told, instrument, soort, region, least, _origin(each))
    if not found:
        return Waarneming.create_empty()
    figures = pl.DataFrame(found, infer_schema_length=None).with_columns(
        pl.col("waarde").cast(pl.Decimal(18, 4)),
        pl.col("opmerking").cast(pl.String),
        marge=pl.lit(0).cast(pl.Decimal(18, 4)),
        kenmerk=pl.lit(["instrument"], pl.List(pl.String)),
    )
    return observed(figures, bron=SOURCE.id, reeks=REEKS)


def _add_up(told: _Told, year: str) -> None:
    """Give the region what only its gemeenten have, and a year what only its four quarters have."""
    for tijdvak in sorted({tijdvak for _, tijdvak in told.counts}):
        _give(
            told, (WHOLE_REGION, tijdvak), told.of(region=False, quarters="K" in tijdvak), tijdvak
        )
    for gemeente in sorted({gemeente for gemeente, _ in told.counts}):
        own = told.of(region=gemeente == WHOLE_REGION, quarters=True)
        parts = [place for place in own if place[0] == gemeente]
        if len(parts) == QUARTERS and (gemeente, year) not in told.counts:
            _sum(told, (gemeente, year), parts, "Som van vier kwartalen")


def _give(told: _Told, place: Place, parts: Mapping[Place, int], tijdvak: str) -> None:
    own = [each for each in parts if each[1] == tijdvak]
    if own and place not in told.counts:
        number = f"{len(own)} {'gemeente' if len(own) == 1 else 'gemeenten'}"
        _sum(told, place, own, f"Som van {number} in de levering")


def _sum(told: _Told, place: Place, parts: Sequence[Place], remark: str) -> None:
    told.counts[place] = sum(told.counts[each] for each in parts)
    told.added[place] = remark
    if all(each in told.amounts for each in parts):
        told.amounts[place] = sum((told.amounts[each] for each in parts), Decimal(0))


def _hide(told: _Told, least: int) -> None:
    """Hide small numbers of persons, and enough besides that none can be worked out.

    Quarters are shown all or none. A year is hidden for the small gemeenten and the smallest of the
    others, until there are at least three and one of them is not small.
    """

    def small(number: int) -> bool:
        return 0 < number < least

    if any(map(small, told.of(region=True, quarters=False).values())):
        told.hidden |= told.counts.keys()
        return
    region_quarters, quarters = (told.of(region=each, quarters=True) for each in (True, False))
    if any(map(small, region_quarters.values())):
        told.hidden |= region_quarters.keys() | quarters.keys()
    elif any(map(small, quarters.values())) or _rest_is_small(told, quarters, small_below=least):
        told.hidden |= quarters.keys()
    years = told.of(region=False, quarters=False)
    rest_is_small = _rest_is_small(told, years, small_below=least)
    if not rest_is_small and not any(map(small, years.values())):
        return
    chosen: list[Place] = []
    large = 0
    for place, number in sorted(
        years.items(), key=lambda item: (not small(item[1]), item[1], item[0])
    ):
        if len(chosen) >= HIDDEN_TOGETHER and large and not small(number):
            break
        chosen.append(place)
        large += not small(number) and number > 0
    told.hidden |= set(chosen)
    # A gemeente whose year is hidden would give it away by its quarters.
    told.hidden |= {place for place in quarters if (place[0], place[1][:4]) in told.hidden}


def _rest_is_small(told: _Told, parts: Mapping[Place, int], *, small_below: int) -> bool:
    """Tell whether what the region has beyond its gemeenten is a small number in some period."""
    return any(
        0 < told.counts[WHOLE_REGION, tijdvak] - sum(n for (_, t), n in parts.items() if t == tijdvak)
        < small_below
        for tijdvak in {tijdvak for _, tijdvak in parts}
    )  # fmt: skip


def _figures(
    told: _Told, instrument: str, soort: str, region: str, least: int, origin: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    realised = FINISHED if instrument in COUNTS_WHEN_FINISHED else GIVEN
    names = [COUNTS[soort], *([REALISED] if soort == realised else [])]
    for place, number in told.counts.items():
        hidden = place in told.hidden
        amount = told.amounts.get(place)
        values: list[tuple[str, int | Decimal]] = [(name, number) for name in names]
        if soort == GIVEN and amount is not None:
            values.append((AMOUNT, amount))
        gemeente, tijdvak = place
        for indicator, value in values:
            yield {
                **origin,
                "indicator": indicator,
                "gebied": gemeente or region,
                "periode": tijdvak,
                "categorie": [instrument],
                "waarde": None if hidden else value,
                "status": "geheim"
                if hidden
                else "afgeleid"
                if place in told.added
                else "definitief",
                "opmerking": WITHHELD.format(least) if hidden else told.added.get(place),
            }


def _origin(kept: Kept) -> dict[str, str]:
    record = kept.delivery.record
    invented = "verzonnen " if record.stand == "voorbeeld" else ""
    return {
        "tabel": record.tabel or store.KIND,
        "vindplaats": f"{invented}levering van {record.vastgelegd:%d-%m-%Y}",
    }


class _Deliveries(HandedIn):
    def read(self, raw: Path, _: Instead = NOTHING) -> Staged:
        found, known = self.verified(raw)
        return Staged(self.stage([store.read(each) for each in found], known))


SOURCE = _Deliveries(
    id="instrumenten-leveringen",
    title="Instrumenten, aangeleverd door het programmabureau",
    publisher="programmabureau van de arbeidsmarktregio",
    licence="niet openbaar; alleen tellingen worden getoond",
    licence_url=None,
    url=None,
    frequency="per kwartaal",
    next_expected="na afloop van elk kwartaal",
    stale_after=timedelta(days=140),
    kinds=(DELIVERY,),
    reeksen=(Reeks(id=REEKS, title="Instrumenten volgens het programmabureau"),),
    stage=stage,
)
