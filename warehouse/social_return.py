"""When a contract is behind or at risk: the definitions, once, for figures and for pages."""

from __future__ import annotations

import polars as pl

RISK_MONTHS = 6
"""A contract that ends within these months and is not half realised is at risk."""


def elapsed_value(agreed: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The part of what was agreed that belongs to the term that has passed, to the cent.

    Null for a contract without an end or without a verplichting. Needs `ingangsdatum, einddatum`.
    """
    begin, end = pl.col("ingangsdatum"), pl.col("einddatum")
    passed = (pl.min_horizontal(day, end) - begin).dt.total_days() + 1
    whole = (end - begin).dt.total_days() + 1
    wide = pl.Decimal(38, 6)
    return (
        (agreed.cast(wide) * passed.cast(pl.Decimal(38, 0)) / whole.cast(pl.Decimal(38, 0)))
        .round(2, mode="half_away_from_zero")
        .cast(pl.Decimal(38, 2))
    )


def at_risk(agreed: pl.Expr, realised: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Whether a contract has ended with anything open, or soon ends with less than half realised.

    False for one without an end or without a verplichting. Needs `einddatum`.
    """
    end, still_open = pl.col("einddatum"), realised < agreed
    soon = end <= day.dt.offset_by(f"{RISK_MONTHS}mo")
    return ((end < day) & still_open | soon & (realised * 2 < agreed) & still_open).fill_null(
        value=False
    )
