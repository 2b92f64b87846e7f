"""Deelnemers van het Regionaal Mobiliteitsteam, zoals partijen ze zelf aanleveren, per kwartaal.

Of each partij and period the newest delivery counts. Everything that is published is looked at
together and year by year before a figure is made, so that what is withheld is nowhere after this.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import dataframely as dy
import numpy as np
import polars as pl

from pipelines.areas import Areas
from pipelines.intake import rmt, store
from pipelines.intake.formats import FORMATS
from pipelines.intake.source import HandedIn
from pipelines.intake.store import Kept
from pipelines.small_counts import WITHHELD, Block, Flags, Numbers, protect, threshold
from pipelines.source import NOTHING, Instead, Reeks, Staged, observed
from warehouse.categories import UNKNOWN, category, in_order
from warehouse.figures import NOT_PUBLISHED
from warehouse.periods import Period
from warehouse.tables import Waarneming

INDICATOR = "rmt_deelnemers"
REGION_REEKS, GEMEENTE_REEKS = "rmt-leveringen", "rmt-leveringen-woongemeente"
PARTIJ = "partij"
QUARTERS = 4
PRINTED_YEARS = (2022, 2023)
"""Years of which the jaarverslagen print the counts of the region, also the small ones."""


@dataclass(frozen=True)
class _Year:
    """The counts of a year: along gemeenten (and elsewhere), partijen and quarters (and the year).

    `yearly` tells which partijen delivered a year and no quarters; `absent` which categories a
    partij's kind of delivery does not have, so that they hold nobody, as anyone can know.
    """

    year: int
    gemeenten: tuple[str, ...]
    counts: Numbers
    split: Mapping[str, Numbers]
    known: Flags
    by_gemeente: Flags
    by_kenmerk: Mapping[str, Flags]
    absent: Mapping[str, Flags]
    yearly: Flags
    origin: Mapping[tuple[str, str], Kept]


def stage(kept: Sequence[Kept], areas: Areas) -> dy.DataFrame[Waarneming]:
    """Give the figures of all deliveries that count, without what could point out a person."""
    standing = store.in_force(kept)
    years = sorted({Period.parse(periode).begin.year for _, _, periode in standing})
    found = []
    for year in years:
        own = {
            (partij, periode): each
            for each, partij, periode in standing
            if Period.parse(periode).begin.year == year
        }
        found += list(_figures(_counted(year, own, areas), rmt.region(areas), threshold()))
    if not found:
        return Waarneming.create_empty()
    rows = pl.DataFrame(found, infer_schema_length=None).with_columns(
        pl.col("waarde").cast(pl.Decimal(18, 4)),
        indicator=pl.lit(INDICATOR),
        marge=pl.lit(0).cast(pl.Decimal(18, 4)),
        opmerking=pl.col("opmerking").cast(pl.String),
    )
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in rows.group_by("reeks", maintain_order=True)
        )
    )


def _counted(year: int, own: Mapping[tuple[str, str], Kept], areas: Areas) -> _Year:
    """Set the counts of a year in arrays; a partij's quarters go before its year when all are there."""
    gemeenten = tuple(areas.members(rmt.region(areas), date(year, 12, 31)))
    place = {code: index for index, code in enumerate(gemeenten)}
    elsewhere = len(gemeenten)
    shape = (elsewhere + 1, len(rmt.PARTIJEN), QUARTERS + 1)
    counts = np.zeros(shape, np.int64)
    split = {
        kenmerk: np.zeros((*shape, len(rmt.categories(kenmerk))), np.int64)
        for kenmerk in rmt.KENMERKEN
    }
    known = np.zeros(shape[1:], np.bool_)
    by_gemeente = np.zeros(shape[1:], np.bool_)
    by_kenmerk = {kenmerk: np.zeros(shape[1:], np.bool_) for kenmerk in rmt.KENMERKEN}
    absent = {
        kenmerk: np.zeros((*shape[1:], len(rmt.categories(kenmerk))), np.bool_)
        for kenmerk in rmt.KENMERKEN
    }
    yearly = np.zeros(shape[1], np.bool_)
    origin = {}
    for p, partij in enumerate(rmt.PARTIJEN):
        periods = [periode for name, periode in own if name == partij]
        quarters = [each for each in periods if "K" in each]
        if len(quarters) < QUARTERS and str(year) in periods:
            quarters = []
            yearly[p] = True
        for periode in quarters or ([str(year)] if yearly[p] else []):
            q = int(periode[-1]) - 1 if "K" in periode else QUARTERS
            each = own[partij, periode]
            origin[partij, periode] = each
            rows = each.rows.filter(pl.col("partij") == partij, pl.col("periode") == periode)
            known[p, q] = True
            for kenmerk in rmt.KENMERKEN:
                absent[kenmerk][p, q] = _absent(each, kenmerk)
            by_gemeente[p, q] = (rows["gebied"] != rmt.UNKNOWN_AREA).any()
            for gebied, kenmerk, categorie, aantal in rows.select(
                "gebied", "kenmerk", "categorie", "aantal"
            ).rows():
                g = place.get(gebied, elsewhere)
                if kenmerk == rmt.TOTAL:
                    counts[g, p, q] += aantal
                else:
                    by_kenmerk[kenmerk][p, q] = True
                    # Kept under the name of its day, which may be a spelling by now.
                    index = rmt.categories(kenmerk).index(category(kenmerk, categorie))
                    split[kenmerk][g, p, q, index] += aantal
    return _Year(
        year, gemeenten, counts, split, known, by_gemeente, by_kenmerk, absent, yearly, origin
    )


