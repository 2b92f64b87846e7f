"""Werkloosheid en participatie van alle arbeidsmarktregio's, per jaar (CBS).

Each regional classification has a table of its own, which holds the years before it too, as that
classification has them. The tables are never mixed: each is a series. The next one is one more value
in EDITIONS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure, with_period
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

RATES = (
    Measure(indicator="werkloosheidspercentage", stem="Werkloosheidspercentage", unit="%"),
    Measure(indicator="netto_arbeidsparticipatie", stem="NettoArbeidsparticipatie", unit="%"),
    Measure(
        indicator="bruto_arbeidsparticipatie",
        stem="BrutoArbeidsparticipatie",
        unit="%",
        optional=True,
    ),
)
NEEDED = (
    *RATES,
    Measure(indicator="beroepsbevolking", stem="Beroepsbevolking", unit="x 1 000"),
    Measure(indicator="werkloze_beroepsbevolking", stem="WerklozeBeroepsbevolking", unit="x 1 000"),
)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One table, for the regions as they were in `indeling`."""

    tabel: str
    indeling: int


EDITIONS = (
    Edition(tabel="84703NED", indeling=2019),
    Edition(tabel="85269NED", indeling=2021),
    Edition(tabel="85494NED", indeling=2022),
    Edition(tabel="85826NED", indeling=2023),
    Edition(tabel="86088NED", indeling=2024),
)


def stage(*tables: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take the years of everyone from 15 to 75, for Nederland, provincies and arbeidsmarktregio's.

    A region that a classification does not have stands in its table without figures; it is left out.
    """
    return Waarneming.validate(pl.concat([_staged(table) for table in tables]), cast=True)


def _staged(table: CbsTable) -> pl.DataFrame:
    figures = with_period(table.totals.figures(NEEDED), table).filter(
        pl.col("cbs_soort") == "jaar",
        pl.col("gebied").str.contains(r"^(NL|PV|AM)"),
        pl.col("waarde").is_not_null().any().over("gebied"),
    )
    return observed(figures, bron=SOURCE.id, reeks=table.id)


SOURCE = Source(
    id="cbs-arbeidsdeelname-arbeidsmarktregio",
    title="CBS, Arbeidsdeelname naar regionale indeling",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/86088NED/table",
    frequency="per jaar, elke indeling in een nieuwe tabel",
    next_expected="elk voorjaar, met de indeling van dat jaar in een nieuwe tabel",
    stale_after=timedelta(days=500),
    questions=tuple(
        Question(tabel=each.tabel, measures=NEEDED, comes_later=True) for each in EDITIONS
    ),
    reeksen=tuple(
        Reeks(
            id=each.tabel,
            title=f"Arbeidsdeelname, regionale indeling {each.indeling} ({each.tabel})",
            samenstelling=str(each.indeling),
        )
        for each in EDITIONS
    ),
    stage=stage,
)
