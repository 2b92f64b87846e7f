"""What reconciliation found, as the warehouse keeps it, and what only the calendar finds."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import polars as pl

VALUE = pl.Decimal(18, 4)
FINDINGS = pl.Schema(
    {
        "regel": pl.String(),
        "onderwerp": pl.String(),
        "gevonden": VALUE,
        "verwacht": VALUE,
        "verschil": VALUE,
        "afronding_verklaart": pl.Boolean(),
        "bronnen": pl.List(pl.String()),
        "vindplaatsen": pl.List(pl.String()),
        "indicatoren": pl.List(pl.String()),
        "gebied": pl.String(),
        "periode": pl.String(),
        "gewicht": pl.String(),
        "staat": pl.String(),
        "reden": pl.String(),
        "gevolg": pl.String(),
        "sinds": pl.Date(),
    }
)
"""A finding, one row each; `sinds` is the day on which it was first seen."""

LATE = "bron te laat"


class Weight(StrEnum):
    """How much hangs on it: the heaviest first."""

    HOOG = "hoog"
    MIDDEL = "middel"
    LAAG = "laag"


class State(StrEnum):
    """Whether anybody has judged it."""

    NIEUW = "nieuw"
    BEKEND = "bekend"
    OPGELOST = "opgelost"


def late(deliveries: pl.DataFrame, day: date) -> pl.DataFrame:
    """Give as findings the sources (rows of `Warehouse.sources`) of which newer figures are due."""
    due = (
        deliveries.filter(pl.col("vastgelegd").is_not_null(), pl.col("verouderd_op") < day)
        .group_by("bron", "titel", maintain_order=True)
        .agg(pl.col("verouderd_op").min())
    )
    rows = [
        {
            "regel": LATE,
            "onderwerp": f"{titel}: nieuwere cijfers werden uiterlijk {since:%d-%m-%Y} verwacht",
            "bronnen": [bron],
            "vindplaatsen": [],
            "indicatoren": [],
            "afronding_verklaart": False,
            "gewicht": Weight.MIDDEL.value,
            "staat": State.NIEUW.value,
            "gevolg": "de bron staat als verouderd op Bronnen en definities",
            "sinds": since,
        }
        for bron, titel, since in due.iter_rows()
    ]
    return pl.DataFrame(rows, schema=FINDINGS)


def in_order(findings: pl.DataFrame) -> pl.DataFrame:
    """Sort findings: what nobody judged first, the heaviest first among those."""
    states, weights = list(State), list(Weight)
    return findings.sort(
        pl.col("staat").replace_strict({each.value: n for n, each in enumerate(states)}),
        pl.col("gewicht").replace_strict({each.value: n for n, each in enumerate(weights)}),
        "regel",
        "onderwerp",
    )
