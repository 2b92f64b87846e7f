"""A delivery: a folder with what a source gave, untouched, and a record of who, when and how."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Self

import orjson
import polars as pl

RECORD = "levering.json"

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(-\d+)?")
"""Folders of deliveries: the day, and a number for a second one on the same day."""


class DeliveryError(Exception):
    """A delivery that cannot be taken in; the message is one Dutch sentence for a person."""


class MixedError(DeliveryError):
    """Invented and real deliveries would meet; the message says so in Dutch."""


@dataclass(frozen=True)
class Bestand:
    """A file as it was laid down; `rijen` is null for a file that has no rows."""

    sha256: str
    rijen: int | None


@dataclass(frozen=True, kw_only=True)
class Aanlevering:
    """What was handed in by a partner: the sha256 of the file, and whom and when it speaks for.

    The file itself is not kept, and neither is its name.
    """

    sha256: str
    partijen: tuple[str, ...]
    perioden: tuple[str, ...]


STANDEN = ("meegeleverd", "ververst", "aangeleverd", "voorbeeld")


@dataclass(frozen=True, kw_only=True)
class Levering:
    """The record of a delivery, as `levering.json` holds it.

    `bron` says what kind of delivery it is and thereby how it is read: `cbs`, `publicaties`,
    `gebieden` or `leveringen`; the last was handed in by a partner, see `aanlevering`. `vastgelegd`
    is the day on which the files were laid down; `opgehaald` the moment on which they were fetched
    from the source, null when that was not handed down; `gewijzigd` the source's own word for its
    last change. `selectie` is the part of a table that was asked for.
    """

    bron: str
    tabel: str | None
    titel: str
    url: str | None
    uitgever: str
    licentie: str
    stand: Literal["meegeleverd", "ververst", "aangeleverd", "voorbeeld"]
    vastgelegd: date
    opgehaald: datetime | None
    gewijzigd: str | None
    selectie: str | None
    opmerking: str | None
    bestanden: Mapping[str, Bestand]
    aanlevering: Aanlevering | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a record; ValueError (in Dutch) when a key is missing, unknown or not readable."""
        try:
            found: dict[str, Any] = json.loads(text)
        except json.JSONDecodeError as broken:
            raise ValueError(f"is geen leesbare JSON (regel {broken.lineno})") from broken
        expected = {each.name for each in fields(cls)}
        if missing := expected - found.keys() - {"aanlevering"}:
            raise ValueError(f"mist {', '.join(sorted(missing))}")
        if unknown := found.keys() - expected:
            raise ValueError(f"kent {', '.join(sorted(unknown))} niet")
        if found["stand"] not in STANDEN:
            raise ValueError(f"stand '{found['stand']}' is niet een van {', '.join(STANDEN)}")
        try:
            found["vastgelegd"] = date.fromisoformat(found["vastgelegd"])
            if found["opgehaald"] is not None:
                found["opgehaald"] = datetime.fromisoformat(found["opgehaald"])
        except (TypeError, ValueError) as wrong:
            raise ValueError("vastgelegd of opgehaald is geen datum (2026-11-22)") from wrong
        try:
            files = {name: Bestand(**file) for name, file in found["bestanden"].items()}
        except (AttributeError, TypeError) as wrong:
            raise ValueError("bestanden heeft niet bij elke naam sha256 en rijen") from wrong
        if (handed := found.get("aanlevering")) is not None:
            try:
                lists = {name: tuple(handed[name]) for name in ("partijen", "perioden")}
                found["aanlevering"] = Aanlevering(sha256=handed["sha256"], **lists)
            except (KeyError, TypeError) as wrong:
                raise ValueError("aanlevering heeft niet sha256, partijen en perioden") from wrong
        return cls(**{**found, "bestanden": files})

    def written(self) -> str:
        """The record as it stands in `levering.json`."""
        record = asdict(self)
        if self.aanlevering is None:
            del record["aanlevering"]
        plain = json.dumps(
            record, ensure_ascii=False, indent=2, default=lambda moment: moment.isoformat()
        )
        return plain + "\n"