def _absent(kept: Kept, kenmerk: str) -> list[bool]:
    """Tell of each category whether the contract of a delivery leaves no room for it."""
    formaat = FORMATS.get(kept.delivery.record.tabel or "")
    allowed = formaat.allowed(kenmerk) if formaat and kenmerk in formaat.columns else ()
    return [bool(allowed) and name not in allowed for name in rmt.categories(kenmerk)]


def _totalled(counts: Numbers) -> Numbers:
    for axis in range(3):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def _all_of(known: Flags, yearly: Flags) -> Flags:
    """Tell of each partij and all, of each quarter and the year, whether it is known in full."""
    whole = known[:, :QUARTERS].all(axis=1) | (yearly & known[:, QUARTERS])
    along = np.concatenate([known[:, :QUARTERS], known[:, QUARTERS:], whole[:, None]], axis=1)
    along[:, QUARTERS] = False  # what a year holds beyond its quarters is nothing to publish
    found: Flags = np.concatenate([along, along.all(axis=0, keepdims=True)])
    return found


def _published(year: _Year, known: Flags, *, by_gemeente: Flags) -> Flags:
    """Tell of every cell, totals included, whether it is published."""
    region = _all_of(known, year.yearly)
    local = _all_of(known & by_gemeente, year.yearly)
    elsewhere = np.zeros_like(local)
    return np.stack([*(local for _ in year.gemeenten), elsewhere, region])


def _block(year: _Year) -> Block:
    total = _totalled(year.counts)
    void = np.zeros(total.shape, np.bool_)
    void[:, :-1, QUARTERS] = ~year.yearly
    void[:, -1, QUARTERS] = not year.yearly.any()
    printed = np.zeros(total.shape, np.bool_)
    printed[-1, :, -1] = year.year in PRINTED_YEARS
    split, split_hidden, split_void = {}, {}, {}
    for kenmerk, counts in year.split.items():
        known = year.by_kenmerk[kenmerk]
        # A table that was counted elsewhere is split by gemeente or by kenmerk, not by both.
        both: Flags = (counts.sum(axis=3) == year.counts).all(axis=0)
        split[kenmerk] = _totalled(counts)
        shown = _published(year, known, by_gemeente=year.by_gemeente & both)
        split_hidden[kenmerk] = np.repeat(~shown[..., None], counts.shape[-1], axis=3)
        nobody = void[0, :-1, :-1, None] | year.absent[kenmerk]
        for axis in range(2):
            nobody = np.concatenate([nobody, nobody.all(axis=axis, keepdims=True)], axis=axis)
        split_void[kenmerk] = np.broadcast_to(nobody, split[kenmerk].shape)
    hidden = ~_published(year, year.known, by_gemeente=year.by_gemeente)
    return Block(total, hidden, split, split_hidden, void, printed, split_void)


def _figures(year: _Year, region: str, least: int) -> Iterator[dict[str, object]]:
    """Give a row for every figure of a year, also for those that are withheld or not complete."""
    block = _block(year)
    protect(block, least)
    places = _Places(year, region, least)
    yield from places.rows(
        block.total, block.hidden, block.withheld, block.below, year.known, (), (("",),)
    )
    for kenmerk, counts in block.split.items():
        silent = _silent(block, kenmerk)
        names = [(each,) for each in rmt.categories(kenmerk)]
        for index, name in enumerate(names):
            yield from places.rows(
                counts[..., index],
                block.split_hidden[kenmerk][..., index],
                block.split_withheld[kenmerk][..., index],
                block.split_below[kenmerk][..., index],
                year.by_kenmerk[kenmerk],
                (kenmerk,),
                (name,),
                silent if name != (UNKNOWN,) else None,
            )


def _silent(block: Block, kenmerk: str) -> Flags | None:
    """Tell where it is shown that a kenmerk is known of nobody: its other noughts are no finding."""
    if UNKNOWN not in rmt.categories(kenmerk):
        return None
    unknown = rmt.categories(kenmerk).index(UNKNOWN)
    everyone = (block.split[kenmerk][..., unknown] == block.total) & (block.total > 0)
    shown: Flags = everyone & ~block.withheld & ~block.split_withheld[kenmerk][..., unknown]
    return shown


