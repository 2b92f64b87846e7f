"""What a source is, and the way from its delivered folders to staged figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import dataframely as dy
import polars as pl

from pipelines import areas, cbs, publicaties
from pipelines.delivery import Delivery, DeliveryError, delivered, in_force
from pipelines.question import Question
from warehouse.periods import Period
from warehouse.tables import MISSING_REASONS, Waarneming

READERS: Mapping[str, Callable[[Delivery], Any]] = MappingProxyType(
    {"cbs": cbs.read, "publicaties": publicaties.read, "gebieden": areas.read}
)
"""How each kind of delivery (`bron` in its record) is read."""


Instead = Mapping[Path, Delivery]
NOTHING: Instead = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Reeks:
    """A series: figures that may stand in one line.

    `samenstelling` is the year of the composition for which regional figures were published.
    """

    id: str
    title: str
    samenstelling: str | None = None


@dataclass(frozen=True)
class Staged:
    """What a source gives: figures, and tables of the warehouse that only it fills."""

    figures: dy.DataFrame[Waarneming]
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A source: who publishes it, where it lies, and how it becomes figures.

    What is fetched from the CBS is asked by `questions`; what is typed over or of our own lies in
    `folders`. `stage` takes what was read from each of them, in that order, as far as it is there,
    and gives staged figures; it touches no file. `stale_after` is how long after a delivery newer
    figures may be expected; null for a source that will not change any more. `handed_in` tells that
    partners deliver it themselves, so that there is any number of deliveries, perhaps none yet.
    """

    id: str
    title: str
    publisher: str
    licence: str
    licence_url: str | None
    url: str | None
    frequency: str
    next_expected: str
    stale_after: timedelta | None
    reeksen: tuple[Reeks, ...]
    stage: Callable[..., dy.DataFrame[Waarneming]]
    questions: tuple[Question, ...] = ()
    folders: tuple[str, ...] = ()
    handed_in: bool = False

    def deliveries(self, raw: Path, instead: Instead = NOTHING) -> list[Delivery]:
        """The deliveries in force for this source, one per folder that is there.

        `instead` gives, by folder, a delivery to take for the one in force: to see what it would
        bring before it counts. Raises DeliveryError when a folder is missing that does not wait for
        a first refresh.
        """
        places = [
            *(each.folder for each in self.questions if each not in self.absent(raw, instead)),
            *self.folders,
        ]
        return [
            instead[raw / each] if raw / each in instead else in_force(raw, (each,))[0]
            for each in places
        ]

    def absent(self, raw: Path, instead: Instead = NOTHING) -> list[Question]:
        """The questions that no refresh has answered yet."""
        return [
            each
            for each in self.questions
            if each.comes_later
            and raw / each.folder not in instead
            and not delivered(raw, each.folder)
        ]

    def read(self, raw: Path, instead: Instead = NOTHING) -> Staged:
        """Verify, read and stage what lies under `raw`; DeliveryError when that cannot be done."""
        found = self.deliveries(raw, instead)
        return Staged(self.stage(*map(_read, found)) if found else Waarneming.create_empty())

    def staged(self, raw: Path, instead: Instead = NOTHING) -> dy.DataFrame[Waarneming]:
        """Give the figures of `read`."""
        return self.read(raw, instead).figures


def _read(delivery: Delivery) -> Any:
    delivery.verify()
    kind = delivery.record.bron
    if kind not in READERS:
        raise DeliveryError(
            f"{delivery.folder}: bron '{kind}' is onbekend (bekend: {', '.join(READERS)})"
        )
    return READERS[kind](delivery)


def observed(
    figures: pl.DataFrame | Iterable[pl.DataFrame], *, bron: str, reeks: str
) -> dy.DataFrame[Waarneming]:
    """Give staged figures their passport and hold them to the contract.

    Takes frames with `indicator, tabel, gebied, periode, waarde, marge, status, vindplaats` and
    perhaps `opmerking`, `kenmerk` and `categorie`; `periode` as the monitor writes it. A figure
    without a value gets status `niet gepubliceerd` unless it already has a reason.
    """
    frames = [figures] if isinstance(figures, pl.DataFrame) else list(figures)
    rows = pl.concat(frames, how="diagonal")
    written = rows["periode"].unique().to_list()
    periods = pl.DataFrame(
        [
            {"periode": each, "soort": period.soort, "begin": period.begin, "einde": period.einde}
            for each in written
            for period in (Period.parse(each),)
        ],
        schema={"periode": pl.String, "soort": pl.String, "begin": pl.Date, "einde": pl.Date},
    )
    if "opmerking" not in rows.columns:
        rows = rows.with_columns(opmerking=pl.lit(None, pl.String))
    whole = pl.lit([], pl.List(pl.String))
    split = [
        (pl.col(name).fill_null(whole) if name in rows.columns else whole).alias(name)
        for name in ("kenmerk", "categorie")
    ]
    known = rows.join(periods, on="periode", how="left", maintain_order="left").with_columns(
        *split,
        bron=pl.lit(bron),
        reeks=pl.lit(reeks),
        marge=pl.when(pl.col("waarde").is_not_null()).then("marge"),
        status=pl.when(pl.col("waarde").is_null() & ~pl.col("status").is_in(MISSING_REASONS))
        .then(pl.lit("niet gepubliceerd"))
        .otherwise("status"),
    )
    return Waarneming.validate(known.select(Waarneming.column_names()), cast=True)
