"""What is asked of a CBS table: which columns, which rows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from pipelines.cbs import Layout, Measure
from pipelines.delivery import DeliveryError


@dataclass(frozen=True, kw_only=True)
class Question:
    """What we ask of one table.

    `measures` name the columns; without them all are taken. Of every dimension but areas and periods
    only the total is asked for; with `region_only`, of the areas only Nederland, our region and the
    gemeenten that ever belonged to it. A table with `comes_later` does not come with the project and
    is there from the first refresh on.
    """

    tabel: str
    measures: tuple[Measure, ...] = ()
    region_only: bool = False
    comes_later: bool = False

    @property
    def folder(self) -> str:
        """Where its deliveries lie, below `data/raw`."""
        return f"cbs/{self.tabel}"

    @property
    def mark(self) -> str:
        """Tell this question apart from another one of the same table."""
        asked = (self.measures, self.region_only)
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:12]

    def selection(self, table: Layout, region: Collection[str]) -> tuple[list[str], str]:
        """Give `$select` and `$filter` in the table's own columns and padded keys.

        `region` holds the codes of Nederland, our region and its gemeenten. Raises DeliveryError
        naming the column or total that the table lacks.
        """
        select: list[str] = []
        if self.measures:
            select = [*table.dimensions, *(each.key for _, each in table.wanted(self.measures))]
        terms = [f"{name} eq '{table.total(name)}'" for name in table.others()]
        if self.region_only and table.region:
            known = (row["Key"] for row in table.dimensions[table.region])
            keys = [key for key in known if key.strip() in region]
            if not keys:
                raise DeliveryError(f"{self.tabel}: geen enkel gebied van onze regio")
            either = " or ".join(f"{table.region} eq '{key}'" for key in keys)
            terms.append(f"({either})")
        return select, " and ".join(terms)
