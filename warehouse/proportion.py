"""How far a proportion of a sample can lie from that of everyone, by chance alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

Z_95 = 1.959964
"""The deviation within which 95 of 100 samples lie."""


@dataclass(frozen=True)
class Interval:
    """The lowest and highest percentage that a sample leaves likely (95%)."""

    low_pct: Decimal
    high_pct: Decimal

    def holds(self, percentage: Decimal) -> bool:
        return self.low_pct <= percentage <= self.high_pct


def wilson(percentage: Decimal, n: int, population: int | None = None) -> Interval:
    """Give the Wilson score interval (95%) of a percentage of `n` answers.

    Unlike percentage ± margin it stays within 0 and 100, and is not too narrow for a small sample.
    With `population` the finite population correction makes it as narrow as that many people allow.
    It holds for answers drawn at random: who does not answer is not in it. Source: E.B. Wilson,
    Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    ValueError without answers, or for a percentage beyond 0 to 100.
    """
    if n < 1:
        raise ValueError("zonder antwoorden is er geen marge")
    share = float(percentage) / 100
    if not 0 <= share <= 1:
        raise ValueError(f"{percentage} is geen percentage van 0 tot en met 100")
    size = float(n)
    if population is not None and population > 1:
        if n >= population:
            return Interval(percentage, percentage)
        size = n * (population - 1) / (population - n)
    spread = Z_95**2 / size
    centre = (share + spread / 2) / (1 + spread)
    half = Z_95 * math.sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    low, high = (Decimal(str(round(100 * each, 4))) for each in (centre - half, centre + half))
    return Interval(max(low, Decimal(0)), min(high, Decimal(100)))
