"""Personen met WW per arbeidsmarktregio en van Nederland, per maand (CBS 85554NED).

The table holds seasonally adjusted figures only. It gives the bounds of a 95% interval beside each
value; those are left aside for now.
"""

from __future__ import annotations

from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure, with_period
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

TABEL = "85554NED"
# One of these: tables of the CBS name the column after its title, in one of several ways.
STEMS = (
    "PersonenMetEenWerkloosheidsuitkering",
    "PersonenMetEenWWUitkering",
    "PersonenMetWWUitkering",
    "Seizoengecorrigeerd",
)
NEEDED = tuple(
    Measure(indicator="ww_personen_sg", stem=stem, unit="aantal", optional=True) for stem in STEMS
)


def stage(table: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take the months, on their last day, of Nederland, provincies and arbeidsmarktregio's."""
    figures = with_period(table.totals.figures(NEEDED), table, stock=True).filter(
        pl.col("cbs_soort") == "maand",
        pl.col("gebied").str.contains(r"^(NL|PV|AM)"),
        pl.col("waarde").is_not_null().any().over("gebied"),
    )
    return observed(figures, bron=SOURCE.id, reeks=TABEL)


SOURCE = Source(
    id="cbs-85554ned",
    title="CBS, Personen met WW-uitkering naar regio, seizoengecorrigeerd",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/85554NED/table",
    frequency="per maand",
    next_expected="elke maand, rond het einde",
    stale_after=timedelta(days=75),
    questions=(Question(tabel=TABEL, measures=NEEDED, comes_later=True),),
    reeksen=(Reeks(id=TABEL, title="Personen met WW, seizoengecorrigeerd (85554NED)"),),
    stage=stage,
)
