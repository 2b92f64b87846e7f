"""Werkloosheid en participatie van de gemeenten van de regio, per jaar (CBS 86008NED).

The whole table has some 26 million figures; only everyone together is asked for, and only of the
gemeenten that ever belonged to the region.
"""

from __future__ import annotations

from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, with_period
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from pipelines.sources.arbeidsdeelname_arbeidsmarktregio import RATES
from warehouse.tables import Waarneming

TABEL = "86008NED"


def stage(table: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take the years of everyone from 15 to 75, for Nederland and gemeenten.

    Not the persons behind them: in thousands, they round most of a gemeente's unemployed away.
    """
    figures = with_period(table.totals.figures(RATES), table).filter(
        pl.col("cbs_soort") == "jaar", pl.col("gebied").str.contains(r"^(NL|GM)")
    )
    return observed(figures, bron=SOURCE.id, reeks=TABEL)


SOURCE = Source(
    id="cbs-86008ned",
    title="CBS, Arbeidsdeelname naar gemeente",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/86008NED/table",
    frequency="per jaar",
    next_expected="elk jaar, misschien in een nieuwe tabel",
    stale_after=timedelta(days=500),
    questions=(Question(tabel=TABEL, measures=RATES, region_only=True, comes_later=True),),
    reeksen=(Reeks(id=TABEL, title="Arbeidsdeelname per gemeente, indeling 2024 (86008NED)"),),
    stage=stage,
)
