"""Two figures beside each other: their difference, and what rounding leaves of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import polars as pl

from warehouse.indicator import Direction

PAIRED = [
    "periode", "soort", "begin", "einde", "waarde", "verschil", "laag", "hoog",
    "referentie", "zelfde_reeks", "reeks", "referentie_reeks", "status", "samenstelling", "leden",
]  # fmt: skip


class Sign(Enum):
    """Which way a difference points, as far as rounding lets us say."""

    HOGER = "hoger"
    LAGER = "lager"
    GELIJK = "gelijk"


@dataclass(frozen=True)
class Difference:
    """A difference with the interval that rounding of both figures leaves open.

    Rounding is the only doubt that we know; no margin of a survey is published, so a difference is
    never called significant here.
    """

    value: Decimal
    low: Decimal
    high: Decimal

    @property
    def sign(self) -> Sign:
        if self.value == 0:
            return Sign.GELIJK
        return Sign.HOGER if self.value > 0 else Sign.LAGER

    @property
    def survives_rounding(self) -> bool:
        """Tell whether every value in the interval points the same way as the difference."""
        return self.low > 0 or self.high < 0

    def favourable(self, direction: Direction) -> bool | None:
        """Tell whether the difference is good; None when equal or when neither way is good."""
        if self.sign is Sign.GELIJK or direction is Direction.NEUTRAAL:
            return None
        return (self.sign is Sign.HOGER) == (direction is Direction.HOGER)


def difference(
    value: Decimal, reference: Decimal, margin: Decimal | None, reference_margin: Decimal | None
) -> Difference:
    """Subtract the reference; margins are rounding half-widths, an unknown one counts as none."""
    doubt = (margin or Decimal(0)) + (reference_margin or Decimal(0))
    gap = value - reference
    return Difference(gap, gap - doubt, gap + doubt)


def paired(figures: pl.DataFrame, reference: pl.DataFrame) -> pl.DataFrame:
    """Set an area's chosen figures beside the reference's of the same period, one row a period.

    The reference of the same reeks goes before its chosen one, because editions may differ;
    `zelfde_reeks` is false where only another reeks has the period. Columns: PAIRED.
    """
    own = figures.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    other = reference.filter(pl.col("waarde").is_not_null()).select(
        "periode",
        pl.col("waarde").alias("referentie"),
        pl.col("marge").alias("referentie_marge"),
        pl.col("reeks").alias("referentie_reeks"),
        pl.col("gekozen").alias("referentie_gekozen"),
    )
    doubt = pl.col("marge").fill_null(0) + pl.col("referentie_marge").fill_null(0)
    gap = pl.col("waarde") - pl.col("referentie")
    return (
        own.join(other, on="periode")
        .with_columns(zelfde_reeks=pl.col("reeks") == pl.col("referentie_reeks"))
        .filter(pl.col("zelfde_reeks") | pl.col("referentie_gekozen"))
        .sort("begin", "einde", pl.col("zelfde_reeks").not_())
        .unique("periode", keep="first", maintain_order=True)
        .with_columns(verschil=gap, laag=gap - doubt, hoog=gap + doubt)
        .select(PAIRED)
    )
