"""What reconciliation finds: which rule, about what, how large, and whether rounding can explain it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import polars as pl

from pipelines import checks
from pipelines.reconciliation.declared import Cell
from warehouse.findings import FINDINGS, State, Weight


class Rule(StrEnum):
    """What is held against what."""

    DELEN = checks.PARTS
    HERHAALD = "herhaalde tabel"
    TWEE_BRONNEN = checks.TWO_SOURCES
    BEREKEND = checks.COMPUTED
    CATEGORIEEN = "categorieën veranderd"
    DEKKING = checks.COVERAGE
    UITBIJTER = "uitbijter in de reeks"
    VOORLOPIG = "lang voorlopig"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One contradiction. `rounding` is the largest difference that rounding alone can make.

    `cells` are those of printed tables that it is about, `beside` those that they are held against,
    `sources` and `places` say where they stand;
    `indicators` are the figures that it touches, `gebied` and `periode` narrow them down if known.
    """

    rule: Rule
    subject: str
    found: Decimal | None
    expected: Decimal | None
    rounding: Decimal
    weight: Weight
    sources: tuple[str, ...]
    places: tuple[str, ...]
    indicators: tuple[str, ...]
    gebied: str | None = None
    periode: str | None = None
    cells: tuple[Cell, ...] = ()
    beside: tuple[Cell, ...] = ()
    state: State = State.NIEUW
    reason: str = ""
    action: str = ""

    @property
    def gap(self) -> Decimal | None:
        if self.found is None or self.expected is None:
            return None
        return self.found - self.expected

    @property
    def explained(self) -> bool:
        """Tell whether rounding alone can make a difference this large.

        Halves are rounded away from zero, so that a sum can come just short of all its halves.
        """
        return self.gap is not None and 0 < abs(self.gap) < self.rounding


def table(findings: Iterable[Finding], day: date) -> pl.DataFrame:
    """Set findings in rows, the heaviest first, as seen on a day."""
    order = {weight: place for place, weight in enumerate(Weight)}
    rows = [
        (
            each.rule, each.subject, each.found, each.expected, each.gap, each.explained,
            list(each.sources), list(each.places), list(each.indicators), each.gebied, each.periode,
            each.weight, each.state, each.reason or None, each.action, day,
        )
        for each in sorted(findings, key=lambda each: (order[each.weight], each.rule, each.subject))
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")