@dataclass(frozen=True)
class _Places:
    """Names what stands where in the arrays of a year."""

    year: _Year
    region: str
    least: int

    def rows(
        self,
        counts: Numbers,
        hidden: Flags,
        withheld: Flags,
        below: Flags,
        known: Flags,
        kenmerken: tuple[str, ...],
        names: tuple[tuple[str, ...], ...],
        silent: Flags | None = None,
    ) -> Iterator[dict[str, object]]:
        """Give a row for each cell of one category, or of all persons.

        Where `silent` a nought only says that nothing is known.
        """
        gebieden = [*self.year.gemeenten, "", self.region]
        partijen = [*rmt.PARTIJEN, ""]
        periods = [*(f"{self.year.year}K{q + 1}" for q in range(QUARTERS)), "", str(self.year.year)]
        for (g, gebied), (p, partij), (q, periode) in itertools.product(
            enumerate(gebieden), enumerate(partijen), enumerate(periods)
        ):
            if not gebied or not periode:
                continue
            cell = g, p, q
            missing = self._missing(known, p, q)
            if hidden[cell] and (gebied != self.region or missing is None or not known.any()):
                continue
            kenmerk = in_order((*kenmerken, PARTIJ) if partij else kenmerken)
            named = dict(zip(kenmerken, names[0], strict=False)) | {PARTIJ: partij}
            status, said = "definitief", None
            if hidden[cell]:
                status, said = "onvolledig", f"Nog niet aangeleverd: {missing}"
            elif below[cell]:
                status, said = "geheim", f"<{self.least}"
            elif withheld[cell]:
                status, said = "geheim", WITHHELD.format(self.least)
            elif silent is not None and silent[cell]:
                status, said = NOT_PUBLISHED, f"Van niemand is {kenmerken[0]} bekend"
            tables, places = self._origin(partij, periode)
            yield {
                "reeks": REGION_REEKS if gebied == self.region else GEMEENTE_REEKS,
                "tabel": tables,
                "gebied": gebied,
                "periode": periode,
                "kenmerk": list(kenmerk),
                "categorie": [named[each] for each in kenmerk],
                "waarde": int(counts[cell]) if status == "definitief" else None,
                "status": status,
                "vindplaats": places,
                "opmerking": said,
            }

    def _missing(self, known: Flags, p: int, q: int) -> str | None:
        """Name what is not there of a total; None when it is no total, or nothing of it is there."""
        partijen = range(len(rmt.PARTIJEN)) if p == len(rmt.PARTIJEN) else [p]
        lacking = []
        there = False
        for each in partijen:
            quarters = [q] if q < QUARTERS else range(QUARTERS)
            absent = [k for k in quarters if not known[each, k]]
            whole = bool(self.year.yearly[each] and known[each, QUARTERS])
            if q > QUARTERS and whole:
                absent = []
            there = there or len(absent) < len(quarters) or (whole and q > QUARTERS)
            if absent:
                name = rmt.PARTIJEN[each]
                some = len(absent) < len(quarters)
                lacking.append(
                    f"{name} ({', '.join(f'K{k + 1}' for k in absent)})" if some else name
                )
        return ", ".join(lacking) if lacking and there else None

    def _origin(self, partij: str, periode: str) -> tuple[str, str]:
        """Name the deliveries behind a figure, and whom and when they are of."""
        found: dict[str, set[str]] = defaultdict(set)
        for (name, period), each in self.year.origin.items():
            if partij in ("", name) and (period == periode or period.startswith(periode[:4])):
                if period != periode and "K" in periode and "K" in period:
                    continue
                day = each.delivery.record.vastgelegd
                invented = "verzonnen " if each.delivery.record.stand == "voorbeeld" else ""
                found[f"{invented}levering van {name} van {day:%d-%m-%Y}"].add(
                    each.delivery.record.tabel or store.KIND
                )
        tables = sorted({table for each in found.values() for table in each})
        return ", ".join(tables), "; ".join(sorted(found))


class _Deliveries(HandedIn):
    def read(self, raw: Path, _: Instead = NOTHING) -> Staged:
        found, known = self.verified(raw)
        return Staged(self.stage([store.read(each) for each in found], known))


SOURCE = _Deliveries(
    id="rmt-leveringen",
    title="RMT-deelnemers, aangeleverd door de partijen",
    publisher="FNV, CNV, De Unie, gemeenten en UWV",
    licence="niet openbaar; alleen tellingen worden getoond",
    licence_url=None,
    url=None,
    frequency="per kwartaal",
    next_expected="na afloop van elk kwartaal",
    stale_after=timedelta(days=140),
    kinds=(rmt.STORED.id,),
    reeksen=(
        Reeks(id=REGION_REEKS, title="RMT-deelnemers volgens de partijen"),
        Reeks(id=GEMEENTE_REEKS, title="RMT-deelnemers volgens de partijen, naar woongemeente"),
    ),
    stage=stage,
)