@dataclass(frozen=True)
class Delivery:
    """A folder with a record."""

    folder: Path
    record: Levering

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the record of a folder; DeliveryError when it is missing or wrong."""
        try:
            return cls(folder, Levering.parse((folder / RECORD).read_text(encoding="utf-8")))
        except FileNotFoundError as missing:
            raise DeliveryError(f"{folder}: {RECORD} ontbreekt") from missing
        except ValueError as wrong:
            raise DeliveryError(f"{folder}: {RECORD} {wrong}") from wrong

    def verify(self) -> None:
        """Hold every file against the record.

        Raises DeliveryError naming the first file that is missing, changed, unreadable or unknown.
        """
        for name, expected in self.record.bestanden.items():
            path = self.folder / name
            if not path.is_file():
                raise DeliveryError(f"{self.folder}: {name} ontbreekt, maar staat in {RECORD}")
            if _sha256(path) != expected.sha256:
                raise DeliveryError(
                    f"{self.folder}: {name} is veranderd sinds de vastlegging (sha256 wijkt af "
                    f"van {RECORD})"
                )
            if path.suffix == ".json":
                _read_json(path)
        for path in _contents(self.folder):
            if path.name not in self.record.bestanden:
                raise DeliveryError(
                    f"{self.folder}: {path.name} staat niet in {RECORD}; leg de map opnieuw vast met "
                    f"`monitor record {self.folder}`"
                )


def in_force(raw: Path, folders: Sequence[str]) -> list[Delivery]:
    """Find the delivery that counts for each folder name of a source, in the given order.

    A folder with a record of its own is the delivery; otherwise the newest dated sub-folder with
    one. A dated folder without a record is a refresh that did not finish, and is passed by.
    """
    return [Delivery.open(_current(raw / name)) for name in folders]


def delivered(raw: Path, name: str) -> list[Path]:
    """All deliveries in a folder, oldest first; the last one is in force."""
    folder = raw / name
    if (folder / RECORD).is_file():
        return [folder]
    dated = [
        each
        for each in (folder.iterdir() if folder.is_dir() else ())
        if _DATED.fullmatch(each.name) and (each / RECORD).is_file()
    ]
    return sorted(dated, key=_day_and_number)


def seal(folder: Path) -> Delivery:
    """Write the sha256 and rows of all files in a folder into its record.

    Raises DeliveryError when the record is missing or a file cannot be read.
    """
    delivery = Delivery.open(folder)
    files = {path.name: Bestand(_sha256(path), _rows(path)) for path in _contents(folder)}
    sealed = Delivery(folder, replace(delivery.record, bestanden=files))
    (folder / RECORD).write_text(sealed.record.written(), encoding="utf-8")
    return sealed


def _current(folder: Path) -> Path:
    found = delivered(folder.parent, folder.name)
    if not found:
        raise DeliveryError(f"{folder}: geen levering gevonden (een map met {RECORD})")
    return found[-1]


def _day_and_number(dated: Path) -> tuple[str, int]:
    return dated.name[:10], int(dated.name[11:] or 1)


def _contents(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name != RECORD and not path.name.startswith(".")
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_json(path: Path) -> Any:
    try:
        return orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as broken:
        raise DeliveryError(f"{path.parent}: {path.name} is geen leesbare JSON") from broken


def _rows(path: Path) -> int | None:
    if path.suffix == ".json":
        content = _read_json(path)
        return len(content) if isinstance(content, list) else None
    if path.suffix == ".ndjson":
        with path.open("rb") as stream:
            return sum(1 for line in stream if line.strip())
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return sum(1 for _ in csv.DictReader(stream))
    if path.suffix == ".parquet":
        return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
    return None
