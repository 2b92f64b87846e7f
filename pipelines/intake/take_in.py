"""Files taken in whole or refused whole, published when they are, with an account of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipelines.build import build_if_changed
from pipelines.checks import BuildError
from pipelines.delivery import Delivery, DeliveryError
from pipelines.intake import store
from pipelines.intake.child import Reader, Verdict, judged, marked_workbook, readers
from pipelines.intake.contract import Replacement
from pipelines.intake.formats import FORMATS
from pipelines.intake.guard import MOST_BYTES, file_name
from pipelines.intake.refusal import Fout
from warehouse.builds import DataFolder
from warehouse.periods import Period

STEPS = ("lezen", "herkennen", "personen uitsluiten", "rijen lezen", "rijen toetsen", "tellen")
"""What a file goes through, in order, as progress is told."""
VOORBEELD = "voorbeeld"
"""How the names of invented files begin."""
_MIXED = {
    True: (
        "Dit is een verzonnen levering (voorbeeld) en dit zijn echte gegevens; die gaan nooit samen. "
        "Kies met MONITOR_DATA de map van het voorbeeld."
    ),
    False: (
        "Dit is de map van een voorbeeld, en daar komen alleen verzonnen leveringen in: bestanden "
        "waarvan de naam met voorbeeld begint."
    ),
}
Progress = Callable[[str], None]


class Besluit(StrEnum):
    """What became of a file."""

    INGELEZEN = "ingelezen"
    GEWEIGERD = "geweigerd"
    AL_INGELEZEN = "al-ingelezen"


@dataclass(frozen=True)
class Outcome:
    """The account of one file; `cells` counts the numbers that are kept of it.

    `found` counts all complaints, of which `fouten` lists the first. `replacements` sets each partij
    and periode beside what stood there.
    """

    bestand: str
    besluit: Besluit
    levering: str | None
    rows: int = 0
    cells: int = 0
    fouten: tuple[Fout, ...] = ()
    found: int = 0
    remarks: tuple[str, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    verdict: Verdict | None = field(default=None, repr=False, compare=False)

    def counted(self, number: str = "") -> str:
        """What the rows of the delivery are: `1 contract`, `<5 deelnemers`, or without a number."""
        known = self.levering and FORMATS.get(self.levering)
        one, more = (known.kept.one, known.kept.counted) if known else ("rij", "rijen")
        return f"{number} {one if number == '1' else more}".strip()

    def account(self) -> dict[str, Any]:
        """The outcome as `monitor import --formaat json` gives it."""
        return {
            "bestand": self.bestand,
            "levering": self.levering,
            "besluit": str(self.besluit),
            "rijen": self.rows,
            "tellingen": self.cells,
            "fouten": [
                {
                    "blad": each.blad,
                    "rij": each.rij,
                    "kolom": each.kolom,
                    "waarde": each.waarde,
                    "regel": each.regel,
                }
                for each in self.fouten
            ],
            "fouten_totaal": self.found,
            "opmerkingen": list(self.remarks),
        }


@dataclass(frozen=True)
class File:
    """A file that was handed in: its name, which is never used as a path, and its bytes."""

    name: str
    content: bytes

    @classmethod
    def at(cls, path: Path) -> File:
        """Read a file; one that is too large is cut off just past what is allowed."""
        with path.open("rb") as stream:
            return cls(path.name, stream.read(MOST_BYTES + 1))


def look_at(folder: DataFolder, file: File, progress: Progress = lambda _: None) -> Outcome:
    """Judge a file and tell what taking it in would do; writes nothing."""
    with readers(folder.raw, files=1) as reader:
        return _look_at(folder, file, reader, progress)


def _look_at(
    folder: DataFolder, file: File, reader: Callable[[], Reader], progress: Progress
) -> Outcome:
    name = file_name(file.name)
    digest = store.sha256(file.content)
    if before := store.known(folder.raw, digest):
        return Outcome(name, Besluit.AL_INGELEZEN, before.record.tabel, remarks=(_when(before),))
    if len(file.content) > MOST_BYTES:
        rule = (
            f"Het bestand is groter dan {MOST_BYTES // 1_000_000} MB; lever het in delen aan, per "
            "kwartaal bijvoorbeeld."
        )
        return Outcome(name, Besluit.GEWEIGERD, None, fouten=(Fout(rule),), found=1)
    verdict = judged(reader(), file.name, file.content, progress)
    levering = verdict.formaat.id if verdict.formaat else None
    if verdict.content is None or verdict.formaat is None:
        return Outcome(
            name,
            Besluit.GEWEIGERD,
            levering,
            verdict.rows,
            fouten=verdict.fouten,
            found=verdict.found,
            remarks=verdict.remarks,
            verdict=verdict,
        )
    invented = verdict.invented or name.casefold().startswith(VOORBEELD)
    if invented != store.is_voorbeeld(folder):
        return Outcome(
            name,
            Besluit.GEWEIGERD,
            levering,
            verdict.rows,
            fouten=(Fout(_MIXED[invented]),),
            found=1,
        )
    names = store.names(folder.raw)
    replacements = [
        replace(each, partij=names.get(each.partij, each.partij))
        for each in store.compared(folder.raw, verdict.formaat, verdict.content)
    ]
    return Outcome(
        name,
        Besluit.INGELEZEN,
        levering,
        verdict.rows,
        verdict.content.rows.height,
        remarks=verdict.remarks,
        replacements=tuple(sorted(replacements, key=lambda each: (each.partij, each.periode))),
        verdict=verdict,
    )


def _when(delivery: Delivery) -> str:
    record = delivery.record
    periods = record.aanlevering.perioden if record.aanlevering else ()
    ends = [Period.parse(each).spoken for each in (*periods[:1], *periods[-1:])]
    span = " tot en met ".join(dict.fromkeys(ends))
    about = ", ".join(each for each in (record.uitgever, span) if each)
    day = f"{record.vastgelegd:%d-%m-%Y}"
    return f"Dit bestand is al ingelezen op {day} ({about}); er is niets veranderd."


def take_in(
    folder: DataFolder,
    files: Sequence[File],
    progress: Progress = lambda _: None,
    *,
    looked_at: Outcome | None = None,
) -> list[Outcome]:
    """Take in what can be, and publish it; a file that cannot be leaves the others alone.

    What was taken in and cannot be published is taken back, and BuildError or DeliveryError raised.
    `looked_at` is what `look_at` found of the one file, to not judge it again.
    """
    outcomes: list[Outcome] = []
    kept: list[Delivery] = []
    with folder.alone("leest in", progress), readers(folder.raw, len(files)) as reader:
        voorbeeld = store.is_voorbeeld(folder)
        for file in files:
            digest = store.sha256(file.content)
            found = looked_at or _look_at(folder, file, reader, progress)
            if looked_at and (before := store.known(folder.raw, digest)):
                found = Outcome(
                    found.bestand, Besluit.AL_INGELEZEN, found.levering, remarks=(_when(before),)
                )
            outcomes.append(found)
            verdict = found.verdict
            if (
                found.besluit is Besluit.INGELEZEN
                and verdict
                and verdict.formaat
                and verdict.content
            ):
                kept.append(
                    store.keep(
                        folder, verdict.formaat, verdict.content, digest, voorbeeld=voorbeeld
                    )
                )
        if kept:
            try:
                progress("publiceren")
                pinned = build_if_changed(folder, lambda _: None).pinned
            except (BuildError, DeliveryError):
                for delivery in kept:
                    store.withdraw(delivery)
                raise
            if pinned:
                outcomes = [_not_yet_shown(each, pinned) for each in outcomes]
    return outcomes


def _not_yet_shown(outcome: Outcome, pinned: str) -> Outcome:
    """Add to what was taken in that the dashboard is held to an earlier build."""
    if outcome.besluit is not Besluit.INGELEZEN:
        return outcome
    said = f"Het dashboard blijft op {pinned}, tot `monitor rollback --los`; daarna toont het dit."
    return replace(outcome, remarks=(*outcome.remarks, said))


def refusal_workbook(folder: DataFolder, file: File) -> bytes | None:
    """Make the workbook in which the wrong cells of a refused file are marked."""
    return marked_workbook(file.name, file.content, folder.raw)
