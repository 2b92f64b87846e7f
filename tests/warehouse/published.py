"""A data folder in which small builds are published one after another, each a day later."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from tests.warehouse import drawn
from warehouse.builds import DataFolder
from warehouse.history import Marks
from warehouse.publishing import recorded
from warehouse.reader import Warehouse

FIRST = datetime(2026, 12, 1, 11, tzinfo=UTC)
HEADER = "indicator | gebied | periode | waarde | bron | status | opmerking\n"
DELIVERED = ("mark", "2026-11-22")


def figures(text: str) -> str:
    """Draw figures of bijstand at the end of 2021, `gebied waarde` a line, or more between bars."""
    lines = []
    for line in text.split(";"):
        cells = [*(each.strip() for each in line.split("|")), "", "", ""]
        gebied, waarde = cells[0].split()
        bron, status, remark = cells[1] or "bron1", cells[2] or "definitief", cells[3]
        lines.append(
            f"bijstand_personen | {gebied} | 2021-12-31 | {waarde} | {bron} | {status} | {remark}\n"
        )
    return HEADER + "".join(lines)


@dataclass
class Published:
    """What is published in a folder: `days` counts the days since the first."""

    folder: DataFolder
    days: int = 0
    first: datetime = FIRST
    delivered: dict[str, tuple[str, str]] = field(
        default_factory=lambda: {"bron1|bron1": DELIVERED, "bron2|bron2": DELIVERED}
    )
    definitions: Mapping[str, str] = field(default_factory=lambda: {"bijstand_personen": "1"})
    corrections: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    handed_in: Collection[str] = ()
    stays: str = "geheel|deel\nAM06|GM0200\nAM06|GM0301\n"

    def delivery(self, bron: str) -> Published:
        """Let a source deliver anew."""
        day = (self.first + timedelta(days=self.days)).date().isoformat()
        self.delivered = self.delivered | {f"{bron}|{bron}": (f"mark {self.days}", day)}
        return self

    def publish(self, text: str) -> Path:
        """Publish figures as a run does, a day after the last."""
        made = drawn.tables(drawn.waarnemingen(figures(text)), drawn.lidmaatschap(self.stays))
        blank = pl.col("opmerking").replace("", None)
        made["cijfer"] = made["cijfer"].with_columns(opmerking=blank, tabel="bron")
        made["levering"] = made["levering"].with_columns(
            stand=pl.lit("ververst"),
            titel="bron",
            uitgever="bron",
            tabel_titel="bron",
            licentie=pl.lit("CC BY 4.0"),
            url=pl.lit(None, pl.String),
            sha256=pl.lit(None, pl.String),
        )
        build = self.folder.builds / f"{self.days:03}.duckdb"
        marks = Marks(
            deliveries=self.delivered,
            definitions=self.definitions,
            corrections=self.corrections,
            handed_in=frozenset(self.handed_in),
        )
        moment = self.first + timedelta(days=self.days)
        self.days += 1
        with self.folder.alone("bouwt", lambda _: None):
            self.folder.clear_leftovers()
            with recorded(self.folder, build, made, marks, moment):
                drawn.publish(self.folder, build.stem, made)
        return build

    def lose_builds(self) -> None:
        """Delete all builds and the link, as somebody does who makes room."""
        shutil.rmtree(self.folder.builds)
        self.folder.link.unlink()

    @property
    def current(self) -> Warehouse:
        return Warehouse(self.folder.current())


def day(number: int) -> date:
    """The day on which the build of this number was published."""
    return (FIRST + timedelta(days=number)).date()
