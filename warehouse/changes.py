"""What changed, in words: of one figure, of one source on one day, and between two builds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from warehouse.history import GONE, Turn, compare
from warehouse.indicator import Indicator, Unit
from warehouse.indicators import INDICATORS
from warehouse.numbers import MISSING, exactly, given_decimals, number
from warehouse.periods import Period
from warehouse.reader import Warehouse

COUNTED: dict[str, tuple[str, str]] = {
    Turn.NIEUW: ("nieuw cijfer", "nieuwe cijfers"),
    Turn.TERUG: ("cijfer is terug", "cijfers zijn terug"),
    Turn.HERZIEN: ("herzien", "herzien"),
    Turn.VERDWENEN: ("vervallen", "vervallen"),
    Turn.STATUS: ("met een andere status", "met een andere status"),
}
"""How each kind of change is counted: one, and more."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What changed in one source: how many figures, its latest period, its largest revision.

    `revision` names indicator, area and period with the value before and after it.
    """

    bron: str
    nieuw: int
    herzien: int
    vervallen: int
    laatste: str | None
    revision: tuple[str, str, str, Decimal, Decimal] | None

    @property
    def told(self) -> str:
        """The change as one line."""
        parts = [
            f"{count} {word}"
            for count, word in (
                (self.nieuw, "nieuwe cijfers"),
                (self.herzien, "herzien"),
                (self.vervallen, "vervallen"),
            )
            if count
        ]
        if self.laatste and self.nieuw:
            parts[0] += f" (tot en met {self.laatste})"
        if self.revision:
            indicator, gebied, periode, before, after = self.revision
            parts.append(
                f"grootste herziening {indicator} {gebied} {periode}: {exactly(before)} werd "
                f"{exactly(after)}"
            )
        return f"{self.bron}: {', '.join(parts)}"


def changes(before: Warehouse, after: Warehouse) -> list[Change]:
    """Compare the figures of two builds, source by source; sources without a change are left out."""
    old, new = pl.col("was_waarde"), pl.col("waarde")
    marked = (
        compare(before.all_figures(), after.all_figures())
        .filter(pl.col("verandering").is_in([Turn.NIEUW, Turn.HERZIEN, Turn.VERDWENEN]))
        .with_columns(mate=(new - old).cast(pl.Float64).abs() / old.cast(pl.Float64).abs())
    )
    return [
        _change(str(bron), rows)
        for (bron,), rows in marked.sort("bron").group_by("bron", maintain_order=True)
    ]


def _change(bron: str, rows: pl.DataFrame) -> Change:
    kinds = rows["verandering"].to_list()
    fresh = rows.filter(pl.col("verandering") == Turn.NIEUW).sort("einde", "periode")
    revised = rows.filter(
        pl.col("verandering") == Turn.HERZIEN, pl.col("mate").is_finite()
    ).sort("mate", descending=True)  # fmt: skip
    return Change(
        bron=bron,
        nieuw=fresh.height,
        herzien=kinds.count(Turn.HERZIEN),
        vervallen=kinds.count(Turn.VERDWENEN),
        laatste=fresh["periode"][-1] if fresh.height else None,
        revision=revised.select("indicator", "gebied", "periode", "was_waarde", "waarde").row(0)
        if revised.height
        else None,
    )


def counted(kinds: Iterable[str]) -> str:
    """Count kinds of change in words: `3 herzien, 1 nieuw cijfer`."""
    every = list(kinds)
    there = [(every.count(kind), words) for kind, words in COUNTED.items() if kind in every]
    return ", ".join(f"{number(count)} {words[count > 1]}" for count, words in there)


def subject(row: Mapping[str, Any]) -> str:
    """Name the figure that a row of `Warehouse.changes` is about."""
    split = (
        f"{name} {value}" for name, value in zip(row["kenmerk"], row["categorie"], strict=True)
    )
    period = Period(row["begin"], row["einde"], row["soort"])
    return ", ".join((title(row), row["naam"], *split, period.spoken))


def title(row: Mapping[str, Any]) -> str:
    """Name the indicator of a row; one that the monitor no longer has goes by its id."""
    known = _indicator(row)
    return known.title if known else str(row["indicator"])


def old_and_new(row: Mapping[str, Any]) -> tuple[str, str]:
    """Write what a figure was and is, or the reason why it was or is not there.

    With as many decimals as it takes to see the difference, and the status where that is it. Of the
    units only % is written: the others are in the title, or `told` adds them.
    """
    before, after = row["was_waarde"], row["waarde"]
    old = _written(row, before, row["was_marge"], row["was_status"])
    new = _written(row, after, row["marge"], row["status"])
    if before != after and old == new and None not in (before, after):
        old, new = exactly(before), exactly(after)
    if row["verandering"] == Turn.STATUS:
        old, new = (f"{each} ({_status(row, was)})" for each, was in ((old, "was_"), (new, "")))
    return old, new


def told(row: Mapping[str, Any]) -> str:
    """Tell one change: `Werkloosheid, Nederland, mei 2026: 3,8% werd 3,9% (nieuwe levering)`."""
    old, new = old_and_new(row)
    if row["verandering"] in (Turn.NIEUW, Turn.TERUG):
        said = f"{_with_unit(row, new)}, {row['verandering']}"
    elif row["verandering"] == Turn.VERDWENEN:
        said = f"{_with_unit(row, old)} is vervallen" + (f" ({new})" if new != GONE else "")
    elif row["verandering"] == Turn.STATUS:
        said = f"{old} werd {new}"
    else:
        said = f"{old} werd {_with_unit(row, new)}"
    return f"{subject(row)}: {said} ({row['reden']})"


def _indicator(row: Mapping[str, Any]) -> Indicator | None:
    known = INDICATORS.get(row["indicator"])
    return known.measured_in(row["reeks"]) if known else None


def unit(row: Mapping[str, Any]) -> str | None:
    """Name the unit of a row, where the monitor still has its indicator."""
    known = _indicator(row)
    return known.unit.named if known else None


def _written(
    row: Mapping[str, Any], value: Decimal | None, margin: Decimal | None, status: str | None
) -> str:
    if value is None:
        return status or MISSING
    known = _indicator(row)
    if known is None:
        return exactly(value)
    percent = known.unit.sign if known.unit is Unit.PROCENT else ""
    return f"{number(value, given_decimals(known, margin))}{percent}"


def _with_unit(row: Mapping[str, Any], written: str) -> str:
    known = _indicator(row)
    named = known is not None and known.unit.sign not in ("", Unit.PROCENT.sign)
    return f"{written} {known.unit.sign}" if known and named else written


def _status(row: Mapping[str, Any], was: str) -> str:
    disputed = ", strijdig" if row[f"{was}strijdig"] and row[f"{was}status"] != "strijdig" else ""
    rounded = f", ± {exactly(row[f'{was}marge'])}" if row["was_marge"] != row["marge"] else ""
    return f"{row[f'{was}status']}{disputed}{rounded}"
