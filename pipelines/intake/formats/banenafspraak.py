"""Jobs of the banenafspraak from UWV's dashboard: one row an area and sector on a peildatum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import dataframely as dy
import polars as pl

from pipelines.intake import banenafspraak
from pipelines.intake.banenafspraak import (
    COUNTRY,
    GIVER,
    GOVERNMENT,
    KIND,
    MARKET,
    SCHEMA,
    SECTORS,
    WHOLE,
)
from pipelines.intake.contract import ROW, Content, CountError, Formaat, Known, Regel
from pipelines.intake.rmt import region
from warehouse.numbers import number
from warehouse.periods import today

START = date(2013, 1, 1)
"""The day from which jobs count for the banenafspraak."""


class Stand(dy.Schema):
    """The jobs in an area and sector at the end of a quarter, and what was aimed at."""

    peildatum = dy.Date(
        min=START,
        metadata={
            "ook": ("datum", "stand op", "kwartaaleinde", "einde kwartaal"),
            "voorbeeld": date(2013, 12, 31),
            "uitleg": "De laatste dag van een kwartaal.",
        },
    )
    gebied = dy.String(
        min_length=1,
        metadata={
            "ook": ("arbeidsmarktregio", "gemeente", "regio", "arbeidsmarktregio of gemeente"),
            "lees": banenafspraak.area,
            "voorbeeld": "Nederland",
            "uitleg": "De eigen arbeidsmarktregio of een gemeente ervan, met naam of code (GM0200).",
        },
    )
    sector = dy.Enum(
        SECTORS,
        metadata={
            "ook": ("sector werkgever",),
            "schrijfwijzen": {
                "marktsector": MARKET,
                "overheidssector": GOVERNMENT,
                "publieke sector": GOVERNMENT,
                "alle sectoren": WHOLE,
            },
            "voorbeeld": WHOLE,
            "uitleg": "Waar alle drie er zijn, tellen markt en overheid op tot het totaal.",
        },
    )
    banen = dy.Int64(
        min=0,
        metadata={
            "ook": ("aantal banen", "gerealiseerd", "realisatie", "aantal"),
            "voorbeeld": 1,
            "uitleg": "Aantal banen op de peildatum, een heel getal.",
        },
    )
    doelstelling = dy.Int64(
        min=0,
        nullable=True,
        metadata={
            "ook": ("doel", "doelstelling banen", "taakstelling"),
            "voorbeeld": 1,
            "uitleg": "Hoeveel banen er op de peildatum moeten zijn; mag leeg zijn.",
        },
    )

    @dy.rule()
    def ends_a_quarter(cls) -> pl.Expr:
        return cls.peildatum.col.dt.offset_by("1d").dt.day().eq(1) & (
            cls.peildatum.col.dt.month() % 3
        ).eq(0)

    @dy.rule()
    def is_past(cls) -> pl.Expr:
        return cls.peildatum.col <= pl.lit(today())

    @dy.rule()
    def stands_there_once(cls) -> pl.Expr:
        unread = pl.any_horizontal(
            pl.col(name).is_null() for name in ("peildatum", "gebied", "sector")
        )
        return unread | (pl.len().over("peildatum", "gebied", "sector") == 1)


RULES = {
    "peildatum|min": Regel(kolom="peildatum", zin="ligt voor 2013; toen was er geen banenafspraak"),
    "ends_a_quarter": Regel(
        kolom="peildatum",
        zin="moet de laatste dag van een kwartaal zijn (31 maart, 30 juni, 30 september of 31 december)",
    ),
    "is_past": Regel(kolom="peildatum", zin="ligt in de toekomst"),
    "stands_there_once": Regel(
        kolom="gebied",
        zin="dit gebied en deze sector staan voor deze peildatum meer dan eens in de levering",
    ),
}


def keep(rows: pl.DataFrame, known: Known) -> Content:
    """Keep each figure; CountError where sectors or gemeenten do not add up to what holds them."""
    names = dict(known.areas.gebieden.select("gebied", "naam").rows())
    complaints = [*_against_sectors(rows, names), *_against_region(rows, names, known)]
    if complaints:
        raise CountError(complaints)
    kept = rows.select(
        "gebied",
        "sector",
        "banen",
        "doelstelling",
        partij=pl.lit(GIVER),
        periode=pl.col("peildatum").dt.to_string("%Y-%m-%d"),
    )
    added = _added(kept)
    remarks = []
    if added.height:
        where = "stand" if added.height == 1 else "standen"
        remarks.append(f"Totaal opgeteld uit markt en overheid: {added.height} {where}.")
    if (kept["gebied"] == COUNTRY).any():
        remarks.append("De rijen over Nederland zijn ook ingelezen.")
    whole = pl.concat([kept.select(list(SCHEMA)), added.select(list(SCHEMA))]).cast(SCHEMA)
    return Content(whole.sort("periode", "gebied", "sector"), tuple(remarks))


Complaint = tuple[int, str, str | None, str]


def _wide(rows: pl.DataFrame) -> pl.DataFrame:
    """Set the sectors of an area on one line, with the index of the row of each."""
    indexed = rows.with_row_index("plek").cast({"plek": pl.Int64})
    found = indexed.select("peildatum", "gebied").unique(maintain_order=True)
    for sector in SECTORS:
        own = indexed.filter(pl.col("sector") == sector).select(
            "peildatum",
            "gebied",
            pl.col("banen").alias(sector),
            pl.col("plek").alias(f"plek_{sector}"),
        )
        found = found.join(own, on=["peildatum", "gebied"], how="left", maintain_order="left")
    return found


def _against_sectors(rows: pl.DataFrame, names: dict[str, str]) -> Iterator[Complaint]:
    for row in _wide(rows).drop_nulls(list(SECTORS)).iter_rows(named=True):
        added = row[MARKET] + row[GOVERNMENT]
        if (gap := added - row[WHOLE]) != 0:
            rule = (
                f"markt {number(row[MARKET])} en overheid {number(row[GOVERNMENT])} zijn samen "
                f"{number(added)}: {number(abs(gap))} {'meer' if gap > 0 else 'minder'} dan het totaal "
                f"van {names[row['gebied']]} op {row['peildatum']:%d-%m-%Y}"
            )
            yield row[f"plek_{WHOLE}"], "banen", str(row[WHOLE]), rule


def _against_region(rows: pl.DataFrame, names: dict[str, str], known: Known) -> Iterator[Complaint]:
    """Gemeenten can leave some jobs unnamed, and never have more than the region."""
    own = region(known.areas)
    sums = (
        rows.filter(pl.col("gebied").str.starts_with("GM"))
        .group_by("peildatum", "sector")
        .agg(pl.col("banen").sum().alias("samen"))
    )
    wholes = rows.with_row_index("plek").filter(pl.col("gebied") == own)
    for row in wholes.join(sums, on=["peildatum", "sector"]).sort(ROW).iter_rows(named=True):
        if row["samen"] > row["banen"]:
            rule = (
                f"de gemeenten hebben op {row['peildatum']:%d-%m-%Y} samen {number(row['samen'])} banen "
                f"({row['sector']}), {number(row['samen'] - row['banen'])} meer dan {names[own]}"
            )
            yield row["plek"], "banen", str(row["banen"]), rule


def _added(kept: pl.DataFrame) -> pl.DataFrame:
    """Give the totals that a delivery leaves to be added up."""
    place = ["partij", "periode", "gebied"]
    parts = kept.filter(pl.col("sector") != WHOLE)
    lacking = parts.join(kept.filter(pl.col("sector") == WHOLE), on=place, how="anti")
    complete = pl.col("doelstelling").null_count() == 0
    return (
        lacking.group_by(place, maintain_order=True)
        .agg(
            pl.col("banen").sum(),
            pl.when(complete).then(pl.col("doelstelling").sum()).alias("doelstelling"),
            delen=pl.len(),
        )
        .filter(pl.col("delen") == 2)
        .with_columns(sector=pl.lit(WHOLE))
    )


FORMAAT = Formaat(
    id=KIND,
    title="Banen van de banenafspraak",
    explanation=(
        "Eén rij per peildatum, gebied en sector, zoals in het dashboard van UWV. Een levering "
        "vervangt elke peildatum die erin staat als geheel."
    ),
    contract=Stand,
    rules=RULES,
    count=keep,
    kept=banenafspraak.STORED,
    persons=False,
)
