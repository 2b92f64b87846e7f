"""Figures as the command hands them out: each with its passport."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from warehouse.categories import column
from warehouse.indicators import INDICATORS
from warehouse.reader import Warehouse

PASSPORT = [
    "indicator",
    "gebied",
    "naam",
    "samenstelling",
    "gemeenten",
    "periode",
    "waarde",
    "eenheid",
    "status",
    "gekozen",
    "teller",
    "noemer",
    "afronding",
    "bron",
    "tabel",
    "vindplaats",
    "vastgelegd",
    "opgehaald",
    "opmerking",
]
"""What each figure carries, in the order of a CSV."""

TABLE = ["naam", "samenstelling", "periode", "waarde", "eenheid", "status", "tabel", "vindplaats"]
"""What fits on a screen."""


Deliveries = list[dict[str, Any]]
DISPUTED = "strijdig"


def objects(
    warehouse: Warehouse, figures: pl.DataFrame, per: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Give figures as plain objects; a missing value is null and `status` holds the reason.

    `status` is `strijdig` where sources disagree; `gekozen` then tells which one the screen shows.
    """
    deliveries = warehouse.sources().sort("vastgelegd").to_dicts()
    return [_object(row, per, deliveries) for row in figures.iter_rows(named=True)]


def _dates(row: dict[str, Any], deliveries: Deliveries) -> dict[str, str | None]:
    """Say when a figure's delivery was laid down and fetched; the oldest where it took several."""
    own = [each for each in deliveries if each["bron"] == row["bron"]]
    tables = (row["tabel"] or "").split(", ")
    first = next(iter([each for each in own if each["tabel"] in tables] or own), None)
    return {
        name: first[name].isoformat() if first and first[name] else None
        for name in ("vastgelegd", "opgehaald")
    }


def _object(row: dict[str, Any], per: Sequence[str], deliveries: Deliveries) -> dict[str, Any]:
    indicator = INDICATORS[row["indicator"]].measured_in(row["reeks"])
    return {
        "indicator": row["indicator"],
        "gebied": row["gebied"],
        "naam": row["naam"],
        "samenstelling": row["samenstelling"],
        "gemeenten": row["leden"],
        "periode": row["periode"],
        **dict.fromkeys(map(column, per)),
        **dict(zip(map(column, row["kenmerk"]), row["categorie"], strict=True)),
        "waarde": plain(row["waarde"]),
        "eenheid": indicator.unit.named,
        "status": DISPUTED if row["strijdig"] else row["status"],
        "gekozen": row["gekozen"],
        "teller": plain(row["teller"]) if indicator.ratio else None,
        "noemer": plain(row["noemer"]),
        "afronding": plain(row["marge"]),
        "bron": row["bron"] or None,
        "tabel": row["tabel"] or None,
        "vindplaats": row["vindplaats"] or None,
        **_dates(row, deliveries),
        "opmerking": row["opmerking"],
    }


def plain(value: Decimal | None) -> int | float | None:
    """Write a Decimal of at most 18 digits as the number that it is, whole ones without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
