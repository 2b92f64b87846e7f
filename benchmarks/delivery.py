"""A large delivery to measure with: 200.000 invented participants, as a workbook and as a csv."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from pipelines.intake.formats.rmt_deelnemers import FORMAAT, Deelnemer
from warehouse.categories import CATEGORIES

ROWS = 200_000
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
