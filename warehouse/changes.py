"""What changed between two builds: new figures, revised ones, and those that are gone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from warehouse.numbers import exactly
from warehouse.reader import Warehouse
from warehouse.tables import FIGURE_KEY


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
    key = list(FIGURE_KEY)
    pairs = before.all_figures().join(
        after.all_figures(), on=key, how="full", coalesce=True, suffix="_na"
    )
    old, new = pl.col("waarde"), pl.col("waarde_na")
    marked = pairs.with_columns(
        nieuw=old.is_null() & new.is_not_null(),
        vervallen=old.is_not_null() & new.is_null(),
        herzien=(old != new).fill_null(value=False),
        mate=((new - old).cast(pl.Float64).abs() / old.cast(pl.Float64).abs()),
    ).filter(pl.any_horizontal("nieuw", "vervallen", "herzien"))
    return [
        _change(str(bron), rows)
        for (bron,), rows in marked.sort("bron").group_by("bron", maintain_order=True)
    ]


def _change(bron: str, rows: pl.DataFrame) -> Change:
    fresh = rows.filter("nieuw").sort("einde_na", "periode")
    revised = rows.filter("herzien", pl.col("mate").is_finite()).sort("mate", descending=True)
    return Change(
        bron=bron,
        nieuw=fresh.height,
        herzien=rows.filter("herzien").height,
        vervallen=rows.filter("vervallen").height,
        laatste=fresh["periode"][-1] if fresh.height else None,
        revision=revised.select("indicator", "gebied", "periode", "waarde", "waarde_na").row(0)
        if revised.height
        else None,
    )
