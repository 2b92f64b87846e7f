"""Social return zoals opdrachtgevers het aanleveren: contracten en hun invullingen, per kwartaal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import dataframely as dy
import polars as pl

from pipelines import social_return
from pipelines.areas import Areas
from pipelines.delivery import Delivery
from pipelines.intake.social_return import CONTRACTS, FULFILMENTS
from pipelines.intake.source import HandedIn
from pipelines.social_return import GEMEENTE_REEKS, REGION_REEKS, Register
from pipelines.source import NOTHING, Instead, Reeks, Staged, observed
from warehouse.tables import Waarneming


def stage(
    register: Register | None, areas: Areas, given: Sequence[Delivery]
) -> dy.DataFrame[Waarneming]:
    """Give the figures of all contracts that stand, on the last day of each quarter."""
    rows = social_return.figures(register, areas) if register else pl.DataFrame()
    if rows.is_empty():
        return Waarneming.create_empty()
    newest = max(each.record.vastgelegd for each in given)
    invented = "verzonnen " if any(each.record.stand == "voorbeeld" for each in given) else ""
    rows = rows.with_columns(
        tabel=pl.lit(f"{CONTRACTS}, {FULFILMENTS}"),
        marge=pl.lit(0).cast(pl.Decimal(18, 4)),
        vindplaats=pl.lit(f"{invented}leveringen tot en met {newest:%d-%m-%Y}"),
    )
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in rows.group_by("reeks", maintain_order=True)
        )
    )


class _Deliveries(HandedIn):
    def read(self, raw: Path, _: Instead = NOTHING) -> Staged:
        found, known = self.verified(raw)
        register = social_return.register(raw)
        return Staged(self.stage(register, known, found), social_return.tables(register, known))


SOURCE = _Deliveries(
    id="sroi-leveringen",
    title="Social return, aangeleverd door opdrachtgevers",
    publisher="gemeenten en andere opdrachtgevers, uit WIZZR",
    licence="niet openbaar; namen van opdrachtnemers alleen voor wie levert",
    licence_url=None,
    url=None,
    frequency="per kwartaal",
    next_expected="na afloop van elk kwartaal",
    stale_after=timedelta(days=140),
    kinds=(CONTRACTS, FULFILMENTS),
    reeksen=(
        Reeks(id=REGION_REEKS, title="Social return volgens de opdrachtgevers"),
        Reeks(id=GEMEENTE_REEKS, title="Social return naar gemeente die de opdracht gaf"),
    ),
    stage=stage,
)
