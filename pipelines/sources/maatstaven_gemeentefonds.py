"""Bijstand, Wajong, loonkostensubsidie en inwoners per gemeente (CBS Maatstaven gemeentefonds).

Each year has an edition of its own with a table of its own. A next edition is one more value in
EDITIONS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure
from pipelines.delivery import DeliveryError
from pipelines.question import Question
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming

TENS = 10


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One table: figures for the gemeenten as of 1 January of `jaar`.

    `bijstand_rounded_to` is null for an exact count. `average` is the stretch of years that the
    beroepsbevolking is an average of, where the table says so. `repeats` names the table whose
    beroepsbevolking stands in this one again, and `merged` the gemeenten that took in another one
    since, whose number is therefore not the same.
    """

    tabel: str
    jaar: int
    bijstand_rounded_to: int | None = TENS
    average: str = "meerdere jaren"
    repeats: str | None = None
    merged: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[Measure, ...]:
        return (
            Measure(
                indicator="bijstand_personen",
                stem="PersonenMetBijstand",
                unit="aantal",
                rounded_to=self.bijstand_rounded_to,
            ),
            Measure(
                indicator="wajong_personen",
                stem="WajongUitkeringen",
                unit="aantal",
                rounded_to=TENS,
            ),
            Measure(
                indicator="loonkostensubsidie_personen",
                stem="PersonenMetLoonkostensubs",
                unit="aantal",
                rounded_to=TENS,
            ),
            Measure(
                indicator="inwoners_15_65",
                stem="InwonersVan15Tot65Jaar",
                unit="aantal",
                rounded_to=TENS,
            ),
            LABOUR_FORCE,
        )


LABOUR_FORCE = Measure(indicator="beroepsbevolking", stem="TotaalBeroepsbevolking", unit="x 1 000")

EDITIONS = (
    Edition(tabel="84590NED", jaar=2019, bijstand_rounded_to=None),
    Edition(tabel="84860NED", jaar=2020),
    Edition(tabel="85052NED", jaar=2021, average="2016-2020"),
    Edition(
        tabel="85309NED",
        jaar=2022,
        average="2016-2020",
        repeats="85052NED",
        # Amsterdam took in Weesp, Purmerend took in Beemster.
        merged=("GM0363", "GM0439"),
    ),
)


def stage(*tables: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take the counts on their exact day, from the column's name, and the rest by edition year."""
    by_id = {table.id: table for table in tables}
    return observed(
        [_staged(edition, by_id) for edition in EDITIONS if edition.tabel in by_id],
        bron=SOURCE.id,
        reeks=SOURCE.reeksen[0].id,
    )


def _staged(edition: Edition, tables: dict[str, CbsTable]) -> pl.DataFrame:
    figures = tables[edition.tabel].totals.figures(edition.needed)
    repeated = edition.repeats is not None
    if edition.repeats in tables:
        _still_repeats(edition, figures, tables[edition.repeats])
    labour_force = pl.col("indicator") == LABOUR_FORCE.indicator
    average = f"Gemiddelde over {edition.average} volgens het CBS"
    again = f", herhaald uit de uitgave ervoor ({edition.repeats})" if repeated else ""
    return figures.select(
        "indicator",
        "tabel",
        "gebied",
        "waarde",
        "marge",
        "vindplaats",
        periode=pl.when(labour_force)
        .then(pl.lit(str(edition.jaar)))
        .otherwise(pl.col("peildatum").cast(pl.String).fill_null(f"{edition.jaar}-01-01")),
        status=pl.when(labour_force & repeated)
        .then(pl.lit("herhaald"))
        .otherwise(pl.lit("definitief")),
        opmerking=pl.when(labour_force).then(pl.lit(average + again)),
    )


def _still_repeats(edition: Edition, figures: pl.DataFrame, earlier: CbsTable) -> None:
    """Fail once the repeated beroepsbevolking is no longer the earlier one.

    A gemeente that is only in one of the two has merged away or is new; one without a figure says
    nothing.
    """
    labour_force = pl.col("indicator") == LABOUR_FORCE.indicator
    both = (
        figures.filter(labour_force)
        .join(earlier.totals.figures((LABOUR_FORCE,)), on="gebied", suffix="_eerder")
        .filter(
            pl.col("waarde") != pl.col("waarde_eerder"), ~pl.col("gebied").is_in(edition.merged)
        )
    )
    if both.height:
        area, now, before = both.select("gebied", "waarde", "waarde_eerder").row(0)
        raise DeliveryError(
            f"{edition.tabel}: beroepsbevolking herhaalde die van {edition.repeats}, maar "
            f"verschilt nu in {both.height} gebieden ({area}: {before:.0f} en {now:.0f}); "
            "haal 'repeats' weg bij deze uitgave in pipelines/sources/maatstaven_gemeentefonds.py"
        )


SOURCE = Source(
    id="cbs-maatstaven-gemeentefonds",
    title="CBS, Maatstaven gemeentefonds",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url=f"https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{EDITIONS[-1].tabel}/table",
    frequency="per jaar, elk jaar in een nieuwe tabel",
    next_expected="onbekend: elke uitgave is een nieuwe tabel",
    stale_after=timedelta(days=730),
    questions=tuple(Question(tabel=each.tabel, measures=each.needed) for each in EDITIONS),
    reeksen=(
        Reeks(id="maatstaven-gemeentefonds", title="Maatstaven gemeentefonds, uitgaven 2019-2022"),
    ),
    stage=stage,
)
