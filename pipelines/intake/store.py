"""What was taken in: counted tables under `data/raw/leveringen`, each with its record, never a row.

Every delivery stays. Of each partij and periode the newest one counts.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines.delivery import RECORD, Aanlevering, Delivery, Levering, MixedError, seal
from pipelines.intake.contract import Formaat, Tellingen
from pipelines.intake.rmt import SCHEMA
from pipelines.small_counts import shown
from warehouse.builds import DataFolder
from warehouse.periods import in_dutch_time

FOLDER = "leveringen"
TABLE = "tellingen.csv"
KIND = "leveringen"
VOORBEELD_MARK = "voorbeeld.txt"
"""A file beside `raw` that says that a data folder holds invented deliveries."""


@dataclass(frozen=True)
class Kept:
    """A delivery that was taken in, with its counts."""

    delivery: Delivery
    rows: pl.DataFrame

    @property
    def about(self) -> Aanlevering:
        found = self.delivery.record.aanlevering
        assert found is not None
        return found


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def deliveries(raw: Path) -> list[Delivery]:
    """All deliveries that were taken in, oldest first; one without a record did not finish."""
    folders = sorted((raw / FOLDER).glob(f"*/*/{RECORD}"))
    found = [Delivery.open(each.parent) for each in folders if not each.parent.name.startswith(".")]
    return sorted(found, key=lambda each: (_moment(each), each.folder.name))


def _moment(delivery: Delivery) -> datetime:
    moment = delivery.record.opgehaald
    return in_dutch_time(moment) if moment else datetime.min  # noqa: DTZ901


def known(raw: Path, digest: str) -> Delivery | None:
    """Give the delivery that was made from the very same file, if any."""
    return next(
        (
            each
            for each in deliveries(raw)
            if each.record.aanlevering and each.record.aanlevering.sha256 == digest
        ),
        None,
    )


def read(delivery: Delivery) -> Kept:
    """Read the counts of a delivery."""
    rows = pl.read_csv(delivery.folder / TABLE, infer_schema=False, glob=False)
    return Kept(delivery, rows.with_columns(pl.all().fill_null("")).cast(SCHEMA))


def in_force(kept: Iterable[Kept]) -> list[tuple[Kept, str, str]]:
    """Tell which delivery counts for each partij and periode: the newest, the kept being in order."""
    newest: dict[tuple[str, str], Kept] = {}
    for each in kept:
        for partij, periode in each.rows.select("partij", "periode").unique().rows():
            newest[partij, periode] = each
    return [
        (each, partij, periode)
        for (partij, periode), each in sorted(newest.items(), key=lambda i: i[0])
    ]


@dataclass(frozen=True)
class Replacement:
    """Of one partij and periode: how many participants now, and before, if it was delivered."""

    partij: str
    periode: str
    aantal: int
    was: int | None

    @property
    def said(self) -> tuple[str, str]:
        """Both numbers as anyone may see them: `12` and `<5`, or `niets`."""
        return shown(self.aantal), "niets" if self.was is None else shown(self.was)


def compared(raw: Path, tellingen: Tellingen) -> list[Replacement]:
    """Set a delivery beside what it would replace."""
    standing = {
        (partij, periode): _total(each.rows, partij, periode)
        for each, partij, periode in in_force(read(each) for each in deliveries(raw))
    }
    return [
        Replacement(
            partij,
            periode,
            _total(tellingen.rows, partij, periode),
            standing.get((partij, periode)),
        )
        for partij, periode in tellingen.covered
    ]


def _total(rows: pl.DataFrame, partij: str, periode: str) -> int:
    own = rows.filter(
        pl.col("partij") == partij, pl.col("periode") == periode, pl.col("kenmerk") == ""
    )
    return int(own["aantal"].sum())


def keep(
    folder: DataFolder,
    formaat: Formaat,
    tellingen: Tellingen,
    digest: str,
    *,
    voorbeeld: bool = False,
) -> Delivery:
    """Lay down the counts of a delivery in a folder of its own, complete or not at all."""
    moment = datetime.now(UTC)
    name = (
        f"{moment:%Y%m%dT%H%M%S%f}"  # the warehouse names it too, so no digest: it can be guessed
    )
    home = folder.raw / FOLDER / formaat.id
    unfinished = home / f".{name}.{os.getpid()}"
    unfinished.mkdir(parents=True)
    try:
        tellingen.rows.write_csv(unfinished / TABLE)
        record = Levering(
            bron=KIND,
            tabel=formaat.id,
            titel=f"{formaat.title}{' (voorbeeld, verzonnen)' if voorbeeld else ''}",
            url=None,
            uitgever=", ".join(sorted({partij for partij, _ in tellingen.covered})),
            licentie="niet openbaar; alleen tellingen worden getoond",
            stand="voorbeeld" if voorbeeld else "aangeleverd",
            vastgelegd=in_dutch_time(moment).date(),
            opgehaald=moment,
            gewijzigd=None,
            selectie=None,
            opmerking="Verzonnen levering, om de monitor mee te proberen." if voorbeeld else None,
            bestanden={},
            aanlevering=Aanlevering(
                sha256=digest,
                partijen=tuple(sorted({partij for partij, _ in tellingen.covered})),
                perioden=tuple(each.text for each in tellingen.periods),
            ),
        )
        (unfinished / RECORD).write_text(record.written(), encoding="utf-8")
        seal(unfinished)
        unfinished.rename(home / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Delivery.open(home / name)


def withdraw(delivery: Delivery) -> None:
    """Take back a delivery that could not be published."""
    shutil.rmtree(delivery.folder)


def is_voorbeeld(folder: DataFolder) -> bool:
    """Tell whether a data folder is for invented deliveries."""
    return (folder.path / VOORBEELD_MARK).is_file()


def require_unmixed(raw: Path, found: Iterable[Delivery]) -> None:
    """Refuse invented deliveries outside a voorbeeld, and real ones in it; MixedError names one."""
    voorbeeld = is_voorbeeld(DataFolder(raw.parent))
    for each in found:
        if (each.record.stand == "voorbeeld") != voorbeeld:
            kind = "verzonnen" if each.record.stand == "voorbeeld" else "echte"
            raise MixedError(
                f"{each.folder} is een {kind} levering; verzonnen en echte leveringen gaan nooit "
                "samen. Haal haar weg uit deze map."
            )
