"""Personen met WW (2020) en netto participatie (2021) per gemeente (CBS Kerncijfers wijken)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable, Measure
from pipelines.source import Reeks, Source, observed
from warehouse.tables import Waarneming


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One table, of one year, and what we need from it."""

    tabel: str
    jaar: int
    title: str
    needed: Measure
    opmerking: str


EDITIONS = (
    Edition(
        tabel="84799NED",
        jaar=2020,
        title="Personen met WW per gemeente, 2020 (84799NED)",
        needed=Measure(
            indicator="ww_uitkeringen",
            stem="PersonenPerSoortUitkeringWW",
            unit="aantal",
            rounded_to=10,
        ),
        opmerking="Personen met WW, afgerond op tientallen; de tabel noemt geen peildatum",
    ),
    Edition(
        tabel="85039NED",
        jaar=2021,
        title="Netto arbeidsparticipatie per gemeente, 2021 (85039NED)",
        needed=Measure(
            indicator="netto_arbeidsparticipatie", stem="Nettoarbeidsparticipatie", unit="%"
        ),
        opmerking=(
            "Hele procenten, overgenomen uit een herpublicatie door derden; te vervangen zodra de "
            "tabel bij het CBS zelf is opgehaald"
        ),
    ),
)


def stage(*tables: CbsTable) -> dy.DataFrame[Waarneming]:
    """Take Nederland and the gemeenten; wijken and buurten are left out."""
    by_id = {table.id: table for table in tables}
    present = [edition for edition in EDITIONS if edition.tabel in by_id]
    staged = [_staged(edition, by_id[edition.tabel]) for edition in present]
    return Waarneming.validate(pl.concat(staged), cast=True)


def _staged(edition: Edition, table: CbsTable) -> pl.DataFrame:
    return observed(
        table.figures((edition.needed,), region="WijkenEnBuurten").with_columns(
            periode=pl.lit(str(edition.jaar)),
            status=pl.lit("definitief"),
            opmerking=pl.lit(edition.opmerking),
        ),
        bron=SOURCE.id,
        reeks=edition.tabel,
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
    folders=tuple(f"cbs/{edition.tabel}" for edition in EDITIONS),
    reeksen=tuple(Reeks(id=edition.tabel, title=edition.title) for edition in EDITIONS),
    stage=stage,
)
