"""Invented deliveries to try the whole way in with, whose counts are those printed for 2023.

Nobody in them exists. Their files, the data folder that they are taken into, the record of each and
the figures made of them all carry the word voorbeeld, and none of them gets among real ones.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import xlsxwriter

from pipelines import areas
from pipelines.areas import Areas
from pipelines.delivery import Delivery, MixedError
from pipelines.intake import (
    rmt,
    store,
    voorbeeld_banenafspraak,
    voorbeeld_instrumenten,
    voorbeeld_social_return,
)
from pipelines.intake.formats.rmt_deelnemers import Deelnemer
from pipelines.intake.marked import OPTIONS
from pipelines.intake.take_in import File, Outcome, take_in
from pipelines.sources import SOURCES
from warehouse.builds import DataFolder

YEAR = 2023
PRINTED, INHABITANTS = "rmt-jaarverslagen", "cbs-03759ned"
COUNTED_ELSEWHERE = "UWV"
"""Who delivers a table, and no persons."""
TOGETHER = {"Participatiewet, NUG of zzp": ("Participatiewet", "NUG", "zzp")}
"""A category of the report that stands for several of a delivery."""
FILES = "bestanden"
WRONG, NEXT = "voorbeeld-met-fouten.xlsx", "voorbeeld-volgende-levering.xlsx"
"""Files that are left for whoever tries it."""
Row = list[str | int | date | Decimal | None]


@dataclass(frozen=True)
class Voorbeeld:
    """A data folder with invented deliveries, and what became of each file."""

    folder: DataFolder
    outcomes: Sequence[Outcome]


def make(home: Path, raw: Path, seed: int, progress: Callable[[str], None]) -> Voorbeeld:
    """Make a data folder of its own, invent the deliveries of a year, and take them in.

    Raises MixedError when `home` holds anything that is not an earlier voorbeeld.
    """
    folder = DataFolder(home.resolve())
    if folder.path.exists() and any(folder.path.iterdir()) and not store.is_voorbeeld(folder):
        raise MixedError(
            f"{home} is niet leeg en is geen eerder voorbeeld; kies met --map een andere map."
        )
    if folder.path.exists():
        shutil.rmtree(folder.path)
    folder.path.mkdir(parents=True)
    (folder.path / store.VOORBEELD_MARK).write_text(
        "Deze map bevat een voorbeeld: verzonnen leveringen, om de monitor mee te proberen.\n",
        encoding="utf-8",
    )
    progress("openbare cijfers overnemen")
    shutil.copytree(raw, folder.raw, ignore=shutil.ignore_patterns(store.FOLDER))
    files = folder.path / FILES
    files.mkdir()
    chance = random.Random(seed)
    for name, rows in _invented(folder.raw, chance):
        _write(files / name, rows)
    progress("leveringen inlezen")
    taken = sorted(path for path in files.iterdir() if path.name not in (WRONG, NEXT))
    return Voorbeeld(folder, take_in(folder, [File.at(path) for path in taken]))


def _invented(raw: Path, chance: random.Random) -> Iterator[tuple[str, list[Row]]]:
    """Give the files: one of persons for each partij, a table of the one that gives only counts."""
    known = areas.read(Delivery.open(raw / "gebieden"))
    printed = _printed(raw)
    gemeenten = _gemeenten(raw, known)
    everyone: list[Row] = []
    for partij in rmt.PARTIJEN:
        by_kenmerk = printed[partij]
        total = sum(next(iter(by_kenmerk.values())).values())
        if partij == COUNTED_ELSEWHERE:
            yield f"voorbeeld-{partij.lower()}-{YEAR}.xlsx", _table(partij, by_kenmerk, total)
            continue
        people = list(_people(partij, by_kenmerk, total, gemeenten, chance))
        everyone += people
        name = partij.lower().replace(" ", "-")
        yield f"voorbeeld-{name}-{YEAR}.xlsx", [list(Deelnemer.column_names()), *people]
    wrong = [list(each) for each in everyone[:20]]
    wrong[3][9], wrong[7][3], wrong[11][2] = "zorg en welzijn", "31-02-2023", "Lutjebroek"
    yield WRONG, [list(Deelnemer.column_names()), *wrong]
    later = [list(each) for each in everyone if each[1] == "FNV"][:40]
    for row in later:
        came = date(YEAR + 1, 1, 1) + timedelta(days=chance.randrange(90))
        row[3], row[11] = came, None if row[10] == "actief" else came + timedelta(days=30)
    yield NEXT, [list(Deelnemer.column_names()), *later]
    yield from voorbeeld_social_return.invented(raw, gemeenten, chance)
    yield from voorbeeld_instrumenten.invented(raw, gemeenten, chance)
    yield from voorbeeld_banenafspraak.invented(raw, gemeenten, chance)


def _printed(raw: Path) -> dict[str, dict[str, dict[str, int]]]:
    """Give the printed counts per partij and kenmerk, those that are consistent as they stand.

    Where the categories add up to another number than the partij has participants, they are brought
    to that number in proportion; where nothing usable is printed, everyone is unknown.
    """
    figures = SOURCES[PRINTED].staged(raw).filter(pl.col("periode") == str(YEAR))
    split = figures.filter(pl.col("kenmerk").list.contains("partij"))
    totals: dict[str, int] = {}
    found: dict[str, dict[str, dict[str, int]]] = {partij: {} for partij in rmt.PARTIJEN}
    for kenmerken, categories, value in split.select("kenmerk", "categorie", "waarde").rows():
        named = dict(zip(kenmerken, categories, strict=True))
        partij = named.pop("partij")
        if not named:
            totals[partij] = int(value)
        elif value is not None:
            ((kenmerk, categorie),) = named.items()
            found[partij].setdefault(kenmerk, {})[categorie] = int(value)
    return {
        partij: {
            kenmerk: _brought_to(total, found[partij].get(kenmerk, {})) for kenmerk in rmt.KENMERKEN
        }
        for partij, total in totals.items()
    }


def _brought_to(total: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Bring counts to a total, in proportion and whole; the largest remainders are rounded up."""
    there = sum(counts.values())
    if there == 0:
        return {"onbekend": total}
    exact = {name: count * total / there for name, count in counts.items()}
    whole = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (whole[name] - exact[name], name))
    for name in by_remainder[: total - sum(whole.values())]:
        whole[name] += 1
    return {name: count for name, count in whole.items() if count}


