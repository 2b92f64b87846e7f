"""The workbook that goes back with a refusal: the complaints, and the cells that they are about."""

from __future__ import annotations

import io
from collections import defaultdict

import xlsxwriter

from pipelines.intake.judge import NOT_REPEATED, Judgement
from pipelines.intake.refusal import Fout

COLUMNS = ("blad", "rij", "kolom", "waarde", "regel")
WIDTHS = (20, 8, 22, 28, 90)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")


def workbook(judgement: Judgement) -> bytes:
    """Write the complaints on a first sheet, and after it each sheet's rows that are wrong.

    Rows and columns stand where they stand in the file, with wrong cells marked. A value that could
    point out a person is not written.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        _list(book, judgement)
        for number, read in enumerate(judgement.read, 1):
            wrong: dict[int, dict[str, Fout]] = defaultdict(dict)
            for fout in judgement.fouten:
                if fout.rij and (fout.blad or "") == read.sheet.name:
                    wrong[fout.rij].setdefault(fout.kolom or "", fout)
            _sheet(book, f"Rijen {number}"[:31], read, wrong)
    return written.getvalue()


def _list(book: xlsxwriter.Workbook, judgement: Judgement) -> None:
    sheet = book.add_worksheet("Fouten")
    head = book.add_format({"bold": True, "font_color": "#ffffff", "bg_color": "#0b63a5"})
    text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for place, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name.capitalize(), head)
    for line, fout in enumerate(judgement.fouten, 1):
        for place, name in enumerate(COLUMNS):
            cell = getattr(fout, name)
            if isinstance(cell, int):
                sheet.write_number(line, place, cell)
            elif cell:
                sheet.write_string(line, place, cell, text)
    if judgement.found > len(judgement.fouten):
        more = judgement.found - len(judgement.fouten)
        sheet.write_string(
            len(judgement.fouten) + 1, 4, f"En nog {more} fouten van dezelfde soort."
        )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(judgement.fouten), len(COLUMNS) - 1)


def _sheet(book, name, read, wrong) -> None:  # type: ignore[no-untyped-def]
    """Write the header and the wrong rows of a sheet, each on its own row number."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "quote_prefix": True})
    plain = book.add_format({"quote_prefix": True})
    red = book.add_format(
        {"bg_color": "#ffd6d6", "border": 2, "border_color": "#b00020", "quote_prefix": True}
    )
    shift = read.sheet.first_column
    persons = read.formaat.persons
    for column, place in read.places.items():
        title = read.titles[column]
        marked = any(title in complaints for complaints in (wrong.get(read.header + 1, {}),))
        sheet.write_string(read.header, shift + place, title, red if marked else bold)
        sheet.set_column(shift + place, shift + place, max(12, len(title) + 4))
    for row, complaints in sorted(wrong.items()):
        if row <= read.header + 1 or row > read.sheet.cells.height:
            continue
        cells = read.sheet.cells.row(row - 1)
        for column, place in read.places.items():
            title = read.titles[column]
            fout = complaints.get(title) or complaints.get(column)
            value = cells[place] or ""
            hidden = persons and (
                column == read.formaat.pseudonym
                or (sum(map(str.isdecimal, value)) >= 8 and "@" in value)
            )
            if (fout and fout.waarde == NOT_REPEATED) or hidden:
                value = NOT_REPEATED if value else ""
            sheet.write_string(row - 1, shift + place, value[:300], red if fout else plain)
            if fout:
                sheet.write_comment(row - 1, shift + place, fout.regel, {"x_scale": 2})
    sheet.freeze_panes(read.header + 1, 0)
