"""What to think of a figure beside its reference: the one place that judges, in words and a sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from warehouse.comparison import Difference, Sign, difference
from warehouse.indicator import Indicator
from warehouse.numbers import given_decimals, rounded_decimal
from warehouse.tables import LOWER_BOUND, UPPER_BOUND

Row = Mapping[str, Any]
"""One row of a frame with the columns of `Cijfer`."""

DISPUTED, NOT_TESTABLE, DERIVED = "strijdig", "niet toetsbaar", "afgeleid"


class Against(Enum):
    """What a figure is held against, as its verdict names it."""

    DOEL = "doel"
    NEDERLAND = "Nederland"
    EERDER = "een jaar eerder"


@dataclass(frozen=True)
class Verdict:
    """A verdict in words; `good` tells which way it points, None where it points nowhere."""

    words: str
    good: bool | None = None


def judge(indicator: Indicator, figure: Row, reference: Row, against: Against) -> Verdict:
    """Judge a figure by the direction of its indicator; both rows must have a value.

    What sources dispute is not judged, but for a reference of the figure's own edition, which another
    one may contradict without touching the difference; nor is a bound that lies on the open side
    of its reference. Of a survey only the direction is said: whether the difference is more than
    chance is not known.
    """
    elsewhere = figure["reeks"] != reference["reeks"]
    if figure["strijdig"] or (reference["strijdig"] and elsewhere):
        return Verdict(DISPUTED)
    gap = difference(figure["waarde"], reference["waarde"], figure["marge"], reference["marge"])
    if not _decided(figure, reference, gap):
        return Verdict(NOT_TESTABLE)
    if against is Against.DOEL:
        return _against_target(indicator, figure, reference, gap)
    if _shown_sign(gap, indicator, figure, reference) is Sign.GELIJK:
        # 70% in whole percents beside 70,4% is not the same, but nobody can tell them apart.
        same = gap.value == 0 or figure["marge"] == reference["marge"]
        return Verdict(f"{'gelijk aan' if same else 'niet te onderscheiden van'} {against.value}")
    good = gap.favourable(indicator.direction)
    if good is None:
        return Verdict("")
    if not gap.survives_rounding:
        return Verdict(f"niet te onderscheiden van {against.value}")
    if indicator.survey:
        return Verdict(f"{gap.sign.value} dan {against.value}, {NOT_TESTABLE}")
    words = f"{'gunstiger' if good else 'ongunstiger'} dan {against.value}"
    return (
        Verdict(f"{words}, een indicatie")
        if _other_edition(figure, reference, against)
        else (Verdict(words, good))
    )


def _against_target(indicator: Indicator, figure: Row, reference: Row, gap: Difference) -> Verdict:
    """Say on which side of its target a number lies; one that was derived is judged with reserve."""
    reserve = ", met voorbehoud" if figure["status"] == DERIVED else ""
    if _shown_sign(gap, indicator, figure, reference) is Sign.GELIJK:
        return Verdict(f"op doel{reserve}", None if reserve else True)
    if not gap.survives_rounding:
        return Verdict(f"op doel, binnen de afronding{reserve}")
    # A number that may be passed is no less than aimed at: the words say the number.
    words = "boven doel" if gap.sign is Sign.HOGER else "onder doel"
    good = gap.favourable(indicator.direction)
    return Verdict(f"{words}{reserve}", None if reserve else good)


def _other_edition(figure: Row, reference: Row, against: Against) -> bool:
    return against is Against.NEDERLAND and figure["reeks"] != reference["reeks"]


def comparable(indicator: Indicator, against: Against) -> bool:
    """Tell whether an area can be held against this at all: a count of Nederland is no yardstick."""
    if against is Against.DOEL:
        return indicator.target is not None
    return against is not Against.NEDERLAND or indicator.unit.relative


def _shown_sign(gap: Difference, indicator: Indicator, *figures: Row) -> Sign:
    """Give the sign of a difference as it is written, with the decimals that all figures have."""
    decimals = min(given_decimals(indicator, each["marge"]) for each in figures)
    shown = rounded_decimal(gap.value, decimals)
    if shown == 0:
        return Sign.GELIJK
    return Sign.HOGER if shown > 0 else Sign.LAGER


def _decided(figure: Row, reference: Row, gap: Difference) -> bool:
    """Tell whether bounds leave no doubt on which side of its reference a figure lies."""
    higher = figure["status"] == LOWER_BOUND, reference["status"] == UPPER_BOUND
    lower = figure["status"] == UPPER_BOUND, reference["status"] == LOWER_BOUND
    return not (any(higher) and gap.value <= 0) and not (any(lower) and gap.value >= 0)
