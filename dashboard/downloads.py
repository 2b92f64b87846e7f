"""Figures as files that can be quoted: each row with its passport, each file with its definition.

Three forms, because one cannot serve all. The Dutch CSV opens in a Dutch Excel with a double click:
semicolons, decimal commas, a byte order mark, and the passport above the table, set off by an empty
line so that Excel sees the table as one region. The machine CSV is a table from its first line on,
and so every row carries its dates, licence, definition and filters, also where nothing stands above.
The workbook has both on sheets of their own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl
import xlsxwriter

from dashboard import palette
from dashboard.lettering import text_width
from warehouse.indicators import INDICATORS
from warehouse.periods import Period

Passport = Sequence[tuple[str, str]]
"""What a file needs to be quoted, as pairs: definition, filters, sources, licences."""

Cell = str | Decimal | int | date | datetime | bool | None

_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")


def _split(row: dict[str, Any]) -> str | None:
    pairs = zip(row["kenmerk"], row["categorie"], strict=True)
    return "; ".join(f"{kenmerk}: {categorie}" for kenmerk, categorie in pairs) or None


_COLUMNS: tuple[tuple[str, Callable[[dict[str, Any]], Cell]], ...] = (
    ("indicator", lambda row: row["indicator"]),
    ("gebied", lambda row: row["gebied"]),
    ("naam", lambda row: row["naam"]),
    ("samenstelling", lambda row: row["samenstelling"]),
    ("leden", lambda row: row["leden"]),
    ("periode", lambda row: row["periode"]),
    ("begin", lambda row: row["begin"]),
    ("einde", lambda row: row["einde"]),
    ("uitsplitsing", _split),
    ("waarde", lambda row: row["waarde"]),
    ("eenheid", lambda row: INDICATORS[row["indicator"]].measured_in(row["reeks"]).unit.named),
    ("teller", lambda row: row["teller"]),
    ("noemer", lambda row: row["noemer"]),
    ("marge", lambda row: row["marge"]),
    ("status", lambda row: row["status"]),
    ("strijdig", lambda row: row["strijdig"]),
    ("gekozen", lambda row: row["gekozen"]),
    ("bron", lambda row: row["bron"]),
    ("reeks", lambda row: row["reeks"]),
    ("tabel", lambda row: row["tabel"]),
    ("vindplaats", lambda row: row["vindplaats"]),
    ("opmerking", lambda row: row["opmerking"]),
    ("vastgelegd", lambda row: row["vastgelegd"]),
    ("opgehaald", lambda row: row["opgehaald"]),
    ("stand", lambda row: row["stand"]),
    ("licentie", lambda row: row["licentie"]),
    ("definitie", lambda row: row["definitie"]),
    ("filters", lambda row: row["filters"]),
)


def csv_bytes(
    rows: pl.DataFrame,
    passport: Passport,
    notation: Literal["nl", "machine"],
    moment: datetime | None = None,
) -> bytes:
    """Write figures (rows of `notes.with_passport`) as CSV, in Dutch or in machine notation.

    A missing figure has an empty `waarde` and its reason in `status`. Text that a spreadsheet would
    take for a formula gets an apostrophe before it.
    """
    written = io.StringIO(newline="")
    dutch = notation == "nl"
    table = csv.writer(written, delimiter=";" if dutch else ",", lineterminator="\r\n")
    if dutch:
        for name, said in _about(passport, moment):
            table.writerow([_harmless(name), _harmless(said)])
        table.writerow([])
    table.writerow([name.capitalize() if dutch else name for name, _ in _COLUMNS])
    write = _dutch if dutch else _plain
    for row in rows.iter_rows(named=True):
        table.writerow([write(read(row)) for _, read in _COLUMNS])
    return written.getvalue().encode("utf-8-sig" if dutch else "utf-8")


def table_csv(rows: pl.DataFrame, about: Passport, moment: datetime | None = None) -> bytes:
    """Write any table as CSV in Dutch notation, below what is said about it."""
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for name, said in _about(about, moment):
        table.writerow([_harmless(name), _harmless(said)])
    table.writerow([])
    table.writerow([name.capitalize() for name in rows.columns])
    for row in rows.iter_rows():
        table.writerow(map(_dutch, row))
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: pl.DataFrame, passport: Passport, moment: datetime | None = None) -> bytes:
    """Write figures (rows of `notes.with_passport`) as a workbook: `Cijfers` and `Verantwoording`."""
    written = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        _figures_sheet(book, rows)
        _about_sheet(book, _about(passport, moment))
    return written.getvalue()


def _figures_sheet(book: xlsxwriter.Workbook, rows: pl.DataFrame) -> None:
    sheet = book.add_worksheet("Cijfers")
    head = book.add_format(
        {"bold": True, "font_color": "#ffffff", "bg_color": palette.CLASSES[-1], "border": 0}
    )
    # Excel shows no apostrophe, and keeps the text a text also when somebody edits the cell.
    quoted = book.add_format({"quote_prefix": True})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    whole = book.add_format({"num_format": "#,##0"})
    fine = book.add_format({"num_format": "#,##0.####"})
    exact = {
        indicator.id: book.add_format(
            {"num_format": "#,##0" + ("." + "0" * indicator.decimals if indicator.decimals else "")}
        )
        for indicator in INDICATORS.values()
    }
    widths = [text_width(name, 1) for name, _ in _COLUMNS]
    for column, (name, _) in enumerate(_COLUMNS):
        sheet.write_string(0, column, name.capitalize(), head)
    line = 0
    for line, row in enumerate(rows.iter_rows(named=True), 1):
        for column, (name, read) in enumerate(_COLUMNS):
            cell = read(row)
            if cell is None:
                continue
            widths[column] = max(widths[column], text_width(str(cell), 1))
            if isinstance(cell, bool):
                sheet.write_string(line, column, "ja" if cell else "nee")
            elif isinstance(cell, date):
                sheet.write_datetime(line, column, cell, moment if name == "opgehaald" else day)
            elif isinstance(cell, int | Decimal):
                shape = exact[row["indicator"]] if name == "waarde" else whole
                shape = fine if name == "marge" else shape
                sheet.write_number(line, column, cell, shape)
            else:
                shape = quoted if cell.startswith(_FORMULA_BEGINS) else None
                sheet.write_string(line, column, cell, shape)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(60, width * 1.9 + 3))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, line, len(_COLUMNS) - 1)


def _about_sheet(book: xlsxwriter.Workbook, about: Passport) -> None:
    sheet = book.add_worksheet("Verantwoording")
    name = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for line, (what, said) in enumerate(about):
        sheet.write_string(line, 0, what, name)
        sheet.write_string(line, 1, said, text)


def _about(passport: Passport, moment: datetime | None) -> list[tuple[str, str]]:
    made = moment or datetime.now(ZoneInfo("Europe/Amsterdam"))
    return [
        *((name, " ".join(said.split())) for name, said in passport),
        ("Gedownload op", f"{Period.day(made.date()).spoken}, {made:%H:%M} uur"),
    ]


def _dutch(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, Decimal):
        return _digits(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d-%m-%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return _plain(cell)


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return _digits(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else _harmless(cell)


def _digits(value: Decimal) -> str:
    """Write a number as it is, without grouping and without zeros that the warehouse added."""
    return f"{value.normalize():f}" if value else "0"


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text
