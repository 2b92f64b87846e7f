"""What reconciliation found, as the command hands it out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

COLUMNS = [
    "regel", "onderwerp", "gevonden", "verwacht", "verschil", "afronding_verklaart", "bronnen",
    "gewicht", "staat", "reden", "gevolg", "vindplaatsen", "indicatoren", "gebied", "periode", "sinds",
]  # fmt: skip
TABLE = ["gewicht", "staat", "regel", "onderwerp", "gevonden", "verwacht", "verschil"]
"""What fits on a screen."""


def objects(found: pl.DataFrame) -> list[dict[str, Any]]:
    """Give findings (rows of `warehouse.findings`) as plain objects, lists joined in a sentence."""
    return [{name: _plain(row[name]) for name in COLUMNS} for row in found.iter_rows(named=True)]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return "; ".join(value) if isinstance(value, list) else value
