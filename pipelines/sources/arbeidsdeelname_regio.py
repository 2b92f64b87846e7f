"""Werkloosheid en participatie van de regio naast Nederland, gedrukt in het jaarverslag 2023."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.publicaties import Publicaties
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

TABEL = "85826NED"
NEEDED = {
    "werkloosheid_regio_nl": "werkloosheidspercentage",
    "participatie_regio_nl": "netto_arbeidsparticipatie",
}
"""The indicator in each typed-over table."""


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take the two printed tables; percentages with one decimal."""
    return observed(
        [_figures(publicaties, areas, table, NEEDED[table]) for table in NEEDED],
        bron=SOURCE.id,
        reeks=TABEL,
    )


def _figures(publicaties: Publicaties, areas: Areas, table: str, indicator: str) -> pl.DataFrame:
    rows = publicaties.table(table, "gebied", "jaar")
    codes = {name: areas.resolve(name) for name in rows["gebied"].unique()}
    return rows.select(
        "waarde",
        indicator=pl.lit(indicator),
        tabel=pl.lit(TABEL),
        gebied=pl.col("gebied").replace_strict(codes),
        periode="jaar",
        marge=pl.lit("0.05").cast(pl.Decimal(18, 4)),
        status=pl.lit("gedrukt"),
        vindplaats="plaats",
    )


SOURCE = Source(
    id="jaarverslag-2023-arbeidsdeelname",
    title="Jaarverslag 2023 van de regio, werkloosheid en participatie",
    publisher="Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk), uit een CBS-tabel",
    licence="Geen licentie vermeld; cijfers uit een openbaar jaarverslag, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: het CBS vervangt deze tabel elk jaar door een nieuwe uitgave",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(
        Reeks(
            id=TABEL,
            title="Arbeidsdeelname naar arbeidsmarktregio, indeling 2023 (85826NED)",
            samenstelling="2023",
        ),
    ),
    stage=stage,
)
