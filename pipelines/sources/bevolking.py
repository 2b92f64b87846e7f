"""Inwoners op 1 januari van Nederland en elke gemeente (CBS 03759ned)."""

from __future__ import annotations

from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure, with_period
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

NEEDED = (Measure(indicator="inwoners", stem="BevolkingOp1Januari", unit="aantal"),)


def stage(table: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take everyone on 1 January.

    The table has a row without a figure for a gemeente in a year in which it did not exist; those
    are left out instead of called missing.
    """
    figures = with_period(table.totals.figures(NEEDED), table)
    return observed(
        figures.filter(pl.col("waarde").is_not_null()).with_columns(
            periode=pl.col("periode") + "-01-01"
        ),
        bron=SOURCE.id,
        reeks=SOURCE.reeksen[0].id,
    )


SOURCE = Source(
    id="cbs-03759ned",
    title="CBS, Bevolking op 1 januari",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/03759ned/table",
    frequency="per jaar",
    next_expected="elk jaar, in het tweede kwartaal",
    stale_after=timedelta(days=400),
    questions=(Question(tabel="03759ned", measures=NEEDED),),
    reeksen=(Reeks(id="03759ned", title="Inwoners op 1 januari (03759ned)"),),
    stage=stage,
)
