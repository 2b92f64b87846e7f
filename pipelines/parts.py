"""Parts held against their whole: do the figures of a split add up to the figure that was split?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

Pairs = tuple[tuple[str, str], ...]

_SAME = ("indicator", "reeks", "bron", "gebied", "periode")


@dataclass(frozen=True)
class Addition:
    """Parts by one kenmerk, added up beside the whole; `within` is what both share.

    `rounding` is what rounding of the parts and the whole leaves between them.
    """

    indicator: str
    reeks: str
    gebied: str
    periode: str
    kenmerk: str
    within: Pairs
    added: Decimal
    whole: Decimal
    judged: bool
    rounding: Decimal = Decimal(0)

    @property
    def agrees(self) -> bool:
        return abs(self.added - self.whole) <= self.rounding

    @property
    def said(self) -> str:
        """Name what was added up: `naar status (partij Gemeente)`."""
        inside = ", ".join(f"{kenmerk} {categorie}" for kenmerk, categorie in self.within)
        return f"naar {self.kenmerk}{f' ({inside})' if inside else ''}"


def additions(figures: pl.DataFrame) -> Iterator[Addition]:
    """Add up every split of staged figures; one with a missing part says nothing and is left out.

    `judged` tells whether the whole or one of its parts is marked as contradicted already.
    """
    wholes: dict[tuple[Any, ...], tuple[Decimal | None, Decimal, str]] = {}
    parts: dict[tuple[Any, ...], list[tuple[Decimal | None, Decimal, str]]] = defaultdict(list)
    for row in figures.iter_rows(named=True):
        key = tuple(row[name] for name in _SAME)
        pairs = tuple(zip(row["kenmerk"], row["categorie"], strict=True))
        doubt = row["marge"] or Decimal(0)
        wholes[(key, pairs)] = row["waarde"], doubt, str(row["status"])
        for kenmerk in row["kenmerk"]:
            within = tuple(pair for pair in pairs if pair[0] != kenmerk)
            parts[(key, kenmerk, within)].append((row["waarde"], doubt, str(row["status"])))
    for (key, kenmerk, within), members in parts.items():
        whole, doubt, judgement = wholes.get((key, within), (None, Decimal(0), ""))
        values = [value for value, *_ in members if value is not None]
        if whole is None or len(values) < len(members):
            continue
        indicator, reeks, _, gebied, periode = key
        yield Addition(
            indicator,
            reeks,
            gebied,
            periode,
            kenmerk,
            within,
            sum(values, Decimal(0)),
            whole,
            judged="strijdig" in (judgement, *(status for *_, status in members)),
            rounding=sum((each for _, each, _ in members), doubt),
        )
