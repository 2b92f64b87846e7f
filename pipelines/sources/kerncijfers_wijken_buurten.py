"""WW, AO, bijstand en netto participatie per gemeente (CBS Kerncijfers wijken en buurten).

Each year is a table of its own. A next one is one more value in EDITIONS.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

TENS = 10
WW = Measure(
    indicator="ww_uitkeringen", stem="PersonenPerSoortUitkeringWW", unit="aantal", rounded_to=TENS
)
AO = Measure(
    indicator="ao_personen", stem="PersonenPerSoortUitkeringAO", unit="aantal", rounded_to=TENS
)
BIJSTAND = Measure(
    indicator="bijstand_personen_kwb",
    stem="PersonenPerSoortUitkeringBijstand",
    unit="aantal",
    rounded_to=TENS,
)
PARTICIPATION = Measure(
    indicator="netto_arbeidsparticipatie", stem="NettoArbeidsparticipatie", unit="%"
)
PERSONS = "Personen, afgerond op tientallen; de tabel noemt geen peildatum"
REPUBLISHED = (
    "Hele procenten, overgenomen uit een herpublicatie door derden; te vervangen zodra de tabel bij "
    "het CBS zelf is opgehaald"
)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The table of one year; not every year has published every figure.

    `needed` are the columns that it must have.
    """

    tabel: str
    jaar: int
    needed: tuple[Measure, ...] = ()
    comes_later: bool = True

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            each if each in self.needed else replace(each, optional=True)
            for each in (WW, AO, BIJSTAND, PARTICIPATION)
        )


EDITIONS = (
    Edition(tabel="84799NED", jaar=2020, needed=(WW, AO, BIJSTAND), comes_later=False),
    Edition(tabel="85039NED", jaar=2021, needed=(PARTICIPATION,), comes_later=False),
    Edition(tabel="85318NED", jaar=2022),
    Edition(tabel="85618NED", jaar=2023),
    Edition(tabel="85984NED", jaar=2024),
)
COUNTS = "kerncijfers-wijken-buurten"


def stage(*tables: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take Nederland and the gemeenten; wijken and buurten are left out."""
    by_id = {table.id: table for table in tables}
    staged = [
        _staged(edition, by_id[edition.tabel]) for edition in EDITIONS if edition.tabel in by_id
    ]
    return Waarneming.validate(pl.concat(staged), cast=True)


def _staged(edition: Edition, table: CbsTable) -> pl.DataFrame:
    """Take the figures of one year; persons of all years are one series, percentages are not."""
    persons = pl.col("indicator") != PARTICIPATION.indicator
    figures = table.figures(edition.measures).with_columns(
        periode=pl.lit(str(edition.jaar)),
        status=pl.lit("definitief"),
        opmerking=pl.when(persons)
        .then(pl.lit(PERSONS))
        .when(pl.lit(table.handed_down))
        .then(pl.lit(REPUBLISHED)),
    )
    return pl.concat(
        [
            observed(figures.filter(persons), bron=SOURCE.id, reeks=COUNTS),
            observed(figures.filter(~persons), bron=SOURCE.id, reeks=edition.tabel),
        ]
    )


SOURCE = Source(
    id="cbs-kerncijfers-wijken-buurten",
    title="CBS, Kerncijfers wijken en buurten",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/84799NED/table",
    frequency="per jaar, elk jaar in een nieuwe tabel",
    next_expected="onbekend: elke uitgave is een nieuwe tabel",
    stale_after=timedelta(days=730),
    questions=tuple(
        Question(tabel=each.tabel, measures=each.measures, comes_later=each.comes_later)
        for each in EDITIONS
    ),
    reeksen=(
        Reeks(id=COUNTS, title="Personen met een uitkering per gemeente (Kerncijfers wijken)"),
        *(
            Reeks(
                id=each.tabel,
                title=f"Netto arbeidsparticipatie per gemeente, {each.jaar} ({each.tabel})",
            )
            for each in EDITIONS
        ),
    ),
    stage=stage,
)
