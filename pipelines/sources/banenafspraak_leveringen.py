"""Banen van de banenafspraak per kwartaal, zoals UWV ze in zijn dashboard geeft en iemand ze aanlevert.

Of each peildatum the newest delivery counts. Jobs in a gemeente are people that someone can know, so
small ones are withheld here, with whatever would give them away, before a figure is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import dataframely as dy
import numpy as np
import polars as pl

from pipelines.areas import Areas
from pipelines.intake import store
from pipelines.intake.banenafspraak import COUNTRY, KIND, SECTORS, WHOLE
from pipelines.intake.rmt import region
from pipelines.intake.source import HandedIn
from pipelines.intake.store import Kept
from pipelines.small_counts import WITHHELD, Block, Flags, Numbers, protect, threshold
from pipelines.source import NOTHING, Instead, Reeks, Staged, observed
from warehouse.tables import Waarneming

JOBS, TARGET = "banenafspraak_banen", "banenafspraak_doel"
REEKS, BY_GEMEENTE = "banenafspraak-leveringen", "banenafspraak-leveringen-gemeente"
HALF_SPLIT = (
    "Niet elke gemeente is naar markt en overheid gesplitst; zo zijn kleine aantallen niet te "
    "beschermen"
)
Judged = dict[tuple[str, str], tuple[str, str | None]]
"""Of an area and sector: its status, and what is said of it."""


def stage(kept: Sequence[Kept], areas: Areas) -> dy.DataFrame[Waarneming]:
    """Give the jobs and targets of each peildatum, without what could point out a person."""
    rows: list[dict[str, object]] = []
    for each, _, periode in store.in_force(kept):
        own = each.rows.filter(pl.col("periode") == periode)
        rows += _figures(own, each, region(areas))
    if not rows:
        return Waarneming.create_empty()
    figures = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("waarde").cast(pl.Decimal(18, 4)),
        pl.col("opmerking").cast(pl.String),
        pl.col("kenmerk", "categorie").cast(pl.List(pl.String)),
        marge=pl.lit(0).cast(pl.Decimal(18, 4)),
    )
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in figures.group_by("reeks", maintain_order=True)
        )
    )


def _figures(rows: pl.DataFrame, kept: Kept, own: str) -> Iterator[dict[str, object]]:
    judged = _judged(rows, own, threshold())
    day = kept.delivery.record.vastgelegd
    invented = "verzonnen " if kept.delivery.record.stand == "voorbeeld" else ""
    for row in rows.iter_rows(named=True):
        whole = row["sector"] == WHOLE
        passport = {
            "reeks": BY_GEMEENTE if row["gebied"].startswith("GM") else REEKS,
            "tabel": KIND,
            "gebied": row["gebied"],
            "periode": row["periode"],
            "kenmerk": [] if whole else ["sector"],
            "categorie": [] if whole else [row["sector"]],
            "vindplaats": f"{invented}levering van {row['partij']} van {day:%d-%m-%Y}",
        }
        status, said = judged.get((row["gebied"], row["sector"]), ("definitief", None))
        yield passport | {
            "indicator": JOBS,
            "waarde": row["banen"] if status == "definitief" else None,
            "status": status,
            "opmerking": said,
        }
        if row["doelstelling"] is not None:
            yield passport | {
                "indicator": TARGET,
                "waarde": row["doelstelling"],
                "status": "definitief",
                "opmerking": None,
            }


def _judged(rows: pl.DataFrame, own: str, least: int) -> Judged:
    """Tell which jobs of a peildatum are withheld.

    Gemeenten and the region are one table, with what no gemeente is named for as a line of its own.
    """
    found = {
        (gebied, sector): banen
        for gebied, sector, banen in rows.filter(pl.col("gebied") != COUNTRY)
        .select("gebied", "sector", "banen")
        .rows()
    }
    gemeenten = sorted({gebied for gebied, _ in found} - {own})
    split = [all((each, sector) in found for sector in SECTORS) for each in gemeenten]
    judged: Judged = {}
    sectors = SECTORS if split and all(split) else (WHOLE,)
    if (any(split) and not all(split)) or any((each, WHOLE) not in found for each in gemeenten):
        judged |= {
            (gebied, sector): ("onvolledig", HALF_SPLIT)
            for gebied, sector in found
            if gebied != own and sector != WHOLE
        }
    gemeenten = [each for each in gemeenten if (each, WHOLE) in found]
    if not gemeenten:
        return judged
    counts, known = _table(found, gemeenten, own, sectors)
    if len(sectors) == 1:  # an axis of one place has nothing to exchange with
        counts, known = counts[:, 0], known[:, 0]
    block = Block(counts, ~known, {}, {}, np.zeros_like(known), np.zeros_like(known))
    try:
        protect(block, least)
    except ArithmeticError:  # so few jobs in all that nothing can be exchanged
        block.withheld, block.below = known.copy(), np.zeros_like(known)
    for cell in map(tuple, np.argwhere(block.withheld)):
        gebied, sector = [*gemeenten, "", own][cell[0]], sectors[cell[-1] if len(cell) > 1 else 0]
        said = f"<{least}" if block.below[cell] else WITHHELD.format(least)
        judged[gebied, sector] = "geheim", said
    return judged


def _table(
    found: dict[tuple[str, str], int], gemeenten: Sequence[str], own: str, sectors: Sequence[str]
) -> tuple[Numbers, Flags]:
    """Set jobs along areas (gemeenten, the rest, the region) and sectors, totals last.

    A region that is not known is what its gemeenten have; its sectors, where only its total is known,
    are theirs with the rest in the first one. Neither is shown, so any that fit will do.
    """
    counts = np.zeros((len(gemeenten) + 2, len(sectors)), np.int64)
    known = np.zeros(counts.shape, np.bool_)
    for place, gebied in enumerate(gemeenten):
        counts[place] = [found[gebied, sector] for sector in sectors]
        known[place] = True
    sums = counts[: len(gemeenten)].sum(axis=0)
    region_known = [(own, sector) in found for sector in sectors]
    whole = found.get((own, WHOLE), int(sums[-1]))
    if all(region_known):
        counts[-1] = [found[own, sector] for sector in sectors]
    else:
        counts[-1] = sums
        counts[-1, 0] += whole - sums[-1]
        counts[-1, -1] = whole
    known[-1] = region_known
    counts[-2] = counts[-1] - sums
    return counts, known


class _Deliveries(HandedIn):
    def read(self, raw: Path, _: Instead = NOTHING) -> Staged:
        found, known = self.verified(raw)
        return Staged(self.stage([store.read(each) for each in found], known))


SOURCE = _Deliveries(
    id="banenafspraak-leveringen",
    title="Banenafspraak, aangeleverd uit het dashboard van UWV",
    publisher="UWV",
    licence="Geen licentie vermeld; cijfers uit een openbaar dashboard van UWV, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="per kwartaal",
    next_expected="na afloop van elk kwartaal",
    stale_after=timedelta(days=200),
    kinds=(KIND,),
    reeksen=(
        Reeks(id=REEKS, title="Banenafspraak volgens UWV"),
        Reeks(id=BY_GEMEENTE, title="Banenafspraak volgens UWV, naar gemeente"),
    ),
    stage=stage,
)