def _gemeenten(raw: Path, known: Areas) -> dict[str, float]:
    """The gemeenten of the region by name, weighed by their inhabitants."""
    own = known.members(rmt.region(known), date(YEAR, 12, 31))
    names = known.names
    figures = (
        SOURCES[INHABITANTS]
        .staged(raw)
        .filter(pl.col("gebied").is_in(own), pl.col("periode").str.starts_with(str(YEAR)))
    )
    weights = dict(figures.select("gebied", "waarde").rows())
    return {names[code]: float(weights.get(code) or 1) for code in own}


def _people(
    partij: str,
    by_kenmerk: Mapping[str, Mapping[str, int]],
    total: int,
    gemeenten: Mapping[str, float],
    chance: random.Random,
) -> Iterator[Row]:
    """Invent participants: each kenmerk counts as printed, and which go together is chance."""
    dealt = {}
    for kenmerk, counts in by_kenmerk.items():
        cards = [name for name, count in counts.items() for _ in range(count)]
        chance.shuffle(cards)
        dealt[kenmerk] = cards
    for index in range(total):
        own = {kenmerk: cards[index] for kenmerk, cards in dealt.items()}
        came = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
        active = own["status"] == "actief"
        herkomst = chance.choice(TOGETHER.get(own["herkomst"], (own["herkomst"],)))
        status = own["status"] if own["status"] != "onbekend" else "actief"
        yield [
            f"VOORBEELD-{partij.upper().replace(' ', '')}-{index + 1:04d}",
            partij,
            chance.choices(list(gemeenten), list(gemeenten.values()))[0],
            came,
            herkomst,
            own["geslacht"],
            _born(own["geboortecohort"], chance),
            own["taalniveau"],
            own["opleidingsniveau"],
            own["sector"],
            status,
            None if active else came + timedelta(days=chance.randrange(14, 300)),
        ]


def _born(cohort: str, chance: random.Random) -> int | None:
    first, _, last = cohort.partition("-")
    if not first.isdecimal():
        return None
    return chance.randint(int(first), min(int(last), YEAR - 16))


def _table(partij: str, by_kenmerk: Mapping[str, Mapping[str, int]], total: int) -> list[Row]:
    """Spread what is known in one category only evenly over the quarters."""
    rows: list[Row] = [["jaar", "kwartaal", "partij", "kenmerk", "categorie", "aantal"]]
    for quarter in range(1, 5):
        share = total // 4 + (1 if quarter <= total % 4 else 0)
        for kenmerk, counts in by_kenmerk.items():
            (categorie,) = counts if len(counts) == 1 else ("onbekend",)
            if kenmerk != "status":
                rows.append([YEAR, quarter, partij, kenmerk, categorie, share])
    return rows


def _write(path: Path, rows: Sequence[Row]) -> None:
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        sheet = book.add_worksheet("Voorbeeld")
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, int | Decimal):
                    sheet.write_number(line, place, float(cell))
                elif cell:
                    sheet.write_string(line, place, cell)
