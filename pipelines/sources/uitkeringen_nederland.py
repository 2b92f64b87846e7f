"""WW-, bijstands- en Wajong-uitkeringen van Nederland aan het eind van elke maand (CBS 37789ksz).

Only the months are taken: they count uitkeringen on the last day of the month. Quarters and years
of this table are averages, another quantity, and are left out. So is the seasonally adjusted WW,
which ended in 2015.
"""

from __future__ import annotations

from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure, with_period
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

NEEDED = (
    Measure(
        indicator="ww_uitkeringen",
        stem="NietSeizoengecorrigeerd",
        unit="x 1 000",
        group="WW-uitkeringen",
    ),
    Measure(indicator="bijstand_uitkeringen", stem="TotaalBijstandsuitkeringen", unit="x 1 000"),
    Measure(indicator="wajong_personen", stem="WajongUitkeringen", unit="x 1 000"),
)


def stage(table: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take the months, on their last day."""
    figures = with_period(table.totals.figures(NEEDED), table, stock=True)
    return observed(
        figures.filter(pl.col("cbs_soort") == "maand"), bron=SOURCE.id, reeks=SOURCE.reeksen[0].id
    )


SOURCE = Source(
    id="cbs-37789ksz",
    title="CBS, Sociale zekerheid: kerncijfers",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/37789ksz/table",
    frequency="per maand",
    next_expected="elke maand, aan het eind",
    stale_after=timedelta(days=45),
    questions=(Question(tabel="37789ksz", measures=NEEDED),),
    reeksen=(Reeks(id="37789ksz", title="Uitkeringen Nederland (37789ksz)"),),
    stage=stage,
)
