"""Evenementen, bezoekers, Leerwerkloket en bereik, gedrukt in de jaarverslagen 2022 en 2023.

An event is given in its month, and all events of a year together; those for employers apart.
"""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.reconciliation import judging
from pipelines.source import Reeks, Source, observed
from warehouse.categories import UnknownCategoryError, category
from warehouse.tables import LOWER_BOUND, Waarneming

REGION, COUNTRY = "Veluwe Stedendriehoek", "Nederland"
REEKS = "jaarverslagen-bereik"
FOR_EMPLOYERS = "kennissessie werkgevers"
EVENT, REACH, QUESTION = "eventsoort", "bereiksoort", "lwl_vraag"
BOUNDS = {
    # "Ruim 4500" and "ruim 1300": more than that, and how much more is not said.
    "Werkgeverscontacten",
    "SOW-event stemmen",
}
INFLOW, ASKED = "aanmeldingen", {"vraag scholingsbudget", "vraag financiele regelingen"}
AREAS: Mapping[str, str] = {"regio": REGION, "landelijk": COUNTRY}


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take each printed figure once, and add up the events of a month and of a year."""
    tables = judging.judged(
        {
            "events": publicaties.table(
                "events", "datum", "soort", "vorm", "waarvan_oekraieners", value="bezoekers"
            ),
            "bereik": publicaties.table("bereik", "jaar", "indicator"),
            "lwl": publicaties.table("lwl", "jaar", "indicator", "gebied", "eenheid"),
        }
    )
    try:
        figures = pl.concat(
            [_events(tables["events"]), _reach(tables["bereik"]), _leerwerkloket(tables["lwl"])]
        )
    except UnknownCategoryError as unknown:
        raise DeliveryError(f"{publicaties.folder}: {unknown}") from unknown
    codes = {name: areas.resolve(name) for name in AREAS.values()}
    return observed(
        figures.with_columns(gebied=pl.col("gebied").replace_strict(codes)),
        bron=SOURCE.id,
        reeks=REEKS,
    )


def _figures(
    rows: pl.DataFrame,
    *,
    indicator: pl.Expr,
    per: str | None = None,
    gebied: str | pl.Expr = REGION,
    status: pl.Expr | None = None,
    marge: str = "0",
) -> pl.DataFrame:
    """Give rows their passport: `waarde, jaar, bron, plaats, oordeel, reden`, and `naam` with `per`."""
    none = pl.lit([], pl.List(pl.String))
    return rows.select(
        "waarde",
        indicator=indicator,
        gebied=pl.lit(gebied) if isinstance(gebied, str) else gebied,
        kenmerk=none if per is None else pl.lit([per], pl.List(pl.String)),
        categorie=none if per is None else pl.concat_list("naam"),
        tabel="bron",
        periode="jaar",
        marge=pl.lit(marge).cast(pl.Decimal(18, 4)),
        status=pl.coalesce("oordeel", pl.lit("gedrukt") if status is None else status),
        vindplaats="plaats",
        opmerking="reden",
    )


def _named(rows: pl.DataFrame, column: str, kenmerk: str) -> pl.DataFrame:
    names = {written: category(kenmerk, written) for written in rows[column].unique()}
    return rows.with_columns(naam=pl.col(column).replace_strict(names, return_dtype=pl.String))


def _events(rows: pl.DataFrame) -> pl.DataFrame:
    """Count events and visitors by month and by year, those for employers by themselves."""
    known = _named(rows.filter(pl.col("soort") != FOR_EMPLOYERS), "soort", EVENT)
    sessions = rows.filter(pl.col("soort") == FOR_EMPLOYERS)
    found = []
    for own, visitors, number, kinds in (
        (known, "event_bezoekers", "events", True),
        (sessions, "kennissessie_deelnemers", "kennissessies", False),
    ):
        for length in (4, 7):
            by = own.with_columns(jaar=pl.col("datum").str.slice(0, length))
            splits: list[str | None] = [None, EVENT] if kinds else [None]
            for per in splits:
                together = _together(by, per)
                found.append(_figures(together, indicator=pl.lit(visitors), per=per))
                counted = together.with_columns(
                    waarde=pl.col("aantal").cast(pl.Decimal(18, 4)),
                    oordeel=pl.lit("afgeleid"),
                    reden=pl.lit("Geteld uit de lijst in het jaarverslag"),
                )
                found.append(_figures(counted, indicator=pl.lit(number), per=per))
    return pl.concat(found)


def _together(rows: pl.DataFrame, per: str | None) -> pl.DataFrame:
    """Add up the events of a period; what is added up of several is worked out, and says so."""
    named = ["naam"] if per else []
    ukrainians = pl.col("waarvan_oekraieners").cast(pl.Int64, strict=False).sum()
    return rows.group_by("jaar", *named, "bron", maintain_order=True).agg(
        pl.col("waarde").sum(),
        pl.len().alias("aantal"),
        pl.when(pl.len() == 1)
        .then(pl.col("plaats").first())
        .otherwise(
            pl.format(
                "{}, {}, regel {}-{}",
                pl.col("bron").first(),
                pl.col("vindplaats").first(),
                pl.col("regel").first(),
                pl.col("regel").last(),
            )
        )
        .alias("plaats"),
        oordeel=pl.when(pl.len() > 1).then(pl.lit("afgeleid")),
        reden=pl.concat_str(
            pl.when(pl.len() > 1).then(pl.format("Som van {} bijeenkomsten", pl.len())),
            pl.when(ukrainians > 0).then(pl.format("Waarvan {} Oekraïners", ukrainians)),
            pl.when(pl.len() == 1).then(pl.col("reden").first()),
            separator=". ",
            ignore_nulls=True,
        ).replace("", None),
    )


def _reach(rows: pl.DataFrame) -> pl.DataFrame:
    bound = pl.col("indicator").is_in(list(BOUNDS))
    return _figures(
        _named(rows, "indicator", REACH),
        indicator=pl.lit("bereik"),
        per=REACH,
        status=pl.when(bound).then(pl.lit(LOWER_BOUND)).otherwise(pl.lit("gedrukt")),
    )


def _leerwerkloket(rows: pl.DataFrame) -> pl.DataFrame:
    if strange := set(rows["indicator"]) - {INFLOW, *ASKED}:
        raise DeliveryError(f"lwl.csv: indicator '{min(strange)}' is onbekend")
    if strange := set(rows["gebied"]) - AREAS.keys():
        raise DeliveryError(f"lwl.csv: gebied '{min(strange)}' is onbekend")
    where = pl.col("gebied").replace_strict(AREAS)
    inflow = rows.filter(pl.col("indicator") == INFLOW)
    asked = _named(rows.filter(pl.col("indicator") != INFLOW), "indicator", QUESTION)
    return pl.concat(
        [
            _figures(inflow, indicator=pl.lit("lwl_aanmeldingen"), gebied=where),
            _figures(
                asked, indicator=pl.lit("lwl_vraag_pct"), per=QUESTION, gebied=where, marge="0.5"
            ),
        ]
    )


SOURCE = Source(
    id="jaarverslagen-bereik",
    title="Jaarverslagen 2022 en 2023 van de regio, bijeenkomsten, Leerwerkloket en bereik",
    publisher="Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk)",
    licence="Geen licentie vermeld; cijfers uit openbare jaarverslagen, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: de jaarverslagen verschijnen niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(Reeks(id=REEKS, title="Bijeenkomsten, Leerwerkloket en bereik (jaarverslagen)"),),
    stage=stage,
)
