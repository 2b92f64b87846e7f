"""From a file to its sheets: every cell as the text that a Dutch reader would see there."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, zip_longest
from typing import Any

import polars as pl

from pipelines.intake.guard import Kind, Unreadable, unreadable_cells
from pipelines.intake.refusal import RefusedFile

MOST_COLUMNS = 200
MOST_ROWS = 1_048_576
MOST_SHEETS = 100
MOST_CELL = 32_767
"""The most characters that Excel keeps in a cell."""
_BATCH = 20_000
_LOOKED_AT = 60
_BEGINNING = 1_000_000
"""How many characters are searched for the sign that separates columns."""
DELIMITERS = (";", ",", "\t", "|")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Sheet:
    """A sheet as text; the row at index 0 is row 1 in Excel, and an empty cell is null.

    `first_column` is how many empty columns stand before it.
    """

    name: str
    cells: pl.DataFrame
    first_column: int = 0
    unreadable: tuple[Unreadable, ...] = ()


def read_sheets(kind: Kind, content: bytes, likeness: Callable[[Sheet], int]) -> list[Sheet]:
    """Read all sheets of a file; RefusedFile when it is broken or too large.

    `likeness` tells how much the beginning of a sheet looks like a delivery; that decides by what
    sign the columns of a csv are separated.
    """
    return _csv(content, likeness) if kind == "csv" else _workbook(kind, content)


def _workbook(kind: Kind, content: bytes) -> list[Sheet]:
    import python_calamine

    hidden = unreadable_cells(kind, content)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        names = book.sheet_names
        if len(names) > MOST_SHEETS:
            raise RefusedFile(
                f"Het bestand heeft {len(names)} bladen; hoogstens {MOST_SHEETS} mag."
            )
        return [_sheet(book, name, hidden) for name in names]
    except RefusedFile:
        raise
    except BaseException as broken:
        # A panic of the library is no Exception; whatever it is, the file is not readable.
        if isinstance(broken, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise RefusedFile(
            "Het bestand is beschadigd of geen werkmap; open het in Excel of LibreOffice en sla het "
            "opnieuw op als .xlsx."
        ) from None


def _sheet(book: Any, name: str, hidden: Sequence[Unreadable]) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    start = sheet.start
    if start is None or not sheet.width:
        return Sheet(name, pl.DataFrame())
    if sheet.width > MOST_COLUMNS:
        raise RefusedFile(
            f"Blad '{name}' heeft {sheet.width} kolommen; hoogstens {MOST_COLUMNS} mag. Verwijder de "
            "kolommen die leeg lijken en sla het opnieuw op."
        )
    own = tuple(each for each in hidden if each.sheet == name)
    return Sheet(name, _frame(sheet.iter_rows()), start[1], own)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value).replace(".", ",")


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ")


_TEXT: dict[type, Callable[[Any], str]] = {
    str: lambda text: text,
    float: lambda number: _number(number) if abs(number) < 1e300 else str(number),
    int: str,
    bool: lambda truth: "WAAR" if truth else "ONWAAR",
    datetime: _moment,
    date: date.isoformat,
}


def _frame(rows: Iterable[list[Any]]) -> pl.DataFrame:
    batches = []
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        width = max(map(len, batch))
        if width > MOST_COLUMNS:
            raise RefusedFile(
                f"Het bestand heeft een rij met {width} kolommen; hoogstens {MOST_COLUMNS} mag."
            )
        whole = zip_longest(*batch, fillvalue="")
        columns = {f"{index}": _texts(column) for index, column in enumerate(whole)}
        batches.append(
            pl.DataFrame(columns)
            if columns
            else pl.DataFrame({"0": [None] * len(batch)}, schema={"0": pl.String})
        )
    if not batches:
        return pl.DataFrame()
    whole_sheet = pl.concat(batches, how="diagonal")
    if whole_sheet.height > MOST_ROWS:
        raise RefusedFile(f"Het bestand heeft meer dan {MOST_ROWS} rijen; lever het in delen aan.")
    return _trimmed(whole_sheet)


def _texts(column: Sequence[Any]) -> pl.Series:
    """Write a column as text, each different value once."""
    kinds = set(map(type, column))
    if kinds != {str}:
        if bool in kinds:  # which is equal to a number as a key
            column = [_text(cell) for cell in column]
        else:
            known = {cell: _text(cell) for cell in set(column)}
            column = [known[cell] for cell in column]
    return pl.Series(column, dtype=pl.String)


def _trimmed(cells: pl.DataFrame) -> pl.DataFrame:
    """Take the spaces around each cell away; an empty cell is null."""
    plain = pl.all().str.replace_all("\u00a0", " ", literal=True).str.strip_chars()
    return cells.select(plain).select(pl.when(pl.all() != "").then(pl.all()))


def _text(cell: Any) -> str:
    return _TEXT.get(type(cell), str)(cell)


def _csv(content: bytes, likeness: Callable[[Sheet], int]) -> list[Sheet]:
    text = decoded(content)
    announced = re.match(r"sep=(.)\r?\n", text)
    if announced:
        text = text[announced.end() :]
        return [Sheet("", _separated(text, announced[1]))]
    start = text[:_BEGINNING]
    tried = [(likeness(Sheet("", _frame(_beginning(start, sign)))), sign) for sign in DELIMITERS]
    best = max(score for score, _ in tried)
    delimiter = next(sign for score, sign in tried if score == best)
    return [Sheet("", _separated(text, delimiter))]


def _beginning(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for index, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            if index == _LOOKED_AT or len(row) > MOST_COLUMNS:
                return
            yield row
    except csv.Error:
        return


def _separated(text: str, delimiter: str) -> pl.DataFrame:
    """Read all rows of a csv; many times faster where no quoted cell holds a sign of its own."""
    cells = _split(text, delimiter)
    return _frame(_records(text, delimiter)) if cells is None else _trimmed(cells)


def _split(text: str, delimiter: str) -> pl.DataFrame | None:
    """Cut lines into cells; None where that would not be exactly what a reader of csv finds."""
    lines = text.replace("\r\n", "\n")
    if not lines or "\r" in lines or lines.count("\n") > MOST_ROWS:
        return None
    rows = pl.Series(lines.removesuffix("\n").split("\n"), dtype=pl.String)
    width = 1 + rows.str.count_matches(delimiter, literal=True).sort()[-1]
    if width > MOST_COLUMNS:
        return None
    names = [f"{index}" for index in range(width)]
    cells = rows.str.split_exact(delimiter, width - 1).struct.rename_fields(names).struct.unnest()
    cell = pl.all().str
    if max(cells.select(cell.len_bytes().max()).row(0)) > MOST_CELL:
        return None
    if '"' not in lines:
        return cells
    whole = ~cell.contains('"', literal=True) | cell.contains(r'^"[^"]*"$')
    if not all(cells.select(whole.all()).row(0)):
        return None
    return cells.select(cell.strip_chars('"'))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_CELL)
    number = 0
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, row in enumerate(rows, 1):  # noqa: B007 (told when the next one fails)
            yield row
    except csv.Error as broken:
        raise RefusedFile(
            f"Rij {number + 1} is niet te lezen: een aanhalingsteken wordt niet gesloten of staat "
            "midden in een cel, of de cel is te lang. Herstel die rij, of lever een .xlsx aan."
        ) from broken


def decoded(content: bytes) -> str:
    """Read bytes as UTF-8, UTF-16 or windows-1252; RefusedFile when they are none or a mixture."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as broken:
            raise _unreadable_text() from broken
    elif b"\0" in content:
        raise RefusedFile(
            "Het bestand bevat nultekens en is dus geen tekst; sla het opnieuw op als .csv of .xlsx."
        )
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as broken:
            raise _unreadable_text() from broken
        if re.search("[\u00c3\u00c2][\u0080-\u00bf\u2018-\u201e\u2020-\u2026\u20ac]", text):
            raise RefusedFile(
                "Het bestand mengt twee tekensets (UTF-8 en windows-1252), zodat letters met accenten "
                "niet zeker zijn; sla het opnieuw op als .xlsx of als CSV UTF-8."
            )
    if "\0" in text:
        raise _unreadable_text()
    return text


def _unreadable_text() -> RefusedFile:
    return RefusedFile(
        "De tekens in het bestand zijn niet te lezen; sla het opnieuw op als .xlsx of als CSV UTF-8."
    )
