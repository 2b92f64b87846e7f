"""Deliveries drawn as text, written as real files of every kind, and judged."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import polars as pl
import pytest
import xlsxwriter
import xlwt

from pipelines.areas import Areas
from pipelines.intake.contract import Known
from pipelines.intake.formats import FORMATS
from pipelines.intake.judge import Judgement, judge
from warehouse.builds import DataFolder

Cell = str | int | float | date | None
Rows = list[list[Cell]]

PEOPLE = """
deelnemer_id | partij   | gemeente  | aanmelddatum | herkomst  | geslacht | geboortejaar | taalniveau | opleidingsniveau | sector | status             | uitstroomdatum
K-01         | FNV      | Apeldoorn | 01-03-2024   | WW        | vrouw    | 1980         | >2F        | middel           | horeca | actief             |
K-02         | FNV      | Deventer  | 15-6-2024    | werknemer | man      | 1948         | <1F        | basis            | overig | uitstroom met werk | 01-09-2024
K-03         | VCP de Unie | Ede    | 1 mei 2024   | NUG       | man      | 2001         | 1F-2F      | hoog             | Horeca | actief             |
"""  # noqa: E501

COUNTS = """
jaar | kwartaal | partij | kenmerk  | categorie | aantal
2024 |          | UWV    | geslacht | man       | 60
2024 |          | UWV    | geslacht | vrouw     | 34
2024 |          | UWV    | herkomst | onbekend  | 94
"""


def drawn(table: str) -> Rows:
    """Rows of a table drawn with | between cells, as text; an empty cell is None."""
    lines = [line for line in table.splitlines() if line.strip()]
    return [[cell.strip() or None for cell in line.split("|")] for line in lines]


def csv_file(
    rows: Rows, delimiter: str = ";", encoding: str = "utf-8", ends: str = "\r\n"
) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=ends)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return written.getvalue().encode(encoding)


def xlsx_file(*sheets: Sequence[Sequence[Cell]], names: tuple[str, ...] = ()) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": True}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for index, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[index] if names else f"Blad{index + 1}")
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    elif cell is not None:
                        sheet.write(line, place, cell)
    return written.getvalue()


def xls_file(rows: Rows) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Blad1")
    day = xlwt.easyxf(num_format_str="DD-MM-YYYY")
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(line, place, cell, day)
            elif cell is not None:
                sheet.write(line, place, cell)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def ods_file(rows: Rows) -> bytes:
    def cell(value: Cell) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, date):
            kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        elif isinstance(value, int | float):
            kind = f'office:value-type="float" office:value="{value}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
        for name, path in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Blad1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "xlsx": xlsx_file,
    "xls": xls_file,
    "ods": ods_file,
    "csv": csv_file,
}


@pytest.fixture
def judged(known_areas: Areas) -> Callable[..., Judgement]:
    """Judge a file by its name and bytes, or a drawing of it as a csv."""

    def found(content: bytes | str | Rows, name: str = "levering.csv") -> Judgement:
        rows = drawn(content) if isinstance(content, str) else content
        given = rows if isinstance(rows, bytes) else csv_file(rows)
        return judge(name, given, list(FORMATS.values()), Known(known_areas))

    return found


@pytest.fixture
def own(published: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of the published data folder, to take deliveries into."""
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    return copy


def counts(judgement: Judgement, **where: str) -> dict[Any, int]:
    """Give what was counted at some place, by its other words."""
    assert judgement.content, [each.spoken for each in judgement.fouten]
    rows = judgement.content.rows
    for name, word in where.items():
        rows = rows.filter(pl.col(name) == word)
    rest = [name for name in rows.columns if name not in (*where, "aantal")]
    return {
        row[:-1] if len(row) > 2 else row[0]: row[-1] for row in rows.select(*rest, "aantal").rows()
    }


def complaints(judgement: Judgement) -> list[str]:
    """Give everything that is wrong as sentences."""
    assert judgement.content is None
    return [each.spoken for each in judgement.fouten]
