"""Arbeidsdeelname en werkloosheid van Nederland, per maand, kwartaal en jaar (CBS 80590ned)."""

from __future__ import annotations

from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure, with_period
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

GROUPS = (
    ("werkloosheidspercentage", "Werkloosheidspercentage", "%"),
    ("netto_arbeidsparticipatie", "Netto arbeidsparticipatie", "%"),
    ("bruto_arbeidsparticipatie", "Bruto arbeidsparticipatie", "%"),
    ("beroepsbevolking", "Beroepsbevolking", "x 1 000"),
    ("werkloze_beroepsbevolking", "Werkloze beroepsbevolking", "x 1 000"),
)
ADJUSTED = "_sg"
NEEDED = tuple(
    Measure(indicator=indicator + suffix, stem=stem, unit=unit, group=group)
    for indicator, group, unit in GROUPS
    for suffix, stem in (("", "NietSeizoengecorrigeerd"), (ADJUSTED, "Seizoengecorrigeerd"))
)


def stage(table: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take the total population of 15 to 75 years.

    A year has no season: the table leaves the adjusted columns empty there, and so those rows are
    left out instead of called missing.
    """
    figures = with_period(table.totals.figures(NEEDED), table)
    no_season = pl.col("indicator").str.ends_with(ADJUSTED) & (pl.col("cbs_soort") == "jaar")
    return observed(
        figures.filter(~(no_season & pl.col("waarde").is_null())),
        bron=SOURCE.id,
        reeks=SOURCE.reeksen[0].id,
    )


SOURCE = Source(
    id="cbs-80590ned",
    title="CBS, Arbeidsdeelname en werkloosheid per maand",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/80590ned/table",
    frequency="per maand",
    next_expected="elke maand, rond de 20e",
    stale_after=timedelta(days=45),
    questions=(Question(tabel="80590ned", measures=NEEDED),),
    reeksen=(Reeks(id="80590ned", title="Arbeidsdeelname Nederland (80590ned)"),),
    stage=stage,
)
