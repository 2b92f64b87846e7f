"""WW-uitkeringen van de regio naast Nederland, gedrukt in het jaarverslag 2023."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

COUNT = "WW-uitkeringen"
RISE = "toename WW-uitkeringen in een jaar"
NEEDED: Mapping[str, tuple[str, str]] = {
    COUNT: ("ww_uitkeringen", "0"),
    "WW als % beroepsbevolking": ("ww_aandeel_pct", "0.05"),
    "mutatie WW jaar op jaar": ("ww_mutatie_pct", "0.05"),
}
"""The printed name of each figure, its indicator and what rounding leaves open."""


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take the printed figures, and derive last year's number from this year's and its rise."""
    rows = publicaties.table("ww_uitkeringen", "gebied", "indicator", "peildatum")
    if unknown := set(rows["indicator"]) - {*NEEDED, RISE}:
        raise DeliveryError(f"ww_uitkeringen.csv: indicator '{min(unknown)}' is onbekend")
    codes = {name: areas.resolve(name) for name in rows["gebied"].unique()}
    placed = rows.with_columns(
        gebied=pl.col("gebied").replace_strict(codes),
        status=pl.lit("gedrukt"),
        opmerking=pl.lit(None, pl.String),
    )
    figures = pl.concat([placed.filter(pl.col("indicator") != RISE), _year_before(placed)])
    return observed(
        figures.select(
            "gebied",
            "waarde",
            "status",
            "opmerking",
            indicator=pl.col("indicator").replace_strict({k: v[0] for k, v in NEEDED.items()}),
            tabel=pl.lit("jaarverslag-2023"),
            periode="peildatum",
            marge=pl.col("indicator")
            .replace_strict({k: v[1] for k, v in NEEDED.items()})
            .cast(pl.Decimal(18, 4)),
            vindplaats="plaats",
        ),
        bron=SOURCE.id,
        reeks=SOURCE.reeksen[0].id,
    )


def _year_before(rows: pl.DataFrame) -> pl.DataFrame:
    """The number of a year earlier: the printed number less the printed rise."""
    rises = rows.filter(pl.col("indicator") == RISE).select("gebied", "peildatum", toename="waarde")
    counted = rows.filter(pl.col("indicator") == COUNT).join(rises, on=["gebied", "peildatum"])
    if counted.height != rises.height:
        raise DeliveryError(f"ww_uitkeringen.csv: '{RISE}' staat er zonder '{COUNT}'")
    return counted.with_columns(
        peildatum=pl.col("peildatum").map_elements(_a_year_earlier, return_dtype=pl.String),
        waarde=pl.col("waarde") - pl.col("toename"),
        status=pl.lit("afgeleid"),
        opmerking=pl.format(
            "Afgeleid: {} uitkeringen min de gedrukte toename van {} in een jaar",
            pl.col("waarde").cast(pl.Int64),
            pl.col("toename").cast(pl.Int64),
        ),
    ).select(rows.columns)


def _a_year_earlier(day: str) -> str:
    moment = date.fromisoformat(day)
    return moment.replace(year=moment.year - 1).isoformat()


SOURCE = Source(
    id="jaarverslag-2023-ww",
    title="Jaarverslag 2023 van de regio, WW-uitkeringen",
    publisher="Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk), cijfers van UWV",
    licence="Geen licentie vermeld; cijfers uit een openbaar jaarverslag, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: het jaarverslag verschijnt niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(
        Reeks(
            id="jaarverslag-2023",
            title="WW-uitkeringen naar arbeidsmarktregio, indeling 2023 (jaarverslag 2023)",
            samenstelling="2023",
        ),
    ),
    stage=stage,
)
