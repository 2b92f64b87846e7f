"""Large deliveries to measure with: invented participants, and a portfolio of social return."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from pipelines.intake.formats.rmt_deelnemers import FORMAAT, Deelnemer
from pipelines.intake.formats.sroi_contracten import Contract
from pipelines.intake.formats.sroi_invullingen import Invulling
from pipelines.intake.social_return import APPROVED, KINDS_OF_CONTRACT, KINDS_OF_FULFILMENT
from warehouse.categories import CATEGORIES

ROWS = 200_000
OWNERS = (
    "Apeldoorn", "Brummen", "Deventer", "Epe", "Ermelo", "Harderwijk", "Heerde", "Lochem", "Putten",
    "Voorst", "Zeewolde", "Zutphen",
)  # fmt: skip
GEMEENTEN = ("Apeldoorn", "Deventer", "Zutphen", "Lochem", "Ede", "Epe", "Voorst", "Brummen")


def people(rows: int = ROWS) -> Iterator[list[str | int | date | None]]:
    """Invent participants over two years."""
    chance = random.Random(1)
    lists = {name: FORMAAT.allowed(name) for name in Deelnemer.column_names()}
    for number in range(rows):
        came = date(2024, 1, 1) + timedelta(days=chance.randrange(700))
        own = {name: chance.choice(values) for name, values in lists.items() if values}
        yield [
            f"K-{number:06d}",
            chance.choice(CATEGORIES["partij"]),
            chance.choice(GEMEENTEN),
            came,
            own["herkomst"],
            own["geslacht"],
            chance.randrange(1945, 2008),
            own["taalniveau"],
            own["opleidingsniveau"],
            own["sector"],
            own["status"],
            None if own["status"] == "actief" else came + timedelta(days=chance.randrange(20)),
        ]


def written(folder: Path) -> list[Path]:
    """Write the delivery in two kinds, once."""
    book, text = folder / "levering.xlsx", folder / "levering.csv"
    if book.exists() and text.exists():
        return [book, text]
    with (
        xlsxwriter.Workbook(book, {"constant_memory": True}) as workbook,
        text.open("w", encoding="utf-8", newline="") as stream,
    ):
        sheet = workbook.add_worksheet("Deelnemers")
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        lines = csv.writer(stream, delimiter=";")
        lines.writerow(Deelnemer.column_names())
        sheet.write_row(0, 0, Deelnemer.column_names())
        for line, row in enumerate(people(), 1):
            lines.writerow([f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell for cell in row])
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(line, place, cell)
                elif cell:
                    sheet.write_string(line, place, cell)
    return [book, text]


CONTRACTS, EFFORTS, YEARS = 100_000, 1_000_000, (2020, 2021, 2022, 2023)


def portfolio(folder: Path) -> list[Path]:
    """Write contracts in one file and their invullingen in a file a year, once; contracts first."""
    paths = [folder / "contracten.csv", *(folder / f"invullingen-{year}.csv" for year in YEARS)]
    if all(path.exists() for path in paths):
        return paths
    chance = random.Random(1)
    with paths[0].open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, delimiter=";")
        lines.writerow(Contract.column_names())
        for number in range(CONTRACTS):
            begin = date(2019, 1, 1) + timedelta(days=chance.randrange(1700))
            end = begin + timedelta(days=chance.randrange(300, 1800))
            lines.writerow(
                [
                    f"C{number:06d}", chance.choice(OWNERS), f"Firma {chance.randrange(20_000)}",
                    "onderhoud", chance.choice(KINDS_OF_CONTRACT[:3]), f"{begin:%d-%m-%Y}",
                    f"{end:%d-%m-%Y}", chance.randrange(10_000, 2_000_000), 5, "",
                ]
            )  # fmt: skip
    for year, path in zip(YEARS, paths[1:], strict=True):
        with path.open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream, delimiter=";")
            lines.writerow(Invulling.column_names())
            for _ in range(EFFORTS // len(YEARS)):
                contract = f"C{chance.randrange(CONTRACTS):06d}"
                month = f"{year}-{chance.randrange(1, 13):02d}"
                placed = [KINDS_OF_FULFILMENT[0], "WW < 1 jaar", 1, "0,8", 6, "4000"]
                bought = [KINDS_OF_FULFILMENT[1], "", "", "", "", f"{chance.randrange(9_000)},50"]
                lines.writerow([contract, month, *chance.choice((placed, bought)), APPROVED])
    return paths
