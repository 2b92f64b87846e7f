"""What changed, as the command prints it: Dutch for a person, plain for a machine."""

from __future__ import annotations

from typing import Any

import polars as pl

from monitor.passport import plain
from warehouse.changes import old_and_new, title, unit
from warehouse.periods import Period

TABLE = ["dag", "bron", "cijfer", "gebied", "periode", "was", "is", "verandering", "reden"]
OBJECT = [
    "dag",
    "moment",
    "build",
    "bron",
    "indicator",
    "reeks",
    "gebied",
    "naam",
    "periode",
    "uitsplitsing",
    "eenheid",
    "was_waarde",
    "was_status",
    "was_strijdig",
    "waarde",
    "status",
    "strijdig",
    "verandering",
    "reden",
    "toelichting",
    "tabel",
    "vindplaats",
]
MOST_LINES = 60
"""How many changes a screen shows; the other notations give all."""


def lines(changes: pl.DataFrame) -> list[dict[str, str]]:
    """Give rows of `Warehouse.changes` for a screen."""
    return [_line(row) for row in changes.head(MOST_LINES).iter_rows(named=True)]


def _line(row: dict[str, Any]) -> dict[str, str]:
    was, now = old_and_new(row)
    return {
        "dag": f"{row['dag']:%d-%m-%Y}",
        "bron": row["bron"],
        "cijfer": ", ".join((title(row), *row["categorie"])),
        "gebied": row["naam"],
        "periode": Period(row["begin"], row["einde"], row["soort"]).spoken,
        "was": was,
        "is": now,
        "verandering": row["verandering"],
        "reden": row["reden"],
    }


def objects(changes: pl.DataFrame) -> list[dict[str, Any]]:
    """Give rows of `Warehouse.changes` as plain objects."""
    return [
        {
            **{name: row.get(name) for name in OBJECT},
            "dag": row["dag"].isoformat(),
            "moment": row["moment"].isoformat(timespec="seconds"),
            "uitsplitsing": "; ".join(
                f"{name}: {value}"
                for name, value in zip(row["kenmerk"], row["categorie"], strict=True)
            )
            or None,
            "eenheid": unit(row),
            "was_waarde": plain(row["was_waarde"]),
            "waarde": plain(row["waarde"]),
        }
        for row in changes.iter_rows(named=True)
    ]
