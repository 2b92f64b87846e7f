"""What was taken in: tables under `data/raw/leveringen`, each with its record, never a row of a person.

Every delivery stays. Of each partij and periode the newest one counts.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines import areas
from pipelines.delivery import (
    RECORD,
    Aanlevering,
    Delivery,
    DeliveryError,
    Levering,
    MixedError,
    seal,
)
from pipelines.intake.contract import Content, Formaat, Pairs, Replacement
from pipelines.intake.formats import FORMATS
from warehouse.builds import DataFolder
from warehouse.periods import Period, in_dutch_time

FOLDER = "leveringen"
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


def deliveries(raw: Path, kind: str | None = None) -> list[Delivery]:
    """All deliveries (of one kind) that were taken in, oldest first; unfinished ones have no record."""
    folders = sorted((raw / FOLDER).glob(f"*/*/{RECORD}"))
    found = [Delivery.open(each.parent) for each in folders if not each.parent.name.startswith(".")]
    if kind is not None:
        found = [each for each in found if formaat_of(each).kept.id == kind]
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


def formaat_of(delivery: Delivery) -> Formaat:
    """Tell which kind of file a delivery was; DeliveryError for one that is unknown."""
    found = FORMATS.get(delivery.record.tabel or "")
    if found is None:
        raise DeliveryError(
            f"{delivery.folder}: levering '{delivery.record.tabel}' is onbekend (bekend: "
            f"{', '.join(FORMATS)})"
        )
    return found


def read(delivery: Delivery) -> Kept:
    """Read what was kept of a delivery."""
    stored = formaat_of(delivery).kept
    path = delivery.folder / stored.file
    if path.suffix == ".parquet":
        return Kept(delivery, pl.read_parquet(path, glob=False).cast(stored.schema))
    rows = pl.read_csv(path, infer_schema=False, glob=False)
    return Kept(delivery, rows.with_columns(pl.all().fill_null("")).cast(stored.schema))


def in_force(kept: Iterable[Kept]) -> list[tuple[Kept, str, str]]:
    """Tell which delivery counts for each partij and periode: the newest, the kept being in order."""
    newest: dict[tuple[str, str], Kept] = {}
    for each in kept:
        for partij, periode in formaat_of(each.delivery).kept.covers(each.rows):
            newest[partij, periode] = each
    return [
        (each, partij, periode)
        for (partij, periode), each in sorted(newest.items(), key=lambda i: i[0])
    ]


def standing(
    raw: Path, kind: str, covered: Collection[tuple[str, str]] | None = None
) -> pl.DataFrame:
    """Give the rows that count of a kind of delivery (`Stored.id`); an empty frame for none.

    With `covered` only those of these partijen and perioden.
    """
    kept = [read(each) for each in deliveries(raw, kind)]
    own: dict[int, Pairs] = {}
    for each, partij, periode in in_force(kept):
        if covered is None or (partij, periode) in covered:
            own.setdefault(kept.index(each), []).append((partij, periode))
    place = {"partij": pl.String, "periode": pl.String}
    found = [
        kept[index].rows.join(
            pl.DataFrame(pairs, schema=place, orient="row"), on=list(place), how="semi"
        )
        for index, pairs in sorted(own.items())
    ]
    return pl.concat(found) if found else pl.DataFrame()


def compared(raw: Path, formaat: Formaat, content: Content) -> list[Replacement]:
    """Set a delivery beside what it would replace."""
    there = standing(raw, formaat.kept.id, set(formaat.kept.covers(content.rows)))
    return formaat.kept.compare(content.rows, content.rows.clear() if there.is_empty() else there)


def keep(
    folder: DataFolder,
    formaat: Formaat,
    content: Content,
    digest: str,
    *,
    voorbeeld: bool = False,
) -> Delivery:
    """Lay down the counts of a delivery in a folder of its own, complete or not at all."""
    covered = formaat.kept.covers(content.rows)
    partijen = sorted({partij for partij, _ in covered})
    periods = [each.text for each in sorted({Period.parse(when) for _, when in covered if when})]
    called = names(folder.raw)
    moment = datetime.now(UTC)
    name = (
        f"{moment:%Y%m%dT%H%M%S%f}"  # the warehouse names it too, so no digest: it can be guessed
    )
    home = folder.raw / FOLDER / formaat.id
    unfinished = home / f".{name}.{os.getpid()}"
    unfinished.mkdir(parents=True)
    try:
        path = unfinished / formaat.kept.file
        if path.suffix == ".parquet":
            content.rows.write_parquet(path)
        else:
            content.rows.write_csv(path)
        record = Levering(
            bron=KIND,
            tabel=formaat.id,
            titel=f"{formaat.title}{' (voorbeeld, verzonnen)' if voorbeeld else ''}",
            url=None,
            uitgever=", ".join(sorted(called.get(each, each) for each in partijen)),
            licentie="niet openbaar",
            stand="voorbeeld" if voorbeeld else "aangeleverd",
            vastgelegd=in_dutch_time(moment).date(),
            opgehaald=moment,
            gewijzigd=None,
            selectie=None,
            opmerking="Verzonnen levering, om de monitor mee te proberen." if voorbeeld else None,
            bestanden={},
            aanlevering=Aanlevering(
                sha256=digest,
                partijen=tuple(partijen),
                perioden=tuple(periods),
            ),
        )
        (unfinished / RECORD).write_text(record.written(), encoding="utf-8")
        seal(unfinished)
        unfinished.rename(home / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Delivery.open(home / name)


def names(raw: Path) -> Mapping[str, str]:
    """What partijen that are a gemeente are called; others go by their name already."""
    return areas.read(Delivery.open(raw / "gebieden")).names


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
